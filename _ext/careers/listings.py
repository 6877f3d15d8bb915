"""Long lists, parted so that a reader finds each thing by its letter and by its group.

A list of at most `MOST` links stands on one page. A longer one shows what it is parted into, and
each part is a page of its own, which is made when the site is built. Pure functions over the
handbook, which know nothing of how pages are written.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from careers.handbook import RoleQuery
from careers.model import Family
from careers.wording import category_title, level_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from careers.handbook import Handbook
    from careers.model import JobRole
    from careers.nodes import PartName
    from careers.records import Record

MOST = 400
"""How many links a page lists.

So many fill about three screens in columns, which a reader can look through, and some 6 kB
compressed.
"""

MOST_NAMED = 50
"""How many roles a line of a parted list names; of more it says the number."""

KIND_TITLES = {
    "degree": "Degrees",
    "certificate": "Certificates",
    "certification": "Certifications",
    "licence": "Licences",
    "experience": "Experience",
    "physical": "Working conditions",
}

DIGITS = "0–9"
"""What is filed under no letter."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some words of a line: a link where `to` names a page, with an anchor after `#`."""

    text: str
    to: str = ""
    style: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """What a list says of one thing: lines under a title, or one line without.

    `name` is what it is filed under, and `group` names the group that it is of.
    """

    name: str
    group: str
    lines: tuple[Line, ...]
    title: Line = ()
    anchor: str = ""

    @property
    def size(self) -> int:
        """How many links it has."""
        return sum(1 for _ in self._links())

    @property
    def thing(self) -> str:
        """The page of the thing, which its first link leads to."""
        return next(self._links(), "")

    def _links(self) -> Iterator[str]:
        return (span.to for line in (self.title, *self.lines) for span in line if span.to)


@dataclass(frozen=True, slots=True)
class Group:
    """Things of a kind that readers look for together; `to` is its document, if it has one."""

    title: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a list: the page that shows it, how it is called, and what it holds."""

    page: str
    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Listing:
    """A list of things in an order, with the groups that they are of.

    `base` is where its pages are, `what` says what a thing of it is, and `by` what a group is.
    """

    base: str
    what: str
    by: str
    items: Sequence[Item]
    groups: Mapping[str, Group]

    @property
    def is_long(self) -> bool:
        """Tell whether it is too long for one page."""
        return size(self.items) > MOST

    @property
    def has_groups(self) -> bool:
        """Tell whether its groups help to find a thing."""
        return 1 < len(self.groups) <= MOST

    @cached_property
    def grouped(self) -> Mapping[str, Sequence[Item]]:
        """What is in each group, in the list's order."""
        found: dict[str, list[Item]] = {name: [] for name in self.groups}
        for item in self.items:
            found[item.group].append(item)
        return found

    @cached_property
    def letters(self) -> Mapping[str, Sequence[Run]]:
        """The pages of each letter."""
        by_letter: defaultdict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            by_letter[letter(item.name)].append(item)
        taken: set[str] = set()
        return {
            first: self._runs("by-letter", _slug(first), first, items, 2, taken)
            for first, items in sorted(by_letter.items())
        }

    @cached_property
    def parts(self) -> Mapping[str, Sequence[Run]]:
        """The pages of each group that has no document of its own."""
        taken: set[str] = set()
        return {
            name: self._runs(f"by-{self.by}", _slug(name or "other"), "", items, 1, taken)
            for name, items in self.grouped.items()
            if self.has_groups and not self.groups[name].to
        }

    def _runs(
        self, folder: str, slug: str, label: str, items: Sequence[Item], depth: int, taken: set[str]
    ) -> list[Run]:
        runs: list[Run] = []
        parts = _part(sorted(items, key=_key), depth)
        for first, last, held in parts:
            # The first keeps the address of the whole, whatever comes to be parted later.
            path = slug if not runs else f"{slug}/{_slug(first)}" if depth == 1 else _slug(first)
            name = f"{self.base}/{folder}/{_free(path, taken)}"
            span = label if len(parts) == 1 else _span(first, last)
            runs.append(Run(name, span, tuple(held)))
        return runs


def size(items: Iterable[Item]) -> int:
    """Count the links of things."""
    return sum(item.size for item in items)


def count(items: Iterable[Item]) -> int:
    """Count things, those that are listed under several names once."""
    return len({item.thing for item in items})


def fold(name: str) -> str:
    """Return a name as it is sorted: without accents and capitals."""
    plain = unicodedata.normalize("NFKD", name.strip()).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def letter(name: str) -> str:
    """Return the letter that a name is filed under."""
    first = fold(name)[:1]
    return first.upper() if first.isalpha() else DIGITS


def _key(item: Item) -> tuple[str, str]:
    return fold(item.name), item.name


def _part(items: Sequence[Item], depth: int) -> list[tuple[str, str, list[Item]]]:
    """Part sorted things where their first letters change, so many of them that each part fits."""
    if size(items) <= MOST:
        return [(fold(items[0].name)[:depth], fold(items[-1].name)[:depth], list(items))]
    parts: list[tuple[str, str, list[Item]]] = []
    for prefix, found in groupby(items, key=lambda item: fold(item.name)[:depth]):
        some = list(found)
        if len({fold(item.name) for item in some}) > 1:
            inner = _part(some, depth + 1) if size(some) > MOST else [(prefix, prefix, some)]
        else:
            inner = [(prefix, prefix, some[at : at + MOST]) for at in range(0, len(some), MOST)]
        for first, last, held in inner:
            if parts and size(parts[-1][2]) + size(held) <= MOST:
                parts[-1] = (parts[-1][0], last, parts[-1][2] + held)
            else:
                parts.append((first, last, held))
    return parts


def _span(first: str, last: str) -> str:
    ends = [end[:1].upper() + end[1:].rstrip() for end in (first, last)]
    return "–".join(dict.fromkeys(ends))


def _slug(text: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return plain or "-".join(f"{ord(sign):x}" for sign in text)


def _free(path: str, taken: set[str]) -> str:
    """Return an address that nothing else has, which is the path where it can be."""
    number, free = 1, path
    while free in taken:
        number += 1
        free = f"{path}-{number}"
    taken.add(free)
    return free


def counted(number: int, one: str) -> str:
    """Say how many there are of something."""
    if number == 1:
        return f"1 {one}"
    return f"{number} {one[:-1]}ies" if one.endswith("y") else f"{number} {one}s"


def _count(number: int) -> Span:
    return Span(f" {counted(number, 'role')}", style="count")


def _categories(handbook: Handbook) -> dict[str, Group]:
    names = sorted({skill.category for skill in handbook.skills.values()}, key=lambda it: it or "~")
    return {name: Group(category_title(name) if name else "Other") for name in names}


def skills(handbook: Handbook) -> Listing:
    """List all skills by category."""
    items = [
        Item(
            skill.title,
            skill.category,
            (
                (
                    Span(skill.title, skill.docname),
                    _count(len(handbook.askers_of_skill.get(skill.id, ()))),
                ),
            ),
        )
        for skill in handbook.skills.values()
    ]
    return Listing("skills", "skill", "category", items, _categories(handbook))


def _kinds(handbook: Handbook) -> dict[str, Group]:
    kinds = sorted({thing.kind for thing in handbook.qualifications.values()})
    return {kind: Group(KIND_TITLES[kind]) for kind in kinds}


def qualifications(handbook: Handbook) -> Listing:
    """List all qualifications by kind."""
    items = []
    for thing in handbook.qualifications.values():
        roles = {role.id for role, _ in handbook.askers_of_qualification.get(thing.id, ())}
        line = (Span(thing.title, thing.docname), _count(len(roles)))
        items.append(Item(thing.title, thing.kind, (line,)))
    return Listing("qualifications", "qualification", "kind", items, _kinds(handbook))


def questions(handbook: Handbook, titles: Mapping[str, str]) -> Listing:
    """List all questions by page; `titles` are those of the pages, by docname."""
    items = [
        Item(thing.title, thing.docname, ((Span(thing.title, f"{thing.docname}#{thing.id}"),),))
        for thing in handbook.questions.values()
    ]
    pages = dict.fromkeys(item.group for item in items)
    groups = {page: Group(titles.get(page, page), page) for page in pages}
    return Listing("faq", "question", "page", items, groups)


def _families(handbook: Handbook, roles: Iterable[JobRole], *, linked: bool) -> dict[str, Group]:
    named = {role.family for role in roles}
    return {
        family.id: Group(family.title, family.docname if linked else "")
        for family in handbook.families.values()
        if family.id in named
    } | {name: Group("Other") for name in sorted(named - handbook.families.keys())}


def families(handbook: Handbook) -> Listing:
    """List all families."""
    items = []
    for family in handbook.families.values():
        number = len(handbook.roles_of_family.get(family.id, ()))
        line = (Span(family.title, family.docname), _count(number))
        items.append(Item(family.title, "", (line,)))
    return Listing("roles", "family", "", items, {"": Group("")})


def role_line(handbook: Handbook, role: JobRole) -> Line:
    """Make the line of a role, with the family that it is of."""
    family = handbook.families.get(role.family)
    line = (Span(role.title, role.docname),)
    return (*line, Span(" "), Span(family.title, style="family-name")) if family else line


def roles(handbook: Handbook) -> Listing:
    """List all roles and their aliases."""
    items = []
    for role in handbook.roles.values():
        items.append(Item(role.title, role.family, (role_line(handbook, role),)))
        for alias in role.aliases:
            line = (Span(f"{alias}: "), Span(role.title, role.docname))
            items.append(Item(alias, role.family, (line,)))
    groups = _families(handbook, handbook.roles.values(), linked=True)
    return Listing("indexes/roles", "role", "family", items, groups)


def roles_of(handbook: Handbook, query: RoleQuery, docname: str) -> Listing:
    """List the roles that a query asks for on a page."""
    found = handbook.find_roles(query)
    items = [Item(role.title, role.family, (role_line(handbook, role),)) for role in found]
    base = docname.removesuffix("/index")
    words = [query.family, query.skill, query.level, query.qualification]
    words += ["no-degree"] * query.no_degree
    # What the page's own name says already is not said again.
    base = "/".join((base, *(word for word in words if word and not base.endswith(f"/{word}"))))
    return Listing(base, "role", "family", items, _families(handbook, found, linked=False))


def skill_levels(handbook: Handbook) -> Listing:
    """List all skills with the roles that ask for each, by level."""
    items = []
    for skill in handbook.skills.values():
        by_level: defaultdict[str, list[JobRole]] = defaultdict(list)
        for role, need in handbook.askers_of_skill.get(skill.id, ()):
            by_level[need.level].append(role)
        lines = tuple(
            (
                Span(level_title(level), style=f"badge level level-{handbook.rank(level)}"),
                Span(" "),
                *_names(by_level[level]),
            )
            for level in handbook.levels
            if level in by_level
        )
        if lines:
            title = (Span(skill.title, skill.docname),)
            items.append(Item(skill.title, skill.category, lines, title, f"skill-{skill.id}"))
    named = {item.group for item in items}
    groups = {name: group for name, group in _categories(handbook).items() if name in named}
    return _shortened(Listing("indexes/skills", "skill", "category", items, groups))


def qualification_needs(handbook: Handbook) -> Listing:
    """List all qualifications with the roles that need and prefer them."""
    items = []
    for thing in handbook.qualifications.values():
        needs = handbook.askers_of_qualification.get(thing.id, ())
        lines = []
        for label, preferred in (("Needed by", False), ("Preferred by", True)):
            asking = {role.id: role for role, need in needs if need.preferred == preferred}
            if asking:
                lines.append((Span(f"{label} "), *_names(asking.values())))
        if lines:
            title, anchor = (Span(thing.title, thing.docname),), f"qualification-{thing.id}"
            items.append(Item(thing.title, thing.kind, tuple(lines), title, anchor))
    named = {item.group for item in items}
    groups = {name: group for name, group in _kinds(handbook).items() if name in named}
    return _shortened(Listing("indexes/qualifications", "qualification", "kind", items, groups))


def _names(roles: Iterable[JobRole]) -> Iterator[Span]:
    for number, role in enumerate(roles):
        if number:
            yield Span(", ")
        yield Span(role.title, role.docname)


def _shortened(listing: Listing) -> Listing:
    """Count the roles of a line that are too many for a parted list; the thing's page names them."""
    if not listing.is_long:
        return listing
    items = [
        Item(
            item.name,
            item.group,
            tuple(_short(line, item.title[0].to) for line in item.lines),
            item.title,
            item.anchor,
        )
        for item in listing.items
    ]
    return Listing(listing.base, listing.what, listing.by, items, listing.groups)


def _short(line: Line, page: str) -> Line:
    named = sum(bool(span.to) for span in line)
    if named <= MOST_NAMED:
        return line
    start = next(index for index, span in enumerate(line) if span.to)
    return (*line[:start], Span(counted(named, "role"), page))


MADE: Mapping[PartName, Callable[[Handbook], Listing]] = {
    "family-list": families,
    "qualification-index": qualification_needs,
    "qualification-list": qualifications,
    "role-index": roles,
    "skill-index": skill_levels,
    "skill-list": skills,
}
"""How the lists are made that show all of one kind, by the part that shows them."""


def long_listings(
    handbook: Handbook, records: Mapping[str, Record], titles: Mapping[str, str]
) -> Iterator[tuple[str, Listing]]:
    """Give the lists that are parted, each with the document that it belongs to."""
    holders: defaultdict[PartName, list[str]] = defaultdict(list)
    for docname, record in sorted(records.items()):
        for part in record.lists:
            holders[part].append(docname)
        queries = [plain(query) for query, _ in record.queries]
        if isinstance(record.page, Family):
            queries.append(RoleQuery(family=record.page.id))
        for query in dict.fromkeys(queries):
            if query == RoleQuery():
                holders["role-index"].append(docname)
            elif not query.newest and (listing := roles_of(handbook, query, docname)).is_long:
                yield docname, listing
    for part in sorted(holders.keys() & (MADE.keys() | {"question-list"})):
        listing = MADE[part](handbook) if part in MADE else questions(handbook, titles)
        if listing.is_long:
            own = (name for name in holders[part] if name.removesuffix("/index") == listing.base)
            yield next(own, holders[part][0]), listing


def plain(query: RoleQuery) -> RoleQuery:
    """Return a query without how its list is shown."""
    return replace(query, brief=False)

"""The names by which search finds pages: what the handbook alone knows, and no text of pages.

`data/names.js` tells the titles, the other names and the addresses of all pages, and which sections
people mean by which words (`_search/intents.yml`); `data/sections.js` follows it and tells the
sections of each page; `data/rest.js` comes last, and tells what roles ask for, and the rest of what
the table says. All are scripts, which a page can read where it is opened from a folder, and are packed
tightly: `_static/search/names.js` reads them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

import yaml

from careers.catalogue import BUILDERS, FOLDER, keep
from careers.domain import CareersDomain
from careers.model import JobRole, Qualification, Skill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from careers.freshness import Freshness
    from careers.handbook import Handbook
    from careers.model import Page, Question
    from careers.records import Heading

INTENTS = "_search/intents.yml"
LATER: dict[str, Any] = {"kinds": {}, "light": "", "same": [], "short": {}}
"""The parts of the table of intents that first results can do without, as they are where there are none."""
KINDS = ("role", "skill", "qualification", "question", "family", "page")
TITLE = "\x1f"
"""Stands in a heading for the title of its page, so that pages of one kind share their headings."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page, or a question on one, as search finds it.

    The address is `folder`, `slug` and `ending` in one; pages that share the first and the last
    are written together. `needs` are the docnames of what a role asks for.
    """

    kind: str
    title: str
    folder: str
    slug: str
    ending: str
    docname: str
    family: str = ""
    aliases: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    needs: tuple[str, ...] = ()


def pack(entries: Iterable[Entry], intents: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what each file says, by its path from the site's root."""
    ordered = sorted(entries, key=_order)
    families = sorted({entry.family for entry in ordered if entry.family})
    groups = []
    slugs = {}
    for key, members in groupby(ordered, key=_group):
        kind, family, folder, ending = key
        found = list(members)
        place = families.index(family) if family else -1
        groups.append([KINDS.index(kind), place, folder, ending, len(found)])
    for number, entry in enumerate(ordered):
        if entry.slug != slug_of(entry.title):
            slugs[str(number)] = entry.slug
    names = {
        "families": families,
        "groups": groups,
        "slugs": slugs,
        "names": "\n".join("\t".join((entry.title, *entry.aliases)) for entry in ordered),
        "intents": _pack_intents(intents),
    }
    return {
        f"{FOLDER}/names.js": {"signpostNames": names},
        f"{FOLDER}/sections.js": {"signpostSections": _pack_sections(ordered)},
        f"{FOLDER}/rest.js": {"signpostRest": _pack_rest(ordered, intents)},
    }


def _pack_sections(entries: Sequence[Entry]) -> dict[str, Any]:
    """Say the sections of each page: most pages of a kind share theirs, and what is said of them."""
    headings: dict[Heading, int] = {}
    shapes: dict[tuple[int, ...], int] = {}
    shown = []
    for entry in entries:
        shape = tuple(
            headings.setdefault(_pattern(heading, entry.title), len(headings))
            for heading in entry.headings
        )
        shown.append(shapes.setdefault(shape, len(shapes)))
    return {
        "headings": [
            [title] if anchor is None else [title, anchor]
            for title, anchor in (_without_slug(heading) for heading in headings)
        ],
        "shapes": [list(shape) for shape in shapes],
        "pages": shown,
    }


def _pack_intents(table: Mapping[str, Any]) -> dict[str, Any]:
    """Say what the table of intents does, but for what first results can do without."""
    packed = {key: value for key, value in table.items() if key not in LATER}
    packed["intents"] = [
        {**intent, "words": "|".join(intent["words"]), "sections": "|".join(intent["sections"])}
        for intent in table.get("intents", ())
    ]
    return packed


def _pack_rest(entries: Sequence[Entry], intents: Mapping[str, Any]) -> dict[str, Any]:
    """Say what each role asks for, and the rest of the table of intents."""
    first: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for number, entry in enumerate(entries):
        first.setdefault(entry.kind, number)
        numbers.setdefault(entry.docname, number)
    return {
        # Numbers of skills and of qualifications, each counted from the first of its kind.
        "needs": [
            [
                [
                    numbers[docname] - first[kind]
                    for docname in entry.needs
                    if docname in numbers and entries[numbers[docname]].kind == kind
                ]
                for kind in ("skill", "qualification")
            ]
            for entry in entries
            if entry.kind == "role"
        ],
        **{key: intents.get(key, empty) for key, empty in LATER.items()},
    }


def _pattern(heading: Heading, title: str) -> Heading:
    words, anchor = heading
    if title in words and anchor == slug_of(words):
        return words.replace(title, TITLE), TITLE
    return heading


def _without_slug(heading: Heading) -> tuple[str, str | None]:
    words, anchor = heading
    return words, None if anchor in {TITLE, slug_of(words)} else anchor


@cache
def slug_of(title: str) -> str:
    """Return the id that most things of a title have; `names.js` makes it by the same rule."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _order(entry: Entry) -> tuple[int, str, str, str, str, str]:
    return (
        KINDS.index(entry.kind),
        entry.family,
        entry.folder,
        entry.ending,
        entry.title,
        entry.slug,
    )


def _group(entry: Entry) -> tuple[str, str, str, str]:
    return entry.kind, entry.family, entry.folder, entry.ending


def collect(env: BuildEnvironment, url: Callable[[str], str]) -> Iterator[Entry]:
    """Give everything that search finds by its name; `url` gives the address of a page."""
    domain = CareersDomain.of(env)
    handbook = domain.handbook
    for docname in sorted(env.found_docs):
        record = domain.records[docname]
        page = record.page
        # Questions are found as such.
        headings = () if record.questions else record.headings
        if page is None:
            title = " ".join(env.titles[docname].astext().split())
            yield Entry("page", title, "", url(docname), "", docname, headings=headings)
            continue
        facts = tuple(_facts(handbook, page))
        folder, slug, ending = _split(url(docname), page.id)
        yield Entry(
            kind="role" if isinstance(page, JobRole) else type(page).__name__.lower(),
            title=_one_line(page.title),
            folder=folder,
            slug=slug,
            ending=ending,
            docname=docname,
            family=_family(handbook, page),
            aliases=tuple(map(_one_line, getattr(page, "aliases", ()))),
            headings=(*headings, *facts),
            needs=tuple(_needs(handbook, page)),
        )
    for question in handbook.questions.values():
        yield _question(question, url)


def _question(question: Question, url: Callable[[str], str]) -> Entry:
    title = _one_line(question.title)
    # Two things never share a docname, and nothing needs a question.
    place = f"{question.docname}#{question.id}"
    folder = f"{url(question.docname)}#"
    return Entry("question", title, folder, question.id, "", place)


def _facts(handbook: Handbook, page: Page) -> Iterator[Heading]:
    """Give what stands in the panel at the top of a page, which has no headings."""
    if isinstance(page, JobRole):
        if page.reports_to:
            yield "Reports to", ""
        if page.leads_to:
            yield "Leads to", ""
        if handbook.roles_leading_to.get(page.id):
            yield "Comes after", ""
        if page.aliases:
            yield "Also called", ""


def _needs(handbook: Handbook, page: Page) -> Iterator[str]:
    if isinstance(page, JobRole):
        found: list[Skill | Qualification | None] = [
            *(handbook.skills.get(need.skill) for need in page.skills),
            *(handbook.qualifications.get(need.qualification) for need in page.qualifications),
        ]
        yield from dict.fromkeys(thing.docname for thing in found if thing)


def _family(handbook: Handbook, page: Page) -> str:
    if isinstance(page, JobRole) and page.family in handbook.families:
        return _one_line(handbook.families[page.family].title)
    return ""


def _split(address: str, slug: str) -> tuple[str, str, str]:
    """Part the address of a page at its id."""
    before, found, after = address.rpartition(slug)
    return (before, slug, after) if found else ("", address, "")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def read_intents(folder: Path) -> dict[str, Any]:
    """Read the table of intents, or an empty one where a handbook has none."""
    path = folder / INTENTS
    if not path.exists():
        return {}
    table: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return table


class Names:
    """Writes the files of each build."""

    def __init__(self, freshness: Freshness) -> None:
        """Make them only where something of them has changed."""
        self._freshness = freshness

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the files that have changed."""
        if exception is not None or app.builder.name not in BUILDERS:
            return
        path = app.confdir / INTENTS
        inputs = [self._freshness.facts, path.read_text(encoding="utf-8") if path.exists() else ""]
        for _, record in sorted(CareersDomain.of(app.env).records.items()):
            inputs.append(repr(record.headings))
        if self._freshness.is_same(INTENTS, "\n".join(inputs), app.outdir.joinpath):
            return
        files = pack(collect(app.env, app.builder.get_target_uri), read_intents(app.confdir))
        for name, content in files.items():
            self._freshness.has_changed(INTENTS, name, "")
            keep(app.outdir / name, script(content))


def script(content: Mapping[str, Any]) -> bytes:
    """Write data as a script that gives them a name."""
    return "".join(
        f"globalThis.{name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"
        for name, value in content.items()
    ).encode()

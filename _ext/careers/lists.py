"""Lists and indexes of what the handbook holds, and what they are parted into where they are long."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from docutils import nodes

from careers import listings
from careers.elements import (
    bullets,
    cards,
    group,
    joined,
    link,
    made_link,
    page_link,
    role_card,
    role_count,
)
from careers.handbook import RoleQuery
from careers.listings import counted
from careers.records import LEAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from careers.listings import Line, Listing, Run
    from careers.nodes import PartName, placeholder
    from careers.view import View

MOST_CARDS = 60
"""How many roles or families are shown with their leads; more of them by their names alone."""


def _role_list(view: View, node: placeholder) -> list[nodes.Node]:
    query: RoleQuery = node["query"]
    if listings.plain(query) == RoleQuery():
        listing = listings.roles(view.handbook)
    else:
        listing = listings.roles_of(view.handbook, query, view.owner)
    roles = view.handbook.find_roles(query)
    if not roles:
        return [nodes.paragraph("", "No role is listed here yet.")]
    if len(roles) > listings.MOST and not query.newest:
        return _overview(listing)
    if query.brief or len(roles) > MOST_CARDS:
        return [bullets(_line(listings.role_line(view.handbook, role)) for role in roles)]
    return [cards(role_card(view, role) for role in roles)]


def _family_list(view: View, node: placeholder) -> list[nodes.Node]:
    listing = listings.families(view.handbook)
    if listing.is_long:
        return _overview(listing)
    if len(listing.items) > MOST_CARDS:
        return [bullets(_line(line) for item in listing.items for line in item.lines)]
    return [
        cards(
            [
                nodes.paragraph(
                    "",
                    "",
                    link("family", family.id),
                    role_count(len(view.handbook.roles_of_family.get(family.id, ()))),
                    classes=["card-title"],
                ),
                *view.shown(family.docname, LEAD),
            ]
            for family in view.handbook.families.values()
        )
    ]


def _skill_list(view: View, node: placeholder) -> list[nodes.Node]:
    return _by_group(listings.skills(view.handbook))


def _qualification_list(view: View, node: placeholder) -> list[nodes.Node]:
    return _by_group(listings.qualifications(view.handbook))


def _question_list(view: View, node: placeholder) -> list[nodes.Node]:
    return _by_group(listings.questions(view.handbook, {}))


def _skill_index(view: View, node: placeholder) -> list[nodes.Node]:
    return _by_title(listings.skill_levels(view.handbook))


def _qualification_index(view: View, node: placeholder) -> list[nodes.Node]:
    return _by_title(listings.qualification_needs(view.handbook))


def _role_index(view: View, node: placeholder) -> list[nodes.Node]:
    listing = listings.roles(view.handbook)
    if listing.is_long:
        return _overview(listing)
    by_letter: defaultdict[str, list[listings.Item]] = defaultdict(list)
    for item in sorted(listing.items, key=lambda item: item.name.casefold()):
        by_letter[listings.letter(item.name)].append(item)
    return [
        group(letter, [_line(line) for item in items for line in item.lines])
        for letter, items in sorted(by_letter.items())
    ]


def _by_group(listing: Listing) -> list[nodes.Node]:
    if listing.is_long:
        return _overview(listing)
    return [
        group(
            page_link(named.to) if named.to else named.title,
            [_line(line) for item in listing.grouped[name] for line in item.lines],
        )
        for name, named in listing.groups.items()
    ]


def _by_title(listing: Listing) -> list[nodes.Node]:
    if listing.is_long:
        return _overview(listing)
    return [
        group(_line(item.title)[0], [_line(line) for line in item.lines], id_=item.anchor)
        for item in listing.items
    ]


def _line(line: Line) -> list[nodes.Node]:
    parts: list[nodes.Node] = []
    for span in line:
        if span.to:
            parts.append(made_link(span.to, span.text))
        elif span.style:
            parts.append(nodes.inline("", span.text, classes=span.style.split()))
        else:
            parts.append(nodes.Text(span.text))
    return parts


def _overview(listing: Listing) -> list[nodes.Node]:
    """Show what a long list is parted into."""
    runs = [run for some in listing.letters.values() for run in some]
    letters = group("By letter", ([_run_link(run)] for run in runs))
    letters["classes"].append("letters")
    if not listing.has_groups:
        return [letters]
    lines = [_group_line(listing, name) for name in listing.groups]
    return [letters, group(f"By {listing.by}", lines)]


def _group_line(listing: Listing, name: str) -> list[nodes.Node]:
    named, number = listing.groups[name], listings.count(listing.grouped[name])
    count = nodes.inline("", f" {counted(number, listing.what)}", classes=["count"])
    if named.to:
        return [page_link(named.to), count]
    first, *others = listing.parts[name]
    line: list[nodes.Node] = [made_link(first.page, named.title), count]
    if others:
        line += [nodes.Text(" "), *joined(_run_link(run) for run in (first, *others))]
    return line


def _run_link(run: Run) -> nodes.Node:
    return made_link(run.page, run.label)


BUILDERS: dict[PartName, Callable[[View, placeholder], list[nodes.Node]]] = {
    "family-list": _family_list,
    "qualification-index": _qualification_index,
    "qualification-list": _qualification_list,
    "question-list": _question_list,
    "role-index": _role_index,
    "role-list": _role_list,
    "skill-index": _skill_index,
    "skill-list": _skill_list,
}
"""How each list is made."""

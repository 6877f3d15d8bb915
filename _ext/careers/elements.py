"""What parts of pages are made of: links, lists, cards, badges and tables, as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref

from careers.records import LEAD
from careers.wording import level_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careers.handbook import Handbook
    from careers.model import JobRole, Kind
    from careers.view import View


HEADING_ANCHORS = frozenset({"need", "question"})
"""Classes of sections whose heading bears their id, which is the anchor then, and is written once."""


def is_heading_anchor(section: nodes.Element) -> bool:
    """Tell whether the id of a section is that of its heading."""
    return not HEADING_ANCHORS.isdisjoint(section["classes"])


def link(kind: Kind, id_: str) -> pending_xref:
    """Refer to a thing by its title."""
    return pending_xref(
        "",
        nodes.inline("", id_),
        refdomain="careers",
        reftype=kind,
        reftarget=id_,
        refexplicit=False,
        # The fault that leaves a part without its page is reported where it was made.
        careers_part=True,
    )


def page_link(docname: str) -> pending_xref:
    """Refer to a page by its title."""
    return pending_xref(
        "",
        nodes.inline("", docname),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{docname}",
        refexplicit=False,
    )


def role_entry(view: View, role: JobRole) -> list[nodes.Node]:
    """Make a line of a list: a role, and the family that it is of."""
    entry: list[nodes.Node] = [link("job", role.id)]
    family = view.handbook.families.get(role.family)
    if family:
        entry += [nodes.Text(" "), nodes.inline("", family.title, classes=["family-name"])]
    return entry


def role_card(view: View, role: JobRole) -> list[nodes.Node]:
    """Make a card of a role: its line, and its lead."""
    return [
        nodes.paragraph("", "", *role_entry(view, role), classes=["card-title"]),
        *view.shown(role.docname, LEAD),
    ]


def cards(contents: Iterable[list[nodes.Node]]) -> nodes.Node:
    """Lay cards side by side."""
    items = [nodes.list_item("", *content) for content in contents]
    return nodes.bullet_list("", *items, classes=["cards"])


def bullets(entries: Iterable[Sequence[nodes.Node]]) -> nodes.bullet_list:
    """Make a bullet list of lines."""
    items = [nodes.list_item("", nodes.paragraph("", "", *entry)) for entry in entries]
    return nodes.bullet_list("", *items)


def group(
    title: str | nodes.Node, entries: Iterable[Sequence[nodes.Node]], id_: str = ""
) -> nodes.section:
    """Make a section of a list under a heading, which is its anchor too."""
    heading = nodes.Text(title) if isinstance(title, str) else title
    ids = [nodes.make_id(id_ or f"list-{heading.astext()}")]
    return nodes.section(
        "", nodes.title("", "", heading), bullets(entries), ids=ids, classes=["group"]
    )


def joined(links: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Put commas between things."""
    parts: list[nodes.Node] = []
    for item in links:
        parts += [nodes.Text(", "), item] if parts else [item]
    return parts


def badge(text: str, name: str) -> nodes.inline:
    """Make a badge; `name` is how the style sheet knows it."""
    return nodes.inline("", text, classes=["badge", f"badge-{name}"])


def level_badge(handbook: Handbook, level: str) -> nodes.inline:
    """Make the badge of a level."""
    name = f"level-{handbook.rank(level)}"
    return nodes.inline("", level_title(level), classes=["badge", "level", name])


def role_count(roles: int) -> nodes.inline:
    """Make the small print that counts roles."""
    return nodes.inline("", f" {roles} role{'' if roles == 1 else 's'}", classes=["count"])


def made_link(page: str, text: str) -> pending_xref:
    """Refer to a page, or to an anchor of it, by words; the page need be no document."""
    return pending_xref(
        "",
        nodes.inline("", text),
        refdomain="careers",
        reftype="made",
        reftarget=page,
        refexplicit=True,
        careers_part=True,
    )


def comparison_link(role: str, other: str, text: str) -> pending_xref:
    """Refer to where two roles are compared, on the page of comparisons of the first."""
    return made_link(f"compare/{role}#{other}", text)


def table(
    caption: str,
    head: Sequence[Sequence[nodes.Node]],
    rows: Iterable[Sequence[Sequence[nodes.Node]]],
) -> nodes.table:
    """Make a table whose first column names its rows."""
    columns = [nodes.colspec(colwidth=1, stub=index == 0) for index in range(len(head))]
    body = nodes.tbody("", *(_row(cells) for cells in rows))
    group = nodes.tgroup("", *columns, nodes.thead("", _row(head)), body, cols=len(head))
    ids = [f"table-{nodes.make_id(caption)}"]
    return nodes.table("", nodes.title("", caption), group, ids=ids)


def _row(cells: Sequence[Sequence[nodes.Node]]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))

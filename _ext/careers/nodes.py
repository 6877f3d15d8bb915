"""The placeholder: a node that stands where a part of a page is filled in from other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

PartName = Literal[
    "asked-by",
    "facts",
    "family-list",
    "faq-about",
    "ladders",
    "map",
    "matrix",
    "pay",
    "qualification-index",
    "qualification-list",
    "qualification-need",
    "question-list",
    "questions",
    "role-index",
    "role-list",
    "similar",
    "skill-index",
    "skill-list",
    "skill-need",
]


class placeholder(nodes.General, nodes.Element):  # noqa: N801  # docutils names its nodes so
    """Stands for a part of a page until every page is read.

    `part` names the part, and `docname` the page that it belongs to.
    """


class scroller(nodes.General, nodes.Element):  # noqa: N801  # docutils names its nodes so
    """Holds what is wider than the page; `label` says what that is."""


class drawing(nodes.General, nodes.Element):  # noqa: N801  # docutils names its nodes so
    """Holds a drawing of roles; `docnames` are their pages by id, and `title` names it."""


def place(part: PartName, *children: nodes.Node, **attributes: Any) -> placeholder:
    """Make a placeholder for a part, with what the part needs to know."""
    return placeholder("", *children, part=part, **attributes)


def fragment(body: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Copy nodes so that they can be kept, and shown on other pages.

    The copy has no ids or names, which are unique in a page, and holds on to no document.
    """
    copies = [node.deepcopy() for node in body]
    for copy in copies:
        for node in copy.findall():
            node.document = None  # type: ignore[assignment]  # docutils allows it, its types do not
            if isinstance(node, nodes.Element):
                for attribute in ("ids", "names", "dupnames"):
                    node[attribute] = []
    return copies


def show(body: Sequence[nodes.Node], docname: str) -> list[nodes.Node]:
    """Copy a fragment onto a page, with its links made from there."""
    copies = [node.deepcopy() for node in body]
    for copy in copies:
        for node in copy.findall(nodes.Element):
            if "refdoc" in node:
                node["refdoc"] = docname
    return copies

"""The placeholder: a node that stands where a part of a page is filled in from other pages."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a page that other pages show, kept small: a handbook has many times more than pages."""

    pickled: bytes
    digest: str
    """Changes with anything that a page shows of it."""

    def copy(self) -> list[nodes.Node]:
        """Return its nodes, which are the caller's own."""
        copies: list[nodes.Node] = pickle.loads(self.pickled)  # noqa: S301  # made below
        return copies


def keep(body: Sequence[nodes.Node]) -> Fragment:
    """Keep a copy of nodes, without ids or names, which are unique in a page."""
    copies = [node.deepcopy() for node in body]
    shown: list[str] = []
    for copy in copies:
        for node in copy.findall():
            node.document = None  # type: ignore[assignment]  # docutils allows it, its types do not
            if isinstance(node, nodes.Element):
                for attribute in ("ids", "names", "dupnames"):
                    node[attribute] = []
                attributes = {key: value for key, value in sorted(node.attributes.items()) if value}
                shown.append(f"<{node.tagname} {len(node.children)} {attributes}>")
            else:
                shown.append(node.astext())
    digest = hashlib.sha256("\0".join(shown).encode()).hexdigest()[:16]
    return Fragment(pickle.dumps(copies, pickle.HIGHEST_PROTOCOL), digest)


def show(fragment: Fragment, docname: str) -> list[nodes.Node]:
    """Copy a fragment onto a page, with its links made from there."""
    copies = fragment.copy()
    for copy in copies:
        for node in copy.findall(nodes.Element):
            if "refdoc" in node:
                node["refdoc"] = docname
    return copies

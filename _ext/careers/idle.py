"""Idle transforms: those that would find nothing to do in a page are not run on it.

Extensions and languages that a page does not use look through the whole of it, one after another,
for nodes of their own. One look tells which of them there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from furo import WrapTableAndMathInAContainerTransform
from sphinx import addnodes
from sphinx.domains import c, cpp
from sphinx.transforms.post_transforms import (
    OnlyNodeTransform,
    PropagateDescDomain,
    SphinxPostTransform,
)
from sphinx.transforms.post_transforms.code import (
    HighlightLanguageTransform,
    TrimDoctestFlagsTransform,
)
from sphinx.transforms.post_transforms.images import DataURIExtractor, ImageDownloader
from sphinx_design.aside import AsideHtmlTransform
from sphinx_design.dropdown import DropdownHtmlTransform
from sphinx_design.tabs import TabSetHtmlTransform

if TYPE_CHECKING:
    from docutils.transforms import Transform

COMPONENT = "design_component"
"""The attribute by which sphinx-design knows nodes of its own, which are containers."""

NEEDS: dict[type[Transform], frozenset[type | str]] = {
    AsideHtmlTransform: frozenset({COMPONENT}),
    DropdownHtmlTransform: frozenset({COMPONENT}),
    TabSetHtmlTransform: frozenset({COMPONENT}),
    HighlightLanguageTransform: frozenset({nodes.literal_block, addnodes.highlightlang}),
    TrimDoctestFlagsTransform: frozenset({nodes.literal_block, nodes.doctest_block}),
    OnlyNodeTransform: frozenset({addnodes.only}),
    PropagateDescDomain: frozenset({addnodes.desc_signature}),
    ImageDownloader: frozenset({nodes.image}),
    DataURIExtractor: frozenset({nodes.image}),
    WrapTableAndMathInAContainerTransform: frozenset({nodes.table, nodes.math_block}),
    c.AliasTransform: frozenset({c.AliasNode}),
    cpp.AliasTransform: frozenset({cpp.AliasNode}),
}
"""What each transform acts on: one of these classes of nodes, or a component of sphinx-design."""

READ = "Sphinx 9.0.4, sphinx-design 0.8.0 and Furo 2025.12.19"
"""Where that was read, and below the SHA-256 of what was read."""

DIGEST = "b303efce8fd3b929c7bc683d2739fb51395636a8e81b2d2271e4faa8697e50e5"


class LeaveOutIdle(SphinxPostTransform):
    """Takes the transforms that have nothing to do in a page off the list of those to come."""

    # Right after the page is filled with all that other pages give it.
    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Look through the page that is being written."""
        transformer = self.document.transformer
        if transformer is None:
            return  # `careers_speedups` leaves out what tells it
        held: set[type | str] = set()
        for node in self.document.findall():
            held.add(type(node))
            if type(node) is nodes.container and COMPONENT in node.attributes:
                held.add(COMPONENT)
        transformer.transforms = [
            entry
            for entry in transformer.transforms
            if entry[1] not in NEEDS or NEEDS[entry[1]] & held
        ]

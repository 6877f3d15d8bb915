"""How pages are written as HTML: with no more than their style sheets and scripts look at."""

from __future__ import annotations

import os
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from careers.drawing import LEGEND, relations, svg
from careers.elements import is_heading_anchor

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx

UNSTYLED = {"a": "reference internal", "div": "docutils container"}
"""Classes that docutils gives to elements, and that no style sheet of the handbook names."""

NEEDED_FOR = {
    "pygments.css": "highlight",
    "sphinx-design.min.css": "sd-",
    "furo-extensions.css": "sd-",
    "design-tabs.js": "sd-",
}
"""Files that only some pages need, and what is in the text of those that do."""

UNUSED = frozenset({"documentation_options.js", "doctools.js", "sphinx_highlight.js"})
"""Sphinx's scripts for its own search, and for keys that the handbook's search answers to."""


class Translator(HTML5Translator):
    """Writes what most pages have most of in fewer letters."""

    def starttag(
        self,
        node: Element,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,  # noqa: FBT001, FBT002  # as docutils has it
        **attributes: Any,
    ) -> str:
        """Begin an element, without a class that nothing looks at; `filters` are for Pagefind."""
        for name in ("class", "CLASS"):
            if attributes.get(name) == UNSTYLED.get(tagname, ""):
                attributes.pop(name, None)
        if node.get("filters") and self.config.careers_full_text:
            attributes["data-pagefind-filter"] = node["filters"]
        return super().starttag(node, tagname, suffix, empty, **attributes)

    def visit_section(self, node: nodes.section) -> None:
        """Leave the id of a section to its heading, where that is its anchor."""
        title = node[0]
        if not is_heading_anchor(node) or not isinstance(title, nodes.title):
            super().visit_section(node)
            return
        title["ids"] = node["ids"]
        super().visit_section(nodes.section(classes=node["classes"]))

    def visit_inline(self, node: nodes.inline) -> None:
        """Write words that nothing sets apart as they are."""
        if node["classes"] or node["ids"]:
            super().visit_inline(node)

    def depart_inline(self, node: nodes.inline) -> None:
        """Close what was opened."""
        if node["classes"] or node["ids"]:
            super().depart_inline(node)


def leave_out_unneeded(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Take the style sheets and scripts out of a page that it has nothing for."""
    body = context.get("body", "")

    def is_needed(file: Any) -> bool:
        name = os.path.basename(getattr(file, "filename", file))  # noqa: PTH119  # an address
        return name not in UNUSED and NEEDED_FOR.get(name, "") in body

    for kind in ("css_files", "script_files"):
        context[kind] = [file for file in context.get(kind, ()) if is_needed(file)]


def add(app: Sphinx) -> None:
    """Have pages written so."""
    for builder in ("html", "dirhtml"):
        app.set_translator(builder, Translator)
    # After the theme and the extensions have added theirs.
    app.connect("html-page-context", leave_out_unneeded, priority=900)


def visit_scroller(translator: HTML5Translator, node: Element) -> None:
    """Open a region that scrolls sideways, by keyboard as well."""
    label = escape(node["label"])
    translator.body.append(
        f'<div class="table-wrapper" role="region" tabindex="0" aria-label="{label}">\n'
    )


def depart_scroller(translator: HTML5Translator, node: Element) -> None:
    """Close the region."""
    translator.body.append("</div>\n")


def visit_drawing(translator: HTML5Translator, node: Element) -> None:
    """Write a drawing with its legend."""

    def href(id_: str) -> str:
        builder = translator.builder
        return builder.get_relative_uri(builder.current_docname, node["docnames"][id_])

    title = escape(node["title"])
    drawing = svg(node["drawing"], node["title"], href, nodes.make_id(node["title"]))
    translator.body.append(
        f'<div class="table-wrapper" role="region" tabindex="0" aria-label="{title}">{drawing}</div>\n'
    )
    keys = "".join(
        f'<li><svg class="map-key" width="40" height="10" aria-hidden="true">'
        f'<path class="map-line map-{relation}" d="M0 5H40"/></svg> {LEGEND[relation]}</li>'
        for relation in relations(node["drawing"])
    )
    if keys:
        translator.body.append(f'<ul class="map-legend">{keys}</ul>\n')
    raise nodes.SkipNode


def skip(translator: nodes.NodeVisitor, node: Element) -> None:
    """Leave a drawing out where there is nothing to draw on."""
    raise nodes.SkipNode

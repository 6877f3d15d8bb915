"""How the extension's own nodes are written as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from careers.drawing import LEGEND, relations, svg

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.writers.html5 import HTML5Translator


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

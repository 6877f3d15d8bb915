"""The map of a family: where its roles stand, which the layout engine decides, and as SVG."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Relation = Literal["leads-to", "reports-to", "similar"]

LEGEND: dict[Relation, str] = {
    "leads-to": "leads to",
    "reports-to": "reports to",
    "similar": "similar position",
}

WIDTH, HEIGHT = 168, 60
"""The size of a role's box, in the drawing's own units."""

ACROSS, DOWN = WIDTH + 88, HEIGHT + 28
"""From one box to the next, along a ladder and beside it."""

MARGIN = 12
BULGE = 44
"""How far a line between boxes of one column leans out, on their left, at the most."""

LETTERS = 20
"""How many letters a line in a box has room for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line from one role to another."""

    start: str
    end: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Box:
    """A role's box, by its upper left corner."""

    id: str
    title: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and the lines between them."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]

    @property
    def width(self) -> float:
        """How wide the drawing is."""
        return max(box.x for box in self.boxes) + WIDTH + MARGIN

    @property
    def height(self) -> float:
        """How high the drawing is."""
        return max(box.y for box in self.boxes) + HEIGHT + MARGIN


def draw(titles: Mapping[str, str], lines: Sequence[Line]) -> Drawing:
    """Lay out roles from left to right, the way that their ladders and reporting lines lead.

    The layout is Sugiyama's, as igraph makes it; its layers become columns.
    """
    # Most builds after the first draw nothing.
    import igraph  # noqa: PLC0415

    ids = list(titles)
    place = {id_: index for index, id_ in enumerate(ids)}
    edges = dict.fromkeys(
        (place[line.start], place[line.end]) for line in lines if line.relation != "similar"
    )
    graph = igraph.Graph(n=len(ids), edges=list(edges), directed=True)
    layout = graph.layout_sugiyama(hgap=1, vgap=1, maxiter=100)
    # The engine places what has no edges in one row, which would be as wide as the family is large.
    coordinates = [tuple(layout[index][:2]) for index in range(len(ids))]
    boxes = tuple(
        Box(id_, titles[id_], BULGE + column * ACROSS, MARGIN + row * DOWN)
        for id_, (row, column) in zip(ids, coordinates, strict=True)
    )
    return Drawing(boxes, tuple(lines))


def svg(drawing: Drawing, title: str, href: Callable[[str], str], name: str) -> str:
    """Write a drawing as SVG whose boxes are links; `name` keeps its ids apart from others."""
    boxes = {box.id: box for box in drawing.boxes}
    size = f"{drawing.width:.0f} {drawing.height:.0f}"
    width, height = size.split()
    opening = (
        f'<svg class="map" xmlns="http://www.w3.org/2000/svg" role="group" '
        f'aria-labelledby="{name}" width="{width}" height="{height}" viewBox="0 0 {size}">'
    )
    arrow = (
        f'<defs><marker id="{name}-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path class="map-arrow" d="M0 0 8 4 0 8z"/></marker></defs>'
    )
    parts = [
        opening,
        f'<title id="{name}">{escape(title)}</title>',
        arrow,
        *(_line(line, boxes, name) for line in drawing.lines),
        *(_box(box, href(box.id)) for box in drawing.boxes),
        "</svg>",
    ]
    return "".join(parts)


def _line(line: Line, boxes: Mapping[str, Box], name: str) -> str:
    """Write a line as a curve, each relation a little apart, so that none hides another."""
    start, end = boxes[line.start], boxes[line.end]
    apart = {"leads-to": -8, "reports-to": 8, "similar": 0}[line.relation]
    if abs(start.x - end.x) < WIDTH:
        x1, x2, y1, y2 = start.x, end.x, start.y + HEIGHT / 2 + apart, end.y + HEIGHT / 2 + apart
        lean = min(x1, x2) - min(BULGE, abs(y2 - y1) / 4)
        curve = f"M{x1:.0f} {y1:.0f}C{lean:.0f} {y1:.0f} {lean:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    else:
        x1, x2 = (start.x + WIDTH, end.x) if start.x < end.x else (start.x, end.x + WIDTH)
        y1, y2 = start.y + HEIGHT / 2 + apart, end.y + HEIGHT / 2 + apart
        bend = (x2 - x1) / 2
        curve = f"M{x1:.0f} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    arrow = "" if line.relation == "similar" else f' marker-end="url(#{name}-arrow)"'
    return (
        f'<path class="map-line map-{line.relation}" d="{curve}"{arrow}>'
        f"<title>{escape(start.title)}: {LEGEND[line.relation]}: {escape(end.title)}</title></path>"
    )


def _box(box: Box, href: str) -> str:
    words = textwrap.wrap(box.title, LETTERS)
    middle = box.y + HEIGHT / 2 + 5 - 8 * (len(words) - 1)
    # A space keeps the words of two lines apart where the text is read aloud.
    text = " ".join(
        f'<tspan x="{box.x + WIDTH / 2:.0f}" y="{middle + 16 * index:.0f}">{escape(line)}</tspan>'
        for index, line in enumerate(words)
    )
    return (
        f'<a href="{escape(href)}">'
        f'<rect class="map-box" x="{box.x:.0f}" y="{box.y:.0f}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
        f'<text class="map-text" text-anchor="middle">{text}</text></a>'
    )


def relations(drawing: Drawing) -> Iterable[Relation]:
    """Return the relations that a drawing shows, in the legend's order."""
    shown = {line.relation for line in drawing.lines}
    return [relation for relation in LEGEND if relation in shown]

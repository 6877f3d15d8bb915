"""Speed-ups: functions of docutils and Sphinx that cost a tenth of a build or more, done with less.

Nothing else here uses a private function of theirs. Each does what the function that it takes the
place of does, as it was read in the version that is named; `tests/test_speedups.py` fails where
that function has changed since, and where a page differs with and without. `careers_speedups`
lists those that are used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sphinx.util.docutils
from docutils import frontend, nodes
from docutils.frontend import get_default_settings
from docutils.utils import DependencyList
from myst_parser.mdit_to_docutils import base as myst

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True, slots=True)
class Speedup:
    """A function that takes the place of another one.

    `owner` and `attribute` say where that stands, `read` in which version it was read, and
    `digest` is the SHA-256 of its source there.
    """

    owner: Any
    attribute: str
    replacement: Callable[..., Any]
    read: str
    digest: str

    @property
    def name(self) -> str:
        """The name by which `careers_speedups` lists it."""
        return f"{self.owner.__name__}.{self.attribute}"


def _find_all(self: Node, cls: type) -> Iterator[Node]:
    """Find the nodes of a class without a generator for each node on the way."""
    ahead = [self]
    while ahead:
        node = ahead.pop()
        if isinstance(node, cls):
            yield node
        if node.children:
            ahead.extend(node.children[::-1])


def _walk(self: Node) -> Iterator[Node]:
    """Walk through the nodes without a generator for each node on the way."""
    ahead = [self]
    while ahead:
        node = ahead.pop()
        yield node
        if node.children:
            ahead.extend(node.children[::-1])


def _walkabout(self: Node, visitor: nodes.NodeVisitor) -> bool:
    """Visit the nodes without a message to the log before and after each."""
    depart, stop = True, False
    try:
        try:
            visitor.dispatch_visit(self)
        except nodes.SkipNode:
            return stop
        except nodes.SkipDeparture:
            depart = False
        try:
            for child in self.children[:]:
                if child.walkabout(visitor):
                    stop = True
                    break
        except nodes.SkipSiblings:
            pass
    except nodes.SkipChildren:
        pass
    except nodes.StopTraversal:
        stop = True
    if depart:
        visitor.dispatch_departure(self)
    return stop


def _remember(make: Callable[..., frontend.Values]) -> Callable[..., frontend.Values]:
    """Make the settings of the same components once, and then copy them."""
    made: dict[tuple[type, ...], tuple[dict[str, Any], dict[str, Any]]] = {}

    def remembered(*components: Any, **options: Any) -> frontend.Values:
        key = tuple(each if isinstance(each, type) else type(each) for each in components)
        if key not in made or made[key][0] != options:
            kept = {
                name: dict(value) if isinstance(value, dict) else value
                for name, value in options.items()
            }
            made[key] = (kept, dict(make(*components, **options).__dict__))
        settings = frontend.Values.__new__(frontend.Values)
        for name, value in made[key][1].items():
            setattr(settings, name, list(value) if isinstance(value, list) else value)
        settings.record_dependencies = DependencyList()
        return settings

    return remembered


SPEEDUPS = (
    Speedup(
        nodes.Node,
        "_fast_findall",
        _find_all,
        "docutils 0.22.4",
        "5675aefbd2cf1b0843ca6bdc00f6bb5bc8a9ec8b7d97346d1c7178f1f526bd9d",
    ),
    Speedup(
        nodes.Node,
        "_superfast_findall",
        _walk,
        "docutils 0.22.4",
        "b884035907793e547ec550829a60f226422a1732f7f3b9052831dcc368580354",
    ),
    Speedup(
        nodes.Node,
        "walkabout",
        _walkabout,
        "docutils 0.22.4",
        "2ab1f659d80ae80c0e8ea8e8d0bfcfee84cad52f87f0a8ccfa0cbd88ba5662b8",
    ),
    Speedup(
        sphinx.util.docutils,
        "_get_settings",
        _remember(sphinx.util.docutils._get_settings),  # noqa: SLF001  # what this module is for
        "Sphinx 9.0.4",
        "98f6827c105d911272f760e08635c8a28c5d67b3560027c9af85294e235ff545",
    ),
    Speedup(
        myst,
        "get_default_settings",
        _remember(get_default_settings),
        "docutils 0.22.4",
        "063ddef2935cb4dd935af3a8ce7fba446fcac85c8246f7ad20cd5ec5e56bfffa",
    ),
)

ORIGINALS = {speedup.name: getattr(speedup.owner, speedup.attribute) for speedup in SPEEDUPS}
"""What each speed-up takes the place of, by its name."""


def use(app: Sphinx, config: Config) -> None:
    """Put the speed-ups to use that the settings list, and no others."""
    for speedup in SPEEDUPS:
        used = speedup.name in config.careers_speedups
        function = speedup.replacement if used else ORIGINALS[speedup.name]
        setattr(speedup.owner, speedup.attribute, function)


def drop_doctrees(env: BuildEnvironment) -> None:
    """Let go of parsed pages, all of which Sphinx keeps until they are written, on disk as well.

    They take some 100 kB each, in Sphinx 9.0.4.
    """
    env._write_doc_doctree_cache.clear()  # noqa: SLF001  # what this module is for
    env._pickled_doctree_cache.clear()  # noqa: SLF001

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
from docutils import frontend
from docutils.frontend import get_default_settings
from docutils.utils import DependencyList
from myst_parser.mdit_to_docutils import base as myst
from sphinx.transforms import SphinxTransformer

if TYPE_CHECKING:
    from collections.abc import Callable

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


def _apply_transforms(self: SphinxTransformer) -> None:
    """Tell the page which transforms are to come, as it is told when it is read; see `idle`."""
    self.document.transformer = self
    _APPLY_TRANSFORMS(self)


_APPLY_TRANSFORMS = SphinxTransformer.apply_transforms


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
        SphinxTransformer,
        "apply_transforms",
        _apply_transforms,
        "Sphinx 9.0.4",
        "821befb67840d8a162ceb44504091d2a1026682bc1a9d9d47337ceef808097e9",
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

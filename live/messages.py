"""What the two processes of the preview tell each other."""

from __future__ import annotations

from dataclasses import dataclass

HTML = "html"
"""The folder of the site, in that of the build."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built: what the changed files show in."""

    paths: frozenset[str] = frozenset()
    """The files that have changed, from the root of the handbook."""
    shown: frozenset[str] = frozenset()
    """The pages that are open in a browser, as paths in the site; they come first."""

    def __or__(self, other: Order) -> Order:
        """Return both orders as one, with the pages that are open now."""
        return Order(self.paths | other.paths, other.shown)


@dataclass(frozen=True, slots=True)
class News:
    """What has been built."""

    changed: frozenset[str] = frozenset()
    """The pages that are not what they were, as paths in the site."""
    faults: tuple[str, ...] | None = None
    """What is wrong, as `file:line: message`; none while the build goes on."""

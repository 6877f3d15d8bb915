"""Memory: garbage is collected at set points of a build, and what stays is not looked through again.

Python looks for garbage whenever so many objects are made, and looks through all that there are;
a build makes many objects and keeps most of them, so that it would spend a fifth of its time there.
"""

from __future__ import annotations

import atexit
import gc
from typing import TYPE_CHECKING, Any

from careers import speedups

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Nor does the system need a process to take apart, as it ends, all that it has made.
atexit.register(gc.freeze)

PAGES = 20
"""How many pages are read or written from one collection to the next."""


class Memory:
    """Collects the garbage of a build."""

    def __init__(self) -> None:
        """Begin with no page."""
        self._pages = 0

    def connect(self, app: Sphinx) -> None:
        """Follow a build from its settings to its end."""
        app.connect("config-inited", self.begin)
        app.connect("builder-inited", self.leave)
        app.connect("source-read", self.note_page, priority=100)
        app.connect("html-page-context", self.note_page, priority=100)
        app.connect("build-finished", self.end, priority=900)

    def begin(self, app: Sphinx, *_: Any) -> None:
        """Collect nothing by itself from here on."""
        gc.unfreeze()
        gc.disable()

    def leave(self, app: Sphinx) -> None:
        """Let what the last build has kept be, which is loaded by now."""
        gc.freeze()

    def note_page(self, app: Sphinx, *_: Any) -> None:
        """Collect what the last pages have left, and let what is alive now be."""
        self._pages += 1
        if self._pages % PAGES == 0:
            speedups.drop_doctrees(app.env)
            gc.collect()
            gc.freeze()

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Let Python collect by itself again, but not at once all that the build has made."""
        gc.freeze()
        gc.enable()

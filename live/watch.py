"""The watch: which files of the handbook change."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from watchfiles import Change, DefaultFilter, watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ASIDE = frozenset({"benchmarks", "live", "publish", "requirements", "tests"})
"""Folders that no page shows anything of."""
PAUSE = 15
"""Milliseconds without a change, after which what has changed is one change."""
SETTLED = 500
"""Milliseconds after which a folder that is new is surely watched."""

Paths = frozenset[str]


class Watch:
    """Watches the files beside the settings, and those in each folder there, hidden ones apart.

    The root is watched by itself: it holds folders of tools with more files than can be watched.
    """

    def __init__(self, root: Path, aside: Path) -> None:
        """Watch all that is in a folder, but for what the preview makes."""
        self._root = root.resolve()
        aside = aside.resolve()
        inside = aside.is_relative_to(self._root) and aside != self._root
        self._aside = ASIDE | ({aside.relative_to(self._root).parts[0]} if inside else set())
        self._usual = DefaultFilter()
        self._folders: set[Path] = set()
        self._changes: SimpleQueue[Paths | OSError | None] = SimpleQueue()
        self._ended = threading.Event()
        self._moved = threading.Event()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Watch for as long as this lasts."""
        threads = [
            threading.Thread(target=self._run, args=(watching,), daemon=True)
            for watching in (self._watch_root, self._watch_folders)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._ended.set()
            self._moved.set()
            for thread in threads:
                thread.join()

    def wait(self) -> Paths | None:
        """Wait for a change, and return the paths of all files that have changed by now, or none at the end."""
        paths = Paths()
        while not paths or not self._changes.empty():
            news = self._changes.get()
            if news is None:
                return None
            if isinstance(news, OSError):
                raise news
            paths |= news
        return paths

    def end(self) -> None:
        """Have nothing waited for any more; this may be called by a signal, whatever is at work."""
        self._changes.put(None)

    def _run(self, watching: Callable[[], None]) -> None:
        try:
            watching()
        except OSError as error:
            self._changes.put(error)

    def _watch_root(self) -> None:
        for changes in watch(
            self._root,
            watch_filter=self._is_of_interest,
            step=PAUSE,
            stop_event=self._ended,
            recursive=False,
        ):
            paths = {Path(path) for _, path in changes}
            folders = {path for path in paths if path.is_dir() or path in self._folders}
            if folders:
                self._moved.set()
            self._note(paths - folders)

    def _watch_folders(self) -> None:
        while True:
            self._moved.clear()
            # Looked at after the other is cleared, since whoever ends this sets it first.
            if self._ended.is_set():
                return
            folders = {
                path
                for path in self._root.iterdir()
                if path.is_dir() and self._is_of_interest(Change.added, str(path))
            }
            # What has happened in a folder before it was watched is not known.
            unknown = folders ^ self._folders if self._folders else set()
            self._folders = folders
            for changes in watch(
                *folders,
                watch_filter=self._is_of_interest,
                step=PAUSE,
                stop_event=self._moved,
                rust_timeout=SETTLED,
                yield_on_timeout=True,
            ):
                self._note({Path(path) for _, path in changes} | unknown)
                unknown = set()

    def _is_of_interest(self, change: Change, path: str) -> bool:
        parts = Path(path).relative_to(self._root).parts
        hidden = any(part.startswith(".") for part in parts)
        return (
            bool(parts) and not hidden and parts[0] not in self._aside and self._usual(change, path)
        )

    def _note(self, paths: set[Path]) -> None:
        if paths:
            self._changes.put(frozenset(path.relative_to(self._root).as_posix() for path in paths))

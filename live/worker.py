"""The process that builds, as the preview sees it: it is given orders, and tells news."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from live.messages import News, Order

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from live.server import Site

MACHINERY = ("conf.py", "pyproject.toml", "_ext", "_templates", "_includes/disclaimer.md")
"""What is read as the process starts, so that a change of it takes another process."""
PATIENCE = 2
"""Seconds that the process has to end by itself."""

_processes = multiprocessing.get_context("spawn")


class Worker:
    """The process that builds, which is started again where it must be."""

    def __init__(self, source: Path, build: Path, site: Site) -> None:
        """Start it."""
        self._arguments = source, build
        self._site = site
        self._start()

    def order(self, paths: frozenset[str]) -> None:
        """Have built what has changed, by another process where this one cannot."""
        reread = sorted(
            path for path in paths if any(Path(path).is_relative_to(name) for name in MACHINERY)
        )
        if reread:
            print(f"{', '.join(reread)} changed: starting again", flush=True)
        if reread or not self._process.is_alive():
            self.end()
            self._start()
        else:
            with suppress(ConnectionError):
                self._pipe.send(Order(paths, self._site.shown))

    def end(self) -> None:
        """End the process, and whatever it has started; one at rest can keep what it has read."""
        self._ending.set()
        with suppress(ConnectionError):
            self._pipe.send(None)
        self._process.join(PATIENCE)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid or 0, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self._listener.join(PATIENCE)

    def _start(self) -> None:
        self._ending = threading.Event()
        self._pipe, other = _processes.Pipe()
        self._process = _processes.Process(target=_run, args=(*self._arguments, other))
        self._process.start()
        # This process would not find out otherwise that the other has ended.
        other.close()
        self._listener = threading.Thread(
            target=_listen,
            args=(self._pipe, self._process, self._ending, self._site),
            daemon=True,
        )
        self._listener.start()


def _run(source: Path, build: Path, pipe: Connection[News, Order | None]) -> None:
    # Only this process has a use for Sphinx, which takes a while to import.
    from live.builder import run  # noqa: PLC0415

    run(source, build, pipe)


def _listen(
    pipe: Connection[Order | None, News], process: SpawnProcess, ending: threading.Event, site: Site
) -> None:
    """Hand on what a process tells, for as long as it lives."""
    with suppress(EOFError, ConnectionError):
        while True:
            site.apply(pipe.recv())
    process.join()
    if process.exitcode and not ending.is_set():
        message = "The process that builds has ended. Another starts with the next change."
        print(message, flush=True)
        site.apply(News(faults=(message,)))

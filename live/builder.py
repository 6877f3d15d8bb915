"""The process that builds: one Sphinx that stays, so that a build reads only what has changed.

Sphinx is made to build once. What it keeps from one build to the next, and should not, is dropped
before each (`_forget`); and its steps are called one by one (`_make`), so that the pages that are
open in a browser are written first and what it keeps is written to the disk only at rest.
"""

from __future__ import annotations

import gc
import hashlib
import io
import logging
import os
import pickle
import shutil
import sys
import time
import traceback
from collections import Counter
from contextlib import suppress
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.html._assets import _file_checksum_inner
from sphinx.errors import SphinxError
from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.logging import (
    NewLineStreamHandler,
    WarningLogRecordTranslator,
    WarningStreamHandler,
    WarningSuppressor,
)
from sphinx.util.parallel import SerialTasks

from live.messages import HTML, News, Order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from multiprocessing.connection import Connection

    from sphinx.environment import BuildEnvironment


DOCTREES = "doctrees"
CODE = "code"
"""The file that tells which code has made the site."""

CLOCK = 50_000_000
"""Nanoseconds by which the clock of files may be behind."""
REST = 30
"""Seconds without a change, after which what is read is written to the disk and garbage collected."""
NAMED = 3
"""How many files a line names before it counts the others."""


def run(source: Path, build: Path, pipe: Connection[News, Order | None]) -> None:
    """Build at the start, and with each order, until told to end."""
    # In a group of its own, it ends with all that it has started when the preview says so.
    os.setpgid(0, 0)
    with patch_docutils(str(source)), docutils_namespace():
        try:
            builder = Builder(source, build, pipe.send)
            builder.build()
            while order := _next_order(pipe, builder):
                builder.build(order)
            builder.save()
        except BrokenPipeError:
            # Nobody is there any more who would be told.
            return
        except Exception as error:  # noqa: BLE001  # settings are code, so anything may go wrong in them
            _tell_error(error)
            pipe.send(News(faults=(_in_words(error),)))


def _next_order(pipe: Connection[News, Order | None], builder: Builder) -> Order | None:
    """Wait for an order, and join those that have come meanwhile; none where there are no more."""
    if not pipe.poll(REST):
        builder.rest()
    joined = None
    with suppress(EOFError):
        while joined is None or pipe.poll():
            order = pipe.recv()
            if order is None:
                return None
            joined = joined | order if joined else order
    return joined


class Builder:
    """Builds the handbook again and again, and tells what has changed, why, and what is wrong."""

    def __init__(self, source: Path, build: Path, tell: Callable[[News], None]) -> None:
        """Start Sphinx with what the last preview has kept, if the same code has made it."""
        _begin_anew_with_other_code(source, build)
        said = io.StringIO()
        self._app = Sphinx(
            source,
            source,
            build / HTML,
            build / DOCTREES,
            "html",
            # The index of the full text is made of the whole site, which takes seconds.
            confoverrides={"careers_full_text": False, "nitpicky": True},
            status=sys.stdout if sys.stdout.isatty() else None,
            warning=said,
        )
        self._tell = tell
        self._log = _Log(self._app, said.getvalue())
        config = self._app.config
        self._settings = config.root_doc, config.exclude_patterns
        self._unsaved = False
        self._faulty: set[str] = set()
        self._unwritten: set[str] = set()
        self._app.connect("env-get-outdated", self._find_outdated)
        self._app.connect("env-before-read-docs", self._note_read, priority=999)
        self._app.connect("env-updated", self._find_unwritten)
        self._app.connect("html-page-context", self._note_written, priority=0)

    def build(self, order: Order | None = None) -> None:
        """Build what has changed; the first time, all that is not as the last preview left it."""
        self._begin(order)
        try:
            self._make()
        except Exception as error:  # noqa: BLE001  # whatever it is, the next change may put it right
            self._app.events.emit("build-finished", error)
            self._unwritten |= self._read.keys()
            faults = (*self._log.faults, _in_words(error))
            _tell_error(error)
        else:
            self._unwritten.clear()
            faults = self._log.faults
        self._faulty = set(self._log.docnames)
        self._unsaved = self._unsaved or bool(self._read or self._removed)
        self._tell(News(self._take_changed(), faults))
        self._report(faults)
        if order is None:
            self._log.end_progress()
            self.save()

    def rest(self) -> None:
        """Do what can wait while nothing changes."""
        gc.unfreeze()
        gc.collect()
        self.save()

    def save(self) -> None:
        """Keep what is read for the next preview, once all of it is written."""
        if not self._unsaved or self._unwritten:
            return
        path = self._app.doctreedir / ENV_PICKLE_FILENAME
        new = path.with_suffix(".new")
        with new.open("wb") as file:
            pickle.dump(self._app.env, file, pickle.HIGHEST_PROTOCOL)
        os.replace(new, path)  # noqa: PTH105  # Sphinx's paths have another `replace`
        self._unsaved = False

    def _begin(self, order: Order | None) -> None:
        """Make ready for a build."""
        # What there is stays, most of it; to look through it for garbage takes longer than to build.
        gc.freeze()
        self._order = order or Order()
        self._started = time.time_ns()
        self._read: dict[str, str] = {}
        self._removed: set[str] = set()
        self._written: dict[str, str] = {}
        self._before: dict[str, str] = {}
        self._told: frozenset[str] = frozenset()
        self._log.begin()
        # Other processes are worth their start only where many pages are to be made.
        everywhere = order is None or self._shows_everywhere()
        self._app.parallel = (os.cpu_count() or 1) if everywhere else 1

    def _make(self) -> None:
        """Do what `Sphinx.build` does, writing the pages that are open in a browser first."""
        app, env, builder = self._app, self._app.env, self._html
        self._forget()
        builder.phase = BuildPhase.READING
        outdated = set(builder.get_outdated_docs())
        updated = set(builder.read())
        updated.update(env.check_dependents(app, updated))
        builder.phase = BuildPhase.CONSISTENCY_CHECK
        env.check_consistency()
        builder.phase = BuildPhase.RESOLVING
        builder.parallel_ok = app.parallel > 1 and app.is_parallel_allowed("write")
        builder.finish_tasks = SerialTasks()
        docnames = (outdated | updated) & env.found_docs
        for docname in tuple(docnames):
            docnames |= env.files_to_rebuild.get(docname, set()) & env.found_docs
        app.events.emit("write-started", builder)
        env.toctree_includes = dict(sorted(env.toctree_includes.items()))
        builder.prepare_writing(docnames)
        self._remove_static_files()
        builder.copy_assets()
        shown = {name for name in docnames if self._file(name) in self._order.shown}
        if shown:
            builder.write_documents(shown)
            self._told = self._take_changed()
            self._tell(News(self._told))
        if docnames - shown:
            builder.write_documents(docnames - shown)
        builder.finish()
        builder.finish_tasks.join()
        app.events.emit("build-finished", None)

    def _forget(self) -> None:
        """Drop what Sphinx, and what is built on it, takes over from the build before."""
        env, config = self._app.env, self._app.config
        env.current_document = type(env.current_document)()
        env.ref_context.clear()
        env._pickled_doctree_cache.clear()  # noqa: SLF001  # as of pages before they were read anew
        env._write_doc_doctree_cache.clear()  # noqa: SLF001
        vars(env).pop("master_doctree", None)
        self._html.images.clear()
        _file_checksum_inner.cache_clear()
        # The guard narrows these where files are faulty.
        config.root_doc, config.exclude_patterns = self._settings
        config.master_doc = config.root_doc

    @property
    def _html(self) -> StandaloneHTMLBuilder:
        assert isinstance(self._app.builder, StandaloneHTMLBuilder)
        return self._app.builder

    def _file(self, page: str) -> str:
        return page + self._html.out_suffix

    def _shows_everywhere(self) -> bool:
        """Tell whether a file has changed that pages name by its checksum."""
        folders = self._app.config.html_static_path
        return any(
            Path(path).is_relative_to(folder) for path in self._order.paths for folder in folders
        )

    def _remove_static_files(self) -> None:
        """Remove the copies of files that are gone."""
        app = self._app
        for folder in app.config.html_static_path:
            for path in self._order.paths:
                if Path(path).is_relative_to(folder) and not (app.srcdir / path).exists():
                    with suppress(OSError):
                        (app.outdir / "_static" / Path(path).relative_to(folder)).unlink()

    def _find_outdated(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> list[str]:
        """Have read whatever is known to have changed, and what was faulty, whose faults would hide else."""
        paths = {app.srcdir / path for path in self._order.paths}
        itself = {docname for path in paths if (docname := env.path2doc(path))}
        including = {docname for docname, files in env.dependencies.items() if files & paths}
        reasons = {
            "had faults": self._faulty,
            "list what is in a folder": env.glob_toctrees if added or removed else set(),
            "with what they include": including,
            "": itself | added,
        }
        for reason, docnames in reasons.items():
            self._read |= dict.fromkeys(docnames, reason)
        self._removed = set(removed)
        return [*itself, *including, *self._faulty]

    def _note_read(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Note which pages are read."""
        self._read = {docname: self._read.get(docname, "") for docname in docnames}

    def _find_unwritten(self, app: Sphinx, env: BuildEnvironment) -> set[str]:
        """Have written what a build has read that could not be finished."""
        return self._unwritten & env.found_docs

    def _note_written(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
    ) -> None:
        """Note a page that is about to be written, and what it was before."""
        file = self._file(page)
        self._before[file] = _hash(app.outdir / file)
        if page not in app.config.html_additional_pages:
            self._written[page] = self._read.get(page, "for what they show of it")

    def _take_changed(self) -> frozenset[str]:
        """Give the pages that are not what they were, without those that were told of already."""
        outdir = self._app.outdir
        if self._app.parallel > 1:
            # Other processes have written them.
            since = self._started - CLOCK
            pages = outdir.rglob(f"*{self._html.out_suffix}")
            changed = {
                str(path.relative_to(outdir)) for path in pages if path.stat().st_mtime_ns > since
            }
        else:
            changed = {file for file, old in self._before.items() if _hash(outdir / file) != old}
        changed |= {self._file(docname) for docname in self._removed}
        return frozenset(changed) - self._told

    def _report(self, faults: tuple[str, ...]) -> None:
        """Print the faults, and what has changed, what was read and written for it, and why."""
        for fault in faults:
            print(fault, file=sys.stderr, flush=True)
        if self._order.paths and not (faults or self._read or self._removed or self._written):
            return
        if self._app.parallel > 1:
            pages = f"{_number(len(self._read), 'page')} of {len(self._app.env.found_docs)} read"
        else:
            others = [why for page, why in self._written.items() if page not in self._read]
            pages = (
                f"{_number(len(self._read), 'page')} read{_reasons(self._read.values())}, "
                f"{len(self._written)} written{_reasons(others)}"
            )
        seconds = (time.time_ns() - self._started) / 1e9
        found = f"; {_number(len(faults), 'fault')}" if faults else ""
        now = time.strftime("%H:%M:%S")
        print(f"{now}  {self._name_changes()}{pages} in {seconds:.2f} s{found}", flush=True)

    def _name_changes(self) -> str:
        paths = sorted(self._order.paths)
        if not paths:
            return ""
        names = (
            paths
            if len(paths) <= NAMED
            else [*paths[: NAMED - 1], f"{len(paths) - NAMED + 1} more"]
        )
        return f"{' and '.join(', '.join(names).rsplit(', ', 1))} changed: "


class _Log(logging.Handler):
    """Takes what Sphinx has to say of faults, and which pages it was at."""

    def __init__(self, app: Sphinx, said: str) -> None:
        """Listen instead of Sphinx's own; `said` is what it has said of the settings already."""
        super().__init__(logging.WARNING)
        self._app = app
        self._suppress = WarningSuppressor(app)
        self._translate = WarningLogRecordTranslator(app)
        self._standing = tuple(said.splitlines())
        self.begin()
        self._logger = logging.getLogger("sphinx")
        self._remove(WarningStreamHandler)
        self._logger.addHandler(self)

    def begin(self) -> None:
        """Make ready for a build."""
        self._said: dict[str, None] = {}
        self.docnames: set[str] = set()

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong, each fault once."""
        return (*self._standing, *self._said)

    def emit(self, record: logging.LogRecord) -> None:
        """Note a fault, unless it is one that Sphinx has held back and passes on again."""
        if vars(record).get("noted") or not self._suppress.filter(record):
            return
        vars(record)["noted"] = True
        self._translate.filter(record)  # type: ignore[arg-type]  # it makes the record what it takes
        text = record.getMessage().replace(f"{self._app.srcdir}{os.sep}", "")
        self._said[text] = None
        env = self._app.env
        names = (env.current_document.docname, env.path2doc(text.partition(":")[0]))
        self.docnames.update(name for name in names if name)

    def end_progress(self) -> None:
        """Say no more of what Sphinx is doing."""
        self._remove(NewLineStreamHandler)

    def _remove(self, kind: type[logging.Handler]) -> None:
        for handler in self._logger.handlers[:]:
            if isinstance(handler, kind):
                self._logger.removeHandler(handler)


def _begin_anew_with_other_code(source: Path, build: Path) -> None:
    """Remove what other code has made: neither Sphinx nor the pages would show that it has changed."""
    files = sorted(path for path in (source / "_ext").rglob("*") if path.is_file())
    packages = sorted(f"{package.name} {package.version}" for package in distributions())
    texts = [
        *packages,
        *(f"{path} {_hash(path)}" for path in files if "__pycache__" not in path.parts),
    ]
    code = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    stamp = build / CODE
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == code:
        return
    for part in (HTML, DOCTREES):
        shutil.rmtree(build / part, ignore_errors=True)
    build.mkdir(parents=True, exist_ok=True)
    stamp.write_text(code, encoding="utf-8")


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _in_words(error: Exception) -> str:
    if isinstance(error, SphinxError):
        return str(error)
    return f"The build has stopped with an error: {type(error).__name__}: {error}"


def _tell_error(error: Exception) -> None:
    """Print where an error comes from, unless it is one that Sphinx words for authors."""
    if not isinstance(error, SphinxError):
        traceback.print_exception(error)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _reasons(reasons: Iterable[str]) -> str:
    """Say why, where there is more to say than that a file has changed."""
    counts = Counter(reason for reason in reasons if reason)
    said = ", ".join(f"{count} {reason}" for reason, count in sorted(counts.items()))
    return f" ({said})" if said else ""

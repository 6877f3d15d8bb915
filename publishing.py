"""Build the site so that it is published whole or not at all.

A build works in a folder of its own, which begins as a copy of the last good site. When it has
succeeded, the two folders change places in one step. So a build that fails, or is killed, leaves
the last good site as it was; and the next build begins from that one, not from what was left.

    _build/html       the last good site
    _build/doctrees   what Sphinx keeps of it, so that the next build reads only what has changed
    _build/staging    the build that is at work, or the last one that failed
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PARTS = ("html", "doctrees")
"""The folders of a build: what is published first, then what Sphinx keeps of it."""

FULL_TEXT = ("--define", "careers_full_text=1")
"""Readers search the text of pages; authors, who build again and again, need not wait for its index."""

_AT_CURRENT_FOLDER = {"linux": -100, "darwin": -2}
_EXCHANGE = 2  # the flag of renameat2 on Linux, and of renameatx_np on macOS


def publish(source: Path, build: Path, options: Sequence[str] = ()) -> int:
    """Build the handbook, publish it if the build succeeds, and return Sphinx's exit status."""
    build.mkdir(parents=True, exist_ok=True)
    with _alone(build):
        restore(build)
        staging = build / "staging"
        if all((build / part).is_dir() for part in PARTS):
            for part in PARTS:
                mirror(build / part, staging / part)
        else:
            shutil.rmtree(staging, ignore_errors=True)
        html, doctrees = (str(staging / part) for part in PARTS)
        # How far it is says something only while it is watched.
        quiet = () if sys.stdout.isatty() else ("--quiet",)
        sphinx = (
            sys.executable,
            "-m",
            "sphinx",
            *quiet,
            *FULL_TEXT,
            *options,
            "-d",
            doctrees,
            str(source),
            html,
        )
        status = subprocess.run(sphinx, check=False).returncode
        if status == 0:
            for part in PARTS:
                swap(staging / part, build / part)
        return status


def mirror(source: Path, target: Path) -> None:
    """Make a folder the copy of another, copying only the files that differ in size or time."""
    target.mkdir(parents=True, exist_ok=True)
    wanted = {entry.name: entry for entry in os.scandir(source)}
    for entry in list(os.scandir(target)):
        other = wanted.get(entry.name)
        if other is None or other.is_dir() != entry.is_dir(follow_symlinks=False):
            _remove(Path(entry.path))
    for name, entry in wanted.items():
        copy = target / name
        if entry.is_dir():
            mirror(Path(entry.path), copy)
        elif not _same(entry.stat(), copy):
            shutil.copy2(entry.path, copy)


def swap(new: Path, live: Path) -> None:
    """Put a folder in the place of another, which takes its place in turn."""
    if not live.exists():
        new.rename(live)
    elif not exchange(new, live):
        # Where a system cannot do it in one step, `restore` mends what a kill leaves between two.
        before = _before(live)
        live.rename(before)
        new.rename(live)
        before.rename(new)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, and tell whether the system could."""
    here = _AT_CURRENT_FOLDER.get(sys.platform)
    library = ctypes.CDLL(None, use_errno=True)
    name = "renameat2" if sys.platform == "linux" else "renameatx_np"
    if here is None or not hasattr(library, name):
        return False
    paths = (os.fsencode(one.absolute()), os.fsencode(other.absolute()))
    return bool(getattr(library, name)(here, paths[0], here, paths[1], _EXCHANGE) == 0)


def restore(build: Path) -> None:
    """Put back the last good site where a build was killed while it was being replaced."""
    for part in PARTS:
        live, before = build / part, _before(build / part)
        if before.exists() and live.exists():
            shutil.rmtree(before)
        elif before.exists():
            before.rename(live)


def _before(live: Path) -> Path:
    return live.with_name(f"{live.name}.before")


def _same(status: os.stat_result, copy: Path) -> bool:
    try:
        other = copy.lstat()
    except FileNotFoundError:
        return False
    return (status.st_size, status.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


@contextmanager
def _alone(build: Path) -> Iterator[None]:
    """Wait until no other build works in the folder; the lock goes with the process, if killed."""
    with (build / ".lock").open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(publish(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))

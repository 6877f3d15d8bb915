"""The browser that the tests drive; run as a program, it installs one where there is none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Error, sync_playwright

import debian

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Chromium will not start its sandbox for root, and would call home when it starts.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def find() -> str | None:
    """Return the path of a Chromium on this machine: the system's, or Playwright's own."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> None:
    """Install Debian's Chromium by apt where that is possible, and Playwright's own elsewhere."""
    debian.install("chromium")
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


@contextmanager
def launch() -> Iterator[Browser]:
    """Start the browser; a test that cannot have one fails, and says what is missing."""
    path = find()
    if path is None:
        msg = f"no browser is found ({', '.join(NAMES)}, or Playwright's own); run: python3 tests/browser.py"
        raise RuntimeError(msg)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        except Error as error:
            msg = f"the browser at {path} does not start: {error}"
            raise RuntimeError(msg) from error
        with browser:
            yield browser


if __name__ == "__main__":
    if not find():
        install()
    found = find()
    if not found:
        sys.exit(
            "No browser is found, and none could be installed: install chromium, and run this again."
        )

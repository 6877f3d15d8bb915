"""How soon a saved change is on screen in the live preview, in a real browser.

    python benchmarks/scale/preview.py [FOLDER] [--edits 10]

FOLDER holds a handbook, such as one that generate.py has made; without one, a handbook of about
1,000 pages is made. Each edit adds words to a page that the browser shows, and the time runs from
before the file is saved until the words are in the page that is shown. Nothing is left of the edits.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests")]

ROLES = 176
"""How many roles make about 1,000 pages, with the skills that they ask for."""
TARGET = 0.5
"""Seconds until a change is on screen."""


@contextmanager
def preview(source: Path, folder: Path) -> Iterator[tuple[str, IO[str]]]:
    """Run the preview, and give its address and what it says after its first build."""
    command = (sys.executable, "-m", "live", str(source), str(folder))
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout
        try:
            line = process.stdout.readline()
            address = re.search(r"http://\S+", line)
            assert address, f"the preview says {line!r}"
            print(process.stdout.readline().strip(), flush=True)
            yield address[0], process.stdout
        finally:
            process.terminate()


def measure(
    page: Page, output: IO[str], address: str, source: Path, file: Path, edits: int
) -> list[float]:
    """Edit a page again and again, and return the seconds until each edit is on screen."""
    original = file.read_text(encoding="utf-8")
    page.goto(address + file.relative_to(source).with_suffix(".html").as_posix())
    seconds = []
    try:
        for number in range(1, edits + 1):
            words = f"Edit number {number} of the benchmark."
            started = time.perf_counter()
            file.write_text(f"{original}\n{words}\n", encoding="utf-8")
            page.get_by_text(words).wait_for()
            seconds.append(time.perf_counter() - started)
            # The rest of the site is made before the next edit.
            output.readline()
    finally:
        file.write_text(original, encoding="utf-8")
        output.readline()
    return seconds


def main() -> None:
    """Measure edits of a role and of a skill, and print a table."""
    # The tests' own browser.
    from browser import launch  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", nargs="?", type=Path, help="the folder of a handbook")
    parser.add_argument("--edits", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        source = options.source or Path(temporary) / "handbook"
        if not options.source:
            generate = (sys.executable, str(HERE / "generate.py"), str(source))
            subprocess.run((*generate, "--roles", str(ROLES)), check=True)
        source = source.resolve()
        roles = sorted(path for path in source.glob("roles/*/*.md") if path.stem != "index")
        skills = sorted(path for path in source.glob("skills/*.md") if path.stem != "index")
        with (
            preview(source, Path(temporary) / "live") as (address, output),
            launch() as browser,
        ):
            page = browser.new_page()
            page.set_default_timeout(60_000)
            print("edited   median  longest  (seconds until the words are on screen)")
            for kind, files in (("role", roles), ("skill", skills)):
                seconds = measure(
                    page, output, address, source, files[len(files) // 2], options.edits
                )
                print(
                    f"{kind:6}  {statistics.median(seconds):7.3f}  {max(seconds):7.3f}", flush=True
                )
            print(f"The target is {TARGET} seconds.")


if __name__ == "__main__":
    main()

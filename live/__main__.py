"""Serve the handbook on this machine, and show each change as it is saved.

    python -m live SOURCE FOLDER [--port 8000]

The site is built in FOLDER, and served from there. Ctrl-C ends it.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from live.messages import HTML
from live.server import Site, serve
from live.watch import Watch
from live.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run the preview until it is told to end."""
    parser = argparse.ArgumentParser(
        "live", description="Show the handbook as it is being written."
    )
    parser.add_argument("source", type=Path, help="the folder of the handbook")
    parser.add_argument("folder", type=Path, help="the folder to build the site in")
    parser.add_argument("--port", type=int, default=8000, help="the first port to try")
    options = parser.parse_args(arguments)
    source, folder = options.source.resolve(), options.folder.resolve()
    site = Site(folder / HTML)
    watch = Watch(source, folder)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: watch.end())
    try:
        with serve(site, options.port) as address, watch.running():
            print(f"The preview is at {address} – Ctrl-C ends it.", flush=True)
            worker = Worker(source, folder, site)
            try:
                while paths := watch.wait():
                    worker.order(paths)
            finally:
                worker.end()
    except OSError as error:
        print(f"The files cannot be watched: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

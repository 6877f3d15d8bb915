"""Make the index of the full text of a handbook that is built: `python full_text.py pages out`.

A build that is published does this as its last step; here it is a command of its own, so that what
it takes can be told from the rest.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(pages: Path, site: Path) -> None:
    """Index a built site of these pages anew, by the extension that they have."""
    sys.path.insert(0, str(pages / "_ext"))
    from careers.fulltext import make_index  # noqa: PLC0415  # it is found by the path above

    found = (path.relative_to(pages).with_suffix("") for path in pages.rglob("*.md"))
    make_index(site, {path.parts[0] for path in found if path.parts[0][0] not in "._"})


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

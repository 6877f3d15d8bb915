"""What the search loads, made small, and its versions.

The scripts and the stylesheet lose what is there for the people who change them. `data/versions.js`
then tells a version of each file that `_static/search/open.js` loads, made of what is in it, so that
a browser never puts a file that it has kept beside one that is newer.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from careers.catalogue import FOLDER as DATA
from careers.catalogue import keep

try:
    import minify
except ImportError:  # There is none for every machine; a preview does as well without.
    minify = None

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

FOLDER = "_static/search"
VERSIONS = f"{DATA}/versions.js"
OPENER = f"{FOLDER}/open.js"
DATA_FILES = ("names", "sections", "rest", "passages")
LOADED = (f"{FOLDER}/*", *(f"{DATA}/{name}.js" for name in DATA_FILES))
KINDS = {".js": "application/javascript", ".css": "text/css"}


def slim(text: str, suffix: str) -> str:
    """Return a script or a stylesheet in fewer letters."""
    return minify.string(KINDS[suffix], text) if minify else text


def versions(site: Path) -> dict[str, str]:
    """Return a version of each file that the search loads, by its path from the site's root."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:6]
        for pattern in LOADED
        for path in sorted(site.glob(pattern))
        if path != site / OPENER  # which pages load, and Sphinx tells them its version
    }


def tell_versions(site: Path) -> None:
    """Write the versions of what the search of a site loads."""
    told = json.dumps(versions(site), separators=(",", ":"))
    keep(site / VERSIONS, f"globalThis.signpostVersions = {told};\n".encode())


def write(app: Sphinx, exception: Exception | None) -> None:
    """Make the files small that have been copied, and tell the versions of all."""
    if exception is not None or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    for path in (app.outdir / FOLDER).glob("*"):
        if path.suffix in KINDS:
            path.write_bytes(slim(path.read_text(encoding="utf-8"), path.suffix).encode())
    tell_versions(app.outdir)

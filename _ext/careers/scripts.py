"""Scripts without their comments, which are for the people who change them and not for browsers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "_static/search"
_COMMENTS = re.compile(r"^[ \t]*(?://.*|/\*\*(?:.|\n)*?\*/)\n", re.MULTILINE)
_BLANKS = re.compile(r"^\s+", re.MULTILINE)


def slim(script: str) -> str:
    """Return a script without comments that stand on lines of their own, and without indents.

    So a text between backticks stays on one line in the scripts of search.
    """
    return _BLANKS.sub("", _COMMENTS.sub("", script))


def write(app: Sphinx, exception: Exception | None) -> None:
    """Slim the scripts that have been copied."""
    if exception is not None or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    for path in (app.outdir / FOLDER).glob("*.js"):
        path.write_bytes(slim(path.read_text(encoding="utf-8")).encode())

"""Notices that are written once in `_includes/` and shown in many places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from sphinx.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.config import Config

DISCLAIMER = "_includes/disclaimer.md"
ADJUSTMENTS = "_includes/adjustments.md"


def read_notice(path: Path) -> str:
    """Return the Markdown of a notice."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: the notice cannot be read ({error}); write it as a UTF-8 file"
        raise ConfigError(msg) from error


def add_disclaimer(app: Sphinx, config: Config) -> None:
    """Give every template the disclaimer as HTML.

    As part of `html_context`, its words belong to the settings of the build: where they change,
    Sphinx writes every page anew.
    """
    text = read_notice(app.srcdir / DISCLAIMER)
    disclaimer = MarkdownIt("commonmark").render(text)
    config.html_context = {**config.html_context, "disclaimer": disclaimer}

"""Messages: none is made that nobody is shown, of which there are several for each page."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sphinx.util.logging import NAMESPACE

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def set_level(app: Sphinx, config: Config) -> None:
    """Leave out messages below those that the command line asks for."""
    shown = logging.DEBUG if app.verbosity else logging.INFO
    logging.getLogger(NAMESPACE).setLevel(logging.WARNING if app.quiet else shown)

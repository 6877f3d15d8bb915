"""Programs that the tests run: Debian's packages, installed where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache


def can_install() -> bool:
    """Tell whether this is a Debian, or one of its kind, whose packages may be installed here."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def install(package: str) -> None:
    """Install a package; the caller finds out whether it is there then."""
    if can_install():
        _update()
        _apt("install", "--no-install-recommends", package)


@cache
def _update() -> None:
    _apt("update")


def _apt(*arguments: str) -> None:
    subprocess.run(
        ["apt-get", "--quiet", "--quiet", "--yes", *arguments],  # noqa: S607  # the system's
        check=False,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )

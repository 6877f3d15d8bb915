"""Builds of small handbooks and of the real one, in this process."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

REPOSITORY = Path(__file__).parent.parent
ROOTS = Path(__file__).parent / "roots"
CONTENT = (
    "index.md",
    "CONTRIBUTING.md",
    "roles",
    "skills",
    "qualifications",
    "faq",
    "indexes",
    "guide",
)
MACHINERY = (
    "conf.py",
    "pyproject.toml",
    "publish",
    "_ext",
    "_includes",
    "_search",
    "_static",
    "_templates",
)

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Result:
    """What one build said."""

    warnings: list[str]
    statuscode: int


class Handbook:
    """A handbook in a folder of its own, which a test may change and build again."""

    def __init__(self, folder: Path, outdir: Path | None = None) -> None:
        self.srcdir = folder
        self.outdir = outdir or folder / "_build" / "html"

    def build(
        self, *, jobs: int = 1, fresh: bool = False, builder: str = "html", **overrides: object
    ) -> Result:
        """Build as `sphinx -n -W` does; warnings come without the path of the folder."""
        warnings = io.StringIO()
        with patch_docutils(str(self.srcdir)), docutils_namespace():
            app = Sphinx(
                self.srcdir,
                self.srcdir,
                self.outdir,
                self.outdir.parent / f"{self.outdir.name}.doctrees",
                builder,
                confoverrides={"nitpicky": True, **overrides},
                status=None,
                warning=warnings,
                freshenv=fresh,
                warningiserror=True,
                parallel=jobs,
            )
            app.build()
        text = _ANSI.sub("", warnings.getvalue()).replace(f"{self.srcdir}/", "")
        return Result(text.splitlines(), app.statuscode)

    def page(self, name: str) -> Tag:
        """Parse a built page, such as `roles/craft/potter`."""
        return parse(self.outdir / f"{name}.html")

    def article(self, name: str) -> Tag:
        """Parse the content of a built page, without what is around it."""
        page = self.page(name)
        return page.find(id="furo-main-content") or one(page, "div.body")

    def write(self, path: str, text: str) -> None:
        """Write a source file."""
        file = self.srcdir / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """Change words that are in a source file once."""
        text = (self.srcdir / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is in {path} {text.count(old)} times"
        self.write(path, text.replace(old, new))

    def output(self) -> dict[str, bytes]:
        """Read every file of the output, by its path."""
        return {
            path.relative_to(self.outdir).as_posix(): path.read_bytes()
            for path in sorted(self.outdir.rglob("*"))
            if path.is_file()
        }


def small_handbook(folder: Path, *roots: str) -> Handbook:
    """Lay test roots over the base root in a folder."""
    for root in ("base", *roots):
        shutil.copytree(ROOTS / root, folder, dirs_exist_ok=True)
    return Handbook(folder)


def real_handbook(folder: Path) -> Handbook:
    """Copy the real handbook's sources to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*CONTENT, *MACHINERY):
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, folder / name)
    return Handbook(folder)


def parse(path: Path) -> Tag:
    """Parse an HTML file."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def one(tag: Tag, selector: str) -> Tag:
    """Return the only element that a selector finds."""
    found = tag.select(selector)
    assert len(found) == 1, f"{selector} finds {len(found)} elements"
    return found[0]


def words(tag: Tag) -> str:
    """Return the text of an element as a reader reads it, in single spaces."""
    return " ".join(tag.get_text(" ").replace("\N{PILCROW SIGN}", " ").split()).removesuffix(" #")

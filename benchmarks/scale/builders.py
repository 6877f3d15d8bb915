"""What builds the handbook: this project, and generators that are given the plain pages.

Each builds `pages` into `out`, in a folder of its own, with the settings that are in `settings/`.
What costs the others most and readers can do without is left out, so that they are at their best:
Material for MkDocs, Zensical and Hugo show families and their roles in the navigation, and no skill.
"""

from __future__ import annotations

import compileall
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = Path(__file__).parent / "settings"


def _sphinx(folder: Path) -> None:
    """List every page in a toctree, as Sphinx asks."""
    shutil.copy(SETTINGS / "sphinx" / "conf.py", folder)
    entries = {
        "index.md": "roles/index\nskills/index\nqualifications/index\nfaq/index",
        "roles/index.md": ":glob:\n\n*/index",
    }
    for index in (folder / "pages").rglob("index.md"):
        listed = entries.get(index.relative_to(folder / "pages").as_posix(), ":glob:\n\n*")
        with index.open("a", encoding="utf-8") as file:
            file.write(f"\n```{{toctree}}\n:hidden:\n{listed}\n```\n")


def _navigation(folder: Path) -> list[dict[str, object]]:
    """Return the navigation of MkDocs and of Zensical: the lists, the families and their roles."""
    pages = folder / "pages"
    families: list[object] = []
    for index in sorted((pages / "roles").glob("*/index.md")):
        names = sorted(path.relative_to(pages).as_posix() for path in index.parent.glob("*.md"))
        first = index.relative_to(pages).as_posix()
        families.append(
            {_title(index): [first, *(name for name in names if name != first)]},
        )
    return [
        {"Home": "index.md"},
        {"Roles": ["roles/index.md", *families]},
        {"Skills": "skills/index.md"},
        {"Qualifications": "qualifications/index.md"},
        {"Questions and answers": "faq/index.md"},
    ]


def _title(page: Path) -> str:
    return page.read_text(encoding="utf-8").partition("title: ")[2].partition("\n")[0]


def _material(folder: Path) -> None:
    settings = (SETTINGS / "material" / "mkdocs.yml").read_text(encoding="utf-8")
    nav = yaml.safe_dump({"nav": _navigation(folder)}, sort_keys=False)
    (folder / "mkdocs.yml").write_text(settings + nav, encoding="utf-8")


def _zensical(folder: Path) -> None:
    settings = (SETTINGS / "zensical" / "zensical.toml").read_text(encoding="utf-8")
    project, table, rest = settings.partition("[project.theme]")
    nav = f"nav = {_toml(_navigation(folder))}\n\n"
    (folder / "zensical.toml").write_text(project + nav + table + rest, encoding="utf-8")


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return (
            f"{{{', '.join(f'{json.dumps(key)} = {_toml(each)}' for key, each in value.items())}}}"
        )
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value)


def _hugo(folder: Path) -> None:
    """Rename the pages that stand for folders, and what links to them."""
    shutil.copytree(SETTINGS / "hugo", folder, dirs_exist_ok=True)
    for page in list((folder / "pages").rglob("*.md")):
        text = page.read_text(encoding="utf-8").replace("index.md)", "_index.md)")
        page.write_text(text, encoding="utf-8")
        if page.name == "index.md":
            page.rename(page.with_name("_index.md"))


def _own(folder: Path) -> None:
    """Compile the extension, as an installed one is compiled."""
    compileall.compile_dir(folder / "pages" / "_ext", quiet=1)


@dataclass(frozen=True)
class Builder:
    """A way to build the handbook; `index` are the files of its search, in what it builds.

    `command` builds it to be published, and `edit` as an author does who changes pages, where that
    is another command. `full_text` makes the index of the search anew, where that is a step of its own.
    """

    title: str
    command: tuple[str, ...]
    packages: tuple[str, ...]
    index: tuple[str, ...]
    prepare: Callable[[Path], None]
    plain: bool = True
    edit: tuple[str, ...] = ()
    full_text: tuple[str, ...] = ()


_PYTHON = (sys.executable, "-m")
_BESIDE_PYTHON = Path(sys.executable).parent
_SPHINX = (*_PYTHON, "sphinx", "-q")

OWN = "handbook"
BUILDERS = {
    OWN: Builder(
        "This handbook",
        (*_SPHINX, "-D", "careers_full_text=1", "pages", "out"),
        ("sphinx", "myst-parser", "furo", "pagefind"),
        ("data/names.js", "data/sections.js", "pagefind/**/*"),
        _own,
        plain=False,
        edit=(*_SPHINX, "pages", "out"),
        full_text=(sys.executable, str(Path(__file__).with_name("full_text.py")), "pages", "out"),
    ),
    "basic": Builder(
        "Sphinx (basic)",
        (*_SPHINX, "-c", ".", "-D", "html_theme=basic", "pages", "out"),
        ("sphinx", "myst-parser"),
        ("searchindex.js",),
        _sphinx,
    ),
    "furo": Builder(
        "Sphinx (Furo)",
        (*_SPHINX, "-c", ".", "-D", "html_theme=furo", "pages", "out"),
        ("sphinx", "myst-parser", "furo"),
        ("searchindex.js",),
        _sphinx,
    ),
    "material": Builder(
        "Material for MkDocs",
        (*_PYTHON, "mkdocs", "build", "--quiet"),
        ("mkdocs", "mkdocs-material"),
        ("search/search_index.json",),
        _material,
    ),
    "zensical": Builder(
        "Zensical",
        (*_PYTHON, "zensical", "build"),
        ("zensical",),
        ("search.json",),
        _zensical,
    ),
    "hugo": Builder(
        "Hugo",
        (str(_BESIDE_PYTHON / "hugo"), "--quiet"),
        ("hugo",),
        (),
        _hugo,
    ),
}

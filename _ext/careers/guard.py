"""The guard: nothing from outside the handbook gets in, and nothing hidden in it gets out.

Files are looked at before Sphinx opens them, texts before they are parsed, and parsed pages before
anything that they name is copied. What must not be read is taken out, and its fault kept, so that
every other page is read and all faults are reported in one run.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from markdown_it.renderer import RendererHTML
from myst_parser.parsers.mdit import create_md_parser
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from careers import frontmatter, model
from careers.domain import CareersDomain
from careers.faults import Fault
from careers.scan import (
    blank,
    decode,
    find_hidden,
    is_comment,
    scan,
    strip_hidden,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Element, Node
    from markdown_it import MarkdownIt
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from careers.scan import Read

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ODD_IN_A_NAME = re.compile(r"[\s#%?*:;&<>\"'|\\]")


def check_files(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Look at files as such, and keep those from being read that cannot or must not be."""
    domain = CareersDomain.of(env)
    faults = list(_check_names(env.found_docs, env))
    unfit: dict[str, Fault | None] = {}
    links: set[str] = set()
    root = Path(os.path.realpath(env.srcdir))
    known: dict[Path, str] = {root: ""}
    for docname in sorted(env.found_docs):
        relative = env.doc2path(docname, base=False)
        link = _find_link(root, root / relative, known)
        if link:
            unfit[docname] = None
            links.add(link)
        elif app.config.source_suffix.get(Path(relative).suffix) != "markdown":
            unfit[docname] = Fault(1, "a page is a Markdown file; name it '….md'", "file-name")
    for link in sorted(links):
        message = "a link to another place is not followed; put the file itself here"
        faults.append(Fault(1, message, "outside", link))
    for docname in docnames:
        if docname not in unfit:
            fault = _check_bytes(Path(env.doc2path(docname)), app.config.careers_page_size)
            if fault:
                unfit[docname] = fault
    for docname, fault in unfit.items():
        if fault:
            faults.append(replace(fault, path=str(env.doc2path(docname, base=False))))
        _drop(app, env, docname, docnames)
    faults += _check_static(app, root)
    domain.standing = tuple(faults)
    if env.config.root_doc in unfit and env.found_docs:
        # Without a first page Sphinx would end here, with a traceback and none of the other faults.
        app.config.root_doc = app.config.master_doc = min(env.found_docs)


def _drop(app: Sphinx, env: BuildEnvironment, docname: str, docnames: list[str]) -> None:
    """Take a page out of the build as if its file were not there."""
    env.project.docnames.discard(docname)
    if docname in docnames:
        docnames.remove(docname)
    if docname in env.all_docs:
        app.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)


def _check_names(docnames: Iterable[str], env: BuildEnvironment) -> Iterator[Fault]:
    paths = {docname: str(env.doc2path(docname, base=False)) for docname in sorted(docnames)}
    alike: dict[str, str] = {}
    for docname, path in paths.items():
        first = alike.setdefault(docname.casefold(), docname)
        if first != docname:
            message = f"the name differs from {paths[first]} only by case; rename one"
            yield Fault(1, message, "file-name", path)
        kind, id_ = model.identify(docname)
        odd = sorted(set(_ODD_IN_A_NAME.findall(docname)))
        if odd:
            marks = ", ".join("a space" if mark.isspace() else f"'{mark}'" for mark in odd)
            message = f"the name holds {marks}; use lower-case words joined by hyphens"
            yield Fault(1, message, "file-name", path)
        elif kind and not _ID.fullmatch(id_):
            message = f"the name makes the id '{id_}'; use lower-case words joined by hyphens"
            yield Fault(1, message, "file-name", path)


def _find_link(root: Path, path: Path, known: dict[Path, str]) -> str:
    """Return the first part of a path that is a symbolic link, or nothing; folders are remembered."""
    folder = path.parent
    if folder not in known:
        known[folder] = _find_link(root, folder, known)
    link = known[folder]
    return path.relative_to(root).as_posix() if not link and path.is_symlink() else link


def _check_bytes(path: Path, most: int) -> Fault | None:
    if not path.is_file():
        return Fault(1, "this is no file that can be read; put a file here", "outside")
    size = path.stat().st_size
    if size > most:
        message = (
            f"the file takes {size} bytes, more than the {most} of 'careers_page_size'; split it"
        )
        return Fault(1, message, "too-large")
    return decode(path.read_bytes())[1]


def _check_static(app: Sphinx, root: Path) -> Iterator[Fault]:
    """Find links out of the folders whose files are published as they are, and leave them there."""
    for folder in (*app.config.html_static_path, *app.config.html_extra_path):
        top = app.confdir / folder
        for path in sorted(top.rglob("*")):
            if path.is_symlink() and not _is_inside(root, path):
                inner = path.relative_to(top).as_posix()
                app.config.exclude_patterns = [*app.config.exclude_patterns, f"**/{inner}"]
                yield Fault(
                    1,
                    "the link leads out of the handbook; put the file itself here",
                    "outside",
                    os.path.relpath(path, app.srcdir),
                )


def _is_inside(root: Path, path: Path | str) -> bool:
    """Tell whether a path, with its links followed, is of the handbook and not of its workings."""
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(root):
        return False
    parts = real.relative_to(root).parts
    return not any(part.startswith(".") for part in parts)


def check_text(app: Sphinx, docname: str, content: list[str]) -> None:
    """Look at a page's text, and take out what must not be parsed."""
    guard = _TextGuard(app, docname)
    content[0], faults = guard.page(content[0])
    CareersDomain.of(app.env).note_faults(docname, faults)


class _TextGuard:
    """Looks at the text of a page, and of what it includes."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        self._env = app.env
        self._root = Path(os.path.realpath(app.srcdir))
        self._most: int = app.config.careers_page_size
        self._docname = docname
        self._path = Path(os.path.realpath(app.env.doc2path(docname)))

    def _make_parser(self) -> MarkdownIt:
        config = self._env.myst_config  # type: ignore[attr-defined]  # MyST-Parser sets it
        # What is escaped stays apart from what is text.
        return create_md_parser(config, RendererHTML).disable("text_join")

    def page(self, text: str) -> tuple[str, list[Fault]]:
        """Return what is fit to be parsed of a page's text, and its faults."""
        faults = list(find_hidden(text))
        text = strip_hidden(text)
        found = scan(text, self._make_parser)
        faults += found.faults
        cuts = list(found.cuts)
        for read in found.reads:
            wrong = self._read(read, (self._path,))
            if wrong:
                cuts.append((read.first, read.last))
                faults += wrong
        if not found.title and not model.identify(self._docname)[0]:
            end = max(frontmatter.split(text)[1], 1)
            message = "the page has no title; start it with '# ' and its name"
            faults.append(Fault(end, message, "missing-title"))
        return blank(text, cuts), faults

    def _read(self, read: Read, stack: tuple[Path, ...]) -> list[Fault]:
        """Find what is wrong with a file that a directive reads, and with those that it includes."""
        target = read.target
        _, found = self._env.relfn2path(target, self._docname)
        if "://" in target or target.startswith("<") or not _is_inside(self._root, found):
            message = f"'{target}' is outside of the handbook; put the file into it, and name it from its root, as in /_includes/words.md"
            return [Fault(read.line, message, "outside")]
        path = Path(os.path.realpath(found))
        if not path.exists():
            return []  # reported by the directive itself
        if read.parsed and path in stack:
            message = f"'{target}' includes itself{self._by_way_of(stack, path)}; take one of the includes out"
            return [Fault(read.line, message, "circular")]
        name = path.relative_to(self._root).as_posix()
        unfit = _check_bytes(path, self._most)
        if unfit:
            return [replace(unfit, path=name)]
        text, _ = decode(path.read_bytes())
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        faults = list(find_hidden(text))
        if read.parsed:
            inner = scan(strip_hidden(text), self._make_parser)
            faults += inner.faults
            for other in inner.reads:
                faults += self._read(other, (*stack, path))
        return [fault if fault.path else replace(fault, path=name) for fault in faults]

    def _by_way_of(self, stack: tuple[Path, ...], path: Path) -> str:
        between = stack[stack.index(path) + 1 :]
        names = [part.relative_to(self._root).as_posix() for part in between]
        return f", by way of {' and '.join(names)}" if names else ""


_LINE_BREAK = ("<br />\n", "\\\\\n")
"""What MyST makes of a hard line break, in HTML and in LaTeX."""


class GuardPage(SphinxTransform):
    """Takes out of a parsed page what leads out of the handbook or is no Markdown.

    What the scan of the text has found is gone by now; this finds what came by another way.
    """

    # Before the page is recorded, at 850, and before its images and downloads are collected.
    default_priority = 840

    def apply(self, **kwargs: Any) -> None:
        """Take out what must not be published, and keep the faults."""
        self._root = Path(os.path.realpath(self.env.srcdir))
        domain = CareersDomain.of(self.env)
        known = {fault.kind for fault in domain.noted_faults(self.env.docname)}
        faults = list(self._foreign_text())
        faults += [fault for fault in self._raw() if not known & {"not-allowed", "unclosed"}]
        faults += self._links()
        faults += self._files()
        domain.note_faults(self.env.docname, faults)

    def _foreign_text(self) -> Iterator[Fault]:
        read = {
            *self.env.dependencies.get(self.env.docname, ()),
            *getattr(self.document.settings.record_dependencies, "list", ()),
        }
        for path in sorted(str(name) for name in read):
            real = os.path.realpath(self.env.srcdir / path)
            if not _is_inside(self._root, real) and Path(real).name != "docutils.conf":
                self.document.children.clear()
                message = (
                    "the page reads a file that is outside of the handbook; put the file into it"
                )
                yield Fault(1, message, "outside")

    def _raw(self) -> Iterator[Fault]:
        for node in list(self.document.findall(nodes.raw)):
            html = node.astext()
            if html in _LINE_BREAK:
                continue
            line = _line(node)
            node.parent.remove(node)
            if not is_comment(html):
                message = "HTML is not read here, nor what makes it; write Markdown"
                yield Fault(line, message, "not-allowed")

    def _links(self) -> Iterator[Fault]:
        for node in list(self.document.findall(nodes.reference)):
            address = re.sub(r"[\s\0-\x1f]", "", node.get("refuri", "")).lower()
            if address.startswith(("javascript:", "vbscript:", "data:")):
                line = _line(node)
                node.parent.replace(node, node.children)
                yield Fault(line, "the link runs a script; link to a page", "not-allowed")

    def _files(self) -> Iterator[Fault]:
        named: list[tuple[Element, str, str]] = [
            (node, "image", node["uri"]) for node in self.document.findall(nodes.image)
        ]
        named += [
            (node, "download", node["reftarget"])
            for node in self.document.findall(addnodes.download_reference)
        ]
        for node, what, target in named:
            elsewhere = "://" in target or target.startswith(("//", "data:"))
            if what == "download" and elsewhere:
                continue  # a link, which nothing loads by itself
            ways = {target, unquote(target)}
            if elsewhere or not all(self._holds(way) for way in ways):
                line = _line(node)
                node.parent.replace(node, nodes.Text(node.get("alt") or node.astext()))
                message = f"the {what} '{target}' is outside of the handbook; put the file into it"
                yield Fault(line, message, "outside")

    def _holds(self, target: str) -> bool:
        try:
            return _is_inside(self._root, self.env.relfn2path(target, self.env.docname)[1])
        except ValueError:
            return False  # a NUL, which no name holds


def _line(node: Node | None) -> int:
    while node is not None:
        if getattr(node, "line", None):
            return int(node.line or 1)
        node = node.parent
    return 1


def check_toctrees(app: Sphinx, env: BuildEnvironment) -> None:
    """Open the circles in which pages list each other, since whoever follows them would not stop.

    What is cut is put back by the next build, which then looks at the whole again.
    """
    domain = CareersDomain.of(env)
    env.toctree_includes.update(domain.data["toctrees"])
    domain.data["toctrees"] = {}
    for circle in list(find_circles(env.toctree_includes, env.config.root_doc)):
        first, last = circle[0], circle[-1]
        domain.standing += (
            Fault(
                _toctree_line(env, last, first),
                f"the toctree lists '{first}', which lists this page{_by(circle)}; take one of the entries out",
                "circular",
                str(env.doc2path(last, base=False)),
            ),
        )
        children = env.toctree_includes[last]
        domain.data["toctrees"].setdefault(last, children)
        env.toctree_includes[last] = [child for child in children if child != first]


def _by(circle: list[str]) -> str:
    return f" by way of {' and '.join(circle[1:-1])}" if len(circle) > 2 else ""


def find_circles(children: dict[str, list[str]], root: str) -> Iterator[list[str]]:
    """Find ways through a graph that come back to where they start, each once."""
    done: set[str] = set()
    for start in (root, *sorted(children)):
        if start in done:
            continue
        way = [start]
        ahead = [iter(children.get(start, ()))]
        while way:
            child = next(ahead[-1], None)
            if child is None:
                done.add(way.pop())
                ahead.pop()
            elif child in way:
                yield way[way.index(child) :]
            elif child not in done:
                way.append(child)
                ahead.append(iter(children.get(child, ())))


def _toctree_line(env: BuildEnvironment, docname: str, entry: str) -> int:
    for node in env.get_doctree(docname).findall(addnodes.toctree):
        if entry in node.get("includefiles", ()):
            return _line(node)
    return 1

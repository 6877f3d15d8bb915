"""The way through the site: the sidebar's tree and the breadcrumbs.

A page's sidebar shows the top of the handbook and the way down to the page, never the whole
tree, so that no page grows with the handbook: at each step at most `MOST_SIBLINGS` pages. Pages of
a folder that has no more share one tree. It counts nothing, since a page would change with each
number that it shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from careers.model import identify

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

MOST_SIBLINGS = 20
"""Of a folder of more pages than this, only some are shown."""

NEAREST = 6
"""How many roles of a larger family are shown, those beside the one that the reader is on."""


@dataclass(frozen=True)
class Entry:
    """A page in the tree; `open` where the way to the current page leads through it."""

    docname: str
    title: str
    children: tuple[Entry, ...] = ()
    open: bool = False


class Navigation:
    """The tree of all pages, and what each page shows of it."""

    def __init__(self, env: BuildEnvironment) -> None:
        """Read the tree from the environment, once a build."""
        self._root: str = env.config.root_doc
        self._children: Mapping[str, Sequence[str]] = {
            parent: tuple(dict.fromkeys(children))
            for parent, children in env.toctree_includes.items()
        }
        self._parents: dict[str, str] = {}
        self._places: dict[str, int] = {}
        for parent, children in sorted(self._children.items(), reverse=True):
            for place, child in enumerate(children):
                self._parents[child], self._places[child] = parent, place
        self._titles = {docname: title.astext() for docname, title in env.titles.items()}
        self._entries: dict[str, Entry] = {}
        self._trees: dict[tuple[str, ...], tuple[Entry, ...]] = {}
        self._html: dict[tuple[str, tuple[str, ...]], str] = {}

    def title(self, docname: str) -> str:
        """Return the title of a page as plain text."""
        return self._titles.get(docname, docname)

    def ancestors(self, docname: str) -> tuple[str, ...]:
        """Return the pages from the root's child down to a page's parent."""
        chain: list[str] = []
        parent = self._parents.get(docname)
        while parent is not None and parent != self._root and parent not in chain:
            chain.append(parent)
            parent = self._parents.get(parent)
        return tuple(reversed(chain))

    def breadcrumbs(self, docname: str) -> tuple[Entry, ...]:
        """Return the pages above a page, the nearest last."""
        return tuple(Entry(name, self.title(name)) for name in self.ancestors(docname))

    def tree(self, docname: str) -> tuple[Entry, ...]:
        """Return what the sidebar of a page shows."""
        path = self._path(docname)
        if path not in self._trees:
            self._trees[path] = self._level(self._root, path)
        return self._trees[path]

    def html(self, docname: str, content_root: str, builder: StandaloneHTMLBuilder) -> str:
        """Write a page's tree as a list of links with the page marked."""
        path = self._path(docname)
        html = self._html.get((content_root, path))
        if html is None:
            html = _html(self.tree(docname), content_root, builder)
            if self._is_shared(path):
                self._html[content_root, path] = html
        if docname not in self._titles:
            return html
        href = f'href="{escape(content_root + builder.get_target_uri(docname))}"'
        return html.replace(href, f'{href} aria-current="page"')

    def _path(self, docname: str) -> tuple[str, ...]:
        """Return the pages that are open; the page itself only where it is shown alone or has children."""
        chain = self.ancestors(docname)
        parent = chain[-1] if chain else self._root
        return (*chain, docname) if docname in self._children or self._is_crowded(parent) else chain

    def _is_crowded(self, parent: str) -> bool:
        # What stands at the top is written out by hand.
        return parent != self._root and len(self._children.get(parent, ())) > MOST_SIBLINGS

    def _is_shared(self, path: Sequence[str]) -> bool:
        """Tell whether other pages have the tree of a path as well."""
        return not path or path[-1] in self._children

    def _level(self, parent: str, path: Sequence[str]) -> tuple[Entry, ...]:
        open_ = path[0] if path else ""
        entries = tuple(
            Entry(child, self.title(child), self._level(child, path[1:]), open=True)
            if child == open_
            else self._closed(child)
            for child in self._near(parent, open_)
        )
        if self._is_crowded(parent) and entries:
            entries += (Entry(parent, self._all_of(parent, open_)),)
        return entries

    def _near(self, parent: str, open_: str) -> Sequence[str]:
        """Return the pages of a folder to show, where one of them is open or none is."""
        children = self._children.get(parent, ())
        if not self._is_crowded(parent):
            return children
        if self._parents.get(open_) != parent:
            return ()
        if identify(parent)[0] != "family":
            return (open_,)
        start = min(max(self._places[open_] - NEAREST // 2, 0), len(children) - NEAREST)
        return children[start : start + NEAREST]

    def _all_of(self, parent: str, child: str) -> str:
        """Name the link to the pages of a folder that are not shown."""
        title = self.title(parent)
        if identify(parent)[0] == "family":
            return f"All roles of {title}"
        if identify(child)[0] == "family":
            return "All families"
        return f"All {title[:1].lower()}{title[1:]}"

    def _closed(self, docname: str) -> Entry:
        if docname not in self._entries:
            self._entries[docname] = Entry(docname, self.title(docname))
        return self._entries[docname]


def _html(entries: Sequence[Entry], content_root: str, builder: StandaloneHTMLBuilder) -> str:
    items = []
    for entry in entries:
        href = escape(content_root + builder.get_target_uri(entry.docname))
        inner = _html(entry.children, content_root, builder) if entry.children else ""
        current = ' class="current"' if entry.open else ""
        items.append(f'<li{current}><a href="{href}">{escape(entry.title)}</a>{inner}</li>')
    return f"<ul>{''.join(items)}</ul>"


class Navigator:
    """Makes the navigation of each build, and gives it to the pages' templates."""

    navigation: Navigation

    def prepare(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Make the navigation of a build whose pages are all read."""
        self.navigation = Navigation(env)

    def add_to_page(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        """Give a page's template its sidebar and breadcrumbs, in place of the theme's whole tree.

        A page that is no document may name one that it `belongs_to`, whose place it takes.
        """
        builder = cast("StandaloneHTMLBuilder", app.builder)
        root = context["content_root"].removeprefix("./")
        owner = context.get("belongs_to")
        above = self.navigation.breadcrumbs(owner or pagename)
        if owner:
            above = (*above, Entry(owner, self.navigation.title(owner)))
        context["navigation"] = self.navigation.html(owner or pagename, root, builder)
        context["breadcrumbs"] = [
            {"link": root + builder.get_target_uri(entry.docname), "title": entry.title}
            for entry in above
        ]
        context["site_root"] = urlsplit(app.config.html_baseurl).path or "/"
        # The theme would resolve the tree of all pages on every page, and parse it again.
        context["toctree"] = lambda **_: ""
        # The order of files is no order to read in.
        context["prev"] = context["next"] = None
        context["rellinks"] = []

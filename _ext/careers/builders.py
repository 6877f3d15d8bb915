"""The builders of HTML, which make for each page what the handbook's templates show and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.writers.html5 import HTML5Translator

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Node
    from sphinx.application import Sphinx


class _Lean(StandaloneHTMLBuilder):
    """What both builders have in common."""

    def init(self) -> None:
        """Remember nothing yet."""
        super().init()
        self._tags: dict[tuple[Any, ...], str] = {}

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        super().prepare_writing(docnames)
        # The order of files is no order to read in, so no page shows what comes before and after it.
        self.relations = {}
        self._tags.clear()
        if self.templates.environment:
            # A template does not change while pages are written.
            self.templates.environment.auto_reload = False

    def create_translator(self, *args: Any) -> nodes.NodeVisitor:
        # The style sheets of docutils are not used, and would be looked for each time.
        document: nodes.document = args[0]
        document.settings.stylesheet_path = None
        return super().create_translator(*args)

    def render_partial(self, node: Node | None) -> dict[str, str]:
        if isinstance(node, nodes.title) and all(type(child) is nodes.Text for child in node):
            title = node.astext().translate(HTML5Translator.special_characters)
            return {"fragment": "", "title": title}
        return super().render_partial(node)

    def update_page_context(
        self, pagename: str, templatename: str, ctx: dict[str, Any], event_arg: Any
    ) -> None:
        super().update_page_context(pagename, templatename, ctx, event_arg)
        for name in ("css_tag", "js_tag"):
            ctx[name] = self._remembered(name, ctx["content_root"], ctx[name])

    def _remembered(self, name: str, root: str, make: Callable[[Any], str]) -> Callable[[Any], str]:
        """Make the tag of a file once for all pages that see it at the same address."""

        def tag(file: Any) -> str:
            key = (name, root, file)
            if key not in self._tags:
                self._tags[key] = make(file)
            return self._tags[key]

        return tag


class HandbookHTMLBuilder(_Lean):
    """Writes each page as a file."""

    def init(self) -> None:
        """Remember nothing yet."""
        super().init()
        self._uris: dict[tuple[str, str], str] = {}

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the address of a page as another page sees it."""
        # All pages of a folder say the same of a page that is none of them.
        folder = from_.rpartition("/")[0]
        if typ or from_ == to:
            return super().get_relative_uri(from_, to, typ)
        if (folder, to) not in self._uris:
            self._uris[folder, to] = super().get_relative_uri(from_, to)
        return self._uris[folder, to]


class HandbookDirectoryHTMLBuilder(_Lean, DirectoryHTMLBuilder):
    """Writes each page as a folder with an index."""


def add(app: Sphinx) -> None:
    """Put the builders in the place of Sphinx's own of the same names."""
    app.add_builder(HandbookHTMLBuilder, override=True)
    app.add_builder(HandbookDirectoryHTMLBuilder, override=True)

"""Pages that are no documents: they are made when the site is built, from what documents say."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from jinja2 import Environment, FileSystemLoader
from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from careers.freshness import Freshness

FOLDER = Path(__file__).parent / "templates"
TEMPLATES = Environment(loader=FileSystemLoader(FOLDER), autoescape=True)

Context = dict[str, Any]
Made = tuple[str, Context, str]
"""What the builder makes a page of: its name, what is on it, and the template around that."""


class Maker:
    """Makes pages of one kind, those of them that have changed, in one build."""

    def __init__(self, builder: StandaloneHTMLBuilder, freshness: Freshness, template: str) -> None:
        """Make them with one of the extension's own templates."""
        self._builder = builder
        self._freshness = freshness
        self._template = template
        # Lists and comparisons show nothing but facts.
        self.is_done = freshness.is_same(template, freshness.facts, builder.get_output_path)

    def look_again(self) -> None:
        """Look at each page in the next build as well, for what has to be said again."""
        self._freshness.look_again(self._template)

    def make(
        self, name: str, owner: str, inputs: str, show: Callable[[], Context]
    ) -> Iterator[Made]:
        """Give a page if it has to be written; `owner` is the document whose place it takes.

        `inputs` changes with anything that the page shows, and `show` gives it for the template.
        """
        place = self._freshness.place(owner)
        if self._freshness.has_changed(self._template, name, f"{owner} {place} {inputs}"):
            shown = show()
            uri = partial(self._builder.get_relative_uri, name)
            body = TEMPLATES.get_template(self._template).render(shown, uri=uri, here=name)
            yield name, {"title": shown["title"], "belongs_to": owner, "body": body}, "page.html"


class MadePages(ABC):
    """Makes the pages of one kind, in each build."""

    template: ClassVar[str]
    """The extension's own template of such a page."""

    def __init__(self, freshness: Freshness) -> None:
        """Write only pages that have changed."""
        self._freshness = freshness

    def collect(self, app: Sphinx) -> Iterator[Made]:
        """Give the builder each page that has to be written."""
        if isinstance(app.builder, StandaloneHTMLBuilder):
            maker = Maker(app.builder, self._freshness, self.template)
            if not maker.is_done:
                yield from self.pages(app.env, maker)

    @abstractmethod
    def pages(self, env: BuildEnvironment, maker: Maker) -> Iterator[Made]:
        """Give each page of the kind that has to be written."""

"""Where the parts of a page go, and how they get there.

When a page is read, placeholders are put where its parts belong; when it is written, and every
page is known, they are filled in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from careers import lists, model, overviews, parts
from careers.domain import CareersDomain
from careers.handbook import RoleQuery
from careers.nodes import place, placeholder, scroller
from careers.view import View

if TYPE_CHECKING:
    from careers.nodes import PartName

PAY = "Pay"
SIMILAR = "Similar positions"
QUESTIONS = "Questions and answers"
ASKED_BY = "Roles that ask for this"
ROLES = "Roles"
LADDERS = "Ladders"
MATRIX = "Skills matrix"
MAP = "Map"

_BUILDERS = parts.BUILDERS | lists.BUILDERS | overviews.BUILDERS


class PlaceParts(SphinxTransform):
    """Put placeholders for the parts that a page has by its kind."""

    # After the page is whole, and before 880, where Sphinx collects titles and tables of contents.
    default_priority = 870

    def apply(self, **kwargs: Any) -> None:
        """Put them into the page that is being read."""
        page = next(iter(self.document.findall(nodes.section)), None)
        if page is not None:
            self._place(page)
        for node in self.document.findall(placeholder):
            node["docname"] = self.env.docname

    def _place(self, page: nodes.section) -> None:
        kind, id_ = model.identify(self.env.docname)
        match kind:
            case "job":
                _after_lead(page, place("facts"))
                self._section(page, PAY, "pay", at_start=True)
                self._section(page, SIMILAR, "similar")
                self._section(page, QUESTIONS, "questions")
            case "skill" | "qualification":
                _after_lead(page, place("facts"))
                self._section(page, ASKED_BY, "asked-by")
            case "family":
                self._section(
                    page, ROLES, "role-list", first=True, query=RoleQuery(family=id_), line=1
                )
                self._section(page, LADDERS, "ladders")
                self._section(page, MATRIX, "matrix")
                self._section(page, MAP, "map")
            case "faq":
                _after_lead(page, place("faq-about"))

    def _section(
        self,
        page: nodes.section,
        title: str,
        part: PartName,
        *,
        at_start: bool = False,
        first: bool = False,
        **attributes: Any,
    ) -> None:
        """Put a part into the page's section of this title, which is added where there is none.

        `at_start` puts the part before what the author wrote there; `first` adds the section
        before all others.
        """
        node = place(part, **attributes)
        sections = [child for child in page if isinstance(child, nodes.section)]
        for section in sections:
            if section[0].astext().strip().casefold() == title.casefold():
                section.insert(1 if at_start else len(section), node)
                return
        section = nodes.section(
            "", nodes.title("", title), node, names=[nodes.fully_normalize_name(title)]
        )
        self.document.note_implicit_target(section, section)
        page.insert(page.index(sections[0]) if first and sections else len(page), section)


class AdoptPages(SphinxTransform):
    """Give each folder's `index.md` the pages of its folder as children, where it lists none itself.

    So a new page needs no entry anywhere to be part of the site.
    """

    default_priority = 871

    def apply(self, **kwargs: Any) -> None:
        """Add a hidden toctree to the page that is being read."""
        docname = self.env.docname
        folder, _, name = docname.rpartition("/")
        page = next(iter(self.document.findall(nodes.section)), None)
        if not folder or name != "index" or page is None:
            return
        if any(self.document.findall(addnodes.toctree)):
            return
        children = sorted(
            found for found in self.env.found_docs if found != docname and _is_child(folder, found)
        )
        page += addnodes.toctree(
            "",
            parent=docname,
            entries=[(None, child) for child in children],
            includefiles=children,
            maxdepth=-1,
            caption=None,
            # Sphinx reads a page with a globbing toctree anew when pages come and go.
            glob=True,
            hidden=True,
            includehidden=False,
            numbered=0,
            titlesonly=False,
        )


class FillPlaceholders(SphinxPostTransform):
    """Fill each placeholder with its part, now that every page is known."""

    # Before references are resolved, since parts hold references.
    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Fill them in the page that is being written."""
        domain = CareersDomain.of(self.env)
        for node in list(self.document.findall(placeholder)):
            view = View(
                domain.handbook, domain.insights, domain.records, node["docname"], self.env.docname
            )
            node.replace_self(_BUILDERS[node["part"]](view, node))


class ScrollTables(SphinxPostTransform):
    """Let a table that is wider than the page scroll by itself, by keyboard as well."""

    formats = ("html",)
    # After the theme has put each table into a container that scrolls, at 500.
    default_priority = 600

    def run(self, **kwargs: Any) -> None:
        """Put every table of the page that is being written into a scroller."""
        for table in list(self.document.findall(nodes.table)):
            caption = next(iter(table.findall(nodes.title)), None)
            region = scroller("", label=caption.astext() if caption else "Table")
            outer = table.parent
            held = outer if "table-wrapper" in outer.get("classes", ()) else table
            held.replace_self(region)
            region += table


def _after_lead(page: nodes.section, node: placeholder) -> None:
    """Put a node after the page's first paragraph, or after its title where it has none."""
    for index, child in enumerate(page):
        if isinstance(child, nodes.paragraph):
            page.insert(index + 1, node)
            return
        if isinstance(child, nodes.section):
            break
    page.insert(1, node)


def _is_child(folder: str, docname: str) -> bool:
    """Tell a folder's own pages, and the index pages of the folders right in it."""
    if not docname.startswith(f"{folder}/"):
        return False
    rest = docname.removeprefix(f"{folder}/").split("/")
    return len(rest) == 1 or (len(rest) == 2 and rest[1] == "index")

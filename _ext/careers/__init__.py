"""The careers extension: a handbook of roles, skills and qualifications that are written once.

Data flows one way. Front matter and directives become the model when a page is read; the domain
keeps it; placeholders become the parts of pages when a page is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from careers import (
    builders,
    frontmatter,
    fulltext,
    guard,
    html,
    linked_data,
    messages,
    model,
    scripts,
    sites,
    speedups,
)
from careers.catalogue import Catalogue
from careers.comparisons import Comparisons
from careers.domain import CareersDomain
from careers.freshness import Freshness
from careers.idle import LeaveOutIdle
from careers.list_pages import ListPages
from careers.memory import Memory
from careers.navigation import Navigator
from careers.nodes import drawing, placeholder, scroller
from careers.notices import add_disclaimer
from careers.passages import Passages
from careers.purging import Purging
from careers.search import Names
from careers.transforms import AdoptPages, FillPlaceholders, PlaceParts, ScrollTables

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


def _read_front_matter(app: Sphinx, docname: str, content: list[str]) -> None:
    """Read a page's front matter before MyST does, which keeps neither lines nor types.

    What nobody else reads is taken out, as is what others would trip over.
    """
    matter = frontmatter.parse(content[0])
    CareersDomain.of(app.env).note_front_matter(docname, matter)
    if not matter.plain or not model.SITE_KEYS & matter.values.keys():
        content[0] = frontmatter.blank(content[0], matter.end)


def _note_headings(app: Sphinx, document: nodes.document) -> None:
    """Record a page's headings, which the page has all of once its table of contents is made."""
    CareersDomain.of(app.env).note_headings(app.env.docname, document)


def _report(app: Sphinx, env: BuildEnvironment) -> None:
    """Report the faults of all pages, those of pages that this build has not read as well."""
    CareersDomain.of(env).report()


def _report_missing(app: Sphinx, domain: Domain, node: pending_xref) -> bool | None:
    """Report a reference that leads nowhere in the extension's own words."""
    if not isinstance(domain, CareersDomain):
        return None
    domain.report_missing(node)
    return True


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension with Sphinx."""
    app.add_config_value(
        "careers_levels",
        ("awareness", "working", "practitioner", "expert"),
        "env",
        (list, tuple),
        "The words for skill levels, lowest first.",
    )
    app.add_config_value(
        "careers_full_text",
        default=False,
        rebuild="html",
        types=bool,
        description="Whether to make an index of the text of pages, as the site is published with.",
    )
    app.add_config_value(
        sites.SETTING,
        {},
        "html",
        dict,
        "The names and addresses of other handbooks that the search finds pages in.",
    )
    app.add_config_value(
        "careers_page_size", 100_000, "env", int, "How many bytes the file of a page may take."
    )
    builders.add(app)
    html.add(app)
    app.add_domain(CareersDomain)
    app.add_node(placeholder)
    app.add_node(scroller, html=(html.visit_scroller, html.depart_scroller))
    app.add_node(
        drawing,
        html=(html.visit_drawing, None),
        latex=(html.skip, None),
        man=(html.skip, None),
        texinfo=(html.skip, None),
        text=(html.skip, None),
    )
    app.add_transform(guard.GuardPage)
    app.add_transform(PlaceParts)
    app.add_transform(AdoptPages)
    app.add_post_transform(FillPlaceholders)
    app.add_post_transform(LeaveOutIdle)
    app.add_post_transform(ScrollTables)
    app.add_post_transform(fulltext.PrepareForIndex)

    app.add_config_value(
        "careers_speedups",
        [speedup.name for speedup in speedups.SPEEDUPS],
        "",
        (list, tuple),
        "The functions of docutils and Sphinx that are done with less.",
    )
    app.connect("config-inited", messages.set_level)
    app.connect("config-inited", speedups.use)
    Memory().connect(app)
    Purging().connect(app)

    navigator = Navigator()
    freshness = Freshness(navigator)
    comparisons = Comparisons(freshness)
    app.connect("config-inited", add_disclaimer)
    app.connect("config-inited", sites.add_other_handbooks)
    app.connect("builder-inited", fulltext.turn_off_own_search)
    app.connect("env-before-read-docs", guard.check_files)
    # What the guard takes out of a text, nothing else reads.
    app.connect("source-read", guard.check_text, priority=400)
    app.connect("source-read", _read_front_matter)
    app.connect("doctree-read", _note_headings, priority=600)
    # Whatever follows toctrees comes after this has looked for circles.
    app.connect("env-updated", guard.check_toctrees, priority=400)
    app.connect("env-updated", _report)
    # Freshness compares what the navigation shows, so it comes after it.
    app.connect("env-updated", navigator.prepare, priority=600)
    app.connect("env-updated", freshness.find_stale, priority=700)
    app.connect("write-started", freshness.leave_parents)
    # The theme reads the context at the usual priority.
    app.connect("html-page-context", navigator.add_to_page, priority=400)
    # Linked data name the breadcrumbs, so they come after the navigation.
    app.connect("html-page-context", linked_data.add_to_page, priority=450)
    app.connect("html-page-context", fulltext.add_to_page)
    app.connect("html-collect-pages", comparisons.collect)
    app.connect("html-collect-pages", ListPages(freshness).collect)
    app.connect("warn-missing-reference", _report_missing)
    app.connect("build-finished", Catalogue(freshness).write)
    app.connect("build-finished", Names(freshness).write)
    app.connect("build-finished", Passages(freshness).write)
    app.connect("build-finished", freshness.keep)
    app.connect("build-finished", scripts.write)
    # Freshness has removed the pages that are gone by now.
    app.connect("build-finished", fulltext.write)

    return {
        "version": "1.0.0",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }

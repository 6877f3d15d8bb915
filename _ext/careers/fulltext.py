"""Full text: the words of pages, as Pagefind's index makes them found.

The index is made of the whole site, so it is made where a site is published and not as pages are
written; the search finds names alone without it.

Pages carry what the index says of them: their kind, their family, and for a role the skills and
levels that it asks for, which readers filter by. Words that a page shows of other pages are left
out of the index, so that they lead to the page that they were written for.
"""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ExtensionError
from sphinx.locale import __
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.display import progress_message

from careers.canonical import put_in_order
from careers.catalogue import BUILDERS
from careers.domain import CareersDomain
from careers.elements import is_heading_anchor
from careers.model import Family, JobRole, Qualification, Skill
from careers.wording import level_title

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from sphinx.application import Sphinx

    from careers.handbook import Handbook
    from careers.records import Record

FOLDER = "pagefind"
HEADING = "h:"
"""What a heading's id begins with, before the id of its section.

No section's id has a colon in it. `_static/search/full.js` takes it off again.
"""

LEFT_OUT = (
    "a.headerlink",
    # Said on the pages of the things that are listed or asked for.
    "dl.facts",
    "section.need > p:not(.essential-function)",
    "section.need .badge",
    ".level-text",
    ".reason-name",
    "section.question",
    "ul.cards",
    "ul.steps",
    "dl.asked-by",
    "section.group",
    "p.role-name",
    "table.levels",
    "svg",
    ".map-legend",
    # Examples of how pages are written.
    "div.highlight",
)
"""What the index leaves out of articles, as selectors."""

FURNITURE = ("component-ui", "highlight", "modular-ui", "ui")
"""Parts that Pagefind writes and nothing here uses."""

Filter = tuple[str, str]
"""The name of a filter, and a value that a page has for it."""


@dataclass(frozen=True, slots=True)
class About:
    """What the index says of a page, besides its title and what its headings say.

    Results show its kind and its family, and readers filter by them and by the other `filters`.
    """

    kind: str
    family: str = ""
    filters: tuple[Filter, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[Filter, ...]:
        """What results show of it."""
        family = (("family", self.family),) if self.family else ()
        return ("kind", self.kind), *family

    @property
    def meta(self) -> str:
        """What is shown, as Pagefind reads it from attributes."""
        return ", ".join(f"{name}[data-{name}]" for name, _ in self.shown)

    @property
    def filter(self) -> str:
        """All that readers filter by, as Pagefind reads it from attributes."""
        return ", ".join(f"{name}[data-{name}]" for name, _ in (*self.shown, *self.filters))


def about(handbook: Handbook, record: Record) -> About:
    """Say what the index says of a page."""
    match record.page:
        case JobRole() as role:
            family = handbook.families.get(role.family)
            # The headings of its skills say the rest.
            return About("Role", family.title if family else "", aliases=role.aliases)
        case Skill() as skill:
            return About("Skill", filters=(("skill", skill.title),), aliases=skill.aliases)
        case Qualification() as qualification:
            return About("Qualification", aliases=qualification.aliases)
        case Family() as page:
            return About("Family", filters=(("family", page.title),))
    return About("Question" if record.questions else "Page")


def add_to_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give a page's template what search knows of the page."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    context["names_only"] = not app.config.careers_full_text
    context["search_levels"] = [level_title(level) for level in app.config.careers_levels]
    domain = CareersDomain.of(app.env)
    record = domain.records.get(pagename)
    if app.config.careers_full_text and record and pagename in app.env.titles:
        context["full_text"] = about(domain.handbook, record)


class PrepareForIndex(SphinxPostTransform):
    """Give headings ids, since Pagefind links to nothing else, and tell lists of roles from others."""

    # After references are resolved, and every part of the page is in its place.
    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Name the headings of the page that is being written, except for its title."""
        if not self.config.careers_full_text:
            return
        for section in self.document.findall(nodes.section):
            if is_heading_anchor(section):
                continue
            inside = isinstance(section.parent, nodes.section)
            if inside and section["ids"] and isinstance(section[0], nodes.title):
                section[0]["ids"] = [f"{HEADING}{section['ids'][0]}"]
        for name in self.document.findall(nodes.inline):
            if "family-name" in name["classes"] and isinstance(name.parent, nodes.paragraph):
                name.parent["classes"].append("role-name")


def turn_off_own_search(app: Sphinx) -> None:
    """Keep Sphinx from making its own index, which every search would download whole."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False


def write(app: Sphinx, exception: Exception | None) -> None:
    """Make the index anew of the pages that are written."""
    if exception is not None or app.builder.name not in BUILDERS:
        return
    shutil.rmtree(app.outdir / FOLDER, ignore_errors=True)
    if app.config.careers_full_text:
        with progress_message(__("indexing the full text")):
            make_index(app.outdir, {docname.split("/")[0] for docname in app.env.found_docs})


def make_index(site: Path, tops: Collection[str]) -> None:
    """Run Pagefind on a built site; `tops` are the folders and pages at its top that it looks at.

    Others are made of what those say, and would be read in vain.
    """
    glob = "{" + ",".join(f"{top}.html,{top}/**/*.html" for top in sorted(tops)) + "}"
    selectors = [word for selector in LEFT_OUT for word in ("--exclude-selectors", selector)]
    command = [_pagefind(), "--site", ".", "--output-subdir", FOLDER, "--keep-index-url", "--quiet"]
    # Most of a page is the same on all pages: a sixth of the time goes into reading that otherwise.
    command += ["--glob", glob, "--root-selector", "[role=main]"]
    # Pagefind reads settings from these as well, and from files in the folder where it runs.
    environment = {key: value for key, value in os.environ.items() if "PAGEFIND" not in key}
    done = subprocess.run(
        [*command, *selectors],
        cwd=site,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode or not (site / FOLDER / "pagefind-entry.json").exists():
        said = (done.stderr or done.stdout).strip()
        msg = f"Pagefind has made no index of the text ({done.returncode}): {said}"
        raise ExtensionError(msg)
    for part in FURNITURE:
        for path in (site / FOLDER).glob(f"pagefind-{part}.*"):
            path.unlink()
    try:
        put_in_order(site / FOLDER)
    except (AssertionError, LookupError, OSError, ValueError) as error:
        msg = f"Pagefind writes its index in a way that is not known here: {error}"
        raise ExtensionError(msg) from error


def _pagefind() -> str:
    """Find Pagefind's program."""
    try:
        return str(importlib.import_module("pagefind_bin").get_executable())
    except (ImportError, FileNotFoundError) as error:
        msg = (
            f"the full-text index needs Pagefind, and its package pagefind_bin is not here ({error}); "
            "install it from PyPI, or set careers_full_text = False in conf.py"
        )
        raise ExtensionError(msg) from error

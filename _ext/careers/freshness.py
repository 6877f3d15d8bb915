"""Freshness: an incremental build writes what a clean build would.

Sphinx writes the pages that it has read anew. A page also changes where another page that it
shows something of has changed; so each page's inputs from other pages are hashed, and a page whose
hash is not that of its last writing is written again. Pages that are gone lose their output.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from careers.domain import CareersDomain
from careers.model import Family, JobRole, Page, Qualification, Question, Skill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from careers.navigation import Navigator
    from careers.records import Link, Record

STATE = ".pages.json"
"""The file among the output that holds the hash of each page's inputs, as it was written."""


class Freshness:
    """Finds the pages that a build has to write besides those that it has read."""

    def __init__(self, navigator: Navigator) -> None:
        """Use the navigation of the build, which is part of every page."""
        self._navigator = navigator
        self._site = ""
        self._hashes: dict[str, str] = {}
        self._written: dict[str, str] = {}

    def find_stale(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages whose inputs have changed since they were written."""
        if not isinstance(app.builder, StandaloneHTMLBuilder):
            return []
        self._site = _hash(_site(app))
        inputs = _Inputs(env, self._navigator)
        self._hashes = {
            docname: _hash([self._site, *inputs.of(docname)]) for docname in sorted(env.found_docs)
        }
        self._written = _load(app.outdir / STATE)
        return [
            docname
            for docname, hash_ in self._hashes.items()
            if self._written.get(docname) != hash_
        ]

    def has_changed(self, app: Sphinx, page: str, parent: str, shown: str) -> bool:
        """Tell whether a page that is no document must be written, and note what it shows.

        `parent` is the document whose place in the navigation it takes.
        """
        tree = repr(self._navigator.navigation.tree(parent))
        self._hashes[page] = _hash([self._site, tree, parent, shown])
        if self._written.get(page) != self._hashes[page]:
            return True
        return not app.builder.get_output_path(page).exists()  # type: ignore[attr-defined]  # of HTML builders

    def keep(self, app: Sphinx, exception: Exception | None) -> None:
        """Remember the hashes once every page is written, and remove the pages that are gone."""
        if exception is not None or not isinstance(app.builder, StandaloneHTMLBuilder):
            return
        _remove_output(app.builder, app.outdir, self._written.keys() - self._hashes.keys())
        state = json.dumps(dict(sorted(self._hashes.items())), indent=0)
        (app.outdir / STATE).write_text(state, encoding="utf-8")
        # What Sphinx keeps of the settings before, where they have changed.
        (app.outdir / ".buildinfo.bak").unlink(missing_ok=True)


def _site(app: Sphinx) -> Iterator[str]:
    """Give what every page shows: templates, and the files that it loads by their hashes."""
    for folder in (*app.config.templates_path, *app.config.html_static_path):
        for path in sorted((app.confdir / folder).rglob("*")):
            if path.is_file():
                yield path.name
                yield hashlib.sha256(path.read_bytes()).hexdigest()


def _hash(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


class _Inputs:
    """What each page shows of other pages."""

    def __init__(self, env: BuildEnvironment, navigator: Navigator) -> None:
        self._env = env
        self._navigation = navigator.navigation
        self._domain = CareersDomain.of(env)
        self._handbook = self._domain.handbook
        self._trees: dict[int, str] = {}
        self._everything = _hash(
            text
            for _, record in sorted(self._domain.records.items())
            for text in (record.digest, *(self._of_link(link) for link in record.links))
        )

    def of(self, docname: str) -> Iterator[str]:
        """Give everything that a page shows of other pages."""
        yield from self._of_navigation(docname)
        yield from self._of_record(self._domain.records[docname])

    def _of_navigation(self, docname: str) -> Iterator[str]:
        tree = self._navigation.tree(docname)
        if id(tree) not in self._trees:
            self._trees[id(tree)] = _hash([repr(tree)])
        yield self._trees[id(tree)]
        yield repr(self._navigation.breadcrumbs(docname))

    def _of_record(self, record: Record) -> Iterator[str]:
        for link in record.links:
            yield self._of_link(link)
        if record.lists:
            yield self._everything
        for question in record.questions:
            for about in question.about:
                yield self._name(self._handbook.roles.get(about.id))
        match record.page:
            case JobRole():
                yield from self._of_role(record.page)
            case Skill():
                for role, need in self._handbook.askers_of_skill.get(record.page.id, ()):
                    yield f"{self._entry(role)} {need.level}"
            case Qualification():
                for role, asked in self._handbook.askers_of_qualification.get(record.page.id, ()):
                    yield f"{self._entry(role)} {asked.preferred} {asked.years}"
            case Family():
                yield from self._of_family(record.page)

    def _of_family(self, family: Family) -> Iterator[str]:
        roles = {role.id: role for role in self._handbook.roles_of_family.get(family.id, ())}
        for ladder in self._domain.insights.ladders:
            rungs = {role.id: role for rung in ladder for role in rung}
            if roles.keys() & rungs.keys():
                roles |= rungs
        for role in roles.values():
            yield f"{self._entry(role)} {self._whole(role)}"
            for need in role.skills:
                yield self._name(self._handbook.skills.get(need.skill))

    def _of_role(self, role: JobRole) -> Iterator[str]:
        handbook = self._handbook
        yield self._name(handbook.families.get(role.family))
        for need in role.skills:
            yield self._whole(handbook.skills.get(need.skill))
        for asked in role.qualifications:
            yield self._whole(handbook.qualifications.get(asked.qualification))
        for reference in (*role.reports_to, *role.leads_to):
            yield self._name(handbook.roles.get(reference.id))
        for other in handbook.roles_leading_to.get(role.id, ()):
            yield self._name(other)
        for neighbour in self._domain.insights.neighbours(role):
            yield f"{self._entry(neighbour.role)} {self._whole(neighbour.role)} {neighbour!r}"
        for question in handbook.questions_about.get(role.id, ()):
            yield f"{question.id} {self._whole(question)}"

    def _of_link(self, link: Link) -> str:
        if link.domain == self._domain.name:
            thing = self._domain.find(link.type, link.target)
            return f"{thing.docname} {thing.title}" if thing else ""
        docname = link.target.removeprefix("/").partition("#")[0]
        title = self._env.titles.get(docname)
        return f"{title.astext() if title else ''} {self._env.metadata.get(docname, {}).get('myst_slugs')}"

    def _whole(self, page: Page | Question | None) -> str:
        """Give all that could be shown of a page, with the titles that its links show."""
        if page is None:
            return ""
        record = self._domain.records[page.docname]
        links = " ".join(self._of_link(link) for link in record.links)
        return f"{page.docname} {record.digest} {links}"

    def _name(self, page: Page | None) -> str:
        return f"{page.docname} {page.title}" if page else ""

    def _entry(self, role: JobRole) -> str:
        return f"{self._name(role)} {self._name(self._handbook.families.get(role.family))}"


def _load(path: Path) -> dict[str, str]:
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _remove_output(builder: StandaloneHTMLBuilder, outdir: Path, docnames: set[str]) -> None:
    """Remove what was written for pages that are gone, and folders that are empty then."""
    for docname in docnames:
        path = builder.get_output_path(docname)
        path.unlink(missing_ok=True)
        folder = path.parent
        while folder != outdir and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

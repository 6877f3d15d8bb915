"""Freshness: an incremental build writes what a clean build would.

Sphinx writes the pages that it has read anew. A page also changes where another page that it
shows something of has changed; so each page's inputs from other pages are hashed, and a page whose
hash is not that of its last writing is written again. Pages that are gone lose their output.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from careers.domain import CareersDomain
from careers.model import Family, JobRole, Page, Qualification, Question, Skill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from careers.insights import Neighbour
    from careers.navigation import Entry, Navigator
    from careers.records import Link, Record

STATE = ".pages.json"
"""The file among the output that holds the hash of each page's inputs, as it was written."""

PACKAGE = Path(__file__).parent
"""What writes the pages."""

Hashes = dict[str, str]


@dataclass(slots=True)
class Product:
    """What is made of many documents: the hash of all its inputs, and of those of each part."""

    inputs: str = ""
    parts: Hashes = field(default_factory=dict)


class Freshness:
    """Finds what a build has to write besides the pages that it has read."""

    def __init__(self, navigator: Navigator) -> None:
        """Use the navigation of the build, which is part of every page."""
        self._navigator = navigator
        self._site = ""
        self._hashes: Hashes = {}
        self._written: Hashes = {}
        self._products: dict[str, Product] = {}
        self._products_before: dict[str, Product] = {}
        self._paths: dict[str, Callable[[str], Path]] = {}
        self._inputs: _Inputs
        self.facts = ""
        """Changes with anything that lists and comparisons show of any page."""
        self.everything = ""
        """Changes with anything that pages tell each other."""

    def find_stale(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages whose inputs have changed since they were written."""
        if not isinstance(app.builder, StandaloneHTMLBuilder):
            return []
        self._site = _hash(_site(app, app.builder))
        self._inputs = inputs = _Inputs(env, self._navigator)
        self._hashes = {
            docname: _hash([self._site, *inputs.of(docname)]) for docname in sorted(env.found_docs)
        }
        self._written, self._products_before = _load(app.outdir / STATE)
        self._products = {}
        self.facts = inputs.facts
        self.everything = _hash([self.facts, *self._hashes.values(), *inputs.texts()])
        return [
            docname
            for docname, hash_ in self._hashes.items()
            if self._written.get(docname) != hash_
        ]

    def leave_parents(self, app: Sphinx, builder: Builder) -> None:
        """Keep Sphinx from writing the page above each page that is written, if it shows the same."""
        if isinstance(builder, StandaloneHTMLBuilder):
            records = CareersDomain.of(builder.env).records
            builder.env.files_to_rebuild = {
                docname: {parent for parent in parents if records[parent].shows_toctree}
                for docname, parents in builder.env.files_to_rebuild.items()
            }

    def of_page(self, docname: str) -> str:
        """Return what changes with anything that a page shows of others."""
        return self._hashes[docname]

    def is_same(self, product: str, inputs: str, path: Callable[[str], Path]) -> bool:
        """Tell whether a product would be made as it was; each part is asked for where it is not.

        `path` gives the file of a part.
        """
        hash_ = _hash([self._site, inputs])
        before = self._before(product)
        self._paths[product] = path
        if before.inputs == hash_ and all(path(part).exists() for part in before.parts):
            self._products[product] = before
            return True
        self._products[product] = Product(hash_)
        return False

    def look_again(self, product: str) -> None:
        """Ask for each part of a product in the next build as well, whether it is the same or not."""
        self._products[product].inputs = ""

    def has_changed(self, product: str, part: str, inputs: str) -> bool:
        """Tell whether a part of a product must be made, and note what it is made of."""
        hash_ = _hash([self._site, inputs])
        self._products[product].parts[part] = hash_
        kept = self._before(product).parts.get(part)
        return kept != hash_ or not self._paths[product](part).exists()

    def _before(self, product: str) -> Product:
        """Return what a product was made of, which is nothing where it was not made."""
        return self._products_before.get(product, Product())

    def place(self, docname: str) -> str:
        """Return what changes with anything that the navigation shows on a page."""
        return " ".join(self._inputs.of_navigation(docname))

    def keep(self, app: Sphinx, exception: Exception | None) -> None:
        """Remember the hashes once everything is written, and remove the files that are gone."""
        if exception is not None or not isinstance(app.builder, StandaloneHTMLBuilder):
            return
        for docname in self._written.keys() - self._hashes.keys():
            _remove(app.builder.get_output_path(docname), app.outdir)
        for name, product in self._products.items():
            for part in self._before(name).parts.keys() - product.parts.keys():
                _remove(self._paths[name](part), app.outdir)
        products = {
            name: {"inputs": product.inputs, "parts": dict(sorted(product.parts.items()))}
            for name, product in sorted(self._products.items())
        }
        state = json.dumps({"pages": self._hashes, "products": products}, indent=0)
        (app.outdir / STATE).write_text(state, encoding="utf-8")
        # What Sphinx keeps of the settings before, where they have changed.
        (app.outdir / ".buildinfo.bak").unlink(missing_ok=True)


def _site(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[str]:
    """Give what every page shows: settings, templates, and the files that it loads by their hashes."""
    config = app.config
    yield from (builder.name, builder.build_info.config_hash, _code())
    yield repr((config.project, config.release, config.version, config.language))
    yield repr(list(config.careers_levels))
    for folder in (*config.templates_path, *config.html_static_path):
        yield from _files(app.confdir / folder)


@cache
def _code() -> str:
    """Return what changes with the extension, as this process runs it."""
    return _hash(_files(PACKAGE))


def _files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.suffix != ".pyc" and path.is_file():
            yield path.name
            yield hashlib.sha256(path.read_bytes()).hexdigest()


def _hash(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def _shown(entries: Sequence[Entry]) -> str:
    """Write what the navigation shows, which `repr` takes far longer for."""
    return "\n".join(
        f"{entry.docname}\0{entry.title}\0{entry.open}\0{_shown(entry.children)}"
        if entry.children
        else f"{entry.docname}\0{entry.title}\0{entry.open}"
        for entry in entries
    )


class _Inputs:
    """What each page shows of other pages."""

    def __init__(self, env: BuildEnvironment, navigator: Navigator) -> None:
        self._env = env
        self._navigation = navigator.navigation
        self._domain = CareersDomain.of(env)
        self._handbook = self._domain.handbook
        self._trees: dict[int, str] = {}
        self._links: dict[Link, str] = {}
        self._wholes: dict[str, str] = {}
        self._records = sorted(self._domain.records.items())
        self.facts = _hash([*self._of_lists(), repr(sorted(env.toctree_includes.items()))])

    def _of_lists(self) -> Iterator[str]:
        for docname, record in self._records:
            yield docname
            yield self._navigation.title(docname)
            yield record.facts
            yield from map(self._of_link, record.links)

    def texts(self) -> Iterator[str]:
        """Give what else pages tell."""
        for _, record in self._records:
            yield record.digest
            yield repr(record.headings)

    def of(self, docname: str) -> Iterator[str]:
        """Give everything that a page shows of other pages."""
        yield from self.of_navigation(docname)
        yield from self._of_record(self._domain.records[docname])

    def of_navigation(self, docname: str) -> Iterator[str]:
        """Give everything that the navigation shows on a page."""
        tree = self._navigation.tree(docname)
        if id(tree) not in self._trees:
            self._trees[id(tree)] = _hash([_shown(tree)])
        yield self._trees[id(tree)]
        yield self._navigation.title(docname)
        yield _shown(self._navigation.breadcrumbs(docname))

    def _of_record(self, record: Record) -> Iterator[str]:
        yield from map(self._of_link, record.links)
        if record.lists:
            yield self.facts
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
        for ladder in self._domain.insights.ladders_of_family.get(family.id, ()):
            roles |= {role.id: role for rung in ladder for role in rung}
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
            yield f"{self._entry(neighbour.role)} {self._whole(neighbour.role)} {_why(neighbour)}"
        for question in handbook.questions_about.get(role.id, ()):
            yield f"{question.id} {self._whole(question)}"

    def _of_link(self, link: Link) -> str:
        if link not in self._links:
            self._links[link] = self._target(link)
        return self._links[link]

    def _target(self, link: Link) -> str:
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
        if page.docname not in self._wholes:
            record = self._domain.records[page.docname]
            links = " ".join(map(self._of_link, record.links))
            self._wholes[page.docname] = f"{page.docname} {record.digest} {links}"
        return self._wholes[page.docname]

    def _name(self, page: Page | None) -> str:
        return f"{page.docname} {page.title}" if page else ""

    def _entry(self, role: JobRole) -> str:
        return f"{self._name(role)} {self._name(self._handbook.families.get(role.family))}"


def _why(neighbour: Neighbour) -> str:
    return f"{neighbour.similarity} {neighbour.shared} {neighbour.more} {neighbour.less} {neighbour.named}"


def _load(path: Path) -> tuple[Hashes, dict[str, Product]]:
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
        products = {name: Product(**product) for name, product in state["products"].items()}
        return dict(state["pages"]), products
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}, {}


def _remove(path: Path, outdir: Path) -> None:
    """Remove a file, and folders that are empty then."""
    path.unlink(missing_ok=True)
    folder = path.parent
    while folder != outdir and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent

"""The domain: all that pages say of each other, kept in the environment and found by id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from careers import frontmatter, model
from careers.directives import (
    FamilyListDirective,
    QualificationDirective,
    QualificationIndexDirective,
    QualificationListDirective,
    QuestionListDirective,
    RoleIndexDirective,
    RoleListDirective,
    SkillDirective,
    SkillIndexDirective,
    SkillListDirective,
)
from careers.handbook import Handbook
from careers.insights import Insights
from careers.lint.guide import LintRulesDirective
from careers.records import Record, find_headings, record_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from careers.faults import Fault
    from careers.frontmatter import FrontMatter
    from careers.model import Page, Question

logger = logging.getLogger(__name__)

MADE = "made"
"""The type of references by address, which parts of pages make and authors do not."""

KINDS: tuple[model.Kind, ...] = ("job", "skill", "qualification", "family", "question")


class CareersDomain(Domain):
    """Roles, skills, qualifications, families and questions, and the references to them."""

    name = "careers"
    label = "Careers"
    object_types: ClassVar[dict[str, ObjType]] = {kind: ObjType(kind, kind) for kind in KINDS}
    roles: ClassVar[dict[str, Any]] = {
        kind: XRefRole(innernodeclass=nodes.inline, warn_dangling=True) for kind in KINDS
    }
    directives: ClassVar[dict[str, Any]] = {
        "skill": SkillDirective,
        "qualification": QualificationDirective,
        "role-list": RoleListDirective,
        "skill-list": SkillListDirective,
        "qualification-list": QualificationListDirective,
        "family-list": FamilyListDirective,
        "question-list": QuestionListDirective,
        "role-index": RoleIndexDirective,
        "skill-index": SkillIndexDirective,
        "qualification-index": QualificationIndexDirective,
        "lint-rules": LintRulesDirective,
    }
    initial_data: ClassVar[dict[str, Any]] = {"records": {}, "toctrees": {}}
    # Raise with each change of the model or of Record: an environment of another version is read anew.
    data_version = 7

    def setup(self) -> None:
        """Prepare what lives no longer than a build."""
        super().setup()
        self._handbook: Handbook | None = None
        self._insights: Insights | None = None
        self._front_matter: dict[str, FrontMatter] = {}
        self._noted: dict[str, list[Fault]] = {}
        self.standing: tuple[Fault, ...] = ()
        """The faults of files that are no pages, or that each build looks at anew."""

    @classmethod
    def of(cls, env: BuildEnvironment) -> CareersDomain:
        """Return the domain of an environment."""
        domain = env.domains["careers"]
        if not isinstance(domain, cls):
            msg = f"another extension has registered a domain 'careers': {domain!r}"
            raise TypeError(msg)
        return domain

    @property
    def records(self) -> dict[str, Record]:
        """What each page tells the others, by docname."""
        records: dict[str, Record] = self.data["records"]
        return records

    @property
    def handbook(self) -> Handbook:
        """The handbook made of all pages that are read."""
        if self._handbook is None:
            records = [record for _, record in sorted(self.records.items())]
            self._handbook = Handbook(
                pages=[record.page for record in records if record.page],
                all_questions=[question for record in records for question in record.questions],
                levels=tuple(self.env.config.careers_levels),
            )
        return self._handbook

    @property
    def insights(self) -> Insights:
        """What follows from the roles of all pages that are read."""
        if self._insights is None:
            self._insights = Insights(self.handbook)
        return self._insights

    def _forget(self) -> None:
        """Drop what was made of the pages, since they change."""
        self._handbook = self._insights = None

    def note_front_matter(self, docname: str, matter: FrontMatter) -> None:
        """Keep the front matter of a page until the page is parsed."""
        self._front_matter[docname] = matter

    def note_faults(self, docname: str, faults: Iterable[Fault]) -> None:
        """Keep faults of a page until the page is recorded."""
        self._noted.setdefault(docname, []).extend(faults)

    def noted_faults(self, docname: str) -> list[Fault]:
        """Return the faults that are kept of a page which is not recorded yet."""
        return self._noted.get(docname, [])

    def clear_doc(self, docname: str) -> None:
        """Forget a page that is read anew or gone."""
        self.records.pop(docname, None)
        self.data["toctrees"].pop(docname, None)
        self._noted.pop(docname, None)
        self._forget()

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over the pages that another process has read."""
        for docname in docnames:
            if docname in otherdata["records"]:
                self.records[docname] = otherdata["records"][docname]
        self._forget()

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Record what a page that was just parsed tells the others."""
        matter = self._front_matter.pop(docname, frontmatter.FrontMatter({}, (), 0))
        record = record_page(docname, document, matter, env.config.careers_levels)
        record.faults += self._noted.pop(docname, [])
        self.records[docname] = record
        self._forget()

    def note_headings(self, docname: str, document: nodes.document) -> None:
        """Record the headings of a page whose table of contents was just made."""
        record = self.records[docname]
        record.headings = tuple(find_headings(self.env.tocs[docname]))
        record.shows_toctree = not all(tree["hidden"] for tree in document.findall(toctree))

    def find(self, kind: str, id_: str) -> Page | Question | None:
        """Return the thing of a kind that has an id, if there is one."""
        return self.handbook.things(kind).get(id_) if kind in KINDS else None

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """List everything that has an id, for inventories."""
        for kind in KINDS:
            for id_, thing in self.handbook.things(kind).items():
                anchor = id_ if kind == "question" else ""
                yield id_, thing.title, kind, thing.docname, anchor, 1

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Link a reference to its page, with the page's title where the text gives none."""
        if typ == MADE:
            page, _, anchor = target.partition("#")
            return make_refnode(builder, fromdocname, page, anchor, contnode)
        thing = self.find(typ, target)
        if thing is None:
            return None
        if not node.get("refexplicit"):
            contnode = nodes.inline("", thing.title)
        anchor = target if typ == "question" else ""
        return make_refnode(builder, fromdocname, thing.docname, anchor, contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Offer what an `any` reference could mean."""
        found = []
        for kind in KINDS:
            link = self.resolve_xref(env, fromdocname, builder, kind, target, node, contnode)
            if link is not None:
                found.append((f"careers:{kind}", link))
        return found

    def faults(self) -> Iterator[tuple[str, Fault]]:
        """Find every fault of the handbook, by docname and line."""
        found = {
            (docname, fault) for docname, record in self.records.items() for fault in record.faults
        }
        found |= set(self.handbook.faults())
        for docname, record in self.records.items():
            found |= {(docname, fault) for fault in self._query_faults(record)}
        yield from sorted(found)

    def _query_faults(self, record: Record) -> Iterator[Fault]:
        for query, line in record.queries:
            named: tuple[tuple[model.Kind, str], ...] = (
                ("family", query.family),
                ("skill", query.skill),
                ("qualification", query.qualification),
            )
            for kind, id_ in named:
                if id_ and self.find(kind, id_) is None:
                    yield self.handbook.unknown(kind, id_, line)
            if query.level and query.level not in self.handbook.levels:
                yield self.handbook.unknown_level(query.level, line)

    def report_missing(self, node: pending_xref) -> None:
        """Log that a reference in a page's text leads nowhere."""
        if node.get("careers_part"):
            return
        fault = self.handbook.unknown(node["reftype"], node["reftarget"], 0)
        logger.warning("%s", fault.message, location=node, type=self.name, subtype=fault.kind)

    def report(self) -> None:
        """Log every fault as a warning `file:line: message [careers.kind]`."""
        located = {
            (fault.path or str(self.env.doc2path(docname, base=False)), fault)
            for docname, fault in self.faults()
        }
        located |= {(fault.path, fault) for fault in self.standing}
        seen = set()
        for path, fault in sorted(located):
            # Each page that includes a file finds its faults again.
            key = (path, fault.line, fault.message)
            if key in seen:
                continue
            seen.add(key)
            logger.warning(
                "%s",
                fault.message,
                location=f"{self.env.srcdir / path}:{fault.line}",
                type=self.name,
                subtype=fault.kind,
            )

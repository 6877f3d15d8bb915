"""Records: what one page tells the others, taken from its parsed text and its front matter."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from careers import model
from careers.faults import Fault
from careers.nodes import keep, placeholder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from careers.frontmatter import FrontMatter
    from careers.handbook import RoleQuery
    from careers.model import Page, Question
    from careers.nodes import Fragment, PartName

LEAD = "lead"
"""The name of the fragment that holds a page's first paragraph."""

Heading = tuple[str, str]
"""What a heading says, and its anchor."""

Passage = tuple[str, str, "Fragment"]
"""A heading, its anchor, and what stands below it; the first passage of a page has no heading."""

ASIDES = (nodes.literal_block, nodes.table, nodes.image, nodes.comment, nodes.raw, placeholder)
"""What no passage says: examples, figures, and what is shown of other pages."""


@dataclass(frozen=True, slots=True)
class Link:
    """A cross-reference that a page's text makes, as it stands before it is resolved."""

    domain: str
    type: str
    target: str


@dataclass(slots=True)
class Record:
    """All that one page tells the others, and what is wrong with it.

    `fragments` are the parts of the page that other pages show, by name: its lead, a skill's
    levels by their words, the answers to questions by their ids.
    """

    page: Page | None = None
    questions: tuple[Question, ...] = ()
    fragments: dict[str, Fragment] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    links: tuple[Link, ...] = ()
    lists: tuple[PartName, ...] = ()
    """The parts of the page that list things from all over the handbook."""
    queries: tuple[tuple[RoleQuery, int], ...] = ()
    """What the page's lists of roles show, and the lines of those lists."""
    headings: tuple[Heading, ...] = ()
    """The headings below the title, those that are added to the page as well."""
    passages: tuple[Passage, ...] = ()
    """What each section of the page says, where it is a page of questions or of prose."""
    shows_toctree: bool = False
    """Whether the page shows the headings of the pages that it lists, besides being above them."""
    digest: str = ""
    """Changes with anything that another page could show of this one."""
    facts: str = ""
    """Changes with anything that a list could show of it: not with what levels and answers say."""


def record_page(
    docname: str, document: nodes.document, matter: FrontMatter, levels: Sequence[str]
) -> Record:
    """Record what a page tells the others, and every fault that it has by itself."""
    kind, id_ = model.identify(docname)
    section = next(iter(document.findall(nodes.section)), None)
    prose = section if kind in {"", "faq"} else None
    record = Record(faults=list(matter.faults), passages=tuple(_passages(prose)))
    title = section[0].astext() if section is not None else ""
    lead = _lead(section)
    if lead is not None:
        record.fragments[LEAD] = keep([lead])
    lead_text = lead.astext() if lead is not None else ""
    values = matter.values

    if kind and not title:
        record.faults.append(
            Fault(
                max(matter.end, 1),
                "the page has no title; start it with '# ' and its name",
                "missing-title",
            )
        )
    elif kind and kind != "faq" and not lead_text and section is not None:
        record.faults.append(
            Fault(
                section[0].line or section.line or 1,
                f"the page has no lead; say what '{title}' is in a paragraph right under the title",
                "missing-lead",
            )
        )

    found: list[Fault] = []
    match kind:
        case "job":
            role, found = model.read_role(values)
            skills, qualifications = _needs(document)
            record.page = model.JobRole(
                id_,
                docname,
                title or id_,
                lead_text,
                family=docname.split("/")[1],
                aliases=role.aliases,
                reports_to=role.reports_to,
                leads_to=role.leads_to,
                similar=role.similar,
                asks_less=role.asks_less,
                pay=role.pay,
                reviewed=role.reviewed,
                added=role.added,
                skills=skills,
                qualifications=qualifications,
            )
        case "skill":
            skill, found = model.read_skill(values)
            described = _levels(section, levels)
            record.fragments |= described
            record.page = model.Skill(
                id_,
                docname,
                title or id_,
                lead_text,
                category=skill.category,
                aliases=skill.aliases,
                levels=tuple(described),
            )
        case "qualification":
            qualification, found = model.read_qualification(values)
            record.page = model.Qualification(
                id_, docname, title or id_, lead_text, qualification.kind, qualification.aliases
            )
        case "family":
            found = model.read_plain(values)
            record.page = model.Family(id_, docname, title or id_, lead_text)
        case "faq":
            faq, found = model.read_faq(values)
            record.questions, answers = _questions(docname, section, faq.about)
            record.fragments |= answers
        case _:
            found = model.read_plain(values)
            found += _astray(docname)
    # Of front matter that could not be read as a whole, a missing key means nothing.
    if not matter.faults:
        record.faults += found
    record.faults += _misplaced(document, kind)
    record.links = tuple(_links(document))
    lists = [
        part for part in document.findall(placeholder) if part["part"].endswith(("-list", "-index"))
    ]
    record.lists = tuple(dict.fromkeys(part["part"] for part in lists))
    record.queries = tuple((part["query"], part["line"]) for part in lists if "query" in part)
    shown = {name: body.digest for name, body in sorted(record.fragments.items())}
    named = [repr(record.page), repr(record.questions), shown.get(LEAD, "")]
    record.facts = _hash(named)
    record.digest = _hash([*named, *(text for item in shown.items() for text in item)])
    return record


def _lead(section: nodes.section | None) -> nodes.paragraph | None:
    """Return the paragraph right under the title, if there is one."""
    for child in section or ():
        if isinstance(child, nodes.paragraph):
            return child
        if isinstance(child, nodes.section):
            return None
    return None


def _needs(
    document: nodes.document,
) -> tuple[tuple[model.SkillNeed, ...], tuple[model.QualificationNeed, ...]]:
    skills = []
    qualifications = []
    for node in document.findall(placeholder):
        if node["part"] == "skill-need":
            skills.append(model.SkillNeed(node["id"], node["level"], node["line"]))
        elif node["part"] == "qualification-need":
            qualifications.append(
                model.QualificationNeed(
                    node["id"], node["line"], node["preferred"], node["years"], node["function"]
                )
            )
    return tuple(skills), tuple(qualifications)


def _levels(section: nodes.section | None, levels: Sequence[str]) -> dict[str, Fragment]:
    described = {}
    for child in section or ():
        if isinstance(child, nodes.section):
            level = child[0].astext().strip().lower()
            if level in levels and len(child) > 1:
                described[level] = keep(child[1:])
    return described


def _questions(
    docname: str, section: nodes.section | None, about: tuple[model.Reference, ...]
) -> tuple[tuple[Question, ...], dict[str, Fragment]]:
    questions = []
    answers = {}
    for child in section or ():
        if isinstance(child, nodes.section):
            id_ = child["ids"][0]
            line = child[0].line or child.line or 1
            questions.append(model.Question(id_, docname, child[0].astext(), line, about))
            answers[id_] = keep(child[1:])
    return tuple(questions), answers


def _passages(section: nodes.section | None) -> Iterator[Passage]:
    """Give what a page says before its first section, and what each of its sections says."""
    if section is None:
        return
    parts = [child for child in section[1:] if isinstance(child, nodes.section)]
    yield "", "", _without_asides(child for child in section[1:] if child not in parts)
    for part in parts:
        yield " ".join(part[0].astext().split()), part["ids"][0], _without_asides(part[1:])


def _without_asides(body: Iterable[nodes.Node]) -> Fragment:
    copies = [node.deepcopy() for node in body if not isinstance(node, ASIDES)]
    for copy in copies:
        for node in list(copy.findall(lambda each: isinstance(each, ASIDES))):
            node.parent.remove(node)
    return keep(copies)


def _astray(docname: str) -> Iterator[Fault]:
    """Find a page that lies where no kind of page lies."""
    folder, *rest = docname.split("/")
    homes = {
        "roles": "roles/<family>/<role>.md",
        "skills": "skills/<skill>.md",
        "qualifications": "qualifications/<qualification>.md",
        "faq": "faq/<page>.md",
    }
    if folder in homes and rest and rest != ["index"]:
        yield Fault(1, f"no page belongs here; move it to {homes[folder]}", "misplaced")


def _misplaced(document: nodes.document, kind: str) -> Iterator[Fault]:
    for node in document.findall(placeholder):
        if node["part"] in {"skill-need", "qualification-need"}:
            name = node["part"].removesuffix("-need")
            if kind != "job":
                yield Fault(
                    node["line"],
                    f"{{{name}}} says what a role asks for, and this is not a role page; "
                    f"link with {{{name}}}`{node['id']}` in the text",
                    "misplaced",
                )
        yield from node.get("faults", ())


def _links(document: nodes.document) -> Iterator[Link]:
    seen = set()
    for node in document.findall(addnodes.pending_xref):
        link = Link(*(str(node.get(key) or "") for key in ("refdomain", "reftype", "reftarget")))
        if link not in seen:
            seen.add(link)
            yield link


def find_headings(toc: nodes.Node) -> Iterator[Heading]:
    """Find the second-level headings of a page in its table of contents."""
    for item in toc.findall(nodes.reference):
        level = 0
        parent = item.parent
        while parent is not None:
            level += isinstance(parent, nodes.bullet_list)
            parent = parent.parent
        anchor = item.get("anchorname", "")
        if level == 2 and anchor:
            yield " ".join(item.astext().split()), anchor.removeprefix("#")


def _hash(texts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()

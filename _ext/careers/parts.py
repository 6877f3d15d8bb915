"""The parts of pages that are made from other pages, as docutils nodes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_name
from docutils import nodes
from sphinx.addnodes import pending_xref

from careers.model import JobRole, MarketEstimate, PayBand, Qualification, Skill
from careers.nodes import show
from careers.records import LEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from careers.handbook import Handbook, RoleQuery
    from careers.model import Kind, Pay, Question, Years
    from careers.nodes import PartName, placeholder
    from careers.records import Record

Row = tuple[str, list[nodes.Node]]
"""A row of a panel: what is said, and what it is."""

LOCALE = "en_GB"
NO_PAY = "No pay figure is published for this role."


@dataclass(frozen=True, slots=True)
class View:
    """What a part is made from: the handbook, and the page that shows the part."""

    handbook: Handbook
    records: Mapping[str, Record]
    docname: str

    @property
    def record(self) -> Record:
        """The record of the page that shows the part."""
        return self.records[self.docname]

    @property
    def role(self) -> JobRole:
        """The role whose page shows the part."""
        page = self.record.page
        assert isinstance(page, JobRole)
        return page

    def shown(self, docname: str, name: str) -> list[nodes.Node]:
        """Copy a fragment of another page onto this one."""
        record = self.records.get(docname)
        return show(record.fragments.get(name, []), self.docname) if record else []


def build(view: View, node: placeholder) -> list[nodes.Node]:
    """Make the part that a placeholder stands for; nothing where there is nothing to say."""
    part: PartName = node["part"]
    return _BUILDERS[part](view, node)


def _facts(view: View, node: placeholder) -> list[nodes.Node]:
    match view.record.page:
        case JobRole() as role:
            rows = _role_facts(view.handbook, role)
        case Skill() as skill:
            rows = [("Category", [nodes.Text(_category_title(skill.category))])] * bool(
                skill.category
            )
            rows += _also_called(skill)
        case Qualification() as qualification:
            rows = [("Kind", [nodes.Text(qualification.kind.capitalize())])]
            rows += _also_called(qualification)
        case _:
            rows = []
    items = [
        nodes.definition_list_item(
            "",
            nodes.term("", label),
            nodes.definition("", nodes.paragraph("", "", *content)),
        )
        for label, content in rows
    ]
    return [nodes.definition_list("", *items, classes=["facts"])] if items else []


def _role_facts(handbook: Handbook, role: JobRole) -> list[Row]:
    before = handbook.roles_leading_to.get(role.id, ())
    rows: list[Row] = []
    if role.family in handbook.families:
        rows.append(("Family", [link("family", role.family)]))
    rows += _also_called(role)
    for label, references in (("Reports to", role.reports_to), ("Leads to", role.leads_to)):
        if references:
            rows.append((label, _joined(link("job", reference.id) for reference in references)))
    if before:
        rows.append(("Comes after", _joined(link("job", other.id) for other in before)))
    rows.append(("Pay", _pay_in_short(role.pay)))
    if role.reviewed:
        rows.append(("Last reviewed", [nodes.Text(_date(role.reviewed))]))
    return rows


def _also_called(thing: JobRole | Skill | Qualification) -> list[Row]:
    return [("Also called", [nodes.Text(", ".join(thing.aliases))])] if thing.aliases else []


def _pay_in_short(pay: Pay | None) -> list[nodes.Node]:
    match pay:
        case None:
            text = NO_PAY
        case PayBand():
            text = f"{_band(pay)}. Band by {pay.source}, {_dated(pay)}."
        case MarketEstimate():
            text = f"{_average(pay)} on average. Market estimate by {pay.source}, {_dated(pay)}."
    return [nodes.Text(text)]


def _pay(view: View, node: placeholder) -> list[nodes.Node]:
    pay = view.role.pay
    match pay:
        case None:
            return [nodes.paragraph("", NO_PAY, classes=["pay"])]
        case PayBand():
            opening, figure = "The pay is ", _band(pay)
            rest = f". This is the pay band that {pay.source} publishes."
        case MarketEstimate():
            opening, figure = "The average pay is ", _average(pay)
            rest = (
                f". This is a market estimate by {pay.source}: what people in such jobs earn, "
                "not an offer by the company."
            )
    dated = (
        f" The figure is of {_date(pay.as_of)}."
        if pay.as_of
        else " The source gives no date for it."
    )
    review = f" It is due for review by {_date(pay.review_by)}." if pay.review_by else ""
    return [
        nodes.paragraph(
            "",
            "",
            nodes.Text(opening),
            nodes.strong("", figure),
            nodes.Text(rest + dated + review),
            classes=["pay"],
        )
    ]


def _skill_need(view: View, node: placeholder) -> list[nodes.Node]:
    skill = view.handbook.skills.get(node["id"])
    body: list[nodes.Node] = []
    if skill:
        body += view.shown(skill.docname, LEAD)
        level_text = view.shown(skill.docname, node["level"])
        if level_text:
            name = nodes.paragraph(
                "", f"{_level_title(node['level'])} level", classes=["level-name"]
            )
            body.append(nodes.container("", name, *level_text, classes=["level-text"]))
    if node.children:
        heading = nodes.paragraph("", "In this role", classes=["reason-name"])
        body.append(nodes.container("", heading, *node.children, classes=["reason"]))
    badges = [_level_badge(view.handbook, node["level"])] if node["level"] else []
    return [_need("skill", node, badges, body)]


def _qualification_need(view: View, node: placeholder) -> list[nodes.Node]:
    qualification = view.handbook.qualifications.get(node["id"])
    badges = [
        _badge(
            "Preferred" if node["preferred"] else "Needed",
            "preferred" if node["preferred"] else "needed",
        )
    ]
    if node["years"]:
        badges.append(_badge(_years(node["years"]), "years"))
    body = view.shown(qualification.docname, LEAD) if qualification else []
    if node["function"]:
        body.append(
            nodes.paragraph(
                "", "", nodes.strong("", "Essential function: "), nodes.Text(node["function"])
            )
        )
    if node.children:
        body.append(nodes.container("", *node.children, classes=["reason"]))
    return [_need("qualification", node, badges, body)]


def _need(
    kind: Kind, node: placeholder, badges: Sequence[nodes.Node], body: list[nodes.Node]
) -> nodes.Node:
    title = nodes.title("", "", link(kind, node["id"]))
    for badge in badges:
        title += [nodes.Text(" "), badge]
    return nodes.section(
        "", title, *body, ids=[f"{kind}-{nodes.make_id(node['id'])}"], classes=["need"]
    )


def _asked_by(view: View, node: placeholder) -> list[nodes.Node]:
    page = view.record.page
    assert page is not None
    if not isinstance(page, Skill):
        return _asked_by_preference(view, page.id)
    by_level: defaultdict[str, list[JobRole]] = defaultdict(list)
    for role, need in view.handbook.askers_of_skill.get(page.id, ()):
        by_level[need.level].append(role)
    if not by_level:
        return [nodes.paragraph("", "No role asks for this skill yet.")]
    items = [
        nodes.definition_list_item(
            "",
            nodes.term("", "", _level_badge(view.handbook, level)),
            nodes.definition("", _bullets(_role_entry(view, role) for role in by_level[level])),
        )
        for level in view.handbook.levels
        if level in by_level
    ]
    return [nodes.definition_list("", *items, classes=["asked-by"])]


def _asked_by_preference(view: View, id_: str) -> list[nodes.Node]:
    entries: dict[str, dict[str, list[nodes.Node]]] = {"Needed by": {}, "Preferred by": {}}
    for role, need in view.handbook.askers_of_qualification.get(id_, ()):
        entry = _role_entry(view, role)
        if need.years:
            entry.append(nodes.Text(f": {_years(need.years)}"))
        entries["Preferred by" if need.preferred else "Needed by"].setdefault(role.id, entry)
    items = [
        nodes.definition_list_item(
            "", nodes.term("", label), nodes.definition("", _bullets(roles.values()))
        )
        for label, roles in entries.items()
        if roles
    ]
    if not items:
        return [nodes.paragraph("", "No role asks for this qualification yet.")]
    return [nodes.definition_list("", *items, classes=["asked-by"])]


def _similar(view: View, node: placeholder) -> list[nodes.Node]:
    references = [ref for ref in view.role.similar if ref.id in view.handbook.roles]
    if not references:
        return [nodes.paragraph("", "No similar position is named yet.")]
    roles = (view.handbook.roles[reference.id] for reference in references)
    return [_cards(_role_card(view, role) for role in roles)]


def _questions(view: View, node: placeholder) -> list[nodes.Node]:
    questions = view.handbook.questions_about.get(view.role.id, ())
    if not questions:
        return [nodes.paragraph("", "Nobody has asked about this role yet.")]
    parts: list[nodes.Node] = []
    for question in questions:
        title = nodes.title("", "", link("question", question.id))
        answer = view.shown(question.docname, question.id)
        id_ = f"question-{nodes.make_id(question.id)}"
        parts.append(nodes.section("", title, *answer, ids=[id_], classes=["question"]))
    return parts


def _faq_about(view: View, node: placeholder) -> list[nodes.Node]:
    about = {ref.id: None for question in view.record.questions for ref in question.about}
    if not about:
        return []
    return [
        nodes.paragraph(
            "",
            "",
            nodes.Text("About: "),
            *_joined(link("job", id_) for id_ in about),
            classes=["faq-about"],
        )
    ]


def _role_list(view: View, node: placeholder) -> list[nodes.Node]:
    query: RoleQuery = node["query"]
    roles = view.handbook.find_roles(query)
    if not roles:
        return [nodes.paragraph("", "No role is listed here yet.")]
    if query.brief:
        return [_bullets(_role_entry(view, role) for role in roles)]
    return [_cards(_role_card(view, role) for role in roles)]


def _skill_list(view: View, node: placeholder) -> list[nodes.Node]:
    by_category: defaultdict[str, list[Skill]] = defaultdict(list)
    for skill in view.handbook.skills.values():
        by_category[skill.category].append(skill)
    return [
        _group(
            _category_title(category) if category else "Other",
            (
                [
                    link("skill", skill.id),
                    _count(len(view.handbook.askers_of_skill.get(skill.id, ()))),
                ]
                for skill in skills
            ),
        )
        for category, skills in sorted(by_category.items(), key=lambda item: item[0] or "~")
    ]


def _qualification_list(view: View, node: placeholder) -> list[nodes.Node]:
    by_kind: defaultdict[str, list[list[nodes.Node]]] = defaultdict(list)
    for qualification in view.handbook.qualifications.values():
        roles = {
            role.id for role, _ in view.handbook.askers_of_qualification.get(qualification.id, ())
        }
        by_kind[qualification.kind].append(
            [link("qualification", qualification.id), _count(len(roles))]
        )
    return [_group(_KIND_TITLES[kind], entries) for kind, entries in sorted(by_kind.items())]


def _family_list(view: View, node: placeholder) -> list[nodes.Node]:
    return [
        _cards(
            [
                nodes.paragraph(
                    "",
                    "",
                    link("family", family.id),
                    _count(len(view.handbook.roles_of_family.get(family.id, ()))),
                    classes=["card-title"],
                ),
                nodes.paragraph("", family.lead),
            ]
            for family in view.handbook.families.values()
        )
    ]


def _question_list(view: View, node: placeholder) -> list[nodes.Node]:
    by_page: defaultdict[str, list[Question]] = defaultdict(list)
    for question in view.handbook.questions.values():
        by_page[question.docname].append(question)
    groups = []
    for docname, questions in by_page.items():
        title = page_link(docname)
        groups.append(_group(title, ([link("question", question.id)] for question in questions)))
    return groups


_BUILDERS: dict[PartName, Callable[[View, placeholder], list[nodes.Node]]] = {
    "asked-by": _asked_by,
    "facts": _facts,
    "faq-about": _faq_about,
    "family-list": _family_list,
    "pay": _pay,
    "qualification-list": _qualification_list,
    "qualification-need": _qualification_need,
    "question-list": _question_list,
    "questions": _questions,
    "role-list": _role_list,
    "similar": _similar,
    "skill-list": _skill_list,
    "skill-need": _skill_need,
}

_KIND_TITLES = {
    "degree": "Degrees",
    "certificate": "Certificates",
    "certification": "Certifications",
    "licence": "Licences",
    "experience": "Experience",
    "physical": "Working conditions",
}


def link(kind: Kind, id_: str) -> pending_xref:
    """Refer to a thing by its title."""
    return pending_xref(
        "",
        nodes.inline("", id_),
        refdomain="careers",
        reftype=kind,
        reftarget=id_,
        refexplicit=False,
        # The fault that leaves a part without its page is reported where it was made.
        careers_part=True,
    )


def page_link(docname: str) -> pending_xref:
    """Refer to a page by its title."""
    return pending_xref(
        "",
        nodes.inline("", docname),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{docname}",
        refexplicit=False,
    )


def _role_entry(view: View, role: JobRole) -> list[nodes.Node]:
    entry: list[nodes.Node] = [link("job", role.id)]
    family = view.handbook.families.get(role.family)
    if family:
        entry += [nodes.Text(" "), nodes.inline("", family.title, classes=["family-name"])]
    return entry


def _role_card(view: View, role: JobRole) -> list[nodes.Node]:
    return [
        nodes.paragraph("", "", *_role_entry(view, role), classes=["card-title"]),
        nodes.paragraph("", role.lead),
    ]


def _cards(cards: Iterable[list[nodes.Node]]) -> nodes.Node:
    items = [nodes.list_item("", *card) for card in cards]
    return nodes.bullet_list("", *items, classes=["cards"])


def _bullets(entries: Iterable[Sequence[nodes.Node]]) -> nodes.Node:
    items = [nodes.list_item("", nodes.paragraph("", "", *entry)) for entry in entries]
    return nodes.bullet_list("", *items)


def _group(title: str | nodes.Node, entries: Iterable[Sequence[nodes.Node]]) -> nodes.Node:
    heading = nodes.Text(title) if isinstance(title, str) else title
    id_ = nodes.make_id(heading.astext())
    return nodes.section(
        "", nodes.title("", "", heading), _bullets(entries), ids=[id_], classes=["group"]
    )


def _joined(links: Iterable[nodes.Node]) -> list[nodes.Node]:
    joined: list[nodes.Node] = []
    for item in links:
        joined += [nodes.Text(", "), item] if joined else [item]
    return joined


def _badge(text: str, name: str) -> nodes.inline:
    return nodes.inline("", text, classes=["badge", f"badge-{name}"])


def _level_badge(handbook: Handbook, level: str) -> nodes.inline:
    name = f"level-{handbook.rank(level)}"
    return nodes.inline("", _level_title(level), classes=["badge", "level", name])


def _level_title(level: str) -> str:
    return level.replace("-", " ").capitalize()


def _category_title(category: str) -> str:
    words = " ".join("AI" if word == "ai" else word for word in category.split("-"))
    return words[:1].upper() + words[1:]


def _count(roles: int) -> nodes.inline:
    return nodes.inline("", f" {roles} role{'' if roles == 1 else 's'}", classes=["count"])


def _date(day: date) -> str:
    return format_date(day, "d MMMM y", locale=LOCALE)


def _years(years: Years) -> str:
    if years.high is None:
        return f"{years.low} years or more"
    if years.high == years.low:
        return f"{years.low} year{'' if years.low == 1 else 's'}"
    return f"{years.low}–{years.high} years"


def _average(pay: MarketEstimate) -> str:
    return f"{_number(pay.average)} {_currency(pay, pay.average)} {_per(pay)}"


def _band(pay: PayBand) -> str:
    return f"{_number(pay.low)} to {_number(pay.high)} {_currency(pay, pay.high)} {_per(pay)}"


def _number(amount: float) -> str:
    return format_decimal(amount, locale=LOCALE)


def _currency(pay: Pay, amount: float) -> str:
    return get_currency_name(pay.currency, count=amount, locale=LOCALE)


def _per(pay: Pay) -> str:
    return f"{'an' if pay.per == 'hour' else 'a'} {pay.per}"


def _dated(pay: Pay) -> str:
    return f"as of {_date(pay.as_of)}" if pay.as_of else "undated"

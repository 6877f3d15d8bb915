"""The parts that role, skill, qualification and question pages have by their kind."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from docutils import nodes

from careers.elements import (
    badge,
    bullets,
    cards,
    comparison_link,
    joined,
    level_badge,
    link,
    role_card,
    role_entry,
)
from careers.model import JobRole, MarketEstimate, PayBand, Qualification, Skill
from careers.records import LEAD
from careers.wording import (
    NO_PAY,
    average,
    band,
    category_title,
    level_title,
    pay_in_short,
    show_date,
    show_years,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from careers.handbook import Handbook
    from careers.insights import Neighbour
    from careers.model import Kind
    from careers.nodes import PartName, placeholder
    from careers.view import View

Row = tuple[str, list[nodes.Node]]
"""A row of a panel: what is said, and what it is."""

MOST_NAMED = 3
"""How many skills a reason names."""

AT_LEVEL = "at-"
"""What the name of a filter begins with, before the level at which its skills are asked for."""


def _facts(view: View, node: placeholder) -> list[nodes.Node]:
    match view.record.page:
        case JobRole() as role:
            rows = _role_facts(view.handbook, role)
        case Skill() as skill:
            rows = [("Category", [nodes.Text(category_title(skill.category))])] * bool(
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
            rows.append((label, joined(link("job", reference.id) for reference in references)))
    if before:
        rows.append(("Comes after", joined(link("job", other.id) for other in before)))
    rows.append(("Pay", [nodes.Text(pay_in_short(role.pay))]))
    if role.reviewed:
        rows.append(("Last reviewed", [nodes.Text(show_date(role.reviewed))]))
    return rows


def _also_called(thing: JobRole | Skill | Qualification) -> list[Row]:
    return [("Also called", [nodes.Text(", ".join(thing.aliases))])] if thing.aliases else []


def _pay(view: View, node: placeholder) -> list[nodes.Node]:
    pay = view.role.pay
    match pay:
        case None:
            return [nodes.paragraph("", NO_PAY, classes=["pay"])]
        case PayBand():
            opening, figure = "The pay is ", band(pay)
            rest = f". This is the pay band that {pay.source} publishes."
        case MarketEstimate():
            opening, figure = "The average pay is ", average(pay)
            rest = (
                f". This is a market estimate by {pay.source}: what people in such jobs earn, "
                "not an offer by the company."
            )
    dated = (
        f" The figure is of {show_date(pay.as_of)}."
        if pay.as_of
        else " The source gives no date for it."
    )
    review = f" It is due for review by {show_date(pay.review_by)}." if pay.review_by else ""
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
                "", f"{level_title(node['level'])} level", classes=["level-name"]
            )
            body.append(nodes.container("", name, *level_text, classes=["level-text"]))
    if node.children:
        heading = nodes.paragraph("", "In this role", classes=["reason-name"])
        body.append(nodes.container("", heading, *node.children, classes=["reason"]))
    badges = [level_badge(view.handbook, node["level"])] if node["level"] else []
    role = view.record.page
    filters = ""
    if skill and isinstance(role, JobRole) and view.handbook.rank(node["level"]):
        filters = _filters(role, skill, node["level"])
    return [_need("skill", node, badges, body, filters)]


def _filters(role: JobRole, skill: Skill, level: str) -> str:
    """Say what a heading tells Pagefind: a skill, the level that it is asked for at, and that level once."""
    first = next((need.skill for need in role.skills if need.level == level), "")
    title = level_title(level)
    filters = f"skill, {AT_LEVEL}{title}"
    return f"{filters}, level:{title}" if first == skill.id else filters


def _qualification_need(view: View, node: placeholder) -> list[nodes.Node]:
    qualification = view.handbook.qualifications.get(node["id"])
    badges = [
        badge(
            "Preferred" if node["preferred"] else "Needed",
            "preferred" if node["preferred"] else "needed",
        )
    ]
    if node["years"]:
        badges.append(badge(show_years(node["years"]), "years"))
    body = view.shown(qualification.docname, LEAD) if qualification else []
    if node["function"]:
        body.append(
            nodes.paragraph(
                "",
                "",
                nodes.strong("", "Essential function: "),
                nodes.Text(node["function"]),
                classes=["essential-function"],
            )
        )
    if node.children:
        body.append(nodes.container("", *node.children, classes=["reason"]))
    return [_need("qualification", node, badges, body)]


def _need(
    kind: Kind,
    node: placeholder,
    badges: Sequence[nodes.Node],
    body: list[nodes.Node],
    filters: str = "",
) -> nodes.Node:
    title = nodes.title("", "", link(kind, node["id"]), filters=filters)
    for item in badges:
        title += [nodes.Text(" "), item]
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
            nodes.term("", "", level_badge(view.handbook, level)),
            nodes.definition("", bullets(role_entry(view, role) for role in by_level[level])),
        )
        for level in view.handbook.levels
        if level in by_level
    ]
    return [nodes.definition_list("", *items, classes=["asked-by"])]


def _asked_by_preference(view: View, id_: str) -> list[nodes.Node]:
    entries: dict[str, dict[str, list[nodes.Node]]] = {"Needed by": {}, "Preferred by": {}}
    for role, need in view.handbook.askers_of_qualification.get(id_, ()):
        entry = role_entry(view, role)
        if need.years:
            entry.append(nodes.Text(f": {show_years(need.years)}"))
        entries["Preferred by" if need.preferred else "Needed by"].setdefault(role.id, entry)
    items = [
        nodes.definition_list_item(
            "", nodes.term("", label), nodes.definition("", bullets(roles.values()))
        )
        for label, roles in entries.items()
        if roles
    ]
    if not items:
        return [nodes.paragraph("", "No role asks for this qualification yet.")]
    return [nodes.definition_list("", *items, classes=["asked-by"])]


def _similar(view: View, node: placeholder) -> list[nodes.Node]:
    neighbours = view.insights.neighbours(view.role)
    if not neighbours:
        return [nodes.paragraph("", "No other role asks for enough of the same skills.")]
    parts: list[nodes.Node] = [cards(_neighbour_card(view, neighbour) for neighbour in neighbours)]
    if not any(not neighbour.named for neighbour in neighbours):
        parts.append(nodes.paragraph("", "No further role asks for enough of the same skills."))
    return parts


def _neighbour_card(view: View, neighbour: Neighbour) -> list[nodes.Node]:
    role = neighbour.role
    return [
        *role_card(view, role),
        nodes.paragraph("", reason(view.handbook, view.role, neighbour), classes=["neighbour"]),
        nodes.paragraph(
            "", "", comparison_link(view.role.id, role.id, f"Compare with {role.title}")
        ),
    ]


def reason(handbook: Handbook, role: JobRole, neighbour: Neighbour) -> str:
    """Say in words why a role is like another."""
    asked = len({need.skill for need in role.skills})
    text = f"Shares {neighbour.shared} of {asked} skills"
    for word, skills in (("more", neighbour.more), ("less", neighbour.less)):
        if skills:
            text += f"; asks {word} of {_some(handbook, skills)}"
    return f"{text}."


def _some(handbook: Handbook, skills: Sequence[str]) -> str:
    """Name up to three skills as words within a sentence."""
    names = [_in_sentence(handbook.skills[skill].title) for skill in skills[:MOST_NAMED]]
    if len(skills) > MOST_NAMED:
        names.append(f"{len(skills) - MOST_NAMED} more")
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _in_sentence(title: str) -> str:
    """Write a title without its capital, unless it is an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


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
            *joined(link("job", id_) for id_ in about),
            classes=["faq-about"],
        )
    ]


BUILDERS: dict[PartName, Callable[[View, placeholder], list[nodes.Node]]] = {
    "asked-by": _asked_by,
    "facts": _facts,
    "faq-about": _faq_about,
    "pay": _pay,
    "qualification-need": _qualification_need,
    "questions": _questions,
    "similar": _similar,
    "skill-need": _skill_need,
}
"""How each part is made."""

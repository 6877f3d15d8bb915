"""Lists and indexes of what the handbook holds."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from docutils import nodes

from careers.elements import (
    bullets,
    cards,
    group,
    joined,
    level_badge,
    link,
    page_link,
    role_card,
    role_count,
    role_entry,
)
from careers.records import LEAD
from careers.wording import category_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from careers.handbook import RoleQuery
    from careers.model import JobRole, Question, Skill
    from careers.nodes import PartName, placeholder
    from careers.view import View

_KIND_TITLES = {
    "degree": "Degrees",
    "certificate": "Certificates",
    "certification": "Certifications",
    "licence": "Licences",
    "experience": "Experience",
    "physical": "Working conditions",
}


def _role_list(view: View, node: placeholder) -> list[nodes.Node]:
    query: RoleQuery = node["query"]
    roles = view.handbook.find_roles(query)
    if not roles:
        return [nodes.paragraph("", "No role is listed here yet.")]
    if query.brief:
        return [bullets(role_entry(view, role) for role in roles)]
    return [cards(role_card(view, role) for role in roles)]


def _skill_list(view: View, node: placeholder) -> list[nodes.Node]:
    by_category: defaultdict[str, list[Skill]] = defaultdict(list)
    for skill in view.handbook.skills.values():
        by_category[skill.category].append(skill)
    return [
        group(
            category_title(category) if category else "Other",
            (
                [
                    link("skill", skill.id),
                    role_count(len(view.handbook.askers_of_skill.get(skill.id, ()))),
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
            [link("qualification", qualification.id), role_count(len(roles))]
        )
    return [group(_KIND_TITLES[kind], entries) for kind, entries in sorted(by_kind.items())]


def _family_list(view: View, node: placeholder) -> list[nodes.Node]:
    return [
        cards(
            [
                nodes.paragraph(
                    "",
                    "",
                    link("family", family.id),
                    role_count(len(view.handbook.roles_of_family.get(family.id, ()))),
                    classes=["card-title"],
                ),
                *view.shown(family.docname, LEAD),
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
        groups.append(group(title, ([link("question", question.id)] for question in questions)))
    return groups


def _role_index(view: View, node: placeholder) -> list[nodes.Node]:
    by_letter: defaultdict[str, list[tuple[str, list[nodes.Node]]]] = defaultdict(list)
    for role in view.handbook.roles.values():
        by_letter[_letter(role.title)].append((role.title, role_entry(view, role)))
        for alias in role.aliases:
            entry = [nodes.Text(f"{alias}: "), link("job", role.id)]
            by_letter[_letter(alias)].append((alias, entry))
    return [
        group(letter, [entry for _, entry in sorted(entries, key=lambda item: item[0].casefold())])
        for letter, entries in sorted(by_letter.items())
    ]


def _letter(name: str) -> str:
    return name[:1].upper() if name[:1].isalpha() else "0–9"


def _skill_index(view: View, node: placeholder) -> list[nodes.Node]:
    sections = []
    for skill in view.handbook.skills.values():
        by_level: defaultdict[str, list[JobRole]] = defaultdict(list)
        for role, need in view.handbook.askers_of_skill.get(skill.id, ()):
            by_level[need.level].append(role)
        entries = [
            [
                level_badge(view.handbook, level),
                nodes.Text(" "),
                *joined(link("job", role.id) for role in by_level[level]),
            ]
            for level in view.handbook.levels
            if level in by_level
        ]
        if entries:
            sections.append(group(link("skill", skill.id), entries, id_=f"skill-{skill.id}"))
    return sections


def _qualification_index(view: View, node: placeholder) -> list[nodes.Node]:
    sections = []
    for qualification in view.handbook.qualifications.values():
        needs = view.handbook.askers_of_qualification.get(qualification.id, ())
        entries: list[list[nodes.Node]] = []
        for label, preferred in (("Needed by", False), ("Preferred by", True)):
            roles = dict.fromkeys(role.id for role, need in needs if need.preferred == preferred)
            if roles:
                entries.append(
                    [nodes.Text(f"{label} "), *joined(link("job", id_) for id_ in roles)]
                )
        if entries:
            title = link("qualification", qualification.id)
            sections.append(group(title, entries, id_=f"qualification-{qualification.id}"))
    return sections


BUILDERS: dict[PartName, Callable[[View, placeholder], list[nodes.Node]]] = {
    "family-list": _family_list,
    "qualification-index": _qualification_index,
    "qualification-list": _qualification_list,
    "question-list": _question_list,
    "role-index": _role_index,
    "role-list": _role_list,
    "skill-index": _skill_index,
    "skill-list": _skill_list,
}
"""How each list is made."""

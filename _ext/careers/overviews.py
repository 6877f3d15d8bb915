"""What shows a family as a whole: its ladders rung by rung, its matrix of skills, and its map."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from docutils import nodes

from careers.drawing import Drawing, Line, draw
from careers.elements import comparison_link, joined, level_badge, link, table
from careers.model import Family
from careers.nodes import drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from careers.model import JobRole
    from careers.nodes import PartName, placeholder
    from careers.view import View

MOST_ROWS = 40
"""How many skills a matrix shows, those that most roles ask for first; the others are named below.

So a family's page grows with its roles, and not with its roles times its skills.
"""

NOT_ASKED = "–"


def _roles(view: View) -> Sequence[JobRole]:
    family = view.record.page
    assert isinstance(family, Family)
    return view.handbook.roles_of_family.get(family.id, ())


def _ladders(view: View, node: placeholder) -> list[nodes.Node]:
    here = {role.id for role in _roles(view)}
    parts: list[nodes.Node] = []
    for ladder in view.insights.ladders:
        if any(role.id in here for rung in ladder for role in rung):
            parts += _ladder(view, ladder)
    return parts or [nodes.paragraph("", "No role of this family leads to another yet.")]


def _ladder(view: View, ladder: Sequence[Sequence[JobRole]]) -> list[nodes.Node]:
    roles = [role for rung in ladder for role in rung]
    steps = [
        [link("job", role.id), nodes.Text(" leads to "), *joined(_step(view, role))]
        for role in roles
        if any(reference.id in view.handbook.roles for reference in role.leads_to)
    ]
    names = [" or ".join(role.title for role in rung) for rung in (ladder[0], ladder[-1])]
    caption = f"From {names[0]} to {names[1]}"
    items = [nodes.list_item("", nodes.paragraph("", "", *step)) for step in steps]
    return [
        nodes.bullet_list("", *items, classes=["steps"]),
        _levels_table(view, caption, roles, _skills_of(view, roles)),
    ]


def _step(view: View, role: JobRole) -> Iterable[nodes.Node]:
    for reference in role.leads_to:
        if reference.id in view.handbook.roles:
            what = comparison_link(role.id, reference.id, "what changes")
            yield nodes.inline(
                "", "", link("job", reference.id), nodes.Text(" ("), what, nodes.Text(")")
            )


def _matrix(view: View, node: placeholder) -> list[nodes.Node]:
    roles = _roles(view)
    skills = _skills_of(view, roles)
    if not skills:
        return [nodes.paragraph("", "No role of this family asks for a skill yet.")]
    page = view.record.page
    assert page is not None
    parts: list[nodes.Node] = [
        _levels_table(view, f"Skills of {page.title}", roles, skills[:MOST_ROWS])
    ]
    if skills[MOST_ROWS:]:
        others = joined(link("skill", skill) for skill in skills[MOST_ROWS:])
        parts.append(nodes.paragraph("", "", nodes.Text("Fewer roles ask for: "), *others))
    return parts


def _skills_of(view: View, roles: Sequence[JobRole]) -> list[str]:
    """Return the skills that roles ask for, those of most roles first, then by title."""
    count = Counter(skill for role in roles for skill in view.insights.profiles[role.id])
    titles = view.handbook.skills
    return sorted(count, key=lambda skill: (-count[skill], titles[skill].title.casefold(), skill))


def _levels_table(
    view: View, caption: str, roles: Sequence[JobRole], skills: Sequence[str]
) -> nodes.Node:
    head: list[list[nodes.Node]] = [[nodes.Text("Skill")]]
    head += [[link("job", role.id)] for role in roles]
    rows: list[list[list[nodes.Node]]] = [
        [[link("skill", skill)], *([_cell(view, role, skill)] for role in roles)]
        for skill in skills
    ]
    made = table(caption, head, rows)
    made["classes"].append("levels")
    return made


def _cell(view: View, role: JobRole, skill: str) -> nodes.Node:
    rank = view.insights.profiles[role.id].get(skill, 0)
    if not rank:
        return nodes.Text(NOT_ASKED)
    return level_badge(view.handbook, view.handbook.levels[rank - 1])


def _map(view: View, node: placeholder) -> list[nodes.Node]:
    roles = _roles(view)
    page = view.record.page
    assert page is not None
    if not roles:
        return []
    ids = {role.id for role in roles}
    lines = []
    for role in roles:
        lines += [Line(role.id, ref.id, "leads-to") for ref in role.leads_to if ref.id in ids]
        lines += [Line(role.id, ref.id, "reports-to") for ref in role.reports_to if ref.id in ids]
        for ref in role.similar:
            back = Line(ref.id, role.id, "similar")
            if ref.id in ids and back not in lines:
                lines.append(Line(role.id, ref.id, "similar"))
    lines = [line for line in lines if line.start != line.end]
    made: Drawing = draw({role.id: role.title for role in roles}, lines)
    docnames = {role.id: role.docname for role in roles}
    return [drawing("", drawing=made, docnames=docnames, title=f"Map of {page.title}")]


BUILDERS: dict[PartName, Callable[[View, placeholder], list[nodes.Node]]] = {
    "ladders": _ladders,
    "map": _map,
    "matrix": _matrix,
}
"""How each overview is made."""

"""What shows a family as a whole: its ladders rung by rung, its matrix of skills, and its map."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from docutils import nodes

from careers.drawing import Drawing, Line, draw
from careers.elements import bullets, comparison_link, joined, level_badge, link, table
from careers.listings import MOST
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

MOST_COLUMNS = 30
"""How many roles a table or a map has room for; beyond that a page says less of each."""

NOT_ASKED = "–"


def _roles(view: View) -> Sequence[JobRole]:
    family = view.record.page
    assert isinstance(family, Family)
    return view.handbook.roles_of_family.get(family.id, ())


def _ladders(view: View, node: placeholder) -> list[nodes.Node]:
    roles = _roles(view)
    family = roles[0].family if roles else ""
    ladders = view.insights.ladders_of_family.get(family, ())
    if not ladders:
        return [nodes.paragraph("", "No role of this family leads to another yet.")]
    if len(roles) <= MOST_COLUMNS:
        return [part for ladder in ladders for part in _ladder(view, ladder, family)]
    steps = [step for role in roles for step in _steps(view, role)]
    if len(steps) > MOST:
        text = f"{len(steps)} of the family's roles lead to others, as the page of each one says."
        return [nodes.paragraph("", text)]
    return [_step_list(steps)]


def _ladder(view: View, ladder: Sequence[Sequence[JobRole]], family: str) -> list[nodes.Node]:
    roles = [role for rung in ladder for role in rung]
    if len(roles) > MOST_COLUMNS:
        # A ladder of many families would be on the page of each of them.
        own = (role for role in roles if role.family == family)
        return [_step_list([step for role in own for step in _steps(view, role)])]
    names = [" or ".join(role.title for role in rung) for rung in (ladder[0], ladder[-1])]
    caption = f"From {names[0]} to {names[1]}"
    return [
        _step_list([step for role in roles for step in _steps(view, role)]),
        _levels_table(view, caption, roles, _skills_of(view, roles)),
    ]


def _step_list(steps: Sequence[Sequence[nodes.Node]]) -> nodes.Node:
    made = bullets(steps)
    made["classes"].append("steps")
    return made


def _steps(view: View, role: JobRole) -> Iterable[list[nodes.Node]]:
    if any(reference.id in view.handbook.roles for reference in role.leads_to):
        yield [link("job", role.id), nodes.Text(" leads to "), *joined(_step(view, role))]


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
    caption = f"Skills of {page.title}"
    if len(roles) > MOST_COLUMNS:
        text = f"How many of the family's {len(roles)} roles ask for each skill, at each level."
        return [nodes.paragraph("", text), _counts_table(view, caption, roles, skills[:MOST_ROWS])]
    parts: list[nodes.Node] = [_levels_table(view, caption, roles, skills[:MOST_ROWS])]
    if skills[MOST_ROWS:]:
        others = joined(link("skill", skill) for skill in skills[MOST_ROWS:])
        parts.append(nodes.paragraph("", "", nodes.Text("Fewer roles ask for: "), *others))
    return parts


def _counts_table(
    view: View, caption: str, roles: Sequence[JobRole], skills: Sequence[str]
) -> nodes.Node:
    levels = view.handbook.levels
    count = Counter(item for role in roles for item in view.insights.profiles[role.id].items())
    head: list[list[nodes.Node]] = [[nodes.Text("Skill")]]
    head += [[level_badge(view.handbook, level)] for level in levels]
    rows: list[list[list[nodes.Node]]] = [
        [
            [link("skill", skill)],
            *(_number(count[skill, rank]) for rank in range(1, len(levels) + 1)),
        ]
        for skill in skills
    ]
    return _with_levels(table(caption, head, rows))


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
    return _with_levels(table(caption, head, rows))


def _number(count: int) -> list[nodes.Node]:
    return [nodes.Text(str(count or NOT_ASKED))]


def _with_levels(made: nodes.table) -> nodes.table:
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
    if len(roles) > MOST_COLUMNS:
        text = (
            f"A map of {len(roles)} roles would be too large to read. The page of each role says "
            "what it leads to, whom it reports to and what is like it."
        )
        return [nodes.paragraph("", text)]
    made: Drawing = draw({role.id: role.title for role in roles}, _lines(roles))
    docnames = {role.id: role.docname for role in roles}
    return [drawing("", drawing=made, docnames=docnames, title=f"Map of {page.title}")]


def _lines(roles: Sequence[JobRole]) -> list[Line]:
    ids = {role.id for role in roles}
    lines: dict[Line, None] = {}
    for role in roles:
        lines |= {Line(role.id, ref.id, "leads-to"): None for ref in role.leads_to}
        lines |= {Line(role.id, ref.id, "reports-to"): None for ref in role.reports_to}
        for ref in role.similar:
            if Line(ref.id, role.id, "similar") not in lines:
                lines[Line(role.id, ref.id, "similar")] = None
    return [line for line in lines if line.end in ids and line.start != line.end]


BUILDERS: dict[PartName, Callable[[View, placeholder], list[nodes.Node]]] = {
    "ladders": _ladders,
    "map": _map,
    "matrix": _matrix,
}
"""How each overview is made."""

"""Pages of comparisons: for each role, how it differs from those on its ladders and those like it.

There is one page a role, so that they grow as roles do, and each is made when the site is built,
so that it can be read without scripts.
"""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

from careers.domain import CareersDomain
from careers.insights import ORDER
from careers.made import MadePages
from careers.wording import level_title, pay_in_short, show_years

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx.environment import BuildEnvironment

    from careers.handbook import Handbook
    from careers.insights import Change, Comparison, Insights, SkillChange
    from careers.made import Context, Made, Maker
    from careers.model import JobRole, Page, QualificationNeed, Reference

HEADINGS: dict[Change, str] = {
    "gained": "Gained: to learn",
    "raised": "Raised: to a higher level",
    "same": "The same",
    "lowered": "Lowered: a lower level will do",
    "dropped": "Dropped: no longer asked for",
}


Level = tuple[str, str, int]
"""The anchor of a level on its skill's page, its name, and its rank."""

Skill = tuple[str, str, list[Level]]
"""A skill's title, its page, and the levels that it goes through, which are one or two."""


class Comparisons(MadePages):
    """Makes the pages of comparisons."""

    template = "comparisons.html"

    def pages(self, env: BuildEnvironment, maker: Maker) -> Iterator[Made]:
        """Give each page of comparisons that has to be written."""
        domain = CareersDomain.of(env)
        handbook, insights = domain.handbook, domain.insights
        facts = {role.id: _facts(handbook, role) for role in handbook.roles.values()}
        for role in handbook.roles.values():
            compared = (role, *insights.partners(role))
            inputs = " ".join(facts[one.id] for one in compared)
            show = partial(page, handbook, insights, role)
            yield from maker.make(page_name(role), role.docname, inputs, show)


def _facts(handbook: Handbook, role: JobRole) -> str:
    """Give all that a page of comparisons shows of a role, in short."""
    skills, qualifications = handbook.skills, handbook.qualifications
    shown = (
        role.id,
        role.title,
        role.docname,
        role.family in handbook.families and handbook.families[role.family].title,
        role.pay,
        _titles(handbook, role.reports_to),
        [reference.id for reference in role.leads_to],
        [(need.level, *_place(skills[need.skill])) for need in role.skills if need.skill in skills],
        [
            (need.preferred, need.years, *_place(qualifications[need.qualification]))
            for need in role.qualifications
            if need.qualification in qualifications
        ],
        handbook.levels,
    )
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def _place(page: Page) -> tuple[str, str, str]:
    return page.id, page.title, page.docname


def page_name(role: JobRole) -> str:
    """Return the name of a role's page of comparisons."""
    return f"compare/{role.id}"


def page(handbook: Handbook, insights: Insights, role: JobRole) -> Context:
    """Return what a role's page of comparisons shows, for its template."""
    return {
        "title": f"{role.title} compared",
        "role": {"id": role.id, "title": role.title, "docname": role.docname},
        "comparisons": [
            _shown(handbook, insights.compare(role, other), _why(role, other))
            for other in insights.partners(role)
        ],
    }


def _why(role: JobRole, other: JobRole) -> str:
    if any(reference.id == other.id for reference in role.leads_to):
        return "The next step on the ladder"
    if any(reference.id == role.id for reference in other.leads_to):
        return "The step before on the ladder"
    return "A similar position"


def _shown(handbook: Handbook, comparison: Comparison, why: str) -> Context:
    before, after = comparison.before, comparison.after
    levels = {
        level: (level, level_title(level), rank) for rank, level in enumerate(handbook.levels, 1)
    }
    return {
        "id": after.id,
        "title": after.title,
        "docname": after.docname,
        "why": why,
        "groups": [
            {
                "change": change,
                "heading": HEADINGS[change],
                "skills": [_skill(handbook, levels, skill) for skill in comparison.of(change)],
            }
            for change in ORDER
            if comparison.of(change)
        ],
        "qualifications": [
            {
                "title": handbook.qualifications[item.qualification].title,
                "docname": handbook.qualifications[item.qualification].docname,
                "before": _asked(item.before),
                "after": _asked(item.after),
            }
            for item in comparison.qualifications
        ],
        "pay": [pay_in_short(role.pay) for role in (before, after)],
        "reports_to": [_titles(handbook, role.reports_to) for role in (before, after)],
        "family": [
            handbook.families[role.family].title if role.family in handbook.families else ""
            for role in (before, after)
        ],
    }


def _skill(handbook: Handbook, levels: Mapping[str, Level], change: SkillChange) -> Skill:
    skill = handbook.skills[change.skill]
    asked = [change.before] if change.before == change.after else [change.before, change.after]
    return skill.title, skill.docname, [levels[level] for level in asked if level]


def _asked(need: QualificationNeed | None) -> str:
    if need is None:
        return "not asked for"
    words = "preferred" if need.preferred else "needed"
    return f"{words}, {show_years(need.years)}" if need.years else words


def _titles(handbook: Handbook, references: Sequence[Reference]) -> str:
    roles = [handbook.roles[ref.id].title for ref in references if ref.id in handbook.roles]
    return ", ".join(roles) or "not said"

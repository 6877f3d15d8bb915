"""Pages of comparisons: for each role, how it differs from those on its ladders and those like it.

There is one page a role, so that they grow as roles do, and each is made when the site is built,
so that it can be read without scripts.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from sphinx.builders.html import StandaloneHTMLBuilder

from careers.domain import CareersDomain
from careers.insights import ORDER
from careers.wording import level_title, pay_in_short, show_years

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.application import Sphinx

    from careers.freshness import Freshness
    from careers.handbook import Handbook
    from careers.insights import Change, Comparison, Insights, SkillChange
    from careers.model import JobRole, QualificationNeed, Reference

TEMPLATES = Path(__file__).parent / "templates"
TEMPLATE = "comparisons.html"

HEADINGS: dict[Change, str] = {
    "gained": "Gained: to learn",
    "raised": "Raised: to a higher level",
    "same": "The same",
    "lowered": "Lowered: a lower level will do",
    "dropped": "Dropped: no longer asked for",
}

Context = dict[str, Any]


class Comparisons:
    """Makes the pages of comparisons of each build."""

    def __init__(self, freshness: Freshness) -> None:
        """Write only pages that have changed."""
        self._freshness = freshness

    def collect(self, app: Sphinx) -> Iterator[tuple[str, Context, str]]:
        """Give the builder each page that has to be written."""
        if not isinstance(app.builder, StandaloneHTMLBuilder):
            return
        domain = CareersDomain.of(app.env)
        template = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template(
            TEMPLATE
        )
        source = (TEMPLATES / TEMPLATE).read_text(encoding="utf-8")
        for role in domain.handbook.roles.values():
            name = page_name(role)
            shown = page(domain.handbook, domain.insights, role)
            if self._freshness.has_changed(app, name, role.docname, source + repr(shown)):
                uri = partial(app.builder.get_relative_uri, name)
                body = template.render(shown, uri=uri)
                context = {"title": shown["title"], "belongs_to": role.docname, "body": body}
                yield name, context, "page.html"


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
    return {
        "id": after.id,
        "title": after.title,
        "docname": after.docname,
        "why": why,
        "groups": [
            {
                "change": change,
                "heading": HEADINGS[change],
                "skills": [_skill(handbook, skill) for skill in comparison.of(change)],
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


def _skill(handbook: Handbook, change: SkillChange) -> Context:
    skill = handbook.skills[change.skill]
    return {
        "title": skill.title,
        "docname": skill.docname,
        "levels": [
            {"id": level, "title": level_title(level), "rank": handbook.rank(level)}
            for level in dict.fromkeys((change.before, change.after))
            if level
        ],
    }


def _asked(need: QualificationNeed | None) -> str:
    if need is None:
        return "not asked for"
    words = "preferred" if need.preferred else "needed"
    return f"{words}, {show_years(need.years)}" if need.years else words


def _titles(handbook: Handbook, references: Sequence[Reference]) -> str:
    roles = [handbook.roles[ref.id].title for ref in references if ref.id in handbook.roles]
    return ", ".join(roles) or "not said"

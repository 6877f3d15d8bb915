"""Linked data: what a page is about, in the words of schema.org, for search engines and the like.

Roles are occupations, and never vacancies. All addresses are relative to the page.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from careers.domain import CareersDomain
from careers.model import JobRole, PayBand, Skill
from careers.plain import link_words, plain
from careers.records import LEAD
from careers.wording import pay_in_short

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from careers.handbook import Handbook
    from careers.model import Pay, QualificationKind, QualificationNeed, Question

    Json = Mapping[str, "Json"] | Sequence["Json"] | str | float | None
    Thing = Mapping[str, Json]
    Address = Callable[[str], str]

SKILLS = "skills/index"
"""The page of all skills, which is the set of terms that each of them is in."""

EDUCATION: frozenset[QualificationKind] = frozenset({"degree", "certificate"})
QUALIFICATIONS: frozenset[QualificationKind] = frozenset({"certification", "licence"})

_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def script(things: Sequence[Thing]) -> str:
    """Write things as JSON that ends no script element, whatever their words are."""
    document = {"@context": "https://schema.org", "@graph": list(things)}
    # Outside the words of things, JSON has none of these characters.
    return json.dumps(document, ensure_ascii=False).translate(_ESCAPES)


def occupation(
    role: JobRole, handbook: Handbook, address: Address, lead: str, reasons: Mapping[str, str]
) -> Thing:
    """Say what a role is; `reasons` are the role's own words on its qualifications, by id.

    What is physical is left out: schema.org knows that of vacancies alone.
    """
    needs = [
        (need, handbook.qualifications[need.qualification])
        for need in role.qualifications
        if need.qualification in handbook.qualifications
    ]
    return _filled(
        {
            "@type": "Occupation",
            "@id": address(role.docname),
            "name": role.title,
            "alternateName": list(role.aliases),
            "description": lead,
            "skills": [
                # Each says its name on its own page.
                _term(handbook.skills[need.skill], address)
                for need in role.skills
                if need.skill in handbook.skills
            ],
            "educationRequirements": [
                _requirement(need, thing.title, reasons)
                for need, thing in needs
                if thing.kind in EDUCATION
            ],
            "qualifications": [
                _requirement(need, thing.title, reasons)
                for need, thing in needs
                if thing.kind in QUALIFICATIONS
            ],
            "experienceRequirements": [
                _experience(need, thing.title, reasons)
                for need, thing in needs
                if thing.kind == "experience"
            ],
            "estimatedSalary": _salary(role.pay) if role.pay else None,
        }
    )


def defined_term(skill: Skill, address: Address, lead: str, set_title: str) -> Thing:
    """Say what a skill is; `set_title` is the title of the page of all skills, if there is one."""
    terms = {"@type": "DefinedTermSet", "@id": address(SKILLS), "name": set_title}
    return _filled(
        {
            **_term(skill, address),
            "name": skill.title,
            "termCode": skill.id,
            "alternateName": list(skill.aliases),
            "description": lead,
            "inDefinedTermSet": terms if set_title else None,
        }
    )


def faq_page(url: str, title: str, answers: Sequence[tuple[Question, str]]) -> Thing:
    """Say which questions a page answers, and how."""
    return {
        "@type": "FAQPage",
        "@id": url,
        "name": title,
        "mainEntity": [
            {
                "@type": "Question",
                "@id": f"{url}#{question.id}",
                "name": question.title,
                "acceptedAnswer": {"@type": "Answer", "text": answer},
            }
            for question, answer in answers
        ],
    }


def breadcrumb_list(pages: Sequence[tuple[str, str]]) -> Thing:
    """Say the way to a page: the titles and addresses of the pages on it, its own last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": title, "item": url}
            for position, (title, url) in enumerate(pages, 1)
        ],
    }


def add_to_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give a page's template its linked data as `linked_data`, where there are any."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    root = context["content_root"].removeprefix("./")

    def address(docname: str) -> str:
        return f"{root}{builder.get_target_uri(docname)}"

    things = _things(app, pagename, address, doctree)
    if context.get("breadcrumbs"):
        known = pagename in app.env.titles
        title = app.env.titles[pagename].astext() if known else context["title"]
        pages = [(crumb["title"], crumb["link"]) for crumb in context["breadcrumbs"]]
        home = ("Home", address(app.config.root_doc))
        things.append(breadcrumb_list([home, *pages, (title, address(pagename))]))
    if things:
        context["linked_data"] = script(things)


def _things(
    app: Sphinx, docname: str, address: Address, doctree: nodes.document | None
) -> list[Thing]:
    domain = CareersDomain.of(app.env)
    record = domain.records.get(docname)
    if record is None:
        return []
    words = link_words(domain.handbook, app.env)
    titles = app.env.titles

    def text(name: str) -> str:
        return plain(record.fragments[name].copy(), words) if name in record.fragments else ""

    match record.page:
        case JobRole() as role:
            reasons = _reasons(role, doctree)
            return [occupation(role, domain.handbook, address, text(LEAD), reasons)]
        case Skill() as skill:
            title = titles[SKILLS].astext() if SKILLS in titles else ""
            return [defined_term(skill, address, text(LEAD), title)]
    answers = [(question, answer) for question in record.questions if (answer := text(question.id))]
    if not answers:
        return []
    return [faq_page(address(docname), titles[docname].astext(), answers)]


def _reasons(role: JobRole, doctree: nodes.document | None) -> dict[str, str]:
    """Find what a role's page says of its qualifications, as it is shown."""
    sections = {
        id_: section
        for section in (doctree.findall(nodes.section) if doctree else ())
        for id_ in section["ids"]
    }
    ids = {
        need.qualification: f"qualification-{nodes.make_id(need.qualification)}"
        for need in role.qualifications
    }
    return {
        qualification: " ".join(part.astext().split())
        for qualification, id_ in ids.items()
        if id_ in sections
        for part in sections[id_].findall(nodes.container)
        if "reason" in part["classes"]
    }


def _term(skill: Skill, address: Address) -> Thing:
    return {"@type": "DefinedTerm", "@id": address(skill.docname)}


def _requirement(need: QualificationNeed, title: str, reasons: Mapping[str, str]) -> str:
    """Say what is asked for in full: the role's own words tell what else is as good."""
    reason = reasons.get(need.qualification, "")
    return f"{_asked(need, title)}. {reason}".strip()


def _experience(need: QualificationNeed, title: str, reasons: Mapping[str, str]) -> Thing:
    needed = need.years and not need.preferred
    return _filled(
        {
            "@type": "OccupationalExperienceRequirements",
            "name": _asked(need, title),
            "description": reasons.get(need.qualification, ""),
            "monthsOfExperience": need.years.low * 12 if needed and need.years else None,
        }
    )


def _asked(need: QualificationNeed, title: str) -> str:
    return f"{title} (preferred)" if need.preferred else title


def _salary(pay: Pay) -> Thing:
    if isinstance(pay, PayBand):
        amounts = {"minValue": pay.low, "maxValue": pay.high}
    else:
        amounts = {"value": pay.average}
    return {
        "@type": "MonetaryAmount",
        "description": pay_in_short(pay),
        "currency": pay.currency,
        "value": {"@type": "QuantitativeValue", **amounts, "unitText": pay.per.upper()},
    }


def _filled(thing: Thing) -> Thing:
    """Leave out what there is nothing to say of."""
    return {key: value for key, value in thing.items() if value not in (None, "", [])}

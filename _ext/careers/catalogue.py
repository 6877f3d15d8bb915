"""The handbook as data: files that tell programs what the pages tell people.

`data/handbook.json` holds everything in short, and `data/handbook.js` is the same as a script, which
a page can read where it is opened from a folder. Each role, skill and qualification has a file of
its own that tells more. The files in `schemas/` say what each key means; they are published too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from careers.domain import CareersDomain
from careers.model import PayBand
from careers.notices import DISCLAIMER, read_notice
from careers.plain import link_words, plain, plain_notice
from careers.records import LEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sphinx.application import Sphinx

    from careers.freshness import Freshness
    from careers.handbook import Handbook
    from careers.insights import Insights
    from careers.model import (
        JobRole,
        Page,
        Pay,
        Qualification,
        QualificationNeed,
        Question,
        Reference,
        Skill,
    )
    from careers.plain import LinkWords
    from careers.records import Record

    Json = Mapping[str, "Json"] | Sequence["Json"] | str | float | None
    Object = Mapping[str, Json]
    File = tuple[str, str, Callable[[], bytes]]
    """A file's path from the site's root, what changes with anything that it says, and its maker."""

_T = TypeVar("_T")

FOLDER = "data"
SCHEMAS = Path(__file__).parent / "schemas"
BUILDERS = frozenset({"html", "dirhtml"})
"""The builders that give each page an address of its own, for the data to name."""


@dataclass(frozen=True, slots=True)
class Site:
    """What the data say of the site.

    `url` gives the address of a page by its docname, from the site's root; `link_words` says what
    a reference reads that is not resolved yet.
    """

    title: str
    version: str
    disclaimer: str
    url: Callable[[str], str]
    link_words: LinkWords


class Catalogue:
    """Writes the data files of each build."""

    def __init__(self, freshness: Freshness) -> None:
        """Make only files that have changed."""
        self._freshness = freshness

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the data files that have changed."""
        if exception is not None or app.builder.name not in BUILDERS:
            return
        freshness = self._freshness
        if freshness.is_same(FOLDER, freshness.everything, app.outdir.joinpath):
            return
        domain = CareersDomain.of(app.env)
        site = Site(
            title=app.config.html_title,
            version=app.config.release or app.config.version,
            disclaimer=plain_notice(read_notice(app.srcdir / DISCLAIMER)),
            url=app.builder.get_target_uri,
            link_words=link_words(domain.handbook, app.env),
        )
        for name, inputs, make in self._files(domain, site):
            if freshness.has_changed(FOLDER, name, inputs):
                keep(app.outdir / name, make())

    def _files(self, domain: CareersDomain, site: Site) -> Iterator[File]:
        """Give each file that is published."""
        maker = _Maker(domain.handbook, domain.insights, domain.records, site)
        for name in ("handbook.json", "handbook.js"):
            yield f"{FOLDER}/{name}", self._freshness.facts, partial(maker.whole, name)
        for folder, thing, say in maker.things():
            # Of other pages it says nothing that the thing's own page does not show.
            others = self._freshness.of_page(thing.docname)
            inputs = f"{others} {domain.records[thing.docname].digest}"
            yield f"{FOLDER}/{folder}/{thing.id}.json", inputs, partial(_file, say)
        for schema in sorted(SCHEMAS.glob("*.json")):
            # A schema is a part of the extension, and so of the inputs of everything.
            yield f"{FOLDER}/schema/{schema.name}", "", schema.read_bytes


def keep(path: Path, content: bytes) -> None:
    """Write a file if it would differ, so that its time tells when it has changed."""
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _file(say: Callable[[], Object]) -> bytes:
    return _dump(say()).encode()


def _dump(content: Object) -> str:
    """Write an object with each of its keys, and each item of a list of objects, on a line."""
    lines = []
    for key, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            items = ",\n  ".join(_compact(item) for item in value)
            lines.append(f" {_compact(key)}: [\n  {items}\n ]")
        else:
            lines.append(f" {_compact(key)}: {_compact(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _compact(value: Json) -> str:
    # With an indent, Python would write JSON by itself, and several times as slowly.
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


class _Maker:
    """Says each thing of a handbook as data."""

    def __init__(
        self, handbook: Handbook, insights: Insights, records: Mapping[str, Record], site: Site
    ) -> None:
        self._handbook = handbook
        self._insights = insights
        self._records = records
        self._site = site
        self._about = {"version": site.version, "disclaimer": site.disclaimer}

    def things(self) -> Iterator[tuple[str, Page, Callable[[], Object]]]:
        """Give each thing that has a file of its own, with its folder and its maker."""
        handbook = self._handbook
        for role in handbook.roles.values():
            yield "roles", role, partial(self.role, role)
        for skill in handbook.skills.values():
            yield "skills", skill, partial(self.skill, skill)
        for qualification in handbook.qualifications.values():
            yield "qualifications", qualification, partial(self.qualification, qualification)

    @cached_property
    def _whole(self) -> str:
        return _dump(self._everything())

    def whole(self, name: str) -> bytes:
        """Return the file of everything, which is data or a script."""
        text = f"globalThis.handbook = {self._whole.rstrip()};\n"
        return (text if name.endswith(".js") else self._whole).encode()

    def _everything(self) -> Object:
        handbook = self._handbook
        return {
            "$schema": "schema/handbook.json",
            "title": self._site.title,
            **self._about,
            "levels": list(handbook.levels),
            "families": [self._thing(family) for family in _by_id(handbook.families.values())],
            "roles": [self._role(role) for role in _by_id(handbook.roles.values())],
            "skills": [self._skill(skill) for skill in _by_id(handbook.skills.values())],
            "qualifications": [
                self._qualification(qualification)
                for qualification in _by_id(handbook.qualifications.values())
            ],
            "questions": [
                self._question(question) for question in _by_id(handbook.questions.values())
            ],
        }

    def role(self, role: JobRole) -> Object:
        questions = self._handbook.questions_about.get(role.id, ())
        return {
            "$schema": "../schema/role.json",
            **self._role(role),
            "lead": self._text(role.docname, LEAD),
            "questions": [question.id for question in _by_id(questions)],
            **self._about,
        }

    def skill(self, skill: Skill) -> Object:
        askers = self._handbook.askers_of_skill.get(skill.id, ())
        return {
            "$schema": "../schema/skill.json",
            **self._skill(skill),
            "lead": self._text(skill.docname, LEAD),
            "levels": {level: self._text(skill.docname, level) for level in skill.levels},
            "asked-by": [
                {"id": role.id, "level": need.level}
                for role, need in sorted(askers, key=lambda asker: asker[0].id)
                if self._handbook.rank(need.level)
            ],
            **self._about,
        }

    def qualification(self, qualification: Qualification) -> Object:
        askers = self._handbook.askers_of_qualification.get(qualification.id, ())
        return {
            "$schema": "../schema/qualification.json",
            **self._qualification(qualification),
            "lead": self._text(qualification.docname, LEAD),
            "asked-by": [
                {"id": role.id, "preferred": need.preferred}
                for role, need in sorted(askers, key=lambda asker: asker[0].id)
            ],
            **self._about,
        }

    def _thing(self, page: Page) -> Object:
        return {"id": page.id, "title": page.title, "url": self._site.url(page.docname)}

    def _role(self, role: JobRole) -> Object:
        handbook = self._handbook
        return {
            **self._thing(role),
            "family": role.family if role.family in handbook.families else None,
            "aliases": list(role.aliases),
            "reports-to": self._roles(role.reports_to),
            "leads-to": self._roles(role.leads_to),
            "similar": [
                {
                    "id": neighbour.role.id,
                    "similarity": round(neighbour.similarity, 4),
                    "named": neighbour.named,
                }
                for neighbour in sorted(
                    self._insights.neighbours(role), key=lambda neighbour: neighbour.role.id
                )
            ],
            "pay": _pay(role.pay) if role.pay else None,
            "reviewed": _day(role.reviewed),
            "added": _day(role.added),
            "skills": [
                {"id": need.skill, "level": need.level}
                for need in role.skills
                if need.skill in handbook.skills and handbook.rank(need.level)
            ],
            "qualifications": [
                _need(need)
                for need in role.qualifications
                if need.qualification in handbook.qualifications
            ],
        }

    def _skill(self, skill: Skill) -> Object:
        return {
            **self._thing(skill),
            "category": skill.category or None,
            "aliases": list(skill.aliases),
        }

    def _qualification(self, qualification: Qualification) -> Object:
        return {
            **self._thing(qualification),
            "kind": qualification.kind,
            "aliases": list(qualification.aliases),
        }

    def _question(self, question: Question) -> Object:
        return {
            "id": question.id,
            "title": question.title,
            "url": f"{self._site.url(question.docname)}#{question.id}",
            "about": self._roles(question.about),
        }

    def _roles(self, references: Iterable[Reference]) -> list[str]:
        ids = {reference.id for reference in references}
        return sorted(ids & self._handbook.roles.keys())

    def _text(self, docname: str, fragment: str) -> str:
        found = self._records[docname].fragments.get(fragment)
        return plain(found.copy(), self._site.link_words) if found else ""


def _pay(pay: Pay) -> Object:
    amounts: Object
    if isinstance(pay, PayBand):
        amounts = {"kind": "band", "low": pay.low, "high": pay.high}
    else:
        amounts = {"kind": "market-estimate", "average": pay.average}
    return {
        **amounts,
        "currency": pay.currency,
        "per": pay.per,
        "source": pay.source,
        "as-of": _day(pay.as_of) or "undated",
        "review-by": _day(pay.review_by),
    }


def _need(need: QualificationNeed) -> Object:
    years = need.years
    function = {"essential-function": need.function} if need.function else {}
    return {
        "id": need.qualification,
        "preferred": need.preferred,
        "years": {"low": years.low, "high": years.high} if years else None,
        **function,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _by_id(things: Iterable[_T]) -> list[_T]:
    return sorted(things, key=attrgetter("id"))

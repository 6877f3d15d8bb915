"""What a rule of the linter is, and what it is given to look at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from careers import model
from careers.handbook import Handbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from careers.faults import Fault
    from careers.lint.page import Page

Severity = Literal["error", "warning", "suggestion", "information"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "suggestion", "information")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that a rule has found, at a line of a file."""

    path: str
    line: int
    rule: str
    severity: Severity
    message: str

    def __str__(self) -> str:
        """Write it as compilers do."""
        return f"{self.path}:{self.line}: {self.severity}: {self.message} [{self.rule}]"


@dataclass(frozen=True)
class Book:
    """All pages of a handbook, and the day on which they are read."""

    pages: Sequence[Page]
    today: date
    levels: tuple[str, ...]
    roles: dict[str, tuple[model.JobRole, list[Fault]]] = field(init=False)
    """The roles by the path of their pages, with the faults of their front matter."""

    def __post_init__(self) -> None:
        """Read the front matter of the roles."""
        roles = {page.path: _role(page) for page in self.pages if page.kind == "job"}
        object.__setattr__(self, "roles", roles)

    @cached_property
    def qualifications(self) -> dict[str, model.Qualification]:
        """The qualifications by id."""
        return self.handbook.qualifications

    @cached_property
    def functions_missing(self) -> dict[str, list[Found]]:
        """Physical qualifications that are asked for without a function, by docname."""
        known = self.qualifications
        # Nothing else of the roles is asked about, since the build reports it.
        roles = [
            replace(
                role,
                reports_to=(),
                leads_to=(),
                similar=(),
                skills=(),
                qualifications=tuple(
                    need for need in role.qualifications if need.qualification in known
                ),
            )
            for role, _ in self.roles.values()
        ]
        missing: dict[str, list[Found]] = {}
        for docname, fault in Handbook([*roles, *known.values()], (), self.levels).faults():
            if fault.kind == "missing-function":
                missing.setdefault(docname, []).append((fault.line, fault.message))
        return missing

    @cached_property
    def handbook(self) -> Handbook:
        """The handbook that the pages make, as far as front matter and directives tell."""
        things: list[model.Page] = [role for role, _ in self.roles.values()]
        for page in self.pages:
            head = (page.id, page.docname, page.title, "")
            match page.kind:
                case "family":
                    things.append(model.Family(*head))
                case "skill":
                    things.append(model.Skill(*head, levels=self.levels))
                case "qualification":
                    matter, _ = model.read_qualification(page.matter.values)
                    things.append(model.Qualification(*head, kind=matter.kind))
        return Handbook(things, (), self.levels)


def _role(page: Page) -> tuple[model.JobRole, list[Fault]]:
    matter, faults = model.read_role(page.matter.values)
    skills = [
        model.SkillNeed(d.argument, d.options.get("level", "").strip().lower(), d.line)
        for d in page.directives
        if d.name == "skill"
    ]
    qualifications = [
        model.QualificationNeed(
            d.argument,
            d.line,
            "preferred" in d.options,
            model.read_years(d.options.get("years", "")),
            d.options.get("essential-function", ""),
        )
        for d in page.directives
        if d.name == "qualification"
    ]
    role = model.JobRole(
        page.id,
        page.docname,
        page.title,
        "",
        family=page.docname.split("/")[1],
        reports_to=matter.reports_to,
        leads_to=matter.leads_to,
        similar=matter.similar,
        asks_less=matter.asks_less,
        pay=matter.pay,
        skills=tuple(skills),
        qualifications=tuple(qualifications),
    )
    return role, faults


Found = tuple[int, str]
"""A line and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: why it is there and where that is from are published with it."""

    id: str
    severity: Severity
    title: str
    reason: str
    source: str
    check: Callable[[Page, Book], Iterable[Found]] | None = None
    """Looks at one page; None for rules on silences, which the linter itself keeps."""
    check_all: Callable[[Book], Iterable[tuple[str, Found]]] | None = None
    """Looks at all pages, and names the path of each finding."""
    kinds: frozenset[str] | None = None
    """The kinds of page that it looks at, or None for all."""
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The words that it looks for, each list with its name, to be published."""

    def find(self, book: Book) -> Iterator[Finding]:
        """Find all that the rule has to say."""
        if self.check_all:
            for path, (line, message) in self.check_all(book):
                yield Finding(path, line, self.id, self.severity, message)
        for page in book.pages if self.check else ():
            if self.check and (self.kinds is None or page.kind in self.kinds):
                for line, message in self.check(page, book):
                    yield Finding(page.path, line, self.id, self.severity, message)

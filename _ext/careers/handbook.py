"""The handbook as a whole: everything by its id, who asks for what, and what does not fit together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from careers.faults import Fault, enumerate_words, nearest
from careers.model import Family, JobRole, Page, Qualification, Question, Skill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from careers.model import Kind, QualificationNeed, Reference, SkillNeed

Located = tuple[str, Fault]
"""A docname and a fault in it."""

_P = TypeVar("_P", bound=Page)


@dataclass(frozen=True, slots=True)
class RoleQuery:
    """Which roles a list shows, each word empty where it does not matter, and how.

    `no_degree` shows those that need none, though they may prefer one; `newest` is how many of the
    newest to show, or 0 for all; `brief` leaves out their leads.
    """

    family: str = ""
    skill: str = ""
    level: str = ""
    qualification: str = ""
    no_degree: bool = False
    newest: int = 0
    brief: bool = False

    def matches(self, role: JobRole) -> bool:
        """Tell whether a role is of the family and asks for what is named."""
        if self.family and role.family != self.family:
            return False
        if (self.skill or self.level) and not any(
            self.skill in {"", need.skill} and self.level in {"", need.level}
            for need in role.skills
        ):
            return False
        return not self.qualification or any(
            need.qualification == self.qualification for need in role.qualifications
        )


@dataclass(frozen=True)
class Handbook:
    """All pages of a handbook; of two with one id, the first by docname stands for it.

    `levels` are the words for skill levels, lowest first.
    """

    pages: Sequence[Page]
    all_questions: Sequence[Question]
    levels: Sequence[str]

    @cached_property
    def roles(self) -> dict[str, JobRole]:
        """Roles by id, in the order of their titles."""
        return _by_id(self.pages, JobRole)

    @cached_property
    def skills(self) -> dict[str, Skill]:
        """Skills by id, in the order of their titles."""
        return _by_id(self.pages, Skill)

    @cached_property
    def qualifications(self) -> dict[str, Qualification]:
        """Qualifications by id, in the order of their titles."""
        return _by_id(self.pages, Qualification)

    @cached_property
    def families(self) -> dict[str, Family]:
        """Families by id, in the order of their titles."""
        return _by_id(self.pages, Family)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Questions by id, in the order of the pages and of the questions on each."""
        questions: dict[str, Question] = {}
        for question in self.all_questions:
            questions.setdefault(question.id, question)
        return questions

    def things(self, kind: Kind) -> Mapping[str, Page | Question]:
        """Return everything of one kind by id."""
        match kind:
            case "job":
                return self.roles
            case "skill":
                return self.skills
            case "qualification":
                return self.qualifications
            case "family":
                return self.families
            case "question":
                return self.questions

    def needs_degree(self, role: JobRole) -> bool:
        """Tell whether a role asks for a degree, and does not merely prefer one."""
        return any(
            not need.preferred and self.qualifications[need.qualification].kind == "degree"
            for need in role.qualifications
            if need.qualification in self.qualifications
        )

    def rank(self, level: str) -> int:
        """Return the place of a level from 1 for the lowest, or 0 for none."""
        return self.levels.index(level) + 1 if level in self.levels else 0

    def find_roles(self, query: RoleQuery) -> list[JobRole]:
        """Return the roles that a query asks for, by title, or the newest first."""
        # A family's own list does not go through the roles of all others.
        known = self.roles_of_family.get(query.family, ()) if query.family else self.roles.values()
        roles = [role for role in known if query.matches(role)]
        if query.no_degree:
            roles = [role for role in roles if not self.needs_degree(role)]
        if not query.newest:
            return roles
        dated = [(role.added, role) for role in roles if role.added]
        dated.sort(key=lambda item: item[0], reverse=True)
        return [role for _, role in dated[: query.newest]]

    @cached_property
    def roles_of_family(self) -> Mapping[str, Sequence[JobRole]]:
        """The roles of each family, by title."""
        roles: defaultdict[str, list[JobRole]] = defaultdict(list)
        for role in self.roles.values():
            roles[role.family].append(role)
        return roles

    @cached_property
    def roles_leading_to(self) -> Mapping[str, Sequence[JobRole]]:
        """The roles from which a ladder leads to each role, by title."""
        roles: defaultdict[str, list[JobRole]] = defaultdict(list)
        for role in self.roles.values():
            for reference in role.leads_to:
                roles[reference.id].append(role)
        return roles

    @cached_property
    def askers_of_skill(self) -> Mapping[str, Sequence[tuple[JobRole, SkillNeed]]]:
        """The roles that ask for each skill, by title, with what they ask."""
        askers: defaultdict[str, list[tuple[JobRole, SkillNeed]]] = defaultdict(list)
        for role in self.roles.values():
            for need in role.skills:
                askers[need.skill].append((role, need))
        return askers

    @cached_property
    def askers_of_qualification(self) -> Mapping[str, Sequence[tuple[JobRole, QualificationNeed]]]:
        """The roles that ask for each qualification, by title, with what they ask."""
        askers: defaultdict[str, list[tuple[JobRole, QualificationNeed]]] = defaultdict(list)
        for role in self.roles.values():
            for need in role.qualifications:
                askers[need.qualification].append((role, need))
        return askers

    @cached_property
    def questions_about(self) -> Mapping[str, Sequence[Question]]:
        """The questions about each role, in the order of their pages."""
        questions: defaultdict[str, list[Question]] = defaultdict(list)
        for question in self.questions.values():
            for about in question.about:
                questions[about.id].append(question)
        return questions

    def faults(self) -> Iterator[Located]:
        """Find what does not fit together between pages."""
        yield from self._duplicates()
        for page in self.pages:
            if isinstance(page, JobRole):
                for fault in self._role_faults(page):
                    yield page.docname, fault
        yield from self._round_ladders()
        named: set[tuple[str, str]] = set()
        for question in self.all_questions:
            for about in question.about:
                if about.id not in self.roles and (question.docname, about.id) not in named:
                    named.add((question.docname, about.id))
                    yield question.docname, self.unknown("job", about.id, about.line)

    def unknown(self, kind: Kind, id_: str, line: int) -> Fault:
        """Say that nothing of a kind has an id, and which ids are like it."""
        word = "role" if kind == "job" else kind
        return Fault(
            line, f"unknown {word} '{id_}'; {nearest(id_, self.things(kind))}", "unknown-id"
        )

    def unknown_level(self, level: str, line: int) -> Fault:
        """Say that no level has a name, and which names are like it."""
        message = f"unknown level '{level}'; {nearest(level, self.levels)}"
        return Fault(line, message, "unknown-level")

    def _duplicates(self) -> Iterator[Located]:
        docnames: defaultdict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
        for page in self.pages:
            word = "role" if isinstance(page, JobRole) else type(page).__name__.lower()
            docnames[word, page.id].append((page.docname, 1))
        for question in self.all_questions:
            docnames["question", question.id].append((question.docname, question.line))
        for (word, id_), places in docnames.items():
            for docname, line in places if len(places) > 1 else ():
                others = [other for other, _ in places if other != docname]
                if others:
                    where = ", ".join(f"{other}.md" for other in others)
                    yield (
                        docname,
                        Fault(
                            line,
                            f"{word} '{id_}' is also in {where}; an id is unique, so rename one",
                            "duplicate-id",
                        ),
                    )

    def _role_faults(self, role: JobRole) -> Iterator[Fault]:
        if role.family not in self.families:
            yield Fault(
                1,
                f"family '{role.family}' has no page; add roles/{role.family}/index.md with a title and a lead",
                "missing-family",
            )
        for key, references in (
            ("reports-to", role.reports_to),
            ("leads-to", role.leads_to),
            ("similar", role.similar),
        ):
            for reference in references:
                yield from self._reference_faults(role, key, reference)
        yield from self._skill_faults(role)
        yield from self._qualification_faults(role)
        yield from self._ladder_faults(role)

    def _reference_faults(self, role: JobRole, key: str, reference: Reference) -> Iterator[Fault]:
        if reference.id == role.id:
            yield Fault(
                reference.line, f"'{key}' names the role itself; name another role", "wrong-value"
            )
        elif reference.id not in self.roles:
            yield self.unknown("job", reference.id, reference.line)

    def _skill_faults(self, role: JobRole) -> Iterator[Fault]:
        lines: dict[str, int] = {}
        for need in role.skills:
            if need.skill in lines:
                yield Fault(
                    need.line,
                    f"skill '{need.skill}' is already asked for on line {lines[need.skill]}; keep one of the two",
                    "duplicate-need",
                )
            lines.setdefault(need.skill, need.line)
            skill = self.skills.get(need.skill)
            if skill is None:
                yield self.unknown("skill", need.skill, need.line)
            if not need.level:
                yield Fault(
                    need.line,
                    f"skill '{need.skill}' is asked for at no level; add ':level:' with {enumerate_words(self.levels, 'or')}",
                    "missing-key",
                )
            elif need.level not in self.levels:
                yield self.unknown_level(need.level, need.line)
            elif skill is not None and need.level not in skill.levels:
                yield Fault(
                    need.line,
                    f"skill '{need.skill}' does not describe level '{need.level}'; "
                    f"add '## {need.level.capitalize()}' to {skill.docname}.md",
                    "missing-level",
                )

    def _qualification_faults(self, role: JobRole) -> Iterator[Fault]:
        for need in role.qualifications:
            qualification = self.qualifications.get(need.qualification)
            if qualification is None:
                yield self.unknown("qualification", need.qualification, need.line)
                continue
            physical = qualification.kind == "physical"
            if physical and not need.function:
                yield Fault(
                    need.line,
                    f"qualification '{need.qualification}' is physical; say which essential function "
                    "of the role needs it, with ':essential-function:'",
                    "missing-function",
                )
            if need.function and not physical:
                yield Fault(
                    need.line,
                    f"':essential-function:' is for physical qualifications; '{need.qualification}' "
                    f"is a {qualification.kind}, so remove it",
                    "wrong-value",
                )
            if need.years and qualification.kind != "experience":
                yield Fault(
                    need.line,
                    f"':years:' is for experience; '{need.qualification}' is a {qualification.kind}, so remove it",
                    "wrong-value",
                )

    def _round_ladders(self) -> Iterator[Located]:
        """Find the steps by which a ladder comes back to where it was."""
        done: set[str] = set()
        for start in self.roles:
            way: dict[str, Iterator[Reference]] = {}
            waiting = [] if start in done else [start]
            while waiting:
                role = self.roles[waiting[-1]]
                steps = way.setdefault(role.id, iter(role.leads_to))
                step = next(steps, None)
                if step is None:
                    done.add(waiting.pop())
                    del way[role.id]
                elif step.id in way and step.id != role.id:
                    yield (
                        role.docname,
                        Fault(
                            step.line,
                            f"'leads-to' comes back to '{step.id}', which leads here; "
                            "remove one of the steps",
                            "wrong-value",
                        ),
                    )
                elif step.id in self.roles and step.id not in done and step.id not in way:
                    waiting.append(step.id)

    def _ladder_faults(self, role: JobRole) -> Iterator[Fault]:
        """Find the skills that a role asks at a lower level than a role that leads to it."""
        if role.asks_less:
            return
        for lower in self.roles_leading_to.get(role.id, ()):
            before = {need.skill: need.level for need in lower.skills}
            for need in role.skills:
                level = before.get(need.skill, "")
                if lower is not role and 0 < self.rank(need.level) < self.rank(level):
                    yield Fault(
                        need.line,
                        f"skill '{need.skill}' is asked for at '{need.level}', and '{lower.id}', "
                        f"which leads to this role, asks for '{level}'; raise it, or give the "
                        "reason as 'asks-less' in the front matter",
                        "asks-less",
                    )


def _by_id(pages: Iterable[Page], kind: type[_P]) -> dict[str, _P]:
    found: dict[str, _P] = {}
    for page in pages:
        if isinstance(page, kind):
            found.setdefault(page.id, page)
    return dict(sorted(found.items(), key=lambda item: (item[1].title.casefold(), item[0])))

"""What follows from the roles: which are alike, how they differ, and how to get from one to another.

Pure functions over the handbook. Similarity is the Ruzicka index (the weighted Jaccard index) of
two roles' levels, each skill weighted by how rare it is, as words are in searching (inverse
document frequency, Spärck Jones 1972):

    similarity(a, b) = Σ w(s)·min(a(s), b(s)) / Σ w(s)·max(a(s), b(s)),   w(s) = ln(1 + N / n(s))

over all skills s, where a(s) is the rank of the level that role a asks for (0 where it does not
ask), N the number of roles, and n(s) the number of those that ask for s. It is symmetric, 0 where
two roles share nothing, and 1 where they ask for the same.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careers.handbook import Handbook
    from careers.model import JobRole, QualificationNeed

MOST_NEIGHBOURS = 5
"""How many similar positions are computed for a role, besides those that its page names."""

LEAST_SIMILARITY = 0.2
LEAST_SHARED = 3
"""Roles that share less than this are not called similar."""

MOST_CANDIDATES = 200
"""How many roles a role is compared with, those that share its rarest skills first."""

MOST_STEPS = 3
"""How many moves a way from one role to another may take."""

Change = Literal["gained", "raised", "same", "lowered", "dropped"]


@dataclass(frozen=True, slots=True)
class SkillChange:
    """How what is asked of one skill differs; a level is empty where the skill is not asked for."""

    skill: str
    before: str
    after: str
    change: Change


@dataclass(frozen=True, slots=True)
class QualificationChange:
    """How what is asked of one qualification differs; None where it is not asked for."""

    qualification: str
    before: QualificationNeed | None
    after: QualificationNeed | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How role `after` differs from role `before`.

    `skills` come in the order gained, raised, same, lowered, dropped, and by title within each.
    """

    before: JobRole
    after: JobRole
    skills: tuple[SkillChange, ...]
    qualifications: tuple[QualificationChange, ...]

    def of(self, change: Change) -> tuple[SkillChange, ...]:
        """Return the skills that change in one way."""
        return tuple(skill for skill in self.skills if skill.change == change)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A role that is like another, and why.

    `similarity` is from 0 to 1. `shared` counts the skills that both ask for; `more` and `less`
    name those of them that the neighbour asks more or less of. `named` where the role's page names
    the neighbour.
    """

    role: JobRole
    similarity: float
    shared: int
    more: tuple[str, ...]
    less: tuple[str, ...]
    named: bool


_Way = tuple[int, int, tuple[str, ...]]
"""The cost of a way, the number of its moves, and the ids of its roles."""

ORDER: tuple[Change, ...] = ("gained", "raised", "same", "lowered", "dropped")


class Insights:
    """What follows from the roles of one handbook."""

    def __init__(self, handbook: Handbook) -> None:
        """Look at a handbook whose pages are all read."""
        self._handbook = handbook
        self._neighbours: dict[str, tuple[Neighbour, ...]] = {}

    @cached_property
    def profiles(self) -> Mapping[str, Mapping[str, int]]:
        """The rank of the level that each role asks for, by role and skill."""
        return {
            role.id: {
                need.skill: rank
                for need in reversed(role.skills)
                if need.skill in self._handbook.skills and (rank := self._handbook.rank(need.level))
            }
            for role in self._handbook.roles.values()
        }

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """The weight of each skill that a role asks for: ln(1 + N / n)."""
        roles = len(self.profiles)
        return {skill: math.log(1 + roles / len(ids)) for skill, ids in self._askers.items()}

    @cached_property
    def _askers(self) -> Mapping[str, Sequence[str]]:
        askers: defaultdict[str, list[str]] = defaultdict(list)
        for role, profile in self.profiles.items():
            for skill in profile:
                askers[skill].append(role)
        return askers

    @cached_property
    def _sizes(self) -> Mapping[str, float]:
        """The weighted ranks of each role, added up."""
        return {
            role: math.fsum(self.weights[skill] * rank for skill, rank in profile.items())
            for role, profile in self.profiles.items()
        }

    def similarity(self, one: str, other: str) -> float:
        """Return how alike two roles are, from 0 to 1."""
        first, second = self.profiles[one], self.profiles[other]
        least = math.fsum(
            self.weights[skill] * min(rank, second[skill])
            for skill, rank in first.items()
            if skill in second
        )
        # What is most at each skill is what both ask for, less what is least.
        most = self._sizes[one] + self._sizes[other] - least
        return min(least / most, 1.0) if most else 0.0

    def neighbours(self, role: JobRole) -> tuple[Neighbour, ...]:
        """Return the roles that are like a role: those that its page names, then the most alike.

        A role is compared with at most `MOST_CANDIDATES` others, so the cost of all roles is
        linear in their number. Roles that a ladder joins to it are left out: they are on its
        ladder already.
        """
        if role.id not in self._neighbours:
            self._neighbours[role.id] = self._find_neighbours(role)
        return self._neighbours[role.id]

    def _find_neighbours(self, role: JobRole) -> tuple[Neighbour, ...]:
        handbook = self._handbook
        named = [
            reference.id
            for reference in role.similar
            if reference.id in handbook.roles and reference.id != role.id
        ]
        ladder = {reference.id for reference in role.leads_to}
        ladder |= {other.id for other in handbook.roles_leading_to.get(role.id, ())}
        mine = self.profiles[role.id].keys()
        likeness = (
            (-self.similarity(role.id, id_), id_)
            for id_ in self._candidates(role.id) - ladder - set(named)
            if len(mine & self.profiles[id_].keys()) >= LEAST_SHARED
        )
        alike = heapq.nsmallest(
            MOST_NEIGHBOURS, (item for item in likeness if -item[0] >= LEAST_SIMILARITY)
        )
        return (
            *(self._neighbour(role, id_, named=True) for id_ in named),
            *(self._neighbour(role, id_, named=False) for _, id_ in alike),
        )

    def _candidates(self, role: str) -> set[str]:
        """Return roles that share skills with a role, its rarest skills first."""
        found: set[str] = set()
        skills = sorted(self.profiles[role], key=lambda skill: (len(self._askers[skill]), skill))
        for skill in skills:
            askers = self._askers[skill]
            if found and len(found) + len(askers) > MOST_CANDIDATES:
                break
            found.update(askers[: MOST_CANDIDATES + 1])
        return found - {role}

    def _neighbour(self, role: JobRole, other: str, *, named: bool) -> Neighbour:
        mine, theirs = self.profiles[role.id], self.profiles[other]
        shared = self._by_title(mine.keys() & theirs.keys())
        return Neighbour(
            self._handbook.roles[other],
            self.similarity(role.id, other),
            len(shared),
            tuple(skill for skill in shared if theirs[skill] > mine[skill]),
            tuple(skill for skill in shared if theirs[skill] < mine[skill]),
            named,
        )

    def compare(self, before: JobRole, after: JobRole) -> Comparison:
        """Say how one role differs from another."""
        mine, theirs = self.profiles[before.id], self.profiles[after.id]
        changes: dict[Change, list[SkillChange]] = {change: [] for change in ORDER}
        for skill in self._by_title(mine.keys() | theirs.keys()):
            old, new = mine.get(skill, 0), theirs.get(skill, 0)
            change = _change(old, new)
            changes[change].append(SkillChange(skill, self._level(old), self._level(new), change))
        return Comparison(
            before,
            after,
            tuple(skill for change in ORDER for skill in changes[change]),
            self._compare_qualifications(before, after),
        )

    def _compare_qualifications(
        self, before: JobRole, after: JobRole
    ) -> tuple[QualificationChange, ...]:
        mine = {need.qualification: need for need in reversed(before.qualifications)}
        theirs = {need.qualification: need for need in reversed(after.qualifications)}
        titles = self._handbook.qualifications
        ids = sorted(
            (mine.keys() | theirs.keys()) & titles.keys(),
            key=lambda id_: (titles[id_].title.casefold(), id_),
        )
        return tuple(QualificationChange(id_, mine.get(id_), theirs.get(id_)) for id_ in ids)

    def partners(self, role: JobRole) -> tuple[JobRole, ...]:
        """Return the roles that a role is compared with: up and down its ladders, then alike."""
        roles = self._handbook.roles
        up = [roles[ref.id] for ref in role.leads_to if ref.id in roles and ref.id != role.id]
        down = [
            other for other in self._handbook.roles_leading_to.get(role.id, ()) if other is not role
        ]
        alike = [neighbour.role for neighbour in self.neighbours(role)]
        return tuple({other.id: other for other in (*up, *down, *alike)}.values())

    def effort(self, before: str, after: str) -> int:
        """Return how many levels a person has to rise, over all skills, to move between two roles."""
        mine = self.profiles[before]
        return sum(
            max(0, rank - mine.get(skill, 0)) for skill, rank in self.profiles[after].items()
        )

    def path(self, before: JobRole, after: JobRole) -> tuple[JobRole, ...]:
        """Return the roles of the easiest way between two roles, both of them included.

        A way is the direct move, or at most `MOST_STEPS` moves that each go up a ladder or to a
        similar position. A move costs the square of its effort, so that two small moves beat a
        large one where they do not lead far astray. Of ways that cost the same, the one of the
        fewest moves counts, then the first by ids. Empty from a role to itself.
        """
        if before.id == after.id:
            return ()
        best: _Way = (self.effort(before.id, after.id) ** 2, 1, (before.id, after.id))
        ways: list[_Way] = [(0, 0, (before.id,))]
        while ways:
            way = heapq.heappop(ways)
            cost, moves, ids = way
            if way >= best:
                break
            for other in self._moves(ids[-1]) - set(ids) if moves < MOST_STEPS else ():
                longer = (cost + self.effort(ids[-1], other) ** 2, moves + 1, (*ids, other))
                if other == after.id:
                    best = min(best, longer)
                elif longer < best:
                    heapq.heappush(ways, longer)
        return tuple(self._handbook.roles[id_] for id_ in best[2])

    def _moves(self, role: str) -> set[str]:
        job = self._handbook.roles[role]
        up = {reference.id for reference in job.leads_to if reference.id in self._handbook.roles}
        return (up | {neighbour.role.id for neighbour in self.neighbours(job)}) - {role}

    @cached_property
    def ladders(self) -> tuple[tuple[tuple[JobRole, ...], ...], ...]:
        """The ladders, each as its rungs from the lowest up, and each rung as its roles by title.

        Roles that `leads-to` joins in any way are on one ladder; a role's rung is one above the
        highest of those that lead to it.
        """
        roles = self._handbook.roles
        higher = {
            role.id: [ref.id for ref in role.leads_to if ref.id in roles and ref.id != role.id]
            for role in roles.values()
        }
        rungs = _rungs(higher)
        ladders = []
        for ids in _joined(higher):
            by_rung: defaultdict[int, list[JobRole]] = defaultdict(list)
            for id_ in ids:
                by_rung[rungs[id_]].append(roles[id_])
            ladders.append(
                tuple(
                    tuple(sorted(rung, key=lambda role: (role.title.casefold(), role.id)))
                    for _, rung in sorted(by_rung.items())
                )
            )
        return tuple(ladders)

    @cached_property
    def ladders_of_family(self) -> Mapping[str, Sequence[tuple[tuple[JobRole, ...], ...]]]:
        """The ladders that each family has roles on, in the order of all ladders."""
        found: defaultdict[str, list[tuple[tuple[JobRole, ...], ...]]] = defaultdict(list)
        for ladder in self.ladders:
            for family in dict.fromkeys(role.family for rung in ladder for role in rung):
                found[family].append(ladder)
        return found

    def _level(self, rank: int) -> str:
        return self._handbook.levels[rank - 1] if rank else ""

    def _by_title(self, skills: Iterable[str]) -> list[str]:
        return sorted(skills, key=self._places.__getitem__)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """The place of each skill in the order of titles."""
        return {skill: place for place, skill in enumerate(self._handbook.skills)}


def _change(before: int, after: int) -> Change:
    if not before:
        return "gained"
    if not after:
        return "dropped"
    if after > before:
        return "raised"
    return "same" if after == before else "lowered"


def _rungs(higher: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Count how many roles stand below each one; those that go round in a circle stand at 0."""
    waiting = dict.fromkeys(higher, 0)
    for ids in higher.values():
        for id_ in ids:
            waiting[id_] += 1
    rungs = dict.fromkeys(higher, 0)
    ready = [id_ for id_, count in waiting.items() if not count]
    while ready:
        role = ready.pop()
        for id_ in higher[role]:
            rungs[id_] = max(rungs[id_], rungs[role] + 1)
            waiting[id_] -= 1
            if not waiting[id_]:
                ready.append(id_)
    return rungs


def _joined(higher: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Group the roles that are joined to at least one other, in the order of the mapping."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for role, ids in higher.items():
        for id_ in ids:
            beside[role].add(id_)
            beside[id_].add(role)
    groups = []
    seen: set[str] = set()
    for role in higher:
        if role in seen or role not in beside:
            continue
        group = []
        waiting = [role]
        seen.add(role)
        while waiting:
            current = waiting.pop()
            group.append(current)
            new = beside[current] - seen
            seen |= new
            waiting.extend(new)
        groups.append(group)
    return groups

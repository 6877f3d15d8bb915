"""What follows from the roles, over handbooks that are made up at random."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careers.handbook import Handbook
from careers.insights import MOST_NEIGHBOURS, ORDER, Insights
from careers.model import (
    JobRole,
    Qualification,
    QualificationNeed,
    Reference,
    Skill,
    SkillNeed,
)

LEVELS = ("awareness", "working", "practitioner", "expert")
SKILLS = [Skill(f"s{n}", f"skills/s{n}", f"Skill {n}", "Lead.", levels=LEVELS) for n in range(6)]
QUALIFICATIONS = [
    Qualification(f"q{n}", f"qualifications/q{n}", f"Qualification {n}", "Lead.") for n in range(3)
]
IDS = [f"r{n}" for n in range(8)]


def role(
    id_: str,
    levels: dict[str, str],
    *,
    leads_to: tuple[str, ...] = (),
    similar: tuple[str, ...] = (),
    qualifications: tuple[QualificationNeed, ...] = (),
) -> JobRole:
    return JobRole(
        id_,
        f"roles/craft/{id_}",
        f"Role {id_}",
        "Lead.",
        family="craft",
        leads_to=tuple(Reference(other, 1) for other in leads_to),
        similar=tuple(Reference(other, 1) for other in similar),
        skills=tuple(SkillNeed(skill, level, 1) for skill, level in levels.items()),
        qualifications=qualifications,
    )


def insights(*roles: JobRole) -> Insights:
    return Insights(handbook(*roles))


def handbook(*roles: JobRole) -> Handbook:
    return Handbook([*roles, *SKILLS, *QUALIFICATIONS], [], LEVELS)


names = st.lists(st.sampled_from(IDS), max_size=2, unique=True).map(tuple)
needs = st.lists(
    st.builds(
        QualificationNeed,
        st.sampled_from([q.id for q in QUALIFICATIONS]),
        st.just(1),
        st.booleans(),
    ),
    max_size=3,
    unique_by=lambda need: need.qualification,
).map(tuple)
profiles = st.dictionaries(st.sampled_from([skill.id for skill in SKILLS]), st.sampled_from(LEVELS))
handbooks = st.lists(
    st.builds(
        role, st.sampled_from(IDS), profiles, leads_to=names, similar=names, qualifications=needs
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda made: made.id,
).map(lambda roles: handbook(*roles))


@given(handbooks)
def test_similarity_is_symmetric_bounded_and_one_for_the_same_profile(made: Handbook) -> None:
    found = Insights(made)
    for one in made.roles:
        for other in made.roles:
            likeness = found.similarity(one, other)
            assert likeness == found.similarity(other, one)
            assert 0 <= likeness <= 1
            if found.profiles[one] == found.profiles[other]:
                assert likeness == (1 if found.profiles[one] else 0)
            if not found.profiles[one].keys() & found.profiles[other].keys():
                assert likeness == 0


@given(handbooks)
def test_comparing_the_other_way_round_mirrors(made: Handbook) -> None:
    found = Insights(made)
    mirror = {
        "gained": "dropped",
        "raised": "lowered",
        "same": "same",
        "lowered": "raised",
        "dropped": "gained",
    }
    for one in made.roles.values():
        for other in made.roles.values():
            there, back = found.compare(one, other), found.compare(other, one)
            turned = {(c.skill, c.after, c.before, mirror[c.change]) for c in there.skills}
            assert turned == {(c.skill, c.before, c.after, c.change) for c in back.skills}
            assert [(q.qualification, q.after, q.before) for q in there.qualifications] == [
                (q.qualification, q.before, q.after) for q in back.qualifications
            ]
            changes = [ORDER.index(skill.change) for skill in there.skills]
            assert changes == sorted(changes)


@given(handbooks)
def test_a_move_to_the_same_role_is_empty(made: Handbook) -> None:
    found = Insights(made)
    for one in made.roles.values():
        assert found.path(one, one) == ()
        assert found.effort(one.id, one.id) == 0
        assert {skill.change for skill in found.compare(one, one).skills} <= {"same"}


@given(handbooks)
def test_a_way_leads_there_and_costs_no_more_than_the_direct_move(made: Handbook) -> None:
    found = Insights(made)
    for one in made.roles.values():
        for other in made.roles.values():
            way = found.path(one, other)
            if one is other:
                continue
            assert way[0] is one
            assert way[-1] is other
            assert 2 <= len(way) <= 4
            cost = sum(found.effort(a.id, b.id) ** 2 for a, b in pairwise(way))
            assert cost <= found.effort(one.id, other.id) ** 2
            for a, b in pairwise(way) if len(way) > 2 else ():
                up = {ref.id for ref in a.leads_to}
                assert b.id in up | {neighbour.role.id for neighbour in found.neighbours(a)}


@given(handbooks)
def test_back_links_are_the_requirements_read_the_other_way(made: Handbook) -> None:
    asked = {(need.skill, job.id, need.level) for job in made.roles.values() for need in job.skills}
    assert asked == {
        (skill, job.id, need.level)
        for skill, askers in made.askers_of_skill.items()
        for job, need in askers
    }
    needed = {
        (need.qualification, job.id) for job in made.roles.values() for need in job.qualifications
    }
    assert needed == {
        (id_, job.id) for id_, askers in made.askers_of_qualification.items() for job, _ in askers
    }


@given(handbooks)
def test_neighbours_name_the_hand_picked_first_and_nobody_twice(made: Handbook) -> None:
    found = Insights(made)
    for one in made.roles.values():
        neighbours = found.neighbours(one)
        ids = [neighbour.role.id for neighbour in neighbours]
        picked = [ref.id for ref in one.similar if ref.id in made.roles and ref.id != one.id]
        assert ids[: len(picked)] == picked
        assert len(ids) == len(set(ids))
        assert one.id not in ids
        rest = [neighbour.similarity for neighbour in neighbours[len(picked) :]]
        assert rest == sorted(rest, reverse=True)
        assert len(rest) <= MOST_NEIGHBOURS


@given(handbooks)
def test_every_role_of_a_ladder_is_on_it_once_and_above_those_that_lead_to_it(
    made: Handbook,
) -> None:
    ladders = Insights(made).ladders
    seen = [job.id for ladder in ladders for rung in ladder for job in rung]
    assert len(seen) == len(set(seen))
    joined = {
        job.id
        for job in made.roles.values()
        for ref in job.leads_to
        if ref.id in made.roles and ref.id != job.id
    }
    joined |= {
        ref.id
        for job in made.roles.values()
        for ref in job.leads_to
        if ref.id in made.roles and ref.id != job.id
    }
    assert set(seen) == joined


def test_the_measure_by_hand() -> None:
    found = insights(
        role("a", {"s0": "practitioner", "s1": "working"}),
        role("b", {"s0": "working", "s2": "expert"}),
        role("c", {"s0": "expert"}),
    )
    common, rare = math.log(1 + 3 / 3), math.log(1 + 3 / 1)
    assert found.similarity("a", "b") == pytest.approx(
        2 * common / (3 * common + 2 * rare + 4 * rare)
    )
    assert found.similarity("a", "c") == pytest.approx(3 * common / (4 * common + 2 * rare))


def test_a_neighbour_says_what_it_asks_more_and_less_of() -> None:
    mine = {"s0": "working", "s1": "working", "s2": "working", "s3": "working"}
    theirs = {"s0": "expert", "s1": "awareness", "s2": "working", "s4": "working"}
    (only,) = insights(role("a", mine), role("b", theirs)).neighbours(role("a", mine))
    assert (only.role.id, only.shared, only.more, only.less, only.named) == (
        "b",
        3,
        ("s0",),
        ("s1",),
        False,
    )


def test_a_role_with_few_skills_in_common_has_no_neighbour() -> None:
    one = role("a", {"s0": "working", "s1": "working", "s2": "working"})
    two = role("b", {"s0": "working", "s1": "working", "s3": "working"})
    assert insights(one, two).neighbours(one) == ()


def test_two_small_moves_beat_a_large_one() -> None:
    low = role("a", {"s0": "awareness", "s1": "awareness"}, leads_to=("b",))
    middle = role("b", {"s0": "practitioner", "s1": "working"}, leads_to=("c",))
    high = role("c", {"s0": "expert", "s1": "expert"})
    found = insights(low, middle, high)
    assert [step.id for step in found.path(low, high)] == ["a", "b", "c"]
    assert [found.effort("a", "b"), found.effort("b", "c"), found.effort("a", "c")] == [3, 3, 6]
    direct = insights(replace(low, leads_to=()), middle, high)
    assert [step.id for step in direct.path(low, high)] == ["a", "c"]


def test_rungs_of_a_ladder_that_forks_and_joins() -> None:
    found = insights(
        role("a", {}, leads_to=("b", "c")),
        role("b", {}, leads_to=("d",)),
        role("c", {}),
        role("d", {}, leads_to=("e",)),
        role("x", {}, leads_to=("d",)),
        role("e", {}),
        role("alone", {}),
    )
    assert [[[job.id for job in rung] for rung in ladder] for ladder in found.ladders] == [
        [["a", "x"], ["b", "c"], ["d"], ["e"]]
    ]


def test_a_role_is_compared_with_no_more_than_a_set_number_of_others() -> None:
    crowd = [
        role(f"r{n:04}", {"s0": "working", "s1": "working", "s2": "working"}) for n in range(1500)
    ]
    found = insights(*crowd)
    assert len(found.neighbours(crowd[0])) == MOST_NEIGHBOURS
    assert len(found._candidates("r0000")) <= 201  # noqa: SLF001  # the bound is what keeps the cost linear

"""Handbooks that are made up, as large as is asked, in the shape of a real one.

    python benchmarks/scale/generate.py FOLDER --roles 1000

Families hold ladders of roles. Roles ask for 8 to 12 skills each: some that everyone asks for, some
that their family shares, and some that few others know of. The same numbers give the same handbook.
"""

from __future__ import annotations

import argparse
import random
import shutil
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent

LEVELS = ("awareness", "working", "practitioner", "expert")
GRADES = ("Associate", "", "Senior", "Principal")
"""The rungs of a ladder, by what stands before the title; the second has none."""
PLACES = ("", "Regional", "Group", "Clinical", "Technical", "Digital", "Commercial", "Corporate", "Field",
          "Customer", "Industrial", "Public", "International", "Strategic", "Community")  # fmt: skip
FAMILY = 24
"""How many roles a family has."""
SKILLS_OF_ROLES = 14 / 3
"""How many skills there are for each role: the European classification has some 14,000 for 3,000."""

_WORDS = yaml.safe_load((HERE.parent / "words.yml").read_text(encoding="utf-8"))
FIELDS, JOBS, ACTS = (tuple(_WORDS[kind].split()) for kind in ("fields", "jobs", "acts"))
SITE = (
    "conf.py",
    "pyproject.toml",
    "index.md",
    "CONTRIBUTING.md",
    "guide",
    "publish",
    "_ext",
    "_includes",
    "_search",
    "_static",
    "_templates",
)
INDEXES = (
    "indexes",
    "roles/index.md",
    "skills/index.md",
    "qualifications/index.md",
    "faq/index.md",
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A page of a made-up handbook: a family, a skill or a qualification."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Role:
    """A role; `skills` are what it asks for, with levels, and `lower` the role below on its ladder."""

    id: str
    title: str
    family: Thing
    skills: tuple[tuple[Thing, str], ...]
    qualifications: tuple[Thing, ...]
    lower: str
    upper: str
    similar: tuple[str, ...]


@dataclass(frozen=True)
class Handbook:
    """All of a made-up handbook but its sentences."""

    families: Sequence[Thing]
    skills: Sequence[Thing]
    qualifications: Sequence[Thing]
    roles: Sequence[Role]

    @cached_property
    def roles_of(self) -> dict[Thing, list[Role]]:
        """The roles of each family."""
        roles: dict[Thing, list[Role]] = {family: [] for family in self.families}
        for role in self.roles:
            roles[role.family].append(role)
        return roles


def generate(roles: int, skills: int | None = None) -> Handbook:
    """Make up a handbook of so many roles and skills."""
    choose = random.Random(f"{roles} {skills}")  # noqa: S311  # the same handbook each time
    count = round(roles * SKILLS_OF_ROLES) if skills is None else skills
    names = _pairs(choose, FIELDS, ACTS)
    pool = [_thing(f"{field} {act}") for field, act in names[:count]]
    awards = [
        _thing(f"Certificate in {field} {act}")
        for field, act in names[count:][: max(12, roles // 8)]
    ]
    families = [
        _thing(f"{one} and {other.lower()}")
        for one, other in _pairs(choose, FIELDS, FIELDS)[: max(1, roles // FAMILY)]
        if one != other
    ]
    return Handbook(families, pool, awards, list(_roles(choose, roles, families, pool, awards)))


def _roles(
    choose: random.Random, count: int, families: Sequence[Thing], skills: Sequence[Thing], awards: Sequence[Thing]
) -> Iterator[Role]:  # fmt: skip
    everyone, rare = (
        skills[:40],
        iter([*skills[40:]] * (1 + 12 * count // max(1, len(skills) - 40))),
    )
    shares = {family: choose.sample(skills, min(30, len(skills))) for family in families}
    titles = (
        " ".join(f"{place} {field} {job}".split()) for place, (field, job) in _crossed(choose)
    )
    made: list[str] = []
    while len(made) < count:
        title = next(titles)
        family = families[len(made) // FAMILY % len(families)]
        core = [*choose.sample(everyone, min(3, len(everyone))), *choose.sample(shares[family], 3)]
        rungs = [_slug(f"{grade} {title}".strip()) for grade in GRADES][: count - len(made)]
        for rung, id_ in enumerate(rungs):
            own = [next(rare, skills[0]) for _ in range(choose.randint(2, 6))]
            needs = list(dict.fromkeys([*core, *own]))
            levels = [LEVELS[min(3, rung + (place % 2))] for place, _ in enumerate(needs)]
            yield Role(
                id_,
                f"{GRADES[rung]} {title}".strip(),
                family,
                tuple(zip(needs, levels, strict=True)),
                tuple(choose.sample(awards, min(3, len(awards)))),
                rungs[rung - 1] if rung else "",
                rungs[rung + 1] if rung + 1 < len(rungs) else "",
                tuple(choose.sample(made[-FAMILY:], min(2, len(made)))),
            )
        made += rungs


def _crossed(choose: random.Random) -> Iterator[tuple[str, tuple[str, str]]]:
    for place in PLACES:
        for pair in _pairs(choose, FIELDS, JOBS):
            yield place, pair


def _pairs(
    choose: random.Random, one: Sequence[str], other: Sequence[str]
) -> list[tuple[str, str]]:
    pairs = list(product(one, other))
    choose.shuffle(pairs)
    return pairs


def _thing(title: str) -> Thing:
    return Thing(_slug(title), title)


def _slug(title: str) -> str:
    return "-".join(title.lower().split())


class Prose:
    """Makes up sentences about a thing, the same ones for the same thing."""

    def __init__(self, id_: str) -> None:
        """Draw words by the id of the thing."""
        self._choose = random.Random(id_)  # noqa: S311  # the same sentences each time

    def sentence(self) -> str:
        """Return a sentence of some fifteen words."""
        choose = self._choose.choice
        return choose((
            f"The work is to bring {choose(ACTS)} and {choose(ACTS)} together, so that the {choose(JOBS).lower()} can rely on both.",
            f"When {choose(FIELDS).lower()} {choose(ACTS)} changes, somebody says what it means for {choose(ACTS)} and who has to know.",
            f"A plan for {choose(FIELDS).lower()} {choose(ACTS)} is agreed with each {choose(JOBS).lower()} before the work begins.",
            f"Problems with {choose(ACTS)} are found early, written down, and mended by the people who know {choose(FIELDS).lower()} best.",
            f"Good {choose(ACTS)} in {choose(FIELDS).lower()} shows in what does not happen: no late surprise, no lost {choose(FIELDS).lower()} record.",
        ))  # fmt: skip

    def text(self, sentences: int) -> str:
        """Return a paragraph."""
        return " ".join(self.sentence() for _ in range(sentences))

    def bullets(self, count: int) -> str:
        """Return a list."""
        return "\n".join(f"- {self.sentence()}" for _ in range(count))


def write_site(handbook: Handbook, folder: Path) -> None:
    """Write the handbook as this project's own pages, with its settings, templates and extension."""
    for name in (*SITE, *INDEXES):
        source, target = REPOSITORY / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(
                source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(source, target)
    for path, text in site_pages(handbook):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def site_pages(handbook: Handbook) -> Iterator[tuple[str, str]]:
    """Give the text of each page, by its path."""
    for family in handbook.families:
        prose = Prose(family.id)
        yield (
            f"roles/{family.id}/index.md",
            f"# {family.title}\n\n{prose.text(2)}\n\n## What the family is for\n\n{prose.text(3)}\n",
        )
    for skill in handbook.skills:
        yield f"skills/{skill.id}.md", skill_page(skill)
    for award in handbook.qualifications:
        yield f"qualifications/{award.id}.md", award_page(award)
    for role in handbook.roles:
        yield f"roles/{role.family.id}/{role.id}.md", role_page(role)
    for family in handbook.families:
        yield f"faq/{family.id}.md", questions_page(family, handbook.roles_of[family])


def skill_page(skill: Thing) -> str:
    """Return the text of a skill's page."""
    prose = Prose(skill.id)
    category = _slug(skill.title.split()[-1])
    alias = f"{skill.title.split()[0].lower()} know-how"
    levels = "".join(
        f"\n## {level.capitalize()}\n\n{prose.text(2)}\n\n{prose.bullets(2)}\n" for level in LEVELS
    )
    return f"---\nskill:\n  aliases: [{alias}]\n  category: {category}\n---\n\n# {skill.title}\n\n{prose.text(2)}\n{levels}"


def award_page(award: Thing) -> str:
    """Return the text of a qualification's page."""
    prose = Prose(award.id)
    return (
        f"---\nqualification:\n  kind: certificate\n---\n\n# {award.title}\n\n{prose.text(2)}\n\n"
        f"## What it shows\n\n{prose.text(3)}\n\n## Ways to gain it\n\n{prose.bullets(3)}\n"
    )


def questions_page(family: Thing, roles: Sequence[Role]) -> str:
    """Return the text of a page of questions about some roles of a family."""
    prose = Prose(f"questions {family.id}")
    about = ", ".join(role.id for role in roles[:3])
    questions = "".join(
        f"\n## How do {role.title} posts change in {family.title.lower()}?\n\n{prose.text(3)}\n"
        for role in roles[:3]
    )
    return f"---\nfaq:\n  about: [{about}]\n---\n\n# Questions about {family.title.lower()}\n\n{prose.text(2)}\n{questions}"


def role_page(role: Role) -> str:
    """Return the text of a role's page."""
    prose = Prose(role.id)
    matter = [f"  aliases: [{' '.join(role.title.split()[-2:]).lower()} post]"]
    matter += [f"  reports-to: [{role.upper}]\n  leads-to: [{role.upper}]"] * bool(role.upper)
    matter += [f"  similar: [{', '.join(role.similar)}]"] * bool(role.similar)
    needs = "".join(
        f"\n:::{{skill}} {skill.id}\n:level: {level}\n{prose.text(2)}\n:::\n"
        for skill, level in role.skills
    )
    awards = "".join(
        f"\n:::{{qualification}} {award.id}\n:preferred:\n{prose.sentence()}\n:::\n"
        for award in role.qualifications
    )
    colleagues = "".join(
        f"- A {{job}}`{id_}` shares the work. {prose.sentence()}\n" for id_ in role.similar
    )
    return (
        "---\nrole:\n" + "\n".join(matter) + f"\n---\n\n# {role.title}\n\n{prose.text(2)}\n\n"
        f"## What a {role.title} does\n\n{prose.text(3)}\n\n{prose.bullets(6)}\n\n"
        f"## A week in the job\n\n{prose.text(4)}\n\n{prose.text(3)}\n\n"
        f"## Who they work with\n\n{colleagues or prose.text(1)}\n\n## Skills\n\n{prose.text(2)}\n{needs}\n"
        f"## Education and training\n{awards}\n## What good work looks like\n\n{prose.bullets(5)}\n\n"
        f"## First steps in the role\n\n{prose.bullets(4)}\n"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--roles", type=int, default=1000)
    parser.add_argument(
        "--skills", type=int, help="as many as the European classification has for so many roles"
    )
    arguments = parser.parse_args()
    write_site(generate(arguments.roles, arguments.skills), arguments.folder)

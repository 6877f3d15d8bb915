"""Handbooks that are made up, as large as is asked, in the shape of a real one.

    python benchmarks/scale/generate.py FOLDER --roles 1000
    python benchmarks/scale/generate.py FOLDER --roles 1000 --plain

With `--plain`, the same pages with the same words are Markdown that any generator builds: what this
project works out as it builds, such as a skill's words on the page of a role, is written out.

Families hold ladders of roles. Roles ask for 8 to 12 skills each: some that everyone asks for, some
that their family shares, and some that few others know of. The same numbers give the same handbook.
"""

from __future__ import annotations

import argparse
import posixpath
import random
import shutil
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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

    @cached_property
    def by_id(self) -> dict[str, Role]:
        """The roles by their ids."""
        return {role.id: role for role in self.roles}

    @cached_property
    def asking(self) -> dict[Thing, list[tuple[Role, str]]]:
        """The roles that ask for each skill, with the level."""
        roles: dict[Thing, list[tuple[Role, str]]] = {skill: [] for skill in self.skills}
        for role in self.roles:
            for skill, level in role.skills:
                roles[skill].append((role, level))
        return roles

    @cached_property
    def preferring(self) -> dict[Thing, list[Role]]:
        """The roles that prefer each qualification."""
        roles: dict[Thing, list[Role]] = {award: [] for award in self.qualifications}
        for role in self.roles:
            for award in role.qualifications:
                roles[award].append(role)
        return roles


def generate(roles: int, skills: int | None = None) -> Handbook:
    """Make up a handbook of so many roles and skills."""
    choose = random.Random(f"{roles} {skills}")  # noqa: S311  # the same handbook each time
    count = round(roles * SKILLS_OF_ROLES) if skills is None else skills
    names = _pairs(choose, FIELDS, ACTS)
    if count + max(12, roles // 8) > len(names):
        message = f"There are words for {len(names)} skills and qualifications, and no more."
        raise ValueError(message)
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


@dataclass(frozen=True, slots=True)
class SkillWords:
    """What the page of a skill says; `levels` by level."""

    lead: str
    levels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AwardWords:
    """What the page of a qualification says."""

    lead: str
    shows: str
    ways: str


@dataclass(frozen=True, slots=True)
class FamilyWords:
    """What the page of a family says, without its roles."""

    lead: str
    purpose: str


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """What the page of a family's questions says; `about` are its roles, each with a question."""

    lead: str
    about: tuple[tuple[Role, str, str], ...]


@dataclass(frozen=True, slots=True)
class RoleWords:
    """What the page of a role says; `reasons` and `grounds` go with its skills and qualifications."""

    reasons: tuple[str, ...]
    grounds: tuple[str, ...]
    shares: tuple[str, ...]
    lead: str
    does: str
    tasks: str
    week: tuple[str, str]
    alone: str
    needs: str
    good: str
    steps: str


@cache
def skill_words(skill: Thing) -> SkillWords:
    """Make up what a skill is."""
    prose = Prose(skill.id)
    levels = {level: f"{prose.text(2)}\n\n{prose.bullets(2)}" for level in LEVELS}
    return SkillWords(prose.text(2), levels)


@cache
def award_words(award: Thing) -> AwardWords:
    """Make up what a qualification is."""
    prose = Prose(award.id)
    return AwardWords(prose.text(2), prose.text(3), prose.bullets(3))


def family_words(family: Thing) -> FamilyWords:
    """Make up what a family is."""
    prose = Prose(family.id)
    return FamilyWords(prose.text(2), prose.text(3))


@cache
def question_words(family: Thing, roles: tuple[Role, ...]) -> QuestionWords:
    """Make up questions about some roles of a family."""
    prose = Prose(f"questions {family.id}")
    about = tuple(
        (role, f"How do {role.title} posts change in {family.title.lower()}?", prose.text(3))
        for role in roles
    )
    return QuestionWords(prose.text(2), about)


@cache
def role_words(role: Role) -> RoleWords:
    """Make up what a role is."""
    prose = Prose(role.id)
    return RoleWords(
        reasons=tuple(prose.text(2) for _ in role.skills),
        grounds=tuple(prose.sentence() for _ in role.qualifications),
        shares=tuple(prose.sentence() for _ in role.similar),
        lead=prose.text(2),
        does=prose.text(3),
        tasks=prose.bullets(6),
        week=(prose.text(4), prose.text(3)),
        alone="" if role.similar else prose.text(1),
        needs=prose.text(2),
        good=prose.bullets(5),
        steps=prose.bullets(4),
    )


def asked_about(roles: Sequence[Role]) -> tuple[Role, ...]:
    """Return the roles of a family that there are questions about."""
    return tuple(roles[:3])


def write_site(handbook: Handbook, folder: Path) -> None:
    """Write the handbook as this project's own pages, with its settings, templates and extension."""
    copy_site(folder)
    write_pages(site_pages(handbook), folder)


def copy_site(folder: Path) -> None:
    """Copy all that this project's site is but its roles, skills, qualifications and questions."""
    for name in (*SITE, *INDEXES):
        source, target = REPOSITORY / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(
                source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(source, target)


def write_pages(pages: Iterable[tuple[str, str]], folder: Path) -> None:
    """Write pages by their paths."""
    for path, text in pages:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def site_pages(handbook: Handbook) -> Iterator[tuple[str, str]]:
    """Give the text of each page, by its path."""
    for family in handbook.families:
        words = family_words(family)
        yield (
            f"roles/{family.id}/index.md",
            f"# {family.title}\n\n{words.lead}\n\n## What the family is for\n\n{words.purpose}\n",
        )
    for skill in handbook.skills:
        yield skill_path(skill), skill_page(skill)
    for award in handbook.qualifications:
        yield award_path(award), award_page(award)
    for role in handbook.roles:
        yield role_path(role), role_page(role)
    for family in handbook.families:
        yield f"faq/{family.id}.md", questions_page(family, handbook.roles_of[family])


def skill_path(skill: Thing) -> str:
    """Return the path of a skill's page."""
    return f"skills/{skill.id}.md"


def award_path(award: Thing) -> str:
    """Return the path of a qualification's page."""
    return f"qualifications/{award.id}.md"


def role_path(role: Role) -> str:
    """Return the path of a role's page."""
    return f"roles/{role.family.id}/{role.id}.md"


def skill_page(skill: Thing) -> str:
    """Return the text of a skill's page."""
    words = skill_words(skill)
    alias = f"{skill.title.split()[0].lower()} know-how"
    return (
        f"---\nskill:\n  aliases: [{alias}]\n  category: {skill_category(skill)}\n---\n\n"
        f"# {skill.title}\n\n{words.lead}\n{_levels(words)}"
    )


def skill_category(skill: Thing) -> str:
    """Return the category that a skill is listed in."""
    return _slug(skill.title.split()[-1])


def _levels(words: SkillWords) -> str:
    return "".join(f"\n## {level.capitalize()}\n\n{text}\n" for level, text in words.levels.items())


def award_page(award: Thing) -> str:
    """Return the text of a qualification's page."""
    words = award_words(award)
    matter = "---\nqualification:\n  kind: certificate\n---\n\n"
    return f"{matter}# {award.title}\n\n{words.lead}\n\n{_award_sections(words)}"


def _award_sections(words: AwardWords) -> str:
    return f"## What it shows\n\n{words.shows}\n\n## Ways to gain it\n\n{words.ways}\n"


def questions_page(family: Thing, roles: Sequence[Role]) -> str:
    """Return the text of a page of questions about some roles of a family."""
    words = question_words(family, asked_about(roles))
    about = ", ".join(role.id for role, _, _ in words.about)
    questions = "".join(f"\n## {question}\n\n{answer}\n" for _, question, answer in words.about)
    return (
        f"---\nfaq:\n  about: [{about}]\n---\n\n# Questions about {family.title.lower()}\n\n"
        f"{words.lead}\n{questions}"
    )


def role_page(role: Role) -> str:
    """Return the text of a role's page."""
    words = role_words(role)
    matter = [f"  aliases: [{_alias(role)}]"]
    matter += [f"  reports-to: [{role.upper}]\n  leads-to: [{role.upper}]"] * bool(role.upper)
    matter += [f"  similar: [{', '.join(role.similar)}]"] * bool(role.similar)
    needs = "".join(
        f"\n:::{{skill}} {skill.id}\n:level: {level}\n{reason}\n:::\n"
        for (skill, level), reason in zip(role.skills, words.reasons, strict=True)
    )
    awards = "".join(
        f"\n:::{{qualification}} {award.id}\n:preferred:\n{ground}\n:::\n"
        for award, ground in zip(role.qualifications, words.grounds, strict=True)
    )
    links = [f"{{job}}`{id_}`" for id_ in role.similar]
    return (
        "---\nrole:\n" + "\n".join(matter) + "\n---\n\n" + _role_top(role, words)
        + _role_sections(role, words, links, needs, awards)
    )  # fmt: skip


def _alias(role: Role) -> str:
    return f"{' '.join(role.title.split()[-2:]).lower()} post"


def _role_top(role: Role, words: RoleWords) -> str:
    return f"# {role.title}\n\n{words.lead}\n\n"


def _role_sections(
    role: Role, words: RoleWords, links: Sequence[str], needs: str, awards: str
) -> str:
    """Return the sections that a person writes; `links` lead to the similar roles."""
    shared = zip(links, words.shares, strict=True)
    colleagues = "".join(f"- A {link} shares the work. {share}\n" for link, share in shared)
    return (
        f"## What a {role.title} does\n\n{words.does}\n\n{words.tasks}\n\n"
        f"## A week in the job\n\n{words.week[0]}\n\n{words.week[1]}\n\n"
        f"## Who they work with\n\n{colleagues or words.alone}\n\n## Skills\n\n{words.needs}\n{needs}\n"
        f"## Education and training\n{awards}\n## What good work looks like\n\n{words.good}\n\n"
        f"## First steps in the role\n\n{words.steps}\n"
    )


NO_QUESTION = "\nNobody has asked about this role yet.\n"


class Plain:
    """The handbook as Markdown without a directive, which any generator builds."""

    def __init__(self, handbook: Handbook) -> None:
        """Write out the pages of a handbook."""
        self._handbook = handbook
        self._disclaimer = (REPOSITORY / "_includes/disclaimer.md").read_text(encoding="utf-8")

    def pages(self) -> Iterator[tuple[str, str]]:
        """Give the text of each page, by its path."""
        for path, title, body in self._bodies():
            yield path, f"---\ntitle: {title}\n---\n\n{body}\n{self._disclaimer}"

    def _bodies(self) -> Iterator[tuple[str, str, str]]:
        handbook = self._handbook
        yield self._home()
        yield self._roles_index()
        for family in handbook.families:
            yield f"roles/{family.id}/index.md", family.title, self._family(family)
        for role in handbook.roles:
            yield role_path(role), role.title, self._role(role)
        yield self._skills_index()
        for skill in handbook.skills:
            yield skill_path(skill), skill.title, self._skill(skill)
        yield self._awards_index()
        for award in handbook.qualifications:
            yield award_path(award), award.title, self._award(award)
        yield self._questions_index()
        for family in handbook.families:
            title = f"Questions about {family.title.lower()}"
            yield f"faq/{family.id}.md", title, self._questions(family, title)

    def _home(self) -> tuple[str, str, str]:
        title = "A handbook"
        parts = {"Roles": "roles", "Skills": "skills", "Qualifications": "qualifications",
                 "Questions and answers": "faq"}  # fmt: skip
        links = "".join(f"- [{name}]({folder}/index.md)\n" for name, folder in parts.items())
        return "index.md", title, f"# {title}\n\n{links}\n{self._families('index.md')}"

    def _families(self, page: str) -> str:
        handbook = self._handbook
        return "".join(
            f"- {_link(page, f'roles/{family.id}/index.md', family.title)}, "
            f"{len(handbook.roles_of[family])} roles. {family_words(family).lead}\n"
            for family in handbook.families
        )

    def _roles_index(self) -> tuple[str, str, str]:
        page, title = "roles/index.md", "Roles"
        roles = sorted(self._handbook.roles, key=lambda role: role.title)
        names = "".join(f"- {_role_link(page, role)}, {role.family.title}\n" for role in roles)
        body = f"# {title}\n\n{self._families(page)}\n## All roles by name\n\n{names}"
        return page, title, body

    def _family(self, family: Thing) -> str:
        page, words = f"roles/{family.id}/index.md", family_words(family)
        roles = "".join(
            f"- {_role_link(page, role)}. {role_words(role).lead}\n"
            for role in self._handbook.roles_of[family]
        )
        return (
            f"# {family.title}\n\n{words.lead}\n\n## Roles\n\n{roles}\n"
            f"## What the family is for\n\n{words.purpose}\n"
        )

    def _skills_index(self) -> tuple[str, str, str]:
        page, title = "skills/index.md", "Skills"
        asking = self._handbook.asking
        found: dict[str, list[Thing]] = {}
        for skill in sorted(self._handbook.skills, key=lambda skill: skill.title):
            found.setdefault(skill_category(skill), []).append(skill)
        lists = "".join(
            f"\n## {category.capitalize()}\n\n"
            + "".join(
                f"- {_link(page, skill_path(skill), skill.title)}, {len(asking[skill])} roles\n"
                for skill in skills
            )
            for category, skills in sorted(found.items())
        )
        return page, title, f"# {title}\n{lists}"

    def _skill(self, skill: Thing) -> str:
        page, words = skill_path(skill), skill_words(skill)
        back = ""
        for level in LEVELS:
            roles = [role for role, asked in self._handbook.asking[skill] if asked == level]
            if roles:
                back += f"\n### {level.capitalize()} level\n\n{_role_list(page, roles)}"
        back = back or "\nNo role asks for this.\n"
        return (
            f"# {skill.title}\n\n{words.lead}\n\n"
            f"Category: {skill_category(skill)}\n{_levels(words)}\n## Roles that ask for this\n{back}"
        )

    def _awards_index(self) -> tuple[str, str, str]:
        page, title = "qualifications/index.md", "Qualifications"
        preferring = self._handbook.preferring
        awards = "".join(
            f"- {_link(page, award_path(award), award.title)}, {len(preferring[award])} roles\n"
            for award in sorted(self._handbook.qualifications, key=lambda award: award.title)
        )
        return page, title, f"# {title}\n\n## Certificates\n\n{awards}"

    def _award(self, award: Thing) -> str:
        page, words = award_path(award), award_words(award)
        back = _role_list(page, self._handbook.preferring[award]) or "No role asks for this.\n"
        return (
            f"# {award.title}\n\n{words.lead}\n\n{_award_sections(words)}\n"
            f"## Roles that ask for this\n\n{back}"
        )

    def _questions_index(self) -> tuple[str, str, str]:
        page, title = "faq/index.md", "Questions and answers"
        links = "".join(
            f"- {_link(page, f'faq/{family.id}.md', f'Questions about {family.title.lower()}')}\n"
            for family in self._handbook.families
        )
        return page, title, f"# {title}\n\n{links}"

    def _questions(self, family: Thing, title: str) -> str:
        page = f"faq/{family.id}.md"
        words = question_words(family, asked_about(self._handbook.roles_of[family]))
        about = _role_list(page, [role for role, _, _ in words.about])
        questions = "".join(f"\n## {question}\n\n{answer}\n" for _, question, answer in words.about)
        return f"# {title}\n\n{words.lead}\n\n{about}{questions}"

    def _role(self, role: Role) -> str:
        page, words, by_id = role_path(role), role_words(role), self._handbook.by_id
        similar = [by_id[id_] for id_ in role.similar]
        upper = _role_link(page, by_id[role.upper]) if role.upper else ""
        facts = f"- Family: {_link(page, f'roles/{role.family.id}/index.md', role.family.title)}\n"
        facts += f"- Also called: {_alias(role)}\n"
        facts += f"- Reports to: {upper}\n- Leads to: {upper}\n" if upper else ""
        needs = "".join(
            f"\n### {_link(page, skill_path(skill), skill.title)}: {level}\n\n"
            f"{skill_words(skill).lead}\n\n#### {level.capitalize()} level\n\n"
            f"{skill_words(skill).levels[level]}\n\n#### In this role\n\n{reason}\n"
            for (skill, level), reason in zip(role.skills, words.reasons, strict=True)
        )
        awards = "".join(
            f"\n### {_link(page, award_path(award), award.title)}: preferred\n\n"
            f"{award_words(award).lead}\n\n{ground}\n"
            for award, ground in zip(role.qualifications, words.grounds, strict=True)
        )
        links = [_role_link(page, other) for other in similar]
        alike = "".join(
            f"- {link}, {other.family.title}. {role_words(other).lead}\n"
            for link, other in zip(links, similar, strict=True)
        )
        asked = asked_about(self._handbook.roles_of[role.family])
        questions = "".join(
            f"\n### {question}\n\n{answer}\n"
            for _, question, answer in question_words(role.family, asked).about
            if role in asked
        )
        return (
            f"{_role_top(role, words)}{facts}\n{_role_sections(role, words, links, needs, awards)}\n"
            "## Pay\n\nNo pay figure is published for this role.\n\n"
            f"## Similar positions\n\n{alike or 'No role asks for enough of the same skills.'}\n\n"
            f"## Questions and answers\n{questions or NO_QUESTION}"
        )


def _link(page: str, target: str, title: str) -> str:
    return f"[{title}]({posixpath.relpath(target, posixpath.dirname(page) or '.')})"


def _role_link(page: str, role: Role) -> str:
    return _link(page, role_path(role), role.title)


def _role_list(page: str, roles: Iterable[Role]) -> str:
    return "".join(f"- {_role_link(page, role)}, {role.family.title}\n" for role in roles)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--roles", type=int, default=1000)
    parser.add_argument(
        "--skills", type=int, help="as many as the European classification has for so many roles"
    )
    parser.add_argument(
        "--plain", action="store_true", help="write Markdown that any generator builds"
    )
    arguments = parser.parse_args()
    made = generate(arguments.roles, arguments.skills)
    if arguments.plain:
        write_pages(Plain(made).pages(), arguments.folder)
    else:
        write_site(made, arguments.folder)

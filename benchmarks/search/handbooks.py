"""Handbooks that are made up, as large as is asked: names of jobs, skills and qualifications."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from careers.search import Entry, slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

GRADES = ("", "", "", "Junior", "Senior", "Principal", "Lead", "Assistant", "Chief", "Deputy", "Associate",
          "Head", "Graduate", "Staff")  # fmt: skip
PLACES = ("", "", "", "Regional", "Group", "Clinical", "Technical", "Digital", "Commercial", "Corporate",
          "Field", "Customer", "Industrial", "Public", "International", "Strategic", "Community")  # fmt: skip
_WORDS = yaml.safe_load((Path(__file__).parent.parent / "words.yml").read_text(encoding="utf-8"))
FIELDS, JOBS, ACTS = (tuple(_WORDS[kind].split()) for kind in ("fields", "jobs", "acts"))
AWARDS = (
    "Certificate in {}", "Diploma in {}", "Bachelor of {}", "Master of {}", "Chartered {} Practitioner",
    "{} licence", "Experience in {}", "Certified {} Professional",
)  # fmt: skip
SECTIONS = (
    "What a {} does", "A week in the job", "Who they work with", "Skills", "Education and training",
    "Experience", "What good work looks like", "First steps in the role", "Pay", "Similar positions",
    "Questions and answers",
)  # fmt: skip


def made_up(pages: int) -> list[Entry]:
    """Return the entries of a handbook of so many pages, the same each time.

    Of ten pages seven are roles; the others are skills, qualifications, questions and families.
    """
    choose = random.Random(pages)  # noqa: S311  # the same handbook each time
    count = {"skill": pages * 2 // 10, "qualification": pages // 20, "question": pages // 30}
    families = max(4, pages // 100)
    entries = [*_families(choose, families)]
    names = [entry.title for entry in entries]
    skills = [*_things(choose, "skill", count["skill"])]
    qualifications = [*_things(choose, "qualification", count["qualification"])]
    entries += skills + qualifications
    entries += _questions(choose, count["question"])
    entries += _roles(choose, pages - len(entries), names, skills, qualifications)
    return entries


def _headings(*titles: str) -> tuple[tuple[str, str], ...]:
    return tuple((title, slug_of(title)) for title in titles)


def _families(choose: random.Random, count: int) -> Iterator[Entry]:
    for first, second in _pairs(choose, FIELDS, FIELDS, count):
        title = f"{first} and {second.lower()}"
        slug = slug_of(title)
        headings = _headings("Roles", "What the family is for", "Ladders", "Skills matrix", "Map")
        yield Entry(
            "family", title, "roles/", slug, "/index.html", f"roles/{slug}/index", headings=headings
        )


def _things(choose: random.Random, kind: str, count: int) -> Iterator[Entry]:
    patterns = AWARDS if kind == "qualification" else ("{}",)
    sections = {
        "skill": ("Awareness", "Working", "Practitioner", "Expert", "Roles that ask for this"),
        "qualification": ("What it shows", "Ways to gain it", "Roles that ask for this"),
    }
    for field, act in _pairs(choose, FIELDS, ACTS, count):
        title = choose.choice(patterns).format(f"{field} {act}")
        slug = slug_of(title)
        aliases = [f"{field} {choose.choice(ACTS)}".lower() for _ in range(choose.randint(1, 3))]
        aliases += [_initials(title)] * choose.randint(0, 1)
        docname = f"{kind}s/{slug}"
        headings = _headings(*sections[kind])
        yield Entry(
            kind,
            title,
            f"{kind}s/",
            slug,
            ".html",
            docname,
            aliases=tuple(aliases),
            headings=headings,
        )


def _questions(choose: random.Random, count: int) -> Iterator[Entry]:
    for field, job in _pairs(choose, FIELDS, JOBS, count):
        opening = choose.choice(("How does a", "Whom does a", "Why would a", "When should a"))
        title = f"{opening} {field} {job} {choose.choice(('change', 'report', 'choose', 'plan'))} {choose.choice(ACTS)}?"
        slug = slug_of(title)
        yield Entry("question", title, "faq/work.html#", slug, "", f"faq/work#{slug}")


def passages(entries: Iterable[Entry]) -> dict[str, list[list[str]]]:
    """Return an answer to each question, by its address."""
    choose = random.Random(3)  # noqa: S311  # the same answers each time
    return {
        entry.folder + entry.slug: [
            ["", "", " ".join(choose.choices((*FIELDS, *JOBS, *ACTS), k=60))]
        ]
        for entry in entries
        if entry.kind == "question"
    }


def _roles(
    choose: random.Random, count: int, families: Sequence[str], skills: Sequence[Entry], qualifications: Sequence[Entry]
) -> Iterator[Entry]:  # fmt: skip
    seen: set[str] = set()
    while len(seen) < count:
        field, job = choose.choice(FIELDS), choose.choice(JOBS)
        title = " ".join(f"{choose.choice(GRADES)} {choose.choice(PLACES)} {field} {job}".split())
        if title in seen:
            continue
        seen.add(title)
        family = choose.choice(families)
        slug = slug_of(title)
        folder = f"roles/{slug_of(family)}/"
        aliases = [f"{field} {choose.choice(JOBS)}".lower() for _ in range(choose.randint(1, 2))]
        aliases += [_initials(title)] * (choose.random() < 0.3)
        needs = [
            *choose.sample(skills, min(9, len(skills))),
            *choose.sample(qualifications, min(4, len(qualifications))),
        ]
        yield Entry(
            "role", title, folder, slug, ".html", f"{folder}{slug}", family, tuple(aliases),
            _headings(*(section.format(title) for section in SECTIONS)),
            tuple(need.docname for need in needs),
        )  # fmt: skip


def _initials(title: str) -> str:
    return "".join(word[0] for word in title.split() if word[0].isupper())


def _pairs(
    choose: random.Random, first: Sequence[str], second: Sequence[str], count: int
) -> list[tuple[str, str]]:
    """Return so many different pairs of words."""
    return choose.sample([(one, other) for one in first for other in second if one != other], count)

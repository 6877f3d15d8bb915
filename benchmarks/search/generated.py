"""Queries that are made, and not written, for a handbook that is made up.

They show whether a search is fitted to the queries that it was judged by.
"""

from __future__ import annotations

import json
import random
import string
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Query = tuple[str, str, list[str], str]
"""Its class, its text, the pages that are right, and the section."""

ROLES, SKILLS = 80, 36
"""About 140 pages, with the qualifications and the rest."""
KINDS = ("roles", "skills", "qualifications")
ATTRIBUTES = {
    "{} pay": "pay",
    "how much does a {} earn": "pay",
    "what skills does a {} need": "skills",
    "{} education": "education-and-training",
    "{} similar jobs": "similar-positions",
    "typical week of a {}": "a-week-in-the-job",
    "{} colleagues": "who-they-work-with",
}
ASKING = (
    "roles that need {}",
    "which jobs ask for {}",
    "who uses {}",
    "positions where {} is useful",
)


def queries(site: Path) -> Iterator[Query]:
    """Make queries for a built handbook, the same each time."""
    choose = random.Random(11)  # noqa: S311  # the same queries each time
    data = json.loads((site / "data/handbook.json").read_text(encoding="utf-8"))
    things = [(kind, thing) for kind in KINDS for thing in data[kind]]
    named: dict[str, list[str]] = defaultdict(list)
    worded: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for _, thing in things:
        for name in (thing["title"], *thing["aliases"]):
            named[name.lower()].append(thing["url"])
            worded[_words(name)].append(thing["url"])
    for kind, thing in things:
        title, page = thing["title"], thing["url"]
        yield "exact", title, named[title.lower()], ""
        begun = _begun(title)
        yield "prefix", begun, _beginning(named, begun), ""
        yield "stem", f"{title}s".replace("ss", "s"), named[title.lower()], ""
        wrong = _mistyped(title, choose)
        if wrong.lower() not in named:
            yield "typo", wrong, [page], ""
        backwards = " ".join(reversed(title.split()))
        yield "out-of-order", backwards, worded[_words(title)], ""
        for alias in thing["aliases"]:
            yield "alias", alias, named[alias.lower()], ""
        if kind == "roles":
            pattern = choose.choice([*ATTRIBUTES])
            yield "attribute", pattern.format(title.lower()), [page], ATTRIBUTES[pattern]
        else:
            pattern = choose.choice(ASKING)
            yield "skill-to-roles", pattern.format(title.lower()), [page], "roles-that-ask-for-this"
    for _ in range(50):
        yield "nonsense", "".join(choose.choices(string.ascii_lowercase, k=9)), [], ""


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(name.lower().split()))


def _begun(title: str) -> str:
    """Cut the last word, as somebody has it who is still typing."""
    *words, last = title.split()
    return " ".join((*words, last[: max(3, len(last) * 6 // 10)]))


def _beginning(named: dict[str, list[str]], begun: str) -> list[str]:
    return [
        page for name, pages in named.items() if name.startswith(begun.lower()) for page in pages
    ]


def _mistyped(title: str, choose: random.Random) -> str:
    """Make one edit to one of the longer words, and not to its first letter."""
    words = title.split()
    number = choose.choice([at for at, word in enumerate(words) if len(word) > 4] or [0])
    word = words[number]
    at = choose.randrange(1, len(word) - 1) if len(word) > 2 else 0
    letter = choose.choice(string.ascii_lowercase)
    words[number] = choose.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        )
    )
    return " ".join(words)


def as_judged(made: Iterator[Query]) -> list[dict[str, Any]]:
    """Return queries in the form of `queries.yml`."""
    return [
        {"class": kind, "query": text, "page": pages or None, "section": section or None}
        for kind, text, pages, section in made
    ]

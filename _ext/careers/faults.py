"""Faults: what can be wrong with the content, as values that nothing raises."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable

FaultKind = Literal[
    "asks-less",
    "circular",
    "duplicate-id",
    "duplicate-key",
    "duplicate-need",
    "encoding",
    "file-name",
    "front-matter",
    "hidden-character",
    "leftover-markup",
    "merge-marker",
    "missing-family",
    "missing-function",
    "missing-key",
    "missing-lead",
    "missing-level",
    "missing-title",
    "misplaced",
    "not-allowed",
    "outside",
    "too-large",
    "unclosed",
    "unknown-id",
    "unknown-key",
    "unknown-level",
    "wrong-type",
    "wrong-value",
]

MEANINGS: dict[FaultKind, str] = {
    "asks-less": "A role asks for a lower level than a role that leads to it, and gives no reason.",
    "circular": "A file includes itself, or a page lists itself, by way of others or not.",
    "duplicate-id": "Two pages of a kind have the same id, so a name would mean both.",
    "duplicate-key": "A front-matter key is there twice; one value would be lost.",
    "duplicate-need": "A role asks twice for the same skill.",
    "encoding": "A file is not UTF-8, so its words cannot be known.",
    "file-name": "A page's name makes no id or address that works everywhere.",
    "front-matter": "The front matter cannot be read as YAML.",
    "hidden-character": "A character that nobody sees, which can hide or turn round what is written.",
    "leftover-markup": "Markup that is not complete, so that it would be printed as text.",
    "merge-marker": "A merge has left its mark, so two versions of a text would be shown.",
    "missing-family": "A role's folder has no `index.md`, so its family has no name.",
    "missing-function": "A physical qualification does not say which essential function needs it.",
    "missing-key": "A front-matter key or a directive's option that is needed is not there.",
    "missing-lead": "A page has no paragraph between its title and its first section.",
    "missing-level": "A role asks for a level that the skill's page does not describe.",
    "missing-title": "A page has no title.",
    "misplaced": "A directive or a front-matter key stands on a page of another kind.",
    "not-allowed": "Something that would go round the checks, such as HTML.",
    "outside": "A path or a link leads to something that is not of the handbook.",
    "too-large": "A file takes more than `careers_page_size` allows.",
    "unclosed": "A fence, a comment or the front matter does not end, so it takes in what follows.",
    "unknown-id": "No role, skill, qualification, family or question has this id.",
    "unknown-key": "A front-matter key that nothing reads.",
    "unknown-level": "A level that `careers_levels` does not list.",
    "wrong-type": "A front-matter value is of another type than its key takes.",
    "wrong-value": "A value is of the right type, but not one that its key takes.",
}
"""What each kind of fault means; the kind is the subtype of the warning, `careers.<kind>`."""

assert MEANINGS.keys() == set(get_args(FaultKind))


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in one file.

    `line` counts from 1. `message` says what is wrong and what to do about it.
    """

    line: int
    message: str
    kind: FaultKind
    path: str = ""
    """The file, from the root of the handbook, where it is not the page itself."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which known words are meant most likely, as the end of a fault's message."""
    known = list(known)
    close = difflib.get_close_matches(word, known, n=3, cutoff=0.5)
    if close:
        return f"did you mean {enumerate_words(close, 'or')}?"
    if not known:
        return "there are none yet."
    if len(known) <= 12:
        return f"use {enumerate_words(known, 'or')}."
    return "no known name is like it."


def enumerate_words(words: Iterable[str], conjunction: str) -> str:
    """Write quoted words as a list in a sentence: 'a', 'b' or 'c'."""
    quoted = [f"'{word}'" for word in words]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {conjunction} {quoted[-1]}"

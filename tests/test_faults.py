"""Faults in pages, front matter and directives: each with its file and line, all in one run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

import pytest

from building import ROOTS
from careers.faults import MEANINGS, FaultKind, nearest

if TYPE_CHECKING:
    from conftest import MakeHandbook

EXPECTED = (ROOTS / "faults" / "warnings.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_fault_is_reported_in_one_run(handbook: MakeHandbook, jobs: int) -> None:
    result = handbook("faults").build(jobs=jobs)
    assert sorted(result.warnings) == sorted(EXPECTED)
    assert result.statuscode == 1


def test_faults_are_reported_again_by_a_build_that_reads_nothing(handbook: MakeHandbook) -> None:
    made = handbook("faults")
    made.build()
    again = made.build()
    of_pages = [line for line in EXPECTED if "[toc." not in line and ":53:" not in line]
    assert again.warnings == of_pages
    assert again.statuscode == 1


def test_every_kind_of_fault_has_a_meaning() -> None:
    assert MEANINGS.keys() == set(get_args(FaultKind))


def test_every_kind_of_fault_is_among_the_expected() -> None:
    lists = [path.read_text(encoding="utf-8") for path in ROOTS.glob("*/warnings.txt")]
    shown = set(re.findall(r"\[careers\.([a-z-]+)\]", "\n".join(lists)))
    assert shown == MEANINGS.keys()


@pytest.mark.parametrize(
    ("word", "known", "words"),
    [
        ("programing", ["programming", "pottery"], "did you mean 'programming'?"),
        ("x", ["one", "two", "three"], "use 'one', 'two' or 'three'."),
        ("x", [], "there are none yet."),
        ("x", [f"skill-{n}" for n in range(20)], "no known name is like it."),
    ],
)
def test_nearest_says_what_was_meant(word: str, known: list[str], words: str) -> None:
    assert nearest(word, known) == words


@pytest.mark.parametrize(
    "front_matter",
    [
        "[",
        "role: !!python/object:os.system x",
        "- a\n- b",
        "? [a]\n: b",
        "role: 2026-02-30",
        "role:\n  pay: {per: {a: [}",
    ],
)
def test_front_matter_that_cannot_be_read_is_a_fault_and_not_a_traceback(
    handbook: MakeHandbook, front_matter: str
) -> None:
    made = handbook()
    made.write("roles/craft/odd.md", f"---\n{front_matter}\n---\n\n# Odd\n\nIt has a lead.\n")
    result = made.build()
    assert result.warnings
    assert all(line.startswith("roles/craft/odd.md:") for line in result.warnings)
    assert all("[careers." in line for line in result.warnings)


def test_the_base_root_has_no_fault(handbook: MakeHandbook) -> None:
    assert handbook().build().warnings == []

"""The model: what front matter says, and what is wrong with it, without Sphinx."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from building import REPOSITORY
from careers import frontmatter, model
from careers.model import MarketEstimate, PayBand, Reference, RoleMatter, Years

if TYPE_CHECKING:
    from careers.faults import Fault


def role(text: str) -> tuple[RoleMatter, list[Fault]]:
    return model.read_role(frontmatter.parse(f"---\n{text}\n---\n# Page\n").values)


def test_the_model_knows_nothing_of_sphinx() -> None:
    code = (
        "import sys; import careers.model; import careers.handbook; "
        "print([name for name in sys.modules if name.split('.')[0] in ('sphinx', 'docutils')])"
    )
    # careers/__init__.py is the extension's set-up, which may know Sphinx: the model is loaded beside it.
    stub = "import sys, types; pkg = types.ModuleType('careers'); pkg.__path__ = ['_ext/careers']; sys.modules['careers'] = pkg; "
    done = subprocess.run(
        [sys.executable, "-c", stub + code],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_a_whole_role_is_read() -> None:
    matter, faults = role(
        """
role:
  aliases: [ML engineer, MLE]
  reports-to: [boss]
  leads-to: [senior]
  similar: [one, two]
  asks-less: Because.
  reviewed: 2026-11-22
  added: 2026-01-02
  pay:
    kind: market-estimate
    average: 131076
    currency: USD
    per: year
    source: Indeed Salaries
    as-of: undated
    review-by: 2027-05-31
orphan: true
"""
    )
    assert faults == []
    assert matter == RoleMatter(
        aliases=("ML engineer", "MLE"),
        reports_to=(Reference("boss", 5),),
        leads_to=(Reference("senior", 6),),
        similar=(Reference("one", 7), Reference("two", 7)),
        asks_less="Because.",
        pay=MarketEstimate("USD", "year", "Indeed Salaries", None, date(2027, 5, 31), 131076),
        reviewed=date(2026, 11, 22),
        added=date(2026, 1, 2),
    )


def test_a_band_is_read() -> None:
    matter, faults = role(
        "role:\n  pay: {kind: band, low: 1, high: 2.5, currency: EUR, per: hour, source: Us, as-of: 2026-01-01}"
    )
    assert faults == []
    assert matter.pay == PayBand("EUR", "hour", "Us", date(2026, 1, 1), None, 1, 2.5)


def test_no_front_matter_is_an_empty_role() -> None:
    assert model.read_role(frontmatter.parse("# Page\n").values) == (RoleMatter(), [])


PAY = "role:\n  pay: {kind: market-estimate, currency: USD, per: year, source: X, as-of: undated, "


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("role: 3", 2, "'role' takes keys of its own, each on a line, not the number 3"),
        ("role:\n  aliases: [yes]", 3, "'aliases' takes a list of texts, such as [one, two], not the yes-or-no value 'true'"),
        ("role:\n  aliases:", 3, "'aliases' takes a list of texts, such as [one, two], not nothing"),
        ("role:\n  similar: {a: b}", 3, "'similar' takes a list of ids, such as [data-engineer], not keys of its own"),
        ("role:\n  asks-less: ''", 3, "'asks-less' is empty; fill it in or leave it out"),
        ("role:\n  asks-less: [a]", 3, "'asks-less' takes text, not a list"),
        ("role:\n  reviewed: 2026-02-30", 3, "'reviewed' takes a date such as 2026-11-22, not '2026-02-30'"),
        ("role:\n  reviewed: 2026-01-01 10:00:00", 3, "'reviewed' takes a date such as 2026-11-22, not a date with a time"),
        ("role:\n  pay: {}", 3, "'pay' is empty; give the figure with its source, or leave 'pay' out"),
        (PAY + "average: -1}", 3, "'average' takes a number above 0"),
        (PAY + "average: .inf}", 3, "'average' takes a number above 0"),
        (PAY + "average: '131,076'}", 3, "'average' takes a number without signs or separators, such as 131076, not the text '131,076'"),
        (PAY + "average: true}", 3, "'average' takes a number without signs or separators, such as 131076, not the yes-or-no value 'true'"),
        (PAY + "average: 1, low: 2}", 3, "'low' does not belong here: a market estimate has 'average'; remove it"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_a_fault_with_its_line(text: str, line: int, message: str) -> None:
    _, faults = role(text)
    assert [(fault.line, fault.message) for fault in faults] == [(line, message)]


def test_a_pay_figure_without_its_source_is_not_shown() -> None:
    matter, faults = role(
        "role:\n  pay:\n    kind: market-estimate\n    average: 5\n    currency: USD\n    per: year"
    )
    assert matter.pay is None
    assert [(fault.line, fault.message) for fault in faults] == [
        (3, "'pay' has no 'as-of'; add it"),
        (3, "'pay' has no 'source'; add it"),
    ]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2", Years(2, 2)),
        ("2-5", Years(2, 5)),
        (" 2 – 5 ", Years(2, 5)),
        ("2+", Years(2, None)),
        ("5-2", None),
        ("two", None),
        ("", None),
        ("-1", None),
    ],
)
def test_years(text: str, years: Years | None) -> None:
    assert model.read_years(text) == years


@pytest.mark.parametrize(
    ("docname", "thing"),
    [
        ("roles/craft/index", ("family", "craft")),
        ("roles/craft/potter", ("job", "potter")),
        ("skills/throwing", ("skill", "throwing")),
        ("qualifications/kiln", ("qualification", "kiln")),
        ("faq/pots", ("faq", "pots")),
        ("index", ("", "")),
        ("roles/index", ("", "")),
        ("skills/index", ("", "")),
        ("roles/stray", ("", "")),
        ("roles/craft/deep/potter", ("", "")),
    ],
)
def test_a_page_is_what_its_place_says(docname: str, thing: tuple[str, str]) -> None:
    assert model.identify(docname) == thing

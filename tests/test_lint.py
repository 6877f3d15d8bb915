"""The linter: for each rule a handbook with exactly its findings, and none on the real one."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from building import REPOSITORY, words
from careers.lint.__main__ import main
from careers.lint.check import Report, check, read_book, read_settings
from careers.lint.page import EXTENSIONS, read_page
from careers.lint.rule import SEVERITIES, Severity
from careers.lint.rules import RULES

if TYPE_CHECKING:
    from building import Handbook
    from conftest import MakeHandbook

LINT = Path(__file__).parent / "lint"
CASES = sorted((LINT / "cases").glob("*.txt"))
TODAY = date(2026, 11, 22)
_PART = re.compile(r"^(===|>>>|\+\+\+|---) (.+)\n", re.MULTILINE)
_EXPECTED = "=== expected\n"


def lay(folder: Path, changes: str = "") -> Path:
    """Copy the clean handbook, and change it as a case says.

    `===` writes a file, `>>>` adds to its end, `---` removes it, and `+++` puts the lines after its
    first in the place of that.
    """
    shutil.copytree(LINT / "base", folder, dirs_exist_ok=True)
    _, *parts = _PART.split(changes)
    for mark, path, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        file = folder / path
        match mark:
            case "===":
                file.write_text(text, encoding="utf-8")
            case ">>>":
                file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
            case "+++":
                old, new = text.split("\n", 1)
                source = file.read_text(encoding="utf-8")
                assert source.count(f"{old}\n") == 1, f"{old!r} in {path}"
                file.write_text(source.replace(f"{old}\n", new), encoding="utf-8")
            case "---":
                file.unlink()
    return folder


def lint(folder: Path) -> Report:
    return check(read_book(folder, TODAY))


def lines(report: Report) -> list[str]:
    return [str(finding) for finding in report.findings]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_rule_finds_exactly_what_is_expected(case: Path, tmp_path: Path) -> None:
    changes, expected = case.read_text(encoding="utf-8").split(_EXPECTED)
    assert lines(lint(lay(tmp_path, changes))) == expected.splitlines()


def test_every_rule_has_a_case_that_shows_it() -> None:
    assert {case.stem for case in CASES} == RULES.keys()
    for case in CASES:
        assert f"[{case.stem}]" in case.read_text(encoding="utf-8").split(_EXPECTED)[1]


def test_the_clean_handbook_has_no_finding(tmp_path: Path) -> None:
    assert lines(lint(lay(tmp_path))) == []


def test_the_real_handbook_has_no_finding_but_those_that_are_silenced() -> None:
    report = lint(REPOSITORY)
    assert lines(report) == []
    assert [(finding.path, finding.rule) for finding in report.silenced] == [
        ("qualifications/screen-work.md", "physical-demand"),
        ("roles/data-and-ai/machine-learning-engineer.md", "gender-coded"),
        ("roles/data-and-ai/machine-learning-engineer.md", "years"),
        ("roles/data-and-ai/machine-learning-engineer.md", "years"),
    ]


SILENCED = """\
>>> roles/craft/potter.md

% lint: allow age because the guild's name has it
% lint: allow gendered because the guild's name has it as well
The Young Foremen are a guild. The foreman
signs in two lines, and is young.

- A bullet.
  % lint: allow age because of the bullet below
- A young bullet.
- Another.

A young end.

:::{note}
% lint: allow age because of the note
A young note.
:::

% lint: allow years because the guild asks for it
:::{qualification} clay-experience
:years: 1-2
The guild says so.
:::
+++ roles/craft/potter.md
    review-by: 2027-05-31
    # lint: allow pay-review because the guild renews it in December
    review-by: 2026-11-01
"""


def test_a_silence_reaches_the_block_below_it_and_no_further(tmp_path: Path) -> None:
    report = lint(lay(tmp_path, SILENCED))
    assert [(f.line, f.rule) for f in report.findings] == [(79, "age")]
    assert [(f.line, f.rule) for f in report.silenced] == [
        (12, "pay-review"),
        (71, "age"),
        (71, "gendered"),
        (71, "gendered"),
        (72, "age"),
        (76, "age"),
        (83, "age"),
        (87, "years"),
    ]


def test_a_silence_is_never_published(handbook: MakeHandbook) -> None:
    made = handbook()
    page = "roles/craft/potter.md"
    source = (made.srcdir / page).read_text(encoding="utf-8")
    made.write(
        page,
        source.replace(
            "A Potter makes pots.", "% lint: allow age because SECRET\nA Potter makes pots."
        )
        .replace("To make round pots.", "% lint: allow age because SECRET\nTo make round pots.")
        .replace("## Skills", "- one\n  % lint: allow age because SECRET\n- two\n\n## Skills"),
    )
    assert made.build().warnings == []
    for path, content in made.output().items():
        assert b"SECRET" not in content, path
    article = made.article("roles/craft/potter")
    lists = [ul for ul in article.find_all("ul") if words(ul) == "one two"]
    assert len(lists) == 1, "the comment splits the list"


def test_findings_are_printed_and_fail_by_their_severity(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(tmp_path, ">>> roles/craft/potter.md\n\nThey walk, says the chairman: 100%.\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    today = ["--today", "2026-11-22"]
    page = "roles/craft/potter.md"

    assert main(today) == 1
    out, err = capsys.readouterr()
    assert [line.split(" '")[0] for line in out.splitlines()] == [
        f"{page}:68: suggestion:",
        f"{page}:68: error:",
    ]
    assert err == "8 pages: 1 error, 1 suggestion; 0 silenced\n"

    assert main([*today, "skills", "faq/pots.md"]) == 0
    assert capsys.readouterr() == ("", "8 pages: no finding; 0 silenced\n")

    assert main([*today, str(tmp_path / "roles")]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 2

    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    main(today)
    assert (
        f"::error file={page},line=68::'chairman' names a gender; write chair [gendered]"
        in capsys.readouterr().out.splitlines()
    )


def test_suggestions_fail_only_where_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(tmp_path, ">>> roles/craft/potter.md\n\nThey walk.\n")
    monkeypatch.chdir(tmp_path)
    assert main(["--today", "2026-11-22"]) == 0
    assert main(["--today", "2026-11-22", "--strict"]) == 1
    capsys.readouterr()


def test_an_annotation_escapes_what_github_would_take_for_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(tmp_path, "=== roles/craft/potter,100%.md\n# Odd\n\nA young page.\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    main(["--today", "2026-11-22", "roles"])
    found = capsys.readouterr().out.splitlines()
    assert any(
        line.startswith("::error file=roles/craft/potter%2C100%25.md,line=3::") for line in found
    )


def test_text_is_read_inside_directives_lists_and_tables_at_its_line() -> None:
    page = read_page(
        "roles/craft/potter.md",
        "---\nrole: {}\n---\n\n# A `b` *c*\n\n::::{card} Title\n:link: x\n\n:::{note}\n"
        "One {skill}`throwing` and {job}`the potter <potter>`\nof it. Two.\n:::\n::::\n\n"
        "- item\n  goes on\n\n| h |\n|---|\n| cell |\n\n```{code-block} text\nno\n```\n",
    )
    assert page.title == "A b c"
    assert [(p.kind, p.line, p.end, p.text) for p in page.passages] == [
        ("heading", 5, 5, "A b c"),
        ("title", 7, 7, "Title"),
        ("paragraph", 11, 12, "One throwing and the potter\nof it. Two."),
        ("item", 16, 17, "item\ngoes on"),
        ("cell", 19, 19, "h"),
        ("cell", 21, 21, "cell"),
    ]
    assert [(s.line, s.text) for s in page.sentences()][:2] == [
        (11, "One throwing and the potter\nof it."),
        (12, "Two."),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "---",
        "---\nrole: [\n---\n# X\n",
        "---\nrole: 3\n---\n# X\n",
        "# \n\n:::{skill}\n",
        "\0\n% lint:\n",
    ],
)
def test_a_page_that_cannot_be_read_gives_findings_and_no_traceback(
    tmp_path: Path, source: str
) -> None:
    lay(tmp_path)
    (tmp_path / "roles/craft/odd.md").write_text(source, encoding="utf-8")
    assert any(finding.path == "roles/craft/odd.md" for finding in lint(tmp_path).findings)


def test_pages_are_parsed_as_the_site_parses_them() -> None:
    assert set(read_settings(REPOSITORY)["myst_enable_extensions"]) == EXTENSIONS


def test_the_guide_publishes_every_rule_from_its_own_text(site: Handbook) -> None:
    article = site.article("guide/rules")
    assert set(get_args(Severity)) == set(SEVERITIES)
    for rule in RULES.values():
        section = article.find(id=rule.id)
        assert section is not None, rule.id
        text = words(section)
        assert text.startswith(rule.title)
        assert f"{rule.id} : {rule.severity}" in text
        squeezed = re.sub(r"\s", "", text)
        for part in (rule.reason, rule.source):
            assert re.sub(r"[\s`]", "", part).replace("'", "’") in squeezed

"""The linter at work: the pages of a handbook, every rule over them, and what is silenced."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careers.faults import nearest
from careers.lint.page import read_page
from careers.lint.rule import Book, Finding
from careers.lint.rules import RULES, SILENCE_UNKNOWN, SILENCE_UNREADABLE, SILENCE_UNUSED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from careers.lint.page import Page

PATTERNS = ("index.md", "roles/**", "skills/**", "qualifications/**", "faq/**")
LEVELS = ("awareness", "working", "practitioner", "expert")
NOTICES = "_includes/*.md"


@dataclass(frozen=True, slots=True)
class Report:
    """What the linter found, and how many findings are silenced."""

    findings: tuple[Finding, ...]
    silenced: tuple[Finding, ...]
    pages: int


def read_settings(root: Path) -> Mapping[str, Any]:
    """Read the settings of a handbook that are written out in its conf.py, without running it."""
    file = root / "conf.py"
    settings: dict[str, Any] = {}
    for node in ast.parse(file.read_text(encoding="utf-8")).body if file.is_file() else ():
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                try:
                    settings[name] = ast.literal_eval(value)
                except ValueError:
                    continue
    return settings


def read_book(root: Path, today: date) -> Book:
    """Read every page that the site publishes, and the notices that pages include."""
    settings = read_settings(root)
    patterns = settings.get("include_patterns", PATTERNS)
    files = {
        file
        for pattern in (*patterns, NOTICES)
        for file in root.glob(f"{pattern}/*.md" if pattern.endswith("**") else pattern)
        if file.suffix == ".md" and file.is_file()
    }
    pages = []
    for file in sorted(files):
        # What is no UTF-8 is the build's to report; every other page is still read.
        source = file.read_text(encoding="utf-8", errors="replace")
        pages.append(read_page(file.relative_to(root).as_posix(), source))
    return Book(pages, today, tuple(settings.get("careers_levels", LEVELS)))


def check(book: Book) -> Report:
    """Apply every rule, and take out what is silenced."""
    found = sorted({finding for rule in RULES.values() for finding in rule.find(book)})
    pages = {page.path: page for page in book.pages}
    used: set[tuple[str, int]] = set()
    kept: list[Finding] = []
    silenced: list[Finding] = []
    for finding in found:
        lines = [
            silence.line
            for silence in pages[finding.path].silences
            if silence.rule == finding.rule
            and silence.reason
            and silence.first <= finding.line <= silence.last
        ]
        used |= {(finding.path, line) for line in lines}
        (silenced if lines else kept).append(finding)
    for page in book.pages:
        kept += _of_silences(page, used)
    return Report(tuple(sorted(kept)), tuple(silenced), len(book.pages))


def _of_silences(page: Page, used: set[tuple[str, int]]) -> Iterator[Finding]:
    """Find silences that have no reason, name no rule, or silence nothing."""
    for silence in page.silences:
        if not silence.rule:
            rule, message = (
                SILENCE_UNREADABLE,
                "the comment cannot be read; write 'lint: allow <rule> because <reason>'",
            )
        elif silence.rule not in RULES:
            rule = SILENCE_UNKNOWN
            message = f"there is no rule '{silence.rule}'; {nearest(silence.rule, RULES)}"
        elif not silence.reason:
            rule = SILENCE_UNREADABLE
            message = f"'{silence.rule}' is silenced without a reason; add 'because <reason>'"
        elif (page.path, silence.line) not in used:
            rule = SILENCE_UNUSED
            message = f"'{silence.rule}' finds nothing in the block below; remove the comment"
        else:
            continue
        yield Finding(page.path, silence.line, rule, RULES[rule].severity, message)


def within(findings: Sequence[Finding], paths: Sequence[str]) -> list[Finding]:
    """Keep the findings of some files and folders, or all where none is named."""
    return [
        finding
        for finding in findings
        if not paths
        or any(
            path in {".", finding.path} or finding.path.startswith(f"{path.rstrip('/')}/")
            for path in paths
        )
    ]

"""Check what the pages say: `python -m careers.lint [paths]`, in the handbook's folder."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from careers.lint.check import check, read_book, within
from careers.lint.rule import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careers.lint.rule import Finding, Severity

_COMMANDS: dict[Severity, str] = {
    "error": "error",
    "warning": "warning",
    "suggestion": "notice",
    "information": "notice",
}


def annotation(finding: Finding) -> str:
    """Write a finding as GitHub shows it beside the line."""
    message = finding.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    path = finding.path
    for mark, code in (("%", "%25"), (":", "%3A"), (",", "%2C")):
        path = path.replace(mark, code)
    return f"::{_COMMANDS[finding.severity]} file={path},line={finding.line}::{message} [{finding.rule}]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the findings, and return 1 where one of them must be mended."""
    parser = argparse.ArgumentParser(prog="python -m careers.lint", description=__doc__)
    parser.add_argument("paths", nargs="*", help="files and folders to report on; all by default")
    parser.add_argument(
        "--strict", action="store_true", help="fail on suggestions and information as well"
    )
    parser.add_argument(
        "--today", type=date.fromisoformat, help="the day to hold 'review-by' against"
    )
    options = parser.parse_args(arguments)
    root = Path.cwd()
    paths = [Path(os.path.relpath(path, root)).as_posix() for path in options.paths]
    report = check(read_book(root, options.today or datetime.now(UTC).date()))
    findings = within(report.findings, paths)
    annotate = os.environ.get("GITHUB_ACTIONS") == "true"
    for finding in findings:
        print(annotation(finding) if annotate else finding)  # noqa: T201 - this is its output
    counts = Counter(finding.severity for finding in findings)
    parts = [f"{counts[severity]} {severity}" for severity in SEVERITIES if counts[severity]]
    silenced = len(within(report.silenced, paths))
    summary = f"{report.pages} pages: {', '.join(parts) or 'no finding'}; {silenced} silenced"
    print(summary, file=sys.stderr)  # noqa: T201
    failing = set(SEVERITIES) if options.strict else {"error", "warning"}
    return int(any(finding.severity in failing for finding in findings))


if __name__ == "__main__":
    sys.exit(main())

"""Growth: three times the handbook is three times the work, counted in what is done."""

from __future__ import annotations

from collections import Counter
from functools import wraps
from typing import TYPE_CHECKING, Any

from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import SphinxTranslator

from benchmarks.scale.generate import generate, write_site
from building import Handbook
from careers import navigation
from careers.domain import CareersDomain
from careers.insights import MOST_CANDIDATES, Insights
from careers.nodes import Fragment

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SMALL, LARGE = 300, 900
"""Numbers of roles, each with a third as many skills."""

COUNTED: dict[str, tuple[Any, str]] = {
    "pages read": (Builder, "read_doc"),
    "pages written": (StandaloneHTMLBuilder, "handle_page"),
    "entries of navigation": (navigation, "Entry"),
    "fragments shown": (Fragment, "copy"),
    "references resolved": (CareersDomain, "resolve_xref"),
    "nodes written": (SphinxTranslator, "dispatch_visit"),
    "roles held against each other": (Insights, "similarity"),
}


def work(folder: Path, roles: int, patch: pytest.MonkeyPatch) -> Counter[str]:
    """Count what is done to build a handbook of so many roles."""
    done: Counter[str] = Counter()

    def counted(what: str, function: Any) -> Any:
        @wraps(function)
        def count(*args: Any, **kwargs: Any) -> Any:
            done[what] += 1
            return function(*args, **kwargs)

        return count

    made = Handbook(folder)
    write_site(generate(roles, roles // 3), made.srcdir)
    with patch.context() as patched:
        for what, (owner, name) in COUNTED.items():
            patched.setattr(owner, name, counted(what, getattr(owner, name)))
        assert made.build().warnings == []
    done["bytes of pages"] = sum(
        len(data) for name, data in made.output().items() if name.endswith(".html")
    )
    done["bytes of data"] = sum(
        len(data) for name, data in made.output().items() if name.startswith("data/")
    )
    return done


def test_three_times_the_roles_are_three_times_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = work(tmp_path / "small", SMALL, monkeypatch)
    large = work(tmp_path / "large", LARGE, monkeypatch)
    assert small.keys() == large.keys() >= COUNTED.keys()
    ratios = {what: round(large[what] / small[what], 2) for what in small}
    # Roles have few others to be held against where there are few, and never more than this.
    alike = ratios.pop("roles held against each other")
    assert large["roles held against each other"] <= LARGE * MOST_CANDIDATES, alike
    assert {what: ratio for what, ratio in ratios.items() if ratio > 3.3} == {}

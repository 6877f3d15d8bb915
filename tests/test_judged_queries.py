"""The queries that the search is judged by: they must name pages that are there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from building import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from building import Handbook

QUERIES = REPOSITORY / "benchmarks/search"
OTHERS = [QUERIES / "hospital", QUERIES / "railway"]


def read(path: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return entries


def pages(entry: dict[str, Any]) -> list[str]:
    page = entry["page"]
    return page if isinstance(page, list) else [page] if page else []


@pytest.mark.parametrize("path", sorted(QUERIES.glob("*.yml")), ids=lambda path: path.stem)
def test_queries_over_this_handbook_name_its_pages(path: Path, site: Handbook) -> None:
    found = [page for entry in read(path) for page in pages(entry)]
    assert found
    assert [page for page in found if not (site.outdir / page).is_file()] == []


@pytest.mark.parametrize(
    "path",
    [path for folder in OTHERS for path in sorted(folder.glob("*.yml"))],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_queries_over_another_handbook_name_its_pages(path: Path) -> None:
    found = [page for entry in read(path) for page in pages(entry)]
    assert found
    # The indexes are those of this handbook, in which the other's pages are laid.
    folders = (path.parent, REPOSITORY)
    assert [
        page
        for page in found
        if not any((folder / page).with_suffix(".md").is_file() for folder in folders)
    ] == []


def test_there_are_queries_of_every_class() -> None:
    count = Counter(entry["class"] for entry in read(QUERIES / "queries.yml"))
    assert count.total() >= 200
    assert min(count.values()) >= 15
    assert len(count) == 11


def test_the_search_is_not_measured_by_wordings_that_it_was_fitted_to() -> None:
    measured = [
        text for asked in read(REPOSITORY / "benchmarks/wordings.yml") for text in asked["wordings"]
    ]
    fitted: set[str] = set()
    for path in (REPOSITORY / "_search/wordings").glob("*.yml"):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        fitted.update(text for texts in told.values() for text in texts)
    assert len(measured) >= 900
    assert len(fitted) > 7_000
    assert [text for text in measured if text in fitted] == []

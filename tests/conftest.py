"""What all tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser import launch
from building import Handbook, real_handbook, small_handbook
from serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    MakeHandbook = Callable[..., Handbook]


@pytest.fixture
def handbook(tmp_path: Path) -> MakeHandbook:
    """Make a small handbook from test roots."""

    def make(*roots: str) -> Handbook:
        return small_handbook(tmp_path / "handbook", *roots)

    return make


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """Return the base root, built; tests only read it."""
    made = small_handbook(tmp_path_factory.mktemp("base"))
    result = made.build()
    assert result.warnings == []
    return made


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """Return the real handbook, built as it is published; tests only read it."""
    made = real_handbook(tmp_path_factory.mktemp("site"))
    result = made.build(fresh=True, jobs=2, careers_full_text=True)
    assert result.warnings == []
    assert result.statuscode == 0
    return made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a real browser."""
    with launch() as started:
        yield started


@pytest.fixture(scope="session")
def address(site: Handbook) -> Iterator[str]:
    """Serve the real site, and return its address."""
    with serve(site.outdir) as served:
        yield served


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open a page whose errors and foreign requests fail the test."""
    context = browser.new_context(base_url=address, color_scheme="light")
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    opened.on(
        "console", lambda message: wrong.append(message.text) if message.type == "error" else None
    )
    opened.on("dialog", lambda dialog: wrong.append(dialog.message))
    opened.on(
        "request",
        lambda request: (
            wrong.append(request.url) if not request.url.startswith((address, "data:")) else None
        ),
    )
    yield opened
    context.close()
    assert wrong == []

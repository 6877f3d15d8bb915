"""The real site in a real browser, as a person uses it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from building import Handbook

ROLE = "/roles/data-and-ai/machine-learning-engineer.html"


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_role_is_two_clicks_from_the_front_door(page: Page) -> None:
    page.goto("/index.html")
    page.get_by_role("main").get_by_role("link", name="Data and AI").first.click()
    page.get_by_role("main").get_by_role(
        "link", name="Machine Learning Engineer", exact=True
    ).first.click()
    page.wait_for_url(f"**{ROLE}")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Machine Learning Engineer")


def test_dark_mode_is_chosen_with_a_button_and_kept(page: Page) -> None:
    page.goto(ROLE)
    light = background(page)
    button = page.get_by_role(
        "button", name="Change between light, dark and automatic colours"
    ).last
    for _ in range(2):
        button.click()
        if background(page) != light:
            break
    dark = background(page)
    assert dark != light
    page.goto("/index.html")
    assert background(page) == dark


def test_the_role_prints_without_what_is_around_it(page: Page) -> None:
    page.goto(ROLE)
    text = " ".join(
        " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf())).pages).split()
    )
    assert "131,076 US dollars a year" in text
    assert "provided as a courtesy" in text
    for around in ("On this page", "Contributing", "Search", "Home /"):
        assert around not in text


def test_paper_is_light_when_the_screen_is_dark(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, color_scheme="dark")
    page = context.new_page()
    page.goto(ROLE)
    on_screen = background(page)
    page.emulate_media(media="print")
    assert on_screen != background(page) == "rgb(255, 255, 255)"
    context.close()


@pytest.mark.parametrize("path", ["/nowhere.html", "/roles/data-and-ai/deep/er/nowhere"])
def test_an_unknown_address_leads_back_from_any_depth(
    browser: Browser, address: str, path: str
) -> None:
    page = browser.new_page(base_url=address)
    response = page.goto(path)
    assert response is not None
    assert response.status == 404
    assert page.get_by_role("heading", level=1).inner_text() == "Page not found"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.disclaimer')).borderLeftWidth")
        == "4px"
    )
    page.get_by_role("main").get_by_role("link", name="Skills").click()
    page.wait_for_url(f"{address}/skills/index.html")
    page.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in (
        "/index.html",
        ROLE,
        "/skills/mathematics.html",
        "/skills/index.html",
        "/roles/index.html",
        "/404.html",
        "/CONTRIBUTING.html",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_narrow_pages_drawers_open_with_the_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(ROLE)
    link = page.get_by_role("navigation", name="Handbook").get_by_role("link", name="Skills")
    page.get_by_label("Show the handbook's pages").focus()
    page.keyboard.press("Space")
    page.wait_for_timeout(400)
    box = link.bounding_box()
    assert box is not None
    assert box["x"] >= 0


def test_pages_work_from_files(browser: Browser, site: Handbook) -> None:
    page = browser.new_page()
    page.goto((site.outdir / "index.html").as_uri())
    page.get_by_role("main").get_by_role("link", name="Data and AI").first.click()
    page.get_by_role("main").get_by_role("link", name="Data Scientist", exact=True).first.click()
    page.wait_for_url("**/data-scientist.html")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Data Scientist")
    page.close()


def test_search_finds_a_role(page: Page) -> None:
    page.goto("/index.html")
    page.get_by_placeholder("Search").click()
    page.keyboard.type("chatbots")
    page.get_by_role("dialog").locator("[role=option]").filter(
        has_text="What a Machine Learning Engineer does"
    ).click()
    page.wait_for_url(f"**{ROLE}?**")

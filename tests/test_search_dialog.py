"""The search as readers use it, in a real browser, under the strict policy that the site is made for."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from sphinx.errors import ExtensionError

from benchmarks.scale.generate import generate, write_site
from building import CONTENT, Handbook, one, words
from careers import fulltext
from serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bs4 import Tag
    from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

    from conftest import MakeHandbook

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'self'"
)
ROLE = "/roles/data-and-ai/machine-learning-engineer.html"
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# These words are in the text of pages, and in no name.
RARE = "driverless vehicles"
MARKUP = (
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "{{ 7 * 7 }} ${alert(1)}",
    "&lt;b&gt;bold&lt;/b&gt;",
    "(engineer[.*+?^$|\\",
)


@pytest.fixture(scope="module")
def strict(site: Handbook) -> Iterator[str]:
    """Serve the real site with the policy, and return its address."""
    with serve(site.outdir, {"Content-Security-Policy": POLICY}) as served:
        yield served


@pytest.fixture
def context(browser: Browser, strict: str) -> Iterator[BrowserContext]:
    """Return a context of its own, in which nothing is kept yet."""
    made = browser.new_context(base_url=strict, color_scheme="light")
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, strict: str) -> Iterator[Page]:
    """Open a page whose errors, refusals by the policy and foreign requests fail the test."""
    opened = context.new_page()
    wrong = watch(opened, strict)
    yield opened
    assert wrong == []


def watch(page: Page, address: str) -> list[str]:
    """Note what goes wrong on a page."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on(
        "console", lambda message: wrong.append(message.text) if message.type == "error" else None
    )
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on(
        "request",
        lambda request: (
            wrong.append(request.url) if not request.url.startswith((address, "data:")) else None
        ),
    )
    return wrong


def open_search(page: Page, path: str = "/index.html") -> Locator:
    """Open the search on a page, and return its box."""
    page.goto(path)
    page.keyboard.press("/")
    return box(page)


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search the handbook")


def options(page: Page) -> Locator:
    # The choices of the filters are options as well.
    return page.locator("[role=option]")


def titles(page: Page) -> list[str]:
    return page.locator(".search-title").all_inner_texts()


def wait_until_settled(page: Page) -> None:
    """Wait until no more results can come."""
    page.wait_for_selector("#search-list[aria-busy=false]", state="attached")


def wait_for_text(page: Page) -> None:
    """Wait until the text of pages has answered: its results mark words on the pages they lead to."""
    page.locator("[role=option][href*='?highlight=']").first.wait_for()


def hold(page: Page, pattern: str) -> list[Route]:
    """Keep what a page asks for from coming, until it is let go."""
    held: list[Route] = []
    page.route(pattern, lambda route: held.append(route))  # noqa: PLW0108  # Playwright asks functions for their arguments
    return held


# Opening


def by_slash(page: Page) -> None:
    page.keyboard.press("/")


def by_control_k(page: Page) -> None:
    page.keyboard.press("Control+k")


def by_command_k(page: Page) -> None:
    page.keyboard.press("Meta+k")


def by_click(page: Page) -> None:
    page.get_by_placeholder("Search").click()


@pytest.mark.parametrize("way", [by_slash, by_control_k, by_command_k, by_click])
def test_the_search_opens_with_the_cursor_in_its_box(
    page: Page, way: Callable[[Page], None]
) -> None:
    page.goto(ROLE)
    way(page)
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()
    expect(box(page)).to_be_focused()


def test_words_typed_into_the_sidebars_box_go_on_in_the_dialog(page: Page) -> None:
    page.goto(ROLE)
    page.get_by_placeholder("Search").focus()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.type("data sci")
    expect(box(page)).to_have_value("data sci")
    expect(options(page).first).to_contain_text("Data Scientist")


def test_a_narrow_page_has_a_button_for_it(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(ROLE)
    page.locator(".mobile-header").get_by_role("link", name="Search").click()
    expect(box(page)).to_be_focused()
    assert page.url.endswith(ROLE)


def test_a_slash_in_a_field_is_a_slash(page: Page) -> None:
    search = open_search(page)
    page.keyboard.type("and/or")
    expect(search).to_have_value("and/or")


def test_escape_closes_it_and_leads_back_to_where_the_reader_was(page: Page) -> None:
    page.goto(ROLE)
    link = page.get_by_role("main").get_by_role("link", name="Data and AI", exact=True).first
    link.focus()
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(link).to_be_focused()
    page.keyboard.press("Control+k")
    expect(box(page)).to_be_focused()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_nothing_of_it_is_loaded_before_it_is_used_but_a_small_script(
    page: Page, site: Handbook
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(ROLE)
    page.wait_for_load_state("networkidle")
    parts = re.compile(r"/_static/search/|/data/|/pagefind/|searchindex|searchtools|language_data")
    assert [path for path in asked if parts.search(path)] == ["/_static/search/open.js"]
    script = (site.outdir / "_static/search/open.js").read_bytes()
    assert len(gzip.compress(script)) <= 2000
    page.keyboard.press("/")
    page.keyboard.type("pay")
    wait_for_text(page)
    assert {"/data/names.js", "/data/sections.js", "/pagefind/pagefind.js"} <= set(asked)


# Results and keys


def test_the_first_letter_brings_results_of_names(page: Page) -> None:
    # Without the text of pages, only names can answer.
    page.route("**/pagefind/**", lambda _: None)
    open_search(page)
    page.keyboard.type("m")
    expect(options(page).first).to_be_visible()
    assert all(title for title in titles(page))


def test_each_result_says_what_it_is_and_leads_to_its_section(page: Page) -> None:
    open_search(page)
    page.keyboard.type("machine learning engineer pay")
    first = options(page).first
    expect(first).to_contain_text("Section: Pay")
    expect(first.locator(".search-title")).to_have_text("Machine Learning Engineer")
    expect(first.locator(".search-kind")).to_have_text("Role · Data and AI")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{ROLE}#pay")


def test_the_keys_move_through_the_results(page: Page) -> None:
    search = open_search(page)
    page.keyboard.type("engineer")
    wait_for_text(page)
    last = options(page).count() - 1
    assert last > 3
    expect(search).to_have_attribute("aria-expanded", "true")
    assert search.get_attribute("aria-activedescendant") is None
    for key, place in [
        ("ArrowDown", 0), ("ArrowDown", 1), ("End", last), ("ArrowDown", 0), ("ArrowUp", last),
        ("ArrowUp", last - 1), ("Home", 0),
    ]:  # fmt: skip
        page.keyboard.press(key)
        chosen = page.locator("[role=option][aria-selected=true]")
        expect(chosen).to_have_count(1)
        expect(chosen).to_have_id(str(search.get_attribute("aria-activedescendant")))
        expect(options(page).nth(place)).to_have_attribute("aria-selected", "true")
        expect(chosen).to_be_in_viewport()
    expect(search).to_be_focused()
    href = str(options(page).nth(0).get_attribute("href"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{href.removeprefix('./')}")


def test_without_a_choice_home_and_end_move_in_the_words(page: Page) -> None:
    search = open_search(page)
    page.keyboard.type("engineer")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.type("data ")
    expect(search).to_have_value("data engineer")


def test_the_count_is_announced(page: Page) -> None:
    search = open_search(page)
    page.keyboard.type(RARE)
    wait_for_text(page)
    wait_until_settled(page)
    status = page.get_by_role("status")
    number = options(page).count()
    expect(status).to_have_text("1 result" if number == 1 else f"{number} results")
    search.fill("qqxzzv")
    expect(status).to_have_text("0 results")
    expect(options(page)).to_have_count(0)
    expect(search).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_text("Nothing is found for “qqxzzv”.")).to_be_visible()
    link = page.get_by_role("dialog").get_by_role("link", name="Roles from A to Z")
    assert str(link.get_attribute("href")).endswith("indexes/roles.html")


def test_full_text_is_added_below_names_and_moves_nothing(page: Page) -> None:
    held = hold(page, "**/pagefind/**")
    open_search(page)
    page.keyboard.type("machine learning engineer")
    expect(options(page).first).to_contain_text("Machine Learning Engineer")
    page.keyboard.press("ArrowDown")
    before = titles(page)
    page.route("**/pagefind/**", lambda route: route.continue_())
    for route in held:
        route.continue_()
    wait_for_text(page)
    assert titles(page)[: len(before)] == before
    assert len(titles(page)) > len(before)
    expect(options(page).first).to_have_attribute("aria-selected", "true")


def test_a_full_text_result_shows_its_words_and_leads_to_them(page: Page) -> None:
    open_search(page)
    page.keyboard.type(RARE)
    found = options(page).filter(has_text="Section: What a Machine Learning Engineer does").first
    expect(found).to_be_visible()
    marks = found.locator("mark")
    assert {text.lower().strip(".,") for text in marks.all_inner_texts()} == set(RARE.split())
    found.click()
    page.wait_for_url(f"**{ROLE}?**")
    assert urlsplit(page.url).fragment == "what-a-machine-learning-engineer-does"
    assert parse_qs(urlsplit(page.url).query)["highlight"] == RARE.split()
    marked = page.get_by_role("main").locator("mark")
    expect(marked).to_have_text(RARE.split())
    expect(marked.first).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(marked).to_have_count(0)


def test_every_section_that_full_text_leads_to_is_there(page: Page, site: Handbook) -> None:
    search = open_search(page, "/search.html")
    count = 0
    for query in ("driverless", "hostile questions", "bootstrap", "reads results", "evidence"):
        search.fill(query)
        wait_until_settled(page)
        found = options(page).filter(has=page.locator(".search-excerpt"))
        for result in found.filter(has=page.locator(".search-section")).all():
            parts = urlsplit(str(result.get_attribute("href")))
            target = one(
                site.page(parts.path.removeprefix("./").removesuffix(".html")),
                f'[id="{parts.fragment}"]',
            )
            assert target.name in {"section", "h2", "h3", "h4"}
            section = result.locator(".search-section").inner_text()
            assert words(target).startswith(section.removeprefix("Section: "))
            count += 1
    assert count > 5


def test_words_are_corrected_in_the_open(page: Page) -> None:
    search = open_search(page)
    page.keyboard.type("projct manager")
    expect(options(page).first).to_contain_text("Project Manager")
    note = page.locator(".search-note")
    expect(note).to_have_text(
        "Showing results for project manager; search for projct manager instead."
    )
    expect(page.get_by_role("status")).to_contain_text("“project manager”")
    note.get_by_role("button", name="projct manager").click()
    expect(page.get_by_role("status")).to_have_text("0 results")
    expect(note).to_be_hidden()
    expect(search).to_be_focused()
    search.fill("project manager")
    expect(options(page).first).to_contain_text("Project Manager")
    expect(note).to_be_hidden()


def test_a_correction_shows_words_as_readers_know_them(page: Page) -> None:
    open_search(page)
    page.keyboard.type("machin lerning enginer")
    expect(options(page).first).to_contain_text("Machine Learning Engineer")
    expect(page.locator(".search-note")).to_contain_text(
        "Showing results for machine learning engineer;"
    )


def test_what_is_loaded_has_the_version_of_its_content(page: Page, site: Handbook) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_search(page, f"{ROLE}?highlight=data")
    page.keyboard.type(RARE)
    wait_for_text(page)
    parts = [urlsplit(url) for url in asked if re.search(r"/(_static/search|data)/", url)]
    versioned = [part for part in parts if not part.path.endswith(("/open.js", "/versions.js"))]
    assert {part.path.rpartition("/")[2] for part in versioned} == {
        "names.js", "dialog.js", "search.css", "more.js", "full.js", "highlight.js", "sections.js", "rest.js",
        "passages.js", "pages.js", "meaning.js", "vectors.js", "asking.js", "wordings.js",
    }  # fmt: skip
    for part in versioned:
        content = (site.outdir / part.path.lstrip("/")).read_bytes()
        assert part.query == f"v={hashlib.sha256(content).hexdigest()[:6]}", part.path


def test_the_search_works_where_versions_are_missing(page: Page) -> None:
    page.route("**/data/versions.js", lambda route: route.fulfill(content_type="text/javascript"))
    open_search(page)
    page.keyboard.type("mathematics")
    expect(options(page).first).to_contain_text("Mathematics")


def test_a_search_answers_for_what_was_typed_last(page: Page) -> None:
    search = open_search(page)
    for query in (RARE, "mathematics", "qqxzzv", "chatbots", "data analyst"):
        search.fill(query)
    wait_for_text(page)
    expect(options(page).first).to_contain_text("Data Analyst")
    assert not options(page).filter(has_text="driverless").count()


@pytest.mark.parametrize("query", MARKUP)
def test_a_query_is_only_ever_text(page: Page, query: str) -> None:
    search = open_search(page)
    search.fill(query)
    expect(page.get_by_role("status")).to_have_text(re.compile(r"\d+ results?"))
    assert page.locator(".search :is(img, script, b)").count() == 0
    page.goto("/search.html")
    page.evaluate("query => location.search = new URLSearchParams({ q: query })", query)
    expect(box(page)).to_have_value(query)
    expect(page.get_by_role("status")).to_have_text(re.compile(r"\d+ results?"))
    assert page.locator(".search :is(img, script, b)").count() == 0
    page.goto("/index.html")
    page.evaluate("query => location.search = new URLSearchParams({ highlight: query })", query)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("main :is(img[src=x], script)").count() == 0


def test_a_question_loads_what_answers_it_and_shows_the_answer_first(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    search = open_search(page)
    page.keyboard.type("data analyst")
    expect(options(page).first).to_contain_text("Data Analyst")
    wait_until_settled(page)
    assert not [url for url in asked if re.search("passages|vectors", url)]
    search.fill("my boss and i disagree about my level, who judges that")
    wait_until_settled(page)
    expect(options(page).first).to_contain_text("Who decides that somebody has reached a level?")
    assert {urlsplit(url).path for url in asked if re.search("passages|vectors", url)} == {
        "/_static/search/passages.js",
        "/_static/search/vectors.js",
        "/data/passages.js",
    }


def test_a_question_is_answered_by_names_and_text_where_passages_are_missing(
    context: BrowserContext,
) -> None:
    page = context.new_page()
    page.route("**/data/passages.js*", lambda route: route.abort())
    search = open_search(page)
    search.fill("what does a data analyst do all week")
    wait_until_settled(page)
    expect(options(page).first).to_contain_text("Data Analyst")
    search.fill("driverless vehicles")
    wait_for_text(page)
    page.close()


def test_better_answers_that_come_late_go_to_the_top(page: Page) -> None:
    # The names find pages that have a word or two of it, and the text comes after them.
    page.goto("/search.html?q=who signs off that somebody is an expert")
    wait_until_settled(page)
    expect(options(page).first).to_contain_text("Who decides that somebody has reached a level?")


def test_what_a_reader_chooses_from_stays_where_it_is(page: Page) -> None:
    held = hold(page, "**/pagefind/pagefind.js*")
    with page.expect_request("**/pagefind/pagefind.js*"):
        search = open_search(page)
        # The names say little of it, and the text finds other pages first.
        search.fill("project outage")
        expect(options(page).first).to_contain_text("Incident response")
        search.press("ArrowDown")
    before = titles(page)
    held.pop().continue_()
    wait_until_settled(page)
    assert titles(page)[: len(before)] == before
    assert len(titles(page)) > len(before)
    expect(options(page).first).to_have_attribute("aria-selected", "true")


def test_what_a_reader_chooses_from_leads_where_it_did(page: Page) -> None:
    held = hold(page, "**/data-engineer.html")
    search = open_search(page)
    wait_until_settled(page)
    with page.expect_request("**/data-engineer.html"):
        search.fill("data engineer overnight loads")
        expect(options(page).first).to_contain_text("Data Engineer")
        search.press("ArrowDown")
    before = options(page).first.get_attribute("href")
    held.pop().continue_()
    wait_until_settled(page)
    assert options(page).first.get_attribute("href") == before
    assert titles(page).count("Data Engineer") == 1


@pytest.mark.parametrize(
    ("query", "address"),
    [
        # Words of the section, and such as mean the same.
        ("data engineer overnight loads", "data-engineer.html#a-week-in-the-job"),
        ("do sres get woken up at night", "site-reliability-engineer.html#a-week-in-the-job"),
        ("is a machine learning engineer stuck at a screen all day", "machine-learning-engineer.html#working-conditions"),
        # Words that are left over, beside one of the table of intents.
        ("project manager start times", "project-manager.html#a-week-in-the-job"),
        # What the table of intents says stays.
        ("how much does a data scientist make", "data-scientist.html#pay"),
        ("who works under a programme manager", "programme-manager.html#who-they-work-with"),
        # Ways to ask that no word of the section is in.
        ("how would i notice that i am any good as a data analyst", "data-analyst.html#what-good-work-looks-like"),
        ("what comes after being a data analyst", "data-analyst.html"),
        ("who would sign off my leave as a data engineer", "data-engineer.html"),
        ("how much does a machine learning engineer make in a year", "machine-learning-engineer.html#pay"),
        ("what should a beginner know about version control", "skills/version-control.html#awareness"),
        ("would an old certificate count as a doctorate", "doctorate.html#ways-to-gain-it"),
        # Single words that come near each other.
        ("do programme managers run the individual projects themselves", "programme-manager.html#what-a-programme-manager-does"),
        # A part of a section, where it is named.
        ("how much mathematics must an ai research scientist know", "ai-research-scientist.html#skill-mathematics"),
        # Pages that no name in the query finds.
        ("which questions are not allowed at an interview", "skills/recruitment.html#awareness"),
        ("who fixes it when the overnight data loads break", "data-engineer.html#a-week-in-the-job"),
        ("is the kubernetes exam multiple choice or hands on", "certified-kubernetes-administrator.html#what-it-shows"),
    ],
)  # fmt: skip
def test_the_text_of_a_page_chooses_where_a_result_leads(
    page: Page, query: str, address: str
) -> None:
    search = open_search(page, "/search.html")
    search.fill(query)
    wait_until_settled(page)
    options(page).first.click()
    page.wait_for_url(f"**/{address}")


@pytest.mark.parametrize("query", ["how do I bake bread", "who won the football match on saturday"])
def test_a_question_about_something_else_finds_nothing(page: Page, query: str) -> None:
    search = open_search(page, "/search.html")
    search.fill(query)
    wait_until_settled(page)
    expect(page.locator(".search-message")).to_contain_text("Nothing is found")


def test_an_answer_is_one_of_the_pages_that_readers_filter_for(page: Page) -> None:
    question = "who fixes it when the overnight data loads break"
    for kind, answer in (("Role", "Data Engineer"), ("Skill", "Data pipelines")):
        page.goto(f"/search.html?q={question}&kind={kind}")
        wait_until_settled(page)
        expect(options(page).first).to_contain_text(answer)
        kinds = page.locator("[role=option] .search-kind").all_inner_texts()
        assert {shown.partition(" ")[0] for shown in kinds} == {kind}


def test_a_named_page_that_cannot_be_read_is_found_all_the_same(context: BrowserContext) -> None:
    page = context.new_page()
    page.route("**/roles/**", lambda route: route.abort())
    search = open_search(page)
    search.fill("data engineer overnight loads")
    wait_until_settled(page)
    expect(options(page).first).to_contain_text("Data Engineer")


def test_a_query_without_results_is_said_as_it_was_typed(page: Page) -> None:
    search = open_search(page)
    search.fill("<b>qqxzzv</b> & <i>")
    expect(page.locator(".search-message")).to_contain_text("“<b>qqxzzv</b> & <i>”")


def test_names_come_first_where_they_explain_most_of_the_query(page: Page) -> None:
    open_search(page)
    page.keyboard.type(RARE)
    wait_for_text(page)
    joined = """([coverage, names, text]) =>
      signpost.join({ coverage, results: names.map((page) => ({ page })) }, text.map((page) => ({ page })))
        .map(({ page }) => page)"""
    names, text = ["a.html", "b.html", "c/index.html"], ["c/", "d.html", "a.html"]
    assert page.evaluate(joined, [0.7, names, text]) == [*names, "d.html"]
    assert page.evaluate(joined, [0.69, names, text]) == [*text, "b.html"]
    assert page.evaluate(joined, [0, [], text]) == text
    assert page.evaluate(joined, [1, names, []]) == names


# Filters


def open_filters(page: Page) -> None:
    page.get_by_text("Filter", exact=True).click()
    expect(page.get_by_label("Skill").locator("option").nth(1)).to_be_attached()


def test_filters_narrow_names_and_text(page: Page) -> None:
    search = open_search(page)
    page.keyboard.type("learning")
    wait_for_text(page)
    open_filters(page)
    page.get_by_label("Kind").select_option("Skill")
    expect(page.locator(".search-kind").first).to_have_text("Skill")
    assert set(page.locator(".search-kind").all_inner_texts()) == {"Skill"}
    page.get_by_label("Kind").select_option("Role")
    page.get_by_label("Family").select_option("Platform and operations")
    search.fill("engineer")
    expect(page.locator(".search-kind").first).to_have_text("Role · Platform and operations")
    assert set(page.locator(".search-kind").all_inner_texts()) == {"Role · Platform and operations"}
    search.fill("gradual release")
    wait_for_text(page)
    assert set(page.locator(".search-kind").all_inner_texts()) == {"Role · Platform and operations"}


def test_a_level_is_that_of_the_skill(page: Page, site: Handbook) -> None:
    asked = one(site.page("skills/mathematics"), "dl.asked-by")
    (level,) = [term for term in asked.select("dt") if words(term) == "Expert"]
    there = level.find_next_sibling("dd")
    assert there is not None
    expected = {words(link) for link in there.select("a")}
    open_search(page)
    open_filters(page)
    levels = page.get_by_label("Level").locator("option").all_inner_texts()
    assert [text.partition(" (")[0] for text in levels[1:]] == [
        "Awareness", "Working", "Practitioner", "Expert",
    ][-len(levels) + 1 :]  # fmt: skip
    page.get_by_label("Skill").select_option("Mathematics")
    page.get_by_label("Level").select_option("Expert")
    expect(page.get_by_role("status")).to_have_text(f"{len(expected)} results")
    assert set(titles(page)) == expected


# Guesses


def test_a_word_that_another_begins_with_is_no_guess_beside_unknown_words(page: Page) -> None:
    open_search(page).fill("bus timetable")
    expect(page.get_by_text("Nothing is found for “bus timetable”.")).to_be_visible()
    assert options(page).count() == 0


# Recent pages


def test_an_empty_box_offers_the_pages_of_late(page: Page) -> None:
    open_search(page)
    expect(page.get_by_text("Type what you look for.")).to_be_visible()
    for query, title in (("mathematics", "Mathematics"), ("data analyst", "Data Analyst")):
        box(page).fill(query)
        expect(options(page).first).to_contain_text(title)
        # The text comes last, so that what keeps the pages is there.
        wait_for_text(page)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        page.keyboard.press("/")
    expect(page.locator(".search-title")).to_have_text(["Data Analyst", "Mathematics"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/skills/mathematics.html")


@pytest.mark.parametrize(
    "kept",
    [
        "no JSON",
        '{"a": 1}',
        '[{"title": "x", "kind": "Role", "family": "", "url": "javascript:alert(1)"}]',
        '[{"title": "x", "kind": "Role", "family": "", "url": "//example.org/"}]',
        '[{"title": 1}, null]',
    ],
)
def test_what_others_have_kept_does_no_harm(page: Page, strict: str, kept: str) -> None:
    page.goto("/index.html")
    page.evaluate("kept => localStorage.setItem('search-recent /', kept)", kept)
    page.keyboard.press("/")
    expect(page.locator(".search").get_by_text("Filter", exact=True)).to_be_visible()
    for link in options(page).all():
        assert str(link.evaluate("link => link.href")).startswith(f"{strict}/")
    page.keyboard.type("mathematics")
    expect(options(page).first).to_contain_text("Mathematics")


def test_a_browser_that_keeps_nothing_can_search(page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    open_search(page, "/skills/index.html")
    page.keyboard.type("mathematics")
    expect(options(page).first).to_contain_text("Mathematics")
    page.keyboard.press("Enter")
    page.wait_for_url("**/skills/mathematics.html")


# The page search.html


def test_the_search_page_answers_its_address_and_keeps_it(page: Page) -> None:
    page.goto("/search.html?q=mathematics&kind=Skill")
    expect(options(page).first).to_contain_text("Mathematics")
    assert set(page.locator(".search-kind").all_inner_texts()) == {"Skill"}
    box(page).fill("statistics & more")
    expect(options(page).first).to_be_visible()
    assert parse_qs(urlsplit(page.url).query) == {"q": ["statistics & more"], "kind": ["Skill"]}
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_dialog_leads_to_the_same_search_as_a_page(page: Page) -> None:
    open_search(page, ROLE)
    page.keyboard.type(RARE)
    wait_for_text(page)
    shown = titles(page)
    page.get_by_role("link", name="Show this search as a page").click()
    page.wait_for_url("**/search.html?q=driverless+vehicles")
    wait_for_text(page)
    assert titles(page) == shown


def test_without_scripts_the_form_leads_to_the_lists(browser: Browser, strict: str) -> None:
    context = browser.new_context(base_url=strict, java_script_enabled=False)
    page = context.new_page()
    page.goto(ROLE)
    page.get_by_placeholder("Search").fill("mathematics")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=mathematics")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Search needs JavaScript.")
    main.get_by_role("link", name="Roles from A to Z").click()
    page.wait_for_url("**/indexes/roles.html")
    page.set_viewport_size({"width": 320, "height": 640})
    page.locator(".mobile-header").get_by_role("link", name="Search").click()
    page.wait_for_url("**/search.html")
    context.close()


# Where something is missing


def test_from_a_folder_names_are_found(browser: Browser, site: Handbook) -> None:
    page = browser.new_page()
    wrong = watch(page, "file://")
    page.goto((site.outdir / ROLE.removeprefix("/")).as_uri())
    page.keyboard.press("/")
    page.keyboard.type("projct manager pay")
    expect(options(page).first).to_contain_text("Project Manager")
    said = page.get_by_text("Only names and questions can be searched here, and no other text.")
    expect(said).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/project-manager.html#pay")
    page.goto(f"{(site.outdir / 'search.html').as_uri()}?q=mathematics")
    expect(options(page).first).to_contain_text("Mathematics")
    assert wrong == []
    page.close()


def test_a_build_without_the_index_finds_names_and_asks_for_nothing_else(
    browser: Browser, tmp_path: Path
) -> None:
    made = Handbook(tmp_path / "handbook")
    write_site(generate(2, 8), made.srcdir)
    assert made.build().warnings == []
    skill = next(iter(json.loads(made.output()["data/handbook.json"])["skills"]))
    with serve(made.outdir, {"Content-Security-Policy": POLICY}) as address:
        page = browser.new_page(base_url=address)
        wrong = watch(page, address)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto("/index.html")
        page.keyboard.press("/")
        page.keyboard.type(skill["title"])
        expect(page.get_by_text(NO_TEXT)).to_be_visible()
        expect(options(page).first).to_contain_text(skill["title"])
        assert not [url for url in asked if "pagefind" in url or "full.js" in url]
        assert wrong == []
        page.close()


NO_TEXT = "Only names and questions can be searched here, and no other text."
NO_NAMES = "The names of pages could not be loaded"
NOTHING = "The search could not be loaded."


@pytest.mark.parametrize(
    ("missing", "broken", "said"),
    [
        (["pagefind/**"], "", NO_TEXT),
        (["pagefind/pagefind-entry.json"], "", NO_TEXT),
        (["pagefind/pagefind-entry.json"], "{", NO_TEXT),
        (["pagefind/*.pf_meta"], "", NO_TEXT),
        (["pagefind/fragment/**"], "", NO_TEXT),
        (["pagefind/pagefind.js"], "export {", NO_TEXT),
        (["_static/search/full.js"], "", NO_TEXT),
        (["data/names.js"], "", NO_NAMES),
        (["data/names.js"], "globalThis.signpostNames = {};", NO_NAMES),
        (["_static/search/names.js"], "", NO_NAMES),
        (["data/names.js", "pagefind/**"], "", NOTHING),
        (["_static/search/dialog.js"], "", NOTHING),
        (["_static/search/dialog.js"], "broken(", NOTHING),
    ],
)
@pytest.mark.parametrize("path", [ROLE, "/search.html"])
def test_a_missing_or_broken_part_is_said_plainly(
    context: BrowserContext, path: str, missing: list[str], broken: str, said: str
) -> None:
    page = context.new_page()
    status = 200 if broken else 404

    def answer(route: Route) -> None:
        kind = "text/javascript" if ".js?" in f"{route.request.url}?" else "application/json"
        route.fulfill(status=status, body=broken, content_type=kind)

    for part in missing:
        page.route(f"**/{part}*", answer)  # with its version
    page.goto(path)
    page.keyboard.press("/")
    page.keyboard.type("mathematics")
    place = page.locator(".search")
    expect(place).to_contain_text(said, timeout=20_000)
    link = place.get_by_role("link", name="Roles from A to Z")
    if said == NO_TEXT:
        expect(options(page).first).to_contain_text("Mathematics")
    if said == NO_NAMES:
        expect(options(page).first).to_be_visible()
    link.click()
    page.wait_for_url("**/indexes/roles.html")


def test_a_part_of_the_index_that_is_missing_leaves_no_empty_box(context: BrowserContext) -> None:
    page = context.new_page()
    page.route("**/pagefind/index/**", lambda route: route.fulfill(status=404))
    open_search(page)
    page.keyboard.type(RARE)
    expect(page.locator(".search-message")).to_contain_text("look in Roles from A to Z")


# For everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [ROLE, "/search.html"])
def test_nothing_stands_in_anyones_way(
    browser: Browser, strict: str, scheme: Any, path: str
) -> None:
    context = browser.new_context(base_url=strict, color_scheme=scheme)
    page = context.new_page()
    open_search(page, path)
    page.keyboard.type("machne learning engineer")
    wait_for_text(page)
    expect(page.locator(".search-note")).to_be_visible()
    page.evaluate(AXE)
    page.keyboard.press("ArrowDown")
    open_filters(page)
    for query in (None, RARE, "qqxzzv", ""):
        if query is not None:
            box(page).fill(query)
            expect(page.get_by_role("status")).not_to_have_text("The search is loading.")
        assert page.evaluate("axe.run().then(({ violations }) => violations)") == []
    context.close()


def test_a_narrow_screen_does_not_scroll_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for path in (ROLE, "/search.html"):
        open_search(page, path)
        page.keyboard.type(RARE)
        wait_for_text(page)
        open_filters(page)
        box(page).fill("qqxzzv" * 30)
        expect(page.get_by_role("status")).to_have_text("0 results")
        for element in ("document.documentElement", "document.querySelector('.search')"):
            assert page.evaluate(f"{element}.scrollWidth <= {element}.clientWidth"), element
        assert page.evaluate("document.querySelector('.search').clientWidth") <= 320


# The index of the text


def fragments(outdir: Path) -> list[dict[str, Any]]:
    """Read what the index holds of each page."""
    found = sorted((outdir / "pagefind/fragment").iterdir())
    return [json.loads(gzip.decompress(path.read_bytes())[12:]) for path in found]


def test_only_the_articles_of_published_pages_are_in_the_index(site: Handbook) -> None:
    held = {fragment["url"].removeprefix("/"): fragment for fragment in fragments(site.outdir)}
    written = {
        path.relative_to(site.outdir).as_posix()
        for path in site.outdir.rglob("*.html")
        if path.relative_to(site.outdir).parts[0] != "compare"
    }
    assert set(held) == written - {"404.html", "search.html", "compare.html"}
    for name, fragment in held.items():
        text = fragment["content"]
        assert text, name
        for other in ("¶", "provided as a courtesy", "Skip to content", "Compare roles"):
            assert other not in text, name


def test_words_of_a_skill_are_in_the_index_once(site: Handbook) -> None:
    lead = words(site.article("skills/mathematics").select("section > p")[0])
    held = [fragment["url"] for fragment in fragments(site.outdir) if lead in fragment["content"]]
    assert held == ["/skills/mathematics.html"]


def test_the_index_holds_what_pages_are_filtered_by(site: Handbook) -> None:
    role = next(held for held in fragments(site.outdir) if held["url"] == ROLE)
    assert role["meta"]["title"] == "Machine Learning Engineer"
    assert role["meta"]["kind"] == "Role"
    assert role["meta"]["family"] == "Data and AI"
    assert role["filters"]["kind"] == ["Role"]
    assert role["filters"]["family"] == ["Data and AI"]
    asked: dict[str, set[str]] = {}
    for tag in heads(site.page(ROLE.strip("/").removesuffix(".html"))):
        skill, _, level = words(tag).partition(": ")
        asked.setdefault(level, set()).add(skill)
    assert len(asked) > 1
    assert {name: set(role["filters"][f"at-{name}"]) for name in asked} == asked
    assert sorted(role["filters"]["level"]) == sorted(asked)
    assert set(role["filters"]["skill"]) == set().union(*asked.values())
    assert "MLE" in role["content"]


def heads(page: Tag) -> Iterator[Tag]:
    """Give the headings of skills, written as `skill: level`."""
    for heading in page.select('section.need > [id^="skill-"]'):
        one(heading, ".badge").insert_before(": ")
        for link in heading.select(".headerlink"):
            link.decompose()
        text = heading.get_text().replace(" : ", ": ")
        heading.string = text
        yield heading


def test_an_incremental_index_is_that_of_a_clean_build(handbook: MakeHandbook) -> None:
    made = handbook()
    assert made.build(careers_full_text=True).warnings == []
    before = made.output()
    made.replace("skills/throwing.md", "shapes clay", "forms clay")
    made.build(careers_full_text=True)
    after = made.output()
    assert {name for name in before if name.startswith("pagefind/")} != {
        name for name in after if name.startswith("pagefind/")
    }
    clean = Handbook(made.srcdir, made.srcdir.parent / "clean" / "html")
    clean.build(careers_full_text=True, fresh=True)
    assert after == clean.output()


def test_without_the_index_nothing_of_it_is_left(handbook: MakeHandbook) -> None:
    made = handbook()
    made.build(careers_full_text=True)
    assert (made.outdir / "pagefind").exists()
    made.build()
    assert not (made.outdir / "pagefind").exists()
    assert "h:" not in {
        str(tag["id"])[:2] for tag in made.page("roles/craft/potter").select("[id]")
    }


def test_a_build_that_cannot_make_the_index_says_what_is_missing(
    handbook: MakeHandbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pagefind_bin", None)
    with pytest.raises(ExtensionError, match=r"pagefind_bin .* careers_full_text = False"):
        handbook().build(careers_full_text=True)


def test_sphinxs_own_index_is_not_made(site: Handbook, base: Handbook) -> None:
    for made in (site, base):
        assert not (made.outdir / "searchindex.js").exists()
    assert (site.outdir / "search.html").exists()


def test_the_index_is_the_same_each_time(site: Handbook, tmp_path: Path) -> None:
    # Pagefind's own order of filters is another one each time, from a dozen values on.
    shutil.copytree(site.outdir, tmp_path / "html", ignore=shutil.ignore_patterns("pagefind"))
    again = Handbook(site.srcdir, tmp_path / "html")
    fulltext.make_index(again.outdir, {name.removesuffix(".md") for name in CONTENT})
    made, before = again.output(), site.output()
    assert {name for name in made if name.endswith(".pf_filter")}
    assert {name: made[name] for name in made if name in before} == made

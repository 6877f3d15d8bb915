"""What is published can be trusted: it is accessible, valid, and safe under a strict policy."""

from __future__ import annotations

import gzip
import http.client
import io
import os
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import pytest
from pypdf import PdfReader

import nginx
import nu
from building import REPOSITORY, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from building import Handbook

ROLE = "/roles/data-and-ai/machine-learning-engineer.html"
FAMILY = "/roles/data-and-ai/index.html"
COMPARISON = "/compare.html?roles=data-engineer,machine-learning-engineer"
# One of each kind of page, and the states that a kind has.
KINDS = (
    "/index.html",
    "/roles/index.html",
    FAMILY,
    ROLE,
    "/skills/index.html",
    "/skills/mathematics.html",
    "/qualifications/index.html",
    "/qualifications/bachelors-degree.html",
    "/faq/index.html",
    "/faq/machine-learning-engineer.html",
    "/indexes/index.html",
    "/indexes/roles.html",
    "/indexes/skills.html",
    "/indexes/no-degree.html",
    "/compare.html",
    COMPARISON,
    "/compare/machine-learning-engineer.html",
    "/guide/index.html",
    "/guide/publishing.html",
    "/CONTRIBUTING.html",
    "/search.html",
    "/search.html?q=chatbots",
    "/roles/deep/er/nowhere",
)
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """
async (place) => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(place ?? document, {runOnly: tags, resultTypes: ["violations"]});
  return found.violations.flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.target}`));
}
"""
OPEN_DETAILS = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
OPEN_DRAWER = """
(id) => {
  for (const one of document.querySelectorAll(".sidebar-toggle")) one.checked = one.id === id;
}
"""


def opened(browser: Browser, address: str, **options: Any) -> Page:
    """Open a window in which nothing moves, so that nothing has to be waited for."""
    page = browser.new_context(base_url=address, reduced_motion="reduce", **options).new_page()
    page.set_default_timeout(10_000)
    return page


def go(page: Page, path: str) -> None:
    """Go to a page, and wait for what its scripts make of it."""
    page.goto(path)
    if path == COMPARISON:
        page.locator("#compare-results table").first.wait_for()
    if path == "/search.html?q=chatbots":
        page.locator("a.search-result").first.wait_for()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, address: str, scheme: str, width: int
) -> None:
    page = opened(browser, address, color_scheme=scheme, viewport={"width": width, "height": 800})
    found = []
    for path in KINDS:
        go(page, path)
        page.evaluate(AXE)
        page.evaluate(OPEN_DETAILS)
        found += [f"{path}: {fault}" for fault in page.evaluate(RUN_AXE, None)]
        for drawer, place in (("__navigation", ".sidebar-drawer"), ("__toc", ".toc-drawer")):
            page.evaluate(OPEN_DRAWER, drawer)
            if page.locator(place).is_visible() and page.locator(f"{place} a").count():
                faults = page.evaluate(RUN_AXE, place)
                found += [f"{path} with {place}: {fault}" for fault in faults]
    page.context.close()
    assert found == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_search_that_opens_over_a_page(
    browser: Browser, address: str, scheme: str, width: int
) -> None:
    page = opened(browser, address, color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto(ROLE)
    page.keyboard.press("/")
    page.get_by_role("dialog").wait_for()
    page.evaluate(AXE)
    found = page.evaluate(RUN_AXE, "dialog")
    page.keyboard.type("chatbots")
    page.locator("a.search-result").first.wait_for()
    page.evaluate(OPEN_DETAILS)
    found += page.evaluate(RUN_AXE, None)
    page.context.close()
    assert found == []


def test_axe_would_find_a_fault(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.goto("/index.html")
    page.evaluate(AXE)
    page.evaluate("document.querySelector('article').append(document.createElement('img'))")
    page.evaluate("document.querySelector('article p').style.color = '#ccc'")
    rules = {fault.partition(":")[0] for fault in page.evaluate(RUN_AXE, None)}
    page.context.close()
    assert rules == {"image-alt", "color-contrast"}


# What the keyboard should reach; and, as it comes to each thing, whether a reader would know.
WATCH_FOCUS = """
() => {
  const selector = "a[href], button, input, select, summary, [tabindex]";
  window.watched = [...document.querySelectorAll(selector)].filter(
    (one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true}));
  window.reached = new Set();
  window.unseen = [];
  document.addEventListener("focusin", ({target}) => {
    window.reached.add(target);
    const shown = target.matches(".sidebar-toggle")
      ? [...target.labels].find((label) => label.matches("[class*=icon]") && label.checkVisibility())
      : target;
    const box = shown?.getBoundingClientRect();
    const inside = box && box.width > 0 && box.right > 0 && box.left < innerWidth;
    const outlined = shown && [undefined, "::after"].some((part) => {
      const style = getComputedStyle(shown, part);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    if (!inside || !outlined) window.unseen.push(target.outerHTML.slice(0, 200));
  });
  return window.watched.length;
}
"""
MISSED = (
    "window.watched.filter((one) => !reached.has(one)).map((one) => one.outerHTML.slice(0, 200))"
)


@pytest.mark.parametrize(
    ("path", "width"),
    [*((path, 1400) for path in KINDS), *((path, 320) for path in (ROLE, COMPARISON, FAMILY))],
)
def test_the_keyboard_reaches_everything_and_focus_is_seen(
    browser: Browser, address: str, path: str, width: int
) -> None:
    page = opened(browser, address, viewport={"width": width, "height": 800})
    go(page, path)
    page.evaluate(OPEN_DETAILS)
    for _ in range(page.evaluate(WATCH_FOCUS) + 3):
        page.keyboard.press("Tab")
    missed, unseen = page.evaluate(MISSED), page.evaluate("window.unseen")
    page.context.close()
    assert missed == []
    assert unseen == []


MOVING = """
() => [...document.querySelectorAll("*")].flatMap((one) =>
  [undefined, "::before", "::after"].filter((part) => {
    const style = getComputedStyle(one, part);
    return style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0)
      || style.animationName !== "none" || style.scrollBehavior !== "auto";
  }).map((part) => `${one.tagName}.${one.className}${part ?? ""}`))
"""


@pytest.mark.parametrize("path", [ROLE, "/index.html", COMPARISON])
def test_nothing_moves_for_those_who_ask_for_it(browser: Browser, address: str, path: str) -> None:
    page = opened(browser, address)
    go(page, path)
    assert page.evaluate(MOVING) == []
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVING) != []
    page.context.close()


@pytest.mark.parametrize("path", [ROLE, FAMILY, COMPARISON, "/search.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_readers_own_colours_are_respected(
    browser: Browser, address: str, path: str, scheme: str
) -> None:
    page = opened(browser, address, forced_colors="active", color_scheme=scheme)
    go(page, path)
    page.evaluate(AXE)
    found = page.evaluate(RUN_AXE, None)
    borderless = page.evaluate(
        """[...document.querySelectorAll("article .badge:not(.badge-none)")].filter(
             (one) => parseFloat(getComputedStyle(one).borderTopWidth) < 1).length"""
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    map_ = page.evaluate(
        """[".map-box", ".map-text"].map((part) => document.querySelector(part)).map(
             (one) => one && getComputedStyle(one).fill)"""
    )
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.context.close()
    assert found == []
    assert borderless == 0
    assert outline != "none"
    if path == FAMILY:
        assert map_[0] == ground != map_[1]


HREFS = """
(links) => links.filter((link) => link.checkVisibility()).map(
  (link) => new URL(link.getAttribute("href"), document.baseURI).href)
"""


def printed(page: Page) -> tuple[str, set[str]]:
    """Return the words of a page on paper, and the addresses of its links."""
    sheets = PdfReader(io.BytesIO(page.pdf())).pages
    text = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    links = {
        str(action["/URI"])
        for sheet in sheets
        for note in sheet.get("/Annots") or ()
        if "/URI" in (action := note.get_object().get("/A", {}))
    }
    return text, links


@pytest.mark.parametrize(
    "path", [ROLE, FAMILY, "/skills/mathematics.html", "/compare/data-engineer.html", COMPARISON]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_shows_the_page_its_links_and_the_disclaimer_alone(
    browser: Browser, address: str, path: str, scheme: str
) -> None:
    page = opened(browser, address, color_scheme=scheme)
    go(page, path)
    selector = "article a:not(.headerlink), footer a"
    hrefs = page.eval_on_selector_all(selector, HREFS)
    own = urlsplit(page.url)._replace(query="", fragment="").geturl()
    others = {href for href in hrefs if not urljoin(href, "#").startswith(f"{own}#")}
    text, links = printed(page)
    assert {link.partition("#")[0] for link in links} >= {
        href.partition("#")[0] for href in others
    } - {own}
    # Details that open for paper alone lead to sections of pages that are linked already.
    assert {link.partition("#")[0] for link in links} <= {href.partition("#")[0] for href in hrefs}
    assert "provided as a courtesy" in text
    for furniture in ("On this page", "Contributing", "Skip to content", "Home /", "Choose a role"):
        assert furniture not in text
    page.emulate_media(media="print")
    faint = page.evaluate(
        """[...document.querySelectorAll("article a:not(.headerlink)")].filter((one) => {
             const [red, green, blue] = getComputedStyle(one).color.match(/[\\d.]+/g).map(Number);
             return Math.max(red, green, blue) > 110;
           }).map((one) => one.outerHTML)"""
    )
    assert faint == []
    page.context.close()


def test_what_is_folded_on_the_screen_is_open_on_paper(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    go(page, COMPARISON)
    folded = page.eval_on_selector_all(
        "article details:not([open]) > :not(summary)",
        "parts => parts.map((part) => part.textContent.trim().split(/\\s+/).slice(0, 5).join(' '))",
    )
    text, _ = printed(page)
    page.context.close()
    assert folded
    assert [part for part in folded if part not in text] == []


def test_every_page_is_valid_html(site: Handbook, capsys: pytest.CaptureFixture[str]) -> None:
    if not nu.has_java():
        mark = "::warning::" if os.environ.get("GITHUB_ACTIONS") else ""
        with capsys.disabled():
            print(f"\n{mark}{nu.NOTICE}")  # noqa: T201  # nobody would read it elsewhere
        return
    assert nu.errors(site.outdir) == []


def test_the_checker_would_find_what_is_invalid(tmp_path: Path) -> None:
    if nu.has_java():
        (tmp_path / "page.html").write_text(
            "<!doctype html>\n<title>A</title>\n<p><div></p></div>\n", encoding="utf-8"
        )
        assert {error.rpartition(": ")[0] for error in nu.errors(tmp_path)} == {"page.html:3"}


# The server


@pytest.fixture(scope="session")
def server(site: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the real site with nginx, as the guide says, and return its address."""
    with nginx.serve(site.outdir, tmp_path_factory.mktemp("nginx")) as address:
        yield address


def ask(
    server: str, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Ask a server for an address as it is written, and return status, headers and body."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=20)
    connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def policy() -> str:
    """Return the policy as `_headers` has it."""
    text = (REPOSITORY / "publish" / "_headers").read_text(encoding="utf-8")
    found = re.findall(r"^  Content-Security-Policy: (.+)$", text, re.MULTILINE)
    assert len(found) == 1
    return str(found[0])


def test_the_policy_is_the_same_wherever_it_is_written(site: Handbook) -> None:
    nginx_conf = (REPOSITORY / "publish" / "nginx.conf").read_text(encoding="utf-8")
    for name, value in re.findall(
        r"^  ([A-Z][\w-]+): (.+)$",
        (REPOSITORY / "publish" / "_headers").read_text(encoding="utf-8").partition("\n\n")[0],
        re.MULTILINE,
    ):
        assert name == "Cache-Control" or f'add_header {name} "{value}" always;' in nginx_conf
    guide = words(site.article("guide/publishing"))
    for directive in policy().split("; "):
        assert directive in guide
    allowed = dict(part.partition(" ")[::2] for part in policy().split("; "))
    assert allowed.pop("default-src") == allowed.pop("frame-ancestors") == "'none'"
    assert {name: value for name, value in allowed.items() if value != "'self'"} == {
        "script-src": "'self' 'wasm-unsafe-eval'",
        "img-src": "'self' data:",
    }


@pytest.mark.parametrize(
    ("path", "method", "headers", "status"),
    [
        ("/", "GET", {}, 200),
        ("/index.html", "HEAD", {}, 200),
        ("/roles", "GET", {}, 301),
        (ROLE, "GET", {"Range": "bytes=0-9"}, 206),
        (ROLE, "GET", {"Range": "bytes=999999999-"}, 416),
        (ROLE, "POST", {}, 405),
        ("/data/handbook.json", "GET", {}, 200),
        ("/_static/handbook.css", "GET", {}, 200),
        ("/nowhere", "GET", {}, 404),
        ("/data/", "GET", {}, 404),
        ("/.buildinfo", "GET", {}, 404),
    ],
)
def test_every_kind_of_answer_bears_the_policy(
    server: str, path: str, method: str, headers: dict[str, str], status: int
) -> None:
    got, about, _ = ask(server, path, method, **headers)
    assert got == status
    assert about["content-security-policy"] == policy()
    assert about["x-content-type-options"] == "nosniff"
    assert about["referrer-policy"] == "same-origin"
    assert about["server"] == "nginx"
    if status == 301:
        assert about["location"] == "/roles/"


def test_a_page_is_asked_for_again_and_sent_only_if_it_has_changed(server: str) -> None:
    for path in ("/", ROLE, "/data/handbook.json", "/_static/theme.js", "/objects.inv"):
        status, about, _ = ask(server, path)
        assert (status, about["cache-control"]) == (200, "no-cache"), path
        status, about, body = ask(server, path, If_None_Match=about["etag"])
        assert (status, about["cache-control"], body) == (304, "no-cache", b""), path
        assert about["content-security-policy"] == policy()


def test_a_file_that_bears_its_hash_is_kept_for_good(server: str, site: Handbook) -> None:
    hashed = {
        urljoin("/", str(tag.get("href") or tag.get("src")))
        for tag in site.page("index").select("link[href*='?v='], script[src*='?v=']")
    }
    hashed |= {
        f"/{path.relative_to(site.outdir).as_posix()}"
        for path in site.outdir.glob("pagefind/**/*.pf_*")
    }
    assert len(hashed) > 100
    for path in sorted(hashed):
        status, about, _ = ask(server, path)
        assert status == 200
        assert about["cache-control"] == "public, max-age=31536000, immutable", path


@pytest.mark.parametrize("path", ["/_static/nowhere.css?v=123abc", "/index.html?v=123abc",
                                  "/pagefind/fragment/en-gb_123abc.pf_fragment"])  # fmt: skip
def test_nothing_else_is_kept(server: str, path: str) -> None:
    assert ask(server, path)[1]["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", [ROLE, "/data/handbook.json", "/data/handbook.js",
                                  "/_static/handbook.css", "/nowhere"])  # fmt: skip
def test_text_is_sent_compressed_to_those_who_take_it(server: str, path: str) -> None:
    _, plain, whole = ask(server, path)
    _, about, body = ask(server, path, Accept_Encoding="gzip")
    assert "content-encoding" not in plain
    assert about["content-encoding"] == "gzip"
    assert about["vary"] == "Accept-Encoding"
    assert len(body) < len(whole)
    assert gzip.decompress(body) == whole


@pytest.mark.parametrize("path", ["/nowhere", "/roles/deep/er/nowhere.html", "/data/",
                                  "/_static/", "/404.html", "/_sources/", "/_sources/index.md.txt",
                                  "/.buildinfo", "/.pages.json", "/.doctrees/", "/.git/config",
                                  "/roles/.hidden", "/%2ebuildinfo", "/roles/../.buildinfo"])  # fmt: skip
def test_what_is_not_for_readers_is_the_handbooks_own_page_and_is_missing(
    server: str, site: Handbook, path: str
) -> None:
    status, about, body = ask(server, path)
    assert status == 404
    assert about["content-type"] == "text/html; charset=utf-8"
    assert body == (site.outdir / "404.html").read_bytes()


def test_no_source_is_in_the_output(site: Handbook) -> None:
    # Sphinx makes the folder, and leaves it empty.
    assert not any(site.outdir.glob("_sources/*"))
    assert not (site.outdir / ".doctrees").exists()
    assert [
        path for path in site.outdir.rglob("*") if path.suffix in {".md", ".py", ".pickle"}
    ] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_works_under_the_policy(
    browser: Browser, server: str, scheme: str
) -> None:
    page = opened(browser, server, color_scheme=scheme)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((server, "data:")) else wrong.append(asked.url),
    )
    for path in KINDS:
        wrong.clear()
        go(page, path)
        page.locator("button.theme-toggle:visible").first.click()
        if not path.startswith("/search.html"):
            page.keyboard.press("/")
            page.keyboard.type("chatbots")
            page.locator("a.search-result").first.wait_for()
        page.wait_for_load_state("networkidle")
        # The page for an unknown address is missing, which the browser says.
        told = [text for text in wrong if not ("404" in text and path.endswith("nowhere"))]
        assert told == [], path
    page.context.close()


def test_the_policy_would_stop_what_is_inline(browser: Browser, server: str) -> None:
    page = opened(browser, server)
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto("/index.html")
    page.evaluate(
        """const script = document.createElement("script");
           script.textContent = "window.ran = true";
           document.body.append(script);
           document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>x</p>");"""
    )
    assert page.evaluate("window.ran") is None
    assert len([text for text in wrong if "Content Security Policy" in text]) == 2
    page.context.close()

"""Several handbooks, each a site of its own, that link to each other and search as one."""

from __future__ import annotations

import json
import shutil
import socket
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from sphinx.errors import ConfigError

from building import MACHINERY, REPOSITORY, ROOTS, Handbook, one, small_handbook, words
from careers.sites import read
from serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data:; connect-src {}; font-src 'self'; form-action 'self'; base-uri 'self'"
)
FINANCE = {
    "index.md": "# Finance handbook\n\nAll about money.\n\n```{toctree}\nroles/index\nskills/index\n```\n",
    "roles/index.md": "# Roles\n",
    "roles/treasury/index.md": "# Treasury\n\nMoney that waits.\n",
    "roles/treasury/treasury-analyst.md": (
        "# Treasury Analyst\n\nA person who watches cash.\n\n"
        "## What a Treasury Analyst does\n\nHedges exposures to currencies.\n"
    ),
    "skills/index.md": "# Skills\n",
    "skills/forecasting.md": (
        "---\nskill: {category: money}\n---\n\n# Forecasting\n\nSays what comes.\n\n"
        "## Awareness\n\nA.\n\n## Working\n\nB.\n\n## Practitioner\n\nC.\n\n## Expert\n\nD.\n"
    ),
}
LEGAL = {
    "index.md": "# Legal handbook\n\nAll about law.\n\n```{toctree}\nroles/index\n```\n",
    "roles/index.md": "# Roles\n",
    "roles/counsel/index.md": "# Counsel\n\nPeople who advise.\n",
    "roles/counsel/solicitor.md": "# Solicitor\n\nA person who drafts covenants.\n",
}
ANALYST = "/roles/treasury/treasury-analyst.html"
OWN = "clay"
"""In the text of pages of the first handbook, and of no other."""
HEDGES = "hedges exposures"
COVENANTS = "covenants"
UNSEARCHABLE = "cannot be searched now"


def furnished(folder: Path, pages: dict[str, str] | None = None) -> Handbook:
    """Make a handbook with the looks and settings of the real one: of the base root, or of pages."""
    folder.mkdir(parents=True)
    ignore = shutil.ignore_patterns("__pycache__", "conf.py")
    if pages is None:
        shutil.copytree(ROOTS / "base", folder, dirs_exist_ok=True, ignore=ignore)
    for name in MACHINERY:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name, dirs_exist_ok=True, ignore=ignore)
        else:
            shutil.copy2(source, folder / name)
    made = Handbook(folder)
    for path, text in (pages or {}).items():
        made.write(path, text)
    return made


@dataclass
class Site:
    """A handbook on an address of its own; what its server sends may be changed."""

    handbook: Handbook
    address: str
    headers: dict[str, str]
    stop: Callable[[], None]

    @property
    def index(self) -> Path:
        return self.handbook.outdir / "pagefind"

    def publish(self, **settings: Any) -> None:
        result = self.handbook.build(careers_full_text=True, **settings)
        assert result.warnings == []


@dataclass
class Company:
    """The handbook of pots and those of other departments, each on an address of its own."""

    folder: Path
    stack: ExitStack
    sites: dict[str, Site] = field(default_factory=dict)

    def add(self, name: str, pages: dict[str, str] | None = None) -> Site:
        made = furnished(self.folder / name, pages)
        made.outdir.mkdir(parents=True)
        headers = {"Content-Security-Policy": POLICY.format("'self'")}
        running = self.stack.enter_context(ExitStack())
        address = running.enter_context(serve(made.outdir, headers))
        self.sites[name] = Site(made, address, headers, running.close)
        return self.sites[name]

    def join(self) -> Site:
        """Publish all: the others for the first to read, and the first with the others in its search."""
        first, *others = self.sites.values()
        for other in others:
            other.headers["Access-Control-Allow-Origin"] = first.address
            other.publish()
        hosts = " ".join(["'self'", *(other.address for other in others)])
        first.headers["Content-Security-Policy"] = POLICY.format(hosts)
        names = [name for name in self.sites if self.sites[name] is not first]
        addresses = {name: self.sites[name].address for name in names}
        first.publish(careers_other_handbooks=addresses)
        return first


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """Return a company of two handbooks, pots and finance, which are served and not yet built."""
    with ExitStack() as stack:
        made = Company(tmp_path, stack)
        made.add("Pots")
        made.add("Finance", FINANCE)
        yield made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page whose errors, which include promises that nobody looked after, fail the test."""
    context = browser.new_context(color_scheme="light")
    context.set_default_timeout(20_000)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


def said_by(page: Page) -> list[str]:
    """Note the errors on a page's console, such as what its policy has refused."""
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    return said


def asked_by(page: Page) -> list[str]:
    """Note the addresses that a page and its worker ask for, but for those inside style sheets."""
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    return asked


def search(page: Page, site: Site, query: str) -> Locator:
    """Open the search of a handbook, type a query, and return the results."""
    page.goto(f"{site.address}/index.html")
    page.keyboard.press("/")
    page.keyboard.type(query)
    return page.locator("[role=option]")


def message(page: Page) -> Locator:
    return page.locator(".search-message")


def expect_own(page: Page) -> None:
    """Expect the text of the first handbook to have answered."""
    expect(page.locator(".search-excerpt mark").first).to_be_visible()
    expect(page.locator("[role=option]").first).not_to_contain_text("Handbook:")


def expect_from(found: Locator, name: str) -> None:
    """Expect one result of another handbook."""
    expect(found.filter(has_text=f"Handbook: {name}")).to_have_count(1)


def expect_lost(page: Page, name: str) -> None:
    """Expect the page to say that one handbook cannot be searched."""
    words_said = f"The handbook “{name}” cannot be searched now."
    expect(message(page)).to_contain_text(words_said, timeout=20_000)


# The search


def test_a_word_of_another_handbook_is_found_and_leads_there(page: Page, company: Company) -> None:
    first, second = company.join(), company.sites["Finance"]
    said, asked = said_by(page), asked_by(page)
    found = search(page, first, HEDGES)
    expect(found).to_have_count(1)
    expect(found).to_contain_text("Treasury Analyst")
    expect(found.locator(".search-kind")).to_have_text("Role · Treasury")
    expect_from(found, "Finance")
    expect(found).to_contain_text("Section: What a Treasury Analyst does")
    expect(page.get_by_role("status")).to_have_text("1 result")
    expect(message(page)).not_to_contain_text(UNSEARCHABLE)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{second.address}{ANALYST}?**#what-a-treasury-analyst-does")
    expect(page.get_by_role("main").locator("mark")).to_have_text(["Hedges", "exposures"])
    assert said == []
    foreign = [url for url in asked if not url.startswith((first.address, "data:"))]
    read_there = [url for url in foreign if url.startswith(f"{second.address}/pagefind/")]
    there = foreign[len(read_there) :]
    assert there[0].startswith(f"{second.address}{ANALYST}")


def test_pages_of_all_handbooks_are_counted_and_narrowed_together(
    page: Page, company: Company
) -> None:
    first = company.join()
    found = search(page, first, HEDGES)
    expect_from(found, "Finance")
    page.get_by_text("Filter", exact=True).click()
    roles = sorted((first.handbook.srcdir / "roles").glob("*/[!i]*.md"))
    kind, family = page.get_by_label("Kind"), page.get_by_label("Family")
    expect(kind.locator("option[value=Role]")).to_have_text(f"Role ({len(roles) + 1})")
    expect(family.locator("option")).to_have_text(["Any family", "Craft (4)", "Treasury (2)"])
    family.select_option("Treasury")
    page.get_by_role("combobox", name="Search the handbook").fill("")
    expect(page.get_by_role("status")).to_have_text("2 results")
    assert set(page.locator(".search-title").all_inner_texts()) == {"Treasury", "Treasury Analyst"}


def test_names_of_this_handbook_come_first_and_each_page_once(page: Page, company: Company) -> None:
    company.sites["Finance"].handbook.write(
        "roles/treasury/potter.md", "# Potter\n\nA person who pots cash.\n"
    )
    first = company.join()
    found = search(page, first, "potter")
    expect(found.filter(has_text="Handbook: Finance")).to_have_count(1)
    expect(found.first).to_contain_text("Role · Craft")
    links = found.evaluate_all("links => links.map((link) => link.href.replace(/[?#].*/, ''))")
    assert links.count(f"{first.address}/roles/craft/potter.html") == 1
    # Recent pages are those of this handbook.
    found.filter(has_text="Handbook: Finance").click()
    page.wait_for_url(f"{company.sites['Finance'].address}/**")
    page.goto(f"{first.address}/index.html")
    assert page.evaluate("Object.keys(localStorage).filter((key) => /recent/.test(key))") == []


def test_one_handbook_asks_no_other_host(page: Page, company: Company) -> None:
    first, second = company.sites.values()
    second.publish()
    first.publish()
    said, asked = said_by(page), asked_by(page)
    search(page, first, OWN)
    expect_own(page)
    page.get_by_role("combobox", name="Search the handbook").fill(HEDGES)
    expect(message(page)).to_contain_text("Nothing is found")
    expect(message(page)).not_to_contain_text(UNSEARCHABLE)
    assert [url for url in asked if not url.startswith((first.address, "data:"))] == []
    assert said == []
    assert "data-handbooks" not in one(first.handbook.page("index"), "form").attrs


def test_handbooks_in_folders_of_one_host_need_no_other_policy(page: Page, tmp_path: Path) -> None:
    pots, finance = furnished(tmp_path / "pots"), furnished(tmp_path / "finance", FINANCE)
    for made in (pots, finance):
        made.outdir = tmp_path / "host" / made.srcdir.name
    with serve(tmp_path / "host", {"Content-Security-Policy": POLICY.format("'self'")}) as host:
        everyone = {"Pots": f"{host}/pots/", "Finance": f"{host}/finance/"}
        # Each may have the same list: the entry of a handbook itself is passed over.
        for made in (pots, finance):
            result = made.build(careers_full_text=True, careers_other_handbooks=everyone)
            assert result.warnings == []
        said = said_by(page)
        page.goto(f"{host}/pots/roles/craft/potter.html")
        page.keyboard.press("/")
        page.keyboard.type(HEDGES)
        found = page.locator("[role=option]")
        expect_from(found, "Finance")
        page.get_by_role("combobox", name="Search the handbook").fill(OWN)
        expect_own(page)
        expect(found.filter(has_text="Handbook:")).to_have_count(0)
        page.get_by_role("combobox", name="Search the handbook").fill(HEDGES)
        expect_from(found, "Finance")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{host}/finance{ANALYST}?**")
        assert said == []


# Where another handbook cannot be searched


def is_stopped(site: Site) -> None:
    site.stop()


def is_missing(site: Site) -> None:
    shutil.rmtree(site.index)


def allows_nobody(site: Site) -> None:
    del site.headers["Access-Control-Allow-Origin"]


def has_a_page_for_its_entry(site: Site) -> None:
    (site.index / "pagefind-entry.json").write_text("<!doctype html><p>Sign in</p>")


def has_rubbish_for_its_entry(site: Site) -> None:
    (site.index / "pagefind-entry.json").write_text('{"version": 9, "languages": {"en": null}}')


def lacks_a_part(site: Site) -> None:
    for path in site.index.glob("*.pf_meta"):
        path.unlink()


def has_a_part_that_is_broken(site: Site) -> None:
    for path in site.index.glob("*.pf_meta"):
        path.write_bytes(path.read_bytes()[:40])


@pytest.mark.parametrize(
    ("path", "harm"),
    [
        ("/index.html", is_stopped),
        ("/search.html", is_stopped),
        ("/index.html", is_missing),
        ("/index.html", allows_nobody),
        ("/index.html", has_a_page_for_its_entry),
        ("/index.html", has_rubbish_for_its_entry),
        ("/index.html", lacks_a_part),
        ("/search.html", has_a_part_that_is_broken),
    ],
)
def test_this_handbook_answers_where_another_does_not(
    page: Page, company: Company, path: str, harm: Callable[[Site], None]
) -> None:
    first = company.join()
    harm(company.sites["Finance"])
    page.goto(f"{first.address}{path}")
    page.keyboard.press("/")
    page.keyboard.type(OWN)
    expect_own(page)
    expect_lost(page, "Finance")
    box = page.get_by_role("combobox", name="Search the handbook")
    for query in (HEDGES, OWN):
        box.fill(query)
        expect_lost(page, "Finance")
    expect_own(page)


def test_this_handbook_does_not_wait_for_another_that_never_answers(
    page: Page, company: Company
) -> None:
    # Connections are taken up by the system, and nobody reads them.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        first = company.sites["Pots"]
        first.headers["Content-Security-Policy"] = POLICY.format(f"'self' {address}")
        first.publish(careers_other_handbooks={"Finance": address})
        search(page, first, OWN)
        expect_own(page)
        expect(message(page)).not_to_contain_text(UNSEARCHABLE)
        expect_lost(page, "Finance")
        expect_own(page)


def test_a_policy_that_leaves_another_handbook_out_is_no_harm_to_this_one(
    page: Page, company: Company
) -> None:
    first = company.join()
    first.headers["Content-Security-Policy"] = POLICY.format("'self'")
    said = said_by(page)
    search(page, first, OWN)
    expect_own(page)
    expect_lost(page, "Finance")
    assert any("connect-src" in line for line in said)


def loses_pages(site: Site) -> None:
    shutil.rmtree(site.index / "fragment")


@pytest.mark.parametrize("harm", [is_stopped, loses_pages])
def test_a_handbook_that_leaves_while_it_is_searched_is_named(
    page: Page, company: Company, harm: Callable[[Site], None]
) -> None:
    first = company.join()
    found = search(page, first, HEDGES)
    expect_from(found, "Finance")
    harm(company.sites["Finance"])
    box = page.get_by_role("combobox", name="Search the handbook")
    # The part of the index with this word is another one, or its page has not been read yet.
    box.fill("forecasting")
    expect_lost(page, "Finance")
    box.fill(OWN)
    expect_own(page)
    expect_lost(page, "Finance")


def test_a_handbook_that_leaves_before_it_is_asked_is_named(page: Page, company: Company) -> None:
    first, second = company.join(), company.sites["Finance"]
    pages = f"{second.address}/pagefind/"
    with page.context.expect_event(
        "response", lambda answer: answer.url.startswith(pages) and answer.url.endswith("pf_meta")
    ):
        page.goto(f"{first.address}/index.html")
        page.keyboard.press("/")
    second.stop()
    # The part of the index with these words has not been read, and Pagefind says nothing of it.
    page.keyboard.type(HEDGES)
    expect(message(page)).to_contain_text("Nothing is found")
    expect_lost(page, "Finance")


def test_what_others_have_is_found_where_one_of_them_leaves(page: Page, company: Company) -> None:
    legal = company.add("Legal", LEGAL)
    first = company.join()
    found = search(page, first, COVENANTS)
    expect_from(found, "Legal")
    box = page.get_by_role("combobox", name="Search the handbook")
    box.fill(HEDGES)
    expect_from(found, "Finance")
    legal.stop()
    box.fill(OWN)
    expect_lost(page, "Legal")
    expect_own(page)
    box.fill(HEDGES)
    expect_from(found, "Finance")
    # As on a page that is opened now.
    found = search(page, first, HEDGES)
    expect_from(found, "Finance")
    expect_lost(page, "Legal")


# The setting


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ({"Finance": "finance.example.com"}, "Finance: 'finance.example.com' is no whole address"),
        ({"Finance": "ftp://finance.example.com/"}, "is no whole address"),
        ({"Finance": "javascript:alert(1)"}, "is no whole address"),
        ({"Finance": "https:///roles/"}, "is no whole address"),
        ({"Finance": "https://finance.example.com:port/"}, "is no whole address"),
        ({"Finance": 7}, "is no whole address"),
        ({"Finance": "https://finance.example.com/?q=1"}, "more than a host and a folder"),
        ({"Finance": "https://me:key@finance.example.com/"}, "more than a host and a folder"),
        ({"Finance": "https://finance.example.com/a b/"}, "has a space"),
        ({" ": "https://finance.example.com/"}, "is no name"),
        (
            {"A": "https://finance.example.com", "B": "https://finance.example.com/"},
            "another one as well",
        ),
        (["https://finance.example.com/"], "write names and addresses"),
    ],
)
def test_a_fault_in_the_setting_stops_the_build_and_is_named(
    tmp_path: Path, setting: object, fault: str
) -> None:
    made = small_handbook(tmp_path / "handbook")
    with pytest.raises(ConfigError, match=r"careers_other_handbooks in conf\.py: ") as raised:
        made.build(careers_other_handbooks=setting)
    assert fault in str(raised.value)


def test_every_fault_of_the_setting_is_named_and_addresses_end_alike() -> None:
    good = {"Finance": "https://example.com/finance", "Legal": "http://localhost:8000/"}
    assert read(good) == (
        {"Finance": "https://example.com/finance/", "Legal": "http://localhost:8000/"},
        [],
    )
    assert len(read({**good, "A": "a", "B": "b"})[1]) == 2


# Links


CONTENTS = "\n```{toctree}\nroles/index\nskills/index\nqualifications/index\nfaq/index\n```\n"
LINKS = (
    "# Links\n\n{job}`finance:treasury-analyst`, {job}`treasury-analyst`, {job}`an analyst <finance:treasury-analyst>`,"
    " {external+finance:careers:skill}`forecasting`, [](inv:finance:careers:family#treasury)\n"
)


def linked(company: Company, page: str, text: str) -> Site:
    """Publish both handbooks, and a page of the first that links to the second."""
    second = company.sites["Finance"]
    second.publish()
    inventory = str(second.handbook.outdir / "objects.inv")
    first = company.sites["Pots"]
    first.handbook.write(page, text)
    first.handbook.replace(
        "conf.py",
        '"sphinx_design", "careers"',
        '"sphinx_design", "careers", "sphinx.ext.intersphinx"',
    )
    first.handbook.replace(
        "conf.py",
        "nitpicky = True",
        f"nitpicky = True\nintersphinx_mapping = {{'finance': ({second.address + '/'!r}, {inventory!r})}}",
    )
    return first


def test_a_link_by_the_id_of_another_handbook_shows_its_title_and_leads_there(
    page: Page, company: Company
) -> None:
    first = linked(company, "index.md", LINKS + CONTENTS)
    first.publish()
    analyst = f"{company.sites['Finance'].address}{ANALYST}"
    links = one(first.handbook.article("index"), "section > p").select("a")
    assert [(words(link), link["href"]) for link in links] == [
        ("Treasury Analyst", analyst),
        ("Treasury Analyst", analyst),
        ("an analyst", analyst),
        ("Forecasting", analyst.replace("roles/treasury/treasury-analyst", "skills/forecasting")),
        ("Treasury", analyst.replace("treasury-analyst", "index")),
    ]
    page.goto(f"{first.address}/index.html")
    page.get_by_role("main").get_by_role("link", name="Treasury Analyst").first.click()
    page.wait_for_url(analyst)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Treasury Analyst")


def test_the_data_have_the_words_of_links_to_another_handbook(company: Company) -> None:
    text = (
        "# Banker\n\nLike {job}`finance:treasury-analyst`, with"
        " {external+finance:careers:skill}`forecasting`.\n"
    )
    first = linked(company, "roles/craft/banker.md", text)
    # A thing of this handbook with the same id is another one.
    first.handbook.write(
        "skills/forecasting.md", FINANCE["skills/forecasting.md"].replace("# F", "# Weather f")
    )
    first.publish()
    role = json.loads((first.handbook.outdir / "data/roles/banker.json").read_text())
    assert role["lead"] == "Like Treasury Analyst, with Forecasting."


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("{job}`finance:no-such`", "finance:no-such"),
        ("{external+finance:careers:job}`no-such`", "no-such"),
        ("{external+legal:careers:job}`solicitor`", "legal"),
    ],
)
def test_a_link_that_leads_nowhere_is_named_with_its_line(
    company: Company, reference: str, said: str
) -> None:
    first = linked(company, "index.md", f"# Links\n\nSee {reference}.\n{CONTENTS}")
    result = first.handbook.build()
    assert result.statuscode == 1
    (warning,) = result.warnings
    assert warning.startswith("index.md:3: ")
    assert said in warning


def test_a_role_asks_for_skills_of_its_own_handbook_alone(company: Company) -> None:
    first = linked(
        company,
        "roles/craft/banker.md",
        "# Banker\n\nA person.\n\n## Skills\n\n:::{skill} finance:forecasting\n:level: expert\nTo know.\n:::\n",
    )
    (warning,) = first.handbook.build().warnings
    assert warning.startswith("roles/craft/banker.md:7: ")
    assert "finance:forecasting" in warning

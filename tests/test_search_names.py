"""The names layer of search, in a real browser: which page and which section a query finds."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from building import REPOSITORY, Handbook, parse
from careers import scripts, search
from careers.search import slug_of
from searching import (
    ENGINE,
    ENTRIES,
    POTTER,
    RESTORER,
    START,
    SUPERVISOR,
    add_engine,
    asker,
    first,
    lay,
    opened,
    role,
)
from serving import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from conftest import MakeHandbook
    from searching import Ask, Found


@pytest.fixture(scope="module")
def small(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Return the search of a small made-up handbook."""
    folder = lay(tmp_path_factory.mktemp("names") / "site", ENTRIES)
    with serve(folder) as address, opened(browser, f"{address}/index.html") as page:
        page.evaluate(START)
        yield asker(page)


@pytest.fixture(scope="module")
def real(browser: Browser, address: str) -> Iterator[Ask]:
    """Return the search of the real handbook."""
    with opened(browser, f"{address}/index.html") as page:
        page.add_script_tag(url=f"/{ENGINE}")
        page.evaluate(START)
        yield asker(page)


@pytest.fixture(scope="module")
def handbook_data(site: Handbook) -> Found:
    data: Found = json.loads((site.outdir / "data/handbook.json").read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("potter", POTTER),
        ("POTTERS", POTTER),
        ("  potter?! ", POTTER),
        ("ceramist", POTTER),
        ("pot", POTTER),
        ("krs", SUPERVISOR),
        ("kiln room sup", SUPERVISOR),
        # A title that begins so comes before shorter names that have the words as well.
        ("drum d", "skills/drum-decoration.html"),
        ("head of", "roles/craft/head-of-glazing-and-design.html"),
        ("supervisor of the kiln room", SUPERVISOR),
        ("supervising kiln rooms", SUPERVISOR),
        ("kiln-room supervisor", SUPERVISOR),
        ("rts", "roles/building-work/roof-tile-surveyor.html"),
        ("engineer restoration tile", RESTORER),
        ("sr potter", "roles/craft/senior-potter.html"),
        ("c++", "roles/building-work/c-developer.html"),
        ("g & d head", "roles/craft/head-of-glazing-and-design.html"),
        ("manage kilns", "skills/kiln-management.html"),
        ("colour visualization", "skills/colour-visualisation.html"),
        ("color visualising", "skills/colour-visualisation.html"),
        ("ab sampling", "skills/colour-visualisation.html"),
        ("oncall notes", "skills/record-keeping.html"),
        ("recordkeeping", "skills/record-keeping.html"),
        ("sql", "skills/databases.html"),
        ("data bases", "skills/databases.html"),
        ("burner's ticket", "qualifications/kiln-licence.html"),
        ("burner’s ticket", "qualifications/kiln-licence.html"),
        ("masters degree ceramics", "qualifications/masters-degree-in-ceramics.html"),
        ("cérâmist", POTTER),
        ("is the dust of clay dangerous", "faq/pots.html#is-clay-dust-dangerous"),
        ("craft", "roles/craft/index.html"),
        ("send a drawing", "taking-part.html#send-a-drawing"),
        ("colour brush", "skills/colourist-brushes.html"),  # a word of another name begins one of this
        # A role in full, beside words that no name has.
        ("potter walked miles", POTTER),
        ("is it true that a kiln room supervisor once swallowed a bright green emerald", SUPERVISOR),
        ("is it true that a potter once swallowed a bright green emerald", POTTER),
    ],
)  # fmt: skip
def test_a_name_finds_its_page(small: Ask, query: str, address: str) -> None:
    assert first(small(query)) == address


@pytest.mark.parametrize(
    ("query", "address", "correction"),
    [
        ("restoratoin", RESTORER, "restoration"),  # two letters have changed places
        ("restortion", RESTORER, "restoration"),  # one is missing
        ("restorration", RESTORER, "restoration"),  # one is too many
        ("restoretion", RESTORER, "restoration"),  # one is another
        ("restoretoin", RESTORER, "restoration"),  # two errors
        ("Roof Survyor", "roles/building-work/roof-tile-surveyor.html", "Roof surveyor"),
        ("slq", "skills/databases.html", "sql"),
        ("ptoter salery", f"{POTTER}#pay", "potter salary"),
        # A word of the table that the name of another page has as well.
        ("potter licnece", f"{POTTER}#education-and-training", "potter licence"),
        # Words are shown as names have them, and not as what they have in common.
        ("til restortion enginer", RESTORER, "tile restoration engineer"),
        ("restoration enginer", RESTORER, "restoration engineer"),
        ("tile restoratoins", RESTORER, "tile restoration"),
    ],
)
def test_a_typing_error_is_mended_and_said(
    small: Ask, query: str, address: str, correction: str
) -> None:
    found = small(query)
    assert first(found) == address
    assert found["correction"] == correction
    assert " ".join(found["corrected"]) == correction.lower()
    assert " ".join(found["typed"]) == query.lower()


def test_what_is_typed_rightly_is_not_corrected(small: Ask) -> None:
    for query in (
        "Potter",
        "potters",
        "throw",
        "ceramist wage",
        "kiln super",
        "colour visualization",
        "managing kilns",
        "drumm",
        "rt engineer",  # for RTE, and the beginning of RT expert as well
    ):
        found = small(query)
        assert found["correction"] == "", query
        assert found["corrected"] == found["typed"], query


def test_what_is_rightly_begun_comes_before_what_is_meant_by_a_typing_error(small: Ask) -> None:
    assert first(small("drumm")) == "qualifications/certified-drummaster.html"
    assert first(small("drummster")) == "qualifications/certified-drummaster.html"


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("what is the difference between a potter and a roof tile surveyor", f"{POTTER}#similar-positions"),
        ("how do I move from roof tile surveyor to potter", "roles/building-work/roof-tile-surveyor.html#similar-positions"),
        ("senior potter vs potter", "roles/craft/senior-potter.html#similar-positions"),
        ("potter vs senior potter", f"{POTTER}#similar-positions"),
        ("roof tile surveyor or potter", "roles/building-work/roof-tile-surveyor.html#similar-positions"),
        ("does a roof tile surveyor need databases", "roles/building-work/roof-tile-surveyor.html"),
    ],
)  # fmt: skip
def test_two_names_in_a_query_lead_to_the_role_that_is_asked_about(
    small: Ask, query: str, address: str
) -> None:
    found = small(query)
    assert found["results"][0]["url"].startswith(address)
    assert found["coverage"] >= 0.7


@pytest.mark.parametrize(
    "query",
    [
        "how do I bake bread",
        "what is the capital of france",
        "why do birds sing",
        "cats",
        "can I get a mortgage here",
        "potxyr",  # two errors are too many for a short word
        "qwertyuiop",
        "zzzz xqxq",
        "krsx",
        "12345",
        "kiln gymnastics",  # a part of a name beside a word that no name has
        "<b>zzzz</b>",
        "(.*)+",
        "\\",
        "   ",
        "",
        "?",
        "the of and",
        "__proto__",
        "constructor",
        "hasOwnProperty toString",
        "x" * 5000,
        "overnight",  # which the table knows, and is no slip of oversight
    ],
)
def test_what_is_no_name_finds_nothing(small: Ask, query: str) -> None:
    found = small(query)
    assert found["results"] == []
    assert found["coverage"] == 0


def test_a_query_is_text(small: Ask) -> None:
    for query in ("<b>potter</b>", "potter.*", "(potter", "potter\\", "potter\0", '"potter"'):
        assert first(small(query)) == POTTER, query


@pytest.mark.parametrize(
    ("query", "section"),
    [
        ("potter pay", "Pay"),
        ("how much does a potter earn", "Pay"),
        ("wage of ceramists", "Pay"),
        ("what does a potter do", "What a Potter does"),
        ("potter's responsibilities", "What a Potter does"),
        ("a typical day of a potter", "A week in the job"),
        ("how do I become a potter", "Education and training"),
        ("do potters need a degree", "Education and training"),
        ("which skills does a potter need", "Skills"),
        ("jobs similar to potter", "Similar positions"),
        ("alternatives to being a potter", "Similar positions"),
        ("who is the boss of a potter", "Reports to"),
        ("whom does a potter report to", "Reports to"),
        ("potter next step", "Leads to"),
        ("potter promotion", "Leads to"),
        ("potter's colleagues", "Who they work with"),
        ("potter throwing", "Throwing"),
        ("ceramist wheel work", "Throwing"),
        ("potter kiln licence", "Kiln licence"),
        ("potter", ""),
    ],
)
def test_the_words_that_are_left_over_choose_the_section(
    small: Ask, query: str, section: str
) -> None:
    result = small(query)["results"][0]
    assert (result["page"], result["section"]) == (POTTER, section)
    anchors = {
        "": "",
        "Reports to": "",
        "Leads to": "",
        "Throwing": "#skill-throwing",
        "Kiln licence": "#qualification-kiln-licence",
    }
    assert result["url"] == POTTER + anchors.get(section, f"#{slug_of(section)}")


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("roles that need throwing", "skills/throwing.html#roles-that-ask-for-this"),
        ("who uses sql", "skills/databases.html#roles-that-ask-for-this"),
        ("jobs for wheel work", "skills/throwing.html#roles-that-ask-for-this"),
        ("which jobs ask for a kiln licence", "qualifications/kiln-licence.html#roles-that-ask-for-this"),
        ("craft roles", "roles/craft/index.html#roles"),
        ("expert throwing", "skills/throwing.html#expert"),
        ("how do I get a kiln licence", "qualifications/kiln-licence.html#ways-to-gain-it"),
        ("throwing skill", "skills/throwing.html"),
        ("positions where throwing is useful", "skills/throwing.html#roles-that-ask-for-this"),
        ("which jobs want the burner's ticket certificate", "qualifications/kiln-licence.html#roles-that-ask-for-this"),
        ("who here has to do firing", "skills/kiln-management.html#roles-that-ask-for-this"),
    ],
)  # fmt: skip
def test_a_section_of_any_kind_of_page_is_chosen(small: Ask, query: str, address: str) -> None:
    assert first(small(query)) == address


def test_an_intent_never_finds_a_page_by_itself(small: Ask) -> None:
    for query in (
        "pay",
        "salary",
        "promotion",
        "how much",
        "colleagues",
        "similar",
        "next step",
        "the salary of some of the jobs",
    ):
        assert small(query)["results"] == [], query


def test_the_better_name_comes_first(small: Ask) -> None:
    found = [result["title"] for result in small("potter")["results"]]
    assert found == ["Potter", "Senior Potter"]
    found = [result["title"] for result in small("tile")["results"]]
    assert found == ["Tile Restoration Engineer", "Roof Tile Surveyor"]  # what begins so


def test_a_result_says_what_it_is(small: Ask) -> None:
    result = small("potter")["results"][0]
    assert result.pop("score") > 1
    assert isinstance(result.pop("number"), int)
    assert result == {
        "cover": 1,
        "coverage": 1,
        "share": 1,
        "title": "Potter",
        "url": POTTER,
        "page": POTTER,
        "kind": "Role",
        "family": "Craft",
        "section": "",
    }
    kinds = {
        small(query)["results"][0]["kind"]
        for query in (
            "throwing",
            "kiln licence",
            "craft",
            "clay dust",
            "how to take part",
            "potter",
        )
    }
    assert kinds == {"Role", "Skill", "Qualification", "Question", "Family", "Page"}


def test_coverage_says_how_much_of_the_query_the_best_page_explains(small: Ask) -> None:
    assert small("potter")["coverage"] == 1
    assert small("how much does the potter earn")["coverage"] > 0.9
    assert 0.5 < small("lead ceramist dragonfly")["coverage"] < 0.8


def test_results_are_as_many_as_asked_and_the_same_each_time(small: Ask) -> None:
    assert len(small("kiln", 2)["results"]) == 2
    assert len(small("kiln", 8)["results"]) > 2
    assert small("kiln tile") == small("kiln tile")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("data s", "Data Scientist"),  # and not the data of a plural
        ("site s", "Site Reliability Engineer"),  # and not what only has an s
        ("infra as c", "Infrastructure as code"),
    ],
)
def test_a_letter_begins_a_word(real: Ask, query: str, title: str) -> None:
    assert real(query)["results"][0]["title"] == title


def test_every_title_and_alias_of_the_real_handbook_finds_its_page(
    real: Ask, handbook_data: Found
) -> None:
    for kind in ("roles", "skills", "qualifications", "families", "questions"):
        for thing in handbook_data[kind]:
            title = thing["title"]
            backwards = " ".join(reversed(title.rstrip("?").split()))
            for query in (title, title.upper(), f"  {title}  ", backwards):
                assert real(query)["results"][0]["title"] == title, query
            for alias in thing.get("aliases", ()):
                found = real(alias)["results"][0]
                assert alias.lower() in {
                    found["title"].lower(),
                    *map(str.lower, thing["aliases"]),
                }, alias
                assert found["title"] == title, alias


def test_every_address_of_the_real_handbook_is_there(
    real: Ask, site: Handbook, handbook_data: Found
) -> None:
    ids: dict[str, set[str]] = {}
    words = ("", "pay", "skills", "degree", "similar", "week", "roles", "expert", "how to gain")
    things = [
        thing
        for kind in ("roles", "skills", "qualifications", "families", "questions")
        for thing in handbook_data[kind]
    ]
    needs = [
        f"{thing['title']} {need['id'].replace('-', ' ')}"
        for thing in handbook_data["roles"]
        for need in thing["skills"]
    ]
    queries = [f"{thing['title']} {word}" for thing in things for word in words] + needs
    anchored = 0
    for query in queries:
        for result in real(query, 2)["results"]:
            page, _, anchor = result["url"].partition("#")
            assert result["page"] == page
            if page not in ids:
                html = parse(site.outdir / page)
                ids[page] = {str(tag["id"]) for tag in html.find_all(id=True)}
            assert not anchor or anchor in ids[page], result["url"]
            anchored += bool(anchor)
    assert anchored > len(things)


def test_only_published_pages_are_found(site: Handbook) -> None:
    names = (site.outdir / "data/names.js").read_text(encoding="utf-8")
    data = json.loads(names.removeprefix("globalThis.signpostNames = ").rstrip().rstrip(";"))
    assert sum(group[4] for group in data["groups"]) == len(data["names"].split("\n"))
    # What only the text of pages says is no name.
    assert "chatbots" not in names
    assert "disclaimer" not in names.lower()
    assert "yardstick" not in names  # a word of an answer, which is a passage


def test_first_results_weigh_little(site: Handbook) -> None:
    loaded = [
        *(f"_static/search/{name}" for name in ("open.js", "names.js", "dialog.js", "search.css")),
        *(f"data/{name}.js" for name in ("versions", "names", "sections")),
    ]
    weight = sum(len(gzip.compress((site.outdir / name).read_bytes())) for name in loaded)
    assert weight <= 20_000


def test_files_have_versions_that_change_with_them(handbook: MakeHandbook) -> None:
    made = handbook()

    def versions() -> dict[str, str]:
        made.build()
        text = (made.outdir / scripts.VERSIONS).read_text(encoding="utf-8")
        told: dict[str, str] = json.loads(text.partition(" = ")[2].rstrip().rstrip(";"))
        return told

    before = versions()
    assert versions() == before
    made.replace("roles/craft/potter.md", "aliases: [ceramist]", "aliases: [clay worker]")
    after = versions()
    assert {path for path in before if before[path] != after[path]} == {"data/names.js"}


def test_scripts_are_served_in_fewer_letters_and_still_work(site: Handbook) -> None:
    for path in (site.outdir / "_static/search").iterdir():
        if path.name in {"vectors.js", "wordings.js"}:
            continue  # numbers, which have no fewer letters
        source = REPOSITORY / "_static/search" / path.name
        assert len(path.read_bytes()) < len(source.read_bytes()) * 0.8, path.name


def test_the_sections_that_all_roles_have_are_meant_by_some_words(
    real: Ask, site: Handbook
) -> None:
    table = search.read_intents(REPOSITORY)
    named = {heading.lower() for intent in table["intents"] for heading in intent["sections"]}
    pages = [path for path in (site.outdir / "roles").glob("*/*.html") if path.name != "index.html"]
    shared: set[str] = set()
    for number, path in enumerate(pages):
        page = parse(path)
        title = page.select("h1")[0].get_text().rstrip("¶#")
        own = {
            tag.get_text().rstrip("¶#").replace(title, "…").replace("What an", "What a").lower()
            for tag in page.select("article section section > h2")
        }
        shared = own if number == 0 else shared & own
    assert len(shared) > 5
    assert shared <= named


def test_a_change_of_a_page_changes_its_names(handbook: MakeHandbook) -> None:
    made = handbook()
    made.build()
    before = (made.outdir / "data/names.js").read_text(encoding="utf-8")
    assert "ceramist" in before
    made.replace("roles/craft/potter.md", "aliases: [ceramist]", "aliases: [clay worker]")
    (made.srcdir / "roles/craft/glazier.md").unlink()
    made.build()
    after = (made.outdir / "data/names.js").read_text(encoding="utf-8")
    assert "ceramist" not in after
    assert "clay worker" in after
    assert "Glazier" not in after


def test_addresses_are_those_of_the_builder(
    handbook: MakeHandbook, browser: Browser, tmp_path: Path
) -> None:
    made = handbook()
    made.build(builder="dirhtml")
    add_engine(made.outdir, "shell.html")
    with serve(made.outdir) as address, opened(browser, f"{address}/shell.html") as page:
        page.evaluate(START)
        ask = asker(page)
        assert first(ask("potter")) == "roles/craft/potter/"
        assert first(ask("craft")) == "roles/craft/"
        assert first(ask("throwing")) == "skills/throwing/"
        assert first(ask("roles that need throwing")) == "skills/throwing/#roles-that-ask-for-this"


def test_names_work_where_the_site_is_opened_from_a_folder(
    browser: Browser, tmp_path: Path
) -> None:
    folder = lay(tmp_path / "site", ENTRIES)
    with opened(browser, (folder / "index.html").as_uri()) as page:
        page.evaluate(START)
        assert first(asker(page)("potter pay")) == f"{POTTER}#pay"


def test_a_load_that_fails_says_so_and_can_be_tried_again(browser: Browser, tmp_path: Path) -> None:
    folder = lay(tmp_path / "site", ENTRIES)
    names = (folder / "data/names.js").rename(folder / "names.kept")
    load = "signpost.names.load().then(() => 'loaded', error => error.message)"
    with serve(folder) as address, opened(browser, f"{address}/index.html") as page:
        ask = asker(page)
        assert page.evaluate(load) == "data/names.js cannot be loaded"
        assert ask("potter")["results"] == []
        names.rename(folder / "data/names.js")
        assert page.evaluate(load) == "loaded"
        assert ask("potter")["results"][0]["page"] == POTTER


def test_names_are_found_without_their_sections(browser: Browser, tmp_path: Path) -> None:
    folder = lay(tmp_path / "site", ENTRIES)
    (folder / "data/sections.js").unlink()
    with serve(folder) as address, opened(browser, f"{address}/index.html") as page:
        page.evaluate("signpost.names.load()")
        found = asker(page)("potter pay")
        assert first(found) == POTTER


def test_the_page_stays_alive_while_a_large_index_is_built(
    browser: Browser, tmp_path: Path
) -> None:
    many = tuple(role(f"Potter of kind {number}", "Craft", f"P{number}") for number in range(9000))
    folder = lay(tmp_path / "site", many)
    count = """async () => {
      let turns = 0, isLoading = true;
      const turn = () => { turns++; if (isLoading) setTimeout(turn); };
      turn();
      await signpost.names.load();
      isLoading = false;
      return turns;
    }"""
    with serve(folder) as address, opened(browser, f"{address}/index.html") as page:
        page.evaluate("globalThis.signpostNames = 0")
        assert page.evaluate(count) > 5
        assert first(asker(page)("potter kind 8765")) == "roles/craft/potter-of-kind-8765.html"

"""Questions in people's own words, in a real browser: which passage answers one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from building import words
from careers import passages
from searching import ENGINE, ENTRIES, POTTER, START, first, lay, opened
from serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from building import Handbook
    from conftest import MakeHandbook

    Found = dict[str, Any]
    Ask = Callable[[str], Found]

LOAD = "signpost.load('_static/search/passages.js').then(() => signpost.passages.load())"


def asker(page: Page) -> Ask:
    """Return the search of a page by names and passages."""
    page.evaluate(START)
    page.evaluate(LOAD)

    def ask(query: str) -> Found:
        found: Found = page.evaluate(
            "query => signpost.passages.join(signpost.names.search(query))", query
        )
        return found

    return ask


@pytest.fixture(scope="module")
def small(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Return the search of a small made-up handbook."""
    folder = lay(tmp_path_factory.mktemp("passages") / "site", ENTRIES)
    with serve(folder) as address, opened(browser, f"{address}/index.html") as page:
        yield asker(page)


@pytest.fixture(scope="module")
def real(browser: Browser, address: str) -> Iterator[Ask]:
    """Return the search of the real handbook."""
    with opened(browser, f"{address}/index.html") as page:
        page.add_script_tag(url=f"/{ENGINE}")
        yield asker(page)


def told(made: Handbook) -> dict[str, list[list[str]]]:
    """Return the passages that a site tells."""
    text = (made.outdir / passages.FILE).read_text(encoding="utf-8")
    data: dict[str, list[list[str]]] = json.loads(text.partition(" = ")[2].rstrip().rstrip(";"))
    return data


@pytest.mark.parametrize(
    ("query", "address"),
    [
        # Words that the table calls the same.
        ("who puts right an error in the glaze", "faq/pots.html#mistake"),
        # Words of the answer.
        ("am I charged for an accident", "faq/pots.html#mistake"),
        # Words that are neither there nor in the table, and mean the same.
        ("can i get ill from clay", "faq/pots.html#is-clay-dust-dangerous"),
        ("do i pay if i made an error", "faq/pots.html#mistake"),
        ("whom can a learner turn to", "faq/pots.html#whom"),
        ("who should a trainee ask for help", "faq/pots.html#whom"),
        # A story around the question.
        ("yesterday my tray fell over and everybody coughed, how dangerous is clay dust", "faq/pots.html#is-clay-dust-dangerous"),
        # A section of a page of prose.
        ("when are sketches returned", "taking-part.html#send-a-drawing"),
        ("how do i submit a sketch", "taking-part.html#send-a-drawing"),
        # Too few words for a question, of which no name has any.
        ("lungs masks", "faq/pots.html#is-clay-dust-dangerous"),
    ],
)  # fmt: skip
def test_a_question_in_other_words_finds_its_answer(small: Ask, query: str, address: str) -> None:
    found = small(query)
    assert first(found) == address
    # It comes before the text of pages.
    assert found["coverage"] >= 0.7


def test_a_result_shows_the_sentence_that_answers_with_the_words_marked(small: Ask) -> None:
    excerpt = small("am I charged for an accident")["results"][0]["excerpt"]
    assert [word for word, _ in excerpt][:2] == ["…", "Nobody"]
    assert [word for word, is_marked in excerpt if is_marked] == ["charged", "accident,"]
    excerpt = small("does the dust of clay harm people")["results"][0]["excerpt"]
    assert [word for word, _ in excerpt][:2] == ["Over", "years"]


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("potter", POTTER),
        ("what does a potter earn", f"{POTTER}#pay"),
        ("which roles ask for throwing", "skills/throwing.html#roles-that-ask-for-this"),
        ("how does somebody gain the kiln licence", "qualifications/kiln-licence.html#ways-to-gain-it"),
    ],
)  # fmt: skip
def test_a_name_that_explains_a_question_comes_before_passages(
    small: Ask, query: str, address: str
) -> None:
    assert first(small(query)) == address


@pytest.mark.parametrize(
    "query",
    [
        "how do I bake bread",
        "what time does the train to the seaside leave",
        "volcano eruption",
        "guitar chords",
        "clay pigeons",  # half of it is said, and the other half is nowhere
        "qwzx vbnm",
        "",
    ],
)
def test_nothing_is_found_where_no_passage_answers(small: Ask, query: str) -> None:
    assert small(query)["results"] == []


@pytest.mark.parametrize(
    ("query", "beginning"),
    [
        # A section of what several words name in full.
        ("what does expert level in project planning mean", "skills/project-planning.html#expert"),
        # A role, and not the one whose name is a part of that.
        ("do ml managers still write code", "roles/data-and-ai/machine-learning-manager.html"),
        # A role or a skill, and not an answer about other things that has more of the words.
        ("is self-taught ok for a programmer", "roles/software-and-data-engineering/software-engineer.html"),
        ("which observability level gets rid of useless alerts", "skills/observability.html"),
        # An answer about the role that is named.
        ("how should an advert for a machine learning engineer be written to stand out", "faq/machine-learning-engineer.html#"),
        # A word of the question names a skill that it is not about.
        ("what should i learn first if i want another job here", "faq/moving-between-roles.html#"),
    ],
)  # fmt: skip
def test_what_a_question_is_about_comes_first(real: Ask, query: str, beginning: str) -> None:
    assert first(real(query)).startswith(beginning)


def test_a_page_is_found_once(real: Ask) -> None:
    for query in (
        "why is there no salary on most of the jobs",
        "how do i add a new job to this site",
    ):
        found = [result["number"] for result in real(query)["results"]]
        assert len(found) > 1
        assert len(found) == len({*found})


def test_every_passage_is_where_its_address_leads(site: Handbook) -> None:
    count = 0
    for address, found in told(site).items():
        path, _, question = address.partition("#")
        page = site.page(path.removesuffix(".html"))
        for heading, anchor, text in found:
            section = (
                page.select_one(f'section[id="{anchor or question}"]')
                if anchor or question
                else page
            )
            assert section is not None, (address, anchor)
            said = words(section)
            assert heading in said
            assert text.split()[0] in said
            count += 1
    assert count > 40


def test_the_section_that_is_asked_for_may_have_another_heading_of_the_table(
    browser: Browser, tmp_path: Path
) -> None:
    sections = [
        {"isTop": True, "heading": "Potter", "facts": ["Career path"]},
        {"isTop": False, "heading": "What a Potter does", "facts": []},
        {"isTop": False, "heading": "Salary", "facts": []},
        {"isTop": False, "heading": "Fairs", "facts": []},
    ]
    folder = lay(tmp_path / "site", ENTRIES)
    with opened(browser, (folder / "index.html").as_uri()) as page:
        asker(page)

        def chances(query: str, kind: str = "Role") -> list[float]:
            found: list[float] = page.evaluate(
                "([words, ...about]) => signpost.asking.chancesOf(words, ...about)",
                [query.split(), sections, {"kind": kind, "title": "Potter"}],
            )
            return found

        for query, place in (
            ("how much do they get for it", 2),
            ("what do they do", 1),
            ("where could they go from there", 0),
        ):
            asked = chances(query)
            assert asked.index(max(asked)) == place, query
            # Nobody knows how people ask for this.
            assert asked[3] == pytest.approx(1 / 4)
        # Of half of the words nothing is known.
        assert sum(chances("how much xqx zqz")[:3]) == pytest.approx(1 / 2)
        assert chances("how much do they get for it", "Family") == [0, 0, 0, 0]


def test_passages_say_what_pages_of_prose_say_and_no_other(site: Handbook) -> None:
    found = told(site)
    assert found["faq/moving-between-roles.html#who-decides-that-somebody-has-reached-a-level"][0][
        2
    ].startswith("The person and their manager together")
    headings = {passage[0] for passage in found["CONTRIBUTING.html"]}
    assert {"Preview your change", "Add a role"} <= headings
    # Names and the text of pages lead to these.
    assert not [address for address in found if address.startswith(("skills/", "qualifications/"))]
    assert not [address for address in found if address.startswith("indexes/")]
    texts = " ".join(passage[2] for all_ in found.values() for passage in all_)
    assert "aliases: [ML engineer" not in texts  # an example


def test_a_change_of_an_answer_changes_its_passage_and_no_name(handbook: MakeHandbook) -> None:
    made = handbook()
    made.build()
    names = (made.outdir / "data/names.js").read_bytes()
    address = "faq/pots.html#how-hot-is-a-kiln"
    assert told(made)[address][0][2].startswith("Very hot.")
    made.replace("faq/pots.md", "Very hot.", "Quite hot.")
    made.build()
    assert told(made)[address][0][2].startswith("Quite hot.")
    assert (made.outdir / "data/names.js").read_bytes() == names


def test_passages_say_references_by_the_titles_of_what_they_lead_to(handbook: MakeHandbook) -> None:
    made = handbook()
    made.write("faq/pots.md", "# Pots\n\n## Is it hot?\n\nAsk of {skill}`glazing`, *if need be*.\n")
    made.build()
    assert told(made)["faq/pots.html#is-it-hot"][0][2] == "Ask of Glazing, if need be."
    made.replace("skills/glazing.md", "# Glazing", "# Coating")
    made.build()
    assert told(made)["faq/pots.html#is-it-hot"][0][2] == "Ask of Coating, if need be."


def test_passages_are_told_for_the_addresses_of_the_builder(handbook: MakeHandbook) -> None:
    made = handbook()
    made.build(builder="dirhtml")
    assert all(".html" not in address for address in told(made))
    assert any(address.startswith("faq/pots/#") for address in told(made))


def test_passages_work_where_the_site_is_opened_from_a_folder(
    browser: Browser, tmp_path: Path
) -> None:
    folder = lay(tmp_path / "site", ENTRIES)
    with opened(browser, (folder / "index.html").as_uri()) as page:
        assert first(asker(page)("am I charged for an accident")) == "faq/pots.html#mistake"


def test_passages_that_fail_to_load_can_be_tried_again(browser: Browser, tmp_path: Path) -> None:
    folder = lay(tmp_path / "site", ENTRIES)
    kept = (folder / passages.FILE).rename(folder / "passages.kept")
    with serve(folder) as address, opened(browser, f"{address}/index.html") as page:
        page.evaluate(START)
        assert page.evaluate(f"{LOAD}.catch(error => error.message)") == (
            "data/passages.js cannot be loaded"
        )
        kept.rename(folder / passages.FILE)
        assert first(asker(page)("am I charged for an accident")) == "faq/pots.html#mistake"

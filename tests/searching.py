"""A small made-up handbook that is nothing but what search knows of it, and pages that ask it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from building import REPOSITORY
from careers import passages, scripts, search
from careers.search import Entry, slug_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    Found = dict[str, Any]
    Ask = Callable[..., Found]

ENGINE = f"{scripts.FOLDER}/names.js"
START = "signpost.names.load().then(() => signpost.names.loadSections())"
SHELL = '<!doctype html><html lang="en" data-content_root="./"><meta charset="utf-8"><script src="_static/search/open.js"></script><script src="_static/search/names.js"></script></html>'


def headings(*titles: str) -> tuple[tuple[str, str], ...]:
    return tuple((title, slug_of(title)) for title in titles)


def role(title: str, family: str, *aliases: str, needs: tuple[str, ...] = ()) -> Entry:
    folder = f"roles/{slug_of(family)}/"
    sections = headings(
        f"What a {title} does",
        "A week in the job",
        "Who they work with",
        "Skills",
        "Education and training",
        "Pay",
        "Similar positions",
    )
    facts = (("Reports to", ""), ("Leads to", ""))
    return Entry(
        "role",
        title,
        folder,
        slug_of(title),
        ".html",
        folder + slug_of(title),
        family,
        aliases,
        (*sections, *facts),
        needs,
    )


def skill(title: str, *aliases: str, slug: str = "") -> Entry:
    slug = slug or slug_of(title)
    sections = headings("Awareness", "Working", "Expert", "Roles that ask for this")
    return Entry(
        "skill",
        title,
        "skills/",
        slug,
        ".html",
        f"skills/{slug}",
        aliases=aliases,
        headings=sections,
    )


def qualification(title: str, *aliases: str) -> Entry:
    sections = headings("What it shows", "Ways to gain it", "Roles that ask for this")
    slug = slug_of(title)
    return Entry(
        "qualification",
        title,
        "qualifications/",
        slug,
        ".html",
        f"qualifications/{slug}",
        aliases=aliases,
        headings=sections,
    )


ENTRIES = (
    role("Potter", "Craft", "ceramist", needs=("skills/throwing", "qualifications/kiln-licence")),
    role("Senior Potter", "Craft", "lead ceramist"),
    role("Kiln Room Supervisor", "Craft", "KRS"),
    role("Head of Glazing and Design", "Craft", "G&D head"),
    role("Tile Restoration Engineer", "Building work", "RTE"),
    role("Roof Tile Surveyor", "Building work", "RT expert"),
    role("C++ Developer", "Building work"),
    skill("Throwing", "wheel work"),
    skill("Kiln management", "firing"),
    skill("Databases and SQL", "relational databases", slug="databases"),
    skill("Colour visualisation", "A/B sampling"),
    skill("Record keeping", "on-call notes"),
    qualification("Kiln licence", "burner’s ticket"),
    qualification("Master’s degree in ceramics", "MCer"),
    Entry("question", "Whom does an apprentice ask first?", "faq/pots.html#", "whom", "", "faq/pots#whom"),
    Entry("question", "Is clay dust dangerous?", "faq/pots.html#", "is-clay-dust-dangerous", "", "faq/pots#dust"),
    Entry("question", "How does a mistake in the glaze get corrected?", "faq/pots.html#", "mistake", "", "faq/pots#mistake"),
    skill("Drum decoration", "drum"),
    qualification("Certified DrumMaster"),
    skill("Catering"),
    skill("Oversight"),
    skill("Colourist brushes"),
    Entry("question", "Why is dust swept at noon?", "faq/pots.html#", "noon", "", "faq/pots#noon"),
    Entry("family", "Craft", "roles/", "craft", "/index.html", "roles/craft/index", headings=headings("Roles")),
    Entry("page", "How to take part", "", "taking-part.html", "", "taking-part", headings=headings("Send a drawing")),
)  # fmt: skip


PASSAGES = {
    "faq/pots.html#whom": [["", "", "The potter at the next wheel, and then the supervisor of the kiln room."]],
    "faq/pots.html#is-clay-dust-dangerous": [["", "", "Over years it harms the lungs. Masks hang by the door, and floors are washed and never brushed dry."]],
    "faq/pots.html#mistake": [["", "", "The workshop buys new material. Nobody is charged for an accident, and the second firing is free."]],
    "faq/pots.html#noon": [["", "", "The kilns rest then, so that nothing blows about."]],
    "taking-part.html": [
        ["", "", "Anyone may take part in the yearly show."],
        ["Send a drawing", "send-a-drawing", "Sketches reach the jury by post until the end of March. They are sent back in June."],
    ],
}  # fmt: skip
"""The addresses of pages and questions, with the passages of each: heading, anchor and text."""


def lay(folder: Path, entries: tuple[Entry, ...]) -> Path:
    """Lay a site that is nothing but names and passages into a folder."""
    (folder / "data").mkdir(parents=True)
    files = search.pack(entries, search.read_intents(REPOSITORY))
    for name, content in {**files, passages.FILE: {"signpostPassages": PASSAGES}}.items():
        (folder / name).write_bytes(search.script(content))
    add_engine(folder, "index.html")
    return folder


def add_engine(folder: Path, shell: str) -> None:
    """Put the scripts that answer, and a page that has those of names, into a folder."""
    for name in ("open", "names", "passages", "meaning", "asking", "pages", "vectors", "wordings"):
        text = (REPOSITORY / scripts.FOLDER / f"{name}.js").read_text(encoding="utf-8")
        path = folder / scripts.FOLDER / f"{name}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(scripts.slim(text, ".js"), encoding="utf-8")
    (folder / shell).write_text(SHELL, encoding="utf-8")


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """Open a page whose errors fail the test."""
    page = browser.new_page()
    page.set_default_timeout(10_000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    yield page
    page.close()
    assert wrong == []


def asker(page: Page) -> Ask:
    def ask(query: str, limit: int = 8) -> Found:
        found: Found = page.evaluate(
            "([query, limit]) => signpost.names.search(query, limit)", [query, limit]
        )
        return found

    return ask


def first(found: Found) -> str:
    """Return the address of the first result, or nothing."""
    results = found["results"]
    return str(results[0]["url"]) if results else ""


POTTER = "roles/craft/potter.html"
RESTORER = "roles/building-work/tile-restoration-engineer.html"
SUPERVISOR = "roles/craft/kiln-room-supervisor.html"

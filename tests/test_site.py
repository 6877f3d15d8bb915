"""The real site, as its pages are built."""

from __future__ import annotations

import itertools
import re
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest
import yaml

from building import REPOSITORY, Handbook, one, parse, words

if TYPE_CHECKING:
    from bs4 import Tag

FACTS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "facts.yml").read_text(encoding="utf-8")
)
ROLE = "roles/data-and-ai/machine-learning-engineer"
QUESTIONS = "faq/machine-learning-engineer"


@pytest.fixture(scope="session")
def pages(site: Handbook) -> dict[str, Tag]:
    """Return every page that the build made, by its path."""
    return {
        path.relative_to(site.outdir).as_posix(): parse(path)
        for path in sorted(site.outdir.rglob("*.html"))
    }


def sources(folder: str) -> list[str]:
    return sorted(
        path.relative_to(REPOSITORY).with_suffix("").as_posix()
        for path in (REPOSITORY / folder).rglob("*.md")
        if path.name != "index.md"
    )


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_every_fact_of_the_source_is_on_its_page(
    pages: dict[str, Tag], fact: dict[str, Any]
) -> None:
    where = {
        "role": [ROLE],
        "faq": [QUESTIONS],
        "every": [name.removesuffix(".html") for name in pages],
    }
    for name in where[fact["page"]]:
        text = words(pages[f"{name}.html"])
        for needle in fact.get("needles", ()):
            found = re.search(rf"(?<!\w)(?:{needle})", text, re.IGNORECASE)
            assert found, f"{name} does not say {needle!r}"


def test_the_role_names_real_similar_positions(pages: dict[str, Tag]) -> None:
    section = one(pages[f"{ROLE}.html"], "section#similar-positions")
    names = [words(link) for link in section.select(".card-title a")]
    assert {"Data Scientist", "Data Engineer", "Data Analyst", "Software Engineer", "MLOps Engineer",
            "AI Research Scientist"} <= set(names)  # fmt: skip


def test_the_disclaimer_is_once_on_every_page(pages: dict[str, Tag]) -> None:
    notice = (REPOSITORY / "_includes" / "disclaimer.md").read_text(encoding="utf-8")
    text = " ".join(notice.replace("*", "").split())
    assert {
        "index.html",
        "search.html",
        "404.html",
        "roles/index.html",
        "CONTRIBUTING.html",
    } <= set(pages)
    for name, page in pages.items():
        assert words(one(page, ".disclaimer")) == text, name
        assert words(page).count(text) == 1, name


def test_every_skill_and_qualification_names_every_role_that_asks_for_it(
    pages: dict[str, Tag],
) -> None:
    asked: dict[str, set[str]] = {}
    for role in sources("roles"):
        text = (REPOSITORY / f"{role}.md").read_text(encoding="utf-8")
        for kind, id_ in re.findall(r"^:::\{(skill|qualification)\} (\S+)$", text, re.MULTILINE):
            asked.setdefault(f"{kind}s/{id_}", set()).add(role)
    assert len(asked) > 60
    for name in (*sources("skills"), *sources("qualifications")):
        section = one(pages[f"{name}.html"], "section#roles-that-ask-for-this")
        hrefs = [
            urljoin(f"{name}.html", str(link["href"]))
            for link in section.select("a:not(.headerlink)")
        ]
        assert sorted(set(hrefs)) == sorted(f"{role}.html" for role in asked[name]), name
        assert len(hrefs) == len(set(hrefs))


def test_every_skill_describes_four_levels_that_differ(site: Handbook) -> None:
    for name in sources("skills"):
        texts = [
            words(one(site.page(name), f"section#{level} > h2").find_parent("section"))  # type: ignore[arg-type]  # an h2 is in a section
            for level in ("awareness", "working", "practitioner", "expert")
        ]
        assert len({text.partition("¶")[2] or text for text in texts}) == 4
        assert all(len(text.split()) > 30 for text in texts), name


def test_every_internal_link_and_anchor_leads_somewhere(
    site: Handbook, pages: dict[str, Tag]
) -> None:
    ids = {name: {str(tag["id"]) for tag in page.select("[id]")} for name, page in pages.items()}
    files = set(site.output())
    broken = []
    for name, page in pages.items():
        for tag, attribute in [
            *((t, "href") for t in page.select("[href]")),
            *((t, "src") for t in page.select("[src]")),
        ]:
            link = str(tag[attribute])
            if re.match(r"(https?|mailto):", link) or tag.name in {"base", "use"}:
                continue
            target, anchor = urldefrag(
                urljoin(name, link.partition("?")[0] if "?" in link else link)
            )
            target = unquote(target)
            if target not in files or (anchor and unquote(anchor) not in ids.get(target, set())):
                broken.append(f"{name}: {link}")
    assert broken == []


def test_no_page_repeats_an_id(pages: dict[str, Tag]) -> None:
    for name, page in pages.items():
        ids = [tag["id"] for tag in page.select("[id]")]
        assert len(ids) == len(set(ids)), name


def test_pages_load_the_style_sheets_that_they_need(pages: dict[str, Tag]) -> None:
    loaded = {
        name: {Path(urldefrag(str(link["href"]))[0].partition("?")[0]).name for link in links}
        for name, page in pages.items()
        if (links := page.select("link[rel=stylesheet]"))
    }
    assert set(loaded) == set(pages)
    assert loaded[f"{ROLE}.html"] == {"furo.css", "handbook.css"}
    for sheet, looks in (("pygments.css", ".highlight"), ("sphinx-design.min.css", "[class*=sd-]")):
        missing = [n for n in pages if pages[n].select_one(looks) and sheet not in loaded[n]]
        assert missing == [], sheet
        assert any(sheet in sheets for sheets in loaded.values())


def test_every_page_has_a_title_a_heading_and_no_markup_left_over(pages: dict[str, Tag]) -> None:
    for name, page in pages.items():
        assert len(page.select("h1")) == 1, name
        assert one(page, "head > title").get_text(strip=True), name
        article = copy(one(page, "article"))
        for code in article.select("code, pre"):
            code.decompose()
        assert not re.search(r":::|\{[a-z-]+\}`|\]\(", words(article)), name


def test_headings_go_down_one_step_at_a_time(pages: dict[str, Tag]) -> None:
    for name, page in pages.items():
        levels = [
            int(heading.name[1]) for heading in one(page, "article").select("h1, h2, h3, h4, h5")
        ]
        assert all(below <= above + 1 for above, below in itertools.pairwise(levels)), name


def test_nothing_is_asked_of_another_host_and_nothing_runs_inline(pages: dict[str, Tag]) -> None:
    for name, page in pages.items():
        for tag in page.select("script, link[href], img, iframe"):
            source = str(tag.get("src") or tag.get("href"))
            assert "//" not in source, f"{name}: {source}"
        assert not page.select("style, [style], [onclick], [onload]"), name
        # A block of linked data is no script: no browser runs it.
        scripts = page.select('script:not([type="application/ld+json"])')
        assert all(tag.get("src") for tag in scripts), name


def test_the_front_door_offers_families_skills_questions_and_the_newest_roles(
    pages: dict[str, Tag],
) -> None:
    article = one(pages["index.html"], "article")
    hrefs = {str(link["href"]) for link in article.select("a")}
    families = {
        f"{family.parent.relative_to(REPOSITORY).as_posix()}/index.html"
        for family in (REPOSITORY / "roles").glob("*/index.md")
    }
    assert families <= hrefs
    assert {"skills/index.html", "faq/index.html", "roles/index.html"} <= hrefs
    newest = one(article, "section#newest-roles")
    assert len(newest.select("li a")) == 6


def test_only_what_is_listed_is_published(site: Handbook) -> None:
    published = {
        name
        for name in site.output()
        if not name.startswith(("_static/", "_sphinx_design_static/", "pagefind/"))
    }
    content = {
        f"{name}.html"
        for folder in ("roles", "skills", "qualifications", "faq", "indexes", "guide")
        for name in sources(folder)
    }
    indexes = {
        f"{path.relative_to(REPOSITORY).with_suffix('').as_posix()}.html"
        for path in REPOSITORY.glob("[a-z]*/**/index.md")
        if path.relative_to(REPOSITORY).parts[0] not in {"tests", "benchmarks"}
    }
    extra = {
        "index.html",
        "CONTRIBUTING.html",
        "search.html",
        "404.html",
        "compare.html",
        "objects.inv",
        ".buildinfo",
        ".pages.json",
    }
    images = {f"_images/performance-{scheme}.png" for scheme in ("light", "dark")}
    data = {"data/handbook.json", "data/handbook.js"}
    data |= {f"data/{name}.js" for name in ("names", "sections", "rest", "passages", "versions")}
    data |= {f"data/schema/{name}.json" for name in ("handbook", "role", "skill", "qualification")}
    data |= {
        f"data/{folder}/{Path(name).name}.json"
        for folder in ("roles", "skills", "qualifications")
        for name in sources(folder)
    }
    comparisons = {f"compare/{Path(name).name}.html" for name in sources("roles")}
    assert published == content | indexes | extra | images | data | comparisons


def test_the_sidebar_shows_the_way_here_and_marks_the_page(pages: dict[str, Tag]) -> None:
    sidebar = one(pages[f"{ROLE}.html"], ".sidebar-tree")
    assert words(one(sidebar, "[aria-current=page]")) == "Machine Learning Engineer"
    titles = [words(link) for link in sidebar.select("a")]
    assert "Senior Data Scientist" in titles
    assert "Delivery and product" in titles
    assert "Project Manager" not in titles
    crumbs = [words(link) for link in pages[f"{ROLE}.html"].select(".breadcrumbs a")]
    assert crumbs == ["Home", "Roles", "Data and AI"]


def test_one_worker_and_two_write_the_same(site: Handbook, tmp_path: Path) -> None:
    alone = Handbook(site.srcdir, tmp_path / "html")
    assert alone.build(jobs=1, fresh=True, careers_full_text=True).warnings == []
    assert alone.output() == site.output()

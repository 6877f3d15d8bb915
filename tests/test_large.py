"""Handbooks with more of everything than a page has room for."""

from __future__ import annotations

import shutil
from itertools import product
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scale.generate import generate, write_site
from building import Handbook, one, real_handbook, small_handbook, words
from careers import listings
from careers.listings import Group, Item, Listing, Span

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag

    from conftest import MakeHandbook

MOST = 12
"""The limit of these tests, which keeps their handbooks small."""

INDEXES = {
    "index": "# Indexes",
    "roles": "# Roles from A to Z\n\n:::{role-index}\n:::",
    "skills": "# Skills and levels\n\n:::{skill-index}\n:::",
    "qualifications": "# Qualifications and roles\n\n:::{qualification-index}\n:::",
    "no-degree": "# No degree\n\n:::{role-list}\n:no-degree:\n:::",
}


@pytest.fixture(autouse=True)
def low_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listings, "MOST", MOST)


def fill(made: Handbook) -> Handbook:
    """Write 40 skills, 20 qualifications, 40 roles in two families, and 30 questions."""
    made.replace("conf.py", '"faq/**"]', '"faq/**", "indexes/**"]')
    made.replace("index.md", "faq/index\n", "faq/index\nindexes/index\n")
    for name, text in INDEXES.items():
        made.write(f"indexes/{name}.md", f"{text}\n")
    made.write("skills/index.md", "# Skills\n\n:::{skill-list}\n:::\n")
    made.write("qualifications/index.md", "# Qualifications\n\n:::{qualification-list}\n:::\n")
    made.write("faq/index.md", "# Questions\n\n:::{question-list}\n:::\n")
    made.write("roles/index.md", "# Roles\n\n:::{role-list}\n:brief:\n:::\n")
    made.write("roles/shop/index.md", "# Shop\n\nPeople who sell.\n")
    for number, (first, second) in enumerate(product(("Carving", "Cutting", "Éclat", "9-pin", "Dyeing"), "abcdefgh")):  # fmt: skip
        title = f"{first} {second}{number}"
        write_skill(made, f"skill-{number}", title, ("making", "colour", "")[min(2, number // 15)])
        kind = "licence" if number < 5 else "certificate"
        if number < 20:
            made.write(
                f"qualifications/badge-{number}.md",
                f"---\nqualification:\n  kind: {kind}\n---\n\n# Badge in {title}\n\nLead.\n",
            )
        family = "shop" if number % 3 else "craft"
        made.write(
            f"roles/{family}/role-{number}.md",
            f"---\nrole:\n  aliases: [hand {number}]\n---\n\n# Worker {second}{number}\n\nLead.\n\n"
            f":::{{skill}} skill-{number}\n:level: working\n:::\n\n"
            f":::{{qualification}} badge-{number % 20}\n:::\n",
        )
        made.write(f"faq/page-{number % 3}.md", f"# Page {number % 3}\n\nLead.\n\n" + "".join(
            f"## Why {of}?\n\nBecause.\n\n" for of in range(number % 3, 30, 3)))  # fmt: skip
    return made


def write_skill(made: Handbook, id_: str, title: str, category: str) -> None:
    matter = f"---\nskill:\n  category: {category}\n---\n\n" if category else ""
    made.write(f"skills/{id_}.md", f"{matter}# {title}\n\nLead.\n\n## Working\n\nText.\n")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    made = fill(small_handbook(tmp_path_factory.mktemp("large") / "handbook"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listings, "MOST", MOST)
        assert made.build().warnings == []
    return made


def links(made: Handbook, name: str) -> list[str]:
    """Return where the links of a page's content lead, anchors of the page itself left out."""
    found = made.article(name).select("li a:not(.headerlink), h2 a:not(.headerlink)")
    hrefs = [str(link["href"]) for link in found]
    return [urljoin(f"{name}.html", href) for href in hrefs if not href.startswith("#")]


def parts(made: Handbook, index: str, way: str) -> set[str]:
    """Return the pages that a reader comes to from an index by letter, or by another way."""
    found: set[str] = set()
    waiting = [index]
    while waiting:
        for link in links(made, waiting.pop()):
            name = link.removesuffix(".html")
            if f"/{way}/" in link and name not in found:
                found.add(name)
                waiting.append(name)
    return found


def documents(made: Handbook, folder: str) -> set[str]:
    return {
        path.relative_to(made.srcdir).with_suffix(".html").as_posix()
        for path in (made.srcdir / folder).rglob("*.md")
        if path.stem != "index"
    }


@pytest.mark.parametrize(
    ("index", "way", "folder"),
    [
        ("skills/index", "by-letter", "skills"),
        ("skills/index", "by-category", "skills"),
        ("indexes/skills", "by-letter", "skills"),
        ("indexes/skills", "by-category", "skills"),
        ("qualifications/index", "by-letter", "qualifications"),
        ("qualifications/index", "by-kind", "qualifications"),
        ("indexes/qualifications", "by-letter", "qualifications"),
        ("indexes/qualifications", "by-kind", "qualifications"),
        ("indexes/roles", "by-letter", "roles"),
        ("roles/index", "by-letter", "roles"),
        ("roles/shop/index", "by-letter", "roles/shop"),
        ("indexes/no-degree", "by-letter", "roles"),
        ("indexes/no-degree", "by-family", "roles"),
        ("faq/index", "by-letter", "faq"),
    ],
)
def test_everything_is_found_from_its_index_and_no_page_lists_too_much(
    large: Handbook, index: str, way: str, folder: str
) -> None:
    pages = parts(large, index, way)
    assert len(pages) > 1
    found: set[str] = set()
    for name in pages:
        listed = [link for item in large.article(name).select(".group") for link in item.select("a")]  # fmt: skip
        assert 0 < len(listed) <= MOST, name
        found |= {urldefrag(urljoin(f"{name}.html", str(link["href"]))).url for link in listed}
    assert documents(large, folder) <= found
    own = [link for link in links(large, index) if f"/{way}/" not in link]
    assert not documents(large, folder) & set(own) or folder == "faq"


def test_a_list_of_groups_that_have_pages_leads_to_those(large: Handbook) -> None:
    section = one(large.article("roles/index"), "section#list-by-family")
    assert [words(item) for item in section.select("li")] == ["Craft 17 roles", "Shop 26 roles"]
    assert {"roles/craft/index.html", "roles/shop/index.html"} <= set(links(large, "roles/index"))
    assert {f"faq/page-{number}.html" for number in range(3)} <= set(links(large, "faq/index"))


def test_a_role_is_found_by_its_other_name(large: Handbook) -> None:
    page = large.article("indexes/roles/by-letter/h")
    assert "hand 10: Worker c10" in [words(item) for item in page.select(".group li")]


def test_a_letter_that_is_too_long_is_parted_where_its_names_change(large: Handbook) -> None:
    letters = one(large.article("skills/index"), "section.letters")
    labels = [words(link) for link in letters.select("li a")]
    assert labels == ["0–9", "Ca", "Cu", "D", "E", "G", "T"]
    second = large.article("skills/by-letter/cu")
    assert words(one(second, "h1")) == "Skills: Cu"
    assert [words(link) for link in second.select("[aria-current]")] == ["C", "Cu"]
    assert words(one(second, "h1 + p")) == "8 skills. All of them are under Skills , by letter and by category."  # fmt: skip


def test_a_category_that_is_too_long_is_parted_and_says_so(large: Handbook) -> None:
    section = one(large.article("skills/index"), "section#list-by-category")
    assert [words(item) for item in section.select("li")] == [
        "Colour 15 skills 9–C , E",
        "Finishing touches 1 skill",
        "Making 16 skills Ca , Cu–T",
        "Other 10 skills",
    ]


def test_a_short_list_stays_on_one_page(handbook: MakeHandbook) -> None:
    made = handbook()
    made.write("skills/index.md", "# Skills\n\n:::{skill-list}\n:::\n")
    assert made.build().warnings == []
    assert {"skills/glazing.html", "skills/throwing.html"} <= set(links(made, "skills/index"))
    assert not (made.outdir / "skills/by-letter").exists()


def test_a_new_skill_changes_only_the_pages_that_show_it(large: Handbook, tmp_path: Path) -> None:
    made = fill(small_handbook(tmp_path / "handbook"))
    made.build()
    before = made.output()
    write_skill(made, "new", "Cutting by hand", "making")
    assert made.build().warnings == []
    after = made.output()
    clean = Handbook(made.srcdir, tmp_path / "clean" / "html")
    assert clean.build(fresh=True).warnings == []
    assert after == clean.output()
    changed = {name for name in after if after[name] != before.get(name) and name.endswith(".html")}
    assert changed == {
        "skills/new.html",
        "skills/index.html",
        "skills/by-letter/cu.html",
        "skills/by-category/making/cu.html",
    }


def test_a_skill_that_very_many_roles_ask_for_says_how_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listings, "MOST_NAMED", 1)
    made = fill(small_handbook(tmp_path / "handbook"))
    made.replace("roles/craft/role-0.md", "skill-0\n", "skill-1\n")
    assert made.build().warnings == []
    page = made.article("indexes/skills/by-letter/c")
    section = one(page, "#skill-skill-1")
    assert words(one(section, "li")) == "Working 2 roles"
    assert one(section, "li a")["href"] == "../../../skills/skill-1.html"
    assert words(one(page, "#skill-skill-2 li")) == "Working Worker c2"


def test_pages_go_when_the_list_is_short_again(tmp_path: Path) -> None:
    made = fill(small_handbook(tmp_path / "handbook"))
    made.build()
    assert (made.outdir / "faq/by-letter/w.html").exists()
    for number in range(1, 3):
        (made.srcdir / f"faq/page-{number}.md").unlink()
    assert made.build().warnings == []
    assert not (made.outdir / "faq/by-letter").exists()


def test_a_page_that_takes_the_address_of_a_list_is_a_fault(tmp_path: Path) -> None:
    made = fill(small_handbook(tmp_path / "handbook"))
    made.write("indexes/skills/by-letter/e.md", "---\norphan: true\n---\n\n# E\n")
    (warning,) = made.build().warnings
    assert warning == (
        "indexes/skills/by-letter/e.md: WARNING: the list on 'indexes/skills' has a page of its own "
        "at this address; move this page [careers.misplaced]"
    )
    assert words(one(made.article("indexes/skills/by-letter/e"), "h1")) == "E"


NAMES = st.lists(st.text(st.sampled_from("abcÉ 9.ß"), min_size=1, max_size=6), max_size=60)
# Many things may have one name, but for its accents and capitals.
NAMES |= st.lists(st.sampled_from(["a", "A", "á", "ab"]), min_size=30, max_size=60)


@given(names=NAMES, groups=st.integers(1, 3))
def test_every_name_is_on_one_page_of_its_letter_and_one_of_its_group(
    names: list[str], groups: int
) -> None:
    items = [
        Item(name, str(number % groups), ((Span(name, f"thing-{number}"),),))
        for number, name in enumerate(names)
    ]
    named = {item.group: Group(item.group) for item in items}
    listing = Listing("things", "thing", "group", items, named)
    for parted in (listing.letters, listing.parts):
        runs = [run for some in parted.values() for run in some]
        assert all(listings.size(run.items) <= MOST for run in runs)
        assert len({run.page for run in runs}) == len(runs)
        found = [span.to for run in runs for item in run.items for span in item.lines[0]]
        if parted is listing.letters or listing.has_groups:
            assert sorted(found) == sorted(f"thing-{number}" for number in range(len(names)))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """Return a made-up handbook of the project's own pages: 26 families, one of them with 36 roles."""
    folder = tmp_path_factory.mktemp("whole") / "handbook"
    write_site(generate(36, 40), folder)
    made = Handbook(folder)
    for number in range(25):
        made.write(f"roles/extra-{number}/index.md", f"# Extra {number}\n\nLead.\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listings, "MOST", MOST)
        assert made.build().warnings == []
    return made


@pytest.fixture(scope="module")
def pages(whole: Handbook) -> dict[str, Tag]:
    """Return every page of that handbook, by its name."""
    paths = (path.relative_to(whole.outdir) for path in sorted(whole.outdir.rglob("*.html")))
    names = [path.with_suffix("").as_posix() for path in paths]
    return {name: whole.page(name) for name in names}


def test_no_sidebar_shows_more_than_some_of_a_folder(pages: dict[str, Tag]) -> None:
    for name, page in pages.items():
        tree = one(page, ".sidebar-tree")
        assert len(tree.select("a")) <= 30, name
        assert {"Roles", "Skills", "Qualifications", "Questions and answers", "Indexes"} <= {
            words(link) for link in tree.select(":scope > ul > li > a")
        }, name
        assert len(tree.select("[aria-current=page]")) == (name not in {"index", "404", "search"})


def test_the_sidebar_of_a_role_shows_the_roles_around_it(
    whole: Handbook, pages: dict[str, Tag]
) -> None:
    roles = sorted(name.removesuffix(".html") for name in documents(whole, "roles"))
    for place, name in enumerate(roles):
        tree = one(pages[name], ".sidebar-tree")
        shown = [urljoin(f"{name}.html", str(link["href"])) for link in tree.select("ul ul ul a")]
        start = min(max(place - 3, 0), len(roles) - 6)
        assert shown[:-1] == [f"{role}.html" for role in roles[start : start + 6]]
        assert words(one(tree, "[aria-current]")) == words(one(pages[name], "h1"))
    family = words(one(pages[f"{roles[0].rpartition('/')[0]}/index"], "h1"))
    assert words(tree.select("ul ul ul a")[-1]) == f"All roles of {family}"
    assert [words(link) for link in tree.select(":scope > ul > li > ul > li > a")] == [
        family,
        "All families",
    ]


def test_the_sidebar_of_a_skill_leads_to_all_of_them(
    whole: Handbook, pages: dict[str, Tag]
) -> None:
    name = min(documents(whole, "skills")).removesuffix(".html")
    links = one(pages[name], ".sidebar-tree").select("ul ul a")
    title = words(one(pages[name], "h1"))
    assert [(words(link), link["href"]) for link in links] == [
        (title, f"{name.rpartition('/')[2]}.html".join(("../skills/", ""))),
        ("All skills", "../skills/index.html"),
    ]


def test_pages_of_lists_are_pages_like_others(pages: dict[str, Tag]) -> None:
    made = [name for name in pages if "/by-letter/" in name or "/by-category/" in name]
    assert len(made) > 20
    for name in made:
        page = pages[name]
        assert len(page.select(".disclaimer")) == 1, name
        assert len(page.select("h1")) == 1, name
        ids = [tag["id"] for tag in page.select("[id]")]
        assert len(ids) == len(set(ids)), name
        owner = urljoin(f"{name}.html", str(page.select(".breadcrumbs a")[-1]["href"]))
        assert owner.removesuffix(".html") in {"skills/index", "indexes/skills", "indexes/roles",
            "faq/index", "indexes/no-degree", "indexes/qualifications", "qualifications/index",
            *(family for family in pages if family.startswith("roles/") and family.endswith("/index"))}  # fmt: skip
        for link in page.select("article a"):
            target = urldefrag(urljoin(f"{name}.html", str(link["href"])))
            assert target.url.removesuffix(".html") in pages, name


@pytest.mark.parametrize("index", ["index", "roles/index"])
def test_every_family_is_found_by_its_letter(
    whole: Handbook, pages: dict[str, Tag], index: str
) -> None:
    made = parts(whole, index, "by-letter")
    found = {link for name in made for link in links(whole, name)}
    families = {
        f"{name}.html" for name in pages if name.count("/") == 2 and name.endswith("/index")
    }
    assert len(families) == 26
    assert families <= found


def test_a_large_family_counts_what_it_cannot_show(whole: Handbook, pages: dict[str, Tag]) -> None:
    family = min(documents(whole, "roles")).rpartition("/")[0]
    page = pages[f"{family}/index"]
    matrix = one(page, "section#skills-matrix")
    rows = [[words(cell) for cell in row.select("th, td")] for row in matrix.select("tr")]
    assert rows[0] == ["Skill", "Awareness", "Working", "Practitioner", "Expert"]
    asked = {row[0]: sum(int(cell) for cell in row[1:] if cell != "–") for row in rows[1:]}
    for skill, number in list(asked.items())[:5]:
        slug = "-".join(skill.lower().split())
        by = one(pages[f"skills/{slug}"], "dl.asked-by")
        assert len(by.select("li")) == number
    assert not page.select("article svg")
    assert "36 roles" in words(one(page, "section#map"))
    ladders = one(page, "section#ladders")
    assert len(ladders.select("li")) == 27
    assert not ladders.select("table")


def test_a_role_page_is_the_same_with_30_roles_and_with_300(tmp_path: Path) -> None:
    made = real_handbook(tmp_path / "handbook")
    for folder in ("roles", "skills", "qualifications", "faq"):
        shutil.rmtree(made.srcdir / folder)
        made.write(f"{folder}/index.md", f"# {folder.title()}\n\nLead.\n")
    shutil.rmtree(made.srcdir / "guide")
    made.write("guide/index.md", "# Guide\n\nLead.\n")
    made.write("CONTRIBUTING.md", "# Contributing\n\nLead.\n")
    made.write("roles/craft/index.md", "# Craft\n\nLead.\n")
    for number in range(30):
        made.write(f"roles/craft/potter-{number:03}.md", f"# Potter {number}\n\nLead.\n")
    assert made.build().warnings == []
    before = made.output()
    for number in range(30, 300):
        made.write(f"roles/craft/potter-{number:03}.md", f"# Potter {number}\n\nLead.\n")
    assert made.build().warnings == []
    after = made.output()
    changed = {name for name in before if name.endswith(".html") and after[name] != before[name]}
    # The last roles of the family have got others beside them.
    beside = {f"roles/craft/potter-{number:03}.html" for number in range(25, 30)}
    beside |= {name.replace("roles/craft/", "compare/") for name in beside}
    lists = {"roles/craft/index.html", "index.html", "indexes/roles.html", "indexes/no-degree.html"}
    assert {name for name in changed if "/by-letter/" not in name} <= beside | lists
    sizes = {len(after[f"roles/craft/potter-{number:03}.html"]) for number in range(110, 290)}
    assert max(sizes) - min(sizes) < 20

"""Families as a whole, and pages of comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from building import Handbook, one, words

if TYPE_CHECKING:
    from bs4 import Tag

    from conftest import MakeHandbook


def table(tag: Tag) -> list[list[str]]:
    return [[words(cell) for cell in row.select("th, td")] for row in tag.select("tr")]


def test_a_ladder_shows_its_rungs_side_by_side(base: Handbook) -> None:
    section = one(base.page("roles/craft/index"), "section#ladders")
    assert words(one(section, ".steps")) == "Potter leads to Master Potter ( what changes )"
    assert words(one(section, "caption")) == "From Potter to Master Potter"
    assert table(section) == [
        ["Skill", "Potter", "Master Potter"],
        ["Throwing", "Working", "Expert"],
        ["Glazing", "Awareness", "–"],
    ]


def test_the_matrix_shows_a_level_as_a_word_and_a_shade(base: Handbook) -> None:
    section = one(base.page("roles/craft/index"), "section#skills-matrix")
    assert table(section) == [
        ["Skill", "Glazier", "Master Potter", "Potter"],
        ["Glazing", "Working", "–", "Awareness"],
        ["Throwing", "–", "Expert", "Working"],
    ]
    shades = [badge["class"] for badge in section.select(".level")]
    assert [classes[-1] for classes in shades] == ["level-2", "level-1", "level-4", "level-2"]
    region = one(section, ".table-wrapper")
    assert (region["tabindex"], region["role"], region["aria-label"]) == (
        "0",
        "region",
        "Skills of Craft",
    )


def test_a_matrix_grows_with_the_roles_and_not_with_their_skills(handbook: MakeHandbook) -> None:
    made = handbook()
    for number in range(50):
        made.write(
            f"skills/extra-{number:02}.md", f"# Extra {number:02}\n\nLead.\n\n## Working\n\nText.\n"
        )
    asked = "".join(
        f":::{{skill}} extra-{number:02}\n:level: working\n:::\n\n" for number in range(50)
    )
    made.write("roles/craft/painter.md", f"# Painter\n\nLead.\n\n## Skills\n\n{asked}")
    assert made.build().warnings == []
    section = one(made.page("roles/craft/index"), "section#skills-matrix")
    assert len(section.select("tbody tr")) == 40
    assert words(section).count("Extra") == 50
    assert "Fewer roles ask for: Extra 38 , Extra 39" in words(section)


def test_the_map_links_roles_and_draws_their_relations(base: Handbook) -> None:
    section = one(base.page("roles/craft/index"), "section#map")
    drawing = one(section, "svg.map")
    assert {words(link): link["href"] for link in drawing.select("a")} == {
        "Potter": "potter.html",
        "Master Potter": "master-potter.html",
        "Glazier": "glazier.html",
    }
    assert sorted(words(line) for line in drawing.select("path > title")) == [
        "Potter: leads to: Master Potter",
        "Potter: reports to: Master Potter",
        "Potter: similar position: Glazier",
    ]
    named = drawing.find(id=str(drawing["aria-labelledby"]))
    assert named is not None
    assert words(named) == "Map of Craft"
    assert [words(key) for key in section.select(".map-legend li")] == [
        "leads to",
        "reports to",
        "similar position",
    ]


def test_a_similar_position_comes_with_its_reason_and_its_comparison(base: Handbook) -> None:
    card = one(base.page("roles/craft/potter"), "section#similar-positions li")
    assert words(card) == (
        "Glazier Craft A Glazier glazes. Shares 1 of 2 skills; asks more of glazing. Compare with Glazier"
    )
    link = card.select("a")[-1]
    assert link["href"] == "../../compare/potter.html#glazier"
    assert "No further role" in words(
        one(base.page("roles/craft/potter"), "section#similar-positions")
    )


def test_a_role_like_no_other_says_so(base: Handbook) -> None:
    section = one(base.page("roles/craft/glazier"), "section#similar-positions")
    assert words(section).endswith("No other role asks for enough of the same skills.")


def test_a_page_of_comparisons_says_what_changes(base: Handbook) -> None:
    page = base.page("compare/potter")
    higher = one(page, "section#master-potter")
    text = words(higher)
    assert "The next step on the ladder" in text
    assert "Raised: to a higher level Throwing Working → to Expert" in text
    assert "Dropped: no longer asked for Glazing Awareness" in text
    assert "Kiln licence : preferred, then needed" in text
    assert "Experience with clay : needed, 2–5 years, then not asked for" in text
    assert "Pay No pay figure is published for this role. 40,000 to 50,500 euros a year." in text
    assert words(one(page, "section#glazier > p")) == "A similar position: Glazier ."
    lower = one(base.page("compare/master-potter"), "section#potter")
    assert "The step before on the ladder" in words(lower)
    assert "Gained: to learn Glazing Awareness" in words(lower)
    assert "Lowered: a lower level will do Throwing Expert → to Working" in words(lower)


def test_levels_in_a_comparison_lead_to_what_they_mean(base: Handbook) -> None:
    higher = one(base.page("compare/potter"), "section#master-potter")
    for badge in higher.select("a.level"):
        path, _, anchor = urljoin("compare/potter.html", str(badge["href"])).partition("#")
        assert base.page(path.removesuffix(".html")).find(id=anchor)


def test_pages_of_comparisons_come_and_go_with_their_roles(handbook: MakeHandbook) -> None:
    made = handbook()
    made.build()
    (made.srcdir / "roles/craft/glazier.md").unlink()
    made.replace("roles/craft/potter.md", "  similar: [glazier]\n", "")
    made.replace("roles/craft/potter.md", "{job}`the glazier <glazier>`", "nobody")
    assert made.build().warnings == []
    assert not (made.outdir / "compare/glazier.html").exists()
    assert not made.page("compare/potter").select("#glazier")


def test_indexes_of_roles_skills_and_qualifications(handbook: MakeHandbook) -> None:
    made = handbook()
    made.write(
        "faq/lists.md",
        "# Lists\n\n:::{role-index}\n:::\n\n:::{skill-index}\n:::\n\n:::{qualification-index}\n:::\n\n"
        ":::{role-list}\n:no-degree:\n:brief:\n:::\n",
    )
    made.write(
        "qualifications/degree.md",
        "---\nqualification:\n  kind: degree\n---\n\n# Degree\n\nLead.\n",
    )
    path = "roles/craft/glazier.md"
    text = (made.srcdir / path).read_text(encoding="utf-8")
    made.write(path, text + "\n:::{qualification} degree\n:::\n")
    assert made.build().warnings == []
    page = made.page("faq/lists")
    assert [words(group) for group in page.select("section.group")] == [
        "C ceramist: Potter",
        "G Glazier Craft",
        "M Master Potter Craft",
        "P Potter Craft",
        "Glazing Awareness Potter Working Glazier",
        "Throwing Working Potter Expert Master Potter",
        "Degree Needed by Glazier",
        "Experience with clay Needed by Potter",
        "Kiln licence Needed by Master Potter Preferred by Potter",
        "Lifting Needed by Glazier",
    ]
    assert [words(item) for item in page.select("section#lists > ul > li")] == [
        "Master Potter Craft",
        "Potter Craft",
    ]

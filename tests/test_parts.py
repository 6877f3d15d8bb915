"""The parts of pages that are made from other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from building import Handbook, one, words

if TYPE_CHECKING:
    from bs4 import Tag

    from conftest import MakeHandbook


def facts(page: Tag) -> dict[str, str]:
    panel = one(page, "dl.facts")
    return {
        words(term): words(text)
        for term, text in zip(panel.find_all("dt"), panel.find_all("dd"), strict=True)
    }


def section(page: Tag, id_: str) -> Tag:
    """Return the section of an id, which its heading may bear."""
    found = one(page, f"#{id_}")
    return found if found.name == "section" or not found.parent else found.parent


def hrefs(tag: Tag) -> list[str]:
    return [str(link["href"]) for link in tag.select("a[href]:not(.headerlink)")]


def test_the_facts_of_a_role_stand_right_under_its_lead(base: Handbook) -> None:
    page = base.page("roles/craft/potter")
    assert facts(page) == {
        "Family": "Craft",
        "Also called": "ceramist",
        "Reports to": "Master Potter",
        "Leads to": "Master Potter",
        "Pay": "No pay figure is published for this role.",
        "Last reviewed": "1 November 2026",
    }
    lead = one(page, "dl.facts").find_previous_sibling()
    assert lead is not None
    assert words(lead) == "A Potter makes pots."
    assert hrefs(one(page, "dl.facts")) == [
        "index.html",
        "master-potter.html",
        "master-potter.html",
    ]


def test_a_skill_and_a_qualification_say_what_they_are(base: Handbook) -> None:
    assert facts(base.page("skills/throwing")) == {
        "Category": "Making",
        "Also called": "wheel work",
    }
    assert facts(base.page("qualifications/kiln-licence")) == {"Kind": "Licence"}


def test_a_role_says_which_role_leads_to_it(base: Handbook) -> None:
    assert facts(base.page("roles/craft/master-potter"))["Comes after"] == "Potter"


@pytest.mark.parametrize(
    ("role", "short", "whole"),
    [
        (
            "potter",
            "No pay figure is published for this role.",
            "No pay figure is published for this role.",
        ),
        (
            "master-potter",
            "40,000 to 50,500 euros a year. Band by the pay board, as of 1 April 2026.",
            (
                "The pay is 40,000 to 50,500 euros a year . This is the pay band that the pay board "
                "publishes. The figure is of 1 April 2026."
            ),
        ),
        (
            "glazier",
            "31,076 US dollars an hour on average. Market estimate by Pay Survey, undated.",
            (
                "The average pay is 31,076 US dollars an hour . This is a market estimate by Pay Survey: "
                "what people in such jobs earn, not an offer by the company. The source gives no date "
                "for it. It is due for review by 31 May 2027."
            ),
        ),
    ],
)
def test_pay_comes_with_its_source_or_not_at_all(
    base: Handbook, role: str, short: str, whole: str
) -> None:
    page = base.page(f"roles/craft/{role}")
    assert facts(page)["Pay"] == short
    assert words(one(section(page, "pay"), "p.pay")) == whole


def test_a_skill_shows_its_lead_its_level_and_the_roles_own_reason(base: Handbook) -> None:
    need = section(base.page("roles/craft/potter"), "skill-throwing")
    assert words(one(need, "h3")) == "Throwing Working"
    assert words(one(need, ".level")) == "Working"
    assert [words(p) for p in need.find_all("p", recursive=False)] == [
        "Throwing shapes clay, as the questions tell."
    ]
    assert words(one(need, ".level-text")) == "Working level Centres clay alone. Makes bowls."
    assert words(one(need, ".reason")) == "In this role To make round pots."


def test_links_in_a_fragment_lead_from_the_page_that_shows_it(base: Handbook) -> None:
    need = section(base.page("roles/craft/potter"), "skill-throwing")
    assert hrefs(need) == ["../../skills/throwing.html", "../../faq/pots.html"]
    assert hrefs(base.article("skills/throwing"))[0] == "../faq/pots.html"


def test_a_skill_without_a_reason_says_nothing_more(base: Handbook) -> None:
    need = section(base.page("roles/craft/potter"), "skill-glazing")
    assert need.select(".reason") == []
    assert words(one(need, ".level-text")) == "Awareness level Names the glazes."


def test_qualifications_are_needed_or_preferred_with_years_and_reasons(base: Handbook) -> None:
    page = base.page("roles/craft/potter")
    licence = section(page, "qualification-kiln-licence")
    assert words(one(licence, "h3")) == "Kiln licence Preferred"
    assert words(licence).endswith("A kiln licence lets a person fire a kiln. For the big kiln.")
    experience = section(page, "qualification-clay-experience")
    assert words(one(experience, "h3")) == "Experience with clay Needed 2–5 years"


def test_a_physical_qualification_names_its_function_and_offers_adjustments(base: Handbook) -> None:
    need = section(base.page("roles/craft/glazier"), "qualification-lifting")
    assert words(need).endswith(
        "Boxes are moved. Essential function: Loading the kiln. Boxes are heavy. Adjustments are made."
    )


def test_a_skill_lists_the_roles_that_ask_for_it_by_level(base: Handbook) -> None:
    back = section(base.page("skills/throwing"), "roles-that-ask-for-this")
    assert words(
        back
    ) == "Roles that ask for this Working Potter Craft Expert Master Potter Craft".replace("¶ ", "")
    assert hrefs(back) == ["../roles/craft/potter.html", "../roles/craft/master-potter.html"]


def test_a_qualification_lists_who_needs_and_who_prefers_it(base: Handbook) -> None:
    back = section(base.page("qualifications/kiln-licence"), "roles-that-ask-for-this")
    assert words(back).endswith("Needed by Master Potter Craft Preferred by Potter Craft")
    years = section(base.page("qualifications/clay-experience"), "roles-that-ask-for-this")
    assert words(years).endswith("Needed by Potter Craft : 2–5 years")


def test_a_role_shows_the_questions_about_it_with_their_answers(base: Handbook) -> None:
    shown = section(base.page("roles/craft/potter"), "questions-and-answers")
    assert [words(title) for title in shown.select("h3")] == [
        "How hot is a kiln?",
        "Who buys pots?",
    ]
    assert "It depends on Glazing ." in words(shown)
    assert hrefs(shown)[0] == "../../faq/pots.html#how-hot-is-a-kiln"
    assert base.page("faq/pots").find(id="how-hot-is-a-kiln")
    assert words(one(base.page("faq/pots"), ".faq-about")) == "About: Potter"


def test_a_role_without_questions_or_neighbours_says_so(base: Handbook) -> None:
    page = base.page("roles/craft/glazier")
    assert words(section(page, "questions-and-answers")).endswith(
        "Nobody has asked about this role yet."
    )


def test_a_family_lists_its_roles_before_its_other_sections(handbook: MakeHandbook) -> None:
    made = handbook()
    made.write("roles/craft/index.md", "# Craft\n\nThe lead.\n\n## More\n\nWords.\n")
    assert made.build().warnings == []
    sections = one(made.page("roles/craft/index"), "section#craft").find_all(
        "section", recursive=False
    )
    assert [part["id"] for part in sections] == [
        "roles",
        "more",
        "ladders",
        "skills-matrix",
        "map",
    ]
    assert [words(title) for title in sections[0].select(".card-title a")] == [
        "Glazier",
        "Master Potter",
        "Potter",
    ]


def test_a_section_that_the_author_wrote_is_used_for_its_part(handbook: MakeHandbook) -> None:
    made = handbook()
    path = "roles/craft/potter.md"
    text = (made.srcdir / path).read_text(encoding="utf-8")
    made.write(path, text + "\n## Pay\n\nIt varies.\n\n## Similar positions\n\nNear jobs.\n")
    assert made.build().warnings == []
    page = made.page("roles/craft/potter")
    assert words(section(page, "pay")) == "Pay No pay figure is published for this role. It varies."
    assert words(section(page, "similar-positions")).startswith(
        "Similar positions Near jobs. Glazier"
    )


LISTS = """# Lists

:::{role-list}
:family: craft
:brief:
:::

:::{role-list}
:skill: glazing
:level: working
:::

:::{role-list}
:qualification: kiln-licence
:brief:
:::

:::{role-list}
:newest: 1
:brief:
:::

:::{skill-list}
:::

:::{qualification-list}
:::

:::{family-list}
:::

:::{question-list}
:::
"""


def test_lists_of_roles_skills_qualifications_families_and_questions(
    handbook: MakeHandbook,
) -> None:
    made = handbook()
    made.write("index.md", LISTS + "\n" + (made.srcdir / "index.md").read_text().partition("\n")[2])
    assert made.build().warnings == []
    lists = made.page("index").select("section#lists > ul")
    assert [[words(item) for item in found.select(":scope > li")] for found in lists] == [
        ["Glazier Craft", "Master Potter Craft", "Potter Craft"],
        ["Glazier Craft A Glazier glazes."],
        ["Master Potter Craft", "Potter Craft"],
        ["Master Potter Craft"],
        ["Craft 3 roles People who make things."],
    ]
    groups = made.page("index").select("section.group")
    assert [words(group) for group in groups] == [
        "Finishing touches Glazing 2 roles",
        "Making Throwing 2 roles",
        "Experience Experience with clay 1 role",
        "Licences Kiln licence 2 roles",
        "Working conditions Lifting 1 role",
        "Pots How hot is a kiln? Who buys pots?",
    ]


@pytest.mark.parametrize("builder", ["singlehtml", "text", "dirhtml"])
def test_other_builders_show_the_parts_as_well(handbook: MakeHandbook, builder: str) -> None:
    made = handbook()
    assert made.build(builder=builder).warnings == []
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted(made.outdir.rglob("*"))
        if path.suffix in {".html", ".txt"}
    )
    assert "Centres clay alone." in text
    assert "No pay figure is published for this role." in text

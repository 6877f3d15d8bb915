"""References between pages, and from other sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util.inventory import InventoryFile

from building import Handbook, one, small_handbook, words

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeHandbook

TEXT = """# Small handbook

{job}`potter`, {job}`a maker of pots <potter>`, {skill}`throwing`, {qualification}`lifting`,
{family}`craft`, {question}`who-buys-pots`, {careers:skill}`glazing`, {any}`kiln-licence`.
"""


def test_references_show_titles_and_lead_to_pages(handbook: MakeHandbook) -> None:
    made = handbook()
    made.write(
        "index.md", TEXT + (made.srcdir / "index.md").read_text(encoding="utf-8").partition("\n")[2]
    )
    assert made.build().warnings == []
    links = made.page("index").select("section#small-handbook > p a")
    assert [(words(link), link["href"]) for link in links] == [
        ("Potter", "roles/craft/potter.html"),
        ("a maker of pots", "roles/craft/potter.html"),
        ("Throwing", "skills/throwing.html"),
        ("Lifting", "qualifications/lifting.html"),
        ("Craft", "roles/craft/index.html"),
        ("Who buys pots?", "faq/pots.html#who-buys-pots"),
        ("Glazing", "skills/glazing.html"),
        ("Kiln licence", "qualifications/kiln-licence.html"),
    ]


def test_the_inventory_lists_everything_that_has_an_id(base: Handbook) -> None:
    inventory = InventoryFile.loads((base.outdir / "objects.inv").read_bytes(), uri="")
    found = {
        (kind.removeprefix("careers:"), name): (item.uri, item.display_name)
        for kind, items in inventory.data.items()
        if kind.startswith("careers:")
        for name, item in items.items()
    }
    assert found == {
        ("job", "potter"): ("roles/craft/potter.html", "Potter"),
        ("job", "master-potter"): ("roles/craft/master-potter.html", "Master Potter"),
        ("job", "glazier"): ("roles/craft/glazier.html", "Glazier"),
        ("skill", "throwing"): ("skills/throwing.html", "Throwing"),
        ("skill", "glazing"): ("skills/glazing.html", "Glazing"),
        ("qualification", "kiln-licence"): ("qualifications/kiln-licence.html", "Kiln licence"),
        ("qualification", "clay-experience"): (
            "qualifications/clay-experience.html",
            "Experience with clay",
        ),
        ("qualification", "lifting"): ("qualifications/lifting.html", "Lifting"),
        ("family", "craft"): ("roles/craft/index.html", "Craft"),
        ("question", "how-hot-is-a-kiln"): (
            "faq/pots.html#how-hot-is-a-kiln",
            "How hot is a kiln?",
        ),
        ("question", "who-buys-pots"): ("faq/pots.html#who-buys-pots", "Who buys pots?"),
    }


def test_a_second_handbook_links_to_the_first(base: Handbook, tmp_path: Path) -> None:

    second = small_handbook(tmp_path / "second")
    second.replace(
        "conf.py", '"myst_parser", "careers"', '"myst_parser", "careers", "sphinx.ext.intersphinx"'
    )
    second.write(
        "roles/craft/sculptor.md",
        "# Sculptor\n\nLike {external+first:careers:job}`potter`, with {external+first:careers:skill}`throwing`,"
        " and [this](inv:first:careers:question#who-buys-pots).\n",
    )
    mapping = {"first": ("https://first.example/", str(base.outdir / "objects.inv"))}
    assert second.build(intersphinx_mapping=mapping).warnings == []
    lead = one(second.page("roles/craft/sculptor"), "section#sculptor > p:not(.pay)")
    assert [(words(link), link["href"]) for link in lead.select("a")] == [
        ("Potter", "https://first.example/roles/craft/potter.html"),
        ("Throwing", "https://first.example/skills/throwing.html"),
        ("this", "https://first.example/faq/pots.html#who-buys-pots"),
    ]

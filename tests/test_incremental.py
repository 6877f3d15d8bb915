"""Incremental builds: what they write is what a clean build writes, and no more than need be."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from building import Handbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import MakeHandbook


def rename_skill(made: Handbook) -> None:
    made.replace("skills/throwing.md", "# Throwing", "# Turning")


def edit_lead(made: Handbook) -> None:
    made.replace("skills/throwing.md", "shapes clay", "forms clay")


def edit_unused_level(made: Handbook) -> None:
    made.replace("skills/throwing.md", "Makes sets.", "Makes whole sets.")


def add_role(made: Handbook) -> None:
    role = (made.srcdir / "roles/craft/glazier.md").read_text(encoding="utf-8")
    made.write("roles/craft/painter.md", role.replace("Glazier", "Painter"))


def remove_role(made: Handbook) -> None:
    (made.srcdir / "roles/craft/glazier.md").unlink()
    made.replace("roles/craft/potter.md", "  similar: [glazier]\n", "")
    made.replace("roles/craft/potter.md", "{job}`the glazier <glazier>`", "nobody")


def move_family(made: Handbook) -> None:
    made.write("roles/shop/index.md", "# Shop\n\nPeople who sell.\n")
    (made.srcdir / "roles/craft/glazier.md").rename(made.srcdir / "roles/shop/glazier.md")


def rename_family(made: Handbook) -> None:
    made.replace("roles/craft/index.md", "# Craft", "# Crafts")


def edit_answer(made: Handbook) -> None:
    made.replace("faq/pots.md", "Very hot.", "Hot enough.")


def edit_adjustments(made: Handbook) -> None:
    made.write("_includes/adjustments.md", "Ask for adjustments.\n")


def edit_disclaimer(made: Handbook) -> None:
    made.write("_includes/disclaimer.md", "Another disclaimer.\n")


def rename_page_linked_from_a_fragment(made: Handbook) -> None:
    made.replace("faq/pots.md", "# Pots", "# Pots and kilns")


def rename_linked_page(made: Handbook) -> None:
    made.write("skills/index.md", "# All skills\n")


CHANGES = (
    rename_skill, edit_lead, edit_unused_level, add_role, remove_role, move_family, rename_family,
    edit_answer, edit_adjustments, edit_disclaimer, rename_page_linked_from_a_fragment,
    rename_linked_page,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_an_incremental_build_writes_what_a_clean_build_writes(
    handbook: MakeHandbook, change: Callable[[Handbook], None]
) -> None:
    made = handbook()
    made.replace("faq/pots.md", "People do.", "People do. See [](/skills/index.md).")
    made.replace("skills/throwing.md", "[the questions](/faq/pots.md)", "[](/faq/pots.md)")
    made.build()
    change(made)
    assert made.build().warnings == []
    clean = Handbook(made.srcdir, made.srcdir.parent / "clean" / "html")
    assert clean.build(fresh=True).warnings == []
    assert made.output() == clean.output()


def test_parallel_builds_write_the_same(handbook: MakeHandbook) -> None:
    made = handbook()
    made.build(jobs=1)
    other = Handbook(made.srcdir, made.srcdir.parent / "other" / "html")
    assert other.build(jobs=2).warnings == []
    assert made.output() == other.output()


def test_a_skills_new_name_reaches_every_role_that_asks_for_it_and_nothing_else(
    handbook: MakeHandbook,
) -> None:
    made = handbook()
    made.build()
    before = made.output()
    rename_skill(made)
    made.build()
    after = made.output()
    changed = {name for name in after if after[name] != before[name] and name.endswith(".html")}
    assert changed == {
        "roles/craft/potter.html",
        "roles/craft/master-potter.html",
        "skills/throwing.html",
        # They show the skill in their tables.
        "roles/craft/index.html",
        "compare/potter.html",
        "compare/master-potter.html",
    }


def test_a_sentence_of_a_roles_own_is_written_on_its_page_and_nowhere_else(
    handbook: MakeHandbook,
) -> None:
    made = handbook()
    made.build()
    # Sphinx writes what is older than its source.
    far = 2**31
    for name in made.output():
        os.utime(made.outdir / name, (far, far))
    # What comes after it stands on other lines.
    made.replace("roles/craft/potter.md", "## Skills", "## Day\n\nClay is patient.\n\n## Skills")
    made.build()
    written = {name for name in made.output() if (made.outdir / name).stat().st_mtime != far}
    folders = ("roles/", "skills/", "qualifications/", "faq/", "compare/", "data/")
    assert {name for name in written if name.startswith(folders)} == {
        "roles/craft/potter.html",
        "data/sections.js",
        "data/versions.js",
    }


def test_a_page_that_shows_the_headings_of_others_keeps_up_with_them(
    handbook: MakeHandbook,
) -> None:
    made = handbook()
    made.write(
        "index.md",
        "# Small\n\nLead.\n\n```{toctree}\n:maxdepth: 4\nroles/index\nskills/index\nqualifications/index\nfaq/index\n```\n",
    )
    made.build()
    made.replace("faq/pots.md", "## Who buys pots?", "## Who buys vases?")
    made.build()
    clean = Handbook(made.srcdir, made.srcdir.parent / "clean" / "html")
    clean.build(fresh=True)
    assert made.output() == clean.output()


def test_a_new_setting_reaches_the_pages_that_are_no_documents(handbook: MakeHandbook) -> None:
    made = handbook()
    made.build()
    made.build(html_title="Another title")
    clean = Handbook(made.srcdir, made.srcdir.parent / "clean" / "html")
    clean.build(fresh=True, html_title="Another title")
    assert made.output() == clean.output()
    assert "Another title" in clean.page("compare/potter").text


def test_what_is_missing_of_the_output_is_written_again(handbook: MakeHandbook) -> None:
    made = handbook()
    made.build()
    before = made.output()
    for name in (
        "compare/potter.html",
        "data/handbook.js",
        "data/names.js",
        "data/roles/potter.json",
    ):
        (made.outdir / name).unlink()
    made.build()
    assert made.output() == before


def test_a_page_that_is_gone_leaves_nothing_behind(handbook: MakeHandbook) -> None:
    made = handbook()
    made.build()
    remove_role(made)
    made.build()
    assert not (made.outdir / "roles/craft/glazier.html").exists()


def test_a_removed_target_is_reported_by_the_pages_that_named_it(handbook: MakeHandbook) -> None:
    made = handbook()
    made.build()
    (made.srcdir / "roles/craft/glazier.md").unlink()
    assert made.build().warnings == [
        "roles/craft/potter.md:6: WARNING: unknown role 'glazier'; use 'master-potter' or 'potter'. [careers.unknown-id]",
        "roles/craft/potter.md:17: WARNING: unknown role 'glazier'; use 'master-potter' or 'potter'. [careers.unknown-id]",
    ]

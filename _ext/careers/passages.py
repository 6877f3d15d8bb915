"""Passages: what search answers questions in people's own words by.

They are the answers of question pages, and the sections of pages that are about no role, skill,
qualification or family. `data/passages.js` tells them, by the addresses of their pages; `_static/search/passages.js` reads it
once somebody asks a question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from careers.catalogue import BUILDERS, FOLDER, keep
from careers.domain import CareersDomain
from careers.plain import in_one_line, link_words
from careers.search import script

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx.application import Sphinx

    from careers.freshness import Freshness
    from careers.plain import LinkWords
    from careers.records import Record

FILE = f"{FOLDER}/passages.js"

Told = list[str]
"""A heading, its anchor, and the text below it."""


def told(
    records: Mapping[str, Record], url: Callable[[str], str], words: LinkWords
) -> dict[str, list[Told]]:
    """Return the passages that search is told, by the addresses of their pages and questions.

    `url` gives the address of a page, and `words` say what a reference reads there.
    """
    found: dict[str, list[Told]] = {}
    for docname, record in sorted(records.items()):
        # What stands above a list says what is listed, and answers nothing.
        is_list = bool(record.lists) or docname.rpartition("/")[2] == "index"
        for heading, anchor, body in record.passages:
            text = in_one_line(body.copy(), words)
            if not text or (is_list and not heading):
                continue
            if record.questions and heading:
                found[f"{url(docname)}#{anchor}"] = [["", "", text]]
            else:
                found.setdefault(url(docname), []).append([heading, anchor, text])
    return found


class Passages:
    """Writes the file of each build."""

    def __init__(self, freshness: Freshness) -> None:
        """Make it only where a passage has changed."""
        self._freshness = freshness

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the file if it has changed."""
        if exception is not None or app.builder.name not in BUILDERS:
            return
        domain = CareersDomain.of(app.env)
        # What references read is among the facts.
        inputs = [self._freshness.facts]
        for docname, record in sorted(domain.records.items()):
            for heading, anchor, body in record.passages:
                inputs.append(f"{docname} {heading} {anchor} {body.digest}")
        if self._freshness.is_same(FILE, "\n".join(inputs), app.outdir.joinpath):
            return
        words = link_words(domain.handbook, app.env)
        content = told(domain.records, app.builder.get_target_uri, words)
        self._freshness.has_changed(FILE, FILE, "")
        keep(app.outdir / FILE, script({"signpostPassages": content}))

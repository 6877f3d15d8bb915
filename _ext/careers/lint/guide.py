"""The rules as a part of a page, from the same text that the linter goes by."""

from __future__ import annotations

from docutils import nodes
from docutils.utils.smartquotes import smartyPants
from sphinx.util.docutils import SphinxDirective


class LintRulesDirective(SphinxDirective):
    """Publish every rule: what it is for, how grave it is, and where it comes from."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Make a section of each rule."""
        # One page shows them, and other builds have no need to read them all.
        from careers.lint.rules import RULES  # noqa: PLC0415

        sections: list[nodes.Node] = []
        for rule in RULES.values():
            section = nodes.section("", nodes.title("", smartyPants(rule.title)), ids=[rule.id])
            section["names"] = [rule.id]
            self.state.document.note_explicit_target(section)
            head = nodes.paragraph(
                "", "", nodes.literal("", rule.id), nodes.Text(f": {rule.severity}")
            )
            section += [head, _paragraph(rule.reason), _paragraph(f"Source: {rule.source}")]
            for name, terms in rule.lists:
                section += _paragraph(f"{name}: {', '.join(terms)}.")
            sections.append(section)
        return sections


def _paragraph(text: str) -> nodes.paragraph:
    """Make a paragraph in which `words` are code."""
    paragraph = nodes.paragraph()
    for place, part in enumerate(text.split("`")):
        paragraph += nodes.literal("", part) if place % 2 else nodes.Text(smartyPants(part))
    return paragraph

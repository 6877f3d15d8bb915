"""The directives that authors write; each leaves a placeholder that is filled in later."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from careers.faults import Fault
from careers.handbook import RoleQuery
from careers.model import read_years
from careers.nodes import place
from careers.notices import ADJUSTMENTS, read_notice

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.util.typing import OptionSpec

    from careers.nodes import PartName


class SkillDirective(SphinxDirective):
    """Ask for a skill at a level; the body says what this role needs it for."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[OptionSpec] = {"level": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Leave a placeholder for the skill."""
        node = place(
            "skill-need",
            *self.parse_content_to_nodes(),
            id=self.arguments[0],
            level=(self.options.get("level") or "").strip().lower(),
            line=self.lineno,
        )
        self.set_source_info(node)
        return [node]


class QualificationDirective(SphinxDirective):
    """Ask for a qualification; the body says what this role needs of it."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        "preferred": directives.flag,
        "years": directives.unchanged,
        "essential-function": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Leave a placeholder for the qualification."""
        faults = []
        years = None
        if "years" in self.options:
            text = self.options["years"] or ""
            years = read_years(text)
            if years is None:
                faults.append(
                    Fault(
                        self.lineno,
                        f"':years:' cannot be '{text}'; write a number or a span, such as 2, 2-5 or 2+",
                        "wrong-value",
                    )
                )
            if not self.content:
                faults.append(
                    Fault(
                        self.lineno,
                        f"qualification '{self.arguments[0]}' asks for years without a reason; "
                        "give the reason as the directive's text",
                        "missing-key",
                    )
                )
        function = (self.options.get("essential-function") or "").strip()
        body = self.parse_content_to_nodes()
        if function:
            body += self._adjustments()
        node = place(
            "qualification-need",
            *body,
            id=self.arguments[0],
            preferred="preferred" in self.options,
            years=years,
            function=function,
            line=self.lineno,
            faults=tuple(faults),
        )
        self.set_source_info(node)
        return [node]

    def _adjustments(self) -> list[nodes.Node]:
        """Parse the shared sentence on reasonable adjustments."""
        path = self.env.srcdir / ADJUSTMENTS
        self.env.note_dependency(str(path))
        return self.parse_text_to_nodes(read_notice(path))


class _ListDirective(SphinxDirective):
    """List things of one kind."""

    has_content = False
    part: ClassVar[PartName]

    def run(self) -> list[nodes.Node]:
        """Leave a placeholder for the list."""
        node = place(self.part)
        self.set_source_info(node)
        return [node]


class RoleListDirective(_ListDirective):
    """List roles: all of them, or those of a family or that ask for something, or the newest."""

    part = "role-list"
    option_spec: ClassVar[OptionSpec] = {
        "family": directives.unchanged_required,
        "skill": directives.unchanged_required,
        "level": directives.unchanged_required,
        "qualification": directives.unchanged_required,
        "no-degree": directives.flag,
        "newest": directives.positive_int,
        "brief": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Leave a placeholder for the list, with what it is to show."""
        query = RoleQuery(
            family=self.options.get("family", ""),
            skill=self.options.get("skill", ""),
            level=self.options.get("level", ""),
            qualification=self.options.get("qualification", ""),
            no_degree="no-degree" in self.options,
            newest=self.options.get("newest", 0),
            brief="brief" in self.options,
        )
        node = place(self.part, query=query, line=self.lineno)
        self.set_source_info(node)
        return [node]


class SkillListDirective(_ListDirective):
    """List all skills by category."""

    part = "skill-list"


class QualificationListDirective(_ListDirective):
    """List all qualifications by kind."""

    part = "qualification-list"


class FamilyListDirective(_ListDirective):
    """List all families with their leads."""

    part = "family-list"


class QuestionListDirective(_ListDirective):
    """List all questions by page."""

    part = "question-list"


class RoleIndexDirective(_ListDirective):
    """List all roles and their aliases by letter."""

    part = "role-index"


class SkillIndexDirective(_ListDirective):
    """List all skills with the roles that ask for them, by level."""

    part = "skill-index"


class QualificationIndexDirective(_ListDirective):
    """List all qualifications with the roles that need and prefer them."""

    part = "qualification-index"

"""One Markdown page as the linter reads it: its passages, directives and silences, by line.

Nothing here runs Sphinx. The parser is MyST's own, so what is text on the page is text here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from careers import frontmatter, model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from careers.frontmatter import FrontMatter

PassageKind = Literal["heading", "title", "paragraph", "item", "cell", "option"]

EXTENSIONS = frozenset({"colon_fence", "smartquotes"})
"""MyST's extensions; conf.py enables the same."""

_UNREAD = frozenset(
    {
        "code", "code-block", "code-cell", "sourcecode", "literalinclude", "parsed-literal", "math",
        "mermaid", "graphviz", "raw", "eval-rst", "include", "toctree", "contents", "only", "image",
    }
)  # fmt: skip
"""Directives whose content is code, a path or a list of pages."""

_TITLED = frozenset({"admonition", "card", "dropdown", "grid-item-card", "tab-item", "topic"})
"""Directives whose argument is a title for people."""

_TEXT_OPTIONS = frozenset({"essential-function", "alt"})
"""Options whose value is text for people."""

_WORDLESS = frozenset({"code", "math", "eq", "download", "kbd", "samp", "sub", "sup"})
"""Inline roles that hold no words of ours."""


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive of a page: `line` is where it opens."""

    name: str
    argument: str
    options: Mapping[str, str]
    line: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text: a heading, a paragraph, an item of a list, a cell, an option's value.

    `own` is `text` with blanks for what is code or is quoted, so that each word stays in its place.
    """

    kind: PassageKind
    line: int
    end: int
    text: str
    own: str
    section: str = ""
    level: int = 0
    directive: Directive | None = None

    def line_of(self, offset: int) -> int:
        """Return the line that a place in the text stands on."""
        return min(self.line + self.text.count("\n", 0, offset), self.end)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the line that it starts on."""

    line: int
    text: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Silence:
    """A comment that silences a rule where the next block begins; `rule` is empty if unreadable."""

    line: int
    first: int
    last: int
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `kind` and `id` say what it is, as `model.identify` tells from its place."""

    path: str
    docname: str
    kind: str
    id: str
    title: str
    title_line: int
    passages: tuple[Passage, ...]
    directives: tuple[Directive, ...]
    silences: tuple[Silence, ...]
    matter: FrontMatter

    @property
    def headings(self) -> tuple[Passage, ...]:
        """The sections of the page."""
        return tuple(p for p in self.passages if p.kind == "heading" and p.level == 2)

    @property
    def prose(self) -> tuple[Passage, ...]:
        """What is neither a heading nor a title."""
        return tuple(p for p in self.passages if p.kind not in {"heading", "title"})

    def sentences(self) -> Iterator[Sentence]:
        """Split the prose into sentences."""
        for passage in self.prose:
            for offset, text in split_sentences(passage.text):
                yield Sentence(passage.line_of(offset), text, passage)

    def bodies(self, name: str) -> Iterator[tuple[Directive, str]]:
        """Return the directives of a name with the text of each."""
        for directive in self.directives:
            if directive.name == name:
                texts = [
                    p.text
                    for p in self.passages
                    if p.directive is directive and p.kind not in {"option", "title"}
                ]
                yield directive, "\n".join(texts)


_SENTENCE = re.compile(r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<=[.!?])[\"'’”)]*\s+(?=[\"'“(]?[A-Z0-9])")


def split_sentences(text: str) -> Iterator[tuple[int, str]]:
    """Split text into sentences, each with its place."""
    start = 0
    for match in _SENTENCE.finditer(text):
        yield start, text[start : match.end()].strip()
        start = match.end()
    if text[start:].strip():
        yield start, text[start:].strip()


def read_page(path: str, source: str) -> Page:
    """Read a page; `path` is from the handbook's root."""
    docname = path.removesuffix(".md")
    kind, id_ = model.identify(docname)
    matter = frontmatter.parse(source)
    reader = _Reader()
    reader.read(frontmatter.blank(source, matter.end))
    title = next((p for p in reader.passages if p.kind == "heading" and p.level == 1), None)
    lines = source.splitlines()
    comments = [
        (number, match[1])
        for number, line in enumerate(lines[: matter.end], start=1)
        if (match := _YAML_SILENCE.fullmatch(line))
    ]
    comments += [(number, match[1]) for number, match in _silences(reader.comments)]
    return Page(
        path,
        docname,
        kind,
        id_,
        title.text if title else "",
        title.line if title else max(matter.end, 1),
        tuple(reader.passages),
        tuple(reader.directives),
        tuple(_silence(number, words, lines, reader.passages) for number, words in comments),
        matter,
    )


_SILENCE = re.compile(r"\s*lint:\s*(.*?)\s*")
_YAML_SILENCE = re.compile(r"\s*#\s*lint:\s*(.*?)\s*")
_COMMENT = re.compile(r"\s*(%|#\s*lint:)|\s*$")
_ALLOW = re.compile(r"allow\s+([\w-]+)(?:\s+because\b\s*(.*))?")


def _silences(comments: Sequence[tuple[int, str]]) -> Iterator[tuple[int, re.Match[str]]]:
    for number, text in comments:
        if match := _SILENCE.fullmatch(text):
            yield number, match


def _silence(number: int, words: str, lines: Sequence[str], passages: Sequence[Passage]) -> Silence:
    """Find out what a comment silences, and where."""
    target = number + 1
    while target <= len(lines) and _COMMENT.match(lines[target - 1]):
        target += 1
    last = max((p.end for p in passages if p.line == target and p.kind != "option"), default=target)
    allow = _ALLOW.fullmatch(words)
    return Silence(
        number, target, last, allow[1] if allow else "", (allow[2] or "").strip() if allow else ""
    )


@cache
def _parser() -> MarkdownIt:
    return create_md_parser(MdParserConfig(enable_extensions=set(EXTENSIONS)), RendererHTML)


_INFO = re.compile(r"\{([\w:+-]+)\}\s*(.*)")
_OPTION = re.compile(r":([\w-]+):\s*(.*)")


class _Reader:
    """One pass over the tokens of a page, and over those of each directive's content."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.directives: list[Directive] = []
        self.comments: list[tuple[int, str]] = []
        self.section = ""

    def read(self, text: str, start: int = 1, directive: Directive | None = None) -> None:
        """Read Markdown whose first line is line `start` of the page."""
        within: list[str] = []
        level = 0
        for token in _parser().parse(text):
            line = start + (token.map[0] if token.map else 0)
            match token.type:
                case "myst_line_comment":
                    for offset, comment in enumerate(token.content.split("\n")):
                        self.comments.append((line + offset, comment))
                case "fence" | "colon_fence" if "blockquote" not in within:
                    self._fence(token, line)
                case "inline" if "blockquote" not in within:
                    end = start + token.map[1] - 1 if token.map else line
                    self._inline(token, line, end, within, level, directive)
                case kind if kind.endswith("_open"):
                    within.append(kind.removesuffix("_open"))
                    level = int(token.tag[1:]) if kind == "heading_open" else level
                case kind if kind.endswith("_close") and within:
                    within.pop()

    def _inline(
        self,
        token: Token,
        line: int,
        end: int,
        within: list[str],
        level: int,
        directive: Directive | None,
    ) -> None:
        kind: PassageKind = "paragraph"
        if "heading" in within:
            kind = "heading" if directive is None else "title"
        elif "th" in within or "td" in within:
            kind = "cell"
        elif "list_item" in within:
            kind = "item"
        self._add(kind, line, end, *_words(token.children or ()), level, directive)

    def _add(
        self,
        kind: PassageKind,
        line: int,
        end: int,
        text: str,
        own: str,
        level: int = 0,
        directive: Directive | None = None,
    ) -> None:
        if not text.strip():
            return
        if kind == "heading" and level <= 2:
            self.section = text if level == 2 else ""
        own = _QUOTED.sub(_blanks, own)
        self.passages.append(
            Passage(
                kind, line, end, text, own, self.section, level * (kind == "heading"), directive
            )
        )

    def _fence(self, token: Token, line: int) -> None:
        match = _INFO.fullmatch(token.info.strip())
        if not match:
            return
        name, argument = match[1].removeprefix("careers:"), match[2].strip()
        lines = token.content.split("\n")
        options, skip = _options(lines)
        end = line + (token.map[1] - token.map[0] - 1 if token.map else 0)
        directive = Directive(name, argument, options, line, end)
        self.directives.append(directive)
        if name in _TITLED and argument:
            self._add("title", line, line, argument, argument, directive=directive)
        for option in sorted(_TEXT_OPTIONS & options.keys()):
            self._add("option", line, line, *(options[option],) * 2, directive=directive)
        if name not in _UNREAD:
            self.read("\n".join(lines[skip:]), line + 1 + skip, directive)


def _options(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """Read the options at the head of a directive's content, and count their lines."""
    options = {}
    skip = 0
    for line in lines:
        match = _OPTION.fullmatch(line.strip())
        if not match:
            break
        options[match[1]] = match[2].strip()
        skip += 1
    return options, skip


_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|(?<!\w)\N{LEFT SINGLE QUOTATION MARK}[^’]*’")
_EXPLICIT = re.compile(r"(.+?)\s*<[^>]*>", re.DOTALL)


def _blanks(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _words(children: Sequence[Token]) -> tuple[str, str]:
    """Return the words of inline markup, and the same with blanks for code."""
    text, own = [], []
    for token in children:
        words, ours = "", True
        match token.type:
            case "text" | "text_special":
                words = token.content
            case "softbreak" | "hardbreak":
                words = "\n"
            case "code_inline":
                words, ours = token.content, False
            case "image":
                words = _words(token.children or ())[0]
            case "myst_role":
                explicit = _EXPLICIT.fullmatch(token.content)
                words = explicit[1] if explicit else token.content.replace("-", " ")
                ours = token.meta.get("name") not in _WORDLESS
        text.append(words)
        own.append(words if ours else re.sub(r"[^\n]", " ", words))
    return "".join(text), "".join(own)

"""A scan: what is wrong with a page's text as it stands, before anything acts on it.

The text is taken apart by the parser that reads the page afterwards, so that both see the same
directives in it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from careers import frontmatter
from careers.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from careers.faults import FaultKind
    from careers.frontmatter import Value

MOST_NESTED = 12
"""How deep directives may stand in each other."""

# Controls, marks that turn text round, and characters that take no room. No joiner is allowed:
# the languages that need one are not written here.
_HIDDEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
_ENTITY = re.compile(r"&#?\w+;")

_LITERAL = frozenset(
    {
        "code", "code-block", "graphviz", "highlight", "literalinclude", "math", "parsed-literal",
        "sourcecode", "toctree",
    }
)  # fmt: skip
"""Directives whose text holds no other directive."""

_REFUSED = {
    "eval-rst": "{eval-rst} is not read here, since it goes round every check; write Markdown",
    "raw": "{raw} is not read here, since it goes round every check; write Markdown",
}

_FILE_ARGUMENT = frozenset({"graphviz", "include", "literalinclude"})
_FILE_OPTIONS = ("diff", "file", "url")

# What stands in a line of text for what is no text.
_CODE, _ROLE, _ESCAPED = "\x01", "\x02", "\x03"

_LEFTOVERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(rf"\{{[A-Za-z][\w:+.-]*\}}\s*[`{_CODE}]"),
        "a reference is printed as text; write it without a space and close it, as in {skill}`mathematics`",
    ),
    (
        re.compile(r"\]\(|\]\s\(\S*\.md|\]\["),
        "a link is printed as text; write it as [words](/folder/page.md)",
    ),
    (re.compile(r":::|^\s*::?\{|~~~|```"), "a directive's fence is printed as text; put it on a line of its own, with a name in braces"),
    (re.compile("`"), "a '`' is printed as text; close the code, or write '\\`'"),
    (re.compile(r"\*\*"), "'**' is printed as text; close the emphasis next to a word, or write '\\*\\*'"),
    (re.compile(r"^:[a-z][\w-]*:(\s|$)"), "an option is printed as text; put it right under the line that opens its directive"),
    (re.compile(r"^#{2,}"), "a heading is printed as text; put a space after the '#'"),
)  # fmt: skip

# One of these is in every mark that is looked for below. Most pages of skills hold none, and need
# not be taken apart.
_MARKED = re.compile(r"[<`{}\[\]&\\#]|\*\*|~~~|:[a-z:]")
_HEADING = re.compile(r"^#{1,6} +(?=\S)", re.MULTILINE)

_COMMENTS = re.compile(r"\s*(<!--((?!-->).)*-->\s*)+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Read:
    """A directive that reads a file.

    `line` is where it opens; `first` and `last` are the lines of the page that it takes part in,
    counted from 0, with `last` no longer among them.
    """

    name: str
    target: str
    line: int
    first: int
    last: int
    parsed: bool = True
    """Whether what the file holds is read as Markdown."""


@dataclass(slots=True)
class Scan:
    """What a text holds that matters to whoever reads it."""

    faults: list[Fault] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    cuts: list[tuple[int, int]] = field(default_factory=list)
    """Lines that must not be read any further, counted from 0, the second not among them."""
    title: bool = False


def decode(data: bytes) -> tuple[str, Fault | None]:
    """Return the text of a file, or the fault for which it cannot be read."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or data[:400].count(0) > len(data[:400]) / 4:
        message = "the file is not UTF-8 but seems to be UTF-16; save it as UTF-8"
        return "", Fault(1, message, "encoding")
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"the file is not UTF-8 (byte 0x{data[error.start]:02X}); save it as UTF-8"
        return "", Fault(line, message, "encoding")


def find_hidden(text: str) -> Iterator[Fault]:
    """Find characters that nobody sees, one fault a line."""
    for number, line in enumerate(text.split("\n"), start=1):
        found = set(_HIDDEN.findall(line))
        for entity in _ENTITY.findall(line) if "&" in line else ():
            found |= set(_HIDDEN.findall(unescape(entity)))
        if found:
            yield _hidden(number, found)


def find_hidden_values(values: Mapping[str, Value]) -> Iterator[Fault]:
    """Find characters that nobody sees in front matter, where YAML can write them in other ways."""
    for key, value in values.items():
        for text, line in ((key, value.key_line), *_texts(value)):
            found = set(_HIDDEN.findall(text))
            if found:
                yield _hidden(line, found)


def _texts(value: Value) -> Iterator[tuple[str, int]]:
    if isinstance(value.data, dict):
        for key, inner in value.data.items():
            yield key, inner.key_line
            yield from _texts(inner)
    elif isinstance(value.data, tuple):
        for item in value.data:
            yield from _texts(item)
    elif isinstance(value.data, str):
        yield value.data, value.line


def _hidden(line: int, found: set[str]) -> Fault:
    names = ", ".join(
        f"U+{ord(one):04X} {unicodedata.name(one, '')}".strip() for one in sorted(found)
    )
    return Fault(line, f"the line holds what nobody sees: {names}; remove it", "hidden-character")


def strip_hidden(text: str) -> str:
    """Remove characters that nobody sees, and the names by which HTML writes them."""
    text = _ENTITY.sub(lambda m: "" if _HIDDEN.search(unescape(m[0])) else m[0], text)
    return _HIDDEN.sub("", text)


def is_comment(html: str) -> bool:
    """Tell whether HTML is nothing but comments, which nobody is shown."""
    return bool(_COMMENTS.fullmatch(html))


def scan(text: str, make_parser: Callable[[], MarkdownIt]) -> Scan:
    """Take a text apart, down to the directives within directives."""
    found = Scan()
    end = _scan_front_matter(text, found)
    _scan_merge(text, found)
    body = "\n".join(text.split("\n")[end:]).lstrip("\n")
    if body.startswith("# ") and not _MARKED.search(_HEADING.sub("", body)):
        found.title = True
    else:
        _Scanner(make_parser(), found).scan(text, 0, 0, None)
    return found


def blank(text: str, cuts: Sequence[tuple[int, int]]) -> str:
    """Empty lines, so that no other line moves."""
    lines = text.split("\n")
    for first, last in cuts:
        lines[first:last] = [""] * len(lines[first:last])
    return "\n".join(lines)


def _scan_front_matter(text: str, found: Scan) -> int:
    """Look at the front matter, and return how many lines it takes."""
    lines = text.split("\n", 1)
    _, end = frontmatter.split(text)
    if not end and lines[0].rstrip() == "---":
        found.faults.append(
            Fault(1, "the front matter has no end; close it with a line '---'", "unclosed")
        )
        found.cuts.append((0, 1))
        return 0
    values = frontmatter.parse(text).values
    hidden = list(find_hidden_values(values))
    if hidden:
        found.faults += hidden
        found.cuts.append((0, end))
    line = values.get("myst")
    if line is not None:
        message = "'myst' changes what the marks on this page mean; leave it out"
        found.faults.append(Fault(line.key_line, message, "not-allowed"))
        found.cuts.append((0, end))
    return end


def _scan_merge(text: str, found: Scan) -> None:
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return
    for index, line in enumerate(text.split("\n")):
        if re.match(r"(<{7}|>{7}|\|{7})( |$)", line):
            message = "a merge has left its mark; keep one of the two texts and remove the marks"
            found.faults.append(Fault(index + 1, message, "merge-marker"))
            found.cuts.append((index, index + 1))


class _Scanner:
    """Walks through the blocks of a text, and the directives in it."""

    def __init__(self, parser: MarkdownIt, found: Scan) -> None:
        self._parser = parser
        self._found = found

    def scan(self, text: str, start: int, depth: int, outer: tuple[int, int] | None) -> None:
        """Scan text that starts at a line; `outer` are the lines of the directive around it."""
        lines = text.split("\n")
        line = 0
        heading = False
        for token in self._parser.parse(text, {}):
            if token.map:
                line = token.map[0]
            if token.type in {"fence", "colon_fence"} and token.map:
                self._fence(token, lines, start, depth, outer)
            elif token.type == "html_block":
                self._html(token.content, start + line + 1)
            elif token.type == "inline":
                self._found.title |= heading and depth == 0 and bool(token.content.strip())
                self._inline(token, start + line + 1)
            heading = token.type == "heading_open" and token.level == 0

    def _fault(self, line: int, message: str, kind: FaultKind) -> None:
        self._found.faults.append(Fault(line, message, kind))

    def _html(self, html: str, line: int) -> None:
        if is_comment(html) or html.startswith("</"):
            return  # nobody is shown it, or what it ends is reported
        if html.lstrip().startswith("<!--") and "-->" not in html:
            self._fault(line, "the comment has no end; close it with '-->'", "unclosed")
            return
        word = html.strip().split("\n", 1)[0][:40]
        self._fault(line, f"HTML is not read here: '{word}'; write Markdown", "not-allowed")

    def _inline(self, token: Token, line: int) -> None:
        text = [""]
        for child in token.children or ():
            match child.type:
                case "softbreak" | "hardbreak":
                    text.append("")
                case "text":
                    text[-1] += child.content
                case "code_inline":
                    text[-1] += _CODE
                case "text_special":
                    text[-1] += _ESCAPED
                case "html_inline":
                    text[-1] += _ROLE
                    self._html(child.content, line + len(text) - 1)
                case "link_open" | "link_close" | "em_open" | "em_close":
                    pass
                case _:
                    text[-1] += _ROLE
        for index, part in enumerate(text):
            for pattern, message in _LEFTOVERS:
                if pattern.search(part):
                    self._fault(line + index, message, "leftover-markup")
                    break

    def _fence(
        self, token: Token, lines: list[str], start: int, depth: int, outer: tuple[int, int] | None
    ) -> None:
        assert token.map
        first, end = token.map
        line = start + first + 1
        span = outer or (start + first, start + end)
        marks = token.markup
        info = token.info.strip()
        colons = token.type == "colon_fence"
        name, _, argument = info.partition(" ")
        directive = name.startswith("{") and name.endswith("}")
        if not _is_closed(lines, first, end, marks):
            self._fault(
                line, _say_unclosed(marks, name, colons=colons, inner=depth > 0), "unclosed"
            )
        elif not directive and (name.startswith("{") or colons):
            self._fault(
                line,
                f"'{marks}{info}' opens no directive; write '{marks}{{name}}', with a space before what follows",
                "leftover-markup",
            )
        if directive:
            self._directive(name[1:-1].lower(), argument.strip(), token.content, line, depth, span)
        elif colons:
            self._nested(token.content, line, depth, span)

    def _directive(
        self, name: str, argument: str, content: str, line: int, depth: int, span: tuple[int, int]
    ) -> None:
        if name in _REFUSED:
            self._fault(line, _REFUSED[name], "not-allowed")
            self._found.cuts.append(span)
            return
        options, skipped = _options(content)
        targets = [argument] if name in _FILE_ARGUMENT and argument else []
        targets += [options[key] for key in _FILE_OPTIONS if options.get(key)]
        parsed = name == "include" and not options.keys() & {"literal", "code"}
        self._found.reads += [Read(name, target, line, *span, parsed) for target in targets]
        if name == "include":
            for key in sorted({"encoding", "parser"} & options.keys()):
                self._fault(
                    line,
                    f"':{key}:' is not read here; include UTF-8 Markdown without it",
                    "not-allowed",
                )
                self._found.cuts.append(span)
        if name not in _LITERAL:
            body = content.split("\n")[skipped:]
            self._nested("\n".join(body), line + skipped, depth, span)

    def _nested(self, content: str, line: int, depth: int, span: tuple[int, int]) -> None:
        if depth >= MOST_NESTED:
            message = f"more than {MOST_NESTED} directives stand in each other; take some out"
            self._fault(line, message, "not-allowed")
            self._found.cuts.append(span)
        else:
            self.scan(content, line, depth + 1, span)


def _say_unclosed(marks: str, name: str, *, colons: bool, inner: bool) -> str:
    more = f"give what stands around a directive more '{marks[0]}' than what stands in it"
    if colons and not name:
        return f"'{marks}' neither opens a directive nor closes one; remove it, or {more}"
    end = f"end it with '{marks}' on a line of its own"
    if not inner:
        return f"'{marks}{name}' is not closed; {end}"
    return f"'{marks}{name}' is not closed, or neither is what stands around it; {end}, or {more}"


def _is_closed(lines: list[str], first: int, end: int, marks: str) -> bool:
    """Tell whether a fence ends by its own mark, and not with the text."""
    last = lines[end - 1].lstrip(" \t>").rstrip() if 0 < end <= len(lines) else ""
    return end - 1 > first and set(last) == {marks[0]} and len(last) >= len(marks)


def _options(content: str) -> tuple[dict[str, str], int]:
    """Return the options at the head of a directive's text, and how many lines they take."""
    lines = content.split("\n")
    options = {}
    if lines[0].strip() == "---":
        end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
        for line in lines[1:end]:
            key, _, value = line.partition(":")
            options[key.strip().strip("'\"").lower()] = value.strip().strip("'\"")
        return options, end + 1 if end else 0
    count = 0
    for line in lines:
        match = re.match(r"\s*:(?!::)([^:]*):?(.*)", line)
        if not match:
            break
        options[match[1].strip().lower()] = match[2].strip().strip("'\"")
        count += 1
    return options, count

"""Front matter: the YAML at the head of a page, read with its line numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml

from careers.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FENCE = "---"
_QUICK: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads some ten times as fast, and tells what is wrong in words of its own."""


@dataclass(frozen=True, slots=True)
class Value:
    """A YAML value and the line it stands on.

    `data` is a scalar, a tuple of values or a dict of values by key.
    """

    data: Any
    line: int
    key_line: int = 0
    """The line of the key that the value belongs to, or 0 where there is none."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of one page."""

    values: Mapping[str, Value]
    faults: Sequence[Fault]
    end: int
    """How many lines it takes with both fences, 0 where a page has none."""
    plain: bool = True
    """Whether any other reader of the same YAML would get the same values without failing."""


def split(source: str) -> tuple[str, int]:
    """Return the YAML at the head of a page, and how many lines it takes with its fences."""
    lines = source.splitlines()
    if not lines or lines[0].rstrip() != _FENCE:
        return "", 0
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() in {_FENCE, "..."}:
            return "\n".join(lines[1:index]), index + 1
    return "", 0


def parse(source: str) -> FrontMatter:
    """Read the front matter at the head of a page."""
    text, end = split(source)
    return _parse(text, end) if end else FrontMatter({}, (), 0)


# Of each page, the guard reads it, and then the domain.
@lru_cache(maxsize=4)
def _parse(text: str, end: int) -> FrontMatter:
    reader = _Reader()
    try:
        try:
            values = reader.read(text, _QUICK)
        except (yaml.YAMLError, RecursionError):
            reader = _Reader()
            values = reader.read(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "it is not valid"
        fault = Fault(
            mark.line + 2 if mark else 1,
            f"the front matter is not valid YAML: {problem}; mend the line or put the value in quotes",
            "front-matter",
        )
        return FrontMatter({}, (fault,), end, plain=False)
    except (yaml.YAMLError, RecursionError) as error:
        fault = Fault(
            1,
            f"the front matter is not valid YAML: {str(error).splitlines()[0] or 'it nests too deep'}; mend or remove it",
            "front-matter",
        )
        return FrontMatter({}, (fault,), end, plain=False)
    plain = not reader.faults and not reader.strange
    return FrontMatter(values, tuple(reader.faults), end, plain)


def blank(source: str, end: int) -> str:
    """Empty the front matter's lines, so that nobody reads it and no line moves."""
    lines = source.splitlines(keepends=True)
    return "\n" * end + "".join(lines[end:])


class _Reader:
    """One pass over a YAML document, which gathers faults rather than stopping."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.strange = False

    def read(self, text: str, kind: type[yaml.SafeLoader]) -> dict[str, Value]:
        marked = kind is yaml.SafeLoader or "&" in text or "*" in text
        for event in yaml.parse(text, kind) if marked else ():
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                self.faults.append(
                    Fault(
                        event.start_mark.line + 2 if event.start_mark else 1,
                        "YAML anchors and aliases are not read here; write the value out",
                        "front-matter",
                    )
                )
                return {}
        loader = kind(text)
        try:
            root = loader.get_single_node()
            if root is None:
                self.strange = True  # MyST-Parser wants keys between the fences
                return {}
            value = self._value(loader, root)
        finally:
            loader.dispose()
        if not isinstance(value.data, dict):
            self.faults.append(
                Fault(
                    value.line,
                    "the front matter is not a list of keys; write 'key: value' lines",
                    "front-matter",
                )
            )
            return {}
        return value.data

    def _value(self, loader: yaml.SafeLoader, node: yaml.Node, key_line: int = 0) -> Value:
        line = node.start_mark.line + 2
        if isinstance(node, yaml.MappingNode):
            return Value(self._mapping(loader, node), line, key_line)
        if isinstance(node, yaml.SequenceNode):
            return Value(tuple(self._value(loader, item) for item in node.value), line, key_line)
        try:
            return Value(loader.construct_object(node), line, key_line)
        except (ValueError, LookupError, AttributeError):
            # A date such as 2026-02-30, a number too long to hold, or a tag that the words do not
            # fit: the model says what the key takes, so it gets the words as they stand.
            self.strange = True
            return Value(node.value, line, key_line)

    def _mapping(self, loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 2
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None:
                self.faults.append(
                    Fault(key_line, "a key is not a word; write 'key: value'", "front-matter")
                )
                continue
            if key in values:
                self.faults.append(
                    Fault(
                        key_line,
                        f"key '{key}' is already on line {values[key].key_line}; keep one of the two",
                        "duplicate-key",
                    )
                )
                continue
            values[key] = self._value(loader, value_node, key_line)
        return values

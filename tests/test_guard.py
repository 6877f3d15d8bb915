"""Input that tries to break the build, or to get in or out what must not."""

from __future__ import annotations

import itertools
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from building import ROOTS, Handbook, small_handbook
from careers import frontmatter, model
from careers.guard import find_circles
from careers.scan import decode, find_hidden, is_comment, scan, strip_hidden

if TYPE_CHECKING:
    from conftest import MakeHandbook

SECRET = "swordfish"  # noqa: S105  # what must not get out
EXPECTED = (ROOTS / "hostile" / "warnings.txt").read_text(encoding="utf-8").splitlines()
CONF = (ROOTS / "base" / "conf.py").read_text(encoding="utf-8")


def page(body: str) -> str:
    """Write a page without a fault, but for what its body may hold."""
    return f"# Odd\n\nIt has a lead.\n\n{body}\n"


@dataclass(frozen=True)
class Case:
    """Files, and links to what lies outside of the handbook, that a build must withstand."""

    files: dict[str, str | bytes]
    links: dict[str, str] = field(default_factory=dict)

    def lay(self, made: Handbook) -> None:
        for path, content in self.files.items():
            file = made.srcdir / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        for path, target in self.links.items():
            link = made.srcdir / path
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(made.srcdir.parent / target)

    def mend(self, made: Handbook) -> None:
        """Put what is harmless in the place of every file that is not part of the base root."""
        for path in (*self.links, *self.files):
            own = ROOTS / "base" / path
            if path in {"conf.py", "_static/plain.css"}:
                continue
            (made.srcdir / path).unlink()
            if own.exists():
                (made.srcdir / path).write_bytes(own.read_bytes())
            elif re.fullmatch(r"roles/craft/[a-z-]+\.md", path):
                made.write(path, page("Mended."))

    def expected(self) -> list[str]:
        paths = (*self.files, *self.links)
        return [line for line in EXPECTED if line.startswith(tuple(f"{path}:" for path in paths))]


CASES: dict[str, Case] = {
    "fences of colons": Case(
        {
            "roles/craft/swallows.md": page(
                ":::{skill} throwing\n:level: working\nFor pots.\n\n:::{skill} glazing\n:level: working\nFor shine.\n:::"
            ),
            "roles/craft/open.md": page(":::{note}\nNo end."),
            "faq/nested.md": page(":::{note}\n:::{tip}\nWords.\n:::\n:::"),
            "faq/stray.md": page(":::\n\nWords."),
        }
    ),
    "fences of backticks": Case(
        {
            "roles/craft/code.md": page("```python\nprint()"),
            "roles/craft/tildes.md": page("- One\n\n  ~~~\n  print()\n\nTwo"),
            "roles/craft/quoted.md": page("> ```{note}\n> Words."),
        }
    ),
    "front matter without an end": Case({"roles/craft/matter.md": "---\nrole: {}\n\n# Odd\n\nWords.\n"}),
    "include from outside": Case(
        {
            "roles/craft/include.md": page("```{include} /../secret.md\n```"),
            "roles/craft/standard.md": page("```{include} <isonum.txt>\n```"),
            "roles/craft/deep-include.md": page(
                "> 1. :::{note}\n>    ```{Include} ../../../secret.md\n>    ```\n>    :::"
            ),
            "roles/craft/workings.md": page("```{literalinclude} /.git/config\n```"),
            ".git/config": SECRET,
        }
    ),
    "other files from outside": Case(
        {
            "roles/craft/literal.md": page(":::{literalinclude} /../secret.md\n:::"),
            "roles/craft/diff.md": page(":::{literalinclude} /index.md\n:diff: /../secret.md\n:::"),
            "roles/craft/table.md": page(":::{csv-table}\n:file: ../../../secret.md\n:::"),
            "roles/craft/address.md": page(":::{csv-table}\n---\nurl: https://example.org/\n---\n:::"),
        }
    ),
    "images and downloads from outside": Case(
        {
            "roles/craft/image.md": page("![A mark](/../secret.png)"),
            "roles/craft/encoded.md": page("![A mark](%2e%2e/%2e%2e/%2e%2e/secret.png)"),
            "roles/craft/figure.md": page(":::{figure} https://example.org/mark.png\n:::"),
            "roles/craft/download.md": page("{download}`a file </../secret.png>`"),
            "roles/craft/linked.md": page("[a file](../../../secret.png)"),
            "roles/craft/image-link.md": page("![A mark](/leads-out.png)"),
        },
        {"leads-out.png": "secret.png"},
    ),
    "include through a link": Case(
        {"roles/craft/link-include.md": page("```{include} /_includes/leads-out.md\n```")},
        {"_includes/leads-out.md": "secret.md"},
    ),
    "pages that are links": Case(
        {},
        {
            "roles/craft/leads-out.md": "secret.md",
            "roles/elsewhere": "folder",
            "faq/loop": "handbook/faq",
        },
    ),
    "hidden characters": Case(
        {
            "roles/craft/nul.md": page("A \0 NUL."),
            "roles/craft/turned.md": page("Turned \u202eround\u2069."),
            "roles/craft/narrow.md": page("No\u200broom\u200d, nor\u00adhere."),
            "roles/craft/named.md": page("Named &#x202e; and &zwj;, but not &amp;."),
            "roles/craft/marked.md": page("A mark \ufeff, a form feed \f and a line\u2028end."),
            "roles/craft/yaml.md": '---\nrole:\n  aliases: ["a\\u202eb"]\n  asks-less: "\\ud800"\n---\n\n'
            + page("Words."),
        }
    ),
    "what is not Markdown": Case(
        {
            "roles/craft/rst.md": page(f"```{{eval-rst}}\n.. raw:: html\n\n   <b>{SECRET}</b>\n```"),
            "roles/craft/raw.md": page(f":::{{note}}\n```{{raw}} html\n<b>{SECRET}</b>\n```\n:::"),
            "roles/craft/block.md": page(f"<script>\nalert('{SECRET}')\n</script>"),
            "roles/craft/inline.md": page(f"Some <b onclick='{SECRET}'>bold</b> words."),
            "roles/craft/new-role.md": page(
                f":::{{role}} html(raw)\n:format: html\n:::\n\n{{html}}`<b>{SECRET}</b>`"
            ),
            "roles/craft/comment.md": page(f"<!-- fine -->\n\n<!-- {SECRET}\n\nWords."),
            "roles/craft/other-parser.md": page("```{include} /_includes/words.txt\n:parser: rst\n```"),
            "_includes/words.txt": f".. raw:: html\n\n   {SECRET}\n",
            "roles/craft/encoded-include.md": page(
                "```{include} /_includes/seven.txt\n:encoding: utf-7\n```"
            ),
            "_includes/seven.txt": f"+ADw-b+AD4-{SECRET}\n",
            "roles/craft/syntax.md": "---\nmyst:\n  fence_as_directive: [note]\n---\n\n" + page("Words."),
            "roles/craft/deeper.md": page(
                "\n".join([*(":" * n + "{note}" for n in range(300, 3, -1)), "Words.", *(":" * n for n in range(4, 301))])
            ),
        }
    ),
    "leftover markup": Case(
        {
            "roles/craft/spaced.md": page("See {skill} `throwing`."),
            "roles/craft/halves.md": page("See {skill}`throwing and\n[a](b.md\nand [a] (b.md) and [a][b]."),
            "roles/craft/printed.md": page("Words :::{skill} throwing\n\n::{skill} glazing"),
            "roles/craft/nameless.md": page(":::{skill\n:::\n\n:::note\nWords.\n:::"),
            "roles/craft/bold.md": page("**Bold\n\nA `tick"),
            "roles/craft/heading.md": page("##Two\n\n:level: working"),
            "roles/craft/cell.md": page("| Words |\n|---|\n| [more](b.md |"),
            "roles/craft/fine.md": page("\\*\\* \\` `**` ``{skill} `x` `` 2 * 3 [x]"),
        }
    ),
    "no title": Case(
        {
            "roles/craft/empty.md": "",
            "roles/craft/blank.md": "---\n---\n\n",
            "qualifications/index.md": "#\n\nWords.\n",
        }
    ),
    "names": Case(
        {
            "roles/craft/Case.md": page("Words."),
            "roles/craft/case.md": page("Words."),
            "skills/a space.md": page("Words."),
            "skills/a#hash.md": page("Words."),
            "skills/a%25percent.md": page("Words."),
            "skills/an_underscore.md": page("Words."),
            "faq/other.rst": "Odd\n===\n\n.. include:: /../secret.md\n",
        }
    ),
    "too large": Case({"roles/craft/large.md": page("Words.\n" * 20_000)}),
    "includes in a circle": Case(
        {
            "roles/craft/round.md": page("```{include} /_includes/one.md\n```"),
            "_includes/one.md": "One.\n\n```{include} /_includes/two.md\n```\n",
            "_includes/two.md": "```{include} /_includes/one.md\n```\n",
            "faq/itself.md": "# Odd\n\n:::{include} itself.md\n:::\n",
        }
    ),
    "encodings": Case(
        {
            "roles/craft/latin.md": page("Caf\xe9.").encode("latin-1"),
            "roles/craft/wide.md": page("Words.").encode("utf-16"),
            "roles/craft/wide-without-mark.md": page("Words.").encode("utf-16-be"),
            "roles/craft/part.md": page("```{include} /_includes/latin.md\n```"),
            "_includes/latin.md": "Caf\xe9.\n".encode("latin-1"),
        }
    ),
    "a merge": Case(
        {"roles/craft/merge.md": page("<<<<<<< ours\nOne.\n||||||| base\n=======\nTwo.\n>>>>>>> theirs")}
    ),
    "a bomb": Case(
        {
            "roles/craft/bomb.md": "---\n"
             "a: &a [x, x, x, x, x, x, x, x, x]\n"
            + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in itertools.pairwise("abcdefghijkl"))
            + "role: *l\n---\n\n"
            + page("Words."),
            "roles/craft/pit.md": "---\nrole: " + "[" * 5000 + "\n---\n\n" + page("Words."),
        }
    ),
    "a fragment on two pages": Case(
        {
            "roles/craft/first.md": page("```{include} /_includes/bad.md\n```"),
            "roles/craft/second.md": page("```{include} /_includes/bad.md\n```"),
            "_includes/bad.md": f"{SECRET}\n\n<i>x</i>\n\n```{{include}} /../secret.md\n```\n",
        }
    ),
    "a link that runs": Case(
        {
            "roles/craft/runs.md": page(":::{image} /mark.png\n:target: java script:alert(1)\n:::"),
            "mark.png": "",
        }
    ),
    "static links": Case(
        {"conf.py": CONF + '\nhtml_static_path = ["_static"]\n', "_static/plain.css": "a {}\n"},
        {"_static/leads-out.css": "secret.md", "_static/folder": "folder"},
    ),
}  # fmt: skip


@pytest.fixture
def hostile(handbook: MakeHandbook) -> Handbook:
    """Return the base root, beside things that must not get into it."""
    made = handbook()
    outside = made.srcdir.parent
    (outside / "folder").mkdir()
    for name in ("secret.md", "secret.png", "folder/page.md"):
        (outside / name).write_text(f"# Odd\n\n{SECRET}\n", encoding="utf-8")
    return made


def leaks(made: Handbook) -> list[str]:
    return [name for name, data in made.output().items() if SECRET.encode() in data]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_is_reported_repeated_and_forgotten_once_mended(hostile: Handbook, case: Case) -> None:
    case.lay(hostile)
    result = hostile.build()
    assert sorted(result.warnings) == case.expected()
    assert result.warnings
    assert result.statuscode == 1
    assert leaks(hostile) == []
    assert hostile.build().warnings == result.warnings
    case.mend(hostile)
    assert hostile.build().warnings == []
    clean = Handbook(hostile.srcdir, hostile.srcdir.parent / "clean" / "html")
    clean.build(fresh=True)
    # Sphinx keeps images that no page shows any more.
    kept = {name: data for name, data in hostile.output().items() if "_images/" not in name}
    assert kept == clean.output()


@pytest.mark.parametrize("jobs", [1, 2])
def test_all_of_it_is_reported_in_one_run(hostile: Handbook, jobs: int) -> None:
    for case in CASES.values():
        case.lay(hostile)
    result = hostile.build(jobs=jobs)
    assert sorted(result.warnings) == sorted(EXPECTED)
    assert result.statuscode == 1
    assert leaks(hostile) == []


def test_a_page_that_turns_bad_leaves_the_site_until_it_is_mended(hostile: Handbook) -> None:
    path = "skills/sculpting.md"
    hostile.write(path, page("Words."))
    hostile.build()
    (hostile.srcdir / path).write_bytes(b"# Caf\xe9\n\nIt has a lead.\n")
    for _ in range(2):
        assert hostile.build().warnings == [
            f"{path}:1: WARNING: the file is not UTF-8 (byte 0xE9); save it as UTF-8 [careers.encoding]"
        ]
        assert not (hostile.outdir / "skills/sculpting.html").exists()
    hostile.write(path, page("Other words."))
    assert hostile.build().warnings == []
    assert "Other words." in hostile.article("skills/sculpting").text


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            {
                "faq/a.md": "# A\n\n```{toctree}\n\nb\n```\n",
                "faq/b.md": "# B\n\n```{toctree}\n\na\n```\n",
                "roles/craft/block.md": page("<hr>"),
            },
            [
                "faq/b.md:3: WARNING: the toctree lists 'faq/a', which lists this page; take one of the entries out [careers.circular]",
                "roles/craft/block.md:5: WARNING: HTML is not read here: '<hr>'; write Markdown [careers.not-allowed]",
            ],
        ),
        (
            {"index.md": b"# Caf\xe9\n"},
            ["index.md:1: WARNING: the file is not UTF-8 (byte 0xE9); save it as UTF-8 [careers.encoding]"],
        ),
    ],
    ids=["toctrees", "first page"],
)  # fmt: skip
def test_what_others_are_built_upon_is_reported_with_all_else(
    hostile: Handbook, files: dict[str, str | bytes], words: list[str]
) -> None:
    Case(files).lay(hostile)
    for _ in range(2):
        result = hostile.build()
        assert [line for line in result.warnings if "[careers." in line] == words
        assert result.statuscode == 1
    for path in files:
        own = ROOTS / "base" / path
        (hostile.srcdir / path).write_bytes(
            own.read_bytes() if own.exists() else page("x").encode()
        )
    assert hostile.build().warnings == []


def test_a_circle_of_toctrees_is_gone_when_either_page_is_mended(hostile: Handbook) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        hostile.write(f"faq/{name}.md", page(f"```{{toctree}}\n\n{other}\n```"))
    for mended in ("a", "b"):
        assert "[careers.circular]" in "\n".join(hostile.build().warnings)
        before = (hostile.srcdir / f"faq/{mended}.md").read_text(encoding="utf-8")
        hostile.write(f"faq/{mended}.md", page("Words."))
        assert hostile.build().warnings == []
        clean = Handbook(hostile.srcdir, hostile.srcdir.parent / mended / "html")
        clean.build(fresh=True)
        assert hostile.output() == clean.output()
        hostile.write(f"faq/{mended}.md", before)


def test_circles_are_found_once_each() -> None:
    graph = {"i": ["a", "b"], "a": ["b"], "b": ["c"], "c": ["b", "c"], "lone": ["lone"]}
    assert list(find_circles(graph, "i")) == [["b", "c"], ["c"], ["lone"]]
    assert list(find_circles({"i": ["a", "b"], "a": ["b"], "b": []}, "i")) == []


VALUES: dict[str, object] = {
    "a text": "one two",
    "a number": 3,
    "a fraction": 1.5,
    "a truth": True,
    "nothing": None,
    "a date": "2026-11-22",
    "a list": ["one"],
    "a list of numbers": [1],
    "a list of lists": [["one"]],
    "a mapping": {"one": 1},
}
TAKES = {
    "role": "a mapping",
    "role.aliases": "a list",
    "role.reports-to": "a list",
    "role.leads-to": "a list",
    "role.similar": "a list",
    "role.asks-less": "a text",
    "role.reviewed": "a date",
    "role.added": "a date",
    "role.pay": "a mapping",
}


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_a_front_matter_value_of_a_wrong_type_is_a_fault_on_its_line(data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(TAKES)))
    right = {TAKES[key]} | ({"nothing"} if key == "role" else set())
    kind = data.draw(st.sampled_from(sorted(VALUES.keys() - right)))
    value = "2026-11-22" if kind == "a date" else repr(VALUES[kind]).replace("None", "null")
    path, _, last = key.rpartition(".")
    text = f"---\n{path + ':' if path else ''}\n{'  ' if path else ''}{last}: {value}\n---\n"
    matter = frontmatter.parse(text)
    _, faults = model.read_role(matter.values)
    assert {fault.line for fault in (*matter.faults, *faults)} == {3}


YAML = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
MARKS = st.sampled_from(
    ["\n", "\n", "\n\n", "  ", "- ", "> ", "---\n", ":", ": ", "[", "]", "{", "}", "&a ", "*a", "!!int ",
     "!!timestamp ", "!!bool ", "? ", "|\n", "'", '"', "role:", "pay:", "aliases: ", "reviewed: ", "#",
     ":::", "::::", "\n:::{skill} throwing\n", "\n:::{qualification} lifting\n", "\n```{include} ",
     "/index.md", "/_includes/adjustments.md\n", "\n```\n", "\n:::\n", ":level: ", ":years: ", "2-5",
     ":essential-function: x\n", "{role-list}", ":newest: 3\n", ":family: ", "\n# ", "\n## ", "`", "**",
     "{job}`potter`", "[x](", "index.md)", "![](", "<b>", "<!--", "-->", "\\", "&#x202e;", "| a |\n|---|\n",
     "{note}", "{raw} html", "{eval-rst}", "{toctree}", "~~~", "\n```", "[^1]", "(x)=\n", "% ", "+++", "\t"]
)  # fmt: skip
MIXED = st.lists(MARKS | st.text(max_size=6), max_size=25).map("".join)


@settings(deadline=None, max_examples=300)
@given(st.one_of(MIXED, st.builds(str, YAML)))
def test_any_front_matter_is_read_or_at_fault(text: str) -> None:
    matter = frontmatter.parse(f"---\n{text}\n---\n")
    for read in (model.read_role, model.read_skill, model.read_qualification, model.read_faq):
        read(matter.values)
    model.read_plain(matter.values)
    assert all(fault.line > 0 for fault in matter.faults)


@settings(deadline=None, max_examples=300)
@given(MIXED)
def test_any_text_can_be_scanned(text: str) -> None:
    lines = text.count("\n") + 1
    found = scan(strip_hidden(text), lambda: MarkdownIt("commonmark").disable("text_join"))
    assert all(1 <= fault.line <= lines for fault in found.faults)
    assert all(0 <= first < last <= lines + 1 for first, last in found.cuts)
    assert list(find_hidden(strip_hidden(text))) == []
    is_comment(text)


@settings(deadline=None, max_examples=300)
@given(st.text("#Az :.*-\n1>_=+", max_size=60))
def test_a_text_that_is_not_taken_apart_has_nothing_that_would_be_found(text: str) -> None:
    def parser() -> MarkdownIt:
        return MarkdownIt("commonmark").disable("text_join")

    text = strip_hidden(f"# Page\n\n{text}")
    # A text that holds code is taken apart.
    whole = scan(f"{text}\n\n`code`\n", parser)
    assert scan(text, parser) == whole


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_at_fault(data: bytes) -> None:
    text, fault = decode(data)
    assert fault is None or text == ""


@settings(
    deadline=None,
    max_examples=10,
    phases=[Phase.generate],  # to shrink twenty pages takes minutes
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(st.tuples(MIXED, MIXED), min_size=20, max_size=20))
def test_any_pages_are_built_or_at_fault(texts: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = small_handbook(Path(folder) / "handbook")
        (Path(folder) / "secret.md").write_text(f"# {SECRET}\n", encoding="utf-8")
        homes = itertools.cycle(["roles/craft", "skills", "qualifications", "faq"])
        for number, ((matter, body), home) in enumerate(zip(texts, homes, strict=False)):
            text = f"---\n{matter}\n---\n\n# Odd {number}\n\nIt has a lead.\n\n{body}\n"
            (made.srcdir / f"{home}/odd-{number}.md").write_bytes(
                text.encode("utf-8", "surrogatepass")
            )
        result = made.build()
        assert not [line for line in result.warnings if "Traceback" in line]
        assert leaks(made) == []

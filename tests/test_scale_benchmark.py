"""The benchmark of scale: its handbooks are sound, both flavours say the same, and its sums are right."""

from __future__ import annotations

import json
import os
import posixpath
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest
import yaml

from benchmarks.scale import generate, measure, report
from benchmarks.scale.builders import BUILDERS, OWN
from benchmarks.scale.report import Machine, Measured, Results
from building import Handbook

ROLES, SKILLS = 26, 60
INDEXES = {f"{folder}index.md" for folder in ("", "roles/", "skills/", "qualifications/", "faq/")}
SENTENCE = re.compile(r"(?:The work is to|When|A plan for|Problems with|Good) [^.]+\.")
"""How every sentence begins that is made up."""
MACHINE = Machine("A processor", 2, 8 * 2**30, "A system", "3.11")


@pytest.fixture(scope="module")
def made() -> generate.Handbook:
    return generate.generate(ROLES, SKILLS)


@pytest.fixture(scope="module")
def plain(made: generate.Handbook) -> dict[str, str]:
    return dict(generate.Plain(made).pages())


@pytest.fixture(scope="module")
def built(made: generate.Handbook, tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    handbook = Handbook(tmp_path_factory.mktemp("made-up"))
    generate.write_site(made, handbook.srcdir)
    assert handbook.build().warnings == []
    return handbook


def test_the_same_numbers_give_the_same_handbook_in_any_process(tmp_path: Path) -> None:
    trees = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        for flavour in ((), ("--plain",)):
            command = [sys.executable, generate.__file__, str(folder / "".join(flavour))]
            command += ["--roles", str(ROLES), "--skills", str(SKILLS), *flavour]
            subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        pages = sorted(folder.rglob("*.md"))
        trees.append({path.relative_to(folder): path.read_bytes() for path in pages})
    assert trees[0] == trees[1]
    assert sum(path.match("roles/*/[!i]*.md") for path in trees[0]) == 2 * ROLES


def test_every_id_that_a_page_names_has_a_page(made: generate.Handbook) -> None:
    pages = dict(generate.site_pages(made))
    ids: dict[str, set[str]] = {"roles": set(), "skills": set(), "qualifications": set()}
    for path in pages:
        ids.get(path.partition("/")[0], set()).add(Path(path).stem)
    assert len(ids["skills"]) == SKILLS
    named = Counter[str]()
    for path, text in pages.items():
        matter = yaml.safe_load(text.split("---")[1]) if text.startswith("---") else {}
        fields = {**matter.get("role", {}), **matter.get("faq", {})}
        references = [
            ("roles", id_)
            for key in ("reports-to", "leads-to", "similar", "about")
            for id_ in fields.get(key, ())
        ]
        references += [("roles", id_) for id_ in re.findall(r"{job}`([^`]+)`", text)]
        for kind in ("skill", "qualification"):
            names = re.findall(rf":::{{{kind}}} (.+)", text)
            references += [(f"{kind}s", id_) for id_ in names]
        for folder, id_ in references:
            assert id_ in ids[folder], f"{path} names {id_}"
            named[folder] += 1
    assert all(named[folder] for folder in ids)


def test_the_plain_flavour_has_the_pages_and_the_words_that_are_built(
    made: generate.Handbook, plain: dict[str, str], built: Handbook
) -> None:
    assert plain.keys() == {path for path, _ in generate.site_pages(made)} | INDEXES
    for path, text in plain.items():
        article = built.article(path.removesuffix(".md"))
        # The handbook finds more roles that are alike than a page names.
        for section in article.select("#similar-positions"):
            section.decompose()
        named = re.sub(r"## Similar positions.*?(?=## )", "", text, flags=re.DOTALL)
        said = " ".join(article.get_text(" ").split())
        assert Counter(SENTENCE.findall(said)) == Counter(SENTENCE.findall(named)), path
    sentences = sum(len(SENTENCE.findall(text)) for text in plain.values())
    assert sentences > 50 * ROLES


def test_the_plain_flavour_links_to_its_own_pages(
    made: generate.Handbook, plain: dict[str, str]
) -> None:
    links: dict[str, set[str]] = {}
    for path, text in plain.items():
        targets = re.findall(r"\]\(([^)]+)\)", text)
        links[path] = {
            posixpath.normpath(f"{posixpath.dirname(path)}/{to}").lstrip("/") for to in targets
        }
        assert links[path] <= plain.keys(), path
    role = made.roles[0]
    page = generate.role_path(role)
    for skill, _ in role.skills:
        assert generate.skill_path(skill) in links[page]
        assert page in links[generate.skill_path(skill)]


def test_sphinx_builds_the_plain_flavour_without_a_warning(
    plain: dict[str, str], tmp_path: Path
) -> None:
    generate.write_pages(plain.items(), tmp_path / "pages")
    builder = BUILDERS["basic"]
    builder.prepare(tmp_path)
    measure.run((*builder.command, "-W"), tmp_path, 120)
    assert {
        path.relative_to(tmp_path / "out").with_suffix(".md").as_posix()
        for path in (tmp_path / "out").rglob("*.html")
    } >= plain.keys()


@pytest.mark.parametrize("name", ["basic", OWN])
def test_a_build_is_measured_with_all_that_it_makes(name: str) -> None:
    measured = measure.measure(name, 20, 120)
    assert not measured.outcome
    numbers = asdict(measured)
    # The index of other generators is no step of its own.
    assert bool(numbers.pop("full_text")) == (name == OWN)
    assert all(number for key, number in numbers.items() if key not in {"outcome", "name"})
    assert measured.full_text < measured.cpu
    assert measured.html > 20
    assert measured.compressed < measured.page < measured.output
    assert measured.index < measured.output


def test_the_memory_of_a_child_counts(tmp_path: Path) -> None:
    child = "b'x' * 300_000_000"
    parent = (
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    )
    cost = measure.run((sys.executable, "-c", parent), tmp_path, 60)
    assert cost.memory > 300_000_000


def test_a_build_that_takes_too_long_is_stopped_with_its_children(tmp_path: Path) -> None:
    child = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with pytest.raises(measure.StoppedError):
        measure.run((sys.executable, "-c", parent), tmp_path, 3)
    pid = int((tmp_path / "log").read_text(encoding="utf-8"))
    deadline = time.monotonic() + 10
    while _runs(pid):
        assert time.monotonic() < deadline, "the child runs on"
        time.sleep(0.01)


def _runs(pid: int) -> bool:
    """Tell whether a process runs; one that has ended may wait for whoever takes note of it."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.split()[2] != "Z"


def test_a_build_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(measure.FailedError, match="no such theme"):
        measure.run((sys.executable, "-c", "raise SystemExit('no such theme')"), tmp_path, 60)


@pytest.mark.parametrize("power", [0, 1, 1.05, 2])
def test_the_exponent_is_the_power_that_costs_grow_with(power: float) -> None:
    sizes = (1_000, 3_000, 17_000)
    assert report.exponent([(size, 0.03 * size**power) for size in sizes]) == pytest.approx(power)


def test_growth_is_taken_from_where_the_start_no_longer_counts() -> None:
    small, middle, large = (
        Measured("one", pages, cpu=cpu) for pages, cpu in ((100, 90), (1_000, 100), (10_000, 1_000))
    )
    for measured, sizes, power in (
        ([small, middle, large], (1_000, 10_000), 1),
        ([small, middle], (100, 1_000), 0.0458),
    ):
        grown = report.growth(measured)
        assert grown is not None
        assert grown[0] == pytest.approx(power, abs=1e-4)
        assert grown[1:] == sizes
    assert report.growth([large]) is None


def test_what_was_measured_is_kept_and_printed_again(tmp_path: Path) -> None:
    measured = [
        Measured(OWN, 1_000, cpu=20, compressed=5_500, edited=1, full_text=1.5),
        Measured("basic", 1_000, cpu=50),
        Measured("furo", 1_000, outcome="over 15 min"),
    ]
    results = Results(MACHINE, {"sphinx": "9.0.4"}, 15, measured)
    file = tmp_path / "results.json"
    file.write_text(json.dumps(asdict(results)), encoding="utf-8")
    titles = {OWN: "This handbook", "basic": "Sphinx", "furo": "Furo"}
    printed = report.text(report.read([file]), titles, OWN)
    assert printed == report.text(results, titles, OWN)
    assert "takes 0.40 times the CPU time of Sphinx at 1,000 pages" in printed
    assert "5.5 kB at 1,000 pages" in printed
    assert "takes 5% of a whole one's CPU time at 1,000 pages" in printed
    assert "index of the full text takes 7.5% of the CPU time of a whole build at 1,000" in printed
    assert "| Furo | 1,000 | over 15 min |" in printed
    assert "2 cores of A processor with 8 GiB" in printed
    assert "sphinx 9.0.4" in printed


def test_results_replace_those_in_a_page_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"Before\n\n{report.BEGIN}\nold\n{report.END}\n\nAfter\n", encoding="utf-8")
    plots = [tmp_path / "light.png", tmp_path / "dark.png"]
    for text in ("first\n", "second\n"):
        report.write(page, text, plots)
    written = page.read_text(encoding="utf-8")
    assert written.startswith(f"Before\n\n{report.BEGIN}\n\nsecond\n")
    assert written.endswith(f"{report.END}\n\nAfter\n")
    assert "old" not in written
    assert "first" not in written
    assert written.count("{image} light.png") == written.count("{image} dark.png") == 1
    page.write_text("No place", encoding="utf-8")
    with pytest.raises(ValueError, match="no place"):
        report.write(page, "text", plots)

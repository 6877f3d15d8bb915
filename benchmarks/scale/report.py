"""What was measured, as tables and plots."""

from __future__ import annotations

import json
import math
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

BEGIN = "<!-- The rest of this section is written by `python3 run.py scale`. -->"
END = "<!-- Here it ends. -->"
LARGE = 1_000
"""From this many pages, what a build takes at any size no longer hides how it grows."""


@dataclass(frozen=True)
class Machine:
    """What the builds ran on; `memory` in bytes."""

    processor: str
    cores: int
    memory: int
    system: str
    python: str


@dataclass(frozen=True)
class Measured:
    """What one build took: seconds and bytes; or by `outcome`, why it is not known.

    `full_text` is what of the CPU time the index of the search took, where that is a step of its own.
    """

    name: str
    pages: int
    outcome: str = ""
    cpu: float = 0
    wall: float = 0
    memory: int = 0
    edited: float = 0
    output: int = 0
    html: int = 0
    page: int = 0
    compressed: int = 0
    index: int = 0
    index_compressed: int = 0
    full_text: float = 0


@dataclass(frozen=True)
class Results:
    """All that one run measured; a build was stopped after `minutes`."""

    machine: Machine
    versions: Mapping[str, str]
    minutes: float
    measured: list[Measured]

    def of(self, name: str) -> list[Measured]:
        """Return what a builder took, where it ended, by size."""
        found = [each for each in self.measured if each.name == name and not each.outcome]
        return sorted(found, key=lambda each: each.pages)


def read(files: Iterable[Path]) -> Results:
    """Read kept results."""
    kept: list[dict[str, Any]] = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    measured = {
        (each["name"], each["pages"]): Measured(**each) for one in kept for each in one["measured"]
    }
    versions = {package: version for one in kept for package, version in one["versions"].items()}
    return Results(
        Machine(**kept[-1]["machine"]), versions, kept[-1]["minutes"], [*measured.values()]
    )


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """Return the power with which costs grow with sizes: the slope of a line through their logarithms."""
    sizes, costs = zip(*points, strict=True)
    return statistics.linear_regression(
        [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    ).slope


def growth(measured: Sequence[Measured]) -> tuple[float, int, int] | None:
    """Return the exponent of the CPU time with the sizes that it is of, from `LARGE` where it can."""
    large = [each for each in measured if each.pages >= LARGE]
    taken = large if len(large) > 1 else measured
    if len(taken) < 2:
        return None
    power = exponent([(each.pages, each.cpu) for each in taken])
    return power, taken[0].pages, taken[-1].pages


def text(results: Results, titles: Mapping[str, str], own: str) -> str:
    """Write what was measured as Markdown: ratios, tables, machine and versions."""
    names = list(dict.fromkeys(each.name for each in results.measured))
    ratios = "".join(f"- {line}\n" for line in _ratios(results, titles, own))
    machine = results.machine
    versions = ", ".join(f"{name} {version}" for name, version in sorted(results.versions.items()))
    return f"""\
Measured on {machine.cores} cores of {machine.processor} with {machine.memory / 2**30:.0f} GiB of memory, {machine.system}, Python {machine.python}; {versions}. A build was stopped after {results.minutes:g} minutes.

{ratios}
```{{table}} Time and memory

{_costs(results, titles, own, names)}
```

```{{table}} What is made

{_weights(results, titles, names)}
```
"""


def _ratios(results: Results, titles: Mapping[str, str], own: str) -> Iterable[str]:
    """Say what this handbook takes beside the others, and how it grows."""
    ours = {each.pages: each for each in results.of(own)}
    for name in dict.fromkeys(each.name for each in results.measured if each.name != own):
        times = [
            (f"{_times(ours[each.pages].cpu / each.cpu)} times", each.pages)
            for each in results.of(name)
            if each.pages in ours
        ]
        if times:
            said = _by_size(times, f"the CPU time of {titles[name]}")
            yield f"The handbook takes {said}."
    grown = growth([*ours.values()])
    if grown:
        power, least, most = grown
        yield f"From {least:,} to {most:,} pages, its CPU time grows with the power {power:.2f} of their number."
    if ours:
        pages = [f"{_kilo(each.compressed)} kB at {size:,} pages" for size, each in ours.items()]
        yield f"The page of a role weighs, compressed, {_join(pages)}."
        shares = [(f"{each.edited / each.cpu:.0%}", size) for size, each in ours.items()]
        said = _by_size(shares, "of a whole one's CPU time")
        yield f"After one page is edited, a build takes {said}; it indexes no full text, as an author builds."
        indexes = [
            (f"{each.full_text / each.cpu:.1%}", size)
            for size, each in ours.items()
            if each.full_text
        ]
        if indexes:
            said = _by_size(indexes, "of the CPU time of a whole build")
            yield f"The index of the full text takes {said}."


def _by_size(values: Sequence[tuple[str, int]], of: str) -> str:
    """Say values with the numbers of pages, and what they are of with the first of them."""
    (first, least), *more = values
    return _join(
        [f"{first} {of} at {least:,} pages", *(f"{value} at {size:,}" for value, size in more)]
    )


def _times(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 9.995 else f"{ratio:.1f}"


def _join(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _costs(results: Results, titles: Mapping[str, str], own: str, names: Sequence[str]) -> str:
    ours = {each.pages: each.cpu for each in results.of(own)}
    grown = {name: growth(results.of(name)) for name in names}
    last = {name: each.pages for name in names for each in results.of(name)}

    def row(each: Measured) -> list[str]:
        if each.outcome:
            return [each.outcome, "", "", "", "", ""]
        power = grown[each.name] if each.pages == last[each.name] else None
        return [
            _seconds(each.cpu),
            _times(each.cpu / ours[each.pages]) if each.pages in ours else "",
            _seconds(each.wall),
            f"{each.memory / 1e6:,.0f}",
            _seconds(each.edited),
            f"{power[0]:.2f} ({power[1]:,} to {power[2]:,})" if power else "",
        ]

    head = ("CPU, s", "times the handbook's", "wall, s", "peak memory, MB", "one page edited: CPU, s", "exponent of CPU")  # fmt: skip
    return _table(results, titles, names, head, row)


def _weights(results: Results, titles: Mapping[str, str], names: Sequence[str]) -> str:
    def row(each: Measured) -> list[str]:
        if each.outcome:
            return [each.outcome, "", "", "", "", ""]
        index = [f"{each.index / 1e6:,.2f}", f"{each.index_compressed / 1e6:,.2f}"]
        return [
            f"{each.html:,}",
            f"{each.output / 1e6:,.1f}",
            _kilo(each.page),
            _kilo(each.compressed),
            *(index if each.index else ["no search", ""]),
        ]

    head = ("HTML files", "output, MB", "role page, kB", "compressed, kB", "search index, MB", "compressed, MB")  # fmt: skip
    return _table(results, titles, names, head, row)


def _table(
    results: Results,
    titles: Mapping[str, str],
    names: Sequence[str],
    head: Sequence[str],
    row: Callable[[Measured], list[str]],
) -> str:
    lines = [["built with", "pages", *head], ["---", *["--:"] * (len(head) + 1)]]
    by_size = sorted(results.measured, key=lambda each: (each.pages, names.index(each.name)))
    lines += [[titles[each.name], f"{each.pages:,}", *row(each)] for each in by_size]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _seconds(value: float) -> str:
    places = 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:,.{places}f}"


def _kilo(value: float) -> str:
    return f"{value / 1000:,.1f}"


MARKS = ("o", "s", "^", "D", "v", "P")
DASHES = ("-", "--", "-.", ":", "--", "-.")
SHADES = {
    "light": ("default", "#ffffff", ("#0b5cad", "#b34700", "#1b7837", "#a50f15", "#6a3d9a", "#5c4033")),
    "dark": ("dark_background", "#131416", ("#8dd3c7", "#feffb3", "#bfbbd9", "#fa8174", "#81b1d2", "#fdb462")),
}  # fmt: skip
"""The style of each plot, the colour of the page that it stands on, and those of the lines."""


def plot(results: Results, titles: Mapping[str, str], stem: Path) -> list[Path]:
    """Draw CPU time and memory by size, once for light pages and once for dark ones."""
    # Only who draws needs it.
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    names = list(dict.fromkeys(each.name for each in results.measured))
    files = []
    for shade, (style, paper, colours) in SHADES.items():
        with plt.style.context(style):
            figure, (left, right) = plt.subplots(
                1, 2, figsize=(8.4, 4.4), layout="constrained", facecolor=paper
            )
            for name, mark, dash, colour in zip(names, MARKS, DASHES, colours, strict=False):
                found = results.of(name)
                sizes = [each.pages for each in found]
                for axes, values in (
                    (left, [each.cpu for each in found]),
                    (right, [each.memory / 1e6 for each in found]),
                ):
                    axes.plot(sizes, values, f"{mark}{dash}", color=colour, label=titles[name])
            for axes, title in ((left, "CPU time, seconds"), (right, "Peak memory, MB")):
                axes.set(xscale="log", yscale="log", title=title, xlabel="pages", facecolor=paper)
                axes.xaxis.set_major_formatter("{x:,.0f}")
                axes.yaxis.set_major_formatter("{x:,g}")
                axes.yaxis.set_minor_formatter("")
                least, most = axes.get_ylim()
                axes.set_ylim(
                    10 ** math.floor(math.log10(least)), 10 ** math.ceil(math.log10(most))
                )
                axes.grid(visible=True, which="major", alpha=0.3)
            handles, labels = left.get_legend_handles_labels()
            figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)
            file = stem.with_name(f"{stem.name}-{shade}.png")
            # Without a date or a version, the same results give the same file.
            figure.savefig(
                file, dpi=120, metadata={"Software": None}, pil_kwargs={"optimize": True}
            )
            plt.close(figure)
            files.append(file)
    return files


ALT = "Two plots over the number of pages, both axes logarithmic: the CPU time and the peak memory of each generator, as in the tables."


def write(page: Path, found: str, plots: Iterable[Path]) -> None:
    """Put what was measured into a page, in place of what was there."""
    images = "".join(
        f"\n```{{image}} {file.name}\n:class: only-{shade}\n:alt: {ALT}\n```\n"
        for shade, file in zip(SHADES, plots, strict=True)
    )
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        message = (
            f"{page} has no place for the results; it begins with '{BEGIN}' and ends with '{END}'."
        )
        raise ValueError(message)
    page.write_text(f"{before}{BEGIN}\n\n{found}{images}\n{END}{after}", encoding="utf-8")

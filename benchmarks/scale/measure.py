"""What it costs to build a handbook of any size, beside what other generators take for its pages.

    python -m benchmarks.scale.measure --pages 100 1000 17000
    python -m benchmarks.scale.measure --pages 1000 --with handbook basic --json results.json
    python -m benchmarks.scale.measure --from results.json --write guide/performance.md

Of N pages, 3 in 17 are roles and the others skills, as in the European classification (ESCO).
Families, qualifications, questions and lists come on top. One build runs at a time. A generator
that does not end in time, or that fails, is not tried with more pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.scale import report
from benchmarks.scale.builders import BUILDERS, OWN
from benchmarks.scale.report import Machine, Measured, Results

if TYPE_CHECKING:
    import resource
    from collections.abc import Sequence

    from benchmarks.scale.builders import Builder

GENERATE = Path(__file__).parent / "generate.py"
SIZES = (100, 1_000, 17_000)
ROLES_OF_PAGES = 3 / 17
MINUTES = 15
EDIT = "This sentence was added, and nothing else was changed."
_STEP = 0.01
"""How often a build is asked whether it has ended, in seconds."""
_KILOBYTE = 1 if sys.platform == "darwin" else 1024
"""The unit in which the system counts a process's memory."""


@dataclass(frozen=True)
class Cost:
    """What a process took, with its children: seconds, and bytes at its peak."""

    cpu: float
    wall: float
    memory: int


class StoppedError(Exception):
    """A build that took too long."""


class FailedError(Exception):
    """A build that ended in an error, or without a page that it should have made."""


def run(command: Sequence[str], folder: Path, seconds: float) -> Cost:
    """Run a build, and return what it took.

    The memory is that of the process that took most, which may be a child, as Pagefind is of Sphinx.
    """
    with (folder / "log").open("wb") as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, start_new_session=True
        )
        try:
            status, usage = _wait(process.pid, began + seconds)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        wall = time.perf_counter() - began
    # So that Python does not wait for a process that has been waited for.
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said = (folder / "log").read_text(encoding="utf-8", errors="replace")
        message = f"It ended with status {process.returncode}. {said[-2000:]}"
        raise FailedError(message)
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * _KILOBYTE)


def _wait(pid: int, until: float) -> tuple[int, resource.struct_rusage]:
    while True:
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            return status, usage
        if time.perf_counter() > until:
            raise StoppedError
        time.sleep(_STEP)


def measure(name: str, pages: int, seconds: float) -> Measured:
    """Generate a handbook, build it, index it anew, edit a page, and build it again."""
    builder = BUILDERS[name]
    with tempfile.TemporaryDirectory(prefix="scale-") as temporary:
        folder = Path(temporary)
        _generate(builder, pages, folder)
        builder.prepare(folder)
        roles = _role_pages(folder)
        whole = run(builder.command, folder, seconds)
        out = folder / "out"
        measured = weigh(Measured(name, pages), out, roles)
        if builder.full_text:
            measured = replace(measured, full_text=run(builder.full_text, folder, seconds).cpu)
        if builder.edit:
            run(builder.edit, folder, seconds)
        edited = roles[len(roles) // 2]
        with (folder / "pages" / edited).open("a", encoding="utf-8") as file:
            file.write(f"\n{EDIT}\n")
        again = run(builder.edit or builder.command, folder, seconds)
        if EDIT not in (out / edited).with_suffix(".html").read_text(encoding="utf-8"):
            message = f"{edited} was edited, and its page is as it was."
            raise FailedError(message)
    return replace(measured, cpu=whole.cpu, wall=whole.wall, memory=whole.memory, edited=again.cpu)


def _generate(builder: Builder, pages: int, folder: Path) -> None:
    # In a process of its own: a child begins with the memory of its parent at its peak, so what
    # this process takes would count for each build.
    roles = max(1, round(pages * ROLES_OF_PAGES))
    command = [sys.executable, str(GENERATE), str(folder / "pages")]
    command += ["--roles", str(roles), "--skills", str(pages - roles)]
    subprocess.run([*command, *["--plain"] * builder.plain], check=True)


def _role_pages(folder: Path) -> list[str]:
    pages = folder / "pages"
    found = (path.relative_to(pages).as_posix() for path in pages.glob("roles/*/*.md"))
    return sorted(path for path in found if not path.endswith("index.md"))


def weigh(measured: Measured, out: Path, roles: Sequence[str]) -> Measured:
    """Add what is published; files whose names begin with a dot are the generator's own."""
    files = [
        path
        for path in out.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(out).parts)
    ]
    made = [(out / role).with_suffix(".html") for role in roles]
    missing = [str(page) for page in made if not page.is_file()]
    if missing:
        message = f"{len(missing)} pages are missing, such as {missing[0]}."
        raise FailedError(message)
    texts = [page.read_bytes() for page in made]
    globs = BUILDERS[measured.name].index
    index = [path for glob in globs for path in out.glob(glob) if path.is_file()]
    if globs and not index:
        message = "The search has no index."
        raise FailedError(message)
    return replace(
        measured,
        output=sum(path.stat().st_size for path in files),
        html=sum(path.suffix == ".html" for path in files),
        page=round(statistics.median(map(len, texts))),
        compressed=round(statistics.median(map(_compressed, texts))),
        index=sum(path.stat().st_size for path in index),
        index_compressed=sum(_compressed(path.read_bytes()) for path in index),
    )


def _compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def this_machine() -> Machine:
    """Describe the machine."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return Machine(
        processor=names[0] if names else platform.processor() or platform.machine(),
        cores=os.cpu_count() or 1,
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
    )


def measure_all(
    names: Sequence[str], sizes: Sequence[int], minutes: float, keep: Path | None
) -> Results:
    """Measure each builder at each size, and keep what is found as it is found."""
    versions = {
        package: metadata.version(package) for name in names for package in BUILDERS[name].packages
    }
    results = Results(this_machine(), versions, minutes, [])
    ended: dict[str, str] = {}
    for pages in sorted(sizes):
        for name in names:
            results.measured.append(
                Measured(name, pages, outcome="not tried")
                if name in ended
                else _try(name, pages, minutes)
            )
            if results.measured[-1].outcome:
                ended[name] = results.measured[-1].outcome
            if keep:
                keep.write_text(json.dumps(asdict(results), indent=1) + "\n", encoding="utf-8")
    return results


def _try(name: str, pages: int, minutes: float) -> Measured:
    print(f"{BUILDERS[name].title}, {pages:,} pages", end=": ", file=sys.stderr, flush=True)
    try:
        measured = measure(name, pages, minutes * 60)
    except StoppedError:
        measured = Measured(name, pages, outcome=f"over {minutes:g} min")
    except FailedError as error:
        print(error, file=sys.stderr)
        measured = Measured(name, pages, outcome="failed")
    print(measured.outcome or f"{measured.cpu:.1f} s of CPU time", file=sys.stderr)
    return measured


def main() -> int:
    """Measure what the arguments ask for, and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=int, nargs="+", default=SIZES)
    parser.add_argument(
        "--with", dest="names", nargs="+", choices=BUILDERS, default=[*BUILDERS], metavar="BUILDER"
    )
    parser.add_argument(
        "--minutes", type=float, default=MINUTES, help="stop a build that takes longer"
    )
    parser.add_argument("--json", type=Path, help="keep the results in this file")
    parser.add_argument(
        "--from",
        dest="kept",
        type=Path,
        nargs="+",
        help="print the results in these files, and measure nothing; of two results for the same, the later counts",
    )
    parser.add_argument(
        "--write", type=Path, help="put the results into this page, and the plots beside it"
    )
    arguments = parser.parse_args()
    if arguments.kept:
        results = report.read(arguments.kept)
    else:
        results = measure_all(arguments.names, arguments.pages, arguments.minutes, arguments.json)
    titles = {name: builder.title for name, builder in BUILDERS.items()}
    text = report.text(results, titles, OWN)
    print(text)
    if arguments.write:
        plots = report.plot(results, titles, arguments.write.with_suffix(""))
        report.write(arguments.write, text, plots)
    return int(any(measured.outcome == "failed" for measured in results.measured))


if __name__ == "__main__":
    sys.exit(main())

"""How well search finds, and how light and fast it is, measured in a real browser.

    python benchmarks/search/evaluate.py              # judged queries, this search beside two others
    python benchmarks/search/evaluate.py --generated  # queries that are made, over a made-up handbook
    python benchmarks/search/evaluate.py --wordings   # ways to ask for a section, with any name
    python benchmarks/search/evaluate.py --size       # handbooks of 140, 1,000 and 17,000 pages
    python benchmarks/search/evaluate.py --handbook benchmarks/search/hospital  # another handbook

`queries.yml` holds the queries, each with the pages that are right, and with their sections where
one is meant. The searches beside ours are Sphinx's own, of a second build that has its index, and
Pagefind with its defaults over the same pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import yaml
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests"), str(REPOSITORY / "_ext")]

import generated  # noqa: E402
import handbooks  # noqa: E402
import worded  # noqa: E402

from benchmarks.scale import generate  # noqa: E402
from browser import ARGUMENTS, find, launch  # noqa: E402  # from the folder of the tests
from careers import passages, scripts, search  # noqa: E402
from serving import serve  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from playwright.sync_api import Browser, Page

CLASSES = (
    "exact",
    "prefix",
    "stem",
    "typo",
    "alias",
    "question",
    "skill-to-roles",
    "attribute",
    "out-of-order",
    "section",
    "nonsense",
)
MOST = 10
"""How many results of each search are looked at."""

FIRST = "Success at the first result"

Found = list[str]
"""The addresses of results from the site's root, best first."""


@dataclass(frozen=True)
class Query:
    """A query as people type it, with all pages and sections that are right for it."""

    kind: str
    text: str
    pages: tuple[str, ...]
    sections: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """How a search did with one query."""

    query: Query
    rank: int
    """The place of the first right page, or 0."""
    section: bool
    found: Found

    @property
    def at_first(self) -> bool:
        """Whether the first result is right, or nothing is found where nothing is right."""
        return self.rank == 1 if self.query.pages else not self.found

    @property
    def at_five(self) -> bool:
        """Whether one of the first five results is right."""
        return 0 < self.rank <= 5 if self.query.pages else not self.found

    @property
    def reciprocal(self) -> float:
        """One by the place of the first right result."""
        if not self.query.pages:
            return float(not self.found)
        return 1 / self.rank if self.rank else 0.0


def read_queries(path: Path) -> list[Query]:
    """Read the judged queries."""
    return queries_of(yaml.safe_load(path.read_text(encoding="utf-8")))


def queries_of(entries: Iterable[dict[str, Any]]) -> list[Query]:
    """Return queries from what is written of them."""
    return [
        Query(
            entry["class"],
            entry["query"],
            _texts(entry["page"]),
            tuple(map(search.slug_of, _texts(entry.get("section")))),
        )
        for entry in entries
    ]


def _texts(value: str | list[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def judge(query: Query, found: Found, tops: Callable[[str], str]) -> Judged:
    """Judge what a search found; `tops` gives the id of a page's own heading."""
    pages = [re.sub(r"[?#].*", "", address) for address in found]
    distinct = list(dict.fromkeys(pages))
    rank = next((place for place, page in enumerate(distinct, 1) if page in query.pages), 0)
    section = False
    if found and pages[0] in query.pages:
        anchor = unquote(found[0].partition("#")[2]) or tops(pages[0])
        # What a role asks for, or is asked of it, is a part of a section and is called so itself.
        section = bool(
            {anchor, re.sub("^(skill|qualification|question)-", "", anchor)} & {*query.sections}
        )
    return Judged(query, rank, section, found)


class Tops:
    """The ids of pages' own headings, as the built pages have them."""

    def __init__(self, folder: Path) -> None:
        """Read them from a built site."""
        self._folder = folder
        self._ids: dict[str, str] = {}

    def __call__(self, page: str) -> str:
        """Return the id of a page's own heading."""
        if page not in self._ids:
            path = self._folder / page
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            title = text.partition("<h1>")[2].partition("<")[0]
            self._ids[page] = search.slug_of(title)
        return self._ids[page]


def build(out: Path, *settings: str, source: Path = REPOSITORY) -> float:
    """Build a handbook, and return the seconds that it takes."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-d", f"{out}.doctrees"]
    subprocess.run([*command, *settings, str(source), str(out)], check=True)
    return time.perf_counter() - began


STOCK = """
__file__ = {settings!r}
exec(compile(open(__file__, encoding="utf-8").read(), __file__, "exec"))
html_theme = "basic"
html_theme_options = {{}}
html_additional_pages = {{}}
templates_path = []
html_static_path = []
html_css_files = html_js_files = []
html_logo = html_favicon = None


def setup(app):
    # After the handbook has turned Sphinx's own search off, and taken its scripts from pages.
    app.connect("builder-inited", lambda app: setattr(app.builder, "search", True), priority=999)
    app.connect("html-page-context", restore, priority=999)


def restore(app, pagename, templatename, context, doctree):
    context["script_files"] = list(app.builder._js_files)
"""


def stock_settings(folder: Path, source: Path) -> Path:
    """Write settings by which Sphinx builds the same pages with its own search."""
    folder.mkdir()
    settings = STOCK.format(settings=str(source / "conf.py"))
    (folder / "conf.py").write_text(settings, encoding="utf-8")
    return folder


def names_of(page: Page) -> Callable[[str], Found]:
    """Return the names layer of a site that is open in a browser."""
    if not page.evaluate("Boolean(globalThis.signpost?.names)"):
        page.add_script_tag(url="/_static/search/names.js")
    page.evaluate("signpost.names.load().then(() => signpost.names.loadSections())")
    ask = f"query => signpost.names.search(query, {MOST}).results.map(({{url}}) => url)"
    return lambda query: list(page.evaluate(ask, query))


# Types a query, and waits until nothing more can come.
ASK = """async query => {
  const box = document.getElementById("search-box");
  const list = document.getElementById("search-list");
  box.value = query;
  box.dispatchEvent(new Event("input"));
  while (list.ariaBusy !== "false") await new Promise((resolve) => setTimeout(resolve, 5));
  return [...list.children].map((line) => line.href);
}"""


def whole_of(page: Page) -> Callable[[str], Found]:
    """Return the search that readers use, as the page search.html shows it."""
    page.goto("/search.html")
    page.wait_for_selector("#search-list[aria-busy=false]", state="attached")
    origin = str(page.evaluate("location.origin"))

    def ask(query: str) -> Found:
        found = [url.removeprefix(origin).lstrip("/") for url in page.evaluate(ASK, query)]
        # What leads to the text of a page also names the words to mark there.
        return [re.sub(r"\?[^#]*", "", url) for url in found[:MOST]]

    return ask


def sphinx_of(page: Page) -> Callable[[str], Found]:
    """Return Sphinx's own search."""
    page.goto("/search.html?q=nothing")
    page.wait_for_function("typeof Search !== 'undefined' && Search.hasIndex()")
    ask = """query => {
      const [text, terms, excluded, highlights, objects] = Search._parseQuery(query);
      const found = Search._performSearch(text, terms, excluded, highlights, objects);
      return found.map(each => each[0] + ".html" + (each[2] ?? "")).reverse();
    }"""
    return lambda query: list(dict.fromkeys(page.evaluate(ask, query)))[:MOST]


def pagefind_of(page: Page) -> Callable[[str], Found]:
    """Return Pagefind with its defaults."""
    page.evaluate(
        "async () => { globalThis.stock = await import('/pagefind/pagefind.js'); await stock.init(); }"
    )
    ask = f"""async query => {{
      const {{ results }} = await stock.search(query);
      const found = await Promise.all(results.slice(0, {MOST}).map(each => each.data()));
      return found.map(each => {{
        const part = [...(each.sub_results ?? [])].sort(
          (one, other) => other.weighted_locations.length - one.weighted_locations.length
        )[0];
        return (part ?? each).url.replace(/^\\//, "");
      }});
    }}"""
    return lambda query: list(page.evaluate(ask, query))


def evaluate(
    browser: Browser,
    source: Path,
    queries_over: Callable[[Path], Sequence[Query]],
    folder: Path,
    only: Sequence[str] | None = None,
) -> dict[str, list[Judged]]:
    """Put every query to every search of a handbook, or to some only.

    `queries_over` gives the queries for the built site.
    """
    ours, stock, plain = folder / "ours", folder / "stock", folder / "plain"
    searches: dict[str, tuple[Path, Callable[[Page], Callable[[str], Found]]]] = {
        "names": (ours, names_of),
        "whole": (ours, whole_of),
        "Sphinx": (stock, sphinx_of),
        "Pagefind": (plain, pagefind_of),
    }
    chosen = only or [*searches]
    seconds = build(ours, "-D", "careers_full_text=1", source=source)
    print(f"The handbook builds in {seconds:.0f} s.", file=sys.stderr)
    if "Pagefind" in chosen:
        build(plain, source=source)
        for path in plain.rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            path.write_text(
                re.sub(r"\sdata-pagefind-[a-z-]+(=\"[^\"]*\")?", "", text), encoding="utf-8"
            )
        subprocess.run(
            [sys.executable, "-m", "pagefind", "--silent", "--site", str(plain)], check=True
        )
    if "Sphinx" in chosen:
        build(stock, "-c", str(stock_settings(folder / "settings", source)), source=source)
    results: dict[str, list[Judged]] = {}
    queries = queries_over(ours)
    tops = Tops(ours)
    for name in chosen:
        site, start = searches[name]
        if start is whole_of and not (ours / "pagefind").exists():
            print("This build has no full text.", file=sys.stderr)
            continue
        with serve(site) as address:
            context = browser.new_context(base_url=address)
            page = context.new_page()
            page.goto("/index.html")
            ask = start(page)
            results[name] = [judge(query, ask(query.text), tops) for query in queries]
            context.close()
    return results


def lay_handbook(pages: Path | None, folder: Path) -> Path:
    """Lay the pages of another handbook into this site, and return the folder to build."""
    if pages is None:
        return REPOSITORY
    source = folder / "source"
    generate.copy_site(source)
    for name in ("roles", "skills", "qualifications", "faq"):
        shutil.copytree(pages / name, source / name, dirs_exist_ok=True)
    return source


def evaluate_generated(browser: Browser, folder: Path) -> dict[str, list[Judged]]:
    """Put queries that are made to the names of a handbook that is made up."""
    source, site = folder / "source", folder / "site"
    generate.write_site(generate.generate(generated.ROLES, generated.SKILLS), source)
    build(site, source=source)
    tops = Tops(site)
    with serve(site) as address:
        page = browser.new_page(base_url=address)
        page.goto("/index.html")
        ask = names_of(page)
        queries = queries_of(generated.as_judged(generated.queries(site)))
        return {"names": [judge(query, ask(query.text), tops) for query in queries]}


def report(results: dict[str, list[Judged]], *, misses: bool) -> None:
    """Print how well each search did, by class of query."""
    for title, measure in (
        (FIRST, lambda judged: float(judged.at_first)),
        ("Success within five", lambda judged: float(judged.at_five)),
        ("Mean reciprocal rank", lambda judged: judged.reciprocal),
    ):
        print(f"\n{title}\n")
        _table(results, measure, sections=title == FIRST)
    if misses:
        for name, judged in results.items():
            print(f"\nMissed by {name}\n")
            for each in judged:
                wrong_section = bool(each.query.sections) and not each.section
                if not each.at_first or wrong_section:
                    wanted = ", ".join((*each.query.pages, *(f"#{s}" for s in each.query.sections)))
                    print(
                        f"  {each.query.kind}: {each.query.text!r} wants {wanted or 'nothing'}; "
                        f"{each.found[:2]}"
                    )


def _table(
    results: dict[str, list[Judged]], measure: Callable[[Judged], float], *, sections: bool
) -> None:
    print(f"  {'':24}" + "".join(f"{name:>22}" for name in results))
    some = next(iter(results.values()))
    kinds = [*CLASSES, *sorted({each.query.kind for each in some} - {*CLASSES})]
    for kind in kinds:
        count = sum(each.query.kind == kind for each in some)
        row = [
            _mean(measure(each) for each in judged if each.query.kind == kind)
            for judged in results.values()
        ]
        if count:
            print(f"  {f'{kind} ({count})':24}" + "".join(f"{value:22.3f}" for value in row))
    if sections:
        count = sum(bool(each.query.sections) for each in some)
        row = [
            _mean(each.section for each in judged if each.query.sections)
            for judged in results.values()
        ]
        print(f"  {f'right section ({count})':24}" + "".join(f"{value:22.3f}" for value in row))
    row = [_mean(map(measure, judged)) for judged in results.values()]
    print(f"  {'all':24}" + "".join(f"{value:22.3f}" for value in row))


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


KEYS = 40
"""How many queries are typed, letter by letter, to measure a key."""
PAUSE = 40
"""Milliseconds between two keys, of somebody who types fast."""

# Opens the search, and waits until all of it is there. What keeps the page from its messages
# meanwhile would keep it from a reader's keys as well.
BUILD = """async () => {
  let longest = 0, last = performance.now(), running = true;
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) channel.port2.postMessage(0);
  };
  channel.port2.postMessage(0);
  const began = performance.now();
  signpost.open();
  while (!signpost.names) await new Promise((resolve) => setTimeout(resolve));
  await signpost.names.load();
  const names = performance.now() - began;
  await signpost.names.loadSections();
  running = false;
  return { names, all: performance.now() - began, longest };
}"""

# From the key to the frame that shows its results: the first message after the frame is made is
# handled when the page has been laid out and painted. `PerformanceObserver` tells the same as
# "event timing", but of keys that take 16 ms or more alone, and in steps of 8 ms.
# A busy machine lets the frame wait; the page's own work for a key, layout and all, waits less.
WATCH = """() => {
  Object.assign(globalThis, { keys: [], work: [] });
  const list = document.getElementById("search-list");
  let pressed = 0, handled = 0;
  document.addEventListener("keydown", (event) => {
    pressed = event.timeStamp;
    handled = performance.now();
  }, true);
  document.addEventListener("input", () => {
    list.getBoundingClientRect();
    work.push(performance.now() - handled);
  });
  new MutationObserver(() => {
    if (!pressed) return;
    const began = pressed;
    pressed = 0;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => keys.push(performance.now() - began);
      channel.port2.postMessage(0);
    });
  }).observe(list, { childList: true });
}"""

SHELL = """<!doctype html><html lang="en" data-content_root="./"><meta charset="utf-8">
<title>A handbook</title><link rel="stylesheet" href="_static/handbook.css">
<form class="sidebar-search-container" action="search.html" data-index="index.html"
  data-levels="Awareness, Expert"><input></form><script src="_static/search/open.js"></script></html>"""
FIRST_RESULTS = ("open.js", "names.js", "dialog.js", "search.css")
QUESTIONS = ("passages.js", "meaning.js", "asking.js", "pages.js", "vectors.js", "wordings.js")


@contextmanager
def unpaced() -> Iterator[Browser]:
    """Start a browser that shows a frame as soon as it is made.

    A screen shows one every 16.7 ms, whatever it shows, so that a key would wait 8 ms on average
    for what was ready long before.
    """
    with sync_playwright() as playwright:
        paths = [*ARGUMENTS, "--disable-frame-rate-limit", "--disable-gpu-vsync"]
        with playwright.chromium.launch(executable_path=find(), args=paths) as browser:
            yield browser


def lay(site: Path, entries: Sequence[search.Entry]) -> dict[str, int]:
    """Lay a site of nothing but the search into a folder; return what its first results weigh."""
    (site / "data").mkdir(parents=True)
    (site / scripts.FOLDER).mkdir(parents=True)
    (site / "index.html").write_text(SHELL, encoding="utf-8")
    shutil.copy2(REPOSITORY / "_static/handbook.css", site / "_static")
    files = search.pack(entries, search.read_intents(REPOSITORY))
    files[passages.FILE] = {"signpostPassages": handbooks.passages(entries)}
    for name, content in files.items():
        (site / name).write_bytes(search.script(content))
    for path in (REPOSITORY / scripts.FOLDER).iterdir():
        text = scripts.slim(path.read_text(encoding="utf-8"), path.suffix)
        (site / scripts.FOLDER / path.name).write_text(text, encoding="utf-8")
    scripts.tell_versions(site)
    code = [site / scripts.FOLDER / name for name in FIRST_RESULTS] + [site / scripts.VERSIONS]
    asked = [site / scripts.FOLDER / name for name in QUESTIONS]
    return {"code": sum(map(_compressed, code)), "questions": sum(map(_compressed, asked))} | {
        name: _compressed(site / f"data/{name}.js")
        for name in ("names", "sections", "rest", "passages")
    }


def measure_size(sizes: Sequence[int], folder: Path) -> None:
    """Print how light and fast the names layer is, by the number of pages."""
    print(
        "Weights are compressed bytes. First results take the code, the names and the sections;\n"
        "the rest follows, and a question loads its code and the passages. A key lasts until its\n"
        "results are drawn; its work is what the page does for it, without what the browser and the\n"
        "machine do besides.\n\n"
        "   pages    code   names  sections   first kB     rest  questions  passages"
        "   built in  longest block"
        "   key p50   key p95  work p95"
    )
    for size in sizes:
        site = folder / str(size)
        entries = handbooks.made_up(size)
        weight = lay(site, entries)
        first = (weight["code"] + weight["names"] + weight["sections"]) / 1000
        with serve(site) as address, unpaced() as browser:
            page = browser.new_page(base_url=address)
            page.goto("/index.html")
            built = page.evaluate(BUILD)
            page.locator("#search-list").wait_for(state="attached")
            page.wait_for_load_state("networkidle")
            page.evaluate(WATCH)
            for query in _typed(entries):
                page.locator("#search-box").fill("")
                for letter in query:
                    page.keyboard.press(letter)
                    page.wait_for_timeout(PAUSE)
            page.wait_for_timeout(100)
            keys, work = (sorted(page.evaluate(name)) for name in ("keys", "work"))
        print(
            f"{size:8,}{weight['code']:8,}{weight['names']:8,}{weight['sections']:10,}{first:11.1f}"
            f"{weight['rest']:9,}{weight['questions']:11,}{weight['passages']:10,}"
            f"{built['all']:8.0f} ms{built['longest']:12.1f} ms"
            f"{keys[len(keys) // 2]:7.1f} ms{keys[len(keys) * 95 // 100]:7.1f} ms"
            f"{work[len(work) * 95 // 100]:7.1f} ms"
        )


def _typed(entries: Sequence[search.Entry]) -> list[str]:
    """Return queries as people type them: names, some with an error, some with more words."""
    choose = random.Random(7)  # noqa: S311  # the same queries each time
    queries = []
    for number in range(KEYS):
        entry = choose.choice(entries)
        text = choose.choice((entry.title, *entry.aliases)).lower()
        if number % 3 == 1 and len(text) > 5:
            at = choose.randrange(1, len(text) - 2)
            text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if number % 3 == 2:
            text = choose.choice(
                ("how much does a {} earn", "{} next step", "skills for {}")
            ).format(text)
        queries.append(text)
    return queries


def _compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def main() -> None:
    """Run the benchmark that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--generated", action="store_true", help="put made queries to a made-up handbook instead"
    )
    parser.add_argument(
        "--wordings", action="store_true", help="put ways to ask for a section instead"
    )
    parser.add_argument("--size", action="store_true", help="measure weight and speed instead")
    parser.add_argument("--pages", type=int, nargs="+", default=[140, 1_000, 17_000])
    parser.add_argument("--misses", action="store_true", help="list the queries that went wrong")
    parser.add_argument("--only", nargs="+", help="put the queries to these searches alone")
    parser.add_argument("--queries", type=Path, help="the file of the queries")
    parser.add_argument(
        "--handbook",
        type=Path,
        help="a folder of roles/, skills/, qualifications/ and faq/ instead",
    )
    parser.add_argument("--json", type=Path, help="write what each search found to a file")
    arguments = parser.parse_args()
    if arguments.size:
        with tempfile.TemporaryDirectory() as folder:
            measure_size(arguments.pages, Path(folder))
        return
    with tempfile.TemporaryDirectory() as folder, launch() as browser:
        if arguments.generated:
            results = evaluate_generated(browser, Path(folder))
        else:
            source = lay_handbook(arguments.handbook, Path(folder))
            path = arguments.queries or (arguments.handbook or HERE) / "queries.yml"

            def queries_over(site: Path) -> list[Query]:
                return (
                    queries_of(worded.queries(site)) if arguments.wordings else read_queries(path)
                )

            results = evaluate(browser, source, queries_over, Path(folder), arguments.only)
        report(results, misses=arguments.misses)
        if arguments.json:
            found = {
                name: [{"query": each.query.text, "found": each.found} for each in judged]
                for name, judged in results.items()
            }
            arguments.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

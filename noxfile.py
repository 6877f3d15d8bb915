"""The tasks of the project, each in an environment of its own: `python3 run.py <task>`."""

import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2026.4"
nox.options.error_on_missing_interpreters = True
nox.options.reuse_venv = "yes"
nox.options.sessions = ["lint", "tests"]

GROUPS = ("nox", "site", "live", "tests", "lint", "lock", "benchmark", "vectors")
BUILD = Path("_build")
SITE = BUILD / "html"


def install(session: nox.Session, group: str) -> None:
    """Install a dependency group as it is locked."""
    # run.py finds nox by this; a session finds only what it installs.
    session.env["PYTHONPATH"] = None
    session.install("--quiet", "--require-hashes", "--requirement", f"requirements/{group}.txt")


@nox.session
def site(session: nox.Session) -> None:
    """Build the site, publish it if nothing is wrong, and say where it is."""
    install(session, "site")
    options = ("--nitpicky", "--fail-on-warning", "--jobs", "auto")
    session.run("python", "publishing.py", ".", str(BUILD), *options, *session.posargs)
    session.log(f"The site is built. Open {(SITE / 'index.html').resolve().as_uri()}")


@nox.session
def live(session: nox.Session) -> None:
    """Show the handbook in a browser as it is being written."""
    install(session, "live")
    command = ("python", "-m", "live", ".", str(BUILD / "live"))
    # After Ctrl-C it keeps what it has read, so that the next preview begins at once.
    session.run(*command, *session.posargs, interrupt_timeout=5)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests, with a browser that is installed where there is none."""
    install(session, "tests")
    session.run("python", "tests/browser.py")
    session.run("python", "tests/nginx.py")
    session.run("python", "tests/nu.py")
    session.run("pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check all that needs no build: code, types, Markdown, spelling and workflows."""
    install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("python", "-m", "careers.lint", env={"PYTHONPATH": "_ext"})
    session.run("rumdl", "check", ".")
    session.run("typos")
    session.run("zizmor", "--offline", "--quiet", ".github")


@nox.session(default=False)
def search(session: nox.Session) -> None:
    """Measure how well the search finds, beside Sphinx's own and a stock Pagefind."""
    install(session, "tests")
    session.run("python", "tests/browser.py")
    session.run("python", "benchmarks/search/evaluate.py", *session.posargs)


@nox.session(default=False)
def vectors(session: nox.Session) -> None:
    """Fit what the search knows of words: what means the same, and what asks for which section."""
    install(session, "vectors")
    # The model is a package; nothing is to be looked up beside it.
    for name in ("vectors", "wordings"):
        session.run("python", f"_search/{name}.py", env={"HF_HUB_OFFLINE": "1"})


@nox.session(default=False)
def scale(session: nox.Session) -> None:
    """Measure what a build costs by the number of pages, beside other generators."""
    install(session, "benchmark")
    session.run("python", "-m", "benchmarks.scale.measure", *session.posargs)


@nox.session(default=False)
def linkcheck(session: nox.Session) -> None:
    """Follow every link that leaves the site; it needs the network, so it runs on a schedule."""
    install(session, "site")
    sphinx = ("python", "-m", "sphinx", "--builder", "linkcheck", "--jobs", "auto")
    session.run(*sphinx, *session.posargs, ".", str(BUILD / "linkcheck"))


@nox.session(default=False)
def lock(session: nox.Session) -> None:
    """Lock the newest versions within the ranges of pyproject.toml, with their hashes."""
    install(session, "lock")
    folder = Path("requirements")
    fresh = Path(session.create_tmp())
    for group in GROUPS:
        session.run(
            "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11",
            "--generate-hashes", "--no-header", "--no-annotate",
            "--group", group, "--output-file", str(fresh / f"{group}.txt"), *session.posargs,
        )  # fmt: skip
    for group in GROUPS:
        shutil.copy(fresh / f"{group}.txt", folder / f"{group}.txt")

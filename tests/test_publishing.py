"""The site is published whole or not at all, and locked packages are what was locked."""

from __future__ import annotations

import hashlib
import os
import pty
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import publishing
from building import REPOSITORY, Handbook, real_handbook, small_handbook

if TYPE_CHECKING:
    from collections.abc import Sequence

POTTER = "roles/craft/potter.md"
PUBLISH = (sys.executable, str(REPOSITORY / "publishing.py"))
OPTIONS = ("--nitpicky", "--fail-on-warning", "--quiet")
# The small handbook's settings import the extension before they say where it is.
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY / "_ext")}


def publish(made: Handbook, build: Path) -> int:
    command = (*PUBLISH, str(made.srcdir), str(build), *OPTIONS)
    return subprocess.run(command, check=False, capture_output=True, env=ENVIRONMENT).returncode


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def change(made: Handbook, words: str) -> None:
    made.replace(POTTER, "# Potter\n", f"# Potter\n\n{words}\n")


def test_a_faulty_page_leaves_the_last_good_site_however_often_it_is_built(
    tmp_path: Path,
) -> None:
    made, build = small_handbook(tmp_path / "handbook"), tmp_path / "build"
    assert publish(made, build) == 0
    good = files(build / "html")
    assert "pagefind/pagefind-entry.json" in good
    # Sphinx reports this fault only when it reads the page.
    change(made, "```{no-such-thing}\n```\n")
    for _ in range(2):
        assert publish(made, build) != 0
        assert files(build / "html") == good
    made.replace(POTTER, "```{no-such-thing}\n```\n", "Clay is patient.\n")
    assert publish(made, build) == 0
    assert b"Clay is patient" in (build / "html/roles/craft/potter.html").read_bytes()


def test_a_build_that_is_killed_leaves_the_last_good_site(tmp_path: Path) -> None:
    made, build = small_handbook(tmp_path / "handbook"), tmp_path / "build"
    started = time.monotonic()
    assert publish(made, build) == 0
    span = time.monotonic() - started
    old = files(build / "html")
    change(made, "Clay is patient.")
    clean = tmp_path / "clean"
    assert publish(made, clean) == 0
    new = files(clean / "html")
    assert old != new
    moments = random.Random(6)  # noqa: S311  # the same moments each time, and no secret
    outcomes = []
    for _ in range(8):
        with subprocess.Popen(
            (*PUBLISH, str(made.srcdir), str(build), *OPTIONS),
            env=ENVIRONMENT,
            start_new_session=True,
        ) as process:
            time.sleep(moments.uniform(0, span))
            os.killpg(process.pid, signal.SIGKILL)
        now = files(build / "html")
        assert now in (old, new)
        outcomes.append(process.returncode)
    assert -signal.SIGKILL in outcomes
    assert publish(made, build) == 0
    assert files(build / "html") == new


@pytest.mark.parametrize("step", [1, 2, 3])
def test_where_folders_cannot_change_places_in_one_step_the_next_build_puts_them_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    class KilledError(Exception):
        pass

    left = [step]
    rename = Path.rename

    def one_of_a_few(path: Path, target: Path) -> Path:
        if not left[0]:
            raise KilledError
        left[0] -= 1
        return rename(path, target)

    live, new = tmp_path / "html", tmp_path / "staging"
    for folder in (live, new):
        folder.mkdir()
        (folder / "index.html").write_text(folder.name, encoding="utf-8")
    monkeypatch.setattr(publishing, "exchange", lambda *_: False)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", one_of_a_few)
        try:
            publishing.swap(new, live)
        except KilledError:
            assert step < 3
    publishing.restore(tmp_path)
    assert (live / "index.html").read_text(encoding="utf-8") == ("html" if step == 1 else "staging")
    assert not (tmp_path / "html.before").exists()


def test_folders_change_places_in_one_step(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / folder.name).touch()
    assert publishing.exchange(one, other)
    assert (one / "other").exists()
    assert (other / "one").exists()


def test_a_mirror_is_the_same_whatever_was_there(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    for path in ("kept", "was-file/new", "folder/deep/new", "changed"):
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(path, encoding="utf-8")
    publishing.mirror(source, target)
    (target / "changed").write_text("edited!", encoding="utf-8")
    (target / "folder" / "left").touch()
    (target / "link").symlink_to(source)
    (source / "was-folder").touch()
    (target / "was-folder").mkdir()
    publishing.mirror(source, target)
    assert files(target) == files(source)
    assert not (target / "link").exists()


def test_two_builds_far_apart_give_the_same_bytes(tmp_path: Path) -> None:
    """Two folders, time zones, locales, seeds of hashes, file modes and numbers of workers."""
    settings = (
        ("one", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, 0o022, "1"),
        ("a/deeper/two", {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8",
         "LANGUAGE": "de", "PYTHONHASHSEED": "2"}, 0o077, "2"),
    )  # fmt: skip
    handbooks = []
    processes = []
    for folder, environment, umask, jobs in settings:
        made = real_handbook(tmp_path / folder)
        handbooks.append(made)
        command = (sys.executable, "-m", "sphinx", *publishing.FULL_TEXT, *OPTIONS, "--jobs", jobs)
        folders = ("-d", str(tmp_path / jobs), str(made.srcdir), str(made.outdir))
        variables = {**os.environ, **environment}
        processes.append(
            subprocess.Popen((*command, *folders), cwd=made.srcdir, env=variables, umask=umask)
        )
    assert [process.wait() for process in processes] == [0, 0]
    first, second = (made.output() for made in handbooks)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def pip(folder: Path, requirement: str) -> subprocess.CompletedProcess[str]:
    """Ask pip for a package from a folder alone, whatever this machine tells it."""
    (folder / "requirements.txt").write_text(requirement, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return subprocess.run(
        (sys.executable, "-m", "pip", "download", "--no-index", "--no-deps", "--no-cache-dir",
         "--require-hashes", "--find-links", str(folder), "--dest", str(folder / "got"),
         "--requirement", str(folder / "requirements.txt")),
        env={**environment, "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        check=False, capture_output=True, text=True,
    )  # fmt: skip


def counterfeit(folder: Path, name: str, version: str) -> str:
    """Make a package that bears the name of another, and return its hash."""
    stem = f"{name.replace('-', '_')}-{version}"
    wheel = folder / f"{stem}-py3-none-any.whl"
    about = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "",
    }
    with zipfile.ZipFile(wheel, "w") as archive:
        for file, text in about.items():
            archive.writestr(f"{stem}.dist-info/{file}", text)
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def locked(file: Path) -> Sequence[str]:
    return re.findall(r"^\S(?:.*\\\n)*.*$", file.read_text(encoding="utf-8"), re.MULTILINE)


def test_a_package_that_is_not_what_was_locked_is_refused(tmp_path: Path) -> None:
    requirement = next(
        entry
        for entry in locked(REPOSITORY / "requirements" / "site.txt")
        if entry.startswith("alabaster==")
    )
    version = requirement.split()[0].partition("==")[2]
    own = counterfeit(tmp_path, "alabaster", version)
    refused = pip(tmp_path, requirement)
    assert refused.returncode != 0
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    # With its own hash it is taken, so the hash is why it was refused.
    assert pip(tmp_path, f"alabaster=={version} --hash=sha256:{own}").returncode == 0
    tampered = own[:-1] + ("0" if own[-1] != "0" else "1")
    assert pip(tmp_path, f"alabaster=={version} --hash=sha256:{tampered}").returncode != 0
    # A package without a hash is refused as well.
    assert pip(tmp_path, f"alabaster=={version}").returncode != 0


def test_every_package_is_locked_and_is_installed_by_its_hash() -> None:
    lists = sorted((REPOSITORY / "requirements").glob("*.txt"))
    assert len(lists) > 4
    for file in lists:
        entries = locked(file)
        assert len(entries) > 0
        for entry in entries:
            assert re.match(r"[\w.-]+==\S+", entry), f"{file.name}: {entry}"
            assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), f"{file.name}: {entry}"
    for program in ("run.py", "noxfile.py"):
        text = (REPOSITORY / program).read_text(encoding="utf-8")
        assert text.count("--require-hashes") == 1, program


def test_it_says_how_far_it_is_where_somebody_watches_and_nothing_elsewhere(tmp_path: Path) -> None:
    made, build = small_handbook(tmp_path / "handbook"), tmp_path / "build"
    command = (*PUBLISH, str(made.srcdir), str(build))
    quiet = subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
    assert (quiet.stdout, quiet.stderr) == (b"", b"")
    change(made, "Clay is patient.")
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        subprocess.run(command, check=True, stdout=theirs, env=ENVIRONMENT)
        os.close(theirs)
        said = terminal.read(65_536)
    assert re.search(rb"reading sources\.\.\. .*\[100%\]", said)
    assert re.search(rb"writing output\.\.\. .*\[100%\]", said)

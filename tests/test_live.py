"""The live preview shows each change where the reader is, and builds what a clean build would."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from building import REPOSITORY, Handbook, small_handbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

POTTER = "roles/craft/potter.md"
THROWING = "skills/throwing.md"
PATIENCE = 60
LOADED = "() => window.loaded"


class Preview:
    """The preview of a handbook, and what it says."""

    def __init__(self, made: Handbook, port: int = 18000) -> None:
        # The small handbook's settings import the extension before they say where it is.
        path = os.pathsep.join((str(REPOSITORY), str(REPOSITORY / "_ext")))
        self.made = made
        self.build = made.srcdir / "_build" / "live"
        self.process = subprocess.Popen(
            (sys.executable, "-m", "live", str(made.srcdir), str(self.build), "--port", str(port)),
            env={**os.environ, "PYTHONPATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self.lines: list[str] = []
        self._more = threading.Condition()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        address = re.search(r"http://\S+", self.wait_for("http://"))
        assert address
        self.address = address[0]
        self.wait_for(" read in ")

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as output:
            for line in output:
                with self._more:
                    self.lines.append(line.rstrip())
                    self._more.notify_all()
        with self._more:
            self.lines.append("")
            self._more.notify_all()

    def wait_for(self, words: str, after: int = 0) -> str:
        """Wait for a line of what the preview says, after so many others."""
        with self._more:
            assert self._more.wait_for(
                lambda: any(words in line for line in self.lines[after:]) or "" in self.lines,
                PATIENCE,
            ), self.lines
            found = [line for line in self.lines[after:] if words in line]
            assert found, self.lines
            return found[0]

    def after(self, change: Callable[[], object], words: str = " read") -> str:
        """Make a change, and return what the preview says once it is built."""
        before = len(self.lines)
        change()
        return self.wait_for(words, before)

    def files(self) -> dict[str, bytes]:
        return Handbook(self.made.srcdir, self.build / "html").output()

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE)
        self._reader.join()
        return code

    def kill(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        self._reader.join()


def clean(made: Handbook) -> dict[str, bytes]:
    other = Handbook(made.srcdir, made.srcdir.parent / "clean" / "html")
    other.build(fresh=True)
    return other.output()


@pytest.fixture
def made(tmp_path: Path) -> Handbook:
    """A handbook with a style of its own."""
    handbook = small_handbook(tmp_path / "handbook")
    settings = (handbook.srcdir / "conf.py").read_text(encoding="utf-8")
    settings += 'html_static_path = ["_static"]\nhtml_css_files = ["own.css"]\n'
    settings += 'templates_path = ["_templates"]\n'
    handbook.write("conf.py", settings)
    handbook.write("_static/own.css", "h1 { color: rgb(1, 2, 3) }\n")
    handbook.write("_templates/own.html", "")
    return handbook


@pytest.fixture
def preview(made: Handbook) -> Iterator[Preview]:
    started = Preview(made)
    yield started
    if started.process.poll() is None:
        started.kill()


@pytest.fixture
def tab(browser: Browser, preview: Preview) -> Iterator[Callable[[str], Page]]:
    """Open pages of the preview, each in a tab."""
    context = browser.new_context(base_url=preview.address, viewport={"width": 600, "height": 300})
    context.set_default_timeout(PATIENCE * 1000)
    # It is there for as long as the page is not loaded again.
    context.add_init_script("addEventListener('load', () => { window.loaded = true })")

    def open_(path: str) -> Page:
        page = context.new_page()
        page.goto(path)
        page.wait_for_function(LOADED)
        page.evaluate("window.loaded = 'before'")
        return page

    expect.set_options(timeout=PATIENCE * 1000)
    yield open_
    context.close()


def is_as_before(page: Page) -> bool:
    # Unlike `evaluate` this ends where a tab never answers.
    is_before = page.wait_for_function("({ isBefore: window.loaded === 'before' })")
    return bool(is_before.json_value()["isBefore"])


def test_an_edit_is_shown_where_the_reader_is(preview: Preview, tab: Callable[[str], Page]) -> None:
    page = tab("roles/craft/potter.html")
    page.evaluate("scrollTo(0, 250)")
    page.wait_for_function("scrollY === 250")
    said = preview.after(lambda: preview.made.replace(THROWING, "shapes clay", "forms clay"))
    page.get_by_text("forms clay").first.wait_for()
    page.wait_for_function("scrollY === 250")
    assert re.search(
        r"skills/throwing\.md changed: 1 page read, 3 written \(2 for what they show of it\) in",
        said,
    ), said


def test_only_pages_that_have_changed_are_loaded_again(
    preview: Preview, tab: Callable[[str], Page]
) -> None:
    glazing, potter = tab("skills/glazing.html"), tab("roles/craft/potter.html")
    # Browsers tell only a tab in front that it is seen; each is, in turn.
    preview.after(lambda: preview.made.replace(THROWING, "shapes clay", "forms clay"))
    potter.get_by_text("forms clay").first.wait_for()
    glazing.bring_to_front()
    preview.after(lambda: preview.made.replace(THROWING, "forms clay", "turns clay"))
    potter.bring_to_front()
    potter.get_by_text("turns clay").first.wait_for()
    assert is_as_before(glazing)
    preview.after(lambda: os.utime(preview.made.srcdir / "skills/glazing.md"))
    assert is_as_before(glazing)
    glazing.bring_to_front()
    preview.made.replace("skills/glazing.md", "# Glazing", "# Glaze")
    glazing.get_by_role("heading", name="Glaze", level=1).wait_for()


def test_faults_are_on_screen_until_they_are_mended(
    preview: Preview, tab: Callable[[str], Page]
) -> None:
    page = tab("skills/glazing.html")
    panel = page.locator("#live-faults")
    said = preview.after(
        lambda: preview.made.replace(POTTER, "# Potter\n", "# Potter\n\n```{nothing}\n```\n")
    )
    assert said.endswith("; 1 fault")
    expect(panel).to_contain_text("The build has found 1 fault")
    expect(panel).to_contain_text(f"{POTTER}:")
    assert any(
        line.startswith(f"{POTTER}:") and "Unknown directive type: 'nothing'" in line
        for line in preview.lines
    )
    # Sphinx says it only of pages that it reads; it is as true after a change of another.
    said = preview.after(lambda: preview.made.replace(THROWING, "shapes clay", "forms clay"))
    assert "(1 had faults)" in said
    assert said.endswith("; 1 fault")
    expect(panel).to_contain_text("Unknown directive type: 'nothing'")
    preview.made.replace(POTTER, "```{nothing}\n```\n", "")
    expect(panel).to_be_empty()
    assert is_as_before(page)


def test_pages_come_and_go(preview: Preview, tab: Callable[[str], Page]) -> None:
    page = tab("roles/craft/painter.html")
    expect(page.locator("body")).to_contain_text("There is no such page")
    role = (preview.made.srcdir / "roles/craft/glazier.md").read_text(encoding="utf-8")
    preview.made.write("roles/craft/painter.md", role.replace("Glazier", "Painter"))
    page.get_by_role("heading", name="Painter", level=1).wait_for()
    (preview.made.srcdir / "roles/craft/painter.md").unlink()
    expect(page.locator("body")).to_contain_text("There is no such page")
    page.goto("roles/craft/index.html")
    (preview.made.srcdir / "roles/craft/glazier.md").rename(
        preview.made.srcdir / "roles/craft/enameller.md"
    )
    page.locator("a[href='enameller.html']").first.wait_for()
    # A folder beside the settings is watched from when it is there.
    preview.made.write("extra/about.md", "# About\n")
    preview.after(
        lambda: preview.made.replace("conf.py", '"faq/**"', '"faq/**", "extra/**"'), "pages of"
    )
    page = tab("extra/about.html")
    preview.made.write("extra/about.md", "# About us\n")
    page.get_by_role("heading", name="About us", level=1).wait_for()


def test_settings_are_read_by_another_process(preview: Preview, tab: Callable[[str], Page]) -> None:
    page = tab("index.html")
    preview.made.replace("conf.py", 'project = "Small"', 'project = "Tiny"')
    page.wait_for_function("document.title.includes('Tiny')")
    assert preview.wait_for("conf.py changed: starting again")
    preview.made.replace("conf.py", 'project = "Tiny"', 'project = "Tiny')
    panel = page.locator("#live-faults")
    expect(panel).to_contain_text("configuration file")
    preview.made.replace("conf.py", 'project = "Tiny', 'project = "Large"')
    page.wait_for_function("document.title.includes('Large')")
    expect(panel).to_be_empty()


def test_the_disclaimer_is_shown_as_it_is_now(preview: Preview, made: Handbook) -> None:
    preview.after(lambda: made.write("_includes/disclaimer.md", "Another.\n"), "pages of")
    preview.after(lambda: made.write("_includes/adjustments.md", "Ask for adjustments.\n"))
    assert preview.end() == 0
    assert preview.files() == clean(made)


def test_styles_and_templates_are_shown_as_they_are_now(
    preview: Preview, tab: Callable[[str], Page]
) -> None:
    page = tab("index.html")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_css("color", "rgb(1, 2, 3)")
    preview.made.write("_static/own.css", "h1 { color: rgb(4, 5, 6) }\n")
    expect(heading).to_have_css("color", "rgb(4, 5, 6)")
    template = '{% extends "!layout.html" %}{% block footer %}Own words{% endblock %}'
    preview.made.write("_templates/layout.html", template)
    page.get_by_text("Own words").wait_for()
    (preview.made.srcdir / "_static/own.css").unlink()
    expect(heading).not_to_have_css("color", "rgb(4, 5, 6)")
    preview.end()
    assert preview.files() == clean(preview.made)


def test_a_build_that_stops_does_not_end_the_preview(
    preview: Preview, tab: Callable[[str], Page]
) -> None:
    page = tab("skills/throwing.html")
    preview.made.write("_templates/layout.html", "{% nonsense %}")
    panel = page.locator("#live-faults")
    expect(panel).to_contain_text("nonsense")
    # What is read meanwhile is written once it can be.
    preview.after(lambda: preview.made.replace(THROWING, "shapes clay", "forms clay"))
    preview.made.write("_templates/layout.html", '{% extends "!layout.html" %}')
    page.get_by_text("forms clay").first.wait_for()
    expect(panel).to_be_empty()
    preview.end()
    assert preview.files() == clean(preview.made)


def builder(preview: Preview) -> int:
    """Return the number of the process that builds."""
    pid = preview.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    commands = {child: Path("/proc", child, "cmdline").read_bytes() for child in children}
    return next(int(child) for child, command in commands.items() if b"spawn_main" in command)


def test_a_process_that_is_killed_is_replaced(preview: Preview, tab: Callable[[str], Page]) -> None:
    page = tab("skills/throwing.html")
    os.kill(builder(preview), signal.SIGKILL)
    expect(page.locator("#live-faults")).to_contain_text("Another starts with the next change")
    preview.made.replace(THROWING, "shapes clay", "forms clay")
    page.get_by_text("forms clay").first.wait_for()
    expect(page.locator("#live-faults")).to_be_empty()


def test_what_many_changes_leave_is_what_a_clean_build_makes(
    preview: Preview, made: Handbook
) -> None:
    role = (made.srcdir / "roles/craft/glazier.md").read_text(encoding="utf-8")
    index = (made.srcdir / "index.md").read_text(encoding="utf-8")
    changes: tuple[Callable[[], object], ...] = (
        lambda: made.replace(THROWING, "# Throwing", "# Turning"),
        lambda: made.replace(POTTER, "# Potter\n", "# Potter of pots\n"),
        lambda: made.write("roles/craft/painter.md", role.replace("Glazier", "Painter")),
        lambda: made.replace("faq/pots.md", "Very hot.", "Hot enough."),
        lambda: made.write("_includes/adjustments.md", "Ask for adjustments.\n"),
        (made.srcdir / "roles/craft/painter.md").unlink,
        lambda: made.replace("roles/craft/index.md", "# Craft", "# Crafts"),
        # Without its first page, a handbook has faults, and its next build must not.
        lambda: (made.srcdir / "index.md").write_bytes(b"\xff"),
        lambda: made.write("index.md", index),
        lambda: made.replace(THROWING, "Makes sets.", "Makes whole sets."),
        lambda: made.replace(POTTER, "# Potter of pots\n", "# Potter\n"),
    )
    for change in changes:
        preview.after(change)
    assert preview.end() == 0
    files = preview.files()
    assert files == clean(made)
    assert not any(b"/.live/" in content for content in files.values())


def test_the_next_preview_goes_on_where_the_last_one_ended(made: Handbook) -> None:
    first = Preview(made)
    assert "15 pages of 15 read" in first.wait_for(" read in ")
    first.after(lambda: made.replace(THROWING, "shapes clay", "forms clay"))
    assert first.end() == 0
    made.replace("faq/pots.md", "Very hot.", "Hot enough.")
    second = Preview(made)
    assert "1 page of 15 read" in second.wait_for(" read in ")
    assert second.end() == 0
    third = Preview(made)
    assert "0 pages of 15 read" in third.wait_for(" read in ")
    assert third.end() == 0
    assert third.files() == clean(made)


def test_it_ends_when_told_to_and_leaves_nothing_running(preview: Preview) -> None:
    working = builder(preview)
    assert preview.end() == 0
    assert not Path("/proc", str(working)).exists()
    assert not any("Traceback" in line for line in preview.lines)


def test_it_takes_the_next_port_where_one_is_taken(preview: Preview, tmp_path: Path) -> None:
    taken = urlsplit(preview.address).port
    assert taken
    other = Preview(small_handbook(tmp_path / "other"), taken)
    assert urlsplit(other.address).port not in (None, taken)
    other.kill()


def ask(preview: Preview, path: str, host: str = "") -> int:
    parts = urlsplit(preview.address)
    with closing(http.client.HTTPConnection(parts.netloc, timeout=PATIENCE)) as connection:
        connection.request("GET", path, headers={"Host": host or parts.netloc})
        return connection.getresponse().status


def test_it_serves_the_site_to_this_machine_and_nothing_else(
    preview: Preview, tmp_path: Path
) -> None:
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    (preview.build / "html" / "link.html").symlink_to(tmp_path / "secret.html")
    assert ask(preview, "/index.html") == 200
    assert ask(preview, "/link.html") == 403
    for path in (
        "/../../../../secret.html",
        "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/secret.html",
        "/.live/server.py",
    ):
        assert ask(preview, path) == 404
    assert ask(preview, "/index.html", "elsewhere.example") == 403
    assert ask(preview, "/.live/events?page=index.html&version=0-0", "elsewhere.example") == 403
    port = urlsplit(preview.address).port
    with closing(socket.socket()) as other:
        assert other.connect_ex(("127.0.0.2", port)) != 0

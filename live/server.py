"""The server: the site on this machine alone, with a script that shows each page as it now is.

The script and what it needs are put into pages as they are sent; none of it is in the built files.
"""

from __future__ import annotations

import html
import io
import json
import secrets
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from live.messages import News

HERE = Path(__file__).parent
HOST = "127.0.0.1"
OWN = "/.live/"
"""Where the preview's own files are; no page has such a name."""
PORTS = 20
"""How many ports are tried, from the first on."""
BEAT = 5
"""Seconds after which a browser that says nothing is sent a sign, to find out whether it is there."""

NO_PAGE = """<!doctype html>
<html lang="en">
<head><title>{title}</title></head>
<body><p>{title}. When there is a page here, it is shown.</p></body>
</html>
"""


class Site:
    """The site as it is in its folder, and what browsers must know of how it changes."""

    def __init__(self, folder: Path) -> None:
        """Serve what is in a folder, now or later."""
        self.folder = folder
        self._run = secrets.token_hex(4)
        self._number = 0
        self._changed: dict[str, int] = {}
        self._faults: tuple[str, ...] = ()
        self.is_built = False
        self._open: Counter[str] = Counter()
        self._news = threading.Condition()

    def apply(self, news: News) -> None:
        """Let browsers know."""
        with self._news:
            self._number += 1
            self._changed.update(dict.fromkeys(news.changed, self._number))
            if news.faults is not None:
                self._faults = news.faults
                self.is_built = True
            self._news.notify_all()

    @property
    def shown(self) -> frozenset[str]:
        """The pages that are open in a browser."""
        with self._news:
            return frozenset(self._open)

    @property
    def version(self) -> str:
        """What a page is as of; it is of no use to another run of the preview."""
        return f"{self._run}-{self._number}"

    def events(self, page: str, version: str) -> Iterator[tuple[str, Any]]:
        """Give what happens to a page after a version of the site: faults, and at last a reload."""
        run, _, number = version.partition("-")
        faults: tuple[str, ...] | None = None
        with self._news:
            self._open[page] += 1
        try:
            while True:
                event: tuple[str, Any] | None = None
                with self._news:
                    if run != self._run or self._changed.get(page, 0) > int(number):
                        event = ("reload", None)
                    elif faults != self._faults:
                        faults = self._faults
                        event = ("faults", faults)
                    elif not self._news.wait(BEAT):
                        event = ("beat", None)
                # Whoever sends it may have to wait, and nobody else should wait for that.
                if event:
                    yield event
                if event == ("reload", None):
                    return
        finally:
            with self._news:
                self._open -= Counter([page])


class _Handler(SimpleHTTPRequestHandler):
    """Sends the site's files as they are, and its pages with the preview's script."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, *arguments: Any, site: Site, **options: Any) -> None:
        self.site = site
        super().__init__(*arguments, directory=str(site.folder), **options)

    def parse_request(self) -> bool:
        if not super().parse_request():
            return False
        # A name that leads here from elsewhere would let other sites read what is being written.
        if self.headers.get("Host", "").rpartition(":")[0] in (HOST, "localhost"):
            return True
        self.send_error(HTTPStatus.FORBIDDEN, "This is for this machine alone")
        return False

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == f"{OWN}events":
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            self._send_events(query.get("page", ""), query.get("version", ""))
        else:
            super().do_GET()

    def send_head(self) -> BinaryIO | None:
        address = urlsplit(self.path).path
        if address.startswith(OWN):
            return self._send_own(address.removeprefix(OWN))
        file = Path(self.translate_path(self.path))
        root = self.site.folder.resolve()
        if not file.resolve().is_relative_to(root):
            self.send_error(HTTPStatus.FORBIDDEN, "This is not in the site")
            return None
        if file.is_dir() and address.endswith("/"):
            file /= "index.html"
        if file.is_dir() or (file.is_file() and file.suffix != ".html"):
            return super().send_head()
        return self._send_page(file)

    def _send_page(self, file: Path) -> BinaryIO:
        # The version comes before the page is read, so that the page is never older.
        version = self.site.version
        status = HTTPStatus.OK
        try:
            body = file.read_bytes()
        except OSError:
            status = HTTPStatus.NOT_FOUND
            body = self._missing()
        page = html.escape(file.relative_to(self.site.folder.absolute()).as_posix())
        added = (
            f'<link rel="stylesheet" href="{OWN}preview.css">'
            f'<script src="{OWN}preview.js" data-page="{page}" data-version="{version}" defer></script>'
        )
        before, head, after = body.partition(b"</head>")
        return self._send(
            status, "text/html; charset=utf-8", before + added.encode() + head + after
        )

    def _missing(self) -> bytes:
        try:
            return (self.site.folder / "404.html").read_bytes()
        except OSError:
            title = "There is no such page" if self.site.is_built else "The site is being built"
            return NO_PAGE.format(title=title).encode()

    def _send_own(self, name: str) -> BinaryIO | None:
        types = {"preview.js": "text/javascript", "preview.css": "text/css"}
        if name in types:
            return self._send(HTTPStatus.OK, types[name], (HERE / name).read_bytes())
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> BinaryIO:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def _send_events(self, page: str, version: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for name, data in self.site.events(page, version):
            self.wfile.write(f"event: {name}\ndata: {json.dumps(data)}\n\n".encode())

    def end_headers(self) -> None:
        # Pages name files by their checksums; for others, two changes may have one time of change.
        named = "v" in parse_qs(urlsplit(self.path).query)
        self.send_header("Cache-Control", "max-age=86400, immutable" if named else "no-store")
        super().end_headers()

    def log_message(self, *arguments: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    """Says nothing of a browser that leaves before its answer is whole."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(site: Site, port: int) -> Iterator[str]:
    """Serve a site on the first port that is free, and give its address."""
    server = _listen(partial(_Handler, site=site), port)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True
    )
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        server.shutdown()
        server.socket.close()
        thread.join()


def _listen(handler: Any, first: int) -> _Server:
    for port in range(first, min(first + PORTS, 65_536)):
        try:
            return _Server((HOST, port), handler)
        except OSError:
            continue
    msg = f"No port from {first} to {first + PORTS - 1} is free; name another with --port."
    raise SystemExit(msg)

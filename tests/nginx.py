"""A real nginx with the settings of `publish/nginx.conf`; run as a program, it installs one."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import debian

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = Path(__file__).parent.parent / "publish" / "nginx.conf"
AROUND = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{}}
http {{
    include {types};
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root "{site}";
        include "{settings}";
    }}
}}
"""


def find() -> str | None:
    """Return the path of nginx, which is often no program that a person's path leads to."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def serve(site: Path, folder: Path) -> Iterator[str]:
    """Serve a site on this machine as the handbook's guide says, and give its address."""
    program = find()
    if program is None:
        msg = "no nginx is found; install it, or run as root on Debian: python3 tests/nginx.py"
        raise RuntimeError(msg)
    about = subprocess.run([program, "-V"], check=True, capture_output=True, text=True).stderr
    conf = re.search(r"--conf-path=(\S+)", about)
    types = (Path(conf[1]) if conf else Path("/etc/nginx/nginx.conf")).with_name("mime.types")
    port = _free_port()
    text = AROUND.format(folder=folder, types=types, port=port, site=site, settings=SETTINGS)
    own = folder / "nginx.conf"
    own.write_text(text, encoding="utf-8")
    command = [program, "-p", str(folder), "-e", "stderr", "-c", str(own)]
    log = folder / "error.log"
    with log.open("wb") as said, subprocess.Popen(command, stderr=said) as process:
        try:
            while not _answers(port):
                if process.poll() is not None:
                    msg = f"nginx does not start: {log.read_text(encoding='utf-8')}"
                    raise RuntimeError(msg)
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    if not find():
        debian.install("nginx")
    if not find():
        sys.exit("No nginx is found, and none could be installed: install it, and run this again.")

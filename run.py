"""Run a task from nothing but Python and pip: `python3 run.py site`.

Puts nox into `.nox/tools`, which needs neither a virtual environment nor leave to install into
the system's Python, and hands over to it. The tasks are the sessions of `noxfile.py`.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".nox" / "tools"
LOCKED = ROOT / "requirements" / "nox.txt"
INSTALLED = TOOLS / "installed.txt"


def install() -> None:
    """Install the locked nox, unless it is there already."""
    if INSTALLED.exists() and INSTALLED.read_bytes() == LOCKED.read_bytes():
        return
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target", str(TOOLS)]
    subprocess.run([*pip, "--require-hashes", "--requirement", str(LOCKED)], check=True)
    INSTALLED.write_bytes(LOCKED.read_bytes())


def main(arguments: list[str]) -> int:
    """Run the named sessions; what follows `--` goes to them."""
    if sys.version_info[:2] != (3, 11):
        print(f"This needs Python 3.11, and this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    try:
        install()
    except subprocess.CalledProcessError as error:
        print("nox could not be installed; what pip says above is why.", file=sys.stderr)
        return error.returncode
    options = ["--session"] if arguments and not arguments[0].startswith("-") else []
    command = [
        sys.executable,
        "-m",
        "nox",
        "--noxfile",
        str(ROOT / "noxfile.py"),
        *options,
        *arguments,
    ]
    return subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(TOOLS)}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

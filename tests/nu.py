"""The Nu HTML checker; run as a program, it is installed as it is locked, where Java is."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
JAVA = "java"
JAR = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
NOTICE = "HTML VALIDITY WAS NOT CHECKED: the Nu checker needs Java, and no `java` is found here."


def has_java() -> bool:
    """Tell whether Java is there and starts, which macOS's stand-in for it does not."""
    command = [JAVA, "-version"]
    return (
        shutil.which(JAVA) is not None
        and subprocess.run(command, check=False, capture_output=True).returncode == 0
    )


def install() -> None:
    """Install the locked checker; what npm says is why, where it cannot."""
    npm = shutil.which("npm")
    if npm:
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=HERE, check=False)


def errors(site: Path) -> list[str]:
    """Return what is invalid in the pages of a site, as `file:line: what is wrong`."""
    if not JAR.exists():
        msg = "the Nu checker is not installed; with Node.js and npm installed, run: python3 tests/nu.py"
        raise RuntimeError(msg)
    checked = subprocess.run(
        [JAVA, "-jar", str(JAR), "--format", "json", "--errors-only", "--exit-zero-always",
         "--skip-non-html", "--stdout", str(site)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [
        f"{message['url'].removeprefix(f'file:{site}/')}:{message.get('lastLine', 1)}: {message['message']}"
        for message in json.loads(checked.stdout)["messages"]
    ]


if __name__ == "__main__":
    if not has_java():
        sys.stderr.write(f"{NOTICE}\n")
    elif not JAR.exists():
        install()
        if not JAR.exists():
            sys.exit("The Nu checker could not be installed: it takes Node.js and npm.")

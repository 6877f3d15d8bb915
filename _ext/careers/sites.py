"""Other handbooks, each a site of its own, that the search of this one finds pages in as well."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sphinx.errors import ConfigError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

SETTING = "careers_other_handbooks"
EXAMPLE = '{"Finance": "https://finance.example.com/"}'


def read(setting: object) -> tuple[dict[str, str], list[str]]:
    """Return the address of each handbook's root by the name that readers see, and what is wrong."""
    if not isinstance(setting, Mapping):
        return {}, [f"write names and addresses, such as {EXAMPLE}"]
    addresses: dict[str, str] = {}
    faults: list[str] = []
    for name, address in setting.items():
        if not isinstance(name, str) or not name.strip():
            faults.append(f"{name!r} is no name; write the one that readers know the handbook by")
        elif fault := _fault(address):
            faults.append(f"{name}: {address!r} {fault}")
        else:
            root = f"{str(address).rstrip('/')}/"
            if root in addresses.values():
                faults.append(f"{name}: {address!r} is the address of another one as well")
            addresses[name.strip()] = root
    return addresses, faults


def _fault(address: object) -> str:
    """Say what is wrong with the address of a handbook, if anything is."""
    try:
        parts = urlsplit(address if isinstance(address, str) else "")
        is_whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole:
        return "is no whole address; write one that begins with https://"
    if parts.query or parts.fragment or parts.username is not None:
        return "has more than a host and a folder; leave out what follows ? or #, and who signs in"
    if any(character.isspace() for character in str(address)):
        return "has a space; write it as a browser shows it"
    return ""


def add_other_handbooks(app: Sphinx, config: Config) -> None:
    """Give every template the other handbooks as JSON, or nothing where there are none.

    As part of `html_context`, they belong to the settings of the build: where they change, Sphinx
    writes every page anew.
    """
    addresses, faults = read(config.careers_other_handbooks)
    if faults:
        msg = f"{SETTING} in conf.py: {'; '.join(faults)}"
        raise ConfigError(msg)
    handbooks = json.dumps(addresses, ensure_ascii=False) if addresses else ""
    config.html_context = {**config.html_context, "other_handbooks": handbooks}

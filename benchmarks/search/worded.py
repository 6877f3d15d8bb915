"""Queries that ask for a section in wordings of `../wordings.yml`, with the names of a built handbook."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from careers.search import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDINGS = Path(__file__).parent.parent / "wordings.yml"
FACTS = {"Reports to": "reports-to", "Leads to": "leads-to", "Also called": "aliases"}
"""What the panel of a role tells, and where the data of the handbook tell it."""

Thing = dict[str, Any]
"""What the data tell of a role, a skill or a qualification."""


def queries(site: Path) -> Iterator[dict[str, Any]]:
    """Make a query of each wording, in the form of `queries.yml`, the same each time."""
    choose = random.Random(5)  # noqa: S311  # the same names each time
    data = json.loads((site / "data/handbook.json").read_text(encoding="utf-8"))
    later = {id_ for role in data["roles"] for id_ in role["leads-to"]}
    for asked in yaml.safe_load(WORDINGS.read_text(encoding="utf-8")):
        things = [
            thing
            for thing in data[asked["of"]]
            if "has" not in asked or _has(thing, asked["has"], site, later)
        ]
        for wording in asked["wordings"] if things else ():
            thing = choose.choice(things)
            sections = [id_ for section in asked["sections"] for id_ in _ids(section, thing)]
            text = _with_name(wording, thing["title"])
            yield {
                "class": asked["asks"],
                "query": text,
                "page": thing["url"],
                "section": sections,
            }


def _has(thing: Thing, section: str, site: Path, later: set[str]) -> bool:
    """Tell whether the page of a thing has a section, or a line of its panel."""
    if section in FACTS:
        return bool(thing[FACTS[section]])
    if section == "Comes after":
        return thing["id"] in later
    return f'id="{slug_of(section)}"' in (site / thing["url"]).read_text(encoding="utf-8")


def _ids(section: str, thing: Thing) -> list[str]:
    """Return the ids that a section may have on the page of a thing."""
    title = thing["title"]
    if section == "top":
        return [title]
    return [section.replace("a …", f"{article} {title}") for article in ("a", "an")]


def _with_name(wording: str, title: str) -> str:
    """Put the name of a thing into a wording, as people write names in a sentence."""
    name = " ".join(
        word if re.search("[A-Z]", word[1:]) else word.lower() for word in title.split()
    )
    one = f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"
    many = re.sub("([^aeiou])y$", r"\1ie", name) + "s"
    return re.sub(
        r"\{(a )?\w+?(s?)\}",
        lambda place: one if place[1] else many if place[2] else name,
        wording,
    )

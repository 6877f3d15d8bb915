"""After any sequence of edits, an incremental build writes what a clean build writes."""

from __future__ import annotations

import json
import random
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from building import Handbook, small_handbook, words

LEVELS = ("awareness", "working", "practitioner", "expert")


@dataclass
class Content:
    """The pages of a handbook that edits change, by their paths."""

    chance: random.Random
    families: list[str] = field(default_factory=lambda: ["one", "two"])
    skills: list[str] = field(default_factory=lambda: [f"s{n}" for n in range(5)])
    roles: dict[str, str] = field(default_factory=lambda: {f"r{n}": "one" for n in range(4)})
    made: int = 0

    def new(self, letter: str) -> str:
        self.made += 1
        return f"{letter}new{self.made}"

    def some(self, names: list[str], most: int) -> list[str]:
        return self.chance.sample(sorted(names), min(len(names), self.chance.randint(0, most)))

    def role(self, id_: str) -> str:
        others = [other for other in self.roles if other != id_]
        lines = ["---", "role:"]
        lines += [
            f"  {key}: [{', '.join(self.some(others, 2))}]"
            for key in ("reports-to", "leads-to", "similar")
        ]
        lines += [
            "  asks-less: It does.",
            "---",
            "",
            f"# Role {id_} {self.chance.randint(0, 3)}",
            "",
            "Its lead.",
        ]
        lines += ["", "## Skills", ""]
        for skill in self.some(self.skills, 4):
            lines += [f":::{{skill}} {skill}", f":level: {self.chance.choice(LEVELS)}", ":::", ""]
        if others:
            lines += ["Like {job}`" + self.chance.choice(sorted(others)) + "`."]
        return "\n".join(lines) + "\n"

    def skill(self, id_: str) -> str:
        number = self.chance.randint(0, 9)
        levels = "".join(
            f"\n## {level.capitalize()}\n\nText {number} of {level}.\n" for level in LEVELS
        )
        return f"# Skill {id_} {self.chance.randint(0, 3)}\n\nLead {number}.\n{levels}"

    def question(self) -> str:
        about = ", ".join(self.some(list(self.roles), 2))
        return f"---\nfaq:\n  about: [{about}]\n---\n\n# Asked\n\n## Why {self.chance.randint(0, 3)}?\n\nBecause.\n"

    def edit(self, made: Handbook, kind: str) -> None:  # noqa: C901, PLR0912  # a case a kind
        """Make one change to the sources."""
        match kind:
            case "edit a role":
                if self.roles:
                    id_ = self.chance.choice(sorted(self.roles))
                    made.write(f"roles/{self.roles[id_]}/{id_}.md", self.role(id_))
            case "edit a skill":
                if self.skills:
                    id_ = self.chance.choice(self.skills)
                    made.write(f"skills/{id_}.md", self.skill(id_))
            case "add a role":
                id_ = self.new("r")
                self.roles[id_] = self.chance.choice(self.families)
                made.write(f"roles/{self.roles[id_]}/{id_}.md", self.role(id_))
            case "add a skill":
                id_ = self.new("s")
                self.skills.append(id_)
                made.write(f"skills/{id_}.md", self.skill(id_))
            case "remove a role":
                if self.roles:
                    id_ = self.chance.choice(sorted(self.roles))
                    (made.srcdir / f"roles/{self.roles.pop(id_)}/{id_}.md").unlink()
            case "remove a skill":
                if self.skills:
                    id_ = self.skills.pop(self.chance.randrange(len(self.skills)))
                    (made.srcdir / f"skills/{id_}.md").unlink()
            case "rename a role":
                if self.roles:
                    id_ = self.chance.choice(sorted(self.roles))
                    family = self.roles.pop(id_)
                    renamed = self.new("r")
                    self.roles[renamed] = self.chance.choice(self.families)
                    (made.srcdir / f"roles/{family}/{id_}.md").rename(
                        made.srcdir / f"roles/{self.roles[renamed]}/{renamed}.md"
                    )
            case "edit a family":
                family = self.chance.choice(self.families)
                made.write(
                    f"roles/{family}/index.md",
                    f"# Family {family} {self.chance.randint(0, 3)}\n\nIts lead.\n",
                )
            case "edit a question":
                made.write("faq/asked.md", self.question())
            case "edit the disclaimer":
                made.write("_includes/disclaimer.md", f"Disclaimer {self.chance.randint(0, 3)}.\n")

    def start(self, made: Handbook) -> None:
        """Write the handbook that the edits start from, which has nothing of the base root."""
        for path in [
            *made.srcdir.glob("roles/craft/*"),
            *made.srcdir.glob("skills/[!i]*"),
            *made.srcdir.glob("faq/[!i]*"),
        ]:
            path.unlink()
        (made.srcdir / "roles/craft").rmdir()
        for family in self.families:
            made.write(f"roles/{family}/index.md", f"# Family {family}\n\nIts lead.\n")
        for skill in self.skills:
            made.write(f"skills/{skill}.md", self.skill(skill))
        for role, family in self.roles.items():
            made.write(f"roles/{family}/{role}.md", self.role(role))
        made.write("roles/index.md", "# Roles\n\n:::{family-list}\n:::\n\n:::{role-index}\n:::\n")


KINDS = (
    "edit a role", "edit a skill", "add a role", "add a skill", "remove a role", "remove a skill",
    "rename a role", "edit a family", "edit a question", "edit the disclaimer",
)  # fmt: skip

edits = st.lists(
    st.tuples(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4), st.sampled_from([1, 2])),
    min_size=1,
    max_size=3,
)


# A build is too slow to look for the smallest failing sequence; the one that is found is short.
@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(edits, st.integers(0, 10**6))
def test_incremental_equals_clean(steps: list[tuple[list[str], int]], seed: int) -> None:
    content = Content(random.Random(seed))  # noqa: S311  # Hypothesis chooses the seed
    with tempfile.TemporaryDirectory() as folder:
        made = small_handbook(Path(folder).resolve() / "handbook")
        content.start(made)
        made.build()
        for kinds, jobs in steps:
            for kind in kinds:
                content.edit(made, kind)
            made.build(jobs=jobs)
        for jobs in (1, 2):
            clean = Handbook(made.srcdir, made.srcdir.parent / f"clean-{jobs}" / "html")
            clean.build(jobs=jobs, fresh=True)
            assert made.output() == clean.output()


@settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(KINDS), max_size=6), st.integers(0, 10**6))
def test_built_pages_and_data_agree(kinds: list[str], seed: int) -> None:
    content = Content(random.Random(seed))  # noqa: S311  # Hypothesis chooses the seed
    with tempfile.TemporaryDirectory() as folder:
        made = small_handbook(Path(folder).resolve() / "handbook")
        content.start(made)
        for kind in kinds:
            content.edit(made, kind)
        made.build()
        roles = {role["id"]: role for role in read(made, "data/handbook.json")["roles"]}
        for skill in read(made, "data/handbook.json")["skills"]:
            asked = read(made, f"data/skills/{skill['id']}.json")["asked-by"]
            assert {(ask["id"], ask["level"]) for ask in asked} == {
                (role["id"], need["level"])
                for role in roles.values()
                for need in role["skills"]
                if need["id"] == skill["id"]
            }
        likeness = {
            (role["id"], other["id"]): other["similarity"]
            for role in roles.values()
            for other in role["similar"]
        }
        for (one_, other), measure in likeness.items():
            assert 0 <= measure <= 1
            assert likeness.get((other, one_), measure) == measure
        shown = {id_: comparisons(made, id_) for id_ in roles}
        for one_, others in shown.items():
            assert one_ not in others
            for other, changes in others.items():
                if one_ in shown[other]:
                    assert shown[other][one_] == {
                        (MIRROR[change], skill, levels[::-1]) for change, skill, levels in changes
                    }


MIRROR = {"Gained": "Dropped", "Raised": "Lowered", "The same": "The same", "Lowered": "Raised", "Dropped": "Gained"}  # fmt: skip


def read(made: Handbook, path: str) -> Any:
    return json.loads((made.outdir / path).read_text(encoding="utf-8"))


def comparisons(made: Handbook, role: str) -> dict[str, set[tuple[str, str, tuple[str, ...]]]]:
    """Read what a page of comparisons says of each other role."""
    found = {}
    for section in made.page(f"compare/{role}").select("section > section"):
        changes = set()
        for heading in section.select("h3"):
            change = words(heading).partition(":")[0]
            if change in MIRROR:
                rows = heading.find_next_sibling("ul")
                assert rows is not None
                for row in rows.select("li"):
                    skill, *levels = (words(link) for link in row.select("a"))
                    changes.add((change, skill, tuple(levels)))
        found[str(section["id"])] = changes
    return found

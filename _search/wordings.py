"""Fit how much each word asks for each section of a page: `python3 run.py vectors`.

`wordings/` holds, for each kind of page and each of its sections, ways in which people ask for that
section of a page of that kind; `{a role}` and the like stand for its name. They are made up to fit
words by, and are no part of the handbook. What a word counts is fitted to them as in a logistic
regression, and beside the words what they mean together, by the vectors that `vectors.py` makes:
so a wording is understood that is not among them.

The result is kept in the repository, so only who changes the wordings, or the vectors, runs this.
"""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
import vectors
import yaml

HERE = Path(__file__).parent
OUT = HERE.parent / "_static/search/wordings.js"
KINDS = ("role", "skill", "qualification")

LEAST = 2
"""A word counts that is in so many wordings."""
MEANING = 0.4
"""How large what words mean is beside a word."""
DECAY = 1e-5
"""How much a large count costs: less fits the wordings too closely, and no others."""
TURNS = 400
STEPS = 31
"""Counts are whole numbers from -STEPS to STEPS, in a byte each that is STEPS + 1 for nothing."""

Numbers: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.float32]]"
Wordings = list[tuple[str, list[str]]]
"""The heading of a section, which is empty for the top of a page, and the words of a wording."""


def read_wordings(kind: str) -> Wordings:
    """Read the wordings of a kind of page, without what stands for its name."""
    told = yaml.safe_load((HERE / f"wordings/{kind}.yml").read_text(encoding="utf-8"))
    return [
        (heading, vectors.words_of(re.sub(r"\{[a-z ]+\}", " ", text)))
        for heading, texts in told.items()
        for text in texts
    ]


class Features:
    """What a wording is told by: its words, as one by the root of their number, and their meaning."""

    def __init__(self, words: list[str], meanings: dict[str, Numbers]) -> None:
        """Take the words that count, and the vectors of words."""
        self.numbers = {word: number for number, word in enumerate(words)}
        self.meanings = meanings

    def of(self, words: list[str]) -> Numbers:
        """Return the features of a wording: those of its words, and then those of its meaning."""
        said = np.zeros(len(self.numbers), dtype=np.float32)
        said[[self.numbers[word] for word in words if word in self.numbers]] = len(words) ** -0.5
        means = np.zeros(vectors.SIZE, dtype=np.float32)
        for word in words:
            means += self.meanings.get(word, 0)
        return np.concatenate([said, MEANING * means / (np.linalg.norm(means) or 1)])


def fit(wordings: Wordings, features: Features) -> tuple[list[str], Numbers]:
    """Return the headings, and how much each feature counts for each of them."""
    headings = list(dict.fromkeys(heading for heading, _ in wordings))
    given = torch.tensor(np.stack([features.of(words) for _, words in wordings]))
    goals = torch.tensor([headings.index(heading) for heading, _ in wordings])
    # As if all sections had as many wordings.
    evenly = len(goals) / len(headings) / torch.bincount(goals)
    counts = torch.zeros(given.shape[1], len(headings), requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [counts], max_iter=TURNS, history_size=20, line_search_fn="strong_wolfe"
    )

    def loss() -> float:
        optimizer.zero_grad()
        found = torch.nn.functional.cross_entropy(given @ counts, goals, evenly)
        found = found + DECAY * (counts**2).sum()
        found.backward()
        return float(found.item())

    optimizer.step(loss)
    return headings, counts.detach().numpy()


def pack(headings: list[str], counts: Numbers, words: int) -> dict[str, object]:
    """Pack counts into bytes: those of words in one scale, and those of meanings in another."""
    parts = (counts[:words], MEANING * counts[words:])
    scales = [float(np.abs(part).max()) / STEPS for part in parts]
    steps = [np.rint(part / scale) for part, scale in zip(parts, scales, strict=True)]
    packed = (np.concatenate(steps) + STEPS + 1).astype(np.uint8).tobytes()
    return {
        "headings": headings,
        "scales": [round(scale, 5) for scale in scales],
        "values": base64.b64encode(packed).decode(),
    }


def main() -> None:
    """Fit the counts of all kinds of pages, and write them as a script."""
    torch.manual_seed(0)
    wordings = {kind: read_wordings(kind) for kind in KINDS}
    times = Counter(word for each in wordings.values() for _, words in each for word in words)
    words = sorted(word for word, count in times.items() if count >= LEAST)
    features = Features(words, vectors.unpack(vectors.OUT.read_text(encoding="utf-8")))
    kinds = {
        kind.capitalize(): pack(*fit(each, features), len(words)) for kind, each in wordings.items()
    }
    told = json.dumps(
        {"words": " ".join(words), "kinds": kinds}, ensure_ascii=False, separators=(",", ":")
    )
    OUT.write_text(f"globalThis.signpostWordings = {told};\n", encoding="utf-8")


if __name__ == "__main__":
    main()

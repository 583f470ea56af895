"""How good a linkage is: precision, recall and F1, in all and for each kind of damage."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

THRESHOLDS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)
EVERYTHING = "all"


@dataclass
class Quality:
    """Counts of records (or pairs): found and right, found and wrong, there but not found."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of what was found, how much is right."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Of what there is, how much was found."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


def of_links(folder: Path, answer: pa.Table) -> dict[str, Quality]:
    """By kind of damage; the threshold is the one with the best F1."""
    return max(
        (_links(folder, answer, t) for t in _thresholds(answer)), key=lambda found: found[EVERYTHING].f1
    )


def of_pairs(folder: Path, answer: pa.Table) -> Quality:
    """Of pairs inside one table; the threshold is the one with the best F1."""
    truth = set(_pairs(pq.read_table(folder / "truth.parquet")))
    return max((_compared(answer, truth, t) for t in _thresholds(answer)), key=lambda found: found.f1)


def wrong_near_twins(folder: Path, answer: pa.Table) -> int:
    """Records that were taken for their near-twin, at the threshold of the best F1 for others."""
    chosen = _best(answer, 0.5)
    truth = pq.read_table(folder / "truth.parquet", columns=["left", "twin"])
    every = zip(*(truth[name].to_pylist() for name in ("left", "twin")), strict=True)
    return sum(twin >= 0 and chosen.get(left) == twin for left, twin in every)


def _thresholds(answer: pa.Table) -> tuple[float, ...]:
    # An answer with one score for all has nothing to choose.
    return THRESHOLDS if len(answer["score"].unique()) > 1 else (0.0,)


def _links(folder: Path, answer: pa.Table, threshold: float) -> dict[str, Quality]:
    chosen = _best(answer, threshold)
    truth = pq.read_table(folder / "truth.parquet")
    found: dict[str, Quality] = defaultdict(Quality)
    for left, right, kinds in zip(*(truth[n].to_pylist() for n in ("left", "right", "kinds")), strict=True):
        got = chosen.get(left, -1)
        for kind in (*kinds, EVERYTHING):
            quality = found[kind]
            quality.right += got == right >= 0
            quality.wrong += got >= 0 and got != right
            quality.missed += right >= 0 and got != right
    return found


def _best(answer: pa.Table, threshold: float) -> dict[int, int]:
    """The likeliest partner of each record; the first of several."""
    ordered = answer.sort_by([("score", "ascending"), ("right", "descending")])
    every = zip(*(ordered[name].to_pylist() for name in ("left", "right", "score")), strict=True)
    return {left: right for left, right, score in every if score >= threshold}


def _compared(answer: pa.Table, truth: set[tuple[int, int]], threshold: float) -> Quality:
    kept = (score >= threshold for score in answer["score"].to_pylist())
    found = {pair for pair, keep in zip(_pairs(answer), kept, strict=True) if keep}
    return Quality(len(found & truth), len(found - truth), len(truth - found))


def _pairs(pairs: pa.Table) -> list[tuple[int, int]]:
    every = zip(pairs["left"].to_pylist(), pairs["right"].to_pylist(), strict=True)
    return [(min(a, b), max(a, b)) for a, b in every]

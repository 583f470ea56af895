"""Sampling (抽样): who is drawn follows from a published seed, on any machine, with any program.

The frame is a list of keys in cells. In each cell the keys are put in the order of
HMAC-SHA-256(seed, cell ‖ "|" ‖ key), read as hexadecimal text, smallest first: the first ``take`` are
drawn, the next ``reserve`` stand by in that order. Nothing here is random and nothing depends on the
language: a line of OpenSSL gives the same digest. Why: docs/decisions/0016-sampling.md.
"""

import hashlib
import hmac
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

VILLAGES = "villages"
"""The cell in which villages are drawn, where a design draws villages first."""


@dataclass(frozen=True)
class Unit:
    """One household of the frame: its published key, its cell and its village's code."""

    key: str
    cell: str
    village: str = ""


@dataclass(frozen=True)
class Drawn:
    """A unit that was drawn: its place in its cell (from 1), and whether it stands by only."""

    unit: Unit
    place: int
    reserve: bool


def seed_text(said: str) -> str:
    """A seed as it is used: full-width letters and blanks of any kind do not make another one."""
    return " ".join(unicodedata.normalize("NFKC", said).split())


def rank(seed: str, cell: str, key: str) -> str:
    """The digest by which a key stands in its cell, as 64 hexadecimal digits."""
    return hmac.new(seed.encode(), f"{cell}|{key}".encode(), hashlib.sha256).hexdigest()


def ordered(seed: str, cell: str, keys: Iterable[str]) -> list[str]:
    """The keys of a cell in the order of the seed."""
    return sorted(keys, key=lambda key: (rank(seed, cell, key), key))


def draw(
    seed: str, frame: Sequence[Unit], takes: Mapping[str, int], reserves: Mapping[str, int]
) -> list[Drawn]:
    """The sample, cell by cell in the order of their names. ValueError if a key stands twice in the frame.

    A take beyond the cell is the whole cell; what is left of it stands by.
    """
    units = {unit.key: unit for unit in frame}
    if len(units) != len(frame):
        raise ValueError("a key stands twice in the frame")
    cells: dict[str, list[str]] = defaultdict(list)
    for unit in frame:
        cells[unit.cell].append(unit.key)
    return [
        Drawn(units[key], place, place > takes.get(cell, 0))
        for cell in sorted(cells)
        for place, key in enumerate(ordered(seed, cell, cells[cell]), start=1)
        if place <= takes.get(cell, 0) + reserves.get(cell, 0)
    ]


def fingerprint(frame: Iterable[Unit]) -> str:
    """SHA-256 of the frame as published: a line ``key,cell,village`` each, in the order of the keys."""
    lines = sorted(f"{unit.key},{unit.cell},{unit.village}\n" for unit in frame)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def size(frame: int, share: Fraction, at_least: int = 0, at_most: int | None = None) -> int:
    """How many of a cell: its share rounded up, not below and not above the bounds, never more than there are."""
    wanted = max(ceil(frame * share), at_least)
    return min(wanted if at_most is None else min(wanted, at_most), frame)


def allotted(total: int, frames: Mapping[str, int]) -> dict[str, int]:
    """A total over cells by their size: whole parts first, then the largest remainders; ties by name.

    Never more than there are; what all cells together do not have is not drawn.
    """
    whole = sum(frames.values())
    if total >= whole:
        return dict(frames)
    exact = {cell: Fraction(total * frame, whole) for cell, frame in frames.items()}
    parts = {cell: int(part) for cell, part in exact.items()}
    left = total - sum(parts.values())
    first = sorted(exact, key=lambda cell: (parts[cell] - exact[cell], cell))[:left]
    return {cell: part + (cell in first) for cell, part in parts.items()}


def reserve(take: int, frame: int, share: Fraction) -> int:
    """How many stand by: a share of the take, rounded up, as far as there are any left."""
    return min(ceil(take * share), frame - take)

"""Sizes (样本量): how many of each cell a design draws, and what that costs in visits."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from liuqing.compute import sampling
from liuqing.policy.evaluation import Version
from liuqing.registry.queries.evaluations.frame import Cell, Line


def takes(version: Version, cells: Mapping[str, Cell]) -> dict[str, int]:
    """How many of each cell: a share within its bounds, or a total over the cells of a line."""
    found: dict[str, int] = {}
    for number, take in enumerate(version.takes):
        own = {name: cell.frame for name, cell in cells.items() if cell.take == number}
        if take.total is not None:
            found |= sampling.allotted(take.total, own)
        else:
            found |= {
                name: sampling.size(frame, take.part, take.at_least, take.at_most)
                for name, frame in own.items()
            }
    return found


def reserves(version: Version, cells: Mapping[str, Cell], taken: Mapping[str, int]) -> dict[str, int]:
    """How many of each cell stand by."""
    share = Fraction(version.reserve)
    return {name: sampling.reserve(taken[name], cell.frame, share) for name, cell in cells.items()}


def within(cells: Mapping[str, Cell], lines: Sequence[Line], villages: Sequence[str]) -> dict[str, Cell]:
    """The cells as they are in some villages only: those that were drawn first."""
    chosen, counts = set(villages), dict.fromkeys(cells, 0)
    for line in lines:
        counts[line.cell] += line.village in chosen
    return {name: Cell(**{**vars(cells[name]), "frame": n}) for name, n in counts.items() if n}

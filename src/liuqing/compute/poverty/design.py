"""Standard errors: how far a measure of a sample may lie from that of everybody.

Linearisation: the variance of a measure is that of the total of weight × influence over the sample
(Deville 1999; Taylor series as in survey software), the primary sampling units taken as drawn with
replacement within their strata:

    v = Σ_h n_h/(n_h − 1) · Σ_c (t_c − mean of t in h)²,   t_c = Σ weight × influence in the unit c

Without units every row is one; without strata there is one. A group is a domain of the whole sample:
units without anybody of the group count as 0. A stratum of a single unit has no variance, so that
there is no standard error at all; nor has a group that lies in a single unit. Where everybody was counted there is no sample, and none either.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from liuqing.compute.poverty.measures import Estimate, Floats

Codes = npt.NDArray[np.int64]
NORMAL = 1.959963984540054
"""Half the width of a 95 % interval in standard errors."""


@dataclass(frozen=True)
class Design:
    """How the rows were drawn: ``unit`` of each row, ``stratum`` of each unit, ``size`` of each stratum.

    ``unit`` None: every row is its own unit, and ``stratum`` is of rows. ``census``: everybody counted.
    """

    stratum: Codes
    size: Codes
    unit: Codes | None = None
    census: bool = False

    @property
    def units(self) -> int:
        """How many units were drawn."""
        return len(self.stratum)

    @property
    def lonely(self) -> int:
        """Strata of a single unit, of which no variance can be known."""
        return int((self.size == 1).sum())


def design(rows: int, *, strata: Codes | None = None, units: Codes | None = None) -> Design:
    """The design of so many rows; a unit of the same name in another stratum is another unit."""
    stratum = np.zeros(rows, np.int64) if strata is None else strata
    if units is None:
        return Design(stratum, np.bincount(stratum))
    pair = stratum * (int(units.max(initial=0)) + 1) + units
    _, first, unit = np.unique(pair, return_index=True, return_inverse=True)
    of_unit = stratum[first]
    return Design(of_unit, np.bincount(of_unit), unit.astype(np.int64))


def census(rows: int) -> Design:
    """Everybody was counted: nothing was drawn, so nothing has a standard error."""
    return Design(np.zeros(rows, np.int64), np.array([rows]), census=True)


def standard_error(found: Estimate, weight: Floats, rows: Codes, drawn: Design) -> float | None:
    """Of a measure of some ``rows`` of the sample; None in a census or where it cannot be known."""
    if found.influence is None or drawn.census or drawn.lonely or not _several(rows, drawn):
        return None
    totals: Floats = found.influence * weight
    units = rows
    if drawn.unit is not None:
        by_unit = np.bincount(drawn.unit[rows], weights=totals, minlength=drawn.units)
        totals, units = np.asarray(by_unit, np.float64), np.arange(drawn.units)
    if len(drawn.size) == 1:
        return math.sqrt(max(0.0, _of_stratum(totals, int(drawn.size[0]))))
    return math.sqrt(max(0.0, _of_strata(totals, drawn.stratum[units], drawn.size)))


def _several(rows: Codes, drawn: Design) -> bool:
    """Whether the rows lie in more than one unit."""
    if drawn.unit is None:
        return len(rows) > 1
    return len(rows) > 1 and bool((drawn.unit[rows] != drawn.unit[rows[0]]).any())


def _of_stratum(totals: Floats, size: int) -> float:
    """The variance where there is one stratum of so many units, those without anybody included."""
    return size / (size - 1) * (float(totals @ totals) - float(totals.sum()) ** 2 / size)


def _of_strata(totals: Floats, stratum: Codes, size: Codes) -> float:
    total = np.bincount(stratum, weights=totals, minlength=len(size))
    squares = np.bincount(stratum, weights=totals * totals, minlength=len(size))
    return float((size / (size - 1) * (squares - total * total / size)).sum())


def interval(
    value: float | None, error: float | None, possible: tuple[float, float] = (-math.inf, math.inf)
) -> tuple[float, float] | None:
    """The 95 % interval by the normal distribution, cut off at what is possible."""
    if value is None or error is None:
        return None
    low, high = possible
    return max(low, value - NORMAL * error), min(high, value + NORMAL * error)

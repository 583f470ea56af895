"""The line: a sum of money, or so many per cent of the median of the sample itself (相对贫困线).

The median is Eurostat's (EU-SILC 131-rev/04, as laeken computes it): the first welfare at which half of the
weight is reached; where exactly half is, the mean of that one and the next.
"""

import math
import re
from dataclasses import dataclass

import numpy as np

from liuqing.compute.poverty.measures import Floats
from liuqing.errors import Problem

HALF = 0.5


@dataclass(frozen=True)
class Line:
    """What was worked with: the sum, and the share of which median it is; None: stated as a sum."""

    value: float
    share: float | None = None
    median: float | None = None


def line(told: float | str, welfare: Floats, weight: Floats) -> Line:
    """``3500``, or ``60%`` of the median. Problem ``measure.line`` if it is neither or not above 0."""
    text = str(told).strip().replace("％", "%")
    match = re.fullmatch(r"(\d+\.?\d*)%", text)
    if match and len(welfare):
        share, middle = float(match[1]) / 100, median(welfare, weight)
        return _positive(Line(share * middle, share, middle))
    try:
        return _positive(Line(float(text)))
    except ValueError:
        raise _wrong() from None


def median(welfare: Floats, weight: Floats) -> float:
    """The weighted median of at least one row."""
    order = np.argsort(welfare, kind="stable")
    ranked, reached = welfare[order], np.cumsum(weight[order])
    share = reached / reached[-1]
    at = int(np.argmax(share >= HALF - 1e-12))
    if abs(share[at] - HALF) <= 1e-12:
        return float(ranked[at] + ranked[at + 1]) / 2
    return float(ranked[at])


def _positive(found: Line) -> Line:
    if not (math.isfinite(found.value) and found.value > 0):
        raise _wrong()
    return found


def _wrong() -> Problem:
    remedy = "请用 --line 给出和福利值同一单位的数（如 3500），或中位数的百分比（如 60%）。"
    return Problem("measure.line", "贫困线要大于 0", remedy)

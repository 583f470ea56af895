"""The formulas: FGT 0, 1, 2, Gini, Watts, Sen–Shorrocks–Thon and the mean, with influence functions.

A weight says how many people a row stands for: a row of weight 3 is the same as three rows. Poor is
whoever lies *below* the line; on the line is not poor, as in the rules of exits. With y the welfare,
w the weight, z the line, W = Σw and g = (z − y)/z for y < z, else 0:

- FGT(a) = Σ w·gᵃ / W; a = 0 the headcount ratio, 1 the poverty gap, 2 the squared poverty gap
  (Foster, Greer and Thorbecke 1984).
- Gini = ΣΣ w·w′·|y − y′| / (2·W²·mean): of the population, without the factor n/(n−1) (so does laeken).
- Watts = Σ w·ln(z/y) / W, the sum over rows with 0 < y < z: a logarithm of nothing is not defined, so a
  row of nothing or less adds nothing but is counted below the line of the fraction (so does wbpip).
- Sen–Shorrocks–Thon = ΣΣ w·w′·max(g, g′) / W² = FGT(1)·(1 + Gini of g) (Shorrocks 1995).

The influence of a row is how much the measure would change with a little more of that row (Deville
1999); the sum of weight × influence is 0. From it come the standard errors (``design.py``).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FGT0, FGT1, FGT2, GINI, WATTS, SST, MEAN = "fgt0", "fgt1", "fgt2", "gini", "watts", "sst", "mean"
MEASURES = {
    FGT0: "贫困发生率",
    FGT1: "贫困深度",
    FGT2: "贫困强度",
    GINI: "基尼系数",
    WATTS: "沃茨指数",
    SST: "森—肖洛克斯—托恩指数",
    MEAN: "平均值",
}
"""Every measure in the order in which people read them."""
DECOMPOSED = (FGT0, FGT1, FGT2)
"""The measures that are the mean of the groups' own, weighted by their people."""


@dataclass(frozen=True)
class Estimate:
    """A measure and the influence of each row on it, in the order of the rows; None: not defined."""

    value: float | None
    influence: Floats | None = None


UNDEFINED = Estimate(None)


def estimates(welfare: Floats, weight: Floats, line: float) -> dict[str, Estimate]:
    """Every measure of rows sorted by welfare, lowest first; each weight above 0, the line too."""
    if not len(welfare):
        return dict.fromkeys(MEASURES, UNDEFINED)
    gap = np.maximum((line - welfare) / line, 0.0)
    poor = (welfare < line).astype(np.float64)
    return {
        FGT0: average(poor, weight),
        FGT1: average(gap, weight),
        FGT2: average(gap * gap, weight),
        GINI: _gini(welfare, weight),
        WATTS: _watts(welfare, weight, line),
        SST: _sst(gap, weight),
        MEAN: average(welfare, weight),
    }


def average(values: Floats, weight: Floats) -> Estimate:
    """The weighted mean of values."""
    total = float(weight.sum())
    value = float(values @ weight) / total
    return Estimate(value, (values - value) / total)


def _watts(welfare: Floats, weight: Floats, line: float) -> Estimate:
    """The mean of ln(line/welfare) among the poor with something, 0 for all others."""
    positive = welfare > 0
    if not positive.any():
        return UNDEFINED
    return average(np.log(line / np.where(positive, np.minimum(welfare, line), line)), weight)


def _gini(welfare: Floats, weight: Floats) -> Estimate:
    """Half the mean difference between two people over the mean; the rows sorted, lowest first."""
    total = float(weight.sum())
    mean = float(welfare @ weight) / total
    if mean <= 0:
        return UNDEFINED
    rank = _below(weight) / total
    difference = welfare * (2 * rank - 1) + mean - 2 * _below(welfare * weight) / total
    value = max(0.0, float(difference @ weight) / total / (2 * mean))
    return Estimate(value, (difference - value * (welfare + mean)) / (mean * total))


def _sst(gap: Floats, weight: Floats) -> Estimate:
    """The mean of the larger gap of two people; the rows sorted, largest gap first."""
    total = float(weight.sum())
    larger = gap * (1 - _below(weight) / total) + _below(gap * weight) / total
    value = float(larger @ weight) / total
    return Estimate(value, 2 * (larger - value) / total)


def _below(amounts: Floats) -> Floats:
    """What stands before each row, and half of its own."""
    return np.cumsum(amounts) - amounts / 2

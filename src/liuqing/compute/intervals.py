"""Intervals (区间): what a sample says of everybody, and how surely.

Shares of a plain sample: Wilson's interval, and that of Clopper and Pearson, which is exact and is the
one for "nothing was found". Shares of a stratified sample of households are ratios (persons wrong ÷
persons) with a variance by linearisation, between households of a cell with the finite population
correction, or between villages where villages were drawn first. Its interval is Wilson's with the
number of persons divided by the design effect. An empty sample says nothing: None, never 0.

Sources: E. B. Wilson 1927; C. J. Clopper and E. S. Pearson 1934; R. G. Newcombe 1998 (comparison);
W. G. Cochran, Sampling Techniques, ch. 5, 6 and 11; E. L. Korn and B. I. Graubard 1998 (design effect).
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p, sqrt
from statistics import NormalDist

LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """Both ends of a share, 0 to 1, and by which method."""

    low: float
    high: float
    method: str


@dataclass(frozen=True)
class Seen:
    """One household that was met: ``found`` of its ``of`` persons; ``cell`` and ``village`` of the draw."""

    cell: str
    village: str
    weight: float
    found: int
    of: int


@dataclass(frozen=True)
class Estimate:
    """A weighted share: standard error, design effect (None: cannot be told), and its interval."""

    share: float
    error: float | None
    effect: float | None
    interval: Interval
    whole: bool
    """Everybody of the frame was met: there is no sampling error."""


def wilson(found: float, of: float, level: float = LEVEL) -> Interval | None:
    """Wilson's score interval of ``found`` out of ``of``; None without anybody."""
    if of <= 0:
        return None
    z = _z(level)
    share, turn = found / of, z * z / of
    middle = (share + turn / 2) / (1 + turn)
    half = z * sqrt(share * (1 - share) / of + turn / (4 * of)) / (1 + turn)
    low, high = max(middle - half, 0.0), min(middle + half, 1.0)
    return Interval(0.0 if found <= 0 else low, 1.0 if found >= of else high, "wilson")


def clopper_pearson(found: float, of: float, level: float = LEVEL) -> Interval | None:
    """The exact interval of ``found`` out of ``of`` (which need not be whole); None without anybody."""
    if of <= 0:
        return None
    tail = (1 - level) / 2
    low = 0.0 if found <= 0 else _quantile(tail, found, of - found + 1)
    high = 1.0 if found >= of else _quantile(1 - tail, found + 1, of - found)
    return Interval(low, high, "exact")


def estimate(
    seen: Sequence[Seen], frames: dict[str, int], *, villages: int | None = None, level: float = LEVEL
) -> Estimate | None:
    """The share of a stratified sample; None if nobody was met.

    ``frames`` is the number of households of each cell. ``villages``: so many there are, of which those
    in ``seen`` were drawn first; None if every village was in the draw.
    """
    persons = sum(one.of for one in seen)
    weighted = sum(one.weight * one.of for one in seen)
    if not persons or weighted <= 0:
        return None
    share = min(max(sum(one.weight * one.found for one in seen) / weighted, 0.0), 1.0)
    if villages is None and _everybody(seen, frames):
        return Estimate(share, 0.0, None, Interval(share, share, "whole"), True)
    variance = _variance(seen, frames, share, weighted, villages)
    # Of a plain sample as large, without putting back: where villages were drawn first, as if put back.
    left = 1.0 if villages is not None else max(1 - len(seen) / sum(frames.values()), 0.0)
    plain = share * (1 - share) / persons * left
    effect = variance / plain if variance is not None and plain > 0 else None
    interval = _interval(share, persons, len(seen), effect, left, level)
    return Estimate(share, None if variance is None else sqrt(variance), effect, interval, False)


def _interval(
    share: float, persons: int, households: int, effect: float | None, left: float, level: float
) -> Interval:
    """Nothing found, or everybody: exact, with households as the base, since persons of one stand or fall
    together; no more can be wrong than were not met. Else Wilson's, with persons ÷ (design effect × share
    not met); the effect is never taken as less than 1.
    """
    if effect is None or share in (0.0, 1.0):
        found = clopper_pearson(share * households, households, level) or Interval(0.0, 1.0, "none")
        return Interval(max(found.low, share - left), min(found.high, share + left), found.method)
    base = persons / (max(effect, 1.0) * left)
    return wilson(share * base, base, level) or Interval(0.0, 1.0, "none")


def _everybody(seen: Sequence[Seen], frames: dict[str, int]) -> bool:
    counts: dict[str, int] = defaultdict(int)
    for one in seen:
        counts[one.cell] += 1
    return all(counts[cell] >= frame for cell, frame in frames.items())


def _variance(
    seen: Sequence[Seen], frames: dict[str, int], share: float, weighted: float, villages: int | None
) -> float | None:
    """The variance of the ratio, from its linearised residuals; None if it cannot be told."""
    residual: Callable[[Seen], float] = lambda one: one.weight * (one.found - share * one.of) / weighted  # noqa: E731
    if villages is not None:
        totals: dict[str, float] = defaultdict(float)
        for one in seen:
            totals[one.village] += residual(one)
        # Between villages only, as if they were put back: never too small, and it holds what is within.
        return _spread(list(totals.values())) if len(totals) > 1 else None
    cells: dict[str, list[float]] = defaultdict(list)
    for one in seen:
        cells[one.cell].append(residual(one))
    if len(seen) < 2:
        return None
    return sum(_of_cell(parts, frames.get(cell, len(parts))) for cell, parts in cells.items())


def _of_cell(parts: list[float], frame: int) -> float:
    left = max(1 - len(parts) / frame, 0.0) if frame else 0.0
    # One household alone has no spread of its own: its distance from the whole stands for it.
    return left * (_spread(parts) if len(parts) > 1 else parts[0] ** 2)


def _spread(parts: list[float]) -> float:
    """Of a sum of n independent parts: n ÷ (n − 1) times the squares about their mean."""
    n = len(parts)
    mean = sum(parts) / n
    return n / (n - 1) * sum((part - mean) ** 2 for part in parts)


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)


def _quantile(wanted: float, a: float, b: float) -> float:
    """Where the beta distribution reaches a probability, by halving: 60 steps are beyond any page."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _beta(middle, a, b) < wanted else (low, middle)
    return (low + high) / 2


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front * _fraction(x, a, b)


_TINY = 1e-300
_CLOSE = 1e-15
_STEPS = 10_000


def _fraction(x: float, a: float, b: float) -> float:
    """Lentz's way through the continued fraction."""
    c, d = 1.0, 1 / _apart(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for part in (even, odd):
            d, c = 1 / _apart(1 + part * d), _apart(1 + part / c)
            found *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return found


def _apart(value: float) -> float:
    return value if abs(value) > _TINY else _TINY

"""Dividing a total so that the parts are whole and the sum is exact."""

from collections.abc import Sequence
from math import exp
from random import Random

SIZES = {1: 8.0, 2: 14.0, 3: 20.0, 4: 26.0, 5: 17.0, 6: 10.0, 7: 4.0, 8: 1.0}
"""Households by size in a south-western county, in shares: the shape that is tilted to a mean."""


def divide(total: int, weights: Sequence[float]) -> list[int]:
    """The total in proportion to the weights, by largest remainder; ties go to the first."""
    whole = sum(weights)
    exact = [total * w / whole for w in weights]
    parts = [int(x) for x in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def within(total: int, weights: Sequence[float], floors: Sequence[int], caps: Sequence[int]) -> list[int]:
    """As ``divide``, each part kept between its floor and its cap; the sum stays exact."""
    parts = [
        min(max(part, low), high)
        for part, low, high in zip(divide(total, weights), floors, caps, strict=True)
    ]
    while (left := total - sum(parts)) != 0:
        room = [(h - p) if left > 0 else (p - lo) for p, lo, h in zip(parts, floors, caps, strict=True)]
        if not any(room):
            raise ValueError("the floors and caps leave no room for the total")
        step = divide(min(abs(left), sum(room)), room)
        parts = [p + (s if left > 0 else -s) for p, s in zip(parts, step, strict=True)]
    return parts


def sizes(households: int, persons: int, rng: Random) -> list[int]:
    """Sizes of so many households with so many persons together, in random order."""
    if households == 0:
        return []
    counts = divide(households, _tilted(persons / households))
    drawn = [size for size, count in zip(SIZES, counts, strict=True) for _ in range(count)]
    rng.shuffle(drawn)
    return _settle(drawn, persons, 1, max(SIZES) + 1, rng)


def settle_parts(parts: list[int], total: int, caps: Sequence[int], rng: Random) -> list[int]:
    """Parts moved one by one between 1 and their cap until they sum to the total."""
    left = total - sum(parts)
    step = 1 if left > 0 else -1
    while left:
        order = list(range(len(parts)))
        rng.shuffle(order)
        before = left
        for i in order:
            if left and 1 <= parts[i] + step <= caps[i]:
                parts[i] += step
                left -= step
        if left == before:
            break
    return parts


def _settle(parts: list[int], total: int, low: int, high: int, rng: Random) -> list[int]:
    if not low * len(parts) <= total <= high * len(parts):
        raise ValueError("so many persons do not fit into so many households")
    return settle_parts(parts, total, [high] * len(parts), rng)


def _tilted(mean: float) -> list[float]:
    """The shape of ``SIZES`` bent exponentially until its mean is the one asked for."""
    low, high = -3.0, 3.0
    for _ in range(60):
        middle = (low + high) / 2
        weights = [w * exp(middle * size) for size, w in SIZES.items()]
        reached = sum(s * w for s, w in zip(SIZES, weights, strict=True)) / sum(weights)
        low, high = (middle, high) if reached < mean else (low, middle)
    return [w * exp(low * size) for size, w in SIZES.items()]

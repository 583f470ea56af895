"""Whole numbers and amounts that add up: a total split into parts, a table with given margins."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random


def whole(choose: Random, total: int, parts: int) -> list[int]:
    """A total as so many positive whole parts, none of them tiny where that can be."""
    weights = [choose.uniform(0.4, 1.6) for _ in range(parts)]
    told = [max(1, int(total * weight / sum(weights))) for weight in weights]
    told[told.index(max(told))] += total - sum(told)
    return told


def homes_and_people(choose: Random, homes: int, people: int, parts: int) -> list[tuple[int, int]]:
    """Households and persons as so many parts, nowhere fewer persons than households."""
    first, more = whole(choose, homes, parts), whole(choose, people - homes, parts)
    return [(home, home + one) for home, one in zip(first, more, strict=True)]


def money(choose: Random, total: Decimal, parts: int, step: Decimal) -> list[Decimal]:
    """An amount as so many multiples of ``step``."""
    return [step * n for n in whole(choose, int(total / step), parts)]


def table(rows: Sequence[Decimal], columns: Sequence[Decimal], step: Decimal) -> list[list[Decimal]]:
    """A table with these sums of rows and of columns (both add up to the same); no cell is negative."""
    left, told = list(columns), []
    for at, row in enumerate(rows):
        rest = sum(rows[at:])
        cells = [min(c, (c * row / rest / step).to_integral_value() * step if rest else c) for c in left]
        for place, column in enumerate(left):
            cells[place] += max(min(row - sum(cells), column - cells[place]), -cells[place])
        left = [c - cell for c, cell in zip(left, cells, strict=True)]
        told.append(cells)
    return told

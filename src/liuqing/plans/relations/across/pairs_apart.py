"""Households and persons of several places beside the pair they make up, which another paragraph states.

"搬迁81户273人" in one chapter and "A安置点55户191人，B安置点26户82人" in another: where the persons come out, the households do,
and where one side is off by a slip of the pen it is wrong.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.slips import is_slip
from liuqing.plans.text import Document

Pair = tuple[Quantity, Quantity]
LEAST = 100
MOST = 12
"""Pairs in one sentence, and places of one number; more are looked at by other finders."""


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Every sentence that is a row of pairs, with the pair elsewhere that it adds up to."""
    pairs = list(_pairs(quantities))
    by_side: tuple[dict[Decimal, list[Pair]], ...] = (defaultdict(list), defaultdict(list))
    for pair in pairs:
        for side, q in enumerate(pair):
            by_side[side][q.value].append(pair)
    for _, group in itertools.groupby(pairs, key=lambda pair: (pair[0].paragraph, pair[0].sentence)):
        row = list(group)
        if 1 < len(row) <= MOST:
            yield from _made_up(row, by_side)


def _pairs(quantities: tuple[Quantity, ...]) -> Iterator[Pair]:
    for one, other in itertools.pairwise(quantities):
        beside = one.paragraph == other.paragraph and 0 <= other.start - one.end <= 1
        plain = not (one.per or other.per or one.hedge or other.hedge)
        if (one.dimension, other.dimension) == ("households", "persons") and beside and plain:
            yield one, other


def _made_up(row: list[Pair], by_side: tuple[dict[Decimal, list[Pair]], ...]) -> Iterator[Relation]:
    """Nothing if the row's own paragraph states the pair: then it is a repeat."""
    sums = [sum((pair[side].value for pair in row), Decimal(0)) for side in (0, 1)]
    here = row[0][0].paragraph
    for side in (1, 0):
        found = by_side[side].get(sums[side], [])[: MOST + 1]
        whole = [pair for pair in found if pair[0].paragraph != here]
        if 0 < len(whole) == len(found) <= MOST and sums[side] >= LEAST:
            yield from _both(whole[0], row, sums)
            return


def _both(whole: Pair, row: list[Pair], sums: list[Decimal]) -> Iterator[Relation]:
    """The side that comes out, and the other, if it does or is off by a slip."""
    for side, total in enumerate(whole):
        if total.value == sums[side] or is_slip(total.stated, sums[side], 2):
            yield Relation("sum", total, tuple(Part("", pair[side]) for pair in row))

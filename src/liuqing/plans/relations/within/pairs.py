"""Households and their persons: "25728户111138人" against the pairs that follow, and never fewer persons than households."""

from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.slips import significant
from liuqing.plans.relations.within.listing import label
from liuqing.plans.relations.within.scope import Scope

Pair = tuple[Quantity, Quantity]
GAP = 2
"""So many characters may stand between a household figure and its persons ("157户、542人")."""
LEAST = 3
"""One side alone must have so many digits to be no chance."""
REACH = 6
"""The parts of a pair begin at most so many pairs from it, and are at most twice as many."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Pairs that make another pair, and pairs that cannot be."""
    pairs = _pairs(scope)
    yield from (made for pair in pairs if (made := _too_few(scope, pair)))
    for at in range(len(pairs)):
        yield from _sum(scope, pairs, at)


def _pairs(scope: Scope) -> list[Pair]:
    return [
        (one, other) for one, other in zip(scope.figures, scope.figures[1:], strict=False)
        if one.dimension == "households" and other.dimension == "persons" and is_plain(one) and is_plain(other)
        and other.start - one.end <= GAP and scope.group(one) == scope.group(other)
    ]  # fmt: skip


def _sum(scope: Scope, pairs: list[Pair], at: int) -> Iterator[Relation]:
    """Claimed where households and persons both add up: that is no chance; else where one does right beside."""
    for start in range(max(0, at - REACH), min(len(pairs), at + REACH)):
        for end in range(start + 2, min(len(pairs), start + 2 * REACH) + 1):
            chosen = pairs[start:end]
            if not start <= at < end and _adds_up(pairs[at], chosen):
                yield _relation(scope, pairs[at][0], [p[0] for p in chosen])
                yield _relation(scope, pairs[at][1], [p[1] for p in chosen])
                return
    yield from _twins(scope, pairs, at)


def _twins(scope: Scope, pairs: list[Pair], at: int) -> Iterator[Relation]:
    """Of all pairs right behind or before, one side adds up: then the other should."""
    runs = [(at + 1, at + 1 + n) for n in range(2, 2 * REACH)] + [(at - n, at) for n in range(2, REACH)]
    for start, end in runs:
        if start < 0 or end > len(pairs) or not _are_all(pairs, at, start, end):
            continue
        chosen = pairs[start:end]
        held = [sum((p[n].value for p in chosen), Decimal(0)) == pairs[at][n].value for n in (0, 1)]
        sure = [held[n] and significant(pairs[at][n].stated) >= LEAST for n in (0, 1)]
        if any(sure) and _is_of_one_time(pairs[at], chosen):
            yield from (_relation(scope, pairs[at][n], [p[n] for p in chosen]) for n in (0, 1))
            return


def _are_all(pairs: list[Pair], at: int, start: int, end: int) -> bool:
    """The total begins (or ends) its sentence, and the parts go to the end (or from the start) of theirs."""
    sentence = [pair[0].sentence for pair in pairs]
    if start > at:
        return (at == 0 or sentence[at - 1] < sentence[at]) and (
            end == len(pairs) or sentence[end] > sentence[end - 1]
        )
    return (start == 0 or sentence[start - 1] < sentence[start]) and (
        at + 1 == len(pairs) or sentence[at + 1] > sentence[at]
    )


def _is_of_one_time(total: Pair, parts: list[Pair]) -> bool:
    """No year parts them, or every part has its own."""
    years = [p[0].year for p in parts]
    return (
        len(set(years)) in (1, len(years)) and abs(parts[0][0].sentence - total[0].sentence) <= len(parts) + 1
    )


def _adds_up(total: Pair, parts: list[Pair]) -> bool:
    return all(sum((p[n].value for p in parts), Decimal(0)) == total[n].value for n in (0, 1))


def _relation(scope: Scope, total: Quantity, parts: list[Quantity]) -> Relation:
    return Relation("sum", total, tuple(Part(label(scope, q), q) for q in parts))


def _too_few(scope: Scope, pair: Pair) -> Relation | None:
    households, persons = pair
    if persons.value >= households.value or households.hedge or persons.hedge:
        return None
    why = f"第{persons.line}行写“{households.text}”却只有“{persons.text}”，人数少于户数；请核对这两个数。"
    return Relation("limit", persons, (Part("户数", households),), bound="most", slack=Decimal(0), why=why)

"""A rate with the counts and amounts near it that may be its product."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.rounding import half
from liuqing.plans.relations.within import rates
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import is_grand

NEAR = 2
"""How many sentences may lie between a rate and its count or amount of no year; years may be further."""
FAR = 12


@dataclass(frozen=True)
class Case:
    """A rate with a count and an amount that may be their product."""

    rate: Quantity
    count: Quantity
    total: Quantity


def counts(scope: Scope, rate: Quantity) -> list[Quantity]:
    """What the rate may be multiplied with: in its item, near it or of a year of its own."""
    return [
        q for q in scope.figures
        if rates.counts(rate, q) not in (None, 0) and not q.hedge and scope.item(q) == scope.item(rate)
        and abs(q.sentence - rate.sentence) <= FAR
    ]  # fmt: skip


def amounts(scope: Scope, rate: Quantity, count: Quantity) -> list[Quantity]:
    """Amounts of the rate's dimension near it, of the count's year, the nearest behind the count first."""
    last = max(rate.sentence, count.sentence)
    near = [
        q for q in scope.figures
        if q.dimension == rate.dimension and is_plain(q) and q.id != count.id and scope.item(q) == scope.item(rate)
        and abs(q.sentence - last) <= (FAR if q.year or q.span else NEAR + 4) and (same_time(count, q) or (count.year is None and is_grand(scope, q)))
    ]  # fmt: skip
    return sorted(near, key=lambda q: (q.start < count.start, abs(q.start - count.start)))


def same_time(count: Quantity, total: Quantity) -> bool:
    """Of one year, or neither of one."""
    if count.year is not None and not count.as_of:
        return count.year == total.year
    return total.year is None or total.as_of or count.each_year or count.year == total.year


def readings(scope: Scope, case: Case) -> Iterator[Relation]:
    """The product, for every time the rate may be paid."""
    for factor, said in rates.multipliers(scope, case.rate, case.count, case.total):
        yield product(case, factor, said)


def product(case: Case, factor: Decimal, said: str) -> Relation:
    """Rates and counts are exact as printed: only the amount may have been rounded."""
    number = rates.counts(case.rate, case.count) or Decimal(0)
    value = case.rate.value * number * factor
    slack = half(case.total) + (half(case.count) / case.count.value * value if case.count.value else 0)
    parts = (Part("数量", case.count), Part("标准", case.rate))
    formula = f"{case.count.text}×{case.rate.text}{said}"
    return Relation("product", case.total, parts, formula=formula, computed=value, slack=slack)

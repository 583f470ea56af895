"""Is an amount the rate times the count? One rate, for a total and for its years."""

from collections.abc import Iterator

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.relations.within import products_missed, rates
from liuqing.plans.relations.within.product_cases import Case, amounts, counts, readings
from liuqing.plans.relations.within.scope import Scope


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Products within one paragraph."""
    for rate in (q for q in scope.figures if rates.is_rate(q)):
        held = list(_held(scope, rate))
        yield from held
        yield from products_missed.find(scope, rate, held)


def _held(scope: Scope, rate: Quantity) -> Iterator[Relation]:
    """Every count near the rate with the nearest amount of its time that is the product."""
    for count in counts(scope, rate):
        for total in amounts(scope, rate, count):
            made = next((r for r in readings(scope, Case(rate, count, total)) if adds_up(r)), None)
            if made:
                yield made
                break

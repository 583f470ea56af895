"""Quotients: "资金414.12万元，惠及812户，户均5100元"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.rounding import half
from liuqing.plans.relations.within import rates
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words

MEAN = re.compile(r"(?:人|户|亩|村)均|平均每")
INCOME = re.compile(r"增收|收入|增加|产值|用水|面积")
WITHIN = Decimal(3)


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Means behind the amount and the count they are of."""
    for a, b, c in zip(scope.figures, scope.figures[1:], scope.figures[2:], strict=False):
        if a.sentence == b.sentence == c.sentence and c.clause - a.clause <= 3:
            yield from _mean(scope, a, b, c)


def _mean(scope: Scope, amount: Quantity, count: Quantity, mean: Quantity) -> Iterator[Relation]:
    """Amount and count in either order, then what each gets on average."""
    words = clause_words(scope, mean)
    if (
        not (rates.one(mean) and MEAN.search(words))
        or INCOME.search(words)
        or mean.hedge
        or mean.high is not None
    ):
        return
    if amount.dimension != mean.dimension:
        amount, count = count, amount
    number = rates.counts(mean, count)
    if (
        amount.dimension != mean.dimension
        or not number
        or not is_plain(amount)
        or amount.hedge
        or count.hedge
    ):
        return
    value = amount.value / number
    if value / WITHIN <= mean.value <= value * WITHIN:
        parts = (Part("金额", amount), Part("数量", count))
        slack = mean.step + half(amount) / number
        yield Relation(
            "product", mean, parts, formula=f"{amount.text}÷{count.text}", computed=value, slack=slack
        )

"""So much per cent of an amount is another: "年收益50万元，其中5%用于公益岗位，即2.5万元"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations import rates
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.scope import Scope
from liuqing.plans.relations.slips import is_slip
from liuqing.plans.rounding import adds_up, half

OF_IT = re.compile(r"按|提取|归|用于|分给|分配|计提|返还|收取")
CALLED = re.compile(r"即|提取|为|计|合|共")
OTHERS = re.compile(r"增长|占|覆盖|完成|下降|利率")
HUNDRED = Decimal(100)
WITHIN = Decimal(3)


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Parts by percentage within one sentence."""
    for at, percent in enumerate(scope.figures[:-1]):
        if percent.dimension == "percent" and at and percent.high is None:
            yield from _part(scope, at, percent)


def _part(scope: Scope, at: int, percent: Quantity) -> Iterator[Relation]:
    base, part = scope.figures[at - 1], scope.figures[at + 1]
    words = scope.between(base, percent)[-12:] + scope.between(percent, part)
    if part.dimension != base.dimension or part.dimension != "money" or not is_plain(part):
        return
    if part.sentence != base.sentence or not OF_IT.search(words) or OTHERS.search(words) or part.hedge:
        return
    made = _relation(scope, at, base, percent, part)
    near = made.computed is not None and made.computed / WITHIN <= part.value <= made.computed * WITHIN
    if adds_up(made) or (near and (CALLED.search(scope.between(percent, part)) or _is_slip(made, base))):
        yield made


def _is_slip(made: Relation, base: Quantity) -> bool:
    """Another price, one slip of the pen away, makes it exact."""
    needed = base.stated * made.total.value / made.computed if made.computed else Decimal(0)
    return needed == needed.to_integral_value() and is_slip(base.stated, needed, 2)


def _relation(scope: Scope, at: int, base: Quantity, percent: Quantity, part: Quantity) -> Relation:
    """Of an amount; or of a rate times the count before it."""
    value, formula = base.value * percent.value / HUNDRED, f"{base.text}×{percent.text}"
    parts = [Part("基数", base), Part("比例", percent)]
    count = scope.figures[at - 2] if at > 1 else None
    if base.per and count and (number := rates.counts(base, count)):
        value, formula, parts = value * number, f"{count.text}×{formula}", [Part("数量", count), *parts]
    slack = half(part) + half(base) * percent.value / HUNDRED
    return Relation("product", part, tuple(parts), formula=formula, computed=value, slack=slack)

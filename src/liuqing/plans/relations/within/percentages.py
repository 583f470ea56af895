"""So much per cent of an amount is another: "年收益50万元，其中5%用于公益岗位，即2.5万元"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.rounding import adds_up, half
from liuqing.plans.relations.slips import is_slip
from liuqing.plans.relations.within import rates
from liuqing.plans.relations.within.scope import Scope

OF_IT = re.compile(r"按|提取|归|用于|分给|分配|计提|返还|收取")
CALLED = re.compile(r"即|提取|^为|^计|[合共]计|^共")
RECEIVED = re.compile(
    r"(?:归|用于|作为|分给|分配给|提取为?|计入)(?:[一-龥]{0,4})(?P<who>村?集体|合作社|公益|分红)"
)
GAINED = re.compile(r"(?:村?集体|合作社|公益|分红)[一-龥]{0,4}(?:增加|收入|增收|收益|资金|分红)|年均|每年")
PROGRESS = re.compile(r"已|实际|累计|20\d\d年|户|人均|其中")
CHANGED = re.compile(r"增长|下降|提高|增幅")
OTHERS = re.compile(r"占|覆盖|完成|利率")
HUNDRED = Decimal(100)
WITHIN = Decimal(3)
TENTH = Decimal("0.1")
"""So much of it 左右 may explain."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Parts by percentage within one sentence."""
    for at, percent in enumerate(scope.figures[:-1]):
        if percent.dimension == "percent" and at and percent.high is None:
            yield from _part(scope, at, percent)


def _part(scope: Scope, at: int, percent: Quantity) -> Iterator[Relation]:
    base, part = scope.figures[at - 1], scope.figures[at + 1]
    words = scope.between(base, percent)[-12:] + scope.between(percent, part)
    if not base.dimension == part.dimension == "money" or part.sentence != base.sentence or part.hedge:
        return
    if CHANGED.search(words) or part.high is not None or not (OF_IT.search(words) or words.startswith("的")):
        return
    made = _relation(scope, at, base, percent, part)
    if part.per:
        yield from _shared_out(scope, made)
    elif adds_up(made) or (not OTHERS.search(words) and _should(scope, made, base, percent)):
        yield made


def _should(scope: Scope, made: Relation, base: Quantity, percent: Quantity) -> bool:
    """The text says that the amount is this share of the base, and it is not too far from it."""
    if base.per and len(made.parts) < 3:
        return False
    near = made.computed is not None and made.computed / WITHIN <= made.total.value <= made.computed * WITHIN
    return near and (_is_called(scope.between(percent, made.total)) or _is_slip(made, base))


def _shared_out(scope: Scope, made: Relation) -> Iterator[Relation]:
    """ "收益80万元的20%，每村4万元" of 4 villages: claimed only where one of the counts in its item makes it come out."""
    each = made.total
    for count in (q for q in scope.figures if scope.item(q) == scope.item(each)):
        number = rates.counts(each, count)
        value = made.computed / number if made.computed and number else None
        if value is not None and abs(value - each.value) <= half(each):
            parts = (*made.parts, Part("数量", count))
            yield replace(
                made, parts=parts, computed=value, slack=half(each), formula=f"{made.formula}÷{count.text}"
            )
            return
    if adds_up(made):
        yield made


def _is_called(words: str) -> bool:
    """ "，即3.2万元"; or it goes to somebody, and what he gets is told next."""
    own = re.split(r"[，,；]", words)[-1]
    received = RECEIVED.match(words) and GAINED.search(own) and not PROGRESS.search(own)
    return bool(received) or bool(CALLED.search(own))


def _is_slip(made: Relation, base: Quantity) -> bool:
    """Another price, one slip of the pen away, makes it exact."""
    needed = base.stated * made.total.value / made.computed if made.computed else Decimal(0)
    return needed == needed.to_integral_value() and is_slip(base.stated, needed, 2)


def _relation(scope: Scope, at: int, base: Quantity, percent: Quantity, part: Quantity) -> Relation:
    """Of an amount, which may be about so much; or of a rate times the count before it."""
    value, formula = base.value * percent.value / HUNDRED, f"{base.text}×{percent.text}"
    exact = replace(base, hedge="") if base.hedge == "about" else base
    parts = [Part("基数", exact), Part("比例", percent)]
    count = scope.figures[at - 2] if at > 1 else None
    if base.per and count and (number := rates.counts(base, count)):
        value, formula, parts = value * number, f"{count.text}×{formula}", [Part("数量", count), *parts]
    about = base.value * TENTH if base.hedge == "about" else half(base)
    slack = half(part) + about * percent.value / HUNDRED
    return Relation("product", part, tuple(parts), formula=formula, computed=value, slack=slack)

"""When a product that does not come out is a failure: one rate, one count, one amount, and nothing else meant."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.relations.within import prices, rates
from liuqing.plans.relations.within.product_cases import Case, counts, product, readings
from liuqing.plans.relations.within.scope import Scope

WITHIN = Decimal(3)
"""A product further off than this factor is of something else, not a slip."""
TIERS = "标准分档，可能另有封顶或条件"
OTHERWISE = ("其中", "收入", "贷款", "增收", "另", "增加", "达")
AMOUNT_ONLY = re.compile(r"(?:[两三四五]年)?(?:计划|共计?|合计|总计|累计|需要?|投入|投资|资金|补助|安排|总)*")
Time = tuple[Decimal, str]


def find(scope: Scope, rate: Quantity, held: list[Relation]) -> Iterator[Relation]:
    """What should have come out and did not."""
    pairs = list(_pairs(scope, rate))
    made = [
        (case, [product(case, *time) for time in rates.multipliers(scope, rate, case.count, case.total)])
        for case in pairs
    ]
    if sum(any(adds_up(r) for r in found) for _, found in made) * 2 >= len(made) > 1:
        yield from (
            found[0]
            for _, found in made
            if found and not any(adds_up(r) for r in found) and _is_near(found[0])
        )
    elif not held:
        found = list(prices.find(scope, rate)) if _is_single(scope, rate) else []
        yield from found or _alone(scope, rate)


def _is_single(scope: Scope, rate: Quantity) -> bool:
    """No other rate for the same ones stands in its item."""
    others = (q for q in scope.figures if q.id != rate.id and q.per and scope.item(q) == scope.item(rate))
    return all(rates.one(q) != rates.one(rate) for q in others)


def _pairs(scope: Scope, rate: Quantity) -> Iterator[Case]:
    """ "2018年656人次，资金65.6万元；2019年857人次、85.7万元": every count with the amount right behind it."""
    for count in counts(scope, rate):
        behind = [q for q in scope.figures if q.start >= count.end and q.sentence == count.sentence]
        total = behind[0] if behind else None
        if total and _is_beside(scope, count, total) and total.dimension == rate.dimension:
            yield Case(rate, count, total)


def _is_beside(scope: Scope, count: Quantity, total: Quantity) -> bool:
    """The amount is plain, of the same year, and at most one mark away."""
    return (
        is_plain(total) and not total.hedge and total.year == count.year
        and total.clause - count.clause <= 1 and scope.group(total) == scope.group(count)
    )  # fmt: skip


def _alone(scope: Scope, rate: Quantity) -> Iterator[Relation]:
    """One rate of its kind, one count beside it, one amount behind; and the same by year."""
    case = _only(scope, rate)
    if case is None:
        yield from _below_lowest(scope, rate)
        return
    found = list(readings(scope, case))
    if len(found) == 1 and _is_near(found[0]):
        yield found[0]
        yield from _by_year(scope, case, rates.multipliers(scope, rate, case.count, case.total)[0])


def _below_lowest(scope: Scope, rate: Quantity) -> Iterator[Relation]:
    """Of several tiers the lowest: an amount below the lowest rate for everybody is worth a question."""
    tiers = [
        q for q in scope.figures if rates.is_rate(q) and q.per == rate.per and q.dimension == rate.dimension
    ]
    if len(tiers) < 2 or rate is not min(tiers, key=lambda q: (q.value, q.start)):
        return
    behind = [q for q in scope.figures if q.start > tiers[-1].end and scope.group(q) < 0 and not q.hedge]
    count = next((q for q in behind if rates.counts(rate, q) and not q.year), None)
    total = next((q for q in behind if count and q.start > count.end and q.dimension == rate.dimension), None)
    if count is None or total is None or total.sentence != count.sentence or total.per:
        return
    made = product(Case(rate, count, total), Decimal(1), "")
    if made.computed is not None and made.computed > total.value and _is_near(made):
        yield replace(made, bound="most", is_whole=False, missing=TIERS)


def _is_near(made: Relation) -> bool:
    value = made.computed or Decimal(0)
    return value / WITHIN <= made.total.value <= value * WITHIN


def _only(scope: Scope, rate: Quantity) -> Case | None:
    """The count and the amount that belong to a rate beyond doubt, or None."""
    if not _is_single(scope, rate):
        return None
    heads = [
        q
        for q in counts(scope, rate)
        if scope.group(q) == scope.group(rate) and abs(q.sentence - rate.sentence) <= 1
    ]
    if len(heads) != 1 or heads[0].each_year or heads[0].year:
        return None
    count = heads[0]
    start, sentence = max(count.end, rate.end), max(count.sentence, rate.sentence)
    behind = [
        q
        for q in scope.figures
        if q.start >= start and q.sentence <= sentence + 1 and scope.group(q) == scope.group(rate)
    ]
    money = [q for q in behind if q.dimension == rate.dimension]
    total = money[0] if money and is_plain(money[0]) and not money[0].year and not money[0].hedge else None
    return Case(rate, count, total) if total and _leads_on(scope, start, total) else None


def _leads_on(scope: Scope, start: int, total: Quantity) -> bool:
    """Between the terms and the amount nothing else begins: a new sentence says nothing but "投资"."""
    words = scope.text[start : total.start]
    _, stop, own = words.rpartition("。")
    if stop and not AMOUNT_ONLY.fullmatch(own):
        return False
    return not any(word in words for word in OTHERWISE)


def _by_year(scope: Scope, case: Case, time: Time) -> Iterator[Relation]:
    """Counts by year beside amounts by year; put side by side in their order where their years differ."""
    yearly = [q for q in scope.bracket(case.count) if q.year]
    after = [
        q
        for q in scope.figures
        if q.start > case.total.end and q.year and q.dimension == case.total.dimension
    ]
    if (
        not yearly
        or len(after) < len(yearly)
        or any(q.sentence != case.total.sentence for q in after[: len(yearly)])
    ):
        return
    for count, total in zip(yearly, after, strict=False):
        yield product(Case(case.rate, count, total), *time)

"""Is an amount the rate times the count? One rate, by year too; several rates each with its count."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations import rates
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.scope import Scope, scopes
from liuqing.plans.rounding import adds_up, half
from liuqing.plans.text import Document

NEAR = 2
"""How many sentences may lie between a rate and its count, or its amount."""
WITHIN = Decimal(3)
"""A product further off than this factor is of something else, not a slip."""


TIERS = "标准分档，可能另有封顶或条件"


@dataclass(frozen=True)
class Case:
    """A rate with a count and an amount that may be their product."""

    rate: Quantity
    count: Quantity
    total: Quantity


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Products within one paragraph."""
    for scope in scopes(document, quantities):
        if any(rates.is_rate(q) for q in scope.figures):
            yield from in_scope(scope)


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Those that hold; and what one rate with one count and one amount should have come to."""
    found: list[Relation] = []
    for rate in (q for q in scope.figures if rates.is_rate(q)):
        held = list(_held(scope, rate))
        found += held
        if not held:
            found += _missed(scope, rate)
    yield from found


def _held(scope: Scope, rate: Quantity) -> Iterator[Relation]:
    """Every count near the rate with the nearest amount of its time that is the product."""
    for count in _counts(scope, rate):
        for total in _amounts(scope, rate, count):
            made = next((r for r in _readings(scope, Case(rate, count, total)) if adds_up(r)), None)
            if made:
                yield made
                break


def _counts(scope: Scope, rate: Quantity) -> list[Quantity]:
    return [
        q for q in scope.figures
        if abs(q.sentence - rate.sentence) <= NEAR and rates.counts(rate, q) not in (None, 0) and not q.hedge
    ]  # fmt: skip


def _amounts(scope: Scope, rate: Quantity, count: Quantity) -> list[Quantity]:
    """Amounts of the rate's dimension near it, of the count's year, the nearest behind the count first."""
    near = [
        q for q in scope.figures
        if q.dimension == rate.dimension and is_plain(q) and q.id != count.id
        and abs(q.sentence - max(rate.sentence, count.sentence)) <= NEAR and _same_time(count, q)
    ]  # fmt: skip
    return sorted(near, key=lambda q: (q.start < count.start, abs(q.start - count.start)))


def _same_time(count: Quantity, total: Quantity) -> bool:
    if count.year is not None and not count.as_of:
        return count.year == total.year
    return total.year is None or total.as_of or count.each_year or count.year == total.year


def _readings(scope: Scope, case: Case) -> Iterator[Relation]:
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


def _missed(scope: Scope, rate: Quantity) -> Iterator[Relation]:
    """What the one rate of its kind, the one count beside it and the next amount should have come to."""
    case = _only(scope, rate)
    if case is None:
        yield from _below_lowest(scope, rate)
        return
    readings = list(_readings(scope, case))
    if len(readings) != 1 or not _is_near(readings[0]):
        return
    yield readings[0]
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
    if _rivals(scope, rate):
        return None
    heads = [
        q
        for q in _counts(scope, rate)
        if scope.group(q) == scope.group(rate) and abs(q.sentence - rate.sentence) <= 1
    ]
    if len(heads) != 1 or heads[0].each_year or heads[0].year:
        return None
    count = heads[0]
    start = max(count.end, rate.end)
    behind = [
        q for q in scope.figures if q.start >= start and q.sentence == max(count.sentence, rate.sentence)
    ]
    money = [q for q in behind if q.dimension == rate.dimension and scope.group(q) == scope.group(rate)]
    total = money[0] if money and is_plain(money[0]) and not money[0].year and not money[0].hedge else None
    return Case(rate, count, total) if total and _leads_on(scope, case_start=start, total=total) else None


def _rivals(scope: Scope, rate: Quantity) -> bool:
    """Another rate for the same ones stands in the paragraph: tiers, or two subsidies."""
    return any(q.id != rate.id and q.per and rates.one(q) == rates.one(rate) for q in scope.figures)


def _leads_on(scope: Scope, case_start: int, total: Quantity) -> bool:
    """Between the terms and the amount nothing else begins: no 其中, no other amount, no 贷款 or 收入."""
    words = scope.text[case_start : total.start]
    return not any(
        word in words for word in ("其中", "收入", "贷款", "增收", "另", "累计", "增加", "。", "达")
    )


def _by_year(scope: Scope, case: Case, time: tuple[Decimal, str]) -> Iterator[Relation]:
    """Counts by year beside amounts by year; put side by side in their order where their years differ."""
    counts = [q for q in scope.bracket(case.count) if q.year]
    after = [
        q
        for q in scope.figures
        if q.start > case.total.end and q.year and q.dimension == case.total.dimension
    ]
    if (
        not counts
        or len(after) < len(counts)
        or any(q.sentence != case.total.sentence for q in after[: len(counts)])
    ):
        return
    for count, total in zip(counts, after, strict=False):
        yield product(Case(case.rate, count, total), *time)

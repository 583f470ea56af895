"""From one value to another: "由16.1%降至1.5%，下降14.6个百分点", "从100户增加到150户，增长50%"."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, pairwise

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.rounding import adds_up, half
from liuqing.plans.relations.within.scope import Scope

FROM = re.compile(r"(?:由|从)[^，。；]{0,24}$")
TO = re.compile(r"(?:增加|增长|提高|提升|上升|扩大|减少|下降|降低|降|增|升|减)?(?:到|至|为)[^，。；]{0,12}$")
UP = re.compile(r"增长|增加|增产|提高|提升|上升|净增|增幅|高于|超过|高出|多|高|扩大")
DOWN = re.compile(r"下降|减少|减产|降低|降幅|低于|回落|缩小|少|低")
APART = re.compile(r"^(?!.*(?:分别|较20)).*(?:高于|低于|超过|高出|高|低|下降|提高|上升|减少|增加|降低)")
COMPARED = re.compile(r"(?:比|较|同比)(?:20\d\d年|上年|去年)(?:同期)?(?:末|底)?的?（?$")
USUAL = re.compile(
    r"(?:比|较)[一-龥]{0,6}(?:同期|平均|均值|平均值|平均水平|常年|往年|历年|上月|上季度|年初|年均)的?（?$"
)
"""What is usual may be of something else than the figure before it: claimed only where it comes out."""
YEARLY = re.compile(r"年均|平均每年|每年|年增")
HUNDRED = Decimal(100)


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Changes and differences within one sentence."""
    yield from _changes(scope)
    yield from _points(scope)


def _changes(scope: Scope) -> Iterator[Relation]:
    """由 a 到 b, or b 比 a, and what the text says right behind it that the change is."""
    for at, (b, change) in enumerate(pairwise(scope.figures)):
        words = scope.between(b, change)
        if len(words) > 12 or YEARLY.search(words) or b.sentence != change.sentence:
            continue
        if made := _from_to(scope, at, change, words) or _compared(scope, at, change, words):
            yield made


def _from_to(scope: Scope, at: int, change: Quantity, words: str) -> Relation | None:
    a, b = scope.figures[at - 1] if at else None, scope.figures[at]
    if a is None or a.sentence != b.sentence or not _is_like(a, b) or not _is_from_to(scope, a, b):
        return None
    return _change(a, b, change, words)


def _compared(scope: Scope, at: int, change: Quantity, words: str) -> Relation | None:
    """ "14046万元（其中…），较去年（9824.91万元）增长42.96%": the last figure outside brackets beside the base."""
    base = scope.figures[at]
    before = [
        q for q in scope.figures[max(0, at - 4) : at] if scope.group(q) < 0 and q.sentence == base.sentence
    ]
    since = scope.before(base, 14)
    if not before or not _is_like(before[-1], base) or not (COMPARED.search(since) or USUAL.search(since)):
        return None
    made = _change(base, before[-1], change, words)
    return made if made and (COMPARED.search(since) or adds_up(made)) else None


def _is_like(a: Quantity, b: Quantity) -> bool:
    return a.dimension == b.dimension and a.unit == b.unit and bool(a.value and b.value)


def _is_from_to(scope: Scope, a: Quantity, b: Quantity) -> bool:
    exact = not (a.hedge or b.hedge or a.high is not None or b.high is not None)
    return exact and bool(FROM.search(scope.before(a, 30))) and bool(TO.search(scope.between(a, b)))


def _change(a: Quantity, b: Quantity, change: Quantity, words: str) -> Relation | None:
    """The change as points, as a rate, or as an amount; its sign by its word."""
    sign = 1 if UP.search(words) else -1 if DOWN.search(words) else 0
    if not sign or change.hedge or change.high is not None:
        return None
    parts = (Part("现在", b, sign=sign), Part("原来", a, sign=-sign))
    formula = f"{b.text}−{a.text}" if sign > 0 else f"{a.text}−{b.text}"
    if change.dimension == "points" and a.dimension == "percent":
        return Relation("growth", change, parts, formula=formula)
    if change.dimension == "percent" and a.dimension != "percent":
        return _rate(a, b, change, sign)
    if change.dimension == a.dimension and a.dimension != "percent":
        return Relation("growth", change, parts, formula=formula)
    return None


def _rate(a: Quantity, b: Quantity, change: Quantity, sign: int) -> Relation:
    value = sign * (b.value - a.value) / a.value * HUNDRED
    slack = change.step + (half(a) * b.value / a.value + half(b)) / a.value * HUNDRED
    parts = (Part("现在", b), Part("原来", a))
    return Relation(
        "growth", change, parts, formula=f"（{b.text}−{a.text}）÷{a.text}", computed=value, slack=slack
    )


def _points(scope: Scope) -> Iterator[Relation]:
    """ "增长9.7%，超过全省（9.2%）0.5个百分点": claimed only where it comes out, for the words may mean others."""
    for at, points in enumerate(scope.figures):
        if points.dimension == "points":
            near = scope.figures[max(0, at - 4) : at]
            rates = [q for q in near if q.dimension == "percent" and q.sentence == points.sentence]
            said = scope.text[rates[0].start : points.start] if rates else ""
            held = (
                []
                if not APART.search(said)
                else [made for a, b in combinations(rates, 2) if adds_up(made := _apart(points, a, b))]
            )
            yield from held[:1]


def _apart(points: Quantity, one: Quantity, other: Quantity) -> Relation:
    high, low = (one, other) if one.value >= other.value else (other, one)
    return Relation(
        "percent", points, (Part("高", high), Part("低", low, sign=-1)), formula=f"{high.text}−{low.text}"
    )

"""How much more than before where the text states only what is now: "农民工29753人，较上年增加191人，增长0.6%".

What was before is what is now less the increase. Money may grow in prices of another year, so that of money only
what comes out is claimed.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain, same_dimension
from liuqing.plans.relations.rounding import adds_up, half
from liuqing.plans.relations.within.scope import Scope

THEN = r"(?:同?比|较)(?:20\d\d年|上年|去年|前年|上一年|年初|上月|上季度|上届)?(?:同期|末|底|年末|年底)?"
UP, DOWN = (
    r"(?:净?增加?|多|增长|提高|上升|扩大|增收|增产)了?",
    r"(?:净?减少?|少|下降|降低|缩小|减收|减产|降)了?",
)
AMOUNT_FIRST = re.compile(rf"[，,、（(]{THEN}(?:(?P<up>{UP})|(?P<down>{DOWN}))")
RATE_FIRST = re.compile(rf"[，,、（(]?{THEN}(?:(?P<up>{UP})|(?P<down>{DOWN}))")
NEXT = re.compile(rf"[，,、](?:(?P<up>{UP})|(?P<down>{DOWN}))?(?:幅度?|率)?(?:为|达)?")
OTHER_BASE = re.compile(r"可比|不变价|实际|同口径|剔除|扣除")
HUNDRED = Decimal(100)
FINE = Decimal(4)
"""An increase of 0.2 is printed too coarsely to say whether it was 6 % or 8 %."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """What is now, the increase and its rate, next to each other in one sentence."""
    for now, one, other in zip(scope.figures, scope.figures[1:], scope.figures[2:], strict=False):
        if not now.sentence == one.sentence == other.sentence or any(_is_loose(q) for q in (now, one, other)):
            continue
        if one.dimension == "percent":
            yield from _grown(scope, now, other, one, RATE_FIRST)
        elif other.dimension == "percent":
            yield from _grown(scope, now, one, other, AMOUNT_FIRST)


def _is_loose(quantity: Quantity) -> bool:
    return bool(quantity.hedge) or quantity.high is not None or quantity.value <= 0


def _grown(
    scope: Scope, now: Quantity, change: Quantity, rate: Quantity, words: re.Pattern[str]
) -> Iterator[Relation]:
    """The first of the two says since when, the second only how much."""
    if not is_plain(now) or not same_dimension(now, change):
        return
    first, second = sorted((change, rate), key=lambda q: q.start)
    told, again = words.fullmatch(scope.between(now, first)), NEXT.fullmatch(scope.between(first, second))
    if not told or not again or (again["up"] and told["down"]) or (again["down"] and told["up"]):
        return
    sign = 1 if told["up"] else -1
    if now.value > sign * change.value:
        yield from _judged(scope, _relation(now, change, rate, sign))


def _judged(scope: Scope, made: Relation) -> Iterator[Relation]:
    now = made.parts[0].quantity
    if made.slack is None or made.computed is None or made.slack > made.computed / FINE:
        return
    near = scope.text[max(0, now.start - 24) : made.total.end + 8]
    if adds_up(made) or (now.dimension != "money" and not OTHER_BASE.search(near)):
        yield made


def _relation(now: Quantity, change: Quantity, rate: Quantity, sign: int) -> Relation:
    before = now.value - sign * change.value
    minus = "−" if sign > 0 else "+"
    slack = rate.step + (half(change) + half(now) * change.value / before) / before * HUNDRED
    parts = (Part("现在", now), Part("增减", change, sign=sign))
    formula = f"{change.text}÷（{now.text}{minus}{change.text}）"
    value = change.value / before * HUNDRED
    return Relation("growth", rate, parts, formula=formula, computed=value, slack=slack)

"""Areas and volumes from their sides: "长1223米、宽3米，面积3669平方米", "2200米、4米宽、厚0.15米，8800平方米"."""

import re
from collections.abc import Iterator
from decimal import Decimal
from math import prod

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.rounding import adds_up, half
from liuqing.plans.relations.within.scope import Scope

SIDES = {"宽": "宽", "厚": "高", "深": "高", "高": "高"}
BEHIND = re.compile(r"([宽厚深高])(?!\s*\d)")
OWN = re.compile(
    r"(?:的|总|占地|建筑|硬化|路面|铺装|共计?|合计|计|约|为|达)*(?:面积|方量|体积|容积)?(?:共计?|合计|计|约|为|达)*"
)
"""The words of an area that is of the sides before it, and of nothing else."""
BACK = 4
"""The sides are among so many figures before it."""
EXACT = 100
"""Sides are printed exactly: a hundredth of half their last place is all that may be rounded."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Areas behind length and width, volumes behind three sides, in one sentence."""
    for at, total in enumerate(scope.figures):
        if total.dimension in ("area", "volume") and not total.per and not total.hedge:
            yield from _of(scope, at, total)


def _of(scope: Scope, at: int, total: Quantity) -> Iterator[Relation]:
    """A failure only where the amount has no words of its own; else it must come out."""
    sides = _sides(scope, at)
    names = [_name(scope, q) for q in sides]
    wanted = ["长", "宽"] if total.dimension == "area" else ["长", "宽", "高"]
    chosen = [sides[names.index(name)] for name in wanted if names.count(name) == 1]
    if len(chosen) < len(wanted) or chosen[0].value <= chosen[1].value:
        return
    made = _relation(total, wanted, chosen)
    if adds_up(made) or OWN.fullmatch(scope.between(scope.figures[at - 1], total).lstrip("，、 ")):
        yield made


def _sides(scope: Scope, at: int) -> list[Quantity]:
    """The lengths that stand right before it, with nothing else between."""
    total = scope.figures[at]
    found: list[Quantity] = []
    for q in reversed(scope.figures[max(0, at - BACK) : at]):
        is_exact = not (q.per or q.hedge or q.high is not None or "均" in scope.before(q, 3))
        if q.dimension != "length" or q.sentence != total.sentence or not is_exact:
            break
        found.insert(0, q)
    return found


def _name(scope: Scope, quantity: Quantity) -> str:
    """Which side it is, by the word before or behind it; the one that is not named is the length."""
    behind = BEHIND.match(scope.after(quantity, 3))
    return SIDES.get(scope.before(quantity, 1)) or (SIDES[behind[1]] if behind else "长")


def _relation(total: Quantity, names: list[str], sides: list[Quantity]) -> Relation:
    value = prod((q.value for q in sides), start=Decimal(1))
    slack = half(total) + sum((half(q) / q.value * value / EXACT for q in sides), Decimal(0))
    parts = tuple(Part(name, q) for name, q in zip(names, sides, strict=True))
    formula = "×".join(q.text for q in sides)
    return Relation("product", total, parts, formula=formula, computed=value, slack=slack)

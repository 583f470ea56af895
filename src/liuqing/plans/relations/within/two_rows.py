"""Two rows of years side by side: people for 2018 and 2020, their money for 2019 and 2020, both "两年"."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.stand_in import stand_in


def beside(scope: Scope, found: Iterable[Relation]) -> Iterator[Relation]:
    """Of the totals by year that were found, rows of one sentence that cannot be of the same years."""
    rows = [r for r in found if len(r.parts) > 1 and r.total.span == len(r.parts) and adds_up(r)]
    for one, other in pairwise(rows):
        yield from _odd(scope, one, other)
        yield from _odd(scope, other, one)


def _odd(scope: Scope, one: Relation, other: Relation) -> Iterator[Relation]:
    """The row with a gap in its years is the odd one beside a row without, as long as it and of one sentence."""
    if one.total.sentence != other.total.sentence or len(one.parts) != len(other.parts):
        return
    if not _has_gap(one) or _has_gap(other):
        return
    for part, beside in zip(one.parts, other.parts, strict=True):
        if part.quantity.year != beside.quantity.year:
            yield _relation(scope, part.quantity, beside.quantity)
            return


def _has_gap(row: Relation) -> bool:
    named = [part.quantity.year or 0 for part in row.parts]
    return named != list(range(named[0], named[0] + len(named)))


def _relation(scope: Scope, odd: Quantity, even: Quantity) -> Relation:
    said, meant = _year(scope, odd), _year(scope, even)
    why = (
        f"第{said.line}行“{odd.text}”写的是{odd.year}年，同一句里对应的“{even.text}”写的是{even.year}年，"
        "两行年份不一致；请核对年份。"
    )
    return Relation(
        "other", said, (Part(f"{odd.year}年", odd), Part(f"{even.year}年", meant)), computed=Decimal(even.year or 0),
        slack=Decimal(0), why=why,
    )  # fmt: skip


def _year(scope: Scope, quantity: Quantity) -> Quantity:
    """The year as printed before a figure."""
    at = scope.text.rfind(f"{quantity.year}年", 0, quantity.start)
    return stand_in(scope.paragraph, at, at + 5, quantity.year or 0, "年") if at >= 0 else quantity

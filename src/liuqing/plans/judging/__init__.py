"""Does a relation hold? Exact decimals, and no more rounding than the printed places can explain."""

from decimal import Decimal

from liuqing.plans.claims import Claim, Relation, Verdict
from liuqing.plans.judging import wording
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations import rounding
from liuqing.plans.text import Document

SHOWN = Decimal("0.0001")
"""Computed values are shown to four decimals of the total's unit; the verdict is taken before."""


def judge(relation: Relation, document: Document) -> Claim:
    """The relation with what comes out of it and its verdict; ``computed`` is in the unit of the total."""
    total = relation.total
    base, scale, lines = rounding.computed(relation), _scale(total), _lines(relation)
    given = verdict(relation)
    shown = _short(base / scale)
    return Claim(
        kind=relation.kind, text=wording.quote(relation, document), line=lines[0], lines=lines,
        stated=total.stated, computed=shown, difference=_short((base - total.value) / scale), unit=total.unit,
        verdict=given, why="" if given.startswith("holds") else wording.why(relation, shown, given),
        relation=relation,
    )  # fmt: skip


def verdict(relation: Relation) -> Verdict:
    """Holds, holds within rounding, fails; unclear where a part may be missing or is no exact figure."""
    over = rounding.over(relation)
    if over == 0:
        return "holds"
    if over <= rounding.slack(relation):
        return "holds_rounded"
    return "fails" if relation.is_whole and not relation.missing and not _is_hedged(relation) else "unclear"


def _is_hedged(relation: Relation) -> bool:
    figures = [relation.total, *(part.quantity for part in relation.parts)]
    return any(q.hedge or q.high is not None for q in figures)


def _scale(quantity: Quantity) -> Decimal:
    return quantity.value / quantity.stated if quantity.stated else Decimal(1)


def _short(value: Decimal) -> Decimal:
    """To four decimals, without the noughts a division leaves."""
    return Decimal(f"{value.quantize(SHOWN).normalize():f}")


def _lines(relation: Relation) -> tuple[int, ...]:
    return tuple(sorted({relation.total.line, *(part.quantity.line for part in relation.parts)}))

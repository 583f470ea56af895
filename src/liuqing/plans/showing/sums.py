"""Sums as an editor writes them on paper: parts below each other, what comes out, what the text says, the rest."""

from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Claim, Part
from liuqing.plans.quantity import Quantity
from liuqing.plans.showing.marks import key
from liuqing.plans.showing.view import Line, Sum
from liuqing.plans.showing.words import amount

NOT_ADDED = frozenset({"dates"})
"""Kinds that are no arithmetic: the sentence and the places say it all."""
COMES_OUT = {
    "repeat": "另一处写的", "percent": "算出来", "product": "乘出来", "growth": "算出来", "limit": "各项合起来",
    "count_sum": "数下来",
}  # fmt: skip
ADDED = "加起来"


def on_paper(claim: Claim) -> Sum | None:
    """The sum of a claim in the unit of its total; None where nothing is added or multiplied."""
    if claim.kind in NOT_ADDED or not claim.relation.parts:
        return None
    scale = _scale(claim.relation.total)
    lines = tuple(_line(n, part, claim, scale) for n, part in enumerate(claim.relation.parts))
    difference = amount(claim.difference)
    return Sum(
        lines, claim.relation.formula, COMES_OUT.get(claim.kind, ADDED), amount(claim.computed),
        amount(claim.stated), difference if difference.startswith("−") or difference == "0" else f"+{difference}",
        claim.unit,
    )  # fmt: skip


def short(claim: Claim) -> str:
    """The same in one line: "400 + 400 + 400 = 1200 万元"."""
    done = on_paper(claim)
    if done is None:
        return claim.text
    left = done.formula or "".join(_terms(done))
    return f"{left} = {done.computed} {done.unit}" + (
        "" if done.difference == "0" else f"，文中写 {done.stated}"
    )


def _terms(done: Sum) -> Iterator[str]:
    for n, line in enumerate(done.lines):
        yield (f" {line.sign} " if n else "−" if line.sign == "−" else "") + line.number


def _scale(total: Quantity) -> Decimal:
    """How many base units one unit of the total is."""
    return total.value / total.stated if total.stated else Decimal(1)


def _line(n: int, part: Part, claim: Claim, scale: Decimal) -> Line:
    q = part.quantity
    sign = "−" if part.sign < 0 else "" if n == 0 else "+"
    href = f"#{key(q)}"
    if claim.relation.computed is not None or q.dimension != claim.relation.total.dimension:
        # Shares and products are not added: every figure keeps its own unit, the formula says how they meet.
        return Line(part.label, "", f"{amount(q.stated)} {q.unit}", "", href)
    value = q.value * part.factor / scale
    same = q.unit == claim.unit and part.factor == 1
    return Line(part.label, sign, amount(value), "" if same else _printed(part), href)


def _printed(part: Part) -> str:
    times = f" × {amount(part.factor)}" if part.factor != 1 else ""
    return f"{part.quantity.text}{times}"

"""Sums as an editor writes them on paper: parts below each other, what comes out, what the text says, the rest."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from liuqing.plans.claims import Claim, Part
from liuqing.plans.quantity import Quantity
from liuqing.plans.showing.marks import Marks
from liuqing.plans.showing.view import Line, Sum
from liuqing.plans.showing.words import Places, aligned, amount

NOT_ADDED = frozenset({"dates"})
"""Kinds that are no arithmetic: the sentence and the places say it all."""
COMES_OUT = {
    "repeat": "另一处写的", "percent": "算出来", "product": "乘出来", "growth": "算出来", "limit": "各项合起来",
    "count_sum": "数下来",
}  # fmt: skip
ADDED, OTHERWISE = "加起来", "算出来"


def on_paper(claim: Claim, where: Places, marks: Marks) -> Sum | None:
    """The sum of a claim in the unit of its total; None where nothing is added or multiplied."""
    if not _is_sum(claim):
        return None
    is_added = _is_added(claim)
    scale = _scale(claim.relation.total)
    values = [
        part.sign * part.quantity.value * part.factor / scale for part in claim.relation.parts if is_added
    ]
    places = _places((*values, claim.computed, claim.stated))
    unit = "" if is_added else f" {claim.unit}"
    # Of two places that should say the same, what the other says is all there is to write.
    parts = () if claim.kind == "repeat" and len(claim.relation.parts) == 1 else claim.relation.parts
    return Sum(
        tuple(
            _line(n, part, claim, abs(values[n]) if is_added else None, places, where, marks)
            for n, part in enumerate(parts)
        ),
        claim.relation.formula, _comes_out(claim), aligned(claim.computed, places) + unit,
        aligned(claim.stated, places) + unit, _signed(claim.difference, places) + unit, claim.unit,
        f"{_signed(claim.difference, places)} {claim.unit}" if claim.difference else "",
    )  # fmt: skip


def _comes_out(claim: Claim) -> str:
    return OTHERWISE if claim.relation.way else COMES_OUT.get(claim.kind, ADDED)


def short(claim: Claim) -> str:
    """The same in one line: "400 + 400 + 400 = 1200 万元"."""
    if not _is_sum(claim):
        return claim.text
    worked = claim.relation.formula or "".join(_terms(claim))
    left = "另一处写" if claim.kind == "repeat" else f"{worked} ="
    said = f"，文中写 {amount(claim.stated)}" if claim.difference else ""
    return f"{left} {amount(claim.computed)} {claim.unit}{said}"


def _terms(claim: Claim) -> Iterator[str]:
    scale, is_added = _scale(claim.relation.total), _is_added(claim)
    for n, part in enumerate(claim.relation.parts):
        sign = ("−" if n == 0 else " − ") if part.sign < 0 else "" if n == 0 else " + "
        yield sign + (amount(part.quantity.value * part.factor / scale) if is_added else part.quantity.text)


def _is_sum(claim: Claim) -> bool:
    """Whether there is anything to write below each other: parts of one kind, a formula, or the other place."""
    relation = claim.relation
    if claim.kind in NOT_ADDED:
        return False
    return bool(relation.formula or claim.kind == "repeat" or (relation.parts and _is_added(claim)))


def _is_added(claim: Claim) -> bool:
    """Whether the parts may stand below each other in the unit of the total: shares and products may not."""
    same = all(part.quantity.dimension == claim.relation.total.dimension for part in claim.relation.parts)
    return same and claim.relation.computed is None


def _scale(total: Quantity) -> Decimal:
    """How many base units one unit of the total is."""
    return total.value / total.stated if total.stated else Decimal(1)


def _line(
    n: int, part: Part, claim: Claim, value: Decimal | None, places: int, where: Places, marks: Marks
) -> Line:
    q = part.quantity
    href, place = marks.href(q), "" if q.paragraph == claim.relation.total.paragraph else where.place(q)
    if value is None:
        # Every figure keeps its own unit; the formula says how they meet.
        return Line(part.label, "", f"{amount(q.stated)} {q.unit}", "", href, place)
    sign = "−" if part.sign < 0 else "" if n == 0 else "+"
    same = q.unit == claim.unit and part.factor == 1
    return Line(part.label, sign, aligned(value, places), "" if same else _printed(part), href, place)


def _places(values: Iterable[Decimal]) -> int:
    """So many places that the points stand below each other and none of what is printed is lost."""
    said = (amount(value).partition(".")[2] for value in values)
    return max(map(len, said), default=0)


def _signed(difference: Decimal, places: int) -> str:
    said = aligned(difference, places)
    return said if difference <= 0 else f"+{said}"


def _printed(part: Part) -> str:
    times = f" × {amount(part.factor)}" if part.factor != 1 else ""
    return f"{part.quantity.text}{times}"

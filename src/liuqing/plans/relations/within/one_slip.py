"""Would one slip of the pen explain a sum that is missed? Then it is a sum, and it is wrong.

Two neighbouring digits changed places, one digit wrong, one lost or doubled, the point moved. A difference that
no such slip explains may as well be a part that is not named.
"""

from decimal import Decimal

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.rounding import computed

LEAST = 3
"""Figures with fewer digits are one slip from too many others; a wrong digit needs one more to be believed."""


def is_one_slip(relation: Relation) -> bool:
    """One figure, put right as a slip is put right, makes the relation exact."""
    if relation.computed is not None or relation.bound:
        return False
    gap = relation.total.value - computed(relation)
    if _is_slip(relation.total, relation.total.value - gap):
        return True
    return any(_is_slip(p.quantity, p.quantity.value + gap / (p.sign * p.factor)) for p in relation.parts)


def _is_slip(printed: Quantity, needed: Decimal) -> bool:
    """The needed value, printed with as many places, is one slip away from what is printed."""
    if printed.stated == 0 or needed <= 0:
        return False
    scale = printed.value / printed.stated
    digits, wanted = _digits(printed.stated, printed, scale), _digits(needed / scale, printed, scale)
    if wanted is None or digits is None:
        return False
    if digits.strip("0") == wanted.strip("0"):
        return len(digits.strip("0")) >= LEAST
    return _is_swapped(digits, wanted) or _is_wrong_digit(digits, wanted) or _is_lost(digits, wanted)


def _digits(value: Decimal, printed: Quantity, scale: Decimal) -> str | None:
    """The digits without the point, if the value can be printed with the places of the figure."""
    whole = value / (printed.step / scale)
    return str(int(whole)) if whole == whole.to_integral_value() else None


def _is_swapped(one: str, other: str) -> bool:
    places = [n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return (
        len(one) == len(other) and len(one.rstrip("0")) >= LEAST and len(places) == 2 and places[1] == places[0] + 1
        and one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]
    )  # fmt: skip


def _is_wrong_digit(one: str, other: str) -> bool:
    wrong = sum(a != b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) and wrong == 1 and len(one.rstrip("0")) > LEAST


def _is_lost(one: str, other: str) -> bool:
    """One has just one digit more than the other."""
    short, long = sorted((one, other), key=len)
    if len(long) != len(short) + 1 or len(short.rstrip("0")) < LEAST:
        return False
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))

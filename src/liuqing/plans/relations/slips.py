"""Slips of the pen: two printed numbers that differ as a typing mistake makes them differ."""

from collections.abc import Iterable
from decimal import Decimal

from liuqing.plans.quantity import Quantity

LEAST_DIGITS = 4
"""Shorter numbers are near each other by chance."""


def digits(value: Decimal) -> str:
    """The digits of a printed number without its point and the noughts that only fill places ("3272.00" → "3272")."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", "").lstrip("0")


def significant(value: Decimal) -> int:
    """How many digits say something: 25728 has five, 30000 one."""
    return len(digits(value).rstrip("0"))


def is_slip(one: Decimal, other: Decimal, least: int = LEAST_DIGITS) -> bool:
    """One digit is another, two neighbours changed places, or one digit was lost or typed twice."""
    a, b = digits(one), digits(other)
    if a == b or min(len(a), len(b)) < least:
        return False
    return _is_changed(a, b) if len(a) == len(b) else _is_dropped(*sorted((a, b), key=len))


def _is_changed(a: str, b: str) -> bool:
    places = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(places) == 1:
        return True
    return (
        len(places) == 2
        and places[1] == places[0] + 1
        and a[places[0]] == b[places[1]]
        and a[places[1]] == b[places[0]]
    )


def _is_dropped(short: str, long: str) -> bool:
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def explains(figures: Iterable[Quantity], gap: Decimal, *, total: Quantity) -> bool:
    """Would one of the figures, mistyped, account for the whole gap? Figures of fewer than four digits never do."""
    if is_slip(total.stated, _printed(total, total.value + gap)):
        return True
    return any(is_slip(q.stated, _printed(q, q.value - gap)) for q in figures if q.value > gap)


def _printed(quantity: Quantity, value: Decimal) -> Decimal:
    return value / (quantity.value / quantity.stated) if quantity.stated else value

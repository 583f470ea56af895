"""Places that are no measured figure but stand in a relation: a date, a year, the cell of a table."""

from decimal import Decimal

from liuqing.plans.quantity import Quantity
from liuqing.plans.text import Paragraph

WIDEST = 1_000_000
"""More characters than a paragraph has, so that every place has its own number."""


def stand_in(paragraph: Paragraph, start: int, end: int, value: int, unit: str) -> Quantity:
    """A figure for a place of the text that ``quantities`` does not list; its id is below zero."""
    return Quantity(
        id=-(paragraph.index * WIDEST + start) - 1, stated=Decimal(value), unit=unit, value=Decimal(value),
        dimension=f"time:{unit}", step=Decimal(1), paragraph=paragraph.index, start=start, end=end,
        line=paragraph.line(start), text=paragraph.text[start:end],
    )  # fmt: skip

"""Is a total the sum of its parts? By source of money, by category, before or behind them, in brackets."""

from collections.abc import Iterator

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.text import Document


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Totals by part within one paragraph."""
    yield from ()

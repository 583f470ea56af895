"""The numbers of a sum written out, "1520×2.1=3192万元": they have no unit, but they are counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from liuqing.plans.figures.numbers import ARABIC, number
from liuqing.plans.quantity import Quantity
from liuqing.plans.text import Document

WRITTEN = re.compile(rf"(?<![\d.])(?P<count>{ARABIC})\s*[×xX*＊]\s*(?P<price>{ARABIC})\s*[=＝]\s*$")
BACK = 40
LEAST = 10


@dataclass(frozen=True)
class Factor:
    """The count as it is printed, as a figure without a unit, and the money it comes to."""

    count: Quantity
    price: Decimal
    money: Quantity

    def counting(self, like: Quantity) -> Quantity:
        """The count as a figure of the same things as another."""
        return replace(self.count, unit=like.unit, dimension=like.dimension)


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Factor]:
    """Every count × price = money."""
    texts = {p.index: p for p in document.paragraphs}
    for q in quantities:
        paragraph = texts.get(q.paragraph)
        if q.dimension != "money" or paragraph is None:
            continue
        at = max(0, q.start - BACK)
        found = WRITTEN.search(paragraph.text[at : q.start])
        if found and (value := number(found["count"])) >= LEAST:
            start = at + found.start("count")
            count = Quantity(
                id=-10_000_000 - q.id, stated=value, unit="", value=value, dimension="", step=Decimal(1),
                paragraph=q.paragraph, start=start, end=start + len(found["count"]), line=paragraph.line(start),
                text=found["count"], sentence=q.sentence, clause=q.clause,
            )  # fmt: skip
            yield Factor(count, number(found["price"]), q)

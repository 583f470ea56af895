"""Contributions (挂联单位和社会投入): what units gave directly, brought in, raised or gave in goods (R094).

They stand in the record as funding documents of the level 社会; the unit is the document's department, the
kind is told by its purpose. What has no known kind stands apart.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from liuqing.planning.models import Document
from liuqing.planning.queries.spending.compliance import Documents, whole
from liuqing.policy import place as places
from liuqing.policy import spending
from liuqing.workflow import clock

OTHER = ""


@dataclass(frozen=True)
class Row:
    """A unit with what it gave, by kind in their order; yuan."""

    unit: str
    amounts: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """All kinds together."""
        return sum(self.amounts, Decimal(0))


@dataclass(frozen=True)
class Contributions:
    """Units by kinds; the last kind "" is what no kind was stated for."""

    kinds: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """Everything."""
        return sum(self.totals, Decimal(0))


def contributions(
    user: Any, *, year: int | None = None, read: Documents | None = None
) -> Contributions | None:
    """The ledger by unit; None for who does not see the county's documents."""
    if not whole(user):
        return None
    numbers = places.load(settings.WORKSPACE.place).parameters(clock.today())
    stated = tuple(numbers[spending.KINDS]) if numbers.has(spending.KINDS) else ()
    sums: dict[str, dict[str, Decimal]] = {}
    for given in Document.objects.all() if read is None else read.values():
        if given.level != Document.Level.SOCIAL or year not in (None, given.year):
            continue
        kind = next((one for one in stated if given.purpose.startswith(one)), OTHER)
        row = sums.setdefault(given.department, {})
        row[kind] = row.get(kind, Decimal(0)) + given.amount
    kinds = (*stated, *((OTHER,) if any(OTHER in row for row in sums.values()) or not stated else ()))
    rows = tuple(
        Row(unit, tuple(row.get(k, Decimal(0)) for k in kinds)) for unit, row in sorted(sums.items())
    )
    totals = tuple(sum((row.amounts[n] for row in rows), Decimal(0)) for n in range(len(kinds)))
    return Contributions(kinds, rows, totals)

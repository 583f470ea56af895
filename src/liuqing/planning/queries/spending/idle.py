"""Idle money (闲置、结转): granted and not allocated, allocated and not claimed, lying for more than a year.

Each is a sum of balances of the book as they are today, with the day since which it lies.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import F, Max, Sum
from django.db.models.functions import Coalesce

from liuqing.planning.models import Account, Document, Line, Project
from liuqing.planning.queries.spending.look import Look
from liuqing.policy import spending
from liuqing.policy.dated import Meta, Parameters

Kind = Account.Kind
LEFT = (Kind.POOL, Kind.LINE, Kind.CLAIMED, Kind.RETAINED)
"""Where money stands that is not paid out."""
MOST = 100
"""More of a list nobody reads."""


@dataclass(frozen=True)
class Unallocated:
    """A document of which something is on no line yet; ``amount`` yuan since ``since``."""

    document: Document
    amount: Decimal
    since: date
    days: int


@dataclass(frozen=True)
class Unclaimed:
    """A line on which something lies that nobody claims."""

    project: Project
    document_no: str
    amount: Decimal
    since: date
    days: int


@dataclass(frozen=True)
class Lying:
    """A list of idle money: the ``MOST`` greatest, and how many and how much all of it is."""

    rows: tuple[Unallocated | Unclaimed, ...]
    many: int
    total: Decimal


@dataclass(frozen=True)
class Idle:
    """What lies idle. A limit that the place has not got leaves its list None: not known, not nothing.

    ``unallocated`` and ``carried`` are the county's and None for who does not see all of it.
    """

    unallocated: Lying | None
    unclaimed: Lying | None
    carried: Lying | None
    limits: dict[str, Meta]


def idle(
    user: Any, area_code: str | None = None, *, on: date | None = None, look: Look | None = None
) -> Idle:
    """The idle money of an area on a day; ``look``: what a page has begun to read already."""
    told = look or Look(user, area_code, on=on)
    names = (spending.ALLOCATE_DAYS, spending.CLAIM_MONTHS, spending.CARRY_MONTHS)
    whole = _Documents(told)
    return Idle(
        whole.unallocated() if told.county else None,
        _unclaimed(told.projects, told.numbers, told.day),
        whole.carried() if told.county else None,
        {name: told.numbers.meta(name) for name in names if told.numbers.has(name)},
    )


class _Documents:
    """What of every document is not paid out, by how far it has come."""

    def __init__(self, look: Look) -> None:
        self.look, self.numbers, self.day = look, look.numbers, look.day

    def unallocated(self) -> Lying | None:
        if not self.numbers.has(spending.ALLOCATE_DAYS):
            return None
        return self._lying((Kind.POOL,), self.day - timedelta(days=int(self.numbers[spending.ALLOCATE_DAYS])))

    def carried(self) -> Lying | None:
        """Whatever of a document is not paid out, however far it has come."""
        if not self.numbers.has(spending.CARRY_MONTHS):
            return None
        return self._lying(LEFT, spending.months_before(self.day, int(self.numbers[spending.CARRY_MONTHS])))

    @cached_property
    def _left(self) -> list[tuple[int, str, Decimal]]:
        held = Account.objects.filter(kind__in=LEFT, balance__gt=0).exclude(document=None).order_by()
        return list(held.values_list("document", "kind").annotate(Sum("balance")))

    def _lying(self, kinds: tuple[str, ...], last: date) -> Lying:
        sums: dict[int, Decimal] = {}
        known = self.look.documents
        for pk, kind, amount in self._left:
            if kind in kinds and known[pk].received_on < last:
                sums[pk] = sums.get(pk, Decimal(0)) + amount
        rows = [
            Unallocated(known[pk], amount, known[pk].received_on, (self.day - known[pk].received_on).days)
            for pk, amount in sums.items()
        ]
        rows.sort(key=lambda one: (-one.amount, one.document.no))
        return Lying(tuple(rows[:MOST]), len(rows), sum(sums.values(), Decimal(0)))


def _unclaimed(projects: Any, numbers: Parameters, day: date) -> Lying | None:
    """A line's money lies since it was last added to; of a line without an approved allocation, since the document."""
    if not numbers.has(spending.CLAIM_MONTHS):
        return None
    last = spending.months_before(day, int(numbers[spending.CLAIM_MONTHS]))
    lines = (
        Line.objects.filter(project__in=projects.order_by(), accounts__kind=Kind.LINE, accounts__balance__gt=0)
        .annotate(left=F("accounts__balance"), since=Coalesce(Max("allocations__voucher__on"), F("document__received_on")))
        .filter(since__lt=last)
    )  # fmt: skip
    amounts = list(lines.order_by().values_list("left", flat=True))
    shown = lines.select_related("project__area", "document").order_by("-left", "pk")[:MOST]
    rows = (
        Unclaimed(one.project, one.document.no, one.left, one.since, (day - one.since).days) for one in shown
    )
    return Lying(tuple(rows), len(amounts), sum(amounts, Decimal(0)))

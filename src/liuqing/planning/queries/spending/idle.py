"""Idle money (闲置、结转): granted and not allocated, allocated and not claimed, lying for more than a year.

Each is a sum of balances of the book as they are today, with the day since which it lies.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import F, Max, Sum
from django.db.models.functions import Coalesce

from liuqing.planning.models import Account, Document, Line, Project
from liuqing.planning.queries import scope as projects_of
from liuqing.planning.queries.matrix.plan import sees_all
from liuqing.planning.queries.spending.day import today
from liuqing.policy import place as places
from liuqing.policy import spending
from liuqing.policy.dated import Meta, Parameters
from liuqing.registry.queries import scope
from liuqing.workflow.rights import Right

Kind = Account.Kind
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


def idle(user: Any, area_code: str | None = None, *, on: date | None = None) -> Idle:
    """The idle money of an area on a day."""
    day = on or today()
    here = scope.area(user, area_code, Right.SEE_PROJECTS)
    numbers = places.load(settings.WORKSPACE.place).parameters(day)
    county = here.parent_id is None and sees_all(user)
    projects = projects_of.visible(user).filter(area__path__startswith=here.path)
    names = (spending.ALLOCATE_DAYS, spending.CLAIM_MONTHS, spending.CARRY_MONTHS)
    return Idle(
        _unallocated(numbers, day) if county else None,
        _unclaimed(projects, numbers, day),
        _carried(numbers, day) if county else None,
        {name: numbers.meta(name) for name in names if numbers.has(name)},
    )


def _unallocated(numbers: Parameters, day: date) -> Lying | None:
    if not numbers.has(spending.ALLOCATE_DAYS):
        return None
    last = day - timedelta(days=int(numbers[spending.ALLOCATE_DAYS]))
    return _of_documents((Kind.POOL,), last, day)


def _carried(numbers: Parameters, day: date) -> Lying | None:
    """Whatever of a document is not paid out, however far it has come."""
    if not numbers.has(spending.CARRY_MONTHS):
        return None
    last = spending.months_before(day, int(numbers[spending.CARRY_MONTHS]))
    return _of_documents((Kind.POOL, Kind.LINE, Kind.CLAIMED, Kind.RETAINED), last, day)


def _of_documents(kinds: tuple[str, ...], last: date, day: date) -> Lying:
    held = Account.objects.filter(kind__in=kinds, balance__gt=0, document__received_on__lt=last)
    sums = dict(
        held.order_by()
        .values_list("document")
        .annotate(Sum("balance"))
        .values_list("document", "balance__sum")
    )
    found = Document.objects.in_bulk(sums)
    rows = [
        Unallocated(found[pk], amount, found[pk].received_on, (day - found[pk].received_on).days)
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

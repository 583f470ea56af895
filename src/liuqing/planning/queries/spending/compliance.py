"""Rules of money for the county (合规): floor and growth, the departments' share, pooling, what is out of scope.

Each answer is True, False or None (not known): what nobody registered is not nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Sum

from liuqing.planning.models import Account, Document, Line
from liuqing.planning.queries.matrix.plan import plan_years, sees_all
from liuqing.planning.queries.spending.day import today
from liuqing.policy import funding, spending
from liuqing.policy import place as places
from liuqing.policy.dated import Meta

ABOVE = (Document.Level.CENTRAL, Document.Level.PROVINCE, Document.Level.CITY)
"""Levels from which a department wins money."""


@dataclass(frozen=True)
class Floor:
    """A year's county money: ``amount`` None, nothing registered; ``growth`` in per cent on the year before."""

    year: int
    amount: Decimal | None
    floor: Meta | None
    least: Meta | None
    growth: Decimal | None
    enough: bool | None
    grown: bool | None


@dataclass(frozen=True)
class Share:
    """A department's money from above, what of it is allocated to projects, and the share in per cent."""

    department: str
    won: Decimal | None
    used: Decimal
    stated: Meta | None
    kept: bool | None

    @property
    def percent(self) -> Decimal | None:
        """Used as per cent of won."""
        return 100 * self.used / self.won if self.won else None


@dataclass(frozen=True)
class Pooled:
    """应整尽整: of the money that may be pooled, what is. ``unknown``: of sources of which nobody says."""

    should: Decimal
    done: Decimal
    unknown: Decimal
    documents: tuple[Document, ...]

    @property
    def percent(self) -> Decimal | None:
        """Pooled as per cent of what should be; None where nothing should."""
        return 100 * self.done / self.should if self.should else None


@dataclass(frozen=True)
class Outside:
    """A line whose document may not be spent on its project's class."""

    line: Line
    amount: Decimal
    why: str


Documents = Mapping[int, Document]
"""Every document by its key: what a page has read already."""


def documents(user: Any) -> Documents | None:
    """All documents for who sees the whole county, else None; for a page that asks several of these questions."""
    return {one.pk: one for one in Document.objects.all()} if whole(user) else None


def floor(user: Any, *, on: date | None = None, read: Documents | None = None) -> tuple[Floor, ...]:
    """The county's own money year by year; empty where the plan has no such rule or the user not the whole county."""
    day = on or today()
    place = places.load(settings.WORKSPACE.place)
    if not whole(user):
        return ()
    sums: dict[int, Decimal] = {}
    for one in _all(read):
        if one.level == Document.Level.COUNTY:
            sums[one.year] = sums.get(one.year, Decimal(0)) + one.amount
    years = [year for year in plan_years() if year <= day.year]
    told = (_floor(place.parameters(date(year, 12, 31)), year, sums) for year in years)
    return tuple(one for one in told if one.floor or one.least)


def sector_share(user: Any, *, on: date | None = None, read: Documents | None = None) -> tuple[Share, ...]:
    """Department by department, those of which nothing is registered last; empty without such a rule."""
    day = on or today()
    place = places.load(settings.WORKSPACE.place)
    stated = _stated(place, spending.SHARE, day)
    if stated is None or not whole(user):
        return ()
    won: dict[str, Decimal] = {}
    for one in _all(read):
        if one.level in ABOVE:
            won[one.department] = won.get(one.department, Decimal(0)) + one.amount
    used = _of_departments(Account.objects.filter(line__isnull=False, document__level__in=ABOVE))
    order = {name: n for n, name in enumerate(place.departments)}
    names = sorted(
        {*won, *order} - {""}, key=lambda name: (name not in won, order.get(name, len(order)), name)
    )
    return tuple(_share(name, won.get(name), used.get(name, Decimal(0)), stated) for name in names)


def pooled(user: Any, *, year: int | None = None, read: Documents | None = None) -> Pooled | None:
    """The pool of agriculture funds; None for who does not see the county's documents."""
    if not whole(user):
        return None
    place = places.load(settings.WORKSPACE.place)
    held = [one for one in _all(read) if year in (None, one.year)]
    rules = {one.pk: funding.rule(place, one.source, one.received_on) for one in held}
    should = [one for one in held if (rule := rules[one.pk]) is not None and rule.pooled]
    silent = [one for one in held if rules[one.pk] is None]
    left = tuple(one for one in should if not one.pooled)
    return Pooled(_sum(should), _sum(one for one in should if one.pooled), _sum(silent), left)


def outside(user: Any, *, read: Documents | None = None) -> tuple[Outside, ...]:
    """Lines whose money may not go where it went: by the document's own scope, or by what its source forbids."""
    if not whole(user):
        return ()
    held = Line.objects.filter(accounts__balance__gt=0)
    pairs = held.order_by().values_list("document", "project__class_one", "project__class_two").distinct()
    known = read if read is not None else Document.objects.in_bulk({document for document, _, _ in pairs})
    wrong = {pair: why for pair in pairs if (why := _why(known[pair[0]], pair[1], pair[2]))}
    if not wrong:
        return ()
    lines = held.filter(document__in={pair[0] for pair in wrong}).select_related("document", "project__area")
    found = {one.pk: one for one in lines.annotate(held=Sum("accounts__balance")).order_by("pk")}
    told = ((one, (one.document_id, one.project.class_one, one.project.class_two)) for one in found.values())
    return tuple(Outside(one, one.held, wrong[pair]) for one, pair in told if pair in wrong)


def _why(document: Document, class_one: str, class_two: str) -> str:
    named = {class_one, class_two} - {""}
    if document.scope and not named & set(document.scope):
        return f"文件只准用于{'、'.join(document.scope)}"
    place = places.load(settings.WORKSPACE.place)
    if funding.forbids(funding.rule(place, document.source, document.received_on), class_one, class_two):
        return f"{document.source}不得用于这一类"
    return ""


def _floor(numbers: Any, year: int, sums: dict[int, Decimal]) -> Floor:
    amount, before = sums.get(year), sums.get(year - 1)
    least, more = spending.meta(numbers, spending.FLOOR), spending.meta(numbers, spending.GROWTH)
    growth = 100 * (amount - before) / before if amount is not None and before else None
    enough = None if amount is None or least is None else amount >= Decimal(numbers.fen(spending.FLOOR)) / 100
    grown = None if growth is None or more is None else growth >= Decimal(str(more.value))
    return Floor(year, amount, least, more, growth, enough, grown)


def _share(name: str, won: Decimal | None, used: Decimal, stated: Meta) -> Share:
    kept = None if not won else 100 * used >= Decimal(str(stated.value)) * won
    return Share(name, won, used, stated, kept)


def _stated(place: places.Place, name: str, day: date) -> Meta | None:
    """The number in force on the day, or at the end of the plan where the plan is over."""
    last = plan_years()
    end = date(last[-1], 12, 31) if last else day
    return spending.meta(place.parameters(min(day, end)), name)


def _all(read: Documents | None) -> Iterable[Document]:
    return Document.objects.all() if read is None else read.values()


def _of_departments(held: Any) -> dict[str, Decimal]:
    field = "document__department"
    return dict(
        held.order_by().values_list(field).annotate(Sum("balance")).values_list(field, "balance__sum")
    )


def _sum(documents: Any) -> Decimal:
    return sum((one.amount for one in documents), Decimal(0))


def whole(user: Any) -> bool:
    """Whether the user sees the county's documents and every project."""
    return sees_all(user)

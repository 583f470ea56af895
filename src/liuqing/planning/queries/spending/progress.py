"""Expenditure progress (支出进度): granted, allocated, claimed, paid, and what should be spent by now (R087).

Progress is paid ÷ granted where a document gave the money, else paid ÷ allocated; without either it is not
known. Paid is payments less refunds; everything else is the book's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Sum

from liuqing.errors import Problem
from liuqing.planning.models import Account, Document
from liuqing.planning.queries import scope as projects_of
from liuqing.planning.queries.matrix import counting
from liuqing.planning.queries.matrix.dimensions import DIMENSIONS, MEASURES
from liuqing.planning.queries.matrix.order import heads, text
from liuqing.planning.queries.matrix.places import Tree
from liuqing.planning.queries.matrix.plan import sees_all
from liuqing.planning.queries.spending.day import today
from liuqing.policy import place as places
from liuqing.policy import spending
from liuqing.policy.dated import Meta, Parameters
from liuqing.policy.spending import Milestone
from liuqing.registry.models import Area
from liuqing.registry.queries import boards, scope
from liuqing.registry.queries.boards import Place
from liuqing.workflow.rights import Right

BY = {
    "document": "资金文件", "source": "资金来源", "department": "行业部门", "town": "乡镇", "class_one": "类别", "year": "年度",
}  # fmt: skip
"""By what progress may be looked at."""
GRANTED = {"document": "pk", "source": "source", "year": "year"}
"""Where a document says how much was granted: by itself, its source, its year."""
CLAIMED = (Account.Kind.CLAIMED, Account.Kind.RETAINED, Account.Kind.PAID)


@dataclass(frozen=True)
class Row:
    """One line in yuan. ``granted`` None: documents do not say it for this. ``due`` is what should be paid by
    now by the milestones of the money's years; None where there are none."""

    key: str
    label: str
    granted: Decimal | None
    allocated: Decimal
    claimed: Decimal
    paid: Decimal
    due: Decimal | None = None
    known: bool = True

    @property
    def base(self) -> Decimal:
        """Of what the paid part is taken."""
        return self.allocated if self.granted is None else self.granted

    @property
    def percent(self) -> Decimal | None:
        """Paid as per cent of the base; None where there is none."""
        return 100 * self.paid / self.base if self.base else None

    @property
    def late(self) -> bool | None:
        """Whether less is paid than should be; None if nobody can say."""
        return None if self.due is None else self.paid < self.due


@dataclass(frozen=True)
class Progress:
    """The table with its total. ``milestone`` is this year's, ``stated`` the number behind it."""

    area: Place
    on: date
    by: str
    year: int | None
    milestone: Milestone
    stated: Meta | None
    rows: tuple[Row, ...]
    total: Row


def progress(
    user: Any, area_code: str | None = None, *, by: str = "document", year: int | None = None, on: date | None = None
) -> Progress:  # fmt: skip
    """How far the money of an area is spent. Problem ``planning.unknown_dimension``, ``registry.no_such_area``."""
    if by not in BY:
        raise Problem("planning.unknown_dimension", "没有这种分法", f"可以按{'、'.join(BY.values())}看。")
    day = on or today()
    here = scope.area(user, area_code, Right.SEE_PROJECTS)
    numbers = places.load(settings.WORKSPACE.place).parameters(day)
    rows = _rows(user, here, by, year, day)
    return Progress(
        boards.area_head(here), day, by, year, spending.milestone(numbers, year or day.year, day),
        spending.meta(numbers, spending.MILESTONES), rows, _total(rows, _granted(user, here, "", year)),
    )  # fmt: skip


def allocated(projects: Any, key: str, year: int | None, kinds: tuple[str, ...] = ()) -> dict[Any, Decimal]:
    """What stands on the accounts of lines, by a dimension, a document or a project."""
    rows = counting.ROWS["allocated"][0]
    held = Account.objects.filter(line__isnull=False, line__project__in=projects.order_by())
    if kinds:
        held = held.filter(kind__in=kinds)
    if year is not None:
        held = held.filter(line__year=year)
    field = counting.column(rows, key)
    return dict(
        held.order_by().values_list(field).annotate(Sum("balance")).values_list(field, "balance__sum")
    )


def paid(projects: Any, key: str, year: int | None) -> dict[Any, Decimal]:
    """Payments less refunds, by a dimension, a document or a project."""
    narrowed = {} if year is None else {"year": year}
    found = counting.amounts(projects, MEASURES["paid"], (key,), narrowed)
    return {group[0]: amount for group, amount in found.items()}


def dues(projects: Any, key: str, year: int | None, day: date) -> dict[Any, Decimal]:
    """What should be paid by a day, in yuan, by a dimension, a document or a project.

    Each year's money by its own milestone; a year without one that has come asks for nothing yet. Empty where
    the place has no milestones.
    """
    numbers = places.load(settings.WORKSPACE.place).parameters(day)
    rows = counting.ROWS["allocated"][0]
    field = counting.column(rows, key)
    held = Account.objects.filter(line__isnull=False, line__project__in=projects.order_by())
    if year is not None:
        held = held.filter(line__year=year)
    found: dict[Any, Decimal] = {}
    told = held.order_by().values_list(field, "line__year").annotate(Sum("balance"))
    percent = _percents(numbers, day)
    for name, of, amount in told if numbers.has(spending.MILESTONES) else ():
        found[name] = found.get(name, Decimal(0)) + percent(of) * amount / 100
    return found


def _percents(numbers: Parameters, day: date) -> Callable[[int], Decimal]:
    """What per cent of a year's money is due, worked out once a year."""
    return cache(lambda year: spending.milestone(numbers, year, day).percent or Decimal(0))


def _rows(user: Any, here: Area, by: str, year: int | None, day: date) -> tuple[Row, ...]:
    projects = projects_of.visible(user).filter(area__path__startswith=here.path)
    tree = Tree(here.path.partition("/")[0] + "/")
    some = [
        _folded(told, by, tree)
        for told in (
            allocated(projects, by, year),
            allocated(projects, by, year, CLAIMED),
            paid(projects, by, year),
        )
    ]
    granted = _granted(user, here, by, year)
    due = (
        _folded(dues(projects, by, year, day), by, tree) if granted is None else _granted_dues(by, year, day)
    )
    keys = {key for told in (*some, granted or {}) for key in told}
    return tuple(
        Row(key, label, None if granted is None else granted.get(key, Decimal(0)),
            *(told.get(key, Decimal(0)) for told in some), due=due.get(key), known=known)
        for key, (label, known) in _labels(by, keys, tree).items()
    )  # fmt: skip


def _folded(told: Mapping[Any, Decimal], by: str, tree: Tree) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for key, amount in told.items():
        name = tree.key(key, by) if by == "town" else text(key)
        found[name] = found.get(name, Decimal(0)) + amount
    return found


def _granted(user: Any, here: Area, by: str, year: int | None) -> dict[str, Decimal] | None:
    """What documents gave; only for who sees the county's money, and where a document can say it."""
    if (by and by not in GRANTED) or here.parent_id is not None or not sees_all(user):
        return None
    held = Document.objects.filter(**({} if year is None else {"year": year}))
    if not by:
        return {"": held.aggregate(total=Sum("amount"))["total"] or Decimal(0)}
    field = GRANTED[by]
    told = held.order_by().values_list(field).annotate(Sum("amount")).values_list(field, "amount__sum")
    return {text(key): amount for key, amount in told}


def _granted_dues(by: str, year: int | None, day: date) -> dict[str, Decimal]:
    """What should be paid of what documents gave, each by the milestone of its own year."""
    numbers = places.load(settings.WORKSPACE.place).parameters(day)
    field, found = GRANTED[by], {}
    held = Document.objects.filter(**({} if year is None else {"year": year}))
    told = held.order_by().values_list(field, "year", "amount") if numbers.has(spending.MILESTONES) else ()
    percent = _percents(numbers, day)
    for key, of, amount in told:
        found[text(key)] = found.get(text(key), Decimal(0)) + percent(of) * amount / 100
    return found


def _labels(by: str, keys: set[str], tree: Tree) -> dict[str, tuple[str, bool]]:
    if by == "document":
        held = Document.objects.filter(pk__in=[int(key) for key in keys]).order_by("-year", "no")
        return {str(pk): (f"{no} {title}", True) for pk, no, title in held.values_list("pk", "no", "title")}
    return {head.key: (head.label, head.known) for head in heads(DIMENSIONS[by].key, keys, tree)}


def _total(rows: tuple[Row, ...], granted: dict[str, Decimal] | None) -> Row:
    sums = [
        sum((getattr(row, name) for row in rows), Decimal(0)) for name in ("allocated", "claimed", "paid")
    ]
    dues_ = [row.due for row in rows if row.due is not None]
    return Row(
        "", "合计", granted[""] if granted else None, *sums, due=sum(dues_, Decimal(0)) if dues_ else None
    )

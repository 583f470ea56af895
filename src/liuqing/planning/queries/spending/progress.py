"""Expenditure progress (支出进度): granted, allocated, claimed, paid, and what should be spent by now (R087).

Progress is paid ÷ granted where a document gave the money, else paid ÷ allocated; without either it is not
known. Paid is payments less refunds; everything else is the book's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from liuqing.errors import Problem
from liuqing.planning.models import Document
from liuqing.planning.queries.matrix.dimensions import DIMENSIONS
from liuqing.planning.queries.matrix.order import heads, text
from liuqing.planning.queries.matrix.places import Tree
from liuqing.planning.queries.spending.look import Look
from liuqing.policy import spending
from liuqing.policy.dated import Meta
from liuqing.policy.spending import Milestone
from liuqing.registry.queries import boards
from liuqing.registry.queries.boards import Place

BY = {
    "document": "资金文件", "source": "资金来源", "department": "行业部门", "town": "乡镇", "class_one": "类别", "year": "年度",
}  # fmt: skip
"""By what progress may be looked at."""
GRANTED = {"document": "pk", "source": "source", "year": "year"}
"""Where a document says how much was granted: by itself, its source, its year."""


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
    user: Any, area_code: str | None = None, *, by: str = "document", year: int | None = None, on: date | None = None,
    look: Look | None = None,
) -> Progress:  # fmt: skip
    """How far the money of an area is spent. Problem ``planning.unknown_dimension``, ``registry.no_such_area``.

    ``look``: what a page has begun to read already.
    """
    if by not in BY:
        raise Problem("planning.unknown_dimension", "没有这种分法", f"可以按{'、'.join(BY.values())}看。")
    told = look or Look(user, area_code, by=by, year=year, on=on)
    rows = _rows(told)
    return Progress(
        boards.area_head(told.here), told.day, by, year, spending.milestone(told.numbers, year or told.day.year, told.day),
        spending.meta(told.numbers, spending.MILESTONES), rows, _total(rows, _granted(told, "")),
    )  # fmt: skip


def _rows(look: Look) -> tuple[Row, ...]:
    tree = Tree(look.here.path.partition("/")[0] + "/")
    some = [_folded(told, look.by, tree) for told in (look.allocated(), look.claimed(), look.paid())]
    granted = _granted(look, look.by)
    due = _folded(look.dues(), look.by, tree) if granted is None else _granted_dues(look)
    keys = {key for told in (*some, granted or {}) for key in told}
    return tuple(
        Row(key, label, None if granted is None else granted.get(key, Decimal(0)),
            *(told.get(key, Decimal(0)) for told in some), due=due.get(key), known=known)
        for key, (label, known) in _labels(look, keys, tree).items()
    )  # fmt: skip


def _folded(told: Mapping[Any, Decimal], by: str, tree: Tree) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for key, amount in told.items():
        name = tree.key(key, by) if by == "town" else text(key)
        found[name] = found.get(name, Decimal(0)) + amount
    return found


def _granted(look: Look, by: str) -> dict[str, Decimal] | None:
    """What documents gave; only for who sees the county's money, and where a document can say it."""
    if (by and by not in GRANTED) or not look.county:
        return None
    found: dict[str, Decimal] = {} if by else {"": Decimal(0)}
    for one in _documents(look):
        key = text(getattr(one, GRANTED[by])) if by else ""
        found[key] = found.get(key, Decimal(0)) + one.amount
    return found


def _granted_dues(look: Look) -> dict[str, Decimal]:
    """What should be paid of what documents gave, each by the milestone of its own year."""
    found: dict[str, Decimal] = {}
    percent = look.percents()
    for one in _documents(look) if look.numbers.has(spending.MILESTONES) else ():
        key = text(getattr(one, GRANTED[look.by]))
        found[key] = found.get(key, Decimal(0)) + percent(one.year) * one.amount / 100
    return found


def _documents(look: Look) -> list[Document]:
    return [one for one in look.documents.values() if look.year in (None, one.year)]


def _labels(look: Look, keys: set[str], tree: Tree) -> dict[str, tuple[str, bool]]:
    if look.by != "document":
        return {head.key: (head.label, head.known) for head in heads(DIMENSIONS[look.by].key, keys, tree)}
    wanted = {int(key) for key in keys}
    # Who sees only a part of the county's money reads only the documents of it.
    known = look.documents if look.county else Document.objects.in_bulk(wanted)
    held = sorted((known[pk] for pk in wanted), key=lambda one: (-one.year, one.no))
    return {str(one.pk): (f"{one.no} {one.title}", True) for one in held}


def _total(rows: tuple[Row, ...], granted: dict[str, Decimal] | None) -> Row:
    sums = [
        sum((getattr(row, name) for row in rows), Decimal(0)) for name in ("allocated", "claimed", "paid")
    ]
    dues_ = [row.due for row in rows if row.due is not None]
    return Row(
        "", "合计", granted[""] if granted else None, *sums, due=sum(dues_, Decimal(0)) if dues_ else None
    )

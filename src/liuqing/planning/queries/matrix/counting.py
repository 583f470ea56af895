"""The sums behind every table of money: grouped by the database, exact to the fen.

Each measure is read from its own rows: need and secured from what projects state by source and year,
allocated from the accounts of the book that belong to a line, paid from payments less refunds, without
what was reversed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet, Sum

from liuqing.planning.models import Account, Funding, Payment, Project, Refund
from liuqing.planning.queries.matrix.dimensions import DIMENSIONS, Measure

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Rows:
    """Where amounts are written: ``project`` leads to the project, ``sign`` −1 takes away."""

    model: type[Model]
    amount: str
    project: str
    year: str
    source: str
    sign: int = 1
    only: Q = field(default_factory=Q)


_STANDING = Q(voucher__reversed_by=None)
"""What was not reversed: a payment that was taken back by another voucher is not paid."""
ROWS: dict[str, tuple[Rows, ...]] = {
    "need": (Rows(Funding, "need", "project__", "year", "source"),),
    "secured": (Rows(Funding, "secured", "project__", "year", "source"),),
    "allocated": (
        Rows(Account, "balance", "line__project__", "line__year", "document__source", only=Q(line__isnull=False)),
    ),
    "paid": (
        Rows(Payment, "amount", "line__project__", "line__year", "line__document__source", only=_STANDING),
        Rows(Refund, "amount", "payment__line__project__", "payment__line__year", "payment__line__document__source", -1,
             only=_STANDING),
    ),
}  # fmt: skip
"""The year is the budget year of the line (or of the need), so that all measures stand in one column."""


def amounts(
    projects: QuerySet[Project], measure: Measure, keys: Iterable[str], narrowed: Mapping[str, Any]
) -> dict[Key, Decimal]:
    """The sum of every group that has any rows; the key ``project`` gives each project's own.

    ``narrowed`` has a year or a source; everything else is already narrowed in ``projects``.
    """
    wanted = tuple(keys)
    if measure.key == "projects":
        return _projects(projects, wanted, narrowed)
    found: defaultdict[Key, Decimal] = defaultdict(Decimal)
    for rows in ROWS[measure.key]:
        for key, amount in _grouped(projects, rows, wanted, narrowed):
            found[key] += rows.sign * amount
    return dict(found)


def having(projects: QuerySet[Project], measure: Measure, narrowed: Mapping[str, Any]) -> QuerySet[Project]:
    """Those of the projects that have rows of this measure."""
    rows = ROWS[measure.key][0]
    asked = {column(rows, key): value for key, value in narrowed.items()}
    field = column(rows, "project")
    held = rows.model._default_manager.filter(rows.only, **asked, **{f"{field}__in": projects.order_by()})
    return projects.filter(pk__in=held.order_by().values(field))


def _grouped(
    projects: QuerySet[Project], rows: Rows, keys: tuple[str, ...], narrowed: Mapping[str, Any]
) -> Iterator[tuple[Key, Decimal]]:
    fields = [column(rows, key) for key in keys]
    asked = {column(rows, key): value for key, value in narrowed.items()}
    held = rows.model._default_manager.filter(
        rows.only, **asked, **{f"{rows.project.removesuffix('__')}__in": projects.order_by()}
    )
    named = {f"k{n}": F(field) for n, field in enumerate(fields)}
    if not named:
        total = held.aggregate(total=Sum(rows.amount))["total"]
        yield from () if total is None else [((), total)]
        return
    for row in held.order_by().values(**named).annotate(total=Sum(rows.amount)):
        yield tuple(row[f"k{n}"] for n in range(len(fields))), row["total"]


def column(rows: Rows, key: str) -> str:
    """Where a dimension (or the project, or the document) of these rows is written."""
    if key == "document":
        return f"{rows.source.removesuffix('__source')}_id"
    if key == "project":
        return rows.project.removesuffix("__")
    if key == "year":
        return rows.year
    return rows.source if key == "source" else rows.project + DIMENSIONS[key].field


def _projects(
    projects: QuerySet[Project], keys: tuple[str, ...], narrowed: Mapping[str, Any]
) -> dict[Key, Decimal]:
    """Projects counted by the year of the plan they stand in, so that the years add up to all of them."""
    held = projects.filter(**{key: value for key, value in narrowed.items() if key == "year"})
    if "source" in narrowed:
        held = held.filter(fundings__source=narrowed["source"])
    if not keys:
        many = held.aggregate(total=Count("pk", distinct=True))["total"]
        return {(): Decimal(many)} if many else {}
    fields = {"project": "pk", "year": "year"}
    named = {f"k{n}": F(fields.get(key) or DIMENSIONS[key].field) for n, key in enumerate(keys)}
    rows = held.order_by().values(**named).annotate(total=Count("pk", distinct=True))
    return {tuple(row[f"k{n}"] for n in range(len(keys))): Decimal(row["total"]) for row in rows}

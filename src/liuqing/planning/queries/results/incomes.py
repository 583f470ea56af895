"""Income over the years (产出): by kind, and what is left after expenses; not stated is not known, never nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import DecimalField, F, Q

from liuqing.policy.tables import INCOME_ITEMS
from liuqing.registry.models import IncomeYear

GROUPS: Mapping[str, tuple[str, ...]] = {
    "经营净收入": ("business", "business_expense"),
    "工资性收入": ("wage",),
    "分红": ("dividend",),
    "其他财产性收入": ("property_other",),
    "转移性收入": tuple(item for item in INCOME_ITEMS if item.startswith("transfer_")),
}
"""Kinds of income, and the items that each is made of; expenses are taken off."""
NET = "年纯收入"
COST = "business_expense"
_YUAN = DecimalField(max_digits=16, decimal_places=2)


@dataclass(frozen=True)
class IncomeLine:
    """A kind of income by year; ``change`` from the first of the two years compared to the last."""

    label: str
    values: tuple[Decimal | None, ...]
    change: Decimal | None


def lines(rows: Mapping[int, IncomeYear], first: int | None, last: int | None) -> tuple[IncomeLine, ...]:
    """Every kind and the sum, by year in order; compared are ``first`` and ``last``."""
    years = sorted(rows)
    found = []
    for label, items in (*GROUPS.items(), (NET, tuple(INCOME_ITEMS))):
        values = {year: _sum(rows[year], items) for year in years}
        found.append(IncomeLine(label, tuple(values[year] for year in years), _change(values, first, last)))
    return tuple(found)


def nets(homes: Q, years: tuple[int, int]) -> dict[int, tuple[Decimal | None, Decimal | None]]:
    """By household the net income of two years; None where an item was not stated."""
    net = -F(COST)
    for item in INCOME_ITEMS:
        if item != COST:
            net = net + F(item)
    told = IncomeYear.objects.filter(homes, year__in=years).order_by().annotate(net_=_yuan(net))
    found: dict[int, dict[int, Decimal | None]] = {}
    for home, year, value in told.values_list("household", "year", "net_"):
        found.setdefault(home, {})[year] = None if value is None else round(Decimal(str(value)), 2)
    return {home: (of.get(years[0]), of.get(years[1])) for home, of in found.items()}


def span(homes: Q) -> tuple[int, ...]:
    """The years of which incomes are known, in order."""
    return tuple(IncomeYear.objects.filter(homes).order_by("year").values_list("year", flat=True).distinct())


def _yuan(net):  # type: ignore[no-untyped-def]
    from django.db.models import ExpressionWrapper

    return ExpressionWrapper(net, output_field=_YUAN)


def _sum(row: IncomeYear, items: tuple[str, ...]) -> Decimal | None:
    values = [getattr(row, item) for item in items]
    if any(value is None for value in values):
        return None
    signed = (-value if item == COST else value for item, value in zip(items, values, strict=True))
    return sum(signed, Decimal(0))


def _change(values: Mapping[int, Decimal | None], first: int | None, last: int | None) -> Decimal | None:
    before, after = values.get(first or 0), values.get(last or 0)
    return None if before is None or after is None or first == last else after - before

"""Entitled and not paid (应发未发): what the rules find due beside what batches pay and lists say was paid.

应补尽补: whoever is due something and got less stands here with the reason why, so that nobody is forgotten.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from liuqing.planning.queries.batches import entitled, owed
from liuqing.planning.queries.batches.owed import Owed
from liuqing.policy.paying import Period, period
from liuqing.registry.models import Area, Household, Person, Snapshot
from liuqing.registry.queries import scope
from liuqing.registry.queries.pages import Page
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

SIZE = 60
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Row:
    """One person: what is due (None: not known), what batches paid or are paying, what the list says; yuan."""

    no: str
    name: str
    village: str
    due: Decimal | None
    paid: Decimal
    under_way: Decimal
    listed: Decimal
    open: Decimal
    why: str


@dataclass(frozen=True)
class Unpaid:
    """The page with the sums of everybody: due, got, still open; how many are due, open, not known.

    ``named``: the user may see households; who may only see payees sees the sums.
    """

    area: Area
    snapshot: Snapshot
    label: str
    period: Period
    page: Page[Row]
    people: int
    due: Decimal
    got: Decimal
    open: Decimal
    open_people: int
    unknown: int
    named: bool


def unpaid(user: Any, programme: str, text: str, code: str | None, number: int = 1) -> Unpaid:
    """Of a programme, a period and an area. Problems ``registry.no_such_area``, ``batches.no_programme``,
    ``paying.no_period``, ``batches.no_snapshot``."""
    one, span = entitled.programme(programme), period(text)
    area = scope.area(user, code or None, Right.SEE_PAYEES)
    snapshot = entitled.snapshot_of(span)
    every = owed.rows(area, one, span, snapshot)
    named = rights.can(user, Right.SEE_HOUSEHOLDS, area.path)
    still = [each for each in every if each.due is None or each.open] if named else []
    start = (max(1, number) - 1) * SIZE
    return Unpaid(
        area, snapshot, one.label, span,
        Page(_rows(area, still[start : start + SIZE]), len(still), max(1, number), SIZE), len(every),
        sum((each.due or NOTHING for each in every), NOTHING),
        sum((min(each.due or NOTHING, each.got) for each in every), NOTHING),
        sum((each.open for each in every), NOTHING), sum(each.open > 0 for each in every),
        sum(each.due is None for each in every), named,
    )  # fmt: skip


def _rows(area: Area, found: list[Owed]) -> list[Row]:
    homes = {
        pk: (no, village)
        for pk, no, village in Household.objects.filter(village__path__startswith=area.path).values_list(
            "pk", "no", "village__name"
        )
    }
    held = Person.objects.filter(
        memberships__until=None, memberships__household__village__path__startswith=area.path
    )
    names = dict(held.values_list("pk", "name"))
    return [
        Row(homes[each.household][0], names.get(each.person, ""), homes[each.household][1], each.due, each.paid,
            each.under_way, each.listed, each.open, _why(each))
        for each in found
    ]  # fmt: skip


def _why(each: Owed) -> str:
    if each.due is None:
        return "台账资料不足，算不出应发多少"
    if each.got:
        return "发放的少于应发"
    return "没有列入任何批次，部门名单上也没有发放"

"""Entitled and not paid (应发未发): what the rules find due beside what batches pay and lists say was paid.

应补尽补: whoever is due something and got less stands here with the reason why, so that nobody is forgotten.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from liuqing.planning.models import Batch, Due
from liuqing.planning.queries.batches import entitled
from liuqing.policy.paying import Period, period
from liuqing.registry import merged
from liuqing.registry.models import Area, Entry, Household, Membership, Person, Receipt, Snapshot
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
    why: str

    @property
    def open(self) -> Decimal:
        """What is still to be paid; nothing where it is not known."""
        got = max(self.paid + self.under_way, self.listed)
        return max((self.due or NOTHING) - got, NOTHING)


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
    rows = _rows(area, one, span, snapshot)
    named = rights.can(user, Right.SEE_HOUSEHOLDS, area.path)
    still = [row for row in rows if row.due is None or row.open] if named else []
    start = (max(1, number) - 1) * SIZE
    return Unpaid(
        area, snapshot, one.label, span, Page(still[start : start + SIZE], len(still), max(1, number), SIZE), len(rows),
        sum((row.due or NOTHING for row in rows), NOTHING),
        sum((min(row.due or NOTHING, max(row.paid + row.under_way, row.listed)) for row in rows), NOTHING),
        sum((row.open for row in rows), NOTHING), sum(row.open > 0 for row in rows), sum(row.due is None for row in rows), named,
    )  # fmt: skip


def _rows(area: Area, one: Any, span: Period, snapshot: Snapshot) -> list[Row]:
    homes = {
        pk: (no, village)
        for pk, no, village in Household.objects.filter(village__path__startswith=area.path).values_list(
            "pk", "no", "village__name"
        )
    }
    found = [each for each in entitled.of_programme(snapshot, one) if each.household in homes]
    heads = dict(Membership.objects.filter(relation="户主", until=None).values_list("household", "person"))
    roots = merged.roots()
    people = {
        each: (roots.get(each.person, each.person) if each.person else heads.get(each.household))
        for each in found
    }
    names = _names(area)
    paid, under_way, listed = (
        _batches(one.key, span),
        _batches(one.key, span, paid=False),
        _listed(one.list, span),
    )
    rows = []
    for each in found:
        person = people[each]
        if person is None:
            continue
        due = None if each.fen is None else Decimal(span.part(each.fen)) / 100
        no, village = homes[each.household]
        told = (paid.get(person, NOTHING), under_way.get(person, NOTHING), listed.get(person, NOTHING))
        rows.append(Row(no, names.get(person, ""), village, due, *told, _why(due, *told)))
    return rows


def _why(due: Decimal | None, paid: Decimal, under_way: Decimal, listed: Decimal) -> str:
    if due is None:
        return "台账资料不足，算不出应发多少"
    if max(paid + under_way, listed) >= due:
        return ""
    if not (paid or under_way or listed):
        return "没有列入任何批次，部门名单上也没有发放"
    return "发放的少于应发"


def _names(area: Area) -> dict[int, str]:
    held = Person.objects.filter(
        memberships__until=None, memberships__household__village__path__startswith=area.path
    )
    return dict(held.values_list("pk", "name"))


def _batches(programme: str, span: Period, *, paid: bool = True) -> dict[int, Decimal]:
    """What each person gets of the programme in batches of these months: paid, or on the way."""
    dues = Due.objects.filter(batch__programme=programme, batch__period__startswith=str(span.year))
    dues = dues.exclude(batch__state=Batch.State.WITHDRAWN).exclude(state=Due.State.DROPPED)
    dues = dues.filter(state=Due.State.PAID) if paid else dues.exclude(state=Due.State.PAID)
    found: dict[int, Decimal] = defaultdict(Decimal)
    for person, text, amount in dues.values_list("person", "batch__period", "amount"):
        if period(text).meets(span):
            found[person] += amount
    return found


def _listed(kind: str, span: Period) -> dict[int, Decimal]:
    """What the department's list says was paid; it speaks of whole years only."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    if not kind or (span.first, span.last) != (1, 12):
        return found
    place = {
        tuple(row) for row in Entry.objects.filter(kind=kind).values_list("person", "file", "sheet", "row")
    }
    paid = Receipt.objects.filter(year=span.year, person__in=Entry.objects.filter(kind=kind).values("person"))
    for person, file, sheet, row, amount in paid.values_list("person", "file", "sheet", "row", "amount"):
        if (person, file, sheet, row) in place:
            found[person] += amount
    return found

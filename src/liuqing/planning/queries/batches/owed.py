"""Owed (应发): who of an area is due how much of a programme for a period, and what of it nobody has paid yet."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from liuqing.planning.models import Batch, Due
from liuqing.planning.queries.batches import entitled
from liuqing.policy.paying import Period, period
from liuqing.policy.programmes import Programme
from liuqing.registry import merged
from liuqing.registry.models import Area, Entry, Household, Membership, Receipt, Snapshot

HEAD = "户主"
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Owed:
    """One person: what is due for the period (None: not known), what batches paid, have on the way, what the
    department's list says of the whole year; yuan."""

    household: int
    person: int
    due: Decimal | None
    paid: Decimal = NOTHING
    under_way: Decimal = NOTHING
    listed: Decimal = NOTHING

    @property
    def got(self) -> Decimal:
        """The same money once: what batches pay, or what the list says if that is more."""
        return max(self.paid + self.under_way, self.listed)

    @property
    def open(self) -> Decimal:
        """What is still to be paid; nothing where it is not known."""
        return max((self.due or NOTHING) - self.got, NOTHING)


@dataclass(frozen=True)
class Sum:
    """What somebody is to be paid."""

    household: int
    person: int
    amount: Decimal


def everything(area: Area, one: Programme, span: Period, snapshot: Snapshot) -> Iterator[Sum]:
    """Everybody's whole sum, in the order of the households; who is due nothing or not known is left out."""
    for each in _found(area, one, span, snapshot):
        if each.due:
            yield Sum(each.household, each.person, each.due)


def rests(area: Area, one: Programme, span: Period, snapshot: Snapshot) -> Iterator[Sum]:
    """What is still to be paid to those who are in no batch of these months."""
    for each in rows(area, one, span, snapshot):
        if each.open and not (each.paid or each.under_way):
            yield Sum(each.household, each.person, each.open)


def rows(area: Area, one: Programme, span: Period, snapshot: Snapshot) -> list[Owed]:
    """Everybody who is due something, or of whom it is not known, with what they got."""
    paid, under_way = _batches(one.key, span), _batches(one.key, span, paid=False)
    listed = _listed(one.list, span)
    stated = entitled.stated(snapshot, one) if span.whole else {}
    of_home = one.entity == "household"
    return [
        Owed(
            each.household, each.person, each.due, paid.get(each.person, NOTHING), under_way.get(each.person, NOTHING),
            listed.get(each.person, NOTHING) or Decimal(stated.get((each.household, None if of_home else each.person), 0)) / 100,
        )
        for each in _found(area, one, span, snapshot)
    ]  # fmt: skip


def heads() -> dict[int, int]:
    """{household: its head}."""
    held = Membership.objects.filter(relation=HEAD, until=None)
    return dict(held.values_list("household", "person"))


def _found(area: Area, one: Programme, span: Period, snapshot: Snapshot) -> Iterator[Owed]:
    """Who is due something by the findings; of a household its head."""
    homes = set(Household.objects.filter(village__path__startswith=area.path).values_list("pk", flat=True))
    leads, roots = heads(), merged.roots()
    for each in entitled.of_programme(snapshot, one):
        person = each.person if each.person is not None else leads.get(each.household)
        if each.household in homes and person is not None:
            due = None if each.fen is None else Decimal(span.part(each.fen)) / 100
            yield Owed(each.household, roots.get(person, person), due)


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
    if not kind or not span.whole:
        return found
    place = {
        tuple(row) for row in Entry.objects.filter(kind=kind).values_list("person", "file", "sheet", "row")
    }
    paid = Receipt.objects.filter(year=span.year, person__in=Entry.objects.filter(kind=kind).values("person"))
    for person, file, sheet, row, amount in paid.values_list("person", "file", "sheet", "row", "amount"):
        if (person, file, sheet, row) in place:
            found[person] += amount
    return found

"""What a household got in a year: by card, as the bank answered, beside what department lists say was paid.

The same money comes twice into the record: our batch pays it, and the department's list says so. It is counted
once: of a programme, a person and a year the larger of the two, and where they differ the difference is shown.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from liuqing.planning.models import Card, Due, Payment, Refund
from liuqing.policy.paying import period
from liuqing.policy.programmes import PROGRAMMES
from liuqing.registry.models import Entry, Household, Person, Receipt
from liuqing.registry.queries import scope
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

NOTHING = Decimal("0.00")
_KINDS = {one.list or one.key: one for one in PROGRAMMES.values()}
Key = tuple[int, str]
"""A person (0: the household) and a programme, or a text of its own."""


@dataclass(frozen=True)
class Money:
    """One payment: ``back`` of it came back. ``tail`` are the last digits of the card it went to; yuan."""

    item: str
    who: str
    amount: Decimal
    back: Decimal
    on: date | None
    tail: str
    source: str
    project_no: str = ""
    programme: str = ""
    year: int = 0
    person: int = 0

    @property
    def kept(self) -> Decimal:
        """What stayed with the household."""
        return self.amount - self.back


@dataclass(frozen=True)
class Compared:
    """A programme of a person: what the card and what the list says, and what counts; yuan."""

    item: str
    who: str
    card: Decimal
    listed: Decimal

    @property
    def counts(self) -> Decimal:
        """The same money once."""
        return max(self.card, self.listed)

    @property
    def difference(self) -> Decimal:
        """How much more the list says than the card got; negative: less."""
        return self.listed - self.card


@dataclass(frozen=True)
class Account:
    """A card of a member, in force from ``since``, to ``until`` if another took its place."""

    who: str
    bank: str
    tail: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Received:
    """A household's year: ``payments`` by card, ``listed`` of lists, both laid side by side in ``compared``.

    ``accounts`` with their past, and the tails of payments, only for who may see payees.
    """

    household: Household
    year: int
    years: tuple[int, ...]
    payments: tuple[Money, ...]
    listed: tuple[Money, ...]
    compared: tuple[Compared, ...]
    accounts: tuple[Account, ...] = ()

    @property
    def total(self) -> Decimal:
        """Everything that the household got in the year, the same money once."""
        return sum((one.counts for one in self.compared), NOTHING)

    @property
    def by_card(self) -> Decimal:
        """What the bank paid and did not come back."""
        return sum((one.kept for one in self.payments), NOTHING)

    @property
    def said(self) -> Decimal:
        """What the department lists say."""
        return sum((one.amount for one in self.listed), NOTHING)

    @property
    def differing(self) -> tuple[Compared, ...]:
        """Where card and list say different sums although both speak."""
        return tuple(one for one in self.compared if one.card and one.listed and one.difference)


def of_household(user: Any, no: str, year: int | None = None) -> Received:
    """The year's money of a household the user may see; without a year the latest one that has any.

    What a batch paid belongs to the year it was for, as the lists count; everything else to the day it was paid.
    Problem ``registry.no_such_household``.
    """
    home = scope.household(user, no)
    names = dict(Person.objects.filter(memberships__household=home).values_list("pk", "name"))
    open_ = rights.can(user, Right.SEE_PAYEES, home.village.path)
    paid, listed = list(_payments(home, names, open_)), list(_listed(home, names))
    years = tuple(sorted({one.year for one in (*paid, *listed)}, reverse=True))
    wanted = year if year is not None else next(iter(years), clock.today().year)
    payments = tuple(one for one in paid if one.year == wanted)
    said = tuple(one for one in listed if one.year == wanted)
    return Received(
        home,
        wanted,
        years,
        payments,
        said,
        tuple(_compared(payments, said)),
        tuple(_accounts(home)) if open_ else (),
    )


def _payments(home: Household, names: dict[int, str], open_: bool) -> Iterable[Money]:
    back: dict[int, Decimal] = defaultdict(Decimal)
    refunds = Refund.objects.filter(payment__household=home, voucher__reversed_by=None)
    for payment, amount in refunds.values_list("payment", "amount"):
        back[payment] += amount
    found = Payment.objects.filter(household=home, voucher__reversed_by=None).select_related(
        "line__project", "person"
    )
    dues = {
        due.payment_id: due
        for due in Due.objects.filter(payment__household=home).select_related("batch", "card")
    }
    for payment in found.order_by("on", "pk"):
        yield _paid(payment, dues.get(payment.pk), back[payment.pk], names, open_)


def _paid(payment: Payment, due: Due | None, back: Decimal, names: dict[int, str], open_: bool) -> Money:
    project = payment.line.project
    return Money(
        item=due.batch.label if due else project.name,
        who=names.get(payment.person_id or 0, ""),
        amount=payment.amount,
        back=back,
        on=payment.on,
        tail=due.card.tail if open_ and due and due.card else "",
        source="一卡通",
        project_no=project.no,
        programme=due.batch.programme if due else "",
        year=period(due.batch.period).year if due else payment.on.year,
        person=payment.person_id or 0,
    )


def _accounts(home: Household) -> Iterable[Account]:
    held = Card.objects.filter(person__memberships__household=home, person__memberships__until=None)
    for card in held.select_related("person").order_by("person", "-since", "-pk"):
        yield Account(card.person.name, card.bank, card.tail, card.since, card.until)


def _listed(home: Household, names: dict[int, str]) -> Iterable[Money]:
    places = Entry.objects.filter(person__in=names).values_list("person", "file", "sheet", "row", "kind")
    kinds = {(person, file, sheet, row): kind for person, file, sheet, row, kind in places}
    for one in Receipt.objects.filter(household=home).order_by("on", "pk"):
        programme = _KINDS.get(kinds.get((one.person_id, one.file_id, one.sheet, one.row), ""))
        yield Money(
            item=one.item, who=names.get(one.person_id or 0, ""), amount=one.amount, back=NOTHING, on=one.on, tail="",
            source=one.department, programme=programme.key if programme else "", year=one.year, person=one.person_id or 0,
        )  # fmt: skip


def _compared(payments: Iterable[Money], listed: Iterable[Money]) -> Iterable[Compared]:
    """Side by side by person and programme; what has no programme stands alone."""
    sums: dict[Key, list[Decimal]] = defaultdict(lambda: [NOTHING, NOTHING])
    told: dict[Key, tuple[str, str]] = {}
    for side, several in enumerate((payments, listed)):
        for at, one in enumerate(several):
            key = (_whose(one), one.programme) if one.programme else (one.person, f"{side}:{at}")
            sums[key][side] += one.kept
            told.setdefault(key, (PROGRAMMES[one.programme].label if one.programme else one.item, one.who))
    for key, (card, said) in sums.items():
        if card or said:
            yield Compared(*told[key], card, said)


def _whose(one: Money) -> int:
    """A household's programme is the household's, whoever stands in the list."""
    return 0 if PROGRAMMES[one.programme].entity == "household" else one.person

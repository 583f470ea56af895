"""Stood (现状): how loans stand on a day: what is owed, when it is due, what is doubtful.

Read in a few questions however many loans there are; only the columns that are needed.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from liuqing.planning.models import Loan, LoanEvent
from liuqing.planning.queries.loans import reading
from liuqing.planning.queries.loans.reading import EXTENDED, RECOVERED, REPAID
from liuqing.policy import lending
from liuqing.policy.lending import Borrowed, Borrower, Doubts, Terms
from liuqing.registry.models import Standing

NOTHING = Decimal("0.00")
BACK = (REPAID, RECOVERED)
"""What makes less owed."""
BAD = {Loan.State.BAD: "已认定不良", Loan.State.COMPENSATED: "已由风险补偿金代偿，还应追回"}


class Row(NamedTuple):
    """What is read of a loan."""

    pk: int
    household: int
    person: int | None
    principal: Decimal
    rate: Decimal
    drawn_on: date
    due_on: date
    use: str
    used_by: str
    state: str
    born: date | None
    file: int | None
    said_on: date | None


_READ = (
    "pk", "household", "person", "principal", "rate", "drawn_on", "due_on", "use", "used_by", "state", "person__birth",
    "file", "said_on",
)  # fmt: skip


@dataclass(frozen=True)
class Stood:
    """How a loan stands: what is owed, doubts, days surely overdue (0 where the list is older than its day)."""

    row: Row
    borrowed: Borrowed
    owed: Decimal
    doubts: Doubts
    overdue: int


def stood(loans: "QuerySet[Loan]", on: date, terms: Terms) -> dict[int, Stood]:
    """How each of the loans stands on a day, by its key, in their order.

    The household's other loans count for the limit, and the person's for "several", wherever they are.
    """
    every = reading.of_households(loans).order_by(*_order(loans))
    asked = ExpressionWrapper(Q(pk__in=loans.order_by().values("pk")), BooleanField())
    told = [(Row(*row), ours) for *row, ours in every.annotate(asked=asked).values_list(*_READ, "asked")]
    mine, related = [row for row, ours in told if ours], {row.pk: row for row, _ in told}
    borrowed = borrowings(reading.of_households(loans), related.values(), terms)
    owed = {pk: one.owed(on) for pk, one in borrowed.items()}
    registered = _registered(loans)
    together, running = _together(related.values(), owed)
    return {row.pk: _stood(row, borrowed[row.pk], registered, together, running, on, terms) for row in mine}


def _order(loans: "QuerySet[Loan]") -> Sequence[Any]:
    return tuple(loans.query.order_by) or tuple(Loan._meta.ordering)


def borrowings(loans: "QuerySet[Loan]", rows: Any, terms: Terms) -> dict[int, Borrowed]:
    """Each loan as lending asks for it, by its key."""
    told: dict[int, list[tuple[str, date, Any, Any]]] = defaultdict(list)
    events = LoanEvent.objects.filter(loan__in=loans.order_by().values("pk"), kind__in=(*BACK, EXTENDED))
    for loan, *event in events.order_by("on", "pk").values_list("loan", "kind", "on", "amount", "until"):
        told[loan].append(tuple(event))
    return {row.pk: _borrowed(row, told.get(row.pk, ()), terms) for row in rows}


def rows(loans: "QuerySet[Loan]") -> list[Row]:
    """What is read of each of the loans."""
    return [Row(*told) for told in loans.values_list(*_READ)]


def _borrowed(row: Row, events: Any, terms: Terms) -> Borrowed:
    repaid = tuple((on, amount) for kind, on, amount, _ in events if kind in BACK and amount)
    extended = tuple((on, until) for kind, on, _, until in events if kind == EXTENDED and until)
    aided = reading.in_order(row.use, row.used_by, terms)
    return Borrowed(row.principal, row.rate, row.drawn_on, row.due_on, repaid, extended, aided)


def _registered(loans: "QuerySet[Loan]") -> dict[int, list[tuple[date, date | None]]]:
    """The time in which each household was in the register."""
    told: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    standings = Standing.objects.filter(household__in=loans.order_by().values("household"))
    for home, since, until in standings.values_list("household", "since", "until"):
        told[home].append((since, until))
    return told


def _together(related: Any, owed: dict[int, Decimal]) -> tuple[dict[int, Decimal], Counter[int | None]]:
    whole: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    running: Counter[int | None] = Counter()
    for row in related:
        whole[row.household] += owed[row.pk]
        running[row.person] += owed[row.pk] > 0
    return whole, running


def _stood(
    row: Row, one: Borrowed, registered: dict[int, list[tuple[date, date | None]]], together: dict[int, Decimal],
    running: Counter[int | None], on: date, terms: Terms,
) -> Stood:  # fmt: skip
    owed = one.owed(on)
    then = any(
        since <= row.drawn_on and (until is None or row.drawn_on < until)
        for since, until in registered.get(row.household, ())
    )
    doubts = lending.doubts(
        one, Borrower(row.born, then), use=row.use, used_by=row.used_by, together=together[row.household] if owed else NOTHING,
        others=running[row.person] - 1 if row.person and owed else 0, on=on, terms=terms, known_until=_known_until(row),
    )  # fmt: skip
    if row.state in BAD and owed:
        doubts.found["bad"] = BAD[Loan.State(row.state)]
    return Stood(row, one, owed, doubts, one.overdue(on) if "overdue" in doubts.found else 0)


def _known_until(row: Row) -> date | None:
    """The day of the list that tells of a loan; None where it is known to this day: put in or found bad here."""
    return None if row.file is None or row.state in BAD else row.said_on

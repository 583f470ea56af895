"""One batch as its page shows it: what must be put right first, grouped by its cause; then the people."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from liuqing.planning.models import BankFile, Batch, Due
from liuqing.planning.queries.batches import lines, seeing
from liuqing.policy.paying import CHECKS, period
from liuqing.registry.models import Membership
from liuqing.registry.queries.pages import Page
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

State = Batch.State
OPEN = (State.DRAFT, State.RETURNED)
SIZE = 40
GROUPED = 12
"""So many of one cause are shown at once; the rest follow when these are put right."""
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Row:
    """One due: names for who may see payees, of an account its last four digits; yuan."""

    pk: int
    order: int
    no: str
    person: int
    name: str
    payee: int | None
    payee_name: str
    tail: str
    bank: str
    entitled: Decimal | None
    amount: Decimal
    state: str
    state_label: str
    reason: str
    checks: tuple[tuple[str, str, bool], ...]
    members: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Light:
    """What is read of every due, however many there are."""

    pk: int
    state: str
    amount: Decimal
    checks: list[dict[str, Any]]

    @property
    def open(self) -> bool:
        """Whether it may still go to the bank."""
        return self.state in (Due.State.WAITING, Due.State.FAILED)

    @property
    def stops(self) -> bool:
        """Whether something must be put right first."""
        return self.open and any(one["stops"] for one in self.checks)


@dataclass(frozen=True)
class Group:
    """What one check found: the people, and what to do about it."""

    code: str
    label: str
    remedy: str
    stops: bool
    count: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class BatchPage:
    """Everything of one batch. ``may`` names the acts that the user may do now; ``stopped`` counts who cannot be
    paid as things stand; ``fits``: the line's project is of a class from which this is paid."""

    record: Batch
    period: str
    people: int
    amount: Decimal
    paid: Decimal
    paid_people: int
    sent: int
    failed_people: int
    failed: tuple[Row, ...]
    stops: tuple[Group, ...]
    warns: tuple[Group, ...]
    rows: Page[Row]
    files: tuple[BankFile, ...]
    may: frozenset[str]
    left: Decimal | None
    stopped: int
    fits: bool
    choices: list[lines.Choice] = field(default_factory=list)

    @property
    def mends(self) -> bool:
        """Whether the user may put single people right."""
        return bool(self.may & {"mend", "card", "drop"})


def page(user: Any, no: str, *, show: str = "", number: int = 1) -> BatchPage:
    """The batch of that number; ``show`` narrows the people to a state, else all but who is dropped.

    Of everybody only state, sum and checks are read; names of those who are shown. Problem ``batches.no_such_batch``.
    """
    batch = seeing.batch(user, no)
    dues = [
        Light(*row) for row in Due.objects.filter(batch=batch).values_list("pk", "state", "amount", "checks")
    ]
    living = [due for due in dues if due.state != Due.State.DROPPED]
    found, start = _groups(living), (max(1, number) - 1) * SIZE
    shown = [due.pk for due in dues if due.state == show] if show else [due.pk for due in living]
    failed = [due.pk for due in living if due.state == Due.State.FAILED]
    rows = _rows(
        batch,
        {*(pk for group in found for pk in group[3][:GROUPED]), *shown[start : start + SIZE], *failed[:SIZE]},
    )
    groups = [_group(*one, rows) for one in found]
    may = acts(user, batch, {due.state for due in dues})
    line = lines.one(batch.line, batch.programme) if batch.line else None
    return BatchPage(
        record=batch, period=period(batch.period).label, people=len(living), amount=_sum(living),
        paid=_sum(due for due in living if due.state == Due.State.PAID),
        paid_people=sum(due.state == Due.State.PAID for due in living),
        sent=sum(due.state == Due.State.SENT for due in living), failed_people=len(failed),
        failed=tuple(rows[pk] for pk in failed[:SIZE]),
        stops=tuple(one for one in groups if one.stops), warns=tuple(one for one in groups if not one.stops),
        rows=Page([rows[pk] for pk in shown[start : start + SIZE]], len(shown), max(1, number), SIZE),
        files=tuple(BankFile.objects.filter(batch=batch)), may=may,
        left=line.left if line else None, stopped=sum(due.stops for due in living), fits=line is None or line.fits,
        choices=lines.choices(user, batch.area, _sum(living), batch.programme) if "line" in may else [],
    )  # fmt: skip


def acts(user: Any, batch: Batch, states: Collection[str]) -> frozenset[str]:
    """What the user may do with the batch as it stands; ``states`` are those of its dues."""
    path, name = batch.area.path, user.get_username()
    makes, approves = (
        rights.can(user, Right.MAKE_BATCHES, path),
        rights.can(user, Right.APPROVE_BATCHES, path),
    )
    funds, pays = rights.can(user, Right.MANAGE_FUNDS, path), rights.can(user, Right.APPROVE_FUNDS, path)
    told = {
        "line": makes and batch.state in OPEN,
        "mend": makes and batch.state in OPEN,
        "submit": makes and batch.state in OPEN,
        "withdraw": makes and batch.state in OPEN,
        "drop": makes and batch.state in (*OPEN, State.APPROVED, State.SENT),
        "card": makes and batch.state in (*OPEN, State.APPROVED, State.SENT),
        "decide": approves and batch.state == State.SUBMITTED and name not in (batch.by, batch.submitted_by),
        "own": approves and batch.state == State.SUBMITTED and name in (batch.by, batch.submitted_by),
        "send": funds and batch.state == State.APPROVED,
        "again": funds and batch.state == State.SENT and Due.State.FAILED in states,
        "back": pays and batch.state in (State.SENT, State.CLOSED),
        "open": funds and rights.can(user, Right.SEE_PAYEES, path),
    }
    return frozenset(act for act, may in told.items() if may)


def _groups(dues: list[Light]) -> list[tuple[str, bool, int, list[int]]]:
    """Each check that found something: its code, whether it stops, how many, who; what stops comes first."""
    found: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for due in dues:
        if due.open:
            for code, stops in {(one["code"], one["stops"]) for one in due.checks}:
                found[code, stops].append(due.pk)
    order = [(code, stops) for stops in (True, False) for code in CHECKS]
    return [(*key, len(found[key]), found[key]) for key in order if key in found]


def _group(code: str, stops: bool, count: int, pks: list[int], rows: dict[int, Row]) -> Group:
    shown = tuple(rows[pk] for pk in pks[:GROUPED])
    return Group(code, CHECKS[code].label, CHECKS[code].remedy, stops, count, shown)


def _rows(batch: Batch, pks: Collection[int]) -> dict[int, Row]:
    """The dues that are shown, with the names; who else might take the money while that can be changed."""
    dues = Due.objects.filter(pk__in=pks).select_related("household", "person", "payee", "card")
    found = list(dues)
    members = _members({due.household_id for due in found}) if batch.state in OPEN else {}
    return {due.pk: _row(due, members) for due in found}


def _row(due: Due, members: dict[int, list[tuple[int, str]]]) -> Row:
    payee = due.payee or due.person
    return Row(
        pk=due.pk, order=due.order, no=due.household.no, person=due.person_id, name=due.person.name, payee=payee.pk,
        payee_name=payee.name, tail=due.card.tail if due.card else "", bank=due.card.bank if due.card else "",
        entitled=due.entitled, amount=due.amount, state=due.state, state_label=due.get_state_display(), reason=due.reason,
        checks=tuple((CHECKS[one["code"]].label if one["code"] in CHECKS else one["code"], one["what"], one["stops"]) for one in due.checks),
        members=tuple(one for one in members.get(due.household_id, ()) if one[0] != payee.pk),
    )  # fmt: skip


def _members(homes: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    """Who belongs to each household today."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    held = Membership.objects.filter(household__in=homes, until=None).order_by("pk")
    for home, person, name in held.values_list("household", "person", "person__name"):
        found[home].append((person, name))
    return found


def _sum(dues: Iterable[Light]) -> Decimal:
    return sum((due.amount for due in dues), NOTHING)

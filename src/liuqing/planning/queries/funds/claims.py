"""Claims: the list, one claim with what may be done, and the form of a new one (R089)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from liuqing.errors import Problem
from liuqing.planning.models import Batch, Claim, Contract, Line, Payment, Project
from liuqing.planning.queries import scope
from liuqing.planning.queries.funds import lines as reading
from liuqing.planning.queries.funds.lines import NONE, LineMoney
from liuqing.planning.queries.funds.payments import Paid, of_payments
from liuqing.planning.services.funds import limits
from liuqing.registry.queries.pages import Page, cut
from liuqing.workflow.rights import Right

State = Claim.State
SIZE = 60


@dataclass(frozen=True)
class Claims:
    """Claims of the user's projects; ``counts`` by state, of all of them."""

    page: Page[Claim]
    counts: tuple[tuple[str, str, int], ...]
    state: str


@dataclass(frozen=True)
class ClaimPage:
    """A claim, its payments, what is left of it, and what the user may do now.

    The claim of a ``batch`` of payments to people (its number) is judged with the batch.
    """

    record: Claim
    project: Project
    line: LineMoney
    payments: tuple[Paid, ...]
    payable: Decimal
    kept: Decimal
    may_judge: bool
    may_pay: bool
    may_release: bool
    may_again: bool
    own: bool
    batch: str = ""


@dataclass(frozen=True)
class ClaimForm:
    """What a new claim of a project chooses from: lines with something left, contracts with what is left."""

    project: Project
    lines: tuple[LineMoney, ...]
    contracts: tuple[tuple[Contract, Decimal], ...]
    kinds: tuple[tuple[str, str], ...]


def claims(user: Any, *, state: str = "", project: str = "", page: int = 1) -> Claims:
    """Claims of a state (or all), the newest first."""
    every = _visible(user).filter(Q(line__project__no=project) if project else Q())
    many = dict.fromkeys(State.values, 0)
    for key in every.order_by().values_list("state", flat=True):
        many[key] += 1
    counts = tuple((key, str(label), many[key]) for key, label in State.choices if many[key])
    found = every.filter(Q(state=state) if state else Q())
    related = found.select_related("line__project__area", "line__document", "contract").order_by("-on", "-pk")
    return Claims(cut(related, page, SIZE), counts, state)


def claim(user: Any, no: str) -> ClaimPage:
    """One claim. Problem ``funds.no_such_claim``."""
    record = _visible(user).filter(no=no).select_related("line__project__area", "contract", "voucher").first()
    if record is None:
        raise Problem("funds.no_such_claim", "您的范围内没有这笔报账", "请从报账台账进入。")
    project = record.line.project
    (line,) = reading.of(Line.objects.filter(pk=record.line_id))
    payments = tuple(of_payments(user, Payment.objects.filter(claim=record)))
    agreed = record.state in (State.APPROVED, State.PAID)
    gone, gone_kept = _given_up(record)
    payable = record.amount - record.retained - _paid(payments, released=False) - gone if agreed else NONE
    kept = record.retained - _paid(payments, released=True) - gone_kept if agreed else NONE
    batch = Batch.objects.filter(claim=record).values_list("no", flat=True).first() or ""
    approves, own = scope.may(user, Right.APPROVE_FUNDS, project), record.by == user.get_username()
    return ClaimPage(
        record, project, line, payments, payable, kept,
        approves and record.state == State.SUBMITTED and not own and not batch,
        approves and payable > 0 and record.kind != Claim.Kind.PEOPLE, approves and kept > 0 and bool(payments),
        record.state == State.RETURNED and scope.may(user, Right.RUN_PROJECTS, project), own, batch,
    )  # fmt: skip


def form(user: Any, no: str) -> ClaimForm:
    """The form of a new claim. Problems ``planning.no_such_project``, ``planning.not_allowed``."""
    project = scope.project(user, no)
    scope.require(user, Right.RUN_PROJECTS, project)
    lines = tuple(one for one in reading.of(Line.objects.filter(project=project)) if one.claimable > 0)
    return ClaimForm(project, lines, tuple(_contracts(project)), tuple(Claim.Kind.choices))


def _visible(user: Any) -> "QuerySet[Claim]":
    return Claim.objects.filter(line__project__in=scope.visible(user).values("pk"))


def _paid(payments: tuple[Paid, ...], *, released: bool) -> Decimal:
    """What was paid of a claim, whether it came back or not: what came back is claimed anew."""
    counted = (one.record.amount for one in payments if one.released is released and not one.reversed)
    return sum(counted, NONE)


def _given_up(record: Claim) -> tuple[Decimal, Decimal]:
    """What will not be paid any more: of what was to be paid, and of what was kept back."""
    found = record.reductions.filter(voucher__reversed_by=None).values_list("amount", "retained")
    sums = [(amount - retained, retained) for amount, retained in found]
    return sum((one for one, _ in sums), NONE), sum((one for _, one in sums), NONE)


def _contracts(project: Project) -> list[tuple[Contract, Decimal]]:
    return [(one, limits.under(one)) for one in project.contracts.order_by("pk")]

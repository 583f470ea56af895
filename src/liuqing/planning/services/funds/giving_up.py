"""Giving up (核减): what of an agreed claim will not be paid any more stands on its line again.

A person who gets nothing after all, work that was measured smaller than it was claimed. The claim keeps what
was paid of it.
"""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Claim, Reduction, Voucher
from liuqing.planning.queries import scope
from liuqing.planning.services.funds import book, guarding, limits, moves
from liuqing.planning.services.funds.book import Movement
from liuqing.planning.services.funds.claims import locked
from liuqing.planning.services.funds.guarding import yuan
from liuqing.planning.services.funds.paying import settle
from liuqing.workflow import trail
from liuqing.workflow.rights import Right

State = Claim.State


@transaction.atomic
def give_up(
    claim: Claim, *, by: Any, why: str, uuid: UUID, amount: Any = None, kept: bool = False, on: date | None = None,
) -> Reduction:  # fmt: skip
    """Put back onto its line what of an agreed claim is to be paid; all of that unless an ``amount`` is said.

    ``kept``: what is kept back for quality goes back too, as it does where all is given up and nothing was
    paid. A claim of which nothing is left so is refused (不予报账) and its invoices are free. Who may claim
    or who may approve can do it: money only goes back to where it was claimed from.

    Problems ``planning.not_allowed``, ``funds.not_agreed``, ``funds.nothing_left``, ``funds.too_much``,
    ``funds.no_words``, ``funds.too_early``.
    """
    book.lock()
    _allowed(locked(claim), by)
    return put_back(claim, by=by, why=why, uuid=uuid, amount=amount, kept=kept, on=on)


@transaction.atomic
def put_back(
    claim: Claim, *, by: Any, why: str, uuid: UUID, amount: Any = None, kept: bool = False, on: date | None = None,
) -> Reduction:  # fmt: skip
    """The same for an act that has its own right, as dropping somebody from a batch. Problems as of ``give_up``."""
    book.lock()
    fresh = locked(claim)
    if before := book.known(uuid, Voucher.Kind.GIVE_UP):
        return Reduction.objects.get(voucher=before)
    if fresh.state not in (State.APPROVED, State.PAID):
        raise Problem(
            "funds.not_agreed", f"这笔报账是「{State(fresh.state).label}」，没有可核减的", "请刷新页面。"
        )
    told, day = guarding.words(why, "核减的理由", needed=True), _day(fresh, on)
    sum_, retained = _sums(fresh, amount, kept=kept)
    moved, name = moves.given_up(fresh.line, sum_ + retained, retained), book.name(by)
    (voucher,) = book.write([Movement(Voucher.Kind.GIVE_UP, uuid, day, name, moved, told)])
    made = Reduction.objects.create(
        claim=fresh, amount=sum_ + retained, retained=retained, on=day, why=told, voucher=voucher, by=name
    )
    _settle(fresh, told)
    detail = {"voucher": voucher.no, "seal": voucher.seal, "amount": str(made.amount)}
    trail.record("funds.given_up", subject=f"claim:{fresh.no}", by=by, detail=detail)
    return made


def _allowed(claim: Claim, by: Any) -> None:
    if not scope.may(by, Right.RUN_PROJECTS, claim.line.project):
        guarding.project(by, Right.APPROVE_FUNDS, claim.line.project)


def _day(claim: Claim, on: date | None) -> date:
    day = guarding.day(on)
    if claim.voucher and day < claim.voucher.on:
        raise Problem("funds.too_early", f"核减不能早于审核报账的日期 {claim.voucher.on}", "请改正日期。")
    return day


def _sums(claim: Claim, amount: Any, *, kept: bool) -> tuple[Decimal, Decimal]:
    """What was to be paid and what was kept back, of what is given up now."""
    left = limits.payable(claim)
    sum_ = left if amount is None else guarding.amount(amount)
    if sum_ > left:
        raise Problem(
            "funds.too_much", f"这笔报账只剩 {yuan(left)} 没有支付，不能核减 {yuan(sum_)}", "请改小金额。"
        )
    also = kept or (sum_ == left and limits.untouched(claim))
    retained = limits.kept(claim) if also else limits.NONE
    if not sum_ + retained:
        raise Problem("funds.nothing_left", "这笔报账已经付清，没有可核减的", "请刷新页面。")
    return sum_, retained


def _settle(claim: Claim, said: str) -> None:
    if limits.untouched(claim) and not limits.payable(claim) and not limits.kept(claim):
        claim.state, claim.said = State.REFUSED, said
        claim.save(update_fields=("state", "said"))
    else:
        settle(claim)

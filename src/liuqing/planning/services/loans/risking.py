"""Risking (风险补偿金): money in and out of the county's fund; what goes out waits for somebody else."""

from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Loan, LoanEvent, RiskMove
from liuqing.planning.queries.loans import reading, risk
from liuqing.planning.services.alone import alone
from liuqing.planning.services.funds import guarding
from liuqing.planning.services.loans.lending import locked
from liuqing.registry.models import Area
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right


@transaction.atomic
def top_up(
    *, by: Any, amount: Any, uuid: UUID, bank: str = "", said: str = "", on: date | None = None
) -> RiskMove:
    """Put money into the fund; it counts once another has agreed.

    Problems ``workflow.not_allowed``, ``funds.bad_amount``, ``funds.day_to_come``.
    """
    alone(uuid)
    if (done := RiskMove.objects.filter(uuid=uuid).first()) is not None:
        return done
    area = _county()
    rights.require(by, Right.MANAGE_FUNDS, area.path)
    made = RiskMove.objects.create(
        uuid=uuid, area=area, kind=risk.TOP_UP, bank=guarding.words(bank, "银行", 40), amount=guarding.amount(amount),
        on=guarding.day(on), said=guarding.words(said, "说明", 120), by=by.get_username(),
    )  # fmt: skip
    trail.record("loans.topped_up", subject=f"risk:{made.pk}", by=by, detail={"amount": str(made.amount)})
    return made


@transaction.atomic
def compensate(
    loan: Loan, *, by: Any, uuid: UUID, amount: Any = None, said: str = "", on: date | None = None
) -> RiskMove:
    """Ask the fund to pay its share of a bad loan (the most it may pay, or ``amount``); another agrees.

    Problems ``workflow.not_allowed``, ``loans.not_bad``, ``loans.waiting``, ``loans.above_share``,
    ``loans.not_enough``, ``loans.settled``.
    """
    alone(uuid)
    if (done := RiskMove.objects.filter(uuid=uuid).first()) is not None:
        return done
    one, borrowed = locked(loan, by)
    if one.state != Loan.State.BAD:
        raise Problem("loans.not_bad", "只有认定不良的贷款才能申请代偿", "请先认定不良。")
    if one.risk_moves.filter(agreed=None).exists():
        raise Problem("loans.waiting", "这笔贷款已有一份代偿申请在等批准", "请先等批准或退回。")
    share = reading.terms(clock.today()).compensation
    most = (borrowed.owed(date.max) * share / 100).quantize(Decimal("0.01"), ROUND_DOWN)
    sum_ = most if amount in (None, "") else guarding.amount(amount, "代偿金额")
    if sum_ > most:
        raise Problem(
            "loans.above_share",
            f"补偿金承担本金的 {share.normalize():f}%，最多 {guarding.yuan(most)}",
            "请改小金额。",
        )
    _refuse_shortage(sum_)
    made = RiskMove.objects.create(
        uuid=uuid, area=_county(), kind=risk.COMPENSATE, bank=one.bank, loan=one, amount=-sum_, on=guarding.day(on),
        said=guarding.words(said, "说明", 120), by=by.get_username(),
    )  # fmt: skip
    trail.record(
        "loans.compensation_asked",
        subject=f"loan:{one.pk}",
        by=by,
        detail={"move": made.pk, "amount": str(sum_)},
    )
    return made


@transaction.atomic
def agree(move: RiskMove, *, by: Any, agreed: bool, said: str = "") -> RiskMove:
    """Agree to a move of the fund that another put in, or send it back with the reason. The fund never pays
    more than it has: of two compensations for its last yuan one wins.

    Problems ``workflow.not_allowed``, ``funds.own_work``, ``loans.decided``, ``loans.not_enough``, ``funds.no_words``.
    """
    area = Area.objects.select_for_update().get(parent=None)
    found = RiskMove.objects.select_for_update(of=("self",)).select_related("loan").get(pk=move.pk)
    rights.require(by, Right.APPROVE_ASSETS, area.path)
    if found.agreed is agreed and found.approved_by == by.get_username():
        return found
    if found.agreed is not None:
        raise Problem("loans.decided", "这笔收支已经批过", "请刷新页面。")
    guarding.another(by, found.by, "这笔补偿金收支")
    words = guarding.words(said, "退回的理由", 60, needed=not agreed)
    if agreed and found.amount < 0:
        _refuse_shortage(-found.amount)
    found.agreed, found.approved_by = agreed, by.get_username()
    found.said = f"{found.said}（{'同意' if agreed else '退回'}{'：' if words else ''}{words}）"[:120]
    found.save(update_fields=("agreed", "approved_by", "said"))
    if agreed and found.loan is not None:
        _compensated(found, by)
    trail.record(
        "loans.agreed",
        subject=f"risk:{found.pk}",
        by=by,
        detail={"agreed": agreed, "amount": str(found.amount)},
    )
    return found


def _compensated(move: RiskMove, by: Any) -> None:
    """The loan stays owed by the household: what comes back is recovered for the fund and the bank."""
    one = Loan.objects.select_for_update().get(pk=move.loan_id)
    one.state = Loan.State.COMPENSATED
    one.save(update_fields=("state",))
    LoanEvent.objects.create(
        loan=one,
        kind=reading.COMPENSATED,
        on=clock.today(),
        amount=-move.amount,
        by=by.get_username(),
        said_on=clock.today(),
    )


def _refuse_shortage(amount: Decimal) -> None:
    left = risk.balance()
    if amount > left:
        raise Problem(
            "loans.not_enough",
            f"补偿金只有 {guarding.yuan(left)}，不够付 {guarding.yuan(amount)}",
            "请先注入补偿金。",
        )


def _county() -> Area:
    return Area.objects.get(parent=None)

"""Lending (贷后): repaid in part or whole, extended, found bad, recovered after it was compensated."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Loan, LoanEvent, RiskMove
from liuqing.planning.queries.loans import reading, risk
from liuqing.planning.queries.loans.reading import BAD, EXTENDED, RECOVERED, REPAID
from liuqing.planning.queries.loans.stood import borrowings, rows
from liuqing.planning.services.alone import alone
from liuqing.planning.services.funds import guarding
from liuqing.policy.lending import Borrowed
from liuqing.registry.models import Area
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

State = Loan.State


@transaction.atomic
def repay(loan: Loan, *, by: Any, amount: Any, uuid: UUID, on: date | None = None) -> LoanEvent:
    """So much of the principal was paid back on a day; the whole of it settles the loan.

    Problems ``workflow.not_allowed``, ``loans.settled``, ``loans.too_much``, ``loans.before_lent``, ``funds.bad_amount``.
    """
    if (done := _known(uuid, loan)) is not None:
        return done
    one, borrowed = locked(loan, by)
    if one.state == State.COMPENSATED:
        raise Problem("loans.compensated", "这笔贷款已代偿，收回的钱要记「追回」", "请用「追回」登记。")
    day, sum_ = _day(one, on), guarding.amount(amount, "还款本金")
    owed = borrowed.owed(date.max)
    if sum_ > owed:
        raise Problem(
            "loans.too_much",
            f"还欠本金 {guarding.yuan(owed)}，不能还 {guarding.yuan(sum_)}",
            "请核对，利息不记在这里。",
        )
    return _put(
        one, REPAID, by=by, uuid=uuid, on=day, amount=sum_, state=State.REPAID if sum_ == owed else one.state
    )


@transaction.atomic
def extend(loan: Loan, *, by: Any, until: date, said: str, uuid: UUID, on: date | None = None) -> LoanEvent:
    """Give more time, before it is due, with the reason; as often and as long as the place allows.

    Problems ``workflow.not_allowed``, ``loans.settled``, ``loans.overdue``, ``loans.too_long``, ``loans.too_often``,
    ``funds.no_words``.
    """
    if (done := _known(uuid, loan)) is not None:
        return done
    one, borrowed = locked(loan, by)
    day, terms, due = _day(one, on), reading.terms(clock.today()), borrowed.due()
    if one.state in (State.BAD, State.COMPENSATED) or day > due:
        raise Problem(
            "loans.overdue", f"这笔贷款 {due} 到期，已经逾期，不能展期", "请先催收；符合条件的申请风险补偿。"
        )
    if len(borrowed.extended) >= terms.extensions:
        raise Problem(
            "loans.too_often", f"最多展期 {terms.extensions} 次，已经用完", "请按期收回，或由银行另行处理。"
        )
    latest = due + timedelta(days=terms.extension_days)
    if not due < until <= latest:
        raise Problem("loans.too_long", f"展期到期日要在 {due} 以后、不晚于 {latest}", "请核对日期。")
    words = guarding.words(said, "展期的原因", 120, needed=True)
    return _put(one, EXTENDED, by=by, uuid=uuid, on=day, until=until, said=words, state=State.EXTENDED)


@transaction.atomic
def mark_bad(loan: Loan, *, by: Any, said: str, uuid: UUID, on: date | None = None) -> LoanEvent:
    """Find a loan bad that is late for longer than the place allows.

    Problems ``workflow.not_allowed``, ``loans.settled``, ``loans.not_late_enough``, ``funds.no_words``.
    """
    if (done := _known(uuid, loan)) is not None:
        return done
    one, borrowed = locked(loan, by)
    terms, day = reading.terms(clock.today()), _day(one, on)
    late = borrowed.overdue(day)
    if late <= terms.bad_after:
        raise Problem(
            "loans.not_late_enough", f"逾期 {late} 天，超过 {terms.bad_after} 天才能认定不良", "请先催收。"
        )
    words = guarding.words(said, "认定的理由", 120, needed=True)
    return _put(one, BAD, by=by, uuid=uuid, on=day, said=words, state=State.BAD)


@transaction.atomic
def recover(
    loan: Loan, *, by: Any, amount: Any, uuid: UUID, on: date | None = None, said: str = ""
) -> LoanEvent:
    """So much of a compensated loan came back from the household; the fund gets its share of it.

    Problems ``workflow.not_allowed``, ``loans.not_compensated``, ``loans.too_much``, ``funds.bad_amount``.
    """
    if (done := _known(uuid, loan)) is not None:
        return done
    one, borrowed = locked(loan, by)
    if one.state != State.COMPENSATED:
        raise Problem("loans.not_compensated", "这笔贷款没有代偿过，收回的钱记「还款」", "请用「还款」登记。")
    sum_, day = guarding.amount(amount, "追回金额"), _day(one, on)
    owed = borrowed.owed(date.max)
    if sum_ > owed:
        raise Problem(
            "loans.too_much",
            f"还欠本金 {guarding.yuan(owed)}，不能追回 {guarding.yuan(sum_)}",
            "请核对金额。",
        )
    _into_the_fund(one, sum_, by, day, uuid)
    return _put(
        one,
        RECOVERED,
        by=by,
        uuid=uuid,
        on=day,
        amount=sum_,
        said=guarding.words(said, "说明", 120),
        state=State.REPAID if sum_ == owed else one.state,
    )


def locked(loan: Loan, by: Any) -> tuple[Loan, Borrowed]:
    """The loan as it stands, held until the act is done; it must not be settled. Who acts needs the right there."""
    held = Loan.objects.select_for_update(of=("self",))
    one = held.select_related("household__village").get(pk=loan.pk)
    rights.require(by, Right.MANAGE_ASSETS, one.household.village.path)
    if one.state == State.REPAID:
        raise Problem("loans.settled", "这笔贷款已经结清", "请刷新页面。")
    this = Loan.objects.filter(pk=one.pk)
    return one, borrowings(this, rows(this), reading.terms(clock.today()))[one.pk]


def _into_the_fund(one: Loan, amount: Decimal, by: Any, on: date, uuid: UUID) -> None:
    """The fund's share of what came back, at most what it paid. It counts at once: it is money in."""
    moves = one.risk_moves.filter(kind__in=(risk.COMPENSATE, risk.RECOVER), agreed=True)
    out = -sum((move.amount for move in moves), Decimal(0))
    share = min((amount * reading.terms(on).compensation / 100).quantize(Decimal("0.01")), out)
    if share > 0:
        RiskMove.objects.create(
            uuid=uuid, area=Area.objects.get(parent=None), kind=risk.RECOVER, bank=one.bank, loan=one, amount=share, on=on,
            said="代偿后追回", by=by.get_username(), agreed=True,
        )  # fmt: skip


def _day(one: Loan, on: date | None) -> date:
    day = guarding.day(on)
    if day < one.drawn_on:
        raise Problem("loans.before_lent", f"日期早于放款日期 {one.drawn_on}", "请核对日期。")
    return day


def _known(uuid: UUID, loan: Loan) -> LoanEvent | None:
    alone(uuid)
    found = LoanEvent.objects.filter(uuid=uuid).first()
    if found is not None and found.loan_id != loan.pk:
        raise Problem("loans.uuid_taken", "这次提交的编号已用于另一笔贷款", "请重新打开贷款的页面再办。")
    return found


def _put(
    one: Loan, kind: str, *, by: Any, uuid: UUID, on: date, state: str, amount: Decimal | None = None,
    until: date | None = None, said: str = "",
) -> LoanEvent:  # fmt: skip
    made = LoanEvent.objects.create(
        loan=one,
        uuid=uuid,
        kind=kind,
        on=on,
        amount=amount,
        until=until,
        said=said,
        by=by.get_username(),
        said_on=on,
    )
    one.state = state
    one.save(update_fields=("state",))
    detail = {"event": made.pk, "on": on, "amount": str(amount or ""), "until": until, "state": state}
    trail.record(f"loans.{kind}", subject=f"loan:{one.pk}", by=by, detail=detail)
    return made

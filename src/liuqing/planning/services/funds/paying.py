"""Paying (支付): what was agreed is paid to a firm or to people; what was kept back is released; what comes
back stands on its line again (R084, R089)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Claim, Payment, Refund, Voucher
from liuqing.planning.services.funds import book, guarding, limits, moves
from liuqing.planning.services.funds.book import Movement
from liuqing.planning.services.funds.claims import locked
from liuqing.planning.services.funds.guarding import yuan
from liuqing.registry.models import Household, Person
from liuqing.workflow import trail
from liuqing.workflow.rights import Right

State = Claim.State
Kind = Voucher.Kind


@transaction.atomic
def pay(
    claim: Claim, *, by: Any, party: str, uuid: UUID, amount: Any = None, on: date | None = None
) -> Payment:
    """Pay an agreed claim to a firm or a collective; all that is to be paid now unless an amount is said.

    Problems ``planning.not_allowed``, ``funds.not_agreed``, ``funds.too_much``, ``funds.other_party``.
    """
    fresh, before = _open(claim, by, uuid, Kind.PAY)
    if before:
        return before[0]
    if fresh.kind == Claim.Kind.PEOPLE:
        raise Problem("funds.to_people", "到人到户的资金要付到人", "请从发放批次支付。")
    sum_ = _sum(fresh, amount)
    return _pay(fresh, by, uuid, Kind.PAY, sum_, _party(fresh, party), guarding.day(on))


@transaction.atomic
def pay_people(
    claim: Claim,
    *,
    by: Any,
    paid: Sequence[tuple[Household, Person, Decimal]],
    uuid: UUID,
    on: date | None = None,
) -> list[Payment]:
    """Pay an agreed claim to people: one voucher for a whole bank file, one payment a person.

    Problems as of ``pay``, ``funds.nobody``.
    """
    fresh, before = _open(claim, by, uuid, Kind.PAY)
    if before:
        return before
    if not paid:
        raise Problem("funds.nobody", "没有要付的人", "请核对发放名单。")
    if fresh.kind != Claim.Kind.PEOPLE:
        raise Problem("funds.not_to_people", "这笔报账不是到人到户的资金", "请另报「到人到户」的账。")
    sums = [guarding.amount(amount) for _, _, amount in paid]
    total = _sum(fresh, sum(sums, Decimal(0)))
    day, name = guarding.day(on), book.name(by)
    (voucher,) = book.write(
        [Movement(Kind.PAY, uuid, day, name, moves.paid(fresh.line, total), f"到人到户 {len(paid)} 人")]
    )
    numbers = book.numbers(Payment, book.PAYMENTS, len(paid))
    made = Payment.objects.bulk_create(
        Payment(no=no, line=fresh.line, claim=fresh, household=home, person=person, amount=sum_, on=day, voucher=voucher, by=name)
        for no, sum_, (home, person, _) in zip(numbers, sums, paid, strict=True)
    )  # fmt: skip
    settle(fresh)
    trail.record(
        "funds.paid", subject=f"claim:{fresh.no}", by=by, detail=_told(voucher, total) | {"people": len(made)}
    )
    return made


@transaction.atomic
def release(claim: Claim, *, by: Any, uuid: UUID, amount: Any = None, on: date | None = None) -> Payment:
    """Pay out what was kept back for quality, to whom the rest was paid; all of it unless an amount is said.

    Problems ``planning.not_allowed``, ``funds.nothing_kept``, ``funds.too_much``.
    """
    fresh, before = _open(claim, by, uuid, Kind.RELEASE)
    if before:
        return before[0]
    left = limits.kept(fresh)
    if not left:
        raise Problem("funds.nothing_kept", "这笔报账没有留着的质保金", "请刷新页面。")
    sum_ = left if amount is None else guarding.amount(amount)
    _not_more(sum_, left, "质保金")
    to = fresh.payments.exclude(party="").values_list("party", flat=True).last() or ""
    return _pay(fresh, by, uuid, Kind.RELEASE, sum_, _party(fresh, to), guarding.day(on))


@transaction.atomic
def refund(payment: Payment, *, by: Any, amount: Any, why: str, uuid: UUID, on: date | None = None) -> Refund:
    """What of a payment came back: it stands on the line from which it was paid, and may be claimed again.

    Problems ``planning.not_allowed``, ``funds.too_much``, ``funds.reversed``, ``funds.no_words``.
    """
    book.lock()
    fresh = Payment.objects.select_related("line__project__area", "line__document", "voucher").get(
        pk=payment.pk
    )
    guarding.project(by, Right.APPROVE_FUNDS, fresh.line.project)
    if before := book.known(uuid, Kind.REFUND):
        return Refund.objects.get(voucher=before)
    if Voucher.objects.filter(reverses=fresh.voucher).exists():
        raise Problem("funds.reversed", "这笔支付已经冲销", "请刷新页面。")
    sum_, told, day = guarding.amount(amount), guarding.words(why, "退款原因", needed=True), guarding.day(on)
    if day < fresh.on:
        raise Problem("funds.too_early", f"退款不能早于支付的日期 {fresh.on}", "请改正日期。")
    _not_more(sum_, limits.returnable(fresh), "这笔支付")
    name = book.name(by)
    (voucher,) = book.write([Movement(Kind.REFUND, uuid, day, name, moves.refunded(fresh.line, sum_), told)])
    made = Refund.objects.create(payment=fresh, amount=sum_, on=day, why=told, voucher=voucher, by=name)
    trail.record("funds.refunded", subject=f"payment:{fresh.no}", by=by, detail=_told(voucher, sum_))
    return made


def settle(claim: Claim) -> None:
    """A claim is paid when nothing of it is to be paid now (what is kept back may still be)."""
    claim.state = State.APPROVED if limits.payable(claim) else State.PAID
    claim.save(update_fields=("state",))


def _open(claim: Claim, by: Any, uuid: UUID, kind: str) -> tuple[Claim, list[Payment]]:
    """The claim, held; and what this very act has paid before."""
    book.lock()
    fresh = locked(claim)
    guarding.project(by, Right.APPROVE_FUNDS, fresh.line.project)
    before = book.known(uuid, kind)
    if before:
        return fresh, list(before.payments.order_by("pk"))
    if fresh.state not in (State.APPROVED, State.PAID):
        raise Problem(
            "funds.not_agreed", f"这笔报账是「{State(fresh.state).label}」，还不能支付", "请先审核报账。"
        )
    return fresh, []


def _pay(claim: Claim, by: Any, uuid: UUID, kind: str, sum_: Decimal, party: str, day: date) -> Payment:
    moved = moves.paid if kind == Kind.PAY else moves.released
    name = book.name(by)
    (voucher,) = book.write([Movement(kind, uuid, day, name, moved(claim.line, sum_))])
    (no,) = book.numbers(Payment, book.PAYMENTS, 1)
    made = Payment.objects.create(
        no=no, line=claim.line, claim=claim, party=party, amount=sum_, on=day, voucher=voucher, by=name
    )
    settle(claim)
    act = "funds.paid" if kind == Kind.PAY else "funds.released"
    trail.record(act, subject=f"claim:{claim.no}", by=by, detail=_told(voucher, sum_))
    return made


def _sum(claim: Claim, amount: Any) -> Decimal:
    left = limits.payable(claim)
    if amount is None and not left:
        raise Problem("funds.too_much", "这笔报账已经付清", "请刷新页面。")
    sum_ = left if amount is None else guarding.amount(amount)
    _not_more(sum_, left, "这笔报账")
    return sum_


def _not_more(wanted: Decimal, left: Decimal, what: str) -> None:
    if wanted > left:
        raise Problem("funds.too_much", f"{what}只剩 {yuan(left)}，不能办 {yuan(wanted)}", "请改小金额。")


def _party(claim: Claim, said: str) -> str:
    party = guarding.words(
        said or (claim.contract.party if claim.contract else ""), "收款单位", 80, needed=True
    )
    if claim.contract and party != claim.contract.party:
        raise Problem(
            "funds.other_party",
            f"收款单位与合同 {claim.contract.no} 的乙方不一致",
            "款项只能付给合同的乙方；单位改名的，请先变更合同。",
        )
    return party


def _told(voucher: Voucher, amount: Decimal) -> dict[str, Any]:
    return {"voucher": voucher.no, "seal": voucher.seal, "amount": str(amount)}

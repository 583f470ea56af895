"""Reversing (冲销): a wrong voucher is never changed; another one takes it back, and both stay to be seen.

Only what nothing was built upon: a claim that was paid, an allocation that was claimed, is undone from its
end.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from liuqing.errors import Problem
from liuqing.planning.models import Claim, Contract, Line, Payment, Reduction, Refund, Voucher
from liuqing.planning.queries import scope
from liuqing.planning.services.funds import book, guarding, limits
from liuqing.planning.services.funds.book import Movement
from liuqing.planning.services.funds.moves import Moves, Place
from liuqing.planning.services.funds.paying import settle
from liuqing.workflow import trail
from liuqing.workflow.rights import Right

Kind = Voucher.Kind


@transaction.atomic
def reverse(voucher: Voucher, *, by: Any, why: str, uuid: UUID, on: date | None = None) -> Voucher:
    """Take a voucher back by another one; nobody reverses what is their own.

    Problems ``planning.not_allowed``, ``workflow.not_allowed``, ``funds.own_work``, ``funds.reversed``,
    ``funds.built_upon``, ``funds.not_enough``, ``funds.no_words``.
    """
    book.lock()
    fresh = Voucher.objects.get(pk=voucher.pk)
    _allowed(fresh, by)
    if before := book.known(uuid, Kind.REVERSE):
        return before
    guarding.another(by, fresh.by, "这张凭证")
    _may_go(fresh)
    told, day = guarding.words(why, "冲销原因", needed=True), guarding.day(on)
    moved = Movement(Kind.REVERSE, uuid, day, book.name(by), _back(fresh), told, reverses=fresh.pk)
    (made,) = book.write([moved])
    _undo(fresh, told)
    trail.record(
        "funds.reversed", subject=f"voucher:{fresh.no}", by=by, detail={"voucher": made.no, "seal": made.seal}
    )
    return made


def _allowed(voucher: Voucher, by: Any) -> None:
    line = Line.objects.select_related("project__area").filter(accounts__postings__voucher=voucher).first()
    if line is None:
        guarding.county(by, Right.APPROVE_FUNDS)
    else:
        scope.require(by, Right.APPROVE_FUNDS, line.project)


def _may_go(voucher: Voucher) -> None:
    if voucher.kind == Kind.REVERSE or Voucher.objects.filter(reverses=voucher).exists():
        raise Problem("funds.reversed", "这张凭证已经冲销过，或本身就是冲销凭证", "请刷新页面。")
    claim = Claim.objects.filter(voucher=voucher).first()
    if claim and Payment.objects.filter(claim=claim, voucher__reversed_by=None).exists():
        raise Problem("funds.built_upon", "这笔报账已经支付，不能直接冲销", "请先冲销它的支付。")
    if claim and Reduction.objects.filter(claim=claim, voucher__reversed_by=None).exists():
        raise Problem("funds.built_upon", "这笔报账已经核减，不能直接冲销", "请先冲销它的核减。")
    if Reduction.objects.filter(voucher=voucher, claim__state=Claim.State.REFUSED).exists():
        raise Problem("funds.built_upon", "这笔报账已经全部核减，不再支付", "要支付的，请重新报账。")
    if Refund.objects.filter(payment__voucher=voucher, voucher__reversed_by=None).exists():
        raise Problem("funds.built_upon", "这笔支付已有退款，不能直接冲销", "请先冲销退款。")


def _back(voucher: Voucher) -> Moves:
    return {
        Place(one.account.kind, one.account.document_id, one.account.line_id, one.account.year): -one.amount
        for one in voucher.postings.select_related("account")
    }


def _undo(voucher: Voucher, said: str) -> None:
    """A claim whose voucher is gone is sent back; one whose payment is gone is to be paid again."""
    Claim.objects.filter(voucher=voucher).update(state=Claim.State.RETURNED, said=said)
    for claim in Claim.objects.filter(
        Q(payments__voucher=voucher) | Q(reductions__voucher=voucher)
    ).distinct():
        settle(claim)
    _within_contracts(voucher)


def _within_contracts(voucher: Voucher) -> None:
    """What came back or was given up may have been claimed again since."""
    touched = Q(claims__payments__refunds__voucher=voucher) | Q(claims__reductions__voucher=voucher)
    for contract in Contract.objects.filter(touched).distinct():
        if limits.under(contract) < 0:
            raise Problem(
                "funds.built_upon",
                f"这笔钱已按合同 {contract.no} 重新报账，冲销后就超出合同价了",
                "请先处理后来的报账。",
            )

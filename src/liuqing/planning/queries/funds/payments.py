"""Payments: to whom, of which line, on which voucher; what came back, what was reversed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from liuqing.errors import Problem
from liuqing.planning.models import Payment, Refund, Voucher
from liuqing.planning.queries import scope
from liuqing.planning.queries.funds.lines import NONE
from liuqing.registry.queries import scope as registry
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Paid:
    """A payment as it is shown. ``to`` is the firm, or the person for who may see payees; ``back`` came back.

    ``reversed`` payments count for nothing and stay to be seen. ``household_no`` only for who sees the household.
    """

    record: Payment
    to: str
    back: Decimal
    reversed: bool
    released: bool
    household_no: str = ""

    @property
    def standing(self) -> Decimal:
        """What of it counts."""
        return NONE if self.reversed else self.record.amount - self.back


@dataclass(frozen=True)
class PaymentPage:
    """A payment with what hangs on it: the other payments of its voucher, refunds, who may do what."""

    paid: Paid
    project: Any
    voucher: Voucher
    reversal: Voucher | None
    people: tuple[Paid, ...]
    people_in_all: int
    refunds: tuple[Refund, ...]
    may_refund: bool
    may_reverse: bool


PEOPLE = 100
"""So many payees of one voucher are shown."""


def of_payments(user: Any, found: "QuerySet[Payment]", most: int | None = None) -> list[Paid]:
    """Payments as they are shown to the user, the latest first, in three queries however many."""
    related = (
        "voucher__reversed_by",
        "person",
        "household",
        "line__project__area",
        "line__document",
        "claim",
    )
    rows = list(found.select_related(*related).order_by("-on", "-pk")[:most])
    back = _back(rows)
    seen = _seen(user, rows)
    return [_paid(user, one, back[one.pk], hasattr(one.voucher, "reversed_by"), seen) for one in rows]


def payment(user: Any, no: str) -> PaymentPage:
    """A payment of a project that the user sees. Problem ``funds.no_such_payment``."""
    record = Payment.objects.filter(no=no, line__project__in=scope.visible(user)).first()
    if record is None:
        raise Problem("funds.no_such_payment", "您的范围内没有这笔支付", "请从项目或资金文件的页面进入。")
    (paid,) = of_payments(user, Payment.objects.filter(pk=record.pk))
    record, project = paid.record, paid.record.line.project
    shared = Payment.objects.filter(voucher=record.voucher_id).exclude(pk=record.pk)
    approves = scope.may(user, Right.APPROVE_FUNDS, project)
    return PaymentPage(
        paid, project, record.voucher, Voucher.objects.filter(reverses=record.voucher_id).first(),
        tuple(of_payments(user, shared, PEOPLE)), shared.count(), tuple(record.refunds.select_related("voucher")),
        approves and not paid.reversed and paid.standing > 0,
        approves and not paid.reversed and record.voucher.by != user.get_username(),
    )  # fmt: skip


def _back(rows: Iterable[Payment]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(lambda: NONE)
    refunds = Refund.objects.filter(payment__in=[one.pk for one in rows], voucher__reversed_by=None)
    for payment_, amount in refunds.values_list("payment_id", "amount"):
        found[payment_] += amount
    return found


def _seen(user: Any, rows: Iterable[Payment]) -> set[int]:
    """The households of these payments that the user may see."""
    homes = {one.household_id for one in rows if one.household_id}
    if not homes:
        return set()
    return set(registry.visible_households(user).filter(pk__in=homes).values_list("pk", flat=True))


def _paid(user: Any, one: Payment, back: Decimal, gone: bool, seen: set[int]) -> Paid:
    named = scope.may(user, Right.SEE_PAYEES, one.line.project) if one.person_id else False
    if not one.person_id:
        to = one.party or "集体发放"
    else:
        to = one.person.name if named and one.person else "到人到户"
    home = one.household.no if one.household and one.household_id in seen else ""
    return Paid(one, to, back, gone, one.voucher.kind == Voucher.Kind.RELEASE, home)

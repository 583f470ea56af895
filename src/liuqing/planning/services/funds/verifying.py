"""Verifying (查验): does every voucher add up and keep its seal, is every balance the sum of its postings?

Read from the raw rows only, so that whatever was changed in the database beside the program shows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Count, F, Q, Sum

from liuqing.planning.models import (
    Account,
    Claim,
    Contract,
    Document,
    Payment,
    Posting,
    Reduction,
    Refund,
    Voucher,
)
from liuqing.planning.services.funds import limits, sealing
from liuqing.planning.services.funds.book import VOUCHERS

Kind = Voucher.Kind
NONE = Decimal("0.00")


@dataclass(frozen=True)
class Verdict:
    """What was looked at and what is wrong, each in one sentence with its number."""

    vouchers: int
    payments: int
    faults: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Nothing is missing, changed or too much."""
        return not self.faults


def verify() -> Verdict:
    """Look at the whole book (for ``doctor``): reads only."""
    return Verdict(Voucher.objects.count(), Payment.objects.count(), tuple(_faults()))


def _faults() -> Iterator[str]:
    for look in (
        _guards,
        _vouchers,
        _balances,
        _documents,
        _claims,
        _payments,
        _refunds,
        _reductions,
        _contracts,
    ):
        yield from look()


def _guards() -> Iterable[str]:
    """The triggers of the database, by which nothing in the book can be changed, are there and in force."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    for model in (Voucher, Posting, Payment, Refund, Reduction):
        if f"{model._meta.db_table}_kept" not in found:
            yield f"数据库对「{model._meta.db_table}」的防改保护不在"


_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}


def _vouchers() -> Iterable[str]:
    """Every voucher adds up, keeps its seal, and none is missing from the row of numbers."""
    postings: dict[int, list[sealing.Words]] = defaultdict(list)
    rows = Posting.objects.values_list("voucher_id", "account__key", "amount")
    for voucher, key, amount in rows.iterator(chunk_size=5000):
        postings[voucher].append((key, amount))
    expected = 1
    for one in Voucher.objects.order_by("no").iterator(chunk_size=2000):
        told = postings.get(one.pk, [])
        if len(told) < 2 or sum((amount for _, amount in told), NONE):
            yield f"凭证 {one.no} 借贷不平"
        if one.seal != sealing.voucher(one, told):
            yield f"凭证 {one.no} 或它的分录被改动"
        if one.no != f"{VOUCHERS}{expected:08d}":
            yield f"凭证 {VOUCHERS}{expected:08d} 不见了"
            expected = int(one.no.removeprefix(VOUCHERS)) if one.no.startswith(VOUCHERS) else expected
        expected += 1


def _balances() -> Iterable[str]:
    found = Account.objects.annotate(posted=Sum("postings__amount")).filter(
        Q(posted=None) & ~Q(balance=0) | ~Q(balance=F("posted"))
    )
    for one in found:
        yield f"账户 {one.key} 的余额与分录合计不一致"
    if limits.total(Account.objects.all(), "balance"):
        yield "全部账户的余额合计不为零"


def _documents() -> Iterable[str]:
    """What was received of a document is what it grants, unless that voucher was reversed."""
    received = dict(
        Posting.objects.filter(voucher__kind=Kind.RECEIVE, account__kind=Account.Kind.OUTSIDE)
        .values_list("account__document").annotate(total=Sum("amount"))
    )  # fmt: skip
    for pk, no, amount in Document.objects.values_list("pk", "no", "amount"):
        if received.get(pk, NONE) != -amount:
            yield f"资金文件「{no}」的金额与入账不一致"


def _claims() -> Iterable[str]:
    """An agreed claim has its voucher, and no more was paid, released or given up than it says."""
    posted = dict(
        Posting.objects.filter(voucher__kind=Kind.CLAIM, account__kind=Account.Kind.LINE).values_list(
            "voucher", "amount"
        )
    )
    paid: dict[tuple[int, bool], Decimal] = defaultdict(lambda: NONE)
    rows = Payment.objects.filter(voucher__reversed_by=None).values_list("claim", "voucher__kind")
    for claim, kind, total in rows.annotate(total=Sum("amount")):
        paid[claim, kind == Kind.RELEASE] += total
    for claim, amount, kept in Reduction.objects.filter(voucher__reversed_by=None).values_list(
        "claim", "amount", "retained"
    ):
        paid[claim, False] += amount - kept
        paid[claim, True] += kept
    for one in Claim.objects.exclude(state=Claim.State.SUBMITTED).iterator(chunk_size=2000):
        if (
            one.state in (Claim.State.APPROVED, Claim.State.PAID)
            and posted.get(one.voucher_id or 0) != -one.amount
        ):
            yield f"报账 {one.no} 的金额与凭证不一致"
        if paid[one.pk, False] > one.amount - one.retained or paid[one.pk, True] > one.retained:
            yield f"报账 {one.no} 支付的比报账的多"


def _payments() -> Iterable[str]:
    """The payments of a voucher are what it posts as paid on the line of each of them."""
    posted = {
        (voucher, line): amount
        for voucher, line, amount in Posting.objects.filter(
            voucher__kind__in=(Kind.PAY, Kind.RELEASE), account__kind=Account.Kind.PAID
        ).values_list("voucher", "account__line", "amount")
    }
    found = Payment.objects.values_list("voucher", "line", "voucher__no").annotate(
        total=Sum("amount"), many=Count("pk")
    )
    for voucher, line, no, total, _ in found.order_by("voucher"):
        if posted.pop((voucher, line), NONE) != total:
            yield f"凭证 {no} 的支付与分录不一致"
    for voucher, _ in posted:
        yield f"凭证 {_no(voucher)} 的支付不见了"


def _refunds() -> Iterable[str]:
    back = Payment.objects.annotate(back=Sum("refunds__amount", filter=Q(refunds__voucher__reversed_by=None)))
    for no in back.filter(back__gt=F("amount")).values_list("no", flat=True):
        yield f"支付 {no} 退回的比支付的多"
    posted = dict(
        Posting.objects.filter(voucher__kind=Kind.REFUND, account__kind=Account.Kind.LINE).values_list(
            "voucher", "amount"
        )
    )
    for voucher, total in (
        Refund.objects.values_list("voucher").annotate(total=Sum("amount")).order_by("voucher")
    ):
        if posted.pop(voucher, NONE) != total:
            yield f"凭证 {_no(voucher)} 的退款与分录不一致"
    for voucher in posted:
        yield f"凭证 {_no(voucher)} 的退款不见了"


def _reductions() -> Iterable[str]:
    """What was given up of a claim is what its voucher puts back onto the line."""
    posted: dict[tuple[int, str], Decimal] = {
        (voucher, kind): amount
        for voucher, kind, amount in Posting.objects.filter(voucher__kind=Kind.GIVE_UP).values_list(
            "voucher", "account__kind", "amount"
        )
    }
    told = set()
    for one in Reduction.objects.all():
        told.add(one.voucher_id)
        put = posted.get((one.voucher_id, Account.Kind.LINE), NONE)
        kept = posted.get((one.voucher_id, Account.Kind.RETAINED), NONE)
        if (put, kept) != (one.amount, -one.retained):
            yield f"凭证 {_no(one.voucher_id)} 的核减与分录不一致"
    for voucher in sorted({voucher for voucher, _ in posted} - told):
        yield f"凭证 {_no(voucher)} 的核减不见了"


def _no(voucher: int) -> str:
    """A voucher's number, as far as it is still there."""
    return (
        Voucher.objects.filter(pk=voucher).values_list("no", flat=True).first()
        or f"（第 {voucher} 行，已不见）"
    )


def _contracts() -> Iterable[str]:
    for one in Contract.objects.filter(claims__isnull=False).distinct():
        if limits.under(one) < 0:
            yield f"合同 {one.no} 的报账超过合同价"

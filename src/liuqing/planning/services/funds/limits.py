"""Limits (额度): what is left, of a document, of a line, of what a project needs, of a contract.

Read after ``book.lock()``, so that nothing changes between looking and writing.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from liuqing.planning.models import (
    Account,
    Allocation,
    Claim,
    Contract,
    Document,
    Funding,
    Line,
    Payment,
    Project,
    Reduction,
    Refund,
    Voucher,
)
from liuqing.planning.services.funds import book
from liuqing.planning.services.funds.moves import Kind, of_line, pool

NONE = Decimal("0.00")
LIVING = (Claim.State.SUBMITTED, Claim.State.APPROVED, Claim.State.PAID)
"""Claims that count: not those sent back or refused."""


def total(found: QuerySet[Any], field: str = "amount") -> Decimal:
    """The sum of a query."""
    summed: Decimal | None = found.aggregate(total=Sum(field))["total"]
    return summed if summed is not None else NONE


def in_pool(document: Document, year: int, *, but: Allocation | None = None) -> Decimal:
    """What of a document's money of a year is neither on a line nor proposed for one."""
    proposed = Allocation.objects.filter(
        state=Allocation.State.PROPOSED, line__document=document, line__year=year
    ).exclude(pk=but.pk if but else None)
    return book.balance(pool(document.pk, year)) - total(proposed)


def on_line(line: Line, *, but: Claim | None = None) -> Decimal:
    """What stands on a line and nobody has claimed."""
    waiting = Claim.objects.filter(line=line, state=Claim.State.SUBMITTED).exclude(pk=but.pk if but else None)
    return book.balance(of_line(Kind.LINE, line)) - total(waiting)


def needed(project: Project) -> Decimal:
    """What a project needs in all."""
    return total(Funding.objects.filter(project=project), "need")


def allocated(project: Project) -> Decimal:
    """What was allocated to a project and not taken back, wherever it stands by now."""
    return total(Account.objects.filter(line__project=project), "balance")


def unallocated(project: Project, *, but: Allocation | None = None) -> Decimal:
    """What of a project's need is neither allocated nor proposed."""
    proposed = Allocation.objects.filter(state=Allocation.State.PROPOSED, line__project=project).exclude(
        pk=but.pk if but else None
    )
    return needed(project) - allocated(project) - total(proposed)


def under(contract: Contract, *, but: Claim | None = None) -> Decimal:
    """What of a contract's sum may still be claimed. What came back, or was given up, may be claimed again."""
    claims = Claim.objects.filter(contract=contract, state__in=LIVING).exclude(pk=but.pk if but else None)
    back = Refund.objects.filter(payment__claim__in=claims, voucher__reversed_by=None)
    return contract.amount - total(claims) + total(back) + total(_given_up(claims))


def payable(claim: Claim) -> Decimal:
    """What of an agreed claim is to be paid now: without what is kept back, was paid or given up."""
    paid = _paid(claim).exclude(voucher__kind=Voucher.Kind.RELEASE)
    gone = _given_up([claim])
    return claim.amount - claim.retained - total(paid) - total(gone) + total(gone, "retained")


def kept(claim: Claim) -> Decimal:
    """What of a claim is still kept back for quality."""
    if claim.state not in (Claim.State.APPROVED, Claim.State.PAID):
        return NONE
    released = _paid(claim).filter(voucher__kind=Voucher.Kind.RELEASE)
    return claim.retained - total(released) - total(_given_up([claim]), "retained")


def returnable(payment: Payment) -> Decimal:
    """What of a payment has not come back."""
    return payment.amount - total(payment.refunds.filter(voucher__reversed_by=None))


def invoices(numbers: Iterable[str]) -> set[str]:
    """Which of these invoice numbers stand in a claim that counts."""
    wanted = set(numbers)
    found = Claim.objects.filter(~Q(invoices=[]), state__in=LIVING).values_list("invoices", flat=True)
    return (
        {one["no"] for several in found.iterator(chunk_size=2000) for one in several} & wanted
        if wanted
        else set()
    )


def untouched(claim: Claim) -> bool:
    """Whether nothing of a claim was paid, or all of that was reversed."""
    return not _paid(claim).exists()


def _paid(claim: Claim) -> QuerySet[Payment]:
    return Payment.objects.filter(claim=claim, voucher__reversed_by=None)


def _given_up(claims: Iterable[Claim]) -> QuerySet[Reduction]:
    return Reduction.objects.filter(claim__in=claims, voucher__reversed_by=None)

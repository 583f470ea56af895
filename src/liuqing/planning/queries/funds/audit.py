"""A project's whole money trail for those who audit it (R091): every voucher, from the document to the payee."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from liuqing.planning.models import Allocation, Payment, Posting, Project, Refund, Voucher
from liuqing.planning.queries import scope
from liuqing.planning.queries.funds.payments import Paid, of_payments
from liuqing.planning.queries.funds.projects import ProjectMoney, of_project
from liuqing.planning.services.funds import sealing


@dataclass(frozen=True)
class Trail:
    """Everything that happened to a project's money; ``broken`` are vouchers that were changed afterwards."""

    project: Project
    money: ProjectMoney
    allocations: tuple[Allocation, ...]
    payments: tuple[Paid, ...]
    refunds: tuple[Refund, ...]
    vouchers: tuple[Voucher, ...]
    postings: tuple[Posting, ...]
    broken: frozenset[int]


def trail(user: Any, no: str) -> Trail:
    """The trail of a project that the user sees. Problem ``planning.no_such_project``."""
    project = scope.project(user, no)
    money = of_project(user, project)
    found = Voucher.objects.filter(postings__account__line__project=project).distinct().order_by("pk")
    vouchers = tuple(found.select_related("reverses"))
    postings = tuple(
        Posting.objects.filter(voucher__in=[one.pk for one in vouchers])
        .select_related("account", "voucher__reverses")
        .order_by("pk")
    )
    refunds = Refund.objects.filter(payment__line__project=project).select_related("payment", "voucher")
    allocations = Allocation.objects.filter(line__project=project).select_related("line__document", "voucher")
    return Trail(
        project, money, tuple(allocations), tuple(of_payments(user, Payment.objects.filter(line__project=project))),
        tuple(refunds), vouchers, postings, frozenset(_broken(vouchers, postings)),
    )  # fmt: skip


def households(told: Trail) -> int:
    """How many households were paid."""
    return len({one.record.household_id for one in told.payments if one.record.household_id})


def _broken(vouchers: tuple[Voucher, ...], postings: tuple[Posting, ...]) -> Iterator[int]:
    words: dict[int, list[sealing.Words]] = {}
    for one in postings:
        words.setdefault(one.voucher_id, []).append((one.account.key, one.amount))
    for voucher in vouchers:
        if voucher.seal != sealing.voucher(voucher, words.get(voucher.pk, [])):
            yield voucher.pk

"""Worth (资产原值): what was paid for projects, and what of it already stands in their assets."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from liuqing.planning.models import Asset, Payment, Refund
from liuqing.registry.problems import Fault

NOTHING = Decimal("0.00")


def paid(projects: Iterable[int]) -> dict[int, Decimal | None]:
    """What was paid for each project, less what came back; None where no payment is recorded at all."""
    wanted = set(projects)
    out = _by(Payment.objects.filter(line__project__in=wanted, voucher__reversed_by=None), "line__project")
    refunds = Refund.objects.filter(payment__line__project__in=wanted, voucher__reversed_by=None)
    back = _by(refunds, "payment__line__project")
    return {pk: out[pk] - back.get(pk, NOTHING) if pk in out else None for pk in wanted}


def held(projects: Iterable[int]) -> dict[int, Decimal]:
    """What the assets of each project are worth together."""
    wanted = set(projects)
    found = _by(Asset.objects.filter(project__in=wanted), "project", "value")
    return {pk: found.get(pk, NOTHING) for pk in wanted}


def room(project: int) -> Decimal | None:
    """How much more the assets of a project may be worth; None if nothing was paid for it as far as known."""
    spent = paid([project])[project]
    return None if spent is None else spent - held([project])[project]


def above(column: str = "") -> Fault:
    """More than was paid, and no reason."""
    remedy = "请核对原值；确有自筹、投劳或评估增值的，请写明原值说明。"
    return Fault("row.asset_above_paid", "资产原值超过这个项目实际支付的资金", remedy, column, "value")


def not_paid(column: str = "") -> Fault:
    """Nothing is known of what was paid."""
    remedy = "请先交资金安排支付台账，再核对原值。"
    return Fault("row.asset_not_paid", "这个项目还没有支付记录，原值无法核对", remedy, column, "value")


def _by(found: Any, project: str, amount: str = "amount") -> dict[int, Decimal]:
    return dict(found.values_list(project).annotate(whole=Sum(amount)).order_by(project))

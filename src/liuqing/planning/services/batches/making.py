"""Making a batch: from what the rules find due, or from a distribution of an asset's income."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from liuqing.errors import Problem
from liuqing.planning.models import Batch, Distribution, Due, Line
from liuqing.planning.queries.batches import entitled, owed
from liuqing.planning.services.alone import alone
from liuqing.planning.services.batches import checking, gathering, guarding
from liuqing.planning.services.batches.payees import payee
from liuqing.policy import paying
from liuqing.policy.paying import Period
from liuqing.registry.models import Area
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

DIVIDEND = "资产收益分红"


@dataclass(frozen=True)
class Wanted:
    """One due to be made."""

    household: int
    person: int
    amount: Decimal


@transaction.atomic
def make(
    *,
    by: Any,
    programme: str,
    period: str,
    area: Area,
    line: Line | None = None,
    uuid: UUID,
    only_unpaid: bool = False,
) -> Batch:
    """A batch of everybody of the area to whom the rules find something due for the period.

    ``only_unpaid`` (补发) leaves out whom another batch has already and whom the department's list says was paid;
    of who was paid in part it takes the rest. Whose sum is not known is left out: the page of those not paid
    names them. Problems ``workflow.not_allowed``, ``batches.no_programme``,
    ``paying.no_period``, ``batches.no_snapshot``, ``batches.nobody``.
    """
    alone(uuid)
    if (done := Batch.objects.filter(uuid=uuid).first()) is not None:
        return done
    rights.require(by, Right.MAKE_BATCHES, area.path)
    one, span = entitled.programme(programme), paying.period(period)
    snapshot = entitled.snapshot_of(span)
    found = (
        owed.rests(area, one, span, snapshot) if only_unpaid else owed.everything(area, one, span, snapshot)
    )
    wanted = [Wanted(each.household, each.person, each.amount) for each in found]
    batch = _begin(
        by, uuid, area, span, wanted, programme=one.key, label=f"{one.label} {span.label}", department=one.department,
        line=guarding.line(by, line), snapshot=snapshot,
    )  # fmt: skip
    return _filled(batch, wanted, by)


@transaction.atomic
def make_of(distribution: Distribution, *, by: Any, line: Line | None = None, uuid: UUID) -> Batch:
    """A batch of what the households get of an approved distribution; the head takes the money of a household.

    Problems ``workflow.not_allowed``, ``batches.not_approved``, ``batches.made_already``, ``batches.nobody``.
    """
    alone(uuid)
    if (done := Batch.objects.filter(uuid=uuid).first()) is not None:
        return done
    distribution = (
        Distribution.objects.select_for_update().select_related("asset__area").get(pk=distribution.pk)
    )
    area = distribution.asset.area
    rights.require(by, Right.MAKE_BATCHES, area.path)
    _refuse_distribution(distribution)
    span = paying.period(str(distribution.year))
    wanted = list(_shared(distribution))
    batch = _begin(
        by, uuid, area, span, wanted, label=f"{DIVIDEND} {span.label}", line=guarding.line(by, line),
        distribution=distribution,
    )  # fmt: skip
    return _filled(batch, wanted, by)


def _refuse_distribution(distribution: Distribution) -> None:
    if distribution.state != Distribution.State.APPROVED:
        raise Problem("batches.not_approved", "这份收益分配还没有批准，不能发放", "请先完成公示和批准。")
    if Batch.objects.filter(distribution=distribution).exclude(state=Batch.State.WITHDRAWN).exists():
        raise Problem("batches.made_already", "这份收益分配已经做过发放批次", "请打开原来的批次办理。")


def _begin(by: Any, uuid: UUID, area: Area, span: Period, wanted: list[Wanted], **more: Any) -> Batch:
    if not wanted:
        raise Problem(
            "batches.nobody",
            "这个范围和期间里没有要发的人",
            "请换一个范围或期间；应发不明的人在「应发未发」里。",
        )
    alone("batches.no")
    return Batch.objects.create(
        no=_number(span.year), uuid=uuid, area=area, period=span.text, by=by.get_username(), at=clock.now(),
        on=clock.today(), **more,
    )  # fmt: skip


def _filled(batch: Batch, wanted: list[Wanted], by: Any) -> Batch:
    """Put the dues in, say who takes the money, and check everything."""
    Due.objects.bulk_create(
        (Due(batch=batch, order=order, household_id=each.household, person_id=each.person, entitled=each.amount, amount=each.amount)
         for order, each in enumerate(wanted, 1)),
        batch_size=500,
    )  # fmt: skip
    known = gathering.of(batch)
    dues = list(Due.objects.filter(batch=batch))
    for due in dues:
        due.payee_id = payee(due.person_id, due.household_id, known)
    Due.objects.bulk_update(dues, ("payee",), batch_size=500)
    checking.run(batch)
    total = sum((each.amount for each in wanted), Decimal(0))
    trail.record(
        "batches.made", subject=f"batch:{batch.no}", by=by, detail={"dues": len(wanted), "amount": str(total)}
    )
    return batch


def _shared(distribution: Distribution) -> Iterable[Wanted]:
    heads = owed.heads()
    for each in distribution.dividends.order_by("household__no", "pk"):
        person = each.person_id or heads.get(each.household_id)
        if person is None:
            raise Problem("batches.no_head", "有一户没有户主，不知道发给谁", "请先在名册里定户主。")
        yield Wanted(each.household_id, person, each.amount)


def _number(year: int) -> str:
    """The next number of a year. The county's row is locked, so that two people get two numbers."""
    Area.objects.select_for_update().filter(level=Area.Level.COUNTY).first()
    prefix = f"FF{year}-"
    last = Batch.objects.filter(no__startswith=prefix).aggregate(last=Max("no"))["last"]
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:05d}"

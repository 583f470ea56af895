"""From a draft to an agreed batch: put right, hand in, decide. Maker and approver are never the same person."""

from decimal import Decimal
from typing import Any
from uuid import uuid4, uuid5

from django.db import transaction
from django.db.models import Sum

from liuqing.errors import Problem
from liuqing.planning.models import Batch, Distribution, Due, Line
from liuqing.planning.services import funds
from liuqing.planning.services.batches import checking, guarding, sealing
from liuqing.planning.services.batches.guarding import State
from liuqing.registry.models import Membership, Person
from liuqing.workflow import clock, trail
from liuqing.workflow.rights import Right

OPEN = (State.DRAFT, State.RETURNED)
MAKE, APPROVE = Right.MAKE_BATCHES, Right.APPROVE_BATCHES


@transaction.atomic
def check(batch: Batch) -> list[Due]:
    """Ask every check again and keep the answers; the dues in their order."""
    return checking.run(Batch.objects.select_for_update().get(pk=batch.pk))


@transaction.atomic
def choose_line(batch: Batch, *, by: Any, line: Line) -> Batch:
    """Say from which budget line the batch is paid. Problems ``batches.other_state``, ``planning.no_such_project``."""
    batch = guarding.locked(batch, by, MAKE, *OPEN)
    batch.line = guarding.line(by, line)
    batch.save(update_fields=("line",))
    trail.record("batches.line_chosen", subject=f"batch:{batch.no}", by=by, detail={"line": line.pk})
    return batch


@transaction.atomic
def drop(due: Due, *, by: Any, why: str) -> Due:
    """Take a due out of its batch, with the reason. What was paid or is at the bank cannot be dropped.

    Once the batch is agreed its money goes back to the budget line.

    Problems ``workflow.not_allowed``, ``batches.other_state``, ``batches.due_settled``, ``batches.no_reason``,
    and those of ``funds.put_back``.
    """
    batch, due = guarding.due(due, by, MAKE, *OPEN, State.APPROVED, State.SENT)
    guarding.in_state(due, checking.OPEN)
    due.state, due.reason = Due.State.DROPPED, guarding.reason(why)
    due.save(update_fields=("state", "reason"))
    trail.record(
        "batches.dropped", subject=f"batch:{batch.no}", by=by, detail={"due": due.pk, "why": due.reason}
    )
    if batch.state in (State.APPROVED, State.SENT):
        _give_up(batch, due, by)
    checking.run(batch)
    close_if_done(batch, by)
    return due


@transaction.atomic
def drop_all(batch: Batch, *, by: Any, code: str, why: str) -> int:
    """Take everybody out whom one check stops, with one reason; how many. Problems as of ``drop``."""
    batch = guarding.locked(batch, by, MAKE, *OPEN)
    told = guarding.reason(why)
    dues = [
        due for due in checking.run(batch) if any(one["code"] == code and one["stops"] for one in due.checks)
    ]
    dues = [due for due in dues if checking.stopped(due)]
    for due in dues:
        due.state, due.reason = Due.State.DROPPED, told
    Due.objects.bulk_update(dues, ("state", "reason"), batch_size=500)
    detail = {"code": code, "dues": [due.pk for due in dues], "why": told}
    trail.record("batches.dropped_together", subject=f"batch:{batch.no}", by=by, detail=detail)
    checking.run(batch)
    return len(dues)


@transaction.atomic
def change(due: Due, *, by: Any, amount: Decimal, why: str) -> Due:
    """Another amount for a due, with the reason. Problems as of ``drop``, ``batches.bad_amount``."""
    batch, due = guarding.due(due, by, MAKE, *OPEN)
    guarding.in_state(due, (Due.State.WAITING,))
    if amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise Problem(
            "batches.bad_amount", "金额不对", "请填大于 0、最多两位小数的金额；不发的请去掉这一笔。"
        )
    due.amount, due.reason = amount, guarding.reason(why)
    due.save(update_fields=("amount", "reason"))
    trail.record(
        "batches.amount_changed",
        subject=f"batch:{batch.no}",
        by=by,
        detail={"due": due.pk, "amount": str(amount), "why": due.reason},
    )
    checking.run(batch)
    return due


@transaction.atomic
def redirect(due: Due, *, by: Any, payee: Person, why: str) -> Due:
    """Let another member of the household take the money, with the reason. Problems as of ``drop``,
    ``batches.not_of_household``."""
    batch, due = guarding.due(due, by, MAKE, *OPEN)
    guarding.in_state(due, (Due.State.WAITING,))
    if not Membership.objects.filter(household=due.household, person=payee, until=None).exists():
        raise Problem("batches.not_of_household", "这个人现在不是这一户的成员", "请在本户成员里选领款人。")
    due.payee, due.reason = payee, guarding.reason(why)
    due.save(update_fields=("payee", "reason"))
    trail.record(
        "batches.redirected", subject=f"batch:{batch.no}", by=by, detail={"due": due.pk, "why": due.reason}
    )
    checking.run(batch)
    return due


@transaction.atomic
def submit(batch: Batch, *, by: Any) -> Batch:
    """Hand in for approval, once nothing stops it; the money is claimed from its line.

    Problems ``workflow.not_allowed``, ``batches.other_state``, ``batches.no_line``, ``batches.nobody``,
    ``batches.stopped``, and those of ``funds.claim``.
    """
    batch = guarding.locked(batch, by, MAKE, *OPEN)
    dues = _payable(batch)
    if batch.line is None:
        raise Problem(
            "batches.no_line",
            "还没有选从哪一笔资金安排支付",
            "请先选一条资金安排；没有的，请先立项并安排资金。",
        )
    amount = sum((due.amount for due in dues), Decimal(0))
    batch.claim = funds.claim(by=by, line=batch.line, kind="people", amount=amount, uuid=uuid4())
    batch.state, batch.submitted_by = State.SUBMITTED, by.get_username()
    batch.decided_by, batch.decided_at, batch.said = "", None, ""
    batch.save()
    trail.record(
        "batches.submitted",
        subject=f"batch:{batch.no}",
        by=by,
        detail={"dues": len(dues), "amount": str(amount)},
    )
    return batch


@transaction.atomic
def decide(batch: Batch, *, by: Any, agreed: bool, said: str = "") -> Batch:
    """Agree, or give the batch back with a reason. Not by who made it or handed it in.

    Problems ``workflow.not_allowed``, ``batches.other_state``, ``batches.own``, ``batches.no_reason``,
    ``batches.stopped`` (something came up since), and those of ``funds.judge``.
    """
    batch = guarding.locked(batch, by, APPROVE, State.SUBMITTED)
    _refuse_own(batch, by)
    if agreed:
        _payable(batch)
    told = said.strip()[:200] if agreed else guarding.reason(said, what="退回的理由")
    assert batch.claim is not None  # noqa: S101 - handed in with a claim
    funds.judge(batch.claim, by=by, outcome="approved" if agreed else "refused", said=told)
    batch.state = State.APPROVED if agreed else State.RETURNED
    batch.decided_by, batch.decided_at, batch.said = by.get_username(), clock.now(), told
    batch.claim = batch.claim if agreed else None
    batch.seal = sealing.seal(batch) if agreed else ""
    batch.save()
    trail.record(
        "batches.decided", subject=f"batch:{batch.no}", by=by, detail={"agreed": agreed, "said": told}
    )
    return batch


@transaction.atomic
def withdraw(batch: Batch, *, by: Any, why: str) -> Batch:
    """Give up a batch that is not agreed yet. Problems as of ``drop``."""
    batch = guarding.locked(batch, by, MAKE, *OPEN)
    batch.state, batch.said = State.WITHDRAWN, guarding.reason(why)
    batch.save(update_fields=("state", "said"))
    trail.record("batches.withdrawn", subject=f"batch:{batch.no}", by=by, detail={"why": batch.said})
    return batch


def close_if_done(batch: Batch, by: Any) -> None:
    """A batch of which nothing is waiting, at the bank or failed any more is closed."""
    left = Due.objects.filter(batch=batch, state__in=(*checking.OPEN, Due.State.SENT))
    if batch.state not in (State.APPROVED, State.SENT) or left.exists():
        return
    batch.state = State.CLOSED
    batch.save(update_fields=("state",))
    if batch.distribution_id:
        Distribution.objects.filter(pk=batch.distribution_id).update(state=Distribution.State.PAID)
    paid = Due.objects.filter(batch=batch, state=Due.State.PAID).aggregate(sum=Sum("amount"))["sum"]
    trail.record("batches.closed", subject=f"batch:{batch.no}", by=by, detail={"paid": str(paid or 0)})


def _give_up(batch: Batch, due: Due, by: Any) -> None:
    assert batch.claim is not None  # noqa: S101 - it was agreed with its claim
    uuid = uuid5(batch.uuid, f"dropped:{due.pk}")
    funds.put_back(batch.claim, by=by, amount=due.amount, why=f"不发：{due.reason}"[:200], uuid=uuid)


def _payable(batch: Batch) -> list[Due]:
    """What would be paid. Problems ``batches.stopped``, ``batches.nobody``."""
    dues = checking.run(batch)
    if what := checking.summary(dues):
        raise Problem("batches.stopped", f"还有不能发的：{what}", "请逐笔改正，或写明理由去掉这一笔，再办。")
    waiting = [due for due in dues if due.state == Due.State.WAITING]
    if not waiting:
        raise Problem("batches.nobody", "这一批没有要发的人", "请作废这一批。")
    return waiting


def _refuse_own(batch: Batch, by: Any) -> None:
    if by.get_username() in (batch.by, batch.submitted_by):
        raise Problem("batches.own", "制作或送审的人不能审批同一批", "请由另一位有审批权限的人办理。")

"""Deciding (公示和批准): a distribution is announced, then approved by another, or withdrawn."""

from typing import Any

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Batch, Distribution
from liuqing.planning.services import announcements
from liuqing.planning.services.announcements.hanging import is_full
from liuqing.planning.services.assets import locking
from liuqing.planning.services.funds import guarding
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

State = Distribution.State
KIND = "distribution"
"""Of what the sheet is (``announcements.yaml``)."""


@transaction.atomic
def announce(distribution: Distribution, *, by: Any) -> Distribution:
    """Draw up the sheet on which the distribution hangs in its village. A sheet that was taken down is replaced.

    Problems ``workflow.not_allowed``, ``assets.not_a_draft``, and those of drawing up.
    """
    one = locking.distribution(distribution)
    rights.require(by, Right.MANAGE_ASSETS, one.asset.area.path)
    if one.state not in (State.DRAFT, State.NOTICED):
        raise Problem("assets.not_a_draft", f"这份分配已经是「{State(one.state).label}」", "请刷新页面。")
    if one.announcement is not None and one.announcement.state != "taken_down":
        return one
    one.announcement = announcements.draw(
        by=by, kind=KIND, area=one.asset.area, subject=f"distribution:{one.no}"
    )
    one.state = State.NOTICED
    one.save(update_fields=("announcement", "state"))
    trail.record(
        "assets.announced", subject=f"distribution:{one.no}", by=by, detail={"code": one.announcement.code}
    )
    return one


@transaction.atomic
def approve(distribution: Distribution, *, by: Any) -> Distribution:
    """Approve a distribution that another drew up and that has hung for all its days.

    Problems ``workflow.not_allowed``, ``funds.own_work``, ``assets.not_announced``.
    """
    one = locking.distribution(distribution)
    rights.require(by, Right.APPROVE_ASSETS, one.asset.area.path)
    if one.state == State.APPROVED and one.approved_by == by.get_username():
        return one
    if one.state not in (State.DRAFT, State.NOTICED):
        raise Problem("assets.decided", f"这份分配已经是「{State(one.state).label}」", "请刷新页面。")
    guarding.another(by, one.by, "这份收益分配")
    if one.announcement is None or not is_full(one.announcement):
        raise Problem(
            "assets.not_announced", "这份收益分配还没有公示期满", "请先张贴公示，期满没有异议再批准。"
        )
    one.state, one.approved_by, one.approved_at = State.APPROVED, by.get_username(), clock.now()
    one.save(update_fields=("state", "approved_by", "approved_at"))
    trail.record(
        "assets.approved", subject=f"distribution:{one.no}", by=by, detail={"amount": str(one.amount)}
    )
    return one


@transaction.atomic
def withdraw(distribution: Distribution, *, by: Any, said: str) -> Distribution:
    """Give a distribution up, with the reason: its income can be given out again. Not once a batch pays it.

    Problems ``workflow.not_allowed``, ``assets.being_paid``, ``funds.no_words``.
    """
    one = locking.distribution(distribution)
    may = (Right.MANAGE_ASSETS, Right.APPROVE_ASSETS)
    if not any(rights.can(by, right, one.asset.area.path) for right in may):
        rights.require(by, Right.MANAGE_ASSETS, one.asset.area.path)
    if one.state == State.WITHDRAWN:
        return one
    if one.state == State.PAID or one.batches.exclude(state=Batch.State.WITHDRAWN).exists():
        raise Problem("assets.being_paid", "这份分配已经做了发放批次，不能作废", "请先作废发放批次。")
    one.said = guarding.words(said, "作废的理由", needed=True)
    one.state = State.WITHDRAWN
    one.save(update_fields=("state", "said"))
    trail.record("assets.withdrawn", subject=f"distribution:{one.no}", by=by, detail={"said": one.said})
    return one

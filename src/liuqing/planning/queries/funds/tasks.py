"""What of money waits for a user: to decide, to judge, to pay, to mend."""

from typing import Any

from liuqing.planning.models import Allocation, Claim
from liuqing.planning.queries import scope
from liuqing.registry.queries.task import Task
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


def tasks(user: Any) -> list[Task]:
    """Kinds: ``funds_decide`` → fund-allocate (``year``); ``claims_judge``, ``claims_pay``, ``claims_returned``
    → claims (``state``)."""
    found = [*_approving(user), *_running(user)]
    return [one for one in found if one.count]


def _approving(user: Any) -> list[Task]:
    if not rights.can(user, Right.APPROVE_FUNDS):
        return []
    mine, name = scope.visible(user, Right.APPROVE_FUNDS).values("pk"), user.get_username()
    waiting = Allocation.objects.filter(state=Allocation.State.PROPOSED, line__project__in=mine).exclude(
        by=name
    )
    claims = Claim.objects.filter(line__project__in=mine)
    year = waiting.order_by("-line__year").values_list("line__year", flat=True).first()
    judge = claims.filter(state=Claim.State.SUBMITTED, batch=None).exclude(by=name)
    pay = claims.filter(state=Claim.State.APPROVED).exclude(kind=Claim.Kind.PEOPLE)
    return [
        Task("funds_decide", "有资金安排等您审批", waiting.count(), "", {"year": year}),
        Task("claims_judge", "有报账等您审核", judge.count(), "", {"state": "submitted"}),
        Task("claims_pay", "有审核过的报账等您支付", pay.count(), "", {"state": "approved"}),
    ]


def _running(user: Any) -> list[Task]:
    if not rights.can(user, Right.RUN_PROJECTS):
        return []
    back = Claim.objects.filter(state=Claim.State.RETURNED, by=user.get_username(), voucher=None)
    mine = back.filter(line__project__in=scope.visible(user, Right.RUN_PROJECTS).values("pk"))
    return [Task("claims_returned", "有报账退回给您补正", mine.count(), "", {"state": "returned"})]

"""What of money waits for a user: to decide, to judge, to pay, to mend."""

from typing import Any

from liuqing.planning.models import Allocation, Claim
from liuqing.planning.queries import scope
from liuqing.planning.queries.waiting import Waits, told
from liuqing.registry.queries.task import Task
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


def waits(user: Any) -> list[Task | Waits]:
    """Kinds: ``funds_decide`` → fund-allocate (``year``); ``claims_judge``, ``claims_pay``, ``claims_returned``
    → claims (``state``)."""
    return [*_approving(user), *_running(user)]


def tasks(user: Any) -> list[Task]:
    """The same with their counts."""
    return told(waits(user))


def _approving(user: Any) -> list[Waits]:
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
        Waits(Task("funds_decide", "有资金安排等您审批", 0, "", {"year": year}), waiting),
        Waits(Task("claims_judge", "有报账等您审核", 0, "", {"state": "submitted"}), judge),
        Waits(Task("claims_pay", "有审核过的报账等您支付", 0, "", {"state": "approved"}), pay),
    ]


def _running(user: Any) -> list[Waits]:
    if not rights.can(user, Right.RUN_PROJECTS):
        return []
    back = Claim.objects.filter(state=Claim.State.RETURNED, by=user.get_username(), voucher=None)
    mine = back.filter(line__project__in=scope.visible(user, Right.RUN_PROJECTS).values("pk"))
    return [Waits(Task("claims_returned", "有报账退回给您补正", 0, "", {"state": "returned"}), mine)]

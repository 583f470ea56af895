"""Tasks (待办): loans that are late or soon due, compensations that wait for somebody else."""

from collections import Counter
from typing import Any

from liuqing.planning.models import Loan, RiskMove
from liuqing.planning.queries.loans import reading
from liuqing.planning.queries.loans.stood import stood
from liuqing.planning.queries.waiting import Waits, told
from liuqing.registry.queries.task import Task
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

SHOWN = {"overdue": "笔小额信贷逾期", "due_soon": "笔小额信贷快到期"}


def waits(user: Any) -> list[Task | Waits]:
    """What waits for the user: loans to see to where they manage them, compensations to agree to."""
    return [*_late(user), *_to_agree(user)]


def tasks(user: Any) -> list[Task]:
    """The same with their counts."""
    return told(waits(user))


def _late(user: Any) -> list[Task]:
    if not rights.can(user, Right.MANAGE_ASSETS):
        return []
    on = clock.today()
    open_ = reading.visible(user).exclude(state__in=(Loan.State.REPAID, Loan.State.COMPENSATED))
    found = Counter(key for one in stood(open_, on, reading.terms(on)).values() for key in one.doubts.found)
    return [
        Task(f"loans_{key}", said, found[key], target={"flag": key})
        for key, said in SHOWN.items()
        if found[key]
    ]


def _to_agree(user: Any) -> list[Waits]:
    if not rights.can(user, Right.APPROVE_ASSETS):
        return []
    waiting = RiskMove.objects.filter(agreed=None).exclude(by=user.get_username())
    return [Waits(Task("risk_moves", "风险补偿金收支待批准", 0), waiting)]

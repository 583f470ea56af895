"""Batches among my work (我的待办): what waits for this user, one line each."""

from typing import Any

from django.db.models import Q

from liuqing.planning.models import Batch, Due
from liuqing.planning.queries.batches import seeing
from liuqing.planning.queries.waiting import Waits, told
from liuqing.registry.queries.task import Task
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

_STATE = Batch.State
_LINES = (
    (Right.APPROVE_BATCHES, "decide", "发放批次等您审批", Q(state=_STATE.SUBMITTED)),
    (Right.MAKE_BATCHES, "mend", "退回的发放批次等您改正", Q(state=_STATE.RETURNED)),
    (Right.MANAGE_FUNDS, "send", "已审批的发放批次等您送银行", Q(state=_STATE.APPROVED)),
    (
        Right.APPROVE_FUNDS,
        "back",
        "已送银行的批次等着登记回盘",
        Q(state=_STATE.SENT, dues__state=Due.State.SENT),
    ),
    (Right.MAKE_BATCHES, "failed", "银行没有发成的人等您改正账户", Q(dues__state=Due.State.FAILED)),
)


def waits(user: Any) -> list[Task | Waits]:
    """Lines of the kind ``batches``; ``target["state"]`` is the state in the list of batches."""
    name = user.get_username()
    found: list[Task | Waits] = []
    for right, which, title, only in _LINES:
        if not rights.can(user, right):
            continue
        mine = seeing.visible(user, right).filter(only)
        if which == "decide":
            mine = mine.exclude(by=name).exclude(submitted_by=name)
        found.append(Waits(Task("batches", title, 0, "", {"state": _SHOWN[which]}), mine))
    return found


def tasks(user: Any) -> list[Task]:
    """The same with their counts."""
    return told(waits(user))


_SHOWN = {"decide": "submitted", "mend": "returned", "send": "approved", "back": "sent", "failed": "sent"}

"""Clues among my work (我的待办): one line each for what is to be done, with how many are late."""

from typing import Any

from django.db.models import Count, Q

from liuqing.registry.models import Clue
from liuqing.registry.queries.clues import reading
from liuqing.registry.queries.task import Task
from liuqing.workflow import clock
from liuqing.workflow.rights import Right

_STATE = Clue.State
_LINES = (
    (Right.HANDLE_CLUES, "verify", "防返贫线索等您入户核实", Q(state=_STATE.SENT), "due_on"),
    (
        Right.HANDLE_CLUES,
        "tie",
        "线索还不知道是哪一户",
        Q(state__in=Clue.OPEN_STATES, household=None, person=None),
        "",
    ),
    (Right.SEND_CLUES, "send", "新线索等您分派到村", Q(state=_STATE.RECEIVED), "due_on"),
    (Right.SEND_CLUES, "close", "已核实的线索等您处理", Q(state=_STATE.VERIFIED), "decide_by"),
)


def tasks(user: Any) -> list[Task]:
    """Lines of the kind ``clues``; ``target["which"]`` is the part of the page."""
    told = []
    for right, which, title, only, day in _LINES:
        late = (
            Count("pk", filter=only & Q(**{f"{day}__lt": clock.today()}))
            if day
            else Count("pk", filter=Q(pk=None))
        )
        counts = reading.of_user(user, right).aggregate(n=Count("pk", filter=only), late=late)
        if counts["n"]:
            detail = f"其中 {counts['late']} 条已过期限" if counts["late"] else ""
            told.append(Task("clues", title, counts["n"], detail, {"which": which}))
    return told

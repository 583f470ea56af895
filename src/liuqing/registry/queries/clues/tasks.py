"""Clues among my work (我的待办): one line each for what is to be done, with how many are late."""

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from liuqing.registry.models import Clue
from liuqing.registry.queries.clues import reading
from liuqing.registry.queries.task import Task
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
    """Lines of the kind ``clues``; ``target["which"]`` is the part of the page. One question a right."""
    today = timezone.localdate()
    counted = {right: _counted(user, right, today) for right in {line[0] for line in _LINES}}
    return [
        _task(which, title, counted[right]) for right, which, title, _, _ in _LINES if counted[right][which]
    ]


def _task(which: str, title: str, counted: dict[str, int]) -> Task:
    late = counted[f"{which}_late"]
    return Task("clues", title, counted[which], f"其中 {late} 条已过期限" if late else "", {"which": which})


def _counted(user: Any, right: Right, today: date) -> dict[str, int]:
    """How many of each line of a right wait, and how many of them are late."""
    asked = {}
    for held, which, _, only, day in _LINES:
        if held == right:
            late = only & Q(**{f"{day}__lt": today}) if day else Q(pk=None)
            asked |= {which: Count("pk", filter=only), f"{which}_late": Count("pk", filter=late)}
    counted: dict[str, int] = reading.of_user(user, right).aggregate(**asked)
    return counted

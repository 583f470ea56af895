"""What of a window waits for a user: stages to mark, a window to open, explain or close."""

from typing import Any

from liuqing.registry.models import Window
from liuqing.registry.queries.task import Task
from liuqing.registry.queries.windows import calendar
from liuqing.registry.queries.windows.lateness import late
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

ACTING = (Right.MANAGE_WINDOWS, Right.REVIEW_STANDING, Right.PROPOSE_STANDING)
"""Who has something to do in a window."""


def tasks(user: Any) -> list[Task]:
    """Kinds: ``window_open`` and ``window_close`` (``pk``), ``window_late`` (``pk``): villages to mark or remind."""
    if not any(rights.can(user, right) for right in ACTING):
        return []
    running = calendar.current()
    found = _county(user, running)
    if running and (count := sum(town.late_villages for town in late(user, running))):
        found.append(
            Task("window_late", f"「{running.label}」有村没有按时完成", count, "", {"pk": running.pk})
        )
    return found


def _county(user: Any, running: Window | None) -> list[Task]:
    if not calendar.may_manage(user):
        return []
    if running is not None:
        over = calendar.head(running).over
        return (
            [Task("window_close", f"「{running.label}」可以结束了", 1, "", {"pk": running.pk})]
            if over
            else []
        )
    due = Window.objects.filter(state=Window.State.PLANNED, opens_on__lte=calendar.clock.today()).last()
    return [Task("window_open", f"「{due.label}」到了打开的日子", 1, "", {"pk": due.pk})] if due else []

"""What of a window waits for a user: stages to mark, a window to open, explain or close."""

from datetime import date
from typing import Any

from django.utils import timezone

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
    today, known = timezone.localdate(), list(Window.objects.exclude(state=Window.State.CLOSED))
    running = next((one for one in known if one.state == Window.State.OPEN), None)
    found = _county(known, running, today) if rights.can(user, Right.MANAGE_WINDOWS) else []
    if running and (count := sum(town.late_villages for town in late(user, running))):
        found.append(
            Task("window_late", f"「{running.label}」有村没有按时完成", count, "", {"pk": running.pk})
        )
    return found


def _county(known: list[Window], running: Window | None, today: date) -> list[Task]:
    if running is not None:
        over = calendar.head(running, today).over
        closing = Task("window_close", f"「{running.label}」可以结束了", 1, "", {"pk": running.pk})
        return [closing] if over else []
    due = [one for one in known if one.opens_on <= today][-1:]
    return [Task("window_open", f"「{one.label}」到了打开的日子", 1, "", {"pk": one.pk}) for one in due]

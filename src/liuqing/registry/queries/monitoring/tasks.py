"""What of the monitoring waits for this user: no help within the month, visits that are due."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from liuqing.policy import monitoring_timers, place
from liuqing.registry.queries import scope
from liuqing.registry.queries.monitoring import following, gathering, matching
from liuqing.registry.queries.task import Task
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


def tasks(user: Any) -> list[Task]:
    """For who proposes standings (the village): ``monitoring`` (target ``area``, ``show``)."""
    if not rights.can(user, Right.PROPOSE_STANDING):
        return []
    on = timezone.localdate()
    villages = set(scope.visible_villages(user, Right.PROPOSE_STANDING).values_list("pk", flat=True))
    open_ones = [one for one in gathering.of_villages(villages, on) if one.open_on(on)]
    if not open_ones:
        return []
    timers = monitoring_timers.read(place.load(settings.WORKSPACE.place).parameters(on))
    helps = gathering.helps([one.household for one in open_ones])
    unhelped = sum(
        matching.any_help(one, helps.get(one.household, []), timers, on).state == matching.LATE
        for one in open_ones
    )
    due = sum(one.late(on) > 0 for one in following.of_watched(open_ones, timers, on))
    area = scope.area(user, None, Right.PROPOSE_STANDING).code
    told = (
        Task("monitoring", "监测户识别后还没有落实帮扶", unhelped, "已过规定的月数", {"area": area, "show": "unhelped"}),
        Task("monitoring", "监测户到期要回访", due, "", {"area": area, "show": "due"}),
    )  # fmt: skip
    return [task for task in told if task.count]

"""What waits for a user about exits: households that are ready and could be proposed now."""

from typing import Any

from liuqing.registry.models import Area, Proceeding
from liuqing.registry.queries import scope
from liuqing.registry.queries.exits.homes import homes
from liuqing.registry.queries.exits.under_way import procedure_for
from liuqing.registry.queries.task import Task
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right


def tasks(user: Any) -> list[Task]:
    """``exit_ready`` → exits (``area``): for whoever may propose; nothing for everybody else."""
    if not rights.can(user, Right.PROPOSE_STANDING):
        return []
    snapshot = scope.latest_snapshot()
    if snapshot is None or procedure_for("household", clock.today()) is None:
        return []
    villages = scope.visible_villages(user, Right.PROPOSE_STANDING)
    found = [
        one.pk for one in homes(snapshot).of(villages.values_list("pk", flat=True)) if one.left and one.ready
    ]
    if not found:
        return []
    open_ones = Proceeding.objects.filter(
        state__in=Proceeding.OPEN_STATES, group="standing", household__in=found
    )
    free = len(found) - open_ones.count()
    where: Area = scope.area(user, None, Right.PROPOSE_STANDING)
    return [Task("exit_ready", "达到退出条件，可以提出退出", free, "", {"area": where.code})] if free else []

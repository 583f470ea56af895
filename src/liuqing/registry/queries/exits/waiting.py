"""What waits for a user about exits: households that are ready and could be proposed now."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from liuqing.registry.models import Finding, Proceeding, Snapshot, Standing
from liuqing.registry.queries import scope
from liuqing.registry.queries.exits.homes import READY, UNEXITED
from liuqing.registry.queries.exits.under_way import procedure_for
from liuqing.registry.queries.task import Task
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


def tasks(user: Any) -> list[Task]:
    """``exit_ready`` → exits (``area``): for whoever may propose; nothing for everybody else."""
    if not rights.can(user, Right.PROPOSE_STANDING):
        return []
    snapshot = scope.latest_snapshot()
    if snapshot is None or procedure_for("household", timezone.localdate()) is None:
        return []
    number = _free(user, snapshot).count()
    where = scope.area(user, None, Right.PROPOSE_STANDING)
    return (
        [Task("exit_ready", "达到退出条件，可以提出退出", number, "", {"area": where.code})] if number else []
    )


def _free(user: Any, snapshot: Snapshot) -> QuerySet[Finding]:
    """The households that are ready, still to leave, and of which no change of standing is under way."""
    villages = scope.visible_villages(user, Right.PROPOSE_STANDING).values_list("pk", flat=True)
    home = OuterRef("household")
    left = Standing.objects.filter(scope.in_force(snapshot.on), household=home, status__in=UNEXITED)
    busy = Proceeding.objects.filter(state__in=Proceeding.OPEN_STATES, group="standing", household=home)
    ready = Finding.objects.filter(snapshot=snapshot, rule=READY, verdict=True, village__in=list(villages))
    return ready.filter(Exists(left), ~Exists(busy))

"""What waits for a user in the life of projects: to judge, to put right, to report."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Max, Q, QuerySet

from liuqing.planning.models import Project
from liuqing.planning.queries import scope
from liuqing.planning.queries.life import gates
from liuqing.policy.project_life import SILENT
from liuqing.registry.queries.task import Task
from liuqing.workflow import clock
from liuqing.workflow.rights import Right


def tasks(user: Any) -> list[Task]:
    """Projects that wait for the user: ``project_stage`` with the state in which they stand.

    Of what the user filed nothing waits for the user's own decision.
    """
    name = user.get_username()
    found = []
    stages = gates.life().stages
    for before, key in pairwise(stages):
        stage = stages[key]
        if not stage.decides:
            continue
        waiting = Q(state=before) | Q(state=Project.State.DEFERRED, back_to=before)
        count = _seen(user, stage.rights).filter(waiting).exclude(maker=name).count()
        found.append(Task("project_stage", f"待{stage.label}的项目", count, target={"state": before}))
    returned = (
        scope.visible(user, Right.FILE_PROJECTS).filter(state=Project.State.RETURNED, maker=name).count()
    )
    found.append(Task("project_stage", "退回补正的项目", returned, target={"state": "returned"}))
    found.append(Task("project_silent", "在建项目该报进度了", _silent(user), target={"state": "begun"}))
    return [one for one in found if one.count]


def _seen(user: Any, rights: list[str]) -> QuerySet[Project]:
    found = Project.objects.none()
    for right in rights:
        found = found | scope.visible(user, Right(right))
    return found


def _silent(user: Any) -> int:
    """Projects under way without a report for too long."""
    today = clock.today()
    numbers = gates.here().parameters(today)
    if not numbers.has(SILENT):
        return 0
    line = today - timedelta(days=int(numbers[SILENT]))
    begun = scope.visible(user, Right.RUN_PROJECTS).filter(state=Project.State.BEGUN)
    told = begun.annotate(last=Max("progresses__on"), taken=Max("stages__on"))
    return told.filter(Q(last__lt=line) | Q(last=None, taken__lt=line)).count()

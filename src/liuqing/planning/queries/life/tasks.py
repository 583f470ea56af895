"""What waits for a user in the life of projects: to judge, to put right, to report."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from liuqing.planning.models import Progress, Project, Stage
from liuqing.planning.queries import scope
from liuqing.planning.queries.life import gates
from liuqing.planning.queries.waiting import Waits, told
from liuqing.policy.project_life import SILENT
from liuqing.registry.queries.task import Task
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right


def waits(user: Any) -> list[Task | Waits]:
    """Projects that wait for the user: ``project_stage`` with the state in which they stand.

    Of what the user filed nothing waits for the user's own decision. What came back is told by the pool.
    """
    return [*_to_decide(user), *_silent(user)]


def tasks(user: Any) -> list[Task]:
    """The same with their counts."""
    return told(waits(user))


def _to_decide(user: Any) -> Iterable[Waits]:
    stages = gates.life().stages
    for before, key in pairwise(stages):
        stage = stages[key]
        if stage.decides and any(rights.can(user, Right(one)) for one in stage.rights):
            waiting = Q(state=before) | Q(state=Project.State.DEFERRED, back_to=before)
            found = _seen(user, stage.rights).filter(waiting).exclude(maker=user.get_username())
            yield Waits(Task("project_stage", f"待{stage.label}的项目", 0, target={"state": before}), found)


def _seen(user: Any, held: list[str]) -> QuerySet[Project]:
    found = Project.objects.none()
    for right in held:
        found = found | scope.visible(user, Right(right))
    return found


def _silent(user: Any) -> Iterable[Waits]:
    """Projects under way without a report for too long."""
    if not rights.can(user, Right.RUN_PROJECTS):
        return
    today = clock.today()
    numbers = gates.here().parameters(today)
    if not numbers.has(SILENT):
        return
    line = today - timedelta(days=int(numbers[SILENT]))
    begun = scope.visible(user, Right.RUN_PROJECTS).filter(state=Project.State.BEGUN)
    told_, taken = (
        Progress.objects.filter(project=OuterRef("pk")),
        Stage.objects.filter(project=OuterRef("pk")),
    )
    quiet = Exists(told_) | (Exists(taken) & ~Exists(taken.filter(on__gte=line)))
    found = begun.filter(~Exists(told_.filter(on__gte=line)), quiet)
    yield Waits(Task("project_silent", "在建项目该报进度了", 0, target={"state": "begun"}), found)

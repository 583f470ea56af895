"""What of performance waits for a user: to watch, to say how it went, to look at others' projects."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef

from liuqing.planning.models import Project, Review
from liuqing.planning.queries import scope
from liuqing.planning.queries.performance import terms
from liuqing.planning.queries.waiting import Waits, told
from liuqing.policy import performance, place
from liuqing.registry.queries.task import Task
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

RUNNING = Project.IN_POOL[Project.IN_POOL.index(Project.State.PLANNED) :]
BEGUN = Project.IN_POOL[Project.IN_POOL.index(Project.State.BEGUN) :]


def waits(user: Any) -> list[Task | Waits]:
    """Kinds ``performance_midyear``, ``performance_self``, ``performance_outside``; route ``performance`` with
    ``area`` and ``show``.
    """
    if not any(rights.can(user, right) for held in terms.RIGHTS.values() for right in held):
        return []
    today = clock.today()
    version = performance.scale(place.load(settings.WORKSPACE.place), today)[1]
    found: list[Task | Waits] = []
    if today >= performance.due(version.midyear_from, today.year):
        found += _due(user, Review.Kind.MIDYEAR, RUNNING, today.year, "项目等着绩效监控", "midyear")
    if today >= performance.due(version.self_from, today.year):
        found += _due(user, Review.Kind.SELF, BEGUN, today.year, "项目等着绩效自评", "self")
    return [*found, *_outside(user, today.year)]


def tasks(user: Any) -> list[Task]:
    """The same with their counts."""
    return told(waits(user))


def _due(
    user: Any, kind: Review.Kind, states: tuple[Project.State, ...], year: int, title: str, show: str
) -> list[Waits]:
    if not rights.can(user, Right.RUN_PROJECTS):
        return []
    looked = Review.objects.filter(year=year, kind=kind).values("project")
    mine = scope.visible(user, Right.RUN_PROJECTS).filter(state__in=states, year=year).exclude(targets=None)
    task = Task(f"performance_{kind}", title, 0, "", {"show": show, "year": year})
    return [Waits(task, mine.exclude(pk__in=looked))]


def _outside(user: Any, year: int) -> list[Waits]:
    """Last year's too: it is looked at in the spring."""
    right = next((one for one in terms.RIGHTS[Review.Kind.OUTSIDE] if rights.can(user, one)), None)
    if right is None:
        return []
    me = user.get_username()
    seen = scope.visible(user, right).exclude(maker=me)
    own = Review.objects.filter(kind=Review.Kind.SELF, year__in=(year, year - 1), project__in=seen).exclude(
        by=me
    )
    same = Review.objects.filter(kind=Review.Kind.OUTSIDE, project=OuterRef("project"), year=OuterRef("year"))
    task = Task("performance_outside", "项目自评等着评价", 0, "", {"show": "outside"})
    return [Waits(task, own.filter(~Exists(same)))]

"""What of performance waits for a user: to watch, to say how it went, to look at others' projects."""

from typing import Any

from django.conf import settings

from liuqing.planning.models import Project, Review
from liuqing.planning.queries import scope
from liuqing.planning.queries.performance import terms
from liuqing.policy import performance, place
from liuqing.registry.queries.task import Task
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

RUNNING = Project.IN_POOL[Project.IN_POOL.index(Project.State.PLANNED) :]
BEGUN = Project.IN_POOL[Project.IN_POOL.index(Project.State.BEGUN) :]


def tasks(user: Any) -> list[Task]:
    """Kinds ``performance_midyear``, ``performance_self``, ``performance_outside``; route ``performance`` with
    ``area`` and ``show``.
    """
    if not any(rights.can(user, right) for held in terms.RIGHTS.values() for right in held):
        return []
    today = clock.today()
    version = performance.scale(place.load(settings.WORKSPACE.place), today)[1]
    found = []
    if today >= performance.due(version.midyear_from, today.year):
        found.append(_due(user, Review.Kind.MIDYEAR, RUNNING, today.year, "项目等着绩效监控", "midyear"))
    if today >= performance.due(version.self_from, today.year):
        found.append(_due(user, Review.Kind.SELF, BEGUN, today.year, "项目等着绩效自评", "self"))
    found.append(_outside(user, today.year))
    return [one for one in found if one.count]


def _due(
    user: Any, kind: Review.Kind, states: tuple[Project.State, ...], year: int, title: str, show: str
) -> Task:
    looked = Review.objects.filter(year=year, kind=kind).values("project")
    mine = scope.visible(user, Right.RUN_PROJECTS).filter(state__in=states, year=year).exclude(targets=None)
    count = mine.exclude(pk__in=looked).order_by().values("pk").distinct().count()
    return Task(f"performance_{kind}", title, count, "", {"show": show, "year": year})


def _outside(user: Any, year: int) -> Task:
    """Last year's too: it is looked at in the spring."""
    me, count = user.get_username(), 0
    right = next((one for one in terms.RIGHTS[Review.Kind.OUTSIDE] if rights.can(user, one)), None)
    if right is not None:
        seen = scope.visible(user, right).exclude(maker=me)
        own = Review.objects.filter(
            kind=Review.Kind.SELF, year__in=(year, year - 1), project__in=seen
        ).exclude(by=me)
        done = set(Review.objects.filter(kind=Review.Kind.OUTSIDE).values_list("project", "year"))
        count = sum(pair not in done for pair in own.values_list("project", "year"))
    return Task("performance_outside", "项目自评等着评价", count, "", {"show": "outside"})

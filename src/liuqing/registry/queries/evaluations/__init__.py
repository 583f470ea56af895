"""Mock evaluations (模拟评估): what is drawn from, who was drawn, what was found."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from liuqing.registry.models import Appeal, Evaluation
from liuqing.registry.queries import scope
from liuqing.registry.queries.evaluations import seeing
from liuqing.registry.queries.evaluations.page import Head, Page, areas, listed, may_see_any, page
from liuqing.registry.queries.evaluations.preview import Preview, choices, preview
from liuqing.registry.queries.evaluations.stages import Stage, stages
from liuqing.registry.queries.evaluations.visits import Visit, Visits, mine, visit, visits
from liuqing.registry.queries.task import Task
from liuqing.workflow import clock, rights

TOLD = timedelta(days=15)
"""So long after the end a village is told that it may appeal; it may do so later as well."""

__all__ = [
    "Head",
    "Page",
    "Preview",
    "Stage",
    "Visit",
    "Visits",
    "areas",
    "choices",
    "listed",
    "may_see_any",
    "mine",
    "page",
    "preview",
    "stages",
    "tasks",
    "visit",
    "visits",
]  # fmt: skip


def tasks(user: Any) -> list[Task]:
    """What waits: households to visit, failures to confirm or appeal, appeals to answer, seeds to enter.

    Kinds: ``visits`` → the enumerator's round (``pk``); ``evaluation_confirm``, ``evaluation_appeals``,
    ``evaluation_failed``, ``evaluation_seed`` → the page of the evaluation (``pk``).
    """
    found = [
        Task("visits", f"「{label}」抽中的户等您入户", left, "", {"pk": pk})
        for pk, label, left in mine(user)
        if left
    ]
    for one in seeing.visible(user):
        found += [task for task in _of(user, one) if task.count]
    return found


def _of(user: Any, one: Evaluation) -> list[Task]:
    named, target = f"「{one.label}」", {"pk": one.pk}
    if one.state == Evaluation.State.PLANNED and seeing.draws(user, one):
        return [Task("evaluation_seed", f"{named}等种子公布后抽样", 1, one.design["seed_source"], target)]
    if one.state == Evaluation.State.OPEN and seeing.draws(user, one):
        waiting = [given for given in seeing.failed(user, one) if _waits(user, given)]
        return [Task("evaluation_confirm", f"{named}疑似有问题的户等您确认", len(waiting), "", target)]
    if one.state != Evaluation.State.CLOSED:
        return []
    appeals = Appeal.objects.filter(questionnaire__sampled__evaluation=one, accepted=None)
    if seeing.draws(user, one):
        mine_not = appeals.exclude(by=user.get_username()).exclude(questionnaire__by=user.get_username())
        return [Task("evaluation_appeals", f"{named}的申诉等您答复", mine_not.count(), "", target)]
    # Told for some days only: a village that has nothing to say against it has nothing to do.
    if one.closed_at is None or timezone.localdate(one.closed_at) < clock.today() - TOLD:
        return []
    may = [path for right in seeing.SPEAK[:2] for path in rights.areas_of(user, right)]
    open_ = seeing.failed(user, one).filter(scope.within(may, "sampled__village__path"), appeals=None)
    return [Task("evaluation_failed", f"{named}查出的问题户，可以申诉举证", open_.count(), "", target)]


def _waits(user: Any, given: Any) -> bool:
    return given.verdict in seeing.FAILED and not given.confirmed_by and given.by != user.get_username() and not (
        given.earlier and given.earlier[-1].get("open")
    )  # fmt: skip

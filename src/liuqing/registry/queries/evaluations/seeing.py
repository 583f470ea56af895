"""Who sees what of an evaluation.

Whoever draws sees everything. Enumerators see the households that were drawn, in their area and not in a
village where they work, while it is open. Everybody else sees nothing before the end: a village that
knows who will be visited is not evaluated. After it, boards see the rates, and the people of a village
what went wrong there.
"""

from typing import Any

from django.db.models import Q, QuerySet

from liuqing.errors import Problem
from liuqing.registry.models import Evaluation, Questionnaire, Sampled
from liuqing.registry.queries.scope import within
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

SPEAK = (Right.PROPOSE_STANDING, Right.REVIEW_STANDING, Right.ANSWER_OBJECTIONS)
"""Who may speak for a failed household of a village."""
FAILED = ("omission", "false_inclusion", "false_exit")


def visible(user: Any) -> QuerySet[Evaluation]:
    """The evaluations of which the user may see the page."""
    everything = Evaluation.objects.exclude(state=Evaluation.State.RECORDED).select_related(
        "area", "snapshot"
    )
    drawing = within(rights.areas_of(user, Right.DRAW_SAMPLES), "area__path")
    closed = Q(state=Evaluation.State.CLOSED)
    boards = within(rights.areas_of(user, Right.SEE_BOARD), "area__path")
    seen = drawing | (closed & boards)
    for path in _speaking(user):
        # Of an area above their village: its rates, and their own failed households.
        seen |= closed & Q(area__path__in=above(path))
    return everything.filter(seen)


def evaluation(user: Any, pk: int) -> Evaluation:
    """One of them. Problem ``evaluations.no_such_evaluation``."""
    found = visible(user).filter(pk=pk).first()
    if found is None:
        raise no_such()
    return found


def draws(user: Any, one: Evaluation) -> bool:
    """Whether the user organises it."""
    return rights.can(user, Right.DRAW_SAMPLES, one.area.path)


def visiting(user: Any) -> QuerySet[Sampled]:
    """The households that the user may visit: drawn or called in, in open evaluations, not in own villages."""
    mine = within(rights.areas_of(user, Right.VISIT_SAMPLED), "village__path")
    own = within(
        [p for right in (Right.PROPOSE_STANDING, Right.ANSWER_CASES) for p in rights.areas_of(user, right)],
        "village__path",
    )
    called = Q(reserve=False) | Q(replaces__isnull=False)
    found = Sampled.objects.filter(mine, called, evaluation__state=Evaluation.State.OPEN).exclude(own)
    return found.select_related("evaluation__area", "village__parent", "household", "person", "questionnaire")


def failed(user: Any, one: Evaluation) -> QuerySet[Questionnaire]:
    """The households that went wrong, as far as the user may know of whom it is."""
    found = Questionnaire.objects.filter(sampled__evaluation=one, verdict__in=(*FAILED, "unknown"))
    found = found.select_related(
        "sampled__village__parent", "sampled__household", "sampled__person", "sampled__evaluation"
    )
    if draws(user, one):
        return found.order_by("sampled__order")
    paths = [*rights.areas_of(user, Right.SEE_HOUSEHOLDS), *_speaking(user)]
    return (
        found.exclude(verdict="unknown")
        .filter(within(paths, "sampled__village__path"))
        .order_by("sampled__order")
    )


def may_appeal(user: Any, one: Questionnaire) -> bool:
    """Whether the user may speak for the household."""
    return any(rights.can(user, right, one.sampled.village.path) for right in SPEAK)


def no_such() -> Problem:
    """The one answer for an evaluation that does not exist or is not the user's."""
    return Problem("evaluations.no_such_evaluation", "您的范围内没有这次评估", "请从评估列表或待办进入。")


def _speaking(user: Any) -> list[str]:
    return [path for right in SPEAK for path in rights.areas_of(user, right)]


def above(path: str) -> list[str]:
    """The paths of an area and of everything above it: "C/T/V/" gives "C/", "C/T/", "C/T/V/"."""
    parts = path.rstrip("/").split("/")
    return ["/".join(parts[: n + 1]) + "/" for n in range(len(parts))]

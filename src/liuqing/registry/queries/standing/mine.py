"""What waits for me (等我办的): steps to take, drafts to hand in, what was sent back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from liuqing.policy.procedures import KINDS, LEVELS
from liuqing.registry.models import Act, Proceeding
from liuqing.registry.queries.standing import reading
from liuqing.registry.queries.standing.lines import Line, lines
from liuqing.registry.queries.task import Task
from liuqing.registry.services.standing.permission import RIGHTS
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

SHOWN = 60
"""So many proceedings of one step are shown."""


@dataclass(frozen=True)
class Waiting:
    """One step of one procedure that waits for the user, with the proceedings it waits in.

    ``kind`` "notice": it is finished on the pages of notices. ``lines`` are the first, the earliest due first.
    """

    procedure: str
    label: str
    step: str
    step_label: str
    kind: str
    kind_label: str
    level: str
    count: int
    late: int
    due_on: date | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Mine:
    """Everything that waits for a user; ``late`` counts steps whose day has passed."""

    waiting: tuple[Waiting, ...]
    drafts: tuple[Line, ...]
    returned: tuple[Line, ...]
    to_do: int
    to_draft: int
    to_correct: int
    late: int


def mine(user: Any) -> Mine:
    """Steps that the user may take now, the drafts of his villages and what was sent back to them."""
    today = timezone.localdate()
    waiting = tuple(one for right in _levels() for one in _waiting(user, right, today))
    own = reading.of_user(user, Right.PROPOSE_STANDING) if rights.can(user, Right.PROPOSE_STANDING) else None
    drafts, to_draft = _own(own, Proceeding.State.DRAFT, today)
    returned, to_correct = _own(own, Proceeding.State.RETURNED, today)
    return Mine(
        waiting, drafts, returned, sum(one.count for one in waiting), to_draft, to_correct,
        sum(one.late for one in waiting),
    )  # fmt: skip


def tasks(user: Any) -> list[Task]:
    """Lines of the landing page: kinds ``step``, ``returned``, ``draft``."""
    found = mine(user)
    late = f"其中 {found.late} 件已过期限" if found.late else ""
    told = (
        Task(
            "step",
            "办件等您办理这一步",
            sum(one.count for one in found.waiting if one.kind != "notice"),
            late,
        ),
        Task("returned", "办件被退回，等您补正", found.to_correct),
        Task("draft", "草稿还没有提交", found.to_draft),
    )
    return [one for one in told if one.count]


def _levels() -> Iterable[Right]:
    return dict.fromkeys(RIGHTS.values())


def _waiting(user: Any, right: Right, today: date) -> Iterable[Waiting]:
    if not rights.can(user, right):
        return
    found = reading.of_user(user, right).filter(state=Proceeding.State.OPEN)
    for sample, count, late, due, step in _steps(found, right, user, today):
        same = _of_step(found, sample, step, user)
        ordered = same.select_related("area__parent", "household").order_by(
            F("step_due_on").asc(nulls_last=True), "pk"
        )
        yield Waiting(
            sample.procedure, sample.label, sample.step, step["label"], step["kind"], KINDS[step["kind"]],
            LEVELS[step["level"]], count, late, due, lines(ordered[:SHOWN], today),
        )  # fmt: skip


def _steps(
    found: QuerySet[Proceeding], right: Right, user: Any, today: date
) -> Iterable[tuple[Proceeding, int, int, date | None, dict[str, Any]]]:
    """Each step that waits at the level of the right, with a proceeding in which it does."""
    groups = found.order_by().values("procedure", "since", "step").annotate(one=Min("pk"))
    samples = Proceeding.objects.filter(pk__in=[group["one"] for group in groups]).order_by("procedure", "pk")
    for sample in samples:
        step = next(told for told in sample.steps["version"]["steps"] if told["key"] == sample.step)
        if RIGHTS[step["level"]] != right:
            continue
        told = _of_step(found, sample, step, user).aggregate(
            count=Count("pk"), late=Count("pk", filter=_late(today)), due=Min("step_due_on")
        )
        if told["count"]:
            yield sample, told["count"], told["late"], told["due"], step


def _late(today: date) -> Q:
    return Q(step_due_on__lt=today) | Q(due_on__lt=today)


def _of_step(
    found: QuerySet[Proceeding], sample: Proceeding, step: dict[str, Any], user: Any
) -> QuerySet[Proceeding]:
    """The proceedings at the same step, without those that the user made or decided."""
    same = found.filter(procedure=sample.procedure, since=sample.since, step=sample.step)
    if step["kind"] != "decide":
        return same
    name = user.get_username()
    own = Act.objects.filter(proceeding=OuterRef("pk"), by=name).filter(
        Q(maker=name) | Q(decides=True, round=OuterRef("round"))
    )
    return same.exclude(by=name).filter(~Exists(own))


def _own(found: QuerySet[Proceeding] | None, state: str, today: date) -> tuple[tuple[Line, ...], int]:
    if found is None:
        return (), 0
    here = found.filter(state=state)
    shown = here.select_related("area__parent", "household").order_by("opened_on", "pk")[:SHOWN]
    return lines(shown, today), here.count()

"""What waits for me (等我办的): steps to take, drafts to hand in, what was sent back."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from liuqing.policy.procedures import KINDS, LEVELS
from liuqing.registry.models import Act, Proceeding
from liuqing.registry.queries.standing import reading
from liuqing.registry.queries.standing.lines import Line, line, lines
from liuqing.registry.queries.task import Task
from liuqing.registry.services.standing import submission
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
    waiting = tuple(one for right in _held(user) for one in _waiting(user, right, today))
    own = _own(user)
    drafts, to_draft = _some(own, Proceeding.State.DRAFT, today)
    returned, to_correct = _some(own, Proceeding.State.RETURNED, today)
    return Mine(
        waiting, drafts, returned, sum(one.count for one in waiting), to_draft, to_correct,
        sum(one.late for one in waiting),
    )  # fmt: skip


def tasks(user: Any) -> list[Task]:
    """Lines of the landing page: kinds ``step``, ``returned``, ``draft``. Notices are told by theirs."""
    today = timezone.localdate()
    groups = [
        one for right in _held(user) for one in _groups(user, right, today) if one.step["kind"] != "notice"
    ]
    late = sum(one.late for one in groups)
    states = Counter(
        _own(user).filter(state__in=submission.UNFROZEN).order_by().values_list("state", flat=True)
    )
    told = (
        Task(
            "step",
            "办件等您办理这一步",
            sum(one.count for one in groups),
            f"其中 {late} 件已过期限" if late else "",
        ),
        Task("returned", "办件被退回，等您补正", states[Proceeding.State.RETURNED]),
        Task("draft", "草稿还没有提交", states[Proceeding.State.DRAFT]),
    )
    return [one for one in told if one.count]


@dataclass(frozen=True)
class _Group:
    """One step of one procedure that waits: a proceeding in which it does, how many, how many late."""

    sample: Proceeding
    step: dict[str, Any]
    count: int
    late: int
    due_on: date | None


def _held(user: Any) -> list[Right]:
    return [right for right in dict.fromkeys(RIGHTS.values()) if rights.can(user, right)]


def _waiting(user: Any, right: Right, today: date) -> Iterable[Waiting]:
    groups = list(_groups(user, right, today))
    shown = _lines(user, right, groups, today) if groups else {}
    for one in groups:
        sample, step = one.sample, one.step
        yield Waiting(
            sample.procedure, sample.label, sample.step, step["label"], step["kind"], KINDS[step["kind"]],
            LEVELS[step["level"]], one.count, one.late, one.due_on,
            tuple(shown.get((sample.procedure, sample.since, sample.step), ())),
        )  # fmt: skip


def _groups(user: Any, right: Right, today: date) -> Iterable[_Group]:
    """Each step that waits at the level of the right; without what the user made, where it is a decision."""
    late = Q(step_due_on__lt=today) | Q(due_on__lt=today)
    other = Q(own=False)
    found = _open(user, right).order_by().values(*_STEP).annotate(
        one=Min("pk"), all=Count("pk"), all_late=Count("pk", filter=late), all_due=Min("step_due_on"),
        others=Count("pk", filter=other), others_late=Count("pk", filter=late & other),
        others_due=Min("step_due_on", filter=other),
    )  # fmt: skip
    groups = {row["one"]: row for row in found}
    for sample in Proceeding.objects.filter(pk__in=groups).order_by("procedure", "pk"):
        row, step = groups[sample.pk], _told(sample)
        part = "others" if step["kind"] == "decide" else "all"
        if RIGHTS[step["level"]] == right and row[part]:
            yield _Group(sample, step, row[part], row[f"{part}_late"], row[f"{part}_due"])


def _lines(
    user: Any, right: Right, groups: list[_Group], today: date
) -> dict[tuple[str, date, str], list[Line]]:
    """The first proceedings of each group, in one query."""
    wanted = Q(pk__in=())
    for one in groups:
        same = Q(procedure=one.sample.procedure, since=one.sample.since, step=one.sample.step)
        wanted |= same & Q(own=False) if one.step["kind"] == "decide" else same
    order = (F("step_due_on").asc(nulls_last=True), F("pk").asc())
    place = Window(RowNumber(), partition_by=[F(name) for name in _STEP], order_by=order)
    found = _open(user, right).filter(wanted).annotate(place=place).filter(place__lte=SHOWN).order_by("place")
    shown: dict[tuple[str, date, str], list[Line]] = defaultdict(list)
    for one in found.select_related("area__parent", "household"):
        shown[one.procedure, one.since, one.step].append(line(one, today))
    return shown


_STEP = ("procedure", "since", "step")


def _open(user: Any, right: Right) -> QuerySet[Proceeding]:
    """What is under way where the user holds the right; ``own``: he made it or decided it in this round."""
    name = user.get_username()
    acted = Act.objects.filter(proceeding=OuterRef("pk"), by=name)
    took = acted.filter(Q(maker=name) | Q(decides=True, round=OuterRef("round")))
    own = Case(When(by=name, then=True), When(Exists(took), then=True), default=False)
    return reading.of_user(user, right).filter(state=Proceeding.State.OPEN).annotate(own=own)


def _told(sample: Proceeding) -> dict[str, Any]:
    step: dict[str, Any] = next(one for one in sample.steps["version"]["steps"] if one["key"] == sample.step)
    return step


def _own(user: Any) -> QuerySet[Proceeding]:
    if not rights.can(user, Right.PROPOSE_STANDING):
        return Proceeding.objects.none()
    return reading.of_user(user, Right.PROPOSE_STANDING)


def _some(found: QuerySet[Proceeding], state: str, today: date) -> tuple[tuple[Line, ...], int]:
    here = found.filter(state=state)
    shown = here.select_related("area__parent", "household").order_by("opened_on", "pk")[:SHOWN]
    return lines(shown, today), here.count()

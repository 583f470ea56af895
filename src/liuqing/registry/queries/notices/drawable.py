"""What waits for a sheet (待拟公示): proceedings at a notice step that are on no notice yet, by village."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from liuqing.policy.procedures import COUNTS, Step
from liuqing.registry.models import Area, Noticed, Proceeding
from liuqing.registry.queries.notices import reading
from liuqing.registry.services.standing import frozen, permission
from liuqing.workflow import rights

SHOWN = 1000
"""So many proceedings are looked at for one page."""
_LARGE = ("steps", "payload", "before", "after", "facts")
"""What a list does not read: the steps are read once a version."""


@dataclass(frozen=True)
class Waits:
    """A proceeding that waits for a notice."""

    pk: int
    no: str
    household_no: str
    who: str
    hamlet: str
    due_on: date | None


@dataclass(frozen=True)
class Sheet:
    """One sheet that may be drawn up now: which step of which procedure, where, for whom."""

    procedure: str
    label: str
    step: str
    step_label: str
    kind: str
    days: int
    count: str
    area: Area
    town: str
    proceedings: tuple[Waits, ...]
    due_on: date | None

    @property
    def key(self) -> str:
        """Names the sheet in a form."""
        return f"{self.procedure}.{self.step}.{self.area.code}"


def drawable(user: Any, *, below: str = "") -> tuple[Sheet, ...]:
    """The sheets that this user may draw up, by village; ``below`` narrows it to a path."""
    waiting = (
        _waiting(user).filter(area__path__startswith=below).order_by("area__code", "procedure", "step", "pk")
    )
    whole = list(waiting.select_related("household", "area__parent").defer(*_LARGE)[:SHOWN])
    steps = _steps(whole)
    found = []
    for (procedure, since, key, _), group in groupby(whole, key=_sheet_of):
        step, some = steps.get((procedure, since, key)), list(group)
        if step is not None and rights.can(user, permission.RIGHTS[step.level], some[0].area.path):
            found.append(_sheet(step, some))
    return tuple(found)


def to_draw(user: Any) -> int:
    """How many proceedings wait for a sheet that this user may draw up."""
    groups = _waiting(user).values_list("procedure", "since", "step", "area__path")
    counted = list(groups.order_by().annotate(n=Count("pk"), one=Min("pk")))
    versions = {(procedure, since, key): one for procedure, since, key, _, _, one in counted}
    steps = _steps(Proceeding.objects.filter(pk__in=versions.values()))
    return sum(
        n for procedure, since, key, path, n, _ in counted
        if (step := steps.get((procedure, since, key))) and rights.can(user, permission.RIGHTS[step.level], path)
    )  # fmt: skip


def _sheet_of(one: Proceeding) -> tuple[str, date, str, int]:
    return one.procedure, one.since, one.step, one.area_id


def _waiting(user: Any) -> QuerySet[Proceeding]:
    areas = Q(pk__in=())
    for right in reading.ACTING[:3]:
        for path in rights.areas_of(user, right):
            areas |= Q(area__path__startswith=path)
    taken = Noticed.objects.filter(
        proceeding=OuterRef("pk"), round=OuterRef("round"), notice__step=OuterRef("step"),
        notice__state__in=reading.LIVE,
    )  # fmt: skip
    opened = Proceeding.objects.filter(areas, ~Exists(taken), state=Proceeding.State.OPEN)
    return opened.filter(submitted_at__isnull=False).exclude(step="")


def _steps(whole: Iterable[Proceeding]) -> dict[tuple[str, date, str], Step]:
    """The notice steps among those that wait: the version of a procedure is read once."""
    found: dict[tuple[str, date, str], Step | None] = {}
    for one in whole:
        key = (one.procedure, one.since, one.step)
        if key not in found:
            step = frozen.of(one).step(one.step)
            found[key] = step if step.notice else None
    return {key: step for key, step in found.items() if step}


def _sheet(step: Step, some: list[Proceeding]) -> Sheet:
    assert step.notice is not None  # noqa: S101 - only notice steps come here
    first = some[0]
    return Sheet(
        procedure=first.procedure, label=first.label, step=step.key, step_label=step.label,
        kind=step.notice.label, days=step.notice.days, count=COUNTS[step.notice.count], area=first.area,
        town=reading.town(first.area), proceedings=tuple(map(_waits, some)),
        due_on=min((one.step_due_on for one in some if one.step_due_on), default=None),
    )  # fmt: skip


def _waits(one: Proceeding) -> Waits:
    home = one.household
    return Waits(
        pk=one.pk, no=one.no, household_no=home.no if home else "", who=home.head_name if home else one.area.name,
        hamlet=home.hamlet if home else "", due_on=one.step_due_on,
    )  # fmt: skip

"""Lists of proceedings of an area, narrowed and in pages; and what became of money that was paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from liuqing.registry.models import Proceeding
from liuqing.registry.queries import pages, scope
from liuqing.registry.queries.pages import Page
from liuqing.registry.queries.standing.lines import Line, lines
from liuqing.workflow.rights import Right

SIZE = 60
LATE = "late"
"""As a state: under way, and the day of the step or of the whole has passed."""


@dataclass(frozen=True)
class Paid:
    """A standing that was taken back: what had been paid since, and what was decided about it."""

    line: Line
    decided: str
    by_year: tuple[tuple[str, Decimal], ...]
    total: Decimal


def listed(
    user: Any,
    area_code: str | None = None,
    *,
    procedure: str = "",
    state: str = "",
    step: str = "",
    page: int = 1,
) -> Page[Line]:
    """One page of the proceedings at or below an area; Problem ``registry.no_such_area``.

    ``state`` is one of ``Proceeding.State`` or "late".
    """
    today = timezone.localdate()
    found = narrowed(_of_area(user, area_code), procedure, state, step, today)
    sheet = pages.cut(found.select_related("area__parent", "household"), page, SIZE)
    return Page(lines(sheet.rows, today), sheet.total, sheet.number, sheet.size)


def narrowed(
    found: QuerySet[Proceeding], procedure: str, state: str, step: str, today: date
) -> QuerySet[Proceeding]:
    """Those of a procedure, at a state (or late), at a step; the earliest due first among the late."""
    if procedure:
        found = found.filter(procedure=procedure)
    if step:
        found = found.filter(step=step, state=Proceeding.State.OPEN)
    if state == LATE:
        late = Q(step_due_on__lt=today) | Q(due_on__lt=today)
        open_ones = found.filter(late, state__in=Proceeding.OPEN_STATES)
        return open_ones.order_by(F("due_on").asc(nulls_last=True), "pk")
    return found.filter(state=state) if state else found


def money(user: Any, area_code: str | None = None) -> tuple[Paid, ...]:
    """Every standing that was taken back, with what had been paid: nothing of it was touched."""
    found = _of_area(user, area_code).filter(
        state=Proceeding.State.DONE, effect__in=("take_back_exit", "strike")
    )
    today = timezone.localdate()
    rows = found.select_related("area__parent", "household")
    return tuple(_paid(one, told) for one, told in zip(rows, lines(rows, today), strict=True))


def _paid(one: Proceeding, told: Line) -> Paid:
    sums = tuple(
        (year, Decimal(amount)) for year, amount in one.facts.get("notes", {}).get("paid", {}).items()
    )
    return Paid(told, str(one.payload.get("money", "")), sums, sum((each for _, each in sums), Decimal(0)))


def _of_area(user: Any, area_code: str | None) -> QuerySet[Proceeding]:
    where = scope.area(user, area_code, Right.SEE_HOUSEHOLDS)
    if where.parent_id is None:
        return Proceeding.objects.all()
    return Proceeding.objects.filter(area__path__startswith=where.path)

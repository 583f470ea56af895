"""A proceeding as a line of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from liuqing.policy.procedures import LEVELS
from liuqing.registry.models import Proceeding
from liuqing.registry.queries.standing import reading


@dataclass(frozen=True)
class Line:
    """One proceeding: what, about whom, where it stands, until when. ``late``: the step or the whole is.

    ``household_no`` "" is a proceeding of the area itself.
    """

    no: str
    procedure: str
    label: str
    effect: str
    group: str
    household_no: str
    head: str
    area: str
    area_code: str
    town: str
    state: str
    state_label: str
    step: str
    step_label: str
    level: str
    round: int
    by: str
    opened_on: date
    due_on: date | None
    step_due_on: date | None
    closed_on: date | None
    days_left: int | None
    late: bool


def lines(found: Iterable[Proceeding], today: date) -> tuple[Line, ...]:
    """Lines of proceedings that were read with ``area__parent`` and ``household``."""
    return tuple(line(one, today) for one in found)


def line(one: Proceeding, today: date) -> Line:
    """One line."""
    home, area = one.household, one.area
    step = next((told for told in one.steps["version"]["steps"] if told["key"] == one.step), {})
    due = min((day for day in (one.due_on, one.step_due_on) if day), default=None)
    left = reading.days_left(due, today) if one.state in Proceeding.OPEN_STATES else None
    return Line(
        no=one.no, procedure=one.procedure, label=one.label, effect=one.effect, group=one.group,
        household_no=home.no if home else "", head=home.head_name if home else "", area=area.name,
        area_code=area.code, town=area.parent.name if area.parent else "", state=one.state,
        state_label=Proceeding.State(one.state).label, step=one.step, step_label=step.get("label", ""),
        level=LEVELS.get(step.get("level", ""), ""), round=one.round, by=one.by, opened_on=one.opened_on,
        due_on=one.due_on, step_due_on=one.step_due_on, closed_on=one.closed_on, days_left=left,
        late=left is not None and left < 0,
    )  # fmt: skip

"""How far a promise of a plan is (目标完成): met, on course, late, missed, not yet due, or not known.

The rule is linear: of what a target promises for its time, as large a part must be done as of the time has
passed, less a slack (``targets.slack``, per cent points). A figure that describes a year that is over is a
statement, not a promise: the record says the same, or it does not. What is not known has no state but that.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from liuqing.policy.metrics import Better
from liuqing.policy.place_lists import Target

SLACK = "targets.slack"
"""The number of the place that says how far behind is late."""
State = Literal["met", "on_course", "late", "missed", "not_due", "beside", "unknown", "agrees", "differs"]
STATES: dict[State, str] = {
    "missed": "未完成", "late": "滞后", "on_course": "按进度", "met": "已完成", "not_due": "未到期", "unknown": "台账没有",
    "beside": "只作对照", "differs": "不一致", "agrees": "一致",
}  # fmt: skip
"""Their names, what needs attention first. ``beside``: a number of which neither more nor less is better."""


@dataclass(frozen=True)
class Course:
    """The time that a target has, what it started from (None: not stated), and which side of it is good."""

    first: date
    last: date
    base: Decimal | None
    better: Better

    def elapsed(self, on: date) -> Decimal:
        """The part of the time that has passed at the end of a day, between 0 and 1."""
        days = (self.last - self.first).days + 1
        return min(max(Decimal((on - self.first).days + 1) / days, Decimal(0)), Decimal(1))


@dataclass(frozen=True)
class Judged:
    """A state, the part that is done and the part of the time that has passed (None where neither says anything)."""

    state: State
    done: Decimal | None = None
    elapsed: Decimal | None = None


def judge(target: Target, course: Course, actual: Decimal | None, on: date, slack: Decimal) -> Judged:
    """How far a target is on a day. ``slack`` in per cent points."""
    if target.kind != "promise":
        return Judged(_stated(target, actual))
    if on < course.first:
        return Judged("not_due", _done(target, course, actual), Decimal(0))
    if actual is None:
        return Judged("unknown", None, course.elapsed(on))
    done, elapsed = _done(target, course, actual), course.elapsed(on)
    return Judged(_state(target, course, actual, on, slack, done), done, elapsed)


def reached(target: Target, better: Better, actual: Decimal) -> bool:
    """Whether a value is what the target promises, to the last digit; a bare number is at least or at most as
    ``better`` says."""
    room = abs(target.value) * target.tolerance / 100
    if target.operator == ">=" or (target.operator in "=~" and better == "more"):
        return actual >= target.value - room
    if target.operator == "<=" or (target.operator in "=~" and better == "less"):
        return actual <= target.value + room
    return abs(actual - target.value) <= room


def rounded(value: Decimal, like: Decimal) -> Decimal:
    """A value to as many places as the plan prints."""
    places = like.as_tuple().exponent
    return round(value, max(0, -places if isinstance(places, int) else 0))


def _stated(target: Target, actual: Decimal | None) -> State:
    if actual is None:
        return "unknown"
    return "agrees" if target.met_by(rounded(actual, target.value)) else "differs"


def _state(
    target: Target, course: Course, actual: Decimal, on: date, slack: Decimal, done: Decimal | None
) -> State:
    if course.better == "same" and target.operator == "=":
        return "beside"
    if reached(target, course.better, actual):
        return "met"
    if on >= course.last:
        return "missed"
    if done is None:
        return "not_due"
    return "on_course" if done >= course.elapsed(on) - slack / 100 else "late"


def _done(target: Target, course: Course, actual: Decimal | None) -> Decimal | None:
    """The part of the way from where it started to the target."""
    if actual is None or course.base is None or target.value == course.base:
        return None
    return (actual - course.base) / (target.value - course.base)

"""Hanging (公示计时): on which day a notice has hung long enough, and which days did not count.

The day of hanging does not count. From the day of an objection to the day of its answer nothing counts,
those two days included. Of the others each counts, or each working day, as the procedure says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from liuqing.policy import calendar
from liuqing.policy.place import Place
from liuqing.policy.procedures import Count

DAY = timedelta(days=1)
Pause = tuple[date, date | None]
"""From which day to which day the clock stood still; None: it still does."""


@dataclass(frozen=True)
class Counted:
    """A day since the hanging: ``n`` is which counted day it is, None if it does not count, and ``why``."""

    day: date
    n: int | None
    why: str


def last_day(
    hung_on: date, days: int, count: Count, place: Place, pauses: Sequence[Pause] = ()
) -> date | None:
    """The day with whose end the notice has hung long enough; None while its clock stands still.

    0 days: the day of hanging itself. The notice may be ended on the day after (an announcement at once).
    """
    day, left = hung_on, days
    while left > 0:
        day += DAY
        if any(end is None and day >= start for start, end in pauses):
            return None
        left -= _why_not(day, count, place, pauses) is None
    return day


def counted(
    hung_on: date, until: date, days: int, count: Count, place: Place, pauses: Sequence[Pause] = ()
) -> Iterator[Counted]:
    """Every day from the hanging to ``until``: the how-manieth it is, or why it does not count."""
    yield Counted(hung_on, None, "张贴当天")
    day, n = hung_on, 0
    while day < until:
        day += DAY
        why = _why_not(day, count, place, pauses)
        n += why is None and n < days
        yield Counted(day, n if why is None else None, why or _why(day, count, place))


def _why_not(day: date, count: Count, place: Place, pauses: Sequence[Pause]) -> str | None:
    if any(start <= day and (end is None or day <= end) for start, end in pauses):
        return "有异议，停止计时"
    if count == "calendar" or calendar.is_working(day, place):
        return None
    return "周末" if day.weekday() >= calendar.SATURDAY else "放假"


def _why(day: date, count: Count, place: Place) -> str:
    if count == "working" and day.weekday() >= calendar.SATURDAY:
        return "调休上班"
    return "" if count == "calendar" or calendar.known(day.year, place) else "放假通知未录入，按周末推算"

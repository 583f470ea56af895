"""Calendar (日历): which days count when a procedure says so many calendar days or working days.

``holidays.yaml`` of a place and of its ancestors holds the yearly notices of days off and of make-up
working days; a later notice overrides an earlier one day by day, and a county adds days of its own. In
a year without a yearly notice (the year is not ``known``) only Saturdays and Sundays are days off.

Source of the way of counting: 民法典 art. 201, the day on which a period begins is not counted.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

from liuqing.errors import Problem
from liuqing.policy import layers
from liuqing.policy.layers import Source
from liuqing.policy.place import Place

FILE = "holidays.yaml"
DAY = timedelta(days=1)
SATURDAY = 5
LONGEST = 31
"""Days off in a row that a notice may give; more is a slip of the pen."""

Count = Literal["calendar", "working"]


@dataclass(frozen=True)
class Notice:
    """One notice: days ``off`` (first day to last day) and weekend days ``worked``.

    ``year``: it is the yearly notice of that year; None: it changes or adds single days.
    """

    source: Source
    year: int | None = None
    off: dict[date, date] = field(default_factory=dict)
    worked: list[date] = field(default_factory=list)
    unverified: bool = False
    note: str = ""


@dataclass(frozen=True)
class Told:
    """A file of holidays: the notices in the order in which they were issued."""

    notices: dict[str, Notice] = field(default_factory=dict)


def after(day: date, days: int, count: Count, place: Place) -> date:
    """The day on which so many days after ``day`` are over.

    ``day`` itself is not counted; 0 days is the day itself. Negative numbers are a ValueError.
    """
    if days < 0:
        raise ValueError(days)
    if count == "calendar":
        return day + days * DAY
    while days:
        day += DAY
        days -= is_working(day, place)
    return day


def passed(first: date, last: date, count: Count, place: Place) -> int:
    """How many days count from the day after ``first`` to ``last`` inclusive; 0 if ``last`` is not later."""
    span = max(0, (last - first).days)
    if count == "calendar":
        return span
    return sum(is_working(first + n * DAY, place) for n in range(1, span + 1))


def is_working(day: date, place: Place) -> bool:
    """Whether offices work on that day."""
    said = _days(place.lineage).get(day)
    return day.weekday() < SATURDAY if said is None else said


def known(year: int, place: Place) -> bool:
    """Whether the holidays of the year are known; if not, only weekends are days off."""
    return any(one.year == year for one in notices(place).values())


def notices(place: Place) -> dict[str, Notice]:
    """Every notice that counts in the place; Problem ``policy.place`` with the first fault."""
    return _told(place.lineage).notices


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month if it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def check(place: Place) -> list[Problem]:
    """Everything that is wrong with the place's own file of holidays."""
    return check_folder(place.folder)


def check_folder(folder: Path) -> list[Problem]:
    """Everything that is wrong with the file of holidays in a folder, with its line."""
    return layers.check(folder, FILE, Told, PARTS)


def _told(lineage: tuple[Path, ...]) -> Told:
    told: Told = layers.stated(lineage, FILE, Told, PARTS)
    return told


@cache
def _days(lineage: tuple[Path, ...]) -> dict[date, bool]:
    """Every day of which a notice says whether it is worked."""
    found: dict[date, bool] = {}
    for notice in _told(lineage).notices.values():
        found |= dict.fromkeys(_off(notice), False) | dict.fromkeys(notice.worked, True)
    return found


def _off(notice: Notice) -> Iterable[date]:
    for first, last in notice.off.items():
        yield from (first + n * DAY for n in range((last - first).days + 1))


def _doubts(_key: str, notice: Any, _told: Any) -> Iterable[str]:
    for first, last in notice.off.items():
        if not 0 <= (last - first).days < LONGEST:
            yield f"的假期 {first} 至 {last} 首尾颠倒或太长"
    off = set(_off(notice))
    for day in notice.worked:
        if day.weekday() < SATURDAY:
            yield f"的上班日 {day} 不是周末，本来就上班"
        if day in off:
            yield f"的 {day} 既放假又上班"


PARTS = (("notices", _doubts),)

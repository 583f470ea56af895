"""Spending (支出): how far money should be spent by which month, when it lies idle, who is asked why.

The months' percentages, the days and the shares are dated numbers below ``parameters/funds``; a number that a
place has not got makes its question unanswered, never answered with yes.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liuqing.policy.dated import Meta, Parameters

MILESTONES = "funds.progress_milestones"
ALLOCATE_DAYS, CLAIM_MONTHS, CARRY_MONTHS = "funds.allocate_days", "funds.claim_months", "funds.carry_months"
FLOOR, GROWTH, SHARE = "funds.county_floor", "funds.county_growth", "funds.sector_share"
KINDS = "funds.contribution_kinds"
WHOLE = Decimal(100)
LAST = 12


@dataclass(frozen=True)
class Milestone:
    """What per cent of a year's money should be spent: ``percent`` by the end of ``month`` (gone by), and
    the next one. None where no month of the year is over that has one."""

    year: int
    month: int | None
    percent: Decimal | None
    next_month: int | None
    next_percent: Decimal | None


@dataclass(frozen=True)
class Reason:
    """Why money of a project is not spent, and whose it is to move."""

    key: str
    label: str
    who: str


REASONS = {
    one.key: one
    for one in (
        Reason("plan", "没有列入年度计划，计划下达晚", "计划编制单位"),
        Reason("start", "项目不成熟，没有按期开工", "行业部门"),
        Reason("accept", "完工后没有验收", "验收牵头人"),
        Reason("pay", "已报账，没有审核或支付", "财政部门"),
        Reason("claim", "没有及时报账", "行业部门"),
    )
}
"""By key, in the order in which a project comes to them."""


@dataclass(frozen=True)
class Life:
    """How far a project with money has come, and what of its money."""

    planned: bool
    begun: bool
    completed: bool
    accepted: bool
    waiting: bool


def reason(life: Life) -> Reason:
    """The first thing missing in a project's life that holds its money up.

    ``waiting``: a claim is handed in or agreed and not paid; then it is the finance office's.
    """
    if life.waiting:
        return REASONS["pay"]
    if not life.planned:
        return REASONS["plan"]
    if not life.begun:
        return REASONS["start"]
    if life.completed and not life.accepted:
        return REASONS["accept"]
    return REASONS["claim"]


def milestone(numbers: Parameters, year: int, on: date) -> Milestone:
    """What should be spent of a year's money on a day. A year gone by should be spent by its last milestone."""
    told: Mapping[int, object] = numbers[MILESTONES] if numbers.has(MILESTONES) else {}
    steps = {int(month): Decimal(str(percent)) for month, percent in told.items()}
    over = [month for month in sorted(steps) if _end(year, month) <= on]
    coming = [month for month in sorted(steps) if _end(year, month) > on]
    return Milestone(
        year,
        over[-1] if over else None,
        steps[over[-1]] if over else None,
        coming[0] if coming else None,
        steps[coming[0]] if coming else None,
    )


def meta(numbers: Parameters, name: str) -> Meta | None:
    """A number with its source; None if the place has none in force."""
    return numbers.meta(name) if numbers.has(name) else None


def months_before(day: date, months: int) -> date:
    """The same day so many months ago, or the last of a shorter month."""
    year, month = divmod(day.year * LAST + day.month - 1 - months, LAST)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])

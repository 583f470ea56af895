"""Deadlines (期限): until when the whole proceeding and its next step are due."""

from datetime import date

from liuqing.policy import calendar
from liuqing.policy.procedures import Step
from liuqing.registry.models import Proceeding
from liuqing.registry.services.standing.frozen import Frozen, here


def whole(told: Frozen, first: date) -> date | None:
    """The day on which everything is due, counted from the clue or the first submission; None: no limit."""
    return None if told.days is None else calendar.after(first, told.days, _count(told), here())


def step(told: Frozen, one: Step | None, before: date) -> date | None:
    """The day on which a step is due after the one before it; None: no limit."""
    if one is None or one.within is None:
        return None
    return calendar.after(before, one.within, _count(told), here())


def first_day(proceeding: Proceeding, on: date) -> date:
    """From which day the whole is counted: that of the clue it came from, else of the submission."""
    return proceeding.clue.opened_on if proceeding.clue_id and proceeding.clue else on


def _count(told: Frozen) -> calendar.Count:
    return "working" if told.count == "working" else "calendar"

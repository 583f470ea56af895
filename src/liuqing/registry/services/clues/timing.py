"""Timing (时限): until when a clue is visited and decided, by the numbers and the calendar of the place."""

from datetime import date

from django.conf import settings

from liuqing.policy import clues, place
from liuqing.policy.clues import Grade


def visit_by(grade: Grade, day: date) -> date:
    """The last day on which somebody goes and looks in time."""
    return clues.visit_by(grade, day, place.load(settings.WORKSPACE.place))


def decide_by(day: date) -> date:
    """The last day on which it is decided in time."""
    return clues.decide_by(day, place.load(settings.WORKSPACE.place))

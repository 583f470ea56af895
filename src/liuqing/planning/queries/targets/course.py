"""The course of a target (时间和起点): from when to when it runs, and from what it starts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liuqing.planning.queries.targets.actual import Span
from liuqing.policy.metrics import Metric, metric, pairs, subject
from liuqing.policy.place_lists import Target
from liuqing.policy.target_states import Course

LEFT = {"planned_exit_households": "unexited_households", "planned_exit_persons": "unexited_persons",
        "planned_exit_villages": "poor_villages_left"}  # fmt: skip
"""Of whom those that are to leave are the rest."""


@dataclass(frozen=True)
class Plan:
    """The targets of a place, with the years of its plan."""

    targets: tuple[Target, ...]
    years: range

    def course(self, target: Target, on: date) -> Course:
        """The time of a target and its starting point; of one that is due every year that of the day's year."""
        about = metric(target.metric)
        told = pairs(target.dimension)
        if "period" in told:
            first, last = (int(year) for year in told["period"].split("-"))
            return _flow(first, last, about)
        if "per" in told:
            begins = min(self.years.start or target.year, target.year)
            year = min(max(on.year, begins), target.year)
            return _flow(year, year, about) if about.when != "end" else self._stock(target, about, year)
        if about.when == "year":
            return _flow(target.year, target.year, about)
        if about.when == "since":
            return _flow(self._after(target) + 1, target.year, about)
        return self._stock(target, about, target.year)

    def _stock(self, target: Target, about: Metric, year: int) -> Course:
        base = self._base(target)
        first = base.year + 1 if base else min(self.years.start or year, year)
        return Course(_first(first), _last(year), base.value if base else None, about.better)

    def _base(self, target: Target) -> Target | None:
        """How it stood at the last year before of which the plan says so."""
        same = [
            one for one in self.targets
            if one.kind == "fact" and one.metric == target.metric and one.year < target.year
            and subject(one.dimension) == subject(target.dimension) and "period" not in pairs(one.dimension)
        ]  # fmt: skip
        return max(same, key=lambda one: one.year, default=None)

    def _after(self, target: Target) -> int:
        """The last year before of which the plan says who is left, or what was planned."""
        names = {target.metric, LEFT.get(target.metric, "")}
        before = [
            one.year
            for one in self.targets
            if one.metric in names and one.year < target.year and not subject(one.dimension)
        ]
        return max(before, default=target.year - 1)


def span(course: Course) -> Span:
    """The days of a course."""
    return Span(course.first, course.last)


def _flow(first: int, last: int, about: Metric) -> Course:
    return Course(_first(first), _last(last), Decimal(0), about.better)


def _first(year: int) -> date:
    return date(year, 1, 1)


def _last(year: int) -> date:
    return date(year, 12, 31)

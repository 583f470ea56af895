"""Gantt (横道图): planned and real days of the projects of a place on one line of time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from liuqing.planning.models import Project
from liuqing.planning.queries import scope
from liuqing.planning.queries.life import gates, scheduled
from liuqing.planning.queries.life.days import day
from liuqing.planning.queries.life.gathered import Gathered
from liuqing.registry.models import Area
from liuqing.registry.queries import pages
from liuqing.registry.queries import scope as areas
from liuqing.registry.queries.pages import Page
from liuqing.workflow.rights import Right

SHOWN = 40
"""Projects on a page."""
POINTS = ("tendered", "contracted", "begun", "completed", "accepted", "handed_over")
"""The stages that are points on the line."""


@dataclass(frozen=True)
class Point:
    """A stage on the line: planned for a day, reached on a day (None: not yet)."""

    key: str
    label: str
    planned_on: date | None
    on: date | None

    @property
    def late(self) -> int:
        """Days later than planned; 0 if not, or not known."""
        return max(0, (self.on - self.planned_on).days) if self.on and self.planned_on else 0


@dataclass(frozen=True)
class Bar:
    """A project: when the work is planned, when it went on, how far it is."""

    project: Project
    planned: tuple[date, date] | None
    real: tuple[date, date] | None
    percent: int | None
    points: tuple[Point, ...]
    late: bool


@dataclass(frozen=True)
class Gantt:
    """The projects of a place; ``first`` and ``last`` are the ends of the line of time."""

    area: Area
    on: date
    page: Page[Bar]
    first: date
    last: date
    years: tuple[int, ...]


def gantt(
    user: Any, code: str | None = None, *, year: int | None = None, state: str = "", bundle: str = "",
    number: int = 1, on: date | None = None,
) -> Gantt:  # fmt: skip
    """One page of the projects of a place. Problem ``registry.no_such_area``."""
    where = areas.area(user, code, Right.SEE_PROJECTS)
    here = scope.visible(user).filter(area__path__startswith=where.path)
    years = tuple(here.order_by("year").values_list("year", flat=True).distinct())
    found = here.exclude(state__in=(Project.State.DRAFT, *Project.OUT))
    narrowed = {
        name: value for name, value in (("year", year), ("state", state), ("bundle", bundle)) if value
    }
    # A chart without days says nothing: those without any come last.
    ordered = found.filter(**narrowed).order_by("starts_on", "no")
    page, when = pages.cut(ordered, number, SHOWN), day(on)
    bars = _bars(list(page.rows), when)
    ends = [one for bar in bars for span in (bar.planned, bar.real) if span for one in span]
    shown = Page(bars, page.total, page.number, page.size)
    return Gantt(
        where,
        when,
        shown,
        min(ends, default=when),
        max(ends, default=when),
        tuple(one for one in years if one),
    )


def _bars(projects: list[Project], on: date) -> list[Bar]:
    gathered, usual = Gathered(projects), scheduled.usual(on)
    return [_bar(one, gathered, scheduled.planned(one, gathered, usual), on) for one in projects]


def _bar(project: Project, gathered: Gathered, plans: dict[str, date], on: date) -> Bar:
    reached, stages = gathered.reached(project), gates.life().stages
    begun, completed = reached.get("begun"), reached.get("completed")
    planned = (plans["begun"], plans["completed"]) if {"begun", "completed"} <= plans.keys() else None
    points = tuple(
        Point(key, stages[key].label, plans.get(key), reached.get(key)) for key in POINTS if key in stages
    )
    real = (begun, max(begun, completed or min(on, date.max))) if begun else None
    over = completed or on
    late = bool(planned and project.state in Project.IN_POOL and not _done(project) and over > planned[1])
    return Bar(project, planned, real, gathered.percent(project), points, late)


def _done(project: Project) -> bool:
    states = list(Project.IN_POOL)
    return project.state in states and states.index(project.state) >= states.index(Project.State.COMPLETED)

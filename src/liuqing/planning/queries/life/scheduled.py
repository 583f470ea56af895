"""Scheduled (计划的日子): on which day each stage is planned; where nobody planned it, worked out from the first
and last day of the work and the usual working days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from liuqing.planning.models import Project
from liuqing.planning.queries.life import gates
from liuqing.planning.queries.life.gathered import Gathered
from liuqing.policy import calendar
from liuqing.policy.dated import NotInForceError
from liuqing.policy.place import Place
from liuqing.policy.project_life import STAGES, USUAL_DAYS
from liuqing.workflow import clock

DAY = timedelta(days=1)
BEGUN, COMPLETED = STAGES.index("begun"), STAGES.index("completed")


def usual(on: date | None = None) -> dict[str, int]:
    """Working days that each stage usually takes after the one before; {} where the place says nothing."""
    try:
        return {
            key: int(days) for key, days in gates.here().parameters(on or clock.today())[USUAL_DAYS].items()
        }
    except NotInForceError:
        return {}


def planned(project: Project, gathered: Gathered, days: Mapping[str, int] | None = None) -> dict[str, date]:
    """The planned day of each stage: as it was planned, and for the others as it usually is."""
    known = {key: day for key, (day, _) in gathered.milestones.get(project.pk, {}).items()}
    stages = tuple(gates.life().stages)
    if len(known) == len(stages):
        return known
    return proposed(project.starts_on, project.ends_on, usual() if days is None else days) | known


def proposed(starts_on: date | None, ends_on: date | None, days: Mapping[str, int]) -> dict[str, date]:
    """The usual days around a work from ``starts_on`` to ``ends_on``; {} where neither is known."""
    return dict(_proposed(starts_on, ends_on, tuple(sorted(days.items())), gates.here().key))


@lru_cache(maxsize=4096)
def _proposed(
    starts_on: date | None, ends_on: date | None, days: tuple[tuple[str, int], ...], _place: str
) -> tuple[tuple[str, date], ...]:
    usually, place = dict(days), gates.here()
    found: dict[str, date] = {}
    if starts_on:
        found["begun"] = starts_on
        for at in range(BEGUN, 0, -1):
            found[STAGES[at - 1]] = before(found[STAGES[at]], usually.get(STAGES[at], 0), place)
    last = ends_on or (
        calendar.after(starts_on, usually.get("completed", 0), "working", place) if starts_on else None
    )
    if last:
        found["completed"] = last
        for key in STAGES[COMPLETED + 1 :]:
            last = calendar.after(last, usually.get(key, 0), "working", place)
            found[key] = last
    return tuple((key, found[key]) for key in STAGES if key in found)


def before(day: date, days: int, place: Place) -> date:
    """The latest day from which so many working days lead to ``day``; 0 is the day itself."""
    while days:
        days -= calendar.is_working(day, place)
        day -= DAY
    return day


def earliest(key: str, state: str, today: date, days: Mapping[str, int]) -> date:
    """When a stage is reached from a state if every stage takes as long as usual from today on."""
    stages = list(gates.life().stages)
    at = stages.index(state) + 1 if state in stages else 0
    needed = sum(days.get(one, 0) for one in stages[at : stages.index(key) + 1])
    return _after(today, needed, gates.here().key)


@lru_cache(maxsize=4096)
def _after(day: date, days: int, _place: str) -> date:
    return calendar.after(day, days, "working", gates.here())


@dataclass(frozen=True)
class Planned:
    """A stage with its days: planned (``stated`` by somebody, or as usual), planned at first, reached."""

    key: str
    label: str
    planned_on: date | None
    stated: bool
    first_on: date | None
    on: date | None


def schedule(project: Project) -> tuple[Planned, ...]:
    """The planned days of a project for the form in which they are changed."""
    gathered = Gathered([project])
    plans, known = planned(project, gathered), gathered.milestones.get(project.pk, {})
    reached = gathered.reached(project)
    return tuple(
        Planned(
            key, stage.label, plans.get(key), key in known, known.get(key, (None, None))[1], reached.get(key)
        )
        for key, stage in gates.life().stages.items()
    )

"""The page of the exit plan: plan and outcome, what is left, incidence, cohorts, villages by year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from liuqing.policy import place as places
from liuqing.registry.models import Area
from liuqing.registry.queries import boards, scope
from liuqing.registry.queries.boards import Place
from liuqing.registry.queries.exits.cohorts import Cohorts, cohorts
from liuqing.registry.queries.exits.counting import NONE, Count, count, total
from liuqing.registry.queries.exits.crossing import (
    Ahead,
    Crossing,
    Moved,
    Year,
    ahead,
    by_year,
    crossing,
    first_open,
    moved,
)
from liuqing.registry.queries.exits.homes import Below, Home, below, homes
from liuqing.registry.queries.exits.incidence import Incidences, incidences
from liuqing.registry.queries.exits.listed import Listed, listed
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class AreaLine:
    """An area below: who is in the register, who left, who is left, how many of them without a plan."""

    code: str
    name: str
    registered: Count
    exited: Count
    left: Count
    planned_next: Count
    overdue: Count
    unplanned: Count


@dataclass(frozen=True)
class StatedPlan:
    """What the plan itself says: who had not left at the end of a year, who is planned for the years after.

    ``rest`` is what its own numbers leave unplanned.
    """

    year: int
    left: Count
    source: str
    years: tuple[tuple[int, Count], ...]

    @property
    def rest(self) -> Count:
        """Left less all that is planned."""
        return self.left - total(many for _, many in self.years)


@dataclass(frozen=True)
class StatedRate:
    """An incidence that the plan states for a year."""

    year: int
    rate: Decimal
    source: str


@dataclass(frozen=True)
class ExitPlans:
    """Everything on the page; ``on`` None while nothing was assessed, ``judged`` False without its files."""

    area: Place
    on: date | None
    judged: bool = False
    next_year: int = 0
    crossing: Crossing | None = None
    years: tuple[Year, ...] = ()
    ahead: Ahead | None = None
    lines: tuple[AreaLine, ...] = ()
    moved: Moved | None = None
    incidence: Incidences | None = None
    cohorts: Cohorts | None = None
    listed: tuple[Listed, ...] = ()
    stated: tuple[StatedPlan, ...] = ()
    rates: tuple[StatedRate, ...] = ()


def exit_plans(user: Any, code: str) -> ExitPlans:
    """The plan of an area beside what happened. Problem ``registry.no_such_area`` if not the user's."""
    where = scope.area(user, code, Right.SEE_BOARD)
    snapshot = scope.latest_snapshot()
    head = boards.area_head(where)
    if snapshot is None:
        return ExitPlans(head, None)
    inside = below(where)
    told = homes(snapshot)
    here = told.of(inside.villages)
    crossed = crossing(here)
    return ExitPlans(
        head, snapshot.on, told.judged, first_open(snapshot.on), crossed, by_year(crossed), ahead(here, snapshot.on),
        _lines(here, inside, snapshot.on), moved(here, snapshot), incidences(snapshot, where, inside),
        cohorts(here, told.rows, where, snapshot.on), listed(where, snapshot.on), *stated(where),
    )  # fmt: skip


def _lines(here: list[Home], inside: Below, on: date) -> tuple[AreaLine, ...]:
    by_area: dict[int, list[Home]] = {area.pk: [] for area in inside.children}
    for home in here:
        by_area.setdefault(inside.child_of[home.village], []).append(home)
    return tuple(_line(area, by_area[area.pk], on) for area in inside.children)


def _line(area: Area, found: list[Home], on: date) -> AreaLine:
    told, opens = ahead(found, on), first_open(on)
    next_year = next((many for year, many, _ in told.years if year == opens), NONE)
    return AreaLine(
        area.code, area.name, count(found), count(home for home in found if not home.left), told.left, next_year,
        told.overdue, told.unplanned,
    )  # fmt: skip


def stated(where: Area) -> tuple[tuple[StatedPlan, ...], tuple[StatedRate, ...]]:
    """What the place's plan says of the county; nothing of a township or a village."""
    if where.level != Area.Level.COUNTY:
        return (), ()
    targets = places.load(settings.WORKSPACE.place).targets()
    told = {(one.metric, one.year): one for one in targets if not one.dimension}
    return tuple(_arithmetic(told)), tuple(_rates(told))


def _arithmetic(told: dict[tuple[str, int], Any]) -> Iterable[StatedPlan]:
    """Each planned year belongs to the last year before it of which the plan says who is left."""
    ends = sorted(year for metric, year in told if metric == "unexited_households")
    planned: dict[int, list[int]] = {}
    for metric, year in sorted(told, key=lambda one: one[1]):
        before = [end for end in ends if end < year]
        if metric == "planned_exit_households" and before:
            planned.setdefault(before[-1], []).append(year)
    for end, years in planned.items():
        made = tuple((year, _pair(told, "planned_exit", year)) for year in years)
        yield StatedPlan(end, _pair(told, "unexited", end), told["unexited_households", end].source, made)


def _pair(told: dict[tuple[str, int], Any], what: str, year: int) -> Count:
    households, persons = told.get((f"{what}_households", year)), told.get((f"{what}_persons", year))
    return Count(int(households.value) if households else 0, int(persons.value) if persons else 0)


def _rates(told: dict[tuple[str, int], Any]) -> Iterable[StatedRate]:
    for (metric, year), one in sorted(told.items(), key=lambda item: item[0][1]):
        if metric == "incidence":
            yield StatedRate(year, one.value, one.source)

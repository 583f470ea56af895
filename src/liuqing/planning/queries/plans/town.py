"""The route map of a township (乡级路线图): its villages by urgency, who leaves when, projects, offices, money.

Made of the same households, measures and projects as the plans of its villages, so that it is their sum and
what stands at the township itself. Every household and every project is in exactly one line.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from liuqing.planning.queries.plans import village_facts as facts
from liuqing.planning.queries.plans import village_measures, village_works
from liuqing.planning.queries.plans.village import Span, place, planned_years, span
from liuqing.planning.queries.plans.village_facts import Listed
from liuqing.planning.queries.plans.village_homes import Home, count, homes
from liuqing.planning.queries.plans.village_measures import Given
from liuqing.planning.queries.plans.village_places import heirs, living
from liuqing.planning.queries.plans.village_works import ZERO, Work
from liuqing.registry.models import Area
from liuqing.registry.queries import scope
from liuqing.registry.queries.exits import Count
from liuqing.registry.queries.reasons import day_of


@dataclass(frozen=True)
class Line:
    """A village of the township, or (``own``) what stands at the township itself."""

    area: Area
    own: bool
    listed: Listed
    homes: tuple[Home, ...]
    given: tuple[Given, ...]
    works: tuple[Work, ...]

    @property
    def name(self) -> str:
        """What the line is called."""
        return f"{self.area.name}本级" if self.own else self.area.name

    @property
    def registered(self) -> Count:
        """In the register."""
        return count(one for one in self.homes if one.status)

    @property
    def left(self) -> Count:
        """Still to leave."""
        return count(one for one in self.homes if one.left)

    @property
    def without(self) -> int:
        """Households without any measure."""
        helped = {one.household for one in self.given}
        return sum(one.pk not in helped for one in self.homes)

    @property
    def need(self) -> Decimal:
        """What its projects need, as far as stated."""
        return sum((one.need or ZERO for one in self.works), ZERO)

    def planned(self, year: int | None) -> Count:
        """Those still to leave that are planned for a year; None: for none."""
        return count(one for one in self.homes if one.left and one.planned == year)

    def of_year(self, year: int) -> Decimal:
        """What its projects need in a year."""
        return sum((one.of_year(year) or ZERO for one in self.works), ZERO)


@dataclass(frozen=True)
class Task:
    """What a department answers for: its projects, in how many lines of the plan, and what they need."""

    department: str
    works: tuple[Work, ...]

    @property
    def need(self) -> Decimal:
        """What they need, as far as stated."""
        return sum((one.need or ZERO for one in self.works), ZERO)

    def of_year(self, year: int) -> Decimal:
        """What they need in a year."""
        return sum((one.of_year(year) or ZERO for one in self.works), ZERO)


@dataclass(frozen=True)
class TownPlan:
    """The route map. ``lines`` are the villages, the most urgent first, and what stands at the township last."""

    area: Area
    on: date
    span: Span
    lines: tuple[Line, ...]
    named: tuple[Work, ...]
    waiting: int

    @cached_property
    def villages(self) -> tuple[Line, ...]:
        """The villages alone."""
        return tuple(one for one in self.lines if not one.own)

    @cached_property
    def homes(self) -> tuple[Home, ...]:
        """Every household, each once."""
        return tuple(home for one in self.lines for home in one.homes)

    @cached_property
    def given(self) -> tuple[Given, ...]:
        """Every measure of every household, each once."""
        return tuple(given for one in self.lines for given in one.given)

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """Every project, each once."""
        return tuple(work for one in self.lines for work in one.works)

    @cached_property
    def need(self) -> dict[tuple[int, str], Decimal]:
        """What they need by year and source."""
        return village_works.amounts(self.works)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years for which somebody is planned to leave."""
        return planned_years(self.homes, self.on)

    @cached_property
    def overdue(self) -> tuple[Home, ...]:
        """Still to leave although their year is over."""
        return tuple(one for one in self.homes if one.left and one.planned and one.planned not in self.years)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """What each department answers for, the largest first; "" : no department is stated."""
        groups: dict[str, list[Work]] = defaultdict(list)
        for work in self.works:
            groups[work.department].append(work)
        found = (Task(name, tuple(works)) for name, works in groups.items())
        return tuple(sorted(found, key=lambda one: (not one.department, -one.need, one.department)))


def town_plan(user: Any, code: str | None = None) -> TownPlan:
    """The route map of a township. Problems ``registry.no_such_area``, ``plans.wrong_level``, ``plans.merged``."""
    where = place(user, code, Area.Level.TOWN)
    on = day_of(scope.latest_snapshot())
    period = span(on)
    here = homes(where, on)
    given = village_measures.measures(where, (one.pk for one in here), on, period.first)
    works = village_works.works(where, here)
    return TownPlan(
        where, on, period, _lines(where, on, here, given, works), village_works.named(where, here),
        village_works.waiting(where),
    )  # fmt: skip


def _lines(
    where: Area, on: date, here: Iterable[Home], given: dict[int, tuple[Given, ...]], works: Iterable[Work]
) -> tuple[Line, ...]:
    villages = list(where.children.filter(level=Area.Level.VILLAGE, until=None).order_by("code"))
    known, listed = heirs(), facts.listed(villages, on)
    homes_of: dict[int, list[Home]] = defaultdict(list)
    works_of: dict[int, list[Work]] = defaultdict(list)
    for home in here:
        homes_of[home.village].append(home)
    for work in works:
        works_of[_village(living(work.area.path, known), villages, where)].append(work)
    at_town = {key for key in homes_of if key not in {one.pk for one in villages}}
    rest = [home for key in sorted(at_town) for home in homes_of[key]]
    lines = [_line(one, listed[one.pk], homes_of[one.pk], given, works_of[one.pk]) for one in villages]
    own = _line(where, Listed("", None), rest, given, works_of[where.pk], own=True)
    return (*sorted(lines, key=urgency), *((own,) if own.homes or own.works else ()))


def _village(path: str, villages: list[Area], where: Area) -> int:
    """The village below which a path lies; the township itself if none."""
    return next((one.pk for one in villages if path.startswith(one.path)), where.pk)


def _line(
    area: Area,
    listed: Listed,
    homes: list[Home],
    given: dict[int, tuple[Given, ...]],
    works: list[Work],
    *,
    own: bool = False,
) -> Line:
    told = tuple(one for home in homes for one in given[home.pk])
    return Line(area, own, listed, tuple(homes), told, tuple(works))


def urgency(one: Line) -> tuple[Any, ...]:
    """Poor villages that are still to leave come first, then where most persons are still to leave."""
    return not one.listed.waits, -one.left.persons, -one.left.households, one.area.code

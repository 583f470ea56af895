"""The plan of a year (年度计划): which projects of the pool come next, by priority, within the money.

Poor villages first (R076), then the county's score, then the villagers' votes. And once a year the other way
round: which projects of the pool cannot go ahead and leave it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from liuqing.planning.models import Project
from liuqing.planning.queries import scope
from liuqing.planning.queries.life import gates
from liuqing.planning.queries.life.days import day
from liuqing.planning.queries.life.gathered import NOTHING, Gathered
from liuqing.planning.services import pool
from liuqing.policy.calendar import months_after
from liuqing.policy.project_life import WAITING_YEARS
from liuqing.registry.models import Area, AreaStanding
from liuqing.registry.queries import scope as areas
from liuqing.workflow.rights import Right

MOST = 200
"""So many are shown at once; narrow by township."""
PLANNED = Project.IN_POOL[1:]


@dataclass(frozen=True)
class Candidate:
    """A project of the pool: ``need`` in the year, ``poor`` its village is a poor one, ``picked`` within the money."""

    project: Project
    need: Decimal
    poor: bool
    picked: bool


@dataclass(frozen=True)
class YearPlan:
    """The candidates of a year in their order, what is planned already, what those picked come to."""

    area: Area
    year: int
    limit: Decimal | None
    candidates: tuple[Candidate, ...]
    total: int
    planned: int
    planned_need: Decimal
    picked_need: Decimal
    may_decide: bool

    @property
    def picked(self) -> int:
        """How many fit."""
        return sum(one.picked for one in self.candidates)


@dataclass(frozen=True)
class Stuck:
    """A project of the pool that cannot go ahead, and why."""

    project: Project
    why: tuple[str, ...]


def year_plan(user: Any, code: str | None, *, year: int, limit: Decimal | None = None) -> YearPlan:
    """The candidates for a year within a limit of money (yuan; None: nobody is picked). Problem ``registry.no_such_area``."""
    where = areas.area(user, code, Right.SEE_PROJECTS)
    here = scope.visible(user).filter(area__path__startswith=where.path)
    waiting = _waiting(here, year)
    planned = list(here.filter(state__in=PLANNED, year=year))
    ordered = sorted(waiting, key=_priority(_poor(waiting)))[:MOST]
    candidates = _pick(ordered, limit, year, _poor(waiting))
    return YearPlan(
        where, year, limit, candidates, len(waiting), len(planned), _sum(planned, year),
        sum((one.need for one in candidates if one.picked), NOTHING),
        scope.visible(user, Right.DECIDE_PROJECTS).filter(area__path__startswith=where.path).exists(),
    )  # fmt: skip


def usual_year(user: Any, code: str | None = None) -> int:
    """For which year a plan is made now: the first one for which the pool holds projects, or this year."""
    where, now = areas.area(user, code, Right.SEE_PROJECTS), day().year
    here = scope.visible(user).filter(
        area__path__startswith=where.path, state=Project.State.POOLED, year__gte=now
    )
    first = here.order_by("year").values_list("year", flat=True).first()
    return now if first is None else first


def stuck(user: Any, code: str | None, *, on: date | None = None) -> tuple[Stuck, ...]:
    """The projects of the pool that cannot go ahead (the yearly look through it), with every reason."""
    where = areas.area(user, code, Right.SEE_PROJECTS)
    here = scope.visible(user).filter(area__path__startswith=where.path, state=Project.State.POOLED)
    when = day(on)
    related = ("fundings", "quantities", "targets", "beneficiaries")
    looked = ((one, tuple(_reasons(one, when))) for one in here.prefetch_related(*related))
    return tuple(Stuck(one, why) for one, why in looked if why)


def _waiting(here: QuerySet[Project], year: int) -> list[Project]:
    pooled = here.filter(state=Project.State.POOLED)
    return list((pooled.filter(year=year) | pooled.filter(year=None)).select_related("area__parent"))


def _poor(projects: Iterable[Project]) -> set[int]:
    """The places of these projects that are on the list of poor villages."""
    places = {one.area_id for one in projects}
    listed = AreaStanding.objects.filter(status=AreaStanding.Status.LISTED)
    return set(listed.values_list("area", flat=True)) & places


def _priority(poor: set[int]) -> Any:
    return lambda one: (one.area_id not in poor, -(one.score or 0), -(one.votes or 0), one.no)


def _pick(ordered: list[Project], limit: Decimal | None, year: int, poor: set[int]) -> tuple[Candidate, ...]:
    gathered, left = Gathered(ordered), limit
    found = []
    for one in ordered:
        need = _need(gathered, one, year)
        # Who does not fit lets the next one that does go first; a need that nobody knows fits nowhere.
        picked = left is not None and 0 < need <= left
        left = left - need if picked and left is not None else left
        found.append(Candidate(one, need, one.area_id in poor, picked))
    return tuple(found)


def _need(gathered: Gathered, project: Project, year: int) -> Decimal:
    rows = gathered.fundings.get(project.pk, [])
    own = [need for of, need, _ in rows if of == year]
    return sum(own or [need for _, need, _ in rows], NOTHING)


def _sum(projects: list[Project], year: int) -> Decimal:
    gathered = Gathered(projects)
    return sum((_need(gathered, one, year) for one in projects), NOTHING)


def _reasons(project: Project, on: date) -> Iterable[str]:
    yield from (what for _, what in pool.missing(project))
    if project.year is not None and project.year < on.year:
        yield f"规划在 {project.year} 年实施，没有列入年度计划"
    numbers = gates.here().parameters(on)
    years = int(numbers[WAITING_YEARS]) if numbers.has(WAITING_YEARS) else None
    if years and project.pooled_on and months_after(project.pooled_on, 12 * years) < on:
        yield f"入库超过 {years} 年没有列入年度计划"

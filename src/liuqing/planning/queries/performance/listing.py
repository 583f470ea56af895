"""The performance of an area in a year: every project with its looks, the offices side by side, what is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from liuqing.planning.models import Project, Review, Target
from liuqing.planning.queries import scope
from liuqing.planning.queries.performance import elements, funds
from liuqing.planning.queries.performance.consequences import Consequence, consequence, weighted
from liuqing.planning.queries.performance.elements import Element
from liuqing.planning.queries.performance.funds import FundLine
from liuqing.planning.queries.performance.page import warned
from liuqing.policy import performance, place
from liuqing.registry.models import Area
from liuqing.registry.queries import pages
from liuqing.registry.queries import scope as areas
from liuqing.registry.queries.pages import Page
from liuqing.workflow import clock
from liuqing.workflow.rights import Right

SIZE = 60
SHOW = {
    "": "全部",
    "midyear": "还没有监控",
    "no_targets": "没有绩效目标",
    "warned": "监控有偏离",
    "self": "还没有自评",
    "outside": "自评了，还没有评价",
    "poor": "等级为差",
}
"""What a list can be narrowed to."""


@dataclass(frozen=True)
class Row:
    """A project of the year with its looks."""

    no: str
    name: str
    place: str
    office: str
    state: str
    targets: int
    warnings: tuple[str, ...]
    watched: bool
    own: Decimal | None
    others: Decimal | None
    grade: str
    means: str
    excluded: bool


@dataclass(frozen=True)
class Office:
    """An office with its projects of the year. ``score`` by the money; ``rank`` None: nobody has looked yet."""

    name: str
    projects: int
    without_targets: int
    looked: int
    score: Decimal | None
    grade: str
    rank: int | None


@dataclass(frozen=True)
class AreaPerformance:
    """The performance of an area in a year."""

    area: Area
    year: int
    years: tuple[int, ...]
    show: str
    rows: Page[Row]
    offices: tuple[Office, ...]
    elements: tuple[Element, ...]
    funds: tuple[FundLine, ...]
    source: str
    unverified: bool


def of_area(user: Any, code: str | None, year: int | None, show: str = "", page: int = 1) -> AreaPerformance:
    """The performance of an area. Problem ``registry.no_such_area``."""
    where = areas.area(user, code, Right.SEE_PROJECTS)
    mine = in_pool(user, where)
    begun = _years(mine)
    years = tuple(sorted(begun, reverse=True))
    about = year or _current(begun, years)
    here = mine.filter(year=about)
    listed = narrowed(here, about, show).prefetch_related("targets", "reviews").order_by("no")
    cut = pages.cut(listed, page, SIZE)
    version = performance.scale(place.load(settings.WORKSPACE.place), clock.today())[1]
    return AreaPerformance(
        area=where, year=about, years=years, show=show if show in SHOW else "",
        rows=Page([row(one, about) for one in cut.rows], cut.total, cut.number, cut.size),
        offices=offices(here, about, version), elements=elements.counted(here), funds=funds.of_area(user, where, about),
        source=str(version.source), unverified=version.unverified,
    )  # fmt: skip


def _years(mine: QuerySet[Project]) -> dict[int, int]:
    """The years of the projects, and how many of each were begun."""
    begun = Q(state__in=Project.IN_POOL[Project.IN_POOL.index(Project.State.BEGUN) :])
    told = mine.exclude(year=None).order_by().values_list("year")
    return dict(told.annotate(begun=Count("pk", filter=begun)))


def _current(begun: dict[int, int], years: tuple[int, ...]) -> int:
    """The latest year in which anything was begun, else the first that is planned."""
    latest = next((year for year in years if begun[year]), None)
    return latest or next(reversed(years), clock.today().year)


def in_pool(user: Any, where: Area) -> QuerySet[Project]:
    """The projects of an area that are in the pool and that the user sees."""
    return scope.visible(user).filter(area__path__startswith=where.path, state__in=Project.IN_POOL)


def narrowed(projects: QuerySet[Project], year: int, show: str) -> QuerySet[Project]:
    """The projects of which something is so (``SHOW``)."""
    looked = Review.objects.filter(year=year)
    own, others = looked.filter(kind=Review.Kind.SELF), looked.filter(kind=Review.Kind.OUTSIDE)
    watched = looked.filter(kind=Review.Kind.MIDYEAR)
    return (
        {
            "no_targets": projects.filter(targets=None),
            "warned": projects.filter(pk__in=[one.project_id for one in watched if warned(one)]),
            "midyear": projects.exclude(pk__in=watched.values("project")),
            "self": projects.exclude(pk__in=own.values("project")),
            "outside": projects.filter(pk__in=own.values("project")).exclude(pk__in=others.values("project")),
            "poor": projects.filter(pk__in=looked.filter(grade=_worst()).values("project")),
        }.get(show, projects)
        if show
        else projects
    )


def row(one: Project, year: int) -> Row:
    """A project as a line; its targets and reviews were read with it."""
    looks = {each.kind: each for each in one.reviews.all() if each.year == year}
    own, others, watch = (
        looks.get(kind) for kind in (Review.Kind.SELF, Review.Kind.OUTSIDE, Review.Kind.MIDYEAR)
    )
    told: Consequence | None = consequence(one, year + 1) if own or others else None
    return Row(
        no=one.no, name=one.name, place=one.area.name, office=one.department or one.unit, state=one.get_state_display(),
        targets=len(one.targets.all()), warnings=tuple(warned(watch)) if watch else (), watched=watch is not None,
        own=own.score if own else None, others=others.score if others else None, grade=told.grade if told else "",
        means=told.means if told else "", excluded=told.excluded if told else False,
    )  # fmt: skip


def offices(projects: QuerySet[Project], year: int, by: performance.Version) -> tuple[Office, ...]:
    """Departments side by side, the best first, those nobody looked at last: offices are ranked, not people."""
    promised = Exists(Target.objects.filter(project=OuterRef("pk")))
    told = list(projects.order_by().values_list("pk", "department", "unit", promised))
    with_targets = {key for key, _, _, promises in told if promises}
    looks: dict[int, Review] = {}
    for one in Review.objects.filter(project__in=projects, year=year, score__isnull=False).order_by("kind"):
        if one.kind == Review.Kind.OUTSIDE or one.project_id not in looks:
            looks[one.project_id] = one
    groups: dict[str, list[int]] = {}
    for key, department, unit, _ in told:
        groups.setdefault(department or unit or "未填部门", []).append(key)
    scored = {name: weighted(looks[key] for key in keys if key in looks) for name, keys in groups.items()}
    ranks = sorted({score for score in scored.values() if score is not None}, reverse=True)
    made = [
        Office(
            name, len(keys), sum(key not in with_targets for key in keys), sum(key in looks for key in keys), scored[name],
            performance.grade(scored[name], by), _rank(ranks, scored[name], scored.values()),
        )
        for name, keys in groups.items()
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda one: (one.score is None, -(one.score or 0), one.name)))


def _rank(ranks: list[Decimal], score: Decimal | None, scores: Iterable[Decimal | None]) -> int | None:
    """Equal scores have one rank, and the next is as many places after."""
    return (
        None
        if score is None
        else 1 + sum(one is not None and one > score for one in scores)
        if ranks
        else None
    )


def _worst() -> str:
    version = performance.scale(place.load(settings.WORKSPACE.place), clock.today())[1]
    return list(version.grades)[-1]

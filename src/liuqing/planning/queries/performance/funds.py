"""The fund of an area in a year (资金绩效): put in, paid out, watched, what came of it; points where somebody knows
how much a dimension weighs.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.db.models import Q, Sum

from liuqing.planning.models import Announced, Announcement, Document, Project, Review
from liuqing.planning.models.money import Yuan
from liuqing.planning.queries import scope
from liuqing.planning.queries.performance import money
from liuqing.policy import performance, place
from liuqing.policy.performance import DIMENSIONS
from liuqing.registry.models import Area

SHARE = Decimal("0.0001")


@dataclass(frozen=True)
class FundLine:
    """A dimension: ``share`` of what could be (0.95), made of ``part`` and ``whole`` in words; ``points`` if it is
    known how much it weighs.
    """

    key: str
    dimension: str
    label: str
    share: Decimal | None
    said: str
    weight: Decimal | None
    points: Decimal | None
    source: str
    unverified: bool


def of_area(user: Any, where: Area, year: int) -> tuple[FundLine, ...]:
    """The dimensions that the place states, in its order. Money of the county is told for the county only."""
    projects = scope.visible(user).filter(
        area__path__startswith=where.path, state__in=Project.IN_POOL, year=year
    )
    keys = list(projects.values_list("pk", flat=True))
    told = {
        "input": _input(year) if where.parent_id is None else (None, "只按全县计"),
        "progress": _progress(keys),
        "supervision": _supervision(projects, len(keys)),
        "results": _results(projects, year),
        "violations": (None, "由督查、审计结果填写"),
    }
    stated = performance.declared(place.load(settings.WORKSPACE.place)).funds
    return tuple(_line(key, one, *told[key]) for key, one in stated.items())


def _line(key: str, one: performance.Fund, share: Decimal | None, said: str) -> FundLine:
    points = (
        None
        if share is None or one.points is None
        else (one.points * min(share, Decimal(1))).quantize(Decimal("0.01"))
    )
    return FundLine(
        key, DIMENSIONS[key], one.label, share, said, one.points, points, str(one.source), one.unverified
    )


def _input(year: int) -> tuple[Decimal | None, str]:
    """The county's own money against the year before."""
    own = Document.objects.filter(level__in=(Document.Level.COUNTY, Document.Level.OWN)).order_by()
    sums = own.aggregate(
        now=Sum("amount", filter=Q(year=year), output_field=Yuan()),
        before=Sum("amount", filter=Q(year=year - 1), output_field=Yuan()),
    )
    now, before = sums["now"], sums["before"]
    if not now or not before:
        return None, "没有两年的县级资金文件"
    return _share(now - before, before), f"{now:,.2f} 元，上年 {before:,.2f} 元"


def _progress(projects: list[int]) -> tuple[Decimal | None, str]:
    spent = money.spent_of(projects)
    if not spent.allocated:
        return None, "还没有安排资金"
    return _share(spent.paid, spent.allocated), f"{spent.paid:,.2f} / {spent.allocated:,.2f} 元"


def _supervision(projects: Any, whole: int) -> tuple[Decimal | None, str]:
    """Projects of the year whose plan hangs or hung, of all."""
    hung = Announced.objects.filter(
        project__in=projects, announcement__kind="year_plan", announcement__hung_on__isnull=False
    ).exclude(announcement__state=Announcement.State.TAKEN_DOWN)
    part = hung.values("project").distinct().count()
    return (_share(Decimal(part), Decimal(whole)) if whole else None), f"{part} / {whole} 个项目"


def _results(projects: Any, year: int) -> tuple[Decimal | None, str]:
    """Projects with one of the two best grades, of those that somebody looked at."""
    looks: dict[int, str] = {}
    for key, _, grade in _looked(projects, year):
        looks[key] = grade
    good = sum(grade in ("优", "良") for grade in looks.values())
    return (_share(Decimal(good), Decimal(len(looks))) if looks else None), f"{good} / {len(looks)} 个项目"


def _looked(projects: Any, year: int) -> list[tuple[int, str, str]]:
    """Each look with a grade, those by others last so that they decide."""
    found = Review.objects.filter(project__in=projects, year=year).exclude(grade="")
    told = found.order_by().values_list("project", "kind", "grade")
    return sorted(told, key=lambda one: one[1] == Review.Kind.OUTSIDE)


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole).quantize(SHARE, ROUND_HALF_UP)

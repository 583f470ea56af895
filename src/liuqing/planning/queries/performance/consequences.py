"""Consequences (结果应用): what the last look at a project or an office means for the money of a year."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.db.models import Q, Sum

from liuqing.planning.models import Funding, Project, Review
from liuqing.planning.models.money import Yuan
from liuqing.policy import performance, place
from liuqing.workflow import clock

CENT = Decimal("0.01")
SCORED = (Review.Kind.OUTSIDE, Review.Kind.SELF)
"""The looks that give a score; what others said goes before what the office said of itself."""


@dataclass(frozen=True)
class Consequence:
    """What follows for ``year`` from the looks of ``of_year``. ``share``: at most so much of the money again;
    ``excluded``: not in that year's plan. ``outside``: others looked, not only the office itself.
    """

    year: int
    of_year: int
    score: Decimal
    grade: str
    means: str
    share: Decimal
    excluded: bool
    outside: bool
    projects: int
    source: str
    unverified: bool


def consequence(subject: Project | str, year: int) -> Consequence | None:
    """What the year before means for a project, or for an office (unit or department) with all its projects.

    None: nobody has looked, or the score is not known; that is no praise.
    """
    if isinstance(subject, Project):
        known = [
            one
            for one in subject.reviews.all()
            if one.year < year and one.score is not None and one.kind in SCORED
        ]
        latest = [one for one in known if one.year == max(each.year for each in known)]
        return _from(year, _best(latest))
    of_office = Q(project__unit=subject) | Q(project__department=subject)
    found = Review.objects.filter(of_office, year=year - 1, kind__in=SCORED, score__isnull=False)
    return _from(year, _best(found))


def of_projects(projects: Iterable[Project], year: int) -> dict[int, Consequence]:
    """The same of many projects, by key; the reviews of each are read together by the caller."""
    told = ((one.pk, consequence(one, year)) for one in projects)
    return {key: found for key, found in told if found}


def weighted(reviews: Iterable[Review]) -> Decimal | None:
    """The score of several projects together: each counts by the money that it needs; None without any."""
    known = [one for one in reviews if one.score is not None]
    needs = Funding.objects.filter(project__in={one.project_id for one in known}).order_by()
    need = dict(needs.values_list("project").annotate(all=Sum("need", output_field=Yuan())))
    weights = [need.get(one.project_id) or Decimal(0) for one in known]
    if not any(weights):
        weights = [Decimal(1)] * len(known)
    whole = sum(weights, Decimal(0))
    total = sum(
        (one.score * weight for one, weight in zip(known, weights, strict=True) if one.score is not None),
        Decimal(0),
    )
    return (total / whole).quantize(CENT, ROUND_HALF_UP) if known else None


def _best(reviews: Iterable[Review]) -> list[Review]:
    """Of each project one look: by others if there is one."""
    found: dict[int, Review] = {}
    for one in sorted(reviews, key=lambda each: each.kind != Review.Kind.OUTSIDE):
        found.setdefault(one.project_id, one)
    return list(found.values())


def _from(year: int, reviews: list[Review]) -> Consequence | None:
    score = reviews[0].score if len(reviews) == 1 else weighted(reviews)
    if score is None:
        return None
    version = performance.scale(place.load(settings.WORKSPACE.place), clock.today())[1]
    grade = performance.grade(score, version)
    told = version.grades[grade]
    return Consequence(
        year=year, of_year=max(one.year for one in reviews), score=score, grade=grade, means=told.means,
        share=told.share, excluded=told.excluded, outside=all(one.kind == Review.Kind.OUTSIDE for one in reviews),
        projects=len(reviews), source=str(version.source), unverified=version.unverified,
    )  # fmt: skip

"""The performance of an area's year for a workbook: every project and every look at every target."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from liuqing.planning.models import Project, Review
from liuqing.planning.queries.performance import funds, listing
from liuqing.planning.queries.performance.funds import FundLine
from liuqing.planning.queries.performance.listing import Office, Row
from liuqing.planning.queries.performance.page import promised
from liuqing.policy import performance, place
from liuqing.registry.models import Area
from liuqing.registry.queries import scope as areas
from liuqing.workflow import clock
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class PerformanceBook:
    """Everything in the workbook; ``looks`` are rows of targets."""

    area: Area
    year: int
    rows: tuple[Row, ...]
    looks: tuple[list[object], ...]
    offices: tuple[Office, ...]
    funds: tuple[FundLine, ...]
    source: str


def book(user: Any, code: str, year: int | None) -> PerformanceBook:
    """The year of an area. Problem ``registry.no_such_area``."""
    where, about = areas.area(user, code, Right.SEE_PROJECTS), year or clock.today().year
    here = listing.in_pool(user, where).filter(year=about)
    projects = list(here.prefetch_related("targets", "reviews").order_by("no"))
    version = performance.scale(place.load(settings.WORKSPACE.place), clock.today())[1]
    return PerformanceBook(
        where, about, tuple(listing.row(one, about) for one in projects),
        tuple(look for one in projects for look in _looks(one, about)), listing.offices(here, about, version),
        funds.of_area(user, where, about), str(version.source),
    )  # fmt: skip


def _looks(one: Project, year: int) -> Iterator[list[object]]:
    reviews = [each for each in one.reviews.all() if each.year == year]
    for target in one.targets.all():
        head: list[object] = [one.no, one.name, target.kind, target.name, promised(target)]
        if not reviews:
            yield [*head, "", "", "", "", ""]
        for review in reviews:
            told = review.values.get(str(target.pk), {})
            yield [*head, Review.Kind(review.kind).label, told.get("actual") or "", told.get("points") or "",
                   told.get("warning", ""), told.get("said", "")]  # fmt: skip

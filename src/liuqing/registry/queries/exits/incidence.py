"""Incidence of poverty (贫困发生率) with what it is a share of: persons, rural population, and of which year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max

from liuqing.registry.models import Area, Figure, Snapshot, VillageYear
from liuqing.registry.queries.exits.homes import Below

METRICS = ("unexited_persons", "rural_population", "incidence")


@dataclass(frozen=True)
class Incidence:
    """A rate in % with its parts; None is not known. ``code`` "" is the area itself."""

    code: str
    name: str
    persons: Decimal | None
    base: Decimal | None
    rate: Decimal | None


@dataclass(frozen=True)
class Incidences:
    """The area, the areas below in the order of codes, and the years of which the base is.

    ``lacking`` villages have told no rural population: then neither base nor rate is known.
    """

    own: Incidence
    below: tuple[Incidence, ...]
    base_years: tuple[int, ...]
    villages: int
    lacking: int


def incidences(snapshot: Snapshot, where: Area, inside: Below) -> Incidences:
    """From the figures of the snapshot (two queries)."""
    areas = [where, *inside.children]
    told = Figure.objects.filter(snapshot=snapshot, area__in=areas, metric__in=METRICS, dimension="")
    found = {(area, metric): value for area, metric, value in told.values_list("area_id", "metric", "value")}
    years = _base_years(inside.villages, snapshot.on)
    villages = list(inside.villages)
    made = [_incidence(area, found) for area in areas]
    return Incidences(
        made[0], tuple(made[1:]), tuple(sorted(set(years))), len(villages), len(villages) - len(years)
    )


def _incidence(area: Area, found: dict[tuple[int, str], Decimal | None]) -> Incidence:
    return Incidence(area.code, area.name, *(found.get((area.pk, metric)) for metric in METRICS))


def _base_years(villages: Iterable[int], on: date) -> list[int]:
    """The year of each village's rural population, as the assessment took it: this year's or the last."""
    told = VillageYear.objects.filter(area__in=list(villages), year__range=(on.year - 1, on.year)).exclude(
        rural_population=None
    )
    return [one["latest"] for one in told.order_by().values("area").annotate(latest=Max("year"))]

"""Values of areas: names, the villages' own yearly figures, indicators as reported, counted figures."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from liuqing.policy.indicators import INDICATORS
from liuqing.registry.models import Area, AreaStanding, Figure, Indicator, VillageYear
from liuqing.registry.queries.filling.households import Scope, Value, Values


def area_values(what: Scope) -> Values:
    """What is known of the area itself."""
    return _values(what.area, what)


def village_rows(what: Scope) -> Iterator[Values]:
    """A row of values for each village of the area."""
    found = Area.objects.filter(path__startswith=what.area.path, level=Area.Level.VILLAGE, until=None)
    for village in found.select_related("parent__parent").order_by("code"):
        yield _values(village, what)


def _values(area: Area, what: Scope) -> Values:
    return {**_names(area), **_own(area, what), **_reported(area, what), **_counted(area, what)}


def _names(area: Area) -> Values:
    told: Values = {"village_code": area.code if area.level == Area.Level.VILLAGE else None}
    place: Area | None = area
    while place is not None:
        told[place.level] = place.name
        place = place.parent
    return told


def _own(area: Area, what: Scope) -> Values:
    if area.level != Area.Level.VILLAGE:
        return {}
    year = VillageYear.objects.filter(area=area, year__lte=what.on.year).order_by("-year").first()
    listed = AreaStanding.objects.filter(area=area, since__lte=what.on).order_by("since")
    told: dict[str, Any] = {"village_kind": "贫困村" if listed else "非贫困村"}
    for standing in listed:
        key = "listed_year" if standing.status == AreaStanding.Status.LISTED else "village_exit_year"
        told[key] = standing.since.year
    if year:
        told |= {
            "households": year.households,
            "rural_population": year.rural_population,
            "hamlets": year.hamlets,
        }
        told["collective_income"] = (
            None if year.collective_income is None else year.collective_income / 10_000
        )
    return told


def _reported(area: Area, what: Scope) -> Values:
    """The latest statement of each indicator: of the year, or any earlier one where it lasts."""
    told: Values = {}
    for name, year, value in (
        Indicator.objects.filter(area=area, year__lte=what.on.year).order_by("year", "said_on", "pk")
    ).values_list("name", "year", "value"):
        meaning = INDICATORS.get(name)
        if meaning and (meaning.lasting or year == what.on.year):
            told[f"indicator.{name}"] = _said(meaning.kind, value)
    return told


def _said(kind: str, value: Decimal) -> Value:
    return ("是" if value else "否") if kind == "yes_no" else value.normalize()


def _counted(area: Area, what: Scope) -> Values:
    if what.snapshot is None:
        return {}
    found = Figure.objects.filter(snapshot=what.snapshot, area=area, dimension="")
    return {
        f"figure.{metric}": value
        for metric, value in found.values_list("metric", "value")
        if value is not None
    }

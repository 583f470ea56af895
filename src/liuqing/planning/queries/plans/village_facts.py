"""What is known of a village itself (村情): its yearly figures, its indicators, whether it was poor and left."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liuqing.policy.indicators import INDICATORS
from liuqing.registry.models import Area, AreaStanding, Indicator, VillageYear
from liuqing.registry.queries import scope


@dataclass(frozen=True)
class Stated:
    """A figure of the village as an office stated it: ``value`` None is not known. Yes is 1, no is 0."""

    key: str
    label: str
    value: Decimal | None
    unit: str
    year: int | None

    @property
    def yes_or_no(self) -> bool:
        """Whether it is a yes or a no."""
        return self.key in INDICATORS and INDICATORS[self.key].kind == "yes_no"


@dataclass(frozen=True)
class Listed:
    """Whether the village is on the list of poor ones: ``status`` "" never was, listed, exited; since when."""

    status: str
    since: date | None

    @property
    def waits(self) -> bool:
        """Whether it is still to leave the list."""
        return self.status == AreaStanding.Status.LISTED


YEARLY = (
    ("households", "总户数", "户"),
    ("rural_population", "乡村户籍人口", "人"),
    ("hamlets", "自然村（组）", "个"),
    ("collective_income", "村集体经济收入", "元"),
)


def yearly(where: Area, on: date) -> tuple[Stated, ...]:
    """The latest of the village's own figures, each with its year; None where nobody stated it."""
    told = list(VillageYear.objects.filter(area=where, year__lte=on.year).order_by("-year"))
    return tuple(_yearly(told, *one) for one in YEARLY)


def _yearly(told: list[VillageYear], key: str, label: str, unit: str) -> Stated:
    for one in told:
        if (value := getattr(one, key)) is not None:
            return Stated(key, label, Decimal(value), unit, one.year)
    return Stated(key, label, None, unit, None)


def indicators(where: Area, on: date) -> tuple[Stated, ...]:
    """Every indicator that may be stated of a village, the latest statement, in the order of the book.

    One that does not last is known only if it was stated for the year of the day.
    """
    found = Indicator.objects.filter(area=where, year__lte=on.year).order_by("year", "said_on", "pk")
    latest = {one.name: one for one in found}
    return tuple(
        _indicator(name, latest.get(name), on.year)
        for name, one in INDICATORS.items()
        if where.level in one.levels
    )


def _indicator(name: str, told: Indicator | None, year: int) -> Stated:
    known = INDICATORS[name]
    if told is None or (not known.lasting and told.year != year):
        return Stated(name, known.label, None, known.unit, None)
    return Stated(name, known.label, told.value, known.unit, told.year)


def listed(areas: list[Area], on: date) -> dict[int, Listed]:
    """By the key of the area whether it is on the list of poor ones on the day."""
    found = AreaStanding.objects.filter(scope.in_force(on), area__in=areas).order_by("since")
    told = {one.area_id: Listed(one.status, one.since) for one in found}
    return {area.pk: told.get(area.pk, Listed("", None)) for area in areas}

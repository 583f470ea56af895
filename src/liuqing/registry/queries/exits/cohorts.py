"""Cohorts (脱贫批次): what became of the households that left in a year, and how many came back.

A household belongs to the year in which it first left. Every household of a cohort is in exactly one
part, so that the parts add up to it; a rate stands only beside what it is a rate of.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from liuqing.registry.models import Area, Monitoring, Standing
from liuqing.registry.queries.exits.counting import NONE, Count, count, total
from liuqing.registry.queries.exits.homes import Home

PARTS = ("out", "monitored", "again", "relapsed", "taken_back", "gone")
"""Out and not monitored; out and monitored; fell back and left again; fell back and still in; the exit
was taken back; no longer in the register."""


@dataclass(frozen=True)
class Cohort:
    """The households that first left in a year. ``parts`` in the order of ``PARTS``; ``returned`` ever fell back."""

    year: int
    whole: Count
    parts: dict[str, Count]
    returned: Count

    @property
    def rate(self) -> Decimal | None:
        """The share of the cohort's households that ever fell back, in %; None of nobody."""
        return share(self.returned.households, self.whole.households)


@dataclass(frozen=True)
class ByCause:
    """Of the households that ever left and have this main cause, how many fell back."""

    cause: str
    whole: Count
    returned: Count

    @property
    def rate(self) -> Decimal | None:
        """In %."""
        return share(self.returned.households, self.whole.households)


@dataclass(frozen=True)
class Cohorts:
    """All cohorts and causes, with their sums.

    ``unplaced`` fell back, but the record does not say when they had left: they are in no cohort.
    """

    cohorts: tuple[Cohort, ...]
    causes: tuple[ByCause, ...]
    unplaced: Count = NONE

    @property
    def whole(self) -> Count:
        """Every household that ever left."""
        return total(one.whole for one in self.cohorts)

    @property
    def returned(self) -> Count:
        """Every household that ever fell back."""
        return total(one.returned for one in self.cohorts)

    @property
    def rate(self) -> Decimal | None:
        """In %."""
        return share(self.returned.households, self.whole.households)

    def part(self, name: str) -> Count:
        """A part over all cohorts."""
        return total(one.parts[name] for one in self.cohorts)


def share(part: int, whole: int) -> Decimal | None:
    """In %, exact; None of nothing."""
    return Decimal(100 * part) / whole if whole else None


def cohorts(found: Iterable[Home], everybody: Iterable[Home], where: Area, on: date) -> Cohorts:
    """The cohorts of an area as of a day (two queries); ``found`` are its households of ``everybody``.

    A household that is no longer in the register is counted where it lives now, without members.
    """
    known = {home.pk: home for home in found}
    elsewhere = {home.pk for home in everybody} - known.keys()
    first, fallen = _past(where, on, list(known))
    here = {pk: year for pk, year in first.items() if pk not in elsewhere}
    return grouped(here, fallen, set(_monitored(on)), known)


def grouped(first: dict[int, int], fallen: set[int], watched: set[int], known: dict[int, Home]) -> Cohorts:
    """Cohorts of households by the year of their ``first`` exit; ``known`` are those still in the register."""
    part_of = {pk: _part(known.get(pk), fallen=pk in fallen, watched=pk in watched) for pk in first}
    keys: dict[int, list[int]] = {}
    for pk, year in first.items():
        keys.setdefault(year, []).append(pk)
    made = tuple(_cohort(year, keys[year], part_of, known, fallen) for year in sorted(keys))
    lost = (
        home for home in known.values() if home.standing == Standing.Status.RELAPSED and home.pk not in first
    )
    return Cohorts(made, _causes(first, known, fallen), count(lost))


def _past(where: Area, on: date, known: list[int]) -> tuple[dict[int, int], set[int]]:
    """The year of each household's first exit, and who ever fell back after it."""
    told = Standing.objects.filter(since__lte=on, status__in=("exited", "relapsed"))
    if where.parent_id is not None:
        # Who moved since the assessment is still counted where the assessment found the household.
        here = Q(household__village__path__startswith=where.path) | Q(household__in=known)
        told = told.filter(here)
    first: dict[int, int] = {}
    fallen = set()
    for pk, status, since in told.order_by("since").values_list("household_id", "status", "since"):
        if status == Standing.Status.EXITED:
            first.setdefault(pk, since.year)
        elif pk in first:
            fallen.add(pk)
    return first, fallen


def _monitored(on: date) -> Iterable[int]:
    """Who is monitored on the day."""
    begun = Monitoring.objects.filter(since__lte=on)
    still = begun.filter(removed_on=None) | begun.filter(removed_on__gt=on)
    return still.values_list("household_id", flat=True)


def _part(home: Home | None, *, fallen: bool, watched: bool) -> str:
    if home is None:
        return "gone"
    if home.standing == Standing.Status.RELAPSED:
        return "relapsed"
    if home.left:
        return "taken_back"
    return "again" if fallen else "monitored" if watched else "out"


def _cohort(
    year: int, keys: list[int], part_of: dict[int, str], known: dict[int, Home], fallen: set[int]
) -> Cohort:
    parts = {name: _count((pk for pk in keys if part_of[pk] == name), known) for name in PARTS}
    return Cohort(year, _count(keys, known), parts, _count((pk for pk in keys if pk in fallen), known))


def _causes(left: Iterable[int], known: dict[int, Home], fallen: set[int]) -> tuple[ByCause, ...]:
    """By main cause in force; a household that is not in the register any more has none."""
    keys: dict[str, list[int]] = {}
    for pk in left:
        keys.setdefault(known[pk].cause if pk in known else "", []).append(pk)
    made = (
        ByCause(cause, _count(many, known), _count((pk for pk in many if pk in fallen), known))
        for cause, many in keys.items()
    )
    return tuple(sorted(made, key=lambda one: (not one.cause, -one.whole.households, one.cause)))


def _count(keys: Iterable[int], known: dict[int, Home]) -> Count:
    told = list(keys)
    inside = count(known[pk] for pk in told if pk in known)
    return inside + Count(len(told) - inside.households, 0) if told else NONE

"""The register of any past day (某日台账), recomputed from the record: counts of each place, and who."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from liuqing.errors import Problem
from liuqing.registry.models import Area, Household, Standing
from liuqing.registry.queries import boards, scope
from liuqing.registry.queries.boards import Place
from liuqing.registry.queries.pages import Page
from liuqing.registry.queries.windows.register import Register, inside, recomputed
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

SIZE = 60


@dataclass(frozen=True)
class Count:
    """A place with households and persons in the register on the day."""

    code: str
    name: str
    households: int
    persons: int


@dataclass(frozen=True)
class Listed:
    """A household as it was on the day."""

    no: str
    head: str
    town: str
    village: str
    standing: str
    monitored: bool
    persons: int


@dataclass(frozen=True)
class Past:
    """A register of an area on a day; ``homes`` is None for who may not see households."""

    area: Place
    on: date
    register: str
    total: Count
    places: tuple[Count, ...]
    homes: Page[Listed] | None


def register_on(
    user: Any, on: date, area: str | None = None, register: str = "registered", number: int = 1
) -> Past:
    """The register of an area on a day, as the record says it now.

    Problems ``registry.no_such_area``, ``windows.future`` for a day that has not come.
    """
    where = scope.area(user, area, Right.SEE_BOARD)
    if on > clock.today():
        raise Problem("windows.future", f"{on} 还没有到", "请选今天或以前的一天。")
    found = recomputed(on)
    counts = _counts(found, register)
    below = where.children.exclude(level=Area.Level.HAMLET).order_by("code")
    places = tuple(_count(one, counts) for one in below)
    seen = rights.can(user, Right.SEE_HOUSEHOLDS, where.path)
    return Past(
        boards.area_head(where), on, register, _count(where, counts),
        tuple(one for one in places if one.households), _homes(where, found, register, number) if seen else None,
    )  # fmt: skip


Counts = tuple[Counter[int], Counter[int]]


def _counts(found: Register, register: str) -> Counts:
    told = found.counts()
    return told[register, "household"], told[register, "person"]


def _count(area: Area, counts: Counts) -> Count:
    villages = Area.objects.filter(path__startswith=area.path).values_list("pk", flat=True)
    households, persons = (sum(one[pk] for pk in villages) for one in counts)
    return Count(area.code, area.name, households, persons)


def _homes(where: Area, found: Register, register: str, number: int) -> Page[Listed]:
    villages = set(Area.objects.filter(path__startswith=where.path).values_list("pk", flat=True))
    keys = [pk for pk, home in found.homes.items() if inside(home, register) in villages]
    every = sorted(Household.objects.in_bulk(keys).values(), key=lambda home: home.no)
    number = min(max(1, number), max(1, -(-len(every) // SIZE)))
    here = every[(number - 1) * SIZE : number * SIZE]
    places = Area.objects.select_related("parent").in_bulk({found.homes[home.pk][0] for home in here})
    lived = Counter(found.people.values())
    return Page([_listed(home, found, places, lived) for home in here], len(every), number, SIZE)


def _listed(home: Household, found: Register, places: dict[int, Area], lived: Counter[int]) -> Listed:
    village, status, monitored = found.homes[home.pk]
    place = places[village]
    return Listed(
        home.no, home.head_name, place.parent.name if place.parent else "", place.name,
        str(Standing.Status(status).label) if status else "", monitored, lived[home.pk],
    )  # fmt: skip


__all__ = ["Count", "Listed", "Past", "register_on"]

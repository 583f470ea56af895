"""The projects of a place's plan (项目): what is built or bought, for how much, in which years, until when.

Those in the pool that are applied for at or below the place are its own. Those of a higher or another place
that serve it are only named: their money stands in the plan of the place they belong to.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from liuqing.planning.models import Beneficiary, Funding, Project, Quantity
from liuqing.planning.queries.life import scheduled
from liuqing.planning.queries.life.gathered import Gathered
from liuqing.planning.queries.plans.village_homes import Home
from liuqing.planning.queries.plans.village_places import heirs, inside
from liuqing.registry.models import Area

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Money:
    """What a project needs of one source in one year, in yuan."""

    year: int
    source: str
    need: Decimal


@dataclass(frozen=True)
class Work:
    """A project. ``need`` None: nobody stated what it needs; ``secured`` None: nor what is secured; yuan.

    ``homes`` are the keys of the households it serves here, ``covers`` the areas it serves as a whole;
    ``said`` (households, persons) is what its application states. ``begins`` and ``ends`` are planned days.
    """

    pk: int
    no: str
    name: str
    class_one: str
    class_two: str
    household: bool
    area: Area
    site: str
    department: str
    unit: str
    lead: str
    state: str
    year: int | None
    items: tuple[tuple[str, Decimal, str, Decimal | None], ...]
    money: tuple[Money, ...]
    secured: Decimal | None
    homes: frozenset[int]
    covers: tuple[str, ...]
    said: tuple[int | None, int | None]
    begins: date | None
    ends: date | None

    @property
    def need(self) -> Decimal | None:
        """All it needs."""
        return sum((one.need for one in self.money), ZERO) if self.money else None

    def of_year(self, year: int) -> Decimal | None:
        """What it needs in a year; None where it has no money of that year."""
        told = [one.need for one in self.money if one.year == year]
        return sum(told, ZERO) if told else None


def works(where: Area, homes: Iterable[Home]) -> tuple[Work, ...]:
    """The projects of the pool at or below an area, in the order of their classes and numbers."""
    return _works(Project.objects.filter(inside(where, heirs())), where, homes)


def named(where: Area, homes: Iterable[Home]) -> tuple[Work, ...]:
    """Those of higher or other places that serve the area as a whole, or one of its households."""
    known = list(homes)
    above = [where.path[: at + 1] for at, mark in enumerate(where.path) if mark == "/"]
    own = heirs()
    here = Q(area__path__in=above) | inside(where, own)
    links = Beneficiary.objects.filter(here | Q(household__village__path__startswith=where.path))
    served = Project.objects.exclude(inside(where, own))
    return _works(served.filter(pk__in=links.order_by().values("project")), where, known)


def waiting(where: Area) -> int:
    """How many projects at or below the area are applied for and not in the pool."""
    return Project.objects.filter(inside(where, heirs()), state__in=Project.WAITING).count()


def amounts(found: Iterable[Work]) -> dict[tuple[int, str], Decimal]:
    """What all of them need by year and source."""
    told: dict[tuple[int, str], Decimal] = defaultdict(lambda: ZERO)
    for one in found:
        for money in one.money:
            told[money.year, money.source] += money.need
    return dict(told)


# --- reading -----------------------------------------------------------------------------


def _works(projects: "QuerySet[Project]", where: Area, homes: Iterable[Home]) -> tuple[Work, ...]:
    known = list(homes)
    found = projects.filter(state__in=Project.IN_POOL).select_related("area__parent").distinct()
    ordered = list(found.order_by("class_one", "class_two", "no"))
    keys = [one.pk for one in ordered]
    gathered, usual = Gathered(ordered), scheduled.usual()
    read = _Read(_money(keys), _items(keys), _links(keys), gathered, usual)
    here = _Here(frozenset(one.pk for one in known), _by_path(where, known))
    return tuple(_work(one, read, here) for one in ordered)


@dataclass(frozen=True)
class _Read:
    money: Mapping[int, list[Money]]
    items: Mapping[int, list[Any]]
    links: Mapping[int, list[tuple[int | None, str, str]]]
    gathered: Gathered
    usual: Mapping[str, int]


@dataclass(frozen=True)
class _Here:
    homes: frozenset[int]
    registered: Mapping[str, set[int]]


def _work(one: Project, read: _Read, here: _Here) -> Work:
    days = scheduled.planned(one, read.gathered, read.usual)
    served, covers = _served(read.links.get(one.pk, []), here)
    return Work(
        one.pk, one.no, one.name, one.class_one, one.class_two, one.reach == Project.Reach.HOUSEHOLD, one.area,
        one.site, one.department, one.unit, one.lead, one.get_state_display(), one.year,
        tuple(read.items.get(one.pk, ())), tuple(read.money.get(one.pk, ())), read.gathered.secured(one), served, covers,
        (one.households_said, one.persons_said), days.get("begun"), days.get("completed"),
    )  # fmt: skip


def _served(links: list[tuple[int | None, str, str]], here: _Here) -> tuple[frozenset[int], tuple[str, ...]]:
    """The households here that are linked, or registered in a linked area; and the names of those areas."""
    served = {home for home, _, _ in links if home in here.homes}
    areas = [(path, name) for home, path, name in links if home is None]
    for path, _ in areas:
        served |= {
            pk for village, homes in here.registered.items() if village.startswith(path) for pk in homes
        }
    return frozenset(pk for pk in served if pk is not None), tuple(name for _, name in areas)


def _by_path(where: Area, homes: Iterable[Home]) -> dict[str, set[int]]:
    """The registered households by the path of their village."""
    paths = dict(Area.objects.filter(path__startswith=where.path).values_list("pk", "path"))
    found: dict[str, set[int]] = defaultdict(set)
    for home in homes:
        if home.status:
            found[paths[home.village]].add(home.pk)
    return found


def _money(keys: list[int]) -> dict[int, list[Money]]:
    found: dict[int, list[Money]] = defaultdict(list)
    rows = _of(Funding, keys).order_by("year", "source", "pk")
    for pk, year, source, need in rows.values_list("project", "year", "source", "need"):
        found[pk].append(Money(year, source, need))
    return found


def _items(keys: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    rows = _of(Quantity, keys).order_by("pk")
    for pk, *told in rows.values_list("project", "item", "quantity", "unit", "unit_cost"):
        found[pk].append(tuple(told))
    return found


def _links(keys: list[int]) -> dict[int, list[tuple[int | None, str, str]]]:
    found: dict[int, list[tuple[int | None, str, str]]] = defaultdict(list)
    rows = _of(Beneficiary, keys).order_by("area__path", "pk")
    for pk, home, path, name in rows.values_list("project", "household", "area__path", "area__name"):
        found[pk].append((home, path or "", name or ""))
    return found


def _of(model: Any, keys: list[int]) -> Any:
    """Of some projects by their keys, of very many by the span of them: a list of thousands is too long."""
    if len(keys) <= MANY:
        return model.objects.filter(project__in=keys)
    return model.objects.filter(project__gte=min(keys), project__lte=max(keys))


MANY = 500
"""Above so many projects everything between the first and the last key is read."""

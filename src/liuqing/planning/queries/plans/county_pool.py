"""The pool as a plan tells it (项目库): class by class, item by item; every project stands in one item once.

Money is whole fen. Households are counted once in an item, in a class, in all: such counts are never added.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from liuqing.planning import pool_words
from liuqing.planning.models import Funding, Project, Quantity
from liuqing.planning.queries import scope as projects_of
from liuqing.planning.queries.plans.county_served import Reach, Served
from liuqing.planning.queries.plans.shares import Money, added, fen
from liuqing.planning.queries.plans.village_places import heirs, living
from liuqing.registry.models import Area


@dataclass(frozen=True)
class Work:
    """A project of the pool. ``part`` is the path of the township it lies in, or the county's own.

    ``works`` are what it builds or buys: name, unit, quantity. ``year`` None: in no year's plan yet.
    """

    pk: int
    no: str
    name: str
    class_one: str
    class_two: str
    part: str
    place: str
    department: str
    unit: str
    year: int | None
    state: str
    need: Money
    secured: Money
    works: tuple[tuple[str, str, Decimal], ...]


@dataclass(frozen=True)
class Group:
    """Projects that stand together under a name; "" are those that nobody has put under one."""

    name: str
    works: tuple[Work, ...]
    served: Served
    items: tuple["Group", ...] = ()

    @cached_property
    def need(self) -> Money:
        """By year and source."""
        return added(one.need for one in self.works)

    @cached_property
    def secured(self) -> Money:
        """By year and source, as stated."""
        return added(one.secured for one in self.works)

    @property
    def departments(self) -> tuple[tuple[str, int], ...]:
        """Who answers for how many of them, the most first; "" where nobody is written down."""
        told = Counter(one.department for one in self.works)
        return tuple(sorted(told.items(), key=lambda one: (not one[0], -one[1], one[0])))

    @property
    def quantities(self) -> tuple[tuple[str, str, Decimal], ...]:
        """What is built or bought in all: name, unit, quantity."""
        sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for one in self.works:
            for name, unit, quantity in one.works:
                sums[name, unit] += quantity
        return tuple((name, unit, value) for (name, unit), value in sums.items())

    def by_plan_year(self) -> tuple[tuple[int | None, int], ...]:
        """How many stand in the plan of each year; None those in none."""
        told = Counter(one.year for one in self.works)
        return tuple(sorted(told.items(), key=lambda one: (one[0] is None, one[0] or 0)))


@dataclass(frozen=True)
class Pool:
    """The whole pool: its classes in the place's order, those without projects too. ``waiting`` are not in it."""

    whole: Group
    classes: tuple[Group, ...]
    years: tuple[int, ...]
    sources: tuple[str, ...]
    waiting: int


def pool(user: Any, where: Area, on: date) -> Pool:
    """The pool of the county as the user sees it."""
    seen = projects_of.visible(user).filter(area__path__startswith=where.path)
    works = _works(seen.filter(state__in=Project.IN_POOL), where)
    reach = Reach(where, on)
    classes = tuple(
        _class(name, [w for w in works if w.class_one == name], reach) for name in _ordered(works)
    )
    everything = Group("", tuple(works), reach.of(one.pk for one in works))
    years = sorted({year for year, _ in everything.need})
    waiting = seen.filter(state__in=Project.WAITING).count()
    return Pool(everything, classes, tuple(years), _sources(everything.need), waiting)


def _class(name: str, works: list[Work], reach: Reach) -> Group:
    known = [*pool_words.classes().get(name, ()), ""]
    found = {one.class_two for one in works}
    order = [item for item in known if item in found] + sorted(found - set(known))
    items = tuple(_group(item, [one for one in works if one.class_two == item], reach) for item in order)
    return Group(name, tuple(works), reach.of(one.pk for one in works), items)


def _group(name: str, works: list[Work], reach: Reach) -> Group:
    return Group(name, tuple(works), reach.of(one.pk for one in works))


def _ordered(works: Iterable[Work]) -> list[str]:
    known = list(pool_words.classes())
    return [*known, *sorted({one.class_one for one in works} - set(known))]


def _sources(need: Money) -> tuple[str, ...]:
    """The place's sources that are used, in its order, then others."""
    used = {source for _, source in need}
    known = [one for one in pool_words.sources() if one in used]
    return (*known, *sorted(used - set(known)))


# --- reading -----------------------------------------------------------------------------


def _works(found: Any, where: Area) -> list[Work]:
    keys = found.order_by().values("pk")
    need, secured = _money(keys)
    works, ended = _quantities(keys), heirs()
    labels = dict(Project.State.choices)
    rows = found.order_by("class_one", "class_two", "no").values_list(
        "pk", "no", "name", "class_one", "class_two", "area__path", "area__name", "department", "unit", "year", "state"
    )  # fmt: skip
    return [
        Work(
            pk, no, name, one, two, _part(living(path, ended), where), place, department, unit, year, str(labels[state]),
            need.get(pk, {}), secured.get(pk, {}), tuple(works.get(pk, ())),
        )
        for pk, no, name, one, two, path, place, department, unit, year, state in rows
    ]  # fmt: skip


def _part(path: str, where: Area) -> str:
    """The path of the township, or of the county itself."""
    below, _, _ = path[len(where.path) :].partition("/")
    return f"{where.path}{below}/" if below else where.path


def _money(keys: Any) -> tuple[dict[int, dict[tuple[int, str], int]], dict[int, dict[tuple[int, str], int]]]:
    need: defaultdict[int, dict[tuple[int, str], int]] = defaultdict(dict)
    secured: defaultdict[int, dict[tuple[int, str], int]] = defaultdict(dict)
    rows = Funding.objects.filter(project__in=keys).order_by("year", "pk")
    for pk, year, source, wanted, got in rows.values_list("project", "year", "source", "need", "secured"):
        need[pk][year, source], secured[pk][year, source] = fen(wanted), fen(got)
    return need, secured


def _quantities(keys: Any) -> dict[int, list[tuple[str, str, Decimal]]]:
    found: defaultdict[int, list[tuple[str, str, Decimal]]] = defaultdict(list)
    rows = Quantity.objects.filter(project__in=keys).order_by("pk")
    for pk, item, unit, quantity in rows.values_list("project", "item", "unit", "quantity"):
        found[pk].append((item, unit, quantity))
    return found

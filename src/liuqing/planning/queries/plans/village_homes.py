"""The households of a village's working plan (户): as they stand on the plan's day, each once.

Whoever is in the register on the day, and whoever is monitored without being in it. A household belongs to
the village in which it is now: one that moved, or whose village was merged, stands in its new village only.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count as Many
from django.db.models import Q

from liuqing.registry.models import (
    Area,
    Assignment,
    Cause,
    ExitPlan,
    Household,
    Membership,
    Monitoring,
    Standing,
)
from liuqing.registry.queries import scope
from liuqing.registry.queries.exits import Count

UNEXITED = (Standing.Status.REGISTERED, Standing.Status.RELAPSED)
LAST = 9999
"""Sorts those without a planned year behind all that have one."""


@dataclass(frozen=True)
class Home:
    """A household on the day. ``status`` "" : not in the register, but monitored. ``causes``: the main one first.

    ``exited`` is the year in which it left; ``planned`` the year in which it is to leave; ``helpers`` are
    (unit, post) of its officers, never their names; ``main`` says that the first cause is the main one.
    """

    pk: int
    no: str
    head: str
    village: int
    hamlet: str
    size: int
    status: str
    exited: int | None
    planned: int | None
    causes: tuple[str, ...]
    main: bool
    monitored: bool
    helpers: tuple[tuple[str, str], ...]

    @property
    def left(self) -> bool:
        """Whether it is still to leave."""
        return self.status in UNEXITED

    @property
    def main_cause(self) -> str:
        """Its main cause; "" if nobody has stated one."""
        return self.causes[0] if self.main else ""


def homes(where: Area, on: date) -> tuple[Home, ...]:
    """The households at or below an area, those still to leave first, by planned year (seven queries)."""
    standings = {
        one.household_id: one for one in _of(Standing, where).filter(scope.in_force(on)).order_by("since")
    }
    monitored = set(_monitored(where, on))
    found = Household.objects.filter(village__path__startswith=where.path)
    told = {row[0]: row for row in found.values_list("pk", "no", "head_name", "village", "hamlet")}
    read = _Read(
        _sizes(where, on), _causes(where, on), dict(_of(ExitPlan, where).values_list("household", "year")),
        _helpers(where, on), monitored,
    )  # fmt: skip
    wanted = [row for pk, row in told.items() if pk in standings or pk in monitored]
    return tuple(sorted((_home(row, standings.get(row[0]), read) for row in wanted), key=_order))


def count(found: Iterable[Home]) -> Count:
    """How many households and members."""
    told = list(found)
    return Count(len(told), sum(one.size for one in told))


def by_cause(found: Iterable[Home]) -> tuple[tuple[str, Count, Count], ...]:
    """Main causes, the most frequent first, those without one last: (cause, all of the register, of them unexited)."""
    groups: dict[str, list[Home]] = defaultdict(list)
    for home in found:
        groups[home.main_cause].append(home)
    order = sorted(groups, key=lambda cause: (not cause, -len(groups[cause]), cause))
    return tuple((cause, count(groups[cause]), count(h for h in groups[cause] if h.left)) for cause in order)


@dataclass(frozen=True)
class _Read:
    sizes: Mapping[int, int]
    causes: Mapping[int, list[tuple[str, bool]]]
    planned: Mapping[int, int]
    helpers: Mapping[int, list[tuple[str, str]]]
    monitored: set[int]


def _home(row: tuple[Any, ...], standing: Standing | None, read: _Read) -> Home:
    pk, no, head, village, hamlet = row
    causes = read.causes.get(pk, [])
    left_in = standing.since.year if standing and standing.status == Standing.Status.EXITED else None
    return Home(
        pk, no, head, village, hamlet, read.sizes.get(pk, 0), standing.status if standing else "", left_in,
        read.planned.get(pk), tuple(code for code, _ in causes), bool(causes and causes[0][1]), pk in read.monitored,
        tuple(dict.fromkeys(read.helpers.get(pk, []))),
    )  # fmt: skip


def _order(home: Home) -> tuple[Any, ...]:
    return not home.left, home.planned or LAST, home.village, home.hamlet, home.no


def _of(model: Any, where: Area) -> Any:
    return model.objects.filter(household__village__path__startswith=where.path)


def _monitored(where: Area, on: date) -> Iterable[int]:
    open_still = Q(removed_on=None) | Q(removed_on__gt=on)
    return _of(Monitoring, where).filter(open_still, since__lte=on).values_list("household", flat=True)


def _sizes(where: Area, on: date) -> dict[int, int]:
    members = Membership.objects.filter(scope.in_force(on), household__village__path__startswith=where.path)
    return dict(members.order_by().values("household").annotate(n=Many("pk")).values_list("household", "n"))


def _causes(where: Area, on: date) -> dict[int, list[tuple[str, bool]]]:
    found: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    in_force = _of(Cause, where).filter(scope.in_force(on)).order_by("-main", "pk")
    for pk, code, main in in_force.values_list("household", "code", "main"):
        found[pk].append((code, main))
    return found


def _helpers(where: Area, on: date) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    in_force = _of(Assignment, where).filter(scope.in_force(on)).order_by("since", "pk")
    for pk, unit, post in in_force.values_list("household", "officer__unit", "officer__post"):
        found[pk].append((unit, post))
    return found

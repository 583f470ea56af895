"""Whose money it is (各级的数): every project of the pool stands at one level once, in whole fen.

A project belongs to the area it was applied for, or to the one that took its place. What a village has is its
share of the township, what the township itself has is added once: the parts of an area are the area.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from liuqing.planning.models import Funding, Project
from liuqing.planning.queries import scope as projects_of
from liuqing.planning.queries.plans.village_places import heirs, inside, living
from liuqing.registry.models import Area
from liuqing.registry.queries import scope
from liuqing.workflow.rights import Right

Money = Mapping[tuple[int, str], int]
"""Whole fen by year and source."""
Placed = tuple[str, Money, Money]
"""A project: the path of the living area it belongs to, what it needs, what is secured."""


@dataclass(frozen=True)
class Share:
    """A part of an area: what lies in an area below it, or (``own``) what the area itself applied for.

    ``need`` and ``secured`` are whole fen by year and source; a project without money counts as a project.
    """

    code: str
    name: str
    own: bool
    projects: int
    need: Money
    secured: Money

    @property
    def total(self) -> int:
        """All that is needed, in fen."""
        return sum(self.need.values())

    @property
    def years(self) -> Money:
        """What is needed by year, with "" for the source."""
        return added({(year, ""): fen} for (year, _), fen in self.need.items())


def shares(user: Any, area_code: str | None) -> tuple[Share, ...]:
    """The parts of an area, its own first, then every living area right below it in the order of codes.

    Problem ``registry.no_such_area``.
    """
    where = scope.area(user, area_code, Right.SEE_PROJECTS)
    return parted(where, _projects(user, where))


def whole(user: Any, area_code: str | None) -> Share:
    """All of an area as one share. Problem ``registry.no_such_area``."""
    where = scope.area(user, area_code, Right.SEE_PROJECTS)
    found = list(_projects(user, where))
    return _share((where.code, where.name, False), found)


def parted(where: Area, projects: Iterable[Placed]) -> tuple[Share, ...]:
    """The same parts of projects that were read already."""
    below = Area.objects.filter(parent=where, until=None).order_by("code")
    named = {where.path: (where.code, f"{where.name}本级", True)}
    named |= {one.path: (one.code, one.name, False) for one in below}
    found: dict[str, list[Placed]] = {path: [] for path in named}
    for one in projects:
        found[_part(one[0], named, where)].append(one)
    return tuple(_share(told, found[path]) for path, told in named.items())


def added(parts: Iterable[Money]) -> dict[tuple[int, str], int]:
    """The sum of several."""
    sums: defaultdict[tuple[int, str], int] = defaultdict(int)
    for part in parts:
        for key, fen in part.items():
            sums[key] += fen
    return dict(sums)


def fen(yuan: Any) -> int:
    """Yuan with two places as whole fen."""
    return int(yuan * 100)


def _share(named: tuple[str, str, bool], found: list[Placed]) -> Share:
    return Share(*named, len(found), added(one[1] for one in found), added(one[2] for one in found))


def _projects(user: Any, where: Area) -> Iterator[Placed]:
    known = heirs()
    found = projects_of.visible(user).filter(inside(where, known), state__in=Project.IN_POOL)
    need: defaultdict[int, dict[tuple[int, str], int]] = defaultdict(dict)
    got: defaultdict[int, dict[tuple[int, str], int]] = defaultdict(dict)
    rows = Funding.objects.filter(project__in=found.order_by().values("pk")).order_by()
    for pk, year, source, wanted, secured in rows.values_list("project", "year", "source", "need", "secured"):
        need[pk][year, source], got[pk][year, source] = fen(wanted), fen(secured)
    for pk, path in found.order_by().values_list("pk", "area__path"):
        yield living(path, known), need[pk], got[pk]


def _part(path: str, named: Mapping[str, Any], where: Area) -> str:
    """The part in which a project of this path stands: the area below that holds it, else the area itself."""
    below, _, _ = path[len(where.path) :].partition("/")
    return child if (child := f"{where.path}{below}/") in named and below else where.path

"""Whom projects serve (受益): households and persons, each counted once however often it is linked (R067)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from liuqing.planning.models import Beneficiary, Project
from liuqing.registry.models import Area, Household, Membership
from liuqing.registry.queries import scope

SHOWN = 2_000
"""Households that a form offers at once: more than a village has."""


@dataclass(frozen=True)
class Served:
    """Distinct households and their members."""

    households: int
    persons: int


@dataclass(frozen=True)
class Candidate:
    """A household that may be chosen."""

    home: Household
    village: str
    size: int
    chosen: bool


def served(projects: "QuerySet[Project]", on: date, paths: Iterable[str] | None = None) -> Served:
    """Whom these projects serve on a day: linked households, and all registered ones of linked areas.

    ``paths``: those of the linked areas, if the caller has read them.
    """
    homes = households(projects, on, paths)
    persons = Membership.objects.filter(scope.in_force(on), household__in=homes.values("pk"))
    return Served(homes.count(), persons.values("person").distinct().count())


def households(
    projects: "QuerySet[Project]", on: date, known: Iterable[str] | None = None
) -> "QuerySet[Household]":
    """The same households as a query, none twice."""
    links = Beneficiary.objects.filter(project__in=projects.order_by().values("pk"))
    one_by_one = links.filter(household__isnull=False).order_by().values("household")
    linked = links.filter(area__isnull=False).order_by()
    paths = list(linked.values_list("area__path", flat=True).distinct() if known is None else known)
    if not paths:
        return Household.objects.filter(pk__in=one_by_one)
    villages = Area.objects.filter(scope.within(_highest(paths), "path")).values_list("pk", flat=True)
    of_areas = scope.registered(Household.objects.filter(village__in=list(villages)), on)
    return Household.objects.filter(Q(pk__in=one_by_one) | Q(pk__in=of_areas.order_by().values("pk")))


def candidates(user: Any, project: Project, on: date) -> list[Candidate]:
    """The registered households of the project's area that the user may see, those chosen first."""
    chosen = set(project.beneficiaries.filter(person=None).values_list("household", flat=True))
    seen = scope.visible_households(user).filter(scope.within([project.area.path], "village__path"))
    found = scope.registered(seen, on) | seen.filter(pk__in=[one for one in chosen if one])
    homes = list(found.distinct().select_related("village").order_by("village__code", "no")[:SHOWN])
    sizes = _sizes(homes, on)
    told = [Candidate(one, one.village.name, sizes.get(one.pk, 0), one.pk in chosen) for one in homes]
    return sorted(told, key=lambda one: not one.chosen)


def below(user: Any, project: Project) -> list[Area]:
    """The areas that a project may serve as a whole: its own, and those below it down to the villages."""
    levels = (Area.Level.COUNTY, Area.Level.TOWN, Area.Level.VILLAGE)
    inside = Area.objects.filter(level__in=levels, until=None, path__startswith=project.area.path)
    return list(inside.select_related("parent").order_by("path"))


def hidden(project: Project, shown: list[Candidate]) -> int:
    """How many linked households the user does not see; they stay linked."""
    offered = {one.home.pk for one in shown}
    linked = project.beneficiaries.filter(household__isnull=False, person=None)
    return sum(pk not in offered for pk in linked.values_list("household", flat=True))


def _sizes(homes: list[Household], on: date) -> dict[int, int]:
    sizes: dict[int, int] = {}
    members = Membership.objects.filter(scope.in_force(on), household__in=[one.pk for one in homes])
    for home in members.values_list("household", flat=True):
        sizes[home] = sizes.get(home, 0) + 1
    return sizes


def _highest(paths: list[str]) -> list[str]:
    """Without those that lie below another."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept

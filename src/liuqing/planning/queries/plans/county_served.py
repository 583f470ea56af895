"""Whom projects serve (受益户), for many groups of projects at once: each household counted once in a group."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from liuqing.planning.models import Beneficiary
from liuqing.registry.models import Area, Household, Membership
from liuqing.registry.queries import scope


@dataclass(frozen=True)
class Served:
    """Distinct households and their members; ``untold`` projects name neither a household nor an area."""

    households: int
    persons: int
    untold: int


class Reach:
    """The links of all projects to households and areas, read once (the same count as ``pool.served``)."""

    def __init__(self, where: Area, on: date) -> None:
        self._homes: defaultdict[int, set[int]] = defaultdict(set)
        self._areas: defaultdict[int, set[str]] = defaultdict(set)
        links = Beneficiary.objects.filter(project__area__path__startswith=where.path).order_by()
        for project, home, path in links.values_list("project", "household", "area__path"):
            if home is not None:
                self._homes[project].add(home)
            else:
                self._areas[project].add(path)
        self._members = _members(on)
        self._registered = _registered(on) if self._areas else {}

    def of(self, projects: Iterable[int]) -> Served:
        """Whom these projects serve together."""
        homes: set[int] = set()
        paths: set[str] = set()
        untold = 0
        for project in projects:
            homes |= self._homes.get(project, set())
            paths |= self._areas.get(project, set())
            untold += project not in self._homes and project not in self._areas
        for village, registered in self._registered.items() if paths else ():
            if any(village.startswith(path) for path in paths):
                homes |= registered
        persons = {person for home in homes for person in self._members.get(home, ())}
        return Served(len(homes), len(persons), untold)


def _members(on: date) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows = Membership.objects.filter(scope.in_force(on)).order_by()
    for home, person in rows.values_list("household", "person"):
        found[home].append(person)
    return found


def _registered(on: date) -> dict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    rows = scope.registered(Household.objects.all(), on).order_by()
    for pk, path in rows.values_list("pk", "village__path"):
        found[path].add(pk)
    return found

"""Which households may be planted in: each once, and none with which something else is wrong."""

from collections.abc import Callable, Iterator
from random import Random

from liuqing.sample.errors import Plan
from liuqing.sample.kind import Kind
from liuqing.sample.people import Household, Person

FEWEST, TINY = 2, 300
"""So many cases of a kind at least, in a county of so many households at least; else one."""
SHARE = 3
"""At most one household in so many is planted in."""

Fits = Callable[[Person, Household], bool]


class Chooser:
    """The households that are still free, in an order of their own."""

    def __init__(self, households: list[Household], plan: Plan, rng: Random):
        self.plan, self.rng = plan, rng
        self._count = len(households)
        touched = set(plan.faults) | {fault.related for rows in plan.extras.values() for _, _, fault in rows}
        touched |= {person.person_no for rows in plan.extras.values() for person, _, _ in rows}
        self._free = [home for home in households if not self._quarrels(home, touched)]
        rng.shuffle(self._free)
        self._left = max(self._count // SHARE, 1)

    def persons(self, kind: Kind, fits: Fits) -> list[tuple[Person, Household]]:
        """Persons of so many free households, which are free no longer; one a household."""
        found = []
        for home in self._some(kind, lambda home: any(fits(p, home) for p in home.members)):
            found.append((next(p for p in home.members if fits(p, home)), home))
        return found

    def homes(self, kind: Kind, fits: Callable[[Household], bool], fewest: int = 0) -> list[Household]:
        """So many free households, which are free no longer."""
        return list(self._some(kind, fits, fewest))

    def wanted(self, kind: Kind) -> int:
        """How many cases a kind has."""
        return max(FEWEST if self._count >= TINY else 1, round(kind.rate * self._count))

    def _some(self, kind: Kind, fits: Callable[[Household], bool], fewest: int = 0) -> Iterator[Household]:
        wanted = min(max(self.wanted(kind), fewest), self._left)
        chosen: list[Household] = []
        for home in self._free:
            if len(chosen) == wanted:
                break
            if fits(home):
                chosen.append(home)
        taken = {id(home) for home in chosen}
        self._free = [home for home in self._free if id(home) not in taken]
        self._left -= len(chosen)
        for home in chosen:
            home.whole = True
        yield from chosen

    def _quarrels(self, home: Household, touched: set[str]) -> bool:
        numbers = {person.person_no for person in home.members}
        return home.whole or home.number in self.plan.wrong_counts or bool(numbers & touched)

"""Counts of households and their members: three answers, and sums that come out."""

from collections.abc import Iterable
from dataclasses import dataclass

from liuqing.registry.queries.exits.homes import Home


@dataclass(frozen=True)
class Count:
    """So many households with so many members."""

    households: int = 0
    persons: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.households + other.households, self.persons + other.persons)

    def __sub__(self, other: "Count") -> "Count":
        return Count(self.households - other.households, self.persons - other.persons)

    def __bool__(self) -> bool:
        return bool(self.households)


NONE = Count()
"""Nobody."""


@dataclass(frozen=True)
class Split:
    """Of how many households something holds, does not hold, is not known."""

    yes: Count = NONE
    no: Count = NONE
    unknown: Count = NONE

    @property
    def whole(self) -> Count:
        """All of them."""
        return self.yes + self.no + self.unknown

    def of(self, answer: str) -> Count:
        """The part of one answer: yes, no, unknown."""
        return {"yes": self.yes, "no": self.no, "unknown": self.unknown}[answer]


NOBODY = Split()
"""Nobody was asked."""
WORDS = {True: "yes", False: "no", None: "unknown"}
"""An answer as addresses and classes name it."""


def count(homes: Iterable[Home]) -> Count:
    """How many households and members."""
    found = list(homes)
    return Count(len(found), sum(one.size for one in found))


def split(answered: Iterable[tuple[bool | None, Home]]) -> Split:
    """Households by an answer."""
    told: dict[bool | None, list[Home]] = {True: [], False: [], None: []}
    for answer, home in answered:
        told[answer].append(home)
    return Split(count(told[True]), count(told[False]), count(told[None]))


def total(counts: Iterable[Count]) -> Count:
    """The sum."""
    return sum(counts, NONE)

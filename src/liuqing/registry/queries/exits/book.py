"""The readiness list to be taken away (退出准备名单): every household that is left, and what each department owes.

For whoever may export the area; no more rows than the role may take.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from liuqing.errors import Problem
from liuqing.policy import place as places
from liuqing.policy import responsible
from liuqing.policy.rules import RULES
from liuqing.registry.models import Area, Household
from liuqing.registry.queries import scope, words
from liuqing.registry.queries.exits.homes import Home, below, homes
from liuqing.registry.queries.exits.under_way import under_way
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

SAID = {True: "达到", False: "未达到", None: "不明"}
"""An answer as a list says it."""


@dataclass(frozen=True)
class Entry:
    """A household that is still to leave: where it lives, what was found, the number of its exit under way."""

    no: str
    head: str
    town: str
    village: str
    hamlet: str
    size: int
    planned: int | None
    ready: bool | None
    answers: tuple[bool | None, ...]
    proceeding: str


@dataclass(frozen=True)
class Owed:
    """A condition of a household that does not hold or is not known, for the department that answers."""

    condition: str
    answer: bool | None
    of: Entry


@dataclass(frozen=True)
class ReadinessBook:
    """Everything in the list: ``heads`` are the conditions, ``departments`` who answers for each of them."""

    area: Area
    on: date
    heads: tuple[str, ...]
    departments: tuple[str, ...]
    rows: tuple[Entry, ...]

    @property
    def offices(self) -> tuple[str, ...]:
        """The departments that owe something, in the order of the conditions."""
        return tuple(one for one in dict.fromkeys(self.departments) if any(self.owed(one)))

    def owed(self, department: str) -> Iterator[Owed]:
        """What a department has to settle or to find out, by condition and household."""
        for at, (head, whose) in enumerate(zip(self.heads, self.departments, strict=True)):
            if whose == department:
                yield from (
                    Owed(head, one.answers[at], one) for one in self.rows if one.answers[at] is not True
                )


def readiness_book(user: Any, code: str | None = None) -> ReadinessBook:
    """The list of an area. Problems ``registry.no_such_area``, ``registry.not_assessed``,
    ``registry.export_too_large``.
    """
    where = scope.area(user, code, Right.EXPORT)
    snapshot = scope.assessed()
    told = homes(snapshot)
    found = [one for one in told.of(below(where).villages) if one.left]
    most = rights.export_rows(user)
    if len(found) > most:
        raise Problem(
            "registry.export_too_large",
            f"这一次要导出 {len(found):,} 户，您的岗位一次最多导出 {most:,} 行",
            "请选小一点的范围（如一个乡镇或一个村），或请县级业务员导出。",
        )
    county = places.load(settings.WORKSPACE.place)
    departments = tuple(words.department(responsible.department(county, (key,))) for key in told.criteria)
    heads = tuple(RULES[key].label for key in told.criteria)
    return ReadinessBook(where, snapshot.on, heads, departments, tuple(_rows(found, where)))


def _rows(found: list[Home], where: Area) -> Iterator[Entry]:
    """In the order of villages and numbers; a household that is gone since is left out."""
    running = under_way(where, clock.today()).households
    by_pk = Household.objects.in_bulk([one.pk for one in found])
    areas = Area.objects.select_related("parent").in_bulk({one.village for one in found})
    for one in sorted(found, key=lambda home: (areas[home.village].code, home.no)):
        home, village = by_pk.get(one.pk), areas[one.village]
        if home is not None:
            yield Entry(
                one.no, home.head_name, village.parent.name if village.parent else "", village.name, home.hamlet,
                one.size, one.planned, one.ready, one.answers, running.get(one.pk, ""),
            )  # fmt: skip

"""The plan beside the pool (规划对照): what the plan says of its money, what the pool adds up to, the difference.

And the plan beside itself: a figure whose own parts do not add up to it. Nothing here decides who is right.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from liuqing.planning.models import Project
from liuqing.planning.queries import scope as projects_of
from liuqing.planning.queries.matrix import counting
from liuqing.planning.queries.matrix.dimensions import MEASURES
from liuqing.policy import place as places
from liuqing.policy.plan_money import COUNTS, MONEY, Check, Said, stated
from liuqing.registry.queries import boards, scope
from liuqing.registry.queries.boards import Place
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right
from liuqing.workflow.roles import ROLES

_Sum = tuple[tuple[str, ...], Any, str]
"""A class or item, a year, a source ("" all)."""


@dataclass(frozen=True)
class Beside:
    """A figure of the plan and the same of the pool; yuan, or projects. ``filters`` open what is in the pool."""

    said: Said
    pool: Decimal
    rounding: Decimal
    filters: dict[str, str]

    @property
    def difference(self) -> Decimal:
        """The pool's less the plan's."""
        return self.pool - self.said.value

    @property
    def agrees(self) -> bool:
        """Whether they differ by no more than the plan's last digit."""
        return abs(self.difference) <= self.rounding


@dataclass(frozen=True)
class Discrepancies:
    """``money`` and ``projects`` of the pool beside the plan's, and where the plan contradicts itself.

    ``comparable`` False: the user does not see the whole county, or nothing is in the pool yet; what the plan
    says of itself needs no pool.
    """

    area: Place
    comparable: bool
    money: tuple[Beside, ...]
    projects: tuple[Beside, ...]
    checks: tuple[Check, ...]

    @property
    def differing(self) -> tuple[Beside, ...]:
        """Where plan and pool do not agree."""
        return tuple(one for one in (*self.money, *self.projects) if not one.agrees)

    @property
    def failing(self) -> tuple[Check, ...]:
        """Where the plan's parts do not add up to its own figure."""
        return tuple(one for one in self.checks if one.verdict == "fails")


def discrepancies(user: Any) -> Discrepancies:
    """The county's plan beside its pool. Problem ``registry.no_such_area`` for who sees no projects."""
    here = scope.area(user, None, Right.SEE_PROJECTS)
    money, counts = (stated(settings.WORKSPACE.place, clock.today(), number) for number in (MONEY, COUNTS))
    checks = (*money.checks, *counts.checks)
    pool = projects_of.visible(user).filter(state__in=Project.IN_POOL)
    if not sees_all(user) or not pool.exists():
        return Discrepancies(boards.area_head(here), False, (), (), checks)
    needs = _summed(
        counting.amounts(pool, MEASURES["need"], ("class_one", "class_two", "year", "source"), {})
    )
    many = _summed(counting.amounts(pool, MEASURES["projects"], ("class_one", "class_two", "year"), {}))
    return Discrepancies(
        boards.area_head(here), True,
        tuple(_beside(here.code, one, needs, money.rounding) for one in money.said),
        tuple(_beside(here.code, one, many, Decimal(0)) for one in counts.said), checks,
    )  # fmt: skip


def contradictions() -> tuple[Check, ...]:
    """Where the place's plan contradicts itself: read with the place, without a question to the record."""
    told = (stated(settings.WORKSPACE.place, clock.today(), number) for number in (MONEY, COUNTS))
    return tuple(check for one in told for check in one.checks if check.verdict == "fails")


def plan_years() -> range:
    """The years of the place's plan; empty if it states none."""
    told = places.load(settings.WORKSPACE.place).told.plan
    if told.first_year is None or told.last_year is None:
        return range(0)
    return range(told.first_year, told.last_year + 1)


def sees_all(user: Any) -> bool:
    """Whether the user sees every project of the county, so that a sum may stand beside the plan's."""
    bound = all(
        ROLES[held.role].projects_of_own_department
        for held in rights.appointments(user)
        if held.role in ROLES and Right.SEE_PROJECTS in ROLES[held.role].rights
    )
    return not bound and scope.sees_everything(user, Right.SEE_PROJECTS)


def _beside(code: str, said: Said, sums: Mapping[_Sum, Decimal], rounding: Decimal) -> Beside:
    first, last = said.years
    found = (sums.get((said.path, year, said.source), Decimal(0)) for year in range(first, last + 1))
    named = dict(zip(("class_one", "class_two"), said.path, strict=False))
    year = {"year": str(first)} if first == last else {}
    source = {"source": said.source} if said.source else {}
    return Beside(said, sum(found, Decimal(0)), rounding, {"area": code, **named, **year, **source})


def _summed(found: Mapping[counting.Key, Decimal]) -> dict[_Sum, Decimal]:
    """The groups added up for the whole, for each class and each item, from all sources and from each."""
    sums: defaultdict[_Sum, Decimal] = defaultdict(Decimal)
    for (one, two, year, *source), amount in found.items():
        for path in ((), (one,), (one, two)):
            for of in ("", *source):
                sums[path, year, of] += amount
    return dict(sums)

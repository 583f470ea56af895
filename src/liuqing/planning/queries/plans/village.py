"""The working plan of a village (村级施工图): its households, each household's measures, its projects, who, when.

Whoever may see the households and the projects of a village gets the same plan: it is written from the record
as of the latest assessed day. Names are left to the paper.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from liuqing.errors import Problem
from liuqing.planning.queries.life import gates
from liuqing.planning.queries.plans import village_facts as facts
from liuqing.planning.queries.plans import village_measures, village_works
from liuqing.planning.queries.plans.village_facts import Listed, Stated
from liuqing.planning.queries.plans.village_homes import Home, homes
from liuqing.planning.queries.plans.village_measures import Given
from liuqing.planning.queries.plans.village_works import Work
from liuqing.policy.tables import MEASURES
from liuqing.registry.models import Area
from liuqing.registry.queries import scope
from liuqing.registry.queries.reasons import day_of
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

BY_CAUSE = "measures.by_cause"
"""The number of the place that says which measures a cause asks for."""


@dataclass(frozen=True)
class Span:
    """The years of the plan; ``stated`` False: the place states none, and these are the year of the day and two more."""

    first: int
    last: int
    stated: bool


@dataclass(frozen=True)
class VillagePlan:
    """Everything in the plan of a village. ``named`` are projects of others that serve it, not added anywhere.

    ``waiting`` so many projects are applied for and not in the pool; ``answers`` measures by cause (the place's).
    """

    area: Area
    on: date
    span: Span
    yearly: tuple[Stated, ...]
    indicators: tuple[Stated, ...]
    listed: Listed
    homes: tuple[Home, ...]
    measures: dict[int, tuple[Given, ...]]
    works: tuple[Work, ...]
    named: tuple[Work, ...]
    waiting: int
    answers: dict[str, frozenset[str]]

    @cached_property
    def registered(self) -> tuple[Home, ...]:
        """Those in the register."""
        return tuple(one for one in self.homes if one.status)

    @cached_property
    def given(self) -> tuple[Given, ...]:
        """Every measure of every household, each once."""
        return tuple(one for home in self.homes for one in self.measures[home.pk])

    @cached_property
    def without(self) -> tuple[Home, ...]:
        """Households without any measure."""
        return tuple(home for home in self.homes if not self.measures[home.pk])

    @cached_property
    def alone(self) -> tuple[Home, ...]:
        """Households without an officer."""
        return tuple(home for home in self.homes if not home.helpers)

    @cached_property
    def need(self) -> dict[tuple[int, str], Decimal]:
        """What the village's own projects need by year and source."""
        return village_works.amounts(self.works)

    def why(self, home: Home, one: Given) -> str:
        """The causes of the household that ask for this measure; "" if none does or nobody knows."""
        return "、".join(cause for cause in home.causes if one.code in self.answers.get(cause, ()))


def village_plan(user: Any, code: str | None = None) -> VillagePlan:
    """The plan of a village. Problems ``registry.no_such_area``, ``plans.no_village``, ``plans.merged``."""
    where = place(user, code, Area.Level.VILLAGE)
    on = day_of(scope.latest_snapshot())
    period = span(on)
    here = homes(where, on)
    return VillagePlan(
        where, on, period, facts.yearly(where, on), facts.indicators(where, on), facts.listed([where], on)[where.pk], here,
        village_measures.measures(where, (one.pk for one in here), on, period.first), village_works.works(where, here),
        village_works.named(where, here), village_works.waiting(where), answers(on),
    )  # fmt: skip


def place(user: Any, code: str | None, level: str) -> Area:
    """The area of a plan, for who may see its households and its projects."""
    where = scope.area(user, code, Right.SEE_HOUSEHOLDS)
    rights.require(user, Right.SEE_PROJECTS, where.path)
    if where.successor_id or where.until:
        heir = where.successor
        raise Problem(
            "plans.merged", f"{where.name}已经并入{heir.name if heir else '别处'}，没有自己的施工图和路线图",
            f"请出{heir.name}（{heir.code}）的。" if heir else "请从一张图进入现在的村。",
        )  # fmt: skip
    if where.level != level:
        told = {Area.Level.VILLAGE: ("施工图", "村"), Area.Level.TOWN: ("路线图", "乡镇")}[Area.Level(level)]
        raise Problem(
            "plans.wrong_level", f"{where.name}不是{told[1]}，{told[0]}按{told[1]}出", f"请选一个{told[1]}（命令行用 --area 写明{told[1]}的代码）。"
        )  # fmt: skip
    return where


def span(on: date) -> Span:
    """The years of the place's plan."""
    told = gates.here().told.plan
    if told.first_year and told.last_year:
        return Span(told.first_year, told.last_year, stated=True)
    return Span(on.year, on.year + 2, stated=False)


def answers(on: date) -> dict[str, frozenset[str]]:
    """Which classes of measures a cause asks for, as the place states it; {} where it states nothing."""
    numbers = gates.here().parameters(on)
    table = numbers[BY_CAUSE] if numbers.has(BY_CAUSE) else {}
    return {cause: frozenset(set(asked) & set(MEASURES)) for cause, asked in table.items()}


def planned_years(found: Iterable[Home], on: date) -> tuple[int, ...]:
    """The years in which somebody is to leave that are not over on the day."""
    opens = on.year + ((on.month, on.day) == (12, 31))
    return tuple(sorted({one.planned for one in found if one.left and one.planned and one.planned >= opens}))

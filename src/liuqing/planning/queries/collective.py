"""Collective income (村集体经济收入): by item and year, against the standards of the place and what was reported.

What an asset brought and was then given out to households or the firm that runs it is not the collective's
own. The ledger's sum never takes the place of the reported figure that the assessment uses
(``indicators.yaml`` and the villages' export): both stand side by side, with the difference. A village of
which the ledger says nothing for a year is not known, not nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Exists, Sum

from liuqing.planning.models import Asset, Distribution, Income
from liuqing.planning.queries.assets import reading
from liuqing.planning.queries.waiting import Waits, told
from liuqing.policy import place, sharing, standards
from liuqing.policy.layers import Limit, in_force
from liuqing.policy.sharing import HUNDRED, Forecast
from liuqing.policy.standards import Standard
from liuqing.registry.models import Area, AreaStanding, Indicator, VillageYear
from liuqing.registry.queries import scope
from liuqing.registry.queries.task import Task
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

NAME = "collective_income"
NOTHING = Decimal("0.00")
PASSED_ON = ("households", "operator")
"""What of a distribution is not the collective's own."""
COUNTS = (Distribution.State.APPROVED, Distribution.State.PAID)
TREND = 5
"""Years that the trend shows."""
LISTED, STATED = "贫困村与非贫困村基础信息", "指标填报表"


@dataclass(frozen=True)
class Judged:
    """A standard over two figures: is it reached by the ledger, by what was reported; None: not known, or not
    yet due. ``applies``: the village is one of those it is for.
    """

    key: str
    label: str
    said: str
    source: str
    unverified: bool
    applies: bool
    own: bool | None
    reported: bool | None


@dataclass(frozen=True)
class Year:
    """A village's year. ``gross`` came in, ``passed_on`` was given out, ``own`` is left; None: nothing is known.
    ``reported`` is what an office stated, ``where`` in which list.
    """

    year: int
    gross: Decimal | None
    passed_on: Decimal
    reported: Decimal | None
    where: str
    grade: str | None

    @property
    def own(self) -> Decimal | None:
        """What is the collective's own."""
        return None if self.gross is None else self.gross - self.passed_on

    @property
    def differs(self) -> Decimal | None:
        """The ledger less what was reported; None if one of them is not known."""
        return None if self.own is None or self.reported is None else self.own - self.reported


@dataclass(frozen=True)
class Village:
    """A village in the ranking of a year."""

    area: Area
    year: Year
    judged: tuple[Judged, ...]
    poor: bool


@dataclass(frozen=True)
class Expected:
    """What a year may bring: agreed with who runs the assets (the collective's part), other items as last year;
    ``planned`` is what the place's plan expects, beside it.
    """

    agreed: tuple[tuple[Asset, Decimal], ...] = ()
    others: Decimal = NOTHING
    planned: tuple[tuple[Forecast, Decimal], ...] = ()

    @property
    def whole(self) -> Decimal:
        """Agreed and as last year together."""
        return sum((amount for _, amount in self.agreed), NOTHING) + self.others

    @property
    def planned_whole(self) -> Decimal:
        """What the plan expects together."""
        return sum((amount for _, amount in self.planned), NOTHING)


@dataclass(frozen=True)
class OfArea:
    """An area's year: its villages, the items, and for a village its trend and what is expected."""

    area: Area
    year: int
    years: tuple[int, ...]
    villages: tuple[Village, ...]
    items: tuple[tuple[str, Decimal], ...]
    gross: Decimal
    passed_on: Decimal
    own: Decimal
    unknown: int
    grades: dict[str, int]
    reached: dict[str, tuple[str, int, int, int]]
    trend: tuple[Year, ...] = ()
    expected: Expected | None = None
    incomes: tuple[Income, ...] = ()
    may_manage: bool = False

    @property
    def differing(self) -> int:
        """In how many villages the ledger and the report do not agree."""
        return sum(bool(one.year.differs) for one in self.villages)


@dataclass
class _Known:
    """What was read of some villages: {(village, year): …}."""

    gross: dict[tuple[int, int], Decimal] = field(default_factory=dict)
    passed_on: dict[tuple[int, int], Decimal] = field(default_factory=lambda: defaultdict(lambda: NOTHING))
    reported: dict[tuple[int, int], tuple[Decimal, str]] = field(default_factory=dict)

    def year(self, village: int, year: int) -> Year:
        """A village's year with its grade."""
        told, where = self.reported.get((village, year), (None, ""))
        gross, passed_on = self.gross.get((village, year)), self.passed_on[village, year]
        grade = None if gross is None else _place().told.collective_income.grade(gross - passed_on)
        return Year(year, gross, passed_on, told, where, grade)


def of_area(user: Any, code: str | None = None, year: int | None = None) -> OfArea:
    """An area's collective income of a year (the last of which the ledger tells). Problem ``registry.no_such_area``."""
    area = scope.area(user, code, Right.SEE_PROJECTS)
    villages = list(_villages(area))
    known = _known(area, villages)
    asked = year or _latest(known)
    stated = _standards(asked)
    standing = _standing(villages)
    told = tuple(
        _village(one, known.year(one.pk, asked), stated, standing[one.pk], asked) for one in villages
    )
    single = area if area.level == Area.Level.VILLAGE else None
    found = _incomes(area).filter(year=asked)
    return OfArea(
        area, asked, tuple(sorted({at for _, at in (*known.gross, *known.reported)} | {asked}, reverse=True)),
        tuple(sorted(told, key=_rank)), tuple(_items(found)),
        sum((one.year.gross or NOTHING for one in told), NOTHING), sum((one.year.passed_on for one in told), NOTHING),
        sum((one.year.own or NOTHING for one in told), NOTHING), sum(one.year.own is None for one in told),
        _grades(told), _reached(told), tuple(known.year(area.pk, at) for at in range(asked - TREND + 1, asked + 1)) if single else (),
        _expected(area, asked + 1) if single else None, tuple(found.select_related("asset")) if single else (),
        rights.can(user, Right.MANAGE_ASSETS, area.path),
    )  # fmt: skip


def waits(user: Any) -> list[Waits]:
    """Villages of which nothing was put in for the last full year, where anybody keeps the ledger at all."""
    if not rights.can(user, Right.MANAGE_ASSETS):
        return []
    year = clock.today().year - 1
    told_ = Income.objects.filter(year=year)
    here = scope.below(
        Area.objects.filter(level=Area.Level.VILLAGE, until=None), rights.areas_of(user, Right.MANAGE_ASSETS)
    )
    # Before the first village is put in nobody waits for the others.
    kept = Exists(told_.filter(area__level=Area.Level.VILLAGE))
    lacking = here.filter(kept).exclude(pk__in=told_.values("area"))
    title = "有村还没有登记年度集体经济收入"
    return [Waits(Task("collective_lacking", title, 0, target={"year": year}), lacking)]


def tasks(user: Any) -> list[Task]:
    """The same with their counts."""
    return told(waits(user))


def _place() -> place.Place:
    return place.load(settings.WORKSPACE.place)


def _latest(known: _Known) -> int:
    """The last year of which the ledger tells, else the last that was reported, else the last full one."""
    return max((year for _, year in known.gross or known.reported), default=clock.today().year - 1)


def _villages(area: Area) -> Iterable[Area]:
    if area.level == Area.Level.VILLAGE:
        return [area]
    here = Area.objects.filter(path__startswith=area.path, level=Area.Level.VILLAGE, until=None)
    return here.select_related("parent").order_by("code")


def _incomes(area: Area) -> Any:
    return Income.objects.filter(area__path__startswith=area.path).order_by("-on", "-pk")


def _known(area: Area, villages: list[Area]) -> _Known:
    known, of = _Known(), {one.path: one.pk for one in villages}
    told = _incomes(area).order_by().values_list("area__path", "year").annotate(whole=Sum("amount"))
    for path, year, whole in told:
        if (village := _inside(path, of)) is not None:
            known.gross[village, year] = known.gross.get((village, year), NOTHING) + whole
    _passed_on(area, of, known)
    _reported(area, known)
    return known


def _inside(path: str, of: dict[str, int]) -> int | None:
    """The village in which a path lies."""
    steps = path.rstrip("/").split("/")
    return next((of[one] for n in range(len(steps), 0, -1) if (one := "/".join(steps[:n]) + "/") in of), None)


def _passed_on(area: Area, of: dict[str, int], known: _Known) -> None:
    found = Distribution.objects.filter(asset__area__path__startswith=area.path, state__in=COUNTS)
    for path, year, lines in found.values_list("asset__area__path", "year", "lines"):
        if (village := _inside(path, of)) is not None:
            known.passed_on[village, year] += sum(
                (Decimal(line["amount"]) for line in lines if line.get("to") in PASSED_ON), NOTHING
            )


def _reported(area: Area, known: _Known) -> None:
    """What the assessment takes: the indicator, else the villages' export; of several the last said."""
    told = VillageYear.objects.filter(area__path__startswith=area.path).exclude(collective_income=None)
    for village, year, value in told.values_list("area", "year", "collective_income"):
        known.reported[village, year] = (value, LISTED)
    said = Indicator.objects.filter(area__path__startswith=area.path, name=NAME).order_by("said_on", "pk")
    for village, year, value in said.values_list("area", "year", "value"):
        known.reported[village, year] = (value.quantize(Decimal("0.01")), STATED)


def _standards(year: int) -> list[tuple[str, Standard, Limit]]:
    """The place's standards of collective income in force at the end of the year."""
    found = standards.declared(_place()).standards.items()
    mine = (
        (key, one)
        for key, one in found
        if one.of == [NAME] and not one.per and not one.minus and not one.change
    )
    dated = (
        (key, one, in_force(one.values, date(year, 12, 31))) for key, one in mine if "village" in one.levels
    )
    return [(key, one, limit[1]) for key, one, limit in dated if limit]


def _standing(villages: list[Area]) -> dict[int, list[AreaStanding]]:
    told: dict[int, list[AreaStanding]] = defaultdict(list)
    for one in AreaStanding.objects.filter(area__in=[one.pk for one in villages]).order_by("since"):
        told[one.area_id].append(one)
    return told


def _village(
    area: Area,
    year: Year,
    stated: list[tuple[str, Standard, Limit]],
    standing: list[AreaStanding],
    asked: int,
) -> Village:
    judged = tuple(_judged(key, one, limit, area, year, standing, asked) for key, one, limit in stated)
    return Village(area, year, judged, bool(standing))


def _judged(
    key: str, one: Standard, limit: Limit, area: Area, year: Year, standing: list[AreaStanding], asked: int
) -> Judged:  # fmt: skip
    named = not one.areas or area.name in one.areas
    return Judged(
        key, one.label, _said(one, limit), str(limit.source), limit.unverified, named and _in_scope(one.scope, standing, asked),
        _holds(one, limit, year.own, asked), _holds(one, limit, year.reported, asked),
    )  # fmt: skip


def _in_scope(scope_: str, standing: list[AreaStanding], year: int) -> bool:
    if scope_ == "poor_village":
        return any(one.since <= date(year, 12, 31) for one in standing)
    if scope_ == "leaving_village":
        return any(one.status == AreaStanding.Status.EXITED and one.since.year == year for one in standing)
    return not scope_


def _holds(one: Standard, limit: Limit, value: Decimal | None, year: int) -> bool | None:
    """Whether a figure reaches the standard; None if it is not known, or not yet reached and not yet due."""
    if value is None or limit.value is None:
        return None
    held = {
        ">=": value >= limit.value, ">": value > limit.value, "<=": value <= limit.value, "<": value < limit.value,
        "=": value == limit.value, "between": limit.value <= value <= (limit.upper or limit.value),
    }.get(one.operator)  # fmt: skip
    return None if held is False and one.due is not None and year < one.due else held


def _said(one: Standard, limit: Limit) -> str:
    upper = f" 至 {limit.upper:,.0f}" if limit.upper is not None else ""
    return (
        f"{standards.OPERATORS[one.operator]} {limit.value:,.0f}{upper} 元" if limit.value is not None else ""
    )


def _rank(one: Village) -> tuple[bool, Decimal, str]:
    return one.year.own is None, -(one.year.own or NOTHING), one.area.code


def _items(found: Any) -> Iterable[tuple[str, Decimal]]:
    return found.order_by().values_list("item").annotate(whole=Sum("amount")).order_by("-whole", "item")


def _grades(villages: Iterable[Village]) -> dict[str, int]:
    """How many villages are of each grade of the place, in its order; "" are those above or below all of them."""
    told: dict[str, int] = {grade.name: 0 for grade in _place().told.collective_income.grades}
    if not told:
        return {}
    for one in villages:
        if one.year.own is not None:
            told[one.year.grade or ""] = told.get(one.year.grade or "", 0) + 1
    return told


def _reached(villages: Iterable[Village]) -> dict[str, tuple[str, int, int, int]]:
    """By standard: its words, and in how many of its villages it is reached, not reached, not known."""
    told: dict[str, tuple[str, int, int, int]] = {}
    for judged in (judged for one in villages for judged in one.judged if judged.applies):
        words, yes, no, unknown = told.get(judged.key, (f"{judged.label}（{judged.said}）", 0, 0, 0))
        told[judged.key] = (
            words,
            yes + (judged.own is True),
            no + (judged.own is False),
            unknown + (judged.own is None),
        )
    return told


def _expected(village: Area, year: int) -> Expected:
    """What a village may have in a year."""
    assets = Asset.objects.filter(area__path__startswith=village.path, state=Asset.State.USED).exclude(
        yearly_return=None
    )
    agreed = tuple(
        (one, _collective_part(one, one.yearly_return or NOTHING, date(year, 12, 31))) for one in assets
    )
    other = (
        _incomes(village).filter(year=year - 1, asset=None).order_by().aggregate(whole=Sum("amount"))["whole"]
    )
    planned = tuple(
        (one, one.each()[village.name]) for one in reading.here().forecasts.values()
        if village.name in one.villages and one.since <= year
    )  # fmt: skip
    return Expected(agreed, other or NOTHING, planned)


def _collective_part(asset: Asset, amount: Decimal, on: date) -> Decimal:
    """What of an asset's income stays with the collective by the rule of the day; all of it without a rule."""
    told = reading.here()
    rule = sharing.in_force(told, asset.plan or told.plan_for(asset.asset_class), on)
    if rule is None:
        return amount
    kept = sum((part.percent for part in rule.rule.parts if part.to not in PASSED_ON), Decimal(0))
    return (amount * kept / HUNDRED).quantize(Decimal("0.01"))

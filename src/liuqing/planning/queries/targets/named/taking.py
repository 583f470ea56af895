"""Taking a named figure (取数): its value for a place and a time, who says so, and where it is clicked down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings

from liuqing.planning.queries.matrix import counting
from liuqing.planning.queries.matrix.dimensions import MEASURES
from liuqing.planning.queries.matrix.table import ask
from liuqing.planning.queries.targets.actual import Actual, Span, Trail, missing
from liuqing.planning.queries.targets.course import Plan, span
from liuqing.planning.queries.targets.figures import Figures
from liuqing.planning.queries.targets.named.marks import Asked, Unknown, Words, read
from liuqing.planning.queries.targets.offices import Offices
from liuqing.policy import place as places
from liuqing.policy.indicators import INDICATORS
from liuqing.policy.metrics import metric, pairs, subject
from liuqing.policy.tables import CAUSES
from liuqing.registry.models import Area
from liuqing.registry.queries import scope
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Taken:
    """A figure that was taken: what was asked in words, the value, or what of the mark nobody knows."""

    label: str
    actual: Actual
    unit: str = ""
    unknown: Unknown | None = None


class Taker:
    """Takes figures for an area, as far as the user may take numbers away. Every question is asked once."""

    def __init__(self, user: Any, area: Area) -> None:
        self.user, self.area, self.on = user, area, clock.today()
        self._taken: dict[str, Taken] = {}
        self._figures: dict[int, Figures] = {}
        self._offices: dict[int, Offices] = {}

    def take(self, mark: str) -> Taken:
        """The figure of a mark."""
        if mark not in self._taken:
            asked = read(mark, self.words)
            self._taken[mark] = (
                Taken(mark, missing(asked.what), unknown=asked)
                if isinstance(asked, Unknown)
                else self._ask(asked)
            )
        return self._taken[mark]

    def value(self, asked: Asked) -> Taken:
        """The figure of something already read."""
        return self._ask(asked)

    def _ask(self, asked: Asked) -> Taken:
        area = self._areas[asked.area] if asked.area else self.area
        actual = {
            "figure": self._figure, "exits": self._exits, "money": self._money, "indicator": self._indicator, "planned": self._planned,
        }[asked.name.kind](asked, area)  # fmt: skip
        years = (
            ""
            if asked.years is None
            else f"{asked.years[0]}年"
            if asked.years[0] == asked.years[1]
            else f"{asked.years[0]}—{asked.years[1]}年"
        )
        parts = (asked.name.label, *asked.words, asked.cause, years, area.name)
        return Taken("，".join(part for part in parts if part), actual, asked.unit)

    # One kind of figure each

    def _figure(self, asked: Asked, area: Area) -> Actual:
        span = asked.span or Span(date.min, date.max)
        narrowed = {"cause": asked.cause} if asked.cause else {}
        return self._of(area).value(asked.name.key, narrowed, span)

    def _exits(self, asked: Asked, area: Area) -> Actual:
        if asked.span is None:
            return missing("要写是哪一年的，如 2018年")
        what = asked.name.key.rpartition("_")[2]
        return self._of(area).exits(what, {}, asked.span, since_ever=False)

    def _money(self, asked: Asked, area: Area) -> Actual:
        if not rights.can(self.user, Right.SEE_PROJECTS, area.path):
            return missing("您没有看项目和资金的权限")
        measure = MEASURES[asked.name.key]
        years: list[dict[str, str]] = (
            [{"year": str(year)} for year in range(asked.years[0], asked.years[1] + 1)]
            if asked.years
            else [{}]
        )
        found = [self._amount(asked, area, one) for one in years]
        known = [value for value in found if value is not None]
        query = {"what": measure.key, **asked.narrowed, **(years[0] if len(years) == 1 else {})}
        trail = Trail("项目", "money-behind", (area.code,), query)
        if not known:
            return missing("没有这样的项目或资金", trail)
        return Actual(
            sum(known, Decimal(0)),
            measure.unit,
            "项目库" if measure.pool else "资金账簿",
            self.on,
            measure.label,
            trail,
        )

    def _amount(self, asked: Asked, area: Area, year: dict[str, str]) -> Decimal | None:
        measure = MEASURES[asked.name.key]
        told = ask(self.user, area.code, measure, {**asked.narrowed, **year})
        return counting.amounts(told.projects(self.user), measure, (), told.rest).get(())

    def _indicator(self, asked: Asked, area: Area) -> Actual:
        year = asked.years[1] if asked.years else self.year
        if area.pk not in self._offices:
            self._offices[area.pk] = Offices(
                area, self.on, frozenset(INDICATORS), lambda: self._villages(area)
            )
        return self._offices[area.pk].indicator(asked.name.key, Span(date(year, 1, 1), date(year, 12, 31)))

    def _planned(self, asked: Asked, area: Area) -> Actual:
        """What the plan says: the figure with exactly these words, of the year or the years."""
        plan = Plan(tuple(places.load(settings.WORKSPACE.place).targets()), range(0))
        wanted = set(asked.words)
        found = [
            one
            for one in plan.targets
            if one.metric == asked.name.key and set(subject(one.dimension).values()) == wanted
        ]
        if asked.years:
            first, last = asked.years
            period = f"{first}-{last}" if first != last else ""
            found = [
                one for one in found if one.year == last and pairs(one.dimension).get("period", "") == period
            ]
        if len(found) != 1:
            when = sorted({pairs(one.dimension).get("period", str(one.year)) for one in found})
            return missing(
                f"规划里有 {len(found)} 个：{'、'.join(when)}，请写是哪一年的"
                if found
                else "规划里没有这个数"
            )
        target = found[0]
        trail = Trail("目标完成", "targets", (), {"topic": metric(target.metric).topic.key})
        due = span(plan.course(target, self.on)).last
        return Actual(target.value, target.unit, target.source, due, f"规划写的{target.word}", trail)

    # What is read once

    @cached_property
    def words(self) -> Words:
        """The words that may stand in a mark."""
        told = places.load(settings.WORKSPACE.place)
        areas: dict[str, list[str]] = {}
        for code, area in self._areas.items():
            for said in {code, area.name, *_short(area.name)}:
                areas.setdefault(said, []).append(code)
        # A whole name wins over what is left of a longer one.
        for area in self._areas.values():
            same = [code for code in areas[area.name] if self._areas[code].name == area.name]
            areas[area.name] = same
        items = tuple(dict.fromkeys(item for every in told.project_classes.values() for item in every))
        return Words(
            {said: tuple(codes) for said, codes in areas.items()}, tuple(told.project_classes), items, tuple(told.fund_sources), tuple(CAUSES)
        )  # fmt: skip

    @cached_property
    def _areas(self) -> dict[str, Area]:
        paths = rights.areas_of(self.user, Right.EXPORT)
        inside = scope.below(Area.objects.filter(until=None).exclude(level=Area.Level.HAMLET), paths)
        return {one.code: one for one in inside.order_by("code")}

    @cached_property
    def year(self) -> int:
        """The year of the latest snapshot; without one the present year."""
        day = self._of(self.area).day
        return day.year if day else self.on.year

    def _villages(self, area: Area) -> frozenset[int]:
        every = self._areas.values()
        return frozenset(
            one.pk for one in every if one.level == Area.Level.VILLAGE and one.path.startswith(area.path)
        )

    def _of(self, area: Area) -> Figures:
        if area.pk not in self._figures:
            self._figures[area.pk] = Figures(area, self.on)
        return self._figures[area.pk]


def _short(name: str) -> Iterable[str]:
    """A name without what kind of place it is."""
    for ending in ("社区居民委员会", "村民委员会", "村委会", "街道", "社区", "镇", "乡", "村", "县"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return (name.removesuffix(ending),)
    return ()

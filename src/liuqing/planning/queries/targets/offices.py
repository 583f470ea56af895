"""What offices reported (指标填报) of the county and a year: stated for it, or added up from its villages."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cached_property

from liuqing.planning.queries.targets.actual import Actual, Span, Trail, missing
from liuqing.policy.indicators import INDICATORS
from liuqing.registry.models import Area, Indicator


class Offices:
    """The indicators of a county, as of a day. ``wanted`` are their names: no others are read."""

    def __init__(
        self, county: Area, on: date, wanted: frozenset[str], villages: Callable[[], frozenset[int]]
    ) -> None:
        self.county, self.on, self.wanted, self._villages_of = county, on, wanted, villages

    def indicator(self, name: str, span: Span) -> Actual:
        """One indicator of the year; added up over the years of a longer span where it is counted by the year."""
        if name not in INDICATORS:
            return missing("台账不登记这个数")
        meaning, years = INDICATORS[name], span.years(self.on)
        asked = [span.year(self.on)] if meaning.lasting or meaning.kind != "count" else list(years)
        told = {year: value for year in asked if (value := self._of(name, year)) is not None}
        trail = Trail("达标情况", "standards", (self.county.code,))
        if not told:
            return missing(f"没有 {asked[-1] if asked else span.first.year} 年的「{meaning.label}」", trail)
        rule = f"填报的{meaning.label}" + (f"，{min(told)}—{max(told)} 年相加" if len(told) > 1 else "")
        return Actual(
            sum(told.values(), Decimal(0)), meaning.unit, "指标填报表", date(max(told), 12, 31), rule, trail
        )

    def share(self, part: str, whole: str, span: Span, *, times: int) -> Actual:
        """One indicator of another, ``times`` 100 for per cent."""
        above, below = self.indicator(part, span), self.indicator(whole, span)
        if above.value is None or below.value is None or not below.value:
            return above if above.value is None else missing(below.why or "分母是零", below.trail)
        rule = f"{INDICATORS[part].label} ÷ {INDICATORS[whole].label}"
        unit = "%" if times == 100 else above.unit
        return Actual(times * above.value / below.value, unit, above.source, above.day, rule, above.trail)

    def _of(self, name: str, year: int) -> Decimal | None:
        """The county's own statement, else the sum of its villages where they all (or any) have to have stated."""
        meaning = INDICATORS[name]
        told = {
            key: value for key, value in self._told.get(name, {}).items()
            if key[1] == year or (meaning.lasting and key[1] <= year)
        }  # fmt: skip
        own = [(of, value) for (area, of), value in told.items() if area == self.county.pk]
        if own:
            return max(own)[1]
        if not meaning.upward:
            return None
        villages: dict[int, tuple[int, Decimal]] = {}
        for (area, of), value in told.items():
            if area in self._villages:
                villages[area] = max(villages.get(area, (0, value)), (of, value))
        whole = len(villages) == len(self._villages) or (meaning.upward == "stated" and bool(villages))
        return sum((value for _, value in villages.values()), Decimal(0)) if whole and villages else None

    @property
    def _villages(self) -> frozenset[int]:
        return self._villages_of()

    @cached_property
    def _told(self) -> dict[str, dict[tuple[int, int], Decimal]]:
        """By name: the latest statement of every area and year."""
        found: dict[str, dict[tuple[int, int], Decimal]] = defaultdict(dict)
        rows = Indicator.objects.filter(name__in=self.wanted, year__lte=self.on.year).order_by(
            "said_on", "pk"
        )
        for name, area, year, value in rows.values_list("name", "area_id", "year", "value"):
            found[name][area, year] = value
        return found

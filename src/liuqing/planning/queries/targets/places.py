"""Places (村和乡镇) by day: listed as poor, left the list, how many there are, and what villages earn."""

from datetime import date
from decimal import Decimal
from functools import cached_property

from liuqing.planning.queries.targets.actual import Actual, Span, Trail, missing
from liuqing.registry.models import Area, AreaStanding, VillageYear

NAMES = {"village": "贫困村", "town": "贫困乡镇"}


class Places:
    """The areas below a county, as of a day."""

    def __init__(self, county: Area, on: date) -> None:
        self.county, self.on = county, on

    def standings(
        self, level: str, state: str, subject: dict[str, str], span: Span, *, since_ever: bool
    ) -> Actual:
        """How many were listed, have left the list, or are left on it."""
        if set(subject) - {"exit_year"}:
            return missing("台账没有按这样分的数")
        told = [one for one in self._standings if one[1] == level]
        if not told:
            return missing(f"还没有录入{NAMES[level]}的名单")
        day = min(span.last, self.on)
        listed = {pk for pk, _, _, since in told if since <= day}
        left = {
            pk: since
            for pk, _, status, since in told
            if status == AreaStanding.Status.EXITED and since <= day
        }
        year = int(subject["exit_year"]) if "exit_year" in subject else None
        gone = [pk for pk, since in left.items() if _within(since, span, year, since_ever)]
        value = {"listed": len(listed), "exited": len(gone), "left": len(listed - set(left))}[state]
        trail = Trail("一张图", "area", (self.county.code,))
        return Actual(Decimal(value), "个", f"{NAMES[level]}名单", day, "按列入日和出列日数", trail)

    def areas(self, level: str) -> Actual:
        """How many areas of a level there are now."""
        many = sum(1 for _, one in self._areas if one == level)
        trail = Trail("一张图", "area", (self.county.code,))
        return (
            Actual(Decimal(many), "个", "区划", self.on, "数区划", trail)
            if many
            else missing("还没有录入区划")
        )

    def income(self, what: str, most: str, span: Span) -> Actual:
        """The lowest collective income of the poor villages, or how many of them have ``most`` yuan at least."""
        year = span.year(self.on)
        told = {pk: income for pk, of, income in self._incomes if of == year}
        poor = {pk for pk, level, _, since in self._standings if level == "village" and since <= self.on}
        known = [income for pk in poor if (income := told.get(pk)) is not None]
        trail = Trail("村集体经济", "collective", (self.county.code,), {"year": str(year)})
        if not poor or not known:
            return missing(f"没有 {year} 年贫困村集体经济收入", trail)
        source, rule = "村集体经济收入（村年度表）", f"{len(poor)} 个贫困村中 {len(known)} 个填了"
        if what == "reaching":
            return Actual(
                Decimal(sum(one >= Decimal(most) for one in known)),
                "个",
                source,
                date(year, 12, 31),
                rule,
                trail,
            )
        if len(known) < len(poor):
            return missing(f"{rule}，没有填全，不知道最低是多少", trail)
        return Actual(min(known), "元", source, date(year, 12, 31), rule + "，取最低的村", trail)

    @cached_property
    def _standings(self) -> list[tuple[int, str, str, date]]:
        found = AreaStanding.objects.filter(area__path__startswith=self.county.path)
        return list(found.values_list("area_id", "area__level", "status", "since"))

    @cached_property
    def _areas(self) -> list[tuple[int, str]]:
        inside = Area.objects.filter(path__startswith=self.county.path, until=None)
        return list(inside.values_list("pk", "level"))

    @cached_property
    def villages(self) -> frozenset[int]:
        """The villages there are now."""
        return frozenset(pk for pk, level in self._areas if level == Area.Level.VILLAGE)

    @cached_property
    def _incomes(self) -> list[tuple[int, int, Decimal | None]]:
        told = VillageYear.objects.filter(area__path__startswith=self.county.path)
        return list(told.values_list("area_id", "year", "collective_income"))


def _within(since: date, span: Span, year: int | None, since_ever: bool) -> bool:
    if year is not None:
        return since.year == year
    return since_ever or since >= span.first

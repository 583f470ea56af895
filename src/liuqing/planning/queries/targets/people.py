"""People and households (惠及的人): who had a measure, who received money, who borrowed, by year."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, Count, Q, Value, When

from liuqing.planning.models import Loan
from liuqing.planning.queries.targets.actual import Actual, Span, Trail, missing
from liuqing.registry.models import Area, Measure, Receipt

UNITS = {"persons": "人", "households": "户", "times": "人次", "principal": "元"}
Told = dict[tuple[str, int], dict[str, int]]
"""By the beginning of a title and the year: rows, persons, households."""


class People:
    """What households had in the years of a plan. ``wanted`` are beginnings of titles: no others are read; ``sizes`` are those of
    households."""

    def __init__(
        self, county: Area, on: date, wanted: dict[str, frozenset[str]], sizes: Callable[[], dict[int, int]]
    ) -> None:
        self.county, self.on, self.wanted, self.sizes = county, on, wanted, sizes

    def measured(self, what: str, title: str, span: Span) -> Actual:
        """Who had a measure of that title; every year counts anew."""
        return self._counted(self._measures, what, title, span, "帮扶措施清")

    def received(self, what: str, item: str, span: Span) -> Actual:
        """Who received money of that item; every year counts anew."""
        return self._counted(self._receipts, what, item, span, "发放名册")

    def loans(self, what: str, span: Span) -> Actual:
        """Loans that were drawn in the span: households, members of theirs, principal."""
        trail = Trail("贷款分年汇总", "loan-totals")
        if not self._loans:
            return missing("还没有贷款台账", trail)
        drawn = [one for one in self._loans if span.first <= one[0] <= min(span.last, self.on)]
        homes = {home for _, home, _ in drawn}
        value = {
            "households": lambda: Decimal(len(homes)), "principal": lambda: sum((p for _, _, p in drawn), Decimal(0)),
            "persons": lambda: Decimal(sum(self.sizes().get(home, 0) for home in homes)),
        }[what]()  # fmt: skip
        return Actual(value, UNITS[what], "贷款台账", min(span.last, self.on), "按放款日", trail)

    def _counted(self, told: Told, what: str, title: str, span: Span, source: str) -> Actual:
        trail = Trail("户名单", "households", (self.county.code,))
        found = {year: told[title, year] for year in span.years(self.on) if (title, year) in told}
        if not found:
            return missing(f"没有 {span.year(self.on)} 年的「{title}」", trail)
        value = sum(one[what] for one in found.values())
        rule = f"「{title}」" + (
            f"，{min(found)}—{max(found)} 年逐年相加"
            if len(found) > 1
            else "，每人每年一次"
            if what != "times"
            else ""
        )
        return Actual(Decimal(value), UNITS[what], source, date(max(found), 12, 31), rule, trail)

    @cached_property
    def _measures(self) -> Told:
        return self._grouped(Measure.objects, "title", self.wanted["measured"])

    @cached_property
    def _receipts(self) -> Told:
        return self._grouped(Receipt.objects, "item", self.wanted["received"])

    def _grouped(self, rows: Any, field: str, beginnings: Iterable[str]) -> Told:
        wanted = [(one, Q(**{f"{field}__startswith": one})) for one in sorted(beginnings)]
        if not wanted:
            return {}
        which = Case(*(When(asked, then=Value(one)) for one, asked in wanted), output_field=CharField())
        any_of = reduce(or_, (asked for _, asked in wanted))
        told = rows.filter(any_of, household__village__path__startswith=self.county.path).order_by()
        counted = told.annotate(which=which).values("which", "year").annotate(
            times=Count("pk"), persons=Count("person", distinct=True), households=Count("household", distinct=True)
        )  # fmt: skip
        return {(one["which"], one["year"]): one for one in counted}

    @cached_property
    def _loans(self) -> list[tuple[date, int, Decimal]]:
        found = Loan.objects.filter(
            household__village__path__startswith=self.county.path, drawn_on__lte=self.on
        )
        return list(found.values_list("drawn_on", "household_id", "principal"))

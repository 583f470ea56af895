"""Figures of the assessment (测算数) by year: counted on snapshots, never anew."""

from datetime import date
from decimal import Decimal
from functools import cached_property

from liuqing.planning.queries.targets.actual import Actual, Span, Trail, missing
from liuqing.registry.models import Area, Figure, Snapshot
from liuqing.registry.queries import words

HOMES = {
    "registered_households": {}, "registered_persons": {}, "exited_households": {"standing": "exited"},
    "exited_persons": {"standing": "exited"}, "unexited_households": {"standing": "registered"},
    "unexited_persons": {"standing": "registered"},
}  # fmt: skip
"""Figures that the list of households can show, with what narrows it."""


class Figures:
    """The figures of an area on the last snapshot of every year, as of a day."""

    def __init__(self, area: Area, on: date) -> None:
        self.area, self.on = area, on

    def value(self, name: str, subject: dict[str, str], span: Span) -> Actual:
        """A figure at the end of the span, or on the day if that is earlier."""
        snapshot = self._of(span)
        if snapshot is None or snapshot.on < span.first <= self.on:
            return missing(f"{span.year(self.on)} 年没有测算过")
        dimension = ";".join(f"{key}={value}" for key, value in subject.items())
        found = self._values.get((snapshot.pk, name, dimension))
        if found is None:
            return missing("这次测算没有这个数", self._trail(name, subject))
        return Actual(
            found,
            words.metric(name)[1],
            f"{snapshot.on} 测算",
            snapshot.on,
            "取测算日的数",
            self._trail(name, subject),
        )

    def exits(self, what: str, subject: dict[str, str], span: Span, *, since_ever: bool) -> Actual:
        """Who left within the span; ``since_ever``: up to its end."""
        if set(subject) - {"exit_year"}:
            return missing("台账没有按这样分的脱贫数")
        snapshot = self._latest
        if (
            snapshot is None
            or snapshot.on < span.first
            or (span.last <= self.on and snapshot.on.year < span.last.year)
        ):
            return missing(f"{span.year(self.on)} 年没有测算过")
        told = {
            int(dimension.removeprefix("exit_year=")): value
            for (pk, metric, dimension), value in self._values.items()
            if pk == snapshot.pk and metric == f"exited_{what}" and dimension.startswith("exit_year=")
        }
        if not told and (snapshot.pk, f"exited_{what}", "") not in self._values:
            return missing("这次测算没有脱贫数")
        only = subject.get("exit_year", "")
        wanted = (
            {int(only)}
            if only
            else {y for y in told if y <= span.last.year and (since_ever or y >= span.first.year)}
        )
        total = sum((told.get(year, Decimal(0)) for year in wanted), Decimal(0))
        asked = {"standing": "exited"} | ({"exit_year": only} if only else {})
        trail = Trail("户名单", "households", (self.area.code,), asked)
        unit = "户" if what == "households" else "人"
        return Actual(total, unit, f"{snapshot.on} 测算", snapshot.on, "各脱贫年度相加", trail)

    def _trail(self, name: str, subject: dict[str, str]) -> Trail:
        if name in HOMES and set(subject) <= {"cause", "exit_year"}:
            return Trail("户名单", "households", (self.area.code,), HOMES[name] | subject)
        return Trail("一张图", "area", (self.area.code,))

    def _of(self, span: Span) -> Snapshot | None:
        """The last snapshot of the year in which the span ends; while it runs, the latest there is."""
        if span.last > self.on:
            return self._latest
        return next((one for one in self._snapshots if one.on.year == span.last.year), None)

    @property
    def _latest(self) -> Snapshot | None:
        return next(iter(self._snapshots), None)

    @cached_property
    def _snapshots(self) -> list[Snapshot]:
        """The newest of every year, the latest year first."""
        found: dict[int, Snapshot] = {}
        for one in Snapshot.objects.filter(complete=True, on__lte=self.on).order_by("-on", "-pk"):
            found.setdefault(one.on.year, one)
        return list(found.values())

    @cached_property
    def _values(self) -> dict[tuple[int, str, str], Decimal]:
        told = Figure.objects.filter(snapshot__in=self._snapshots, area=self.area, value__isnull=False)
        return {(s, m, d): v for s, m, d, v in told.values_list("snapshot", "metric", "dimension", "value")}

    @property
    def every(self) -> dict[tuple[str, str], Decimal]:
        """Every figure of the latest snapshot, by metric and dimension."""
        latest = self._latest
        return {(m, d): v for (s, m, d), v in self._values.items() if latest and s == latest.pk}

    @property
    def day(self) -> date | None:
        """The day of the latest snapshot."""
        return self._latest.on if self._latest else None

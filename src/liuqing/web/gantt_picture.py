"""The picture of the days of projects: a line of time in thousandths, made on the server."""

from dataclasses import dataclass
from datetime import date

from liuqing.planning.queries.life.gantt import Bar, Gantt

WIDTH = 1000
LEAST = 3


@dataclass(frozen=True)
class Tick:
    """The beginning of a month or year on the line of time."""

    x: int
    label: str

    @property
    def percent(self) -> str:
        """The same in per cent of the width."""
        return f"{self.x / 10:.1f}"


@dataclass(frozen=True)
class Span:
    """A stretch on the line of time."""

    x: int
    width: int


@dataclass(frozen=True)
class Mark:
    """A stage reached (or planned) on the line of time."""

    x: int
    label: str
    reached: bool


@dataclass(frozen=True)
class Row:
    """A project with its planned and its real stretch; ``done`` is the part of the real one that is built."""

    bar: Bar
    planned: Span | None
    real: Span | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Picture:
    """All rows over one line of time; ``today`` is None outside of it."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    today: int | None


def of(found: Gantt) -> Picture:
    """The picture of one page."""
    first, last = found.first.replace(day=1), _month_after(found.last)
    scale = _Scale(first, last)
    rows = tuple(
        Row(bar, scale.span(bar.planned), scale.span(bar.real), scale.marks(bar)) for bar in found.page.rows
    )
    return Picture(rows, tuple(scale.ticks()), scale.x(found.on) if first <= found.on <= last else None)


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> int:
        days = max(1, (self.last - self.first).days)
        return max(0, min(WIDTH, WIDTH * (day - self.first).days // days))

    def span(self, days: tuple[date, date] | None) -> Span | None:
        if days is None:
            return None
        x = self.x(days[0])
        return Span(x, max(LEAST, self.x(days[1]) - x))

    def marks(self, bar: Bar) -> tuple[Mark, ...]:
        told = (
            (one, one.on or one.planned_on) for one in bar.points if one.key not in ("begun", "completed")
        )
        return tuple(
            Mark(self.x(day), one.label, one.on is not None)
            for one, day in told
            if day and self.first <= day <= self.last
        )

    def ticks(self) -> list[Tick]:
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next(n for n in (1, 3, 6, 12, 24, 60, 120) if months <= n * 12 or n == 120)
        found, day = [], self.first
        while day < self.last:
            if (day.year * 12 + day.month - 1) % step == 0:
                found.append(Tick(self.x(day), f"{day.year}" if day.month == 1 else f"{day.month}月"))
            day = _month_after(day)
        return found


def _month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)

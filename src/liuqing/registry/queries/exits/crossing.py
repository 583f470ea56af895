"""The rolling exit plan (脱贫时序) beside what happened: the year planned, the year in which it came.

A household has one planned year, the one stated last; who moved is known by comparing with an earlier
assessment. A year is over on its last day: whoever was planned for it and has not left is overdue.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from liuqing.registry.models import Snapshot
from liuqing.registry.queries.exits.counting import NONE, Count, count, total
from liuqing.registry.queries.exits.homes import Home, homes

STILL, FALLEN = "still", "fallen"
"""Columns beside the years: has not left, left and fell back."""
UNPLANNED = None
"""The row of those without a planned year."""

Key = tuple[int | None, int | str]


@dataclass(frozen=True)
class Crossing:
    """Households by planned year (rows, ``UNPLANNED`` last) and what happened (columns, years first)."""

    planned: tuple[int | None, ...]
    happened: tuple[int | str, ...]
    cells: Mapping[Key, Count]

    def cell(self, planned: int | None, happened: int | str) -> Count:
        """One of them."""
        return self.cells.get((planned, happened), NONE)

    def row(self, planned: int | None) -> Count:
        """All of a planned year."""
        return total(self.cell(planned, one) for one in self.happened)

    def column(self, happened: int | str) -> Count:
        """All of what happened."""
        return total(self.cell(one, happened) for one in self.planned)

    @property
    def whole(self) -> Count:
        """Everybody."""
        return total(self.cells.values())

    @property
    def on_time(self) -> Count:
        """Left in the planned year."""
        return total(one for (planned, happened), one in self.cells.items() if planned == happened)


@dataclass(frozen=True)
class Year:
    """What was planned for a year and what happened in it."""

    year: int
    planned: Count
    exited: Count


@dataclass(frozen=True)
class Ahead:
    """Who is still to leave: by planned year from the first that is open, too late, without a year.

    ``rest`` after each year is who would be left if everything went as planned.
    """

    left: Count
    years: tuple[tuple[int, Count, Count], ...]
    overdue: Count
    unplanned: Count

    @property
    def remainder(self) -> Count:
        """Those for whom no year is planned that is still to come."""
        return self.overdue + self.unplanned


@dataclass(frozen=True)
class Moved:
    """Households whose planned year is another than it was: (before, after, how many)."""

    since: date
    moves: tuple[tuple[int | None, int | None, Count], ...]

    @property
    def whole(self) -> Count:
        """All of them."""
        return total(many for *_, many in self.moves)


def happened(home: Home) -> int | str:
    """In which year the household left; that it has not, or fell back."""
    if home.standing == "relapsed":
        return FALLEN
    return home.exit_year if home.exit_year is not None and not home.left else STILL


def crossing(found: Iterable[Home]) -> Crossing:
    """Households by planned year and what happened."""
    told: dict[Key, list[Home]] = {}
    for home in found:
        told.setdefault((home.planned, happened(home)), []).append(home)
    rows = sorted({planned for planned, _ in told if planned is not None})
    years = sorted({came for _, came in told if isinstance(came, int)})
    words = [word for word in (STILL, FALLEN) if any(came == word for _, came in told)]
    without = [UNPLANNED] if any(planned is None for planned, _ in told) else []
    return Crossing((*rows, *without), (*years, *words), {key: count(many) for key, many in told.items()})


def by_year(told: Crossing) -> tuple[Year, ...]:
    """Every year in which somebody was to leave or did."""
    years = {one for one in (*told.planned, *told.happened) if isinstance(one, int)}
    return tuple(Year(one, told.row(one), told.column(one)) for one in sorted(years))


def first_open(on: date) -> int:
    """The first year in which one can still leave as planned."""
    return on.year + 1 if (on.month, on.day) == (12, 31) else on.year


def ahead(found: Iterable[Home], on: date) -> Ahead:
    """Who is still to leave, and when."""
    left = [home for home in found if home.left]
    opens = first_open(on)
    whole = rest = count(left)
    years = []
    for year in sorted({home.planned for home in left if home.planned is not None and home.planned >= opens}):
        many = count(home for home in left if home.planned == year)
        rest = rest - many
        years.append((year, many, rest))
    overdue = count(home for home in left if home.planned is not None and home.planned < opens)
    return Ahead(whole, tuple(years), overdue, count(home for home in left if home.planned is None))


def moved(found: Iterable[Home], snapshot: Snapshot) -> Moved | None:
    """Whose planned year moved since the earliest assessment of an earlier day; None without one."""
    before = Snapshot.objects.filter(complete=True, on__lt=snapshot.on).order_by("on", "-pk").first()
    if before is None:
        return None
    stated = {home.pk: home.planned for home in homes(before).rows}
    changed: Counter[tuple[int | None, int | None]] = Counter()
    persons: Counter[tuple[int | None, int | None]] = Counter()
    for home in found:
        if home.pk in stated and stated[home.pk] != home.planned:
            changed[stated[home.pk], home.planned] += 1
            persons[stated[home.pk], home.planned] += home.size
    order = sorted(changed, key=lambda one: (one[0] or 9999, one[1] or 9999))
    return Moved(before.on, tuple((*key, Count(changed[key], persons[key])) for key in order))

"""Poor villages and townships by year (贫困村、贫困乡): listed, left (出列), still to leave at the end of it."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from liuqing.registry.models import Area, AreaStanding, Indicator

LEVELS = (Area.Level.VILLAGE, Area.Level.TOWN)
POOR_TOWN = "poor_town"
"""The indicator that says that a township was once on the list."""


@dataclass(frozen=True)
class ListedYear:
    """One year: how many came on the list, how many left it, and how many were on it at its end.

    ``ever`` are all that were listed until then: it is those that are out and those that are left.
    """

    year: int
    listed: int
    exited: int
    out: int
    left: int

    @property
    def ever(self) -> int:
        """All that were ever on the list."""
        return self.out + self.left


@dataclass(frozen=True)
class Listed:
    """The register of a level by year; ``names`` are those still on the list, in the order of codes.

    ``undated`` were once on the list, as an office states, but nobody says from when and until when.
    """

    level: str
    years: tuple[ListedYear, ...]
    names: tuple[tuple[str, str], ...]
    undated: tuple[tuple[str, str], ...] = ()


def listed(where: Area, on: date) -> tuple[Listed, ...]:
    """Villages and townships at or below an area, as of a day (two queries)."""
    told = AreaStanding.objects.filter(area__path__startswith=where.path, since__lte=on)
    rows = told.order_by("area__code", "since").values_list(
        "area__level", "area__code", "area__name", "status", "since", "until"
    )
    found: dict[str, dict[str, list[tuple[str, str, date, date | None]]]] = {}
    for level, code, name, status, since, until in rows:
        found.setdefault(level, {}).setdefault(code, []).append((name, status, since, until))
    told_of = [_level(str(level), found[level], on) for level in LEVELS if level in found]
    undated = _undated(where, on, set(found.get(Area.Level.TOWN, ())))
    if undated and Area.Level.TOWN not in found:
        told_of.append(Listed(str(Area.Level.TOWN), (), ()))
    return tuple(replace(one, undated=undated) if one.level == Area.Level.TOWN else one for one in told_of)


def _undated(where: Area, on: date, known: set[str]) -> tuple[tuple[str, str], ...]:
    """Townships that an office states were once poor, without a standing in the record."""
    told = Indicator.objects.filter(
        area__path__startswith=where.path, name=POOR_TOWN, value=1, year__lte=on.year
    )
    rows = told.order_by("area__code").values_list("area__code", "area__name").distinct()
    return tuple(row for row in rows if row[0] not in known)


Stood = dict[str, list[tuple[str, str, date, date | None]]]


def _level(level: str, areas: Stood, on: date) -> Listed:
    first: Counter[int] = Counter()
    left: Counter[int] = Counter()
    for told in areas.values():
        first[min(since for _, _, since, _ in told).year] += 1
        for _, status, since, _ in told:
            left[since.year] += status == AreaStanding.Status.EXITED
    years = range(min(first), on.year + 1)
    made = (_year(year, areas, first[year], left[year], on) for year in years)
    return Listed(level, tuple(made), _still(areas, on))


def _year(year: int, areas: Stood, came: int, went: int, on: date) -> ListedYear:
    end = min(on, date(year, 12, 31))
    states = [status for told in areas.values() if (status := _status(told, end))]
    out = states.count(AreaStanding.Status.EXITED)
    return ListedYear(year, came, went, out, len(states) - out)


def _status(told: list[tuple[str, str, date, date | None]], on: date) -> str:
    """The standing on a day; the last one where a list left a gap."""
    begun = [status for _, status, since, _ in told if since <= on]
    return begun[-1] if begun else ""


def _still(areas: Stood, on: date) -> tuple[tuple[str, str], ...]:
    return tuple(
        (code, told[-1][0]) for code, told in areas.items() if _status(told, on) == AreaStanding.Status.LISTED
    )

"""Poor towns and counties (贫困乡镇、贫困县): the standing that follows from what offices state of them.

The list of villages is the register's own; of towns and the county only the list 指标填报表 tells. The
first year of which an office says that they were poor is the one in which they were listed; what a
procedure has set stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from liuqing.policy.indicators import LEFT, LISTED
from liuqing.registry.models import AreaStanding, Indicator, Proceeding
from liuqing.registry.problems import Fault, set_by_procedure
from liuqing.registry.services.bulk import Row, Writes, find

SOURCE = ("file_id", "sheet", "row", "said_on")
_STANDING = ("area_id", "status", "since", "until", *SOURCE)
_HELD = ("id", "area_id", "status", "since", "until", "proceeding_id")
Span = tuple[str, date, date | None]


class Stated(NamedTuple):
    """A yes or no of an area and a year; ``source`` are file, sheet, row and day."""

    area: int
    name: str
    year: int
    value: bool
    source: Row


def tells(name: str) -> bool:
    """Whether an indicator is about being poor."""
    return name in LISTED | LEFT


def settle(areas: Iterable[int], new: Iterable[Stated], gone: set[int], writes: Writes) -> dict[int, Fault]:
    """Write the standings of areas after ``new`` statements, without those that are ``gone`` by their key.

    Returns by area what to remark: where a procedure has set something else.
    """
    wanted = set(areas)
    told = _told(wanted, new, gone)
    held: dict[int, list[Row]] = defaultdict(list)
    for row in find(AreaStanding, "area_id", wanted, _HELD):
        held[row[1]].append(row)
    remarks = {}
    for area in sorted(wanted):
        spans = _spans(told[area])
        if any(row[5] for row in held[area]):
            if _otherwise(held[area], spans):
                remarks[area] = _remark(held[area])
        elif not _same(held[area], spans):
            _write(area, held[area], spans, writes)
    return remarks


def _told(areas: set[int], new: Iterable[Stated], gone: set[int]) -> dict[int, list[Stated]]:
    """The statements by area, those said last at the end."""
    rows = find(
        Indicator,
        "area_id",
        areas,
        ("id", "area_id", "name", "year", "value", *SOURCE),
        "name",
        LISTED | LEFT,
    )
    old = [Stated(row[1], row[2], row[3], row[4] == 1, tuple(row[5:])) for row in rows if row[0] not in gone]
    told: dict[int, list[Stated]] = defaultdict(list)
    for one in sorted((*old, *new), key=lambda one: str(one.source[-1])):
        told[one.area].append(one)
    return told


def _spans(told: list[Stated]) -> Mapping[Span, Row]:
    """The standings that follow, each with its source; none where the last word is no."""
    listed, left = _first(told, LISTED), _first(told, LEFT)
    if listed is None:
        return {}
    since = date(listed.year, 1, 1)
    until = date(left.year, 12, 31) if left and left.year >= listed.year else None
    spans: dict[Span, Row] = {("listed", since, until): listed.source}
    if left and until:
        spans["exited", until, None] = left.source
    return spans


def _first(told: list[Stated], names: frozenset[str]) -> Stated | None:
    """The first year of which the last word is yes, unless the latest year's is no."""
    by_year = {one.year: one for one in told if one.name in names}
    if not by_year or not by_year[max(by_year)].value:
        return None
    return by_year[min(year for year, one in by_year.items() if one.value)]


def _same(held: list[Row], spans: Mapping[Span, Row]) -> bool:
    had = sorted((row[2], str(row[3])[:10], str(row[4])[:10]) for row in held)
    return had == sorted((status, str(since), str(until)) for status, since, until in spans)


def _write(area: int, held: list[Row], spans: Mapping[Span, Row], writes: Writes) -> None:
    for row in held:
        writes.delete(AreaStanding, row[0])
    for span, source in spans.items():
        writes.insert(AreaStanding, _STANDING, (area, *span, *source))


def _otherwise(held: list[Row], spans: Mapping[Span, Row]) -> bool:
    """Whether the list denies what a procedure set. That an area was once listed denies no exit."""
    return not spans or (held[-1][2] == "listed" and any(status == "exited" for status, _, _ in spans))


def _remark(held: list[Row]) -> Fault:
    key = next(row[5] for row in reversed(held) if row[5])
    no = find(Proceeding, "id", [key], ("no",))[0][0]
    label = dict(AreaStanding.Status.choices)[held[-1][2]]
    return set_by_procedure("贫困属性", str(label), no, "指标值")

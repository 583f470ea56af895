"""What is told of a household besides its own row: causes, measures, books, phones, monitoring, three lists.

A list speaks of a household through whoever of its members stands in it. The list of houses is of
all years up to the day, those of disasters and of monitored households of the year.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from liuqing.compute.snapshot import HOUSEHOLDS
from liuqing.policy.lists import BY_KEY
from liuqing.policy.tables import HOUSE_GRADES, MEASURES
from liuqing.registry.services.freezing import monitored_own, monitoring, pieces, readings
from liuqing.registry.services.freezing.asked import BEFORE, LATER, NOW, PAST, Asked
from liuqing.registry.services.freezing.hukou import Books
from liuqing.registry.services.freezing.monitored_own import Own
from liuqing.registry.services.freezing.phones import Phones
from liuqing.registry.services.freezing.pieces import Table
from liuqing.registry.services.freezing.statements import CURRENT, IN_FORCE

_RANGE = "{0}.household_id > %(after)s AND {0}.household_id <= %(last)s"
_CAUSES = f"""
SELECT c.household_id, c.code FROM registry_cause c
WHERE {_RANGE.format("c")} AND {IN_FORCE.format("c")} ORDER BY c.main DESC, c.id
"""  # noqa: S608 - put together from constants
_MEASURES = f"""
SELECT m.household_id, m.code, COUNT(*) FROM registry_measure m
WHERE {_RANGE.format("m")} AND {CURRENT} GROUP BY m.household_id, m.code
"""  # noqa: S608
_SINCE = """
SELECT m.household_id, m.code, m.year, CAST(m.since AS TEXT), CAST(m."until" AS TEXT) FROM registry_measure m
WHERE m.household_id IN ({keys}) AND m.year <= %(year)s AND (m.since IS NULL OR m.since <= %(on)s)
"""
_ENTRIES = f"""
SELECT m.household_id, e.kind, e.file_id, e.id, CAST(e."values" AS TEXT)
FROM registry_membership m JOIN registry_entry e ON e.person_id = m.person_id
WHERE {_RANGE.format("m")} AND {IN_FORCE.format("m")} AND e.kind IN ('housing', 'disasters', 'monitored')
  AND COALESCE(e.file_id, 0) IN ({{files}})
"""  # noqa: S608
_HOUSING = (NOW, BEFORE, PAST)
_ORDER = {code: at for at, code in enumerate(MEASURES)}
_ADDED = {
    "housing_paid_fen": "paid",
    "build_self_fen": "self_raised",
    "build_debt_fen": "debt",
}
"""Columns that add up a fact of the list of houses."""

TOLD = (
    "causes", "cause_count", "measures", "measure_count", "list_house_grade", "renovated", "housing_times",
    "disaster_loss_fen", *_ADDED, "phone_digits", "phone_households", "hukou_others", *monitoring.TOLD,
    "road_metres", "land_returned_cmu",
)  # fmt: skip


@dataclass
class _Home:
    """One household while its rows are read."""

    causes: list[str] = field(default_factory=list)
    measures: dict[str, int] = field(default_factory=dict)
    houses: list[dict[str, Any]] = field(default_factory=list)
    losses: list[int | None] = field(default_factory=list)
    monitored: list[dict[str, Any]] = field(default_factory=list)
    left: set[str] = field(default_factory=set)
    own: Own | None = None
    every: set[tuple[Any, ...]] = field(default_factory=set)


class Homes:
    """The households of one day."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._housing = asked.known("housing", *_HOUSING)
        self._disasters = asked.known("disasters")
        self._monitored = asked.known("monitored")
        days = [asked.days[file] for file in asked.files("monitored", NOW)]
        self._latest = max(days).isoformat() if days else ""
        self._phones, self._books = Phones(asked), Books(asked)
        files = {
            *asked.files("housing"),
            *asked.files("disasters", NOW, LATER),
            *asked.files("monitored", NOW, LATER),
        }
        self._entries = _ENTRIES.format(files=pieces.among(files)) if files else ""

    def finished(self, table: Table) -> Table:
        """The columns of a piece of households with everything told besides."""
        keys = table["household_id"].to_pylist()
        homes = self._told(keys)
        others = map(readings.facts, table["other"].to_pylist())
        rows = [self._row(key, homes[key], other) for key, other in zip(keys, others, strict=True)]
        more = {name: pa.array([row[name] for row in rows], HOUSEHOLDS.field(name).type) for name in TOLD}
        # In hundredths of a square metre so far; a part of a square metre is not counted.
        more["house_area"] = pc.divide(table["house_area"], pa.scalar(100, pa.int64()))
        return table | more

    def _told(self, keys: list[int]) -> dict[int, _Home]:
        homes: dict[int, _Home] = defaultdict(_Home)
        values = {**self.asked.values, "after": keys[0] - 1, "last": keys[-1]}
        for key, code in pieces.rows(_CAUSES, values):
            homes[key].causes.append(code)
        for key, code, count in pieces.rows(_MEASURES, values):
            homes[key].measures[code] = count
        for key, own in monitored_own.of(keys, self.asked.on).items():
            homes[key].own = own
        entries = pieces.rows(self._entries, values) if self._entries else []
        entries.sort(key=lambda entry: (self.asked.days[entry[2]], entry[3]))
        for key, kind, file, _, text in entries:
            self._entry(homes[key], kind, file, readings.entry(text))
        watched = pieces.among(key for key, home in homes.items() if home.own or home.monitored)
        for key, *told in pieces.rows(_SINCE.format(keys=watched), values):
            homes[key].every.add(tuple(told))
        return homes

    def _entry(self, home: _Home, kind: str, file: int, values: dict[str, Any] | None) -> None:
        if values is None:
            return
        when = self.asked.when(file)
        happened = readings.day(values.get(BY_KEY[kind].on))
        late = happened is not None and happened > self.asked.on
        if kind == "housing" and when in _HOUSING:
            home.houses.append(values | {"paid": "0"} if late else values)
        elif kind == "disasters" and when == NOW and not late:
            home.losses.append(readings.fen(values.get("loss")))
        elif kind == "monitored" and when == NOW:
            home.monitored.append(values | {monitoring.LISTED_ON: self.asked.days[file].isoformat()})
        elif self.asked.takes_over(kind, file, happened):
            home.left.add(kind)

    def _row(self, key: int, home: _Home, other: dict[str, Any]) -> dict[str, Any]:
        digits, sharing = self._phones.of(key)
        codes = list(dict.fromkeys(home.causes))
        measures = sorted(home.measures, key=lambda code: (_ORDER.get(code, len(_ORDER)), code))
        return {
            "causes": f"|{'|'.join(codes)}|" if codes else None,
            "cause_count": len(home.causes),
            "measures": "|" + "".join(f"{code}|" for code in measures),
            "measure_count": sum(home.measures.values()),
            "disaster_loss_fen": self._loss(home),
            **self._house(home),
            "phone_digits": digits,
            "phone_households": sharing,
            "hukou_others": self._books.others(key),
            **self._monitoring(home),
            "road_metres": readings.metres(other.get("road_distance")),
            "land_returned_cmu": readings.hundredths(other.get("land_returned_forest")),
        }

    def _monitoring(self, home: _Home) -> dict[str, Any]:
        known = self._monitored and not ("monitored" in home.left and not home.monitored)
        told = monitoring.told(known, home.monitored, self.asked.on, home.own, self._latest)
        since = told["monitored_on"]
        helped = {
            code for code, *days in home.every if since and _helps(*days, told["monitored_day"] or since)
        }
        codes = readings.joined(code for code in MEASURES if code in helped)
        return told | {"monitored_measures": codes if since else None}

    def _loss(self, home: _Home) -> int | None:
        if not self._disasters or ("disasters" in home.left and not home.losses):
            return None
        return added(home.losses)

    def _house(self, home: _Home) -> dict[str, Any]:
        if not self._housing or ("housing" in home.left and not home.houses):
            return dict.fromkeys(("list_house_grade", "renovated", "housing_times", *_ADDED))
        grades = [house["house_grade"] for house in home.houses if house.get("house_grade") in HOUSE_GRADES]
        finished = [readings.day(house.get("finished")) for house in home.houses]
        return {
            "list_house_grade": grades[-1] if grades else None,
            "renovated": any(day <= self.asked.on for day in finished if day),
            "housing_times": len(home.houses),
            **{
                name: added([readings.fen(house.get(fact)) for house in home.houses])
                for name, fact in _ADDED.items()
            },
        }


def _helps(year: int, begun: str | None, ended: str | None, since: date) -> bool:
    """Whether a measure began in or after the month of the identification, or is stated for a year since."""
    if begun is not None and begun >= since.replace(day=1).isoformat():
        return True
    return year >= since.year and (ended is None or ended > since.isoformat())


def added(parts: list[int | None]) -> int | None:
    """The sum; not known if one of the parts is not."""
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None

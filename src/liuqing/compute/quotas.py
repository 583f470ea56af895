"""Quotas over a snapshot: who has met, visited, reported as often as the place asks.

Reads ``activities``, ``villages``, ``households`` and the household findings of a snapshot and writes
``findings/quotas.parquet``: one row for each quota, office, area and period of the day's year. Visits to
households are counted by village: ``done`` households out of ``minimum``. An office of which the ledger
has nothing at all is NULL (``没有台账``), not a failure; so is a period that is not over yet.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from liuqing.compute.backends import write_rows
from liuqing.compute.findings import WORDS, Counts
from liuqing.compute.reported import Area, Known, reported, there
from liuqing.policy import quotas
from liuqing.policy.layers import Limit, in_force
from liuqing.policy.place import Place, load
from liuqing.policy.quotas import HELPERS, Period, Quota

NO_LEDGER = "没有台账"

QUOTAS = pa.schema(
    [
        ("quota", pa.string()),
        ("role", pa.string()),  # the office or post, several joined by "、"; "" for helpers
        ("area_code", pa.string()),  # whom the work was for: a village, a town, the county
        ("level", pa.string()),
        ("period", pa.string()),
        ("first", pa.date32()),
        ("last", pa.date32()),
        ("done", pa.int64()),  # times, or households reached; NULL: not known
        ("minimum", pa.int64()),  # times, or households to be reached
        ("verdict", pa.bool_()),  # NULL: nothing reported, or the period is not over
        ("missing", pa.string()),  # why it is not known: 没有台账, poor_village, …
        ("since", pa.date32()),
        ("source", pa.string()),
        ("unverified", pa.bool_()),
        ("note", pa.string()),
    ]
)


@dataclass(frozen=True)
class Kept:
    """The file, and by quota how many rows hold, fail or are not known."""

    file: Path
    quotas: dict[str, Counts]


@dataclass(frozen=True)
class Deed:
    """One row of the ledger; ``area`` is "" where none is said."""

    on: date
    area: str
    household: int | None
    times: int


def run(folder: Path, *, place: str, on: date) -> Kept:
    """Every quota of the place over the snapshot in ``folder``, as of ``on``.

    Problem ``compute.no_findings`` if it was not assessed, ``policy.place`` if the quotas are faulty.
    """
    county = load(place)
    ledger = Ledger(folder, county, on)
    rows = [row for key, one in quotas.declared(county).quotas.items() for row in ledger.rows(key, one)]
    file = folder / "findings" / "quotas.parquet"
    write_rows(pa.Table.from_pylist(rows, QUOTAS), file)
    counts: dict[str, Counts] = {}
    for row in rows:
        of = counts.setdefault(row["quota"], dict.fromkeys(WORDS, 0))
        of[{True: "true", False: "false", None: "unknown"}[row["verdict"]]] += 1
    return Kept(file, counts)


class Ledger:
    """What offices reported up to the day, and the households that their work is for."""

    def __init__(self, folder: Path, county: Place, on: date):
        self.county, self.on = county, on
        self.known = Known(folder, county, on)
        self._towns = {village.code: village.town for village in self.known.villages}
        self._homes = _homes(folder)
        self._village_of = dict(
            zip(self._homes["household_id"].to_pylist(), self._homes["village"].to_pylist(), strict=True)
        )
        self._deeds: dict[tuple[str, str], list[Deed]] = defaultdict(list)
        self._offices: set[tuple[str, str]] = set()
        self._names: dict[str, str] = {}
        for row in reported(folder, "activities"):
            self._keep(row)

    def _keep(self, row: dict[str, Any]) -> None:
        if row["on"] is None or row["on"] > self.on or not row["role"]:
            return
        role = self._usual(row["role"])
        area = row["area_code"] or self._village_of.get(row["household_id"]) or ""
        deed = Deed(row["on"], area, row["household_id"], 1 if row["times"] is None else row["times"])
        self._deeds[role, row["activity"]].append(deed)
        if (role, area) not in self._offices:
            self._offices |= {(role, code) for code in (area, self._towns.get(area, ""), self.county.code)}

    def _usual(self, role: str) -> str:
        """A department's usual name for any name it bears; posts stay as they are written."""
        if role not in self._names:
            self._names[role] = self.county.department(role) or role
        return self._names[role]

    def rows(self, key: str, one: Quota) -> Iterator[dict[str, Any]]:
        """Every office, area and period of a quota that is in force."""
        dated = in_force(one.values, self.on)
        if dated is None:
            return
        first_day = next(iter(one.values))
        for period in quotas.periods(one, self.on, first_day):
            for row in self._of_period(one, period, dated[1]):
                yield _told(key, one, period, dated) | row

    def _of_period(self, one: Quota, period: Period, limit: Limit) -> Iterator[dict[str, Any]]:
        if one.activity == HELPERS:
            yield from self._helped(one)
            return
        for office in quotas.offices(self.county, one):
            if one.target.endswith("household"):
                yield from self._visited(one, office, period)
            else:
                yield from self._counted(one, office, period, int(limit.value or 0))

    def _counted(
        self, one: Quota, office: tuple[str, ...], period: Period, minimum: int
    ) -> Iterator[dict[str, Any]]:
        """Times for the office's own area, or for each area that the work is for."""
        deeds = self._within(one, office, period)
        everywhere = one.target == "office" and one.at == "county"
        times = Counter[str]()
        for deed in deeds:
            times[self.county.code if everywhere else deed.area] += deed.times
        for area, sure in self._for_whom(one):
            done, silent = times[area.code], not self._speaks(one, office, area)
            yield self._row(office, area, done, minimum, period, silent, sure)

    def _visited(self, one: Quota, office: tuple[str, ...], period: Period) -> Iterator[dict[str, Any]]:
        """Households reached at least once, by village."""
        reached = {deed.household for deed in self._within(one, office, period)} - {None}
        homes = self._homes.filter(self._homes[_standing(one)])
        of = _by_village(homes)
        done = _by_village(homes.filter(_among(homes, reached)))
        for area in self.known.villages:
            if of[area.code]:
                silent = not self._speaks(one, office, area)
                yield self._row(office, area, done[area.code], of[area.code], period, silent, True)

    def _helped(self, one: Quota) -> Iterator[dict[str, Any]]:
        """Households with a helper in force on the day, by village, by town and in the county."""
        homes = self._homes.filter(self._homes[_standing(one)])
        of = _by_village(homes)
        done = _by_village(homes.filter(pc.greater(pc.fill_null(homes["officer_count"], 0), 0)))
        unknown = _by_village(homes.filter(pc.is_null(homes["officer_count"])))
        for level in ("village", "town", "county"):
            for area in self.known.areas(level):
                inside = [
                    v.code for v in self.known.villages if area.code in (v.code, v.town, self.county.code)
                ]
                total, helped = sum(of[v] for v in inside), sum(done[v] for v in inside)
                open_points = sum(unknown[v] for v in inside)
                if total:
                    verdict = True if helped == total else None if helped + open_points == total else False
                    yield {
                        "role": "",
                        "area_code": area.code,
                        "level": level,
                        "done": helped,
                        "minimum": total,
                        "verdict": verdict,
                        "missing": "officer_count" if verdict is None else "",
                    }

    def _within(self, one: Quota, office: tuple[str, ...], period: Period) -> list[Deed]:
        deeds = [deed for role in office for deed in self._deeds[self._usual(role), one.activity]]
        return [deed for deed in deeds if period.first <= deed.on <= period.last]

    def _speaks(self, one: Quota, office: tuple[str, ...], area: Area) -> bool:
        """The ledger has something of this office, of any kind and time; towns' and villages' offices are
        told apart by where they are.
        """
        whose = {"county": self.county.code, "town": area.town or area.code, "village": area.code}[one.at]
        return any((self._usual(role), whose) in self._offices for role in office)

    def _for_whom(self, one: Quota) -> Iterator[tuple[Area, bool]]:
        """The areas that the work is for, and whether that is sure."""
        if one.target == "office":
            yield from ((area, True) for area in self.known.areas(one.at))
        elif one.target == "poor_town":
            for town in self.known.areas("town"):
                said = self.known.number("poor_town", town, self.on.year)
                if said != 0:
                    yield town, said is not None
        else:
            names = {row.name: row.code for row in self.county.areas() if row.name in one.areas}
            for village in self.known.villages:
                poor = village.village["poor_village"]
                if one.target == "poor_village" and poor is False:
                    continue
                if not one.areas or village.code in names.values():
                    yield village, one.target == "village" or poor is not None

    def _row(
        self,
        office: tuple[str, ...],
        area: Area,
        done: int,
        minimum: int,
        period: Period,
        silent: bool,
        sure: bool,
    ) -> dict[str, Any]:
        why = NO_LEDGER if silent else "" if sure else "poor_village"
        over = period.last <= self.on
        verdict = None if why else True if done >= minimum else False if over else None
        return {
            "role": "、".join(office),
            "area_code": area.code,
            "level": area.level,
            "done": None if silent else done,
            "minimum": minimum,
            "verdict": verdict,
            "missing": why,
        }


def _told(key: str, one: Quota, period: Period, dated: tuple[date, Limit]) -> dict[str, Any]:
    since, limit = dated
    return {
        "quota": key,
        "period": period.label,
        "first": period.first,
        "last": period.last,
        "since": since,
        "source": str(limit.source),
        "unverified": limit.unverified,
        "note": one.note,
    }


def _homes(folder: Path) -> pa.Table:
    """The households of the register with their village's code, helpers and whether they have exited."""
    homes = pq.read_table(
        there(folder / "households.parquet"),
        columns=["household_id", "household_village_id", "officer_count"],
    )
    findings = pq.read_table(
        there(folder / "findings" / "households.parquet"), columns=["household_id", "registered", "unexited"]
    )
    villages = pq.read_table(there(folder / "villages.parquet"), columns=["village_id", "village_code"])
    joined = homes.join(findings, "household_id", join_type="inner")
    joined = joined.join(villages, "household_village_id", "village_id", join_type="inner")
    return joined.filter(joined["registered"]).rename_columns({"village_code": "village"})


def _standing(one: Quota) -> str:
    return one.target.removesuffix("_household")


def _among(homes: pa.Table, reached: set[int | None]) -> Any:
    return pc.is_in(homes["household_id"], value_set=pa.array(sorted(filter(None, reached)), pa.int64()))


def _by_village(homes: pa.Table) -> Counter[str]:
    counted = homes.group_by("village").aggregate([([], "count_all")])
    return Counter(dict(zip(counted["village"].to_pylist(), counted["count_all"].to_pylist(), strict=True)))

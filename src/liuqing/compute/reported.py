"""What is known of areas on a day: figures of the assessment, the record's villages, what offices report.

Numbers are exact fractions; what nobody has stated is None. A yes is 1 and a no is 0.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from liuqing.compute.snapshot import REPORTED
from liuqing.errors import Problem, Where
from liuqing.policy.indicators import INDICATORS, Indicator
from liuqing.policy.place import Place
from liuqing.policy.standards import COUNTY, FIGURES

Number = Fraction | None


@dataclass(frozen=True)
class Area:
    """An area that is judged; ``town`` is the code of a village's town, ``village`` its row if it is one."""

    code: str
    level: str
    town: str = ""
    village: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)


class Known:
    """The snapshot in ``folder`` and its findings, as of ``on``."""

    def __init__(self, folder: Path, county: Place, on: date):
        self.county, self.on = county, on
        self._figures = _figures(folder)
        self._stated: dict[tuple[str, str], dict[int, Number]] = defaultdict(dict)
        for row in reported(folder, "indicators"):
            self._stated[row["indicator"], row["area_code"]][row["year"]] = _exact(row["value"])
        self.villages = [
            Area(row["village_code"], "village", row["town_code"], row)
            for row in pq.read_table(there(folder / "villages.parquet")).to_pylist()
        ]
        self._below: dict[str, list[Area]] = defaultdict(list)
        for village in self.villages:
            self._below[village.town].append(village)
        self._below[county.code] = self.villages

    def areas(self, level: str) -> list[Area]:
        """All areas of a level; hamlets are those of which something was reported."""
        if level == "village":
            return self.villages
        if level == "town":
            return [Area(code, "town") for code in sorted({v.town for v in self.villages})]
        return [Area(self.county.code, "county")] if level == "county" else list(self._hamlets())

    def number(self, name: str, area: Area, year: int, beside: Collection[str] = ()) -> Number:
        """The value of a figure or indicator for an area and year; figures are those of the day.

        ``beside`` are the names that it is laid against: a sum of samples takes only villages that
        have stated them as well, else a share could pass one.
        """
        if name.startswith(COUNTY):
            return self.number(name.removeprefix(COUNTY), Area(self.county.code, "county"), year, beside)
        if name in FIGURES:
            return self._figure(name, area)
        return self._indicator(INDICATORS[name], area, year, beside)

    def _figure(self, name: str, area: Area) -> Number:
        metric, _, dimension = name.removesuffix("]").partition("[")
        found = self._figures.get((area.code, metric, dimension))
        # A narrowed figure with nothing in it is left out of the findings: where its whole is known, it is 0.
        if found is None and dimension and (area.code, metric, "") in self._figures:
            return Fraction(0)
        return found

    def _indicator(self, one: Indicator, area: Area, year: int, beside: Collection[str]) -> Number:
        found = self._of_year(one, area.code, year)
        if found is None and area.level in ("town", "county") and one.upward:
            return self._from_villages(one, area, year, beside)
        if found is None and one.name == "collective_income" and year == self.on.year and area.village:
            fen = area.village["collective_income_fen"]
            return None if fen is None else Fraction(fen, 100)
        return found

    def _of_year(self, one: Indicator, code: str, year: int) -> Number:
        by_year = self._stated.get((one.name, code), {})
        if not one.lasting:
            return by_year.get(year)
        reached = [stated for stated in by_year if stated <= year]
        return by_year[max(reached)] if reached else None

    def _from_villages(self, one: Indicator, area: Area, year: int, beside: Collection[str]) -> Number:
        if one.upward != "stated":
            values = [self._of_year(one, village.code, year) for village in self._below[area.code]]
            said = [value for value in values if value is not None]
            return sum(said, Fraction(0)) if said and len(said) == len(values) else None
        sampled = {one.name} | {
            name for name in beside if name in INDICATORS and INDICATORS[name].upward == "stated"
        }
        together = [
            {name: self._of_year(INDICATORS[name], village.code, year) for name in sampled}
            for village in self._below[area.code]
        ]
        kept = [told[one.name] for told in together if None not in told.values()]
        return sum((value for value in kept if value is not None), Fraction(0)) if kept else None

    def _hamlets(self) -> Iterator[Area]:
        others = {v.code for v in self.villages} | {v.town for v in self.villages} | {self.county.code}
        codes = {code for name, code in self._stated if "hamlet" in INDICATORS[name].levels}
        yield from (Area(code, "hamlet") for code in sorted(codes - others))


def reported(folder: Path, table: str) -> list[dict[str, Any]]:
    """The rows of ``indicators`` or ``activities``; none where the snapshot has no such table.

    Indicators whose name is not known any more are left out.
    """
    path = folder / f"{table}.parquet"
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist() if path.exists() else []
    return [row for row in rows if table != "indicators" or row["indicator"] in INDICATORS]


def empty(table: str) -> pa.Table:
    """The table with nothing in it."""
    return REPORTED[table].empty_table()


def _figures(folder: Path) -> dict[tuple[str, str, str], Number]:
    wanted = {name.partition("[")[0] for name in FIGURES}
    table = pq.read_table(
        there(folder / "findings" / "areas.parquet"), filters=[("metric", "in", sorted(wanted))]
    )
    return {
        (row["area_code"], row["metric"], row["dimension"] or ""): _exact(row["value"])
        for row in table.to_pylist()
    }


def there(path: Path) -> Path:
    """The file; Problem ``compute.no_findings`` if it is not there."""
    if not path.exists():
        raise Problem(
            "compute.no_findings", "还没有测算结果，缺少一张表", "请先冻结台账并测算。", Where(file=path.name)
        )
    return path


def _exact(value: Any) -> Number:
    return None if value is None else Fraction(value)

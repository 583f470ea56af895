"""A county of two towns and four villages, what is known of it and what its offices reported."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from liuqing.compute.findings import AREAS
from liuqing.compute.snapshot import REPORTED
from tests.compute.snapshots import write

DAY = date(2018, 12, 31)
A, B, C, D = "530000101001", "530000101002", "530000102003", "530000102004"
TOWN_1, TOWN_2 = "530000101", "530000102"
VILLAGES = {A: TOWN_1, B: TOWN_1, C: TOWN_2, D: TOWN_2}

Row = dict[str, Any]


def county(
    folder: Path,
    *,
    figures: dict[tuple[str, str], Any] | None = None,
    indicators: dict[tuple[str, str, int], Any] | None = None,
    activities: list[tuple[Any, ...]] | None = None,
    villages: dict[str, Row] | None = None,
    households: list[Row] | None = None,
) -> Path:
    """``figures`` by (area, metric or metric[dimension]), ``indicators`` by (area, name, year);
    ``activities`` are (day, kind, role, area, household, times). Villages are poor unless said otherwise.
    """
    rows = [
        {
            "village_id": n,
            "village_code": code,
            "town_code": town,
            "poor_village": True,
            "village_exited": False,
        }
        | (villages or {}).get(code, {})
        for n, (code, town) in enumerate(VILLAGES.items(), 1)
    ]
    homes = [
        {"household_id": n, "household_village_id": 1, "registered": True, "unexited": True} | home
        for n, home in enumerate(households or [], 1)
    ]
    write(folder, rows, homes, [])
    (folder / "findings").mkdir(exist_ok=True)
    answers = pa.schema([("household_id", pa.int64()), ("registered", pa.bool_()), ("unexited", pa.bool_())])
    pq.write_table(pa.Table.from_pylist(homes, answers), folder / "findings" / "households.parquet")
    pq.write_table(_figures(figures or {}), folder / "findings" / "areas.parquet")
    stated = [
        {"area_code": area, "indicator": name, "year": year, "value": Decimal(str(value))}
        for (area, name, year), value in (indicators or {}).items()
    ]
    deeds = [
        dict(zip(REPORTED["activities"].names, deed, strict=False))
        | {"household_id": (*deed, None, None)[4], "times": (*deed, None, None, None)[5]}
        for deed in activities or []
    ]
    for table, said in (("indicators", stated), ("activities", deeds)):
        pq.write_table(pa.Table.from_pylist(said, REPORTED[table]), folder / f"{table}.parquet")
    return folder


def _figures(told: dict[tuple[str, str], Any]) -> pa.Table:
    rows = [
        {
            "area_code": area,
            "level": {12: "village", 9: "town"}.get(len(area), "county"),
            "metric": name.partition("[")[0],
            "dimension": name.partition("[")[2].removesuffix("]"),
            "value": None if value is None else Decimal(str(value)),
        }
        for (area, name), value in told.items()
    ]
    return pa.Table.from_pylist(rows, AREAS)


def place(folder: Path, name: str, text: str) -> str:
    """A place of one's own with one file (``standards``, ``quotas``, ``estimates``), extending nothing."""
    folder.mkdir(exist_ok=True)
    (folder / "place.yaml").write_text(
        'label: 某县\ncode: "530000"\napproximations: {左右: {operator: "~", tolerance: 5}}\n', "utf-8"
    )
    (folder / "areas.csv").write_text(
        "code,name,level,parent\n530000,某县,county,\n"
        + "".join(f"{town},{town[-1]}镇,town,530000\n" for town in (TOWN_1, TOWN_2))
        + "".join(f"{code},{code[-1]}村,village,{town}\n" for code, town in VILLAGES.items()),
        "utf-8",
    )
    (folder / f"{name}.yaml").write_text(text, "utf-8")
    return str(folder)

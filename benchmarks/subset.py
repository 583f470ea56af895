"""Twenty-one of our rules on DuckDB and on OpenFisca-core: the same facts, numbers and answers.

OpenFisca runs as a program beside ours, in a Python of its own (``openfisca_subset.py``).
"""

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.openfisca_names import WANTED
from liuqing.compute.backends import DuckDB
from liuqing.compute.plan import KEY, TABLE, Plan
from liuqing.compute.snapshot import TABLES
from liuqing.policy.dated import Parameters
from liuqing.policy.place import load

EPOCH = date(1970, 1, 1)


def ours(folder: Path, out: Path, *, place: str, on: date) -> None:
    """The rules by our engine: two Parquet files below ``out``."""
    plan = Plan(load(place).parameters(on), tuple(name for names in WANTED.values() for name in names))
    with DuckDB() as running:
        for table in TABLES:
            running.see(table, folder / f"{table}.parquet")
        for step in plan.steps:
            running.keep(step.name, step.relation)
        for entity, names in WANTED.items():
            answers = plan.tables[entity].select(KEY[entity], *names)
            running.write(answers, out / f"{TABLE[entity]}.parquet")


def differences(first: Path, second: Path) -> int:
    """How many rows of the two answers differ."""
    found = 0
    with duckdb.connect() as engine:
        engine.execute("SET enable_progress_bar = false")
        for entity, names in WANTED.items():
            columns = ", ".join((KEY[entity], *names))
            files = (f"'{folder}/{TABLE[entity]}.parquet'" for folder in (first, second))
            one, other = (f"SELECT {columns} FROM {file}" for file in files)
            for left, right in ((one, other), (other, one)):
                query = f"SELECT count(*) FROM ({left} EXCEPT ALL {right})"
                found += engine.execute(query).fetchall()[0][0]
    return found


def write_numbers(path: Path, *, place: str, on: date) -> None:
    """The place's numbers of the day as OpenFisca's program reads them: fen, days since 1970."""
    path.write_text(json.dumps(_numbers(load(place).parameters(on), on), ensure_ascii=False), "utf-8")


def _numbers(p: Parameters, on: date) -> dict[str, Any]:
    line = p.fen("exits.income_line")
    first, years = p["schooling.starting_age"], p["schooling.compulsory_years"]
    items = {
        stage: {name: int(float(yuan) * 100) for name, yuan in of.items()}
        for stage, of in p["education.stage_items"].items()
    }
    return {
        "on": on.isoformat(),
        "day": _days(on),
        "new_year": _days(date(on.year, 1, 1)),
        "months": [_days(date(on.year, month, 1)) for month in range(1, 13)],
        "month": on.month,
        "income_line": line,
        "near_line": math.ceil(line * p.ppm("warnings.near_line_ratio") / 1_000_000),
        "pension_age": p["pension.starting_age"],
        "born_by": _days(_counted(p, on, first)),
        "born_after": _days(_counted(p, on, first + years)),
        "exempt_reasons": p["schooling.exempt_reasons"],
        "stable_months": p["employment.stable_months"],
        "transport_rates": p.fens("employment.transport_rates"),
        "stages": p["education.stages"],
        "stage_items": items,
        "dibao_standard": p.fen("dibao.monthly_standard"),
        "premium_aid": p.fen("insurance.premium_aid"),
        "safe_grades": p["housing.safe_grades"],
    }


def _counted(p: Parameters, on: date, age: int) -> date:
    month, day = map(int, p["schooling.age_counted_on"].split("-"))
    return date((on.year if on >= date(on.year, month, day) else on.year - 1) - age, month, day)


def _days(day: date) -> int:
    return (day - EPOCH).days

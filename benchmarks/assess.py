"""How fast a county is assessed, against DuckDB reading and writing the same columns.

``python -m benchmarks.assess [--persons 834404] [--runs 3] [--json]``: makes a snapshot with DuckDB
SQL in which everybody is in the register, and assesses it in a process of its own. Yardstick: a
process that only scans the facts that the rules need and writes the same outputs again. Whole
processes, start included; medians, after one run that is not counted. Budgets: 2.5 × the yardstick, 1 GiB.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.report import Result, show
from liuqing.compute.snapshot import HOUSEHOLDS, PERSONS, TABLES

DAY = date(2018, 12, 31)
MEMBERS = 4
VILLAGES = 161
RATIO, MEMORY = 2.5, 1024
BABIES = "DATE '2018-12-31' - CAST(hash(i, 'birth') % 30000 AS INTEGER)"
VALUES = {
    "standing": "['registered', 'exited', 'exited', 'exited']",
    "category": "['一般贫困户', '低保贫困户', '特困供养贫困户']",
    "main_cause": "['因病', '因残', '因学', '缺技术', '缺资金', '缺劳力']",
    "house_grade": "['A', 'B', 'B', 'C', 'D']",
    "relation": "['户主', '配偶', '之子', '之女']",
    "sex": "['男', '女']",
    "education": "['小学', '初中', '高中']",
    "school_status": "[NULL, NULL, NULL, '小学', '七年级']",
    "dropout_reason": "[NULL, NULL, NULL, '外出打工']",
    "labour": "['普通劳动力', '无劳动力']",
    "health": "['健康', '长期慢性病']",
}
KEYS = {
    "household_id": "i",
    "household_no": "CAST(i AS VARCHAR)",
    "household_village_id": f"i % {VILLAGES}",
    "exit_year": "2014 + CAST(hash(i, 'exit_year') % 5 AS BIGINT)",
    "identified_year": "2014",
}
PERSON_KEYS = {
    "person_id": "i",
    "household_id": f"i // {MEMBERS}",
    "person_village_id": f"(i // {MEMBERS}) % {VILLAGES}",
    "birth": BABIES,
    "age": f"CAST(datediff('year', {BABIES}, DATE '2018-12-31') AS BIGINT)",
    "died_on": "CASE WHEN hash(i, 'died') % 200 = 0 THEN DATE '2018-05-01' END",
}


def main() -> None:
    """Make, measure, print; exit 1 over budget."""
    options = _options()
    if options.child:
        _child(options.child, options.folder, set(options.needed.split(",")))
        return
    with tempfile.TemporaryDirectory(prefix="liuqing-bench-") as folder:
        make(Path(folder), persons=options.persons)
        _run("assess", Path(folder))
        assessed = [_run("assess", Path(folder)) for _ in range(options.runs)]
        scanned = [_run("scan", Path(folder)) for _ in range(options.runs)]
    results = _results(options.persons, assessed, scanned)
    show("assess", results, as_json=options.json)
    sys.exit(
        any(
            result.ratio and result.ratio > limit
            for result, limit in zip(results, (RATIO, 1.0), strict=False)
        )
    )


def make(folder: Path, *, persons: int) -> None:
    """A snapshot of that many persons in households of four, one fact in twenty missing."""
    with duckdb.connect() as engine:
        engine.execute("SET enable_progress_bar = false")
        rows = {"households": -(-persons // MEMBERS), "persons": persons}
        for table, schema, keys in (("households", HOUSEHOLDS, KEYS), ("persons", PERSONS, PERSON_KEYS)):
            columns = ", ".join(f"{keys.get(f.name) or _fact(f)} AS {f.name}" for f in schema)
            _copy(engine, f"SELECT {columns} FROM range({rows[table]}) AS t(i)", folder / f"{table}.parquet")
        _copy(engine, _villages(), folder / "villages.parquet")


def _fact(fact: object) -> str:
    name, kind = fact.name, str(fact.type)  # type: ignore[attr-defined]
    seed = f"hash(i, '{name}')"
    if name in VALUES:
        value = f"({VALUES[name]})[1 + CAST({seed} % len({VALUES[name]}) AS BIGINT)]"
    elif kind == "bool":
        value = f"{seed} % 10 > 0"
    else:
        value = f"CAST({seed} % {1_500_000 if name.endswith('_fen') else 4} AS BIGINT)"
    return f"CASE WHEN {seed} % 1009 >= 50 THEN {value} END"


def _villages() -> str:
    return (
        "SELECT i AS village_id, printf('530325%03d%03d', i % 12 + 100, i) AS village_code, "
        "printf('530325%03d', i % 12 + 100) AS town_code, i % 5 > 0 AS poor_village, "
        "i % 50 > 0 AS village_exited, 4000 + i AS rural_population, 5000000 AS collective_income_fen "
        f"FROM range({VILLAGES}) AS t(i)"
    )


def _copy(engine: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    engine.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")


def _run(what: str, folder: Path) -> tuple[float, float]:
    """Seconds and MiB of a process of its own."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.assess", "--child", what, "--folder", str(folder)]
    if what == "scan":
        # Told, not looked up: the yardstick does not load the rules.
        command += ["--needed", ",".join(sorted(_needed()))]
    # As for a user: what Python has compiled once is kept.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=kept).stdout
    return time.perf_counter() - start, json.loads(said)["peak_mib"]


def _child(what: str, folder: Path, needed: set[str]) -> None:
    if what == "assess":
        from liuqing.compute import assess

        assess.run(folder, place="fuyuan", on=DAY)
    else:
        scan(folder, needed)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"peak_mib": peak}))


def _needed() -> set[str]:
    from liuqing.policy.rules import RULES

    return {name for rule in RULES.values() for name in rule.needs}


def scan(folder: Path, needed: set[str]) -> None:
    """The yardstick: every fact that a rule needs is read, every output written."""
    with duckdb.connect(config={"threads": 2}) as engine:
        for table, schema in TABLES.items():
            keys = {f.name for f in schema if f.name.endswith("_id")}
            columns = ", ".join(f"max({name})" for name in schema.names if name in needed | keys)
            engine.execute(f"SELECT {columns} FROM '{folder}/{table}.parquet'").fetchall()
        for path in sorted((folder / "findings").glob("*.parquet")):
            _copy(engine, f"FROM '{path}'", folder / f"again-{path.name}")


def _results(
    persons: int, assessed: list[tuple[float, float]], scanned: list[tuple[float, float]]
) -> list[Result]:
    seconds, floor = (statistics.median(run[0] for run in runs) for runs in (assessed, scanned))
    peak = max(run[1] for run in assessed)
    return [
        Result(f"assess {persons:,} persons", seconds, "s", f"scan and write {floor:.2f} s", seconds / floor),
        Result("peak memory", peak, "MiB", f"budget {MEMORY} MiB", peak / MEMORY),
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=834_404)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", choices=("assess", "scan"), help=argparse.SUPPRESS)
    parser.add_argument("--needed", default="", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()

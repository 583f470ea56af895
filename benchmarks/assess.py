"""How fast a county is assessed: every rule on DuckDB, against three yardsticks of the same run.

``python -m benchmarks.assess [--persons 834404] [--runs 3] [--large] [--openfisca PYTHON] [--spark]``

The county is made by ``county_made.py``: everybody is in the register, which is the hard case; a
second one has as many members and as many other residents as 富源. Each measurement is a process
of its own, start included; medians, the kinds taking turns, after one run that is not counted.

1. The floor: a process that scans every fact that a rule needs and writes the same outputs again.
   Budgets: 2.5 × the floor, and 1 GiB at 834,404 persons. Processor time is told beside it: on a
   machine that others use, it is what stays comparable.
2. ``--openfisca PYTHON``: 21 rules on both; PYTHON is one that has OpenFisca-core. Made with::

       uv venv /tmp/openfisca
       uv pip install --python /tmp/openfisca/bin/python openfisca-core pyarrow

   Budgets: faster, with half the memory; the answers must be the same.
3. ``--spark``: the same plan on Spark; every row must be the same.

``--large`` adds 10 million persons. The exit status is 1 over a budget or for different answers.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from benchmarks import county_made
from benchmarks.memory import peak_mib
from benchmarks.report import Result, show
from liuqing.compute.snapshot import TABLES

PLACE, DAY = "fuyuan", date(county_made.YEAR, 12, 31)
LARGE = 10_000_000
MEMBERS_OF_FUYUAN, RESIDENTS_OF_FUYUAN = 111_138, 834_404
RATIO, MEMORY, OF_OPENFISCA = 2.5, 1024, 0.5
BESIDE = Path(__file__).with_name("openfisca_subset.py")


@dataclass(frozen=True)
class Run:
    """One process: seconds by the clock and of the processors, and the most memory it had."""

    seconds: float
    processor: float
    peak_mib: float


def main() -> None:
    """Make, measure, print; exit 1 over budget."""
    options = _options()
    if options.child:
        _child(options)
        return
    measured: list[Measured] = []
    try:
        for result in _results(options):
            measured.append(result)
    finally:
        # What was measured before something broke is told all the same.
        show("assess", [result for result, _ in measured], as_json=options.json)
    over = [result for result, limit in measured if result.ratio is not None and result.ratio > limit]
    sys.exit(bool(over))


Measured = tuple[Result, float]
"""A result and the largest ratio that is within the budget."""
NO_BUDGET = float("inf")


def _results(options: argparse.Namespace) -> Iterator[Measured]:
    sizes = [options.persons, *([LARGE] if options.large else [])]
    for persons in sizes:
        with _county(persons) as folder:
            yield from _assessed(folder, f"{persons:,} persons", options.runs, persons < LARGE)
            if options.openfisca:
                yield from _beside(folder, persons, options)
            if options.spark:
                yield from _on_spark(folder, persons)
    if options.persons == RESIDENTS_OF_FUYUAN:
        outside = RESIDENTS_OF_FUYUAN - MEMBERS_OF_FUYUAN
        with _county(MEMBERS_OF_FUYUAN, outside) as folder:
            label = f"{MEMBERS_OF_FUYUAN:,} members of {RESIDENTS_OF_FUYUAN:,} residents"
            yield from _assessed(folder, label, options.runs, True)


class _county:  # noqa: N801 - read like a function
    """A folder with a county in it, gone afterwards."""

    def __init__(self, persons: int, outside: int = 0):
        self._made = tempfile.TemporaryDirectory(prefix="liuqing-bench-")
        county_made.make(Path(self._made.name), persons=persons, outside=outside)

    def __enter__(self) -> Path:
        return Path(self._made.name)

    def __exit__(self, *_: object) -> None:
        self._made.cleanup()


def _assessed(folder: Path, label: str, runs: int, small: bool) -> Iterator[Measured]:
    """All rules against the floor."""
    _run("assess", folder)
    turns = [(_run("assess", folder), _run("scan", folder)) for _ in range(runs)]
    ours, floor = ([turn[at] for turn in turns] for at in (0, 1))
    seconds, least = _median(ours), _median(floor)
    yield Result(f"assess {label}", seconds, "s", f"scan and write {least:.2f} s", seconds / least), RATIO
    used, needed = (statistics.median(run.processor for run in kind) for kind in (ours, floor))
    yield Result("  processor time", used, "s", f"scan and write {needed:.2f} s", used / needed), NO_BUDGET
    peak = max(run.peak_mib for run in ours)
    budget = (f"budget {MEMORY} MiB", peak / MEMORY) if small else ("", None)
    yield Result("  peak memory", peak, "MiB", *budget), 1.0


def _beside(folder: Path, persons: int, options: argparse.Namespace) -> Iterator[Measured]:
    """21 rules here and in OpenFisca."""
    from benchmarks import subset

    numbers = folder / "numbers.json"
    subset.write_numbers(numbers, place=PLACE, on=DAY)
    outs = [folder / "ours", folder / "openfisca"]
    for out in outs:
        out.mkdir(exist_ok=True)
    command = [options.openfisca, str(BESIDE), "--folder", str(folder), "--numbers", str(numbers)]
    turns = [
        (_run("subset", folder, out=outs[0]), _timed([*command, "--out", str(outs[1])]))
        for _ in range(options.runs)
    ]
    ours, theirs = ([turn[at] for turn in turns] for at in (0, 1))
    label, other = f"21 rules, {persons:,} persons", _median(theirs)
    # A county of the usual size is mostly the start of the programs: the budget is for the large one.
    limit = 1.0 if persons >= LARGE else NO_BUDGET
    yield Result(label, _median(ours), "s", f"OpenFisca {other:.2f} s", _median(ours) / other), limit
    used, needed = (statistics.median(run.processor for run in kind) for kind in (ours, theirs))
    yield Result("  processor time", used, "s", f"OpenFisca {needed:.2f} s", used / needed), NO_BUDGET
    peak, most = (max(run.peak_mib for run in kind) for kind in (ours, theirs))
    limit = OF_OPENFISCA if persons >= LARGE else NO_BUDGET
    yield Result("  peak memory", peak, "MiB", f"OpenFisca {most:.0f} MiB", peak / most), limit
    different = subset.differences(*outs)
    yield Result("  different answers", different, "rows", "none", float(different)), 0


def _on_spark(folder: Path, persons: int) -> Iterator[Measured]:
    """The same plan on Spark, row for row."""
    own = folder / "spark"
    own.mkdir(exist_ok=True)
    for table in TABLES:
        (own / f"{table}.parquet").symlink_to(folder / f"{table}.parquet")
    run = _run("spark", own)
    yield Result(f"Spark, {persons:,} persons", run.seconds, "s", "DuckDB above"), NO_BUDGET
    different = _differences(folder / "findings", own / "findings")
    yield Result("  different answers", different, "rows", "none", float(different)), 0


def _differences(first: Path, second: Path) -> int:
    found = 0
    with duckdb.connect(config={"memory_limit": "4GB", "threads": 2}) as engine:
        engine.execute("SET enable_progress_bar = false")
        for path in sorted(first.glob("*.parquet")):
            other = second / path.name
            there = f"{other}/*.parquet" if other.is_dir() else str(other)
            columns = ", ".join(row[0] for row in engine.execute(f"DESCRIBE FROM '{path}'").fetchall())
            # Rows are compared by a hash of all their columns: ten million rows of 170 do not fit.
            one, two = (
                f"SELECT hash({columns}) AS h, count(*) AS n FROM '{where}' GROUP BY h"
                for where in (path, there)
            )
            query = f"SELECT count(*) FROM ({one}) AS a FULL JOIN ({two}) AS b USING (h) WHERE a.n IS DISTINCT FROM b.n"
            found += engine.execute(query).fetchall()[0][0]
    return found


def _run(what: str, folder: Path, out: Path | None = None) -> Run:
    command = [sys.executable, "-m", "benchmarks.assess", "--child", what, "--folder", str(folder)]
    if what == "scan":
        # Told, not looked up: the yardstick does not load the rules.
        command += ["--needed", ",".join(sorted(_needed()))]
    return _timed([*command, *(["--out", str(out)] if out else [])])


def _timed(command: list[str]) -> Run:
    """A process of its own; it says its peak of memory itself."""
    # As for a user: what Python has compiled once is kept.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=kept).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(time.perf_counter() - start, used, json.loads(said)["peak_mib"])


def _median(runs: list[Run]) -> float:
    return statistics.median(run.seconds for run in runs)


def _child(options: argparse.Namespace) -> None:
    if options.child == "scan":
        scan(options.folder, set(options.needed.split(",")))
    elif options.child == "subset":
        from benchmarks import subset

        subset.ours(options.folder, options.out, place=PLACE, on=DAY)
    else:
        _assess(options.folder, spark=options.child == "spark")
    print(json.dumps({"peak_mib": peak_mib()}))


def _assess(folder: Path, *, spark: bool) -> None:
    from liuqing.compute import assess
    from liuqing.policy.rules import RULES

    # Made facts are wrong more often than a rule expects of a county: nothing is withheld.
    assess.run(folder, place=PLACE, on=DAY, backend="spark" if spark else "duckdb", confirmed=list(RULES))


def _needed() -> set[str]:
    from liuqing.policy.rules import RULES

    return {name for rule in RULES.values() for name in rule.needs}


def scan(folder: Path, needed: set[str]) -> None:
    """The floor: every fact that a rule needs is read, every output written."""
    with duckdb.connect(config={"threads": 2, "memory_limit": "640MB"}) as engine:
        engine.execute("SET enable_progress_bar = false")
        engine.execute("SET preserve_insertion_order = false")
        for table, schema in TABLES.items():
            keys = {f.name for f in schema if f.name.endswith(("_id", "_key"))}
            columns = ", ".join(f"max({name})" for name in schema.names if name in needed | keys)
            engine.execute(f"SELECT {columns} FROM '{folder}/{table}.parquet'").fetchall()
        again = folder / "again"
        again.mkdir(exist_ok=True)
        for path in sorted((folder / "findings").glob("*.parquet")):
            where = again / path.name
            engine.execute(f"COPY (FROM '{path}') TO '{where}' (FORMAT parquet, COMPRESSION zstd)")
        shutil.rmtree(again)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--persons", type=int, default=RESIDENTS_OF_FUYUAN)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--large", action="store_true", help="10 million persons as well")
    parser.add_argument("--openfisca", metavar="PYTHON", help="a Python that has openfisca-core and pyarrow")
    parser.add_argument("--spark", action="store_true", help="the same plan on Spark (Java 17 or 21)")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", choices=("assess", "scan", "subset", "spark"), help=argparse.SUPPRESS)
    parser.add_argument("--needed", default="", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()

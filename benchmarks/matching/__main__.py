"""Who is who: quality and speed beside Splink 5 alone and the exact number alone, on the same data.

``python -m benchmarks.matching [--listed 834404] [--registered 1000000] [--households all] [--json]``

1. Made people, harder than a county (``made``): quality for each kind of damage, time, memory.
2. The sample county with its truth: its lists against its register, its register against the police.
3. FEBRL 1 and 2, without tuning.
4. Every flag against what was planted for it, in the sample county loaded and assessed (``--workspace``
   takes one made before by ``liuqing demo``).

Each side is a process of its own, from reading the tables to writing the pairs. A short run:
``--listed 50000 --registered 60000 --households 1000``. ``--folder`` keeps the data for the next run,
``--county`` takes workbooks of ``liuqing sample``. Of Splink the threshold is taken that suits it
best on each set. Budgets: F1 0.995 and not below the others, no near-twin merged; at full size
20 s, 2 GiB and five times as fast as Splink. The exit status is 1 over a budget.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.matching import others, quality
from benchmarks.memory import peak_mib
from benchmarks.report import Result, show

OURS, SPLINK, EXACT = "ours", "splink", "exact"
SIDES = (OURS, SPLINK, EXACT)
F1, SECONDS, MEMORY, FASTER = 0.995, 20, 2048, 5
FULL = (834_404, 1_000_000)
PARTS = ("made", "county", "febrl", "flags")
Measured = tuple[Result, bool]
"""A result, and whether it is over its budget."""


@dataclass(frozen=True)
class Run:
    """One side on one set: seconds by the clock and of the processors, memory, held, its pairs."""

    seconds: float
    processor: float
    peak: float
    held: int
    answer: pa.Table


def main() -> None:
    """Make, measure, print; exit 1 over budget."""
    options = _options()
    if options.child:
        _child(options)
        return
    measured: list[Measured] = []
    try:
        with tempfile.TemporaryDirectory(prefix="liuqing-bench-") as own:
            measured.extend(_results(options.folder or Path(own), options))
    finally:
        show("matching", [result for result, _ in measured], as_json=options.json)
    sys.exit(any(over for _, over in measured))


def _results(folder: Path, options: argparse.Namespace) -> Iterator[Measured]:
    if "made" in options.only:
        yield from _on_made(folder, options)
    if "county" in options.only:
        yield from _on_county(folder / f"county-{options.households}", options)
    if "febrl" in options.only:
        yield from _on_febrl(folder)
    if "flags" in options.only:
        yield from _on_flags(folder, options)


def _on_flags(folder: Path, options: argparse.Namespace) -> Iterator[Measured]:
    from benchmarks.matching import flags

    for result in flags.results(options.workspace, folder, options.households):
        yield result, False


def _on_made(folder: Path, options: argparse.Namespace) -> Iterator[Measured]:
    from benchmarks.matching import made  # here and below: what a side that is measured need not load

    sizes = (options.listed, options.registered)
    where = folder / "made-{}-{}".format(*sizes)
    if not (where / "truth.parquet").exists():
        where.mkdir(parents=True, exist_ok=True)
        made.make(where, listed=sizes[0], registered=sizes[1])
    runs = {side: _run(side, where, others.LINK) for side in SIDES}
    label = "made {:,} × {:,}".format(*sizes)
    yield from _speed(label, runs, full=sizes == FULL)
    yield from _links(label, where, runs, goal=F1)
    for side in SIDES:
        wrong = quality.wrong_near_twins(where, runs[side].answer)
        yield Result(f"  near-twins merged, {side}", wrong, "persons"), side == OURS and wrong > 0


def _on_county(where: Path, options: argparse.Namespace) -> Iterator[Measured]:
    from benchmarks.matching import county

    if not (where / "police" / "truth.parquet").exists():
        households = None if options.households == "all" else int(options.households)
        county.make(where, workbooks=options.county, households=households)
    for name, label in (("lists", "county, lists × register"), ("police", "county, register × police")):
        runs = {side: _run(side, where / name, others.LINK) for side in SIDES}
        rows = [pq.read_metadata(where / name / f"{side}.parquet").num_rows for side in "lr"]
        label = f"{label}, {rows[0]:,} × {rows[1]:,}"
        yield from _speed(label, runs, full=False)
        yield from _links(label, where / name, runs, goal=F1)


def _on_febrl(folder: Path) -> Iterator[Measured]:
    from benchmarks.matching import febrl

    for which in (1, 2):
        where = folder / f"febrl{which}"
        febrl.make(where, which)
        found = {side: quality.of_pairs(where, _run(side, where, others.DEDUPE).answer) for side in SIDES}
        for side in SIDES:
            yield _judged(f"FEBRL {which}, {side}", found[side], None), False


def _speed(label: str, runs: dict[str, Run], *, full: bool) -> Iterator[Measured]:
    ours, splink = runs[OURS], runs[SPLINK]
    ratio = splink.seconds / ours.seconds
    yield (
        Result(f"{label}, seconds", ours.seconds, "s", f"budget {SECONDS} s", ours.seconds / SECONDS),
        (full and ours.seconds > SECONDS),
    )
    yield Result("  processor time", ours.processor, "s", f"Splink {splink.processor:.1f} s",
                 ours.processor / splink.processor), False  # fmt: skip
    yield (
        Result("  Splink by the clock", splink.seconds, "s", f"ours {ours.seconds:.1f} s", ratio),
        (full and ratio < FASTER),
    )
    yield Result("  exact number by the clock", runs[EXACT].seconds, "s"), False
    yield (
        Result("  peak memory", ours.peak, "MiB", f"budget {MEMORY} MiB", ours.peak / MEMORY),
        (full and ours.peak > MEMORY),
    )
    yield Result("  peak memory of Splink", splink.peak, "MiB"), False
    yield Result("  left to a person", ours.held, "rows"), False


def _links(label: str, where: Path, runs: dict[str, Run], goal: float) -> Iterator[Measured]:
    found = {side: quality.of_links(where, run.answer) for side, run in runs.items()}
    best = max(found[side][quality.EVERYTHING].f1 for side in (SPLINK, EXACT))
    for side in SIDES:
        over = side == OURS and found[side][quality.EVERYTHING].f1 < max(goal, best)
        yield _judged(f"{label}, {side}", found[side][quality.EVERYTHING], None), over
    for kind, one in sorted(found[OURS].items(), key=lambda pair: -pair[1].right):
        if kind != quality.EVERYTHING:
            yield _judged(f"  {kind}", one, {side: found[side][kind] for side in (SPLINK, EXACT)}), False


def _judged(label: str, one: quality.Quality, beside: dict[str, quality.Quality] | None) -> Result:
    told = f"P {one.precision:.4f} R {one.recall:.4f}, {one.wrong:,} wrong of {one.right + one.missed:,}"
    if beside:
        told += "; " + ", ".join(f"{side} F1 {other.f1:.4f}" for side, other in beside.items())
    value, unit = (one.f1 * 100, "% F1") if one.right else (float(one.wrong), "wrong")
    return Result(label, value, unit, told)


def _run(side: str, folder: Path, task: str) -> Run:
    """A process of its own; it says its peak of memory itself."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.matching",
        "--child",
        side,
        "--folder",
        str(folder),
        "--task",
        task,
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env={**os.environ}).stdout
    seconds = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told: dict[str, Any] = json.loads(said.splitlines()[-1])
    return Run(seconds, used, told["peak"], told["held"], pq.read_table(folder / f"answer-{side}.parquet"))


def _child(options: argparse.Namespace) -> None:
    held = 0
    if options.child == OURS:
        answer, held = _ours(options.folder, options.task)
    else:
        answer = (others.splink if options.child == SPLINK else others.exact)(options.folder, options.task)
    pq.write_table(answer, options.folder / f"answer-{options.child}.parquet")
    print(json.dumps({"peak": peak_mib(), "held": held}))


def _ours(folder: Path, task: str) -> tuple[pa.Table, int]:
    """What the machine decides alone, every pair with the same weight; and how much it leaves to people."""
    from liuqing.matching import people

    left = pq.read_table(folder / "l.parquet")
    if task == others.DEDUPE:
        found = people.duplicates(left)
        keep = pa.array([score >= people.SAME for score in found["score"].to_pylist()])
    else:
        found = people.match(left, pq.read_table(folder / "r.parquet"))
        keep = found["right"].is_valid()
    sure = found.filter(keep)
    columns = [sure["left"], sure["right"], pa.array([1.0] * len(sure))]
    return pa.table(columns, names=["left", "right", "score"]), len(found) - len(sure)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.matching",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--listed", type=int, default=FULL[0], help="rows of the made list")
    parser.add_argument("--registered", type=int, default=FULL[1], help="persons of the made register")
    parser.add_argument("--households", default="all", help="of the sample county")
    parser.add_argument("--county", type=Path, help="workbooks of liuqing sample, made before")
    parser.add_argument(
        "--workspace", type=Path, help="a demo county, loaded and assessed before, for the flags"
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--folder", type=Path, help="keeps the data for the next run")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--task", default=others.LINK, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()

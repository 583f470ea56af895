"""Why, what would change it, and what is due: one household at a time, beside reading its rows.

``python -m benchmarks.explain``. The yardstick is the least that such an answer must do: read the
household's rows out of the snapshot. Rules are compiled before the clock starts, as a server has them.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.report import Result, show
from liuqing.compute import assess, explain
from liuqing.compute.benefits import benefits
from liuqing.compute.one_household import compiled, read
from tests.compute.snapshots import random_county

DAY = date(2018, 12, 31)
ASKED = ("exits", "exit_income", "transport_subsidy")


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--households", type=int, default=3_000)
    asked.add_argument("--sample", type=int, default=30)
    asked.add_argument("--json", action="store_true")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        county = random_county(Path(made) / "county", households=told.households)
        assess.run(county, place="fuyuan", on=DAY)
        show("explain", _measured(county, told.sample), as_json=told.json)


def _measured(county: Path, sample: int) -> list[Result]:
    homes = range(1, sample + 1)
    rules = compiled("fuyuan", DAY, explain.SHOWN)
    floor = _median(homes, lambda home: read(county, home, rules))
    found = [Result("reading the household's rows", floor, "ms")]

    def told(what: str, act: Callable[[int], object]) -> None:
        act(1)
        value = _median(homes, act)
        found.append(Result(what, value, "ms", "reading the household's rows", value / floor))

    told("why, all questions", lambda home: explain.explain(county, home, place="fuyuan", on=DAY))
    for rule in ASKED:
        told(f"why and what would change: {rule}", lambda home, rule=rule: explain.explain(
            county, home, place="fuyuan", on=DAY, rule=rule))  # fmt: skip
    told("what is due and the bills, as a page shows them", lambda home: benefits(
        county, home, place="fuyuan", on=DAY))  # fmt: skip
    return found


def _median(homes: range, act: Callable[[int], object]) -> float:
    took = []
    for home in homes:
        begin = time.perf_counter()
        act(home)
        took.append((time.perf_counter() - begin) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    main()

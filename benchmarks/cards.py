"""How fast the sheets of 1,000 households become one PDF: read from the record, filled in, set.

``python -m benchmarks.cards WORKSPACE [--households 1000] [--json]``: takes the first households of
a workspace made by ``liuqing demo``, again from the start if it has fewer. Budget: 5 seconds for
reading, filling and setting together; 1 GiB.
"""

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.report import Result, show

BUDGET_SECONDS, BUDGET_MIB = 5, 1024


def main() -> None:
    """Measure, print; exit 1 over budget."""
    options = _options()
    _enter(options.workspace)
    from liuqing.registry import queries
    from liuqing.registry.services import accounts
    from liuqing.reports.household_file import sheet
    from liuqing.reports.household_pdf import pdf

    user, number = accounts.operator(), options.households
    cards, reading = _timed(lambda: list(islice(queries.cards(user), number)))
    cards = list(islice(cycle(cards), number))
    sheets, filling = _timed(lambda: [sheet(card) for card in cards])
    paper, setting = _timed(lambda: pdf(sheets))
    total = reading + filling + setting
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    processor = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    # As many children run at once as there are cores.
    memory = (own.ru_maxrss + children.ru_maxrss * (os.cpu_count() or 1)) / 1024
    show("cards", [
        Result(f"read {number:,} cards", reading, "s"),
        Result("fill in the sheets", filling, "s"),
        Result("set as PDF", setting, "s"),
        Result("all together", total, "s", f"budget {BUDGET_SECONDS} s", total / BUDGET_SECONDS),
        Result("processor time, start included", processor, "s"),
        Result("peak memory", memory, "MiB", f"budget {BUDGET_MIB} MiB", memory / BUDGET_MIB),
        Result("size of the file", len(paper) / 2**20, "MiB"),
    ], as_json=options.json)  # fmt: skip
    sys.exit(total > BUDGET_SECONDS or memory > BUDGET_MIB)


def _timed(act: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    return act(), time.perf_counter() - begun


def _enter(workspace: Path) -> None:
    os.environ["LIUQING_WORKSPACE"] = str(workspace)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuqing.config.settings")
    import django

    django.setup()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--households", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()

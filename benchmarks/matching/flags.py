"""Flags against the truth: precision and recall of every flag that has a planted error.

A workspace of the sample county, loaded and assessed, beside the ``truth/flags.csv`` of its workbooks.
``liuqing demo`` makes one; its findings are read as they are shown to people: from the record.
"""

import csv
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.report import Result

KEYS = {"person": "person_no", "household": "household_no", "area": "village_code"}
"""By entity: the column of the truth that says whom a flag is about."""
EVERY = "every flag"


def results(workspace: Path | None, folder: Path, households: str) -> Iterator[Result]:
    """A line a flag, the least precise first; then all together. Makes the county if none is given."""
    workspace = workspace or _made(folder / f"flags-{households}", households)
    told = json.loads(_child(workspace))
    lines = [(name, *(set(keys) for keys in sets)) for name, sets in told.items()]
    for name, expected, innocent, found in sorted(
        lines, key=lambda one: (_precision(one[1], one[3]), one[0])
    ):
        yield _line(name, expected, innocent, found)
    every = [{(name, key) for name, *sets in lines for key in sets[n]} for n in range(3)]
    yield _line(EVERY, *every)


def _line(name: str, expected: set, innocent: set, found: set) -> Result:  # type: ignore[type-arg]
    recall = len(expected & found) / len(expected) if expected else 1.0
    words = f"planted {len(expected):,}, found {len(found):,}, recall {recall:.3f}"
    looks = f", look-alikes {len(innocent & found)} of {len(innocent):,}" if innocent else ""
    return Result(f"  flag {name}", _precision(expected, found) * 100, "% precision", words + looks)


def _precision(expected: set, found: set) -> float:  # type: ignore[type-arg]
    return len(expected & found) / len(found) if found else 1.0


def _made(folder: Path, households: str) -> Path:
    if not (folder / "ready").exists():
        command = [
            sys.executable,
            "-m",
            "liuqing.cli",
            "demo",
            str(folder),
            "--households",
            households,
            "--no-serve",
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def _child(workspace: Path) -> str:
    """Django opens one workspace a process, so the findings are read in one of their own."""
    env = {
        **os.environ,
        "LIUQING_WORKSPACE": str(workspace),
        "DJANGO_SETTINGS_MODULE": "liuqing.config.settings",
    }
    command = [sys.executable, "-m", "benchmarks.matching.flags", str(workspace)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=env).stdout


def _read(workspace: Path) -> dict[str, list[list[str]]]:
    """{flag: [planted, look-alikes, found]}, as record numbers."""
    import django

    django.setup()
    from liuqing.policy.rules import RULES
    from liuqing.registry.models import Finding
    from liuqing.registry.queries import scope

    planted: dict[bool, dict[str, set[str]]] = {True: defaultdict(set), False: defaultdict(set)}
    with next(workspace.glob("lists/truth/flags.csv")).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            planted[row["expected"] == "是"][row["flag"]].add(row[KEYS[RULES[row["flag"]].entity]])
    found: dict[str, set[str]] = defaultdict(set)
    shown = Finding.objects.filter(snapshot=scope.assessed(), verdict=True, rule__in=set(planted[True]))
    columns = ("rule", "person__person_no", "household__no", "village__code")
    for rule, person, household, village in shown.values_list(*columns).iterator(chunk_size=20_000):
        key = {"person": person, "household": household, "area": village}[RULES[rule].entity]
        found[rule].add(key)
    return {name: [sorted(planted[True][name]), sorted(planted[False][name]), sorted(found[name])] for name in planted[True]}  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(_read(Path(sys.argv[1]))))

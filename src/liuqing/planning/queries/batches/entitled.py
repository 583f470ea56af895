"""Entitled (应发): what the rules of a snapshot find due to whom under a programme, for a period.

Read from the findings, so that a batch says what the lists and the household pages say. None is not known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as pq

from liuqing.errors import Problem
from liuqing.policy.paying import Period
from liuqing.policy.programmes import PROGRAMMES, Programme
from liuqing.registry.models import Snapshot
from liuqing.registry.queries import reasons


@dataclass(frozen=True)
class Entitled:
    """One person's (``person`` None: the household's) sum of the year in fen; None is not known."""

    household: int
    person: int | None
    fen: int | None


def programme(key: str) -> Programme:
    """The programme. Problem ``batches.no_programme``."""
    if key not in PROGRAMMES:
        raise Problem("batches.no_programme", "没有这项补贴", "请从列表里选一项补贴。")
    return PROGRAMMES[key]


def snapshot_of(period: Period) -> Snapshot:
    """The latest snapshot of the period's year. Problem ``batches.no_snapshot``."""
    made = Snapshot.objects.filter(complete=True, on__year=period.year)
    found = made.order_by("-on", "-pk").first()
    if found is None:
        raise Problem(
            "batches.no_snapshot",
            f"{period.year} 年还没有测算过，算不出应发多少",
            "请先按这一年的日期测算，再制作发放批次。",
        )
    return found


def of_programme(snapshot: Snapshot, one: Programme) -> tuple[Entitled, ...]:
    """Everybody of whom the rules find something due, or cannot tell; in the order of the households.

    Problem ``batches.old_findings`` where an earlier version of the program made the findings.
    """
    return _read(reasons.folder(snapshot), one.amount, one.entity == "household")


def years_sums(found: Iterable[Entitled]) -> dict[tuple[int, int | None], int | None]:
    """{(household, person): fen of the year}."""
    return {(each.household, each.person): each.fen for each in found}


def stated(snapshot: Snapshot, one: Programme) -> dict[tuple[int, int | None], int]:
    """What the record knows as paid of a programme that no list of its own proves, in fen; unknown is left out."""
    if one.list:
        return {}
    return _stated(reasons.folder(snapshot), one.received, one.entity == "household")


@lru_cache(maxsize=32)
def _stated(folder: Path, fact: str, of_homes: bool) -> dict[tuple[int, int | None], int]:
    name = "households" if of_homes else "persons"
    keys = ["household_id"] if of_homes else ["household_id", "person_id"]
    for path in (folder / f"{name}.parquet", folder / "findings" / f"{name}.parquet"):
        if path.exists() and fact in pq.read_schema(path).names:
            rows = pq.read_table(path, columns=[*keys, fact]).to_pylist()
            return {(row["household_id"], row.get("person_id")): row[fact] for row in rows if row[fact]}
    return {}


@lru_cache(maxsize=32)
def _read(folder: Path, amount: str, of_homes: bool) -> tuple[Entitled, ...]:
    # A snapshot never changes.
    path = folder / "findings" / ("households.parquet" if of_homes else "entitlements.parquet")
    keys = ["household_id"] if of_homes else ["household_id", "person_id"]
    if not path.exists() or amount not in pq.read_schema(path).names:
        raise Problem("batches.old_findings", "这次测算没有这项补贴的结果", "请重新测算一次。")
    rows = pq.read_table(path, columns=[*keys, amount]).to_pylist()
    found = [
        Entitled(row["household_id"], row.get("person_id"), row[amount]) for row in rows if row[amount] != 0
    ]
    return tuple(sorted(found, key=lambda each: (each.household, each.person or 0)))

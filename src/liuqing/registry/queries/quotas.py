"""Quotas (责任落实): who met, visited, reported as often as the place asks, and of whom there is no ledger.

Read from ``findings/quotas.parquet`` of the latest snapshot. Offices and posts only, never a person's
name. What lies in one area right below is added up: households visited in the villages of a town.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.conf import settings

from liuqing.policy import quotas as policy
from liuqing.policy.place import load
from liuqing.policy.quotas import EVERY, HELPERS, TARGETS, Quota
from liuqing.registry.models import Area
from liuqing.registry.queries import boards, scope
from liuqing.registry.queries.boards import Place
from liuqing.registry.queries.reasons import folder
from liuqing.registry.queries.standards import Kept, homes
from liuqing.workflow.rights import Right

NO_LEDGER = "没有台账"
Row = dict[str, Any]


@dataclass(frozen=True)
class Spell:
    """A period of an office: ``done`` (None: nobody reported) of ``minimum``; ``over``: it has ended."""

    label: str
    over: bool
    done: int | None
    minimum: int
    kept: Kept


@dataclass(frozen=True)
class Line:
    """An office or post, in an area or for it, period by period. ``silent``: its ledger has nothing at all."""

    role: str
    code: str
    area: str
    spells: tuple[Spell, ...]
    silent: bool

    @property
    def missed(self) -> int:
        """How many periods were not reached."""
        return sum(1 for spell in self.spells if spell.kept.no)


@dataclass(frozen=True)
class QuotaHere:
    """One quota in an area: what is asked, and what each office did."""

    key: str
    label: str
    every: str
    target: str
    unit: str
    minimum: int | None
    note: str
    source: str
    since: date | None
    unverified: bool
    whole: Kept
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Quotas:
    """Everything on the page of an area. ``judged`` is False where the assessment had no quotas yet."""

    area: Place
    on: date | None
    judged: bool = False
    quotas: tuple[QuotaHere, ...] = ()


def quotas(user: Any, code: str) -> Quotas:
    """The quotas of an area. Problem ``registry.no_such_area`` if it is not the user's."""
    where = scope.area(user, code, Right.SEE_BOARD)
    snapshot = scope.latest_snapshot()
    head = boards.area_head(where)
    file = folder(snapshot) / "findings" / "quotas.parquet" if snapshot else None
    if snapshot is None or file is None or not file.exists():
        return Quotas(head, snapshot.on if snapshot else None)
    stated = policy.declared(load(settings.WORKSPACE.place)).quotas
    rows: dict[str, list[Row]] = defaultdict(list)
    inside = _inside(where)
    for row in _rows(file):
        if row["quota"] in stated and _counts_here(row, stated[row["quota"]], where, inside):
            rows[row["quota"]].append(row)
    found = (
        _here(key, one, rows[key], inside, where, snapshot.on) for key, one in stated.items() if rows[key]
    )
    return Quotas(head, snapshot.on, True, tuple(found))


@lru_cache(maxsize=4)
def _rows(file: Path) -> list[Row]:
    # A snapshot never changes.
    return list(pq.read_table(file).to_pylist())


def _inside(where: Area) -> dict[str, tuple[str, str]]:
    """Every area at or below, by code: under which line it is counted (code and name)."""
    children = list(where.children.order_by("code"))
    named = {child.code: child.name for child in children}
    found = {code: (child, named.get(child, "")) for code, child in homes(where, children).items()}
    return {where.code: (where.code, where.name)} | found


def _counts_here(row: Row, one: Quota, where: Area, inside: dict[str, tuple[str, str]]) -> bool:
    """The row belongs to the area, and nothing is counted twice: helpers stand under every level."""
    if one.activity == HELPERS:
        below = {"county": "town"}.get(where.level, "village")
        return bool(row["level"] == below and row["area_code"] in inside)
    return row["area_code"] in inside or (row["level"] == where.level == Area.Level.COUNTY)


def _here(
    key: str, one: Quota, rows: list[Row], inside: dict[str, tuple[str, str]], where: Area, on: date
) -> QuotaHere:
    first = rows[0]
    lines = tuple(_lines(rows, inside, where, on))
    verdicts = Counter(row["verdict"] for row in rows)
    minimum = first["minimum"] if not one.target.endswith("household") and one.activity != HELPERS else None
    unit = "次" if minimum is not None else "户"
    return QuotaHere(
        key, one.label, one.deadline or EVERY[one.every], TARGETS[one.target], unit, minimum, one.note,
        first["source"], first["since"], first["unverified"],
        Kept(verdicts[True], verdicts[False], verdicts[None]), lines,
    )  # fmt: skip


def _lines(rows: list[Row], inside: dict[str, tuple[str, str]], where: Area, on: date) -> Iterable[Line]:
    grouped: dict[tuple[str, tuple[str, str]], list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["role"], inside.get(row["area_code"], (where.code, where.name))].append(row)
    for (role, (code, name)), own in grouped.items():
        silent = all(row["missing"] == NO_LEDGER for row in own)
        yield Line(role, code, name, tuple(_spells(own, on)), silent)


def _spells(rows: list[Row], on: date) -> Iterable[Spell]:
    periods: dict[tuple[date, str], list[Row]] = defaultdict(list)
    for row in rows:
        periods[row["last"], row["period"]].append(row)
    for (last, label), own in sorted(periods.items()):
        verdicts = Counter(row["verdict"] for row in own)
        said = [row["done"] for row in own if row["done"] is not None]
        yield Spell(
            label, last <= on, sum(said) if said else None, sum(row["minimum"] for row in own),
            Kept(verdicts[True], verdicts[False], verdicts[None]),
        )  # fmt: skip

"""One household under the policies (政策): what is due, what was paid, its bills, tier, warnings, proposals.

Read from the findings of a snapshot, so that a page says what the lists say. Persons are named by
their key only. What the place has no programme or scheme for is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from liuqing.errors import Problem
from liuqing.policy.place import load
from liuqing.policy.programmes import PROGRAMMES, Programme
from liuqing.policy.rules import RULES

LINES = (
    ("bill_basic", "基本医保"),
    ("bill_serious", "大病保险"),
    ("bill_aid", "医疗救助"),
    ("bill_backstop", "政府兜底"),
    ("bill_temporary", "临时救助"),
)
"""The five lines of defence in their order, as short as a picture needs."""
CHOICES = ("support_tier", "colour", "income_tier")
WARNINGS = tuple(name for name, rule in RULES.items() if rule.kind == "flag" and rule.entity == "household")
PROPOSALS = tuple(name for name in RULES["proposed_measures"].needs if name.startswith("propose_"))
Row = dict[str, Any]


@dataclass(frozen=True)
class Due:
    """A programme for one member (``person`` None: for the household), in fen of the year.

    ``entitled`` and ``paid`` are None while they are not known.
    """

    programme: Programme
    person: int | None
    entitled: int | None
    paid: int | None


@dataclass(frozen=True)
class Bill:
    """A settled bill and what each line of defence pays of it by the rules, in fen.

    ``left`` is what remains to be paid after each line; ``self_paid`` the rest, ``stated`` what the
    settlement says that the person paid. None is not known.
    """

    person: int
    discharged: date | None
    kind: str
    level: str
    referred: bool | None
    total: int | None
    lines: tuple[tuple[str, str, int | None], ...]
    self_paid: int | None
    stated: int | None


@dataclass(frozen=True)
class Benefits:
    """``choices``, ``warnings`` (None: not known) and ``proposals`` are rules' names with answers."""

    dues: tuple[Due, ...]
    bills: tuple[Bill, ...]
    choices: dict[str, str]
    warnings: dict[str, bool | None]
    proposals: tuple[str, ...]


def benefits(folder: Path, household_id: int, *, place: str, on: date) -> Benefits:
    """Everything of one household. Problems ``compute.no_household`` if the findings do not have it,
    ``compute.old_findings`` if an earlier version of the program made them.
    """
    if not (folder / "findings" / "entitlements.parquet").exists():
        raise Problem("compute.old_findings", "这次测算是旧版本做的，没有待遇的结果", "请重新测算一次。")
    numbers = load(place).parameters(on)
    programmes = [one for one in PROGRAMMES.values() if numbers.has(one.number)]
    read = Files(folder, int(household_id))
    if not (found := read.rows("findings/households", "households")):
        raise Problem("compute.no_household", "快照里没有这一户", "请核对户编号，或重新冻结台账后再看。")
    household, members = found[0], read.rows("findings/entitlements", "persons")
    return Benefits(
        dues=tuple(_dues(programmes, household, members)),
        bills=tuple(_bill(row) for row in read.bills()) if numbers.has("health.basic_rates") else (),
        choices={name: household[name] for name in CHOICES if household[name] is not None},
        warnings={name: household[name] for name in WARNINGS if household[name]},
        proposals=tuple(name for name in PROPOSALS if household[name]),
    )


@cache
def _database() -> duckdb.DuckDBPyConnection:
    # Opening one takes longer than the question; a cursor is cheap and safe among threads.
    return duckdb.connect(":memory:", config={"threads": 1})


@dataclass(frozen=True)
class Files:
    """The files of one snapshot, read for one household."""

    folder: Path
    household: int

    def rows(self, findings: str, facts: str) -> list[Row]:
        """What was found and what is known, side by side; members the head first."""
        keys = "household_id" if facts == "households" else "household_id, person_id"
        order = "" if facts == "households" else "ORDER BY relation IS DISTINCT FROM '户主', person_id"
        return self._read(
            f"SELECT * FROM {self._at(facts)} LEFT JOIN (SELECT *, TRUE AS found FROM {self._at(findings)}) USING ({keys})"  # noqa: S608 - our own files
            f" WHERE household_id = ? {order}"
        )

    def bills(self) -> list[Row]:
        """The bills of all members in the order of their days."""
        return self._read(
            f"SELECT * FROM {self._at('bills')} JOIN {self._at('findings/bills')} USING (bill_id, bill_person_id)"  # noqa: S608
            f" WHERE bill_person_id IN (SELECT person_id FROM {self._at('persons')} WHERE household_id = ?)"
            " ORDER BY bill_person_id, discharged, bill_id"
        )

    def _at(self, name: str) -> str:
        path = str(self.folder / f"{name}.parquet").replace("'", "''")
        return f"read_parquet('{path}') AS \"{name}\""

    def _read(self, statement: str) -> list[Row]:
        with _database().cursor() as engine:
            result = engine.execute(statement, [self.household])
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _dues(programmes: list[Programme], household: Row, members: list[Row]) -> Iterator[Due]:
    for one in programmes:
        for row in [household] if one.entity == "household" else members:
            # Whom the findings leave out is entitled to nothing, and that is known.
            entitled = row[one.amount] if row["found"] else 0
            paid = row.get(one.paid or f"{one.list}_paid_fen")
            if entitled or paid:
                yield Due(one, row.get("person_id"), entitled, paid)


def _bill(row: Row) -> Bill:
    return Bill(
        person=row["bill_person_id"], discharged=row["discharged"], kind=row["bill_kind"] or "",
        level=row["hospital_level"] or "", referred=row["referred"], total=row["bill_total_fen"],
        lines=tuple((name, label, row[name]) for name, label in LINES),
        self_paid=row["bill_self_paid"], stated=row["stated_self_paid_fen"],
    )  # fmt: skip

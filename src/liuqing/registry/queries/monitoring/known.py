"""What the record knows of the four guarantees (台账上的三保障和饮水), for an officer who asks at the door.

Only a beginning: he says yes, no, or that it is not known, and what he finds counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow.parquet as pq

from liuqing.policy.rules import RULES
from liuqing.registry.models import Household, Snapshot
from liuqing.registry.queries import reasons, scope, words
from liuqing.registry.services.monitoring import GUARANTEES

ASKED = {
    "dropout": "exit_schooling",
    "house_unsafe": "exit_housing",
    "water_unsafe": "exit_water",
    "uninsured": "exit_medical",
}
"""The rule that is true where there is no such problem."""
LABOUR = "has_labour"


@dataclass(frozen=True)
class Known:
    """One guarantee as the record has it: ``problem`` None is not known. ``rule`` leads to the reasons."""

    name: str
    label: str
    problem: bool | None
    rule: str
    rule_label: str


@dataclass(frozen=True)
class OfRecord:
    """What the latest snapshot says; ``on`` None: nothing was assessed yet."""

    on: date | None
    guarantees: tuple[Known, ...]
    labour: bool | None


def of_household(household: Household) -> OfRecord:
    """The four guarantees and whether the household has labour."""
    snapshot = scope.latest_snapshot()
    row = _row(snapshot, household.pk) if snapshot else {}
    told = tuple(_known(name, label, row) for name, label in GUARANTEES.items())
    return OfRecord(snapshot.on if snapshot else None, told, row.get(LABOUR))


def _known(name: str, label: str, row: Mapping[str, Any]) -> Known:
    rule = ASKED[name]
    safe = row.get(rule)
    return Known(name, label, None if safe is None else not safe, rule, words.rule(rule))


def _row(snapshot: Snapshot, household: int) -> dict[str, Any]:
    file = reasons.folder(snapshot) / "findings" / "households.parquet"
    if not file.exists():
        return {}
    wanted = [rule for rule in (*ASKED.values(), LABOUR) if rule in RULES]
    names = set(pq.read_schema(file).names)
    columns = [rule for rule in wanted if rule in names]
    rows = pq.read_table(file, columns=columns, filters=[("household_id", "=", household)]).to_pylist()
    return rows[0] if rows else {}

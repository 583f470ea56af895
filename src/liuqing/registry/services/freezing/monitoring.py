"""What the list of monitored households of the year says of a household.

Somebody who is identified only after the day is not in the list yet; a risk removed only after the
day still stands.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from liuqing.registry.services.freezing import readings

TOLD = (
    "monitored_listed", "monitored_on", "monitor_kind", "risks", "monitor_stated", "monitor_wage_fen",
    "monitor_self_paid_fen", "risk_removed_on", "removal_way", "removal_stated", "removal_business_fen",
)  # fmt: skip
_NEEDS = ("dropout", "house_unsafe", "uninsured", "water_unsafe")
_INCOMES = ("wage", "business", "property", "transfer", "expense")

Values = dict[str, Any]


def told(known: bool, rows: Iterable[Values], on: date) -> Values:
    """The columns of ``TOLD``; ``known``: whether there is such a list. Of several rows the last counts."""
    found = [row for row in rows if not _later(row.get("identified_on"), on)]
    if not known or not found:
        return dict.fromkeys(TOLD) | {"monitored_listed": False if known else None}
    row = found[-1]
    return {
        "monitored_listed": True,
        "monitored_on": readings.day(row.get("identified_on")),
        "monitor_kind": readings.text(row.get("monitor_kind")),
        "risks": readings.joined(_risks(row)),
        "monitor_stated": _stated(row, "identified", ("wage",), ("identified_on",)) and bool(_risks(row)),
        "monitor_wage_fen": readings.fen(row.get("identified_wage")),
        "monitor_self_paid_fen": readings.fen(row.get("identified_self_paid")),
        **_removal(row, on),
    }


def _removal(row: Values, on: date) -> Values:
    later = _later(row.get("removed_on"), on)
    return {
        "risk_removed_on": None if later else readings.day(row.get("removed_on")),
        "removal_way": None if later else readings.text(row.get("removal_way")),
        "removal_stated": _stated(row, "removed", (*_INCOMES, "self_paid")),
        "removal_business_fen": readings.fen(row.get("removed_business")),
    }


def _stated(row: Values, phase: str, sums: tuple[str, ...], also: tuple[str, ...] = ()) -> bool:
    asked = (*also, *(f"{phase}_{name}" for name in (*_NEEDS, *sums)))
    return all(row.get(name) is not None for name in asked)


def _risks(row: Values) -> list[str]:
    said = (readings.text(row.get(f"risk_{n}")) for n in range(1, 6))
    return [risk for risk in said if risk]


def _later(value: Any, on: date) -> bool:
    day = readings.day(value)
    return day is not None and day > on

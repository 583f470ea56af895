"""What is known of a monitored household on the day: by our own procedures, else by the list of the year.

A procedure's word is stronger than the list's: the list is an export of another system, and comes
later. Where the list, made after our word, says otherwise, that is kept beside it (``differs``) and
asked; where our record says nothing of an item, the list's word stands. A list that tells of a later
identification than our removal tells of something new, and counts.

Somebody who is identified only after the day is not in the list yet; a risk removed only after the
day still stands.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from liuqing.registry.models import Assessed
from liuqing.registry.services.freezing import readings
from liuqing.registry.services.freezing.monitored_own import GUARANTEES, Own, fen, section

TOLD = (
    "monitored_listed", "monitored_on", "monitor_kind", "risks", "monitor_stated", "monitor_wage_fen",
    "monitor_self_paid_fen", "risk_removed_on", "removal_way", "removal_stated", "removal_business_fen",
    "monitored_day", "monitored_measures", "monitoring_differs", "removal_dropout", "removal_house_unsafe",
    "removal_water_unsafe", "removal_uninsured", "removal_net_least_fen", "removal_net_most_fen",
    "removal_persons", "removal_income_until", "removal_self_paid_fen", "removal_claims_fen",
)  # fmt: skip
LISTED_ON = "listed_on"
"""Beside the values of a row: the day of the list in which it stands."""
_INCOMES = ("wage", "business", "property", "transfer", "expense")
_SECTIONS = ("A", "B", "C", "D", "E")

Values = dict[str, Any]


def told(known: bool, rows: Iterable[Values], on: date, own: Own | None = None, listed: str = "") -> Values:
    """The columns of ``TOLD`` but ``monitored_measures``; of several rows of the list the last counts.

    ``known``: whether there is such a list; ``listed``: the day of the latest one.
    """
    found = [row for row in rows if not _later(row.get("identified_on"), on)]
    row = found[-1] if known and found else None
    said = _listed(known, row, on)
    if own is None or (row is not None and (not own.decided or _anew(row, own))):
        return said
    return said | _ours(own, said) | {"monitoring_differs": _differs(row, own, on, listed if known else "")}


def _listed(known: bool, row: Values | None, on: date) -> Values:
    if row is None:
        return dict.fromkeys(TOLD) | {"monitored_listed": False if known else None}
    return dict.fromkeys(TOLD) | {
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


def _ours(own: Own, said: Values) -> Values:
    """What a procedure says, over what the list says; an assessment that was not made takes nothing away."""
    return {
        "monitored_listed": True,
        "monitored_on": own.since.replace(day=1),
        "monitored_day": own.since if own.exact else None,
        "monitor_kind": own.kind,
        "risks": readings.joined(own.risks),
        "risk_removed_on": own.removed_on,
        "removal_way": own.way or None,
        **_found(own, said),
        **_of_removal(own.removed),
    }


def _found(own: Own, said: Values) -> Values:
    begun, gone = own.identified, own.removed
    mine = {
        "monitor_stated": _answered(begun, ("A",)) and bool(own.risks) if begun else None,
        "monitor_wage_fen": section(begun.worksheet, "A") if begun else None,
        "monitor_self_paid_fen": fen(begun.self_paid) if begun else None,
        "removal_stated": _answered(gone, _SECTIONS) and gone.self_paid is not None if gone else None,
        "removal_business_fen": section(gone.worksheet, "B") if gone else None,
    }
    told = {name: said[name] if value is None else value for name, value in mine.items()}
    if own.decided:
        # Without either, nothing is stated; that is known, not unknown.
        told |= {name: bool(mine[name] or said[name]) for name in ("monitor_stated", "removal_stated")}
    return told


def _answered(one: Assessed, sections: tuple[str, ...]) -> bool:
    guarantees = all(getattr(one, name) is not None for name in GUARANTEES)
    return guarantees and all(section(one.worksheet, code) is not None for code in sections)


def _of_removal(one: Assessed | None) -> Values:
    if one is None:
        return {}
    sheet = one.worksheet
    return {
        **{f"removal_{name}": getattr(one, name) for name in GUARANTEES},
        "removal_self_paid_fen": fen(one.self_paid),
        "removal_claims_fen": fen(one.claims),
        "removal_net_least_fen": fen(sheet.result["net"]["least"]) if sheet else None,
        "removal_net_most_fen": fen(sheet.result["net"]["most"]) if sheet else None,
        "removal_persons": sheet.persons if sheet else None,
        "removal_income_until": sheet.last_month if sheet else None,
    }


def _differs(row: Values | None, own: Own, on: date, listed: str) -> str | None:
    """Where a list that was made after our word says otherwise; None where nothing can be compared."""
    if row is None:
        return (
            readings.joined(["名单中没有"])
            if own.decided and listed and listed >= own.since.isoformat()
            else None
        )
    made = readings.day(row.get(LISTED_ON)) or on
    gone = own.removed_on is not None and own.removed_on <= made
    month = readings.day(row.get("identified_on"))
    parts = {
        "识别监测时间": month is not None and month != own.since.replace(day=1),
        "监测对象类别": readings.text(row.get("monitor_kind")) not in (None, own.kind),
        "致贫返贫风险": bool(_risks(row)) and set(_risks(row)) != set(own.risks),
        "风险是否消除": (_removal(row, on)["risk_removed_on"] is not None) != gone,
    }
    return readings.joined(part for part, other in parts.items() if other)


def _anew(row: Values, own: Own) -> bool:
    identified = readings.day(row.get("identified_on"))
    return own.removed_on is not None and identified is not None and identified > own.removed_on


def _stated(row: Values, phase: str, sums: tuple[str, ...], also: tuple[str, ...] = ()) -> bool:
    asked = (*also, *(f"{phase}_{name}" for name in (*GUARANTEES, *sums)))
    return all(row.get(name) is not None for name in asked)


def _risks(row: Values) -> list[str]:
    said = (readings.text(row.get(f"risk_{n}")) for n in range(1, 6))
    return [risk for risk in said if risk]


def _later(value: Any, on: date) -> bool:
    day = readings.day(value)
    return day is not None and day > on

"""The settled medical bills of members of the register, of the year of the day up to it."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from liuqing.compute.snapshot import BILLS
from liuqing.registry.services.freezing import pieces, readings
from liuqing.registry.services.freezing.asked import BEFORE, NOW, PAST, Asked
from liuqing.registry.services.freezing.pieces import Table
from liuqing.registry.services.freezing.statements import IN_FORCE

_STATEMENT = f"""
SELECT e.id, e.person_id, e.file_id, CAST(e."values" AS TEXT) FROM registry_entry e
WHERE e.kind = 'medical_settlements' AND e.id > %(after)s AND COALESCE(e.file_id, 0) IN ({{files}})
  AND EXISTS (SELECT 1 FROM registry_membership m WHERE m.person_id = e.person_id AND {IN_FORCE.format("m")})
ORDER BY e.id LIMIT %(piece)s
"""  # noqa: S608 - put together from constants
_MONEY = {
    "bill_total_fen": "total",
    "covered_fen": "covered",
    "stated_basic_fen": "basic",
    "stated_serious_fen": "serious",
    "stated_aid_fen": "aid",
    "stated_backstop_fen": "backstop",
    "stated_self_paid_fen": "self_paid",
}
_OWN_COUNTY = ("乡镇", "县")


def tables(asked: Asked) -> Iterator[Table]:
    """The bills in pieces, by key; a bill without a day has the day of its list."""
    files = asked.files("medical_settlements", NOW, BEFORE, PAST)
    if not files:
        return
    for _, rows in pieces.read(_STATEMENT.format(files=pieces.among(files)), asked):
        bills = [_bill(asked, *row) for row in rows]
        yield _columns([bill for bill in bills if bill["discharged"]])


def _bill(asked: Asked, key: int, person: int, file: int, text: str) -> dict[str, Any]:
    said = json.loads(text)
    values: dict[str, Any] = said if isinstance(said, dict) else {}
    discharged = readings.day(values.get("discharged")) or asked.days[file]
    counts = date(asked.on.year, 1, 1) <= discharged <= asked.on
    level = readings.hospital_level(values.get("hospital_level"))
    referred = readings.flag(values.get("referred"))
    return {
        "bill_id": key,
        "bill_person_id": person,
        "discharged": discharged if counts else None,
        "hospital_level": level,
        # The list is that of stays in hospital: what it says nothing else of is one.
        "bill_kind": readings.bill_kind(values.get("bill_kind") or "住院"),
        "referred": True if referred is None and level in _OWN_COUNTY else referred,
        **{column: readings.fen(values.get(fact)) for column, fact in _MONEY.items()},
    }


def _columns(bills: list[dict[str, Any]]) -> Table:
    return {field.name: pa.array([bill[field.name] for bill in bills], field.type) for field in BILLS}

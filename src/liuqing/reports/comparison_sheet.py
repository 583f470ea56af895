"""The sheets that are taken to the homes (信息采集对照表): what the register says, and room for what is right.

One paper a household: its facts in the order of the six clears, its members, the natural changes, the
signatures. Printed by village; the current value stands beside an empty cell, so that only what is
wrong needs to be written.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from liuqing.policy.effects import ARRIVALS, DEPARTURES
from liuqing.policy.tables import CLEARS, Fact
from liuqing.registry.queries.windows import sheets
from liuqing.registry.queries.windows.sheets import Home, Sheets
from liuqing.reports import comparison_sheet_pdf
from liuqing.reports.report import Report, Request

Pack = dict[str, Any]
BATCH = 40
"""Households in one part of a pack: set by one child."""
NOTE = "请逐项核对：对的不用写，不对的在「更正」里写正确的值。号码已隐去，本人核对证件后填写。"
BY_PROCEDURE = frozenset({"identified_year", "standing", "exit_year"})
"""What no visit changes: for these there is a procedure."""
CHANGE_LINES = 3
"""Empty lines for natural changes."""


def packs(request: Request) -> Iterator[Pack]:
    """The sheets in parts of some households, villages in order; every text ready to be printed."""
    found = sheets.sheets(request.user, request.area, request.household)
    about = _about(found)
    piece: list[dict[str, Any]] = []
    for home in _numbered(sheets.homes(found)):
        piece.append(home)
        if len(piece) == BATCH:
            yield {**about, "homes": piece}
            piece = []
    if piece:
        yield {**about, "homes": piece}


def _numbered(found: Iterable[Home]) -> Iterator[dict[str, Any]]:
    """The households with their number in their village."""
    for _, homes in groupby(found, key=lambda home: (home.town, home.village)):
        for number, home in enumerate(homes, start=1):
            yield _home(home, number)


def _about(found: Sheets) -> Pack:
    window = found.window
    return {
        "title": "扶贫对象信息采集对照表",
        "on": found.on.isoformat(),
        "window": f"{window.label}　{window.opens_on} 至 {window.closes_on}" if window else "",
        "demo": found.demo,
        "note": NOTE,
        "columns": [_short(fact) for fact in sheets.MEMBER_FACTS],
        "arrivals": list(ARRIVALS),
        "departures": list(DEPARTURES),
        "lines": CHANGE_LINES,
    }


def _home(home: Home, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "town": home.town,
        "village": home.village,
        "no": home.no,
        "head": home.head,
        "hamlet": home.hamlet,
        "phone": home.phone,
        "standing": home.standing,
        "persons": len(home.members),
        "clears": [
            {"label": _title(key), "facts": [_fact(fact, home) for fact in facts]}
            for key, facts in sheets.FACTS.items()
        ],
        "members": [
            [_value(fact, person.get(fact.name)) for fact in sheets.MEMBER_FACTS] for person in home.members
        ],
        "changes": list(home.changes),
        "proceedings": list(home.proceedings),
    }


def _fact(fact: Fact, home: Home) -> dict[str, Any]:
    value = _value(fact, home.values.get(fact.name))
    return {"label": _label(fact), "value": value, "fixed": fact.name in BY_PROCEDURE}


def _value(fact: Fact, value: Any) -> str:
    if isinstance(value, Decimal):
        value = f"{value:.2f}".removesuffix(".00") if fact.kind != "money" else f"{value:.2f}"
    written = sheets.written(value)
    return f"尾号 {written.strip('*')}" if written.startswith("***") else written


def _title(key: str) -> str:
    return f"{CLEARS[key]}（元）" if key == "ledger" else CLEARS[key]


_SHORT = {
    "relation": "与户主关系", "birth": "出生日期", "id_no": "证件号码", "school_status": "在校状况", "work_months": "务工月数",
    "resident_medical": "居民医保", "resident_pension": "居民养老",
}  # fmt: skip


def _short(fact: Fact) -> str:
    return _SHORT.get(fact.name, fact.label)


def _label(fact: Fact) -> str:
    """The label with its unit; that of money stands in the title."""
    label = fact.label.split("(")[0]
    return f"{label}（{fact.unit}）" if fact.unit and fact.kind != "money" else label


def _pdf(request: Request) -> int:
    count = 0

    def counted() -> Iterator[Pack]:
        nonlocal count
        for pack in packs(request):
            count += len(pack["homes"])
            yield pack

    request.out.write_bytes(comparison_sheet_pdf.pdf(counted()))
    return count


REPORT = Report(name="comparison-sheets", label="信息采集对照表", area={"pdf": _pdf}, household={"pdf": _pdf})

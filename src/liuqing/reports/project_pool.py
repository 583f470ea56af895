"""The project pool (项目库) as a workbook in its usual layout, which loads again as the same projects (R056)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings

from liuqing.planning.queries.pool import book as asking
from liuqing.policy.pool_columns import COLUMNS
from liuqing.policy.tables import Fact
from liuqing.reports.report import Report, Request
from liuqing.sheets.write import Book, Column, Footer

UNIT = {"unit_cost": "元"}
"""Unit costs are read in yuan; all other money of a pool in 万元."""
_WIDTHS = {"project_name": 30, "content": 40, "targets": 40, "site": 22, "mechanism": 26, "note": 20}
_ALWAYS = frozenset({"need", "secured"})
_TEN_THOUSAND = Decimal(10_000)


def _book(request: Request) -> int:
    found = asking.book(request.user, request.area)
    facts = _columns(found.sources)
    money = f"{found.need / _TEN_THOUSAND:,.2f} 万元，已落实 {found.secured / _TEN_THOUSAND:,.2f} 万元"
    line = f"项目 {found.projects} 个，资金规模 {money}"
    with Book(request.out, demo="演示数据" if settings.WORKSPACE.demo else "") as book:
        columns = [Column("序号", "int", 6), *(_column(fact) for fact in facts)]
        sheet = book.sheet("项目库", columns, title=f"{found.area.name}项目库", lines=(line,))
        _rows(sheet, facts, found.rows)
        book.footer(
            Footer(
                request.user.get_username(),
                request.purpose or "项目库",
                found.area.name,
                None,
                found.projects,
                more=(("资金规模", money), ("金额单位", "单价为元，其余为万元")),
            )
        )
    return found.projects


def _rows(sheet: Any, facts: list[Fact], rows: Iterable[asking.Row]) -> None:
    number, before = 0, ""
    for row in rows:
        number += row["project_no"] != before
        first, before = row["project_no"] != before, row["project_no"]
        sheet.row((number if first else None, *(_cell(fact, row.get(fact.name)) for fact in facts)))


def _columns(sources: tuple[str, ...]) -> list[Fact]:
    """Every column of the pool; of the sources those that are used."""
    used = {asking.KEYS[source] for source in sources}
    return [fact for fact in COLUMNS if _source(fact.name) is None or _source(fact.name) in used]


def _source(name: str) -> str | None:
    kind, _, key = name.partition("_")
    return key if kind in _ALWAYS and key in asking.KEYS.values() else None


def _column(fact: Fact) -> Column:
    label = f"{fact.label}（{UNIT.get(fact.name, '万元')}）" if fact.kind == "money" else fact.label
    kind = fact.kind if fact.kind in ("int", "year", "money", "day", "amount") else "text"
    return Column(label, kind, _WIDTHS.get(fact.name, 0), choices=fact.codes)


def _cell(fact: Fact, value: Any) -> Any:
    if value is None or value == "":
        return None
    if fact.kind == "money":
        # All places are written, two are shown: the workbook must be read back to the fen.
        return float(value if fact.name in UNIT else value / _TEN_THOUSAND)
    if fact.kind == "amount":
        return float(value)
    if fact.kind == "flag":
        return "是" if value else "否"
    return value.isoformat() if fact.name in ("starts_on", "ends_on") else value


REPORT = Report(name="project-pool", label="项目库", area={"xlsx": _book})

"""The matrix of money (资金矩阵) as a workbook and as JSON: the usual tables with their sums, the plan beside the pool.

Amounts are numbers in yuan, sums included, so that a reader can add them up again.
"""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.conf import settings

from liuqing.planning.queries import matrix as asking
from liuqing.planning.queries.matrix import Beside, Check, Discrepancies, Matrix, Said
from liuqing.registry.queries.figures import number
from liuqing.reports.report import Report, Request
from liuqing.sheets.write import Book, Column, Footer
from liuqing.workflow import clock

TABLES = (
    ("need", "class_one", "year"), ("need", "class_one", "source"), ("need", "source", "year"), ("need", "class_two", "year"),
    ("need", "town", "class_one"), ("projects", "class_one", "year"), ("secured", "class_one", "year"),
    ("allocated", "class_one", "year"), ("allocated", "town", "year"), ("paid", "class_one", "year"), ("paid", "town", "year"),
)  # fmt: skip
"""What is counted, down, across: the tables of a plan first, then what became of them."""
VERDICTS = {"holds": "一致", "rounded": "取整", "fails": "不一致", "open": "规划没有写全"}
_BESIDE = (
    Column("类别", width=20), Column("子类", width=18), Column("年度", width=12), Column("来源", width=16), Column("单位", width=6), Column("规划说", "money", 18),
    Column("项目库说", "money", 18), Column("差", "money", 16), Column("结论", width=12), Column("规划的出处", width=60),
)  # fmt: skip
_CHECKS = (
    Column("类别", width=20), Column("子类", width=18), Column("年度", width=12), Column("来源", width=16), Column("按什么相加", width=12),
    Column("规划写的", "money", 18), Column("各部分相加", "money", 18), Column("差", "money", 16), Column("结论", width=14),
    Column("没有写的部分", width=30), Column("规划的出处", width=60),
)  # fmt: skip
_BY = {"years": "年度", "sources": "来源", "classes": "类别", "items": "子类"}


def _book(request: Request) -> int:
    rows = 0
    with Book(request.out, demo="演示数据" if settings.WORKSPACE.demo else "") as book:
        found = [_asked(request, one) for one in TABLES]
        for one in found:
            rows += _sheet(book, one)
        told = _plan(request)
        if told is not None:
            rows += _beside(book, told) + _contradictions(book, told)
        purpose = request.purpose or "资金矩阵"
        book.footer(Footer(request.user.get_username(), purpose, found[0].area.name, clock.today(), rows))
    return 0


def _json(request: Request) -> int:
    tables = [_table(_asked(request, one)) for one in TABLES]
    told = _plan(request)
    document = {
        "area": request.area, "on": clock.today().isoformat(), "unit": "元", "tables": tables,
        "comparable": told is not None and told.comparable,
        "plan": [_row(one) for one in (*told.money, *told.projects)] if told else [],
        "contradictions": [_contradiction(one) for one in told.checks] if told else [],
    }  # fmt: skip
    request.out.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def _asked(request: Request, one: tuple[str, str, str]) -> Matrix:
    what, down, across = one
    return asking.matrix(request.user, request.area, rows=down, columns=across, what=what)


def _plan(request: Request) -> Discrepancies | None:
    """The plan is the county's: a township has none to compare with."""
    told = asking.discrepancies(request.user)
    return told if told.area.code == request.area else None


# --- the workbook -----------------------------------------------------------------------------


def _sheet(book: Book, found: Matrix) -> int:
    kind = "int" if found.measure.unit == "个" else "money"
    columns = [
        Column(found.rows.label, width=22), *(Column(_named(head), kind, 18) for head in found.column_heads), Column("合计", kind, 18),
    ]  # fmt: skip
    title = f"{found.area.name}　{found.measure.label}：{found.rows.label} × {found.columns.label}"
    what = "已入库的项目" if found.measure.pool else "不论项目后来怎样"
    name = f"{found.measure.label} {found.rows.label}×{found.columns.label}"
    sheet = book.sheet(
        name, columns, title=title, lines=(f"单位：{found.measure.unit}；{what}。空格是没有项目，不是零。",)
    )
    for line in found.lines:
        sheet.row((_named(line.head), *(cell.value for cell in line.cells), line.total.value))
    sheet.row(("合计", *(cell.value for cell in found.totals), found.total.value), style=book.style(bold=True, num_format="#,##0.00" if kind == "money" else "0"))  # fmt: skip
    return sheet.count


def _named(head: asking.Head) -> str:
    return head.label if head.known else f"{head.label}（不在名单里）"


def _beside(book: Book, told: Discrepancies) -> int:
    """The sheet of discrepancies: what differs first."""
    lines = (
        "金额单位：元；项目个数的单位是个。差 = 项目库说的减规划说的。",
        "" if told.comparable else "库里还没有项目，或者导出人只看得到一部分项目，没有比较。",
    )
    sheet = book.sheet(
        "规划对照", _BESIDE, title=f"{told.area.name}　规划和项目库对照", lines=[one for one in lines if one]
    )
    every = [*((one, "元") for one in told.money), *((one, "个") for one in told.projects)]
    for one, unit in sorted(every, key=lambda pair: pair[0].agrees):
        said = one.said
        sheet.row((
            *_path(said.path), _years(said.years), said.source or "全部", unit, said.value, one.pool, one.difference,
            "一致" if one.agrees else "不一致", "；".join(said.clauses),
        ))  # fmt: skip
    return sheet.count


def _contradictions(book: Book, told: Discrepancies) -> int:
    """Where the plan's own parts do not add up to its figure, those that fail first."""
    order = {verdict: n for n, verdict in enumerate(("fails", "open", "rounded", "holds"))}
    sheet = book.sheet("规划自身", _CHECKS, title=f"{told.area.name}　规划自己的数加起来对不对")
    for one in sorted(told.checks, key=lambda one: order[one.verdict]):
        sheet.row((
            *_path(one.of.path), _years(one.of.years), one.of.source or "全部", _BY[one.by], one.of.value, one.total, one.difference,
            VERDICTS[one.verdict], "、".join(one.silent), "；".join(one.of.clauses),
        ))  # fmt: skip
    return sheet.count


def _path(path: tuple[str, ...]) -> Iterator[str]:
    yield path[0] if path else "全部"
    yield path[1] if len(path) > 1 else ""


def _years(span: tuple[int, int]) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]}—{span[1]}"


# --- JSON -------------------------------------------------------------------------------------


def _table(found: Matrix) -> dict[str, Any]:
    heads = [head.label for head in found.column_heads]
    return {
        "measure": found.measure.key, "rows": found.rows.key, "columns": found.columns.key, "unit": found.measure.unit, "heads": heads,
        "lines": [
            {"name": line.head.label, "known": line.head.known, "cells": _cells(heads, line.cells), "total": number(line.total.value)}
            for line in found.lines
        ],
        "totals": _cells(heads, found.totals), "total": number(found.total.value),
    }  # fmt: skip


def _cells(heads: list[str], cells: Iterable[asking.Cell]) -> dict[str, Any]:
    return {head: number(cell.value) for head, cell in zip(heads, cells, strict=True)}


def _row(one: Beside) -> dict[str, Any]:
    return {
        **_said(one.said), "plan": number(one.said.value), "pool": number(one.pool), "difference": number(one.difference),
        "agrees": one.agrees, "clauses": list(one.said.clauses),
    }  # fmt: skip


def _contradiction(one: Check) -> dict[str, Any]:
    return {
        **_said(one.of), "by": one.by, "plan": number(one.of.value), "parts": {k: number(v) for k, v in one.parts},
        "sum": number(one.total), "difference": number(_nothing(one.difference)), "verdict": one.verdict, "silent": list(one.silent),
        "clauses": list(one.of.clauses),
    }  # fmt: skip


def _said(said: Said) -> dict[str, Any]:
    return {"path": list(said.path), "first": said.years[0], "last": said.years[1], "source": said.source}


def _nothing(value: Decimal) -> Decimal:
    """No minus before nothing."""
    return value if value else Decimal(0)


REPORT = Report(name="fund-matrix", label="资金矩阵", area={"xlsx": _book, "json": _json})

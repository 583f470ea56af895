"""The targets (目标完成) as a workbook and as JSON: every figure of the plan beside the record's, with how it was counted."""

import json
from datetime import date
from typing import Any

from django.conf import settings

from liuqing.planning.queries import targets as asking
from liuqing.planning.queries.targets import Beside, Board, Line
from liuqing.policy.target_states import STATES
from liuqing.registry.queries.figures import number
from liuqing.reports.report import Report, Request
from liuqing.sheets.write import Book, Column, Footer

COLUMNS = (
    Column("方面", width=16), Column("目标", width=34), Column("时间", width=14), Column("单位", width=8), Column("规划", width=16),
    Column("用词", width=6), Column("实际", width=16), Column("完成", "rate", 10), Column("时间过去", "rate", 10),
    Column("状态", width=10), Column("责任部门", width=14), Column("规划的出处", width=44), Column("实际数的来源", width=20),
    Column("截至", "day", 12), Column("怎么数的", width=44), Column("没有的原因", width=30), Column("在哪里点开", width=40),
)  # fmt: skip


def write(request: Request) -> int:
    """Write the promises, the statements and the numbers of each topic; how many figures there are."""
    promises, facts = _boards(request)
    with Book(request.out, demo="演示数据" if settings.WORKSPACE.demo else "") as book:
        rows = _summary(book, promises) + _sheet(book, "承诺", promises) + _sheet(book, "现状", facts)
        purpose = request.purpose or "目标完成"
        book.footer(Footer(request.user.get_username(), purpose, promises.area.name, promises.on, rows))
    return 0


def _boards(request: Request) -> tuple[Board, Board]:
    on = date.fromisoformat(request.only) if request.only else None
    return asking.board(request.user, on), asking.board(request.user, on, facts=True)


def _summary(book: Book, found: Board) -> int:
    states = list(STATES)[:6]
    columns = [
        Column("方面", width=20),
        *(Column(STATES[one], "int", 10) for one in states),
        Column("合计", "int", 10),
    ]
    sheet = book.sheet(
        "汇总",
        columns,
        title=f"{found.area.name}　目标完成",
        lines=(f"截至 {found.on}", f"判断的规则：{found.slack}"),
    )
    for one in found.headings:
        sheet.row((one.topic.label, *(one.states.get(state, 0) for state in states), one.total))
    return sheet.count


def _sheet(book: Book, name: str, found: Board) -> int:
    lines = (f"截至 {found.on}。台账没有的空着，不是零。",)
    sheet = book.sheet(name, COLUMNS, title=f"{found.area.name}　{name}", lines=lines)
    for line in found.lines:
        for one in line.every:
            sheet.row(_row(line, one))
    return sheet.count


def _row(line: Line, one: Beside) -> tuple[Any, ...]:
    target, actual, judged = one.target, one.actual, one.judged
    promised = one.promised and judged.done is not None
    return (
        line.metric.topic.label, line.label, one.when, target.unit, target.value, target.word, actual.value,
        judged.done if promised else None, judged.elapsed if promised else None, STATES[judged.state], line.office, target.source,
        actual.source, actual.day, actual.rule, actual.why, actual.trail.address if actual.trail else "",
    )  # fmt: skip


def _json(request: Request) -> int:
    promises, facts = _boards(request)
    document = {
        "area": promises.area.code, "on": promises.on.isoformat(), "rule": promises.slack, "states": promises.states,
        "lines": [_told(line) for board in (promises, facts) for line in board.lines],
    }  # fmt: skip
    request.out.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def _told(line: Line) -> dict[str, Any]:
    return {
        "metric": line.metric.key, "label": line.label, "topic": line.metric.topic.label, "office": line.office, "state": line.state,
        "figures": [
            {
                "dimension": one.target.dimension, "year": one.target.year, "kind": one.target.kind, "target": number(one.target.value),
                "unit": one.target.unit, "value": number(one.actual.value), "state": one.judged.state,
                "done": number(round(one.judged.done, 4)) if one.judged.done is not None else None, "source": one.target.source,
                "missing": one.actual.why, "trail": one.actual.trail.address if one.actual.trail else "",
            }
            for one in line.every
        ],
    }  # fmt: skip


REPORT = Report(name="targets", label="目标完成", area={"xlsx": write, "json": _json})

"""The report of a window (动态调整报告): balances, every change with its procedure, who is done, what it rests on."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings

from liuqing.registry.models import Area, Snapshot, Window
from liuqing.registry.queries import windows as asking
from liuqing.registry.queries.windows.kinds import KINDS, REGISTERS, UNITS
from liuqing.reports.report import Report, Request
from liuqing.sheets.write import Book, Column, Footer

LATE = {"before": "期初以前的事，窗口内才记入", "after": "结束以后才记入，不算进来"}
_CHANGES = (
    Column("序号", "int", 7), Column("乡镇", width=14), Column("村", width=18), Column("册", width=10),
    Column("户或人", width=7), Column("户编号", width=20), Column("姓名", width=10), Column("增减", width=6),
    Column("变动", width=14), Column("原因", width=12), Column("对方村", width=14), Column("日期", "day"),
    Column("依据（办件、名单）", width=34), Column("说明", width=34),
)  # fmt: skip


def _book(request: Request) -> int:
    window = asking.latest(request.user)
    lines = asking.every_line(request.user, window, request.area)
    with Book(request.out, demo="演示数据" if settings.WORKSPACE.demo else "") as book:
        _balances(book, window, lines)
        rows = _changes(book, asking.all_changes(request.user, window, request.area))
        _progress(book, request.user, window, request.area)
        book.footer(
            Footer(
                request.user.get_username(), request.purpose or "动态调整报告", lines[0][0].name,
                asking.last_day(window), rows, more=tuple(_about(window, lines)),
            )
        )  # fmt: skip
    return max(line.cells["registered", "household"].closing for _, line in lines)


Lines = tuple[tuple[Area, asking.Line], ...]


def _balances(book: Book, window: Window, lines: Lines) -> None:
    kinds = [
        k for k in KINDS if any(k in c.came or k in c.went for _, one in lines for c in one.cells.values())
    ]
    moves = [
        column
        for kind in kinds
        for column in (Column(f"{KINDS[kind]} 增", "int"), Column(f"{KINDS[kind]} 减", "int"))
    ]
    columns = (
        Column("乡镇", width=14), Column("村", width=18), Column("册", width=10), Column("单位", width=6),
        Column("期初", "int"), *moves, Column("期末", "int"), Column("期初＋变动＝期末", width=16),
    )  # fmt: skip
    head = f"{window.label}　{window.opens_on} 至 {asking.last_day(window)}"
    sheet = book.sheet(
        "平衡表", columns, title=f"{lines[0][0].name}动态调整平衡表", lines=(head, _state(window))
    )
    for area, line in lines:
        for register, one in REGISTERS.items():
            for unit, label in UNITS.items():
                cell = line.cells[register, unit]
                found = [n for kind in kinds for n in (cell.came.get(kind, 0), cell.went.get(kind, 0))]
                told = "平" if cell.balanced else "不平"
                sheet.row((*_place(area), one.label, label, cell.opening, *found, cell.closing, told))


def _place(area: Area) -> tuple[str, str]:
    if area.level == Area.Level.VILLAGE:
        return (area.parent.name if area.parent else ""), area.name
    return (area.name, "小计") if area.parent_id else ("合计", "")


def _state(window: Window) -> str:
    if window.state == Window.State.CLOSED:
        return "窗口已经结束，这是结束时保存的平衡表"
    return "窗口还在进行，期初已冻结，变动和期末截至当日"


def _changes(book: Book, found: Iterable[asking.Row]) -> int:
    sheet = book.sheet("变动明细", _CHANGES)
    number = 0
    for number, one in enumerate(found, start=1):
        sheet.row(
            (
                number, one.town, one.village, one.register, UNITS[one.unit], one.household_no, one.who, one.sign,
                one.label, one.word, one.other, one.day, one.source, "；".join(filter(None, (LATE.get(one.late, ""), one.because))),
            )
        )  # fmt: skip
    return number


def _progress(book: Book, user: Any, window: Window, area: str) -> None:
    towns = asking.late(user, window, area)
    stages = [mark.label for town in towns[:1] for mark in town.villages[0].marks]
    columns = (
        Column("乡镇", width=14), Column("村", width=18), *(Column(label, width=14) for label in stages),
        Column("在办程序", "int"), Column("其中过期", "int"), Column("待核实疑点", "int"), Column("其中过期", "int"),
    )  # fmt: skip
    sheet = book.sheet("进度", columns, lines=("次序按区划代码，不排名。",))
    for town in towns:
        for one in town.villages:
            counts = (one.open_proceedings, one.late_proceedings, one.open_cases, one.late_cases)
            sheet.row((one.town, one.name, *(_mark(mark) for mark in one.marks), *counts))


def _mark(mark: asking.Mark) -> str:
    day = mark.on.isoformat() if mark.on else ""
    return {"done": f"{day} 完成", "late": f"过了 {mark.days} 天", "waiting": "进行中", "coming": "未到"}[
        mark.state
    ]


def _about(window: Window, lines: Lines) -> Iterator[tuple[str, str]]:
    """On which frozen registers the report rests, so that it can be checked years later."""
    yield "窗口", f"{window.label}（{window.get_state_display()}）"
    for label, snapshot in (("期初", window.opening), ("期末", window.closing)):
        if snapshot is not None:
            yield (
                f"{label}快照",
                f"第 {snapshot.pk} 次测算，{snapshot.on}，规则版本 {snapshot.rules_version[:12]}",
            )
            yield f"{label}快照校验值", _proof(snapshot)
    if any(line.unexplained for _, line in lines):
        yield "原因不明", "有变动没有程序也没有名单，见变动明细的说明一栏"


def _proof(snapshot: Snapshot) -> str:
    files = snapshot.manifest.get("files", {})
    return "；".join(
        f"{name} {files[name][:16]}" for name in ("households.parquet", "persons.parquet") if name in files
    )


REPORT = Report(name="adjustment", label="动态调整报告", area={"xlsx": _book})

"""Readiness list (退出准备名单): every household still to leave with its conditions, and a sheet a department.

A department's sheet holds what does not hold or is not known of its own conditions, with room for the answer.
"""

from typing import Any

from django.conf import settings

from liuqing.registry.queries.exits import SAID, Entry, Owed, ReadinessBook, readiness_book
from liuqing.reports.report import Report, Request
from liuqing.sheets.write import Book, Column, Footer

PLACE = (
    Column("户主", width=10), Column("户编号", width=20), Column("乡镇", width=14), Column("村", width=18),
    Column("组", width=12),
)  # fmt: skip
OWED = (
    Column("序号", "int", 6), Column("条件", width=28), Column("结论", width=10), *PLACE,
    Column("办理结果", width=20), Column("办理人", width=10), Column("办理日期", width=12),
)  # fmt: skip


def _book(request: Request) -> int:
    what = readiness_book(request.user, request.area)
    with Book(request.out, demo="演示数据" if settings.WORKSPACE.demo else "") as book:
        _everybody(book, what)
        for department in what.offices:
            _of_department(book, what, department)
        purpose = request.purpose or "退出准备"
        book.footer(Footer(request.user.get_username(), purpose, what.area.name, what.on, len(what.rows)))
    return len(what.rows)


def _everybody(book: Book, what: ReadinessBook) -> None:
    columns = (
        Column("序号", "int", 6), *PLACE, Column("人口", "int", 6), Column("计划年度", "int", 8),
        Column("结论", width=10), *(Column(head, width=14) for head in what.heads), Column("正在办理", width=20),
    )  # fmt: skip
    title, lines = (
        f"{what.area.name}　退出准备名单",
        (f"数据截至 {what.on.isoformat()}", "不明不是达到：要先查清，才能提出退出。"),
    )
    sheet = book.sheet("全部未脱贫户", columns, title=title, lines=lines)
    for number, one in enumerate(what.rows, start=1):
        said = [SAID[answer] for answer in one.answers]
        sheet.row(
            [number, *_place(one), one.size, one.planned, SAID[one.ready], *said, one.proceeding or None]
        )


def _of_department(book: Book, what: ReadinessBook, department: str) -> None:
    title = f"{what.area.name}　{department}需解决和查清的条件"
    lines = (f"数据截至 {what.on.isoformat()}", "办理后请填后三栏交回。含个人信息，用后销毁。")
    sheet = book.sheet(department[:31], OWED, title=title, lines=lines)
    for number, one in enumerate(what.owed(department), start=1):
        sheet.row(_owed(number, one))


def _owed(number: int, one: Owed) -> list[Any]:
    return [number, one.condition, SAID[one.answer], *_place(one.of), None, None, None]


def _place(one: Entry) -> list[Any]:
    return [one.head, one.no, one.town, one.village, one.hamlet]


REPORT = Report(name="exit-readiness", label="退出准备名单", area={"xlsx": _book}, household={})

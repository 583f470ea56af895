"""Flags (疑点、待遇比对): one workbook of an area, a sheet a department, ready to be sent out and filled in.

Three empty columns wait for what was found: result, who looked, when.
"""

from typing import Any

from liuqing.registry.queries import flag_lists
from liuqing.registry.queries.flag_lists import Listed, Lists
from liuqing.reports.report import Report, Request
from liuqing.sheets.write import Book, Column, Footer

COLUMNS = (
    Column("序号", "int", 6), Column("类别", width=14), Column("疑点", width=28), Column("姓名", width=10),
    Column("户主", width=10), Column("户编号", width=20), Column("乡镇", width=14), Column("村", width=18),
    Column("应享（元）", "money", 12), Column("已发（元）", "money", 12), Column("怎么核实", width=48),
    Column("核实结果", width=16), Column("核实人", width=10), Column("核实日期", width=12),
)  # fmt: skip


def _book(request: Request) -> int:
    what = flag_lists.lists(request.user, request.area)
    rows = 0
    with Book(request.out, demo="演示数据" if _demo() else "") as book:
        for department in what.departments:
            rows += _sheet(book, what, department)
        book.footer(
            Footer(request.user.get_username(), request.purpose or "部门核实", what.area.name, what.on, rows)
        )
    return rows


def _sheet(book: Book, what: Lists, department: str) -> int:
    title = f"{what.area.name}　{department}需核实的名单"
    lines = (f"数据截至 {what.on.isoformat()}", "疑点不是结论；核实后请填后三栏交回。含个人信息，用后销毁。")
    sheet = book.sheet(department[:31], COLUMNS, title=title, lines=lines)
    number = 0
    for number, one in enumerate(flag_lists.of_department(what, department), start=1):
        sheet.row(_row(number, one))
    return number


def _row(number: int, one: Listed) -> list[Any]:
    return [
        number, one.topic, one.flag, one.person, one.head, one.household_no, one.town, one.village,
        one.due, one.paid, one.check, None, None, None,
    ]  # fmt: skip


def _demo() -> bool:
    from django.conf import settings

    return bool(settings.WORKSPACE.demo)


REPORT = Report(name="flags", label="疑点和待遇比对名单", area={"xlsx": _book}, household={})

"""Two snapshots beside each other as a workbook: a sheet of counts, a sheet of differences."""

from pathlib import Path
from typing import Any

from django.conf import settings

from liuqing.errors import Problem
from liuqing.registry.queries.windows import differences
from liuqing.registry.queries.windows.differences import Summary
from liuqing.sheets.write import Book, Column, Footer
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

_COUNTS = (Column("对象", width=8), Column("项目", width=32), Column("不同的行数", "int", 14))
_ROWS = (
    Column("序号", "int", 8), Column("乡镇", width=14), Column("村", width=18), Column("户编号", width=20),
    Column("姓名", width=12), Column("项目", width=26), Column("前一次", width=26), Column("后一次", width=26),
)  # fmt: skip


def write(found: Summary, *, user: Any, out: Path, purpose: str = "") -> Path:
    """Write the differences to ``out``; the right to export is asked, a trace is left.

    Problem ``registry.export_too_large`` above what the user may take at once.
    """
    path = "".join(f"{code}/" for code, _ in found.area.trail)
    rights.require(user, Right.EXPORT, path)
    rows = _rows_of(found)
    if rows > (most := rights.export_rows(user)):
        raise Problem(
            "registry.export_too_large", f"这一次要导出 {rows:,} 行，您的岗位一次最多导出 {most:,} 行",
            "请选小一点的范围（如一个乡镇或一个村），或请县级业务员导出。",
        )  # fmt: skip
    part = out.with_name(f".{out.name}.part")
    try:
        with Book(part, demo="演示数据" if settings.WORKSPACE.demo else "") as book:
            _counts(book, found)
            _rows(book, found, user)
            about = f"{found.area.name}　{found.earlier.on} – {found.later.on}"
            book.footer(Footer(user.get_username(), purpose or "快照比较", about, found.later.on, rows))
        detail = {"report": "snapshot-diff", "area": found.area.code, "rows": rows, "purpose": purpose,
                  "snapshots": [found.earlier.pk, found.later.pk]}  # fmt: skip
        trail.record("reports.written", subject=found.area.code, by=user, detail=detail)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return out


def _rows_of(found: Summary) -> int:
    return sum(found.came.values()) + sum(found.went.values()) + sum(one.count for one in found.fields)


def _counts(book: Book, found: Summary) -> None:
    lines = (
        f"前一次 {found.earlier.on}（第 {found.earlier.pk} 次测算），后一次 {found.later.on}（第 {found.later.pk} 次测算）",
    )
    sheet = book.sheet("汇总", _COUNTS, title=f"{found.area.name}　两次快照比较", lines=lines)
    for _, label, came, went, changed in found.by_entity:
        sheet.rows(((label, "新出现", came), (label, "不再有", went), (label, "有变化", changed)))
    sheet.rows((differences.ENTITIES[one.entity], one.label, one.count) for one in found.fields)


def _rows(book: Book, found: Summary, user: Any) -> None:
    sheet = book.sheet("逐项差异", _ROWS)
    every = differences.every(user, found.earlier.pk, found.later.pk, found.area.code)
    for number, one in enumerate(every, start=1):
        sheet.row((number, one.town, one.village, one.household_no, one.who, one.field, one.was, one.now))

"""Record and national export beside each other (账账相符): a sheet of counts, a sheet of differences."""

from pathlib import Path
from typing import Any

from django.conf import settings

from liuqing.registry.queries.comparing import Compared
from liuqing.sheets.write import Book, Column, Footer
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

_COUNTS = (
    Column("项目", width=28), Column("不一致", "int"), Column("由国家系统更正", "int", 16),
    Column("由本台账更正", "int", 14), Column("先核实", "int"),
)  # fmt: skip
_ROWS = (
    Column("序号", "int", 6), Column("乡镇", width=14), Column("村", width=18), Column("户编号", width=20),
    Column("编号", width=20), Column("姓名", width=12), Column("项目", width=22), Column("台账", width=20),
    Column("国家系统", width=20), Column("台账说法的日期", "day", 14), Column("由谁更正", width=22), Column("说明", width=44),
)  # fmt: skip


def write(found: Compared, *, user: Any, out: Path, purpose: str = "") -> Path:
    """Write the differences to ``out``; the right to export is asked, a trace is left."""
    rights.require(user, Right.EXPORT, found.area.path)
    part = out.with_name(f".{out.name}.part")
    try:
        with Book(part, demo="演示数据" if settings.WORKSPACE.demo else "") as book:
            _counts(book, found)
            _rows(book, found)
            about = f"{found.area.name}　{found.label}"
            rows = len(found.differences)
            book.footer(Footer(user.get_username(), purpose or "账账相符", about, found.on, rows))
        detail = {"report": "register-diff", "area": found.area.code, "rows": rows, "purpose": purpose}
        trail.record("reports.written", subject=found.area.code, by=user, detail=detail)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return out


def _counts(book: Book, found: Compared) -> None:
    lines = (
        f"台账 {found.ours:,} 行，导出 {found.theirs:,} 行；只在导出里的 {found.new:,} 行，只在台账里的 {found.missing:,} 行",
    )
    sheet = book.sheet("汇总", _COUNTS, title=f"台账与{found.label}比对", lines=lines)
    sheet.rows((one.field, one.count, one.national, one.record, one.check) for one in found.fields)


def _rows(book: Book, found: Compared) -> None:
    sheet = book.sheet("逐项差异", _ROWS)
    for number, one in enumerate(found.differences, start=1):
        sheet.row(
            (
                number, one.town, one.village, one.household_no, one.key, one.who, one.field, one.ours,
                one.theirs, one.said_on, one.corrector, one.why,
            )
        )  # fmt: skip

"""The six clears of a village, a township or the county as one workbook, a sheet a clear.

Rows are written as they are read and never held: memory does not grow with the county. All text
stays text, whatever it looks like; sums are numbers, so that a copied sheet keeps them.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from liuqing.registry.queries import exports
from liuqing.registry.queries.exports import Extent, Row
from liuqing.reports.report import Request

HEADINGS_AT = 2
"""The row of the headings (from 0): title and 数据截至 are above them."""

WIDTHS = {
    "户编号": 20, "证件号码": 22, "来源": 40, "还缺": 26, "措施": 26, "项目": 22, "单位": 24, "职务": 16, "部门": 18,
    "户主": 9, "姓名": 9, "乡镇": 12, "村": 14, "自然村": 12, "致贫原因": 16, "类别": 14, "健康状况": 14, "劳动技能": 18,
    "出生日期": 12, "起始日期": 12, "状态起始日期": 13, "开始日期": 12, "发放日期": 12, "开始": 12, "结束": 12,
}  # fmt: skip
YEARS = {"年度", "识别年度", "计划脱贫年度", "脱贫年度"}


@dataclass
class _Sheet:
    """A sheet that is being written: where the next row goes, and the totals so far."""

    sheet: Any
    name: str
    headings: tuple[str, ...]
    sums: dict[int, Decimal]
    formats: dict[int, Any]
    next: int = HEADINGS_AT + 1
    print: Any = field(default_factory=hashlib.sha256)

    @property
    def rows(self) -> int:
        """How many rows have been written."""
        return self.next - HEADINGS_AT - 1


def write(request: Request, what: Extent) -> int:
    """Write the workbook; the number of households in it."""
    with xlsxwriter.Workbook(str(request.out), OPTIONS) as book:
        looks = _looks(book)
        sheets = {key: _open(book, key, looks, what) for key in exports.SHEETS}
        for batch in exports.batches(what):
            for key, rows in batch.items():
                _append(sheets[key], rows, looks)
        for sheet in sheets.values():
            _close(sheet, looks)
        _about(book, looks, request, what, list(sheets.values()))
        book.set_properties({"title": f"{what.area.name} 六清", "author": "六清", "comments": _mark(what)})
    return what.households


OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
    "default_date_format": "yyyy-mm-dd",
}


def _looks(book: Any) -> dict[str, Any]:
    base = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
    head = {
        **base,
        "bold": True,
        "bg_color": "#E9EEF5",
        "border": 1,
        "border_color": "#9AA7B8",
        "text_wrap": True,
    }
    return {
        "title": book.add_format({**base, "bold": True, "font_size": 15, "font_color": "#1F3A5F"}),
        "quiet": book.add_format({**base, "font_color": "#595959"}),
        "head": book.add_format({**head, "align": "center"}),
        "text": book.add_format({**base, "num_format": "@"}),
        "year": book.add_format({**base, "num_format": "0"}),
        "count": book.add_format({**base, "num_format": "#,##0"}),
        "money": book.add_format({**base, "num_format": "#,##0.00"}),
        "day": book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"}),
        "sum": book.add_format({**base, "bold": True, "top": 1, "num_format": "#,##0.00"}),
        "sum_count": book.add_format({**base, "bold": True, "top": 1, "num_format": "#,##0"}),
    }


def _open(book: Any, key: str, looks: dict[str, Any], what: Extent) -> _Sheet:
    name, headings = exports.SHEETS[key]
    sheet = book.add_worksheet(name)
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, WIDTHS.get(heading, max(8, 2 * len(heading) + 1)), looks["text"])
    _print_setup(sheet, what, len(headings))
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, f"{_place(what)}　{name}", looks["title"])
    sheet.write_string(1, 0, f"数据截至 {what.on.isoformat()}{_mark(what, '　')}", looks["quiet"])
    sheet.set_row(HEADINGS_AT, 30)
    for column, heading in enumerate(headings):
        sheet.write_string(HEADINGS_AT, column, heading, looks["head"])
    sums = {headings.index(heading): Decimal(0) for heading in exports.SUMS.get(key, ())}
    formats = {n: looks[_number(heading)] for n, heading in enumerate(headings)}
    return _Sheet(sheet, name, headings, sums, formats)


def _print_setup(sheet: Any, what: Extent, columns: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEADINGS_AT)
    sheet.set_header(f"&L{_escaped(_place(what))}&C{_mark(what)}&R数据截至 {what.on.isoformat()}")
    sheet.set_footer("&L&F&C第 &P 页，共 &N 页&R&A")
    sheet.freeze_panes(HEADINGS_AT + 1, min(4, columns))


def _append(target: _Sheet, rows: list[Row], looks: dict[str, Any]) -> None:
    """Write rows below those already there, by the kind of each value."""
    sheet, formats, day = target.sheet, target.formats, looks["day"]
    text, number, moment = sheet.write_string, sheet.write_number, sheet.write_datetime
    for at, row in enumerate(rows, target.next):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if type(value) is str:
                text(at, column, value)
            elif type(value) is date:
                moment(at, column, value, day)
            else:
                number(at, column, float(value), formats[column])
        for column in target.sums:
            target.sums[column] += row[column] or 0
        target.print.update(repr(row).encode())
    target.next += len(rows)


def _close(target: _Sheet, looks: dict[str, Any]) -> None:
    target.sheet.autofilter(HEADINGS_AT, 0, max(target.next - 1, HEADINGS_AT), len(target.headings) - 1)
    if not target.sums:
        return
    # One empty row keeps the total out of the filter and out of a sort.
    target.sheet.write_string(target.next + 1, 0, "合计", looks["sum"])
    for column, total in target.sums.items():
        look = looks["sum_count" if _number(target.headings[column]) == "count" else "sum"]
        target.sheet.write_number(target.next + 1, column, float(total), look)


def _about(book: Any, looks: dict[str, Any], request: Request, what: Extent, sheets: list[_Sheet]) -> None:
    """The last sheet: who took what, when and why, and a hash by which a copy can be checked."""
    sheet = book.add_worksheet("导出说明")
    sheet.set_column(0, 0, 26, looks["text"])
    sheet.set_column(1, 1, 70, looks["text"])
    _print_setup(sheet, what, 0)
    prints = hashlib.sha256(b"".join(target.print.digest() for target in sheets)).hexdigest()
    lines = [
        ("导出人", request.user.get_username()),
        ("导出时间", datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S %z")),
        ("用途", request.purpose or "未说明"),
        ("范围", f"{_place(what)}（{what.area.code}）"),
        ("数据截至", what.on.isoformat()),
        ("测算规则版本", what.snapshot.rules_version),
        ("户数", f"{what.households:,}"),
        *((f"「{target.name}」行数", f"{target.rows:,}") for target in sheets),
        ("内容校验值（SHA-256）", prints),
        ("说明", "证件号码只显示末两位。含个人信息，仅限上述用途，用后销毁。"),
    ]
    if what.demo:
        lines.append(("演示数据", _mark(what)))
    sheet.write_string(0, 0, "导出说明", looks["title"])
    for at, (label, value) in enumerate(lines, HEADINGS_AT):
        sheet.write_string(at, 0, label, looks["head"])
        sheet.write_string(at, 1, value, looks["text"])


def _number(heading: str) -> str:
    if heading in YEARS:
        return "year"
    return (
        "money" if any(word in heading for word in ("元", "收入", "金", "支出", "分红", "面积")) else "count"
    )


def _place(what: Extent) -> str:
    names, node = [], what.area
    while node is not None:
        names.insert(0, node.name)
        node = node.parent
    return " ".join(names)


def _mark(what: Extent, before: str = "") -> str:
    return f"{before}演示数据，人物均为虚构" if what.demo else ""


def _escaped(text: str) -> str:
    # In a page header & begins a code.
    return text.replace("&", "&&")


__all__ = ["write"]

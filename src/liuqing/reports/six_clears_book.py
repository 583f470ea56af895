"""The six clears of a village, a township or the county as one workbook, a sheet a clear.

Rows are written as they are read and never held: memory does not grow with the county. All text
stays text, whatever it looks like; sums are numbers, so that a copied sheet keeps them.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from liuqing.registry.queries import exports
from liuqing.registry.queries.exports import Extent, Row
from liuqing.reports.report import Request
from liuqing.sheets.rows_xml import RowWriter
from liuqing.sheets.write import Book

HEADINGS_AT = 2
"""The row of the headings (from 0): title and 数据截至 are above them."""

WIDTHS = {
    "户编号": 20, "证件号码": 22, "来源": 40, "还缺": 26, "措施": 26, "项目": 22, "单位": 24, "职务": 16, "部门": 18,
    "户主": 9, "姓名": 9, "乡镇": 12, "村": 14, "自然村": 12, "致贫原因": 16, "类别": 14, "健康状况": 14, "劳动技能": 18,
    "出生日期": 12, "起始日期": 12, "状态起始日期": 13, "开始日期": 12, "发放日期": 12, "开始": 12, "结束": 12,
}  # fmt: skip
KINDS = {
    **dict.fromkeys(("年度", "识别年度", "计划脱贫年度", "脱贫年度"), "year"),
    **dict.fromkeys(("人口数", "六清完整度", "年龄", "务工月数"), "count"),
    **dict.fromkeys(
        ("年纯收入", "人均纯收入", "当年到户资金", "金额（元）", "住房面积（平方米）", "耕地面积（亩）", "林地面积（亩）", *exports.ITEMS), "money"
    ),
    **dict.fromkeys(("出生日期", "起始日期", "状态起始日期", "开始日期", "发放日期", "开始", "结束"), "day"),
}  # fmt: skip
"""How a column's values look; text where nothing is said."""

_BASE = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
_LINE = {"border": 1, "border_color": "#9AA7B8"}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {**_BASE, "bold": True, "font_size": 15, "font_color": "#1F3A5F"},
    "quiet": {**_BASE, "font_color": "#595959"},
    "head": {**_BASE, **_LINE, "bold": True, "bg_color": "#E9EEF5", "text_wrap": True, "align": "center"},
    "text": {**_BASE, "num_format": "@"},
    "year": {**_BASE, "num_format": "0", "align": "left"},
    "count": {**_BASE, "num_format": "#,##0"},
    "money": {**_BASE, "num_format": "#,##0.00"},
    "day": {**_BASE, "num_format": "yyyy-mm-dd", "align": "left"},
    "sum_money": {**_BASE, "bold": True, "top": 1, "num_format": "#,##0.00"},
    "sum_count": {**_BASE, "bold": True, "top": 1, "num_format": "#,##0"},
}


@dataclass
class _Sheet:
    """A sheet that is being written: where the next row goes, and the totals so far."""

    sheet: Any
    writer: RowWriter
    name: str
    headings: tuple[str, ...]
    styles: list[str]
    sums: dict[int, Decimal]
    next: int = HEADINGS_AT + 1
    print: Any = field(default_factory=hashlib.sha256)

    @property
    def rows(self) -> int:
        """How many rows have been written."""
        return self.next - HEADINGS_AT - 1

    def append(self, rows: list[Row]) -> None:
        """Write rows below those already there."""
        for row in rows:
            self.writer.write(self.next, [None if value == "" else value for value in row], self.styles)
            self.next += 1
            for column in self.sums:
                self.sums[column] += row[column] or 0  # type: ignore[operator]
        self.print.update(repr(rows).encode())


def write(request: Request, what: Extent) -> int:
    """Write the workbook; the number of households in it."""
    with Book(request.out) as book:
        looks = {name: book.style(**look) for name, look in LOOKS.items()}
        sheets = {key: _open(book, key, looks, what) for key in exports.SHEETS}
        for batch in exports.batches(what):
            for key, rows in batch.items():
                sheets[key].append(rows)
        for sheet in sheets.values():
            _close(sheet, looks)
        _about(book, looks, request, what, list(sheets.values()))
    return what.households


def _open(book: Book, key: str, looks: dict[str, Any], what: Extent) -> _Sheet:
    name, headings = exports.SHEETS[key]
    sheet, kinds = book.plain_sheet(name), [KINDS.get(heading, "text") for heading in headings]
    for column, heading in enumerate(headings):
        sheet.set_column(
            column, column, WIDTHS.get(heading, max(8, 2 * len(heading) + 1)), looks[kinds[column]]
        )
    _print_setup(sheet, what, len(headings))
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, f"{_place(what)}　{name}", looks["title"])
    sheet.write_string(1, 0, f"数据截至 {what.on.isoformat()}{_mark(what, '　')}", looks["quiet"])
    sheet.set_row(HEADINGS_AT, 30)
    for column, heading in enumerate(headings):
        sheet.write_string(HEADINGS_AT, column, heading, looks["head"])
    sums = {headings.index(heading): Decimal(0) for heading in exports.SUMS.get(key, ())}
    writer = RowWriter(sheet)
    return _Sheet(sheet, writer, name, headings, [writer.style(looks[kind]) for kind in kinds], sums)


def _print_setup(sheet: Any, what: Extent, columns: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEADINGS_AT)
    sheet.set_header(f"&L{_escaped(_place(what))}&C{_mark(what)}&R数据截至 {what.on.isoformat()}")
    sheet.set_footer("&L&F&C第 &P 页，共 &N 页&R&A")
    sheet.freeze_panes(HEADINGS_AT + 1, min(4, columns))


def _close(target: _Sheet, looks: dict[str, Any]) -> None:
    target.sheet.autofilter(HEADINGS_AT, 0, max(target.next - 1, HEADINGS_AT), len(target.headings) - 1)
    if not target.sums:
        return
    # One empty row keeps the total out of the filter and out of a sort.
    target.sheet.write_string(target.next + 1, 0, "合计", looks["sum_count"])
    for column, total in target.sums.items():
        look = looks[f"sum_{KINDS[target.headings[column]]}"]
        target.sheet.write_number(target.next + 1, column, float(total), look)


def _about(book: Book, looks: dict[str, Any], request: Request, what: Extent, sheets: list[_Sheet]) -> None:
    """The last sheet: who took what, when and why, and a hash by which a copy can be checked."""
    sheet = book.plain_sheet("导出说明")
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


def _place(what: Extent) -> str:
    names: list[str] = []
    node: Any = what.area
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

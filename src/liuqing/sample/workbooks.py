"""Workbooks as offices send them: titles above the headings, merged cells, sheets, notes below.

These are the opposite of good manners on purpose, so they are written with xlsxwriter itself and
not with the house's own ``sheets.write``. Nothing is ever a formula or a link.
"""

import csv
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

DEMO = "演示数据"
NOTE = "演示数据：人员、证件号码、电话、账号全部虚构，不对应任何真实的人。"
_PLAIN = {
    "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}  # fmt: skip

Cells = list[object]
Written = Callable[[str, int, Any], None]
"""Told after each line: sheet, row as Excel counts, and what the line carries besides its cells."""


@dataclass
class Line:
    """A row of a list: its cells and whatever the writer of the truth must know of it."""

    cells: Cells
    about: Any = None


@dataclass
class Sheet:
    """One sheet: titles, headings, lines, notes; ``joined`` merges runs of equal cells of a column.

    ``groups`` are headings over several columns: {number of the first column: (text, how many)}.
    """

    name: str
    headings: list[str]
    lines: Iterable[Line]
    titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    joined: int | None = None
    total: bool = False  # a 合计 row with the number of lines
    groups: dict[int, tuple[str, int]] = field(default_factory=dict)


def xlsx(path: Path, sheets: Iterable[Sheet], written: Written, *, explained: bool = False) -> Path:
    """Write a workbook; ``explained`` adds a second sheet 说明 and document properties."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, **_PLAIN})
    book.set_properties({"title": DEMO, "comments": NOTE, "created": datetime(2019, 1, 4, 9, tzinfo=UTC)})
    for sheet in sheets:
        _sheet(book, sheet, written)
    if explained:
        _sheet(book, Sheet("说明", [NOTE], []), written)
    book.close()
    return path


def _sheet(book: Any, sheet: Sheet, written: Written) -> None:
    page = book.add_worksheet(sheet.name)
    bold = book.add_format({"bold": True})
    middle = book.add_format({"bold": True, "align": "center"})
    width = len(sheet.headings)
    for row, title in enumerate(sheet.titles):
        page.merge_range(row, 0, row, width - 1, title, middle)
    row = _headings(page, sheet, bold)
    rows = _joined(page, sheet) if sheet.joined is not None else sheet.lines
    # The methods by type spare xlsxwriter's guess at every one of millions of cells.
    text, number, day = page.write_string, page.write_number, page.write_datetime
    count = 0
    for line in rows:
        row += 1
        count += 1
        for column, value in enumerate(line.cells):
            if type(value) is str:
                if value:
                    text(row, column, value)
            elif isinstance(value, (int, float)):
                number(row, column, value)
            elif value is not None:
                day(row, column, value)
        written(sheet.name, row + 1, line.about)
    _feet(page, sheet, row, count)


def _headings(page: Any, sheet: Sheet, bold: Any) -> int:
    """Write the headings, in two rows where there are groups; the number of the last one."""
    row = len(sheet.titles)
    if not sheet.groups:
        page.write_row(row, 0, sheet.headings, bold)
        return row
    inside = {at: first for first, (_, count) in sheet.groups.items() for at in range(first, first + count)}
    for at, heading in enumerate(sheet.headings):
        if at not in inside:
            page.write_string(row, at, heading, bold)
            _merge(page, row, row + 1, at)
        elif inside[at] == at:
            text, count = sheet.groups[at]
            page.write_string(row, at, text, bold)
            page.merge.append([row, at, row, at + count - 1])
    for at in inside:
        page.write_string(row + 1, at, sheet.headings[at], bold)
    return row + 1


def _feet(page: Any, sheet: Sheet, row: int, count: int) -> None:
    if sheet.total:
        row += 1
        page.write_string(row, 0, "合计")
        page.write_number(row, 1, count)
    for note in sheet.notes:
        row += 1
        page.write_string(row, 0, note)


def _joined(page: Any, sheet: Sheet) -> Iterator[Line]:
    """Only the first of equal cells is written; the run is merged, as people do by hand."""
    column = sheet.joined or 0
    row = start = len(sheet.titles) + 1
    before: object = None
    for line in sheet.lines:
        value = line.cells[column]
        if value == before:
            line.cells[column] = ""
        else:
            _merge(page, start, row - 1, column)
            before, start = value, row
        yield line
        row += 1
    _merge(page, start, row - 1, column)


def _merge(page: Any, first: int, last: int, column: int) -> None:
    # merge_range would write blank cells into rows that constant_memory has already sent to the file.
    if last > first:
        page.merge.append([first, column, last, column])


def csv_file(path: Path, sheet: Sheet, written: Written, *, encoding: str) -> Path:
    """Write a list as text with commas, in the encoding given."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerows([title] for title in sheet.titles)
        writer.writerow(sheet.headings)
        row = len(sheet.titles) + 1
        for line in sheet.lines:
            row += 1
            writer.writerow(line.cells)
            written("", row, line.about)
        writer.writerows([note] for note in sheet.notes)
    return path


def ods(path: Path, sheet: Sheet, written: Written) -> Path:
    """Write a list as OpenDocument, which WPS and LibreOffice save too; small lists only."""
    body = [_ods_row([t]) for t in sheet.titles] + [_ods_row(list(sheet.headings))]
    for row, line in enumerate(sheet.lines, len(sheet.titles) + 2):
        body.append(_ods_row(line.cells))
        written(sheet.name, row, line.about)
    body += [_ods_row([note]) for note in sheet.notes]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        _put(pack, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        _put(pack, "META-INF/manifest.xml", _MANIFEST)
        _put(pack, "content.xml", f"{_HEAD}{escape(sheet.name)}{_NAMED}{''.join(body)}{_FOOT}")
    return path


def _put(pack: zipfile.ZipFile, name: str, text: str, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, (2019, 1, 4, 9, 0, 0))
    entry.compress_type = how
    pack.writestr(entry, text)


def _ods_row(cells: Cells) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(value: object) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    text = escape(str(value))
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    f' xmlns:office="{_SPACE}office:1.0" xmlns:table="{_SPACE}table:1.0" xmlns:text="{_SPACE}text:1.0"'
    ' office:version="1.2"><office:body><office:spreadsheet><table:table table:name="'
)
_NAMED = '">'
_FOOT = "</table:table></office:spreadsheet></office:body></office:document-content>"
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<manifest:manifest xmlns:manifest="{_SPACE}manifest:1.0" manifest:version="1.2">'
    '<manifest:file-entry manifest:full-path="/"'
    ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)

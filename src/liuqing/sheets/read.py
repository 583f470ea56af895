"""Tables from any workbook: the one door for files that come in.

>>> for table in read_tables(path, known=knows):
...     for row in table.rows:
...         row.number, row.cells

A row's number is the one Excel shows in the file being read. An errors book keeps every row in
its place, so that its numbers are those of the file that was first sent.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Self

from liuqing.errors import Problem, Where
from liuqing.sheets import headings, notes, raw
from liuqing.sheets.headings import heading_unit, normal_heading
from liuqing.sheets.limits import Limits
from liuqing.sheets.raw import Cell, Row, Sheet
from liuqing.sheets.scan import NOT_CALCULATED

__all__ = [
    "Cell",
    "Limits",
    "Row",
    "Skipped",
    "Table",
    "Tables",
    "heading_unit",
    "normal_heading",
    "read_tables",
]

Known = Callable[[str], bool]
LOOK_BELOW = 20
"""Rows looked at below the headings."""

HELD_BACK = 60
"""Possible remarks held back at most, waiting to see whether data follow."""


@dataclass
class Table:
    """One table: its headings from column A (blank where there is none), and its rows as they come.

    ``notes`` fills while the rows are read: sums and remarks among and under them. ``titles`` are
    the texts above the headings. ``keys`` are the machine's names of a template's hidden row.
    """

    sheet: str
    heading_row: int
    headings: list[str]
    first_row: int
    rows: Iterator[Row]
    notes: list[Row] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    keys: list[str] | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Skipped:
    """A sheet in which no table was found, and why."""

    sheet: str
    why: str


class Tables(Iterator[Table]):
    """The tables of one file in order, with what a person should be told about the file.

    Take a table's rows before asking for the next table. ``notices`` are known at once;
    ``skipped`` fills on the way. Closing early ends the reading process.
    """

    def __init__(self, path: Path, *, known: Known, limits: Limits | None, name: str):
        checked, sheets = raw.sheets(path, limits=limits, name=name)
        self.name = checked.name
        self.kind = checked.kind
        self.notices = list(checked.notices)
        self.skipped: list[Skipped] = []
        self._sheets = sheets
        self._tables = self._found(known)

    def __next__(self) -> Table:
        return next(self._tables)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the reading, whatever is left of the file."""
        self._tables.close()

    def _found(self, known: Known) -> Generator[Table, None, None]:
        count = 0
        try:
            for sheet in self._sheets:
                table = self._table(sheet, known)
                if table:
                    count += 1
                    yield table
        finally:
            self._sheets.close()
        if not count:
            raise self._nothing_found()

    def _table(self, sheet: Sheet, known: Known) -> Table | None:
        """The sheet's table; None, with a word in ``skipped``, where it has no headings we know."""
        rows = (row for row in sheet.rows if _filled(row))
        top = list(islice(rows, headings.LOOK + LOOK_BELOW))
        heading = headings.find(top, sheet.merges, known)
        if heading is None:
            self._skip(sheet, top)
            return None
        below = [row for row in top if row.number >= heading.row + heading.depth]
        keys = headings.keys_of(below[0]) if below else None
        below = below[1:] if keys else below
        _refuse_formulas(Where(self.name, sheet.name), below[:LOOK_BELOW])
        table = Table(
            sheet.name, heading.row, heading.texts,
            below[0].number if below else heading.row + heading.depth, iter(()),
            titles=_titles(top, heading.row), keys=keys, hidden=sheet.hidden,
        )  # fmt: skip
        table.rows = _data(chain(below, rows), table)
        return table

    def _skip(self, sheet: Sheet, top: list[Row]) -> None:
        if any(NOT_CALCULATED in row.cells for row in top):
            raise _formula_only(Where(self.name, sheet.name))
        self.skipped.append(Skipped(sheet.name, "空表" if not top else "没有认识的表头"))

    def _nothing_found(self) -> Problem:
        where = Where(self.name)
        if all(one.why == "空表" for one in self.skipped):
            return Problem("sheets.empty", "工作簿里没有内容", "请确认导出完整后重新上传。", where)
        what = f"前 {headings.LOOK} 行里没有找到认识的表头"
        remedy = "请保留一行列名（如姓名、证件号码、户编号），再上传；可以下载模板对照。"
        return Problem("sheets.no_headings", what, remedy, where)


def read_tables(path: Path, *, known: Known, limits: Limits | None = None, name: str = "") -> Tables:
    """The tables of the file, one after another, each row as it comes.

    ``known`` tells whether a text is a heading somebody knows; a sheet needs at least two of
    them in a row. ``name`` is the file's name as its sender knows it, if the path differs.
    Raises Problems ``sheets.*``: at once for what can be seen from outside, on the way otherwise.
    """
    return Tables(path, known=known, limits=limits, name=name)


def _filled(row: Row) -> bool:
    return any(cell is not None and cell != "" for cell in row.cells)


def _titles(top: list[Row], heading_row: int) -> list[str]:
    above = (cell for row in top if row.number < heading_row for cell in row.cells)
    return [str(cell).strip() for cell in above if cell is not None]


def _refuse_formulas(where: Where, rows: list[Row]) -> None:
    """A table whose every value is a formula that nobody calculated has nothing to read."""
    values = [cell for row in rows for cell in row.cells if cell is not None]
    if values and all(cell == NOT_CALCULATED for cell in values):
        raise _formula_only(where)


def _formula_only(where: Where) -> Problem:
    what = "表里只有公式，没有保存计算结果"
    remedy = "请用 Excel 或 WPS 打开，保存一次（或复制后“选择性粘贴为数值”），再上传。"
    return Problem("sheets.formula_only", what, remedy, where)


def _data(rows: Iterator[Row], table: Table) -> Iterator[Row]:
    """The rows that are data. A lone long text is a remark only if no data follow it."""
    held: list[Row] = []
    width = sum(1 for text in table.headings if text)
    for row in rows:
        if notes.is_note(row, width):
            table.notes.append(row)
        elif len(held) < HELD_BACK and notes.may_be_note(row):
            held.append(row)
        elif not _repeats_heading(row, table.headings):
            yield from held
            held.clear()
            yield row
    table.notes.extend(held)


def _repeats_heading(row: Row, texts: list[str]) -> bool:
    """Printed lists repeat their headings on every page."""
    filled = ((at, cell) for at, cell in enumerate(row.cells) if cell is not None)
    same = 0
    for at, cell in filled:
        if at >= len(texts) or not isinstance(cell, str) or headings.clean_heading(cell) != texts[at]:
            return False
        same += 1
    return same >= 2

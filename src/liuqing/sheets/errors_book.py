"""The errors book: the sender's own workbook back, with what is wrong on the left.

Same sheets, same rows in the same places, same values. Three columns come first: 行号 (the row's
number), 问题 (what is wrong) and 怎么改 (how to mend it). Faulty cells are red, refused rows red on
the left, held rows amber, remarks yellow. The last sheet counts the problems by kind. The book
can be corrected and loaded again as it is: the three columns are headings nobody knows, and as
every row stays where it was, the row numbers are still those of the first file.

Any readable source (.xls, GBK CSV, a web page) comes back as .xlsx; numbers that look like
identity numbers come back as the texts or numbers they were.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from liuqing.sheets import headings, raw
from liuqing.sheets.headings import clean_heading, normal_heading
from liuqing.sheets.limits import Limits
from liuqing.sheets.raw import Cell, Row, Sheet
from liuqing.sheets.write import Book, Column
from liuqing.sheets.write import write as write_cell

REFUSED, HELD, REMARK = "refused", "held", "remark"
COLOURS = {REFUSED: "#F8CBAD", HELD: "#FFD966", REMARK: "#FFF2CC"}
VERDICTS = {REFUSED: "未导入", HELD: "待核实", REMARK: "已导入，请留意"}
BAD_CELL = "#FF7C80"
LEFT = ("行号", "问题", "怎么改")
SUMMARY = "问题汇总"


@dataclass(frozen=True)
class RowFault:
    """One fault of one row: where (row number as in the source), which columns by their headings
    (none = the row as a whole), what is wrong, how to mend it, and the verdict on the row.
    """

    sheet: str
    row: int
    columns: tuple[str, ...]
    what: str
    remedy: str
    verdict: str = REFUSED


def write(
    source: Path, out: Path, faults: Iterable[RowFault], *, name: str = "",
    known: Callable[[str], bool] | None = None, limits: Limits | None = None,
) -> Path:  # fmt: skip
    """Write the errors book of ``source`` to ``out`` (.xlsx) and give its path.

    ``known`` finds the row of headings as in ``read_tables``; without it, the row that holds most
    of the headings named by the faults is taken. Raises the same Problems as reading.
    """
    by_sheet: dict[str, dict[int, list[RowFault]]] = defaultdict(lambda: defaultdict(list))
    for fault in faults:
        by_sheet[fault.sheet][fault.row].append(fault)
    _, sheets = raw.sheets(source, limits=limits, name=name)
    with Book(out) as book:
        for sheet in sheets:
            if sheet.name != SUMMARY:
                _Copy(book, sheet, by_sheet.get(sheet.name, {}), known).write()
        _summary(book, by_sheet)
    return out


class _Copy:
    """One sheet on its way into the errors book."""

    def __init__(
        self, book: Book, sheet: Sheet, faults: dict[int, list[RowFault]], known: Callable[[str], bool] | None
    ):
        self._book = book
        self._source = sheet
        self._faults = faults
        self._known = known or _named_by(faults)
        self._sheet = book.plain_sheet(sheet.name, hidden=sheet.hidden)
        self._columns: dict[str, list[int]] = {}
        self._heading_row = 0
        self._drop = 0

    def write(self) -> None:
        """Copy every row to its place, the faults beside it."""
        self._sheet.set_column(0, 0, 7)
        self._sheet.set_column(1, 2, 30)
        top: list[Row] = []
        for row in self._source.rows:
            top.append(row)
            if len(top) >= headings.LOOK:
                break
        self._find_headings(top)
        for row in top:
            self._copy(row)
        for row in self._source.rows:
            self._copy(row)

    def _find_headings(self, top: Sequence[Row]) -> None:
        heading = headings.find(top, self._source.merges, self._known)
        if heading is None:
            return
        self._heading_row = heading.row
        texts = [clean_heading(text) for text in heading.texts]
        # The book of a book: its own three columns are replaced, not repeated.
        self._drop = 3 if tuple(texts[:3]) == LEFT else 0
        for at, text in enumerate(texts):
            if text:
                self._columns.setdefault(normal_heading(text), []).append(at)
        if not self._drop:
            self._sheet.freeze_panes(heading.row + heading.depth - 1, 3)

    def _copy(self, row: Row) -> None:
        faults = self._faults.get(row.number, [])
        bad = {
            at
            for fault in faults
            for text in fault.columns
            for at in self._columns.get(normal_heading(text), [])
        }
        if row.number == self._heading_row:
            self._head(row.number)
        elif faults:
            self._left(row.number, faults)
        red = self._book.style(bg_color=BAD_CELL)
        width = max(len(row.cells), max(bad, default=-1) + 1)
        for at in range(self._drop, width):
            cell = row.cells[at] if at < len(row.cells) else None
            style = red if at in bad else None
            self._cell(row.number, at - self._drop + 3, cell, style)

    def _cell(self, number: int, at: int, cell: Cell, style: Any) -> None:
        if isinstance(cell, datetime | date):
            form = "yyyy-mm-dd hh:mm:ss" if isinstance(cell, datetime) and cell.time() else "yyyy-mm-dd"
            style = self._book.style(num_format=form, **({"bg_color": BAD_CELL} if style else {}))
        elif isinstance(cell, str) and style is None:
            style = self._book.style(num_format="@") if cell.isdigit() else None
        elif isinstance(cell, str):
            style = self._book.style(num_format="@", bg_color=BAD_CELL)
        write_cell(self._sheet, number - 1, at, cell, style)

    def _head(self, number: int) -> None:
        form = self._book.style(bold=True, bg_color="#D9D9D9", border=1)
        for at, text in enumerate(LEFT):
            self._sheet.write_string(number - 1, at, text, form)

    def _left(self, number: int, faults: list[RowFault]) -> None:
        worst = min((fault.verdict for fault in faults), key=_rank)
        form = self._book.style(bg_color=COLOURS.get(worst, COLOURS[REMARK]), text_wrap=False, valign="top")
        self._sheet.write_number(number - 1, 0, number, form)
        self._sheet.write_string(number - 1, 1, "；".join(_distinct(fault.what for fault in faults)), form)
        self._sheet.write_string(number - 1, 2, "；".join(_distinct(fault.remedy for fault in faults)), form)


def _named_by(faults: dict[int, list[RowFault]]) -> Callable[[str], bool]:
    """Headings as the faults name them; any text will do where they name none."""
    names = {normal_heading(text) for some in faults.values() for fault in some for text in fault.columns}
    if len(names) < 2:
        return lambda text: not any(mark in text for mark in "0123456789")
    return lambda text: normal_heading(text) in names


def _rank(verdict: str) -> int:
    return list(COLOURS).index(verdict) if verdict in COLOURS else len(COLOURS)


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def _summary(book: Book, by_sheet: dict[str, dict[int, list[RowFault]]]) -> None:
    counts = Counter(
        (fault.verdict, fault.what, fault.remedy)
        for rows in by_sheet.values() for faults in rows.values() for fault in faults
    )  # fmt: skip
    columns = [
        Column("结论", width=16),
        Column("问题种类", width=48),
        Column("怎样修改", width=48),
        Column("处数", "int"),
    ]
    sheet = book.sheet(SUMMARY, columns)
    for (verdict, what, remedy), count in sorted(counts.items(), key=lambda one: (_rank(one[0][0]), -one[1])):
        form = book.style(bg_color=COLOURS.get(verdict, COLOURS[REMARK]))
        sheet.row([VERDICTS.get(verdict, verdict), what, remedy, count], style=form)

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
from itertools import chain, islice
from pathlib import Path
from typing import Any

from liuqing.sheets import headings, raw
from liuqing.sheets.headings import normal_heading
from liuqing.sheets.limits import Limits
from liuqing.sheets.raw import Cell, Row, Sheet
from liuqing.sheets.rows_xml import RowWriter
from liuqing.sheets.write import Book, Column

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
        self._source = sheet
        self._faults = faults
        self._known = known or _named_by(faults)
        self._sheet = book.plain_sheet(sheet.name, hidden=sheet.hidden)
        self._writer = RowWriter(self._sheet)
        self._styles = _Styles(book, self._writer)
        self._columns: dict[str, list[int]] = {}
        self._heading_row = 0
        self._last_heading_row = 0
        self._drop = 0

    def write(self) -> None:
        """Copy every row to its place, the faults beside it."""
        self._sheet.set_column(0, 0, 7)
        self._sheet.set_column(1, 2, 30)
        top = list(islice(self._source.rows, headings.LOOK))
        self._find_headings([row for row in top if any(cell is not None for cell in row.cells)])
        for row in chain(top, self._source.rows):
            self._copy(row)

    def _find_headings(self, top: Sequence[Row]) -> None:
        heading = headings.find(top, self._source.merges, self._known)
        if heading is None:
            return
        self._heading_row = heading.row
        self._last_heading_row = heading.row + heading.depth - 1
        # The book of a book: its own three columns are replaced, not repeated.
        self._drop = 3 if tuple(heading.texts[:3]) == LEFT else 0
        for at, text in enumerate(heading.texts):
            if text:
                self._columns.setdefault(normal_heading(text), []).append(at)
                self._sheet.set_column(at - self._drop + 3, at - self._drop + 3, min(24, 5 + 2 * len(text)))
        self._sheet.freeze_panes(self._last_heading_row, 3)
        self._merge()

    def _merge(self) -> None:
        """Groups of headings stay groups: their merged cells tell the next reader so."""
        for top, left, bottom, right in self._source.merges:
            if bottom < self._last_heading_row and left >= self._drop:
                shift = 3 - self._drop
                # Not merge_range: that would write the cells, which the rows bring themselves.
                self._sheet.merge.append([top, left + shift, bottom, right + shift])

    def _copy(self, row: Row) -> None:
        faults = self._faults.get(row.number, [])
        if not faults and not any(cell is not None for cell in row.cells):
            return
        left, mark = self._left(row.number, faults)
        cells = [*left, *row.cells[self._drop :]]
        styles = [mark, mark, mark, *map(self._styles.usual, cells[3:])]
        for at in self._bad(faults):
            missing = at + 1 - len(cells)
            cells += [None] * missing
            styles += [""] * missing
            styles[at] = self._styles.bad(cells[at])
        hidden = row.number == self._last_heading_row + 1 and headings.keys_of(row) is not None
        self._writer.write(row.number - 1, cells, styles, hidden=hidden)

    def _bad(self, faults: list[RowFault]) -> set[int]:
        """The columns of the book, from 0, in which a cell is faulty."""
        named = {normal_heading(text) for fault in faults for text in fault.columns}
        return {at - self._drop + 3 for text in named for at in self._columns.get(text, [])}

    def _left(self, number: int, faults: list[RowFault]) -> tuple[list[Cell], str]:
        if number == self._heading_row:
            return list(LEFT), self._styles.head
        if not faults:
            return [None, None, None], ""
        worst = min((fault.verdict for fault in faults), key=_rank)
        what = "；".join(_distinct(fault.what for fault in faults))
        remedy = "；".join(_distinct(fault.remedy for fault in faults))
        return [number, what, remedy], self._styles.verdict(worst)


class _Styles:
    """The few styles of an errors book, as the row writer takes them."""

    def __init__(self, book: Book, writer: RowWriter):
        def made(**properties: Any) -> str:
            return writer.style(book.style(**properties))

        self.head = made(bold=True, bg_color="#D9D9D9", border=1)
        self._verdicts = {name: made(bg_color=colour, valign="top") for name, colour in COLOURS.items()}
        # Text format everywhere a text stands or stood: a number typed over it stays as typed.
        self._usual: dict[type, str] = {
            str: made(num_format="@"),
            date: made(num_format=_DAY),
            datetime: made(num_format=_MOMENT),
        }
        self._bad: dict[type, str] = {
            date: made(num_format=_DAY, bg_color=BAD_CELL), datetime: made(num_format=_MOMENT, bg_color=BAD_CELL)
        }  # fmt: skip
        self._bad_text = made(num_format="@", bg_color=BAD_CELL)

    def verdict(self, name: str) -> str:
        """The colour of the three columns on the left."""
        return self._verdicts.get(name, self._verdicts[REMARK])

    def usual(self, cell: Cell) -> str:
        """The style of a cell in which nothing is wrong."""
        return self._usual.get(type(cell), "")

    def bad(self, cell: Cell) -> str:
        """The style of a faulty cell."""
        return self._bad.get(type(cell), self._bad_text)


_DAY = "yyyy-mm-dd"
_MOMENT = "yyyy-mm-dd hh:mm:ss"


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

"""Workbooks out: a thin cover over xlsxwriter that keeps every text a text.

Nothing becomes a formula, a link or a number by how it looks; identity, phone and account
columns are text columns, so that Excel and WPS never touch their digits. Rows are written one by
one and memory stays small, whatever their number. The last sheet says who made the file, when,
for what, with which filter, from which day's figures, and how many rows it holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import xlsxwriter

from liuqing.sheets.rows_xml import RowWriter, Value

FOOTER = "说明"
_CLOSED = {"bg_color": "#EDEDED", "border": 1, "border_color": "#BFBFBF", "text_wrap": True, "valign": "top"}
_OPEN = {"locked": False, "border": 1, "border_color": "#7F9DB9", "text_wrap": True, "valign": "top"}
_ALLOWED = (
    "format_cells",
    "format_columns",
    "format_rows",
    "autofilter",
    "select_locked_cells",
    "select_unlocked_cells",
)
EXCEL_ROWS = 1_048_576
_FORMATS = {
    "text": "@", "id": "@", "day": "yyyy-mm-dd", "month": "yyyy-mm", "money": "#,##0.00", "amount": "0.00",
    "int": "0", "year": "0", "rate": "0.00%",
}  # fmt: skip
_WIDTHS = {
    "id": 22,
    "day": 12,
    "month": 10,
    "money": 14,
    "amount": 10,
    "int": 9,
    "year": 8,
    "rate": 9,
    "flag": 8,
}


@dataclass(frozen=True)
class Column:
    """A column: its heading, kind (text, id, day, month, year, int, amount, money, rate, flag),
    width in characters (0 = by kind), key (hidden row of templates), and the list to choose from.

    ``locked`` says who fills the column of a sheet that goes out and comes back: True is ours, grey
    and closed; False is the reader's. A sheet with either is protected, without a password: against
    slips, not against people. ``hidden`` columns are for the way back.
    """

    heading: str
    kind: str = "text"
    width: float = 0
    key: str = ""
    choices: tuple[str, ...] = ()
    locked: bool | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Footer:
    """What every exported file says about itself."""

    who: str
    purpose: str
    filter: str = ""
    snapshot: date | None = None
    rows: int = 0
    when: datetime = field(default_factory=datetime.now)
    more: tuple[tuple[str, str], ...] = ()


class Book:
    """A workbook being written; use it in a ``with`` block.

    >>> with Book(path) as book:
    ...     sheet = book.sheet("户", [Column("户编号"), Column("证件号码", "id")], title="…")
    ...     sheet.row(["H1", "…"])
    """

    def __init__(self, path: Path, *, demo: str = ""):
        """``demo`` is a mark printed at the head of every page, such as 演示数据."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.demo = demo
        self._book = xlsxwriter.Workbook(str(path), OPTIONS)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._lists = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write the file to its end."""
        self._book.close()

    def style(self, **properties: Any) -> Any:
        """A cell style, made once: properties as in xlsxwriter (``bold``, ``bg_color``, …)."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def sheet(
        self, name: str, columns: Sequence[Column], *, title: str = "", lines: Sequence[str] = (),
        keys: bool = False, freeze: bool = True,
    ) -> "SheetOut":  # fmt: skip
        """A new sheet: title, lines below it, headings, and with ``keys`` the hidden key row."""
        return SheetOut(self, self._book.add_worksheet(name), columns, title, lines, keys, freeze)

    def plain_sheet(self, name: str, *, hidden: bool = False) -> Any:
        """An empty sheet of xlsxwriter's own, for copies of somebody else's sheets."""
        sheet = self._book.add_worksheet(name)
        if hidden:
            sheet.hide()
        return sheet

    def offered(self, choices: Sequence[str]) -> str:
        """A list too long for a rule of its own, on a hidden sheet: the range to point to."""
        self._lists += 1
        name = f"选项{self._lists}"
        sheet = self.plain_sheet(name, hidden=True)
        for at, choice in enumerate(choices):
            sheet.write_string(at, 0, _plain(choice))
        return f"={name}!$A$1:$A${len(choices)}"

    def footer(self, footer: Footer) -> None:
        """The sheet that says where the file comes from."""
        sheet = self.sheet(FOOTER, [Column("项目", width=16), Column("内容", width=60)])
        for line in (
            ("导出人", footer.who), ("导出时间", footer.when.strftime("%Y-%m-%d %H:%M:%S")),
            ("用途", footer.purpose), ("筛选条件", footer.filter or "无"),
            ("数据截止日", footer.snapshot.isoformat() if footer.snapshot else "实时数据"),
            ("行数", str(footer.rows)), *footer.more,
        ):  # fmt: skip
            sheet.row(line)


OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
"""How every workbook of ours is opened: small memory, and no text ever turned into something else."""


class SheetOut:
    """One sheet being written, row by row from the top."""

    def __init__(
        self, book: Book, sheet: Any, columns: Sequence[Column], title: str, lines: Sequence[str],
        keys: bool, freeze: bool,
    ):  # fmt: skip
        self.columns = list(columns)
        self.count = 0
        self._sheet = sheet
        self._book = book
        self._row = 0
        self._writer = RowWriter(sheet)
        self._styles = [self._style(column) for column in self.columns]
        self._marks = [self._writer.style(style) for style in self._styles]
        self._shut = self._writer.style(book.style(**_CLOSED))
        self._page()
        self._head(title, lines, keys)
        if any(column.locked is not None for column in self.columns):
            sheet.protect("", dict.fromkeys(_ALLOWED, True))
        if freeze:
            sheet.freeze_panes(self._row, 0)

    def row(self, values: Iterable[Value], *, style: Any = None, shut: Iterable[int] = ()) -> int:
        """Write one row and give its number as Excel shows it; ``style`` replaces the columns',
        ``shut`` are cells closed in this row although their column is the reader's.

        A blank (None or an empty text) is an empty cell. Whole numbers of 16 digits and more are
        written as texts, because Excel would lose their end.
        """
        if self._row >= EXCEL_ROWS:
            raise ValueError(f"a sheet holds at most {EXCEL_ROWS} rows")
        cells = [None if value == "" else value for value in values]
        styles = self._marks if style is None else [self._writer.style(style)] * len(cells)
        if len(styles) < len(cells):
            styles = [*styles, *[""] * (len(cells) - len(styles))]
        if closed := set(shut):
            styles = [self._shut if at in closed else mark for at, mark in enumerate(styles)]
        self._writer.write(self._row, cells, styles)
        self._row += 1
        self.count += 1
        return self._row

    def rows(self, rows: Iterable[Iterable[Value]]) -> int:
        """Write many rows and give their count."""
        before = self.count
        for values in rows:
            self.row(values)
        return self.count - before

    def _style(self, column: Column) -> Any:
        form = _FORMATS.get(column.kind)
        made: dict[str, Any] = {"num_format": form} if form else {}
        if column.locked is not None:
            made |= _CLOSED if column.locked else _OPEN
        return self._book.style(**made) if made else None

    def _page(self) -> None:
        """Columns first: with small memory, widths and lists must come before the rows."""
        for at, column in enumerate(self.columns):
            usual = max(_WIDTHS.get(column.kind, 12), min(30, 2.2 * len(column.heading)))
            options = {"hidden": True} if column.hidden else {}
            self._sheet.set_column(at, at, column.width or usual, self._styles[at], options)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        if self._book.demo:
            self._sheet.set_header(f"&C&14{self._book.demo}")

    def _head(self, title: str, lines: Sequence[str], keys: bool) -> None:
        wide = max(len(self.columns) - 1, 1)
        if title:
            bold = self._book.style(bold=True, font_size=14, align="center", valign="vcenter")
            self._sheet.merge_range(self._row, 0, self._row, wide, _plain(title), bold)
            self._row += 1
        for line in lines:
            self._sheet.write_string(self._row, 0, _plain(line))
            self._row += 1
        form = self._book.style(
            bold=True,
            text_wrap=True,
            valign="vcenter",
            align="center",
            border=1,
            bg_color="#E8EEF4",
            num_format="@",
        )
        for at, column in enumerate(self.columns):
            self._sheet.write_string(self._row, at, _plain(column.heading), form)
        self._row += 1
        if keys:
            self._sheet.set_row(self._row, None, None, {"hidden": True})
            for at, column in enumerate(self.columns):
                self._sheet.write_string(self._row, at, column.key)
            self._row += 1
        for at, column in enumerate(self.columns):
            self._offer(at, column)

    def _offer(self, at: int, column: Column) -> None:
        """A list to choose from; Excel takes at most 255 characters of it, more stand on a sheet."""
        choices = ["是", "否"] if column.kind == "flag" and not column.choices else list(column.choices)
        short = len(",".join(choices)) <= 255 and not any("," in one for one in choices)
        if choices:
            rule = {
                "validate": "list", "source": choices if short else self._book.offered(choices), "error_title": "请从列表中选择",
                "error_message": f"“{column.heading}”只能填列表里的内容。"[:255],
            }  # fmt: skip
            self._sheet.data_validation(self._row, at, EXCEL_ROWS - 1, at, rule)


def _plain(text: str) -> str:
    """xlsxwriter takes a text of the form <r>…</r> for its own XML."""
    return f" {text}" if text.startswith("<r>") else text

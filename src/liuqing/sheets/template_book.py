"""A workbook as template (.xlsx): found blanks are filled, everything else stays as it is.

Widths, frames, formulas, merged cells and printing settings stay. Where a table has fewer lines
than there are rows, lines are added like its last one, and what stands below moves down with its
formulas and merged cells. Pictures and charts are lost, and a notice says so.
"""

import re
from collections.abc import Iterator, Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.formula import Tokenizer
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from liuqing.errors import Problem, Where
from liuqing.sheets import guard, scan
from liuqing.sheets.headings import clean_heading
from liuqing.sheets.template_grid import FORMULA, Grid
from liuqing.sheets.templates import LIMITS, LINE, MARK, Blank, Found, Known, Ledger, Value, shown

LOOK = 2_000
"""Rows looked at: what lies below them is no form."""
_REFERENCE = re.compile(
    r"^(?P<sheet>.*!)?(?P<a>\$?[A-Z]{1,3}\$?)(?P<r>\d+)(?::(?P<b>\$?[A-Z]{1,3}\$?)(?P<s>\d+))?$"
)


class BookTemplate:
    """A template that is open. Raises Problems ``sheets.*`` for what is no workbook or is unsafe."""

    def __init__(self, path: Path, known: Known, *, name: str = "") -> None:
        checked = guard.check(path, limits=LIMITS, name=name)
        if checked.kind != "xlsx":
            raise Problem(
                "templates.not_xlsx", f"这是{guard.LABELS[checked.kind]}，不能照原样填写",
                "请用 Excel 或 WPS 另存为 .xlsx（或 .docx）再上传。", Where(file=checked.name),
            )  # fmt: skip
        scan.scan(path, "xlsx", LIMITS)
        try:
            # Only what is read is kept: no macros, no links to other files.
            self._book = load_workbook(path, keep_links=False)
        except (KeyError, ValueError, TypeError, AttributeError, IndexError):
            raise Problem(
                "sheets.corrupt", "工作簿的内部结构不正常，打不开", guard.SAVE_AS, Where(file=checked.name)
            ) from None
        self.found = Found(notices=[*checked.notices])
        self._opened: dict[int, list[tuple[int, int]]] = {}
        for at, sheet in enumerate(self._book.worksheets):
            if sheet.sheet_state == "visible":
                self._look(at, sheet, known)
            if sheet._charts or sheet._images:
                self.found.notices.append(f"工作表「{sheet.title}」里的图片、图表没有保留")

    def put(self, blank: Blank, value: Value) -> None:
        """Write one value into its place: the empty cell, or the line within a text."""
        sheet, row, column, within = blank.at
        cell = self._book.worksheets[sheet].cell(self._now(sheet, row), column)
        if not within:
            _set(cell, value)
        else:
            cell.value = _within(str(cell.value), blank.label, shown(value))
            cell.data_type = "s"

    def write(self, ledger: Ledger, rows: Sequence[Sequence[Value]]) -> None:
        """Write the rows of a table under its headings, with more lines where they are needed."""
        (at,) = ledger.at
        sheet, first = self._book.worksheets[at], self._now(at, ledger.first)
        if len(rows) > ledger.rows:
            self._open_up(at, ledger, len(rows) - ledger.rows)
        for n, values in enumerate(rows):
            for column, value in enumerate(values):
                cell = sheet.cell(first + n, column + 1)
                if column in ledger.serial:
                    cell.value = n + 1
                elif ledger.headings[column] and value is not None and cell.data_type != "f":
                    _set(cell, value)

    def save(self, out: Path) -> None:
        """The filled copy; formulas are worked out by the program that opens it."""
        self._book.calculation.fullCalcOnLoad = True
        self._book.save(out)

    # Looking

    def _look(self, at: int, sheet: Any, known: Known) -> None:
        cells = [[_text(cell) for cell in row] for row in sheet.iter_rows(max_row=min(sheet.max_row, LOOK))]
        merges = [
            (m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in sheet.merged_cells.ranges
        ]
        grid = Grid(cells, merges, lambda r, c: _framed(sheet.cell(r + 1, c + 1))).look(known)
        for block in grid.blocks:
            place = f"{sheet.title} 第 {block.heading + 1} 行"
            self.found.ledgers.append(
                Ledger(block.headings, place, block.first + 1, block.rows, (at,), block.serial, block.taken)
            )
        for label, row, column in grid.labels:
            self.found.blanks.append(_blank(sheet, label, at, row, column))
        for label, row, column in grid.strangers:
            self.found.strangers.append(_blank(sheet, label, at, row, column))
        for row, texts in enumerate(cells):
            for column, text in enumerate(texts):
                for label in _lines(text):
                    self.found.add(_blank(sheet, label, at, row, column, within=1), known)

    # Adding lines

    def _now(self, sheet: int, row: int) -> int:
        """Where a row of the template stands by now."""
        return row + sum(count for after, count in self._opened.get(sheet, ()) if row > after)

    def _open_up(self, at: int, ledger: Ledger, count: int) -> None:
        sheet = self._book.worksheets[at]
        first, last = self._now(at, ledger.first), self._now(at, ledger.first + max(ledger.rows, 1) - 1)
        after = last if ledger.rows else last - 1
        below = [(r, d.height) for r, d in sheet.row_dimensions.items() if r > after and d.height]
        sheet.insert_rows(after + 1, count)
        for row, _ in below:
            sheet.row_dimensions[row].height = None
        for row, height in below:
            sheet.row_dimensions[row + count].height = height
        for merge in sheet.merged_cells.ranges:
            if merge.min_row > after:
                merge.shift(row_shift=count)
            elif ledger.rows and merge.max_row >= after and merge.max_row > merge.min_row:
                merge.expand(down=count)
        self._formulas(sheet, first, after, count)
        _ranges(sheet, after, count)
        self._opened.setdefault(at, []).append(
            (ledger.first + max(ledger.rows, 1) - 1 if ledger.rows else ledger.first - 1, count)
        )
        if ledger.rows:
            _like(sheet, after, count)

    def _formulas(self, sheet: Any, first: int, after: int, count: int) -> None:
        """Every formula of the book still means the cells it meant."""
        for other in self._book.worksheets:
            for cell in list(other._cells.values()):
                if cell.data_type == "f" and isinstance(cell.value, str):
                    own = other is sheet and first <= cell.row <= after
                    cell.value = _adjusted(cell.value, other is sheet, sheet.title, after, count, own=own)


def _text(cell: Any) -> str:
    if cell.data_type == "f":
        return FORMULA
    return "" if cell.value is None else str(cell.value).strip()


def _framed(cell: Any) -> bool:
    border = cell.border
    return any(side is not None and side.style for side in (border.left, border.right, border.bottom))


def _blank(sheet: Any, label: str, at: int, row: int, column: int, within: int = 0) -> Blank:
    place = f"{sheet.title} {get_column_letter(column + 1)}{row + 1}"
    return Blank(label, place, (at, row + 1, column + 1, within))


def _lines(text: str) -> Iterator[str]:
    if text == FORMULA:
        return
    for match in LINE.finditer(text):
        yield clean_heading(match[1])
    for match in MARK.finditer(text):
        yield clean_heading(match[1])


def _within(text: str, label: str, value: str) -> str:
    """The text with its first line or mark of that label filled in."""
    for match in (*LINE.finditer(text), *MARK.finditer(text)):
        if clean_heading(match[1]) == label:
            start = match.start(2) if match.re is LINE else match.start()
            return text[:start] + value + text[match.end() :]
    return text


def _set(cell: Any, value: Value) -> None:
    general = cell.number_format == "General"
    if isinstance(value, str):
        # Set as a text whatever it begins with: nothing of the record becomes a formula.
        cell.value, cell.data_type = value, "s"
        if value.rstrip("Xx").isdigit():
            cell.number_format = "@"
        return
    cell.value = (
        float(value)
        if isinstance(value, Decimal) and value != int(value)
        else int(value)
        if isinstance(value, Decimal)
        else value
    )
    if isinstance(value, date) and general:
        cell.number_format = "yyyy-mm-dd"


def _adjusted(formula: str, same: bool, title: str, after: int, count: int, *, own: bool) -> str:
    tokens = Tokenizer(formula)
    for token in tokens.items:
        if token.type == "OPERAND" and token.subtype == "RANGE":
            token.value = _moved(token.value, same, title, after, count, own=own)
    return "=" + "".join(token.value for token in tokens.items)


def _moved(reference: str, same: bool, title: str, after: int, count: int, *, own: bool) -> str:
    match = _REFERENCE.match(reference)
    if match is None:
        return reference
    sheet = (match["sheet"] or "").rstrip("!").strip("'").replace("''", "'")
    if (sheet or (title if same else None)) != title:
        return reference
    first, last = int(match["r"]), int(match["s"] or match["r"])
    # A range that ends with the table's last line grows with the table.
    grows = last > after or (last == after and match["b"] is not None and not own)
    head = f"{match['sheet'] or ''}{match['a']}{first + count if first > after else first}"
    return head + (f":{match['b']}{last + count if grows else last}" if match["b"] else "")


def _ranges(sheet: Any, after: int, count: int) -> None:
    """Lists to choose from and the printed area reach as far as the table does."""
    for rule in sheet.data_validations.dataValidation:
        for part in rule.sqref.ranges:
            if part.min_row > after:
                part.shift(row_shift=count)
            elif part.max_row >= after:
                part.expand(down=count)
    if sheet.print_area:
        areas = [
            _moved(a, True, sheet.title, after, count, own=False) for a in str(sheet.print_area).split(",")
        ]
        sheet.print_area = ",".join(area.rpartition("!")[2] for area in areas)


def _like(sheet: Any, row: int, count: int) -> None:
    """New lines look like the one above them; its formulas go along."""
    height = sheet.row_dimensions[row].height
    for column in range(1, sheet.max_column + 1):
        model = sheet.cell(row, column)
        for n in range(row + 1, row + count + 1):
            cell = sheet.cell(n, column)
            cell._style = copy(model._style)
            if model.data_type == "f" and isinstance(model.value, str):
                cell.value = Translator(model.value, origin=model.coordinate).translate_formula(
                    cell.coordinate
                )
    if height:
        for n in range(row + 1, row + count + 1):
            sheet.row_dimensions[n].height = height

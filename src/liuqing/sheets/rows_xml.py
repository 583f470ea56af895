"""Whole rows of a sheet, written straight into xlsxwriter's row file.

xlsxwriter makes one object and some dozen calls a cell: 25 seconds for a list of 100,000 rows
and 47 columns. A row that comes complete needs none of that; here it becomes one string. Styles,
widths, lists, titles and the package itself stay xlsxwriter's. It also closes a door: xlsxwriter
writes a text of the form ``<r>…</r>`` as raw XML, here every text is a text.

Works on sheets of books opened with ``constant_memory``, from top to bottom.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_col_to_name

Value = None | str | bool | int | float | Decimal | date | datetime
LONGEST = 32_767
"""Characters that a cell can hold; the rest is cut, as Excel does."""

_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_SERIAL = date(1900, 3, 1).toordinal()
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LITERAL = re.compile("_(x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_EXACT = 10**15


class RowWriter:
    """Writes complete rows of one sheet. Styles are xlsxwriter formats or None."""

    def __init__(self, sheet: Any):
        self._sheet = sheet
        self._names: list[str] = []
        self._styles: dict[int, str] = {}

    def style(self, form: Any) -> str:
        """The attribute that gives a cell this format, with the blank before it."""
        if form is None:
            return ""
        found = self._styles.get(id(form))
        if found is None:
            found = self._styles[id(form)] = f' s="{form._get_xf_index()}"'
        return found

    def write(
        self, row: int, values: Sequence[Value], styles: Sequence[str], *, hidden: bool = False
    ) -> None:
        """Write one row (from 0); ``styles`` come from ``style``, one for each value."""
        self._move_to(row, len(values))
        names = self._names
        number = str(row + 1)
        cells = [
            _cell(f'<c r="{names[at]}{number}"{styles[at]}', value)
            for at, value in enumerate(values)
            if value is not None or styles[at]
        ]
        mark = ' hidden="1"' if hidden else ""
        self._sheet.row_data_fh.write(f'<row r="{number}"{mark}>{"".join(cells)}</row>')

    def _move_to(self, row: int, width: int) -> None:
        """Let xlsxwriter finish the row before, and know how far the sheet reaches."""
        sheet = self._sheet
        while len(self._names) < width:
            self._names.append(xl_col_to_name(len(self._names)))
        if sheet._check_dimensions(row, 0) or sheet._check_dimensions(row, max(width - 1, 0)):
            raise ValueError(f"row {row + 1} lies above the last row written, or beyond the sheet")
        if row > sheet.previous_row:
            sheet._write_single_row(row)


def _cell(head: str, value: Value) -> str:
    if isinstance(value, str):
        return _text(head, value)
    if value is None:
        return f"{head}/>"
    if isinstance(value, bool):
        return f'{head} t="b"><v>{int(value)}</v></c>'
    return _day(head, value) if isinstance(value, date) else _number(head, value)


def _text(head: str, value: str) -> str:
    if value.isalnum() and len(value) <= LONGEST:
        return f'{head} t="inlineStr"><is><t>{value}</t></is></c>'
    text = _escaped(value)
    # Text that begins or ends with a blank must say that the blank counts.
    space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    return f'{head} t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _escaped(text: str) -> str:
    text = _SURROGATE.sub("\ufffd", text[:LONGEST])
    text = _LITERAL.sub(r"_x005F_\1", text).translate(_ESCAPES)
    return _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def _number(head: str, value: int | float | Decimal) -> str:
    if isinstance(value, int) and abs(value) >= _EXACT:
        return f'{head} t="inlineStr"><is><t>{value}</t></is></c>'
    if value != value or abs(value) == float("inf"):
        return f'{head} t="e"><v>#NUM!</v></c>'
    return f"{head}><v>{value!r}</v></c>" if isinstance(value, float) else f"{head}><v>{value}</v></c>"


def _day(head: str, value: date) -> str:
    """Excel knows no day before March 1900 for certain: earlier ones become texts."""
    serial = value.toordinal() - _EPOCH
    if value.toordinal() < _FIRST_SERIAL:
        return f'{head} t="inlineStr"><is><t>{value.isoformat()}</t></is></c>'
    if not isinstance(value, datetime):
        return f"{head}><v>{serial}</v></c>"
    seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return f"{head}><v>{serial + seconds / 86_400!r}</v></c>"

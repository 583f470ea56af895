"""Would the parser survive this workbook? The packed parts read once, as text, in small pieces.

The parser keeps each sheet as one dense rectangle, so that two cells in opposite corners cost
17 billion cells and end the process. Nothing in the parser limits that: this does. It also
notes what the parser cannot tell afterwards: cells that hold an error (#N/A), and formulas that
were never calculated, both of which would come out as plain blanks.

The common spelling of a cell, ``<c r="A1"``, is counted quickly; any other spelling takes the
slow and thorough road. Styled cells without a value may reach to the last row and column, as
they do in many an honest file: only cells with a value are held against the limits.
"""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from liuqing.errors import Problem
from liuqing.sheets.guard import SAVE_AS, bomb
from liuqing.sheets.limits import Limits
from liuqing.sheets.parts import Package

NOT_CALCULATED = "#未计算"
"""What a cell with a formula but no stored result is read as."""

UNREADABLE = "#读不出"
"""What every cell of a row is read as when one of them breaks the parser."""

_ROWS = re.compile(rb'<c r="[A-Z]+(\d+)"')
_P = rb"(?:[^\s<>/:=\"']{1,100}:)?"  # any prefix of a name space
_ANY_CELL = re.compile(rb"<" + _P + rb"c(?=[\s/>])")
_ROW_BEGINS = re.compile(rb"<" + _P + rb"row(?=[\s/>])")
# "<" never stands inside a tag, which keeps the search from running away on broken text.
_CELL = re.compile(rb"<" + _P + rb"c(?=[\s/>])([^<>]*?)(/?)>(</" + _P + rb"c\s*>)?")
_ADDRESS = re.compile(rb"\sr\s*=")
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([^\"']*)[\"']")
_PLAIN_REFERENCE = re.compile(rb"([A-Za-z]{1,3})(\d{1,7})$")
_FORMULA = rb"(?:<" + _P + rb"f(?:\s[^<>]*)?/>|<" + _P + rb"f(?:\s[^<>]*)?>[^<]*</" + _P + rb"f>)"
_ERROR = re.compile(
    rb"<"
    + _P
    + rb"c(?=\s)([^<>]*?\st\s*=\s*[\"']e[\"'][^<>]*)>"
    + _FORMULA
    + rb"?(?:<"
    + _P
    + rb"v>([^<]*)<)?"
)
_UNCALCULATED = re.compile(
    rb"(?:</" + _P + rb"f>|<" + _P + rb"f(?:\s[^<>]*)?/>)"
    rb"(?:<" + _P + rb"v>\s*</" + _P + rb"v>|<" + _P + rb"v\s*/>)?</" + _P + rb"c>"
)
_TEXT_RESULT = re.compile(rb"\st\s*=\s*[\"']str[\"']")
_REPEATED_ROWS = re.compile(rb'number-rows-repeated="(\d+)"')
_REPEATED_COLUMNS = re.compile(rb'number-columns-repeated="(\d+)"')

Blanks = dict[int, dict[int, str]]
"""Cells that the parser would give as blanks: row (from 1) → column (from 0) → what stands there."""


def scan(path: Path, kind: str, limits: Limits) -> dict[str, Blanks]:
    """Read every part to its real end; raise a Problem if the parser must not see them.

    Gives the cells that would be lost, by the name of the sheet's part (.xlsx only).
    """
    found: dict[str, Blanks] = {}
    package = Package(path, limits)
    try:
        for entry in package.entries:
            blanks = _read_part(package.pieces(entry), kind, limits)
            if blanks:
                found[entry.filename.replace("\\", "/").lower()] = blanks
    finally:
        package.close()
    return found


def _read_part(pieces: Iterator[bytes], kind: str, limits: Limits) -> Blanks:
    """A part is judged by what it holds: its name and type are the word of whoever made it."""
    first = next(pieces, b"")
    everything = chain([first], pieces)
    if first[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Problem("sheets.corrupt", "工作簿的内部编码不正常", SAVE_AS)
    if not first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        for _ in everything:
            pass
        return {}
    if kind == "ods":
        _read_ods(_plain_xml(everything), limits)
        return {}
    return _read_sheet(_plain_xml(everything), limits)


def _plain_xml(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Let the pieces pass, unless they declare a document type or entities."""
    tail = b""
    for piece in pieces:
        if b"<!" in piece or b"<" in tail:
            text = tail + piece
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise bomb("里面定义了 XML 实体")
        tail = piece[-16:]
        yield piece


# Sheets of .xlsx


def _read_sheet(pieces: Iterator[bytes], limits: Limits) -> Blanks:
    extent = _Extent(limits)
    blanks: Blanks = {}
    for text in _whole_cells(pieces):
        extent.add(text)
        if b'"e"' in text or b"'e'" in text:
            _note_errors(text, blanks)
        if b"<f" in text or b":f" in text:
            _note_uncalculated(text, blanks)
    return blanks


def _whole_cells(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces cut at the beginnings of cells, so that no cell is torn in two."""
    rest = b""
    for piece in pieces:
        rest += piece
        cut = max(rest.rfind(b"<c "), rest.rfind(b"<row"), rest.rfind(b"<row>"))
        if cut <= 0 and len(rest) < 8 * 1024 * 1024:
            continue
        cut = cut if cut > 0 else len(rest)
        yield rest[:cut]
        rest = rest[cut:]
    yield rest


class _Extent:
    """The rectangle that the cells with values span, held against the limits."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.rows = 0
        self.columns = 0
        self.row_marks = 0
        self._beyond = _beyond(0)

    def add(self, text: bytes) -> None:
        """Count one piece of a sheet; a piece that looks too large is counted cell by cell."""
        self.row_marks += text.count(b"<row") + text.count(b":row")
        rows, columns = self._quick(text)
        if not self._fits(rows, columns):
            rows, columns = self._thorough(text)
        if columns > self.columns:
            self._beyond = _beyond(columns)
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)
        self._refuse(self.rows, self.columns)

    def _quick(self, text: bytes) -> tuple[int, int]:
        rows = _ROWS.findall(text)
        plain = len(rows) == text.count(b"<c") and b":c" not in text
        # A cell in another spelling than Excel's own: count as "too large", and look closely.
        if not plain and (not rows or len(rows) != len(_ANY_CELL.findall(text))):
            return self.limits.rows + 1, self.limits.columns + 1
        row = max((int(number[:9]) for number in set(rows)), default=0)
        column = max((_column(letters) for letters in set(self._beyond.findall(text))), default=0)
        return row, column

    def _fits(self, rows: int, columns: int) -> bool:
        rows, columns = max(rows, self.rows), max(columns, self.columns)
        limits = self.limits
        return rows <= limits.rows and columns <= limits.columns and rows * columns <= limits.cells

    def _thorough(self, text: bytes) -> tuple[int, int]:
        if not _ADDRESS.search(text) and b":" not in text:
            # Cells that do not say where they are stand one after another: at most as many as this.
            most = max(line.count(b"<c") for line in text.split(b"<row"))
            if self._fits(self.row_marks, most):
                return self.row_marks, most
        row = column = 0
        for line in _ROW_BEGINS.split(text):
            follows = 0
            for attributes, closed, ended in _CELL.findall(line):
                place = _reference(attributes)
                follows = place[1] or follows + 1
                if not closed and not ended:
                    row, column = max(row, place[0] or self.row_marks), max(column, follows)
        return row, column

    def _refuse(self, rows: int, columns: int) -> None:
        limits = self.limits
        if rows > limits.rows or self.row_marks > limits.rows:
            raise bomb(f"行数超过 {limits.rows:,} 行")
        if columns > limits.columns:
            raise bomb(f"有内容的单元格排到了第 {columns:,} 列，最多读取 {limits.columns} 列")
        if rows * columns > limits.cells:
            raise bomb(f"有内容的区域是 {rows:,} 行 × {columns:,} 列，超过 {limits.cells:,} 个单元格")


def _beyond(column: int) -> re.Pattern[bytes]:
    """Finds the letters of cells to the right of a column: after the first rows there are none."""
    if not 1 <= column <= 26 * 26:
        return re.compile(rb'<c r="([A-Z]+)')
    first, last = divmod(column - 1, 26)
    letters = [b"[A-Z]{3,}"]
    if first == 0:
        letters += [b"[A-Z]{2}"] + ([b"[%c-Z]" % (last + 66)] if last < 25 else [])
    else:
        letters += [b"%c[%c-Z]" % (first + 64, last + 66)] if last < 25 else []
        letters += [b"[%c-Z][A-Z]" % (first + 65)] if first < 26 else []
    return re.compile(b'<c r="(' + b"|".join(letters) + b")[0-9]")


def _column(letters: bytes) -> int:
    """Column letters as a number from 1; more than three letters are beyond any sheet."""
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + letter - 64
    return number


def _reference(attributes: bytes) -> tuple[int, int]:
    """Row and column (from 1) of a cell; (0, 0) if it does not say, as it then follows its neighbour."""
    match = _REFERENCE.search(attributes)
    # A ">" inside quotes would hide the address behind it; no office program writes that.
    torn = attributes.count(b'"') % 2 or attributes.count(b"'") % 2
    if not match and not torn:
        return 0, 0
    place = _PLAIN_REFERENCE.match(match[1]) if match else None
    if not place or torn:
        raise Problem("sheets.corrupt", "工作簿里有写错的单元格地址", SAVE_AS)
    return int(place[2]), _column(place[1])


def _note_errors(text: bytes, blanks: Blanks) -> None:
    for attributes, value in _ERROR.findall(text):
        row, column = _reference(attributes)
        blanks.setdefault(row, {})[column - 1] = value.decode("utf-8", "replace") or "#VALUE!"


def _note_uncalculated(text: bytes, blanks: Blanks) -> None:
    for match in _UNCALCULATED.finditer(text):
        begin = max(text.rfind(b"<c ", 0, match.start()), text.rfind(b":c ", 0, match.start()))
        attributes = text[begin : text.find(b">", begin)]
        # An empty text is an honest result of a formula; an empty number is none at all.
        if begin >= 0 and not _TEXT_RESULT.search(attributes):
            row, column = _reference(attributes)
            blanks.setdefault(row, {})[column - 1] = NOT_CALCULATED


# Sheets of .ods


def _read_ods(pieces: Iterator[bytes], limits: Limits) -> None:
    """Refuse repeated rows or columns which hold something; empty repeats cost the parser nothing."""
    rest = b""
    for piece in pieces:
        text = rest + piece
        cut = max(text.rfind(b"<table:table-row"), text.rfind(b"<table:table "))
        if cut <= 0:
            cut = len(text) if len(text) > 8 * 1024 * 1024 else 0
        _refuse_repeats(text[:cut], limits)
        rest = text[cut:]
    _refuse_repeats(rest, limits)


_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.S)
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*?)(/?)>")


def _refuse_repeats(text: bytes, limits: Limits) -> None:
    for attributes, body in _ODS_ROW.findall(text):
        columns = 0
        filled = 0
        for cell, closed in _ODS_CELL.findall(body):
            columns += _repeated(_REPEATED_COLUMNS, cell)
            if not closed or b"office:value" in cell:
                filled = columns
        rows = _repeated(_REPEATED_ROWS, attributes)
        if filled > limits.columns:
            raise bomb(f"有内容的单元格排到了第 {filled:,} 列，最多读取 {limits.columns} 列")
        if filled and rows > 10_000:
            raise bomb(f"同一行重复了 {rows:,} 次")


def _repeated(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    match = pattern.search(attributes)
    return int(match[1][:9]) if match else 1

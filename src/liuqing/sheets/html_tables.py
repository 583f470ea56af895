"""Web pages that call themselves ".xls": many systems export a table that way.

Cells keep their text; merged cells (colspan, rowspan) keep their place. Runs in the child
process. Nested tables, used for layout, are read as part of the outer one.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from liuqing.errors import Problem
from liuqing.sheets.csv_text import encoding_of
from liuqing.sheets.guard import SAVE_AS, bomb
from liuqing.sheets.limits import Limits

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_BLANKS = re.compile(r"\s+")


def sheets(path: Path, limits: Limits) -> Iterator[tuple[str, list[list[str]]]]:
    """Each table of the page with a name and its rows."""
    reader = _Tables(limits)
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace") as file:
        while text := file.read(262_144):
            reader.feed(text)
    reader.close()
    tables = [table for table in reader.tables if table]
    if not tables:
        raise Problem("sheets.not_a_sheet", "这是网页，里面没有表格", SAVE_AS)
    for number, table in enumerate(tables, 1):
        yield f"表{number}", table


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        declared = _CHARSET.search(file.read(4096))
    name = declared[1].decode().lower() if declared else ""
    # "gb2312" in practice means GBK, and both are parts of GB18030.
    return "gb18030" if name in ("gb2312", "gbk", "gb18030") else encoding_of(path)


class _Tables(HTMLParser):
    def __init__(self, limits: Limits):
        super().__init__()
        self.limits = limits
        self.tables: list[list[list[str]]] = []
        self._depth = 0
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._below: dict[int, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
                self._below = {}
        elif tag == "tr" and self._depth:
            self._end_cell()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self._depth:
            self._end_cell()
            values = dict(attrs)
            self._span = (_number(values.get("rowspan")), _number(values.get("colspan")))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._depth:
            self._end_cell()
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._text is None:
            return
        if not self.tables[-1]:
            self.tables[-1].append([])
        row = self.tables[-1][-1]
        self._skip_covered(row)
        rows, columns = self._span
        if len(row) + columns > self.limits.columns or rows > self.limits.rows:
            raise bomb(f"表格超过 {self.limits.columns} 列")
        text = _BLANKS.sub(" ", "".join(self._text)).strip()
        for offset in range(columns):
            self._below[len(row) + offset] = rows - 1
        row.extend([text] + [""] * (columns - 1))
        self._text = None

    def _skip_covered(self, row: list[str]) -> None:
        """A cell that spans rows above pushes this row's cells to the right."""
        while self._below.get(len(row), 0) > 0:
            self._below[len(row)] -= 1
            row.append("")


def _number(text: str | None) -> int:
    return max(1, int(text[:6])) if text and text.isdigit() else 1

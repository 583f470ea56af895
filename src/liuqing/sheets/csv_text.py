"""CSV and other text tables: encoding, separator and values found by themselves, row by row.

Offices send UTF-8 with and without mark, GBK, GB18030 and UTF-16, separated by comma, semicolon
or tab, with identity numbers written as ``="5303…"`` so that Excel leaves them alone.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from liuqing.errors import Problem, Where
from liuqing.sheets.guard import bomb
from liuqing.sheets.limits import MIB, Limits

SEPARATORS = ",;\t|"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_PROTECTED = re.compile(r'^="(.*)"$', re.S)


def rows(path: Path, limits: Limits) -> Iterator[tuple[int, list[str | None]]]:
    """Row number (from 1, as Excel counts rows) and cells; a blank cell is None."""
    encoding = encoding_of(path)
    csv.field_size_limit(limits.cell_characters * 4)
    with path.open(encoding=encoding, newline="") as file:
        start = file.read(65_536)
        file.seek(0)
        reader = csv.reader(_lines(file), delimiter=separator_of(start))
        number = 0
        try:
            for cells in reader:
                number += 1
                _refuse_wide(number, cells, limits)
                yield number, [_value(cell) for cell in cells]
        except csv.Error:
            what = "这一行读不下去：可能少了一个引号，或者单元格太长"
            raise Problem("sheets.corrupt", what, "请检查这一行的引号。", Where(row=number + 1)) from None


def encoding_of(path: Path) -> str:
    """The file's encoding, proven by decoding it to the end."""
    with path.open("rb") as file:
        head = file.read(4096)
    marked = [encoding for mark, encoding in _MARKS if head.startswith(mark)]
    bare = [_bare_utf16(head)] if b"\0" in head else ["utf-8", "gb18030"]
    for candidate in marked or bare:
        if _decodes(path, candidate):
            return candidate
    raise Problem(
        "sheets.encoding", "文字编码认不出来（不是 UTF-8，也不是 GBK、GB18030）",
        "请用 Excel 或 WPS 打开，另存为 .xlsx，或“CSV UTF-8”后再上传。",
    )  # fmt: skip


def _bare_utf16(head: bytes) -> str:
    return "utf-16-be" if head[0::2].count(0) > head[1::2].count(0) else "utf-16-le"


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(MIB):
                decoder.decode(block)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def separator_of(start: str) -> str:
    """The separator that cuts the first lines into the same number of columns most often."""
    lines = start.splitlines()[:60]
    # The last line may be cut off in the middle.
    lines = lines[:-1] if len(lines) > 1 and len(start) >= 65_536 else lines
    return max(SEPARATORS, key=lambda mark: _regularity(lines, mark))


def _regularity(lines: list[str], mark: str) -> int:
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=mark) if len(cells) > 1)
    except csv.Error:
        return 0
    return max((width * times for width, times in widths.items()), default=0)


def _lines(file: TextIO) -> Iterator[str]:
    """Lines of bounded length, without the zero characters that some exports leave behind."""
    while line := file.readline(4 * MIB):
        if len(line) == 4 * MIB:
            raise bomb("有一行超过 400 万字")
        yield line.replace("\0", "") if "\0" in line else line


def _refuse_wide(number: int, cells: list[str], limits: Limits) -> None:
    if len(cells) > limits.columns:
        what = f"这一行有 {len(cells):,} 列，最多读取 {limits.columns} 列"
        raise Problem("sheets.bomb", what, "请只保留有用的列。", Where(row=number))


def _value(cell: str) -> str | None:
    match = _PROTECTED.match(cell) if cell.startswith("=") else None
    return (match[1] if match else cell) or None

"""The process that meets the stranger's file: ``python -m liuqing.sheets.child``.

It takes one request on standard input, limits its own memory and processor time, scans and
parses the workbook, and sends rows back in batches on standard output. Whatever the file does
to it, the parent lives: a parser that aborts, runs out of memory or loops ends here.

Messages out, each a length (4 bytes) and a pickle of plain values:
``("sheet", name, hidden, merges)`` · ``("rows", first_number, rows)`` · ``("end",)`` ·
``("problem", code, what, remedy)``.
"""

import contextlib
import datetime
import io
import json
import pickle
import struct
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from liuqing.errors import Problem
from liuqing.sheets.guard import SAVE_AS, encrypted
from liuqing.sheets.limits import Limits
from liuqing.sheets.scan import UNREADABLE, Blanks, scan

BATCH_CELLS = 40_000
"""Cells in one message: about half a megabyte, so that neither side ever holds much."""


def main() -> None:
    """Answer one request, then end."""
    request = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request["limits"])
    out = sys.stdout.buffer
    bind(limits)
    try:
        _answer(Path(request["path"]), request["kind"], request["mislabelled"], limits, out)
    except Problem as problem:
        _send(out, ("problem", problem.code, problem.what, problem.remedy))
    except MemoryError:
        _send(out, ("problem", *too_large_to_parse()))
    except BrokenPipeError:
        return
    except Exception as error:
        _send(out, ("problem", *_parser_fault(error)))


def too_large_to_parse() -> tuple[str, str, str]:
    """Code, what and remedy when the parser ran out of its memory."""
    what = "工作簿的内容太多，读取时超出了内存上限"
    return "sheets.too_large", what, "请按乡镇或年度拆成几个文件，并删去多余的工作表后分别上传。"


def bind(limits: Limits) -> None:
    """Limit the memory and processor time of this process, for good: also for whoever reads other files."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; there the guard's own counts must do
        return
    # The soft limit of time speaks (SIGXCPU), the hard one kills; the parent tells them apart.
    bounds = (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds, limits.seconds + 5),
        (resource.RLIMIT_CORE, 0, 0),
    )
    for what, soft, hard in bounds:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (soft, hard))


def _parser_fault(error: Exception) -> tuple[str, str, str]:
    name = type(error).__name__
    if name == "PasswordError" or "password" in str(error).lower():
        problem = encrypted()
        return problem.code, problem.what, problem.remedy
    return "sheets.corrupt", "工作簿已经损坏，或不是它的扩展名所说的格式", SAVE_AS


def _send(out: BinaryIO, message: tuple[Any, ...]) -> None:
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, 5)
    pickler.fast = True  # no memory of values already sent: three times faster, and bounded
    pickler.dump(message)
    data = buffer.getvalue()
    out.write(struct.pack("<I", len(data)))
    out.write(data)
    out.flush()


def _answer(path: Path, kind: str, mislabelled: bool, limits: Limits, out: BinaryIO) -> None:
    if kind == "html":
        from liuqing.sheets import html_tables

        for name, rows in html_tables.sheets(path, limits):
            _send(out, ("sheet", name, False, []))
            _send_rows(out, iter(rows), 0, {})
    else:
        blanks = scan(path, kind, limits) if kind in ("xlsx", "xlsb", "ods") else {}
        _parse(path, mislabelled, blanks, out)
    _send(out, ("end",))


def _parse(path: Path, mislabelled: bool, blanks: dict[str, Blanks], out: BinaryIO) -> None:
    import python_calamine

    source: Any = io.BytesIO(path.read_bytes()) if mislabelled else str(path)
    workbook = python_calamine.load_workbook(source)
    parts = sheet_parts(path) if blanks else {}
    visible = python_calamine.SheetVisibleEnum.Visible
    sheets = [one for one in workbook.sheets_metadata if one.typ == python_calamine.SheetTypeEnum.WorkSheet]
    for one in sheets:
        sheet = workbook.get_sheet_by_name(one.name)
        merges = [(a, b, c, d) for (a, b), (c, d) in (sheet.merged_cell_ranges or []) if a < 60]
        _send(out, ("sheet", one.name, one.visible != visible, merges))
        shift = sheet.start[1] if sheet.start else 0
        _send_rows(out, _surviving(sheet), shift, blanks.get(parts.get(one.name, ""), {}))


def _surviving(sheet: Any) -> Iterator[list[Any]]:
    """The rows; one that makes the parser panic comes as unreadable, and the next one as usual."""
    rows = iter(sheet.iter_rows())
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except BaseException as fault:
            if type(fault).__name__ != "PanicException":
                raise
            row = [UNREADABLE] * (sheet.end[1] - sheet.start[1] + 1)
        yield row


def _send_rows(out: BinaryIO, rows: Any, shift: int, blanks: Blanks) -> None:
    batch: list[list[Any]] = []
    first = number = 1
    cells = 0
    pad = [None] * shift
    for row in rows:
        plain = [None if cell == "" else cell for cell in row]
        if not _TIMES.isdisjoint(map(type, plain)):
            plain = [_without_time(cell) for cell in plain]
        plain = pad + plain if shift else plain
        if number in blanks:
            _fill(plain, blanks[number])
        batch.append(plain)
        number += 1
        cells += len(plain) + 1
        if cells > BATCH_CELLS:
            _send(out, ("rows", first, batch))
            batch, first, cells = [], number, 0
    # Rows below the last value hold nothing but errors or formulas: the parser does not give them.
    for late in sorted(one for one in blanks if one >= number):
        _send(out, ("rows", first, batch))
        batch, first = [_fill([], blanks[late])], late
    _send(out, ("rows", first, batch))


def _fill(row: list[Any], blanks: dict[int, str]) -> list[Any]:
    row.extend([None] * (max(blanks) + 1 - len(row)))
    for column, text in blanks.items():
        row[column] = text
    return row


_TIMES = {datetime.time, datetime.timedelta}


def _without_time(cell: Any) -> Any:
    """A time of day as text; a length of time as Excel stores it, in days."""
    if isinstance(cell, datetime.time):
        return cell.isoformat()
    return cell / datetime.timedelta(days=1) if isinstance(cell, datetime.timedelta) else cell


def sheet_parts(path: Path) -> dict[str, str]:
    """Which part holds which sheet of an .xlsx: name of the sheet → part, in lower case."""
    import zipfile
    from xml.etree import ElementTree

    with zipfile.ZipFile(path) as package:
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))  # noqa: S314
        links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {one.get("Id", ""): _part(one.get("Target", "")) for one in links}
    parts = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            ids = [value for key, value in sheet.attrib.items() if key.endswith("}id")]
            parts[sheet.get("name", "")] = targets.get(ids[0] if ids else "", "")
    return parts


def _part(target: str) -> str:
    path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return str(PurePosixPath(path)).lower()


if __name__ == "__main__":
    main()

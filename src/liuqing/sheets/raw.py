"""Raw rows of any file, in order, with bounded memory: the parent's side of the child process.

A row here is what stands in the file, title and notes included; ``read`` finds the tables in it.
"""

import contextlib
import json
import os
import pickle
import signal
import struct
import subprocess
import sys
from collections.abc import Generator, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import liuqing
from liuqing.errors import Problem, Where
from liuqing.sheets import csv_text
from liuqing.sheets.child import too_large_to_parse
from liuqing.sheets.guard import KINDS, SAVE_AS, Checked, check
from liuqing.sheets.limits import Limits

Cell = None | str | bool | int | float | date | datetime
"""What a cell may hold. Errors (#N/A) and formulas never calculated are texts beginning with #."""

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged cell, all from 0."""


@dataclass(frozen=True)
class Row:
    """One row: its number as Excel shows it (from 1), and its cells from column A."""

    number: int
    cells: list[Cell]


@dataclass
class Sheet:
    """One sheet: its name, whether it is hidden, the merged cells near its top, its rows."""

    name: str
    rows: Iterator[Row]
    hidden: bool = False
    merges: list[Merge] = field(default_factory=list)


def sheets(
    path: Path, *, limits: Limits | None = None, name: str = ""
) -> tuple[Checked, Generator[Sheet, None, None]]:
    """Check the file and give its sheets; each sheet's rows must be taken before the next sheet."""
    limits = limits or Limits()
    checked = check(path, limits=limits, name=name)
    found = _text_sheets(checked, limits) if checked.kind == "csv" else _packed_sheets(checked, limits)
    return checked, _placed(found, checked.name)


def _placed(found: Iterator[Sheet], name: str) -> Generator[Sheet, None, None]:
    """Every problem on the way names the file as its sender knows it, and the sheet."""
    with _naming(name):
        for sheet in found:
            sheet.rows = _placed_rows(sheet.rows, name, sheet.name)
            yield sheet


def _placed_rows(rows: Iterator[Row], name: str, sheet: str) -> Generator[Row, None, None]:
    with _naming(name, sheet):
        yield from rows


@contextlib.contextmanager
def _naming(name: str, sheet: str = "") -> Iterator[None]:
    try:
        yield
    except Problem as problem:
        found = problem.where
        where = Where(found.file or name, found.sheet or sheet, found.row, found.column)
        raise Problem(problem.code, problem.what, problem.remedy, where) from None


def _text_sheets(checked: Checked, limits: Limits) -> Iterator[Sheet]:
    rows = (Row(number, list(cells)) for number, cells in csv_text.rows(checked.path, limits))
    yield Sheet(Path(checked.name).stem, rows)


# The child process


def _packed_sheets(checked: Checked, limits: Limits) -> Iterator[Sheet]:
    process = _start(checked, limits)
    try:
        yield from _Stream(process, limits).sheets()
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


def _start(checked: Checked, limits: Limits) -> subprocess.Popen[bytes]:
    """Start the child; only our own package and the parser are on its path, not the current folder."""
    root = str(Path(liuqing.__file__).parent.parent)
    env = {**os.environ, "PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1", "RUST_BACKTRACE": "0"}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "liuqing.sheets.child"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env,
    )  # fmt: skip
    suffix = checked.path.suffix.lower()
    request = {
        "path": str(checked.path.resolve()),
        "kind": checked.kind,
        "mislabelled": suffix == ".et" or KINDS.get(suffix) != checked.kind,
        "limits": asdict(limits),
    }
    if process.stdin is None:
        raise OSError("no pipe to the reading process")
    process.stdin.write(json.dumps(request).encode() + b"\n")
    process.stdin.close()
    return process


class _Stream:
    """The messages of one child, as sheets whose rows come while the child works."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits):
        self._process = process
        self._limits = limits
        self._pending: tuple[Any, ...] | None = None

    def sheets(self) -> Iterator[Sheet]:
        """The sheets in order; what the caller left of one is skipped."""
        while (message := self._next()) is not None:
            if message[0] == "sheet":
                yield Sheet(message[1], self._rows(), message[2], message[3])

    def _rows(self) -> Iterator[Row]:
        while (message := self._next()) is not None:
            if message[0] != "rows":
                self._pending = message
                return
            for number, cells in enumerate(message[2], message[1]):
                yield Row(number, cells)

    def _next(self) -> tuple[Any, ...] | None:
        message = self._pending or self._receive()
        self._pending = None
        if message[0] == "problem":
            raise Problem(*message[1:4])
        if message[0] == "end":
            self._pending = message
            return None
        return message

    def _receive(self) -> tuple[Any, ...]:
        pipe = self._process.stdout
        head = pipe.read(4) if pipe else b""
        if pipe is None or len(head) < 4:
            raise self._death()
        size = struct.unpack("<I", head)[0]
        return _PlainUnpickler.load_plain(pipe, size)

    def _death(self) -> Problem:
        """Why the child ended without a word: out of memory, out of time, or the parser broke."""
        code = self._process.wait()
        if code == -getattr(signal, "SIGXCPU", 24) or code == -signal.SIGTERM:
            what = f"读取用了超过 {self._limits.seconds} 秒，已停止"
            return Problem("sheets.too_slow", what, "请拆成几个文件后分别上传。")
        if code in (-6, -9, -11):
            return Problem(*too_large_to_parse())
        return Problem("sheets.corrupt", "工作簿读到一半出错，可能已经损坏", SAVE_AS)


class _PlainUnpickler(pickle.Unpickler):
    """Takes values and days, nothing that could run: the child has met a stranger's file."""

    def find_class(self, module: str, name: str) -> Any:
        """Only the day and the moment have a name in our messages."""
        if (module, name) == ("datetime", "date"):
            return date
        if (module, name) == ("datetime", "datetime"):
            return datetime
        raise pickle.UnpicklingError("not a plain value")

    @classmethod
    def load_plain(cls, pipe: IO[bytes], size: int) -> tuple[Any, ...]:
        """One message of ``size`` bytes from the pipe."""
        import io

        message: tuple[Any, ...] = cls(io.BytesIO(pipe.read(size))).load()
        return message

"""The columns that are asked for, as text, from any workbook or text table; every row with its number.

Two roads to the same answer: a regular text table is read by Arrow, columns at a time; whatever is not
regular (titles above, ragged rows, workbooks) goes row by row through ``sheets``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from liuqing.errors import Problem, Where
from liuqing.sheets import cells, csv_text, headings, notes, raw
from liuqing.sheets.guard import check
from liuqing.sheets.headings import clean_heading, normal_heading
from liuqing.sheets.limits import Limits
from liuqing.sheets.raw import Cell, Row, Sheet

REMEDY = "请照表里的列名写。"


@dataclass(frozen=True)
class Columns:
    """What stands below the headings: by what it was asked for as, its heading and its text in each row.

    ``numbers``: the rows as Excel counts them. ``note``: sums and remarks among them (合计, 填表人：).
    """

    file: str
    sheet: str
    heading: Mapping[str, str]
    numbers: npt.NDArray[np.int64]
    texts: Mapping[str, Any]
    note: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Head:
    """Where the headings stand: ``at`` is the column of each thing that is asked for."""

    row: int
    depth: int
    texts: list[str]
    at: dict[str, int]


def read(path: Path, asked: Mapping[str, str], *, name: str = "") -> Columns:
    """The columns of the first sheet that has them all; ``asked``: what each is for, and its heading.

    Problems ``sheets.*`` of a file that cannot be read, ``measure.no_column`` with every heading that is
    not there and those that are, ``measure.same_column`` where two columns bear the name.
    """
    checked = check(path, name=name)
    fast = _regular(checked.path, checked.name, asked) if checked.kind == "csv" else None
    return fast or _any(path, checked.name, asked)


# Row by row


def _any(path: Path, name: str, asked: Mapping[str, str]) -> Columns:
    _checked, sheets = raw.sheets(path, name=name)
    seen: list[str] = []
    best: Problem | None = None
    try:
        for sheet in sheets:
            rows = (row for row in sheet.rows if _filled(row))
            top = list(islice(rows, headings.LOOK))
            try:
                head = _head(top, sheet, asked, name)
            except Problem as problem:
                # The sheet that comes nearest tells what is missing.
                if best is None or len(_widest(top)) > len(seen):
                    best, seen = problem, _widest(top)
                continue
            return _collected(chain(top, rows), sheet, head, name)
    finally:
        sheets.close()
    raise best or Problem("sheets.empty", "表里没有内容", "请确认导出完整。", Where(name))


def _head(top: list[Row], sheet: Sheet, asked: Mapping[str, str], name: str) -> Head:
    """The row with most of what is asked for; Problem unless it has everything."""
    wanted = {normal_heading(text) for text in asked.values()}
    singles = [(row, [clean_heading(cell) for cell in row.cells]) for row in top]
    known = [(len({normal_heading(text) for text in texts} & wanted), row, texts) for row, texts in singles]
    found, row, texts = max(known, key=lambda one: (one[0], -one[1].number), default=(0, Row(1, []), []))
    if found < len(wanted):
        double = headings.find(top, sheet.merges, lambda text: normal_heading(text) in wanted)
        if double and double.known > found:
            return Head(
                double.row, double.depth, double.texts, _at(double.texts, asked, Where(name, sheet.name))
            )
    return Head(row.number, 1, texts, _at(texts if found else _widest(top), asked, Where(name, sheet.name)))


def _widest(top: list[Row]) -> list[str]:
    """The row that looks most like headings: the first with most texts."""
    rows = [[clean_heading(cell) for cell in row.cells if isinstance(cell, str)] for row in top]
    return max(rows, key=len, default=[])


def _at(texts: Sequence[str], asked: Mapping[str, str], where: Where) -> dict[str, int]:
    """The column of everything that is asked for; all that is wrong at once."""
    found = {key: _places(texts, name) for key, name in asked.items()}
    missing = [asked[key] for key, places in found.items() if not places]
    if missing:
        there = "、".join(f"「{text}」" for text in texts if text) or "（没有列名）"
        what = f"没有这样的列：{'、'.join(f'「{name}」' for name in dict.fromkeys(missing))}"
        raise Problem("measure.no_column", what, f"{REMEDY}表里的列有：{there}。", where)
    twice = [asked[key] for key, places in found.items() if len(places) > 1]
    if twice:
        what = f"不止一列叫：{'、'.join(f'「{name}」' for name in dict.fromkeys(twice))}"
        raise Problem("measure.same_column", what, "请先改成不同的列名。", where)
    return {key: places[0] for key, places in found.items()}


def _places(texts: Sequence[str], name: str) -> list[int]:
    exact = [at for at, text in enumerate(texts) if text and text == clean_heading(name)]
    wanted = normal_heading(name)
    return exact or [at for at, text in enumerate(texts) if text and normal_heading(text) == wanted]


def _collected(rows: Iterator[Row], sheet: Sheet, head: Head, name: str) -> Columns:
    """Every filled row below the headings, the wanted cells as text."""
    width = sum(1 for text in head.texts if text)
    numbers: list[int] = []
    note: list[bool] = []
    texts: dict[str, list[str | None]] = {key: [] for key in head.at}
    first = True
    for row in rows:
        if row.number < head.row + head.depth or (first and headings.keys_of(row)):
            continue
        first = False
        numbers.append(row.number)
        note.append(notes.is_note(row, width))
        for key, at in head.at.items():
            texts[key].append(_text(row.cells[at] if at < len(row.cells) else None))
    return Columns(
        name, sheet.name, {key: head.texts[at] for key, at in head.at.items()},
        np.array(numbers, np.int64), {key: pa.array(told, pa.string()) for key, told in texts.items()},
        np.array(note, np.bool_),
    )  # fmt: skip


def _text(cell: Cell) -> str | None:
    """The cell as written; a formula's error keeps its own text, and is a fault later."""
    if isinstance(cell, str) or cell is None:
        return cell or None
    return cells.as_text(cell)


def _filled(row: Row) -> bool:
    return any(cell is not None and cell != "" for cell in row.cells)


# Columns at a time


def _regular(path: Path, name: str, asked: Mapping[str, str]) -> Columns | None:
    """The same of a text table that begins with its headings and has equally long rows; else None."""
    top = [Row(n, list(told)) for n, told in islice(csv_text.rows(path, Limits()), headings.LOOK)]
    if not top or not _filled(top[0]) or any("\n" in str(cell) for cell in top[0].cells):
        return None
    try:
        head = _head(top, Sheet(Path(name).stem, iter(())), asked, name)
    except Problem:
        return None
    if (head.row, head.depth) != (1, 1):
        return None
    table = _arrow(path, len(top[0].cells))
    return None if table is None else _taken(table, head, name)


def _arrow(path: Path, width: int) -> Any:
    with path.open("rb") as file:
        start = file.read(65_536)
    encoding = csv_text.encoding_of(path)
    if b"\0" in start or encoding.startswith("utf-16"):
        return None
    names = [str(number) for number in range(width)]
    separator = csv_text.separator_of(start.decode(encoding, "ignore"))
    try:
        return csv.read_csv(
            path,
            read_options=csv.ReadOptions(column_names=names, skip_rows=1, encoding=encoding),
            parse_options=csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid:
        return None


def _taken(table: Any, head: Head, name: str) -> Columns:
    first = _plain(table.column(0))
    if first.null_count:
        # A row is blank only if all of it is.
        first = pc.coalesce(first, *(_plain(column) for column in table.columns[1:]))
    filled = first.is_valid()
    rows = np.flatnonzero(filled.to_numpy(zero_copy_only=False))
    wanted = {key: _plain(table.column(at)) for key, at in head.at.items()}
    if len(rows) < len(first):
        wanted = {key: column.filter(filled) for key, column in wanted.items()}
    return Columns(
        name, Path(name).stem, {key: head.texts[at] for key, at in head.at.items()},
        rows + 2, wanted, _notes(table, first, head)[rows],
    )  # fmt: skip


def _plain(column: Any) -> Any:
    """Without Excel's protection ``="…"``; nothing but blanks is nothing."""
    flat = column.combine_chunks()
    guarded = pc.starts_with(flat, '="')
    if pc.any(guarded).as_py():
        flat = pc.if_else(guarded, pc.replace_substring_regex(flat, '^="(.*)"$', r"\1"), flat)
    return pc.if_else(pc.equal(flat, ""), pa.scalar(None, pa.string()), flat)


def _notes(table: Any, first: Any, head: Head) -> npt.NDArray[np.bool_]:
    """Which rows are sums and remarks: asked in full only where the first text begins like one."""
    found = np.zeros(len(first), np.bool_)
    # Sums and remarks begin with a Chinese word; most first columns are numbers.
    written = first.filter(pc.fill_null(pc.match_substring_regex(first, "^[^ -~]"), False)).unique()
    likely = pa.array([text for text in written.to_pylist() if notes.is_note(Row(1, [text]), 1)], pa.string())
    width = sum(1 for text in head.texts if text)
    for at in np.flatnonzero(pc.is_in(first, value_set=likely).to_numpy(zero_copy_only=False)):
        row = table.slice(int(at), 1)
        found[at] = notes.is_note(Row(1, [_plain(column)[0].as_py() for column in row.columns]), width)
    return found

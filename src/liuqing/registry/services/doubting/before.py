"""The list beside the last one of its kind: rows that stayed behind, and far fewer or more rows."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from liuqing.policy.doubts import EVENTS, GROWING, Lines
from liuqing.registry import problems
from liuqing.registry.imports import period
from liuqing.registry.imports.recognise import known
from liuqing.registry.imports.rows import RowReader
from liuqing.registry.models import SourceFile
from liuqing.registry.problems import Doubt
from liuqing.registry.services import files
from liuqing.registry.services.doubting.tally import TAKEN, Tally
from liuqing.sheets.raw import Cell
from liuqing.sheets.read import read_tables

_MONTH = re.compile(r"20\d\d\s*[年.\-_/]?\s*(?:0[1-9]|1[0-2]|[1-9])\s*(?:月|(?!\d))")
_MONTHS = re.compile(r"[-—–~～至到]+\s*\d{1,2}\s*月")
"""A list of several months holds the earlier ones by right."""


def compared(tally: Tally, lines: Lines, file: SourceFile) -> Iterator[Doubt]:
    """What looks wrong beside the list of the same kind that was read last."""
    last = _last(tally.kind.key, file)
    if last is None or last.on is None:
        return
    yield from _leftovers(tally, lines, last, last.on)
    yield from _size(tally, lines, last, last.on)


def _last(kind: str, file: SourceFile) -> SourceFile | None:
    loaded = SourceFile.objects.filter(state__in=TAKEN, kind__contains=kind, on__isnull=False)
    found = [one for one in loaded.exclude(pk=file.pk) if kind in one.kind.split("+")]
    return max(found, key=lambda one: (one.on or date.min, one.pk), default=None)


def _size(tally: Tally, lines: Lines, last: SourceFile, day: date) -> Iterator[Doubt]:
    """Only lists of the same towns are compared, and none of what happened in a period."""
    kept = (sheet.get("told", {}).get(tally.kind.key) for sheet in last.mapping.values())
    before = next((one for one in kept if one), None)
    if before is None or tally.kind.key in EVENTS or before["towns"] != tally.towns:
        return
    rows, had = tally.rows, int(before["rows"])
    far = rows < lines.share("少于上次") * had or had < lines.share("多于上次") * rows
    if far and abs(rows - had) >= lines.rows["相差"]:
        yield problems.other_size(rows, had, day)


def _leftovers(tally: Tally, lines: Lines, last: SourceFile, day: date) -> Iterator[Doubt]:
    """Rows that are those of an earlier month, in a list that says that it is of another one."""
    growing, event = GROWING.get(tally.kind.key, ()), tally.kind.key in EVENTS
    month = _month(tally)
    if month is None or month <= day or not (growing or event):
        return
    had = _rows_of(last, tally, growing)
    both = same = moved = 0
    for reader, _, cells in tally.sample:
        number, whole, grown = _told(reader, cells, growing)
        before = had.get(number) if number else None
        if before is None:
            continue
        both += 1
        same += whole in before[0]
        moved += grown not in before[1]
    yield from _judged(tally, lines, (both, same, moved), day, event=event)


def _judged(
    tally: Tally, lines: Lines, counts: tuple[int, int, int], day: date, *, event: bool
) -> Iterator[Doubt]:
    both, same, moved = counts
    of = len(tally.sample) if event else both
    if not lines.reaches("上期原样", same, of):
        return
    everything = same == len(tally.sample) and tally.rows >= lines.rows["整份原样"]
    if event or everything or lines.reaches("有变动", moved, both):
        scale = tally.rows / len(tally.sample)
        yield problems.leftovers(round(same * scale), round(of * scale), day)


def _month(tally: Tally) -> date | None:
    """The end of the month of which the list says it is; None where it names none, or several."""
    for text in (*tally.texts, tally.name):
        if _MONTH.search(text) and not _MONTHS.search(text):
            return period.day_in(text)
    return None


def _rows_of(
    last: SourceFile, tally: Tally, growing: tuple[str, ...]
) -> dict[int, tuple[set[int], set[int]]]:
    """The last list again, from the inbox; empty if it lies there no more."""
    found: dict[int, tuple[set[int], set[int]]] = {}
    if not files.stored(last).exists():
        return found
    with files.opened(last) as path:
        for number, whole, grown in _read(path, last, tally, growing):
            whole_rows, grown_facts = found.setdefault(number, (set(), set()))
            whole_rows.add(whole)
            grown_facts.add(grown)
    return found


def _read(
    path: Path, last: SourceFile, tally: Tally, growing: tuple[str, ...]
) -> Iterator[tuple[int, int, int]]:
    headings = {heading for sheet in last.mapping.values() for heading in sheet.get("columns", {})}
    is_known = known()
    with read_tables(path, known=lambda text: text in headings or is_known(text), name=last.name) as tables:
        for table in tables:
            said = last.mapping.get(table.sheet, {})
            if said.get("kind") != tally.kind.key:
                continue
            reader = RowReader(tally.kind, table.headings, said["columns"], table.sheet)
            for row in table.rows:
                number, whole, grown = _told(reader, row.cells, growing)
                if number:
                    yield number, whole, grown


def _told(reader: RowReader, cells: list[Cell], growing: tuple[str, ...]) -> tuple[int | None, int, int]:
    """A row's number, all that it says, and what of it grows: as hashes, however the columns lie."""
    values = reader.read(0, cells).values
    number = values.get("id_text")
    whole = hash(tuple(sorted((name, str(value)) for name, value in values.items())))
    return (
        hash(number) if number else None,
        whole,
        hash(tuple(str(values.get(name)) for name in growing)),
    )

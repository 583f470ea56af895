"""From the lines of PDF pages to the text of a document: heads dropped, tables apart, lines measured by their page."""

import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from liuqing.plans.reading.extract import Extract, Rows
from liuqing.plans.reading.kinds import corrupt
from liuqing.plans.reading.pdf_grid import Piece, grids
from liuqing.plans.reading.pdf_margins import repeated
from liuqing.plans.structure import cleaning
from liuqing.plans.structure.lines import Line, width_of
from liuqing.plans.text import Cell, Notice

LEAST_TEXT = 8
"""Characters: a page with less is a picture with, at most, a page number."""
_ROW = 3
"""Pieces: a line with as many at the top of every page is the head of a table, not of the page."""


@dataclass(frozen=True)
class PageLine:
    """A line of a page: its text, how far it reaches from left to right, in points."""

    text: str
    left: float
    right: float
    page_width: int = 0
    pieces: tuple[Piece, ...] = ()
    """Its text where wide gaps part it: cells, if it is a row of a table."""


@dataclass(frozen=True)
class _Measures:
    """Where lines begin and end on pages of one width, and half a character, all in points."""

    base: float
    pitch: float
    edge: float

    def place(self, line: PageLine) -> tuple[int, bool]:
        """How far a line is set in, in half characters, and whether it reaches the edge."""
        indent = max(0, round((line.left - self.base) / self.pitch))
        return indent, line.right >= self.edge - 2.6 * self.pitch


def extract(pages: list[list[PageLine]]) -> Extract:
    """The text of these pages; raises ``plan.corrupt`` if there is none."""
    if not pages:
        raise corrupt()
    empty = [
        at for at, page in enumerate(pages, 1) if sum(len(line.text.strip()) for line in page) < LEAST_TEXT
    ]
    found = Extract(notices=list(_without_text(empty, len(pages))))
    gone = repeated([[line.text for line in page] for page in pages])
    measures = _measures(pages)
    number = 0
    for at, page in enumerate(pages):
        kept = [n for n in range(len(page)) if (at, n) not in gone]
        taken = _take_tables(found, page, kept, number)
        for n in (n for n in kept if n not in taken):
            indent, reaches = measures[page[n].page_width].place(page[n])
            found.lines.append(
                Line(number + n + 1, page[n].text, page=at + 1, indent=indent, reaches=reaches)
            )
        number += len(page)
    if found.tables:
        what = f"按位置还原了 {len(found.tables)} 张表格，列的对应请看一眼"
        found.notices.append(Notice("plan.pdf_tables", what, found.tables[0][0][0].line))
    return found


def _take_tables(found: Extract, page: list[PageLine], kept: list[int], above: int) -> set[int]:
    """Put the tables of a page into the extract; the lines they stand in. ``above`` are the lines of pages before."""
    used = set(kept) | {n for n, line in enumerate(page) if len(line.pieces) >= _ROW}
    pieces = [replace(piece, line=n) for n in sorted(used) for piece in page[n].pieces]
    taken: set[int] = set()
    for grid in grids(pieces):
        rows = tuple(tuple(Cell(cleaning.mend(text), above + n + 1) for text, n in row) for row in grid.rows)
        is_first = not any(n < min(grid.lines) for n in kept if n not in taken)
        if is_first and found.tables and _goes_on(found, rows):
            found.tables[-1] = found.tables[-1] + rows[1:]
        else:
            found.tables.append(rows)
        taken |= grid.lines
    return taken


def _goes_on(found: Extract, rows: Rows) -> bool:
    """Does the table of the page before go on here under the same head, with no line of text between?"""
    last = found.tables[-1]
    same = [cell.text for cell in last[0]] == [cell.text for cell in rows[0]]
    return same and not any(line.number > last[-1][0].line for line in found.lines[-1:])


def _measures(pages: list[list[PageLine]]) -> dict[int, _Measures]:
    """For each width of page where most lines begin and end, and how wide half a character is."""
    by_width: dict[int, list[PageLine]] = {}
    for line in (line for page in pages for line in page):
        by_width.setdefault(line.page_width, []).append(line)
    return {width: _measured(lines) for width, lines in by_width.items()}


def _measured(lines: list[PageLine]) -> _Measures:
    running = [line for line in lines if width_of(line.text) >= 20 and "  " not in line.text.strip()]
    if not running:
        return _Measures(0.0, 6.0, 1e9)
    pitch = statistics.median((line.right - line.left) / width_of(line.text) for line in running) or 6.0
    base = statistics.mode(round(line.left / 2) * 2 for line in running)
    # Full lines end at one place; tables and pictures may reach further out.
    common = Counter(round(line.right / 4) * 4 for line in running).most_common(1)[0]
    rights = sorted(line.right for line in running)
    edge = common[0] if common[1] >= max(3, len(running) // 5) else rights[int(len(rights) * 0.9)]
    return _Measures(float(base), pitch, float(edge))


def _without_text(empty: list[int], pages: int) -> Iterator[Notice]:
    if not empty:
        return
    remedy = "请先用文字识别（OCR）转成文字再检查"
    if len(empty) == pages:
        yield Notice(
            "plan.scanned", f"这份 PDF 的 {pages} 页都是图片（扫描件），没有文字可以核对。{remedy}。"
        )
    else:
        yield Notice(
            "plan.pages_without_text", f"第 {_ranges(empty)} 页没有文字（图片或空白页），没有核对。{remedy}。"
        )


def _ranges(numbers: list[int]) -> str:
    """ "3、7—9": page numbers in as few words as possible."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return "、".join(str(a) if a == b else f"{a}—{b}" for a, b in spans)

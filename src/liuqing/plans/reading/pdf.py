"""PDF with text: the lines of each page with their place on it, without what is repeated on every page.

A page without text is a picture; which pages those are is said, for nobody can check them.
"""

import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium_c

from liuqing.plans import cleaning
from liuqing.plans.lines import Line, width_of
from liuqing.plans.reading.extract import Extract
from liuqing.plans.reading.kinds import bomb, corrupt, encrypted
from liuqing.plans.reading.pdf_grid import Piece, grids
from liuqing.plans.reading.pdf_margins import repeated
from liuqing.plans.text import Cell, Notice

MOST_PAGES = 2_000
LEAST_TEXT = 8
"""Characters: a page with less is a picture with, at most, a page number."""
_LEAST_GAP = 0.6
"""In characters: a wider blank may part two cells, if others stand below it."""
_GAP = 1.0
"""In character widths: blanks wider than this part the cells of a table."""


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


def read(path: Path) -> Extract:
    """The text of a PDF, page after page; lines are counted through all pages."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise (encrypted() if "password" in str(error).lower() else corrupt()) from None
    try:
        if len(document) > MOST_PAGES:
            raise bomb(f"有 {len(document):,} 页")
        return _extract([_page(document, number) for number in range(len(document))])
    finally:
        document.close()


def _extract(pages: list[list[PageLine]]) -> Extract:
    if not pages:
        raise corrupt()
    empty = [
        at for at, page in enumerate(pages, 1) if sum(len(line.text.strip()) for line in page) < LEAST_TEXT
    ]
    extract = Extract(notices=list(_without_text(empty, len(pages))))
    gone = repeated([[line.text for line in page] for page in pages])
    measures = _measures(pages)
    number = 0
    for page_number, page in enumerate(pages, 1):
        taken = _take_tables(extract, page, number, {at for where, at in gone if where == page_number - 1})
        for at, line in enumerate(page):
            number += 1
            if (page_number - 1, at) in gone or at in taken:
                continue
            indent, reaches = measures[line.page_width].place(line)
            extract.lines.append(Line(number, line.text, page=page_number, indent=indent, reaches=reaches))
    if extract.tables:
        what = f"按位置还原了 {len(extract.tables)} 张表格，列的对应请看一眼"
        extract.notices.append(Notice("plan.pdf_tables", what, extract.tables[0][0][0].line))
    return extract


def _take_tables(extract: Extract, page: list[PageLine], above: int, gone: set[int]) -> set[int]:
    """Put the tables of a page into the extract; the lines they stand in. ``above`` are the lines of pages before."""
    pieces = [
        replace(piece, line=at) for at, line in enumerate(page) if at not in gone for piece in line.pieces
    ]
    taken: set[int] = set()
    for grid in grids(pieces):
        rows = [[Cell(cleaning.mend(text), above + at + 1) for text, at in row] for row in grid.rows]
        extract.tables.append(tuple(tuple(row) for row in rows))
        taken |= grid.lines
    return taken


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


def _page(document: Any, number: int) -> list[PageLine]:
    """The lines of one page; an unreadable page is one without text."""
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []
    try:
        width = round(page.get_width())
        return [replace(line, page_width=width) for line in _lines(text_page)]
    finally:
        text_page.close()
        page.close()


def _lines(text_page: Any) -> Iterator[PageLine]:
    """The lines as PDFium reads them, each with the places of its first and last character."""
    count = text_page.count_chars()
    text = text_page.get_text_range()
    if len(text) != count:
        # In scripts with clusters the text as a whole has other places than its characters.
        text = "".join(_character(text_page, at) for at in range(count))
    at = 0
    for line in text.split("\n"):
        bare = line.rstrip("\r")
        if bare.strip():
            yield _placed(text_page, bare, at, count)
        at += len(line) + 1


def _character(text_page: Any, at: int) -> str:
    code = pdfium_c.FPDFText_GetUnicode(text_page, at)
    # Halves of a pair and marks for "unknown" are one place each, and must stay one.
    return (
        chr(code)
        if 0 < code < 0xD800 or (0xE000 <= code < 0x110000 and code not in (0xFFFE, 0xFFFF))
        else "\ufffd"
        if code
        else " "
    )


def _placed(text_page: Any, text: str, at: int, count: int) -> PageLine:
    first = at + len(text) - len(text.lstrip())
    last = at + len(text.rstrip()) - 1
    if last >= count:
        return PageLine(text, 0.0, 0.0)
    left, right = _box(text_page, first)[0], _box(text_page, last)[2]
    ends = [(first, last), *_gaps(text_page, text, at)]
    return PageLine(_doubled(text, at, ends[1:]), left, right, pieces=_pieces(text_page, text, at, ends))


def _gaps(text_page: Any, text: str, at: int) -> list[tuple[int, float]]:
    """The blanks that part pieces: place and width in characters, where it is more than half of one."""
    if " " not in text.strip():
        return []
    found = []
    for place in range(len(text) - len(text.lstrip()) + 1, len(text.rstrip()) - 1):
        if text[place] == " " and text[place - 1] != " " and text[place + 1] != " ":
            before, behind = _box(text_page, at + place - 1), _box(text_page, at + place + 1)
            wide = (behind[0] - before[2]) / _size(text_page, at + place + 1, text[place + 1])
            if wide > _LEAST_GAP:
                found.append((at + place, wide))
    return found


def _size(text_page: Any, at: int, mark: str) -> float:
    """How wide a full character of the same print is, in points."""
    left, _, right, _ = text_page.get_charbox(at, loose=True)
    return float(max(2 * (right - left) / width_of(mark), 1.0))


def _doubled(text: str, at: int, gaps: list[tuple[int, float]]) -> str:
    """Wide blanks doubled, for they part the cells of a table."""
    for place, wide in reversed(gaps):
        if wide > _GAP:
            text = f"{text[: place - at]} {text[place - at :]}"
    return text


def _pieces(text_page: Any, text: str, at: int, ends: list[Any]) -> tuple[Piece, ...]:
    (first, last), *gaps = ends
    starts = [first, *(place + 1 for place, _ in gaps)]
    stops = [*(place - 1 for place, _ in gaps), last]
    pieces = []
    for start, stop in zip(starts, stops, strict=True):
        left, bottom, _, top = _box(text_page, start)
        right = _box(text_page, stop)[2]
        pieces.append(Piece(text[start - at : stop - at + 1], left, right, (bottom + top) / 2))
    return tuple(pieces)


def _box(text_page: Any, at: int) -> tuple[float, float, float, float]:
    left, bottom, right, top = text_page.get_charbox(at)
    return left, bottom, right, top


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

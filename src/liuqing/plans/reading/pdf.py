"""PDF with text: the lines of each page with their place on it, without what is repeated on every page.

A page without text is a picture; which pages those are is said, for nobody can check them.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium_c

from liuqing.plans.reading.extract import Extract
from liuqing.plans.reading.kinds import bomb, corrupt, encrypted
from liuqing.plans.reading.pdf_grid import Piece
from liuqing.plans.reading.pdf_text import PageLine, extract
from liuqing.plans.structure.lines import width_of

MOST_PAGES = 2_000

_LEAST_GAP = 0.6
"""In characters: a wider blank may part two cells, if others stand below it."""
_GAP = 1.0
"""In character widths: blanks wider than this part the cells of a table."""


def read(path: Path) -> Extract:
    """The text of a PDF, page after page; lines are counted through all pages."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise (encrypted() if "password" in str(error).lower() else corrupt()) from None
    try:
        if len(document) > MOST_PAGES:
            raise bomb(f"有 {len(document):,} 页")
        return extract([_page(document, number) for number in range(len(document))])
    finally:
        document.close()


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

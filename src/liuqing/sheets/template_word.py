"""A Word document as template (.docx): cells of its tables, lines to write on, and marks.

A mark ``{{ 户主姓名 }}`` is looked up as a name and nothing else: nothing in it is run. The type of
the text that was there is kept. Marks of figures (``template_marks``) are told apart by who opens it.
"""

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from liuqing.errors import Problem, Where
from liuqing.sheets import guard, scan
from liuqing.sheets.headings import clean_heading
from liuqing.sheets.raw import Merge
from liuqing.sheets.template_grid import Grid
from liuqing.sheets.template_marks import Marks, parts
from liuqing.sheets.templates import LIMITS, LINE, MARK, Blank, Found, Known, Ledger, Value, shown

_BORDERS = (
    f"<w:tblBorders {nsdecls('w')}>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)
ROWS = 500
"""Rows of one table at most: Word forms are short."""


class WordTemplate:
    """A template that is open. Raises Problems ``templates.*`` and ``sheets.*``."""

    def __init__(
        self, path: Path, known: Known, *, name: str = "", figures: Callable[[str], bool] | None = None
    ) -> None:
        name = name or path.name
        _check(path, name)
        try:
            self._document = Document(str(path))
        except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile):
            raise _broken(name) from None
        self.found = Found()
        self._cells: list[Any] = []
        self._paragraphs: list[Paragraph] = []
        self._lines: list[list[Any]] = []
        self._of_figures = figures or (lambda _: False)
        self.marks = Marks(self._document, self._of_figures)
        for number, table in enumerate(_tables(self._document), start=1):
            self._look(table, number, known)
        for paragraph in _paragraphs(self._document):
            self._read(paragraph, known)

    def put(self, blank: Blank, value: Value) -> None:
        """Write one value into its place: the empty cell, or the line within a text."""
        kind, at = blank.at
        if kind == 0:
            _set(self._cells[at], shown(value))
        else:
            _within(self._paragraphs[at], blank.label, shown(value))

    def write(self, ledger: Ledger, rows: Sequence[Sequence[Value]]) -> None:
        """Write the rows of a table, with more lines like its last one where they are needed."""
        lines = self._lines[ledger.at[0]]
        # Copied before anything is written: a new line is empty.
        empty = deepcopy(lines[-1])
        while len(lines) < len(rows):
            more = deepcopy(empty)
            lines[-1].addnext(more)
            lines.append(more)
        for n, (line, values) in enumerate(zip(lines, rows, strict=False)):
            cells = _across(line)
            for column, value in enumerate(values):
                if column in ledger.serial:
                    _set(_cell(cells, column), str(n + 1))
                elif ledger.headings[column] and value is not None:
                    _set(_cell(cells, column), shown(value))

    def append(self, title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Add a table with its title at the end of the document, on a page of its own."""
        self._document.add_page_break()
        self._document.add_paragraph().add_run(title).bold = True
        table = self._document.add_table(rows=0, cols=len(head))
        table._tbl.tblPr.append(parse_xml(_BORDERS))
        for row in (head, *rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text

    def save(self, out: Path) -> None:
        """The filled copy."""
        self._document.save(str(out))

    # Looking

    def _look(self, table: Any, number: int, known: Known) -> None:
        lines = list(table._tbl.tr_lst)[:ROWS]
        owners, texts, merges = _grid(lines)
        grid = Grid(texts, merges).look(known)
        for block in grid.blocks:
            place = f"第 {number} 个表 {block.heading + 1} 行"
            self.found.ledgers.append(
                Ledger(block.headings, place, block.first, block.rows, (len(self._lines),), block.serial)
            )
            self._lines.append(lines[block.first : block.first + block.rows] or [_empty_like(lines[-1])])
        for label, row, column in grid.labels:
            self.found.blanks.append(self._blank(label, number, row, column, owners))
        for label, row, column in grid.strangers:
            self.found.strangers.append(self._blank(label, number, row, column, owners))

    def _blank(self, label: str, number: int, row: int, column: int, owners: list[list[Any]]) -> Blank:
        self._cells.append(owners[row][column])
        return Blank(label, f"第 {number} 个表 {row + 1} 行 {column + 1} 列", (0, len(self._cells) - 1))

    def _read(self, paragraph: Paragraph, known: Known) -> None:
        text = paragraph.text
        for match in (*LINE.finditer(text), *MARK.finditer(text)):
            if match.re is MARK and self._of_figures(match[1]):
                continue
            label = clean_heading(match[1])
            self.found.add(Blank(label, f"正文「{label}」", (1, len(self._paragraphs))), known)
        self._paragraphs.append(paragraph)


def _check(path: Path, name: str) -> None:
    """The same guard as for workbooks: bounded, unpacked to its real end, no entities."""
    if not path.is_file() or path.stat().st_size > LIMITS.workbook_bytes:
        raise Problem(
            "templates.too_large", "模板文件打不开，或超过 10 MB", "请删去图片后再上传。", Where(file=name)
        )
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise _broken(name) from None
    guard._refuse_entries(entries, LIMITS)
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise _broken(name)
    scan.scan(path, "docx", LIMITS)


def _broken(name: str) -> Problem:
    return Problem(
        "templates.not_word", "这不是 Word 文档（.docx），或已经损坏",
        "请用 Word 或 WPS 另存为 .docx 再上传。", Where(file=name),
    )  # fmt: skip


def _tables(document: Any) -> Iterator[Any]:
    for table in document.tables:
        yield table
        for cell in {id(c._tc): c for row in table.rows for c in row.cells}.values():
            yield from cell.tables


def _paragraphs(document: Any) -> Iterator[Paragraph]:
    """Every paragraph of the body, of cells, of heads and feet."""
    for part in parts(document):
        for element in part.iter(qn("w:p")):
            yield Paragraph(element, document)


def _grid(lines: list[Any]) -> tuple[list[list[Any]], list[list[str]], list[Merge]]:
    """The cells of a table as a grid: whose they are, their texts, what is merged."""
    owners: list[list[Any]] = []
    for line in lines:
        above = owners[-1] if owners else []
        owners.append([
            above[at] if goes_on and at < len(above) else tc for at, (tc, goes_on) in enumerate(_spread(line))
        ])  # fmt: skip
    places: dict[int, list[tuple[int, int]]] = {}
    for row, cells in enumerate(owners):
        for column, tc in enumerate(cells):
            places.setdefault(id(tc), []).append((row, column))
    merges = [(*min(at), *max(at)) for at in places.values() if len(at) > 1]
    texts = [
        [_text(tc) if places[id(tc)][0] == (row, column) else "" for column, tc in enumerate(cells)]
        for row, cells in enumerate(owners)
    ]
    return owners, texts, merges


def _spread(line: Any) -> Iterator[tuple[Any, bool]]:
    """The cells of a row, wide ones as often as they are wide; whether each goes on from above."""
    for tc in line.tc_lst:
        merge = tc.tcPr.find(qn("w:vMerge")) if tc.tcPr is not None else None
        goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
        for _ in range(tc.grid_span):
            yield tc, goes_on


def _across(line: Any) -> list[Any]:
    return [tc for tc, _ in _spread(line)]


def _cell(cells: list[Any], column: int) -> Any:
    return cells[min(column, len(cells) - 1)]


def _text(tc: Any) -> str:
    return re.sub(r"\s+", " ", "".join(t.text or "" for t in tc.iter(qn("w:t")))).strip()


def _empty_like(line: Any) -> Any:
    """A new line under a table that has none to be filled."""
    more = deepcopy(line)
    for tc in more.tc_lst:
        for t in tc.iter(qn("w:t")):
            t.text = ""
    line.addnext(more)
    return more


def _set(tc: Any, text: str) -> None:
    """Write into a cell in the type of the text that stands, or was to stand, in it."""
    nobody: Any = None
    paragraph = Paragraph(tc.p_lst[0], nobody)
    if paragraph.runs:
        paragraph.runs[0].text = text
        for run in paragraph.runs[1:]:
            run.text = ""
        return
    run = paragraph.add_run(text)
    properties = paragraph._p.pPr.find(qn("w:rPr")) if paragraph._p.pPr is not None else None
    if properties is not None:
        run._r.insert(0, deepcopy(properties))


def _within(paragraph: Paragraph, label: str, value: str) -> None:
    """Fill the first line or mark of that label, across however many runs it is spread."""
    text = "".join(run.text for run in paragraph.runs)
    for match in (*LINE.finditer(text), *MARK.finditer(text)):
        if clean_heading(match[1]) == label:
            _replace(paragraph, match.start(2) if match.re is LINE else match.start(), match.end(), value)
            return


def _replace(paragraph: Paragraph, start: int, end: int, value: str) -> None:
    at = 0
    for run in paragraph.runs:
        first, last = max(start - at, 0), min(end - at, len(run.text))
        at += len(run.text)
        if first < last:
            run.text, value = run.text[:first] + value + run.text[last:], ""

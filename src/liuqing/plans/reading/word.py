"""Word documents (.docx): paragraphs and tables in the order of the text, as Word would print them.

Read from the XML itself: numbers that Word prints, text boxes, footnotes and tracked changes are not in the
objects that libraries offer. Changes count as accepted, hidden text and comments as not there.
"""

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from liuqing.errors import Problem
from liuqing.plans.reading import word_numbers, word_styles
from liuqing.plans.reading.extract import Extract
from liuqing.plans.reading.grid import Laid, lay_out
from liuqing.plans.reading.kinds import LIMITS, bomb, corrupt
from liuqing.plans.reading.word_xml import attribute, child, children, is_on, local, optional, parse
from liuqing.plans.structure.lines import Line
from liuqing.plans.text import Notice
from liuqing.sheets.limits import Limits
from liuqing.sheets.parts import Package

_THROUGH = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo", "oMath", "oMathPara", "r", "body", "document"}  # fmt: skip
_GONE = {"del", "moveFrom", "pPr", "rPr", "instrText", "delText", "sectPr", "tblPr", "commentReference"}
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
LONGEST_CELL = 400
"""Characters: a table with a longer cell is there for the looks, and its text is text."""


def read(path: Path, limits: Limits = LIMITS) -> Extract:
    """The text of a Word document. Raises ``plan.*`` Problems for what is broken or built to harm."""
    parts = _parts(path, limits)
    if parts.get("word/document.xml") is None:
        raise corrupt()
    reader = _Reader(
        word_styles.read(optional(parts.get("word/styles.xml"))),
        word_numbers.read(optional(parts.get("word/numbering.xml"))),
        {**_notes(parts, "footnotes"), **_notes(parts, "endnotes")},
    )
    root = parse(parts["word/document.xml"])
    reader.blocks(root)
    reader.extract.notices.extend(_changes(root))
    return reader.extract


def _parts(path: Path, limits: Limits) -> dict[str, bytes]:
    """The parts that hold text, unpacked no further than the limits allow."""
    wanted = {f"word/{name}.xml" for name in ("document", "styles", "numbering", "footnotes", "endnotes")}
    found = {}
    try:
        package = Package(path, limits)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise corrupt() from None
    try:
        for entry in package.entries:
            name = entry.filename.replace("\\", "/").lower().lstrip("/")
            if name in wanted:
                found[name] = b"".join(package.pieces(entry))
    except Problem as problem:
        raise _own(problem) from None
    finally:
        package.close()
    return found


def _own(problem: Problem) -> Problem:
    """The guard of workbooks speaks of workbooks; here it is a document."""
    if problem.code == "sheets.bomb":
        return bomb(
            problem.what.removeprefix("文件不正常：")
            .removesuffix("，为保护系统没有打开")
            .replace("正常工作簿", "正常文档")
        )
    return corrupt()


def _notes(parts: dict[str, bytes], kind: str) -> dict[str, Any]:
    root = optional(parts.get(f"word/{kind}.xml"))
    if root is None:
        return {}
    notes = (one for one in root if attribute(one, "type") not in ("separator", "continuationSeparator"))
    return {f"{kind[:-1]}{attribute(one, 'id')}": one for one in notes}


def _changes(root: Any) -> list[Notice]:
    count = sum(1 for one in root.iter() if local(one) in ("ins", "del", "moveFrom", "moveTo"))
    if not count:
        return []
    what = f"文档里有 {count} 处修订没有处理：已按“接受全部修订”读取，定稿前请处理完修订"
    return [Notice("plan.tracked_changes", what)]


@dataclass
class _Paragraph:
    """What stands in one paragraph, and what hangs on it: boxes and notes, which follow it."""

    text: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class _Reader:
    styles: word_styles.Styles
    numbering: word_numbers.Numbering
    notes: dict[str, Any]
    extract: Extract = field(default_factory=Extract)
    line: int = 0
    depth: int = 0

    def blocks(self, element: Any) -> None:
        """Paragraphs and tables below an element, in order."""
        self.depth += 1
        if self.depth > 60:
            raise bomb("里面的内容套了太多层")
        for one in element:
            name = local(one)
            if name == "p":
                self.paragraph(one)
            elif name == "tbl":
                self.table(one)
            elif name in _THROUGH and not _is_contents(one):
                self.blocks(one)
        self.depth -= 1

    def paragraph(self, element: Any) -> None:
        """The lines of one paragraph; a paragraph is a line, a break inside begins another."""
        properties = child(element, "pPr")
        style = self.styles.of(attribute(child(properties, "pStyle"), "val"))
        found = _Paragraph()
        _collect(element, found)
        if not style.is_contents:
            self._lines("".join(found.text), properties, style)
        for box in found.boxes:
            self.blocks(box)
        for key in found.notes:
            note = self.notes.pop(key, None)
            if note is not None:
                self.blocks(note)

    def _lines(self, text: str, properties: Any, style: word_styles.Style) -> None:
        if not text.strip():
            self.line += 1
            return
        number = self._number(properties, style)
        own = word_styles.outline_level(properties)
        level = style.level if own is None else own
        for at, piece in enumerate(text.split("\n")):
            self.line += 1
            head = number if at == 0 else ""
            self.extract.lines.append(
                Line(self.line, piece, style=level if at == 0 else 0, whole=True, number_text=head)
            )

    def _number(self, properties: Any, style: word_styles.Style) -> str:
        own, level = word_styles.list_of(properties)
        number = own or style.list_number
        # A list of the number 0 takes the paragraph out of the list of its style.
        return (
            self.numbering.next(number, style.list_level if level is None else level)
            if number not in ("", "0")
            else ""
        )

    def table(self, element: Any) -> None:
        """A table; one that is there for the looks gives its text as paragraphs."""
        rows = [list(_through(row, "tc")) for row in _through(element, "tr")]
        texts = [_text(cell) for row in rows for cell in row]
        if len(texts) < 2 or any(len(text) > LONGEST_CELL for text in texts):
            for row in rows:
                for cell in row:
                    self.blocks(cell)
            return
        self.extract.tables.append(lay_out([[self._cell(cell) for cell in row] for row in rows]))

    def _cell(self, element: Any) -> Laid:
        self.line += 1
        properties = child(element, "tcPr")
        span = attribute(child(properties, "gridSpan"), "val")
        merge = child(properties, "vMerge")
        goes_on = merge is not None and attribute(merge, "val") in ("", "continue")
        return Laid(_text(element), self.line, int(span) if span.isdigit() else 1, goes_on=goes_on)


def _is_contents(element: Any) -> bool:
    """Is it the block that holds the table of contents?"""
    if local(element) != "sdt":
        return False
    properties = child(element, "sdtPr")
    part = child(child(properties, "docPartObj"), "docPartGallery")
    return "contents" in attribute(part, "val").lower()


def _through(element: Any, name: str) -> Any:
    """The rows of a table or the cells of a row, also those inside content controls."""
    for one in element:
        if local(one) == name:
            yield one
        elif local(one) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _through(one, name)


def _text(element: Any) -> str:
    """The text of a cell: its paragraphs with a blank between them."""
    texts = []
    for one in element.iter():
        if local(one) == "p":
            found = _Paragraph()
            _collect(one, found)
            texts.append("".join(found.text).strip())
    return " ".join(text for text in texts if text)


def _collect(element: Any, found: _Paragraph) -> None:
    """The text of a paragraph's runs; boxes and notes are kept aside."""
    for one in element:
        name = local(one)
        if name in _GONE or (name == "r" and is_on(child(one, "rPr"), "vanish")):
            continue
        if name == "t":
            found.text.append(one.text or "")
        elif name in _MARKS:
            found.text.append("" if attribute(one, "type") in ("page", "column") else _MARKS[name])
        elif name in ("footnoteReference", "endnoteReference"):
            found.notes.append(f"{name.removesuffix('Reference')}{attribute(one, 'id')}")
        elif name in ("drawing", "pict", "object", "AlternateContent"):
            found.boxes.extend(_boxes(one))
        elif name in _THROUGH:
            _collect(one, found)


def _boxes(element: Any) -> list[Any]:
    """The text boxes of a drawing: Word writes each twice, for new and for old programs."""
    if local(element) == "AlternateContent":
        choices = [*children(element, "Choice"), *children(element, "Fallback")]
        return next((boxes for one in choices if (boxes := _boxes(one))), [])
    found: list[Any] = []
    for one in element:
        if local(one) == "txbxContent":
            found.append(one)
        else:
            found.extend(_boxes(one))
    return found

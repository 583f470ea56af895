"""Sheets of money and projects as Word: for an office that wants other type. The proof stays the same."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from liuqing.reports.notice_word import A3, A4, BLANK_DAY, FONT

LABELS = 45
"""Millimetres of the column of labels."""
MARGIN = 17


def write(pack: dict[str, Any], out: Path) -> None:
    """Write the sheet."""
    document = Document()
    _properties(document, pack)
    width = _page(document.sections[0], pack)
    size = pack["points"]
    _say(document, pack["title"], size=size * 1.6, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _say(document, "　　" + pack["text"], size=size)
    _lists(document, pack, size) if pack["listed"] else _table(document, pack, size, width)
    hung = pack["hung"] or "自 " + BLANK_DAY + "（张贴）"
    _say(document, f"公示期：{hung}{pack['span']}", size=size)
    _say(document, f"监督电话：{pack['phone']}", size=size)
    _say(document, f"{pack['how']}　编号 {pack['code']}　校验码 {pack['letters']}", size=size * 0.85)
    document.add_picture(_picture(pack["address"]), width=Mm(30))
    signed = f"{pack['issuer']}（盖章处）\n{pack['hung'] or BLANK_DAY}"
    _say(document, signed, size=size, align=WD_ALIGN_PARAGRAPH.RIGHT)
    document.save(str(out))


def _properties(document: Any, pack: dict[str, Any]) -> None:
    # Whose computer it was made on is nobody's business who reads a wall.
    known = document.core_properties
    known.author = known.last_modified_by = "六清"
    known.title, known.comments, known.subject, known.keywords = pack["title"], "", "", ""
    known.created = known.modified = datetime(2026, 1, 1)  # noqa: DTZ001 - a document has no zone
    style = document.styles["Normal"]
    style.font.name = FONT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)


def _page(section: Any, pack: dict[str, Any]) -> int:
    """Set the paper; how many millimetres a line has."""
    across = pack["wide"] and not pack["listed"]
    width, height = (A3[1], A3[0]) if across else A4
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(MARGIN)
    mark = "演示数据，人物均为虚构　" if pack["demo"] else ""
    foot = section.footer.paragraphs[0].add_run(f"{mark}{pack['place']}{pack['label']}　{pack['code']}")
    foot.font.size = Pt(9)
    return width - 2 * MARGIN


def _lists(document: Any, pack: dict[str, Any], size: float) -> None:
    for line in pack["lines"]:
        told = list(zip(pack["headings"], line, strict=True))[1:]
        table = document.add_table(rows=0, cols=2)
        table.style, table.autofit = "Table Grid", False
        for pair in told:
            _fill(table.add_row(), pair, (LABELS, A4[0] - 2 * MARGIN - LABELS), size, bold=False)
        document.add_paragraph()


def _table(document: Any, pack: dict[str, Any], size: float, width: int) -> None:
    whole = sum(pack["widths"])
    widths = tuple(width * share / whole for share in pack["widths"])
    table = document.add_table(rows=1, cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    _fill(table.rows[0], pack["headings"], widths, size, bold=True)
    for line in pack["lines"]:
        _fill(table.add_row(), line, widths, size, bold=False)


def _fill(row: Any, texts: Any, widths: tuple[float, ...], size: float, *, bold: bool) -> None:
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = Mm(width)
        run = cell.paragraphs[0].add_run(text)
        run.font.size, run.bold = Pt(size), bold


def _picture(text: str) -> BytesIO:
    picture = BytesIO()
    segno.make(text, error="m").save(picture, kind="png", border=1, scale=8)
    picture.seek(0)
    return picture


def _say(document: Any, text: str, *, size: float, bold: bool = False, align: Any = None) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    if align is not None:
        paragraph.alignment = align

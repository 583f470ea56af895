"""Notices as Word: for an office that wants other type or another width. The proof stays the same."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "宋体"
WIDTHS = (12, 34, 30, 16, 38, 46)
"""Columns in millimetres on A4; A3 is √2 as wide."""
A4, A3 = (210, 297), (297, 420)
BLANK_DAY = "______年____月____日"


def write(pack: dict[str, Any], out: Path) -> None:
    """Write all sheets as one document; each begins a new page."""
    document = Document()
    _properties(document, pack)
    for n, sheet in enumerate(pack["sheets"]):
        section = document.add_section(WD_SECTION.NEW_PAGE) if n else document.sections[0]
        _page(section, sheet, demo=pack["demo"])
        _sheet(document, sheet)
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


def _page(section: Any, sheet: dict[str, Any], *, demo: bool) -> None:
    width, height = A3 if sheet["large"] else A4
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(17)
    section.top_margin = section.bottom_margin = Mm(16)
    section.footer.is_linked_to_previous = False
    mark = "演示数据，人物均为虚构　" if demo else ""
    section.footer.paragraphs[0].add_run(
        f"{mark}{sheet['place']}{sheet['label']}　{sheet['code']}"
    ).font.size = Pt(9)


def _sheet(document: Any, sheet: dict[str, Any]) -> None:
    size = sheet["points"]
    _write(document, sheet["title"], size=size * 1.6, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _write(document, "　　" + sheet["text"], size=size)
    _table(document, sheet, size)
    _write(document, f"公示期：{sheet['hung'] or '自 ' + BLANK_DAY + '（张贴）起'}{sheet['span']}", size=size)
    _write(document, f"对以上内容有异议的，请联系：{sheet['phone'] or '________________'}", size=size)
    _write(document, f"{sheet['how']}　编号 {sheet['code']}　校验码 {sheet['letters']}", size=size * 0.8)
    document.add_picture(_picture(sheet["address"]), width=Mm(30))
    _write(
        document,
        f"{sheet['issuer']}（盖章处）\n{sheet['hung'] or BLANK_DAY}",
        size=size,
        align=WD_ALIGN_PARAGRAPH.RIGHT,
    )


def _table(document: Any, sheet: dict[str, Any], size: float) -> None:
    table = document.add_table(rows=1, cols=len(WIDTHS))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _fill(table.rows[0], tuple(sheet["headings"]), size, bold=True, large=sheet["large"])
    for line in sheet["lines"]:
        who = f"{line['who']}\n{line['apart']}" if line["apart"] else line["who"]
        told = (str(line["n"]), who, line["group"], line["members"], line["category"], line["result"])
        gone = (str(line["n"]), "本条已停止公示", "", "", "", "")
        _fill(table.add_row(), told if line["stands"] else gone, size, bold=False, large=sheet["large"])


def _fill(row: Any, texts: tuple[str, ...], size: float, *, bold: bool, large: bool) -> None:
    for cell, text, width in zip(row.cells, texts, WIDTHS, strict=True):
        cell.width = Mm(width * (1.414 if large else 1))
        run = cell.paragraphs[0].add_run(text)
        run.font.size, run.bold = Pt(size), bold


def _picture(text: str) -> BytesIO:
    picture = BytesIO()
    segno.make(text, error="m").save(picture, kind="png", border=1, scale=8)
    picture.seek(0)
    return picture


def _write(document: Any, text: str, *, size: float, bold: bool = False, align: Any = None) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    if align is not None:
        paragraph.alignment = align

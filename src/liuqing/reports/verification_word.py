"""The sheets for the village as Word: to be changed by an office that wants other words on them."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

FONT = "宋体"
WIDTHS = (26, 58, 58, 42)
"""Columns in millimetres: together the width of A4 without its margins."""
HEADINGS = ("项目", "台账现值（名单、日期）", "部门名单、另一事实", "核实后的值（手写）")
TICKS = (
    "□ 属实，已改正　　□ 不属实，部门名单有误　　□ 情况说明，保留　　原因代码：______　说明：________________"
)
SIGN = "户主（签字或按手印）：____________　核实人：____________　日期：______年____月____日"


def word(pack: dict[str, Any], out: Path) -> None:
    """Write all sheets as one document; each village begins a new page."""
    document = Document()
    _page(document, pack)
    for n, village in enumerate(pack["villages"]):
        if n:
            document.add_section(WD_SECTION.NEW_PAGE)
        _head(document, pack, village)
        for home in village["homes"]:
            _home(document, home)
    document.save(str(out))


def _page(document: Any, pack: dict[str, Any]) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(2)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(13)
    section.top_margin = section.bottom_margin = Mm(13)
    mark = "演示数据，人物均为虚构" if pack["demo"] else "含个人信息，用后收回"
    section.footer.paragraphs[0].add_run(f"数据截至 {pack['on']}　{mark}").font.size = Pt(8)


def _head(document: Any, pack: dict[str, Any], village: dict[str, Any]) -> None:
    title = document.add_paragraph()
    run = title.add_run(f"{pack['title']}　{village['town']} {village['village']}")
    run.bold, run.font.size = True, Pt(15)
    due = f"请于 {pack['due']} 前交回。" if pack["due"] else ""
    document.add_paragraph(pack["note"] + due)
    codes = "；".join(f"{n} {one['label']}" for n, one in enumerate(pack["reasons"], start=1))
    document.add_paragraph(f"情况说明的原因代码：{codes}").runs[0].font.size = Pt(8.5)


def _home(document: Any, home: dict[str, Any]) -> None:
    title = f"{home['head']}　户编号 {home['no']}　{home['hamlet']}" if home["no"] else "全村事项"
    head = document.add_paragraph()
    head.add_run(title).bold = True
    head.paragraph_format.keep_with_next = True
    if home["members"]:
        members = document.add_paragraph(f"家庭成员：{home['members']}")
        members.paragraph_format.keep_with_next = True
    sign = document.add_paragraph(SIGN)
    sign.paragraph_format.space_before = Pt(4)
    # As one piece of XML: cell by cell a township takes minutes.
    sign._p.addprevious(parse_xml(_table(home)))


def _table(home: dict[str, Any]) -> str:
    rows = [_row(HEADINGS, bold=True)]
    for asked in home["questions"]:
        again = f"　{asked['again']}" if asked["again"] else ""
        title = f"{asked['number']}. {asked['label']}　{asked['about']}{again}　{asked['department']}　编号 {asked['case']}"
        rows.append(_across(title, bold=True))
        for line in asked["lines"]:
            empty = "" if line["write"] else "—"
            rows.append(_row((line["label"], _told(line["register"]), _told(line["other"]), empty)))
        check = f"怎么核实：{asked['check']}\n" if asked["check"] else ""
        rows.append(_across(check + TICKS))
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in WIDTHS)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{_twips(sum(WIDTHS))}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(texts: tuple[str, ...], *, bold: bool = False) -> str:
    return _line(_cell(text, width, bold=bold) for text, width in zip(texts, WIDTHS, strict=True))


def _across(text: str, *, bold: bool = False) -> str:
    return _line([_cell(text, sum(WIDTHS), bold=bold, span=len(WIDTHS))])


def _line(cells: Iterable[str]) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(text: str, width: int, *, bold: bool = False, span: int = 1) -> str:
    """A cell whose lines keep with the next, so that a household stays on one page where it fits."""
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    weight = "<w:b/>" if bold else ""
    run = f'<w:r><w:rPr>{weight}<w:sz w:val="18"/></w:rPr><w:t xml:space="preserve">'
    lines = "".join(
        f"<w:p><w:pPr><w:keepNext/></w:pPr>{run}{escape(line)}</w:t></w:r></w:p>"
        for line in _CONTROL.sub("", text).split("\n")
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{wide}</w:tcPr>{lines}</w:tc>'


def _told(said: dict[str, str]) -> str:
    return (said["value"] + (f"（{said['source']}）" if said["source"] else "")) or "—"


def _twips(millimetres: int) -> int:
    return round(millimetres * 1440 / 25.4)


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")

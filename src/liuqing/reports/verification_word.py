"""The sheets for the village as Word: to be changed by an office that wants other words on them."""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
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
    head = document.add_paragraph()
    title = f"{home['head']}　户编号 {home['no']}　{home['hamlet']}" if home["no"] else "全村事项"
    head.add_run(title).bold = True
    rows = 1 + sum(2 + len(one["lines"]) for one in home["questions"])
    table = document.add_table(rows=rows, cols=4, style="Table Grid")
    table.autofit = False
    _fill(table, home)
    sign = document.add_paragraph(SIGN)
    sign.paragraph_format.space_before = Pt(4)
    before = [head]
    if home["members"]:
        members = document.add_paragraph(f"家庭成员：{home['members']}")
        head._p.addnext(members._p)
        before.append(members)
    _keep_together(before, table)


def _fill(table: Any, home: dict[str, Any]) -> None:
    rows = iter(table.rows)
    _write(next(rows).cells, HEADINGS, bold=True)
    for asked in home["questions"]:
        again = f"　{asked['again']}" if asked["again"] else ""
        title = f"{asked['number']}. {asked['label']}　{asked['about']}{again}　{asked['department']}　编号 {asked['case']}"
        _across(next(rows).cells, title, bold=True)
        for line in asked["lines"]:
            empty = "" if line["write"] else "—"
            _write(next(rows).cells, (line["label"], _told(line["register"]), _told(line["other"]), empty))
        check = f"怎么核实：{asked['check']}\n" if asked["check"] else ""
        _across(next(rows).cells, check + TICKS)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _told(said: dict[str, str]) -> str:
    return (said["value"] + (f"（{said['source']}）" if said["source"] else "")) or "—"


def _write(cells: Any, texts: tuple[str, ...], *, bold: bool = False) -> None:
    for cell, text, width in zip(cells, texts, WIDTHS, strict=True):
        cell.width = Mm(width)
        run = cell.paragraphs[0].add_run(text)
        run.bold, run.font.size = bold, Pt(9)


def _across(cells: Any, text: str, *, bold: bool = False) -> None:
    run = cells[0].merge(cells[-1]).paragraphs[0].add_run(text)
    run.bold, run.font.size = bold, Pt(9)


def _keep_together(before: list[Any], table: Any) -> None:
    """A household stays on one page where it fits: each line keeps with the next."""
    for paragraph in before:
        paragraph.paragraph_format.keep_with_next = True
    for row in table.rows:
        for paragraph in row.cells[0].paragraphs:
            paragraph.paragraph_format.keep_with_next = True

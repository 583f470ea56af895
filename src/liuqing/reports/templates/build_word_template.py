"""Build the Word template of a household's sheet; run when the layout is to change.

    uv run python src/liuqing/reports/templates/build_word_template.py

The result is committed, so that an office can open it in Word or WPS and change its look: all
words between {{ }} and {% %} must stay.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TARGET = Path(__file__).with_name("household_file.docx")
INK = RGBColor(0x1F, 0x3A, 0x5F)
ALERT = RGBColor(0xA1, 0x1B, 0x1B)
GREY = RGBColor(0x59, 0x59, 0x59)
FONT = "微软雅黑"


def main() -> None:
    """Write the template."""
    document = Document()
    _page(document)
    _style(document)
    _write(document, "{%p for s in sheets %}", size=1)
    _sheet(document)
    _write(document, "{%p if not loop.last %}", size=1)
    _write(document, "{{ page_break }}", size=1)
    _write(document, "{%p endif %}", size=1)
    _write(document, "{%p endfor %}", size=1)
    _properties(document)
    document.save(str(TARGET))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin, section.bottom_margin = Mm(14), Mm(13)
    section.header_distance = section.footer_distance = Mm(6)
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(header, "{{ demo_mark }}", size=8, bold=True, color=ALERT)
    _run(section.footer.paragraphs[0], "数据截至 {{ on }}", size=7.5, color=GREY)


def _style(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(9)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(1.5)


def _sheet(document: Any) -> None:
    _write(document, "{{ s.title }}{% if s.wall %}（张贴）{% endif %}", size=18, bold=True, color=INK)
    _write(document, "{{ s.place }}", size=10.5)
    _write(document, "{% for f in s.strip %}{{ f.label }}：{{ f.value }}　{% endfor %}", size=10, bold=True)
    _write(document, "{%p for part in s.sections %}", size=1)
    _band(document, "{{ part.numeral }}、{{ part.title }}　{{ part.question }}{{ part.mark }}")
    _write(document, "{%p if part.facts %}", size=1)
    _write(
        document,
        "{% for f in part.facts %}{{ f.label }}：{{ f.value or '________' }}{{ f.mark }}"
        "{% if f.state %}（{{ f.state }}）{% endif %}　　{% endfor %}",
    )
    _write(document, "{%p endif %}", size=1)
    _write(document, "{%p for t in part.tables %}", size=1)
    _write(document, "{%p if t.title or not t.rows %}", size=1)
    _write(document, "{{ t.title }}{{ t.mark }}{% if not t.rows %} {{ t.empty }}{% endif %}", bold=True)
    _write(document, "{%p endif %}", size=1)
    _write(document, "{%p if t.rows %}", size=1)
    _table(document)
    _write(document, "{%p endif %}", size=1)
    _write(document, "{%p endfor %}", size=1)
    _write(document, "{%p if part.gaps %}", size=1)
    _write(document, "还缺：{{ part.gaps | join('；') }}", color=ALERT)
    _write(document, "{%p endif %}", size=1)
    _write(document, "{%p endfor %}", size=1)
    _findings(document)
    _sign(document)


def _table(document: Any) -> None:
    table = document.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    texts = (
        ("{%tc for h in t.headings %}", "{{ h }}", "{%tc endfor %}"),
        ("{%tr for r in t.rows %}", "", ""),
        ("{%tc for c in r.cells %}", "{{ c }}{% if loop.last %}{{ r.mark }}{% endif %}", "{%tc endfor %}"),
        ("{%tr endfor %}", "", ""),
    )
    for row, line in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            _run(cell.paragraphs[0], text, size=8.5, bold=row is table.rows[0])


def _findings(document: Any) -> None:
    _write(document, "{%p if s.findings %}", size=1)
    _band(document, "测算结果　按记录推算")
    _write(document, "{%p for f in s.findings %}", size=1)
    _write(document, "{{ f.label }}：{{ f.answer }}。{{ f.sentence }}")
    _write(document, "{%p endfor %}", size=1)
    _write(document, "{%p endif %}", size=1)


def _sign(document: Any) -> None:
    _write(document, "{%p if s.note %}", size=1)
    _write(document, "{{ s.note }}", color=GREY)
    _write(document, "{%p endif %}", size=1)
    _write(document, "{%p if not s.wall %}", size=1)
    _write(
        document, "户主（签字或按手印）：______________　　帮扶责任人：____________　　______年____月____日"
    )
    _write(document, "{%p endif %}", size=1)
    _write(
        document,
        "内容不对、有意见，请找村委会，或拨打：{{ s.hotline or '________________' }}　　　村（居）委会（盖章）",
    )
    _write(document, "{%p if s.legend %}", size=1)
    _write(document, "数据来源：{{ s.legend | join('　') }}", size=7, color=GREY)
    _write(document, "{%p endif %}", size=1)
    _write(document, "数据截至 {{ s.on }}　户编号 {{ s.no }}　本页编码 {{ s.code }}", size=7, color=GREY)


def _band(document: Any, text: str) -> None:
    paragraph = _write(document, text, size=9.5, bold=True, color=INK)
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "E9EEF5")
    paragraph._p.get_or_add_pPr().append(shade)
    paragraph.paragraph_format.keep_with_next = True


def _write(document: Any, text: str, **look: Any) -> Any:
    paragraph = document.add_paragraph()
    _run(paragraph, text, **look)
    return paragraph


def _run(
    paragraph: Any, text: str, *, size: float = 9, bold: bool = False, color: RGBColor | None = None
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.font.name = Pt(size), bold, FONT
    run._element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    if color is not None:
        run.font.color.rgb = color


def _properties(document: Any) -> None:
    # Only what is the same for everybody: a file's properties travel with it unseen.
    known = document.core_properties
    known.author, known.title, known.comments, known.last_modified_by = "六清", "户户清 明白卡", "", "六清"
    known.created = known.modified = datetime(2026, 1, 1)  # noqa: DTZ001 - a template has no zone


if __name__ == "__main__":
    main()

"""The look of a plan as Word: type, sizes and margins of official papers (GB/T 9704), all as named styles.

Fonts are asked for by name; a machine that lacks one takes the next that is named beside it.
"""

import re
from collections.abc import Iterable
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

FONTS = {
    "仿宋": "仿宋_GB2312,FangSong,STFangsong,Noto Serif CJK SC", "黑体": "SimHei,STHeiti,Noto Sans CJK SC",
    "楷体": "楷体_GB2312,KaiTi,STKaiti,Noto Serif CJK SC", "方正小标宋简体": "小标宋,华文中宋,宋体,Noto Serif CJK SC",
    "宋体": "SimSun,STSong,Noto Serif CJK SC",
}  # fmt: skip
"""Each font with those that may stand in for it."""
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
"""Margins of an upright page in millimetres; across they are turned."""
BODY, LINE = 16, 28
"""Points of type and between lines (三号)."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_CENTRE, _RIGHT, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
_STYLES: tuple[tuple[str, str, float, float, Any, int], ...] = (
    ("Body Text", "仿宋", BODY, LINE, _BOTH, 2), ("Title", "方正小标宋简体", 22, 34, _CENTRE, 0),
    ("Subtitle", "楷体", BODY, LINE, _CENTRE, 0), ("Heading 1", "黑体", BODY, LINE, None, 2),
    ("Heading 2", "楷体", BODY, LINE, None, 2), ("Heading 3", "仿宋", BODY, LINE, None, 2),
    ("Contents Title", "黑体", BODY, 40, _CENTRE, 0), ("toc 1", "仿宋", 14, 24, None, 0), ("toc 2", "仿宋", 14, 24, None, 2),
    ("Table Caption", "黑体", 12, 22, _CENTRE, 0), ("Table Head", "黑体", 9, 13, _CENTRE, 0), ("Table Text", "宋体", 9, 13, None, 0),
    ("Table Sum", "黑体", 9, 13, None, 0), ("Table Note", "宋体", 9, 14, None, 0), ("Sign", "仿宋", BODY, LINE, _RIGHT, 0),
)  # fmt: skip
"""Name, font, points, points between lines, alignment, characters of indent in the first line."""
_KEPT = ("Heading 1", "Heading 2", "Heading 3", "Table Caption")


def lay_out(document: Any) -> None:
    """Give the document its styles."""
    _fonts(document)
    _font(document.styles["Normal"], "仿宋", BODY)
    for name, font, points, line, align, indent in _STYLES:
        style = _style(document, name)
        _font(style, font, points)
        shape = style.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
        if name.startswith("Table"):
            shape.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
        shape.alignment, shape.keep_with_next = align, name in _KEPT
        if indent:
            shape.first_line_indent = Pt(points * indent)
    _key(document)


def page(sections: Iterable[Any], mark: str) -> None:
    """Size, margins, page numbers, and the mark at the head."""
    for n, section in enumerate(sections):
        if section.orientation != WD_ORIENT.LANDSCAPE:
            _upright(section)
        if n == 0:
            section.footer_distance = Mm(28)
            _number(section.footer.paragraphs[0])
            _head(section.header.paragraphs[0], mark)


def section(*, across: bool) -> str:
    """The end of a section, as part of the properties of its last paragraph."""
    wide, high = (twips(297), twips(210)) if across else (twips(210), twips(297))
    turned = ' w:orient="landscape"' if across else ""
    top, bottom, left, right = (LEFT, RIGHT, BOTTOM - 6, BOTTOM - 6) if across else (TOP, BOTTOM, LEFT, RIGHT)
    sides = f'w:top="{twips(top)}" w:bottom="{twips(bottom)}" w:left="{twips(left)}" w:right="{twips(right)}"'
    return (
        f'<w:sectPr><w:pgSz w:w="{wide}" w:h="{high}"{turned}/>'
        f'<w:pgMar {sides} w:header="850" w:footer="{twips(18)}" w:gutter="0"/></w:sectPr>'
    )


def twips(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def printable(text: str) -> str:
    """Without the signs that XML cannot hold."""
    return _CONTROL.sub("", text)


def _style(document: Any, name: str) -> Any:
    known = document.styles
    try:
        style = known[name]
    except KeyError:
        style = known.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), name.title().replace(" ", "").replace("Toc", "TOC"))
        style.base_style = known["Normal"]
    # Borders and colours of the template are not those of an official paper.
    for told in (
        *style.element.iter(qn("w:pBdr")),
        *style.element.iter(qn("w:contextualSpacing")),
        *style.element.iter(qn("w:spacing")),
    ):
        told.getparent().remove(told)
    return style


def _font(style: Any, name: str, points: float) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = name, Pt(points), False, False
    font.color.rgb = RGBColor(0, 0, 0)
    asked = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        asked.attrib.pop(qn(f"w:{theme}"), None)
    for one in ("ascii", "hAnsi", "eastAsia", "cs"):
        asked.set(qn(f"w:{one}"), name)


def _key(document: Any) -> None:
    """The small key behind a figure."""
    style = document.styles.add_style("Figure Key", WD_STYLE_TYPE.CHARACTER)
    style.element.set(qn("w:styleId"), "FigureKey")
    style.font.superscript, style.font.color.rgb = True, RGBColor(0x1F, 0x5F, 0x8B)


def _fonts(document: Any) -> None:
    """Write down which fonts may stand in for which."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            told = "".join(f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>' for name, other in FONTS.items())  # fmt: skip
            part._blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{told}</w:fonts>'.encode()  # fmt: skip


def _upright(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)


def _number(paragraph: Any) -> None:
    paragraph.alignment = _CENTRE
    size = '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr>'
    field = "".join(f'<w:r {nsdecls("w")}>{size}{inner}</w:r>' + "\n" for inner in (
        '<w:t xml:space="preserve">— </w:t>', '<w:fldChar w:fldCharType="begin"/>', '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>', "<w:t>1</w:t>", '<w:fldChar w:fldCharType="end"/>', '<w:t xml:space="preserve"> —</w:t>',
    ))  # fmt: skip
    for run in field.strip().split("\n"):
        paragraph._p.append(parse_xml(run))


def _head(paragraph: Any, mark: str) -> None:
    paragraph.alignment = _RIGHT
    run = paragraph.add_run(mark)
    run.font.size, run.font.color.rgb = Pt(10.5), RGBColor(0x9D, 0x1C, 0x16)

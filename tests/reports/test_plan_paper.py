"""A plan's paper: each figure once and exact, real headings and contents, and a way back for every figure."""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as pages

from liuqing.reports import (
    plan_paper_book,
    plan_paper_html,
    plan_paper_pack,
    plan_paper_pdf,
    plan_paper_word,
)
from liuqing.reports.plan_paper import (
    Grid,
    Heading,
    PlanPaper,
    Sign,
    Taken,
    Text,
    Turn,
    amount,
    counted,
    letters,
    number,
    numbered,
    plain,
    wan,
    wan_places,
)

pytestmark = pytest.mark.one_database
DAY = date(2018, 12, 31)
SITE = "https://liuqing.example"
fen = st.integers(0, 10**13)


def written(site=SITE):
    """A plan with everything that a plan may have."""
    taken = Taken(DAY)
    homes = taken.figure("户数", 1234, "户", rule="台账", link="/area/990101/")
    money = taken.money(
        "投资", Decimal("123456.78"), rule="项目库", link="/area/990101/money/behind/?what=need&source=县级"
    )
    key = taken.table("投资表", rule="资金矩阵", link="/area/990101/money/")
    rows = (
        ("甲<乙>&丙", amount(Decimal("100000.00"), link="/projects/P1/"), None),
        ("丁", amount(Decimal("23456.78")), counted(3)),
        ("合计", amount(Decimal("123456.78")), counted(3)),
    )
    blocks = (
        Heading(1, "一、", "基本情况"), Text(("示例县有", homes, "，投资", money, "，再说一次", homes, "。")), Heading(2, "（一）", "资金"),
        Grid("投资（单位：万元）", ("项目", "投资", "个数"), rows, (2, 1, 1), (2,), key, "“—”是没有。"), Heading(3, "1.", "细目"),
        Turn(across=True), Heading(1, "附件　", "项目库"), Grid("空表", ("甲",), (), key=taken.table("空表", rule="项目库")), Turn(across=False),
        Sign("示例县人民政府", DAY),
    )  # fmt: skip
    return PlanPaper("示例县规划", "（2018—2020年）", "示例县", DAY, blocks, taken.sources, site, "演示数据")


@pytest.fixture
def word(tmp_path):
    plan_paper_word.write(written(), tmp_path / "a.docx")
    return docx.Document(str(tmp_path / "a.docx"))


# --- figures ---------------------------------------------------------------------------------


def test_a_figure_that_is_taken_twice_is_the_same_figure():
    taken = Taken(DAY)
    first = taken.figure("户数", 5, "户", rule="台账")
    assert taken.figure("户数", 5, "户", rule="台账").key == first.key
    assert len(taken.sources) == 1


def test_a_plan_cannot_state_two_values_of_one_figure():
    taken = Taken(DAY)
    taken.figure("户数", 5, "户", rule="台账")
    for value, unit in ((6, "户"), (5, "人")):
        with pytest.raises(ValueError, match="户数"):
            taken.figure("户数", value, unit, rule="台账")


def test_figures_of_two_days_stand_in_one_list_each_with_its_own():
    taken = Taken(DAY)
    taken.figure("户数", 5, "户", rule="台账")
    taken.of(date(2019, 6, 30)).figure("投资", 7, "万元", rule="项目库")
    assert [(one.what, one.day.year) for one in taken.sources] == [("户数", 2018), ("投资", 2019)]


@given(st.integers(0, 20_000))
def test_keys_are_letters_and_no_two_are_the_same(n):
    assert letters(n).isalpha()
    assert letters(n) != letters(n + 1)


@given(st.lists(fen, min_size=1, max_size=8))
def test_amounts_that_are_printed_add_up_to_the_printed_sum(parts):
    yuan = [Decimal(one).scaleb(-2) for one in parts]
    printed = [Decimal(amount(one).text) for one in yuan]
    assert sum(printed) == Decimal(amount(sum(yuan, Decimal(0))).text)


@given(fen)
def test_an_amount_is_printed_with_two_places_or_with_as_many_as_it_has(one):
    yuan = Decimal(one).scaleb(-2)
    text = amount(yuan).text
    assert Decimal(text) == wan(yuan)
    assert len(text.partition(".")[2]) == wan_places(yuan) == 2 or text[-1] != "0"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("1970", None, "1970"), ("12.5000", None, "12.5"), ("-0.00", None, "0.00"), ("0", 2, "0.00"), ("1.005", 2, "1.01"), ("2E+3", None, "2000"),
        ("-12.50", None, "-12.5"), ("100", None, "100"),
    ],
)  # fmt: skip
def test_a_number_has_no_exponent_no_idle_zeros_and_is_rounded_half_up(value, places, text):
    assert number(Decimal(value), places) == text.replace("0.00", "0" if places is None else "0.00")


# --- Word ------------------------------------------------------------------------------------


def test_word_has_real_headings_and_a_contents_field_that_names_them(word):
    titles = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert titles == [
        ("Heading 1", "一、基本情况"), ("Heading 2", "（一）资金"), ("Heading 3", "1.细目"), ("Heading 1", "附件　项目库"), ("Heading 1", "取数表"),
    ]  # fmt: skip
    fields = [one.text for one in word.element.iter(qn("w:instrText"))]
    assert any("TOC" in one for one in fields)
    assert [p.text for p in word.paragraphs if p.style.name.startswith("toc")] == ["一、基本情况", "（一）资金", "附件　项目库"]  # fmt: skip


def test_every_table_of_word_repeats_its_head_on_the_next_page(word):
    for table in word.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_word_has_page_numbers_and_pages_across_for_wide_tables(word):
    number_field = word.sections[0].footer._element.xpath(".//w:instrText")
    assert "PAGE" in number_field[0].text
    turned = [one.orientation == WD_ORIENT.LANDSCAPE for one in word.sections]
    assert turned == [False, True, False]
    assert word.sections[1].page_width > word.sections[1].page_height


def test_every_key_and_every_line_of_the_contents_of_word_leads_somewhere(word):
    marks = {one.get(qn("w:name")) for one in word.element.iter(qn("w:bookmarkStart"))}
    asked = [one.get(qn("w:anchor")) for one in word.element.iter(qn("w:hyperlink"))]
    told = [one for one in asked if one]
    assert len(told) == 3 + 3 + 2  # the contents, the figures, the tables
    assert set(told) <= marks


def test_word_leads_into_the_product_and_says_what_it_cannot_show(word):
    links = {r.target_ref for r in word.part.rels.values() if r.reltype.endswith("hyperlink")}
    assert f"{SITE}/projects/P1/" in links
    assert word.tables[0].rows[1].cells[0].text == "甲<乙>&丙"
    assert word.tables[0].rows[1].cells[2].text == "—"


def test_without_an_address_word_only_leads_to_its_own_list(tmp_path):
    plan_paper_word.write(written(site=""), tmp_path / "a.docx")
    found = docx.Document(str(tmp_path / "a.docx"))
    assert not [r for r in found.part.rels.values() if r.reltype.endswith("hyperlink")]
    assert "/area/990101/" in found.tables[-1].rows[1].cells[-1].text


def test_word_asks_for_the_official_fonts_by_name_and_names_their_stand_ins(word):
    styles = {name: word.styles[name] for name in ("Body Text", "Heading 1", "Heading 2")}
    asked = {name: one.element.rPr.rFonts.get(qn("w:eastAsia")) for name, one in styles.items()}
    assert asked == {"Body Text": "仿宋", "Heading 1": "黑体", "Heading 2": "楷体"}
    table = next(
        part for part in word.part.package.iter_parts() if str(part.partname).endswith("fontTable.xml")
    )
    assert "仿宋_GB2312" in table.blob.decode()


def test_nothing_in_word_is_made_to_look_like_a_heading_by_hand(word):
    assert not list(word.element.iter(qn("w:b")))


# --- PDF, HTML, workbook, JSON -----------------------------------------------------------------


def test_the_pdf_has_the_text_the_contents_and_the_list(tmp_path):
    plan_paper_pdf.write(written(), tmp_path / "a.pdf")
    found = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    text = "".join(page.get_textpage().get_text_bounded() for page in found).replace(" ", "")
    for said in ("示例县规划", "目　录", "1234户[a]", "12.345678万元", "取数表", "演示数据", "—1—"):
        assert said in text
    assert [round(page.get_width()) > round(page.get_height()) for page in found].count(True) == 1
    assert next(one.get_title() for one in found.get_toc()) == "一、基本情况"


@pytest.mark.parametrize(("rows", "pages"), [(20, 1), (60, 3)])
def test_a_table_that_fits_a_page_is_not_broken_in_the_pdf(tmp_path, rows, pages):
    words = Text(("一段话。" * 260,))
    lines = tuple((f"第{n}行", counted(n)) for n in range(1, rows + 1))
    made = replace(written(), blocks=(words, Grid("长表", ("甲", "乙"), lines)), sources=())
    plan_paper_pdf.write(made, tmp_path / "a.pdf")
    told = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(tmp_path / "a.pdf")]
    holding = [text for text in told if re.search(r"第\s?\d+\s?行", text)]
    assert 1 <= len(holding) <= pages
    assert (len(holding) == 1) == (pages == 1)


def test_no_row_of_a_table_taller_than_a_page_is_lost_in_the_pdf(tmp_path):
    lines = tuple((f"第{n}行", "一句很长的话。" * 60) for n in range(1, 13))
    made = replace(written(), blocks=(Grid("高表", ("甲", "乙"), lines),), sources=())
    plan_paper_pdf.write(made, tmp_path / "a.pdf")
    text = "".join(
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(tmp_path / "a.pdf")
    )
    assert text.count("话") == 12 * 60


def test_the_figures_of_html_are_links_and_every_anchor_is_there():
    found = pages.fromstring(plan_paper_html.html(written()))
    linked = found.xpath("//a[@class='figure']")
    assert {one.get("href") for one in linked} >= {f"{SITE}/area/990101/", f"{SITE}/projects/P1/"}
    anchors = {one.get("id") for one in found.xpath("//*[@id]")}
    inside = [href[1:] for href in found.xpath("//a/@href") if href.startswith("#")]
    assert inside
    assert set(inside) <= anchors


def test_html_is_one_file_without_scripts_and_escapes_what_people_wrote():
    text = plan_paper_html.html(written(site=""))
    assert "<script" not in text
    assert not re.search(r"\s(src|on\w+)=", text)
    assert "甲&lt;乙&gt;&amp;丙" in text
    assert 'href="#s-a"' in text


def test_the_workbook_has_a_sheet_a_table_with_numbers_and_the_list(tmp_path):
    plan_paper_book.write(numbered(written()), tmp_path / "a.xlsx", who="tester")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["正文", "表1", "表2", "取数", "说明"]
    rows = [[cell.value for cell in row] for row in book["表1"].iter_rows(min_row=5)]
    amounts = [row[1] for row in rows]
    assert amounts == [10, 2.345678, 12.345678]
    assert rows[0][2] is None
    taken = {row[1].value: row for row in book["取数"].iter_rows(min_row=4)}
    assert taken["户数"][2].value == 1234
    assert taken["户数"][6].value == f"{SITE}/area/990101/"
    assert any("甲<乙>&丙" in str(one) for one in taken)


def test_json_has_every_figure_with_its_rule_and_day(tmp_path):
    plan_paper_pack.write_json(written(), tmp_path / "a.json")
    told = json.loads(Path(tmp_path / "a.json").read_text(encoding="utf-8"))
    assert told["figures"][0] == {
        "key": "a", "what": "户数", "value": 1234, "unit": "户", "day": "2018-12-31", "rule": "台账", "link": "/area/990101/",
    }  # fmt: skip
    assert {run["key"] for block in told["blocks"] for run in block.get("runs", ()) if run.get("key")} == {"a", "b"}  # fmt: skip


def test_tables_are_counted_as_the_sheets_are():
    assert [grid.caption for grid in numbered(written()).grids] == ["表1　投资（单位：万元）", "表2　空表"]


def test_plain_text_has_no_keys():
    text = "\n".join(plain(written()))
    assert "示例县有1234户，投资12.345678万元，再说一次1234户。" in text
    assert "[a]" not in text

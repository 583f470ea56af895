"""What a stranger sees of a checked plan: one page that keeps its promises, and the same as a workbook."""

import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuqing.plans import figure_table, showing
from liuqing.plans.checked import Checked
from liuqing.plans.checking import check
from liuqing.plans.claims import Cause, Part
from liuqing.plans.page import page
from liuqing.plans.showing.words import amount
from liuqing.plans.text import Cell, Notice, Table
from tests.plans.hand_made import TEXT, checked, claim, document, figure

pytestmark = pytest.mark.one_database


class Reader(HTMLParser):
    """The ids, the addresses, the tags and the words of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.ids, self.addresses, self.tags, self.words = [], [], set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        named = dict(attrs)
        self.ids += [named["id"]] if "id" in named else []
        self.addresses += [named[one] for one in ("href", "src", "action") if one in named]
        assert not any(name.startswith("on") for name in named)

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


def test_the_verdict_says_how_many_and_of_how_many_causes():
    of = checked()
    three = (of.claims[0], of.claims[0], of.claims[0])
    many = replace(of, claims=three, causes=(Cause(1, "甲", (0, 2)), Cause(2, "乙", (1,))))
    assert "这份文件有 <b>3 处</b>对不上，可能是 2 个原因" in page(many)
    assert "没有发现对不上的数" in page(replace(of, claims=of.claims[1:], causes=()))


def test_what_cannot_be_checked_says_why():
    empty = Checked(document(), (), (), (), (Notice("plans.scanned", "第 1 页是图片", 3),))
    assert "这份文件查不了：没有读出文字" in page(empty) and "第 1 页是图片" in page(empty)
    words = Checked(document("大力发展产业。"), (), (), ())
    assert "这份文件查不了：没有找到带单位的数" in page(words)
    of = checked()
    assert "没有两处可以互相核对的数" in page(replace(of, claims=(), causes=()))


def test_the_page_is_one_file_and_needs_no_script_and_no_other_host():
    seen = Reader(page(checked()))
    assert not seen.tags & {"script", "link", "img", "iframe", "form", "object"}
    assert all(address.startswith("#") for address in seen.addresses)
    assert "url(" not in page(checked()) and "@import" not in page(checked())
    assert '<html lang="zh-CN">' in page(checked())


def test_every_link_leads_somewhere_and_no_two_anchors_are_the_same():
    seen = Reader(page(checked()))
    assert len(seen.ids) == len(set(seen.ids))
    assert {address[1:] for address in seen.addresses} <= set(seen.ids)


def test_the_text_of_a_stranger_is_never_markup():
    html = page(checked())
    assert "<b>&amp;" not in html and "&lt;b&gt;&amp; 公式" in html
    named = replace(checked().document, name='"><script>alert(1)</script>.txt')
    assert "<script>" not in page(replace(checked(), document=named))


def test_a_failure_shows_the_sum_as_written_on_paper():
    [cause] = showing.show(checked()).causes
    done = cause.findings[0].sum
    assert [(line.label, line.sign, line.number) for line in done.lines] == [
        ("2018年", "", "400"), ("2019年", "+", "400"), ("2020年", "+", "300"),
    ]  # fmt: skip
    assert (done.computed, done.stated, done.difference, done.unit) == ("1100", "1200", "−100", "万元")


def test_a_part_in_another_unit_is_converted_and_shown_as_printed():
    of = document("共1200万元，其中甲0.04亿元、乙800万元。")
    whole, left, right = figure(of, "1200万元", 0), figure(of, "0.04亿元", 0), figure(of, "800万元", 0)
    made = claim("sum", whole, (Part("甲", left), Part("乙", right)), "fails", "看")
    view = showing.show(Checked(of, (whole, left, right), (made,), (Cause(1, "看", (0,)),)))
    first, second = view.causes[0].findings[0].sum.lines
    assert (first.number, first.printed) == ("400", "0.04亿元")
    assert (second.number, second.printed) == ("800", "")


def test_only_what_can_be_written_below_each_other_is_a_sum():
    of = document("占5户，共20户，投入30万元。")
    part, whole, money = figure(of, "5户", 0), figure(of, "20户", 0), figure(of, "30万元", 0)
    made = claim("other", money, (Part("户", part), Part("户", whole)), "fails", "看")
    share = replace(made, relation=replace(made.relation, formula="5户÷20户"))
    again = claim("repeat", whole, (Part("第 9 行", part),), "fails", "看")
    counted = replace(made, kind="count_sum", relation=replace(made.relation, parts=(), formula="逐项点数5"))
    view = showing.show(Checked(of, (part, whole, money), (made, share, again, counted), ()))
    sums = {one.key: one.sum for cause in view.causes for one in cause.findings}
    assert sums["c0"] is None
    assert [line.number for line in sums["c1"].lines] == ["5 户", "20 户"] and sums[
        "c1"
    ].formula == "5户÷20户"
    assert (sums["c2"].lines, sums["c2"].comes_out, sums["c2"].computed) == ((), "另一处写的", "5")
    assert (sums["c3"].lines, sums["c3"].comes_out) == ((), "数下来")


def test_a_figure_within_another_is_marked_once_and_its_links_lead_to_the_paragraph():
    of = document("共20户。", "甲有9户。")
    whole, other = figure(of, "20户", 0), figure(of, "9户", 1)
    within = replace(whole, start=whole.start + 1, text="0户", stated=Decimal(0), value=Decimal(0))
    done = Checked(of, (whole, other), (claim("sum", within, (Part("甲", other),), "fails", "看"),), ())
    seen = Reader(page(done))
    assert "#p0" in seen.addresses and {address[1:] for address in seen.addresses} <= set(seen.ids)
    assert "".join(run.text for run in showing.show(done).blocks[0].runs) == "共20户。"


def test_the_places_of_a_grand_total_are_folded_and_named_in_its_sum():
    of = document("共50户。", *(f"村{n}有10户。" for n in range(5)))
    whole, parts = figure(of, "50户", 0), [figure(of, "10户", n + 1) for n in range(5)]
    made = claim("sum", whole, tuple(Part(f"村{n}", q) for n, q in enumerate(parts[:4])), "fails", "看")
    [cause] = showing.show(Checked(of, (whole, *parts), (made,), ())).causes
    [one] = cause.findings
    assert (len(one.quotes), len(one.more_quotes)) == (3, 2)
    assert [line.place for line in one.sum.lines] == [f"第 {n} 行" for n in (2, 3, 4, 5)]


def test_both_places_are_quoted_with_their_lines_and_lead_into_the_text():
    [unsure] = showing.show(checked()).unclear
    assert [quote.place for quote in unsure.quotes] == ["第 5 行", "第 2 行"]
    assert [quote.section for quote in unsure.quotes] == ["二、搬迁 <b>& 公式 =1+1<…", "一、投资概算"]
    assert all(f'id="{quote.href[1:]}"' in page(checked()) for quote in unsure.quotes)


def test_a_long_paragraph_is_quoted_around_its_figures_only():
    far = "甲" * 400
    of = document(f"{far}共50户，{far}甲村20户，{far}乙村20户。{far}")
    whole, left, right = figure(of, "50户", 0), figure(of, "20户", 0), figure(of, "20户", 0, 1)
    made = claim("sum", whole, (Part("甲村", left), Part("乙村", right)), "fails", "看")
    [cause] = showing.show(Checked(of, (), (made,), ())).causes
    [quote] = cause.findings[0].quotes
    said = "".join(run.text for run in quote.runs)
    assert len(said) < 250 and said.count("……") == 4
    assert [run.text for run in quote.runs if run.key] == ["50户", "20户", "20户"]


def test_the_worst_failure_comes_first_and_numbers_follow_that_order():
    of = checked()
    homes = replace(of.claims[1], verdict="fails", computed=Decimal(5), difference=Decimal(-45))
    view = showing.show(
        replace(of, claims=(of.claims[0], homes), causes=(Cause(1, "小", (0,)), Cause(2, "大", (1,))))
    )
    assert [(cause.what, cause.findings[0].number) for cause in view.causes] == [("大", "1"), ("小", "2")]


def test_a_failure_that_no_cause_explains_is_shown_all_the_same():
    view = showing.show(replace(checked(), causes=()))
    assert [one.key for cause in view.causes for one in cause.findings] == ["c0"]


def test_every_figure_is_marked_by_its_worst_verdict_and_says_what_it_means():
    marked = {run.text: run for block in showing.show(checked()).blocks for run in block.runs if run.key}
    tones = {text: run.tone for text, run in marked.items()}
    assert tones == {
        "1200万元": "fails", "400万元": "fails", "300万元": "fails", "50户": "holds", "20户": "holds", "30户": "holds",
        "0.15亿元": "unclear",
    }  # fmt: skip
    assert marked["1200万元"].title == "投入资金 · 2018—2020年 · 计划 · 单位：万元"
    assert [link.label for link in marked["1200万元"].links] == ["1", "?1"]
    assert marked["1200万元"].is_total and not marked["300万元"].is_total


def test_the_marked_text_is_the_text():
    blocks = showing.show(checked()).blocks
    assert [block.number + "".join(run.text for run in block.runs) for block in blocks] == list(TEXT)


def test_tables_stand_where_they_stood_and_a_merged_cell_once():
    wide = Cell("合计", 6, columns=2)
    table = Table(((wide, wide), (Cell("甲", 7), Cell("3", 7))), after=3)
    of = checked()
    view = showing.show(replace(of, document=replace(of.document, tables=(table,))))
    assert [bool(block.rows) for block in view.blocks] == [False, False, False, False, True, False]
    assert [[cell.runs[0].text for cell in row] for row in view.blocks[4].rows] == [["合计"], ["甲", "3"]]


def test_the_cells_of_a_table_are_marked_and_the_workbook_has_them_too():
    rows = (
        "项目 2018年（万元） 2019年（万元） 2020年（万元）", "道路 100 200 110", "饮水 50 90 60", "合计 150 280 170",
    )  # fmt: skip
    cells = tuple(tuple(Cell(text, n + 2) for text in row.split()) for n, row in enumerate(rows))
    of = replace(document("一、资金"), tables=(Table(cells, after=0),))
    done = check(of)
    marked = {
        run.text: run
        for row in showing.show(done).blocks[1].rows
        for cell in row
        for run in cell.runs
        if run.key
    }
    assert {text: run.tone for text, run in marked.items()} == {
        "100": "holds", "50": "holds", "150": "holds", "110": "holds", "60": "holds", "170": "holds", "200": "fails", "90": "fails", "280": "fails",
    }  # fmt: skip
    assert [text for text, run in marked.items() if run.is_total] == ["280"]
    seen = Reader(page(done))
    assert {address[1:] for address in seen.addresses} <= set(seen.ids)
    [one] = showing.show(done).causes[0].findings
    assert "".join(run.text for run in one.quotes[0].runs).startswith("表格，道路2019年")
    assert [row[2] for row in figure_table.figure_rows(done)] == rows[1].split()[1:] + rows[2].split()[
        1:
    ] + rows[3].split()[1:]


@given(st.decimals(-(10**12), 10**12, places=4))
@settings(max_examples=80, deadline=None)
def test_an_amount_keeps_its_value_and_loses_only_empty_places(value):
    said = amount(value)
    assert Decimal(said.replace("−", "-")) == value
    assert "E" not in said and not re.search(r"\.\d*0$", said)


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "数.xlsx"
    figure_table.write(checked(), path)
    return openpyxl.load_workbook(path)


def test_the_workbook_has_every_figure_relation_and_cause(book):
    assert book.sheetnames == ["数", "关系", "原因", "说明"]
    head, *rows = book["数"].iter_rows(values_only=True)
    assert head == (
        "序号", "位置（页/行）", "原文", "数值", "单位", "基本单位数值", "计的是什么", "谁", "哪里", "年份", "计划/事实", "来源",
        "约/以上", "章节", "在哪些关系里", "结论",
    )  # fmt: skip
    assert len(rows) == 8
    assert rows[0][:6] == (1, "第 2 行", "1200万元", 1200, "万元", 12_000_000)
    assert rows[0][9:11] + rows[0][14:] == ("2018—2020年", "计划", "1、3", "对不上")
    assert rows[-1][12] == "约数" and rows[-1][3] == 0.15
    relations = list(book["关系"].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in relations] == ["对不上", "一致", "说不准"]
    assert relations[0][5:9] == (1200, 1100, -100, "万元")
    assert list(book["原因"].iter_rows(min_row=2, values_only=True)) == [(1, "投资概算的分年数", 1, "1")]


def test_no_text_of_a_plan_becomes_a_formula(tmp_path):
    of = checked()
    evil = [replace(q, what="=cmd|'/c calc'!A1", text="=1+1") for q in of.quantities]
    path = tmp_path / "数.xlsx"
    figure_table.write(replace(of, quantities=tuple(evil), causes=(Cause(1, "@SUM(A1)", (0,)),)), path)
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert "=1+1" in [cell.value for cell in cells]


def test_the_json_counts_every_verdict():
    of = checked()
    summary = of.as_dict()["summary"]
    assert (summary["holds"], summary["holds_rounded"], summary["fails"], summary["unclear"]) == (1, 0, 1, 1)
    assert summary["causes"] == [{"what": "投资概算的分年数", "claims": [0]}]
    assert [one["verdict"] for one in of.as_dict()["claims"]] == ["fails", "holds", "unclear"]

"""Tables pasted as text are tables, and running text is none."""

import pytest

from liuqing.plans import reading

pytestmark = pytest.mark.one_database
HEAD = "一、投资概算\n各年投资见下表，金额以万元计，来源为涉农整合资金。\n"


@pytest.mark.parametrize("gap", ["\t", "    ", "　　"])
def test_columns_parted_by_tabs_or_wide_gaps_are_a_table(gap: str) -> None:
    rows = [
        ["类别", "2018年", "2019年"],
        ["产业", "100", "1,200.5"],
        ["就业", "30", "40"],
        ["合计", "130", "1240.5"],
    ]
    document = reading.text(HEAD + "\n".join(gap.join(row) for row in rows) + "\n二、保障\n加强领导。")
    (table,) = document.tables
    assert [[cell.text for cell in row] for row in table.rows][1] == ["产业", "100", "1200.5"]
    assert [row[0].line for row in table.rows] == [3, 4, 5, 6]
    assert table.after == 1
    assert [p.text for p in document.paragraphs] == [
        "投资概算",
        "各年投资见下表，金额以万元计，来源为涉农整合资金。",
        "保障",
        "加强领导。",
    ]
    assert [(n.code, n.line) for n in document.notices if "table" in n.code] == [("plan.pasted_table", 3)]


def test_figures_with_single_blanks_are_a_table() -> None:
    document = reading.text(HEAD + "甲村 100 50 50\n乙村 80 40 40\n合计 180 90 90")
    assert [[cell.text for cell in row] for row in document.tables[0].rows][-1] == ["合计", "180", "90", "90"]


def test_a_markdown_table_is_a_table() -> None:
    document = reading.text(HEAD + "| 类别 | 金额 |\n|---|---:|\n| 产业 | 100 |\n| 就业 | 30 |")
    assert [[cell.text for cell in row] for row in document.tables[0].rows] == [
        ["类别", "金额"],
        ["产业", "100"],
        ["就业", "30"],
    ]


def test_two_rows_are_no_table() -> None:
    document = reading.text(HEAD + "产业\t100\n就业\t30")
    assert not document.tables
    assert len(document.paragraphs) == 4


def test_names_and_posts_are_no_table() -> None:
    lines = "责任人：甲某  县林业局局长\n责任人：乙某  县水务局局长\n责任人：丙某  县教育局局长"
    assert not reading.text(HEAD + lines).tables


def test_sentences_with_gaps_are_no_table() -> None:
    lines = "投资100万元。  2019年完成。\n投资200万元。  2020年完成。\n投资300万元。  2021年完成。"
    assert not reading.text(HEAD + lines).tables

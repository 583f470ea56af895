"""Mending a line: marks and stray blanks go, figures stay what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.plans.structure import cleaning

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("torn", "mended"),
    [
        ("贫困人口 796 户 2505 人", "贫困人口796户2505人"),
        ("投资 164.00 万元", "投资164.00万元"),
        ("因病致贫的 **157 户 542 人**，严格", "因病致贫的157户542人，严格"),
        ("__重点__任务", "重点任务"),
        ("３．５亿元，占２０％", "3.5亿元，占20%"),
        ("Ｄ级危房", "D级危房"),
        ("投资1,234.5万元", "投资1234.5万元"),
        ("共1,234,567元", "共1234567元"),
        ("投入１，２３４．５６万元", "投入1234.56万元"),
        ("投资3·5亿元", "投资3.5亿元"),
        ("投资3。5亿元用于修路", "投资3.5亿元用于修路"),
        ("投资164. 00万元", "投资164.00万元"),
        ("占9 .5 %", "占9.5%"),
        ("2 018年完成", "2018年完成"),
        ("20 18 年完成", "2018年完成"),
        ("2018 — 2020 年", "2018—2020年"),
        ("投资\u200b10\u00ad0\ufeff万元", "投资100万元"),
        ("220\u2009448.97万元", "220448.97万元"),
        ("&nbsp;投资100&nbsp;万元", "投资100万元"),
        ("⼈⼝100⼾", "人口100户"),
        ("9000人,公益性岗位", "9000人，公益性岗位"),
        ("吸纳5人以上(含5人)", "吸纳5人以上（含5人）"),
        ("# 一、总体要求", "一、总体要求"),
        ("前  言", "前言"),
        ("长 500 m³", "长500m³"),
        ("投资100万元[a]，覆盖50户[12]。", "投资100万元，覆盖50户。"),
        ("⑴种植㈠产业", "（1）种植（一）产业"),
    ],
)
def test_a_line_reads_as_it_was_meant(torn: str, mended: str) -> None:
    assert cleaning.mend(torn) == mended


@pytest.mark.parametrize(
    "line",
    [
        "合计100 50 50",  # cells of a table
        "投入12 016元",  # 12,016 or a 12 too many: nobody knows
        "分别为100,200,300户",  # three figures
        "“10·17”扶贫日",
        "完成120。3户未完成",
        "1. 5万元以下的",  # a list number before a figure
        "12:30开会",
        "嵌套_变量_名",
        "海发〔2018〕18号",
    ],
)
def test_what_has_two_readings_stays(line: str) -> None:
    assert cleaning.mend(line) == line


@given(st.text(alphabet="0123456789.,， 、。年户元万亿%（）()*_\t的县", max_size=60))
def test_no_digit_is_ever_lost_made_or_moved(text: str) -> None:
    digits = [mark for mark in text if mark.isdigit()]
    assert [mark for mark in cleaning.mend(text) if mark.isdigit()] == digits


@given(st.integers(1, 10**9), st.integers(0, 99), st.sampled_from(["万元", "亿元", "元"]))
def test_thousands_and_wide_digits_are_the_same_amount(whole: int, cents: int, unit: str) -> None:
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    plain = f"投资{whole}.{cents:02d}{unit}"
    assert cleaning.mend(plain.translate(wide)) == plain
    assert cleaning.mend(f"投资{whole:,}.{cents:02d} {unit}") == plain

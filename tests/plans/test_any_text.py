"""Whatever stands in a text, a check ends with claims or without, and never with an error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plans.judged import claims

pytestmark = pytest.mark.one_database

PIECES = [
    "总投资", "其中", "：", "，", "。", "；", "（", "）", "2018年", "2019年", "2020年", "0万元", "12万元", "1200.50万元", "1.2亿元", "3户",
    "0户", "450人", "0人", "1000元/人", "每户补助", "每人每月", "2个月", "占", "的", "50%", "0%", "1.5个百分点", "下降", "由", "至", "分别为",
    "合计", "共", "三年", "每年", "一是", "二是", "以下", "三项", "甲村", "、", "未脱贫", "贫困发生率为", "农业人口", "13月45日", "2月30日前",
    "资金来源为", "中央资金", "自筹", "从", "中安排", "已完成", "尚有", "原有", "新增", "调整后", "长", "宽", "米", "=", "×", "户均", "“四大", "”",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40))
def test_no_order_of_words_and_figures_breaks_the_check(pieces: list[str]) -> None:
    for claim in claims("".join(pieces)):
        assert claim.text
        assert claim.lines


@pytest.mark.parametrize(
    "text", ["", "\n\n", "A plain English text with 12 figures.", "……", "（（（（", "2018年"]
)
def test_a_text_that_is_no_plan_has_no_claims(text: str) -> None:
    assert claims(text) == []

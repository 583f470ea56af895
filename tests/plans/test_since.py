"""What is now, and how much more that is than what was: the base is not stated, or stands earlier."""

import pytest

from tests.plans.judged import alarms, said

pytestmark = pytest.mark.one_database

HOLDING = [
    ("外出务工29753人，较上年增加191人，增长0.6%。", "0.6%"),
    ("粮食播种面积31.42万亩，比上年增加1.2万亩，增长4.0%。", "4.0%"),
    ("粮食产量12.4万吨，比上年减少0.3万吨，下降2.4%。", "2.4%"),
    ("生猪存栏20600头，同比增长3.0%，增加600头。", "3.0%"),
    ("一般公共预算收入10.3亿元，比上年增加0.3亿元，增长3.0%。", "3.0%"),
    ("平均降水量96.4毫米，比多年同期285.3毫米少66.2%。", "66.2%"),
    ("水库蓄水量4.13亿立方米，比常年同期5.72亿立方米偏少1.59亿立方米。", "1.59亿立方米"),
]


@pytest.mark.parametrize(("text", "rate"), HOLDING)
def test_growth_over_what_was_comes_out(text: str, rate: str) -> None:
    found = [row for row in said(text) if row[1] == rate]
    assert found and found[0][0] == "growth" and found[0][2] != "fails"
    assert alarms(text) == []


def test_growth_of_things_that_does_not_come_out_fails() -> None:
    assert ("growth", "4.8%", "fails") in said("播种面积31.42万亩，比上年增加1.2万亩，增长4.8%。")
    assert ("growth", "4.8%", "fails") in said("生猪存栏20600头，同比增长4.8%，增加600头。")


QUIET = [
    "地区生产总值110.3亿元，比上年增加10.3亿元，增长6.1%。",
    "参保31.42万人，比上年增加1.2万人，按同口径增长4.8%。",
    "参保31.42万人，比上年增加1.2万人，完成目标的104.8%。",
    "畜牧业产值3.2亿元，比上年增加0.2亿元，增长4.5%。",
    "在校学生31420人，招生人数比上年增加1200人，增长14.8%。",
    "降水量96.4毫米，最大日降水量32.1毫米，比历年平均285.3毫米少66.2%。",
]


@pytest.mark.parametrize("text", QUIET)
def test_growth_over_another_base_is_left_alone(text: str) -> None:
    assert [row for row in said(text) if row[0] == "growth"] == []


TOLD_APART = (
    "规上工业增加值增长6.5%。高新产业和装备制造业分别增长12.3%和10.3%，增速分别比规上工业快{}和3.8个百分点。"
)


def test_rates_are_told_apart_from_one_named_earlier() -> None:
    found = [row[1:] for row in said(TOLD_APART.format("5.8")) if row[0] == "growth"]
    assert len(found) == 2 and {verdict for _, verdict in found} == {"holds"}
    low = "全市投资增长8.9%，其中民间投资增长6.1%，增速低于全市投资2.8个百分点。"
    assert [v for _, t, v in said(low) if t == "2.8个百分点"] == ["holds"]


def test_a_rate_that_is_not_in_the_paragraph_is_left_alone() -> None:
    for text in (
        TOLD_APART.format("5.7"),
        "规上工业增长6.5%，增速比上月快1.1个百分点。",
        "财政收入增长7.2%，工业增长6.5%，增速比全省高0.7个百分点。",
    ):
        assert [row for row in said(text) if row[0] == "growth"] == []

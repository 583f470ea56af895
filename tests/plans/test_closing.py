"""Grand figures behind a run of amounts, with growth and what is part of one of them between."""

import pytest

from tests.plans.judged import alarms, said

pytestmark = pytest.mark.one_database

HOLDING = [
    ("全县基金收入完成5.2亿元、增长3%，上级补助0.1亿元，上年结转1.8亿元，基金总收入7.1亿元。", "7.1亿元"),
    ("预算支出完成0.8亿元，调出资金0.7亿元，国有资本经营预算总支出1.5亿元。", "1.5亿元"),
    ("收入5.2亿元，增长3%，其中税收4.1亿元；补助20.1亿元，上年结转1.8亿元，收入合计27.1亿元。", "27.1亿元"),
    ("收入完成5.2亿元，其中税收收入4.1亿元，补助收入20.1亿元，收入合计25.3亿元。", "25.3亿元"),
    ("基金收入3.3亿元，比上年增加0.4亿元，上年结转0.2亿元，基金总收入3.5亿元。", "3.5亿元"),
    ("小麦3.12万亩，玉米4.20万亩，蔬菜1.10万亩，比上年增加0.2万亩，播种总面积8.42万亩。", "8.42万亩"),
    ("一般债务3.2亿元，专项债务4.3亿元，政府债务总额7.5亿元，控制在限额8.1亿元以内。", "7.5亿元"),
]


@pytest.mark.parametrize(("text", "total"), HOLDING)
def test_a_grand_figure_is_the_run_before_it(text: str, total: str) -> None:
    assert (total, "holds") in [(stated, verdict) for _, stated, verdict in said(text)]
    assert alarms(text) == []


def test_what_a_budget_carries_over_is_all_in_its_grand_figure() -> None:
    text = "收入完成5.2亿元，增长3%，补助收入20.1亿元，上年结转1.8亿元，总收入22.1亿元。"
    assert ("sum", "22.1亿元", "fails") in said(text)


QUIET = [
    "一般公共预算收入8.3亿元，税收收入5.2亿元，财政总收入15.6亿元。",
    "门票收入4亿元，餐饮收入5亿元，旅游总收入9.1亿元。",
    "城镇居民收入3.1万元，农村居民收入1.2万元，全县旅游总收入4.4亿元。",
    "收入完成5.2亿元，其中税收收入4.1亿元，补助收入20.1亿元，上级安排2亿元，收入总计30.1亿元。",
    "合作社总收入320万元，其中销售收入280万元，支出210万元，净利润115万元，总投资605万元。",
    "到位资金31.2亿元，同比增加3.1亿元，其中省外资金21.2亿元。",
    "年末常住人口31.2万人，比上年末减少0.3万人，其中城镇常住人口15.1万人。",
]


@pytest.mark.parametrize("text", QUIET)
def test_a_grand_figure_of_more_than_stands_before_it_is_left_alone(text: str) -> None:
    assert [row for row in said(text) if row[0] != "limit"] == []
    assert alarms(text) == []

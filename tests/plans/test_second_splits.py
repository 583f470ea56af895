"""A total parted in two ways within one paragraph, and parts that a heading of their own opens."""

import pytest

from tests.plans.judged import alarms, said

pytestmark = pytest.mark.one_database

SALES = (
    "零售总额127.8亿元，增长8.1%，增速回落0.2个百分点。按经营地分，城镇零售额93.5亿元，增长8%；乡村零售额34.3亿元。"
    "按消费类型分，餐饮收入{}亿元，增长10%；商品零售109.1亿元，增长9%，其中限额以上31.2亿元，增长7%。"
)
SECTORS = "生产总值131.42亿元，增长6.1%。第一产业增加值30.21亿元，增长2.1%；第二产业增加值48.11亿元，其中工业37.2亿元；第三产业增加值{}亿元。"
DEBT = (
    "政府债务余额84043万元。其中，一般债务40269万元，专项债务43774万元；政府债券{}万元，非政府债券2565万元。"
)
TWICE = [
    (SALES.format("18.7"), "127.8亿元", 2),
    (SECTORS.format("53.10"), "131.42亿元", 1),
    (DEBT.format("81478"), "84043万元", 2),
    (
        "净收入82.35万元：其中种植15万元，养殖50.35万元，租赁17万元，发放工资18.84万元，提留17.5万元，分红46.01万元，平均每股分红53.6元。",
        "82.35万元",
        2,
    ),
    (
        "投资144327万元，增长8.9%。其中，民间投资88053万元，增长6%。分产业看，第一产业3931万元；"
        "第二产业54596万元，其中制造业45379万元，增长4.9%；第三产业85800万元。",
        "144327万元",
        1,
    ),
]


@pytest.mark.parametrize(("text", "total", "times"), TWICE)
def test_every_split_of_a_total_is_found(text: str, total: str, times: int) -> None:
    sums = [row for row in said(text) if row[0] == "sum" and row[1] == total and row[2] != "fails"]
    assert len(sums) == times
    assert alarms(text) == []


def test_a_slip_in_parts_that_are_all_there_is_fails() -> None:
    assert ("sum", "131.42亿元", "fails") in said(SECTORS.format("35.10"))
    assert ("sum", "84043万元", "fails") in said(DEBT.format("84178"))
    assert ("sum", "84043万元", "holds") in said(DEBT.format("84178"))


QUIET = [
    SALES.format("12.1"),
    SECTORS.format("40.25"),
    "投资144.3亿元，增长8.9%。分行业看，制造业45.4亿元，增长3%；房地产业31.2亿元，增长4%。",
    "上级下达资金84.3亿元，其中一般债券4.27亿元，专项债券4.74亿元。",
    "今年培训1283人。分类别看，种植352人，养殖421人，其中女性210人。",
]


@pytest.mark.parametrize("text", QUIET)
def test_a_split_that_may_leave_something_out_raises_no_alarm(text: str) -> None:
    assert alarms(text) == []

"""Differences with a name: what is left of exports when imports are taken off, of income when spending is."""

import pytest

from tests.plans.judged import alarms, claims, said

pytestmark = pytest.mark.one_database

TRADE = (
    "进出口总额43.9亿元。其中，出口31.2亿元，增长3.1%；进口12.7亿元，增长1.2%。进出口相抵，贸易顺差{}亿元。"
)
HOLDING = [
    (TRADE.format("18.5"), "18.5亿元"),
    ("收入合计20.3亿元，支出合计18.1亿元。收支相抵，年终结余2.2亿元，其中结转下年2.2亿元。", "2.2亿元"),
    ("合作社经营收入203.4万元，增长3%，各项成本101.1万元，纯收入102.3万元。", "102.3万元"),
    ("全年迁入3120人，增长2%，迁出2870人，净迁入250人。", "250人"),
    ("全年新登记企业812家，增长2%，注销企业110家，净增702家。", "702家"),
    ("项目需资金3420万元。已落实2100万元，增长2%，尚缺1320万元。", "1320万元"),
]


@pytest.mark.parametrize(("text", "named"), HOLDING)
def test_a_named_difference_comes_out(text: str, named: str) -> None:
    used = {q.text for c in claims(text) for q in (c.relation.total, *(p.quantity for p in c.relation.parts))}
    assert named in used
    assert alarms(text) == []


def test_of_exports_and_imports_there_is_one_difference() -> None:
    assert ("sum", "15.8亿元", "fails") in said(TRADE.format("15.8"))


def test_a_slip_in_what_is_left_over_fails() -> None:
    text = "合作社收入2035.4万元，增长3%，支出1011.1万元，增长8%，结余1042.3万元。"
    assert ("sum", "1042.3万元", "fails") in said(text)


def test_a_sum_said_both_ways_round_is_one() -> None:
    text = "出生人口1203人，死亡人口1100人，自然增长人口103人。"
    assert len([row for row in said(text) if row[0] == "sum"]) == 1


QUIET = [
    "全年收入20.3亿元，支出18.1亿元，年末滚存结余7.2亿元。",
    "新增岗位1203个，减少岗位110个，净增就业3120人，缺口402人。",
    "上年结余3.1亿元，收入20.3亿元，支出18.1亿元，结余5.3亿元。",
    "出口31.2亿元，进口12.7亿元，对东盟贸易顺差3.1亿元，对欧盟贸易顺差1.4亿元。",
]


@pytest.mark.parametrize("text", QUIET)
def test_a_difference_of_something_else_is_left_alone(text: str) -> None:
    assert said(text) == []

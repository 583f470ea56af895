"""A section's money stated again under its name, and the whole plan's money stated again anywhere."""

from decimal import Decimal

import pytest

from liuqing.plans import judging, reading, relations
from liuqing.plans.claims import Claim
from liuqing.plans.figures import quantities
from liuqing.plans.relations.across import cost_lists, overall, titles

pytestmark = pytest.mark.one_database

PLAN = """示例县项目规划

一、总体目标
规划期内计划总投资{preface}亿元，巩固脱贫成果。

二、主要任务
（一）产业扶贫工程
1.种植。投入资金1850.30万元。
2.养殖。投入资金2399.70万元。
产业扶贫工程共计需求资金4250.00万元。
（二）住房安全行动
1.加固。投入资金3108.44万元。
2.重建。投入资金1201.56万元。
住房安全行动共计需求资金4310.00万元。
（三）健康扶贫行动
1.补贴。投入资金820.15万元。
2.救治。投入资金1619.85万元。
健康扶贫行动预计投资2440.00万元。

三、投资概算
1.产业扶贫工程{farm}万元。
2.住房安全工程4310.00万元。
3.健康扶贫工程需求资金2440.00万元。
以上三项工程，共需投入资金{whole}万元。
"""
RIGHT = {"preface": "1.10", "farm": "4250.00", "whole": "11000.00"}


def claims(*finders: relations.Finder, text: str = PLAN, **changed: str) -> list[Claim]:
    document = reading.text(text.format(**{**RIGHT, **changed}))
    found = quantities.find(document)
    return [judging.judge(r, document) for finder in finders for r in finder(document, found)]


def failed(found: list[Claim]) -> list[tuple[Decimal, Decimal]]:
    return [(c.stated, c.computed) for c in found if c.verdict == "fails"]


def test_everything_agrees_in_a_plan_that_is_right():
    found = claims(titles.find, overall.find, cost_lists.find)
    assert {c.verdict for c in found} <= {"holds", "holds_rounded"}
    assert {
        Decimal("4250.00"),
        Decimal("4310.00"),
        Decimal("2440.00"),
        Decimal("1.10"),
        Decimal("11000.00"),
    } <= {c.stated for c in found}


def test_the_entry_of_a_list_that_disagrees_with_its_section_fails():
    assert failed(claims(titles.find, farm="4520.00")) == [(Decimal("4520.00"), Decimal(4250))]
    assert failed(claims(titles.find, farm="3911.07")) == [(Decimal("3911.07"), Decimal(4250))]


def test_a_list_that_agrees_with_no_section_is_of_something_else():
    text = (
        PLAN.replace("{farm}", "900.00")
        .replace("工程4310.00", "工程700.00")
        .replace("需求资金2440.00", "需求资金500.00", 1)
    )
    assert failed(claims(titles.find, text=text)) == []


def test_the_plan_total_in_the_preface_is_the_sum_of_the_sections_within_its_rounding():
    right = [c for c in claims(overall.find) if c.unit == "亿元"]
    assert [c.verdict for c in right] == ["holds"]
    assert failed(claims(overall.find, preface="1.01")) == [(Decimal("1.01"), Decimal("1.1"))]


def test_lines_of_costs_add_up_to_the_line_below_them():
    assert failed(claims(cost_lists.find, whole="11900.00")) == [(Decimal("11900.00"), Decimal(11000))]
    three_of_four = PLAN.replace("以上三项工程", "以上四项工程")
    assert failed(claims(cost_lists.find, text=three_of_four, whole="11900.00")) == []


def test_rows_of_a_pasted_table_are_the_totals_of_the_sections_they_name():
    table = "序号\t工程名称\t投资（万元）\n1\t产业扶贫\t4250.00\n2\t住房安全\t4130.00\n3\t健康扶贫\t2440.00\n\t合计\t10820.00\n"
    text = PLAN[: PLAN.index("1.产业扶贫工程{farm}")] + table
    assert failed(claims(titles.find, text=text)) == [(Decimal("4130.00"), Decimal(4310))]


def test_a_figure_is_not_its_own_repeat():
    text = "一、任务\n（一）产业扶贫\n一是种植。投入资金134.52万元。二是养殖。投入资金534.15万元。三是加工。投入资金77.31万元。\n二、保障措施\n加强领导。\n"
    assert claims(titles.find, text=text) == []


LIST = """二、任务
（一）产业扶贫工程
1.甲村种植大棚，投资52万元。
2.乙村养殖小区，投资31万元。
产业扶贫工程共计需求资金83万元。
（二）乡村振兴工程
1.甲村道路硬化，投资41万元。
2.乙村道路硬化，投资62万元。
3.丙村道路硬化，投资153万元，交通局组织实施，投入扶贫资金70万元。
4.丁村蓄水池，投资18万元。
5.戊村文化室，投资36万元。
（三）危房改造工程
1.甲村改造，投资211万元。
2.乙村改造，投资125万元。
危房改造工程共计需求资金336万元。
三、投资概算
1.产业扶贫工程共计需求资金83万元。
2.乡村振兴工程{}万元。
3.危房改造工程共计需求资金336万元。
"""


def test_a_total_elsewhere_that_no_reading_of_a_long_list_reaches_fails():
    assert [(c.stated, c.computed) for c in whole(LIST.format(465)) if c.verdict == "fails"] == [
        (Decimal(465), Decimal(310))
    ]


def test_a_total_that_one_reading_of_a_doubtful_item_reaches_is_left_alone():
    for total in (310, 227, 380):
        assert [c for c in whole(LIST.format(total)) if c.verdict == "fails"] == []


def whole(text: str) -> list[Claim]:
    document = reading.text(text)
    found = relations.find(document, quantities.find(document))
    return [judging.judge(relation, document) for relation in found]

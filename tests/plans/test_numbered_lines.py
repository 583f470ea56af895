"""Numbered lines of one amount each are the parts of the total below them."""

from decimal import Decimal

import pytest

from liuqing.plans import judging, reading
from liuqing.plans.claims import Claim
from liuqing.plans.figures import quantities
from liuqing.plans.relations.across import numbered_lines

pytestmark = pytest.mark.one_database


def claims(*lines: str) -> list[Claim]:
    document = reading.text("一、计划\n项目安排如下。\n" + "\n".join(lines) + "\n")
    return [judging.judge(r, document) for r in numbered_lines.find(document, quantities.find(document))]


LINES = (
    "1.甲村道路硬化9处，需投资33.50万元。",
    "2.乙村沟渠589米，投资210.00万元。",
    "3.丙村文化室，投资70.00万元。",
)


def test_the_total_below_is_the_sum_of_the_lines():
    assert [(c.verdict, c.stated) for c in claims(*LINES, "示范项目共计投资313.50万元。")] == [
        ("holds", Decimal("313.50"))
    ]


def test_a_total_that_is_not_the_lines_fails():
    assert [(c.verdict, c.computed) for c in claims(*LINES, "合计需求资金331.50万元。")] == [
        ("fails", Decimal("313.5"))
    ]


def test_a_line_without_its_one_amount_leaves_no_sum():
    assert claims(LINES[0], "2.乙村沟渠，按政策执行。", LINES[2], "合计需求资金331.50万元。") == []
    assert claims(LINES[0], "2.乙村沟渠，投资20万元，自筹3万元。", LINES[2], "合计需求资金331.50万元。") == []


def test_lines_that_do_not_count_from_one_leave_no_sum():
    assert claims(LINES[0], LINES[2], "合计需求资金331.50万元。") == []


def test_parts_of_a_line_and_lines_of_who_is_responsible_do_not_disturb_the_sum():
    found = claims(
        LINES[0],
        "责任单位：县交通局",
        "2.乙村沟渠589米，投资210.00万元，其中县级资金110.00万元、自筹100.00万元。",
        "责任单位：县水务局",
        LINES[2],
        "合计需求资金313.50万元。",
    )
    assert [c.verdict for c in found] == ["holds"]


def test_lines_of_one_year_and_of_a_few_thousand_are_lines_all_the_same():
    lines = ("1.2018年东村水池建设需投资41万元。", "2.西村沟渠，资金0.35万元。", "3.南村道路投资12万元。")
    assert [c.verdict for c in claims(*lines, "水利工程共计需求资金53.35万元。")] == ["holds"]
    assert [c.verdict for c in claims(*lines, "水利工程共计需求资金58.35万元。")] == ["fails"]


def test_lines_that_say_what_they_need_each_year_come_to_the_total_of_each_year():
    lines = (
        "（1）技能培训：每年需22.5万元，三年需67.5万元；",
        "（2）引导培训：每年需1.4万元，三年需4.2万元。",
        "（3）公益岗位：每年需31万元，三年需93万元。",
    )
    found = claims(*lines, "三项每年需投入资金54.9万元，三年需投入164.7万元。")
    assert [(c.stated, c.verdict) for c in found] == [(Decimal("164.7"), "holds"), (Decimal("54.9"), "holds")]
    found = claims(*lines, "三项每年需投入资金57.9万元，三年需投入164.7万元。")
    assert [(c.stated, c.verdict) for c in found] == [(Decimal("164.7"), "holds"), (Decimal("57.9"), "fails")]


def test_a_sentence_that_names_every_line_sums_them_up():
    lines = (
        "1.易地搬迁工程共计需求资金312万元。",
        "2.产业发展预计投资64.5万元。",
        "3.危房改造共计需求资金978万元。",
    )
    told = "其他工程对象不固定，需根据每年实际发生数测算资金，另外易地搬迁、产业发展、危房改造预计需要投入资金{}万元。"
    assert [c.verdict for c in claims(*lines, told.format("1354.5"))] == ["holds"]
    assert [c.verdict for c in claims(*lines, told.format("1534.5"))] == ["fails"]
    assert claims(*lines, told.format("1534.5").replace("、危房改造", "")) == []
    assert claims(*lines, told.format("1534.5").replace("危房改造", "教育资助")) == []

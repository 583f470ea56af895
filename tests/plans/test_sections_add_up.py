"""What a section opens with is what its items come to: in all, by year, by source."""

from decimal import Decimal

import pytest

from liuqing.plans import judging, reading
from liuqing.plans.claims import Claim
from liuqing.plans.figures import quantities
from liuqing.plans.relations.across import sections

pytestmark = pytest.mark.one_database

PLAN = """示例县项目实施方案

主要任务
2019年至2020年规划总投资{whole}万元，其中整合涉农资金{farm}万元，县级自筹资金{county}万元。2019年投入资金7600.00万元，2020年投入资金4900.00万元。
全力推进产业扶贫行动
坚持因地制宜。两年计划投入资金5200.00万元，其中：2019年3000.00万元，2020年2200.00万元。从涉农整合资金中列支。
1.种植业。新建核桃基地，投入资金1800.00万元，其中2019年1000.00万元，2020年800.00万元。
2.养殖业。发展肉牛养殖，投入资金2400.00万元，其中2019年1400.00万元，2020年1000.00万元。
3.加工业。2019年新建农产品加工厂，投入资金{factory}万元，其中2019年600.00万元、2020年400.00万元。
全力推进交通扶贫行动
加快补齐短板。两年计划投入资金7300.00万元，其中涉农整合资金6100.00万元，县级自筹资金1200.00万元。2019年投入资金4600.00万元，2020年投入资金2700.00万元。
1.通村公路。硬化通村公路，投入资金{roads}万元，其中2019年2800.00万元，2020年2100.00万元。
2.村内道路。硬化村内道路，投入资金1200.00万元，其中2019年600.00万元，2020年600.00万元。
3.危桥改造。2019年改造危桥，投入资金1200.00万元，从县级财政资金中列支。
"""
RIGHT = {
    "whole": "12500.00",
    "farm": "11300.00",
    "county": "1200.00",
    "factory": "1000.00",
    "roads": "4900.00",
}


def claims(text: str) -> list[Claim]:
    document = reading.text(text)
    found = sections.find(document, quantities.find(document))
    return [judging.judge(relation, document) for relation in found]


def plan(**changed: str) -> list[Claim]:
    return claims(PLAN.format(**{**RIGHT, **changed}))


def of(found: list[Claim], stated: str) -> list[Claim]:
    return [claim for claim in found if claim.stated == Decimal(stated)]


def test_a_plan_whose_sections_add_up_has_no_failure():
    found = plan()
    assert {c.verdict for c in found} == {"holds"}
    assert of(found, "12500.00") and of(found, "5200.00") and of(found, "3000.00") and of(found, "6100.00")


def test_a_section_total_that_is_not_its_items_fails_where_its_years_add_up():
    failed = [c for c in plan(roads="4800.00") if c.verdict == "fails"]
    assert {(c.stated, c.computed) for c in failed} >= {(Decimal("7300.00"), Decimal(7200))}


def test_the_whole_plan_is_the_sum_of_its_sections():
    failed = [c for c in plan(whole="12600.00") if c.verdict == "fails"]
    assert [(c.stated, c.computed, c.difference) for c in failed] == [
        (Decimal("12600.00"), Decimal(12500), Decimal(-100))
    ]


def test_money_that_an_item_says_is_of_a_source_counts_in_that_source():
    failed = [c for c in plan(county="1100.00") if c.verdict == "fails"]
    assert [(c.kind, c.stated, c.computed) for c in failed] == [
        ("source_sum", Decimal("1100.00"), Decimal(1200))
    ]


def test_items_without_a_source_belong_to_the_one_source_that_closes_the_sum():
    farm = of(plan(), "6100.00")
    assert [(c.verdict, len(c.relation.parts)) for c in farm] == [("holds", 2)]


def test_an_item_in_no_total_is_named():
    extra = "4.停车场。2020年建设停车场，投入资金276.61万元，从涉农整合资金中列支。\n"
    failed = [c for c in claims(PLAN.format(**RIGHT) + extra) if c.verdict == "fails"]
    assert failed and all("停车场" in c.why for c in failed)
    assert Decimal("12500.00") not in {c.stated for c in failed}, "said once, where it is left out"


def test_an_item_without_its_figure_leaves_the_sum_unclear():
    found = claims(
        "一、健康扶贫\n实施健康扶贫工程3项，三年计划投入资金300.00万元。\n"
        "1.医疗救助。三年计划投入资金120.50万元。\n2.大病救治。按政策执行。\n3.村医补助。三年计划投入资金150.00万元。\n"
    )
    assert [c.verdict for c in found] == ["unclear"]
    assert "大病救治" in found[0].why


def test_nothing_is_said_where_nothing_adds_up():
    found = claims(
        "一、产业扶贫\n近年来投入资金900.00万元，群众收入提高。\n1.种植。投入资金20.00万元。\n2.养殖。投入资金31.00万元。\n"
    )
    assert [c for c in found if c.verdict == "fails"] == []


def test_households_reached_by_several_items_are_not_added():
    found = claims(
        "一、产业扶贫\n项目覆盖贫困户5000户。\n1.种植。覆盖贫困户3500户。\n2.养殖。覆盖贫困户4100户。\n"
    )
    assert found == []


def test_houses_of_the_kinds_make_up_all_houses():
    text = (
        "一、危房改造\n两年计划改造危房1882户（2018年1800户、2019年82户）。\n"
        "1.重建。两年计划拆除重建211户。2018年拆除重建202户，2019年拆除重建9户。\n"
        "2.加固。两年计划维修加固1671户。2018年维修加固1598户，2019年维修加固73户。\n"
    )
    assert {(c.stated, c.verdict) for c in claims(text)} == {
        (Decimal(1882), "holds"),
        (Decimal(1800), "holds"),
        (Decimal(82), "holds"),
    }
    wrong = [c for c in claims(text.replace("1882户", "1892户")) if c.verdict == "fails"]
    assert [(c.stated, c.computed) for c in wrong] == [(Decimal(1892), Decimal(1882))]


def test_of_several_amounts_of_one_item_the_one_that_closes_the_sum_is_its_own():
    text = (
        "一、产业扶贫\n三年计划投入资金985.60万元。\n1.种植。三年计划投入资金320.15万元。\n"
        "2.养殖。企业垫付投资71.30万元，县里投入资金240.25万元。\n3.加工。三年计划投入资金425.20万元。\n"
    )
    assert [(c.verdict, c.stated) for c in claims(text)] == [("holds", Decimal("985.60"))]
    assert [c.verdict for c in claims(text.replace("985.60", "999.99")) if c.verdict == "fails"] == []


def test_what_stands_behind_a_closing_total_is_not_part_of_it():
    text = (
        "一、项目\n1.沟渠。投入资金250.15万元。\n2.道路。投入资金235.20万元。\n合计需求资金485.35万元。\n"
        "（1）书屋。三年投入资金48.10万元；（2）电影。三年投入资金12.40万元。\n"
    )
    assert {(c.verdict, c.stated) for c in claims(text)} == {("holds", Decimal("485.35"))}


def test_kinds_that_are_counted_are_all_the_kinds():
    text = (
        "一、任务\n规划实施三类项目{all}个。\n（一）产业\n规划项目93个，种植为主。\n（二）交通\n规划项目118个，修路为主。\n"
        "（三）教育\n规划项目47个，校舍为主。\n"
    )
    assert [(c.verdict, c.stated) for c in claims(text.format(all=258))] == [("holds", Decimal(258))]
    assert [(c.verdict, c.computed) for c in claims(text.format(all=204))] == [("fails", Decimal(258))]
    assert claims(text.format(all=204).replace("三类", "各类")) == []


def test_a_sum_behind_the_items_is_theirs_and_not_the_one_before_them():
    text = (
        "一、配套\n某乡安置点配套：道路8355平方米，投入32.00万元；水池2个，投入46.00万元，合计投资78.00万元。\n"
        "（1）书屋运行：每年需9.90万元，三年需29.70万元；\n（2）电影放映：每年需2.80万元，三年需8.40万元；\n"
        "（3）活动补助：每年需18.40万元，三年需55.20万元；\n三项每年需投入31.10万元，三年需投入{}万元。\n"
    )
    assert [c.stated for c in claims(text.format("93.30")) if c.verdict == "fails"] == []

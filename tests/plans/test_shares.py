"""Shares of a whole, differences in points, growth."""

import pytest

from tests.plans.judged import alarms, said

pytestmark = pytest.mark.one_database

HOLDING = [
    ("贫困人口3000人，占全县总人口10000人的30%。", "percent", "30%"),
    ("完成投资8000万元，占总投资10000万元的80%。", "percent", "80%"),
    ("全村400户1500人，其中贫困户120户450人，占30%。", "percent", "30%"),
    ("计划建设小水窖1609口，已建成1464口，完成率91.0%。", "percent", "91.0%"),
    ("同比增长9.7%，增幅超过全省（9.2%）、全市（9.2%）0.5个百分点。", "percent", "0.5个百分点"),
    ("贫困发生率由2014年的16.1%降至2018年末的1.5%，下降14.6个百分点。", "growth", "14.6个百分点"),
    ("农民人均可支配收入从8000元增加到10000元，增长25%。", "growth", "25%"),
    ("人均可支配收入达到9160元，比2016年的7508元增长22.0%。", "growth", "22.0%"),
    ("整合资金14046万元（其中，区财政4000万元），较去年（9824.91万元）增长42.96%。", "growth", "42.96%"),
    ("贫困村从2017年的30个减少到2018年的20个，减少10个。", "growth", "10个"),
    ("未脱贫2636户9491人。全县农业人口687577人，贫困发生率为1.38%。", "percent", "1.38%"),
]


@pytest.mark.parametrize(("text", "kind", "stated"), HOLDING)
def test_a_share_or_change_that_comes_out_holds(text: str, kind: str, stated: str) -> None:
    found = [row for row in said(text) if row[1] == stated]
    assert found and found[0][0] == kind
    assert found[0][2] in ("holds", "holds_rounded")


FAILING = [
    ("贫困人口3000人，占全县总人口10000人的31%。", "31%"),
    ("完成投资80万元，占计划投资100万元的82%。", "82%"),
    ("计划建设小水窖1609口，已建成1464口，完成率81.0%。", "81.0%"),
    ("110597人建档立卡贫困人口中，有劳动能力的69934人，占56.0%。", "56.0%"),
    ("合作社从100个增加到150个，增加60个。", "60个"),
    ("参保率达到102%。", "102%"),
]


@pytest.mark.parametrize(("text", "stated"), FAILING)
def test_a_share_or_change_that_does_not_come_out_fails(text: str, stated: str) -> None:
    assert [(t, v) for _, t, v in said(text) if v == "fails"] == [(stated, "fails")]


def test_shares_of_households_and_of_persons_are_told_apart() -> None:
    text = "建档立卡户795户2505人：因病157户542人，户占19.75%，人占21.64%；因残100户300人，户占12.58%，人占12.98%；其他538户1663人，户占67.67%，人占66.39%。"
    assert [t for _, t, v in said(text) if v == "fails"] == ["12.98%"]


def test_shares_that_are_cut_off_instead_of_rounded_are_no_alarm() -> None:
    assert alarms("建档立卡户795户，其中因病157户，占19.74%。") == []


QUIET = [
    "增长率达到150%，完成计划的120%。",
    "共发放3956户1.56388亿元，占任务的102%。",
    "农民人均可支配收入由6000元增加到12000元，年均增长15%。",
    "通硬化路率100%、安全饮水覆盖率98.5%，较2017年分别提高5个百分点、10个百分点。",
    "贫困户120户，占全村总户数的30%。",
    "第一季度完成20%，第二季度完成50%，第三季度完成80%。",
    "财政收入8.5亿元，增长12.3%，高于全省平均水平1.5个百分点。",
]


@pytest.mark.parametrize("text", QUIET)
def test_rates_whose_base_is_not_stated_raise_no_alarm(text: str) -> None:
    assert alarms(text) == []

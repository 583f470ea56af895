"""Totals and their years, in the many manners plans write them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plans.judged import alarms, claims, said

pytestmark = pytest.mark.one_database

HOLDING = [
    "总投资1200万元，其中：2018年500万元，2019年400万元，2020年300万元。",
    "总投资1200万元,其中2018年500万元,2019年400万元,2020年300万元.",
    "总投资1200万元，其中,2018年500万元、2019年400万元、2020年300万元。",
    "总投资１２００万元，其中：２０１８年５００万元，２０１９年４００万元，２０２０年３００万元。",
    "总投资 1,200.00 万元 ，其中：2018 年 500.00 万元 ，2019 年 400 万元 ，2020 年 300 万元 。",
    "总投资1200万元（2018年500万元、2019年400万元、2020年300万元）。",
    "总投资1200万元（2018年500万元，2019年400万元，2020年300万元。",
    "总投资1200万元。2018年投入500万元。2019年投入400万元。2020年投入300万元。",
    "2018年投入500万元，2019年投入400万元，2020年投入300万元，合计1200万元。",
    "2018年、2019年、2020年分别投入500万元、400万元、300万元，共1200万元。",
    "2018、2019、2020年分别投入500、400、300万元，合计1200万元。",
    "总投资1200万元，2018年至2020年分别为500万元、400万元和300万元。",
    "总投资1200万，其中2018年500万；2019年400万；2020年300万。",
    "总投资1200万元。\n2018年500万元；\n2019年400万元；\n2020年300万元。",
    "总投资1200万元，其中：\n——2018年，500万元。\n——2019年，400万元。\n——2020年，300万元。",
]


@pytest.mark.parametrize("text", HOLDING)
def test_a_total_that_is_its_years_holds_in_every_manner_of_writing(text: str) -> None:
    found = [c for c in claims(text) if c.kind == "year_sum"]
    assert [(c.stated, c.verdict) for c in found] == [(Decimal(1200), "holds")]


@pytest.mark.parametrize("text", HOLDING)
def test_the_same_total_mistyped_fails_in_every_manner_of_writing(text: str) -> None:
    wrong = text.replace("1200", "2100").replace("1,200", "2,100").replace("１２００", "２１００")
    assert any("2100" in why.replace(",", "") for why in alarms(wrong)), said(wrong)


def test_a_total_in_another_unit_is_compared_exactly() -> None:
    assert said("总投资1.2亿元，其中：2018年4500万元，2019年5000万元，2020年2500万元。") == [
        ("year_sum", "1.2亿元", "holds")
    ]


def test_what_the_printed_places_explain_is_rounding() -> None:
    [claim] = claims("投入63602.30万元，其中：2018年11904.76万元，2019年20202.31万元，2020年31495.22万元。")
    assert (claim.verdict, claim.difference) == ("holds_rounded", Decimal("-0.01"))


def test_persons_are_counted_and_never_rounded() -> None:
    assert [v for *_, v in said("三年共脱贫1001人，其中：2018年500人，2019年300人，2020年200人。")] == [
        "fails"
    ]


def test_several_measures_of_the_same_years_are_each_checked() -> None:
    text = "共实施176个项目，投入资金900.00万元，其中：2018年59个项目300.00万元，2019年57个项目200.00万元，2020年60个项目450.00万元。"
    assert said(text) == [("year_sum", "176个", "holds"), ("year_sum", "900.00万元", "fails")]


def test_households_and_persons_side_by_side_are_each_checked() -> None:
    text = "计划改造300户1200人（2018年100户400人、2019年150户600人、2020年50户210人）。"
    found = [row for row in said(text) if row[0] == "year_sum"]
    assert found == [("year_sum", "300户", "holds"), ("year_sum", "1200人", "fails")]


def test_the_years_of_each_source_are_checked_beside_those_of_all_money() -> None:
    text = (
        "总投资1000万元，其中财政资金600万元，社会资金400万元。2018年投资500万元，其中财政资金300万元，社会资金200万元。"
        "2019年投资500万元，其中财政资金300万元，社会资金200万元。"
    )
    found = [row for row in said(text) if row[0] == "year_sum"]
    assert found == [("year_sum", f"{n}万元", "holds") for n in (1000, 600, 400)]


def test_a_source_that_is_not_its_years_fails_where_every_year_names_its_sources() -> None:
    text = "投入资金1612.20万元，其中行业部门资金4134.70万元，上海帮扶资金200万元。2018年投入行业部门资金1412.20万元，2019年投入上海帮扶资金200.00万元。"
    assert ("year_sum", "4134.70万元", "fails") in said(text)


QUIET = [
    "2018年末贫困人口5000人，2019年末贫困人口3000人，2020年末贫困人口0人。三年共减少贫困人口5000人。",
    "全县贫困人口2014年10000人，2015年8000人，2016年6000人，2017年3000人，共减少7000人。",
    "累计投入资金3.2亿元，其中2018年投入1.1亿元，2019年投入1.3亿元。",
    "三年计划投入资金9000万元，其中2018年3000万元。",
    "2018年投资900万元，2019年投资600万元。项目总投资3000万元，覆盖10个乡镇。",
    "到2020年发展核桃10万亩（2018年5万亩，2019年8万亩，2020年10万亩）。",
    "“十二五”期间减贫39621人，2016年、2017年又分别减贫6306人、3029人。",
    "2016—2020年投入50亿元，其中2018年投入12亿元，2019年投入13亿元，2020年投入10亿元。",
    "补助标准为每盏4200元。2018年100盏，资金42万元；2019年200盏，资金84万元；两年共300盏，126万元。",
    "一是扶贫车间。投入资金1453.00万元。二是技能培训。2018年50万元；2019年60万元，两年共110万元。",
]


@pytest.mark.parametrize("text", QUIET)
def test_years_that_are_not_parts_of_a_total_raise_no_alarm(text: str) -> None:
    assert alarms(text) == []


def test_years_that_may_not_be_all_are_a_doubt_and_say_so() -> None:
    [claim] = [
        c
        for c in claims("投资5000万元建设园区，其中2018年完成2000万元，2019年完成1500万元。")
        if c.kind == "year_sum"
    ]
    assert claim.verdict == "unclear"
    assert "年份未必齐全" in claim.why


@settings(max_examples=40, deadline=None)
@given(
    parts=st.lists(st.integers(1000, 99999), min_size=2, max_size=5),
    mark=st.sampled_from(["，其中：", "，其中", "（"]),
    stop=st.sampled_from(["，", "、", "；"]),
)
def test_no_total_that_is_its_years_is_ever_called_wrong(parts: list[int], mark: str, stop: str) -> None:
    years = stop.join(f"{2016 + n}年{value / 100:.2f}万元" for n, value in enumerate(parts))
    text = f"总投资{sum(parts) / 100:.2f}万元{mark}{years}{'）' if mark == '（' else ''}。"
    assert alarms(text) == []
    assert any(claim.kind == "year_sum" and claim.verdict == "holds" for claim in claims(text))

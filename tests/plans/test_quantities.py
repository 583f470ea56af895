"""Every figure of a text with what the text says of it."""

from decimal import Decimal

import pytest

from liuqing.plans import reading
from liuqing.plans.figures import quantities
from liuqing.plans.quantity import Quantity

pytestmark = pytest.mark.one_database


def figures(text: str) -> list[Quantity]:
    return list(quantities.find(reading.text(text)))


def test_money_has_its_source_year_and_value() -> None:
    [q] = figures("2018年投入涉农整合资金1370.82万元。")
    assert (q.value, q.source, q.year, q.dimension) == (Decimal("13708200.00"), "涉农整合", 2018, "money")


def test_a_year_in_brackets_does_not_reach_out_of_them() -> None:
    assert [q.year for q in figures("养殖100头（2018年40头、2019年60头），投资50万元。")] == [
        None,
        2018,
        2019,
        None,
    ]


def test_years_before_respectively_are_given_in_their_order() -> None:
    found = figures("2018年至2020年分别为14户、21户、34户。")
    assert [(q.year, q.value) for q in found] == [(2018, 14), (2019, 21), (2020, 34)]


def test_numbers_that_share_a_unit_all_have_it() -> None:
    assert [q.value for q in figures("分别投入100、200、300万元。")] == [1_000_000, 2_000_000, 3_000_000]


def test_money_without_yuan_is_money() -> None:
    assert [(q.value, q.unit, q.text) for q in figures("投资396.12万，其中自筹96.12万。")] == [
        (Decimal("3961200.00"), "万元", "396.12万"),
        (Decimal("961200.00"), "万元", "96.12万"),
    ]


def test_people_without_a_unit_are_not_money() -> None:
    found = figures("全县总人口83.4万，劳动力约40万，境内有旧石器遗址距今约10万年，财政投入500万元。")
    assert [(q.text, q.dimension, q.value) for q in found[:2]] == [
        ("83.4万", "persons", 834_000),
        ("40万", "persons", 400_000),
    ]
    assert [q.text for q in found[2:]] == ["500万元"]


def test_mouths_are_people_and_a_jin_is_half_a_kilogram() -> None:
    found = figures("全村218户，764口人，产蜂蜜8斤。")
    assert [(q.dimension, q.value) for q in found[1:]] == [("persons", 764), ("weight", 4)]


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("每人每月补助600元", "人·月"), ("补助1000元/台", "台"), ("每户补助1万元", "户"), ("人均补助400元", "人"),
        ("每个村安排20万元", "村"), ("补助标准为每盏4200元", "盏"), ("交通补助100元/人•年", "人·年"), ("每名每月500元", "人·月"),
    ],
)  # fmt: skip
def test_a_rate_says_what_it_is_for(text: str, per: str) -> None:
    assert [q.per for q in figures(text)] == [per]


def test_a_sum_behind_a_yearly_figure_is_not_yearly() -> None:
    assert [q.each_year for q in figures("2018—2020年，每年投入300万元，共投入900万元。")] == [True, False]


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("约3.4亿元", "about"),
        ("6000余万元", "about"),
        ("不低于500元", "at_least"),
        ("30万元以内", "at_most"),
        ("5人以上", "at_least"),
    ],
)
def test_a_hedged_figure_says_so(text: str, hedge: str) -> None:
    assert [q.hedge for q in figures(text)] == [hedge]


def test_numbers_of_documents_roads_and_lists_are_no_figures() -> None:
    assert figures("依据云发〔2018〕19号文件，省道205线、2.2018年工作。") == []


def test_a_slogan_is_not_a_count_of_things() -> None:
    assert figures("落实“六个精准”“五个一批”。") == []


def test_every_entry_of_a_list_by_source_is_a_source() -> None:
    found = figures("分来源：财政专项扶贫资金1785万元、慈心一日捐1395万元。")
    assert all(q.source for q in found)


def test_a_number_of_great_works_is_a_count() -> None:
    assert [(q.value, q.dimension) for q in figures("统筹推进5大工程。")] == [(5, "count:项")]

"""Equal numbers that are two things, and one number told twice that is no sum of years."""

import pytest

from tests.plans.judged import said

pytestmark = pytest.mark.one_database


def test_one_year_beside_its_total_is_the_figure_again() -> None:
    assert said("2023年支出预算数为6281万元，支出合计6281万元。") == [("repeat", "6281万元", "holds")]


def test_one_year_behind_of_which_or_in_a_bracket_is_all_of_it() -> None:
    assert ("year_sum", "858头", "holds") in said("能繁母牛养殖858头（2018年858头）。")


TWO_THINGS = [
    "2023年收入预算为6281万元，支出合计6281万元。",
    "全年出口总额62817万元。\n\n全年进口总额62817万元。",
    "收入总计62817万元。\n\n支出总计62817万元。",
    "全年迁入人口12817人。\n\n全年迁出人口12817人。",
    "政府债务限额128178万元。\n\n政府债务余额128178万元。",
]


@pytest.mark.parametrize("text", TWO_THINGS)
def test_income_and_spending_are_never_the_same_figure(text: str) -> None:
    assert said(text) == []


def test_the_same_side_told_twice_is_one_figure() -> None:
    assert ("repeat", "62817万元", "holds") in said("收入总计62817万元。\n\n本级收入62817万元。")

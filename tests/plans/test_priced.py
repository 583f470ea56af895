"""A price of another paragraph, and a monthly standard beside the yearly one."""

import pytest

from liuqing.plans import judging, reading, relations
from liuqing.plans.figures import quantities

pytestmark = pytest.mark.one_database


def products(one: str, other: str) -> list[tuple[str, str]]:
    document = reading.text(f"一、基本情况\n{one}\n二、建设任务\n{other}\n")
    found = relations.find(document, quantities.find(document))
    return [(r.total.text, judging.judge(r, document).verdict) for r in found if r.kind == "product"]


HOUSES = "危旧农房改造1516户，缺口资金3183.6万元。"


def test_a_number_at_the_price_of_another_paragraph_comes_to_its_money():
    assert products(HOUSES, "危旧农房加固和重建补助标准均为2.1万元/户。") == [("3183.6万元", "holds")]


def test_another_price_or_a_price_of_another_thing_says_nothing():
    assert products(HOUSES, "危旧农房加固和重建补助标准均为2.5万元/户。") == []
    few = "危旧农房改造156户，缺口资金327.6万元。"
    assert products(few, "养殖小区奖励标准为2.1万元/户。") == []
    assert products(few, "危旧农房补助标准为2.1万元/户。") == [("327.6万元", "holds")]


def test_a_yearly_standard_is_twelve_monthly_ones():
    assert products("低保标准提高至每年3720元。", "保障标准提高到310元/人/月。") == [("3720元", "holds")]
    assert products("低保标准提高至每年3720元。", "保障标准提高到330元/人/月。") == []

"""A figure that stands in two sections in like words is marked as told alike."""

import pytest

from liuqing.plans import reading, relations
from liuqing.plans.figures import quantities

pytestmark = pytest.mark.one_database


def told(one: str, other: str) -> list[str]:
    document = reading.text(f"一、基本情况\n{one}\n二、建设任务\n{other}\n")
    found = relations.find(document, quantities.find(document))
    return [relation.total.text for relation in found if relation.kind == "repeat"]


def test_a_count_in_like_words_is_told_again():
    assert told("实施易地搬迁81户。", "搬迁安置类易地搬迁81户。") == ["81户"]
    assert told("组建27支驻村工作队，选派队员64人。", "落实驻村工作队27支。") == ["27支"]


def test_the_same_number_of_other_things_is_not():
    assert told("实施易地搬迁81户。", "发展蔬菜种植81户。") == []
    assert told("新建文化室27个。", "安装路灯27个。") == []


def test_an_amount_for_the_same_work_at_the_same_place_is_told_again():
    assert told("白石崖安置点配套道路硬化需投资28万元。", "白石崖搬迁点进村道路硬化，投资28万元。") == [
        "28万元"
    ]
    assert told("白石崖安置点配套道路硬化需投资28万元。", "李家湾养牛小区，投资28万元。") == []


def test_other_years_are_not_compared():
    assert told("2017年实施易地搬迁81户。", "2019年实施易地搬迁81户。") == []


def test_a_count_is_told_again_in_the_sum_that_uses_it():
    text = "危房存量3012户。\n1.危房改造需求资金：3012×2.1=6325.2万元。"
    assert "3012户" in told("全县情况如下。", text)


def test_a_congress_is_no_count():
    assert told("深入贯彻党的十九大精神。", "认真学习贯彻党的十九大精神。") == []


def test_what_another_finder_has_said_is_said_once():
    text = "全县有贫困人口25728户111138人。"
    assert len(told(text, text)) == 2

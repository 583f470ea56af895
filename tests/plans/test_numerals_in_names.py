"""Numerals that are part of a name count nothing."""

import pytest

from liuqing.plans import reading
from liuqing.plans.figures import quantities
from tests.plans.judged import said

pytestmark = pytest.mark.one_database


def counted(text: str) -> list[str]:
    return [q.text for q in quantities.find(reading.text(text))]


@pytest.mark.parametrize(
    "text",
    [
        "柳湾一大队、二大队、三大队都通了路。",
        "党的十九大和二十大以来，石桥村变了样。",
        "他家在三道河村，近五大连池市，走的是二级公路，过一条二级支流。",
        "六盘水市、三台县、三门峡市和五家渠市派人来学。",
        "二期工程已开工，三中全会后，四川和三峡的朋友也来了。",
        "千方百计增收，一村一品，一户一策，百企帮百村。",
        "三农工作，一事一议，九年义务教育，五保户。",
        "三方协议签好后，三次产业协调发展。",
        "第二十三个村，十几个人，三四个月后。",
    ],
)
def test_a_numeral_in_a_name_is_no_figure(text: str) -> None:
    assert counted(text) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("全县五十三个村，落实二十三项任务。", ["五十三个", "二十三项"]),
        ("三家企业、三座水库、两期培训、五百元补助。", ["三家", "三座", "两期", "五百元"]),
        ("推进十二大产业和三大攻坚战。", ["十二大", "三大"]),
    ],
)
def test_a_numeral_that_counts_is_read_whole(text: str, figures: list[str]) -> None:
    assert counted(text) == figures


def test_names_of_teams_are_counted_by_their_number_only() -> None:
    text = "下辖柳湾、一大队、二大队、三大队4个自然村。"
    assert said(text) == [("count_sum", "4个", "holds")]


def test_a_slogan_in_a_list_counts_no_list() -> None:
    assert said("支持农业、林业、水利和“三农”工作。庆祝“五一”、“六一”、“八一”。") == []
    assert [verdict for _, _, verdict in said("农业、农村、农民“三农”问题。")] == ["holds"]

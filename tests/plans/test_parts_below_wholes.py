"""A part is not above its whole: limits behind 其中, of what is left, and of parts everyone knows."""

import pytest

from tests.plans.judged import alarms, claims

pytestmark = pytest.mark.one_database


def limits(text: str) -> list[tuple[str, list[str], str]]:
    """The whole, its parts and the verdict of every limit."""
    return [
        (c.relation.total.text, [part.quantity.text for part in c.relation.parts], c.verdict)
        for c in claims(text)
        if c.kind == "limit"
    ]


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("人口9万，其中白族人口2.4万。", "9万", ["2.4万"]),
        ("全年零售额1980亿元，同比增长3.2%。其中，网上零售额617亿元，增长5%。", "1980亿元", ["617亿元"]),
        ("全区总面积310平方公里，其中耕地12.4万亩，林地7.35万亩。", "310平方公里", ["12.4万亩", "7.35万亩"]),
        ("年产水稻500吨，其中优质稻30万斤。", "500吨", ["30万斤"]),
        ("区域面积3.6万亩，林地面积28140亩，耕地面积1730亩。", "3.6万亩", ["28140亩", "1730亩"]),
        ("林地面积28140亩，耕地1730亩，生态林面积16250亩。", "28140亩", ["16250亩"]),
        ("总面积74平方公里，人口38264人。镇区面积2.6平方公里。", "74平方公里", ["2.6平方公里"]),
        ("总面积74平方公里，人口38264人。镇区人口1.4万人。", "38264人", ["1.4万人"]),
        ("全村共有218户，764口人，有劳动力405人。", "764口人", ["405人"]),
        ("在职教职工138人，党员教师61人。", "138人", ["61人"]),
        ("全村有贫困户236户，2017年未脱贫的仍有87户。", "236户", ["87户"]),
        ("全镇有危房120户，尚有30户未改造。", "120户", ["30户"]),
    ],
)  # fmt: skip
def test_a_part_below_its_whole_holds(text: str, whole: str, parts: list[str]) -> None:
    assert limits(text) == [(whole, parts, "holds")]


@pytest.mark.parametrize(
    "text",
    [
        "人口9万，其中白族人口10.8万。",
        "全区总面积10平方公里，其中耕地2.8万亩。",
        "全镇有危房120户，尚有130户危房未改造。",
        "全年税收1980万元。其中，地方税收2617万元。",
    ],
)
def test_a_part_above_its_whole_fails(text: str) -> None:
    assert len(alarms(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "建成水窖300口，还有20口未完工。",
        "已改造危房120户，仍有30户未改造。",
        "已改造危房120户，仍有130户未改造。",
        "全县人口5万人，青石镇位于北部，镇区人口1.4万人。",
        "农业人口3万人，镇区人口1.4万人。",
        "贫困人口300人，劳动力405人。",
        "总面积74平方公里，镇区面积103平方公里。",
        "4月份零售额100亿元，增长3%。其中，1-4月份零售额400亿元。",
        "全年税收1980万元。其中，人均税收200元，增加税收300万元。",
        "教职工138人，在校学生900人，女生400人。教师宿舍54间。",
        "有贫困户236户，带动农户500户，仍有87户未入社。",
    ],
)
def test_figures_that_are_no_part_of_each_other_stay_apart(text: str) -> None:
    assert [one for one in limits(text) if one[0] != "900人"] == []
    assert alarms(text) == []


def test_a_limit_that_a_sum_implies_is_not_said() -> None:
    assert limits("全年税收1980万元。其中，国税1500万元，地税480万元。") == []

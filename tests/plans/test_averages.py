"""Averages over sums and counts of the paragraph."""

import pytest

from liuqing.plans import checking, page, reading
from tests.plans.judged import alarms, claims, said

pytestmark = pytest.mark.one_database

HOLDING = [
    ("现有18个教学班，教师52人，在校学生810名，平均班额45人。", "45人"),
    ("学校建筑面积9120平方米，生均建筑面积11.4平方米；在校学生800名。", "11.4平方米"),
    ("实现分红46.02万元，入社30户、持股8590.5股，平均每股分红约53.6元，户均分红1.53万元。", "53.6元"),
    ("实现分红46.02万元，入社30户、持股8590.5股，平均每股分红约53.6元，户均分红1.53万元。", "1.53万元"),
    ("村集体经营收入1260万元，增长5%，全镇18个村，村均70万元。", "70万元"),
    ("全县耕地面积32.1万亩，其中水田12万亩，总人口21.4万人，人均耕地面积1.5亩。", "1.5亩"),
]


@pytest.mark.parametrize(("text", "mean"), HOLDING)
def test_an_average_that_comes_out_holds(text: str, mean: str) -> None:
    found = [(kind, verdict) for kind, stated, verdict in said(text) if stated == mean]
    assert ("product", "holds") in found or ("product", "holds_rounded") in found
    assert alarms(text) == []


FAILING = [
    ("现有18个教学班，在校学生810名，平均班额54人。", "54人"),
    ("建筑面积9120平方米，生均建筑面积11.9平方米；有18个班，在校学生800名，教师40人。", "11.9平方米"),
]


@pytest.mark.parametrize(("text", "mean"), FAILING)
def test_an_average_of_what_stands_next_to_it_fails(text: str, mean: str) -> None:
    assert ("product", mean, "fails") in said(text)


QUIET = [
    "现有18个教学班，在校学生810名，其中寄宿学生302名，平均班额54人。",
    "总收入820万元，覆盖农户310户，人均可支配收入1.2万元。",
    "建筑面积9120平方米，学生宿舍面积2000平方米，生均宿舍面积4.1平方米，学生800名，寄宿学生512名。",
    "全县耕地面积32.1万亩，总人口21.4万人，其中农业人口17.2万人，人均耕地面积1.8亩。",
    "平均每户3.2人，平均年龄45岁。",
]


@pytest.mark.parametrize("text", QUIET)
def test_an_average_of_something_else_is_left_alone(text: str) -> None:
    assert alarms(text) == []


def test_a_wrong_average_is_told_as_an_average() -> None:
    whys = [claim.why for claim in claims("在校学生800名，学校建筑面积9120平方米，生均建筑面积11.9平方米。")]
    assert any("按总数和个数平均（9120平方米÷800名）" in why for why in whys)


def test_on_paper_an_average_is_not_multiplied_and_a_difference_not_added() -> None:
    text = "在校学生800名，学校建筑面积9120平方米，生均建筑面积11.9平方米。出口12414万元；进口9791万元。进出口相抵，贸易顺差2632万元。"
    checked = checking.check(reading.text(text))
    words = {claim.relation.total.text: claim.why for claim in checked.claims}
    assert "按加减计算（12414万元−9791万元）为2623万元" in words["2632万元"]
    shown = page.page(checked)
    assert shown.count("算出来") == 2 and "乘出来" not in shown and "加起来" not in shown

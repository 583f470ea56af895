"""The same count twice in one paragraph."""

import pytest

from tests.plans.judged import said

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("青石镇位于县城东部。镇辖22个村、1个居委会。辖1个社区、22个行政村。", ["22个"]),
        ("合作社现有入社社员22户。分红时，合作社22户8583股。", ["22户"]),
        ("耕地面积6770.10公顷，多山。全镇属丘陵，耕地面积6770.10公顷。", ["6770.10公顷"]),
        ("青石镇位于东部，辖15个行政村，160个自然村。青石镇位于东部，辖15个村委会，160个自然村。", ["15个", "160个"]),
    ],
)  # fmt: skip
def test_a_count_told_twice_alike_holds(text: str, stated: list[str]) -> None:
    assert said(text) == [("repeat", total, "holds") for total in stated]


@pytest.mark.parametrize(
    "text",
    [
        "青石镇辖22个村。柳湾镇辖22个村。",
        "镇辖22个村。辖23个行政村。",
        "建成22个文化广场。明年再建成22个文化广场。",
        "2018年有22个贫困村。2019年有22个贫困村。",
        "22个村通了公路。22个村民小组用上了电。",
        "辖3个村。下辖3个村。",
        "培训农户125户。搬迁农户125户。",
    ],
)
def test_equal_counts_of_other_things_stay_apart(text: str) -> None:
    assert said(text) == []

"""The same count twice in one paragraph."""

import pytest

from tests.plans.judged import said

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("青石镇位于县城东部。镇辖34个村、2个居委会。辖2个社区、34个行政村。", ["34个"]),
        ("合作社现有入社社员47户。分红时，合作社47户6120股。", ["47户"]),
        ("耕地面积4318.25公顷，多山。全镇属丘陵，耕地面积4318.25公顷。", ["4318.25公顷"]),
        ("青石镇位于东部，辖26个行政村，370个自然村。青石镇位于东部，辖26个村委会，370个自然村。", ["26个", "370个"]),
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

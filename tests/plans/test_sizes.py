"""Areas and volumes from their sides."""

import pytest

from tests.plans.judged import alarms, said

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("村内道路硬化900米、宽4米、厚0.15米，3600平方米，投资22万元。", "3600平方米"),
        ("村内道路硬化2300米、4米宽、厚0.2米，9200平方米，投资59万元。", "9200平方米"),
        ("道路长700米宽5米3500平方米，投资31万元。", "3500平方米"),
        ("硬化道路长2公里、宽3米，硬化面积6000平方米。", "6000平方米"),
        ("新建挡墙长100米、高3米、宽1米，共300立方米。", "300立方米"),
    ],
)
def test_an_area_or_volume_that_is_its_sides_holds(text: str, total: str) -> None:
    assert ("product", total, "holds") in said(text)


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("村内道路硬化900米、宽4米、厚0.15米，3900平方米，投资22万元。", "3900平方米"),
        ("新建挡墙长100米、高3米、宽1米，共400立方米。", "400立方米"),
    ],
)
def test_an_area_or_volume_that_is_not_its_sides_fails(text: str, total: str) -> None:
    assert said(text) == [("product", total, "fails")]


@pytest.mark.parametrize(
    "text",
    [
        "硬化道路2200米、宽3米，并铺设场地500平方米。",
        "道路长2000米、宽3米，沟渠500平方米。",
        "道路长2000米、平均宽3.5米，面积7200平方米。",
        "道路长2000米、宽3—4米，面积7200平方米。",
    ],
)
def test_an_area_of_something_else_is_not_accused(text: str) -> None:
    assert alarms(text) == []

"""Nobody helps more of the poor than there are."""

from decimal import Decimal

import pytest

from liuqing.plans import judging, reading
from liuqing.plans.claims import Claim
from liuqing.plans.figures import quantities
from liuqing.plans.relations.across import coverage

pytestmark = pytest.mark.one_database

REGISTER = "2018年动态调整后，全县共有建档立卡贫困户987户。2018年末，3个贫困村未脱贫。"


def claims(text: str) -> list[Claim]:
    document = reading.text(f"一、现状\n{REGISTER}\n二、任务\n{text}\n")
    return [judging.judge(r, document) for r in coverage.find(document, quantities.find(document))]


def test_more_households_reached_than_registered_fails():
    found = claims("结对帮扶贫困户994户。")
    assert [(c.kind, c.verdict, c.stated, c.computed) for c in found] == [
        ("limit", "fails", Decimal(987), Decimal(994))
    ]


def test_the_largest_of_those_reached_is_shown_below_the_register():
    found = claims("项目覆盖贫困户512户，另一项目覆盖贫困户806户。")
    assert [(c.verdict, c.computed) for c in found] == [("holds", Decimal(806))]


def test_farmers_and_those_reached_several_times_may_be_more():
    assert claims("惠及农户3300户。累计帮扶贫困户2650户次。") == []


def test_deep_poor_villages_among_those_left_are_not_more_than_are_left():
    found = claims("对未出列贫困村（含深度贫困村21个）给予重点支持。")
    assert [(c.verdict, c.stated, c.computed) for c in found] == [("fails", Decimal(3), Decimal(21))]


def test_deeply_poor_villages_are_no_more_than_the_villages_left_on_whatever_day():
    document = (
        "目前，还有东村、西村、南村3个贫困村未实现出列。\n对未出列贫困村（包括{}个深度贫困村）编制施工图。"
    )
    assert [c.computed for c in claims(document.format(14)) if c.verdict == "fails"] == [Decimal(14)]
    assert not [c for c in claims(document.format(2)) if c.verdict == "fails"]
    more = document.format(14).replace("3个贫困村未", "31个贫困村未")
    assert not [c for c in claims(more) if c.verdict == "fails"]

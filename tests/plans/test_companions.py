"""Two chapters that tell one story tell it with the same figures."""

from decimal import Decimal

import pytest

from liuqing.plans import judging, reading
from liuqing.plans.claims import Claim
from liuqing.plans.figures import quantities
from liuqing.plans.relations.across import companions

pytestmark = pytest.mark.one_database


def claims(one: str, other: str, *, chapters: int = 2) -> list[Claim]:
    between = "\n二、保障措施\n" if chapters == 2 else "\n"
    document = reading.text(f"一、基本情况\n{one}{between}{other}\n")
    return [judging.judge(r, document) for r in companions.find(document, quantities.find(document))]


def failed(found: list[Claim]) -> list[tuple[Decimal, Decimal]]:
    return [(c.stated, c.computed) for c in found if c.verdict == "fails"]


STORY = "44名县级领导、816家县直单位挂包80个行政村。"


def test_one_figure_that_differs_beside_two_that_agree_fails():
    found = claims(STORY, "44名县级领导带头遍访，816家县直单位包村86个行政村。")
    assert failed(found) == [(Decimal(86), Decimal(80))]
    assert "44名" in next(c.why for c in found if c.verdict == "fails") or "816家" in found[-1].why


def test_a_slip_beside_one_that_agrees_fails_and_another_number_does_not():
    assert failed(claims("57名县级领导联系31个行政村。", "57名县级领导挂联37个行政村。")) == [
        (Decimal(37), Decimal(31))
    ]
    assert failed(claims("57名县级领导联系31个行政村。", "57名县级领导挂联94个行政村。")) == []


def test_a_story_told_alike_twice_holds():
    found = claims(STORY, "44名县级领导带头遍访，816家县直单位包村80个行政村。")
    assert {c.verdict for c in found} == {"holds"} and len(found) == 3


def test_items_of_one_chapter_may_share_a_figure():
    assert claims(STORY, "44名县级领导带头遍访，816家县直单位包村86个行政村。", chapters=1) == []


def test_another_year_is_another_story():
    assert (
        failed(
            claims(
                "2018年44名县级领导、816家县直单位挂包80个行政村。",
                "2019年44名县级领导、816家县直单位挂包88个行政村。",
            )
        )
        == []
    )


def test_the_same_helpers_help_the_same_households():
    found = claims("642名干部帮扶994户贫困户。", "642名干部帮扶987户建档立卡户。")
    assert failed(found) == [(Decimal(987), Decimal(994))]


def test_the_end_of_a_noun_is_enough_beside_an_equal_pair():
    found = claims("建设98个安置点，安置369户2218人。", "抓好9个集中安置点369户2218人的后续帮扶。")
    assert failed(found) == [(Decimal(9), Decimal(98))]

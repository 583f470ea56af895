"""Years in lines of their own are the parts of the figure above them."""

from decimal import Decimal

import pytest

from liuqing.plans import judging, reading
from liuqing.plans.claims import Claim
from liuqing.plans.figures import quantities
from liuqing.plans.relations.across import year_lists

pytestmark = pytest.mark.one_database


def claims(head: str, *lines: str) -> list[Claim]:
    document = reading.text("\n\n".join(["一、任务", head, *lines]) + "\n")
    return [judging.judge(r, document) for r in year_lists.find(document, quantities.find(document))]


def test_lines_of_years_add_up_to_the_figure_that_announces_them():
    found = claims(
        "巩固提升边缘易致贫户736户4927人，分年度计划如下：",
        "2021年，巩固提升边缘易致贫户421户2575人。",
        "2022年，巩固提升边缘易致贫户315户2352人。",
    )
    assert {(c.kind, c.stated, c.verdict) for c in found} == {
        ("year_sum", Decimal(736), "holds"),
        ("year_sum", Decimal(4927), "holds"),
    }


def test_a_line_that_does_not_fit_fails():
    found = claims(
        "巩固提升边缘易致贫户736户，分年度计划如下：",
        "2021年，巩固提升边缘易致贫户412户。",
        "2022年，巩固提升边缘易致贫户315户。",
    )
    assert [(c.verdict, c.computed) for c in found] == [("fails", Decimal(727))]


def test_lines_that_nothing_announces_are_said_only_if_they_fit():
    lines = ("2021年，改造户厕412户。", "2022年，改造户厕315户。")
    assert claims("全县有农户10736户。", *lines) == []
    assert [c.verdict for c in claims("改造户厕727户。", *lines)] == ["holds"]

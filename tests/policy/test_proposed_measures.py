"""The table of causes and measures: a place may write its own, and every word of it is understood."""

from datetime import date

import pytest

from liuqing.compute.plan import Plan
from liuqing.errors import Problem
from liuqing.policy.dated import Parameter, Parameters, Value
from liuqing.policy.place import known, load
from liuqing.policy.rules import RULES
from liuqing.policy.rules.proposed_measures import WHO, by_cause
from liuqing.policy.tables import MEASURES

DAY = date(2018, 12, 31)


def _table(measure: str, who: str) -> Parameters:
    table = {"因灾": {measure: who}}
    number = Parameter("measures.by_cause", "表", "措施", (Value(date(2016, 1, 1), table, "测试，虚构"),))
    return Parameters({**load("fuyuan").files, "measures.by_cause": number}, DAY)


@pytest.mark.parametrize("place", known())
def test_every_cause_of_every_place_asks_for_something(place: str) -> None:
    table = by_cause(load(place).parameters(DAY))
    assert table and all(table.values())


def test_every_measure_has_its_own_condition_and_stands_in_the_list() -> None:
    labels = {RULES[name].label.removeprefix("宜安排") for name in RULES["proposed_measures"].needs}
    assert labels == set(MEASURES)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_place_may_ask_any_measure(measure: str) -> None:
    assert by_cause(_table(measure, WHO[0])) == {"因灾": {measure: WHO[0]}}


@pytest.mark.parametrize(
    ("measure", "who", "wrong"), [("发钱", "全部", "发钱"), ("健康帮扶", "困难的", "困难的")]
)
def test_a_word_that_nobody_knows_is_said_with_those_there_are(measure: str, who: str, wrong: str) -> None:
    with pytest.raises(Problem) as raised:
        Plan(_table(measure, who), ("proposed_measures",))
    assert raised.value.code == "policy.measures_by_cause"
    assert wrong in raised.value.what and WHO[1] in raised.value.remedy

"""The graph of the rules finds faults before any engine is opened."""

from fractions import Fraction

import pytest

from liuqing.compute.graph import BadRuleError, check, closure
from liuqing.policy.checking import shipped
from liuqing.policy.rule import Rule, Written
from liuqing.policy.rules import RULES


def _rule(name: str, fn: Written, entity: str = "household", kind: str = "condition") -> dict[str, Rule]:
    return {name: Rule(name, entity, kind, label=name, fn=fn, source="test", expects=Fraction(1, 2))}


def test_every_rule_can_be_worked_out() -> None:
    assert set(closure(RULES, RULES)) == set(RULES)


def test_each_rule_comes_after_what_it_is_made_from() -> None:
    order = closure(RULES, ["exits"])
    for name in order:
        assert all(order.index(need) < order.index(name) for need in RULES[name].needs if need in RULES)


def test_only_what_is_needed_is_worked_out() -> None:
    assert closure(RULES, ["exit_water"]) == ["exit_water"]


def test_a_name_that_nobody_knows_is_named() -> None:
    with pytest.raises(BadRuleError, match="no_such_fact"):
        closure(_rule("odd", lambda no_such_fact: no_such_fact), ["odd"])


def test_a_circle_is_named() -> None:
    rules = _rule("first", lambda second: second) | _rule("second", lambda first: first)
    with pytest.raises(BadRuleError, match=r"first.*second|second.*first"):
        closure(rules, ["first"])


def test_a_household_cannot_look_at_one_member() -> None:
    with pytest.raises(BadRuleError, match="odd cannot see birth"):
        closure(_rule("odd", lambda birth: birth), ["odd"])


def test_a_person_may_look_at_the_household() -> None:
    assert closure(_rule("fine", lambda house_grade: house_grade, entity="person"), ["fine"]) == ["fine"]


def test_the_rules_of_the_program_have_no_fault() -> None:
    assert check(RULES, shipped()) == []


def test_all_faults_of_rules_are_told_with_file_and_line() -> None:
    rules = (
        _rule("odd", lambda no_such_fact: no_such_fact)
        | _rule("nosy", lambda birth: birth)
        | _rule("childless", lambda x: x, entity="bill", kind="count")
        | _rule("first", lambda second: second)
        | _rule("second", lambda first: first)
        | _rule("third", lambda third: third)
        | _rule("reader", lambda p: p["exits.no_file"])
    )
    faults = check(rules, {"exits.income_line"})
    told = " ".join(fault.what for fault in faults)
    for said in (
        "no_such_fact",
        "看不到「birth」",
        "没有下一级",
        "first → second",
        "third → third",
        "exits.no_file",
    ):
        assert said in told
    for fault in faults:
        assert fault.code == "compute.bad_rule"
        assert fault.where.file == "rules/test_graph.py" and (fault.where.row or 0) > 40

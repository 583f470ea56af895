"""Every case that officials wrote down, on the engine that counties use."""

from typing import Any

import pytest

from liuqing.compute.backends import DuckDB
from liuqing.policy.rules import RULES
from tests.policy.reading import Case, answers, cases

CASES = cases()


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Any]:
    with DuckDB() as running:
        return answers(running, tmp_path_factory.mktemp("cases"), CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, found: dict[int, Any]) -> None:
    assert found[case.number] == case.expected, case.name


def test_every_condition_and_flag_has_a_case_for_yes_no_and_not_known() -> None:
    answered = {(case.rule.name, case.expected) for case in CASES}
    always_known = {name for name in RULES if name.startswith("clear_")}
    for rule in RULES.values():
        if rule.name.startswith("exit_") or rule.kind == "flag" or rule.name in always_known:
            wanted = {True, False} if rule.name in (*always_known, "dead_but_active") else {True, False, None}
            assert wanted <= {answer for name, answer in answered if name == rule.name}, rule.name


def test_labels_are_unique_so_that_a_case_can_name_a_rule() -> None:
    labels = [rule.label for rule in RULES.values()]
    assert len(labels) == len(set(labels))

"""Every case that officials wrote down, on the engine that counties use."""

from datetime import date
from typing import Any

import pytest

from liuqing.compute.backends import DuckDB
from liuqing.policy.rules import RULES
from tests.compute.snapshots import write
from tests.policy.reading import Case, answers, cases, rows

CASES = cases()


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Any]:
    with DuckDB() as running:
        return answers(running, tmp_path_factory.mktemp("cases"), CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, found: dict[int, Any]) -> None:
    assert found[case.number] == case.expected, case.name


@pytest.fixture(scope="module")
def of_the_register(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each yes-or-no rule answers where only the standing is known."""
    folder, wanted = tmp_path_factory.mktemp("register"), tuple(r.name for r in RULES.values() if r.yes_or_no)
    member = {"person_id": 1, "household_id": 1, "person_village_id": 1, "employer_id": 1}
    household = {"household_id": 1, "household_village_id": 1, "standing": "registered"}
    bill = {"bill_id": 1, "bill_person_id": 1}
    write(folder, [{"village_id": 1}], [household], [member], [bill], [{"employer_key": 1}])
    with DuckDB() as running:
        tables = rows(running, folder, date(2018, 12, 31), wanted)
    return {name: tables[RULES[name].entity].column(name)[0].as_py() for name in wanted}


def test_every_condition_of_exit_and_every_flag_has_a_case_for_yes_no_and_not_known(
    of_the_register: dict[str, Any],
) -> None:
    answered = {(case.rule.name, case.expected) for case in CASES}
    for rule in RULES.values():
        if rule.name.startswith(("exit_", "clear_")) or rule.kind == "flag":
            # Where nothing known means "no" (somebody is not on a list), nothing is ever not known.
            wanted = {True, False} | ({None} if of_the_register[rule.name] is None else set())
            assert wanted <= {answer for name, answer in answered if name == rule.name}, rule.name


def test_labels_are_unique_so_that_a_case_can_name_a_rule() -> None:
    labels = [rule.label for rule in RULES.values()]
    assert len(labels) == len(set(labels))

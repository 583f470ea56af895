"""What holds for every rule, those to come included."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from liuqing.compute.backends import DuckDB
from liuqing.policy.rules import RULES
from tests.compute.snapshots import DAY, write
from tests.policy.reading import rows

ALL = tuple(RULES)


def _told(folder: Path, on: date, household: dict[str, Any], members: int) -> dict[str, list[dict[str, Any]]]:
    persons = [{"person_id": n, "household_id": 1, "person_village_id": 1} for n in range(members)]
    write(folder, [{"village_id": 1}], [household | {"household_id": 1, "household_village_id": 1}], persons)
    with DuckDB() as running:
        return {entity: table.to_pylist() for entity, table in rows(running, folder, on, ALL).items()}


@pytest.fixture(scope="module", params=[0, 1, 3], ids="{} members".format)
def nothing_known(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return _told(tmp_path_factory.mktemp("nothing"), DAY, {}, request.param)


@pytest.fixture(scope="module")
def only_registered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return _told(tmp_path_factory.mktemp("registered"), DAY, {"standing": "registered"}, 2)


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.yes_or_no])
def test_with_nothing_known_a_rule_is_never_true(name: str, nothing_known: dict[str, Any]) -> None:
    assert all(row[name] is not True for row in nothing_known[RULES[name].entity])


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.yes_or_no])
def test_with_only_the_standing_known_no_flag_verdict_or_condition_is_true(
    name: str, only_registered: dict[str, Any]
) -> None:
    if name not in ("registered", "unexited"):
        assert all(row[name] is not True for row in only_registered[RULES[name].entity])


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.unit == "fen"])
def test_money_with_nothing_known_is_not_an_amount(name: str, nothing_known: dict[str, Any]) -> None:
    # What is known adds up to nothing; everything that a person is judged by is not known.
    assert nothing_known["household"][0][name] in ((0,) if name == "income_known" else (None,))


@pytest.mark.parametrize("name", RULES)
def test_every_rule_says_what_it_is_in_chinese(name: str) -> None:
    rule = RULES[name]
    assert rule.label and any("一" <= letter <= "鿿" for letter in rule.label)
    assert rule.fn.__doc__
    assert rule.kind not in ("verdict", "flag") or rule.source


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.kind == "flag"])
def test_every_flag_says_what_disagrees_what_to_check_and_how_much_it_expects(name: str) -> None:
    rule = RULES[name]
    assert rule.severity in ("red", "orange", "yellow") and all(rule.disagree) and rule.check
    assert rule.expects is not None and 0 < rule.expects < 1

"""What holds for every rule, those to come included."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from liuqing.compute.backends import DuckDB
from liuqing.compute.plan import KEY
from liuqing.compute.snapshot import BILLS
from liuqing.policy.place import known
from liuqing.policy.programmes import PROGRAMMES
from liuqing.policy.rules import RULES
from liuqing.policy.tables import INCOME_ITEMS
from tests.compute.snapshots import DAY, write
from tests.policy.reading import rows

ALL = tuple(RULES)
ANSWERED = {"boolean": (bool, type(None)), "string": (str, type(None)), "int64": (int, type(None))}
SIZE = {"area": 1, "household": 1, "person": 100, "bill": 100, "employer": 1}
Row = dict[str, Any]
Home = tuple[Row, list[Row], Row]
"""A household, its members, and what each member's bill says."""
Found = dict[str, list[Row]]


def _told(folder: Path, homes: list[Home], place: str = "fuyuan") -> list[Found]:
    """Every rule about each household; each member has one bill and works for one employer."""
    keys = [{"household_id": n, "household_village_id": n} for n in range(len(homes))]
    villages = [{"village_id": n} for n in range(len(homes))]
    households = [home | key for (home, _, _), key in zip(homes, keys, strict=True)]
    persons = [
        {"person_village_id": n, "employer_id": n} | member | {"person_id": n * 100 + m, "household_id": n}
        for n, (_, members, _) in enumerate(homes)
        for m, member in enumerate(members)
    ]
    bills = [
        homes[p["household_id"]][2] | {"bill_id": p["person_id"], "bill_person_id": p["person_id"]}
        for p in persons
    ]
    write(folder, villages, households, persons, bills, [{"employer_key": n} for n in range(len(homes))])
    with DuckDB() as running:
        found = {e: table.to_pylist() for e, table in rows(running, folder, DAY, ALL, place).items()}
    return [
        {e: [row for row in found[e] if row[KEY[e]] // SIZE[e] == n] for e in found}
        for n in range(len(homes))
    ]


@pytest.fixture(scope="module", params=[0, 1, 3], ids="{} members".format)
def nothing_known(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Found:
    return _told(tmp_path_factory.mktemp("nothing"), [({}, [{}] * request.param, {})])[0]


@pytest.fixture(scope="module")
def only_registered(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return _told(tmp_path_factory.mktemp("registered"), [({"standing": "registered"}, [{}, {}], {})])[0]


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.yes_or_no])
def test_with_nothing_known_a_rule_is_never_true(name: str, nothing_known: Found) -> None:
    assert all(row[name] is not True for row in nothing_known[RULES[name].entity])


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.yes_or_no])
def test_with_only_the_standing_known_no_flag_verdict_or_condition_is_true(
    name: str, only_registered: Found
) -> None:
    if name not in ("registered", "unexited"):
        assert all(row[name] is not True for row in only_registered[RULES[name].entity])


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.unit == "fen"])
def test_money_with_nothing_known_is_not_an_amount(name: str, nothing_known: Found) -> None:
    # Nothing adds up to nothing, and nobody is entitled to it; what a person is judged by is not known.
    judged = name in ("net_income", "income_per_person", "income_at_least", "income_at_most")
    for row in nothing_known[RULES[name].entity]:
        assert row[name] in ((None,) if judged else (0, None))


FUTURE, LONG_AGO = date(2090, 1, 1), date(1890, 1, 1)
EXTREMES: dict[str, Home] = {
    "nothing known": ({}, [{}], {}),
    "no members": ({"standing": "registered"}, [], {}),
    "thirty members": ({"standing": "registered", "size_stated": 30}, [{}] * 30, {}),
    "negative income": (
        {"standing": "registered"} | {f"{item}_fen": -(10**9) for item in INCOME_ITEMS},
        [{}, {}],
        {},
    ),
    "a bill of zero": (
        {"standing": "registered"},
        [{"age": 40}],
        {name: 0 for name in BILLS.names if name.endswith("_fen")} | {"discharged": DAY},
    ),
    "dates in the future": (
        {"standing": "registered", "exit_year": 2090, "planned_exit_year": 2090, "identified_year": 2090},
        [{"birth": FUTURE, "age": -72, "died_on": FUTURE, "dibao_since": FUTURE}],
        {"discharged": FUTURE},
    ),
    "ages over 120": ({"standing": "registered"}, [{"birth": LONG_AGO, "age": 128}] * 2, {}),
}


@pytest.fixture(scope="module", params=known())
def extremes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    found = _told(tmp_path_factory.mktemp("extremes"), list(EXTREMES.values()), request.param)
    return dict(zip(EXTREMES, found, strict=True))


@pytest.mark.parametrize("case", EXTREMES)
def test_at_the_extremes_every_rule_answers_and_never_a_false_yes(
    case: str, extremes: dict[str, Found]
) -> None:
    for entity, found in extremes[case].items():
        for row in found:
            for rule in (rule for rule in RULES.values() if rule.entity == entity):
                assert isinstance(row[rule.name], ANSWERED[rule.type]), rule.name
                assert rule.kind != "verdict" or row[rule.name] is not True, rule.name
    assert not any(row["exit_income"] for row in extremes[case]["household"])


@pytest.mark.parametrize("case", EXTREMES)
def test_at_the_extremes_no_entitlement_is_negative(case: str, extremes: dict[str, Found]) -> None:
    for programme in PROGRAMMES.values():
        if programme.amount in RULES:
            found = [row[programme.amount] for row in extremes[case][RULES[programme.amount].entity]]
            assert all(amount is None or amount >= 0 for amount in found), programme.key


def test_somebody_who_dies_in_the_future_is_not_dead(extremes: dict[str, Found]) -> None:
    assert extremes["dates in the future"]["person"][0]["dead_but_active"] is False


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

"""Entitlements: every programme has its three lists, and they never say what the facts do not."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from liuqing.compute.backends import DuckDB
from liuqing.compute.graph import FACTS, BadRuleError, closure
from liuqing.compute.plan import TABLE, Plan
from liuqing.compute.snapshot import TABLES
from liuqing.policy.place import known, load
from liuqing.policy.programmes import PROGRAMMES, Programme
from liuqing.policy.rules import RULES
from tests.compute.snapshots import DAY, random_county

Row = dict[str, Any]
ALL = tuple(PROGRAMMES.values())
TOPICS = {"missing": "应享未享", "unentitled": "不应享在享", "twice": "重复享受"}
SUMS = (
    "member_entitled_fen", "member_received_fen", "member_entitlements_unclear",
    "entitled_fen", "received_by_lists_fen", "entitlements_unclear",
)  # fmt: skip


def _lists(one: Programme) -> list[str]:
    return [f"{one.key}_{what}" for what in TOPICS if what != "twice" or one.counted]


FLAGS = tuple(name for one in ALL for name in _lists(one))


def _facts(entity: str) -> tuple[str, ...]:
    names = {name for one in ALL if one.entity == entity for name in (one.received, one.counted)}
    return tuple(sorted(name for name in names if name in FACTS[entity]))


def _answers(folder: Path, place: str) -> dict[str, list[Row]]:
    amounts = {one.amount for one in ALL} | {one.paid for one in ALL if one.paid in RULES}
    wanted = ("registered", "died_before_year", *FLAGS, *sorted(amounts), *SUMS)
    keep = {"person": (*_facts("person"), "registered"), "household": _facts("household")}
    plan = Plan(load(place).parameters(DAY), wanted, keep=keep)
    with DuckDB() as running:
        for table in TABLES:
            running.see(table, folder / f"{table}.parquet")
        for step in plan.steps:
            running.keep(step.name, step.relation)
        return {e: running.rows(plan.tables[e]).to_pylist() for e in ("person", "household")}


def _often_nothing(path: Path, facts: tuple[str, ...]) -> None:
    """Every second thing received becomes 0, so that there is something to miss; lists count to 2."""
    table = pq.read_table(path)
    for rest, name in enumerate(facts):
        told = table[name].to_pylist()
        few = [None if v is None else 0 if (n + rest) % 2 else v % 3 if name.endswith("_times") else v
               for n, v in enumerate(told)]  # fmt: skip
        table = table.set_column(table.column_names.index(name), name, pa.array(few, pa.int64()))
    pq.write_table(table, path)


@pytest.fixture(scope="module", params=known())
def county(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, list[Row]]]:
    """A place, and what it answers of a county in which every fact is missing here and there."""
    folder = random_county(tmp_path_factory.mktemp("county"), households=400, missing=0.2)
    for entity in ("person", "household"):
        _often_nothing(folder / f"{TABLE[entity]}.parquet", _facts(entity))
    return request.param, _answers(folder, request.param)


def test_every_programme_names_rules_and_facts_that_exist() -> None:
    for one in ALL:
        assert RULES[one.amount].entity == one.entity and RULES[one.amount].unit == "fen", one.key
        for name in (one.received, *([one.counted] if one.counted else [])):
            assert name in FACTS[one.entity] or RULES[name].entity == one.entity, one.key


def test_a_programme_without_its_amount_rule_is_an_error_that_names_it() -> None:
    rules = {name: rule for name, rule in RULES.items() if name != "ranger_pay"}
    with pytest.raises(BadRuleError, match="ranger_pay"):
        closure(rules, ["ranger_missing"])


def test_every_programme_has_a_number_file_in_some_place() -> None:
    there = {name for place in known() for name in load(place).files}
    assert {one.number for one in ALL} <= there


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.key)
def test_each_list_of_a_programme_goes_to_its_department_under_its_topic(one: Programme) -> None:
    for name in _lists(one):
        rule = RULES[name]
        grave = "red" if one.livelihood and name.endswith("_twice") else "orange"
        assert (rule.department, rule.severity, rule.asks) == (one.department, grave, False)
        assert rule.topic == TOPICS[name.rpartition("_")[2]] and one.label in rule.label


def test_no_two_programmes_share_a_key_an_amount_or_a_label() -> None:
    for what in ("key", "amount", "label"):
        assert len({getattr(one, what) for one in ALL}) == len(ALL)


def test_the_lists_say_exactly_what_amount_and_payment_say(county: tuple[str, dict[str, list[Row]]]) -> None:
    for one in ALL:
        for row in county[1][one.entity]:
            due, paid = row[one.amount], row[one.received]
            dead = row.get("died_before_year", False)
            missing, unentitled = row[f"{one.key}_missing"], row[f"{one.key}_unentitled"]
            if missing:
                assert row["registered"] and not dead and due > 0 and paid == 0, one.key
            if unentitled:
                assert row["registered"] and paid > 0 and (dead or due == 0), one.key
            if row["registered"] and not dead and due is not None and paid is not None:
                assert missing == (due > 0 and paid == 0), one.key
                assert unentitled == (due == 0 and paid > 0), one.key
            assert not (missing and unentitled), one.key


def test_the_county_that_proves_it_has_somebody_in_most_lists(
    county: tuple[str, dict[str, list[Row]]],
) -> None:
    place, found = county
    if place.endswith("fuyuan"):
        met = {name for name in FLAGS if any(row[name] for row in found[RULES[name].entity])}
        assert met >= {name for name in FLAGS if name.endswith("_twice")}
        for key in ("pension", "school", "tekun", "disability", "premium", "housing"):
            assert {f"{key}_missing", f"{key}_unentitled"} <= met


def test_nobody_outside_the_register_is_in_a_list(county: tuple[str, dict[str, list[Row]]]) -> None:
    for one in ALL:
        for row in county[1][one.entity]:
            if not row["registered"]:
                assert not any(row[name] for name in _lists(one))


def test_twice_in_the_list_is_twice(county: tuple[str, dict[str, list[Row]]]) -> None:
    for one in (one for one in ALL if one.counted):
        for row in county[1][one.entity]:
            if row["registered"] and row[one.counted] is not None and row[one.counted] > 1:
                assert row[f"{one.key}_twice"], one.key
            if row["registered"] and row[one.counted] == 0:
                assert row[f"{one.key}_twice"] is False, one.key


def test_the_sums_of_a_household_are_those_of_its_members(county: tuple[str, dict[str, list[Row]]]) -> None:
    place, found = county
    here = [one for one in ALL if load(place).parameters(DAY).has(one.number)]
    members = defaultdict(list)
    for person in found["person"]:
        members[person["household_id"]].append(person)
    for home in found["household"]:
        rows = [(one, row) for one in ALL for row in _of(one, home, members[home["household_id"]])]
        due = sum(row[one.amount] or 0 for one, row in rows) if home["registered"] else 0
        unclear = (
            sum(row[one.amount] is None for one, row in rows if one in here) if home["registered"] else 0
        )
        paid = sum(row[one.received] or 0 for one, row in rows)
        assert (home["entitled_fen"], home["received_by_lists_fen"]) == (due, paid)
        assert home["entitlements_unclear"] == unclear


def _of(one: Programme, home: Row, members: list[Row]) -> list[Row]:
    return [home] if one.entity == "household" else members


def test_a_county_without_a_programme_is_entitled_to_nothing_of_it(
    county: tuple[str, dict[str, list[Row]]],
) -> None:
    place, found = county
    for one in (one for one in ALL if not load(place).parameters(DAY).has(one.number)):
        for row in found[one.entity]:
            # Without the number the amount is not in force: it is neither due nor wrongly paid.
            assert not row[one.amount] and not row[f"{one.key}_missing"], one.key
            assert row.get("died_before_year") or not row[f"{one.key}_unentitled"], one.key

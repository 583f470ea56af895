"""Two ways to the same answer: the compiled rules on an engine, and the rules worked out by hand."""

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing.compute.backends import DuckDB
from liuqing.compute.plan import Plan
from liuqing.compute.snapshot import TABLES
from liuqing.policy.place import known, load
from liuqing.policy.rules import RULES
from tests.compute.snapshots import write
from tests.conformance.by_hand import KEYS, NAMES, Clerk
from tests.conformance.counties import county

Rows = dict[str, list[dict[str, Any]]]
DAYS = (date(2017, 12, 31), date(2018, 12, 31), date(2020, 6, 30))


def _compiled(folder: Path, told: Rows, place: str, on: date) -> Rows:
    write(folder, told["area"], told["household"], told["person"], told["bill"], told["employer"])
    plan = Plan(load(place).parameters(on), tuple(RULES))
    with DuckDB() as running:
        for table in TABLES:
            running.see(table, folder / f"{table}.parquet")
        for step in plan.steps:
            running.keep(step.name, step.relation)
        return {entity: running.rows(plan.tables[entity]).to_pylist() for entity in NAMES}


def _differences(told: Rows, found: Rows, place: str, on: date) -> list[str]:
    clerk = Clerk(told, RULES, load(place).parameters(on))
    rows = {entity: {row[KEYS[entity]]: row for row in told[entity]} for entity in NAMES}
    return [
        f"{rule.name} of {rule.entity} {row[KEYS[rule.entity]]}: compiled {row[rule.name]!r}, by hand {by_hand!r}"
        for rule in RULES.values()
        for row in found[rule.entity]
        if (by_hand := clerk.answer(rule.name, rows[rule.entity][row[KEYS[rule.entity]]])) != row[rule.name]
        or type(by_hand) is not type(row[rule.name])
    ]


@pytest.mark.parametrize("place", known())
def test_every_rule_of_every_place_answers_the_same_by_hand(place: str, tmp_path: Path) -> None:
    on = DAYS[1]
    told = county(random.Random(place), households=60, missing=0.15)
    assert _differences(told, _compiled(tmp_path, told, place, on), place, on) == []


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 2**32),
    missing=st.sampled_from((0.0, 0.05, 0.4, 0.95, 1.0)),
    place=st.sampled_from(known()),
    on=st.sampled_from(DAYS),
)
def test_whatever_the_county_is_like(tmp_path: Path, seed: int, missing: float, place: str, on: date) -> None:
    told = county(random.Random(seed), households=25, missing=missing)
    assert _differences(told, _compiled(tmp_path, told, place, on), place, on) == []


def test_a_wrong_answer_would_be_found(tmp_path: Path) -> None:
    place, on = "fuyuan", DAYS[1]
    told = county(random.Random(3), households=20, missing=0.1)
    found = _compiled(tmp_path, told, place, on)
    found["household"][4]["exits"] = not found["household"][4]["exits"]
    assert len(_differences(told, found, place, on)) == 1

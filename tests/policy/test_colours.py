"""The five colours: the scheme is data, may name any condition, and gives each household one colour."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from liuqing.compute.backends import DuckDB
from liuqing.compute.plan import Plan
from liuqing.compute.snapshot import TABLES
from liuqing.errors import Problem
from liuqing.policy.dated import Parameter, Parameters, Value
from liuqing.policy.place import load
from liuqing.policy.rules import RULES
from tests.compute.snapshots import write

DAY = date(2018, 12, 31)
CANDIDATES = [name for name in RULES["colour"].needs if RULES[name].yes_or_no]


def _scheme(*lines: tuple[str, list[str]]) -> Parameters:
    told = [{"颜色": card, "名称": card, "条件": conditions} for card, conditions in lines]
    number = Parameter("colours.scheme", "方案", "方案", (Value(date(2017, 1, 1), told, "测试，虚构"),))
    return Parameters({**load("songming").files, "colours.scheme": number}, DAY)


def _colours(folder: Path, numbers: Parameters, households: list[dict[str, Any]]) -> list[str | None]:
    homes = [home | {"household_id": n, "household_village_id": 1} for n, home in enumerate(households)]
    persons = [
        {"person_id": n, "household_id": n, "person_village_id": 1, "age": 40, "labour": "普通劳动力"}
        for n in range(len(homes))
    ]
    write(folder, [{"village_id": 1}], homes, persons)
    plan = Plan(numbers, ("colour",))
    with DuckDB() as running:
        for table in TABLES:
            running.see(table, folder / f"{table}.parquet")
        for step in plan.steps:
            running.keep(step.name, step.relation)
        found = running.rows(plan.tables["household"]).to_pylist()
    return [row["colour"] for row in sorted(found, key=lambda row: row["household_id"])]


def test_a_county_may_name_other_conditions_in_another_order(tmp_path: Path) -> None:
    numbers = _scheme(("黄", ["disaster_hit"]), ("红", ["registered", "非exited"]), ("绿", []))
    homes = [
        {"standing": "registered", "disaster_loss_fen": 900_000},
        {"standing": "registered", "disaster_loss_fen": 0},
        {"standing": "exited", "disaster_loss_fen": 0},
        {"standing": "exited"},
    ]
    # Of the last nobody knows whether it was hit, so nobody knows whether it is yellow.
    assert _colours(tmp_path, numbers, homes) == ["黄", "红", "绿", None]


def test_every_condition_that_is_offered_can_be_named() -> None:
    assert {"registered", "exits", "exit_water", "has_labour", "at_risk", "unsafe_home"} <= set(CANDIDATES)
    plan = Plan(_scheme(("红", CANDIDATES), ("黄", [f"非{name}" for name in CANDIDATES])), ("colour",))
    assert "colour" in plan.tables["household"].columns and "colour" not in plan.not_in_force


def test_a_condition_that_nobody_knows_is_said_with_those_there_are() -> None:
    with pytest.raises(Problem) as raised:
        Plan(_scheme(("红", ["非rich"])), ("colour",))
    assert raised.value.code == "policy.colour_condition"
    assert "非rich" in raised.value.what and "at_risk" in raised.value.remedy


def test_a_household_that_no_line_fits_has_no_colour(tmp_path: Path) -> None:
    assert _colours(tmp_path, _scheme(("红", ["exited"])), [{"standing": "registered"}]) == [None]

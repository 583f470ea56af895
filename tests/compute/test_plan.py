"""How a plan goes about it: few rounds of counting, nothing twice, only what is asked for."""

import re
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from liuqing.compute import assess
from liuqing.compute.backends import DuckDB
from liuqing.compute.plan import Plan, sql
from liuqing.compute.snapshot import TABLES
from liuqing.policy.place import known, load
from liuqing.policy.rules import RULES
from tests.compute.snapshots import random_county, write

ON = date(2019, 12, 31)


def _text(plan: Plan) -> str:
    return " ".join(sql(step.relation, "duckdb") for step in plan.steps)


def test_a_fact_that_no_wanted_rule_reads_is_not_read() -> None:
    text = _text(Plan(load("fuyuan").parameters(ON), ("exit_water",)))
    assert '"water_safe"' in text and '"wage_fen"' not in text and '"persons"."age"' not in text


@pytest.mark.parametrize("place", known())
def test_every_rule_of_every_place_is_counted_in_few_rounds(place: str) -> None:
    plan = Plan(load(place).parameters(ON), tuple(RULES))
    assert len(plan.steps) <= 12
    assert [step.name for step in plan.steps if re.fullmatch(r"persons_\d+", step.name)] == [
        plan.tables["person"].get_name()
    ]


@pytest.mark.parametrize("dialect", ["duckdb", "pyspark"])
def test_no_rule_of_members_is_worked_out_twice(dialect: str) -> None:
    plan = assess.planned("fuyuan", ON)
    whole = " ".join(sql(step.relation, dialect) for step in plan.steps)
    quote = '"' if dialect == "duckdb" else "`"
    for name in ("not_insured", "school_aid", "schooling_secured", "able_to_work"):
        assert whole.count(f" AS {quote}{name}{quote}") == 1


def test_a_parents_count_comes_down_with_its_row_and_not_by_the_childs_own_key(tmp_path: Path) -> None:
    # The member has the key of a household in which nobody is in the list.
    homes = [{"household_id": key, "household_village_id": 1, "standing": "registered"} for key in (1, 2)]
    people = [
        {"person_id": 1, "household_id": 2, "on_dibao": True, "dibao_times": 0},
        {"person_id": 2, "household_id": 2, "on_dibao": True, "dibao_times": 1},
        {"person_id": 3, "household_id": 1, "on_dibao": True, "dibao_times": 0},
    ]
    write(tmp_path, [{"village_id": 1}], homes, people)
    plan = Plan(load("fuyuan").parameters(ON), ("dibao_unlisted",))
    with DuckDB() as running:
        for table in TABLES:
            running.see(table, tmp_path / f"{table}.parquet")
        for step in plan.steps:
            running.keep(step.name, step.relation)
        told = running.rows(plan.tables["person"]).to_pylist()
    assert {row["person_id"]: row["dibao_unlisted"] for row in told} == {1: False, 2: False, 3: True}


def test_a_table_is_given_back_only_after_its_last_reader() -> None:
    plan = assess.planned("fuyuan", ON)
    freed = [entity for at in range(len(plan.steps)) for entity in plan.read_by_nobody_after(at)]
    assert sorted(freed) == sorted(plan.tables)
    for at in range(len(plan.steps)):
        for entity in plan.read_by_nobody_after(at):
            name = plan.tables[entity].get_name()
            assert all(name not in step.relation.tables() for step in plan.steps[at + 1 :])


def test_people_outside_the_register_change_no_answer(tmp_path: Path) -> None:
    folder = random_county(tmp_path, households=60)
    everybody = pq.read_table(folder / "persons.parquet")
    assess.run(folder, place="fuyuan", on=ON, confirmed=list(RULES))
    before = {
        name: pq.read_table(folder / f"findings/{name}.parquet").to_pylist() for name in assess.FILES[:5]
    }
    inside = everybody.filter(everybody["household_id"].is_valid())
    assert inside.num_rows < everybody.num_rows
    pq.write_table(inside, folder / "persons.parquet")
    assess.run(folder, place="fuyuan", on=ON, confirmed=list(RULES))
    for name, rows in before.items():
        assert pq.read_table(folder / f"findings/{name}.parquet").to_pylist() == rows


def test_an_assessment_finds_of_members_what_a_plan_of_everybody_finds(tmp_path: Path) -> None:
    folder = random_county(tmp_path, households=60)
    assess.run(folder, place="fuyuan", on=ON, confirmed=list(RULES))
    plan = Plan(load("fuyuan").parameters(ON), ("school_aid", "premium_aid"))
    with DuckDB() as running:
        for table in TABLES:
            running.see(table, folder / f"{table}.parquet")
        for step in plan.steps:
            running.keep(step.name, step.relation)
        told = {row["person_id"]: row for row in running.rows(plan.tables["person"]).to_pylist()}
    written = pq.read_table(folder / "findings/entitlements.parquet").to_pylist()
    assert written
    for row in written:
        assert (row["school_aid"], row["premium_aid"]) == (
            told[row["person_id"]]["school_aid"],
            told[row["person_id"]]["premium_aid"],
        )


def test_what_does_not_fit_is_not_spilled_into_the_folder_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with DuckDB() as running:
        spill = Path(running.connection.execute("SELECT current_setting('temp_directory')").fetchall()[0][0])
        assert tmp_path not in spill.parents
    assert not spill.exists() and list(tmp_path.iterdir()) == []

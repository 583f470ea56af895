"""The plans' own totals come out of the rules: causes and their shares, the exit plan, tiers."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from liuqing.compute.backends import DuckDB
from liuqing.compute.plan import Plan, forced
from liuqing.compute.snapshot import TABLES
from liuqing.policy.place import load
from liuqing.policy.rules.causes import share_of
from tests.compute.snapshots import write
from tests.policy.reading import rows

END_OF_2017 = date(2017, 12, 31)
CAUSES = {
    "因病": (157, 542, "19.72", "21.64"),
    "缺劳力": (99, 267, "12.44", "10.66"),
    "缺技术": (174, 584, "21.86", "23.31"),
    "因残": (41, 138, "5.15", "5.51"),
    "缺资金": (7, 25, "0.88", "1"),
    "自身发展动力不足": (255, 732, "32.04", "29.22"),
    "因学": (20, 81, "2.51", "3.23"),
    "交通条件落后": (7, 24, "0.88", "0.96"),
    "缺土地": (36, 112, "4.52", "4.47"),
}
"""Households, persons and the two stated shares (%) of those not exited at the end of 2017 (勐海县)."""
EXITS = {2018: (539, 1769), 2019: (257, 736)}

Homes = list[tuple[int, dict[str, Any]]]
"""Each household's members and facts."""


def _sizes(households: int, persons: int) -> list[int]:
    """So many households with so many members together, as even as can be."""
    size, more = divmod(persons, households)
    return [size + (n < more) for n in range(households)]


def _county(folder: Path, homes: Homes) -> Path:
    households = [
        {"household_id": n, "household_village_id": 1, "standing": "registered"} | facts
        for n, (_, facts) in enumerate(homes)
    ]
    persons = [
        {"person_id": n * 100 + m, "household_id": n, "person_village_id": 1}
        for n, (size, _) in enumerate(homes)
        for m in range(size)
    ]
    return write(folder, [{"village_id": 1}], households, persons)


def _of_causes(folder: Path) -> dict[str, dict[str, int]]:
    """Households, persons and shares of each main cause among those not exited."""
    plan = Plan(
        load("menghai").parameters(END_OF_2017),
        ("unexited", "unexited_members"),
        keep={"household": ("main_cause",)},
    )
    with DuckDB() as running:
        for table in TABLES:
            running.see(table, folder / f"{table}.parquet")
        for step in plan.steps:
            running.keep(step.name, step.relation)
        h = plan.tables["household"]
        all_of_them = h.agg(all_homes=h.unexited.cast("int64").sum(), all_people=h.unexited_members.sum())
        by_cause = h.group_by("main_cause").agg(
            homes=h.unexited.cast("int64").sum(), people=h.unexited_members.sum()
        )
        both = by_cause.cross_join(all_of_them)
        shares = both.select(
            "main_cause",
            homes=forced(both.homes),
            people=forced(both.people),
            home_share=forced(share_of(both.homes, both.all_homes)),
            person_share=forced(share_of(both.people, both.all_people)),
        )
        return {row["main_cause"]: row for row in running.rows(shares).to_pylist()}


def _percent(ppm: int) -> Decimal:
    return (Decimal(ppm) / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.fixture(scope="module")
def of_causes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    homes: Homes = [
        (size, {"main_cause": cause})
        for cause, (households, persons, _, _) in CAUSES.items()
        for size in _sizes(households, persons)
    ]
    # Who has exited is not counted, whatever the cause.
    homes += [(3, {"main_cause": "因病", "standing": "exited"})] * 40
    return _of_causes(_county(tmp_path_factory.mktemp("menghai"), homes))


@pytest.mark.parametrize("cause", CAUSES)
def test_both_shares_of_each_of_nine_causes_are_those_of_the_plan(
    cause: str, of_causes: dict[str, dict[str, int]]
) -> None:
    households, persons, household_share, person_share = CAUSES[cause]
    row = of_causes[cause]
    assert (row["homes"], row["people"]) == (households, persons)
    assert _percent(row["home_share"]) == Decimal(household_share)
    assert _percent(row["person_share"]) == Decimal(person_share)


def test_the_nine_causes_are_all_who_have_not_exited(of_causes: dict[str, dict[str, int]]) -> None:
    assert sum(row["homes"] for row in of_causes.values()) == 796
    assert sum(row["people"] for row in of_causes.values()) == 2505


def _planned(folder: Path, unplanned: int) -> dict[str, Any]:
    homes: Homes = [
        (size, {"planned_exit_year": year})
        for year, (households, persons) in EXITS.items()
        for size in _sizes(households, persons)
    ]
    homes += [(2, {})] * unplanned
    wanted = ("planned_households", "planned_persons", "exit_plan_complete")
    with DuckDB() as running:
        found = rows(running, _county(folder, homes), END_OF_2017, wanted, "menghai")
    return dict(found["area"].to_pylist()[0])


def test_the_two_years_of_the_exit_plan_add_up_to_everybody(tmp_path: Path) -> None:
    found = _planned(tmp_path, unplanned=0)
    assert (found["planned_households"], found["planned_persons"]) == (796, 2505)
    assert found["exit_plan_complete"] is True


def test_one_household_without_a_year_makes_the_exit_plan_incomplete(tmp_path: Path) -> None:
    assert _planned(tmp_path, unplanned=1)["exit_plan_complete"] is False


def test_the_sick_the_disabled_and_the_old_are_67_per_cent(tmp_path: Path) -> None:
    # 文昌湖 states the share and no count: of 300 people 201.
    homes: Homes = [
        (3, {"main_cause": cause}) for cause in ("因病",) * 30 + ("因残",) * 22 + ("年老体弱",) * 15
    ]
    homes += [(3, {"main_cause": "缺技术"})] * 33
    with DuckDB() as running:
        found = rows(
            running, _county(tmp_path, homes), END_OF_2017, ("weak_persons", "weak_share"), "wenchanghu"
        )
    area = found["area"].to_pylist()[0]
    assert (area["weak_persons"], area["weak_share"]) == (201, 670_000)


TIERS = {
    "重点扶持": [{}, {"standing": "relapsed", "exit_year": 2015}],
    "重点巩固提升": [{"standing": "exited", "exit_year": 2017}],
    "巩固提升": [{"standing": "exited", "exit_year": year} for year in (2014, 2015, 2016)],
}


def test_every_household_of_the_plan_has_the_tier_that_the_plan_gives_it(tmp_path: Path) -> None:
    homes: Homes = [(1, facts) for of in TIERS.values() for facts in of]
    with DuckDB() as running:
        found = rows(running, _county(tmp_path, homes), date(2018, 12, 31), ("support_tier",), "menghai")
    told = sorted(found["household"].to_pylist(), key=lambda row: row["household_id"])
    assert [row["support_tier"] for row in told] == [tier for tier, of in TIERS.items() for _ in of]


POOR_VILLAGES = {"巩固提升": (17, 2016, True), "重点扶持": (19, 2017, True), "全面达标建设": (4, None, False)}


def test_the_forty_poor_villages_fall_into_17_19_and_4(tmp_path: Path) -> None:
    villages = [
        {"poor_village": True, "village_exited": out, "village_exit_year": year}
        for many, year, out in POOR_VILLAGES.values()
        for _ in range(many)
    ]
    write(tmp_path, [village | {"village_id": n} for n, village in enumerate(villages)], [], [])
    with DuckDB() as running:
        found = rows(running, tmp_path, date(2018, 12, 31), ("village_tier",), "menghai")
    tiers = [row["village_tier"] for row in found["area"].to_pylist()]
    assert {tier: tiers.count(tier) for tier in POOR_VILLAGES} == {
        "巩固提升": 17,
        "重点扶持": 19,
        "全面达标建设": 4,
    }

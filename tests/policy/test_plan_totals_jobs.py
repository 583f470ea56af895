"""The plans' own totals come out of the rules: jobs, posts, training, employers, loans, houses, forests.

Whom a plan counts stands in one village; what the plan states in 万元 is compared with the area's sum.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from liuqing.compute.backends import DuckDB
from liuqing.compute.plan import KEY, TABLE, Plan
from liuqing.compute.snapshot import TABLES
from liuqing.policy.dated import Parameter, Parameters, Value
from liuqing.policy.place import load

Group = tuple[int, dict[str, Any]]
"""So many, of whom these facts are known; a range is a fact that differs from one to the next."""
REGISTERED = [(1, {"standing": "registered", "household_village_id": 1})]
VILLAGE = [(1, {"village_code": "1", "town_code": "1"})]
LABOUR = {"household_id": 1, "age": 45, "sex": "女", "labour": "普通劳动力", "health": "健康"}


def _column(field: pa.Field, many: int, told: Any) -> pa.Array:
    return (
        pa.array(told, field.type)
        if isinstance(told, range)
        else pa.repeat(pa.scalar(told, field.type), many)
    )


def _table(name: str, groups: list[Group]) -> pa.Table:
    """The groups one after another, numbered from 1."""
    schema, key = TABLES[name], next(KEY[entity] for entity in TABLE if TABLE[entity] == name)
    told = [
        pa.table({f.name: _column(f, many, facts.get(f.name)) for f in schema}, schema=schema)
        for many, facts in groups
    ]
    table = pa.concat_tables([schema.empty_table(), *told])
    return table.set_column(schema.get_field_index(key), key, pa.array(range(1, len(table) + 1), pa.int64()))


def _answers(folder: Path, numbers: Parameters, rule: str, **groups: list[Group]) -> list[Any]:
    """One rule's answers over villages, households, persons or employers, in the order of their keys."""
    groups = {"villages": VILLAGE, "households": REGISTERED} | groups
    plan = Plan(numbers, (rule,))
    entity = plan.rules[rule].entity
    with DuckDB() as running:
        for name in TABLES:
            pq.write_table(_table(name, groups.get(name, [])), folder / f"{name}.parquet")
            running.see(name, folder / f"{name}.parquet")
        for step in plan.steps:
            running.keep(step.name, step.relation)
        return list(running.rows(plan.tables[entity]).sort_by(KEY[entity])[rule].to_pylist())


def _wan(folder: Path, place: str, year: int, rule: str, **groups: list[Group]) -> Decimal:
    """The village's sum in 万元."""
    (fen,) = _answers(folder, load(place).parameters(date(year, 12, 31)), rule, **groups)
    return Decimal(fen) / 1_000_000


def _away(many: int, region: str) -> Group:
    return many, {"household_id": 1, "work_times": 1, "list_work_months": 8, "work_region": region}


TRANSFERS = {
    2018: (17328, 10171, 14560, "813.50"),
    2019: (17641, 10470, 13857, "801.52"),
    2020: (17641, 10470, 13857, "801.52"),
}


def test_fuyuan_transport_of_125995_people_costs_2416_54_in_three_years(tmp_path: Path) -> None:
    total, people = Decimal(0), 0
    for year, (county, province, beyond, stated) in TRANSFERS.items():
        away = [_away(county, "县内"), _away(province, "县外省内"), _away(beyond, "省外")]
        wan = _wan(tmp_path, "fuyuan", year, "area_transport", persons=away)
        assert wan == Decimal(stated), year
        total, people = total + wan, people + county + province + beyond
    assert (people, total) == (125_995, Decimal("2416.54"))


def _trained(many: int, kind: str | None) -> Group:
    return many, {"household_id": 1, "training_times": 1, "training_kind": kind}


def _sum(answers: list[int]) -> Decimal:
    return Decimal(sum(answers)) / 1_000_000


def test_fuyuan_training_of_1500_people_costs_60_a_year(tmp_path: Path) -> None:
    for year in (2018, 2019, 2020):
        numbers = load("fuyuan").parameters(date(year, 12, 31))
        assert _sum(_answers(tmp_path, numbers, "training_cost", persons=[_trained(1500, None)])) == 60


def test_songming_jobs_cost_64_95_a_year_and_194_85_in_three(tmp_path: Path) -> None:
    total = Decimal(0)
    for year in (2018, 2019, 2020):
        numbers = load("songming").parameters(date(year, 12, 31))
        people = [_trained(300, "技能培训"), _trained(300, "引导性培训")]
        cost = _answers(tmp_path, numbers, "training_cost", persons=people)
        living = _answers(tmp_path, numbers, "training_living_aid", persons=people)
        skills, guidance = _sum(cost[:300]) + _sum(living[:300]), _sum(cost[300:]) + _sum(living[300:])
        assert (skills, guidance) == (Decimal("33.75"), Decimal("1.2"))
        holders = (50, LABOUR | {"public_posts_times": 1, "post_months": 12})
        posts = _wan(tmp_path, "songming", year, "area_post_pay", persons=[holders])
        assert posts == 30
        total += skills + guidance + posts
    assert total == Decimal("194.85")


@pytest.mark.parametrize(
    ("many", "kind", "stated"), [(1845, "保洁员", "1239.30"), (9000, "沪滇协作岗位", "1500.00")]
)
def test_fuyuan_posts_cost_what_their_source_gives(tmp_path: Path, many: int, kind: str, stated: str) -> None:
    holder = LABOUR | {"public_posts_times": 1, "post_months": 12, "post_kind": kind}
    found = _wan(tmp_path, "fuyuan", 2018, "area_post_pay", persons=[(many, holder)])
    # The pay is implied and kept in whole fen a month, which over thousands of people is 100 yuan.
    assert abs(found - Decimal(stated)) <= Decimal("0.02")


HIRE = {"household_id": 1, "newly_hired": True, "contract_months": 6}


def _awards(folder: Path, numbers: Parameters, rule: str, kind: str, hires: list[int]) -> list[Any]:
    """What employers with so many hires each get."""
    persons = [
        (n, HIRE | {"employer_id": at, "contract_kind": "劳动合同"}) for at, n in enumerate(hires, start=1)
    ]
    employers = [(len(hires), {"employer_kind": kind})]
    return _answers(folder, numbers, rule, persons=persons, employers=employers)


FACTORY = {4: 0, 5: 5_000, 9: 9_000, 10: 20_000, 29: 58_000, 30: 90_000, 100: 300_000, 101: 300_000}
LOCAL = {19: 0, 20: 20_000, 39: 39_000, 40: 80_000, 69: 138_000, 70: 210_000, 166: 498_000, 167: 500_000}


@pytest.mark.parametrize(
    ("rule", "kind", "stated"),
    [("factory_award", "扶贫工厂", FACTORY), ("local_award", "本地企业", LOCAL)],
)
def test_the_award_of_each_tier_on_both_sides_of_its_line(
    tmp_path: Path, rule: str, kind: str, stated: dict[int, int]
) -> None:
    numbers = load("fuyuan").parameters(date(2019, 12, 31))
    found = _awards(tmp_path, numbers, rule, kind, list(stated))
    assert found == [yuan * 100 for yuan in stated.values()]


def test_if_30_does_not_reach_the_highest_tier_it_gets_60000(tmp_path: Path) -> None:
    name, on = "employers.factory_top_tier_inclusive", date(2019, 12, 31)
    exclusive = Parameter(name, "不含30人", "是否", (Value(date(2019, 1, 1), False, "假设，不含30人"),))
    numbers = Parameters(dict(load("fuyuan").files) | {name: exclusive}, on)
    assert _awards(tmp_path, numbers, "factory_award", "扶贫工厂", [30, 31]) == [6_000_000, 9_300_000]


def test_more_hires_never_lower_an_award_and_it_never_passes_its_cap(tmp_path: Path) -> None:
    numbers = load("fuyuan").parameters(date(2019, 12, 31))
    for rule, kind, cap in (("factory_award", "扶贫工厂", 30), ("local_award", "本地企业", 50)):
        found = _awards(tmp_path, numbers, rule, kind, list(range(180)))
        assert found == sorted(found) and found[-1] == cap * 1_000_000


def test_the_trainees_of_a_factory_get_2000_each(tmp_path: Path) -> None:
    numbers = load("fuyuan").parameters(date(2019, 12, 31))
    assert _awards(tmp_path, numbers, "trainee_allowance", "扶贫工厂", [26]) == [5_200_000]


CLEAR = {"on_dibao": False, "on_tekun": False, "health": "健康"}


@pytest.mark.parametrize(
    ("place", "year", "classes", "others", "stated"),
    [
        ("fuyuan", 2018, 2119, 0, "4449.90"),
        ("fuyuan", 2018, 439, 0, "921.90"),
        ("fuyuan", 2019, 819, 0, "1719.90"),
        ("fuyuan", 2018, 0, 3272, "3272.00"),
        ("songming", 2018, 1519, 0, "3189.9"),
        ("songming", 2018, 0, 2948, "6190.8"),
    ],
)
def test_the_houses_of_the_plan_cost_what_it_states(
    tmp_path: Path, place: str, year: int, classes: int, others: int, stated: str
) -> None:
    homes = [
        (others, {"household_village_id": 1, "list_house_grade": "C"}),
        (classes, {"household_village_id": 1, "list_house_grade": "D", "standing": "registered"}),
    ]
    members = [(others, CLEAR | {"household_id": range(1, others + 1)})]
    found = _wan(tmp_path, place, year, "area_housing_subsidy", households=homes, persons=members)
    assert found == Decimal(stated)


def test_fuyuan_rangers_cost_1260_in_three_years(tmp_path: Path) -> None:
    ranger = {"household_id": 1, "rangers_times": 1}
    found = [
        _wan(tmp_path, "fuyuan", year, "area_ranger_pay", persons=[(many, ranger)])
        for year, many in ((2018, 425), (2019, 575), (2020, 575))
    ]
    assert found == [340, 460, 460]


@pytest.mark.parametrize(("many", "wan", "mean"), [(127, 468, "3.69"), (83, 301, "3.63")])
def test_songming_loans_are_what_a_household_borrows_on_average(
    tmp_path: Path, many: int, wan: int, mean: str
) -> None:
    each, rest = divmod(wan * 1_000_000, many)
    homes = [(many, {"household_village_id": 1, "standing": "registered"})]
    loans = [
        (rest, {"household_id": range(1, rest + 1), "loan_fen": each + 1}),
        (many - rest, {"household_id": range(rest + 1, many + 1), "loan_fen": each}),
    ]
    numbers = load("songming").parameters(date(2018, 12, 31))
    assert _answers(tmp_path, numbers, "area_loans", households=homes, persons=loans) == [wan * 1_000_000]
    (found,) = _answers(tmp_path, numbers, "mean_loan", households=homes, persons=loans)
    assert round(Decimal(found) / 1_000_000, 2) == Decimal(mean)

"""What is said to change an answer does change it, exactly, and nothing nearer does."""

from datetime import date
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from liuqing.compute import reach
from liuqing.compute.counterfactual import changes
from liuqing.compute.one_household import Fact, answers, compiled, read
from liuqing.compute.snapshot import BILLS, HOUSEHOLDS, PERSONS
from liuqing.errors import Problem
from liuqing.policy.rules import RULES
from liuqing.policy.tables import INCOME_ITEMS
from tests.compute.snapshots import DAY, random_county, write

POOR = {f"{item}_fen": 0 for item in INCOME_ITEMS}
READY = {
    "standing": "registered",
    "food_secure": True,
    "clothing_secure": True,
    "water_safe": True,
    "house_grade": "A",
    "house_dilapidated": False,
    "measure_count": 1,
    "receipt_count": 1,
}
ADULT = {
    "relation": "户主",
    "sex": "男",
    "age": 40,
    "birth": date(1978, 1, 1),
    "education": "初中",
    "resident_medical": True,
    "resident_pension": True,
}
CHILD = {"relation": "之女", "sex": "女", "age": 10, "birth": date(2008, 3, 1), "resident_medical": True}


def _home(folder: Path, household: dict[str, Any], *members: dict[str, Any]) -> Path:
    home = household | {"household_id": 1, "household_village_id": 1}
    persons = [m | {"person_id": n, "household_id": 1, "person_village_id": 1} for n, m in enumerate(members)]
    return write(folder, [{"village_id": 1}], [home], persons)


def _sentences(folder: Path, rule: str, **asked: Any) -> list[str]:
    asked = {"place": "fuyuan", "on": DAY} | asked
    return [change.sentence for change in changes(folder, 1, rule=rule, **asked)]


def test_a_no_turned_into_a_yes(tmp_path: Path) -> None:
    folder = _home(tmp_path, {"water_safe": False}, {})
    assert _sentences(folder, "exit_water") == ["是否解决安全饮用水 由 否 改为 是 → 达到"]


def test_a_gap_is_to_be_found_out_with_every_code_that_decides(tmp_path: Path) -> None:
    told = _sentences(_home(tmp_path, {}, {}), "exit_housing")
    assert "查清「住房鉴定等级」：若为 A 或 B → 达到" in told
    assert "查清「住房鉴定等级」：若为 C 或 D → 不达到" in told


def test_a_sum_is_exact_to_the_fen(tmp_path: Path) -> None:
    folder = _home(tmp_path, POOR | {"wage_fen": 665_001}, {}, {})
    [more, *rest] = _sentences(folder, "exit_income")
    assert more.startswith("工资性收入 再多 349.99 元（从 6,650.01 元 到 7,000.00 元） → 达到（换成")
    assert all("再多 349.99" in one for one in rest)


def test_a_sum_on_the_line_turns_with_one_fen_less(tmp_path: Path) -> None:
    folder = _home(tmp_path, POOR | {"wage_fen": 700_000}, {}, {})
    assert "工资性收入 再少 0.01 元（从 7,000.00 元 到 6,999.99 元） → 不达到" in _sentences(
        folder, "exit_income"
    )


def test_a_sum_that_nobody_stated_says_how_much_it_must_be(tmp_path: Path) -> None:
    folder = _home(tmp_path, {key: value for key, value in POOR.items() if key != "wage_fen"}, {}, {})
    assert _sentences(folder, "exit_income")[:2] == [
        "查清「工资性收入」：若不少于 7,000.00 元 → 达到",
        "查清「工资性收入」：若不超过 6,999.99 元 → 不达到",
    ]


def test_the_number_of_the_day_and_place_decides(tmp_path: Path) -> None:
    folder = _home(tmp_path, POOR | {"wage_fen": 300_000}, {})
    assert "再多 200.00 元" in _sentences(folder, "exit_income", on=date(2017, 6, 1))[0]
    assert "再多 500.00 元" in _sentences(folder, "exit_income")[0]


def test_no_single_fact_is_enough_so_all_that_stand_in_the_way_are_told_together(tmp_path: Path) -> None:
    household = READY | POOR | {"water_safe": False, "food_secure": False, "wage_fen": 900_000}
    [told] = _sentences(_home(tmp_path, household, ADULT), "exits")
    assert told == "同时：是否不愁吃 由 否 改为 是；是否解决安全饮用水 由 否 改为 是 → 达到"


def test_a_condition_with_two_facts_against_it_needs_both(tmp_path: Path) -> None:
    folder = _home(tmp_path, {"house_grade": "D", "house_dilapidated": True}, {})
    assert _sentences(folder, "exit_housing") == [
        "同时：住房鉴定等级 由 D 改为 A；是否危房户 由 是 改为 否 → 达到"
    ]


def test_each_member_who_stands_in_the_way_is_told_by_relation_sex_and_age(tmp_path: Path) -> None:
    children = [CHILD | {"education": "小学"}, CHILD | {"education": "小学", "relation": "之子", "sex": "男"}]
    [told] = _sentences(_home(tmp_path, READY, ADULT, *children), "exit_schooling")
    assert told.startswith("同时：成员（之女，女，10 岁）在校生状况 由 未填 改为")
    assert "；成员（之子，男，10 岁）在校生状况 由 未填 改为" in told


def test_a_flag_says_what_would_clear_it(tmp_path: Path) -> None:
    folder = _home(tmp_path, {"standing": "registered"}, CHILD | {"education": "小学"})
    told = _sentences(folder, "compulsory_not_in_school")
    assert any(one.startswith("成员（之女，女，10 岁）在校生状况 由 未填 改为") for one in told)
    assert all("不再是疑点" in one for one in told)


def test_an_amount_says_what_it_would_become(tmp_path: Path) -> None:
    folder = _home(tmp_path, POOR | {"wage_fen": 100_000}, {}, {})
    assert _sentences(folder, "net_income")[0].startswith(
        "工资性收入 再多 100.00 元（从 1,000.00 元 到 1,100.00 元） → 年纯收入 由 1,000.00 元 变为 1,100.00 元"
    )


def test_gaps_of_which_none_decides_alone_are_named_together(tmp_path: Path) -> None:
    [told] = _sentences(_home(tmp_path, {}, {}), "net_income")
    assert told.startswith("先查清「工资性收入」、「生产经营性收入」") and told.endswith("→ 才能判断")


def test_a_rule_that_is_not_in_force_is_turned_by_nothing(tmp_path: Path) -> None:
    folder = _home(tmp_path, POOR, {})
    assert _sentences(folder, "exit_income", on=date(2022, 1, 1)) == []


def test_what_can_be_done_comes_before_what_can_only_be_checked(tmp_path: Path) -> None:
    member = {"resident_medical": False, "employee_medical": False, "list_insured": False}
    found = changes(_home(tmp_path, {}, member), 1, place="fuyuan", on=DAY, rule="insured")
    assert [one.reach for one in found] == sorted(one.reach for one in found) != []
    assert found[0].facts[0]["fact"] == "employee_medical"


def test_every_fact_is_either_never_touched_or_acted_upon_or_checked() -> None:
    names = {*HOUSEHOLDS.names, *PERSONS.names, *BILLS.names}
    assert names == reach.FIXED | reach.ACTED | reach.CHECKED
    assert not reach.FIXED & reach.CHECKED
    assert {"birth", "age", "sex", "relation", "ethnicity", "standing"} <= reach.FIXED


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_county(tmp_path_factory.mktemp("county"), households=200, seed=11, missing=0.25)


ASKED = ("exits", "exit_income", "exit_housing", "exit_medical", "complete", "not_insured", "pension_secured")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(household=st.integers(1, 200), rule=st.sampled_from(ASKED))
def test_every_change_worked_out_again_gives_the_answer_that_was_told(
    county: Path, household: int, rule: str
) -> None:
    rules = compiled("fuyuan", DAY, (rule,))
    home = read(county, household, rules)
    for change in changes(county, household, place="fuyuan", on=DAY, rule=rule):
        assert not {fact["fact"] for fact in change.facts} & reach.FIXED
        if change.variant:
            found = answers(home, rules, [change.variant])
            entity = RULES[rule].entity
            told = [found.value(entity, at, rule) for at in home.own(entity)]
            assert change.result in told, change.sentence


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(wage=st.integers(0, 3_000_000), members=st.integers(1, 6))
def test_the_nearest_sum_is_the_line_itself(tmp_path_factory: Any, wage: int, members: int) -> None:
    folder = _home(tmp_path_factory.mktemp("line"), POOR | {"wage_fen": wage}, *[{}] * members)
    rules = compiled("fuyuan", DAY, ("exit_income",))
    found = changes(folder, 1, place="fuyuan", on=DAY, rule="exit_income")
    turned = {f.name: v for one in found for f, v in one.variant.items()}
    line = 350_000 * members
    assert turned["wage_fen"] == (line if wage < line else line - 1)
    assert Fact("household", 0, "wage_fen") in [f for one in found for f in one.variant]
    assert rules.numbers.fen("exits.income_line") == 350_000


def test_what_is_not_there_is_a_problem(county: Path) -> None:
    with pytest.raises(Problem):
        changes(county, 1, place="fuyuan", on=DAY, rule="magic")
    with pytest.raises(Problem):
        changes(county, 10**9, place="fuyuan", on=DAY, rule="exits")

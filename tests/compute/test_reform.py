"""A reform beside the present: who gains, who loses, at what cost."""

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from liuqing.compute import reform as trial
from liuqing.errors import Problem
from liuqing.policy import reform as written
from liuqing.policy.place import load
from liuqing.policy.rules import RULES
from tests.compute.snapshots import random_county, write

DAY = date(2018, 12, 31)
PLACE = load("fuyuan")
ITEMS = (
    "business", "dividend", "property_other", "transfer_family_planning", "transfer_dibao", "transfer_tekun",
    "transfer_pension", "transfer_eco", "transfer_other", "business_expense",
)  # fmt: skip


def _home(number: int, village: int, wage: int) -> dict:
    income = dict.fromkeys((f"{item}_fen" for item in ITEMS), 0) | {"wage_fen": wage * 100}
    return income | {"household_id": number, "household_village_id": village, "standing": "registered"}


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """Two villages: in the first 3400 and 3600 yuan a head, in the second 3999 and 4000."""
    villages = [{"village_id": n, "village_code": f"53032500000{n}"} for n in (1, 2)]
    homes = [_home(1, 1, 3400), _home(2, 1, 3600), _home(3, 2, 3999), _home(4, 2, 4000)]
    persons = [{"person_id": n, "household_id": n} for n in (1, 2, 3, 4)]
    return write(tmp_path / "snapshot", villages, homes, persons)


def _file(folder: Path, text: str) -> Path:
    path = folder / "reform.yaml"
    path.write_text(text, encoding="utf-8")
    return path


LINE = "label: 退出线提高到 4000 元\nfrom: 2018-01-01\nnumbers:\n  exits.income_line: 4000\n"


def test_a_higher_line_loses_exactly_those_between_the_lines(county: Path, tmp_path: Path) -> None:
    reform = written.read(_file(tmp_path, LINE), PLACE)
    compared = trial.run(county, reform, place="fuyuan", on=DAY, out=tmp_path / "out")
    income = next(one for one in compared.changed if one.rule == "exit_income")
    assert (income.gain, income.lose, income.before, income.after) == (0, 2, 3, 1)
    assert {v.code[-1]: (v.lose, v.before) for v in income.villages} == {"1": (1, 1), "2": (1, 2)}
    rows = pq.read_table(tmp_path / "out" / "households.parquet").to_pylist()
    told = {(r["household_id"], r["before"], r["after"]) for r in rows if r["rule"] == "exit_income"}
    assert told == {(2, "true", "false"), (3, "true", "false")}


def test_the_sum_of_the_villages_is_the_county_and_rows_are_the_counts(tmp_path: Path) -> None:
    county = random_county(tmp_path / "county", households=300, missing=0.02)
    reform = written.with_number("exits.income_line", 9000, since=DAY, label="试", place=PLACE)
    compared = trial.run(county, reform, place="fuyuan", on=DAY, out=tmp_path / "out")
    income = next(one for one in compared.changed if one.rule == "exit_income")
    rows = pq.read_table(tmp_path / "out" / "households.parquet").to_pylist()
    moved = [
        r for r in rows if r["rule"] == "exit_income" and (r["before"] == "true") != (r["after"] == "true")
    ]
    assert len(moved) == income.gain + income.lose > 0
    assert income.after - income.before == income.gain - income.lose


def test_a_replaced_rule_is_worked_out_instead_of_the_present_one(county: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(
        'from liuqing.policy.rule import condition\nSOURCE = "征求意见稿"\n'
        '@condition("household", label="人均纯收入达到退出线")\n'
        "def exit_income(income_at_least):\n    '''Half the line.'''\n    return income_at_least >= 200000\n",
        encoding="utf-8",
    )
    reform = written.read(_file(tmp_path, "label: 减半\nfrom: 2018-01-01\nrules: [mine.py]\n"), PLACE)
    before = RULES["exit_income"]
    compared = trial.run(county, reform, place="fuyuan", on=DAY)
    assert next(one.gain for one in compared.changed if one.rule == "exit_income") == 1
    assert RULES["exit_income"] is before


def test_only_rules_that_the_reform_can_reach_are_asked(county: Path, tmp_path: Path) -> None:
    reform = written.read(_file(tmp_path, LINE), PLACE)
    affected = reform.affected()
    assert {"exit_income", "exits"} <= set(affected)
    assert not {"exit_water", "net_income", "clear_members"} & set(affected)


def test_the_proposal_holds_from_its_first_day_and_not_before() -> None:
    reform = written.with_number("exits.income_line", 4000, since=date(2019, 1, 1), label="试", place=PLACE)
    assert reform.parameters(PLACE, date(2018, 12, 31))["exits.income_line"] == 3500
    assert reform.parameters(PLACE, date(2019, 1, 1))["exits.income_line"] == 4000
    assert reform.parameters(PLACE, date(2030, 1, 1))["exits.income_line"] == 4000


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("label: 试\nfrom: 2019-01-01\nnumbers:\n  exits.income_lien: 1\n", ["exits.income_line", "第 4 行"]),
        ("label: 试\nfrom: 2019-01-01\nnumbers:\n  exits.income_line: 很多\n", ["应是数", "第 4 行"]),
        ("label: 试\nfrom: 2019-01-01\nnumbers:\n  exits.income_line: -1\n", ["不能是负数"]),
        ("label: 试\nfrom: 明年\nnumber: {}\n", ["from", "不认识「number」", "2 处问题"]),
        ("label: 试\nfrom: 2019-01-01\n", ["既没有改数"]),
        ("label: 试\nfrom: 2019-01-01\nrules: [none.py]\n", ["没有规则文件", "第 3 行"]),
        ("a: [", ["不是合格的 YAML"]),
    ],
)
def test_every_fault_of_a_reform_is_told_with_its_line(tmp_path: Path, text: str, told: list[str]) -> None:
    with pytest.raises(Problem) as raised:
        written.read(_file(tmp_path, text), PLACE)
    assert all(part in raised.value.sentence() for part in told), raised.value.sentence()


def test_a_rule_that_names_a_missing_fact_is_a_problem_for_people(county: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(
        'from liuqing.policy.rule import condition\nSOURCE = "稿"\n'
        '@condition("household", label="甲")\ndef exit_income(shoe_size):\n    return shoe_size > 1\n',
        encoding="utf-8",
    )
    reform = written.read(_file(tmp_path, "label: 试\nfrom: 2018-01-01\nrules: [mine.py]\n"), PLACE)
    with pytest.raises(Problem, match="shoe_size"):
        trial.run(county, reform, place="fuyuan", on=DAY)


def test_a_reform_that_begins_after_the_day_of_the_record_says_so(county: Path) -> None:
    reform = written.with_number("exits.income_line", 4000, since=date(2019, 1, 1), label="试", place=PLACE)
    with pytest.raises(Problem, match="还没有开始"):
        trial.run(county, reform, place="fuyuan", on=DAY)

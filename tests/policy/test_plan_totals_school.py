"""The plans' own totals come out of the rules: students, dibao, tekun, two allowances, insurance.

Whom a plan counts stands in one village; its sums are compared with what the rules answer.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from liuqing.compute.backends import DuckDB
from liuqing.policy.place import load
from liuqing.policy.rules import RULES
from tests.compute.snapshots import DAY, write
from tests.policy.reading import rows

Row = dict[str, Any]
HOME = {"standing": "registered", "household_village_id": 1}


def _answers(
    folder: Path, wanted: str, persons: list[Row], *, homes: int = 1, place: str = "fuyuan", on: date = DAY
) -> list[Any]:
    """One rule over so many households of the register; a person without a household is in the first."""
    households = [{"household_id": n + 1} | HOME for n in range(homes)]
    members = [
        {"household_id": 1, "person_village_id": 1} | told | {"person_id": n}
        for n, told in enumerate(persons)
    ]
    write(folder, [{"village_id": 1}], households, members)
    with DuckDB() as running:
        table = rows(running, folder, on, (wanted,), place)[RULES[wanted].entity]
        return list(table[wanted].to_pylist())


def _to_cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("status", "students", "three_years"),
    [
        ("普通高中一年级", 2452, 7356),
        ("中职一年级", 1335, 4005),
        ("本科一年级", 2817, 8451),
        ("小学", 16150, 48450),
    ],
)
def test_every_student_whom_the_plan_counts_in_a_year_is_due_something(
    tmp_path: Path, status: str, students: int, three_years: int
) -> None:
    one = {"school_status": status, "boarding": False, "admission": "二本", "ethnicity": "汉族"}
    due = _answers(tmp_path, "school_aid", [one | {"central_university": False}] * students)
    assert sum(fen > 0 for fen in due) * 3 == three_years


def test_a_vocational_student_is_due_the_grant_for_two_years_and_the_allowance_for_three(
    tmp_path: Path,
) -> None:
    years = [{"school_status": f"中职{year}年级"} for year in "一二三"]
    assert sum(_answers(tmp_path, "school_aid", years)) == (2 * 2000 + 3 * 3000) * 100


def test_1247_disabled_persons_are_due_1516700_yuan_a_year(tmp_path: Path) -> None:
    severe = {"disabled_times": 1, "disability_grade": 1}
    fen = sum(_answers(tmp_path, "disability_subsidy", [severe] * 1247))
    assert _to_cents(Decimal(fen) / 1_000_000) == Decimal("151.67")


def test_3769_persons_share_1031610_yuan_of_dibao_a_month(tmp_path: Path) -> None:
    # Every person the mean, rounded to the fen, and the rest to one of them.
    monthly = [{"dibao_monthly_fen": 27371}] * 3768 + [{"dibao_monthly_fen": 103_161_000 - 27371 * 3768}]
    assert _answers(tmp_path, "dibao_monthly_of_area", monthly, place="songming") == [103_161_000]
    assert _answers(tmp_path, "dibao_mean_monthly", monthly, place="songming") == [27371]


def test_the_mean_lies_below_the_standard_so_nobody_is_cut(tmp_path: Path) -> None:
    one = {"dibao_times": 1, "dibao_monthly_fen": 27371, "dibao_since": date(2016, 1, 1)}
    assert _answers(tmp_path, "dibao_amount", [one], place="songming") == [27371 * 12]


def test_3629_households_with_3769_persons_are_supported_person_by_person(tmp_path: Path) -> None:
    persons = [{"household_id": n % 3629 + 1, "on_dibao": True} for n in range(3769)]
    ppm = _answers(tmp_path, "dibao_people_per_home", persons, homes=3629, place="songming")[0]
    assert _to_cents(Decimal(ppm) / 1_000_000) == Decimal("1.04")
    assert ppm < 1_370_000  # the city's mean


def test_5968_households_with_15806_persons_are_on_dibao(tmp_path: Path) -> None:
    persons = [{"household_id": n % 5968 + 1, "on_dibao": True} for n in range(15806)]
    assert _answers(tmp_path, "dibao_homes_of_area", persons, homes=5968) == [5968]
    assert _answers(tmp_path, "dibao_people_of_area", persons, homes=5968) == [15806]


@pytest.mark.parametrize(("year", "yearly"), [(2017, 3540), (2018, 3840)])
def test_twelve_months_of_dibao_reach_the_poverty_line(tmp_path: Path, year: int, yearly: int) -> None:
    on = date(year, 12, 31)
    assert load("songming").parameters(on).fen("dibao.monthly_standard") * 12 == yearly * 100
    assert yearly > 2952  # the national standard that the plan compares with
    assert _answers(tmp_path, "two_lines", [], place="songming", on=on) == ["两线合一"]


@pytest.mark.parametrize(("place", "persons"), [("songming", 10 + 2), ("fuyuan", 317)])
def test_everybody_whom_the_plan_supports_as_tekun_is_due_it(
    tmp_path: Path, place: str, persons: int
) -> None:
    alone = {"age": 75, "labour": "无劳动力", "tekun_times": 1}
    due = _answers(tmp_path, "tekun_due", [alone] * persons, place=place)
    assert due.count(True) == persons


def test_45073_insured_of_50081_are_90_per_cent(tmp_path: Path) -> None:
    insured, others = [{"list_insured": True}] * 45073, [{"list_insured": False, "resident_medical": False}]
    ppm = _answers(tmp_path, "insured_share", insured + others * 5008, place="wenchanghu")[0]
    assert _to_cents(Decimal(ppm) / 10_000) == Decimal("90.00")

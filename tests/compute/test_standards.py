"""Standards: reached, not reached, not known; on the line, beside it, and without the fact."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from liuqing.compute import assess, standards
from liuqing.errors import Problem
from liuqing.policy.rules import RULES
from tests.compute import snapshots
from tests.compute.reports import DAY, TOWN_1, TOWN_2, A, B, C, D, county, place

COUNTY = "530000"


def _standard(
    more: str, *, levels: str = "village", value: str = "value: 10", since: str = "2018-01-01"
) -> str:
    said = f"{value}, source: {{document: 某规划, clause: 目标}}"
    return (
        f"sets: {{目标: {{}}}}\nstandards:\n  goal: {{label: 目标, set: 目标, levels: [{levels}], {more}, "
        f"values: {{{since}: {{{said}}}}}}}\n"
    )


def _judged(tmp_path: Path, text: str, on: date = DAY, **known: Any) -> dict[str, dict[str, Any]]:
    """The rows of the standard ``goal`` by area."""
    folder = county(tmp_path / "snapshot", **known)
    standards.run(folder, place=place(tmp_path / "place", "standards", text), on=on)
    rows = pq.read_table(folder / "findings" / "standards.parquet").to_pylist()
    return {row["area_code"]: row for row in rows if row["standard"] == "goal"}


@pytest.mark.parametrize(
    ("operator", "value", "verdict"),
    [
        (">=", "10", True), (">=", "9.99", False), (">", "10", False), (">", "10.01", True),
        ("<=", "10", True), ("<=", "10.01", False), ("<", "10", False), ("<", "9.99", True),
        ("=", "10", True), ("=", "10.000001", False),
    ],
)  # fmt: skip
def test_both_sides_of_the_line(tmp_path: Path, operator: str, value: str, verdict: bool) -> None:
    text = _standard(f'of: [collective_income], unit: 元, operator: "{operator}"')
    found = _judged(tmp_path, text, indicators={(A, "collective_income", 2018): value})
    assert found[A]["verdict"] is verdict
    assert found[A]["value"] == Decimal(value)


def test_what_nobody_has_stated_is_not_known_and_named(tmp_path: Path) -> None:
    text = _standard('of: [collective_income], unit: 元, operator: ">="')
    found = _judged(tmp_path, text, indicators={(A, "collective_income", 2017): 99})
    assert found[A]["verdict"] is None and found[A]["missing"] == "collective_income"


def test_the_records_own_collective_income_stands_where_no_office_reported(tmp_path: Path) -> None:
    text = _standard('of: [collective_income], unit: 元, operator: ">="')
    found = _judged(
        tmp_path, text, villages={A: {"collective_income_fen": 1000}, B: {"collective_income_fen": 999}}
    )
    assert (found[A]["verdict"], found[B]["verdict"], found[C]["verdict"]) == (True, False, None)


@pytest.mark.parametrize(
    ("value", "verdict"), [("9.5", True), ("10.5", True), ("9.49", False), ("10.51", False)]
)
def test_about_is_the_places_own_tolerance(tmp_path: Path, value: str, verdict: bool) -> None:
    text = _standard('of: [collective_income], unit: 元, operator: "~", word: 左右')
    found = _judged(tmp_path, text, indicators={(A, "collective_income", 2018): value})
    assert found[A]["verdict"] is verdict


@pytest.mark.parametrize(("value", "verdict"), [(2, True), (3, True), (1, False), (4, False)])
def test_a_range_holds_both_its_ends(tmp_path: Path, value: int, verdict: bool) -> None:
    text = _standard("of: [reserve_cadres], unit: 人, operator: between", value="value: 2, upper: 3")
    found = _judged(tmp_path, text, indicators={(A, "reserve_cadres", 2018): value})
    assert found[A]["verdict"] is verdict


@pytest.mark.parametrize(("missed", "verdict"), [(1, True), (2, False)])
def test_a_share_keeps_its_denominator(tmp_path: Path, missed: int, verdict: bool) -> None:
    text = _standard(
        'of: [missed_found], per: [sampled_outside], unit: "%", operator: "<="', value="value: 1"
    )
    found = _judged(
        tmp_path, text, indicators={(A, "missed_found", 2018): missed, (A, "sampled_outside", 2018): 100}
    )
    assert found[A]["verdict"] is verdict
    assert (found[A]["numerator"], found[A]["denominator"], found[A]["value"]) == (missed, 100, missed)


def test_a_share_of_nothing_is_not_known(tmp_path: Path) -> None:
    text = _standard('of: [missed_found], per: [sampled_outside], unit: "%", operator: "="', value="value: 0")
    found = _judged(
        tmp_path, text, indicators={(A, "missed_found", 2018): 0, (A, "sampled_outside", 2018): 0}
    )
    assert found[A]["verdict"] is None and found[A]["missing"] == "sampled_outside"


@pytest.mark.parametrize(
    ("found", "closed", "verdict"),
    [(0, 0, True), (2, 2, True), (2, 1, False), (2, None, None), (None, 0, None)],
)
def test_where_nothing_was_there_to_do_it_is_done(
    tmp_path: Path, found: int | None, closed: int | None, verdict: bool | None
) -> None:
    text = _standard(
        'of: [unsafe_closed], per: [unsafe_found], nothing: holds, unit: "%", operator: "="',
        value="value: 100",
    )
    said = {"unsafe_found": found, "unsafe_closed": closed}
    stated = {(A, name, 2018): value for name, value in said.items() if value is not None}
    row = _judged(tmp_path, text, indicators=stated)[A]
    assert row["verdict"] is verdict and bool(row["missing"]) is (verdict is None)


def test_one_no_decides_beside_what_is_not_known(tmp_path: Path) -> None:
    text = _standard('of: [road_hardened, road_protected], unit: 是否, operator: "="', value="value: 1")
    found = _judged(
        tmp_path, text,
        indicators={
            (A, "road_hardened", 2018): 0,
            (B, "road_hardened", 2018): 1,
            (C, "road_hardened", 2018): 1, (C, "road_protected", 2018): 1,
        },
    )  # fmt: skip
    assert [found[one]["verdict"] for one in (A, B, C, D)] == [False, None, True, None]
    assert found[B]["missing"] == "road_protected"


def test_what_lasts_holds_until_it_is_stated_anew(tmp_path: Path) -> None:
    text = _standard('of: [road_hardened], unit: 是否, operator: "="', value="value: 1")
    found = _judged(
        tmp_path, text,
        indicators={
            (A, "road_hardened", 2016): 1,
            (B, "road_hardened", 2016): 1, (B, "road_hardened", 2018): 0,
            (C, "road_hardened", 2019): 1,
        },
    )  # fmt: skip
    assert [found[one]["verdict"] for one in (A, B, C)] == [True, False, None]


def test_a_share_of_samples_takes_only_villages_that_stated_both_so_it_never_passes_one(
    tmp_path: Path,
) -> None:
    told = {
        (A, "answers_helper", 2018): 10, (A, "satisfied_helper", 2018): 9,
        (B, "satisfied_helper", 2018): 40, (C, "answers_helper", 2018): 5,
    }  # fmt: skip
    text = _standard(
        'of: [satisfied_helper], per: [answers_helper], unit: "%", operator: ">="',
        levels="county",
        value="value: 90",
    )
    found = _judged(tmp_path, text, indicators=told)[COUNTY]
    assert (found["value"], found["numerator"], found["denominator"]) == (90, 9, 10)


def test_a_sample_adds_up_what_was_sampled_and_a_count_only_what_all_have_stated(tmp_path: Path) -> None:
    sampled = {(A, "missed_found", 2018): 1, (C, "missed_found", 2018): 2}
    text = _standard('of: [missed_found], unit: 人, operator: ">="', levels="town, county", value="value: 3")
    found = _judged(tmp_path / "sample", text, indicators=sampled)
    assert [found[one]["value"] for one in (TOWN_1, TOWN_2, COUNTY)] == [1, 2, 3]
    counted = {
        (A, "new_transfer_jobs", 2018): 1,
        (B, "new_transfer_jobs", 2018): 2,
        (C, "new_transfer_jobs", 2018): 4,
    }
    text = _standard(
        'of: [new_transfer_jobs], unit: 人, operator: ">="', levels="town, county", value="value: 3"
    )
    found = _judged(tmp_path / "count", text, indicators=counted)
    assert [found[one]["value"] for one in (TOWN_1, TOWN_2, COUNTY)] == [3, None, None]


@pytest.mark.parametrize(
    ("by_year", "on", "verdict"),
    [
        ({2018: 300, 2019: 470}, date(2019, 12, 31), True),
        ({2018: 300, 2019: 469}, date(2019, 12, 31), None),  # not due before the end of 2020
        ({2018: 300, 2019: 469, 2020: 0}, date(2020, 12, 31), False),
        ({2018: 770}, date(2020, 12, 31), True),  # enough already, whatever the rest
        ({2018: 769}, date(2020, 12, 31), None),
    ],
)
def test_a_sum_of_years_is_due_at_the_end(
    tmp_path: Path, by_year: dict[int, int], on: date, verdict: bool | None
) -> None:
    text = _standard(
        'of: [new_transfer_jobs], unit: 人, operator: ">=", since: 2018, due: 2020',
        levels="county",
        value="value: 770",
    )
    stated = {(COUNTY, "new_transfer_jobs", year): value for year, value in by_year.items()}
    assert _judged(tmp_path, text, on, indicators=stated)[COUNTY]["verdict"] is verdict


@pytest.mark.parametrize(("income", "verdict"), [("14815.44", True), ("14815.43", False)])
def test_mean_growth_over_three_years_is_exact_on_the_line(
    tmp_path: Path, income: str, verdict: bool
) -> None:
    # 10,000 × 1.14³ = 14,815.44, to the last place.
    text = _standard(
        'of: [rural_income], unit: "%", change: yearly, base_year: 2017, operator: ">="', value="value: 14"
    )
    stated = {(A, "rural_income", 2017): 10_000, (A, "rural_income", 2020): income}
    found = _judged(tmp_path, text, date(2020, 12, 31), indicators=stated)[A]
    assert found["verdict"] is verdict
    assert abs(found["value"] - 14) < Decimal("0.0001")


@pytest.mark.parametrize(("now", "verdict"), [(5_500_000, True), (5_499_999, False)])
def test_growth_against_the_year_before(tmp_path: Path, now: int, verdict: bool) -> None:
    text = _standard('of: [county_funds], unit: "%", change: last_year, operator: ">="', levels="county")
    stated = {(COUNTY, "county_funds", 2017): 5_000_000, (COUNTY, "county_funds", 2018): now}
    assert _judged(tmp_path, text, indicators=stated)[COUNTY]["verdict"] is verdict


@pytest.mark.parametrize(("county_growth", "verdict"), [("9.7", True), ("9.2", False), ("9.1", False)])
def test_growth_must_be_more_than_the_provinces(tmp_path: Path, county_growth: str, verdict: bool) -> None:
    text = _standard(
        'of: [rural_income_growth], minus: [province_rural_income_growth], unit: "%", operator: ">"',
        levels="county", value="value: 0",
    )  # fmt: skip
    stated = {
        (COUNTY, "rural_income_growth", 2018): county_growth,
        (COUNTY, "province_rural_income_growth", 2018): "9.2",
    }
    found = _judged(tmp_path, text, indicators=stated)[COUNTY]
    assert found["verdict"] is verdict and found["value"] == Decimal(county_growth) - Decimal("9.2")


@pytest.mark.parametrize(("village", "verdict"), [(8000, True), (7999, False)])
def test_a_village_is_measured_by_the_countys_mean(tmp_path: Path, village: int, verdict: bool) -> None:
    text = _standard(
        'of: [rural_income], per: [county.rural_income], unit: 比, operator: ">="', value="value: 0.8"
    )
    stated = {(A, "rural_income", 2018): village, (COUNTY, "rural_income", 2018): 10_000}
    assert _judged(tmp_path, text, indicators=stated)[A]["verdict"] is verdict


COMPOSITE = _standard(
    'of: [composite_poor_persons], per: [rural_population], unit: "%", operator: "<="', value="value: 2"
)
FIGURES = {
    (A, "unexited_persons"): 10,
    (A, "registered_persons"): 100,
    (A, "exited_persons"): 90,
    (A, "rural_population"): 1000,
}


@pytest.mark.parametrize(("missed", "wrong", "people"), [(0, 0, 10), (1, 0, 19), (1, 1, "20.8"), (2, 0, 28)])
def test_composite_incidence_adds_what_the_sample_stands_for(
    tmp_path: Path, missed: int, wrong: int, people: Any
) -> None:
    # 900 people outside the register, 1 in 100 of the sample omitted: 9; 90 exited, 1 in 50 wrongly: 1.8.
    sample = {
        (A, "sampled_outside", 2018): 100, (A, "missed_found", 2018): missed,
        (A, "sampled_exited", 2018): 50, (A, "wrong_exits_found", 2018): wrong,
    }  # fmt: skip
    found = _judged(tmp_path, COMPOSITE, figures=FIGURES, indicators=sample)[A]
    assert found["numerator"] == Decimal(str(people)) and found["denominator"] == 1000
    assert found["verdict"] is (Decimal(str(people)) <= 20)


def test_composite_incidence_without_a_sample_is_not_known(tmp_path: Path) -> None:
    found = _judged(tmp_path, COMPOSITE, figures=FIGURES)[A]
    assert found["verdict"] is None
    assert "sampled_outside" in found["missing"] and "rural_population" not in found["missing"]


def test_only_poor_villages_are_judged_and_doubt_is_not_a_no(tmp_path: Path) -> None:
    text = _standard('of: [collective_income], unit: 元, operator: ">=", scope: poor_village')
    found = _judged(
        tmp_path, text,
        villages={A: {"collective_income_fen": 2000}, B: {"poor_village": False}, C: {"poor_village": None}},
    )  # fmt: skip
    assert found.keys() == {A, C, D}
    assert found[A]["verdict"] is True and found[C]["verdict"] is None
    assert "poor_village" in found[C]["missing"]


@pytest.mark.parametrize(
    ("village", "inside"),
    [
        ({"village_exited": False}, True),
        ({"village_exited": True, "village_exit_year": 2018}, True),
        ({"village_exited": True, "village_exit_year": 2017}, False),
        ({"poor_village": False}, False),
    ],
)
def test_a_village_leaves_once(tmp_path: Path, village: dict[str, Any], inside: bool) -> None:
    text = _standard('of: [collective_income], unit: 元, operator: ">=", scope: leaving_village')
    found = _judged(tmp_path, text, villages={A: village})
    assert (A in found) is inside


def test_poor_towns_are_those_that_offices_name(tmp_path: Path) -> None:
    text = _standard(
        'of: [road_hardened], unit: 是否, operator: "=", scope: poor_town', levels="town", value="value: 1"
    )
    stated = {
        (TOWN_1, "poor_town", 2014): 1,
        (TOWN_1, "road_hardened", 2018): 1,
        (TOWN_2, "poor_town", 2014): 0,
    }
    found = _judged(tmp_path, text, indicators=stated)
    assert found.keys() == {TOWN_1} and found[TOWN_1]["verdict"] is True


def test_a_hamlet_is_judged_where_something_was_reported_of_it(tmp_path: Path) -> None:
    text = _standard('of: [hamlet_households], unit: 户, operator: ">="', levels="hamlet", value="value: 30")
    found = _judged(
        tmp_path,
        text,
        indicators={(A + "01", "hamlet_households", 2018): 30, (A + "02", "hamlet_households", 2018): 29},
    )
    assert {code: row["verdict"] for code, row in found.items()} == {A + "01": True, A + "02": False}


def test_before_its_first_day_and_after_its_end_there_is_no_standard(tmp_path: Path) -> None:
    text = _standard('of: [collective_income], unit: 元, operator: ">="', since="2019-01-01")
    assert _judged(tmp_path / "before", text) == {}
    ended = text.replace("2019-01-01", "2017-01-01").replace(
        "}}}\n", "}, 2018-01-01: {ended: true, source: {document: 甲, clause: 乙}}}}\n"
    )
    assert _judged(tmp_path / "ended", ended) == {}


def test_only_named_areas_are_judged(tmp_path: Path) -> None:
    text = _standard('of: [rent_income], unit: 元, operator: ">=", areas: [2村]')
    assert _judged(tmp_path, text).keys() == {B}


def test_a_figure_left_out_for_being_nothing_is_nothing(tmp_path: Path) -> None:
    text = _standard(
        'of: ["complete_households[clear=measures]"], per: [registered_households], unit: "%", operator: "="',
        value="value: 100",
    )
    figures = {
        (A, "registered_households"): 5,
        (A, "complete_households"): 0,
        (B, "registered_households"): 5,
        (B, "complete_households"): 1,
        (B, "complete_households[clear=measures]"): 5,
    }
    found = _judged(tmp_path, text, figures=figures)
    assert [found[one]["verdict"] for one in (A, B, C)] == [False, True, None]


def test_what_nobody_could_confirm_is_said_of_the_standard_and_of_its_set(tmp_path: Path) -> None:
    text = _standard('of: [collective_income], unit: 元, operator: ">="').replace(
        "clause: 目标}", "clause: 目标}, unverified: true"
    )
    folder = county(tmp_path / "snapshot", indicators={(A, "collective_income", 2018): 10})
    standards.run(folder, place=place(tmp_path / "place", "standards", text), on=DAY)
    rows = pq.read_table(folder / "findings" / "standards.parquet").to_pylist()
    assert rows and all(row["unverified"] for row in rows)


SETS = """\
sets: {甲: {}, 乙: {}, 丙: {need: any, of: [甲, 乙]}, 丁: {of: [丙]}}
standards:
  a: {label: 一, set: 甲, levels: [village], of: [road_hardened], operator: "=", unit: 是否, values: {2018-01-01: {value: 1, source: {document: 甲, clause: 乙}}}}
  b: {label: 二, set: 甲, levels: [village], of: [production_power], operator: "=", unit: 是否, values: {2018-01-01: {value: 1, source: {document: 甲, clause: 乙}}}}
  c: {label: 三, set: 乙, levels: [village], of: [tv_covered], operator: "=", unit: 是否, values: {2018-01-01: {value: 1, source: {document: 甲, clause: 乙}}}}
  d: {label: 四, set: 乙, levels: [village], of: [resident_population], operator: report, unit: 人, values: {2018-01-01: {source: {document: 甲, clause: 乙}}}}
"""


@pytest.mark.parametrize(
    ("road", "power", "tv", "both", "either"),
    [
        (1, 1, 0, True, True),
        (1, 0, 0, False, False),
        (1, 0, 1, False, True),
        (0, None, None, False, None),
        (1, None, 0, None, None),
        (None, None, 1, None, True),
    ],
)
def test_a_set_needs_all_or_any_and_does_not_guess(
    tmp_path: Path, road: Any, power: Any, tv: Any, both: Any, either: Any
) -> None:
    said = {"road_hardened": road, "production_power": power, "tv_covered": tv}
    stated = {(A, name, 2018): value for name, value in said.items() if value is not None}
    folder = county(tmp_path / "snapshot", indicators=stated)
    judged = standards.run(folder, place=place(tmp_path / "place", "standards", SETS), on=DAY)
    rows = pq.read_table(folder / "findings" / "standards.parquet").to_pylist()
    of_set = {row["set"]: row for row in rows if row["area_code"] == A and not row["standard"]}
    assert of_set["甲"]["verdict"] is both
    assert of_set["丙"]["verdict"] is of_set["丁"]["verdict"] is either
    assert (of_set["甲"]["denominator"], of_set["乙"]["denominator"]) == (2, 1)
    assert sum(judged.sets["甲"].values()) == 4


def test_a_snapshot_that_was_not_assessed_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        standards.run(tmp_path, place="fuyuan", on=DAY)
    assert raised.value.code == "compute.no_findings"


def test_over_an_assessed_county_the_standard_agrees_with_the_figures(tmp_path: Path) -> None:
    folder = snapshots.random_county(tmp_path, households=60, seed=5)
    assess.run(folder, place="fuyuan", on=DAY, confirmed=list(RULES))
    judged = standards.run(folder, place="fuyuan", on=DAY)
    rows = pq.read_table(judged.file).to_pylist()
    figures = {
        (row["area_code"], row["metric"]): row["value"]
        for row in pq.read_table(folder / "findings" / "areas.parquet").to_pylist()
        if not row["dimension"]
    }
    seen = 0
    for row in rows:
        if row["standard"] == "village_incidence" and row["value"] is not None:
            seen += 1
            share = figures[row["area_code"], "incidence"]
            assert abs(row["value"] - share) <= Decimal("0.0001")
            if abs(share - 3) > 1:
                assert row["verdict"] is None or row["verdict"] is (share < 3)
    assert seen > 3
    ten = [row for row in rows if row["set"] == "村出列10条" and not row["standard"]]
    assert ten and all(row["denominator"] == 10 and row["unverified"] for row in ten)

"""The plans' arithmetic: worked out exactly, and every verdict as a person finds it by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.errors import Problem
from liuqing.policy import estimates, place
from liuqing.policy.estimates import check, check_folder, value

PLACES = ("fuyuan", "xinping", "songming", "menghai", "wenchanghu")
FOUND = {(name, one.key): one for name in PLACES for one in check(place.load(name))}

FAILS = {
    ("fuyuan", "registered_2017"): -4467,
    ("fuyuan", "villages_exited"): -10,
    ("fuyuan", "county_money"): Decimal("244.08"),
    ("fuyuan", "classes_2018"): Decimal("22.8"),
    ("fuyuan", "industry_merged_by_item"): 3520,
    ("fuyuan", "employment_by_item"): -68,
    ("fuyuan", "employment_department_by_item"): -68,
    ("fuyuan", "employment_2018"): -120,
    ("fuyuan", "employment_2019"): 26,
    ("fuyuan", "employment_2020"): 26,
    ("fuyuan", "infrastructure_by_item"): Decimal("276.61"),
    ("fuyuan", "clinics_by_source"): Decimal("2722.5"),
    ("songming", "dibao_persons_per_household"): Decimal("0.008578"),
    ("songming", "villages_total"): -472,
}
"""What the plans' own numbers do not give: by how much it is off."""

BY_HAND = {
    "B001": 10317 / 687_800 * 100,
    "B002": 2026 / 250_123 * 100,
    "B018": 0.5,
    "B026": 3 * 1500 * 400 / 10_000,
    "B030": 470.10 + 1134.60 + 1134.60,
    "B033": 300 * (900 + 225) / 10_000,
    "B034": 300 * 40 / 10_000,
    "B035": (33.75 + 1.2 + 30) * 3,
    "B048": 468 / 127,
    "B049": 2017.5 + 1570 + 1570,
    "B054": 70 * 2500 * 0.3,
    "B055": 4500,
    "B056": 3710 / 53,
    "B057": 300 + 311,
    "B058": 61 / 61,
    "B059": 668 * 0.05,
    "B087": 40 + 40 + 20,
    "B091": 3 * 113 * 600 * 12 / 10_000,
    "B094": 12994 * 2.1,
    "B095": 3272,
    "B097": 1519 * 2.1 + 2948 * 2.1 + 400,
    "B102": 1993 + 141 + 28,
    "B103": 193 + 58,
    "B106": 100 * 1600 / 10_000,
    "B107": 4000 * 1500 / 10_000,
    "B108": 332.3 / 33.28,
    "B112": 1_031_610 / 3769,
    "B113": 3769 / 3629,
    "B114": 15806 / 29981 * 100,
    "B115": 151.67 * 10_000 / 1247,
    "B116": 10 + 2,
    "B121": 45073 / 0.9,
    "B122": 846_077.98 * 80 / 10_000,
    "B123": 195.86 + 358 + 214.98,
    "B124": 10219.15 + 9522 + 5784.52,
    "B125": 6.75 / 15,
    "B128": 1100 * 10_000 / 15_000,
    "B136": 103454.17 + 60978.53 + 56016.27,
    "B137": 2162 + 640.12 + 9780.7 + 3069.5 + 194.85,
    "B138": 215 + 249.47 + 120.2 + 27.5,
}


@pytest.mark.parametrize("requirement", BY_HAND)
def test_an_estimate_of_the_requirement_is_what_a_person_finds(requirement: str) -> None:
    computed = [one.computed for one in FOUND.values() if requirement in one.requirements]
    assert any(abs(float(one) - BY_HAND[requirement]) < 1e-6 for one in computed), computed


@pytest.mark.parametrize("key", FOUND, ids="-".join)
def test_every_sum_holds_but_for_those_known_to_fail(key: tuple[str, str]) -> None:
    found = FOUND[key]
    assert (found.verdict == "fails") == (key in FAILS), found
    assert found.difference == FAILS.get(key, found.difference)


def test_no_failing_sum_has_gone_away() -> None:
    assert FAILS.keys() <= FOUND.keys()


def test_a_sum_that_is_right_to_the_last_place_holds_without_rounding() -> None:
    assert FOUND["fuyuan", "total_by_class"].verdict == "holds"
    assert FOUND["fuyuan", "total_by_class"].difference == 0


def test_a_rounded_sum_says_that_it_is_rounded() -> None:
    found = FOUND["songming", "total"]
    assert (found.verdict, found.computed, found.difference) == (
        "holds_rounded",
        Decimal("15847.17"),
        Decimal("0.17"),
    )


@pytest.mark.parametrize(
    ("expression", "exact"),
    [
        ("0.1 + 0.2", Fraction(3, 10)),
        ("1人 × (900元 + 225元) ÷ 10000", Fraction(1125, 10000)),
        ("70亩 × 2500元/亩 × 30%", Fraction(52500)),
        ("10 − 4 - 3", Fraction(3)),
        ("12 ÷ 4 ÷ 3", Fraction(1)),
        ("2 + 3 × 4", Fraction(14)),
        ("846077.98㎡ × 80元 ÷ 10000", Fraction("6768.62384")),
        ("1000元/人·年 × 2", Fraction(2000)),
    ],
)
def test_an_expression_is_exact(expression: str, exact: Fraction) -> None:
    assert value(expression) == exact


@pytest.mark.parametrize("expression", ["", "1 +", "(1", "1)", "1 2", "x", "1 × × 2", "约100", "__import__"])
def test_an_expression_that_cannot_be_read_is_refused(expression: str) -> None:
    with pytest.raises(ValueError):
        value(expression)


@given(st.lists(st.decimals(min_value=0, max_value=10**9, places=2), min_size=1, max_size=30))
def test_the_order_of_a_sum_does_not_matter_and_nothing_is_lost(parts: list[Decimal]) -> None:
    there = value(" + ".join(f"{part:f}万元" for part in parts))
    back = value(" + ".join(f"{part:f}万元" for part in reversed(parts)))
    assert there == back == sum(Fraction(part) for part in parts)


TELLING = (
    'estimates: {{one: {{label: 一, computed: "{0}", stated: {1}, unit: 元, '
    "source: {{document: 甲, clause: 乙}}{2}}}}}\n"
)


def _verdict(tmp_path: Path, computed: str, stated: str, more: str = "") -> str:
    (tmp_path / "place.yaml").write_text("label: 某县\nextends: china\nwords: {village: 屯}\n", "utf-8")
    (tmp_path / "estimates.yaml").write_text(TELLING.format(computed, stated, more), "utf-8")
    return check(place.load(str(tmp_path)))[0].verdict


@pytest.mark.parametrize(
    ("computed", "stated", "more", "verdict"),
    [
        ("100.5", "100.5", "", "holds"),
        ("100.5", "100", "", "holds_rounded"),
        ("100.51", "100", "", "fails"),
        ("99.5", "100", "", "holds_rounded"),
        ("99.49", "100", "", "fails"),
        ("100.005", "100.00", "", "holds_rounded"),
        ("100.006", "100.00", "", "fails"),
        ("100.02", "100.00", ", tolerance: 0.02", "holds_rounded"),
        ("100.03", "100.00", ", tolerance: 0.02", "fails"),
    ],
)
def test_rounding_is_half_a_unit_of_the_last_place_unless_said_otherwise(
    tmp_path: Path, computed: str, stated: str, more: str, verdict: str
) -> None:
    assert _verdict(tmp_path, computed, stated, more) == verdict


def test_the_shipped_estimates_have_no_faults() -> None:
    folders = [path.parent for path in place.PLACES.rglob("estimates.yaml")]
    assert len(folders) >= 4
    assert [problem.sentence() for folder in folders for problem in check_folder(folder)] == []


FAULTY = """\
estimates:
  a: {label: 一, computed: 1 +, stated: 1, unit: 元, source: {document: 甲, clause: 乙}}
  b: {label: 二, computed: "1", stated: 1, unit: 光年, source: {document: 甲, clause: 乙}}
  c: {label: 三, computed: "1", stated: 一, unit: 元, source: {document: 甲, clause: 乙}}
  d: {label: 四, computed: "1", stated: 1, unit: 元}
  e: {label: 五, computed: 1 ÷ 0, stated: 1, unit: 元, tolerance: -1, source: {document: 甲, clause: 乙}}
  f: {label: 六, computed: "1", stated: 1, unit: 元, colour: 红, source: {document: 甲, clause: 乙}}
"""


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "estimates.yaml").write_text(FAULTY, "utf-8")
    found = check_folder(tmp_path)
    assert {problem.where.row for problem in found} == {2, 3, 4, 5, 6, 7}
    said = "".join(problem.what for problem in found)
    for word in ("读不懂", "光年", "stated", "source", "tolerance", "colour"):
        assert word in said


def test_a_faulty_file_stops_the_place_with_a_problem(tmp_path: Path) -> None:
    (tmp_path / "place.yaml").write_text("label: 某县\nextends: china\nwords: {village: 屯}\n", "utf-8")
    (tmp_path / "estimates.yaml").write_text(TELLING.format("1 ÷ 0", "1", ""), "utf-8")
    with pytest.raises(Problem):
        check(place.load(str(tmp_path)))


def test_the_catalogue_lists_every_estimate_with_its_verdict() -> None:
    shown = {one["name"]: one for one in estimates.catalogue(place.load("fuyuan"), date(2018, 12, 31))}
    assert shown["employment_by_item"]["verdict"] == "fails"
    assert shown["employment_by_item"]["parameters"][0]["value"] == 8861.04
    assert shown["solar_unit"]["parameters"][0]["unverified"] is True
    assert all(one["kind"] == "estimate" and one["source"] and one["label"] for one in shown.values())

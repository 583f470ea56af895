"""The standards as data: the sets that plans name, their limits, sources and doubts, and faulty files."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from liuqing.compute.findings import METRICS
from liuqing.errors import Problem
from liuqing.policy import place, standards
from liuqing.policy.indicators import INDICATORS, LEFT, LISTED
from liuqing.policy.layers import in_force
from liuqing.policy.quality import FORMULAS
from liuqing.policy.standards import COUNTY, FIGURES, Standard, catalogue, check, declared

PLACES = ("fuyuan", "xinping", "songming", "menghai", "wenchanghu")
ALL = {(name, key): one for name in PLACES for key, one in declared(place.load(name)).standards.items()}

EXPECTED: dict[str, tuple[str, str, str, Any]] = {
    # requirement: place, standard, day, limit (or both ends)
    "B003": ("xinping", "village_incidence_ceiling", "2018-12-31", 2),
    "B004": ("songming", "village_composite_incidence", "2018-12-31", 2),
    "B005": ("songming", "village_omission", "2018-12-31", 1),
    "B006": ("songming", "no_false_exit", "2018-12-31", 0),
    "B007": ("songming", "satisfied_with_helper", "2018-12-31", 90),
    "B008": ("songming", "return_rate", "2018-12-31", None),
    "B016": ("xinping", "poor_area_income_growth", "2020-12-31", 14),
    "B017": ("xinping", "poor_area_income_ratio", "2020-12-31", 0.8),
    "B018": ("fuyuan", "income_growth", "2018-12-31", 0),
    "B019": ("menghai", "exited_income_growth", "2018-12-31", 0),
    "B030": ("fuyuan", "public_posts", "2018-12-31", 3315),
    "B036": ("xinping", "new_transfer_jobs", "2020-12-31", 770),
    "B037": ("menghai", "training_times", "2020-12-31", 10_000),
    "B040": ("fuyuan", "led_income_gain", "2018-12-31", 3000),
    "B042": ("menghai", "cooperative_land", "2018-12-31", 500),
    "B044": ("menghai", "project_per_household", "2020-12-31", 100),
    "B045": ("menghai", "rural_leaders", "2020-12-31", 40),
    "B050": ("menghai", "credit_files", "2020-12-31", 100),
    "B051": ("fuyuan", "loan_access", "2018-12-31", None),
    "B052": ("fuyuan", "poor_village_collective_income", "2020-12-31", 50_000),
    "B053": ("songming", "weak_village", "2018-12-31", 30_000),
    "B070": ("songming", "primary_enrolment", "2018-12-31", 99.5),
    "B071": ("fuyuan", "compulsory_enrolment", "2018-12-31", 100),
    "B072": ("menghai", "town_multimedia", "2020-12-31", 80),
    "B073": ("menghai", "kindergarten_per_village", "2020-12-31", 1),
    "B087": ("wenchanghu", "treated_share", "2018-12-31", 20),
    "B088": ("wenchanghu", "one_stop_share", "2020-12-31", 95),
    "B089": ("wenchanghu", "visits_in_district", "2018-12-31", 90),
    "B090": ("wenchanghu", "village_doctors", "2020-12-31", 1),
    "B092": ("songming", "town_hospitals_satisfied", "2018-12-31", 50),
    "B093": ("menghai", "clinic_per_village", "2020-12-31", 1),
    "B099": ("xinping", "new_unsafe_houses", "2018-12-31", 100),
    "B100": ("menghai", "four_class_renovated", "2019-12-31", 200),
    "B101": ("xinping", "relocated_moved_in", "2018-12-31", 100),
    "B103": ("songming", "relocation_quota", "2018-12-31", 251),
    "B109": ("menghai", "steep_land_returned", "2020-12-31", 100),
    "B110": ("menghai", "ranger_posts", "2018-12-31", 548),
    "B113": ("songming", "dibao_persons_per_household", "2018-12-31", 1.37),
    "B114": ("fuyuan", "registered_share_of_dibao", "2018-12-31", None),
    "B121": ("wenchanghu", "insurance_rate", "2016-12-31", None),
    "B126": ("xinping", "road_hamlet_incidence", "2018-12-31", 35),
    "B127": ("xinping", "central_water", "2020-12-31", 99),
    "B128": ("xinping", "water_improved", "2019-12-31", 15_000),
    "B129": ("xinping", "demonstration_hamlet_waste", "2018-12-31", 90),
    "B130": ("menghai", "sanitary_toilets", "2020-12-31", 50),
    "B131": ("fuyuan", "cleaning_award", "2018-12-31", 15),
    "B132": ("wenchanghu", "main_streets", "2020-12-31", [1, 2]),
    "B133": ("xinping", "rebuilt_clinics", "2020-12-31", 20),
    "B134": ("fuyuan", "department_funds_share", "2018-12-31", 60),
    "B135": ("xinping", "county_funds_floor", "2018-12-31", 5_000_000),
    "B150": ("wenchanghu", "section_cadre_load", "2018-12-31", 3),
    "B152": ("songming", "work_team_present", "2018-12-31", 1),
    "B153": ("fuyuan", "reserve_cadres", "2018-12-31", [2, 3]),
    "B154": ("xinping", "cadres_trained", "2018-12-31", 100),
    "B155": ("menghai", "secretaries_trained", "2018-12-31", 100),
    "B156": ("menghai", "volunteer_teams", "2018-12-31", 1),
    "B159": ("xinping", "problems_closed", "2018-12-31", 203),
}


@pytest.mark.parametrize("requirement", EXPECTED)
def test_a_requirement_is_a_standard_with_the_plans_number(requirement: str) -> None:
    where, name, day, value = EXPECTED[requirement]
    shown = {one["name"]: one for one in catalogue(place.load(where), date.fromisoformat(day))}[name]
    assert requirement in shown["requirements"]
    assert shown["parameters"][0]["value"] == value
    assert shown["kind"] == "standard" and shown["source"] and shown["label"]


def test_the_shipped_standards_have_no_faults() -> None:
    folders = [path.parent for path in place.PLACES.rglob("standards.yaml")]
    assert len(folders) == 7
    assert [problem.sentence() for folder in folders for problem in check(folder)] == []


@pytest.mark.parametrize(
    ("name", "level", "count"),
    [("村出列10条", "village", 10), ("乡出列10条", "town", 10), ("县摘帽5项", "county", 5)],
)
@pytest.mark.parametrize("county", PLACES[:4])
def test_the_sets_that_plans_name_have_as_many_criteria(
    county: str, name: str, level: str, count: int
) -> None:
    inside = declared(place.load(county)).of_set(name).values()
    assert len(inside) == count
    assert {one.levels[0] for one in inside} == {level}


def test_what_nobody_could_confirm_of_the_ten_is_marked() -> None:
    limits = [
        next(iter(one.values.values()))
        for one in declared(place.load("fuyuan")).of_set("乡出列10条").values()
    ]
    assert limits and all(limit.unverified for limit in limits)


@pytest.mark.parametrize("county", PLACES)
def test_the_sets_that_a_place_names_for_its_areas_exist(county: str) -> None:
    told = place.load(county).told
    sets = declared(place.load(county)).sets
    assert [name for level, name in told.exit_sets.items() if level != "household" and name not in sets] == []


@pytest.mark.parametrize("county", PLACES)
def test_the_limits_of_incidence_are_those_of_the_places_own_description(county: str) -> None:
    for limit in place.load(county).told.incidence_limits:
        read = "composite_poor_persons" if limit.kind == "composite" else "unexited_persons"
        on = date(limit.year, 12, 31)
        found = [
            in_force(one.values, on)
            for one in declared(place.load(county)).standards.values()
            if one.of == [read]
            and one.per == ["rural_population"]
            and limit.level in one.levels
            and one.operator == "<="
        ]
        assert [one[1].value for one in found if one] == [limit.percent]


@pytest.mark.parametrize("county", PLACES)
def test_the_grades_of_villages_are_those_of_the_places_own_description(county: str) -> None:
    for grade in place.load(county).told.collective_income.grades:
        inside = declared(place.load(county)).of_set(f"村集体经济{grade.name.removesuffix('村')}").values()
        lines = [(one.operator, limit.value, limit.upper) for one in inside for limit in one.values.values()]
        assert {grade.at_least, grade.below} - {None} == {
            n for _, *both in lines for n in both if n is not None
        }


def test_every_figure_that_a_standard_may_read_is_one_that_an_assessment_makes() -> None:
    assert {name.partition("[")[0] for name in FIGURES} <= METRICS.keys()


def test_every_indicator_is_read_by_some_standard_or_formula_or_gives_a_standing() -> None:
    read = {name.removeprefix(COUNTY) for one in ALL.values() for name in one.names}
    read |= {name for formula in FORMULAS.values() for name in formula.needs} | LISTED | LEFT
    assert sorted(INDICATORS.keys() - read) == []


@pytest.mark.parametrize("key", ALL, ids="-".join)
def test_every_standard_reads_indicators_at_the_levels_at_which_they_are_reported(
    key: tuple[str, str],
) -> None:
    one: Standard = ALL[key]
    for name in one.names:
        plain = name.removeprefix(COUNTY)
        levels = ["county"] if name.startswith(COUNTY) else one.levels
        if plain in INDICATORS:
            assert set(levels) <= set(INDICATORS[plain].levels), name


FAULTY = """\
sets: {甲: {}, 乙: {of: [丙]}}
standards:
  a: {label: 一, set: 甲, levels: [village], of: [moonlight], operator: ">=", unit: 光年, values: {2018-01-01: {value: 1, source: {document: 甲, clause: 乙}}}}
  b: {label: 二, set: 丁, levels: [village], of: [rent_income], operator: "~", values: {2018-01-01: {value: 1, source: {document: 甲, clause: 乙}}}}
  c: {label: 三, set: 甲, levels: [village], of: [rent_income], operator: ">=", values: {2019-01-01: {value: 1, source: {document: 甲, clause: 乙}}, 2018-01-01: {value: 2, source: {document: 甲, clause: 乙}}}}
  d: {label: 四, set: 甲, levels: [village], of: [rent_income], operator: ">=", values: {2018-01-01: {value: 1}}}
  e: {label: 五, set: 甲, levels: [village], of: [rent_income], operator: "≥", values: {2018-01-01: {value: 1, source: {document: 甲, clause: 乙}}}}
  f: {label: 六, set: 甲, levels: [planet], of: [rent_income], operator: "=", values: {2018: {value: 1, source: {document: 甲, clause: 乙}}}}
  g: {label: 七, set: 甲, levels: [village], of: [rent_income], operator: between, values: {2018-01-01: {value: 3, upper: 2, source: {document: 甲, clause: 乙}}}}
  h: {label: 八, set: 甲, levels: [village], of: [rent_income], operator: ">=", values: {2018-01-01: {source: {document: 甲, clause: 乙}}}}
  i: {label: 九, set: 甲, levels: [village], of: [rent_income], change: yearly, operator: ">=", values: {}}
"""


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "standards.yaml").write_text(FAULTY, "utf-8")
    found = check(tmp_path)
    rows = {problem.where.row for problem in found}
    assert rows == set(range(1, 12)) - {2}
    said = "".join(problem.sentence() for problem in found)
    for word in (
        "moonlight",
        "光年",
        "丁",
        "word",
        "先后",
        "source",
        "允许的词",
        "上限",
        "value",
        "base_year",
        "values",
        "丙",
    ):
        assert word in said, word
    assert all(problem.where.file.endswith("standards.yaml") and problem.remedy for problem in found)


def test_a_faulty_file_stops_the_place_with_a_problem(tmp_path: Path) -> None:
    (tmp_path / "place.yaml").write_text("label: 某县\nextends: china\nwords: {village: 屯}\n", "utf-8")
    (tmp_path / "standards.yaml").write_text(FAULTY, "utf-8")
    with pytest.raises(Problem) as raised:
        declared(place.load(str(tmp_path)))
    assert "另有" in raised.value.what


OWN = """\
standards:
  village_incidence: {label: 我县更严, set: 村出列10条, levels: [village], scope: poor_village, of: [unexited_persons], per: [rural_population], operator: "<", unit: "%", values: {2018-01-01: {value: 1, source: {document: 我县规划, clause: 一}}}}
"""


def test_a_county_of_ones_own_overrides_one_standard_and_inherits_the_rest(tmp_path: Path) -> None:
    (tmp_path / "place.yaml").write_text(
        "label: 我县\nextends: china/yunnan\nwords: {village: 屯}\n", "utf-8"
    )
    (tmp_path / "standards.yaml").write_text(OWN, "utf-8")
    own = place.load(str(tmp_path))
    assert len(declared(own).of_set("村出列10条")) == 10
    shown = {one["name"]: one for one in catalogue(own, date(2018, 12, 31))}
    assert shown["village_incidence"]["parameters"][0]["value"] == 1
    assert "我县规划" in shown["village_incidence"]["source"]
    assert check(tmp_path) == []


def test_the_catalogue_says_that_a_limit_is_not_in_force() -> None:
    shown = {one["name"]: one for one in standards.catalogue(place.load("menghai"), date(2018, 12, 31))}
    assert shown["four_class_renovated"]["parameters"][0]["value"] is None

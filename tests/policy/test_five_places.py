"""The five counties of the plans differ in data only, and each tells everything that differs."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from liuqing.policy import place
from liuqing.policy.dated import NotInForceError
from liuqing.policy.differences import DIMENSIONS, SILENT, differences, table
from liuqing.policy.place import Place
from liuqing.policy.place_shape import MODULES

FIVE = ("fuyuan", "xinping", "songming", "menghai", "wenchanghu")
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "places.md"
DAY = date(2018, 12, 31)


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, str]]:
    return {name: differences(place.load(name)) for name in FIVE}


def _stated(county: Place) -> dict[tuple[str, str, int], Decimal]:
    return {(t.metric, t.dimension, t.year): t.value for t in county.targets()}


def test_the_five_come_with_the_program() -> None:
    assert {key.rpartition("/")[2] for key in place.known()} == set(FIVE)


@pytest.mark.parametrize(
    "path", sorted(p.parent for p in place.PLACES.rglob("place.yaml")), ids=lambda p: p.name
)
def test_no_place_of_the_package_has_a_fault(path: Path) -> None:
    assert [str(fault) for fault in place.check(path)] == []


def test_every_place_tells_all_42_dimensions_and_says_where_its_plan_is_silent(
    told: dict[str, dict[str, str]],
) -> None:
    ids = [f"E{number:02}" for number in range(1, 43)]
    assert [one.id for one in DIMENSIONS] == ids
    for name, values in told.items():
        assert list(values) == ids and all(values.values()), name
    assert told["fuyuan"]["E17"] == told["wenchanghu"]["E30"] == SILENT


@pytest.mark.parametrize("one", DIMENSIONS, ids=lambda one: one.id)
def test_no_dimension_is_the_same_for_all_five(one: object, told: dict[str, dict[str, str]]) -> None:
    assert len({values[one.id] for values in told.values()}) > 1  # type: ignore[attr-defined]


def test_the_committed_page_is_what_the_data_say() -> None:
    assert PAGE.read_text("utf-8") == table([place.load(key) for key in place.known()])


@pytest.mark.parametrize("name", FIVE)
def test_every_division_lies_below_its_parent_and_has_a_kind(name: str) -> None:
    areas = place.load(name).areas()
    codes = {area.code for area in areas}
    assert len(codes) == len(areas) and all(area.kind for area in areas)
    assert all(area.parent in codes and area.code.startswith(area.parent) for area in areas[1:])


@pytest.mark.parametrize(
    ("name", "towns", "villages"),
    [
        ("fuyuan", {"镇": 9, "乡": 1, "街道": 2}, 161),
        ("xinping", {"镇": 4, "乡": 6, "街道": 2}, 123),
        ("songming", {"镇": 3, "街道": 1, "功能区": 2}, 77),
        ("menghai", {"镇": 6, "乡": 5, "农场": 1}, 92),
        ("wenchanghu", {"镇": 2, "管理处": 1}, 11),
    ],
)
def test_the_kinds_of_towns_are_those_of_the_county(name: str, towns: dict[str, int], villages: int) -> None:
    areas = place.load(name).areas()
    assert Counter(a.kind for a in areas if a.level == "town") == towns
    assert sum(a.level == "village" for a in areas) == villages


def test_a_place_without_codes_of_its_own_uses_local_ones_and_says_which_names_are_invented() -> None:
    zone = place.load("wenchanghu")
    assert not zone.code.isdigit()
    assert {a.name for a in zone.areas() if a.level == "town"} == {"商家镇", "萌水镇", "萌山水库管理处"}
    assert all("虚设" in a.note for a in zone.areas() if a.level == "village")


def test_only_a_farm_whose_name_the_code_list_lacks_was_named_by_hand() -> None:
    farm = next(a for a in place.load("menghai").areas() if a.kind == "农场")
    assert (farm.code, farm.name) == ("532822401", "黎明农场") and farm.note


@pytest.mark.parametrize("name", FIVE)
def test_a_phase_switches_on_parts_of_the_work(name: str) -> None:
    modules = place.load(name).modules
    assert set(modules) <= set(MODULES) and "register" in modules


def test_the_phases_of_the_five_switch_on_different_work() -> None:
    on = {name: place.load(name).modules for name in FIVE}
    assert [name for name in FIVE if "evaluation" in on[name]] == ["fuyuan"]
    assert [name for name in FIVE if "tiers" in on[name]] == ["menghai"]
    assert [name for name in FIVE if "exits" not in on[name]] == ["wenchanghu"]


@pytest.mark.parametrize(("name", "line"), [("fuyuan", 3200), ("songming", 3200), ("china", 2952)])
def test_the_income_line_of_2017_is_that_of_the_place(name: str, line: int) -> None:
    assert place.load(name).parameters(date(2017, 12, 31))["exits.income_line"] == line


def test_the_line_that_a_city_set_without_an_amount_is_not_in_force() -> None:
    with pytest.raises(NotInForceError):
        place.load("wenchanghu").parameters(DAY)["exits.income_line"]


def test_nation_province_and_place_each_have_their_line() -> None:
    day = date(2017, 12, 31)
    lines = place.load("songming").scopes("exits.income_line")
    assert [(label, number.on(day).value) for label, number in lines] == [("全国", 2952), ("云南省", 3200)]
    assert [label for label, _ in place.load("wenchanghu").scopes("exits.income_line")][-1].startswith(
        "文昌湖"
    )


def test_songming_tests_schooling_costs_and_building_debts_too() -> None:
    ours = place.load("songming").parameters(DAY)["exits.household_criteria"]
    others = place.load("fuyuan").parameters(DAY)["exits.household_criteria"]
    assert set(ours) - set(others) == {"exit_income_net_of_schooling", "exit_building_debt"}
    assert "exit_pension" in others and "exit_pension" not in ours


@pytest.mark.parametrize("name", FIVE)
def test_a_target_stands_once_and_names_document_and_section(name: str) -> None:
    targets = place.load(name).targets()
    keys = Counter((t.metric, t.dimension, t.year) for t in targets)
    assert targets and keys.most_common(1)[0][1] == 1
    assert all(t.unit and len(t.source.split("·")) == 2 for t in targets if "反推" not in t.source)


@pytest.mark.parametrize("name", ["xinping", "songming"])
def test_those_who_left_and_those_who_are_still_poor_are_the_register(name: str) -> None:
    stated = _stated(place.load(name))
    for unit in ("households", "persons"):
        left, poor = stated[f"exited_{unit}", "", 2017], stated[f"unexited_{unit}", "", 2017]
        assert left + poor == stated[f"registered_{unit}", "", 2017]


def test_the_nine_causes_of_menghai_are_all_its_poor_and_all_its_codes() -> None:
    county = place.load("menghai")
    stated = _stated(county)
    for unit, total in (("households", 796), ("persons", 2505)):
        by_cause = {d: v for (m, d, _), v in stated.items() if m == f"unexited_{unit}" and d}
        assert sum(by_cause.values()) == stated[f"unexited_{unit}", "", 2017] == total
        assert {d.removeprefix("cause=") for d in by_cause} == set(county.told.causes.codes)


def test_the_transfers_of_fuyuan_by_destination_give_its_three_years() -> None:
    stated = _stated(place.load("fuyuan"))
    for year, total in ((2018, 42059), (2019, 41968), (2020, 41968)):
        parts = [stated["transfer_persons", f"dest={d}", year] for d in ("县内", "县外省内", "省外")]
        assert sum(parts) == stated["transfer_persons", "", year] == total
    assert stated["transfer_persons", "period=2018-2020", 2020] == 125_995


def test_every_bounded_quality_has_its_figure() -> None:
    for name in FIVE:
        county = place.load(name)
        assert set(county.told.quality.limits.values()) <= {t.metric for t in county.targets()}


def test_a_slip_of_the_pen_is_read_as_the_word_that_was_meant() -> None:
    (target,) = (t for t in place.load("xinping").targets() if t.metric == "demo_waste_treated_rate")
    assert (target.word, target.operator) == ("右", "~")
    assert target.met_by(Decimal("94.5")) and not target.met_by(Decimal(95))


@pytest.mark.parametrize(
    ("name", "said", "usual"),
    [
        ("xinping", "县发改局", "县发展改革局"),
        ("xinping", "县化广电体育局", "县文化广电体育局"),
        ("menghai", "县文化体育广播电视台和旅游局", "县文化体育广播电视和旅游局"),
        ("songming", "县林业局", "县农林局"),
        ("wenchanghu", "区民政局", "区民政部门"),
    ],
)
def test_a_department_is_found_under_every_name_that_the_plan_uses(name: str, said: str, usual: str) -> None:
    assert place.load(name).department(said) == usual


@pytest.mark.parametrize("name", FIVE)
def test_no_name_stands_for_two_departments(name: str) -> None:
    names = [n for usual, others in place.load(name).departments.items() for n in (usual, *others)]
    assert [n for n, count in Counter(names).items() if count > 1] == []


def test_a_limit_of_incidence_holds_until_the_next_one() -> None:
    told = place.load("xinping").told
    limits = {year: told.incidence_limit(year, "village") for year in (2017, 2018, 2019, 2020, 2021)}
    assert {year: one and one.percent for year, one in limits.items()} == {
        2017: None,
        2018: 2,
        2019: 2,
        2020: 1,
        2021: 1,
    }
    assert told.incidence_limit(2020, "county") is None


@pytest.mark.parametrize(
    ("yuan", "grade"),
    [("0", "薄弱村"), ("29999.99", "薄弱村"), ("30000", "一般村"), ("50000", "较好村"), ("100000", None)],
)
def test_a_village_is_graded_by_its_income_on_both_sides_of_each_line(yuan: str, grade: str | None) -> None:
    assert place.load("songming").told.collective_income.grade(Decimal(yuan)) == grade


def test_a_day_of_filing_without_a_year_comes_every_year_and_one_with_a_year_once() -> None:
    assert place.load("fuyuan").told.plan.due(2019) == date(2019, 10, 30)
    once = place.load("xinping").told.plan
    assert (once.due(2018), once.due(2019)) == (date(2018, 11, 25), None)
    assert place.load("songming").told.plan.due(2018) is None


def test_figures_are_shown_as_the_place_writes_them() -> None:
    fuyuan, menghai, zone = (place.load(name).told.display for name in ("fuyuan", "menghai", "wenchanghu"))
    assert fuyuan.money(Decimal("2204489700")) == "220,448.97 万元"
    assert menghai.money(Decimal("1234.5")) == "1,235 元"
    assert fuyuan.percent(Decimal("1.5"), "incidence") == "1.50%"
    assert fuyuan.percent(Decimal("9.65"), "rural_disposable_income_growth") == "9.7%"
    assert zone.percent(Decimal("66.5")) == "67%"

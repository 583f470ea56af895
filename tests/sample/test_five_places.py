"""Each of the five places has its plan's figures; a sixth, from a folder, works without Python."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from liuqing.errors import Problem
from liuqing.policy import identity_numbers as ids
from liuqing.policy import place as places
from liuqing.policy.lists import LISTS
from liuqing.sample import calibration, county
from tests.sample.reading import Folder
from tests.sample.test_totals import PLACES

REGISTER = {
    "fuyuan": (25_728, 111_138, 2_867, 10_317),
    "xinping": (3_183, 11_287, 630, 2_026),
    "songming": (987, 3_541, 247, 729),
    "menghai": (5_500, 21_000, 796, 2_505),
    "wenchanghu": (83, 148, 0, 0),
}
"""Households, persons, and those of them not exited."""

MENGHAI = {
    "因病": (157, 542), "缺劳力": (99, 267), "缺技术": (174, 584), "因残": (41, 138), "缺资金": (7, 25),
    "自身发展动力不足": (255, 732), "因学": (20, 81), "交通条件落后": (7, 24), "缺土地": (36, 112),
}  # fmt: skip


@pytest.fixture(scope="module")
def made(whole):
    return {"fuyuan": whole} | {place: county.make(place) for place in PLACES}


@pytest.mark.parametrize("place", REGISTER)
def test_the_register_of_each_place_has_the_plans_households_and_persons(made, place):
    homes = made[place].households
    open_ = [h for h in homes if h.left is None]
    assert (len(homes), sum(len(h.members) for h in homes)) == REGISTER[place][:2]
    assert (len(open_), sum(len(h.members) for h in open_)) == REGISTER[place][2:]


def test_the_causes_of_menghais_unexited_are_exactly_the_plans(made):
    households, persons = Counter(), Counter()
    for household in made["menghai"].households:
        if household.left is None:
            households[household.cause] += 1
            persons[household.cause] += len(household.members)
    assert {cause: (households[cause], persons[cause]) for cause in households} == MENGHAI


@pytest.mark.parametrize(
    ("place", "year", "planned"),
    [
        ("xinping", 2018, (630, 2_026)),
        ("songming", 2018, (214, 666)),
        ("menghai", 2018, (539, 1_769)),
        ("menghai", 2019, (257, 736)),
    ],
)
def test_exits_are_planned_for_as_many_as_the_plan_says(made, place, year, planned):
    going = [h for h in made[place].households if h.left is None and h.facts["planned_exit_year"] == year]
    assert (len(going), sum(len(h.members) for h in going)) == planned


def test_incidence_in_xinping_is_the_plans(made):
    assert round(2_026 / sum(v.rural for v in made["xinping"].villages), 4) == 0.0081


@pytest.mark.parametrize(
    ("place", "listed", "left"),
    [("xinping", 32, 32), ("songming", 5, 2), ("menghai", 40, 36), ("wenchanghu", 0, 0)],
)
def test_poor_villages_and_those_that_left_are_the_plans(made, place, listed, left):
    villages = made[place].villages
    assert sum(v.listed is not None for v in villages) == listed
    assert sum(v.left is not None for v in villages) == left


def test_two_thirds_of_the_poor_of_wenchanghu_are_sick_disabled_or_old(made):
    persons = Counter()
    for household in made["wenchanghu"].households:
        persons[household.cause] += len(household.members)
    share = sum(persons[cause] for cause in ("因病", "因残", "缺劳力")) / persons.total()
    assert abs(share - 0.67) < 0.02


@pytest.mark.parametrize("place", REGISTER)
def test_nobody_of_any_place_exists(made, place):
    numbers = [p.id_no for p in made[place].people]
    assert len(set(numbers)) == len(numbers)
    assert all(n.startswith("99") and ids.fault(n) == "" for n in numbers)


@pytest.mark.parametrize(
    ("place", "households"), [("xinping", 60), ("menghai", 60), ("songming", 60), ("wenchanghu", None)]
)
def test_every_place_writes_its_workbooks_about_nobody_who_exists(place, households, tmp_path):
    county.write(place, tmp_path, households=households)
    folder = Folder(tmp_path)
    without = {"rangers"} if place == "wenchanghu" else set()
    missing = {kind.key for kind in LISTS} - {table.kind.key for table in folder.tables}
    assert without <= missing and missing <= without | SELDOM | MONEY
    for table in [*folder.departments, *folder.of("register_persons"), *folder.of("police_residents")]:
        for row in table.rows.values():
            number = row["id_no"] or "99"  # some have become floating-point cells, some are blank
            assert (f"{number:.0f}" if isinstance(number, float) else str(number)).startswith("99"), (
                table.file
            )
    if households is None:
        told = (folder.figures["registered_households", ""], folder.figures["registered_persons", ""])
        assert tuple(map(int, told)) == REGISTER[place][:2]
        open_ = (folder.figures["not_exited_households", ""], folder.figures["not_exited_persons", ""])
        assert tuple(map(int, open_)) == REGISTER[place][2:]


@pytest.mark.parametrize("place", REGISTER)
def test_the_day_and_the_line_of_each_place_are_data(made, place):
    figures = calibration.load(place)
    assert figures.as_of == date(2018, 12, 31)
    numbers = places.load(place).parameters(figures.as_of)
    if numbers.has("exits.income_line"):
        assert figures.income["line"] == numbers["exits.income_line"]


MONEY = {"projects", "fund_documents", "spending", "cards", "assets", "loans", "collective_incomes"}
"""Only with projects: tests/sample/test_pool_books.py."""
SELDOM = {
    "payroll",
    "cadres",
    "signals",
    "monitored",
    "companies",
    "property",
    "vehicles",
    "police_deaths",
    "disasters",
    "microcredit",
    "housing",
    "rangers",
    "public_posts",
}
"""Lists in which nobody of a very small county may be: then nobody hands them in."""

SIXTH = """extends: china/yunnan
label: 示例乡县
code: "990909"
names: {city: 示例市, county: 示例乡县}
plan: {title: 示例规划, first_year: 2019, last_year: 2020}
causes: {codes: [因病, 因残, 缺技术], several: false}
"""
AREAS = """code,name,level,parent,kind,note
990909,示例乡县,county,,,
990909001,甲镇,town,990909,,
990909002,乙农场,town,990909,,
A1,甲镇一村,village,990909001,,
A2,甲镇二村,village,990909001,,
B1,一队,village,990909002,,
"""


@pytest.fixture
def sixth(tmp_path) -> Path:
    folder = tmp_path / "shili"
    folder.mkdir()
    (folder / "place.yaml").write_text(SIXTH, encoding="utf-8")
    (folder / "areas.csv").write_text(AREAS, encoding="utf-8")
    return folder


def test_a_place_of_ones_own_gets_figures_for_its_villages(sixth, tmp_path):
    figures = calibration.load(str(sixth))
    assert figures.as_of == date(2019, 12, 31)
    assert figures.households == 72 and set(figures.causes["households"]) == {"因病", "因残", "缺技术"}
    made = county.make(str(sixth))
    assert {h.village.code for h in made.households} == {"A1", "A2", "B1"}
    assert sum(h.size for h in made.households) == figures.persons
    assert all(path.is_file() for path in county.write(str(sixth), tmp_path / "out"))


def test_a_place_of_ones_own_may_bring_its_own_figures(sixth):
    own = (calibration.FOLDER / "songming.yaml").read_text(encoding="utf-8")
    (sixth / "sample.yaml").write_text(
        own.replace("listed: {2014: 5}", "listed: {2014: 2}"), encoding="utf-8"
    )
    assert len(county.make(str(sixth)).households) == 987


@pytest.mark.parametrize(
    ("said", "instead", "why"),
    [("listed: {2014: 5}", "listed: {2014: 4}", "贫困村"), ("id_prefix", "id_prefixx", "多余的项目")],
)
def test_figures_that_cannot_be_are_explained(sixth, said, instead, why):
    own = (calibration.FOLDER / "songming.yaml").read_text(encoding="utf-8")
    (sixth / "sample.yaml").write_text(own.replace(said, instead), encoding="utf-8")
    with pytest.raises(Problem, match=why) as caught:
        calibration.load(str(sixth))
    assert caught.value.code == "sample.calibration"


def test_a_place_without_villages_is_explained():
    with pytest.raises(Problem, match="没有村") as caught:
        calibration.load("china/yunnan")
    assert caught.value.code == "sample.no_villages"

"""Who answers for a condition, and which lists tell it: data of the place, named where nobody is."""

from pathlib import Path

import pytest

from liuqing.policy import checking, place, responsible
from liuqing.policy.lists import BY_KEY
from liuqing.policy.responsible import department, lists_for
from liuqing.policy.rules import RULES
from liuqing.policy.standards import declared

COUNTIES = ("fuyuan", "xinping", "songming", "menghai", "wenchanghu")
CRITERIA = "exits.household_criteria"


@pytest.mark.parametrize(
    ("names", "whose"),
    [
        (("exit_schooling",), "县教育局"),
        (("exit_medical",), "县医保局"),
        (("exit_housing",), "县住建局"),
        (("exit_water",), "县水务局"),
        (("exit_pension",), "县人社局"),
        (("road_hardened", "road_protected"), "县交通局"),
        (("standard_clinics",), "县卫计局"),
        (("exit_food",), "县扶贫办"),
        (("unexited_persons", "rural_population"), "县扶贫办"),
    ],
)
def test_the_department_of_a_condition(names: tuple[str, ...], whose: str) -> None:
    assert department(place.load("fuyuan"), names) == whose


@pytest.mark.parametrize("name", COUNTIES)
def test_each_condition_of_each_county_has_a_department_that_the_county_knows(name: str) -> None:
    county = place.load(name)
    criteria = {one for value in county.files[CRITERIA].values for one in value.value or ()}
    sets = ("村出列10条", "乡出列10条", "县摘帽5项", "贫困村出列", "县退出评估")
    standards = [one for key in sets for one in declared(county).of_set(key).values()]
    for names in (*((one,) for one in criteria), *(one.names for one in standards)):
        assert department(county, names)


def test_the_lists_that_tell_a_condition_begin_with_the_departments_own() -> None:
    assert lists_for("exit_medical") == ("medical_insured", "register_persons")
    assert lists_for("exit_building_debt") == ("housing",)
    assert lists_for("exit_water") == ("register_households",)
    # Measures and payments of any kind: no single list tells it.
    assert lists_for("exit_support") == ()
    assert all(kind in BY_KEY for rule in RULES for kind in lists_for(rule))


def test_a_county_names_another_department(tmp_path: Path) -> None:
    (tmp_path / "place.yaml").write_text("extends: china/yunnan\nlabel: 某县\n", "utf-8")
    (tmp_path / "responsible.yaml").write_text(
        "departments:\n  县水利站:\n    of: [exit_water]\n    source: {document: 某县规划, clause: 饮水}\n",
        "utf-8",
    )
    own = place.load(str(tmp_path))
    assert checking.check(tmp_path) == []
    assert department(own, ("exit_water",)) == "县水利站"
    assert department(own, ("exit_housing",)) == "县住建局"


def test_a_condition_that_does_not_exist_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "place.yaml").write_text("extends: china/yunnan\nlabel: 某县\n", "utf-8")
    (tmp_path / "responsible.yaml").write_text(
        "departments:\n  县水务局:\n    of: [exit_waters]\n    source: {document: 某县规划, clause: 饮水}\n"
        "  县住建局: {of: [], source: {document: 某县规划, clause: 住房}}\n",
        "utf-8",
    )
    told = [(fault.where.row, fault.what) for fault in responsible.check(tmp_path)]
    assert len(told) == 2 and [row for row, _ in told] == [2, 5]
    assert "exit_waters" in told[0][1] and "没有写 of" in told[1][1]

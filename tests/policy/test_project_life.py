"""The life of a project as a file: every stage, gate and number is there; what is wrong is told with its line."""

from datetime import date
from pathlib import Path

import pytest

from liuqing.errors import Problem
from liuqing.policy import announcing, checking, place, project_life
from liuqing.policy.project_life import NUMBERS, STAGES, check_folder, stated

EVERY = place.known()
DAY = date(2018, 12, 31)
HEAD = "stages:\n  planned:\n    label: 列入计划\n    who: 县\n    level: county\n    rights: [decide_projects]\n"


def county(at: Path, text: str = "") -> Path:
    (at / "place.yaml").write_text("extends: china/yunnan\nlabel: 某县\n", "utf-8")
    if text:
        (at / "project_life.yaml").write_text(text, "utf-8")
    return at


@pytest.mark.parametrize("key", EVERY)
def test_every_county_has_every_stage_in_its_order_with_gates_that_exist(key):
    life = stated(place.load(key))
    assert tuple(life.stages) == STAGES
    for stage in life.stages:
        assert list(life.gates_of(stage)) == life.stages[stage].gates


@pytest.mark.parametrize("key", EVERY)
@pytest.mark.parametrize("number", NUMBERS)
def test_every_number_of_a_life_is_in_force_in_every_county(key, number):
    assert place.load(key).parameters(DAY).has(number)


@pytest.mark.parametrize("key", EVERY)
def test_every_notice_that_a_gate_asks_for_is_one_that_the_county_hangs(key):
    here = place.load(key)
    asked = {one.notice for one in stated(here).gates.values() if one.notice}
    assert asked <= announcing.kinds(here, DAY).keys()


def test_every_right_that_a_stage_names_exists():
    from liuqing.workflow.rights import Right

    life = stated(place.load("fuyuan"))
    named = {right for one in (*life.stages.values(), *life.leaving.values()) for right in one.rights}
    assert named <= {str(one.value) for one in Right}


def test_the_five_systems_are_gates():
    life = stated(place.load("fuyuan"))
    assert {one.system for one in life.gates.values()} - {None} == set(project_life.SYSTEMS)


def test_three_levels_decide_before_a_project_is_in_the_pool():
    life = stated(place.load("fuyuan"))
    assert [key for key, one in life.stages.items() if one.decides] == ["reviewed", "argued", "pooled"]


def test_the_tender_limits_rose_on_the_first_of_june_2018():
    here = place.load("fuyuan")
    before = here.parameters(date(2018, 5, 31))[project_life.TENDER]
    after = here.parameters(date(2018, 6, 1))[project_life.TENDER]
    assert before == {"works": 2_000_000, "goods": 1_000_000, "services": 500_000}
    assert after == {"works": 4_000_000, "goods": 2_000_000, "services": 1_000_000}


def test_usual_days_are_stated_for_every_stage():
    assert set(place.load("fuyuan").parameters(DAY)[project_life.USUAL_DAYS]) == set(STAGES)


def test_a_county_replaces_one_stage_and_keeps_the_others(tmp_path):
    own = place.load(str(county(tmp_path, HEAD + "    gates: [money]\n")))
    assert check_folder(own.folder) == []
    life = stated(own)
    assert life.stages["planned"].gates == ["money"]
    assert tuple(life.stages) == STAGES and life.stages["pooled"].decides


def test_a_county_without_a_file_has_no_fault(tmp_path):
    assert check_folder(county(tmp_path)) == []


def test_after_the_last_stage_comes_none_and_a_draft_is_filed_first():
    life = stated(place.load("fuyuan"))
    assert (life.after("handed_over"), life.after("draft"), life.after("returned")) == ("", "filed", "filed")
    assert life.after("pooled") == "planned"


GATE = "gates:\n  mine:\n    label: 我的\n    asks: "
FAULTS = {
    "a stage that is none": ("stages:\n  dreamt:\n    label: 甲\n    who: 乙\n    level: county\n    rights: [a]\n", 2, "不是项目的阶段"),
    "a gate that nobody wrote": (HEAD + "    gates: [nowhere]\n", 2, "nowhere"),
    "a gate twice": (HEAD + "    gates: [money, money]\n", 2, "重复"),
    "no rights": (HEAD.replace("[decide_projects]", "[]"), 2, "rights"),
    "back to a later stage": (HEAD + "    returns_to: begun\n", 2, "不在它前面"),
    "apart from a later stage": (HEAD + "    apart: [begun]\n", 2, "不在它前面"),
    "a decision that may be left out": (HEAD + "    decides: true\n    skip: {reach: [household]}\n", 2, "不能自己定自己"),
    "days before nothing": (HEAD + "    entered_within: -1\n", 2, "不能小于 0"),
    "an unknown number": (HEAD + "    skip: {at_least: life.dreamt}\n", 2, "不认识"),
    "a word that is none": (HEAD + "    color: red\n", 7, "不认识「color」"),
    "a level that is none": (HEAD.replace("level: county", "level: moon"), 5, "不是允许的词"),
    "papers without names": (GATE + "paper\n    unverified: true\n", 2, "papers"),
    "a notice without its kind": (GATE + "notice\n    unverified: true\n", 2, "notice"),
    "papers where none are asked": (GATE + "duty\n    papers: [甲]\n    unverified: true\n", 2, "只有 asks 是 paper"),
    "no source": (GATE + "duty\n", 2, "source"),
    "a way out that is none": ("leaving:\n  lost:\n    label: 丢\n    rights: [a]\n    states: [draft]\n", 2, "removed"),
    "a way out from nowhere": ("leaving:\n  removed:\n    label: 丢\n    rights: [a]\n    states: []\n", 2, "states"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path, name):
    text, line, words = FAULTS[name]
    found = check_folder(county(tmp_path, text))
    assert any(
        one.where.row == line and one.where.file.endswith("project_life.yaml") and words in one.what
        for one in found
    ), [one.sentence() for one in found]
    assert any(words in one.what for one in checking.check(tmp_path))


def test_a_place_with_a_fault_is_not_used_and_says_how_many_there_are(tmp_path):
    county(tmp_path, HEAD + "    gates: [nowhere, nothing]\n")
    with pytest.raises(Problem, match="另有 1 处"):
        stated(place.load(str(tmp_path)))

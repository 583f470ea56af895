"""The project pool as data of a place: steps, checklist, trees of classes, and usual unit costs."""

from datetime import date
from decimal import Decimal

import pytest

from liuqing.policy import place, pool
from liuqing.policy.pool_columns import COLUMNS, EVERYWHERE, SOURCES, STATES

PLACES = ("fuyuan", "songming", "xinping", "menghai", "wenchanghu")
ON = date(2018, 12, 31)
OWN = "extends: china/yunnan\ncode: '990101'\nlabel: 示例县\nproject_classes: {产业扶贫: [种植, 养殖]}\n"


@pytest.fixture
def own(tmp_path):
    def make(text):
        (tmp_path / "place.yaml").write_text(OWN, encoding="utf-8")
        (tmp_path / "pool.yaml").write_text(text, encoding="utf-8")
        return place.load.__wrapped__(str(tmp_path))

    return make


@pytest.mark.parametrize("name", PLACES)
def test_every_class_of_every_place_has_a_word_in_both_national_trees(name):
    here = place.load(name)
    told = pool.of(here)
    assert pool.check(here) == []
    for tree in ("national_13", "national_8"):
        known = (*told.trees[tree].classes, pool.OTHER)
        said = {
            pool.becomes(told, tree, one, item)
            for one, items in here.project_classes.items()
            for item in items
        }
        assert said <= set(known) and len(said) > 1
        assert told.maps[tree].unverified


def test_an_item_may_be_called_otherwise_than_its_class():
    told = pool.of(place.load("fuyuan"))
    assert pool.becomes(told, "national_13", "产业扶贫", "规模化种植") == "产业项目"
    assert pool.becomes(told, "national_13", "产业扶贫", "小额信贷") == "金融扶贫"
    assert pool.becomes(told, "national_13", "没有这一类") == pool.OTHER
    assert pool.becomes(told, "no_such_tree", "产业扶贫") == pool.OTHER


def test_every_state_of_a_project_is_in_exactly_one_step():
    steps = pool.of(place.load("fuyuan")).steps.values()
    states = [state for step in steps for state in step.states]
    assert len(states) == len(set(states)) == len(STATES)


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("maps:\n  a: {tree: nothing, classes: {产业扶贫: x}, source: {document: d, clause: c}}\n", "没有写在 trees 里", 2),
        ("maps:\n  a: {tree: national_8, classes: {产业扶贫: 没有}, source: {document: d, clause: c}}\n", "没有这一类", 2),
        ("steps:\n  more: {label: 又, states: [pooled], source: {document: d, clause: c}}\n", "相同的状态", 2),
        ("fixed:\n  six: {label: 定, needs: [], source: {document: d, clause: c}}\n", "needs", 2),
        ("trees:\n  t: {label: 树, classes: [一], since: 2018-01-01, until: 2017-01-01, source: {document: d, clause: c}}\n", "止日", 2),
    ],
)  # fmt: skip
def test_a_faulty_file_says_what_and_where(own, text, said, line):
    from liuqing.policy import layers

    here = own(text)
    faults = layers.check(here.folder, pool.FILE, pool.Told, pool._PARTS)
    assert len(faults) == 1 and said in faults[0].what and faults[0].where.row == line


def test_a_class_that_the_place_has_not_is_a_fault_of_its_map(own):
    here = own(
        "maps:\n  a: {tree: national_8, classes: {产业脱贫: 产业发展}, source: {document: d, clause: c}}\n"
    )
    assert [fault.what for fault in pool.check(here)] == ["类别对应表「a」里的「产业脱贫」不是本地的类别"]


def test_the_unit_cost_of_a_plan_is_known_with_its_source():
    cost = pool.unit_cost(place.load("fuyuan"), ON, ("别的", "太阳能热水器"), "台")
    assert cost is not None and cost[0] == Decimal(1000) and "富源县规划" in cost[1]
    assert pool.unit_cost(place.load("fuyuan"), ON, ("太阳能热水器",), "户") is None
    assert pool.unit_cost(place.load("menghai"), ON, ("太阳能热水器",), "台") is None
    assert pool.unit_cost(place.load("fuyuan"), date(2017, 1, 1), ("太阳能热水器",), "台") is None


def test_every_source_of_every_place_has_a_column_of_its_own():
    words = {one[0] for one in SOURCES.values()}
    for name in PLACES:
        assert set(place.load(name).fund_sources) <= words
    names = [fact.name for fact in COLUMNS]
    assert len(names) == len(set(names)) and set(EVERYWHERE) <= set(SOURCES)
    assert all(f"need_{key}" in names and f"secured_{key}" in names for key in SOURCES)

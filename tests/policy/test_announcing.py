"""Announcements as data: every place's file is sound, and each right that it names exists."""

from datetime import date

import pytest

from liuqing.errors import Problem
from liuqing.planning.models import Project
from liuqing.policy import announcing, checking, place
from liuqing.workflow.rights import Right

pytestmark = pytest.mark.one_database
DAY = date(2019, 1, 1)
FILES = sorted(place.PLACES.rglob(announcing.FILE))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.parent.name)
def test_every_file_is_sound(path):
    assert announcing.check(path.parent) == []


@pytest.mark.parametrize("key", place.known())
def test_every_county_announces_by_rights_and_states_that_exist(key):
    own = place.load(key)
    for level in announcing.declared(own).levels.values():
        assert level.rights and {Right(name) for name in level.rights} <= set(Right)
    for one in announcing.kinds(own, DAY).values():
        assert one.version.from_state in {"", *Project.State.values}


@pytest.mark.parametrize("key", place.known())
def test_boards_hang_ten_days_the_portal_for_good_and_targets_come_within_twenty_working_days(key):
    found = announcing.kinds(place.load(key), DAY)
    boards = [(board.level, board.days) for one in found.values() for board in one.version.boards]
    assert all(days is None if level == "county" else days >= 10 for level, days in boards)
    targets = found["targets"].version
    assert (targets.within, targets.within_count) == (20, "working")
    assert announcing.phones(place.load(key)) == ("12317",)


def test_what_must_stand_on_a_sheet_of_the_years_plan_is_what_the_guideline_lists():
    shows = announcing.kinds(place.load("fuyuan"), DAY)["year_plan"].version.shows
    assert {"name", "place", "content", "unit", "leader", "amount", "plan", "targets"} <= set(shows)


def test_before_its_first_day_a_kind_is_not_in_force():
    with pytest.raises(Problem):
        announcing.kind(place.load("fuyuan"), "pool", date(2018, 3, 7))
    assert announcing.kind(place.load("fuyuan"), "pool", date(2018, 3, 8)).key == "pool"


def test_a_project_of_a_township_is_asked_for_the_townships_board_once():
    plan = announcing.kinds(place.load("fuyuan"), DAY)
    assert [one.level for one in plan["application"].asked("town")] == ["town"]
    assert [one.level for one in plan["year_plan"].asked("village")] == ["county", "town"]
    assert [one.level for one in plan["year_plan"].asked("county")] == ["county"]
    assert [one.level for one in plan["project"].asked("village")] == ["village"]


def test_faults_are_told_with_their_line_when_a_place_is_checked(tmp_path):
    (tmp_path / "place.yaml").write_text("extends: china\nlabel: 示例\n", encoding="utf-8")
    (tmp_path / "announcements.yaml").write_text(
        """levels:
  moon: {label: 月亮}
phones:
  wrong: {label: 电话, number: 喂, source: {document: 示例, clause: 示例}}
kinds:
  mine:
    label: 自定
    of: people
    wording: 示例
    versions:
      2018-01-01:
        source: {document: 示例, clause: 示例}
        boards: [{level: village, days: 0, required: false}, {level: village}]
        shows: [who, leader]
        from_state: filed
""",
        "utf-8",
    )
    told = " ".join(one.sentence() for one in checking.check(tmp_path))
    for what in ("moon", "rights", "不是电话号码", "写了两次", "小于 1", "leader", "from_state 和 within"):
        assert what in told
    assert "第 2 行" in told and "第 6 行" in told

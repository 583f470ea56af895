"""Recoded areas: new codes and merged villages, old lists, earlier days and rights all go on."""

from datetime import date

import pytest

from liuqing.errors import Problem
from liuqing.registry.imports.villages import Villages
from liuqing.registry.models import Area, FormerVillage, Household
from liuqing.registry.queries import scope
from liuqing.registry.services import recoding
from liuqing.workflow import rights
from liuqing.workflow.models import Event

pytestmark = pytest.mark.django_db
ON = date(2023, 1, 1)

# 甲镇 gets a new code, 乙村 is merged into 甲村, 丙村 is called 丁村, and there is a new village.
NEW = """代码,名称,级别,上级代码,原代码
990101101,甲镇,乡镇,990101,990101001
990101101001,甲村,村,990101101,990101001001、990101001002
990101002,乙镇,乡镇,990101,
990101002001,丁村,村,990101002,
990101002002,新村,村,990101002,
"""


@pytest.fixture
def listed(tmp_path):
    """The new list of divisions as a file."""

    def write(text=NEW):
        paper = tmp_path / "区划.csv"
        paper.write_text(text, encoding="utf-8")
        return paper

    return write


@pytest.fixture
def recoded(cast, listed, county):
    return recoding.recode(listed(), on=ON, by=cast.administrator)


def test_a_trial_says_what_would_change_and_changes_nothing(cast, listed, county):
    before = list(Area.objects.values_list("code", "path", "name"))
    told = recoding.recode(listed(), on=ON, by=cast.administrator, try_only=True)
    assert told == {"renamed": 1, "recoded": 1, "merged": 2, "new": 2}
    assert list(Area.objects.values_list("code", "path", "name")) == before


def test_a_recoded_town_stays_itself_and_remembers_its_code(recoded, county):
    town = Area.objects.get(pk=county.towns[0].pk)
    assert (town.code, town.path) == ("990101101", "990101/990101101/")
    assert town.known_as == [{"code": "990101001", "name": "甲镇", "until": "2023-01-01"}]


def test_households_of_merged_villages_live_in_the_successor_from_that_day(recoded, county):
    heir = Area.objects.get(code="990101101001")
    assert set(Household.objects.filter(village=heir).values_list("no", flat=True)) == {
        "H0001",
        "H0002",
        "H0003",
    }
    assert FormerVillage.objects.filter(until=ON).count() == 3
    old = Area.objects.get(pk=county.villages[1].pk)
    assert (old.until, old.successor) == (ON, heir)


def test_lists_under_old_names_and_codes_are_still_understood(recoded):
    villages = Villages()
    heir = Area.objects.get(code="990101101001").pk
    assert villages.find("甲镇", "乙村").village == heir
    assert villages.code("990101001002").village == heir
    assert villages.find("乙镇", "丙村").village == villages.find("乙镇", "丁村").village is not None
    assert villages.find("乙镇", "没有的村").village is None


def test_an_earlier_day_finds_the_households_where_they_were(recoded, taken, county):
    import pyarrow.parquet as pq

    from liuqing.registry.queries.reasons import folder

    told = pq.read_table(
        folder(taken()) / "households.parquet", columns=["household_no", "household_village_id"]
    )
    homes = dict(zip(*(column.to_pylist() for column in told.columns), strict=True))
    assert homes["H0003"] == county.villages[1].pk
    assert homes["H0001"] == county.villages[0].pk


def test_rights_go_with_the_area(recoded, cast):
    rights.forget(cast.village_officer)
    rights.forget(cast.township_reviewer)
    assert set(scope.visible_households(cast.township_reviewer).values_list("no", flat=True)) >= {
        "H0001",
        "H0003",
    }
    assert scope.visible_households(cast.village_officer).filter(no="H0001").exists()
    assert Event.objects.filter(act="areas.recoded").count() == 1


def test_all_faults_are_said_at_once_and_nothing_is_changed(cast, listed, county):
    wrong = "代码,名称,级别,上级代码,原代码\n990101001,甲镇,乡镇,990101,\n990101001001,甲村,村,990101001,\n990101009001,,村,990101009,990101777\n"
    with pytest.raises(Problem) as said:
        recoding.recode(listed(wrong), on=ON, by=cast.administrator)
    for part in ("乙村", "乙镇", "丙村", "上级代码 990101009", "原代码 990101777"):
        assert part in said.value.what
    assert not Area.objects.exclude(known_as=[]).exists()


def test_doing_it_again_changes_nothing(recoded, cast, listed):
    told = recoding.recode(listed(), on=ON, by=cast.administrator)
    assert set(told.values()) == {0}


@pytest.mark.parametrize("part", ["county_approver", "village_officer", "outsider"])
def test_only_who_manages_areas_and_users_may(part, cast, listed, county):
    with pytest.raises(Problem):
        recoding.recode(listed(), on=ON, by=cast.everybody()[part])

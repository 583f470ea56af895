"""Readiness: who could leave, what is missing and not known, whose department it is, who is under way."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuqing.errors import Problem
from liuqing.registry.models import AreaStanding, HouseholdYear, Proceeding, Snapshot, VillageYear
from liuqing.registry.models.reported import Indicator
from liuqing.registry.queries import exits
from liuqing.registry.queries.exits import BUSY, FREE, Count
from liuqing.registry.services import standing
from tests import county as making
from tests.registry.exit_worlds import one_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def _told(county):
    """H0001 is ready; of H0003 nobody knows the water; H0005 lives in a house of grade D. The others left.

    甲村 and 乙村 are poor villages; 甲村 has no power, and nobody says anything of its road. 丙村 is none.
    """
    HouseholdYear.objects.filter(household__no="H0003").update(water_safe=None)
    HouseholdYear.objects.filter(household__no="H0005").update(house_grade="D", house_dilapidated=True)
    for village in county.villages[:2]:
        AreaStanding.objects.create(area=village, status="listed", since=date(2014, 1, 1))
    VillageYear.objects.create(area=county.villages[2], year=2018, rural_population=100)
    Indicator.objects.create(
        area=county.villages[0], name="production_power", year=2018, value=0, said_on=making.ON
    )


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    with one_world(tmp_path_factory, django_db_blocker, _told) as made:
        made.take()
        yield made


@pytest.fixture
def told(world, db):
    return world.county


@pytest.fixture
def cast(world, db):
    return world.cast


def criterion(found, key):
    return next(one for one in found.criteria if one.key == key)


def open_exit(cast, home):
    return standing.open(by=cast.village_officer, procedure="household_exit", household=home)


def test_every_household_that_is_left_is_ready_not_ready_or_not_known(told, cast):
    found = exits.readiness(cast.county_leader, told.county.code)
    assert (found.left.yes, found.left.no, found.left.unknown) == (Count(1, 3), Count(1, 2), Count(1, 4))
    assert found.left.whole == Count(3, 9) and found.registered == Count(5, 15)
    assert found.on == making.ON


def test_each_condition_counts_everybody_once_and_names_its_department_and_list(told, cast):
    found = exits.readiness(cast.county_leader, told.county.code)
    assert all(one.of.whole == found.left.whole for one in found.criteria)
    water, housing = criterion(found, "exit_water"), criterion(found, "exit_housing")
    assert (water.of.unknown.households, water.department) == (1, "县水务局")
    assert (housing.of.no.households, housing.department) == (1, "县住建局")
    assert criterion(found, "exit_medical").lists[0] == "城乡居民基本医疗保险参保名单（县医保局）"


def test_areas_stand_in_the_order_of_their_codes_and_add_up(told, cast):
    found = exits.readiness(cast.county_leader, told.county.code)
    assert [line.name for line in found.lines] == ["甲镇", "乙镇"]
    for at, one in enumerate(found.criteria):
        assert sum(line.cells[at].whole.households for line in found.lines) == one.of.whole.households
        assert sum(line.cells[at].no.households for line in found.lines) == one.of.no.households
    villages = exits.readiness(cast.county_leader, told.county.code, villages=True)
    assert [line.name for line in villages.lines] == ["甲村", "乙村", "丙村"]
    assert sum(line.whole.whole.households for line in villages.lines) == 3


def test_a_number_leads_to_its_households(told, cast):
    rows = exits.asked(cast.county_leader, told.county.code, criterion="exit_water", answer="unknown").page
    assert [row.no for row in rows.rows] == ["H0003"] and rows.rows[0].ready is None
    rows = exits.asked(cast.county_leader, told.county.code, criterion="exit_housing", answer="no").page
    assert [row.no for row in rows.rows] == ["H0005"]
    assert exits.asked(cast.county_leader, told.county.code).page.total == 3


def test_who_may_propose_can_begin_with_the_ready_only(told, cast):
    found = exits.asked(cast.village_officer, told.villages[0].code)
    assert [(row.no, row.begin) for row in found.page.rows] == [("H0001", True)]
    assert found.procedure == "household_exit"
    # The county decides and does not propose.
    assert not any(row.begin for row in exits.asked(cast.county_approver, told.county.code).page.rows)
    assert exits.readiness(cast.village_officer, told.villages[0].code).may_propose


def test_what_is_under_way_is_not_proposed_again_and_late_ones_are_told(told, cast):
    code = told.villages[0].code
    one = open_exit(cast, told.households[0])
    found = exits.readiness(cast.village_officer, code)
    assert (found.left.yes, found.busy, found.free) == (Count(1, 3), Count(1, 3), Count())
    assert (found.under_way.number, found.under_way.late) == (1, 0)
    assert exits.asked(cast.village_officer, code, answer=FREE).page.total == 0
    [row] = exits.asked(cast.village_officer, code, answer=BUSY).page.rows
    assert row.proceeding == one.no and not row.begin
    Proceeding.objects.filter(pk=one.pk).update(due_on=date(2018, 1, 1))
    assert exits.readiness(cast.village_officer, code).under_way.late == 1
    assert exits.tasks(cast.village_officer) == []


def test_whoever_may_propose_is_told_how_many_wait(told, cast):
    [task] = exits.tasks(cast.village_officer)
    assert (task.kind, task.count, task.target) == ("exit_ready", 1, {"area": told.villages[0].code})
    assert exits.tasks(cast.county_leader) == [] and exits.tasks(cast.outsider) == []


def test_a_poor_village_shows_its_ten_criteria_with_their_departments(told, cast):
    own = exits.readiness(cast.village_officer, told.villages[0].code).own
    [ten] = own.sets
    assert ten.of.name == "村出列10条" and len(ten.criteria) == 10
    power = next(one for one in ten.criteria if one.of.label == "通动力电")
    assert (power.of.state, power.department) == ("failed", "县发改局")
    road = next(one for one in ten.criteria if "道路" in one.of.label)
    assert (road.of.state, road.department) == ("unknown", "县交通局") and road.of.lacks[0].list
    assert (own.procedure, own.why, own.ready, own.may) == ("village_exit", "failed", False, False)


def test_a_village_that_is_not_listed_has_nothing_to_leave(told, cast):
    code = told.villages[2].code
    assert exits.readiness(cast.outsider, code).own.why == "not_listed"
    AreaStanding.objects.create(area=told.villages[2], status="exited", since=date(2016, 12, 31))
    assert exits.readiness(cast.outsider, code).own.why == "out"


def test_towns_and_the_county_have_their_own_sets_and_count_the_villages_below(told, cast):
    found = exits.readiness(cast.county_leader, told.county.code)
    assert [one.of.name for one in found.own.sets] == [
        "县摘帽5项"
    ] and found.own.procedure == "county_delisting"
    ten = next(one for one in found.below if one.level == "village")
    assert (ten.name, ten.whole.of, len(ten.standards)) == ("村出列10条", 2, 10)
    assert all(one.of.of == 2 for one in ten.standards)
    town = exits.readiness(cast.township_reviewer, told.towns[0].code).own
    assert town.procedure == "township_exit" and [one.of.name for one in town.sets] == ["乡出列10条"]


def test_nothing_outside_ones_area(told, cast):
    with pytest.raises(Problem, match="您的范围内没有这个地方"):
        exits.readiness(cast.outsider, told.villages[0].code)
    with pytest.raises(Problem, match="您的范围内没有这个地方"):
        exits.asked(cast.finance, told.county.code)
    assert exits.readiness(cast.finance, told.county.code).left.whole == Count(3, 9)


def test_without_an_assessment_nobody_is_ready(told, cast):
    Snapshot.objects.update(complete=False)
    assert exits.readiness(cast.county_leader, told.county.code).on is None
    assert exits.asked(cast.county_leader, told.county.code) is None
    assert exits.tasks(cast.village_officer) == []


def test_a_page_costs_as_many_queries_for_many_households_as_for_few(told, world):
    def asked():
        user = world.cast.county_leader
        with CaptureQueriesContext(connection) as seen:
            exits.readiness(user, told.county.code)
            exits.asked(user, told.county.code)
        return len(seen)

    few = asked()
    for n in range(12):
        making.household(told, told.villages[n % 3], f"H1{n:03d}")
    world.take()
    assert asked() == few <= 24

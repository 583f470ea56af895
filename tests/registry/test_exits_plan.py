"""The exit plan beside what happened: who is left over, who came back, of whom a rate is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuqing.registry.models import (
    Area,
    AreaStanding,
    ExitPlan,
    Household,
    Indicator,
    Monitoring,
    Snapshot,
    Standing,
    VillageYear,
)
from liuqing.registry.queries import exits
from liuqing.registry.queries.exits import FALLEN, STILL, UNPLANNED, Count, planning
from tests import county as making
from tests.registry.exit_worlds import one_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SRC = {"row": 1, "said_on": making.ON}
EARLIER = date(2018, 6, 30)


def _history(county):
    """Cohorts of 2016, 2017 and 2018, of which some came back; villages listed and out; plans late and missing.

    H0002 left in 2017 and was planned for 2016; H0003 was planned for 2018 and has not left; H0005 has no
    plan; H0001 is moved from 2019 to 2020 between the two assessments. Of the six that left in 2016 H20 is
    monitored, H21 fell back, H22 fell back and left again, H23's exit was taken back, H24 was struck off.
    """
    for n in range(6):
        making.household(
            county, county.villages[0], f"H2{n}", standing="exited", exit_year=2016, cause="因学"
        )
    plans = ExitPlan.objects
    plans.filter(household__no="H0002").update(year=2016)
    plans.filter(household__no="H0003").update(year=2018)
    plans.filter(household__no="H0005").delete()
    monitored = {
        "household": home("H20"),
        "kind": "脱贫不稳定户",
        "risks": ["因病"],
        "since": date(2018, 5, 1),
    }
    Monitoring.objects.create(**monitored, **SRC)
    stood("H21", "relapsed", date(2018, 3, 1))
    stood("H22", "relapsed", date(2017, 3, 1))
    stood("H22", "exited", date(2018, 12, 1))
    stood("H23", "registered", date(2018, 6, 1))
    stood("H24", "", date(2018, 12, 31))
    for village, people in zip(county.villages, (400, 300, 200), strict=True):
        VillageYear.objects.create(area=village, year=2018, rural_population=people, **SRC)
    first, second, third = county.villages
    _listed(first, "listed", date(2014, 1, 1), date(2016, 12, 31))
    _listed(first, "exited", date(2016, 12, 31))
    _listed(second, "listed", date(2014, 1, 1))
    _listed(third, "listed", date(2017, 6, 1))


def _listed(area, status, since, until=None):
    AreaStanding.objects.create(area=area, status=status, since=since, until=until)


def home(no):
    return Household.objects.get(no=no)


def stood(no, status, since):
    """The household stands so from a day on."""
    Standing.objects.filter(household=home(no), until=None).update(until=since)
    if status:
        Standing.objects.create(household=home(no), status=status, since=since, **SRC)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    with one_world(tmp_path_factory, django_db_blocker, _history) as made:
        made.take(EARLIER)
        ExitPlan.objects.filter(household__no="H0001").update(year=2020)
        made.take()
        yield made


@pytest.fixture
def county(world, db):
    return world.county


def plan(world, code=None):
    return exits.exit_plans(world.cast.county_leader, code or world.county.county.code)


def test_planned_year_and_what_happened_cross_with_their_sums(world, county):
    told = plan(world).crossing
    assert told.planned == (2016, 2018, 2020, UNPLANNED)
    assert told.happened == (2016, 2017, 2018, STILL, FALLEN)
    assert told.cell(2016, 2017) == Count(1, 3) and told.cell(UNPLANNED, STILL) == Count(1, 2)
    assert told.cell(2016, FALLEN) == Count(1, 3)
    # Of eleven households one was struck off.
    assert told.whole.households == 10 and told.on_time == Count(3, 9)
    assert [told.row(one).households for one in told.planned] == [6, 2, 1, 1]
    assert [told.column(one).households for one in told.happened] == [2, 1, 2, 4, 1]


def test_who_is_left_without_a_year_that_is_still_to_come(world, county):
    found = plan(world)
    assert found.next_year == 2019 and found.ahead.left == Count(5, 15)
    assert found.ahead.years == ((2020, Count(1, 3), Count(4, 12)),)
    # H0003, the one that fell back and the one taken back: their years are over.
    assert (found.ahead.overdue, found.ahead.unplanned) == (Count(3, 10), Count(1, 2))
    assert found.ahead.remainder == Count(4, 12)
    first, second = found.lines
    assert (first.name, first.left, first.overdue) == ("甲镇", Count(4, 13), Count(3, 10))
    assert (second.name, second.unplanned) == ("乙镇", Count(1, 2))
    assert first.registered + second.registered == found.crossing.whole


@pytest.mark.parametrize(
    ("key", "year", "left", "years", "rest"),
    [
        ("songming", 2017, Count(247, 729), ((2018, Count(214, 666)),), Count(33, 63)),
        ("menghai", 2017, Count(796, 2505), ((2018, Count(539, 1769)), (2019, Count(257, 736))), Count(0, 0)),
        ("fuyuan", 2018, Count(2867, 10317), ((2020, Count(2867, 10317)),), Count(0, 0)),
        ("xinping", 2017, Count(630, 2026), ((2018, Count(630, 2026)),), Count(0, 0)),
    ],
)
def test_the_plans_own_numbers_leave_so_many_unplanned(settings, key, year, left, years, rest):
    settings.WORKSPACE = replace(settings.WORKSPACE, place=key)
    [told], _rates = planning.stated(Area(level="county"))
    assert (told.year, told.left, told.years, told.rest) == (year, left, years, rest) and told.source
    assert planning.stated(Area(level="town")) == ((), ())


def test_a_planned_year_that_moved_is_told_with_both_years(world, county):
    moved = plan(world).moved
    assert moved.since == EARLIER and moved.moves == ((2019, 2020, Count(1, 3)),)
    assert moved.whole == Count(1, 3)


def test_without_an_earlier_assessment_nobody_knows_who_moved(world, county):
    Snapshot.objects.filter(on=EARLIER).update(complete=False)
    assert plan(world).moved is None


def test_incidence_stands_beside_its_parts_and_the_year_of_its_base(world, county):
    found = plan(world).incidence
    assert (found.own.persons, found.own.base) == (15, 900)
    assert round(found.own.rate, 4) == Decimal("1.6667")
    assert [(one.name, one.persons, one.base) for one in found.below] == [("甲镇", 13, 700), ("乙镇", 2, 200)]
    assert (found.base_years, found.villages, found.lacking) == ((2018,), 3, 0)
    assert plan(world).ahead.left.persons == found.own.persons


def test_villages_that_told_no_population_are_counted(world, county):
    VillageYear.objects.filter(area=county.villages[0]).update(rural_population=None)
    assert plan(world).incidence.lacking == 1


def test_a_cohort_is_out_monitored_or_back_and_its_rate_has_a_denominator(world, county):
    told = plan(world).cohorts
    first = told.cohorts[0]
    assert (first.year, first.whole.households, first.returned.households) == (2016, 6, 2)
    assert first.rate == Decimal(200) / 6
    assert {name: many.households for name, many in first.parts.items()} == {
        "out": 1, "monitored": 1, "again": 1, "relapsed": 1, "taken_back": 1, "gone": 1,
    }  # fmt: skip
    # H22 left again in 2018, but its cohort is that of its first exit.
    assert [(one.year, one.whole.households) for one in told.cohorts] == [(2016, 6), (2017, 1), (2018, 1)]
    schooling = next(one for one in told.causes if one.cause == "因学")
    assert (schooling.whole.households, schooling.returned.households, schooling.rate) == (5, 2, 40)
    assert told.whole.households == 8 and told.rate == 25
    assert [one.rate for one in told.cohorts[1:]] == [0, 0]


def test_who_fell_back_before_the_first_known_exit_is_in_no_cohort_or_has_not_returned(world, county):
    Standing.objects.filter(household__no="H0003").update(status="relapsed")
    making.household(county, county.villages[1], "H0030", standing="relapsed")
    stood("H0030", "exited", date(2018, 2, 1))
    world.take()
    told = plan(world).cohorts
    assert told.unplaced == Count(1, 4)
    assert told.cohorts[2].whole.households == 2 and told.cohorts[2].returned == Count()


def test_what_happened_after_the_day_does_not_count(world, county):
    stood("H0002", "relapsed", date(2019, 1, 5))
    told = plan(world).cohorts
    assert told.returned.households == 2 and told.cohorts[1].parts["out"].households == 1


def test_poor_villages_by_year_are_out_or_left(world, county):
    [villages] = plan(world).listed
    told = {one.year: (one.listed, one.exited, one.ever, one.out, one.left) for one in villages.years}
    assert told == {
        2014: (2, 0, 2, 0, 2), 2015: (0, 0, 2, 0, 2), 2016: (0, 1, 2, 1, 1), 2017: (1, 0, 3, 1, 2), 2018: (0, 0, 3, 1, 2),
    }  # fmt: skip
    assert [name for _, name in villages.names] == ["乙村", "丙村"]
    [town] = plan(world, county.towns[0].code).listed
    assert [one.ever for one in town.years] == [2, 2, 2, 2, 2]


def test_a_township_that_was_poor_at_a_time_nobody_tells_is_named_apart(world, county):
    Indicator.objects.create(area=county.towns[1], name="poor_town", year=2018, value=1, said_on=making.ON)
    town = plan(world).listed[-1]
    assert (town.level, town.years, town.undated) == ("town", (), ((county.towns[1].code, "乙镇"),))
    _listed(county.towns[1], "listed", date(2014, 1, 1))
    town = plan(world).listed[-1]
    assert town.undated == () and [one.left for one in town.years] == [1, 1, 1, 1, 1]


def test_towns_below_add_up_to_the_county(world, county):
    whole, parts = plan(world), [plan(world, town.code) for town in county.towns]
    assert sum(one.crossing.whole.households for one in parts) == whole.crossing.whole.households
    assert sum(one.cohorts.whole.households for one in parts) == whole.cohorts.whole.households
    assert sum(one.ahead.left.persons for one in parts) == whole.ahead.left.persons


def test_the_page_costs_a_constant_number_of_queries(world, county):
    def asked():
        user = world.cast.county_leader
        with CaptureQueriesContext(connection) as seen:
            exits.exit_plans(user, county.county.code)
        return len(seen)

    few = asked()
    for n in range(12):
        making.household(county, county.villages[n % 3], f"H1{n:03d}", standing="exited", exit_year=2016)
    world.take()
    assert asked() == few <= 15

"""Follow-ups: who has to be visited again by when, and what of the monitoring waits for whom."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from liuqing.policy import monitoring_timers, place
from liuqing.registry.models import Activity, Household, Measure
from liuqing.registry.queries import monitoring
from liuqing.registry.queries.monitoring import following, gathering
from tests.registry.monitored import assessed, monitored, proceeding

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ON = date(2021, 12, 20)


@pytest.fixture
def home(county, place):
    return Household.objects.get(no="H0001")


@pytest.fixture(scope="module")
def timers():
    return monitoring_timers.read(place.load("fuyuan").parameters(ON))


def due(timers, on=ON):
    return {
        one.household: (one.who, one.last, one.due)
        for one in following.of_watched(gathering.of_households(None, on), timers, on)
    }


def test_the_first_visit_is_due_a_month_after_the_identification(home, timers):
    monitored(home, date(2021, 11, 20))
    assert due(timers) == {home.pk: ("监测对象", None, date(2021, 12, 20))}


@pytest.mark.parametrize("activity, counts", [("走访", True), ("检查", True), ("会议", False)])
def test_a_visit_begins_it_anew_and_a_meeting_does_not(home, timers, activity, counts):
    monitored(home, date(2021, 11, 20))
    Activity.objects.create(household=home, on=date(2021, 12, 5), activity=activity, role="驻村工作队")
    assert due(timers)[home.pk][1:] == (
        (date(2021, 12, 5), date(2022, 1, 5)) if counts else (None, date(2021, 12, 20))
    )


def test_an_assessment_is_a_visit(home, timers):
    monitored(home, date(2021, 11, 20))
    assessed(proceeding(home, "remove_risk", date(2021, 12, 1)), "removed", date(2021, 12, 2))
    assert due(timers)[home.pk][1:] == (date(2021, 12, 2), date(2022, 1, 2))


def test_a_visit_before_the_identification_or_after_the_day_is_none(home, timers):
    monitored(home, date(2021, 11, 20))
    for day in (date(2021, 11, 19), date(2021, 12, 21)):
        Activity.objects.create(household=home, on=day, activity="走访", role="驻村工作队")
    assert due(timers)[home.pk][1] is None


def test_whose_risk_is_removed_is_visited_every_three_months(home, timers):
    monitored(home, date(2021, 3, 1), removed_on=date(2021, 10, 15), way="帮扶消除")
    assert due(timers)[home.pk] == ("风险已消除", None, date(2022, 1, 15))


def test_who_has_left_poverty_is_visited_too_unless_monitored(county, place, timers):
    exited = {one.no: one.pk for one in Household.objects.filter(no__in=("H0002", "H0004"))}
    found = {one.household: one for one in following.of_exited(None, {exited["H0004"]}, timers, ON)}
    assert set(found) == {exited["H0002"]} and found[exited["H0002"]].late(ON) > 0
    Activity.objects.create(
        household_id=exited["H0002"], on=date(2021, 11, 1), activity="走访", role="村委会"
    )
    (one,) = following.of_exited(None, {exited["H0004"]}, timers, ON)
    assert (one.last, one.due, one.late(ON)) == (date(2021, 11, 1), date(2022, 2, 1), -43)
    assert following.of_exited([county.villages[1].pk], set(), timers, ON) == []


def test_without_a_number_nobody_is_due(home, place):
    monitored(home, date(2021, 11, 20))
    bare = monitoring_timers.Timers(None, None, None, {}, {}, {}, [])
    assert due(bare) == {} and following.of_exited(None, set(), bare, ON) == []


@pytest.fixture
def december():
    with time_machine.travel(datetime(2021, 12, 21, 2, tzinfo=UTC), tick=False):
        yield


def told(user):
    return {(one.target["show"], one.count, one.target["area"]) for one in monitoring.tasks(user)}


def test_the_village_is_told_what_is_late_and_nobody_else(home, cast, december):
    Measure.objects.all().delete()
    monitored(home, date(2021, 11, 20), risks=["因房"])
    monitored(Household.objects.get(no="H0002"), date(2021, 12, 10), risks=["因房"])
    assert told(cast.village_officer) == {("unhelped", 1, "990101001001"), ("due", 1, "990101001001")}
    for part in ("outsider", "township_reviewer", "county_approver", "inspector", "nobody"):
        assert told(cast.everybody()[part]) == set()


def test_what_was_done_is_not_asked_for(home, cast, december):
    monitored(home, date(2021, 11, 20), risks=["因房"])
    Measure.objects.create(
        household=home, code="住房安全保障", title="修房", year=2021, since=date(2021, 12, 1)
    )
    Activity.objects.create(household=home, on=date(2021, 12, 5), activity="走访", role="驻村工作队")
    assert told(cast.village_officer) == set()

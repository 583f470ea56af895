"""Taking a list of monitored households over into our own record."""

from datetime import date

import pytest
import time_machine

from liuqing.errors import Problem
from liuqing.registry.models import Household, Monitoring
from liuqing.registry.queries.monitoring import gathering
from liuqing.registry.services import freezing
from liuqing.registry.services.freezing import monitored_own, monitoring
from liuqing.registry.services.monitoring import adopting
from liuqing.workflow.models import Event
from tests.registry.lists import head, loaded, says
from tests.registry.monitored import monitored

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LISTED = {"identified_on": "2021-05-01", "monitor_kind": "脱贫不稳定户", "risk_1": "因病", "risk_2": "因学"}
GONE = {"removed_on": "2021-10-01", "removal_way": "帮扶消除"}


@pytest.fixture(autouse=True)
def december(county, place):
    with time_machine.travel("2021-12-20T10:00:00+08:00", tick=False):
        yield


def adopted(cast, area):
    return adopting.adopt(area=area, by=cast.county_approver)


def test_what_the_list_says_becomes_a_record_with_its_row(cast, county):
    said = says(loaded("monitored", date(2021, 12, 1)), head(), **LISTED)
    says(said.file, head("H0002"), **LISTED | GONE)
    assert adopted(cast, county.county) == 2
    one = Monitoring.objects.get(household__no="H0001")
    assert (one.kind, one.risks, one.since, one.removed_on) == (
        "脱贫不稳定户",
        ["因病", "因学"],
        date(2021, 5, 1),
        None,
    )
    assert (one.proceeding, one.file, one.row) == (None, said.file, said.row)
    assert Monitoring.objects.get(household__no="H0002").removed_on == date(2021, 10, 1)
    event = Event.objects.get(act="monitoring.adopted")
    assert (event.subject, event.detail) == ("990101", {"households": 2})


def test_twice_is_once(cast, county):
    says(loaded("monitored", date(2021, 12, 1)), head(), **LISTED)
    assert (adopted(cast, county.county), adopted(cast, county.county)) == (1, 0)


def test_whom_a_procedure_marked_is_left_as_it_is(cast, county):
    own = monitored(Household.objects.get(no="H0001"), risks=["因房"])
    says(loaded("monitored", date(2021, 12, 1)), head(), **LISTED)
    assert adopted(cast, county.county) == 0 and Monitoring.objects.get() == own


@pytest.mark.parametrize(
    "more", [{"identified_on": None}, {"monitor_kind": None}, {"removed_on": "2021-04-01"}], ids=["no month", "no kind", "ends first"]
)  # fmt: skip
def test_a_row_that_cannot_be_is_left_to_a_person(cast, county, more):
    says(loaded("monitored", date(2021, 12, 1)), head(), **LISTED | more)
    assert adopted(cast, county.county) == 0


def test_only_households_of_the_area(cast, county):
    file = loaded("monitored", date(2021, 12, 1))
    for no in ("H0001", "H0003", "H0004"):
        says(file, head(no), **LISTED)
    assert adopted(cast, county.towns[0]) == 2


@pytest.mark.parametrize(
    "part", ["village_officer", "township_reviewer", "county_leader", "inspector", "outsider"]
)
def test_only_who_approves_may_take_it_over(cast, county, part):
    says(loaded("monitored", date(2021, 12, 1)), head(), **LISTED)
    with pytest.raises(Problem) as told:
        adopting.adopt(area=county.county, by=cast.everybody()[part])
    assert told.value.code == "workflow.not_allowed" and not Monitoring.objects.exists()


def test_a_newer_list_says_more_than_what_was_taken_over_from_an_older_one(cast, county):
    says(loaded("monitored", date(2021, 11, 1)), head(), **LISTED)
    adopted(cast, county.county)
    home = Household.objects.get(no="H0001")
    own = monitored_own.of([home.pk], date(2021, 12, 20))[home.pk]
    assert (own.decided, own.exact) == (False, False)
    newer = LISTED | {"risk_1": "因房", "listed_on": "2021-12-15"}
    told = monitoring.told(True, [newer], date(2021, 12, 20), own, "2021-12-15")
    assert (
        told["risks"] == "|因房|因学|"
        and told["monitored_day"] is None
        and told["monitoring_differs"] is None
    )
    alone = monitoring.told(True, [], date(2021, 12, 20), own, "2021-12-15")
    assert alone["monitored_listed"] is True and alone["monitored_day"] is None
    # In January there is no list of the year yet: what it stated is not known, and nobody is asked.
    gap = monitoring.told(False, [], date(2022, 1, 5), own)
    assert (gap["monitored_listed"], gap["monitor_stated"], gap["removal_stated"]) == (True, None, None)


def test_it_is_not_told_as_of_the_list_only_any_more(cast, county):
    says(loaded("monitored", date(2021, 12, 1)), head(), **LISTED)
    before = gathering.of_villages(None, date(2021, 12, 20))
    adopted(cast, county.county)
    after = gathering.of_villages(None, date(2021, 12, 20))
    assert before[0].listed_on == date(2021, 12, 1) and after[0].listed_on is None
    assert (after[0].exact, after[0].since, after[0].risks) == (False, before[0].since, before[0].risks)
    assert freezing.asked(date(2021, 12, 20)).known("monitored")

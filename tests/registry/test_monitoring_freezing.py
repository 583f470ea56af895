"""What a snapshot knows of monitored households: a procedure's word, the list's, and where they differ."""

from datetime import date
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
import time_machine

from liuqing.compute import assess
from liuqing.policy.tables import INCOME_ITEMS
from liuqing.registry.models import (
    Household,
    IncomeYear,
    Measure,
    Membership,
    Monitoring,
    Person,
    Proceeding,
    Standing,
)
from liuqing.registry.services import freezing, monitoring
from tests.registry.lists import head, loaded, says
from tests.registry.monitored import SAFE, assessed, lines, monitored, proceeding

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ON = date(2021, 12, 31)
LISTED = {"identified_on": "2021-05-01", "monitor_kind": "脱贫不稳定户", "risk_1": "因病"}
REMOVAL = (
    "removal_dropout", "removal_house_unsafe", "removal_water_unsafe", "removal_uninsured", "removal_net_least_fen",
    "removal_net_most_fen", "removal_persons", "removal_income_until", "removal_self_paid_fen", "removal_claims_fen",
)  # fmt: skip


@pytest.fixture
def home(county, place):
    return Household.objects.get(no="H0001")


@pytest.fixture
def frozen(tmp_path):
    def freeze(on=ON, no="H0001"):
        freezing.freeze(tmp_path, freezing.asked(on))
        rows = pq.read_table(tmp_path / "households.parquet").to_pylist()
        return next(row for row in rows if row["household_no"] == no)

    return freeze


def told(row, *names):
    return tuple(row[name] for name in names)


# Our own record


def test_without_a_list_a_procedure_is_word_enough(home, frozen):
    monitored(home, risks=["因病", "因学"])
    row = frozen()
    assert told(row, "monitored_listed", "monitored_on", "monitored_day", "monitor_kind", "risks") == (
        True, date(2021, 5, 1), date(2021, 5, 20), "脱贫不稳定户", "|因病|因学|",
    )  # fmt: skip
    assert told(row, "monitor_stated", "removal_stated", "monitoring_differs") == (False, False, None)
    assert frozen(no="H0002")["monitored_listed"] is None


def test_nobody_is_monitored_before_the_day(home, frozen):
    monitored(home)
    assert frozen(date(2021, 5, 19))["monitored_listed"] is None
    assert frozen(date(2021, 5, 20))["monitored_listed"] is True


def test_a_risk_stands_until_the_day_of_its_removal(home, frozen):
    monitored(home, removed_on=date(2021, 12, 1), way="帮扶消除")
    assert told(frozen(date(2021, 11, 30)), "risk_removed_on", "removal_way") == (None, None)
    assert told(frozen(date(2021, 12, 1)), "risk_removed_on", "removal_way") == (
        date(2021, 12, 1),
        "帮扶消除",
    )


def test_of_two_monitorings_the_later_counts(home, frozen):
    monitored(home, date(2020, 5, 1), removed_on=date(2021, 1, 1), risks=["因学"])
    monitored(home, date(2021, 6, 1), risks=["因房"])
    assert told(frozen(), "monitored_day", "risks", "risk_removed_on") == (date(2021, 6, 1), "|因房|", None)
    assert told(frozen(date(2021, 3, 1)), "risks", "risk_removed_on") == ("|因学|", date(2021, 1, 1))


# Beside the list


def test_a_procedure_stands_against_an_older_list(home, frozen):
    monitored(home, risks=["因房"])
    says(loaded("monitored", date(2021, 3, 1)), head(), **LISTED | {"identified_on": "2021-02-01"})
    row = frozen()
    assert told(row, "monitored_day", "risks") == (date(2021, 5, 20), "|因房|")
    assert row["monitoring_differs"] == "|识别监测时间|致贫返贫风险|"


@pytest.mark.parametrize(
    "more, differs",
    [
        ({}, "|"),
        ({"identified_on": "2021-06-01"}, "|识别监测时间|"),
        ({"monitor_kind": "边缘易致贫户"}, "|监测对象类别|"),
        ({"risk_1": "因学"}, "|致贫返贫风险|"),
        ({"risk_2": "因学"}, "|致贫返贫风险|"),
        ({"removed_on": "2021-11-01"}, "|风险是否消除|"),
        ({"monitor_kind": None, "risk_1": None, "identified_on": None}, "|"),
    ],
    ids=["alike", "month", "kind", "risk", "more risks", "removed", "silent"],
)
def test_where_a_later_list_says_otherwise_it_is_kept_beside(home, frozen, more, differs):
    monitored(home)
    says(loaded("monitored", date(2021, 12, 20)), head(), **LISTED | more)
    row = frozen()
    assert told(row, "monitor_kind", "risks", "risk_removed_on") == ("脱贫不稳定户", "|因病|", None)
    assert row["monitoring_differs"] == differs


def test_a_later_list_that_leaves_the_household_out_disagrees_an_older_one_does_not(home, frozen):
    monitored(home)
    loaded("monitored", date(2021, 5, 19))
    assert frozen()["monitoring_differs"] is None
    loaded("monitored", date(2021, 5, 20))
    assert told(frozen(), "monitored_listed", "monitoring_differs") == (True, "|名单中没有|")


def test_a_list_made_before_the_removal_does_not_disagree_with_it(home, frozen):
    monitored(home, removed_on=date(2021, 12, 1))
    says(loaded("monitored", date(2021, 11, 30)), head(), **LISTED)
    assert told(frozen(), "risk_removed_on", "monitoring_differs") == (date(2021, 12, 1), "|")


def test_a_later_identification_than_our_removal_is_something_new(home, frozen):
    monitored(home, date(2020, 5, 20), removed_on=date(2021, 1, 15))
    says(loaded("monitored", date(2021, 12, 20)), head(), **LISTED)
    assert told(frozen(), "monitored_on", "monitored_day", "risk_removed_on") == (
        date(2021, 5, 1),
        None,
        None,
    )


def test_what_our_record_does_not_say_the_list_says(home, frozen):
    monitored(home)
    stated = {f"identified_{name}": False for name in SAFE} | {
        "identified_wage": "50.00",
        "identified_self_paid": "7",
    }
    says(loaded("monitored", date(2021, 12, 20)), head(), **LISTED, **stated)
    assert told(frozen(), "monitor_stated", "monitor_wage_fen", "monitor_self_paid_fen") == (True, 5000, 700)


# The assessments


@pytest.fixture
def sheet(home, cast):
    with time_machine.travel("2021-12-10T10:00:00+08:00", tick=False):
        return monitoring.save(household=home, by=cast.village_officer, lines=lines(A1="18000", B1="1000"))


def test_an_assessment_at_identification_states_it(home, frozen, sheet):
    begun = monitored(home)
    assessed(begun.proceeding, "identified", date(2021, 5, 15), self_paid=Decimal("8000.50"), worksheet=sheet)
    row = frozen()
    assert told(row, "monitor_stated", "monitor_wage_fen", "monitor_self_paid_fen") == (True, 1800000, 800050)
    assert told(row, *REMOVAL) == (None,) * len(REMOVAL)


@pytest.mark.parametrize("name", list(SAFE))
def test_one_guarantee_not_known_and_it_is_not_stated(home, frozen, sheet, name):
    begun = monitored(home)
    assessed(begun.proceeding, "identified", date(2021, 5, 15), worksheet=sheet, **{name: None})
    assert frozen()["monitor_stated"] is False


def test_an_assessment_at_removal_is_known_while_the_removal_is_under_way(home, frozen, sheet):
    monitored(home)
    going = proceeding(home, "remove_risk", date(2021, 12, 8))
    assessed(going, "removed", date(2021, 12, 10), worksheet=sheet, claims=Decimal("5.05"), water_unsafe=None)
    row = frozen()
    assert told(row, *REMOVAL) == (
        False, False, None, False, 1860000, 1860000, 3, date(2021, 11, 1), 0, 505,
    )  # fmt: skip
    assert row["removal_business_fen"] == 100000
    assert frozen(date(2021, 12, 9))["removal_dropout"] is None


def test_the_last_assessment_counts(home, frozen):
    monitored(home)
    going = proceeding(home, "remove_risk", date(2021, 12, 8))
    assessed(going, "removed", date(2021, 12, 9), dropout=True)
    assessed(going, "removed", date(2021, 12, 10), dropout=False)
    assert frozen()["removal_dropout"] is False
    assert frozen(date(2021, 12, 9))["removal_dropout"] is True


@pytest.mark.parametrize("state", ["withdrawn", "refused"])
def test_what_came_to_nothing_says_nothing(home, frozen, state):
    monitored(home)
    going = proceeding(home, "remove_risk", date(2021, 12, 8), state=state, closed_on=date(2021, 12, 11))
    assessed(going, "removed", date(2021, 12, 9))
    assert frozen()["removal_dropout"] is None


def test_the_assessment_of_a_removal_that_was_taken_back_says_nothing_any_more(home, frozen):
    monitored(home)
    gone = proceeding(home, "remove_risk", date(2021, 11, 1), state="done", closed_on=date(2021, 12, 1))
    assessed(gone, "removed", date(2021, 11, 20))
    assert frozen()["removal_dropout"] is None
    Monitoring.objects.update(removed_on=date(2021, 12, 1))
    assert frozen()["removal_dropout"] is False


def test_after_a_removal_was_taken_back_it_is_monitored_since_it_was_identified(home, frozen, sheet):
    first = monitored(home, date(2021, 3, 20), removed_on=date(2021, 10, 1), way="帮扶消除")
    assessed(first.proceeding, "identified", date(2021, 3, 15), worksheet=sheet)
    story = [{"on": "2021-11-05", "what": "风险消除回退", "since": "2021-03-20"}]
    monitored(home, date(2021, 11, 5), story=story)
    assert told(frozen(), "monitored_day", "risk_removed_on", "monitor_stated") == (
        date(2021, 3, 20),
        None,
        True,
    )
    # The days in between, on which it was not, stay as they were.
    assert frozen(date(2021, 10, 15))["risk_removed_on"] == date(2021, 10, 1)


def test_an_earlier_monitorings_assessment_is_not_this_ones(home, frozen, sheet):
    first = monitored(home, date(2020, 5, 20), removed_on=date(2021, 1, 1))
    assessed(first.proceeding, "identified", date(2020, 5, 1), worksheet=sheet)
    monitored(home, date(2021, 6, 1))
    assert frozen()["monitor_stated"] is False


# Measures since the identification


@pytest.mark.parametrize(
    "more, codes",
    [
        ({"year": 2021, "since": date(2021, 5, 1)}, "|产业帮扶|"),
        ({"year": 2020, "since": date(2020, 4, 30)}, "|"),
        ({"year": 2021, "since": date(2016, 1, 1)}, "|产业帮扶|"),
        ({"year": 2021, "since": date(2016, 1, 1), "until": date(2021, 5, 20)}, "|"),
        ({"year": 2020, "since": date(2021, 6, 1)}, "|产业帮扶|"),
        ({"year": 2021}, "|产业帮扶|"),
        ({"year": 2020}, "|"),
        ({"year": 2021, "since": date(2022, 1, 1)}, "|"),
        ({"year": 2022}, "|"),
    ],
)
def test_a_measure_counts_if_it_began_since_the_identification_or_is_of_a_year_since(
    home, frozen, more, codes
):
    monitored(home)
    Measure.objects.all().delete()
    Measure.objects.create(household=home, code="产业帮扶", title="养鸡", **more)
    assert frozen()["monitored_measures"] == codes
    assert frozen(no="H0002")["monitored_measures"] is None


# Outside the register


def test_a_monitored_household_outside_the_register_is_in_the_snapshot_and_does_not_count(
    home, frozen, tmp_path, place, sheet
):
    Standing.objects.filter(household=home).delete()
    IncomeYear.objects.filter(household=home).update(**dict.fromkeys(INCOME_ITEMS))
    monitored(home)
    Measure.objects.create(household=home, code="健康帮扶", title="慢病签约", year=2021)
    going = proceeding(home, "remove_risk", date(2021, 12, 8))
    assessed(going, "removed", date(2021, 12, 10), worksheet=sheet)
    assert told(frozen(), "standing", "monitored_listed") == (None, True)
    member = Membership.objects.filter(household=home).first()
    Person.objects.filter(pk=member.person_id).update(birth=date(1985, 1, 1))
    member.person.years.create(year=2021, labour="普通劳动力", education="小学")
    freezing.freeze(tmp_path, freezing.asked(ON))
    assess.run(tmp_path, place=str(place), on=ON)
    rows = pq.read_table(tmp_path / "findings" / "households.parquet").to_pylist()
    row = next(row for row in rows if row["household_id"] == home.pk)
    assert told(row, "registered", "monitored", "removal_ready") == (False, True, True)
    assert sum(row["registered"] for row in rows) == 4
    areas = pq.read_table(tmp_path / "findings" / "areas.parquet").to_pylist()
    assert (
        max(a["value"] for a in areas if a["metric"] == "registered_households" and not a["dimension"]) == 4
    )


def test_its_proceedings_are_kept(home):
    begun = monitored(home)
    assert Proceeding.objects.get(pk=begun.proceeding_id).household == home

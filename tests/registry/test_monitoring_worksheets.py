"""Income worksheets of the record: kept as they were, computed again, never handed over by themselves."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing.errors import Problem
from liuqing.policy import place as places
from liuqing.policy.dated import Parameter, Value
from liuqing.policy.worksheet import Line
from liuqing.policy.worksheet_items import CROPS, ITEMS
from liuqing.registry.models import Household, IncomeYear, Membership, Worksheet
from liuqing.registry.services import monitoring
from liuqing.workflow import trail
from liuqing.workflow.models import Event
from tests.county import identity
from tests.registry.monitored import lines

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NOW = "2018-12-20T10:00:00+08:00"


@pytest.fixture
def home(county, place):
    with time_machine.travel(NOW, tick=False):
        yield Household.objects.get(no="H0001")


def saved(home, cast, **stated):
    return monitoring.save(household=home, by=cast.village_officer, lines=lines(**stated))


def test_a_sheet_says_which_share_from_which_source_and_day_it_used(home, cast):
    sheet = saved(home, cast, A1="12000", B1="8000")
    assert (sheet.first_month, sheet.last_month, sheet.persons) == (date(2017, 12, 1), date(2018, 11, 1), 3)
    assert sheet.result["net"] == {"least": "16800.00", "most": "16800.00"}
    assert sheet.result["per_person"]["least"] == "5600.00" and sheet.result["reached"] is True
    grain = next(one for one in sheet.ratios if one["key"] == "粮食")
    assert (grain["value"], grain["since"]) == ("40", "2016-01-01") and "楚雄" in grain["source"]
    assert monitoring.sound(sheet) and monitoring.sound(Worksheet.objects.get(pk=sheet.pk))


def test_the_same_comes_out_after_the_place_changed_its_numbers(home, cast, monkeypatch):
    sheet = saved(home, cast, A1="3000", B1="8000", D4="1200")
    before = dict(sheet.result)
    here = places.load(str(home_place()))

    def changed(key):
        files = dict(here.files)
        for name, value in (("worksheet.cost_ratios", {"粮食": 90}), ("worksheet.counted", ["A1"])):
            old = files[name]
            files[name] = Parameter(name, old.label, old.unit, (Value(date(2000, 1, 1), value, "新文件"),))
        return replace(here, files=files)

    monkeypatch.setattr(places, "load", changed)
    other = saved(home, cast, A1="3000", B1="8000", D4="1200")
    assert other.result != before and other.result["left_out"] == ["B1", "D4"]
    kept = Worksheet.objects.get(pk=sheet.pk)
    assert monitoring.recompute(kept) == before and monitoring.sound(kept)


def home_place():
    from django.conf import settings as configured

    return configured.WORKSPACE.place


@pytest.mark.parametrize(
    "change",
    [
        {"persons": 1},
        {"first_month": date(2017, 11, 1)},
        {"by": "somebody-else"},
        {"signed_on": date(2018, 12, 1)},
        {"lines": []},
        {"ratios": []},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whoever_changes_a_sheet_breaks_its_seal(home, cast, change):
    sheet = saved(home, cast, A1="12000", B1="8000")
    Worksheet.objects.filter(pk=sheet.pk).update(**change)
    assert not monitoring.sound(Worksheet.objects.get(pk=sheet.pk))


def test_a_changed_result_is_seen_twice(home, cast):
    sheet = saved(home, cast, A1="12000")
    sheet.result["net"]["least"] = "99999.00"
    sheet.save()
    kept = Worksheet.objects.get(pk=sheet.pk)
    assert not monitoring.sound(kept) and monitoring.recompute(kept) != kept.result


def test_what_is_not_known_stays_a_bound(home, cast):
    sheet = saved(home, cast, A1=None, B1="1000")
    assert sheet.result["net"] == {"least": "600.00", "most": None}
    assert "A1" in sheet.result["unknown"] and sheet.result["reached"] is None


def test_the_persons_are_those_in_force_on_the_day(home, cast):
    first = Membership.objects.filter(household=home).order_by("-pk").first()
    first.until = date(2018, 12, 20)
    first.save()
    assert saved(home, cast).persons == 2
    Membership.objects.filter(household=home).update(until=date(2018, 12, 1))
    with pytest.raises(Problem) as told:
        saved(home, cast)
    assert told.value.code == "worksheet.nobody"


def test_it_is_set_beside_the_yearly_record_and_changes_nothing_there(home, cast):
    before = list(IncomeYear.objects.values())
    sheet = saved(home, cast, A1="12000", B1=None)
    told = {one.item: one for one in monitoring.differences(sheet)}
    assert told["wage"].record == Decimal("15000.00") and told["wage"].by == Decimal("-3000.00")
    assert told["transfer_dibao"].by == 0
    assert told["business"].by is None and told["business_expense"].by is None
    assert list(IncomeYear.objects.values()) == before


def test_without_a_record_of_the_year_there_is_nothing_to_compare(home, cast):
    IncomeYear.objects.all().delete()
    assert all(one.record is None and one.by is None for one in monitoring.differences(saved(home, cast)))


@pytest.mark.parametrize("part", ["outsider", "county_leader", "department_officer", "inspector", "nobody"])
def test_only_who_works_with_the_household_may_make_a_sheet(home, cast, part):
    with pytest.raises(Problem) as told:
        monitoring.save(household=home, by=cast.everybody()[part], lines=lines())
    assert told.value.code == "workflow.not_allowed" and not Worksheet.objects.exists()


@pytest.mark.parametrize(
    "line",
    [
        Line("A9", Decimal(1)),
        Line("A1", Decimal("-1")),
        Line("A1", Decimal("1.001")),
        Line("A1", Decimal("NaN")),
        Line("A1", Decimal("Infinity")),
        Line("A1", Decimal("1e20")),
        Line("B1", Decimal(1), crop="金子"),
        Line("A1", Decimal(1), what="某" * 201),
        Line("A1", Decimal(1), what=identity()),
    ],
    ids=lambda line: f"{line.item} {line.amount} {line.crop}{len(line.what)}",
)
def test_a_line_that_cannot_be_is_refused_with_its_item(home, cast, line):
    with pytest.raises(Problem) as told:
        monitoring.save(household=home, by=cast.village_officer, lines=[line])
    assert told.value.code == "worksheet.line" and line.item in told.value.what
    assert not Worksheet.objects.exists()


@pytest.mark.parametrize(
    "on, fine", [(date(2018, 12, 20), True), (date(2018, 12, 21), False), (date(2018, 9, 20), True), (date(2018, 9, 19), False)]
)  # fmt: skip
def test_a_sheet_is_for_an_application_of_the_last_three_months(home, cast, on, fine):
    try:
        sheet = monitoring.save(household=home, by=cast.village_officer, lines=lines(), on=on)
        assert fine and sheet.last_month.month == on.month - 1
    except Problem as problem:
        assert not fine and problem.code == "worksheet.day"


def test_nobody_signs_tomorrow(home, cast):
    with pytest.raises(Problem) as told:
        monitoring.save(household=home, by=cast.village_officer, lines=lines(), signed_on=date(2018, 12, 21))
    assert told.value.code == "worksheet.signed"


def test_it_leaves_a_line_in_the_trail_without_an_amount(home, cast):
    sheet = saved(home, cast, A1="12345.67")
    event = Event.objects.get(act="worksheets.saved")
    assert event.subject == "H0001" and event.detail == {"worksheet": sheet.pk}
    assert trail.verify().sound


AMOUNT = st.one_of(st.none(), st.decimals(0, 9_999_999, places=2))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.builds(
    Line, item=st.sampled_from(list(ITEMS)), amount=AMOUNT, crop=st.sampled_from((*CROPS, "")),
    what=st.text("务工种植养殖abc", max_size=8),
), max_size=20))  # fmt: skip
def test_whatever_was_filled_in_the_same_comes_out_again(home, cast, filled):
    sheet = monitoring.save(household=home, by=cast.village_officer, lines=filled)
    kept = Worksheet.objects.get(pk=sheet.pk)
    assert monitoring.recompute(kept) == kept.result == sheet.result and monitoring.sound(kept)
    assert [one.amount for one in monitoring.lines_of(kept)] == [one.amount for one in filled]

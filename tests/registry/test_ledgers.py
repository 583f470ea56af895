"""Ledgers that must agree: each count on both sides, and whoever stands behind a difference."""

from datetime import date
from decimal import Decimal

import pytest

from liuqing.errors import Problem
from liuqing.registry.models import (
    Entry,
    Household,
    HouseholdYear,
    IncomeYear,
    Measure,
    Membership,
    PersonYear,
    Receipt,
    SourceFile,
    VillageYear,
)
from liuqing.registry.queries import ledgers

OURS, THEIRS = ledgers.SIDES


def line(user, key, code=None):
    return next(one for one in ledgers.ledgers(user, code).lines if one.key == key)


def behind(user, key, side, code=None):
    return [(one.household_no, one.person) for one in ledgers.differing(user, code, key, side).rows]


def first(no):
    return Membership.objects.filter(household__no=no).order_by("pk").first().person


def says(kind, person, year=2018):
    Entry.objects.create(kind=kind, person=person, values={}, said_on=date(year, 12, 31))


def test_head_counts_agree_until_a_member_is_missing(cast):
    user = cast.county_approver
    one = line(user, "heads")
    assert (one.ours, one.theirs, one.agree) == (15, 15, True)
    Membership.objects.filter(person=first("H0003")).delete()
    one = line(user, "heads")
    assert (one.ours, one.theirs, one.only_ours, one.only_theirs, one.agree) == (14, 15, 0, 1, False)
    assert behind(user, "heads", THEIRS) == [("H0003", "")]


def test_an_unknown_size_is_no_difference(cast):
    HouseholdYear.objects.filter(household__no="H0003").update(size_stated=None)
    assert line(cast.county_approver, "heads").agree


def test_register_and_list_are_counted_both_ways(cast):
    user = cast.county_approver
    PersonYear.objects.filter(person__in=[first("H0001"), first("H0002")]).update(on_dibao=True)
    says("dibao", first("H0002"))
    says("dibao", first("H0004"))
    one = line(user, "dibao")
    assert (one.ours, one.theirs, one.only_ours, one.only_theirs) == (2, 2, 1, 1)
    assert behind(user, "dibao", OURS) == [("H0001", first("H0001").name)]
    assert behind(user, "dibao", THEIRS) == [("H0004", first("H0004").name)]


def test_a_list_of_another_year_says_nothing_of_this_one(cast):
    says("dibao", first("H0004"), 2017)
    assert line(cast.county_approver, "dibao").agree


def test_not_known_is_not_said(cast):
    PersonYear.objects.update(resident_medical=None)
    one = line(cast.county_approver, "medical_insured")
    assert (one.ours, one.only_ours) == (0, 0)


def test_a_village_cannot_have_fewer_than_its_poor_households(cast, county):
    user = cast.county_approver
    HouseholdYear.objects.filter(household__no__in=("H0001", "H0002")).update(house_dilapidated=True)
    for village, stated in zip(county.villages, (1, 0, None), strict=True):
        other = {} if stated is None else {"dilapidated_households": stated}
        VillageYear.objects.create(area=village, year=2018, other=other)
    one = line(user, "dilapidated_households")
    assert (one.ours, one.theirs, one.only_ours) == (2, 1, 1)
    [row] = ledgers.differing(user, None, "dilapidated_households", OURS).rows
    assert (row.village, row.ours, row.theirs) == ("甲村", "2 户", "1 户")


@pytest.mark.parametrize(("paid", "sides"), [("999.99", (1, 0)), ("1000.00", (0, 0)), ("1000.01", (0, 1))])
def test_stated_transfers_are_held_against_what_was_paid(paid, sides, cast):
    user, home = cast.county_approver, Household.objects.get(no="H0001")
    IncomeYear.objects.update(transfer_dibao=None)
    IncomeYear.objects.filter(household=home).update(transfer_dibao=Decimal("1000.00"))
    file = SourceFile.objects.create(sha256="d" * 64, name="低保.xlsx", kind="dibao", state="loaded")
    measure = Measure.objects.create(household=home, code="综合保障", title="低保", year=2018)
    Receipt.objects.create(
        household=home, measure=measure, item="农村低保对象 年度发放金额", department="县民政局",
        amount=Decimal(paid), year=2018, file=file,
    )  # fmt: skip
    one = line(user, "transfer_dibao")
    assert (one.ours, one.theirs) == (Decimal("1000.00"), Decimal(paid))
    assert (one.only_ours, one.only_theirs) == sides


def test_a_village_sees_its_own_books_and_people_only(cast, county):
    PersonYear.objects.filter(person__in=[first("H0001"), first("H0004")]).update(on_dibao=True)
    one = line(cast.village_officer, "dibao")
    assert (one.ours, one.only_ours) == (1, 1)
    assert behind(cast.village_officer, "dibao", OURS) == [("H0001", first("H0001").name)]
    with pytest.raises(Problem) as raised:
        ledgers.ledgers(cast.village_officer, county.villages[2].code)
    assert raised.value.code == "registry.no_such_area"


def test_every_line_leads_to_exactly_as_many_as_it_counts(cast):
    user = cast.county_approver
    PersonYear.objects.update(on_dibao=True, work_months=3)
    for one in ledgers.ledgers(user).lines:
        for side, count in ((OURS, one.only_ours), (THEIRS, one.only_theirs)):
            assert ledgers.differing(user, None, one.key, side).total == count, one.key


def test_there_is_no_book_by_another_name(cast):
    with pytest.raises(Problem) as raised:
        ledgers.differing(cast.county_approver, None, "nonsense", OURS)
    assert raised.value.code == "ledgers.unknown"

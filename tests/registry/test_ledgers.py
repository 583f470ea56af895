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
    SourceRow,
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


def list_of(name, kind="dibao", **more):
    usual = {
        "sha256": f"z{name}" * 32,
        "name": f"{kind}.xlsx",
        "kind": kind,
        "state": "loaded",
        "on": date(2018, 12, 31),
    }
    return SourceFile.objects.create(**{**usual, **more})


def row(file, person, paid, number=1, sheet=""):
    """A row of the list of dibao with what the importer makes of it: entry, measure, payment."""
    home = Membership.objects.get(person=person, until=None).household
    where = {"file": file, "sheet": sheet, "row": number, "said_on": file.on}
    Entry.objects.create(kind="dibao", person=person, values={"paid": paid}, **where)
    measure = Measure.objects.create(
        household=home, person=person, code="综合保障", title="农村低保对象", department="县民政局", year=2018, **where
    )  # fmt: skip
    return Receipt.objects.create(
        household=home, person=person, measure=measure, item="农村低保对象 年度发放金额", department="县民政局",
        amount=Decimal(paid), year=2018, **where,
    )  # fmt: skip


def test_payments_add_up_to_the_rows_of_the_list(cast):
    user, file = cast.county_approver, list_of("a")
    row(file, first("H0001"), "1000.10")
    row(file, first("H0002"), "250.25", 2)
    one = line(user, "paid_dibao")
    assert (one.ours, one.theirs, one.agree) == (Decimal("1250.35"), Decimal("1250.35"), True)
    assert (one.ours_people, one.theirs_people) == (2, 2)


@pytest.mark.parametrize(("booked", "side"), [("1000.09", THEIRS), ("1000.11", OURS)])
def test_a_payment_that_was_booked_otherwise_than_its_row_says_is_found(booked, side, cast):
    paid = row(list_of("a"), first("H0001"), "1000.10")
    Receipt.objects.filter(pk=paid.pk).update(amount=Decimal(booked))
    one = line(cast.county_approver, "paid_dibao")
    assert (one.only_ours, one.only_theirs) == ((1, 0) if side == OURS else (0, 1))
    [found] = ledgers.differing(cast.county_approver, None, "paid_dibao", side).rows
    assert (found.household_no, found.ours, found.theirs) == (
        "H0001",
        f"{Decimal(booked):,} 元",
        "1,000.10 元",
    )


def test_a_row_without_its_measure_is_found(cast):
    paid = row(list_of("a"), first("H0001"), "1000")
    assert line(cast.county_approver, "given_dibao").agree
    Measure.objects.filter(pk=paid.measure_id).delete()
    one = line(cast.county_approver, "given_dibao")
    assert (one.ours, one.theirs, one.only_theirs) == (0, 1, 1)
    assert behind(cast.county_approver, "given_dibao", THEIRS) == [("H0001", first("H0001").name)]


def test_of_a_workbook_with_several_lists_each_is_added_up_by_itself(cast):
    sheets = {"低保": {"kind": "dibao"}, "特困": {"kind": "tekun"}}
    file = list_of("a", "dibao+tekun", mapping=sheets)
    row(file, first("H0001"), "1000", sheet="低保")
    row(file, first("H0002"), "500", 2, sheet="特困")
    one = line(cast.county_approver, "paid_dibao")
    assert (one.ours, one.theirs) == (Decimal(1000), Decimal(1500))


def test_the_year_of_a_payment_is_that_of_its_day(cast):
    file = list_of("h", "housing")
    person = first("H0001")
    Entry.objects.create(
        kind="housing",
        person=person,
        values={"paid": "21000", "finished": "2017-05-01"},
        said_on=file.on,
        file=file,
    )
    assert not [one for one in ledgers.ledgers(cast.county_approver).lines if one.key == "paid_housing"]
    Entry.objects.filter(kind="housing").update(values={"paid": "21000", "finished": "2018-05-01"})
    assert line(cast.county_approver, "paid_housing").theirs == Decimal(21000)


def test_rows_that_wait_are_counted_on_neither_side_and_said(cast, county):
    file = list_of("a")
    row(file, first("H0001"), "1000")
    for number, verdict, village in (
        (7, "held", county.villages[2]),
        (8, "refused", None),
        (9, "accepted", None),
    ):
        SourceRow.objects.create(file=file, row=number, verdict=verdict, cells=b"", village=village)
    assert line(cast.county_approver, "paid_dibao").waiting == 2
    assert line(cast.village_officer, "paid_dibao").waiting == 0


def test_a_village_states_no_fewer_people_and_hamlets_than_its_poor_households_have(cast, county):
    village = county.villages[0]
    members = Membership.objects.filter(household__village=village, until=None).count()
    homes = Household.objects.filter(village=village).count()
    Household.objects.filter(village=village).update(hamlet="一组")
    Household.objects.filter(no="H0001").update(hamlet="二组")
    HouseholdYear.objects.filter(household__village=village).update(land_cultivated=Decimal("1.50"))
    VillageYear.objects.create(
        area=village, year=2018, households=homes, rural_population=members, hamlets=2,
        other={"village_land": str(Decimal("1.50") * homes)},
    )  # fmt: skip
    keys = ("households", "rural_population", "hamlets", "village_land")
    for key in keys:
        assert line(cast.county_approver, key).agree, key
    VillageYear.objects.update(
        households=homes - 1, rural_population=members - 1, hamlets=1,
        other={"village_land": str(Decimal("1.50") * homes - Decimal("0.01"))},
    )  # fmt: skip
    for key in keys:
        one = line(cast.county_approver, key)
        assert (one.only_ours, one.bound) == (1, "most"), key
        [found] = ledgers.differing(cast.county_approver, None, key, OURS).rows
        assert found.village == "甲村"


def test_what_a_village_does_not_state_is_no_difference(cast, county):
    VillageYear.objects.create(area=county.villages[0], year=2018)
    lines = [one for one in ledgers.ledgers(cast.county_approver).lines if one.group == "村总数"]
    assert lines == []


@pytest.mark.parametrize(("stated", "missing"), [("499.99", 1), ("500.00", 0), ("9000.00", 0)])
def test_an_item_of_many_sources_is_at_least_what_the_lists_paid(stated, missing, cast):
    home = Household.objects.get(no="H0001")
    IncomeYear.objects.filter(household=home).update(transfer_other=Decimal(stated))
    file = list_of("s", "disabled")
    measure = Measure.objects.create(household=home, code="综合保障", title="残疾", year=2018)
    Receipt.objects.create(
        household=home, measure=measure, item="持证残疾人 两项补贴年度金额", department="县残联",
        amount=Decimal(500), year=2018, file=file,
    )  # fmt: skip
    one = line(cast.county_approver, "transfer_other")
    assert (one.only_ours, one.only_theirs, one.theirs) == (0, missing, Decimal("500.00"))
    assert ledgers.differing(cast.county_approver, None, "transfer_other", OURS).total == 0
    assert ledgers.differing(cast.county_approver, None, "transfer_other", THEIRS).total == missing


def test_a_rangers_pay_may_stand_as_wage_or_as_compensation(cast):
    home = Household.objects.get(no="H0001")
    file = list_of("r", "rangers")
    measure = Measure.objects.create(household=home, code="公益岗位帮扶", title="护林员", year=2018)
    Receipt.objects.create(
        household=home, measure=measure, item="生态护林员 年度劳务报酬", department="县林草局",
        amount=Decimal(8000), year=2018, file=file,
    )  # fmt: skip
    for wage, eco, missing in ((8000, 0, 0), (0, 8000, 0), (4000, 3999, 1)):
        IncomeYear.objects.filter(household=home).update(wage=wage, transfer_eco=eco)
        assert line(cast.county_approver, "post_pay").only_theirs == missing

"""What is told of a household besides its row, of its bills, of its village, and of areas and offices."""

from datetime import date
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from liuqing.registry import secrets
from liuqing.registry.models import (
    Activity,
    AreaStanding,
    Cause,
    Household,
    HouseholdYear,
    IncomeYear,
    Indicator,
    Measure,
    Membership,
    Person,
    Standing,
    VillageYear,
)
from liuqing.registry.services import freezing
from liuqing.registry.services.freezing import pieces
from tests import county as making
from tests.registry.lists import head, loaded, says

pytestmark = pytest.mark.django_db
ON = date(2018, 12, 31)


@pytest.fixture
def frozen(county, place, tmp_path):
    """The rows of a frozen table; of households the one of that number."""

    def freeze(name="households", no="H0001", on=ON):
        freezing.freeze(tmp_path, freezing.asked(on))
        rows = pq.read_table(tmp_path / f"{name}.parquet").to_pylist()
        return next(row for row in rows if row["household_no"] == no) if name == "households" else rows

    return freeze


def told(row, *names):
    return tuple(row[name] for name in names)


# The list of houses

HOUSE = (
    "list_house_grade",
    "renovated",
    "housing_times",
    "housing_paid_fen",
    "build_self_fen",
    "build_debt_fen",
)


def test_the_list_of_houses_speaks_of_who_is_in_it_and_who_is_not(frozen):
    assert told(frozen(), *HOUSE) == (None,) * 6
    file = loaded("housing")
    assert told(frozen(), *HOUSE) == (None, False, 0, 0, 0, 0)
    says(
        file,
        head(),
        house_grade="D",
        finished="2018-05-01",
        paid="21000.00",
        self_raised="9000.00",
        debt="0.00",
    )
    assert told(frozen(), *HOUSE) == ("D", True, 1, 2100000, 900000, 0)
    assert told(frozen(no="H0002"), *HOUSE) == (None, False, 0, 0, 0, 0)


def test_any_member_speaks_for_the_household(frozen):
    spouse = Membership.objects.get(household__no="H0001", relation="配偶").person
    says(loaded("housing"), spouse, house_grade="C", finished="2016-05-01", paid="6000.00")
    assert told(frozen(), "list_house_grade", "renovated", "build_self_fen") == ("C", True, None)


def test_houses_of_all_years_count_up_to_the_day(frozen):
    says(
        loaded("housing", date(2015, 12, 31)), head(), house_grade="C", finished="2015-06-01", paid="6000.00"
    )
    says(
        loaded("housing", date(2018, 6, 30)), head(), house_grade="D", finished="2018-06-01", paid="21000.00"
    )
    assert told(frozen(), *HOUSE[:4]) == ("D", True, 2, 2700000)
    # The later list may have taken over more than it says: only what the earlier one has is known.
    assert told(frozen(on=date(2018, 6, 29)), *HOUSE[:4]) == ("C", True, 1, 600000)
    assert frozen(on=date(2015, 12, 30))["housing_times"] is None


def test_a_house_that_is_not_finished_by_the_day_is_not_renovated_nor_paid_for(frozen):
    says(loaded("housing", date(2018, 3, 1)), head(), house_grade="D", finished="2018-11-01", paid="21000.00")
    assert told(frozen(on=date(2018, 10, 31)), *HOUSE[:4]) == ("D", False, 1, 0)
    assert told(frozen(on=date(2018, 11, 1)), *HOUSE[:4]) == ("D", True, 1, 2100000)


@pytest.mark.parametrize("value", [None, "E", "不详", "-1", 7, [], "2018-02-30"], ids=repr)
def test_a_malformed_house_breaks_nothing(frozen, value):
    says(loaded("housing"), head(), **dict.fromkeys(("house_grade", "finished", "paid", "debt"), value))
    paid = 700 if value == 7 else None
    assert told(frozen(), *HOUSE[:4]) == (None, False, 1, paid)


# Disasters, causes, measures, income


def test_a_loss_is_that_of_the_lists_of_the_year(frozen):
    assert frozen()["disaster_loss_fen"] is None
    says(loaded("disasters", date(2017, 12, 31)), head(), loss="9.00", happened="2017-07-01")
    assert frozen()["disaster_loss_fen"] is None
    file = loaded("disasters", date(2018, 10, 31))
    assert frozen()["disaster_loss_fen"] == 0
    says(file, head(), loss="5000.00", happened="2018-07-01")
    says(file, head(), loss="0.50", happened="2018-10-15")
    assert frozen()["disaster_loss_fen"] == 500050
    assert frozen(no="H0002")["disaster_loss_fen"] == 0
    assert frozen(on=date(2018, 10, 30))["disaster_loss_fen"] is None
    says(file, head(), happened="2018-10-15")
    assert frozen()["disaster_loss_fen"] is None


def test_causes_are_joined_the_main_one_first(frozen):
    assert told(frozen(), "causes", "main_cause", "cause_count") == ("|因病|", "因病", 1)
    home = Household.objects.get(no="H0001")
    for code, since, until in (
        ("因学", date(2016, 1, 1), None),
        ("因残", date(2016, 1, 1), ON),
        ("因灾", date(2019, 1, 1), None),
    ):
        Cause.objects.create(household=home, code=code, main=False, since=since, until=until)
    assert told(frozen(), "causes", "cause_count") == ("|因病|因学|", 2)
    Cause.objects.all().delete()
    assert told(frozen(), "causes", "main_cause", "cause_count") == (None, None, 0)


def test_measures_are_joined_once_each_and_counted(frozen):
    home = Household.objects.get(no="H0001")
    for code in ("健康帮扶", "产业帮扶"):
        Measure.objects.create(household=home, code=code, title=code, year=2018)
    Measure.objects.create(household=home, code="搬迁", title="搬迁", year=2016)
    assert told(frozen(), "measures", "measure_count") == ("|产业帮扶|健康帮扶|", 3)
    Measure.objects.all().delete()
    assert told(frozen(), "measures", "measure_count") == ("|", 0)


def test_the_net_income_of_the_year_before_needs_every_item(frozen, county):
    assert frozen()["net_income_before_fen"] is None
    making.income(county, Household.objects.get(no="H0001"), 2017, 3)
    IncomeYear.objects.filter(year=2017).update(
        transfer_eco=Decimal("0.07"), business_expense=Decimal("100.02")
    )
    assert frozen()["net_income_before_fen"] == 1500000 + 7 - 10002
    IncomeYear.objects.filter(year=2017).update(dividend=None)
    assert frozen()["net_income_before_fen"] is None


@pytest.mark.parametrize("said,whole", [("59.99", 59), ("60.00", 60), ("0.50", 0), (None, None)])
def test_part_of_a_square_metre_is_not_counted(frozen, said, whole):
    HouseholdYear.objects.update(house_area=said and Decimal(said), cooperative=True)
    assert told(frozen(), "house_area", "cooperative") == (whole, True)


def test_a_village_exits_in_the_year_of_its_standing(frozen, county):
    village = county.villages[0]
    AreaStanding.objects.create(
        area=village, status="listed", since=date(2014, 1, 1), until=date(2017, 12, 31)
    )
    AreaStanding.objects.create(area=village, status="exited", since=date(2017, 12, 31))
    assert [told(v, "village_exited", "village_exit_year") for v in frozen("villages")] == [
        (True, 2017), (False, None), (False, None),
    ]  # fmt: skip
    before = frozen("villages", on=date(2017, 12, 30))
    assert told(before[0], "village_exited", "village_exit_year") == (False, None)


# Bills


def bill(file, no="H0001", discharged="2018-05-01", level="县级医院", **more):
    return says(file, head(no), discharged=discharged, hospital_level=level, **more)


def test_a_bill_says_what_was_settled(frozen):
    made = bill(
        loaded("medical_settlements"), total="1000.50", covered="900.00", basic="700.00", serious="0.00", aid="50.00",
        backstop="10.00", self_paid="240.50", bill_kind="普通住院", referred=False,
    )  # fmt: skip
    assert frozen("bills") == [
        {
            "bill_id": made.pk, "bill_person_id": head().pk, "discharged": date(2018, 5, 1), "hospital_level": "县",
            "bill_kind": "住院", "referred": False, "bill_total_fen": 100050, "covered_fen": 90000,
            "stated_basic_fen": 70000, "stated_serious_fen": 0, "stated_aid_fen": 5000, "stated_backstop_fen": 1000,
            "stated_self_paid_fen": 24050,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text,level,referred",
    [
        ("乡镇卫生院", "乡镇", True), ("一级", "乡镇", True), ("县级", "县", True), ("二级甲等", "县", True),
        ("市级医院", "市", None), ("三级", "市", None), ("省级", "省", None), ("私人诊所", None, None), (None, None, None),
    ],
)  # fmt: skip
def test_a_bill_of_the_own_county_needs_no_referral(frozen, text, level, referred):
    bill(loaded("medical_settlements"), level=text)
    assert told(frozen("bills")[0], "hospital_level", "referred") == (level, referred)


@pytest.mark.parametrize(
    "text,kind",
    [
        ("特殊病门诊", "特殊病门诊"),
        ("门诊慢性病", "特殊病门诊"),
        ("普通门诊", "门诊"),
        ("", "住院"),
        ("其他", None),
    ],
)
def test_a_bill_is_of_a_stay_or_of_a_visit(frozen, text, kind):
    bill(loaded("medical_settlements"), bill_kind=text)
    assert frozen("bills")[0]["bill_kind"] == kind


def test_only_bills_of_the_year_up_to_the_day_count(frozen):
    file = loaded("medical_settlements", date(2018, 6, 30))
    for day in ("2017-12-31", "2018-01-01", "2018-06-15", "2018-06-16", "2019-01-01"):
        bill(file, discharged=day)
    assert [b["discharged"].isoformat() for b in frozen("bills", on=date(2018, 6, 30))] == [
        "2018-01-01", "2018-06-15", "2018-06-16",
    ]  # fmt: skip
    assert frozen("bills", on=date(2018, 6, 29)) == []
    assert len(frozen("bills", on=ON)) == 3


def test_a_bill_without_a_day_has_that_of_its_list(frozen):
    says(loaded("medical_settlements", date(2018, 6, 30)), head(), total="1.00")
    assert frozen("bills")[0]["discharged"] == date(2018, 6, 30)


def test_only_members_of_the_register_have_bills(frozen):
    bill(loaded("medical_settlements"))
    Membership.objects.filter(person=head()).update(until=ON)
    assert frozen("bills") == []


@pytest.mark.parametrize("value", [None, "", "-5", [], "不详", "2018-99-99"], ids=repr)
def test_a_malformed_bill_breaks_nothing(frozen, value):
    facts = (
        "hospital_level",
        "bill_kind",
        "discharged",
        "total",
        "covered",
        "basic",
        "self_paid",
        "referred",
    )
    says(loaded("medical_settlements"), head(), **dict.fromkeys(facts, value))
    assert told(frozen("bills")[0], "hospital_level", "bill_total_fen", "referred") == (None, None, None)


def test_bills_in_pieces_are_all_there_once(frozen, monkeypatch):
    file = loaded("medical_settlements")
    keys = [bill(file, discharged=f"201{7 + n % 2}-01-0{1 + n}").pk for n in range(7)]
    monkeypatch.setattr(pieces, "PIECE", 2)
    assert [b["bill_id"] for b in frozen("bills")] == keys[1::2]


# Areas and offices


def state(area, value, said_on=date(2018, 12, 31), year=2018, name="rural_income"):
    return Indicator.objects.create(area=area, name=name, year=year, value=Decimal(value), said_on=said_on)


def test_the_latest_statement_up_to_the_day_counts(frozen, county):
    town = county.towns[0]
    state(town, "9000", date(2018, 6, 30))
    state(town, "9100.5", date(2018, 12, 31))
    state(town, "9200.25", date(2018, 12, 31))
    state(town, "8000", date(2018, 3, 1), year=2017)
    state(town, "1", date(2018, 3, 1), year=2019)
    state(county.county, "0.000001", name="rural_income_growth")

    def found(on):
        return [told(row, "area_code", "indicator", "year", "value") for row in frozen("indicators", on=on)]

    before = ("990101001", "rural_income", 2017, Decimal(8000))
    assert found(date(2018, 12, 30)) == [("990101001", "rural_income", 2018, Decimal(9000)), before]
    assert found(ON) == [
        ("990101001", "rural_income", 2018, Decimal("9200.25")), before,
        ("990101", "rural_income_growth", 2018, Decimal("0.000001")),
    ]  # fmt: skip


def test_what_offices_did_counts_up_to_the_day(frozen, county):
    home = Household.objects.get(no="H0001")
    Activity.objects.create(on=date(2018, 5, 1), activity="走访", role="驻村工作队", household=home, times=2)
    Activity.objects.create(on=date(2018, 5, 2), activity="会议", role="县委", area=county.county)
    Activity.objects.create(on=date(2018, 5, 3), activity="调研", role="县委")
    assert frozen("activities", on=date(2018, 5, 2)) == [
        {"on": date(2018, 5, 1), "activity": "走访", "role": "驻村工作队", "area_code": None,
         "household_id": home.pk, "times": 2},
        {"on": date(2018, 5, 2), "activity": "会议", "role": "县委", "area_code": "990101",
         "household_id": None, "times": 1},
    ]  # fmt: skip


# Phones and household books


def phone(no, text):
    Household.objects.filter(no=no).update(phone=secrets.encrypt(text) if text else None)


def test_a_phone_is_told_by_its_digits_and_by_who_else_has_it(frozen):
    assert told(frozen(), "phone_digits", "phone_households") == (None, None)
    for no, text in (("H0001", "１３８-0000 0001"), ("H0002", "13800000001"), ("H0003", "1380000000")):
        phone(no, text)
    assert told(frozen(), "phone_digits", "phone_households") == (11, 2)
    assert told(frozen(no="H0003"), "phone_digits", "phone_households") == (10, 1)


def test_only_households_in_force_share_a_phone(frozen):
    phone("H0001", "13800000001")
    phone("H0002", "13800000001")
    Standing.objects.filter(household__no="H0002").update(until=date(2018, 6, 1))
    assert frozen()["phone_households"] == 1


def test_a_phone_without_digits_is_none(frozen):
    phone("H0001", "无")
    assert told(frozen(), "phone_digits", "phone_households") == (None, None)


def book(person, no):
    Person.objects.filter(pk=person.pk).update(hukou_no=no)


def test_who_stands_in_the_book_and_is_no_member_is_counted(frozen):
    book(head(), "B1")
    Person.objects.create(name="外人", hukou_no="B1")
    book(head("H0002"), "B1")
    assert frozen()["hukou_others"] is None
    loaded("police_residents")
    # The outsider and the member of the other household; seen from there, the outsider and the head.
    assert (frozen()["hukou_others"], frozen(no="H0002")["hukou_others"]) == (2, 2)
    assert frozen(no="H0003")["hukou_others"] is None


def test_the_dead_and_the_merged_are_no_others(frozen):
    loaded("police_residents", date(2018, 1, 31))
    book(head(), "B1")
    dead = Person.objects.create(name="外人", hukou_no="B1")
    Person.objects.create(name="外人", hukou_no="B1", same_as=head())
    says(loaded("police_deaths"), dead, died_on="2018-05-01")
    assert (frozen()["hukou_others"], frozen(on=date(2018, 4, 30))["hukou_others"]) == (0, 1)


# The list of monitored households

FULL = {
    "identified_on": "2018-02-01", "monitor_kind": "边缘易致贫户", "risk_1": "因病", "risk_2": "因学",
    **{f"{phase}_{name}": value for phase in ("identified", "removed") for name, value in {
        "dropout": False, "house_unsafe": False, "water_unsafe": False, "uninsured": True, "wage": "50.00",
        "business": "0", "property": "0", "transfer": "100.00", "expense": "0", "self_paid": "8000.50",
    }.items()},
}  # fmt: skip
REMOVED = {"removed_on": "2018-09-01", "removal_way": "帮扶消除"}


def test_the_list_of_monitored_households_speaks_also_by_leaving_households_out(frozen):
    assert frozen()["monitored_listed"] is None
    says(loaded("monitored"), head(), **FULL, **REMOVED)
    row = frozen()
    assert told(row, "monitored_listed", "monitored_on", "monitor_kind", "risks") == (
        True, date(2018, 2, 1), "边缘易致贫户", "|因病|因学|",
    )  # fmt: skip
    assert told(row, "monitor_stated", "monitor_wage_fen", "monitor_self_paid_fen") == (True, 5000, 800050)
    assert told(row, "risk_removed_on", "removal_way", "removal_stated", "removal_business_fen") == (
        date(2018, 9, 1), "帮扶消除", True, 0,
    )  # fmt: skip
    assert told(frozen(no="H0002"), "monitored_listed", "risks", "monitor_stated") == (False, None, None)


@pytest.mark.parametrize(
    "gone", ["identified_on", "identified_wage", "identified_uninsured", "identified_water_unsafe"]
)
def test_one_gap_and_the_identification_is_not_stated(frozen, gone):
    says(loaded("monitored"), head(), **{name: value for name, value in FULL.items() if name != gone})
    assert told(frozen(), "monitor_stated", "removal_stated") == (False, True)


def test_without_a_risk_the_identification_is_not_stated(frozen):
    says(loaded("monitored"), head(), **{name: value for name, value in FULL.items() if "risk" not in name})
    assert told(frozen(), "risks", "monitor_stated") == ("|", False)


@pytest.mark.parametrize("gone", ["removed_transfer", "removed_self_paid", "removed_dropout"])
def test_one_gap_and_the_removal_is_not_stated(frozen, gone):
    says(loaded("monitored"), head(), **{name: value for name, value in FULL.items() if name != gone})
    assert told(frozen(), "monitor_stated", "removal_stated") == (True, False)


def test_a_household_is_monitored_from_its_day_and_its_risk_stands_until_it_is_removed(frozen):
    says(loaded("monitored", date(2018, 1, 15)), head(), **FULL, **REMOVED)
    assert frozen(on=date(2018, 1, 31))["monitored_listed"] is False
    assert told(frozen(on=date(2018, 8, 31)), "monitored_listed", "risk_removed_on", "removal_way") == (
        True, None, None,
    )  # fmt: skip


def test_of_two_rows_the_later_counts(frozen):
    says(loaded("monitored", date(2018, 3, 1)), head(), **FULL)
    says(loaded("monitored", date(2018, 6, 1)), head(), **FULL | {"risk_1": "因房"})
    assert frozen()["risks"] == "|因房|因学|"


# What rows keep aside


@pytest.mark.parametrize("said,metres", [("1.25", 1250), ("0", 0), ("不远", None), (None, None)])
def test_kilometres_become_metres(frozen, said, metres):
    HouseholdYear.objects.filter(household__no="H0001").update(other={"road_distance": said})
    assert frozen()["road_metres"] == metres


def test_land_is_in_hundredths_of_a_mu(frozen):
    HouseholdYear.objects.filter(household__no="H0001").update(
        land_cultivated=Decimal("3.25"), land_forest=Decimal("0"), other={"land_returned_forest": "1.50"},
        domestic_power=True, road_type="水泥路",
    )  # fmt: skip
    names = ("land_cultivated_cmu", "land_forest_cmu", "land_returned_cmu", "domestic_power", "road_type")
    assert told(frozen(), *names) == (325, 0, 150, True, "水泥路")
    assert told(frozen(no="H0002"), *names) == (None,) * 5


def test_a_village_tells_water_houses_land_and_road(frozen, county):
    other = {
        "water_unsafe_households": 3,
        "dilapidated_households": 0,
        "village_land": "812.50",
        "hardened_road": False,
    }
    VillageYear.objects.create(area=county.villages[0], year=2018, households=120, other=other)
    names = (
        "households_stated",
        "water_unsafe_households",
        "dilapidated_households",
        "village_land_cmu",
        "hardened_road",
    )
    first, second, _ = frozen("villages")
    assert told(first, *names) == (120, 3, 0, 81250, False)
    assert told(second, *names) == (None,) * 5

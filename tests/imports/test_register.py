"""The register: a household export and a person export become the record."""

from datetime import date

from liuqing.registry import secrets
from liuqing.registry.models import (
    Assignment,
    Cause,
    ExitPlan,
    Household,
    HouseholdYear,
    IncomeYear,
    Measure,
    Membership,
    Person,
    PersonYear,
    Standing,
)
from tests.imports import county


def counts(file):
    return (file.state, file.rows, file.accepted, file.held, file.refused)


def test_every_row_of_a_clean_register_is_accepted(register):
    assert [counts(file) for file in register] == [("loaded", 2, 2, 0, 0), ("loaded", 3, 3, 0, 0)]
    assert (Household.objects.count(), Person.objects.count(), Membership.objects.count()) == (2, 3, 3)


def test_a_row_gives_all_six_clears(register):
    one = Household.objects.get(no="H1")
    assert secrets.decrypt(one.phone) == "13000000000"
    year = HouseholdYear.objects.get(household=one)
    assert (year.year, year.water_safe, year.house_grade, year.toilet) == (2018, True, "B", None)
    assert set(Cause.objects.filter(household=one).values_list("code", "main")) == {
        ("因病", True), ("缺技术", False), ("缺劳力", False),
    }  # fmt: skip
    assert set(Measure.objects.filter(household=one).values_list("code", flat=True)) == {
        "产业帮扶",
        "健康帮扶",
    }
    income = IncomeYear.objects.get(household=one)
    assert (str(income.wage), str(income.business_expense), income.business) == ("12000.50", "1000.00", None)
    assert Assignment.objects.get(household=one).officer.unit == "示例单位"
    assert ExitPlan.objects.get(household=one).year == 2019
    assert Standing.objects.get(household=one).since == date(2014, 1, 1)


def test_every_fact_says_where_it_comes_from(register):
    fact = PersonYear.objects.get(person__person_no="P2")
    assert (fact.file.name, fact.row, fact.said_on) == ("人员信息2018.xlsx", 3, date(2018, 12, 31))


def test_a_person_can_be_found_by_number_and_initials(register):
    one = Person.objects.get(id_hash=secrets.blind_index(county.number(3)))
    assert (one.person_no, one.initials, secrets.decrypt(one.id_cipher)) == ("P3", "ssl", county.number(3))


def test_a_village_is_found_under_its_other_names(register):
    assert Household.objects.get(no="H2").village.code == "990101001002"
    assert Household.objects.get(no="H1").village.code == "990101001001"


def test_loading_the_same_file_twice_changes_nothing(register, clerk, tmp_path):
    before = [list(m.objects.order_by("pk").values()) for m in (Person, PersonYear, Standing, Measure)]
    again = county.register(tmp_path, clerk)
    assert [file.pk for file in again] == [file.pk for file in register]
    assert before == [
        list(m.objects.order_by("pk").values()) for m in (Person, PersonYear, Standing, Measure)
    ]

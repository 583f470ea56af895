"""Freezing: the three tables say what the record said on the day, and nothing more."""

import json
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from liuqing.compute.snapshot import REPORTED, TABLES
from liuqing.registry.models import (
    Entry,
    HouseholdYear,
    IncomeYear,
    Membership,
    Person,
    PersonYear,
    Receipt,
    SourceFile,
)
from liuqing.registry.services import freezing
from liuqing.registry.services.freezing import pieces
from liuqing.workflow import trail
from tests import county as making

pytestmark = pytest.mark.django_db
SCHEMAS = {**TABLES, **REPORTED}


@pytest.fixture
def taken(county, tmp_path):
    """Freeze the small county as of a day; returns its tables by name."""

    def freeze(on=making.ON):
        counts = freezing.freeze(tmp_path, freezing.asked(on))
        frozen = {name: pq.read_table(tmp_path / f"{name}.parquet") for name in SCHEMAS}
        assert counts == {name: table.num_rows for name, table in frozen.items()}
        return frozen

    return freeze


def _home(frozen, no="H0001"):
    return next(r for r in frozen["households"].to_pylist() if r["household_no"] == no)


def _head(frozen, no="H0001"):
    person = Membership.objects.filter(household__no=no, relation="户主").first().person_id
    return next(r for r in frozen["persons"].to_pylist() if r["person_id"] == person)


def test_the_tables_have_exactly_the_agreed_columns(taken):
    frozen = taken()
    for name, schema in SCHEMAS.items():
        assert frozen[name].schema.equals(schema), name


def test_every_household_person_and_village_is_in_it_once(taken):
    frozen = taken()
    assert {name: table.num_rows for name, table in frozen.items()} == {
        "villages": 3,
        "households": 5,
        "persons": 15,
        **dict.fromkeys(("bills", "employers", "indicators", "activities"), 0),
    }
    keys = frozen["persons"]["person_id"].to_pylist()
    assert sorted(keys) == sorted(Person.objects.values_list("pk", flat=True))


def test_it_says_what_the_record_says(taken):
    home = _home(taken(), "H0002")
    assert (home["standing"], home["identified_year"], home["exit_year"]) == ("exited", 2014, 2017)
    assert (home["main_cause"], home["cause_count"], home["measure_count"]) == ("缺技术", 1, 1)
    assert (home["receipt_count"], home["receipts_fen"], home["officer_count"]) == (1, 120050, 1)
    assert (home["wage_fen"], home["transfer_eco_fen"], home["water_safe"]) == (1500000, 0, True)


def test_a_person_has_age_and_validity_of_the_number(taken):
    Person.objects.filter(name="钱初九").update(id_hash=None)
    head = _head(taken())
    assert (head["age"], head["relation"], head["id_valid"], head["resident_medical"]) == (
        58,
        "户主",
        False,
        True,
    )


@pytest.mark.parametrize(
    "birth,on,age",
    [
        (date(2000, 6, 15), date(2018, 6, 14), 17),
        (date(2000, 6, 15), date(2018, 6, 15), 18),
        (date(2000, 6, 15), date(2018, 12, 31), 18),
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
        (None, date(2018, 3, 1), None),
    ],
)
def test_age_is_in_full_years_on_the_day(birth, on, age):
    assert freezing.ages(pa.array([birth], pa.date32()), on).to_pylist() == [age]


def test_a_standing_counts_from_its_first_day(taken):
    assert _home(taken(date(2018, 12, 30)), "H0004")["standing"] == "registered"
    assert _home(taken(date(2018, 12, 31)), "H0004")["standing"] == "exited"


def test_before_its_listing_a_household_has_no_standing(taken):
    assert _home(taken(date(2013, 12, 31)))["standing"] is None


def test_a_member_who_left_is_no_member_on_that_day(taken):
    member = Membership.objects.get(household__no="H0001", relation="户主")
    Membership.objects.filter(pk=member.pk).update(until=date(2018, 6, 1))
    assert _head(taken(date(2018, 5, 31)))["household_id"] == member.household_id
    assert _head(taken(date(2018, 6, 1)))["household_id"] is None


def test_a_condition_is_carried_over_new_year_once_and_no_further(taken):
    HouseholdYear.objects.update(year=2017)
    PersonYear.objects.update(year=2017)
    assert _home(taken())["house_grade"] == "B"
    assert _head(taken())["health"] == "健康"
    HouseholdYear.objects.update(year=2016)
    PersonYear.objects.update(year=2016)
    assert _home(taken())["house_grade"] is None
    assert _head(taken())["health"] is None


def test_an_income_is_that_of_its_year_only(taken):
    IncomeYear.objects.update(year=2017)
    assert _home(taken())["wage_fen"] is None


@pytest.mark.parametrize("yuan", ["0.01", "0.07", "1.15", "4.35", "99999999999.99", "1234567.89"])
def test_yuan_become_fen_exactly(taken, yuan):
    IncomeYear.objects.update(wage=Decimal(yuan))
    Receipt.objects.update(amount=Decimal(yuan))
    home = _home(taken())
    assert home["wage_fen"] == home["receipts_fen"] == int(Decimal(yuan) * 100)


def test_what_nobody_said_stays_unknown(taken):
    HouseholdYear.objects.update(water_safe=None, house_grade="", category="")
    PersonYear.objects.update(resident_medical=None, school_status="", education="")
    home, head = _home(taken()), _head(taken())
    assert [home["water_safe"], home["house_grade"], home["category"]] == [None] * 3
    assert [head["resident_medical"], head["school_status"], head["education"]] == [None] * 3


def test_a_list_speaks_of_the_missing_only_if_it_was_loaded_for_the_year(taken):
    assert _head(taken())["list_insured"] is None
    earlier = SourceFile.objects.create(
        sha256="d" * 64, kind="medical_insured", state="loaded", on=date(2017, 12, 31)
    )
    person = Membership.objects.get(household__no="H0001", relation="户主").person
    Entry.objects.create(kind="medical_insured", person=person, file=earlier)
    assert _head(taken())["list_insured"] is None
    listed = SourceFile.objects.create(
        sha256="e" * 64, kind="medical_insured", state="loaded", on=date(2018, 10, 1)
    )
    assert _head(taken())["list_insured"] is False
    Entry.objects.create(kind="medical_insured", person=person, file=listed)
    assert _head(taken())["list_insured"] is True
    assert _head(taken(), "H0002")["list_insured"] is False


def test_a_death_counts_from_its_day(taken):
    person = Membership.objects.get(household__no="H0001", relation="户主").person
    Entry.objects.create(kind="police_deaths", person=person, values={"died_on": "2018-05-03"})
    assert _head(taken(date(2018, 5, 2)))["died_on"] is None
    assert _head(taken(date(2018, 5, 3)))["died_on"] == date(2018, 5, 3)


def test_no_name_and_no_number_is_in_a_snapshot(taken):
    for table in taken().values():
        text = json.dumps(table.to_pylist(), ensure_ascii=False, default=str)
        assert "钱初九" not in text
        assert not trail.looks_like_identity(text)


def test_pieces_and_the_whole_give_the_same(taken, monkeypatch):
    whole = taken()
    monkeypatch.setattr(pieces, "PIECE", 2)
    assert taken() == whole


def test_a_village_was_poor_left_or_nobody_said(taken, county):
    from liuqing.registry.models import AreaStanding, VillageYear

    first, second, _ = county.villages
    AreaStanding.objects.create(area=first, status="listed", since=date(2014, 1, 1), until=date(2018, 12, 31))
    AreaStanding.objects.create(area=first, status="exited", since=date(2018, 12, 31))
    VillageYear.objects.create(
        area=second, year=2018, rural_population=900, collective_income=Decimal("50000.10")
    )
    rows = [(r["poor_village"], r["village_exited"]) for r in taken()["villages"].to_pylist()]
    assert rows == [(True, True), (False, False), (None, False)]
    village = taken(date(2018, 12, 30))["villages"].to_pylist()
    assert (village[0]["poor_village"], village[0]["village_exited"]) == (True, False)
    assert (village[1]["rural_population"], village[1]["collective_income_fen"]) == (900, 5000010)


def test_a_column_that_nobody_supplies_is_a_fault(tmp_path):
    with pytest.raises(KeyError, match="village_code"):
        pieces.save(tmp_path / "x.parquet", TABLES["villages"], [{"village_id": pa.array([1])}])

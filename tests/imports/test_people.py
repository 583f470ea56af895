"""The departments' lists: whom a row means, what it gives, and that nothing counts twice."""

import csv
from datetime import date

import pytest

from liuqing.registry import secrets
from liuqing.registry.models import Entry, Measure, Person, Receipt, SourceRow
from tests.imports import county


def counts(file):
    return (file.state, file.rows, file.accepted, file.held, file.refused)


def dibao(folder, clerk, *rows, name="低保2018.xlsx"):
    title = f"农村低保对象花名册（{name.removesuffix('.xlsx')}）"
    return county.load(county.book(folder / name, {"低保": (county.DIBAO, rows)}, title=title), clerk)


def codes(file):
    return [fault["code"] for row in file.kept_rows.order_by("row") for fault in row.problems]


def test_a_row_becomes_entry_measure_and_receipt(register, clerk, tmp_path):
    file = dibao(tmp_path, clerk, county.dibao("赵示例", county.number(1)))
    assert counts(file) == ("loaded", 1, 1, 0, 0)
    entry = Entry.objects.get(kind="dibao")
    assert entry.person.person_no == "P1"
    assert (entry.values["monthly"], entry.values["since"]) == ("250.00", "2015-03-01")
    receipt = Receipt.objects.get()
    assert (str(receipt.amount), receipt.year, receipt.household.no) == ("3000.00", 2018, "H1")
    assert receipt.measure == Measure.objects.get(person__person_no="P1")


def test_an_entry_holds_no_name_and_no_number(register, clerk, tmp_path):
    dibao(tmp_path, clerk, county.dibao("赵示例", county.number(1)))
    told = str(Entry.objects.get(kind="dibao").values)
    assert "赵示例" not in told and county.number(1) not in told


def test_rows_that_concern_nobody_are_counted_and_not_kept(register, clerk, tmp_path):
    file = dibao(tmp_path, clerk, county.dibao("周示例", county.number(77)))
    assert counts(file) == ("loaded", 1, 1, 0, 0)
    assert not Entry.objects.exists() and not SourceRow.objects.exists()


def test_a_damaged_number_with_the_right_name_finds_its_person(register, clerk, tmp_path):
    wrong = county.number(1)[:-1] + ("1" if county.number(1)[-1] != "1" else "2")
    file = dibao(tmp_path, clerk, county.dibao("赵示例", wrong))
    assert counts(file) == ("loaded", 1, 1, 0, 0)
    assert codes(file) == ["row.near_match"]
    assert Entry.objects.get(kind="dibao").matched_by == "near"


def test_a_number_that_excel_turned_into_digits_finds_its_person(register, clerk, tmp_path):
    file = dibao(tmp_path, clerk, county.dibao("赵示例", int(county.number(1)[:15] + "000")))
    assert (counts(file), codes(file)) == (("loaded", 1, 1, 0, 0), ["row.near_match"])
    assert Entry.objects.get(kind="dibao").person.person_no == "P1"


def test_a_name_written_differently_is_said(register, clerk, tmp_path):
    file = dibao(tmp_path, clerk, county.dibao("趙示例", county.number(1)))
    assert (counts(file), codes(file)) == (("loaded", 1, 1, 0, 0), ["row.name_differs"])


def test_a_damaged_number_that_fits_nobody_is_refused(register, clerk, tmp_path):
    file = dibao(tmp_path, clerk, county.dibao("周示例", "99010119700101"))
    assert counts(file) == ("loaded", 1, 0, 0, 1)
    assert codes(file) == ["row.unusable_number"]


def test_one_number_with_quite_another_name_is_held(register, clerk, tmp_path):
    file = dibao(tmp_path, clerk, county.dibao("周无关", county.number(1)))
    assert counts(file) == ("loaded", 1, 0, 1, 0)
    assert file.kept_rows.get().candidates == [Person.objects.get(person_no="P1").pk]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("name", ["周小名", "週小名"])
def test_one_number_with_the_name_that_somebody_had_before_is_theirs(register, clerk, tmp_path, name):
    Person.objects.filter(person_no="P1").update(other_name="周小名")
    file = dibao(tmp_path, clerk, county.dibao(name, county.number(1)))
    assert (counts(file), codes(file)) == (("loaded", 1, 1, 0, 0), ["row.name_differs"])
    assert Entry.objects.get(kind="dibao").person.person_no == "P1"


def test_one_number_with_neither_of_somebodys_names_is_held(register, clerk, tmp_path):
    Person.objects.filter(person_no="P1").update(other_name="周小名")
    file = dibao(tmp_path, clerk, county.dibao("钱无关", county.number(1)))
    assert counts(file) == ("loaded", 1, 0, 1, 0)


def test_a_row_refused_for_its_amount_still_says_whom_it_means(register, clerk, tmp_path):
    rows = [
        county.dibao("赵示例", county.number(1), paid="若干"),
        county.dibao("周示例", county.number(77), paid="若干"),
    ]
    file = dibao(tmp_path, clerk, *rows)
    assert counts(file) == ("loaded", 2, 0, 0, 2)
    first, second = file.kept_rows.order_by("row")
    assert first.candidates == [Person.objects.get(person_no="P1").pk]
    assert second.candidates == []


def test_kept_rows_are_whole_and_encrypted(register, clerk, tmp_path):
    file = dibao(tmp_path, clerk, county.dibao("周无关", county.number(1)))
    sealed = bytes(file.kept_rows.get().cells)
    assert county.number(1).encode() not in sealed
    assert "周无关" in secrets.decrypt(sealed)


def test_the_same_row_twice_is_refused_once(register, clerk, tmp_path):
    row = county.dibao("赵示例", county.number(1))
    assert counts(dibao(tmp_path, clerk, row, row)) == ("loaded", 2, 1, 0, 1)
    assert Receipt.objects.count() == 1


def test_two_different_payments_to_one_person_are_held(register, clerk, tmp_path):
    rows = [county.dibao("赵示例", county.number(1), paid=paid) for paid in (3000, 2000)]
    assert counts(dibao(tmp_path, clerk, *rows)) == ("loaded", 2, 1, 1, 0)


@pytest.mark.parametrize("paid", [3000, 3600])
def test_a_newer_list_of_the_year_takes_the_place_of_the_older(register, clerk, tmp_path, paid):
    dibao(tmp_path, clerk, county.dibao("赵示例", county.number(1)), name="低保2018年11月.xlsx")
    dibao(tmp_path, clerk, county.dibao("赵示例", county.number(1), paid=paid), name="低保2018年12月.xlsx")
    assert [int(one.amount) for one in Receipt.objects.all()] == [paid]
    assert Entry.objects.get(kind="dibao").said_on == date(2018, 12, 31)


def test_an_older_list_that_comes_late_changes_nothing(register, clerk, tmp_path):
    dibao(tmp_path, clerk, county.dibao("赵示例", county.number(1)), name="低保2018年12月.xlsx")
    dibao(tmp_path, clerk, county.dibao("赵示例", county.number(1), paid=1), name="低保2018年3月.xlsx")
    assert [int(one.amount) for one in Receipt.objects.all()] == [3000]


def test_lists_of_two_years_are_both_kept(register, clerk, tmp_path):
    dibao(tmp_path, clerk, county.dibao("赵示例", county.number(1)), name="低保2017.xlsx")
    dibao(tmp_path, clerk, county.dibao("赵示例", county.number(1)), name="低保2018.xlsx")
    assert sorted(Receipt.objects.values_list("year", flat=True)) == [2017, 2018]


def test_a_death_is_a_fact_for_the_snapshot(register, clerk, tmp_path):
    row = ["赵示例", "男", county.number(1), "2018.3.1", "2018-04-01", "甲镇", "东村"]
    path = county.book(tmp_path / "死亡2018.xlsx", {"名单": (county.DEATHS, [row])})
    assert counts(county.load(path, clerk)) == ("loaded", 1, 1, 0, 0)
    assert Entry.objects.get(kind="police_deaths").values["died_on"] == "2018-03-01"


def police(serial, name, hukou="K1", kind="农业"):
    return [hukou, name, "男" if serial % 2 else "女", county.number(serial), "1970-01-01", "汉族", "户主", "甲镇",
            "东村", "示例路 1 号", kind]  # fmt: skip


def test_the_police_list_makes_persons_and_knows_those_of_the_register(register, clerk, tmp_path):
    path = tmp_path / "户籍2018.csv"
    with path.open("w", encoding="gb18030", newline="") as out:
        csv.writer(out).writerows([county.POLICE, police(1, "赵示例", "K7"), police(88, "周示例")])
    assert counts(county.load(path, clerk)) == ("loaded", 2, 2, 0, 0)
    assert Person.objects.count() == 4
    assert Person.objects.get(person_no="P1").hukou_no == "K7"
    new = Person.objects.get(person_no=None)
    assert (new.name, new.village.name, new.birth) == ("周示例", "东村村委会", date(1970, 1, 1))


def test_the_police_list_puts_a_damaged_number_of_the_register_right(clerk, tmp_path):
    wrong = county.number(1)[:-1] + ("1" if county.number(1)[-1] != "1" else "2")
    files = county.register(tmp_path, clerk, persons=[county.person("P1", "H1", 1, 证件号码=wrong)])
    assert (files[1].accepted, codes(files[1])) == (1, ["row.damaged_number"])
    assert Person.objects.get().id_hash is None
    path = county.book(tmp_path / "户籍2018.xlsx", {"1": (county.POLICE, [police(1, "赵示例")])})
    county.load(path, clerk)
    assert Person.objects.get().id_hash == secrets.blind_index(county.number(1))


def test_a_list_before_the_register_is_told_to_wait(clerk, tmp_path):
    file = dibao(tmp_path, clerk, county.dibao("赵示例", county.number(1)))
    assert (file.state, file.problem["code"]) == ("failed", "loading.register_first")
    county.register(tmp_path, clerk)
    again = dibao(tmp_path, clerk, county.dibao("赵示例", county.number(1)))
    assert (again.pk, counts(again)) == (file.pk, ("loaded", 1, 1, 0, 0))

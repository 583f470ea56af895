"""Wrong payments: in the files exactly where the truth tells them, and of every kind."""

from collections import Counter, defaultdict

import pytest

from liuqing.policy import identity_numbers as ids
from liuqing.policy.programmes import PROGRAMMES
from liuqing.sample.entitlements import KINDS, MISSING, TWICE, UNENTITLED
from tests.sample.reading import Folder

LISTS = {
    "transport": "work", "post": "public_posts", "pension": "pension", "ranger": "rangers", "school": "school_roll",
    "dibao": "dibao", "tekun": "tekun", "disability": "disabled", "premium": "medical_insured",
    "interest": "microcredit", "housing": "housing",
}  # fmt: skip
PAID = {"premium": "premium_aid", "interest": "interest_aid"}
WITHOUT_MISSING, WITHOUT_UNENTITLED, WITHOUT_TWICE = {"medical"}, {"medical", "tekun"}, {"medical", "premium"}


@pytest.fixture(scope="module")
def told(folder: Folder) -> dict[tuple[str, str], list[dict[str, str]]]:
    found = defaultdict(list)
    for one in folder.entitlements:
        found[one["programme"], one["kind"]].append(one)
    return found


@pytest.fixture(scope="module")
def rows(folder: Folder):
    """The row of the list by file, sheet and number."""
    return {(t.file, t.sheet, n): row for t in folder.departments for n, row in t.rows.items()}


def _row(one, rows):
    return rows[one["file"], one["sheet"], int(one["row"])]


def test_every_programme_has_every_kind_of_wrong_payment(told):
    for key in PROGRAMMES:
        assert key in WITHOUT_MISSING or told[key, MISSING], key
        assert key in WITHOUT_UNENTITLED or told[key, UNENTITLED], key
        assert key in WITHOUT_TWICE or told[key, TWICE], key


def test_the_truth_knows_only_programmes_and_kinds_that_exist(folder: Folder):
    assert {one["programme"] for one in folder.entitlements} <= set(PROGRAMMES)
    assert {one["kind"] for one in folder.entitlements} == set(KINDS)


def test_who_is_due_and_not_paid_has_nothing_in_the_row_or_no_row(told, rows):
    for (programme, kind), those in told.items():
        if kind == MISSING and programme != "medical":
            for one in those:
                assert not one["row"] or _row(one, rows)[PAID.get(programme, "paid")] in (0, "0", "0.0")


def test_who_is_paid_and_not_due_has_money_in_the_row(told, rows):
    for (programme, kind), those in told.items():
        if kind == UNENTITLED:
            assert all(float(_row(one, rows)[PAID.get(programme, "paid")]) > 0 for one in those)


def test_who_is_paid_twice_has_two_different_rows_or_two_that_exclude_each_other(folder: Folder, told, rows):
    listed = {
        key: Counter(ids.normal(str(row["id_no"])) for table in folder.of(key) for row in table.rows.values())
        for key in LISTS.values()
    }
    for (programme, kind), those in told.items():
        for one in those if kind == TWICE else ():
            number = ids.normal(str(_row(one, rows)["id_no"]))
            beside = [key for key in ("dibao", "tekun", "public_posts", "rangers") if listed[key][number]]
            assert listed[LISTS[programme]][number] >= 2 or len(beside) == 2


def test_a_pensioner_who_is_not_paid_is_not_in_the_list(folder: Folder, told):
    (table,) = folder.of("pension")
    there = {folder.people.get((table.file, table.sheet, n)) for n in table.rows}
    for one in told["pension", MISSING]:
        assert one["row"] == "" and one["person_no"] not in there


def test_the_wrong_pensioners_are_exactly_those_who_are_too_young_or_dead(folder: Folder, told):
    (table,) = folder.of("pension")
    dead = {one["person_no"] for one in folder.planted("dead_active")}
    young = {
        folder.people[table.file, table.sheet, n]
        for n, row in table.rows.items()
        if 2018 - int((ids.normal(str(row["id_no"])) or "0" * 18)[6:10]) < 60
        and (table.file, table.sheet, n) in folder.people
    }
    assert {one["person_no"] for one in told["pension", UNENTITLED]} - dead == young


def test_loans_are_aided_wrongly_exactly_where_the_use_is_forbidden_or_the_borrower_dead(
    folder: Folder, told
):
    (table,) = folder.of("microcredit")
    found = {
        str(n)
        for n, row in table.rows.items()
        if row["loan_use"] == "自家建房" and float(row["interest_aid"])
    }
    dead = {one["person_no"] for one in folder.planted("dead_active")}
    assert {one["row"] for one in told["interest", UNENTITLED] if one["person_no"] not in dead} == found


def test_dangerous_houses_that_nobody_renovated_are_told_household_by_household(folder: Folder, told):
    (table,), (register,) = folder.of("housing"), folder.of("register_households")
    there = {
        ids.normal(str(row["id_no"])) for row in table.rows.values()
    }  # damaged numbers are another error
    damaged = {e["household_no"] for e in folder.errors if e["file"] == table.file}
    waiting = {
        row["household_no"]
        for row in register.rows.values()
        if row["house_grade"] in ("C", "D") and ids.normal(str(row["head_id_no"])) not in there
    }
    assert (
        waiting - damaged
        == {one["household_no"] for one in told["housing", MISSING] if not one["row"]} - damaged
    )


def test_no_row_has_two_errors(folder: Folder):
    wrong = [(e["file"], e["sheet"], e["row"]) for e in folder.errors if e["row"]]
    found = {(e["file"], e["sheet"], e["row"]) for e in folder.entitlements if e["row"]}
    assert not found & set(wrong)

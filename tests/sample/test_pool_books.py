"""The workbooks of projects and money: recognised by their headings, whole, about nobody who exists, with their truth."""

import csv
from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from liuqing.policy import identity_numbers as ids
from liuqing.policy import place as places
from liuqing.sample import county, paid_into, pool_office, pool_planted
from tests.sample.reading import grids, tables

HOUSEHOLDS = 400


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    path = tmp_path_factory.mktemp("books")
    written = pool_office.PoolOffice(
        county.make("fuyuan", households=HOUSEHOLDS), path, lambda said: None
    ).write()
    return path, [table for file in written for table in tables(file)]


@pytest.fixture(scope="module")
def truth(books):
    with (books[0] / "truth" / "money.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def rows(books, key):
    return [row for table in books[1] if table.kind.key == key for row in table.rows.values()]


def money(value):
    return Decimal(str(value or 0))


def test_all_seven_lists_are_there_and_recognised_by_their_headings(books):
    assert {table.kind.key for table in books[1]} == set(pool_office.KINDS)


def test_the_pool_is_whole_whatever_the_number_of_households(books):
    projects = rows(books, "projects")
    assert len(projects) == 2732 and Counter(row["plan_year"] for row in projects) == {
        2018: 1503,
        2019: 779,
        2020: 450,
    }
    assert sum(money(row["total"]) for row in projects) == Decimal("220448.97")


def test_money_in_the_pools_columns_is_the_total_of_each_row(books):
    for row in rows(books, "projects"):
        parts = [money(value) for name, value in row.items() if name.startswith("need_")]
        assert sum(parts) == money(row["total"]) > 0


def test_every_project_promises_something_and_every_row_says_where(books):
    towns = {row.name for row in places.load("fuyuan").areas() if row.level == "town"}
    for row in rows(books, "projects"):
        assert "≥" in str(row["targets"]) and row["content"] and row["builder"]
        assert row["town"] in towns | {"", None}


def test_headings_come_in_groups_as_people_merge_them(books):
    (page, *_) = (rows_of for _, rows_of in grids(books[0] / pool_office.POOL_FILE))
    assert "其中：各项资金" in page[2] and "受益对象" in page[2] and "涉农整合资金（万元）" in page[3]


def test_what_is_granted_covers_the_plans_of_the_years_that_have_come(books):
    granted = defaultdict(Decimal)
    for row in rows(books, "fund_documents"):
        granted[row["year"]] += money(row["amount"])
    assert granted == {2018: Decimal("103454.17") + 800, 2019: Decimal("60978.53")}


def test_nothing_is_paid_beyond_its_line_but_for_the_planted_errors(books, truth):
    wrong = {
        (r["file"], r["sheet"], int(r["row"]))
        for r in truth
        if r["kind"] in ("over_payment", "scope_violation")
    }
    (table,) = (table for table in books[1] if table.kind.key == "spending")
    allocated, paid = defaultdict(Decimal), defaultdict(Decimal)
    for number, row in table.rows.items():
        if (table.file, table.sheet, number) not in wrong:
            key = row["project_no"], row["document_no"]
            allocated[key] += money(row["allocated"])
            if row["paid_for"] != "退还质保金":
                paid[key] += money(row["paid"]) + money(row["retained"])
    assert all(paid[key] <= allocated[key] for key in paid)
    assert len(wrong) == 5


def test_allocations_stay_within_their_documents(books):
    granted = {row["document_no"]: money(row["amount"]) for row in rows(books, "fund_documents")}
    used = defaultdict(Decimal)
    for row in rows(books, "spending"):
        used[row["document_no"]] += money(row["allocated"])
    beyond = [no for no in used if used[no] > granted[no]]
    assert len(beyond) <= 2, "only the planted allocations that nothing is left for"


def test_accounts_belong_to_nobody_and_their_check_digit_holds(books):
    numbers = [str(row["account"]) for row in rows(books, "cards")]
    assert len(numbers) > HOUSEHOLDS * 0.9
    for number in numbers:
        assert number.startswith("99") and paid_into.luhn(number[:-1]) == int(number[-1])
    people = [str(row["id_no"]) for key in ("cards", "loans") for row in rows(books, key)]
    assert all(number.startswith("99") and not ids.fault(number) for number in people)


def test_assets_are_worth_what_was_paid_for_them(books):
    paid = defaultdict(Decimal)
    for row in rows(books, "spending"):
        paid[row["project_no"]] += money(row["paid"]) * 10_000
    assert len(rows(books, "assets")) > 400
    assert all(money(row["value"]) <= paid[row["project_no"]] for row in rows(books, "assets"))


def test_every_kind_of_error_is_planted_and_its_row_is_there(books, truth):
    assert {row["kind"] for row in truth} == set(pool_planted.KINDS)
    there = {(table.file, table.sheet): table.rows for table in books[1]}
    assert all(int(row["row"]) in there[row["file"], row["sheet"]] for row in truth)


def test_the_truth_names_nobody(books):
    names = {str(row["name"]) for key in ("cards", "loans") for row in rows(books, key)}
    accounts = {str(row["account"]) for row in rows(books, "cards")}
    for file in (books[0] / "truth").iterdir():
        text = file.read_text(encoding="utf-8")
        assert not any(account in text for account in accounts)
        assert not any(name in text for name in names if len(name) > 2)


def test_where_the_plan_contradicts_itself_is_told_beside_the_errors(books):
    with (books[0] / "truth" / "plan.csv").open(encoding="utf-8") as file:
        told = {row["what"]: row for row in csv.DictReader(file)}
    assert told["2018年行业部门资金"]["plan"] == "20277.43"


@pytest.mark.parametrize("name", ["songming", "menghai", "xinping", "wenchanghu"])
def test_every_place_has_its_ledgers(tmp_path, name):
    made = county.make(name, households=40)
    files = pool_office.PoolOffice(made, tmp_path, lambda said: None).write()
    found = {table.kind.key: table for file in files for table in tables(file)}
    assert {"projects", "fund_documents", "spending", "cards"} <= set(found)

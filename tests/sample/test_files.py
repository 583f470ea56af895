"""The files are what offices send, and every one is recognised by its headings alone."""

import hashlib
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from liuqing.policy import identity_numbers as ids
from liuqing.policy.lists import LISTS
from liuqing.policy.tables import PERSON_EXPORT
from liuqing.sample import county, pool_office
from tests.sample.reading import Folder, grids

PERSONS = "全国扶贫系统-人员信息导出.xlsx"
POLICE = "公安局-户籍人口信息.csv"


def test_every_kind_of_list_is_there_and_recognised(folder: Folder):
    expected = {kind.key for kind in LISTS} - set(pool_office.KINDS)
    assert {table.kind.key for table in folder.tables} == expected


def test_the_person_export_has_exactly_the_47_headings_in_order(folder: Folder):
    _, rows = grids(folder.path / PERSONS)[0]
    assert tuple(rows[0]) == PERSON_EXPORT
    assert len(rows[0]) == 47
    assert all(isinstance(row[11], str) for row in rows[1:]), "numbers must stay text"


def test_every_heading_is_one_that_its_list_knows(folder: Folder):
    for table in folder.tables:
        known = {heading for fact in table.kind.columns for heading in fact.all_headings()} | {"序号"}
        assert set(table.headings) <= known, table.file


def test_every_file_says_that_it_is_a_demonstration(folder: Folder):
    for file in folder.path.iterdir():
        if file.is_file():
            assert any("演示数据" in str(c) for _, rows in grids(file) for row in rows for c in row), (
                file.name
            )


def test_workbooks_say_so_in_their_properties_too(folder: Folder):
    book = openpyxl.load_workbook(folder.path / PERSONS, read_only=True)
    assert book.properties.title == "演示数据" and book.sheetnames == ["人员信息", "说明"]


def test_the_police_list_is_gbk_and_has_every_resident_once(folder: Folder):
    (table,) = folder.of("police_residents")
    numbers = [str(row["id_no"]) for row in table.rows.values()]
    assert str(len(numbers)) == folder.figures["registered_population", ""]
    assert len(set(numbers)) == len(numbers)
    assert all(n.startswith("99") and not ids.fault(n) for n in numbers)
    farming = Counter(row["hukou_kind"] for row in table.rows.values())
    assert str(farming["农业"]) == folder.figures["rural_population", ""]


def test_lists_come_in_the_messy_ways_of_offices(folder: Folder):
    dibao = openpyxl.load_workbook(folder.path / "民政局-农村低保花名册(2018年12月).xlsx")
    assert len(dibao.sheetnames) == 12
    page = dibao.worksheets[0]
    assert {str(r) for r in page.merged_cells.ranges} == {"A1:K1", "A2:K2"}
    assert page.cell(page.max_row - 2, 1).value == "合计"
    tekun = openpyxl.load_workbook(folder.path / "民政局-特困供养人员花名册(2018).xlsx").worksheets[0]
    assert any(r.max_row > r.min_row for r in tekun.merged_cells.ranges), "cells merged downwards"
    assert len(openpyxl.load_workbook(folder.path / "人社局-就业台账(2018).xlsx").sheetnames) == 3


def test_days_are_spelled_in_more_than_four_ways(folder: Folder):
    seen = set()
    for table in folder.tables:
        for row in table.rows.values():
            for fact in table.kind.columns:
                if fact.kind == "day" and row.get(fact.name):
                    seen.add(_shape(row[fact.name]))
    assert {"0-0-0", "0/0/0", "0年0月0日", "0", "0.0.0", "datetime"} <= seen


def _shape(value: object) -> str:
    if not isinstance(value, str):
        return type(value).__name__
    return (
        "".join("0" if c.isdigit() else c for c in value)
        .replace("0000", "0")
        .replace("00", "0")
        .replace("00", "0")
    )


def test_lists_speak_of_people_outside_the_register_too(folder: Folder):
    for table in [*folder.departments, *folder.of("police_residents")]:
        inside = sum((table.file, table.sheet, row) in folder.people for row in table.rows)
        if len(table.rows) >= 40:
            assert 0 < inside < len(table.rows), (table.file, table.sheet)


def test_dibao_in_the_county_has_the_plans_share_of_registered_people(folder: Folder):
    rows = [(t.file, t.sheet, n) for t in folder.of("dibao") for n in t.rows]
    share = sum(place in folder.people for place in rows) / len(rows)
    assert abs(share - 0.5272) < 0.01


def test_unknowns_occur_in_the_register_but_not_where_a_headline_counts(folder: Folder):
    for key, kept in (
        ("register_persons", {"household_no", "person_no", "name", "relation", "id_no"}),
        ("register_households", {"household_no", "village", "standing", "main_cause", "size_stated"}),
    ):
        (table,) = folder.of(key)
        blank = Counter(n for row in table.rows.values() for n, value in row.items() if value in (None, ""))
        assert not kept & set(blank)
        assert blank["data_year"] + blank["standard"] + blank["sex"] + blank["tv"] + blank["food_secure"] > 0


def _hashes(path: Path) -> dict[str, str]:
    return {
        str(file.relative_to(path)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(path.rglob("*"))
        if file.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_county(tmp_path):
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        county.write("fuyuan", tmp_path / name, households=60, seed=seed)
    first, again, other = (_hashes(tmp_path / name) for name in "abc")
    assert first == again
    assert set(first) == set(other)
    assert all(first[file] != other[file] for file in (PERSONS, POLICE, "truth/errors.csv"))


@pytest.mark.parametrize("count", [30, 45])
def test_the_smallest_counties_can_be_written(tmp_path, count):
    told = []
    paths = county.write("fuyuan", tmp_path, households=count, progress=told.append)
    assert all(path.is_file() for path in paths) and len(told) >= len(paths)

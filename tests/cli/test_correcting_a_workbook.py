"""A department's own damaged list: loaded, its errors book corrected in place, loaded again."""

from pathlib import Path

import openpyxl
import pytest


def _insurance_list(folder: Path) -> Path:
    return next((folder / "lists").glob("医保局-城乡居民参保名单*.xlsx"))


def _heading(sheet, *names: str) -> tuple[int, int]:
    """Row and column of a heading, searched as a person would."""
    for row in sheet.iter_rows(max_row=12):
        for cell in row:
            if str(cell.value or "").strip() in names:
                return cell.row, cell.column
    raise AssertionError(names)


ID = ("证件号码", "身份证号", "身份证号码", "公民身份号码", "证件号", "身份证件号", "居民身份证号")
NAME = ("姓名", "参保人姓名")


@pytest.fixture(scope="module")
def damaged(demo_county, tmp_path_factory) -> tuple[Path, dict[int, tuple[str, str]]]:
    """Three rows broken: number turned into a number, a digit changed, the name left out."""
    book = openpyxl.load_workbook(_insurance_list(demo_county))
    sheet = book.worksheets[0]
    (head, id_column), (_, name_column) = _heading(sheet, *ID), _heading(sheet, *NAME)
    good = {}
    for row in (head + 3, head + 5, head + 7):
        good[row] = (str(sheet.cell(row, name_column).value), str(sheet.cell(row, id_column).value))
    first, second, third = good
    sheet.cell(first, id_column).value = float(good[first][1][:17] + "0")
    sheet.cell(first, id_column).number_format = "General"
    sheet.cell(first, name_column).value = "某某"
    wrong = str((int(good[second][1][16]) + 1) % 10)
    sheet.cell(second, id_column).value = good[second][1][:16] + wrong + good[second][1][17]
    sheet.cell(second, name_column).value = "某某某"
    sheet.cell(third, name_column).value = None
    target = tmp_path_factory.mktemp("damaged") / "医保局-十二月参保名单.xlsx"
    book.save(target)
    return target, good


@pytest.fixture(scope="module")
def first_load(liuqing, demo_county, damaged):
    return liuqing("load", demo_county, damaged[0], "--json").json["files"][0]


def test_the_broken_rows_are_refused_and_the_rest_is_taken(first_load):
    assert first_load["kind"] == "medical_insured"
    assert first_load["held"] + first_load["refused"] >= 3
    assert first_load["accepted"] > first_load["rows"] * 0.9


def test_the_errors_book_is_the_users_own_sheet_with_three_columns_on_the_left(first_load, damaged):
    book = openpyxl.load_workbook(first_load["errors_book"])
    sheet = book.worksheets[0]
    row, _ = _heading(sheet, "问题")
    assert [str(sheet.cell(row, c).value) for c in (1, 2, 3)] == ["行号", "问题", "怎么改"]
    for damaged_row in damaged[1]:
        assert sheet.cell(damaged_row, 2).value, f"no problem told at row {damaged_row}"
        assert sheet.cell(damaged_row, 3).value, f"no remedy told at row {damaged_row}"


def test_the_corrected_errors_book_is_taken_whole(liuqing, demo_county, first_load, damaged, tmp_path):
    book = openpyxl.load_workbook(first_load["errors_book"])
    sheet = book.worksheets[0]
    (_, id_column), (_, name_column) = _heading(sheet, *ID), _heading(sheet, *NAME)
    for row, (name, number) in damaged[1].items():
        sheet.cell(row, name_column).value = name
        sheet.cell(row, id_column).value = number
        sheet.cell(row, id_column).number_format = "@"
    corrected = tmp_path / Path(first_load["errors_book"]).name
    book.save(corrected)
    again = liuqing("load", demo_county, corrected, "--json").json["files"][0]
    assert again["kind"] == "medical_insured"
    assert again["rows"] == first_load["rows"]
    assert again["refused"] + again["held"] == first_load["refused"] + first_load["held"] - 3

"""The errors book is the sender's own workbook, marked, and ready to be loaded again."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from liuqing.sheets.errors_book import BAD_CELL, COLOURS, HELD, REFUSED, REMARK, RowFault, write
from liuqing.sheets.read import read_tables
from tests.sheets import planted
from tests.sheets.planted import HEADINGS, ROWS, known
from tests.sheets.test_reading import MAKERS

FAULT = RowFault("人员", 2, ("证件号码",), "证件号码校验位不对", "请对照证件改正")


def colour(cell) -> str:
    return cell.fill.fgColor.rgb[2:] if cell.fill.fill_type else ""


def source(path: Path) -> Path:
    return planted.xlsx(path, [["某县名单"], HEADINGS, *ROWS, [], ["丙", "1", "H3", "x"], ["合计", 3]])


def test_same_rows_in_the_same_places_with_three_columns_on_the_left(tmp_path: Path) -> None:
    out = write(
        source(tmp_path / "a.xlsx"),
        tmp_path / "b.xlsx",
        [RowFault("人员", 4, (), "重复", "请删去")],
        known=known,
    )
    before = list(openpyxl.load_workbook(tmp_path / "a.xlsx")["人员"].values)
    after = list(openpyxl.load_workbook(out)["人员"].values)
    assert [row[3:] for row in after] == [tuple(row) for row in before]
    assert after[1][:3] == ("行号", "问题", "怎么改")
    assert after[3][:3] == (4, "重复", "请删去")
    assert all(row[:3] == (None, None, None) for at, row in enumerate(after) if at not in (1, 3))


def test_faulty_cells_are_red_and_rows_show_their_verdict(tmp_path: Path) -> None:
    faults = [
        RowFault("人员", 3, ("证件号码", "出生日期"), "两处不符", "改", REFUSED),
        RowFault("人员", 4, (), "像另一个人", "请核实", HELD),
        RowFault("人员", 6, ("户编号",), "已导入", "请补", REMARK),
        RowFault("人员", 6, (), "待核实", "请核实", HELD),
    ]
    sheet = openpyxl.load_workbook(
        write(source(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", faults, known=known)
    )["人员"]
    red = BAD_CELL.strip("#")
    assert [colour(cell) for cell in sheet[3]] == [COLOURS[REFUSED].strip("#")] * 3 + ["", red, "", red]
    assert [colour(cell) for cell in sheet[4]] == [COLOURS[HELD].strip("#")] * 3 + [""] * 4
    # The gravest verdict colours the row.
    assert [colour(cell) for cell in sheet[6]] == [COLOURS[HELD].strip("#")] * 3 + ["", "", red, ""]
    assert sheet["B6"].value == "已导入；待核实"


def test_the_last_sheet_counts_the_problems_by_kind(tmp_path: Path) -> None:
    faults = [RowFault("人员", at, (), "重复", "请删去", HELD) for at in (3, 4)] + [
        RowFault("人员", 6, (), "缺姓名", "请补")
    ]
    book = openpyxl.load_workbook(
        write(source(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", faults, known=known)
    )
    assert book.sheetnames == ["人员", "问题汇总"]
    assert list(book["问题汇总"].values)[1:] == [
        ("未导入", "缺姓名", "请补", 1),
        ("待核实", "重复", "请删去", 2),
    ]


@pytest.mark.parametrize("kind", MAKERS)
def test_the_book_of_any_format_can_be_loaded_again_as_it_is(tmp_path: Path, kind: str) -> None:
    path = MAKERS[kind](tmp_path)
    tables = read_tables(path, known=known)
    table = next(tables)
    numbers = [row.number for row in table.rows]
    fault = RowFault(table.sheet, numbers[0], ("证件号码",), "不对", "改")
    out = write(path, tmp_path / "out" / "b.xlsx", [fault], known=known)
    again = next(read_tables(out, known=known))
    rows = list(again.rows)
    assert again.headings == ["行号", "问题", "怎么改", *HEADINGS]
    assert [row.cells[3:] for row in rows] == ROWS
    assert [row.number for row in rows] == numbers


def test_the_book_of_a_book_has_its_columns_once(tmp_path: Path) -> None:
    first = write(planted.xlsx(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", [FAULT], known=known)
    again = RowFault("人员", 3, ("姓名",), "缺", "补")
    book = openpyxl.load_workbook(write(first, tmp_path / "c.xlsx", [again], known=known))
    assert book.sheetnames == ["人员", "问题汇总"]
    rows = list(book["人员"].values)
    assert rows[0] == ("行号", "问题", "怎么改", *HEADINGS)
    assert rows[1][:3] == (None, None, None)
    assert rows[2] == (3, "缺", "补", *ROWS[1])
    assert colour(book["人员"]["D3"]) == BAD_CELL.strip("#")


def test_a_corrected_book_gives_the_corrected_rows(tmp_path: Path) -> None:
    out = write(planted.xlsx(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", [FAULT], known=known)
    book = openpyxl.load_workbook(out)
    book["人员"]["E2"] = "993251199001011242"
    book.save(out)
    rows = list(next(read_tables(out, known=known)).rows)
    assert [row.cells[4] for row in rows] == ["993251199001011242", ROWS[1][1]]


def test_cells_where_a_number_belongs_are_text_so_that_it_can_be_typed_again(tmp_path: Path) -> None:
    path = planted.xlsx(tmp_path / "a.xlsx", [HEADINGS, ["甲", 993251199001011234, "H1", None]])
    sheet = openpyxl.load_workbook(write(path, tmp_path / "b.xlsx", [FAULT], known=known))["人员"]
    assert sheet["E2"].number_format == "@" and colour(sheet["E2"]) == BAD_CELL.strip("#")
    assert isinstance(sheet["E2"].value, int | float)


def test_texts_stay_texts_and_days_stay_days(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    out = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    sheet = out.add_worksheet("人员")
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_string(1, 0, "=1+1")
    sheet.write_string(1, 1, "993251199001011234")
    sheet.write_datetime(1, 3, date(2018, 12, 31), out.add_format({"num_format": "yyyy-mm-dd"}))
    out.close()
    made = openpyxl.load_workbook(write(path, tmp_path / "b.xlsx", [], known=known))["人员"]
    assert made["D2"].value == "=1+1" and made["D2"].data_type == "s"
    assert made["E2"].value == "993251199001011234"
    assert made["G2"].number_format == "yyyy-mm-dd" and made["G2"].value.date() == date(2018, 12, 31)


def test_every_sheet_is_kept_hidden_ones_hidden(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    out = xlsxwriter.Workbook(str(path))
    for name, rows in (("说明", [["怎么填"]]), ("人员", [HEADINGS, *ROWS]), ("旧", [HEADINGS, *ROWS])):
        sheet = out.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    sheet.hide()
    out.close()
    book = openpyxl.load_workbook(write(path, tmp_path / "b.xlsx", [FAULT], known=known))
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("说明", "visible"), ("人员", "visible"), ("旧", "hidden"), ("问题汇总", "visible"),
    ]  # fmt: skip
    assert book["说明"]["D1"].value == "怎么填"


def test_without_the_importers_words_the_headings_are_found_by_the_faults(tmp_path: Path) -> None:
    faults = [RowFault("人员", 3, ("证件号码", "姓名"), "不对", "改")]
    sheet = openpyxl.load_workbook(write(source(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", faults))["人员"]
    assert sheet["A2"].value == "行号"
    assert [colour(cell) for cell in sheet[3]][3:5] == [BAD_CELL.strip("#")] * 2


def test_one_wrong_column_is_enough_to_find_the_headings(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write(source(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", [
        RowFault("人员", 3, ("证件号码",), "不对", "改")]))["人员"]  # fmt: skip
    assert sheet["A2"].value == "行号"
    assert colour(sheet["E3"]) == BAD_CELL.strip("#")


def test_two_rows_of_headings_are_still_two_rows_of_headings(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    out = xlsxwriter.Workbook(str(path))
    sheet = out.add_worksheet("人员")
    sheet.merge_range("A1:D1", "某县名单")
    sheet.merge_range("A2:A3", "姓名")
    sheet.merge_range("B2:B3", "户编号")
    sheet.merge_range("C2:D2", "收入")
    sheet.write_row("C3", ["工资性收入", "其他"])
    sheet.write_row("A4", ["甲", "H1", -5, 7])
    out.close()
    made = write(path, tmp_path / "b.xlsx", [RowFault("人员", 4, ("工资性收入",), "负数", "改")], known=known)
    table = next(read_tables(made, known=known))
    assert table.headings == ["行号", "问题", "怎么改", "姓名", "户编号", "工资性收入", "收入其他"]
    assert [row.cells for row in table.rows] == [[4, "负数", "改", "甲", "H1", -5, 7]]
    book = openpyxl.load_workbook(made)["人员"]
    assert "F2:G2" in {str(one) for one in book.merged_cells.ranges}
    assert book["F4"].fill.fgColor.rgb[2:] == BAD_CELL.strip("#")

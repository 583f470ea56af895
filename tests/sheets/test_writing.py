"""Workbooks of ours: texts stay texts, what we write can be read, and the file says what it is."""

import re
import string
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing.sheets.read import read_tables
from liuqing.sheets.write import Book, Column, Footer
from tests.sheets.planted import known

COLUMNS = [Column("姓名"), Column("证件号码", "id"), Column("出生日期", "day"), Column("工资性收入", "money")]
FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "\r=1", "http://example.invalid/", "mailto:a@b", "<r><t>x</t></r>",
    "0012", "1e5", "_x0041_", "a\x00b\x1fc", "&<>\"'", " 两头有空 ", "第一行\n第二行", "\ud800",
]  # fmt: skip


def raw(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return "".join(
            package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/")
        )


def write(path: Path, rows, columns=COLUMNS, **more) -> Path:
    with Book(path) as book:
        book.sheet("表", columns, **more).rows(rows)
    return path


def test_no_text_ever_becomes_a_formula_a_link_or_a_number(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [[text, text] for text in FORMULAS])
    xml = raw(path)
    assert not re.findall(r"<f[ >/]", xml) and "<hyperlink" not in xml and "<v>" not in xml
    sheet = openpyxl.load_workbook(path).active
    found = [sheet.cell(at, 1).value for at in range(2, len(FORMULAS) + 2)]
    for text, cell in zip(FORMULAS, found, strict=True):
        assert (
            cell
            == text.replace("\x00", "_x0000_")
            .replace("\x1f", "_x001F_")
            .replace("\r", "_x000D_")
            .replace("\ud800", "\ufffd")
            .replace("_x0041_", "_x005F_x0041_")
            or cell == text
        )


def test_identity_columns_are_text_columns_down_to_the_last_row(tmp_path: Path) -> None:
    """A number typed into an empty cell below keeps its digits only if the column is text."""
    path = write(tmp_path / "a.xlsx", [["甲", "993251199001011234", None, None]])
    sheet = openpyxl.load_workbook(path).active
    assert sheet.column_dimensions["B"].number_format == "@"
    assert sheet["B2"].number_format == "@" and sheet["B2"].value == "993251199001011234"


def test_whole_numbers_that_excel_would_shorten_are_texts(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [[993251199001011234, 10**15 - 1]])
    row = openpyxl.load_workbook(path).active[2]
    assert [cell.value for cell in row][:2] == ["993251199001011234", 10**15 - 1]


def test_values_come_back_by_type(tmp_path: Path) -> None:
    rows = [
        [True, 5, date(2018, 12, 31), Decimal("1234.50")],
        [1.5, "x", datetime.fromisoformat("2018-12-31T08:30"), Decimal("0.1")],
    ]
    path = write(tmp_path / "a.xlsx", rows)
    table = next(read_tables(path, known=known))
    assert [row.cells for row in table.rows] == [
        [True, 5, date(2018, 12, 31), 1234.5],
        [1.5, "x", datetime.fromisoformat("2018-12-31T08:30"), 0.1],
    ]


def test_days_before_excels_time_are_texts(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [["甲", "1", date(1899, 5, 1), None]])
    assert openpyxl.load_workbook(path).active["C2"].value == "1899-05-01"


def test_numbers_that_are_none_do_not_break_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [[float("nan"), float("inf"), None, None]])
    assert openpyxl.load_workbook(path).active["A2"].value == "#NUM!"


def test_a_template_can_be_filled_and_read_back(tmp_path: Path) -> None:
    columns = [Column("姓名", key="name"), Column("户编号", key="household_no"), Column("是否", "flag", key="x"),
               Column("性别", key="sex", choices=("男", "女"))]  # fmt: skip
    path = write(
        tmp_path / "a.xlsx",
        [["甲", "H1", "是", "男"]],
        columns,
        title="人员模板",
        lines=["一行一人", "不清楚就留空"],
        keys=True,
    )
    sheet = openpyxl.load_workbook(path).active
    assert sheet.row_dimensions[5].hidden
    rules = {str(one.sqref).split(":")[0]: one.formula1 for one in sheet.data_validations.dataValidation}
    assert rules == {"C6": '"是,否"', "D6": '"男,女"'}
    tables = read_tables(path, known=known)
    table = next(tables)
    assert table.keys == ["name", "household_no", "x", "sex"]
    assert table.titles == ["人员模板", "一行一人", "不清楚就留空"]
    assert [(row.number, row.cells) for row in table.rows] == [(6, ["甲", "H1", "是", "男"])]


def test_the_footer_says_who_when_for_what_and_how_many(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with Book(path, demo="演示数据") as book:
        sheet = book.sheet("表", COLUMNS)
        sheet.row(["甲", "1", None, None])
        footer = Footer(
            "县级管理员",
            "核对",
            "某乡",
            date(2018, 12, 31),
            sheet.count,
            datetime.fromisoformat("2026-01-02T03:04:05"),
        )
        book.footer(footer)
    found = openpyxl.load_workbook(path)
    assert found.sheetnames == ["表", "说明"]
    said = {row[0].value: row[1].value for row in found["说明"].iter_rows(min_row=2)}
    assert said == {
        "导出人": "县级管理员", "导出时间": "2026-01-02 03:04:05", "用途": "核对", "筛选条件": "某乡",
        "数据截止日": "2018-12-31", "行数": "1",
    }  # fmt: skip
    assert "演示数据" in found["表"].oddHeader.center.text


def test_the_last_row_of_excel_is_the_last(tmp_path: Path) -> None:
    with Book(tmp_path / "a.xlsx") as book:
        sheet = book.sheet("表", COLUMNS)
        sheet._row = 1_048_575
        sheet.row(["甲"])
        with pytest.raises(ValueError):
            sheet.row(["乙"])


TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=30
)
DAYS = st.none() | st.dates(date(1900, 3, 1), date(2100, 12, 31))
CELL = st.one_of(
    st.none(),
    TEXT,
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9, allow_subnormal=False),
)


@given(st.lists(st.tuples(DAYS, CELL, CELL, CELL), max_size=6))
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_what_is_read(tmp_path: Path, rows) -> None:
    """The first column marks each row, so that none is taken for a blank row or a remark."""
    columns = [
        Column("户编号"),
        Column("出生日期", "day"),
        Column("姓名"),
        Column("证件号码"),
        Column("性别"),
    ]
    path = write(tmp_path / "a.xlsx", [[f"H{at}", *row] for at, row in enumerate(rows)], columns)
    table = next(read_tables(path, known=known))
    found = [(*row.cells, None, None, None, None)[:5] for row in table.rows]
    assert [tuple(map(_same, row)) for row in found] == [
        (f"H{at}", *map(_same, row)) for at, row in enumerate(rows)
    ]


def _same(cell):
    """Numbers as floats (Excel knows no other), text as it is."""
    return float(f"{cell:.15g}") if isinstance(cell, int | float) and not isinstance(cell, bool) else cell


def test_texts_of_every_printable_kind_survive(tmp_path: Path) -> None:
    texts = [*string.printable.strip(), "𠮷㐂", "é", "“引号”", "a" * 32_767]
    path = write(tmp_path / "a.xlsx", [[text, "1", None, None] for text in texts])
    table = next(read_tables(path, known=known))
    assert [row.cells[0] for row in table.rows] == texts


def test_timedelta_cells_of_others_become_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["姓名", "户编号"])
    book.active.append(["甲", timedelta(hours=36)])
    book.save(path)
    table = next(read_tables(path, known=known))
    assert [row.cells for row in table.rows] == [["甲", 1.5]]

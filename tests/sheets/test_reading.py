"""What ``read_tables`` promises about honest files, however they come."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from liuqing.errors import Problem
from liuqing.sheets.read import Table, Tables, heading_unit, normal_heading, read_tables
from tests.sheets import planted
from tests.sheets.planted import HEADINGS, ROWS, known, parts, sheet_xml, text_row


def read(path: Path) -> tuple[list[Table], list[list[object]], Tables]:
    """Tables, all rows of all tables, and the reader."""
    tables = read_tables(path, known=known)
    found, rows = [], []
    for table in tables:
        found.append(table)
        rows += [row.cells for row in table.rows]
    return found, rows, tables


def book(path: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    out = xlsxwriter.Workbook(str(path))
    for name, rows in sheets:
        sheet = out.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    out.close()
    return path


MAKERS = {
    "xlsx": lambda folder: planted.xlsx(folder / "a.xlsx"),
    "xls": lambda folder: planted.xls(folder / "a.xls"),
    "xlsb": lambda folder: planted.xlsb(folder / "a.xlsb"),
    "ods": lambda folder: planted.ods(folder / "a.ods"),
    "html": lambda folder: planted.html(folder / "a.html"),
    "utf8": lambda folder: planted.csv(folder / "a.csv"),
    "utf8-mark": lambda folder: planted.csv(folder / "a.csv", "utf-8-sig"),
    "gbk": lambda folder: planted.csv(folder / "a.csv", "gbk"),
    "gb18030": lambda folder: planted.csv(folder / "a.csv", "gb18030"),
    "utf16": lambda folder: planted.csv(folder / "a.csv", "utf-16"),
    "utf16-bare": lambda folder: planted.csv(folder / "a.csv", "utf-16-le"),
    "semicolon": lambda folder: planted.csv(folder / "a.csv", mark=";"),
    "tab": lambda folder: planted.csv(folder / "a.txt", "gbk", "\t"),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_every_format_gives_the_same_rows(tmp_path: Path, kind: str) -> None:
    (table,), rows, reader = read(MAKERS[kind](tmp_path))
    assert table.headings == HEADINGS
    assert rows == ROWS
    assert reader.notices == []


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("其实是csv.xlsx", planted.csv, "文本表格"),
        ("其实是xlsx.xls", planted.xlsx, "Excel 工作簿（.xlsx）"),
        ("其实是xls.xlsx", planted.xls, "Excel 97-2003"),
        ("其实是网页.xls", planted.html, "网页表格"),
        ("其实是ods.xlsx", planted.ods, "OpenDocument"),
        ("其实是xlsb.xlsx", planted.xlsb, ".xlsb"),
    ],
)
def test_a_wrong_ending_is_read_as_what_it_is_and_said(tmp_path: Path, name: str, make, said: str) -> None:
    other = make(tmp_path / "a.bin") if make is not planted.xls else planted.xls(tmp_path / "a.bin")
    path = other.rename(tmp_path / name)
    _, rows, reader = read(path)
    assert rows == ROWS
    assert said in reader.notices[0] and "扩展名" in reader.notices[0]


def test_a_file_stored_without_its_name_is_read_under_the_name_given(tmp_path: Path) -> None:
    stored = planted.xlsx(tmp_path / "a.xlsx").rename(tmp_path / "0f3a")
    tables = read_tables(stored, known=known, name="名单.xlsx")
    assert [row.cells for table in tables for row in table.rows] == ROWS
    assert tables.notices == [] and tables.name == "名单.xlsx"


def test_macros_and_links_are_left_alone_and_said(tmp_path: Path) -> None:
    path = parts(
        tmp_path / "宏.xlsm",
        sheet_xml(text_row(1, HEADINGS) + text_row(2, ROWS[0])),
        xl__vbaProject_D_bin=b"\xcc\x61" * 50,
        xl__externalLinks__externalLink1_D_xml="<externalLink/>",
    )
    _, rows, reader = read(path)
    assert rows == [ROWS[0]]
    assert "宏" in reader.notices[0] and "没有去打开" in reader.notices[1]


# Where the table stands


def test_titles_above_the_headings_are_kept_apart(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", ("表", [["某县人员名单"], ["2018年", None, "单位：人"], [], HEADINGS, *ROWS])
    )
    (table,), rows, _ = read(path)
    assert table.titles == ["某县人员名单", "2018年", "单位：人"]
    assert (table.heading_row, table.first_row, rows) == (4, 5, ROWS)


def test_row_numbers_are_those_of_excel_across_blank_rows(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("表", [[], [], HEADINGS, [], ROWS[0], [], [], ROWS[1]]))
    tables = read_tables(path, known=known)
    table = next(tables)
    assert [row.number for row in table.rows] == [5, 8]
    assert (table.heading_row, table.first_row) == (3, 5)


def read_again(path: Path):
    for table in read_tables(path, known=known):
        yield from table.rows


def test_a_table_may_begin_in_any_column(tmp_path: Path) -> None:
    rows = [[None, None, *HEADINGS], [None, None, *ROWS[0]]]
    for path in (planted.xlsx(tmp_path / "a.xlsx", rows), planted.xls(tmp_path / "a.xls", rows)):
        (table,), found, _ = read(path)
        assert table.headings == ["", "", *HEADINGS]
        assert found == [[None, None, *ROWS[0]]]


def test_two_rows_of_headings_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    out = xlsxwriter.Workbook(str(path))
    sheet = out.add_worksheet()
    sheet.merge_range("A1:F1", "某县收入情况")
    for column, text in enumerate(["姓名", "户编号"]):
        sheet.merge_range(1, column, 2, column, text)
    sheet.merge_range("C2:D2", "2018年收入")
    sheet.merge_range("E2:F2", "其他情况")
    sheet.write_row("C3", ["工资性收入", "其他", "性别", "其他"])
    sheet.write_row("A4", ["甲", "H1", 100, 5, "男", 7])
    out.close()
    (table,), rows, _ = read(path)
    assert table.headings == ["姓名", "户编号", "工资性收入", "2018年收入其他", "性别", "其他情况其他"]
    assert rows == [["甲", "H1", 100, 5, "男", 7]]


def test_two_rows_of_headings_are_joined_without_word_of_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,户编号,收入,\n,,工资性收入,其他\n甲,H1,100,5\n", encoding="utf-8")
    (table,), rows, _ = read(path)
    assert table.headings == ["姓名", "户编号", "工资性收入", "收入其他"]
    assert rows == [["甲", "H1", "100", "5"]]


def test_the_first_row_of_data_is_never_taken_for_a_second_row_of_headings(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("表", [["姓名", "户编号", "是否", None], ["甲", "H1", "姓名", "性别"]]))
    (table,), rows, _ = read(path)
    assert table.headings[:3] == ["姓名", "户编号", "是否"] and len(rows) == 1


def test_several_sheets_hidden_ones_and_sheets_without_headings(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    out = xlsxwriter.Workbook(str(path))
    for name, rows in (
        ("一", [HEADINGS, ROWS[0]]),
        ("说明", [["填表说明"]]),
        ("二", [HEADINGS, ROWS[1]]),
        ("空", []),
    ):
        sheet = out.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        if name == "二":
            sheet.hide()
    out.add_chartsheet("图")
    out.close()
    tables, rows, reader = read(path)
    assert [(table.sheet, table.hidden) for table in tables] == [("一", False), ("二", True)]
    assert rows == ROWS
    assert [(one.sheet, one.why) for one in reader.skipped] == [("说明", "没有认识的表头"), ("空", "空表")]


def test_headings_alone_are_a_table_without_rows(tmp_path: Path) -> None:
    (table,), rows, _ = read(planted.xlsx(tmp_path / "a.xlsx", [HEADINGS]))
    assert rows == [] and table.first_row == 2


def test_headings_without_numbers_are_found_by_the_row_that_knows_most(tmp_path: Path) -> None:
    rows = [["姓名", "性别"], ["* 姓 名", "证件\n号码 ", "户编号*", "出生日期："], *ROWS]
    (table,), found, _ = read(planted.xlsx(tmp_path / "a.xlsx", rows))
    assert table.headings == HEADINGS and found == ROWS


# What is no data


def test_sums_and_signatures_become_notes_and_never_rows(tmp_path: Path) -> None:
    extra = [
        ["小计", "2"], ["合 计", None, None, "2"], [None, "总计：2 人"], ["填表人：某某", None, "审核人：某某"],
        ["备注：以上数据由某部门提供"], ["注：本表一式两份"], ["以上数据截至十二月底，由某部门提供"],
    ]  # fmt: skip
    (table,), rows, _ = read(planted.xlsx(tmp_path / "a.xlsx", [HEADINGS, *ROWS, *extra]))
    assert rows == ROWS
    assert [row.number for row in table.notes] == [4, 5, 6, 7, 8, 9, 10]


def test_a_lone_text_between_data_is_a_row_and_not_lost(tmp_path: Path) -> None:
    lone = ["阿卜杜拉赫曼麦麦提江"]
    (table,), rows, _ = read(planted.xlsx(tmp_path / "a.xlsx", [HEADINGS, ROWS[0], lone, ROWS[1]]))
    assert [row[0] for row in rows] == ["甲", lone[0], "乙"] and table.notes == []


def test_names_that_look_like_notes_stay_rows(tmp_path: Path) -> None:
    people = [["单小", "1", "H1", "x"], ["计合", "2", "H2", "x"], ["日期", "3", "H3", "x"]]
    (table,), rows, _ = read(planted.xlsx(tmp_path / "a.xlsx", [HEADINGS, *people]))
    assert rows == people and table.notes == []


def test_headings_repeated_on_each_printed_page_are_no_rows(tmp_path: Path) -> None:
    _, rows, _ = read(planted.xlsx(tmp_path / "a.xlsx", [HEADINGS, ROWS[0], HEADINGS, ROWS[1]]))
    assert rows == ROWS


# Cells


def test_cells_keep_their_types(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    out = xlsxwriter.Workbook(str(path))
    sheet = out.add_worksheet()
    day, moment = (
        out.add_format({"num_format": "yyyy-mm-dd"}),
        out.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    )
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_datetime(1, 0, datetime.fromisoformat("2018-12-31"), day)
    sheet.write_datetime(1, 1, datetime.fromisoformat("2018-12-31T08:30"), moment)
    sheet.write_boolean(1, 2, True)
    sheet.write_number(1, 3, 1.5)
    out.close()
    _, rows, _ = read(path)
    assert rows == [[date(2018, 12, 31), datetime.fromisoformat("2018-12-31T08:30"), True, 1.5]]


def test_error_cells_and_formulas_never_calculated_do_not_pass_as_blanks(tmp_path: Path) -> None:
    body = text_row(1, HEADINGS) + (
        '<row r="2"><c r="A2" t="str"><f>B9</f><v>甲</v></c><c r="B2" t="e"><f>VLOOKUP(1,2,3)</f><v>#N/A</v></c>'
        '<c r="C2"><f>D9</f></c><c r="D2" t="str"><f>IF(1,"")</f><v></v></c></row>'
        '<row r="3"><c r="A3" t="e"><v>#REF!</v></c></row>'
    )
    _, rows, _ = read(parts(tmp_path / "a.xlsx", sheet_xml(body)))
    first, second = rows
    assert first == ["甲", "#N/A", "#未计算", None]
    assert second[0] == "#REF!"


def test_protected_texts_of_csv_lose_their_shell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,证件号码,户编号\n甲,"=""993251199001011234""",="0012"\n', encoding="utf-8-sig")
    _, rows, _ = read(path)
    assert rows == [["甲", "993251199001011234", "0012"]]


def test_a_csv_cell_may_hold_separators_quotes_and_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,户编号\n"甲,""乙""\n丙",H1\n丁,H2\n', encoding="gb18030")
    rows = list(read_again(path))
    assert [row.cells for row in rows] == [['甲,"乙"\n丙', "H1"], ["丁", "H2"]]
    assert [row.number for row in rows] == [2, 3]


def test_rare_characters_of_gb18030_survive(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("姓名,户编号\n㐂𠮷,H1\n".encode("gb18030"))
    _, rows, _ = read(path)
    assert rows == [["㐂𠮷", "H1"]]


def test_a_sheet_protected_against_changes_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    out = xlsxwriter.Workbook(str(path))
    sheet = out.add_worksheet()
    sheet.protect("x")
    for at, row in enumerate([HEADINGS, *ROWS]):
        sheet.write_row(at, 0, row)
    out.close()
    _, rows, _ = read(path)
    assert rows == ROWS


def test_web_tables_keep_the_places_of_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    page = (
        "<table><tr><th>户编号<th>姓名<th>性别</tr><tr><td rowspan=2>H1<td>甲<td>男</tr>"
        "<tr><td>乙&nbsp;<td>女</tr></table>"
    )
    path.write_text(page, encoding="utf-8")
    _, rows, _ = read(path)
    assert rows == [["H1", "甲", "男"], [None, "乙", "女"]]


def test_memory_stays_flat_however_long_the_list_is(tmp_path: Path) -> None:
    import psutil

    path = tmp_path / "a.csv"
    line = ",".join(["甲", "993251199001011234", "H1", "x" * 200]) + "\n"
    path.write_text(",".join(HEADINGS) + "\n" + line * 200_000, encoding="utf-8")
    before = psutil.Process().memory_info().rss
    count = sum(1 for _ in read_again(path))
    assert count == 200_000
    assert psutil.Process().memory_info().rss - before < 30 * 1024 * 1024


def test_the_rest_of_a_sheet_may_be_left_unread(tmp_path: Path) -> None:
    many = [[f"甲{n}", "1", "H", "x"] for n in range(30_000)]
    path = book(tmp_path / "a.xlsx", ("一", [HEADINGS, *many]), ("二", [HEADINGS, *ROWS]))
    names = [(table.sheet, next(iter(table.rows)).number) for table in read_tables(path, known=known)]
    assert names == [("一", 2), ("二", 2)]


def test_an_unreadable_sheet_says_where(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,户编号\n甲,H1\n" + "x" * 200_000 + "\n", encoding="utf-8")
    with pytest.raises(Problem) as caught:
        read(path)
    assert caught.value.where.row == 3 and caught.value.where.file == "a.csv"


# Headings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("* 姓名", "姓名"), ("务工时间（月）", "务工时间"), ("务工时间(月)", "务工时间"), ("贷款金额\n（万元）", "贷款金额"),
        ("与户主 关系", "与户主关系"), ("ＩＤ", "id"), ("乡（镇）", "乡(镇)"), ("耕地面积（亩）", "耕地面积"),
        ("住房面积（㎡）", "住房面积"), ("姓名：", "姓名"), ("★证件号码", "证件号码"),
    ],
)  # fmt: skip
def test_headings_that_are_the_same(one: str, other: str) -> None:
    assert normal_heading(one) == normal_heading(other)


def test_brackets_that_are_no_unit_stay(tmp_path: Path) -> None:
    assert normal_heading("公益性岗位(月数)") != normal_heading("公益性岗位")
    assert normal_heading("公益性岗位（月数）") == normal_heading("公益性岗位(月数)")


def test_the_unit_of_a_heading_is_known() -> None:
    assert heading_unit("贷款金额（万元）") == "万元"
    assert heading_unit("贷款金额 (单位：元)") == "元"
    assert heading_unit("贷款金额") == heading_unit("公益性岗位(月数)") == ""


def test_a_workbook_with_an_odd_part_name_is_still_told_where_its_errors_are(tmp_path: Path) -> None:
    """The parts are found by the workbook's own links, not by their usual names."""
    path = parts(
        tmp_path / "a.xlsx", "",
        xl___rels__workbook_D_xml_D_rels=planted._links({"rId1": "/xl/data/Sheet_One.xml"}),
        xl__data__Sheet_One_D_xml=sheet_xml(
            text_row(1, HEADINGS) + '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><v>1</v></c></row>'
        ),
    )  # fmt: skip
    assert zipfile.is_zipfile(path)
    _, rows, _ = read(path)
    assert rows[0][0] == "#N/A"


def test_a_cell_that_breaks_the_parser_spoils_only_its_own_row(tmp_path: Path) -> None:
    """A number far below zero in a cell formatted as a day makes the parser panic."""
    path = tmp_path / "a.xlsx"
    out = xlsxwriter.Workbook(str(path))
    sheet = out.add_worksheet()
    for at, row in enumerate([HEADINGS, ROWS[0], [], ROWS[1]]):
        sheet.write_row(at, 0, row)
    sheet.write_number(2, 3, -106_751_991_169, out.add_format({"num_format": "yyyy-mm-dd"}))
    out.close()
    _, rows, _ = read(path)
    assert rows == [ROWS[0], ["#读不出"] * 4, ROWS[1]]


def test_a_workbook_with_very_many_styles_is_honest(tmp_path: Path) -> None:
    styles = (
        "<styleSheet><fonts>"
        + '<font><color rgb="FF112233"/><charset val="134"/></font>' * 60_000
        + "</fonts></styleSheet>"
    )
    body = text_row(1, HEADINGS) + text_row(2, ROWS[0])
    _, rows, _ = read(parts(tmp_path / "a.xlsx", sheet_xml(body), xl__styles_D_xml=styles))
    assert rows == [ROWS[0]]


def test_cells_without_addresses_stand_one_after_another(tmp_path: Path) -> None:
    """Some programs leave the addresses out; so may we."""

    def row(texts: list[str]) -> str:
        return "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts) + "</row>"

    _, rows, _ = read(parts(tmp_path / "a.xlsx", sheet_xml(row(HEADINGS) + row(ROWS[0]) + row(ROWS[1]))))
    assert rows == ROWS


def test_a_workbook_with_prefixed_tags_is_read(tmp_path: Path) -> None:
    body = sheet_xml(text_row(1, HEADINGS) + text_row(2, ROWS[0])).replace("</", "</x:").replace("<", "<x:")
    body = body.replace("<x:/x:", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    _, rows, _ = read(parts(tmp_path / "a.xlsx", body))
    assert rows == [ROWS[0]]

"""Ask once: forms of others are filled from the record, in their own look, and what is missing is told."""

import docx
import openpyxl
import pytest
from openpyxl.styles import Border, Side

from liuqing.errors import Problem
from liuqing.policy.tables import PERSON_EXPORT
from liuqing.registry import secrets
from liuqing.registry.models import Household, HouseholdYear, Indicator, Membership, Person, PersonYear
from liuqing.registry.services import accounts, loading
from liuqing.reports import filling
from liuqing.workflow.models import Event
from tests import county as making

pytestmark = pytest.mark.django_db

THIN = Side(style="thin")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def ledger(path, headings, *, empty=2, title="", under=()):
    """A ledger as a superior sends it: title, headings, empty framed rows, what stands below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    row = 1
    if title:
        sheet.cell(1, 1, title)
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headings))
        row = 2
    for at, heading in enumerate(headings, start=1):
        sheet.cell(row, at, heading)
    for n in range(empty + 1):
        for at in range(1, len(headings) + 1):
            sheet.cell(row + n, at).border = FRAME
    for n, texts in enumerate(under, start=row + empty + 1):
        for at, text in enumerate(texts, start=1):
            sheet.cell(n, at, text)
    book.save(path)
    return path


def form(path, rows):
    """A form: labels with empty cells beside them."""
    book = openpyxl.Workbook()
    for row, texts in enumerate(rows, start=1):
        for at, text in enumerate(texts, start=1):
            book.active.cell(row, at, text).border = FRAME
    book.save(path)
    return path


def word(path, rows, line=""):
    document = docx.Document()
    if line:
        document.add_paragraph(line)
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.save(str(path))
    return path


def filled(template, cast, who="county_approver", **asked):
    out = template.with_name(f"filled{template.suffix}")
    told = filling.fill(template, user=cast.everybody()[who], out=out, **asked)
    if template.suffix == ".docx":
        return told, docx.Document(str(out))
    return told, openpyxl.load_workbook(out).active


def values(sheet, row):
    return [cell.value for cell in sheet[row]]


def test_a_ledger_of_households_has_one_row_each_in_the_order_of_its_headings(county, cast, tmp_path):
    template = ledger(tmp_path / "t.xlsx", ["序号", "主要致贫原因", "户编号", "户主姓名", "家庭人口"])
    told, sheet = filled(template, cast, area=county.villages[0].code)
    assert values(sheet, 2) == [1, "因病", "H0001", "钱初九", 3]
    assert values(sheet, 3) == [2, "缺技术", "H0002", "孙十一", 3]
    assert (told.rows, told.unit, told.missing) == (2, "户", ())


def test_any_fact_of_a_person_makes_it_a_ledger_of_persons(county, cast, tmp_path):
    template = ledger(tmp_path / "t.xlsx", ["户编号", "与户主关系", "姓名", "人均纯收入", "性别"])
    told, sheet = filled(template, cast, area=county.villages[0].code)
    assert (told.rows, told.unit) == (6, "人")
    assert [values(sheet, row)[0] for row in range(2, 8)] == ["H0001"] * 3 + ["H0002"] * 3
    assert [values(sheet, row)[1] for row in (2, 5)] == ["户主", "户主"]


def test_a_heading_nobody_knows_is_told_and_left_empty(county, cast, tmp_path):
    template = ledger(tmp_path / "t.xlsx", ["户编号", "户主姓名", "干群关系指数"])
    told, sheet = filled(template, cast, area=county.villages[0].code)
    assert values(sheet, 2)[2] is None
    [missing] = told.missing
    assert (missing.label, missing.known, missing.why) == ("干群关系指数", 0, "台账没有这一项")


def test_what_is_not_known_of_some_is_counted(county, cast, tmp_path):
    HouseholdYear.objects.filter(household__no="H0002").update(house_grade="")
    template = ledger(tmp_path / "t.xlsx", ["户编号", "户主姓名", "住房鉴定等级"])
    told, sheet = filled(template, cast, area=county.villages[0].code)
    assert [values(sheet, row)[2] for row in (2, 3)] == ["B", None]
    [missing] = told.missing
    assert (missing.label, missing.known, missing.of) == ("住房鉴定等级", 1, 2)


def test_headings_in_two_merged_rows_are_understood(county, cast, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for at, text in enumerate(("户编号", "户主姓名", "收入", None, "家庭人口数"), start=1):
        sheet.cell(1, at, text)
    sheet["C2"], sheet["D2"] = "工资性收入", "低保金"
    for area in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        sheet.merge_cells(area)
    book.save(tmp_path / "t.xlsx")
    told, sheet = filled(tmp_path / "t.xlsx", cast, area=county.villages[0].code)
    assert values(sheet, 3) == ["H0001", "钱初九", 15000, 0, 3]
    assert told.missing == ()


def test_lines_are_added_and_what_stands_below_moves_with_its_formulas(county, cast, tmp_path):
    under = [["合计", None, "=SUM(C3:C4)", None], ["填表人：", None, None, None]]
    template = ledger(
        tmp_path / "t.xlsx", ["户编号", "户主姓名", "家庭人口", "二倍"], title="某某台账", under=under
    )
    book = openpyxl.load_workbook(template)
    sheet = book.active
    sheet["D3"], sheet["D4"] = "=C3*2", "=C4*2"
    sheet.merge_cells("A6:D6")
    sheet.row_dimensions[5].height = 31
    other = book.create_sheet("汇总")
    other["A1"] = "=台账!C5"
    book.save(template)
    told, sheet = filled(template, cast, area=county.county.code)
    assert told.rows == 5
    assert [sheet.cell(row, 4).value for row in range(3, 8)] == [f"=C{row}*2" for row in range(3, 8)]
    assert values(sheet, 8)[:3] == ["合计", None, "=SUM(C3:C7)"]
    assert sheet.row_dimensions[8].height == 31
    assert "A9:D9" in {str(area) for area in sheet.merged_cells.ranges}
    assert sheet.cell(7, 1).border.left.style == "thin"
    assert sheet.parent["汇总"]["A1"].value == "=台账!C8"


def test_more_lines_than_rows_stay_empty(county, cast, tmp_path):
    template = ledger(tmp_path / "t.xlsx", ["户编号", "户主姓名"], empty=6, under=[["合计", None]])
    _, sheet = filled(template, cast, area=county.villages[0].code)
    assert values(sheet, 4) == [None, None]
    assert values(sheet, 8) == ["合计", None]


def test_a_household_form_is_filled_beside_and_below_its_labels(county, cast, tmp_path):
    template = form(
        tmp_path / "t.xlsx",
        [["家庭情况表"], ["户主", None, "户编号", None], ["主要致贫原因", None, "宠物", None],
         ["家庭成员", "姓名", "关系"], [None, None, None], ["村委会意见", None]],
    )  # fmt: skip
    told, sheet = filled(template, cast, household="H0001")
    assert values(sheet, 2) == ["户主", "钱初九", "户编号", "H0001"]
    assert values(sheet, 3)[:2] == ["主要致贫原因", "因病"]
    assert [sheet.cell(row, 2).value for row in (5, 6, 7)] == ["钱初九", "钱测乙", "钱测丙"]
    assert sheet.cell(8, 1).value == "村委会意见"
    assert [one.label for one in told.missing] == ["宠物"]


def test_a_word_form_keeps_its_type_and_fills_lines_marks_and_cells(county, cast, tmp_path):
    template = word(
        tmp_path / "t.docx",
        [["户主姓名", "", "家庭人口", ""], ["姓名", "与户主关系", "性别", "备注"], ["", "", "", ""]],
        "户编号：______　人均：{{ 主要致贫原因 }}。",
    )
    _, document = filled(template, cast, household="H0001")
    assert document.paragraphs[0].text == "户编号：H0001　人均：因病。"
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["户主姓名", "钱初九", "家庭人口", "3"]
    assert [row[0] for row in rows[2:]] == ["钱初九", "钱测乙", "钱测丙"]
    assert document.tables[0].style.name == "Table Grid"


def test_a_mark_spread_over_runs_is_filled_in_the_type_of_its_first(county, cast, tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("编号 {{ 户").bold = True
    paragraph.add_run("编号 }} 完")
    document.save(str(tmp_path / "t.docx"))
    _, document = filled(tmp_path / "t.docx", cast, household="H0001")
    assert document.paragraphs[0].text == "编号 H0001 完"
    assert document.paragraphs[0].runs[0].bold


def test_a_mark_is_a_name_and_is_never_run(county, cast, tmp_path):
    template = word(
        tmp_path / "t.docx", [["户编号", ""]], "{{ 7*7 }} {{ config.__class__ }} {% for x in y %}"
    )
    _, document = filled(template, cast, household="H0001")
    assert document.paragraphs[0].text == "{{ 7*7 }} {{ config.__class__ }} {% for x in y %}"


def test_nothing_of_the_record_becomes_a_formula(county, cast, tmp_path):
    Household.objects.filter(no="H0001").update(head_name="=1+1")
    template = ledger(tmp_path / "t.xlsx", ["户编号", "户主姓名"])
    _, sheet = filled(template, cast, area=county.villages[0].code)
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")


def test_a_form_of_households_asks_for_a_household(county, cast, tmp_path):
    template = form(tmp_path / "t.xlsx", [["户主姓名", None], ["户编号", None]])
    told, sheet = filled(template, cast, area=county.villages[0].code)
    assert sheet["B1"].value is None
    assert {one.why for one in told.missing} == {"这一栏按户填，请选一户"}


def test_indicators_count_on_the_form_of_an_area(county, cast, tmp_path):
    from liuqing.policy.indicators import INDICATORS

    meaning = next(one for one in INDICATORS.values() if one.kind == "count")
    Indicator.objects.create(
        area=county.villages[0], name=meaning.name, year=2018, value=7, unit=meaning.unit, said_on=making.ON
    )
    template = form(tmp_path / "t.xlsx", [["村", None], [meaning.label, None]])
    # A day is that of the last assessment; without one it is today.
    from liuqing.registry.models import Snapshot

    Snapshot.objects.create(on=making.ON, folder="test", rules_version="test", complete=True)
    told, sheet = filled(template, cast, area=county.villages[0].code)
    assert (sheet["B1"].value, sheet["B2"].value) == ("甲村", 7)
    assert told.missing == ()


def test_a_ledger_of_villages_has_one_row_each(county, cast, tmp_path):
    template = ledger(tmp_path / "t.xlsx", ["行政村", "村属性", "村代码"])
    told, sheet = filled(template, cast, area=county.county.code)
    assert (told.rows, told.unit) == (3, "村")
    assert values(sheet, 2) == ["甲村", "非贫困村", "990101001001"]


NUMBERS = ["户编号", "姓名", "证件号码", "联系电话", "银行卡号"]


@pytest.fixture
def sealed(county):
    Household.objects.filter(no="H0001").update(
        phone=secrets.encrypt("13900000000"), bank=secrets.encrypt("某某银行 6200000000000000001")
    )
    return county


def test_numbers_are_masked_unless_somebody_may_see_them_for_a_purpose(sealed, cast, tmp_path):
    template = ledger(tmp_path / "t.xlsx", NUMBERS)
    told, sheet = filled(template, cast, area=sealed.villages[0].code)
    row = values(sheet, 2)
    assert told.masked
    assert row[2].startswith("*" * 16)
    assert (row[3], row[4][-4:], row[4][0]) == ("139****0000", "0001", "*")
    told, sheet = filled(
        template, cast, "township_reviewer", area=sealed.villages[0].code, whole=True, purpose="上报年度台账"
    )
    row = values(sheet, 2)
    assert not told.masked
    assert (len(row[2]), row[3], row[4]) == (18, "13900000000", "6200000000000000001")
    assert sheet.cell(2, 3).number_format == "@"


def test_whole_numbers_need_the_right_and_a_purpose(sealed, cast, tmp_path):
    template = ledger(tmp_path / "t.xlsx", NUMBERS)
    where = {"area": sealed.villages[0].code, "whole": True}
    with pytest.raises(Problem) as told:
        filled(template, cast, "village_officer", purpose="上报", **where)
    assert told.value.code == "workflow.not_allowed"
    with pytest.raises(Problem) as told:
        filled(template, cast, "county_approver", purpose="", **where)
    assert told.value.code == "filling.no_purpose"
    assert not (tmp_path / "filled.xlsx").exists()


def test_nobody_fills_what_is_not_theirs(county, cast, tmp_path):
    template = ledger(tmp_path / "t.xlsx", ["户编号", "户主姓名"])
    for who in ("department_officer", "finance", "administrator", "nobody", "outsider"):
        with pytest.raises(Problem):
            filled(template, cast, who, area=county.villages[0].code)
        with pytest.raises(Problem):
            filled(template, cast, who, household="H0001")
    assert not (tmp_path / "filled.xlsx").exists()


def test_filling_leaves_a_trail_and_looking_leaves_none(county, cast, tmp_path):
    template = ledger(tmp_path / "t.xlsx", ["户编号", "户主姓名"])
    filling.fill(template, user=cast.county_approver, area=county.villages[0].code, out=None)
    assert not Event.objects.filter(act="filling.written").exists()
    filled(template, cast, area=county.villages[0].code, purpose="上报")
    event = Event.objects.get(act="filling.written")
    assert (event.subject, event.detail["rows"], event.detail["purpose"]) == (
        county.villages[0].code,
        2,
        "上报",
    )


def test_a_file_that_is_no_template_is_told_so(county, cast, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04 nothing")
    ledger(tmp_path / "d.xlsx", ["天气", "心情"])
    for name, code in (
        ("a.pdf", "templates.unknown_kind"), ("b.docx", "templates.not_word"), ("c.xlsx", "sheets.corrupt"),
        ("d.xlsx", "filling.nothing_known"),
    ):  # fmt: skip
        with pytest.raises(Problem) as told:
            filling.fill(tmp_path / name, user=cast.county_approver, area=county.county.code, out=None)
        assert told.value.code == code


def test_a_word_file_that_declares_entities_is_not_opened(county, cast, tmp_path):
    import zipfile

    word(tmp_path / "t.docx", [["户编号", ""]])
    with zipfile.ZipFile(tmp_path / "t.docx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    bad = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
    parts["word/document.xml"] = bad + parts["word/document.xml"].split(b"?>", 1)[1]
    with zipfile.ZipFile(tmp_path / "bad.docx", "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with pytest.raises(Problem) as told:
        filling.fill(tmp_path / "bad.docx", user=cast.county_approver, household="H0001", out=None)
    assert told.value.code == "sheets.bomb"


HOMES = ["乡镇", "村", "户编号", "户主姓名", "脱贫属性", "识别年度", "脱贫年度", "计划脱贫年度", "主要致贫原因", "年度",
         "家庭人口数", "贫困户属性", "是否解决安全饮用水", "住房鉴定等级", "是否危房户", "不愁吃", "不愁穿", "工资性收入",
         "帮扶责任人", "帮扶单位", "帮扶责任人职务", "帮扶措施"]  # fmt: skip


def facts():
    """What the record holds, as our own loader would have it."""
    homes = {
        h.no: (h.village.name, h.head_name, *HouseholdYear.objects.filter(household=h).values_list(
            "year", "size_stated", "category", "water_safe", "house_grade", "house_dilapidated", "food_secure").get(),
            *h.incomes.values_list("wage", flat=True), *h.standings.values_list("status", "since", "until"),
            *h.causes.filter(main=True).values_list("code", flat=True))
        for h in Household.objects.select_related("village")
    }  # fmt: skip
    people = {
        p.person_no: (p.name, p.sex, p.birth, p.id_hash, *PersonYear.objects.filter(person=p).values_list(
            "education", "school_status", "labour", "health", "resident_medical", "resident_pension").get(),
            *Membership.objects.filter(person=p).values_list("household__no", "relation").get())
        for p in Person.objects.exclude(person_no=None)
    }  # fmt: skip
    return homes, people


def test_a_filled_ledger_read_again_by_our_own_loader_says_the_same(county, cast, tmp_path):
    before = facts()
    user, code = cast.county_approver, county.county.code
    for name, headings in (("户信息.xlsx", HOMES), ("人员信息.xlsx", list(PERSON_EXPORT))):
        template = ledger(tmp_path / f"t-{name}", headings)
        told = filling.fill(
            template, user=user, area=code, out=tmp_path / name, whole=True, purpose="核对读写一致"
        )
        assert told.rows == (5 if headings is HOMES else 15)
    loaded = loading.load_paths(
        [tmp_path / "户信息.xlsx", tmp_path / "人员信息.xlsx"], by=accounts.operator()
    )
    for file in loaded:
        assert (file["held"], file["refused"], file.get("problem")) == (0, 0, None), file
        assert file["accepted"] in (5, 15)
    assert facts() == before

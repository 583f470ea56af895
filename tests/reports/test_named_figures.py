"""Named figures in somebody's own Word template: numbers with footnotes, and nothing of a mark is ever run."""

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from liuqing.errors import Problem
from liuqing.plans import checking, reading
from liuqing.registry.models import Figure, Indicator, Snapshot
from liuqing.reports import filling, named_figures
from liuqing.sheets.template_marks import Mark
from tests.planning import building
from tests.planning.conftest import place  # noqa: F401
from tests.planning.test_matrix import project

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ON = date(2018, 12, 31)


@pytest.fixture
def record(county, place):  # noqa: F811
    """Figures of the county and a township, two projects with money, one reported number, a plan."""
    (place / "targets.csv").write_text(
        "metric,dimension,year,value,unit,source,word,kind\n"
        "planned_funds,,2018,10,万元,示例县规划·主要任务,,\nplanned_funds,,2019,20,万元,示例县规划·主要任务,,\n", encoding="utf-8"
    )  # fmt: skip
    made = Snapshot.objects.create(on=ON, folder="t", rules_version="t", complete=True)
    told = {("registered_households", ""): 5, ("registered_persons", ""): 15, ("incidence", ""): Decimal("1.4963"),
            ("exited_households", ""): 2, ("exited_households", "exit_year=2018"): 1, ("unexited_households", "cause=因残"): 1}  # fmt: skip
    for (metric, dimension), value in told.items():
        Figure.objects.create(
            snapshot=made, area=county.county, metric=metric, dimension=dimension, value=value
        )
    Figure.objects.create(
        snapshot=made, area=county.towns[0], metric="registered_households", dimension="", value=3
    )
    project(county, need="1234567.00", state="pooled")
    project(
        county,
        need="765433.00",
        state="pooled",
        class_one="基础设施和公共服务",
        class_two="道路建设",
        source="行业部门资金",
    )
    Indicator.objects.create(
        area=county.county,
        name="rural_income",
        year=2018,
        value=Decimal("10175"),
        file=county.register,
        row=2,
        said_on=ON,
    )
    return county


def template(path, *paragraphs, cells=(), header="", runs=()):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if runs:
        paragraph = document.add_paragraph()
        for text in runs:
            paragraph.add_run(text)
    if cells:
        table = document.add_table(rows=1, cols=len(cells))
        for cell, text in zip(table.rows[0].cells, cells, strict=True):
            cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    document.save(str(path))
    return path


def fill(path, user, **asked):
    out = path.with_name("filled.docx")
    told = filling.fill(path, user=user, out=out, **(asked or {"area": "990101"}))
    return told, docx.Document(str(out)), out


def notes(out):
    """The texts of the footnotes, in the order in which the text refers to them."""
    with zipfile.ZipFile(out) as package:
        if "word/footnotes.xml" not in package.namelist():
            return []
        root, body = (
            parse_xml(package.read("word/footnotes.xml")),
            parse_xml(package.read("word/document.xml")),
        )
    told = {one.get(qn("w:id")): "".join(t.text or "" for t in one.iter(qn("w:t"))) for one in root}
    return [told[one.get(qn("w:id"))] for one in body.iter(qn("w:footnoteReference"))]


def test_a_mark_becomes_a_number_with_a_footnote_that_says_who_when_and_where(record, cast, tmp_path):
    told, document, out = fill(
        template(tmp_path / "t.docx", "全县有贫困户{{ 数:贫困户数|2018年 }}户。"), cast.county_approver
    )
    assert document.paragraphs[0].text == "全县有贫困户5户。"
    (note,) = notes(out)
    for part in (
        "建档立卡户，2018年，示例县 5户",
        "2018-12-31 测算",
        "截至 2018-12-31",
        "/area/990101/households/",
    ):
        assert part in note
    assert told.figures == 1


def test_the_list_at_the_end_has_every_figure_once(record, cast, tmp_path):
    path = template(tmp_path / "t.docx", "{{ 数:贫困户数 }}户，又是{{ 数:贫困户数 }}户，{{ 数:贫困人口 }}人")
    _, document, out = fill(path, cast.county_approver)
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert rows[0] == list(named_figures.HEAD)
    assert [row[1:4] for row in rows[1:]] == [
        ["建档立卡户，示例县", "5", "户"],
        ["建档立卡人口，示例县", "15", "人"],
    ]
    assert len(notes(out)) == 3


def test_a_mark_cut_into_runs_is_one_mark_and_keeps_the_type_around_it(record, cast, tmp_path):
    path = template(
        tmp_path / "t.docx", runs=("前{{ 数:贫", "困户数|20", "18年 }}户，{", "{数:贫困人口}", "}人后")
    )
    _, document, out = fill(path, cast.county_approver)
    assert document.paragraphs[0].text == "前5户，15人后"
    assert len(notes(out)) == 2


def test_cells_heads_and_text_boxes_are_filled(record, cast, tmp_path):
    path = template(
        tmp_path / "t.docx",
        "正文",
        cells=("总投资", "{{ 数:总投资|2018 }}", "万元"),
        header="共{{ 数:贫困户数 }}户",
    )
    document = docx.Document(str(path))
    box = f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>框{{{{ 数:贫困</w:t></w:r><w:r><w:t>户数 }}}}户</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    document.paragraphs[0]._p.append(parse_xml(box))
    document.save(str(path))
    _, document, out = fill(path, cast.county_approver)
    assert document.tables[0].rows[0].cells[1].text == "200"
    assert document.sections[0].header.paragraphs[0].text == "共5户"
    inside = document.element.body.find(f".//{qn('w:txbxContent')}")
    assert "".join(t.text for t in inside.iter(qn("w:t"))) == "框5户"
    # Word has no footnotes in heads and boxes: one note only, and the list has them all.
    assert len(notes(out)) == 1
    assert len(document.tables[-1].rows) == 3


def test_the_unit_written_after_the_mark_rules(record, cast, tmp_path):
    text = "{{ 数:总投资|2018 }}万元，{{ 数:总投资|2018 }}元，{{ 数:总投资|2018 }}，{{ 数:总投资|2018|亿元 }}"
    _, document, _ = fill(template(tmp_path / "t.docx", text), cast.county_approver)
    assert document.paragraphs[0].text == "200万元，2000000元，200万元，0.02亿元"


def test_a_unit_that_does_not_fit_is_told_and_nothing_is_written(record, cast, tmp_path):
    told, document, _ = fill(
        template(tmp_path / "t.docx", "{{ 数:贫困户数 }}万元，{{ 数:贫困人口 }}人"), cast.county_approver
    )
    assert document.paragraphs[0].text == "{{ 数:贫困户数 }}万元，15人"
    assert [one.why for one in told.missing] == ["模板里写的单位是万元，这个数的单位是户"]


def test_years_places_classes_sources_causes_and_the_plan(record, cast, tmp_path):
    path = template(
        tmp_path / "t.docx", "{{ 数:贫困户数|甲镇 }}户", "{{数：当年脱贫户｜2018年}}户", "{{ 总投资 产业 2018 }}万元",
        "{{ 数:总投资|行业部门资金|2018-2020 }}万元", "{{ 数:未脱贫户|因残 }}户", "{{ 规划:总投资|2019 }}万元", "{{ 贫困发生率 2018 }}%",
        "{{ 数:农民人均可支配收入 }}元", "{{ 数:项目数|2018 }}个",
    )  # fmt: skip
    _, document, _ = fill(path, cast.county_approver)
    assert [p.text for p in document.paragraphs[:9]] == [
        "3户", "1户", "123.46万元", "76.54万元", "1户", "20万元", "1.50%", "10175元", "2个",
    ]  # fmt: skip


def test_unknown_names_are_all_told_at_once_with_what_looks_like_them_and_stay(record, cast, tmp_path):
    text = "{{ 数:贫困户书 }}，{{ 数:贫困户数|丁镇 }}，{{ 数:总投资|产页扶贫 }}"
    told, document, _ = fill(template(tmp_path / "t.docx", text, "{{ 数:贫困户数 }}户"), cast.county_approver)
    assert document.paragraphs[0].text == text
    why = [one.why for one in told.missing]
    assert len(why) == 3
    assert "贫困户" in why[0] and "甲镇" in why[1] and "产业扶贫" in why[2]


def test_what_the_record_does_not_know_is_said_in_the_text(record, cast, tmp_path):
    told, document, out = fill(
        template(tmp_path / "t.docx", "{{ 数:贫困户数|2016年 }}户，{{ 数:贫困人口 }}人"), cast.county_approver
    )
    assert document.paragraphs[0].text == "（台账没有）户，15人"
    assert [one.why for one in told.missing] == ["2016 年没有测算过"]
    assert len(notes(out)) == 1


def test_nothing_in_a_template_is_run(record, cast, tmp_path):
    text = "{{ 数:().__class__ }}{% for x in y %}{{ config.SECRET_KEY }}{{ 数:贫困户数 }}户{{ 7*7 }}"
    _, document, _ = fill(template(tmp_path / "t.docx", text), cast.county_approver)
    assert document.paragraphs[0].text == text.replace("{{ 数:贫困户数 }}", "5")


def test_footnotes_that_a_document_has_stay_and_the_new_ones_are_numbered_after_them(record, cast, tmp_path):
    first = template(tmp_path / "a.docx", "{{ 数:贫困户数 }}户")
    _, _, out = fill(first, cast.county_approver)
    document = docx.Document(str(out))
    document.add_paragraph("又{{ 数:贫困人口 }}人")
    again = tmp_path / "b.docx"
    document.save(str(again))
    _, _, out = fill(again, cast.county_approver)
    assert ["5户" in one or "15人" in one for one in notes(out)] == [True, True]
    assert "5户" in notes(out)[0] and "15人" in notes(out)[1]


def test_a_place_outside_the_user_s_own_does_not_exist(record, cast, tmp_path):
    told, _, _ = fill(
        template(tmp_path / "t.docx", "{{ 数:贫困户数|乙镇 }}户{{ 数:贫困户数 }}"),
        cast.township_reviewer,
        area="990101001",
    )
    assert told.missing[0].why.startswith("「乙镇」不是年份、地方")
    assert "乙镇" not in told.missing[0].why.partition("最像")[2]


def test_a_field_of_a_household_goes_before_a_name(record, cast, tmp_path):
    assert not named_figures.wanted("户主姓名")
    assert not named_figures.wanted("脱贫年度")
    assert named_figures.wanted("数:户主姓名")
    path = template(tmp_path / "t.docx", "{{ 户主姓名 }}家，全县{{ 数:贫困户数 }}户")
    _, document, _ = fill(path, cast.county_approver, household="H0001")
    assert document.paragraphs[0].text.startswith("钱初九家")


def test_the_county_s_own_address_stands_in_the_note(record, cast, tmp_path, settings):
    settings.WORKSPACE = replace(settings.WORKSPACE, address="https://fp.example.cn")
    _, _, out = fill(template(tmp_path / "t.docx", "{{ 数:贫困户数 }}户"), cast.county_approver)
    assert "https://fp.example.cn/area/990101/households/" in notes(out)[0]


def test_a_filled_document_whose_sums_are_right_passes_the_check_of_plans(record, cast, tmp_path):
    building.project(record, need="300000.00", state="pooled", year=2019)
    path = template(
        tmp_path / "t.docx",
        "规划总投资{{ 数:总投资|2018-2020 }}万元，其中2018年{{ 数:总投资|2018 }}万元，2019年{{ 数:总投资|2019 }}万元。",
        "2018年总投资{{ 数:总投资|2018 }}万元，其中产业扶贫{{ 数:总投资|产业|2018 }}万元，基础设施和公共服务{{ 数:总投资|基础设施|2018 }}万元。",
    )  # fmt: skip
    _, document, out = fill(path, cast.county_approver)
    assert document.paragraphs[0].text == "规划总投资230万元，其中2018年200万元，2019年30万元。"
    checked = checking.check(reading.read(out))
    assert [claim for claim in checked.claims if claim.verdict == "fails"] == []


def test_two_thousand_marks_are_too_many(record, cast, tmp_path):
    path = template(tmp_path / "t.docx", "{{ 数:贫困户数 }}" * 2001)
    with pytest.raises(Problem) as raised:
        fill(path, cast.county_approver)
    assert raised.value.code == "templates.too_many_marks"


@pytest.mark.parametrize(("value", "unit", "text"), [
    ("103454.1700", "万元", "103454.17"), ("2204489700", "元", "2204489700"), ("0", "户", "0"), ("1.4963", "%", "1.50"),
    ("768.8400", "公里", "768.84"),
])  # fmt: skip
def test_numbers_are_printed_as_plans_print_them(value, unit, text):
    assert named_figures.number(Decimal(value), unit) == text


def test_a_mark_alone_in_a_cell_takes_the_number_only(record, cast):
    (given,) = named_figures.give(
        cast.county_approver, record.county, [Mark("数:贫困户数", "", True, True, "")]
    )
    (filled,) = named_figures.fillings([given])
    assert filled.text == "5"

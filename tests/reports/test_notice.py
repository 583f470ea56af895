"""Printed notices: what hangs on the wall is what the record proves, and nothing else is in the file."""

import subprocess
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import pytest
from docx import Document

from liuqing import reports
from liuqing.errors import Problem
from liuqing.registry import secrets
from liuqing.registry.models import Household, Membership, Notice, Person
from liuqing.registry.services import notices
from liuqing.registry.services.notices import proof
from liuqing.reports import notice, notice_pdf, notice_reading, notice_word
from liuqing.workflow.models import Event
from tests.registry import noticing
from tests.registry.conftest import make_place
from tests.registry.noticing import at, drawn, proposed
from tests.reports.leaks import full_numbers, pdf_text

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
FORMS = ("pdf", "docx")


@pytest.fixture(autouse=True)
def place(tmp_path, settings):
    folder = tmp_path / "place"
    folder.mkdir()
    make_place(folder)
    noticing.write_procedures(folder)
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(folder))


@pytest.fixture
def hung(cast, county):
    with at(MONDAY):
        waiting = [proposed(cast.village_officer, home) for home in county.households[:2]]
        sheet = drawn(cast.village_officer, waiting, phone="0874-4612345")
        return notices.hang(sheet, by=cast.village_officer)


@pytest.fixture
def printed(cast, county, tmp_path):
    def write(form, *, by="village_officer", **more):
        out = tmp_path / f"sheet.{form}"
        area = county.villages[0].code
        with at(MONDAY + DAY):
            return reports.write("notice", user=cast.everybody()[by], area=area, format=form, out=out, **more)

    return write


def text(file):
    if file.suffix == ".pdf":
        return "".join(pdf_text(file).split())
    document = Document(str(file))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "".join("".join((*(one.text for one in document.paragraphs), *cells)).split())


@pytest.mark.parametrize("form", FORMS)
def test_a_sheet_says_what_hangs_until_when_whom_to_ring_and_its_proof(hung, printed, form):
    said = text(printed(form))
    for part in ("甲村监测对象识别公示", "钱初九", "孙十一", "一组", "突发严重困难户", "拟纳入监测对象", "2026年3月2日至2026年3月7日",
                 "0874-4612345", "盖章处", hung.code, proof.shown(hung)):  # fmt: skip
        assert part in said, part


@pytest.mark.parametrize("form", FORMS)
def test_before_it_hangs_the_days_are_left_to_be_written_in(cast, county, printed, form):
    with at(MONDAY):
        drawn(cast.village_officer, [proposed(cast.village_officer, county.households[0])])
    said = text(printed(form))
    assert "（张贴）起" in said and "2026年" not in said


@pytest.mark.parametrize("form", FORMS)
def test_no_number_no_child_and_no_cause_is_anywhere_in_the_file(hung, county, printed, form):
    file = printed(form)
    people = Person.objects.filter(memberships__household__in=county.households[:2])
    heads = {"钱初九", "孙十一"}
    told = "\n".join(notice_reading.texts(file))
    assert not full_numbers(file)
    for one in people:
        assert secrets.decrypt(one.id_cipher) not in told
        assert one.name in heads or one.name not in told
    assert "因病" not in told and county.households[0].no not in told


def test_the_properties_of_the_file_name_nobody(hung, printed):
    pdf = subprocess.run(["pdfinfo", str(printed("pdf"))], capture_output=True, check=True, text=True).stdout
    assert "village" not in pdf and "钱初九" not in pdf
    with zipfile.ZipFile(printed("docx")) as package:
        core = package.read("docProps/core.xml").decode()
    assert "village" not in core and "python" not in core.lower() and "钱初九" not in core


def test_what_is_read_back_from_a_pdf_is_what_a_reader_copies(hung, printed):
    file = printed("pdf")
    ours = "".join("".join(notice_reading.texts(file)).split())
    for line in pdf_text(file).split():
        assert line in ours


@pytest.mark.parametrize("form, write", [("pdf", notice_pdf.write), ("docx", notice_word.write)])
@pytest.mark.parametrize("part", ["title", "text", "issuer", "how", "place"])
def test_a_number_smuggled_into_any_part_is_found_in_the_file(
    hung, cast, county, tmp_path, form, write, part
):
    request = reports.Request(cast.village_officer, county.villages[0].code, "", tmp_path / f"x.{form}")
    with at(MONDAY + DAY):
        pack = notice.pack(request)
        pack["sheets"][0][part] += " 990101 1980 0101 0013"
        write(pack, request.out)
        with pytest.raises(Problem) as raised:
            notice._refuse(request)
    assert raised.value.code == "notices.shows_too_much"


def test_a_number_in_the_hidden_properties_is_found(hung, cast, county, tmp_path):
    request = reports.Request(cast.village_officer, county.villages[0].code, "", tmp_path / "x.docx")
    with at(MONDAY + DAY):
        pack = notice.pack(request)
        for form, write in (("pdf", notice_pdf.write), ("docx", notice_word.write)):
            told = replace(request, out=tmp_path / f"x.{form}")
            write({**pack, "title": "公示 990101198001010013"}, told.out)
            with pytest.raises(Problem):
                notice._refuse(told)


@pytest.mark.parametrize("form", FORMS)
def test_one_character_changed_in_the_record_is_not_printed(hung, printed, form):
    hung.lines[0]["who"] = "钱初八"
    Notice.objects.filter(pk=hung.pk).update(lines=hung.lines)
    with pytest.raises(Problem) as raised:
        printed(form)
    assert raised.value.code == "notices.changed"


def test_the_qr_code_holds_the_address_if_the_office_told_one(hung, cast, county, settings, tmp_path):
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "county.toml").write_text('[papers]\nsite = "https://example.invalid/"\n', encoding="utf-8")
    (folder / "key").write_bytes((settings.WORKSPACE.folder / "key").read_bytes())
    settings.WORKSPACE = replace(settings.WORKSPACE, folder=folder)
    request = reports.Request(cast.village_officer, county.villages[0].code, "", tmp_path / "x.pdf")
    with at(MONDAY + DAY):
        [sheet] = notice.pack(request)["sheets"]
    assert sheet["address"] == f"https://example.invalid/public/notice/{hung.code}/"


def test_one_of_many_is_printed_by_its_number_and_all_of_an_area_without(hung, cast, county, printed):
    with at(MONDAY):
        other = standing_elsewhere(cast, county)
    assert hung.code in text(printed("pdf")) and other.code in text(printed("pdf"))
    only = text(printed("pdf", only=other.code))
    assert other.code in only and hung.code not in only
    with pytest.raises(Problem):
        printed("pdf", only="nothing")


def standing_elsewhere(cast, county):
    home = Household.objects.create(no="H0009", village=county.villages[0], hamlet="二组", head_name="郑十五")
    from tests import county as making

    making.member(county, home, 0, "郑十五")
    return drawn(cast.village_officer, [proposed(cast.village_officer, home, "watching_on")])


def test_more_lines_hang_on_larger_paper_with_larger_type(cast, county, printed):
    from tests import county as making

    for n, name in enumerate("春夏秋冬东南西北金木水火土山川江河湖海天"):
        home = making.household(county, county.villages[0], f"H2{n:03d}", size=1, head=f"赵{name}")
        home.hamlet = "三组"
        home.save(update_fields=("hamlet",))
    with at(MONDAY):
        drawn(cast.village_officer, [proposed(cast.village_officer, home) for home in county.households[5:]])
    file = printed("pdf")
    info = subprocess.run(["pdfinfo", str(file)], capture_output=True, check=True, text=True).stdout
    assert "(A3)" in info and "Pages:           1" in info


@pytest.mark.parametrize("part", ["outsider", "administrator", "finance", "department_officer", "nobody"])
def test_nobody_prints_the_notices_of_another_village(hung, printed, part):
    with pytest.raises(Problem) as raised:
        printed("pdf", by=part)
    assert raised.value.code in ("registry.no_such_area", "workflow.not_allowed")


def test_the_register_tells_what_hung_where_when_and_what_was_answered(hung, cast, county, tmp_path):
    with at(MONDAY + DAY):
        said = notices.object_(hung, said="秘密的话", contact="13800138000")
        notices.answer(said, by=cast.township_reviewer, upheld=False, answer="已入户核实")
        out = tmp_path / "register.xlsx"
        reports.write(
            "notice-register", user=cast.county_approver, area=county.county.code, format="xlsx", out=out
        )
    book = openpyxl.load_workbook(out)
    row = [str(cell.value) for cell in book["公示"][2]]
    assert {"甲镇", "甲村", hung.code, "村", "2026-03-03 至 2026-03-03"} <= set(row)
    told = [str(cell.value) for cell in book["异议和答复"][2]]
    assert {"公开页面", "不成立", "已入户核实", "township-reviewer"} <= set(told)
    assert "秘密的话" not in str(told) and "13800138000" not in "".join(notice_reading.texts(out))
    assert Event.objects.filter(act="reports.written").exists()
    assert Membership.objects.exists()

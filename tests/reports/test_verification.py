"""The sheets for the village: what is known stands on them, what was found can be written down."""

import re
from datetime import date

import docx
import openpyxl
import pytest

from liuqing import reports
from liuqing.errors import Problem
from liuqing.policy.explained import REASONS
from liuqing.registry.models import Case, Household, Membership, Snapshot
from liuqing.registry.services import accounts, snapshots
from tests import county as making
from tests.reports.leaks import full_numbers, pdf_text

pytestmark = pytest.mark.django_db
FORMS = ("pdf", "docx", "xlsx", "html")


@pytest.fixture
def sent(county):
    """A question about the insurance of every member of the small county, sent to the villages."""
    return _send(
        county, Snapshot.objects.create(on=making.ON, folder="test", rules_version="test", complete=True)
    )


@pytest.fixture
def assessed(county):
    """The same after a real assessment, so that the facts behind each question are known."""
    snapshot = snapshots.take(on=making.ON, by=accounts.operator())
    Case.objects.all().delete()
    return _send(county, snapshot)


def _send(county, snapshot):
    for one in Membership.objects.filter(until=None).select_related("household"):
        Case.objects.create(
            rule="not_insured", subject=f"person:{one.person_id}", person_id=one.person_id, household=one.household,
            village=one.household.village, state="sent", first=snapshot, last=snapshot, opened_on=making.ON,
            due_on=date(2019, 1, 20),
        )  # fmt: skip
    return county


def paper(cast, folder, form, code, who="county_approver"):
    out = folder / f"sheet.{form}"
    return reports.write("verification", user=cast.everybody()[who], area=code, format=form, out=out)


def text(file):
    if file.suffix == ".pdf":
        return pdf_text(file)
    if file.suffix == ".docx":
        document = docx.Document(str(file))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(p.text for p in document.paragraphs), *cells])
    if file.suffix == ".xlsx":
        rows = openpyxl.load_workbook(file)["核实表"].iter_rows(values_only=True)
        return "\n".join(str(cell) for row in rows for cell in row if cell is not None)
    return file.read_text(encoding="utf-8")


def test_every_form_says_who_is_asked_what_is_known_and_how_to_look(assessed, cast, tmp_path):
    for form in FORMS:
        said = text(paper(cast, tmp_path, form, assessed.villages[0].code))
        squeezed = re.sub(r"\s", "", said)
        for wanted in ("H0001", "H0002", "钱初九", "未参加基本医疗保险", "2019-01-20", "核对参保险种"):
            assert wanted in squeezed, (form, wanted)
        assert "是否参加新型农村合作医疗" in squeezed, form
        assert "H0003" not in squeezed, form


def test_no_form_shows_a_whole_identity_number(sent, cast, tmp_path):
    for form in FORMS:
        assert full_numbers(paper(cast, tmp_path, form, sent.county.code)) == [], form


def test_paper_has_room_for_the_answer_and_prints_the_reasons(sent, cast, tmp_path):
    for form in ("pdf", "docx", "html"):
        said = re.sub(r"\s", "", text(paper(cast, tmp_path, form, sent.villages[0].code)))
        for wanted in (
            "核实后的值",
            "属实，已改正",
            "不属实，部门名单有误",
            "情况说明，保留",
            "核实人",
            *REASONS.values(),
        ):
            assert re.sub(r"\s", "", wanted) in said, (form, wanted)


def test_a_household_that_fits_is_never_split_over_two_pages(assessed, cast, tmp_path):
    pages = pdf_text(paper(cast, tmp_path, "pdf", assessed.county.code)).split("\f")
    for no in ("H0001", "H0002", "H0003", "H0004", "H0005"):
        [page] = [page for page in pages if f"户编号 {no}" in page]
        begins = page.index(f"户编号 {no}")
        assert "户主（签字或按手印）" in page[begins:], no


def test_each_village_begins_a_new_page(sent, cast, tmp_path):
    pages = pdf_text(paper(cast, tmp_path, "pdf", sent.county.code)).split("\f")
    assert [next(v.name for v in sent.villages if v.name in page) for page in pages if "疑点核实对照表" in page] == [
        "甲村", "乙村", "丙村",
    ]  # fmt: skip


def test_the_workbook_is_ours_in_grey_and_theirs_with_lists_to_choose_from(assessed, cast, tmp_path):
    book = openpyxl.load_workbook(paper(cast, tmp_path, "xlsx", assessed.villages[0].code))
    sheet = book["核实表"]
    keys = next(row for row in sheet.iter_rows() if row[0].value == "case")
    at = {cell.value: cell.column for cell in keys if cell.value}
    row = keys[0].row + 1
    assert sheet.row_dimensions[keys[0].row].hidden
    assert sheet.column_dimensions["A"].hidden
    assert sheet.protection.sheet
    assert sheet.cell(row, at["label"]).protection.locked
    assert not sheet.cell(row, at["outcome"]).protection.locked
    offered = {
        rule.formula1 for rule in sheet.data_validations.dataValidation
        for column in (at["outcome"], at["reason"]) if sheet.cell(row, column).coordinate in rule.sqref
    }  # fmt: skip
    assert any("情况说明，保留" in one for one in offered)
    assert any("名字被借用" in one for one in offered)
    # The household's own questions cannot put right what is a person's, and the other way round.
    assert not sheet.cell(row, at["fix.resident_medical"]).protection.locked
    assert book["说明"] is not None


def test_a_village_takes_away_only_its_own_and_others_nothing(sent, cast, tmp_path):
    said = text(paper(cast, tmp_path, "html", None, "village_officer"))
    assert "H0001" in said
    assert "H0003" not in said
    for who in ("department_officer", "finance", "administrator", "nobody"):
        with pytest.raises(Problem):
            paper(cast, tmp_path, "html", None, who)


def test_where_nothing_is_open_it_says_so(sent, cast, tmp_path):
    Case.objects.update(state="closed")
    with pytest.raises(Problem) as told:
        paper(cast, tmp_path, "pdf", sent.county.code)
    assert told.value.code == "verification.nothing_open"


def test_names_cannot_become_markup(sent, cast, tmp_path):
    Household.objects.filter(no="H0001").update(head_name="#pagebreak() <b>")
    assert "#pagebreak()" in text(paper(cast, tmp_path, "pdf", sent.villages[0].code))
    assert "&lt;b&gt;" in text(paper(cast, tmp_path, "html", sent.villages[0].code))

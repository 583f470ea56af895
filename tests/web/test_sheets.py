"""核实表 on the web: taken to the village, handed in again, errors told at once."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuqing.registry.models import Answer, Case, Membership, Snapshot
from tests.county import ON

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(county):
    snapshot = Snapshot.objects.create(on=ON, folder="test", rules_version="test", complete=True)
    for one in Membership.objects.filter(until=None).select_related("household"):
        Case.objects.create(
            rule="not_insured", subject=f"person:{one.person_id}", person_id=one.person_id, household=one.household,
            village=one.household.village, state="sent", first=snapshot, last=snapshot, opened_on=ON,
            due_on=date(2019, 1, 20),
        )  # fmt: skip
    return county


def back(client, code, **filled):
    """The village's workbook with one more row filled each time: {row after the keys: what is put in}."""
    answer = client.get(f"/area/{code}/verification.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = book["核实表"]
    keys = next(row for row in sheet.iter_rows() if row[0].value == "case")
    at = {cell.value: cell.column for cell in keys if cell.value}
    for n, values in filled.items():
        for key, value in values.items():
            sheet.cell(keys[0].row + int(n[1:]), at[key]).value = value
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("核实表.xlsx", out.getvalue())


def test_the_page_lists_the_own_places_with_what_waits(seen_by, sent):
    page = seen_by("village_officer").get("/cases/sheets/").content.decode()
    assert sent.villages[0].name in page
    assert sent.villages[1].name not in page
    assert "2019-01-20" in page


def test_a_filled_sheet_is_handed_in_and_told(seen_by, sent):
    client = seen_by("village_officer")
    file = back(
        client, sent.villages[0].code, r1={"outcome": "部门名单有误"}, r2={"outcome": "情况说明，保留"}
    )
    page = client.post("/cases/sheets/", {"sheet": file}).content.decode()
    assert "没有选「原因」" in page
    assert Answer.objects.count() == 1
    href = page.split("/errors-book/")[0].rpartition('"')[2] + "/errors-book/"
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(href).streaming_content)))
    assert book.active.cell(7, 1).value == 7
    assert seen_by("outsider").get(href).status_code == 404


def test_what_is_no_sheet_of_ours_is_told_on_the_page(seen_by, sent):
    file = SimpleUploadedFile("a.xlsx", b"PK\x03\x04")
    answer = seen_by("village_officer").post("/cases/sheets/", {"sheet": file})
    assert answer.status_code == 422
    assert "损坏" in answer.content.decode()


def test_who_may_not_answer_hands_in_nothing(seen_by, sent):
    file = back(seen_by("village_officer"), sent.villages[0].code, r1={"outcome": "部门名单有误"})
    for part in ("county_leader", "department_officer", "finance", "administrator", "nobody"):
        file.seek(0)
        assert seen_by(part).post("/cases/sheets/", {"sheet": file}).status_code == 404, part
    assert not Answer.objects.exists()

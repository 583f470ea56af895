"""填报表 on the web: look first, then take the filled copy away; nothing of others."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuqing.workflow.models import Event

pytestmark = pytest.mark.django_db


def template(name="台账.xlsx", headings=("户编号", "户主姓名", "证件号码", "满意度")):
    book = openpyxl.Workbook()
    book.active.append(list(headings))
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def read(answer):
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active


def test_the_page_offers_the_own_places_only(seen_by, county):
    page = seen_by("village_officer").get("/fill/").content.decode()
    assert county.villages[0].name in page
    assert county.villages[1].name not in page
    assert "完整的证件号码" not in page
    assert "完整的证件号码" in seen_by("township_reviewer").get("/fill/").content.decode()


def test_looking_tells_what_is_known_and_what_is_not(seen_by, county):
    asked = {"template": template(), "area": county.villages[0].code}
    page = seen_by("county_approver").post("/fill/preview/", asked, HTTP_HX_REQUEST="true").content.decode()
    assert "满意度" in page
    assert "台账没有这一项" in page
    assert "<html" not in page
    assert (
        "<html"
        in seen_by("county_approver")
        .post("/fill/preview/", {**asked, "template": template()})
        .content.decode()
    )
    assert not Event.objects.filter(act="filling.written").exists()


def test_the_filled_copy_is_taken_away_under_its_own_name(seen_by, county):
    answer = seen_by("county_approver").post(
        "/fill/", {"template": template(), "area": county.villages[0].code}
    )
    assert "filename*=utf-8''%E5%B7%B2%E5%A1%AB-" in answer["Content-Disposition"]
    sheet = read(answer)
    assert [cell.value for cell in sheet[2]][:2] == ["H0001", "钱初九"]
    assert sheet["C2"].value.startswith("*" * 16)
    assert Event.objects.get(act="filling.written").detail["rows"] == 6


def test_whole_numbers_are_asked_for_with_a_purpose(seen_by, county):
    asked = {"template": template(), "area": county.villages[0].code, "whole": "1"}
    assert seen_by("township_reviewer").post("/fill/", asked).status_code == 422
    asked = {**asked, "template": template(), "purpose": "上报年度台账"}
    assert len(read(seen_by("township_reviewer").post("/fill/", asked))["C2"].value) == 18
    asked = {**asked, "template": template()}
    assert seen_by("village_officer").post("/fill/", asked).status_code == 404


def test_nobody_fills_a_form_for_a_place_that_is_not_theirs(seen_by, county):
    for part in ("outsider", "department_officer", "finance", "administrator", "nobody"):
        for where in ({"area": county.villages[0].code}, {"household": "H0001"}):
            for address in ("/fill/", "/fill/preview/"):
                answer = seen_by(part).post(address, {"template": template(), **where})
                assert answer.status_code == 404, (part, where)


def test_what_is_no_form_is_told_in_words(seen_by, county):
    sent = {"template": SimpleUploadedFile("a.pdf", b"%PDF"), "area": county.county.code}
    answer = seen_by("county_approver").post("/fill/", sent)
    assert answer.status_code == 422
    assert "只能照原样填写" in answer.content.decode()
    assert "没有选模板文件" in seen_by("county_approver").post("/fill/", {}).content.decode()

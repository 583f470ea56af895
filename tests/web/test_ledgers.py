"""账账相符 on pages: from a difference to the people, an export laid beside, the register out."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuqing.registry.models import Entry, Measure, Membership, PersonYear, SourceFile
from liuqing.workflow.models import Event

pytestmark = pytest.mark.django_db
HOMES = "乡,村,户编号,户主姓名,家庭人口数,年度,主要致贫原因,脱贫属性,识别年度,住房鉴定等级\n"


def export(*rows, name="户信息.csv"):
    return SimpleUploadedFile(name, (HOMES + "\n".join(rows)).encode("utf-8-sig"), "text/csv")


def test_a_difference_leads_to_the_people(seen_by, county):
    head = Membership.objects.filter(household__no="H0001").first().person
    PersonYear.objects.filter(person=head).update(on_dibao=True)
    client = seen_by("county_approver")
    page = client.get(f"/area/{county.county.code}/ledgers/").content.decode()
    assert "享受低保" in page and "?ledger=dibao&amp;side=ours" in page
    page = client.get(f"/area/{county.county.code}/ledgers/?ledger=dibao&side=ours").content.decode()
    assert "/household/H0001/" in page and head.name in page


def test_an_export_is_laid_beside_the_record_and_not_kept(seen_by, county):
    before = SourceFile.objects.count()
    row = "甲镇,甲村,H0001,钱初九,3,2018,因病,未脱贫,2014,C"
    page = seen_by("county_approver").post("/compare/", {"file": export(row), "as": "page"}).content.decode()
    assert "住房鉴定等级" in page and "读入时采用" in page
    assert SourceFile.objects.count() == before


def test_the_differences_are_given_as_a_workbook(seen_by, county):
    row = "甲镇,甲村,H0001,钱初九,3,2018,因病,未脱贫,2014,C"
    answer = seen_by("county_approver").post("/compare/", {"file": export(row), "as": "xlsx"})
    assert BytesIO(b"".join(answer.streaming_content)).getvalue().startswith(b"PK")


def test_what_is_no_export_is_said_on_the_page(seen_by, county):
    sent = SimpleUploadedFile("照片.jpg", b"x")
    assert "这不是表格文件" in seen_by("county_approver").post("/compare/", {"file": sent}).content.decode()


def test_the_register_leaves_for_a_purpose_and_with_a_trace(seen_by, county):
    client, at = seen_by("county_approver"), f"/area/{county.county.code}/register/"
    asked = {"list": "households", "form": "csv", "purpose": "上报备份"}
    answer = client.post(at, asked)
    assert '=""H0001""' in b"".join(answer.streaming_content).decode("utf-8-sig")
    assert Event.objects.filter(act="reports.written", detail__report="register-households").exists()
    assert client.post(at, {**asked, "purpose": ""}).status_code == 404


def test_who_may_not_see_whole_numbers_gets_no_register(seen_by, county):
    for part in ("county_leader", "village_officer", "inspector"):
        client, at = seen_by(part), f"/area/{county.villages[0].code}/"
        asked = {"list": "persons", "form": "csv", "purpose": "上报备份"}
        assert client.post(f"{at}register/", asked).status_code in (403, 404)
        assert "register/" not in client.get(f"{at}ledgers/").content.decode()


def test_the_books_are_one_step_from_where_the_work_is(seen_by, county, assessed):
    client, there = seen_by("county_approver"), f'href="/area/{county.county.code}/ledgers/"'
    for at in (f"/area/{county.county.code}/", f"/area/{county.county.code}/flags/", "/files/", "/compare/"):
        assert there in client.get(at).content.decode(), at
    village = county.villages[0].code
    assert f'href="/area/{village}/ledgers/"' in client.get(f"/area/{village}/").content.decode()
    assert 'href="/compare/"' in client.get(f"/area/{county.county.code}/ledgers/").content.decode()


def test_who_sees_no_households_is_not_led_to_the_books(seen_by, county):
    assert "/ledgers/" not in seen_by("department_officer").get("/files/").content.decode()


def test_lists_whose_rows_all_arrived_are_folded_away(seen_by, county):
    head = Membership.objects.filter(household__no="H0001").first().person
    where = {"said_on": date(2018, 12, 31)}
    Entry.objects.create(kind="health", person=head, values={}, **where)
    client, at = seen_by("county_approver"), f"/area/{county.county.code}/ledgers/"
    page = client.get(at).content.decode()
    assert "given_health" in page and "项两本账相符" not in page
    file = SourceFile.objects.create(sha256="f" * 64, name="大病.xlsx", kind="health", state="loaded")
    Entry.objects.update(file=file)
    Measure.objects.create(
        household=Membership.objects.get(person=head, until=None).household, person=head, code="健康帮扶",
        title="大病", department="县卫计局", year=2018, file=file, **where,
    )  # fmt: skip
    page = client.get(at).content.decode()
    assert "1 项两本账相符" in page and "ledger=given_health" not in page

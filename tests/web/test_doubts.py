"""A doubted list on its page: what looks wrong, stop or go on."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuqing.registry.models import SourceFile
from liuqing.web import jobs
from tests.registry.test_doubts import rows
from tests.web.test_lists_in import HEADINGS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(seen_by, county):
    """A list in which every row stands twice."""
    at = (0, 1, 2, 3, 4, 5, 6, 7, 8)
    lines = [",".join(str(row[n]) for n in at[1:]) for row in rows(20)]
    text = "\n".join((HEADINGS, *[line.replace("东村", "甲村") for line in lines * 2], ""))
    client = seen_by("county_approver")
    client.post("/files/upload/", {"files": [SimpleUploadedFile("低保.csv", text.encode("utf-8-sig"))]})
    assert jobs.reader.wait(60)
    return SourceFile.objects.get(name="低保.csv")


def test_the_page_says_what_looks_wrong_and_offers_to_stop(seen_by, asked):
    assert asked.state == "asked"
    page = seen_by("county_approver").get(f"/files/{asked.pk}/").content.decode()
    assert "粘贴了两遍" in page and "停下，我去核对" in page and "没有错，继续读取" in page
    assert "有疑问，等您答复" in seen_by("county_approver").get("/files/").content.decode()


def test_going_on_reads_it_in_the_background(seen_by, asked):
    seen_by("county_approver").post(f"/files/{asked.pk}/answer/", {"answer": "go-on"})
    assert jobs.reader.wait(60)
    asked.refresh_from_db()
    assert (asked.state, asked.go_on_by, asked.rows) == ("loaded", "county-approver", 40)


def test_stopping_leaves_it_out_and_it_can_be_taken_up(seen_by, asked):
    client = seen_by("county_approver")
    client.post(f"/files/{asked.pk}/answer/", {"answer": "stop"})
    asked.refresh_from_db()
    assert (asked.state, asked.rows) == ("stopped", 0)
    assert "再看一遍" in client.get(f"/files/{asked.pk}/").content.decode()
    client.post(f"/files/{asked.pk}/answer/", {"answer": "again"})
    assert jobs.reader.wait(60)
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_who_only_looks_cannot_answer(seen_by, asked):
    client = seen_by("inspector")
    assert "没有错，继续读取" not in client.get(f"/files/{asked.pk}/").content.decode()
    assert client.post(f"/files/{asked.pk}/answer/", {"answer": "go-on"}).status_code in (403, 404)
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_the_first_page_says_what_looks_wrong_to_who_may_answer(seen_by, asked):
    page = seen_by("county_approver").get("/todo/").content.decode()
    assert f"/files/{asked.pk}/#doubts" in page and "等您说停下还是继续" in page and "粘贴了两遍" in page
    assert "等您说停下还是继续" not in seen_by("inspector").get("/todo/").content.decode()


def test_another_department_is_not_asked(seen_by, asked):
    SourceFile.objects.filter(pk=asked.pk).update(kind="dibao", by="department-officer")
    client = seen_by("department_officer")
    assert "等您说停下还是继续" not in client.get("/todo/").content.decode()


def test_who_answered_is_not_asked_again(seen_by, asked):
    client = seen_by("county_approver")
    client.post(f"/files/{asked.pk}/answer/", {"answer": "stop"})
    assert "等您说停下还是继续" not in client.get("/todo/").content.decode()

"""规划核对 on the web: hand a plan in, see its marks, take them away; nothing of it is kept."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuqing.plans import child, guarded
from liuqing.registry.models import SourceFile

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ONE_WORLD = True
PLAN = (
    "一、资金\n2018至2020年投入资金1200万元，其中：2018年400万元，2019年400万元，2020年300万元。\n"
    "二、搬迁<script>alert(1)</script>\n搬迁50户，其中：2018年20户，2019年30户。\n"
)


def plan(text=PLAN, name="三年计划.txt"):
    return SimpleUploadedFile(name, text.encode())


def text(answer, status=200) -> str:
    assert answer.status_code == status
    return answer.content.decode()


def carried(page: str) -> str:
    return re.search(r'name="carried" value="([^"]+)"', page)[1]


@pytest.mark.parametrize(
    "part", ["village_officer", "department_officer", "administrator", "evaluator", "nobody"]
)
def test_everybody_who_is_signed_in_finds_the_page_in_the_menu(seen_by, part):
    client = seen_by(part)
    menu = text(client.get("/plan-check/"))
    assert 'href="/plan-check/" aria-current="page"' in menu


def test_who_writes_plans_finds_both_behind_one_word(seen_by, assessed):
    page = text(seen_by("county_approver").get("/plans/"))
    assert 'href="/plan-check/"' in page and page.count("规划核对") == 1


def test_a_stranger_is_sent_to_sign_in(client, db):
    for path in ("/plan-check/", "/plan-check/report.html", "/plan-check/figures.xlsx"):
        assert client.post(path, {"text": PLAN}).headers["Location"].startswith("/sign-in/")


def test_a_plan_handed_in_shows_its_marks_in_place(seen_by):
    page = text(seen_by("village_officer").post("/plan-check/", {"plan": plan()}))
    assert "这份文件有 1 处对不上" in page and "三年计划.txt" in page
    assert re.search(r'<a class="q fails total"[^>]*>1200万元</a><sup><a href="#c\d+">1</a></sup>', page)
    assert page.count('class="q holds"') > 3
    assert "−100" in page


def test_a_script_gets_only_the_findings(seen_by):
    answer = seen_by("village_officer").post("/plan-check/", {"plan": plan()}, headers={"hx-request": "true"})
    assert "<html" not in text(answer) and "1200万元" in text(answer)


def test_a_text_pasted_is_checked_as_well(seen_by):
    assert "这份文件有 1 处对不上" in text(seen_by("village_officer").post("/plan-check/", {"text": PLAN}))


def test_the_text_of_a_stranger_is_never_markup(seen_by):
    page = text(seen_by("village_officer").post("/plan-check/", {"plan": plan(name="<img src=x>.txt")}))
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page and "<img" not in page


def test_the_report_and_the_workbook_come_of_what_the_page_carries(seen_by):
    client = seen_by("village_officer")
    body = {"carried": carried(text(client.post("/plan-check/", {"plan": plan()})))}
    answer = client.post("/plan-check/report.html", body)
    assert "attachment" in answer["Content-Disposition"]
    assert "<title>规划核对：三年计划.txt</title>" in b"".join(answer.streaming_content).decode()
    answer = client.post("/plan-check/figures.xlsx", body)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert [row[2].value for row in book["数"].iter_rows(min_row=2)][:2] == ["1200万元", "400万元"]


@pytest.mark.parametrize(
    "sent", ["", "x", "eJwDAAAAAAE=", "gASVIAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAJpZJSFlFKULg=="]
)
def test_what_was_not_carried_by_our_page_is_refused(seen_by, sent):
    answer = seen_by("village_officer").post("/plan-check/report.html", {"carried": sent})
    assert "网页里带的文字不完整" in text(answer, 422)


def test_nothing_is_kept(seen_by, county, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = SourceFile.objects.count()
    client = seen_by("village_officer")
    page = text(client.post("/plan-check/", {"plan": plan()}))
    b"".join(client.post("/plan-check/report.html", {"carried": carried(page)}).streaming_content)
    assert list(tmp_path.rglob("*")) == [] and SourceFile.objects.count() == before


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "没有选文件"),
        ({"text": "  \n "}, "没有选文件"),
        ({"plan": SimpleUploadedFile("a.pdf", b"%PDF-1.4 broken")}, "a.pdf"),
        ({"plan": SimpleUploadedFile("a.docx", b"PK\x03\x04 broken")}, "a.docx"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(seen_by, body, said):
    page = text(seen_by("village_officer").post("/plan-check/", body), 422)
    assert said in page and 'role="alert"' in page


def test_a_file_over_the_limit_is_not_read(seen_by, monkeypatch):
    monkeypatch.setattr("liuqing.web.pages.plan_check.LARGEST", 100)
    assert "文件超过" in text(seen_by("village_officer").post("/plan-check/", {"plan": plan()}), 422)


def test_a_check_that_never_ends_is_stopped_and_the_server_lives(seen_by, monkeypatch):
    monkeypatch.setattr(guarded, "CLOCK", 0.01)
    assert "已停止" in text(seen_by("village_officer").post("/plan-check/", {"plan": plan()}), 422)


def test_who_comes_when_many_check_waits_his_turn_and_is_told(seen_by, monkeypatch):
    monkeypatch.setattr(guarded, "PATIENCE", 0.01)
    for _ in range(guarded.TOGETHER):
        guarded._turns.acquire()
    try:
        assert "现在查的人多" in text(seen_by("village_officer").post("/plan-check/", {"plan": plan()}), 422)
    finally:
        for _ in range(guarded.TOGETHER):
            guarded._turns.release()


@pytest.mark.parametrize(
    ("code", "problem"),
    [(-9, "plan.too_slow"), (-6, "plan.too_large"), (-11, "plan.too_large"), (1, "plan.broken")],
)
def test_a_child_that_dies_leaves_a_sentence(code, problem):
    assert guarded._death(code)["problem"][0] == problem
    assert child.too_large()[0] == "plan.too_large"


def test_the_marks_look_as_in_the_report_and_keep_the_rules_of_the_site(seen_by):
    client = seen_by("village_officer")
    assert b".plan .q.fails" in client.get("/plan-check/marks.css").content
    page = text(client.post("/plan-check/", {"plan": plan()}))
    assert "<style" not in page and " style=" not in page
    assert "'unsafe-inline'" not in client.get("/plan-check/").headers["Content-Security-Policy"]

"""What the pages show: figures, six clears in order, reasons, filters, one number for sixty seconds."""

import re

import pytest

from liuqing.policy.tables import CLEARS
from liuqing.registry import secrets
from liuqing.registry.models import Person
from liuqing.workflow.models import Event

pytestmark = pytest.mark.django_db
ONE_WORLD = True
BOTH_DATABASES = True


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_board_leads_down_to_every_township(seen_by, assessed, county):
    page = text(seen_by("county_leader").get("/area/990101/"))
    for town in county.towns:
        assert f'href="/area/{town.code}/"' in page


def test_the_board_of_a_township_tells_in_sentences(seen_by, assessed, county):
    page = text(seen_by("township_reviewer").get(f"/area/{county.towns[0].code}/"))
    assert "历年脱贫 3 人，2017 年最多，3 人" in page
    assert "是最主要的致贫原因" in page
    assert f'href="/area/{county.villages[0].code}/"' in page


def test_every_picture_has_its_table(seen_by, assessed):
    page = text(seen_by("county_leader").get("/area/990101/"))
    figures = re.findall(r"<figure.*?</figure>", page, re.DOTALL)
    assert len(figures) == 3
    assert all("<table" in figure and "<figcaption>" in figure for figure in figures)


def test_the_six_clears_come_in_their_order(seen_by, assessed):
    page = text(seen_by("village_officer").get("/household/H0001/"))
    sections = re.findall(r'<section class="sheet clear" id="(\w+)"', page)
    assert sections == list(CLEARS)


def test_each_known_fact_names_its_source(seen_by, assessed):
    page = text(seen_by("village_officer").get("/household/H0001/"))
    grade = re.search(r"<dt>住房鉴定等级</dt>.*?</div>", page, re.DOTALL)[0]
    assert "第 12 行" in grade
    assert "2018-12-31" in grade


def test_reasons_come_as_a_tree_when_they_are_asked_for(seen_by, assessed):
    client = seen_by("village_officer")
    page = text(client.get("/household/H0001/why/exits/", headers={"hx-request": "true"}))
    assert "<html" not in page
    assert page.count("<li>") > 5
    assert "退出线" in page


def test_a_finding_that_does_not_exist_is_not_found(seen_by, assessed):
    assert seen_by("village_officer").get("/household/H0001/why/nonsense/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", {"H0001", "H0002", "H0003", "H0004", "H0005"}),
        ("?standing=exited", {"H0002", "H0004"}),
        ("?exit_year=2017", {"H0002"}),
        ("?cause=因残", {"H0005"}),
        ("?standing=nonsense&score=99&exit_year=x", {"H0001", "H0002", "H0003", "H0004", "H0005"}),
    ],
)
def test_a_list_is_narrowed_and_counted(seen_by, assessed, asked, expected):
    page = text(seen_by("county_approver").get(f"/area/990101/households/{asked}"))
    assert set(re.findall(r"/household/(H\d+)/", page)) == expected
    assert f"共 {len(expected)} 户" in page


def test_a_search_by_identity_number_finds_the_household_and_leaves_no_address(seen_by, county):
    person = Person.objects.get(person_no="PH000100")
    number = secrets.decrypt(person.id_cipher)
    client = seen_by("village_officer")
    page = text(client.post("/search/", {"q": number}))
    assert "/household/H0001/" in page
    assert client.get("/search/", {"q": number}).content.decode().count(number) == 0


def test_a_whole_number_needs_a_purpose_lasts_a_minute_and_leaves_a_trace(seen_by, county):
    client = seen_by("township_reviewer")
    member = county.households[0].memberships.order_by("pk").first()
    number = secrets.decrypt(member.person.id_cipher)
    refused = client.post("/household/H0001/identity/", {"person": member.pk, "purpose": ""})
    assert refused.status_code == 422
    assert number not in refused.content.decode()
    shown = client.post(
        "/household/H0001/identity/",
        {"person": member.pk, "purpose": "入户核实"},
        headers={"hx-request": "true"},
    )
    assert number in text(shown)
    assert 'data-seconds="60"' in text(shown)
    assert "no-store" in shown["Cache-Control"]
    trace = Event.objects.filter(act="identity.revealed").get()
    assert trace.detail["purpose"] == "入户核实"


def test_a_village_cadre_has_no_way_to_a_whole_number(seen_by, county):
    client = seen_by("village_officer")
    member = county.households[0].memberships.first()
    assert "reveal-purpose" not in text(client.get("/household/H0001/"))
    answer = client.post("/household/H0001/identity/", {"person": member.pk, "purpose": "入户核实"})
    assert answer.status_code == 404


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_household_sheet_is_given_as_a_file(seen_by, assessed, form, begins):
    answer = seen_by("village_officer").get(f"/household/H0001/card.{form}")
    assert b"".join(answer.streaming_content).startswith(begins)
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("path", "questions"),
    [
        ("/area/990101/", 20),
        ("/area/990101/households/", 20),
        ("/area/990101001001/", 20),
        ("/area/990101/flags/", 20),
        ("/todo/", 20),
        ("/household/H0001/", 23),  # six clears from fifteen tables, cases, who looked
    ],
)
def test_no_page_asks_the_record_many_questions(
    seen_by, assessed, django_assert_max_num_queries, path, questions
):
    client = seen_by("county_leader")
    client.get(path)  # the first look of a day also writes that somebody looked
    with django_assert_max_num_queries(questions):
        assert client.get(path).status_code == 200

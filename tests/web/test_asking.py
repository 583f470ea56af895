"""The public page: anybody may ask, without an account or a script; nothing personal goes anywhere else."""

import base64
import hashlib
import json
import logging
import re
from datetime import date

import pytest
import time_machine
from django.test import Client

from liuqing.registry.models import Clue, Report
from liuqing.registry.queries import clues as queries
from liuqing.workflow import limits
from liuqing.workflow.models import Event
from tests import county as making

pytestmark = pytest.mark.django_db
VILLAGE = "/ask/990101001001/"
FAKE, PHONE, WORDS = "测名甲乙", "13988887777", "暗号词句丙丁"
SAID = {
    "name": FAKE,
    "phone": PHONE,
    "happened": ["illness", "work"],
    "words": WORDS,
    "about": "self",
    "agree": "1",
}
HEAVIEST = 12_000
"""Bytes that a public page may have."""


@pytest.fixture(autouse=True)
def fresh(settings):
    """Limits of other tests do not count here."""
    (settings.WORKSPACE.folder / limits.FILE).unlink(missing_ok=True)


def asked(client, **more):
    return client.post(VILLAGE, {**SAID, **more})


def receipt_of(answer) -> str:
    return re.search(r'class="number">([0-9A-Z-]{12})<', answer.content.decode())[1]


def checked(client, receipt, digits=PHONE[-4:]):
    return client.post("/ask/check/", {"receipt": receipt, "digits": digits})


def pages(client):
    """Every page that somebody without an account may see, in the order in which one sees them."""
    yield client.get("/ask/")
    yield client.get("/ask/990101001/")
    yield client.get(VILLAGE)
    yield asked(client, name="")
    received = asked(client)
    yield received
    yield client.get("/ask/check/")
    yield checked(client, "AAA-AAA-AAAA")
    yield checked(client, receipt_of(received))
    yield client.get("/ask/990199/")


def test_a_household_asks_and_gets_a_receipt(client, county):
    answer = asked(client)
    assert answer.status_code == 200
    report = Report.objects.get()
    assert receipt_of(answer) == report.receipt
    assert (report.channel, report.clue.area, report.clue.grade) == ("request", county.villages[0], "orange")


def test_the_whole_way_works_without_a_cookie_a_script_or_a_token(county):
    client = Client(enforce_csrf_checks=True)
    for page in pages(client):
        assert page.status_code in (200, 404, 422)
        assert not page.cookies
        assert "<script" not in page.content.decode()
        assert "no-store" in page["Cache-Control"]
    assert not client.cookies
    assert Clue.objects.count() == 1


def test_every_public_page_is_light_and_one_request(client, county):
    for page in pages(client):
        text = page.content.decode()
        assert len(page.content) <= HEAVIEST
        assert not re.search(r'(?:src|href)="(?!/ask/|data:)', text)


def test_the_style_in_the_page_is_the_one_that_is_allowed(client, county):
    page = client.get(VILLAGE)
    style = re.search(r"<style>(.*?)</style>", page.content.decode(), re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page["Content-Security-Policy"]


def test_a_village_can_be_found_from_the_county_down(client, county):
    for address, below in (("/ask/", "/ask/990101001/"), ("/ask/990101001/", VILLAGE)):
        assert f'href="{below}"' in client.get(address).content.decode()
    assert 'name="name"' in client.get(VILLAGE).content.decode()


def test_nothing_of_any_household_is_on_a_public_page(client, county):
    heads = ("钱初九", "孙十一", "李十二", "周十三", "吴十四", "H0001")
    asked(client, name="孙十一")
    told = "".join(page.content.decode() for page in pages(client))
    assert not any(head in told for head in heads)


def test_name_phone_and_words_are_in_no_log_no_trail_no_address_and_on_no_answer(client, county, caplog):
    caplog.set_level(logging.DEBUG)
    answer = asked(client)
    found = checked(client, receipt_of(answer))
    told = caplog.text + json.dumps(list(Event.objects.values()), ensure_ascii=False, default=str)
    told += (
        answer.content.decode()
        + found.content.decode()
        + answer.request["PATH_INFO"]
        + answer.request["QUERY_STRING"]
    )
    # By chance four digits stand in a keyed seal too.
    told = re.sub(r"\b[0-9a-f]{64}\b", "", told)
    for secret in (FAKE, PHONE, WORDS, PHONE[-4:]):
        assert secret not in told


def test_the_same_request_twice_has_the_same_receipt_and_a_reload_makes_nothing_new(client, county):
    assert receipt_of(asked(client)) == receipt_of(asked(client))
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    "what",
    [
        {"name": ""},
        {"phone": "123"},
        {"happened": [], "words": ""},
        {"agree": ""},
        {"website": "x"},
        {"words": "长" * 301},
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client, county, what):
    answer = asked(client, **what)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Report.objects.exists()
    if "name" not in what:
        assert FAKE in answer.content.decode()


def test_who_agrees_is_told_what_for_who_sees_it_and_how_long(client, county):
    text = client.get(VILLAGE).content.decode()
    for said in ("只用来", "村", "乡镇", "24 个月", "查看、更正、删除", "撤回同意", "我看清楚了，同意"):
        assert said in text


def test_a_receipt_shows_where_it_stands(client, county):
    text = checked(client, receipt_of(asked(client))).content.decode()
    assert "收到申报" in text
    assert "最晚" in text


def test_a_wrong_number_and_wrong_digits_are_answered_alike(client, county):
    receipt = receipt_of(asked(client))
    wrong, nowhere = checked(client, receipt, "0000"), checked(client, "AAA-AAA-AAAA")
    assert wrong.status_code == nowhere.status_code == 422
    assert wrong.content == nowhere.content


def test_an_address_may_ask_thirty_times_a_day_and_again_tomorrow(client, county):
    with time_machine.travel("2026-03-02T02:00:00Z", tick=False):
        for n in range(30):
            assert asked(client, phone=f"139000000{n:02d}").status_code == 200
        assert asked(client, phone="13911111111").status_code == 429
        assert client.post(VILLAGE, SAID, REMOTE_ADDR="192.0.2.8").status_code == 200
    with time_machine.travel("2026-03-03T02:00:00Z", tick=False):
        assert asked(client).status_code == 200


def test_a_phone_may_ask_six_times_a_day_from_wherever(client, county):
    for n in range(6):
        answer = client.post(VILLAGE, {**SAID, "words": f"第{n}件"}, REMOTE_ADDR=f"192.0.2.{n}")
        assert answer.status_code == 200
    assert asked(client, words="第七件").status_code == 429


def test_one_receipt_is_looked_after_ten_times_a_day_from_many_addresses(client, county):
    receipt = receipt_of(asked(client))
    for n in range(10):
        data = {"receipt": receipt.lower(), "digits": "0000"}
        assert client.post("/ask/check/", data, REMOTE_ADDR=f"192.0.2.{n}").status_code == 422
    assert checked(client, receipt).status_code == 429


def test_one_address_looks_after_thirty_receipts_a_day(client, county):
    from liuqing.workflow import receipts

    for _ in range(30):
        assert checked(client, receipts.new()).status_code == 422
    assert checked(client, receipts.new()).status_code == 429


def test_behind_a_server_of_this_machine_the_address_that_it_names_counts(county, settings):
    client = Client(REMOTE_ADDR="127.0.0.1")
    for n in range(31):
        answer = client.post(
            VILLAGE,
            {**SAID, "phone": f"139000000{n:02d}"},
            headers={"X-Forwarded-For": f"9.9.9.9, 192.0.2.{n}"},
        )
        assert answer.status_code == 200
    direct = Client(REMOTE_ADDR="192.0.2.200")
    for n in range(31):
        answer = direct.post(
            VILLAGE, {**SAID, "phone": f"138000000{n:02d}"}, headers={"X-Forwarded-For": f"192.0.3.{n}"}
        )
    assert answer.status_code == 429


def test_an_identity_number_in_the_words_is_kept_sealed_and_in_no_list(client, county, cast):
    number = making.identity()
    assert asked(client, words=f"我是{number}").status_code == 200
    assert number not in json.dumps(list(Event.objects.values()), default=str)
    assert number not in repr(queries.mine(cast.township_reviewer))
    assert number not in repr(queries.clue(cast.village_officer, Clue.objects.get().pk))


def test_an_old_poster_leads_to_the_village_of_today(client, county):
    merged, renamed, other = county.villages
    merged.until, merged.successor = date(2025, 1, 1), other
    merged.save()
    renamed.known_as = [{"code": "990101001999", "name": "旧村", "until": "2024-01-01"}]
    renamed.save()
    assert "丙村" in client.get(VILLAGE).content.decode()
    assert "乙村" in client.get("/ask/990101001999/").content.decode()
    asked(client)
    assert Clue.objects.get().area == other


def test_that_somebody_agreed_is_in_the_trail(client, county):
    asked(client)
    assert Event.objects.get(act="clues.reported").detail["consent"] == "form"


def test_what_is_no_village_takes_nothing_in(client, county):
    for address in ("/ask/", "/ask/990101001/"):
        assert client.post(address, SAID).status_code == 200
    assert client.post("/ask/990199/", SAID).status_code == 404
    assert not Report.objects.exists()

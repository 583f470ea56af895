"""The officers' pages of clues: each sees their part, and what they do lands where it should."""

import re
from dataclasses import replace
from datetime import date

import pytest
import time_machine

from liuqing.registry.models import Clue, Household, Report
from liuqing.registry.services import clues as acts
from liuqing.registry.services.clues import Said
from liuqing.workflow.models import Event

pytestmark = pytest.mark.django_db
FAKE, PHONE, WORDS = "测名甲乙", "13988887777", "暗号词句丙丁"


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel("2026-03-02T02:00:00Z", tick=False):
        yield


@pytest.fixture
def asked(county):
    """A request that names nobody of the register."""

    def ask(name=FAKE, happened=("work",), phone=PHONE, area=None) -> Clue:
        said = Said(name=name, phone=phone, happened=happened, words=WORDS)
        return acts.report(channel="request", area=area or county.villages[0], said=said).clue

    return ask


def home(no="H0001") -> Household:
    return Household.objects.get(no=no)


def page(client, path) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_what_waits_stands_with_who_may_do_it(seen_by, asked):
    asked()
    assert "等您分派到村" in page(seen_by("township_reviewer"), "/clues/")
    village = page(seen_by("village_officer"), "/clues/")
    assert "还不知道是哪一户" in village
    assert "等您分派到村" not in village


def test_lists_show_no_name_phone_or_word_of_who_asked(seen_by, county, asked):
    asked()
    for path in ("/clues/", f"/area/{county.county.code}/clues/?state=open", "/todo/"):
        told = page(seen_by("county_approver"), path)
        assert not any(secret in told for secret in (FAKE, PHONE, WORDS))


def test_who_has_no_right_here_finds_no_page(seen_by, asked):
    pk = asked().pk
    for part in (
        "outsider",
        "county_leader",
        "inspector",
        "finance",
        "department_officer",
        "administrator",
        "nobody",
    ):
        client = seen_by(part)
        assert client.get(f"/clues/{pk}/").status_code == 404, part
        assert client.post(f"/clues/{pk}/", {"act": "send"}).status_code == 404, part
        if part != "outsider":
            assert client.get("/clues/").status_code == 404, part
            assert client.get("/clues/new/").status_code == 404, part
    assert Clue.objects.get().state == "received"


def test_received_clues_are_sent_together(seen_by, asked):
    one, two = asked(), asked(phone="13900000002", name="测乙")
    foreign = seen_by("village_officer").post("/clues/", {"clue": [one.pk, two.pk]})
    assert foreign.status_code == 302
    assert set(Clue.objects.values_list("state", flat=True)) == {"received"}
    seen_by("township_reviewer").post("/clues/", {"clue": [one.pk, two.pk, 999999]})
    assert set(Clue.objects.values_list("state", flat=True)) == {"sent"}


def test_one_clue_from_the_request_to_the_end(seen_by, asked):
    path = f"/clues/{asked(name='孙十一').pk}/"
    village, town = seen_by("village_officer"), seen_by("township_reviewer")
    assert WORDS in page(village, path)
    assert town.post(path, {"act": "send"}).status_code == 302
    seen = {"act": "verify", "result": "difficult", "visited_on": "2026-03-02", "said": "见到本人"}
    assert village.post(path, seen).status_code == 302
    assert "见到本人" in page(town, path)
    assert town.post(path, {"act": "close", "outcome": "helped", "reason": "已办"}).status_code == 302
    clue = Clue.objects.get()
    assert (clue.state, clue.outcome, clue.visited_on) == ("closed", "helped", date(2026, 3, 2))
    assert "已帮扶，不需进入程序" in page(village, path)


@pytest.mark.parametrize(
    "said",
    [
        {"act": "verify", "result": "difficult", "visited_on": "2026-03-03", "said": "看"},
        {"act": "verify", "result": "difficult", "visited_on": "昨天", "said": "看"},
        {"act": "close", "outcome": "helped", "reason": "不看了"},
        {"act": "tie", "household": "H9999"},
        {"act": "tie", "person": "x"},
    ],
)
def test_what_does_not_fit_is_said_on_the_page_and_changes_nothing(seen_by, asked, said):
    pk = asked(happened=("disaster",)).pk
    answer = seen_by("county_approver").post(f"/clues/{pk}/", said)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert Clue.objects.get().state == "sent"


def test_an_officer_finds_out_whose_it_is_and_comes_to_the_clue_that_lives_on(seen_by, asked, county, cast):
    said = Said(happened=("illness",))
    old = acts.report(
        channel="round", area=county.villages[0], said=said, by=cast.village_officer, household=home("H0002")
    )
    pk, client = asked().pk, seen_by("village_officer")
    found = client.post(f"/clues/{pk}/", {"act": "find", "wanted": "孙十一"})
    person = re.search(r'name="person" value="(\d+)"', found.content.decode())[1]
    answer = client.post(f"/clues/{pk}/", {"act": "tie", "person": person})
    assert answer["Location"] == f"/clues/{old.clue_id}/"
    assert client.get(f"/clues/{pk}/")["Location"] == f"/clues/{old.clue_id}/"
    assert WORDS in page(client, f"/clues/{old.clue_id}/")


def test_a_wrong_match_is_taken_back_on_the_page(seen_by, asked):
    clue = asked(name="孙十一")
    client, path = seen_by("village_officer"), f"/clues/{clue.pk}/"
    voice = re.search(r'name="voice" value="(\d+)"', page(client, path))[1]
    assert client.post(path, {"act": "part", "voice": voice}).status_code == 302
    assert "这是哪一户" in page(client, path)


def test_a_villager_may_have_the_own_words_deleted(seen_by, asked):
    clue = asked()
    client, path = seen_by("village_officer"), f"/clues/{clue.pk}/"
    assert client.post(path, {"act": "erase", "voice": clue.reports.get().pk}).status_code == 302
    told = page(client, path)
    assert "已删除" in told
    assert not any(secret in told for secret in (FAKE, PHONE, WORDS))


def test_a_village_officer_reports_what_was_seen_in_three_taps(seen_by):
    client = seen_by("village_officer")
    assert 'value="钱初九 H0001"' in page(client, "/clues/new/")
    answer = client.post(
        "/clues/new/", {"village": "990101001001", "whose": "钱初九 H0001", "happened": "house"}
    )
    clue = Clue.objects.get()
    assert answer["Location"] == f"/clues/{clue.pk}/"
    assert (clue.household, clue.state, clue.grade) == (home(), "sent", "orange")
    assert clue.reports.get().channel == "round"


def test_who_is_not_in_the_list_is_written_down_by_name(seen_by):
    answer = seen_by("village_officer").post(
        "/clues/new/", {"village": "990101001001", "whose": FAKE, "happened": "work"}
    )
    clue = Clue.objects.get()
    assert clue.household is None
    assert FAKE not in answer["Location"]


def test_a_villager_without_a_phone_gets_a_receipt_from_an_officer(seen_by, client):
    said = {
        "village": "990101001001", "whose": "钱初九 H0001", "happened": "work", "channel": "request", "name": "钱初九",
    }  # fmt: skip
    officer = seen_by("village_officer")
    told = page(officer, officer.post("/clues/new/", said)["Location"])
    receipt, digits = re.search(r"回执号 ([0-9A-Z-]{12}).*?四位数填 (\d{4})", told, re.DOTALL).groups()
    answer = client.post("/ask/check/", {"receipt": receipt, "digits": digits})
    assert "收到申报" in answer.content.decode()


def test_nobody_reports_for_another_village(seen_by):
    said = {"village": "990101002001", "whose": FAKE, "happened": "work"}
    assert seen_by("village_officer").post("/clues/new/", said).status_code == 404
    assert seen_by("village_officer").get("/clues/new/?village=990101002001").status_code == 404
    assert not Report.objects.exists()


def test_warnings_are_seen_before_they_become_clues(seen_by, county, assessed):
    client, path = seen_by("county_approver"), f"/area/{county.county.code}/clues/make/"
    told = page(client, path)
    count = int(re.search(r"生成并分派 (\d+) 条", told)[1])
    assert not Clue.objects.exists()
    assert client.post(path, {"snapshot": assessed.pk}).status_code == 302
    assert Clue.objects.count() == count
    assert "条正在办" in page(client, path)
    assert seen_by("village_officer").get(f"/area/{county.villages[0].code}/clues/make/").status_code == 404


def test_counts_of_the_board_lead_to_the_clues_only_for_who_may_see_them(seen_by, county, asked):
    pk = asked().pk
    path = f"/area/{county.towns[0].code}/clues/"
    assert "?channel=request#list" in page(seen_by("township_reviewer"), path)
    assert f'href="/clues/{pk}/"' in page(seen_by("township_reviewer"), f"{path}?channel=request")
    leader = page(seen_by("county_leader"), f"{path}?channel=request")
    assert "?channel=request#list" not in leader
    assert f"/clues/{pk}/" not in leader


def test_the_board_says_that_the_address_of_the_county_is_missing(seen_by, county, settings):
    path = f"/area/{county.villages[0].code}/clues/"
    assert "county.toml" in page(seen_by("township_reviewer"), path)
    settings.WORKSPACE = replace(settings.WORKSPACE, address="https://example.gov.cn")
    assert "county.toml" not in page(seen_by("township_reviewer"), path)


def test_a_village_prints_its_poster_and_a_stranger_does_not(seen_by, county):
    path = f"/area/{county.villages[0].code}/clues/poster.pdf"
    answer = seen_by("village_officer").get(path)
    assert b"".join(answer.streaming_content)[:5] == b"%PDF-"
    assert seen_by("outsider").get(path).status_code == 404
    assert seen_by("nobody").get(path).status_code == 404


def test_a_procedure_starts_from_the_clue_for_who_may_propose_it(seen_by, asked):
    path = f"/clues/{asked(name='孙十一').pk}/"
    assert re.search(
        r"/standing/start/\?household=H0002&amp;clue=\d+", page(seen_by("village_officer"), path)
    )
    assert "/standing/start/?household" not in page(seen_by("township_reviewer"), path)


def test_who_looked_at_a_clue_is_in_the_trail_once_a_day(seen_by, asked):
    path = f"/clues/{asked().pk}/"
    client = seen_by("village_officer")
    page(client, path)
    page(client, path)
    assert Event.objects.filter(act="seen", by="village-officer").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_house_forgets_names_and_phones_two_years_after_the_end_by_itself(county, cast, asked):
    from liuqing.web import jobs

    clue = asked()
    acts.close(clue=clue, by=cast.township_reviewer, outcome="known", reason="在办")
    with time_machine.travel("2028-03-02T02:00:00Z", tick=False):
        jobs.housekeeper.start(every=60)
        jobs.housekeeper.stop()
    assert Report.objects.get().phone is None

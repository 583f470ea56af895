"""The loop on the pages: sent by the county, answered in the village, judged in the town, struck off."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from liuqing.registry.models import Case, Entry, Membership, PersonYear, SourceFile, Thread
from liuqing.registry.services import accounts, snapshots
from liuqing.workflow.models import Event
from tests import county as making

JPEG = b"\xff\xd8\xff\xe0 picture"
pytestmark = pytest.mark.django_db
BOTH_DATABASES = True


@pytest.fixture
def found(county):
    """H0001's head is dead by the police list, and one of its children stands on no school roll."""
    members = Membership.objects.filter(household__no="H0001").order_by("pk")
    police = SourceFile.objects.create(
        sha256="d" * 64, name="死亡.xlsx", kind="police_deaths", state="loaded", on=making.ON
    )
    Entry.objects.create(
        kind="police_deaths", person=members[0].person, values={"died_on": "2018-02-01"}, file=police, row=7,
        said_on=making.ON,
    )  # fmt: skip
    PersonYear.objects.filter(person=members[2].person).update(school_status="", education="小学")
    snapshots.take(on=making.ON, by=accounts.operator())
    return Case.objects.get(rule="dead_but_active")


@pytest.fixture
def sent(found, seen_by):
    """The county has sent everything."""
    due = (timezone.localdate() + timedelta(days=9)).isoformat()
    seen_by("county_approver").post("/area/990101/send/", {"rule": ["dead_but_active"], "due": due})
    found.refresh_from_db()
    return found


def answer(client, case, **more):
    said = {
        "uuid": uuid4(),
        "outcome": "explained",
        "reason": "death_report_wrong",
        "said": "本人在家",
        **more,
    }
    return client.post(f"/cases/{case.pk}/", said)


def text(answer):
    return answer.content.decode()


def test_everything_is_seen_before_anything_is_sent(found, seen_by):
    county = seen_by("county_approver")
    due = (timezone.localdate() + timedelta(days=9)).isoformat()
    page = text(county.get(f"/area/990101/send/?rule=dead_but_active&due={due}"))
    assert "将派发 1 条到 1 个村" in page and "甲镇" in page
    found.refresh_from_db()
    assert found.state == Case.State.FOUND
    page = text(county.post("/area/990101/send/", {"rule": ["dead_but_active"], "due": due}, follow=True))
    assert "已派发 1 条到 1 个村" in page
    found.refresh_from_db()
    assert found.state == Case.State.SENT


def test_the_village_sees_what_two_papers_say_and_who_says_it(sent, seen_by):
    page = text(seen_by("village_officer").get(f"/cases/{sent.pk}/"))
    assert "2018-02-01" in page
    assert "《死亡注销人员名单》第 7 行" in page
    assert not re.search(r"990101\d{11}[\dX]", page)
    assert Event.objects.filter(act="seen", subject=f"case:{sent.pk}").count() == 1


def test_the_whole_way_of_a_flag(sent, seen_by):
    village, town, county = (seen_by(p) for p in ("village_officer", "township_reviewer", "county_approver"))
    assert "等您核实" in text(village.get("/todo/"))
    assert answer(village, sent).status_code == 302
    assert "等您审核" in text(town.get("/todo/"))
    page = text(town.get("/cases/review/"))
    assert "本人在家" in page and "死亡信息有误" in page
    town.post("/cases/review/", {"case": [sent.pk], "agree": "1"})
    page = text(county.post("/area/990101/cases/", follow=True))
    assert "已销号 1 条" in page
    sent.refresh_from_db()
    assert (sent.state, sent.outcome) == (Case.State.CLOSED, Case.Outcome.EXPLAINED)
    for act in ("测算发现", "派发", "填报核实结果", "审核同意", "销号"):
        assert act in text(county.get(f"/cases/{sent.pk}/"))
    snapshots.take(on=making.ON, by=accounts.operator())
    sent.refresh_from_db()
    assert sent.state == Case.State.CLOSED, "explained, and no fact has changed"


def test_what_came_back_is_said_where_it_is_done_again(sent, seen_by):
    village, town = seen_by("village_officer"), seen_by("township_reviewer")
    answer(village, sent)
    assert town.post("/cases/review/", {"case": [sent.pk], "agree": "0"}).status_code == 422
    town.post("/cases/review/", {"case": [sent.pk], "agree": "0", "words": "请附照片"})
    assert "请附照片" in text(village.get("/cases/"))


def test_a_wrong_answer_keeps_what_was_typed_and_says_what_to_do(sent, seen_by):
    told = answer(seen_by("village_officer"), sent, reason="", said="写了一句")
    assert told.status_code == 422
    assert "没有选情况说明的原因" in text(told) and "写了一句" in text(told)


def test_a_photo_is_kept_and_shown_only_to_who_sees_the_case(sent, seen_by):
    photo = SimpleUploadedFile("证明.jpg", JPEG, content_type="image/jpeg")
    told = answer(seen_by("village_officer"), sent, papers=photo)
    assert told.status_code == 302, text(told)[4000:6000]
    paper = sent.answers.get().evidence.get()
    shown = seen_by("township_reviewer").get(f"/cases/papers/{paper.pk}/")
    assert b"".join(shown.streaming_content) == JPEG
    assert seen_by("outsider").get(f"/cases/papers/{paper.pk}/").status_code == 404


def test_a_photo_that_is_no_photo_is_refused(sent, seen_by):
    wrong = SimpleUploadedFile("程序.exe", b"MZ")
    told = answer(seen_by("village_officer"), sent, papers=wrong)
    assert told.status_code == 422 and "佐证只收" in text(told)


def test_the_department_learns_the_row_and_not_whose_household_it_is(sent, seen_by, cast):
    answer(seen_by("village_officer"), sent, outcome="wrong_list", reason="")
    seen_by("township_reviewer").post("/cases/review/", {"case": [sent.pk], "agree": "1"})
    assert Thread.objects.get(case=sent).row == 7
    police = seen_by("department_officer")
    cast.department_officer.appointments.update(department="县公安局")
    page = text(police.get("/threads/"))
    assert "第 7 行" in page
    assert sent.household.head_name not in page and sent.household.no not in page
    police.post("/threads/", {"thread": Thread.objects.get(case=sent).pk, "words": "已改正"})
    assert "已改正" in text(seen_by("county_approver").get(f"/cases/{sent.pk}/"))


@pytest.mark.parametrize("part", ["outsider", "department_officer", "finance", "administrator", "nobody"])
def test_who_has_nothing_to_do_with_it_finds_no_case(part, sent, seen_by):
    client = seen_by(part)
    assert client.get(f"/cases/{sent.pk}/").status_code in (302, 404)
    assert answer(client, sent).status_code in (302, 404)
    assert client.post("/cases/review/", {"case": [sent.pk], "agree": "1"}).status_code in (302, 404)
    assert client.get("/area/990101/send/").status_code in (302, 404)
    sent.refresh_from_db()
    assert sent.state == Case.State.SENT


def test_places_come_by_their_code_and_never_by_their_count(sent, seen_by):
    page = text(seen_by("county_approver").get("/area/990101/cases/"))
    assert page.index("甲镇") < page.index("乙镇")
    assert "次序按区划代码，不排名" in page
    assert "误报" in text(seen_by("county_approver").get("/area/990101/cases/?by=alarms"))

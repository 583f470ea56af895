"""The assessment started on a page: by whom, once at a time, and what it is told to let through."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from liuqing.registry.models import Case, Person, PersonYear, Snapshot, SourceFile
from liuqing.registry.queries import assessments
from liuqing.registry.services import accounts, files, loading, snapshots
from liuqing.web import catalogue, jobs
from liuqing.web.pages import assess as page
from liuqing.workflow.models import Event
from tests import county as making

pytestmark = pytest.mark.django_db(transaction=True)
DAY = making.ON.isoformat()
FLAG = "not_insured"
OTHERS = ("township_reviewer", "county_leader", "department_officer", "inspector", "outsider", "nobody")


@pytest.fixture(autouse=True)
def assessor(monkeypatch):
    """A server that has just started; nothing runs on when a test ends."""
    fresh = jobs.Assessor()
    monkeypatch.setattr(page, "assessor", fresh)
    yield fresh
    assert fresh.wait(60)


@pytest.fixture
def crowded(county):
    """A list that cannot be right: thirty members of one village, and nobody insured."""
    made = making.household(county, county.villages[0], "H0006", size=30, head="郑十五")
    PersonYear.objects.filter(person__memberships__household=made).update(
        resident_medical=False, employee_medical=False
    )
    return made


def press(client, on=DAY, confirmed=()):
    return client.post("/assess/", {"on": on, "confirmed": list(confirmed)})


def shown(client) -> str:
    answer = client.get("/assess/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("part", OTHERS)
def test_who_may_not_assess_finds_no_such_page(seen_by, assessor, part):
    client = seen_by(part)
    for answer in (client.get("/assess/"), client.get("/assess/progress/"), press(client)):
        assert answer.status_code == 404
    assert assessor.run is None
    assert not Snapshot.objects.exists()


def test_the_analyst_of_one_township_may_not_assess_the_county(cast, county, client):
    from tests.cast import user

    client.force_login(user("town-analyst", "county_analyst", county.towns[0].path))
    assert client.get("/assess/").status_code == 404
    assert client.get("/todo/").status_code == 200


def test_an_analyst_assesses_and_is_led_to_the_board(seen_by, assessor):
    client = seen_by("county_approver")
    assert "还没有测算过" in shown(client)
    assert press(client).url == "/assess/"
    assert assessor.wait(60)
    made = Snapshot.objects.get(complete=True)
    assert made.on == making.ON
    done = shown(client)
    assert "测算完成，数据截至 2018-12-31" in done
    assert 'href="/area/990101/"' in done
    assert Event.objects.get(act="snapshots.taken").by == "county-approver"


def test_a_click_more_does_not_start_it_again(seen_by, assessor, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()
    take = snapshots.take

    def slowly(**asked):
        begun.set()
        assert go_on.wait(60)
        return take(**asked)

    monkeypatch.setattr(snapshots, "take", slowly)
    client = seen_by("county_approver")
    press(client)
    assert begun.wait(60)
    assert press(client).url == "/assess/"
    now = client.get("/assess/progress/")
    assert "正在测算" in now.content.decode()
    assert "HX-Refresh" not in now.headers
    assert 'name="on"' not in shown(client)
    go_on.set()
    assert assessor.wait(60)
    assert client.get("/assess/progress/").headers["HX-Refresh"] == "true"
    assert Snapshot.objects.count() == 1


def test_a_flag_that_stopped_is_let_through_when_its_list_is_confirmed(seen_by, assessor, crowded):
    client = seen_by("county_approver")
    press(client)
    assert assessor.wait(60)
    first = Snapshot.objects.get()
    assert not first.findings.filter(rule=FLAG).exists()
    assert f'name="confirmed" value="{FLAG}"' in shown(client)
    assert 'href="/assess/"' in client.get("/todo/").content.decode()
    stopped = sorted(one["rule"] for one in first.manifest["over_expectation"])
    assert FLAG in stopped
    press(client, confirmed=[*stopped, "exits"])
    assert assessor.wait(60)
    second = Snapshot.objects.exclude(pk=first.pk).get()
    assert second.findings.filter(rule=FLAG, verdict=True).count() == 30
    assert 'id="stopped"' not in shown(client)
    assert Event.objects.filter(act="snapshots.taken").last().detail["confirmed"] == stopped


def test_what_was_not_shown_cannot_be_let_through(seen_by, assessor, crowded):
    press(seen_by("county_approver"), confirmed=[FLAG])  # nothing has stopped yet
    assert assessor.wait(60)
    assert Snapshot.objects.get().manifest["confirmed"] == []
    assert not Snapshot.objects.get().findings.filter(rule=FLAG).exists()


def test_a_day_that_has_not_come_is_refused(seen_by, assessor):
    client = seen_by("county_approver")
    tomorrow = timezone.localdate() + timedelta(days=1)
    press(client, on=tomorrow.isoformat())
    assert assessor.wait(60)
    assert f"{tomorrow} 还没有到，不能测算" in shown(client)
    assert not Snapshot.objects.exists()


def test_today_may_be_assessed(seen_by, assessor):
    press(seen_by("county_approver"), on=timezone.localdate().isoformat())
    assert assessor.wait(60)
    assert Snapshot.objects.get(complete=True).on == timezone.localdate()


@pytest.mark.parametrize("on", ["", "去年", "2018-02-30"])
def test_what_is_no_day_is_refused_in_a_sentence(seen_by, assessor, on):
    answer = press(seen_by("county_approver"), on=on)
    assert answer.status_code == 422
    assert "没有读懂要测算到哪一天" in answer.content.decode()
    assert assessor.run is None


def test_a_list_that_is_being_read_stops_it_in_a_sentence(seen_by, assessor, county):
    SourceFile.objects.create(sha256="c" * 64, name="低保.xlsx", state="loading", by="somebody")
    client = seen_by("county_approver")
    assert "还有 1 份名单没有读完" in shown(client)
    press(client)
    assert assessor.wait(60)
    assert "「低保.xlsx」正在读取" in shown(client)
    assert not Snapshot.objects.exists()


def test_a_fault_of_the_program_is_told_without_what_it_quotes(seen_by, assessor, monkeypatch):
    def broken(**asked):
        raise ValueError(Person.objects.first().name)

    monkeypatch.setattr(snapshots, "take", broken)
    client = seen_by("county_approver")
    press(client)
    assert assessor.wait(60)
    told = shown(client)
    assert "测算没有完成" in told
    assert Person.objects.first().name not in told


def test_an_old_trouble_is_not_told_after_a_later_assessment(seen_by, assessor):
    client = seen_by("county_approver")
    press(client, on=(timezone.localdate() + timedelta(days=1)).isoformat())
    assert assessor.wait(60)
    snapshots.take(on=making.ON, by=accounts.operator())
    assert "还没有到" not in shown(client)


def test_lists_that_came_since_lead_from_the_files_and_from_the_work(seen_by, assessed):
    client = seen_by("county_approver")
    assert "份名单等测算" not in client.get("/files/").content.decode()
    SourceFile.objects.create(sha256="d" * 64, name="低保.xlsx", state="loaded", by="somebody")
    assert "1 份名单等测算" in client.get("/files/").content.decode()
    assert 'href="/assess/"' in client.get("/todo/").content.decode()
    assert 'href="/assess/"' not in seen_by("inspector").get("/files/").content.decode()


def test_a_list_handed_in_before_but_read_after_waits_for_the_next(cast, county, tmp_path):
    path = tmp_path / "低保.csv"
    path.write_text("乡镇,行政村,姓名,性别,身份证号,保障类别,月保障金额,年度发放金额\n", encoding="utf-8-sig")
    with path.open("a", encoding="utf-8") as list_:
        list_.write("甲镇,甲村,,男,,A类,300,3600\n")
    file = files.receive(path, by=cast.county_approver)
    snapshot = snapshots.take(on=making.ON, by=accounts.operator())
    assert assessments.waiting(snapshot) == 0
    loading.load(file, by=cast.county_approver)
    assert assessments.waiting(snapshot) == 1


def test_the_day_proposed_is_that_of_the_data(cast, county):
    newest = making.ON.replace(month=1)
    SourceFile.objects.update(on=newest)
    assert assessments.latest(cast.county_approver).day == newest
    snapshots.take(on=making.ON, by=accounts.operator())
    assert assessments.latest(cast.county_approver).day == making.ON
    Case.objects.all().delete()
    Snapshot.objects.all().delete()
    SourceFile.objects.update(on=None)
    assert assessments.latest(cast.county_approver).day == timezone.localdate()


def test_every_step_is_told_in_english_too(county):
    steps: list[str] = []
    snapshots.take(on=making.ON, by=accounts.operator(), progress=steps.append)
    with translation.override("en"):
        told = [page.spoken(step) for step in steps]
    assert told
    assert not [text for text in told if catalogue.HAN.search(text)]


def test_who_may_be_registered_twice_is_looked_for_after_an_assessment(seen_by, assessor, county):
    press(seen_by("county_approver"))
    assert assessor.wait(60)
    assert [event.by for event in Event.objects.filter(act="pairs.found")] == ["county-approver"]


def test_a_fault_while_looking_for_pairs_leaves_the_assessment_as_it_is(
    seen_by, assessor, county, monkeypatch
):
    def fail(*, by):
        raise RuntimeError

    monkeypatch.setattr(jobs.pairs, "find", fail)
    press(seen_by("county_approver"))
    assert assessor.wait(60)
    assert assessor.run.problem is None
    assert Snapshot.objects.get().complete

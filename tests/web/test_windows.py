"""Windows on the pages: planned, gone through, looked at from every place."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from liuqing.registry.models import Area, Household, Snapshot, Visited, Window
from liuqing.registry.services import accounts, snapshots
from liuqing.web.turning_windows import turner
from liuqing.workflow.models import Event
from tests.registry import histories

pytestmark = pytest.mark.django_db
ONE_WORLD = True


@pytest.fixture
def running(assessed):
    """A window that is open since the day after the small county was frozen, until a month from now."""
    today, first = timezone.localdate(), assessed.on + timedelta(days=1)

    def stage(key, label, a, b):
        return {"key": key, "label": label, "first": a.isoformat(), "last": b.isoformat()}

    stages = [
        stage("collection", "采集", first, today - timedelta(days=9)),
        stage("entry", "录入", today - timedelta(days=8), today + timedelta(days=9)),
        stage("feedback", "反馈", today + timedelta(days=10), today + timedelta(days=30)),
    ]
    return Window.objects.create(
        label="年度动态调整", year=today.year, opens_on=first, closes_on=today + timedelta(days=30), stages=stages,
        state="open", opening=assessed, by="county-approver", at=timezone.now(),
    )  # fmt: skip


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def test_the_county_plans_a_window_with_the_days_that_are_proposed(seen_by, assessed):
    client = seen_by("county_approver")
    page = text(client.get("/windows/?year=2018"))
    assert 'value="2018-10-01"' in page and 'value="2018-12-31"' in page and "未核实" in page
    said = {"year": "2018", "label": "二〇一八年动态调整"}
    answer = client.post("/windows/", said)
    window = Window.objects.get()
    assert answer.url == f"/windows/{window.pk}/" and window.label == "二〇一八年动态调整"
    assert (window.opens_on, window.closes_on) == (date(2018, 10, 1), date(2018, 12, 31))


def test_who_does_not_manage_windows_sees_no_form_and_may_not_plan(seen_by, assessed):
    client = seen_by("township_reviewer")
    assert "计划新的窗口" not in text(client.get("/windows/"))
    text(client.post("/windows/", {"year": "2018"}), 404)
    assert not Window.objects.exists()


def test_the_page_tells_where_we_are_what_changed_and_who_is_late(seen_by, running):
    today = timezone.localdate()
    histories.join(Household.objects.get(no="H0001"), today - timedelta(days=3))
    page = text(seen_by("county_approver").get(f"/windows/{running.pk}/"))
    assert "今天在录入阶段" in page and "自然增加" in page and "+1 人" in page
    assert "甲镇" in page and "2 个村没按时" in page and "条提醒" in page
    town = text(seen_by("township_reviewer").get(f"/windows/{running.pk}/"))
    assert "过了 9 天" in town and "乙村" in town and "丙村" not in town
    village = text(seen_by("village_officer").get(f"/windows/{running.pk}/"))
    assert "甲村" in village and "丙村" not in village


def test_a_number_leads_to_who_it_is(seen_by, running):
    histories.join(Household.objects.get(no="H0001"), timezone.localdate() - timedelta(days=3))
    client = seen_by("county_approver")
    place = f"/windows/{running.pk}/990101001001/"
    assert "changes/?register=registered&kind=natural_in" in text(client.get(place)).replace("&amp;", "&")
    page = text(client.get(f"{place}changes/?register=registered&kind=natural_in"))
    assert "H0001" in page and "共 1 条" in page and "BJ" in page
    assert "没有这样的变动" in text(client.get(f"{place}changes/?register=registered&kind=exited"))


def test_only_who_sees_households_sees_who_it_is(seen_by, running):
    client = seen_by("finance")
    page = text(client.get(f"/windows/{running.pk}/"))
    assert "/changes/" not in page
    assert client.get(f"/windows/{running.pk}/990101/changes/").status_code == 404


def test_a_village_marks_its_collection_on_the_page_and_no_other(seen_by, running):
    client = seen_by("village_officer")
    said = {"act": "done", "stage": "collection", "village": "990101001001"}
    assert client.post(f"/windows/{running.pk}/", said).status_code == 302
    assert Visited.objects.get().area == Area.objects.get(code="990101001001")
    text(client.post(f"/windows/{running.pk}/", {**said, "stage": "entry"}), 404)
    assert client.post(f"/windows/{running.pk}/", {**said, "village": "990101002001"}).status_code == 404
    assert Visited.objects.count() == 1


def test_an_unexplained_change_is_explained_on_the_page(seen_by, running):
    home = Household.objects.get(no="H0001")
    histories.stand(home, None, timezone.localdate() - timedelta(days=2))
    client = seen_by("county_approver")
    address = f"/windows/{running.pk}/990101/changes/?kind=unexplained&unit=household"
    page = text(client.get(address))
    assert "写明原因" in page and f'value="{home.pk}"' in page
    assert "4 户、人的变动没有程序也没有名单" in text(client.get(f"/windows/{running.pk}/"))
    client.post(address, {"unit": "household", "key": str(home.pk), "said": "上级文件第 3 号核减"})
    assert "上级文件第 3 号核减" in text(client.get(address))
    assert "写明原因" not in text(seen_by("township_reviewer").get(address.replace("990101/", "990101001/")))


def test_the_dates_to_come_can_be_moved_and_those_past_cannot(seen_by, running):
    client = seen_by("county_approver")
    said = {"act": "dates"}
    for one in running.stages:
        said |= {f"{one['key']}-first": one["first"], f"{one['key']}-last": one["last"]}
    later = (timezone.localdate() + timedelta(days=40)).isoformat()
    assert client.post(f"/windows/{running.pk}/", {**said, "feedback-last": later}).status_code == 302
    assert Window.objects.get().closes_on.isoformat() == later
    text(client.post(f"/windows/{running.pk}/", {**said, "collection-last": "2019-02-01"}), 422)


def test_a_window_that_is_not_there_is_not_found(seen_by, running):
    client = seen_by("county_approver")
    assert client.get("/windows/999999/").status_code == 404
    assert client.get(f"/windows/{running.pk}/990199/").status_code == 404
    assert seen_by("department_officer").get(f"/windows/{running.pk}/").status_code == 404
    assert seen_by("administrator").get("/windows/").status_code == 404


def test_two_snapshots_are_compared_field_by_field(seen_by, assessed):
    home = Household.objects.get(no="H0001")
    home.years.update(house_grade="D")
    histories.join(home, assessed.on)
    later = snapshots.take(on=assessed.on, by=accounts.operator())
    client = seen_by("county_approver")
    page = text(client.get("/snapshots/"))
    assert f'value="{later.pk}"' in page
    assert (
        client.get(f"/snapshots/?a={assessed.pk}&b={later.pk}").url == f"/snapshots/{assessed.pk}/{later.pk}/"
    )
    address = f"/snapshots/{assessed.pk}/{later.pk}/"
    page = text(client.get(address))
    assert "field=house_grade" in page and "field=came" in page
    rows = text(client.get(f"{address}?entity=household&field=house_grade"))
    assert "H0001" in rows and '<td data-label="前一次">B</td>' in rows and ">D</td>" in rows
    assert "H0001" in text(client.get(f"{address}?entity=person&field=came"))
    assert client.get(f"{address}?entity=person&field=nonsense").status_code == 404
    assert "H0001" not in text(seen_by("outsider").get(address))
    assert client.get(f"{address}?area=990199").status_code == 404
    book = client.get(f"{address}differences.xlsx")
    assert book.status_code == 200 and b"".join(book.streaming_content)[:2] == b"PK"
    assert Event.objects.filter(act="reports.written", detail__report="snapshot-diff").count() == 1
    assert client.get(f"/snapshots/{assessed.pk}/{later.pk + 9}/").status_code == 404


def test_only_the_county_opens_and_the_page_tells_how_far_it_is(seen_by, assessed):
    window = Window.objects.create(
        label="要打开的", year=2030, opens_on=date(2030, 1, 1), closes_on=date(2030, 2, 1), stages=[],
        by="x", at=timezone.now(),
    )  # fmt: skip
    text(seen_by("township_reviewer").post(f"/windows/{window.pk}/", {"act": "open"}), 404)
    assert turner.of(window.pk) is None
    assert seen_by("county_approver").get(f"/windows/{window.pk}/progress/").headers["HX-Refresh"] == "true"
    assert Snapshot.objects.filter(complete=True).count() == 1


def test_the_register_of_a_past_day_is_shown_with_its_households(seen_by, assessed):
    client = seen_by("county_approver")
    page = text(client.get("/windows/register/990101/?on=2018-12-30&register=unexited"))
    assert "4 户 12 人" in page and "H0004" in page and "H0002" not in page
    page = text(client.get("/windows/register/990101/?on=2018-12-31&register=unexited"))
    assert "3 户 9 人" in page and "H0004" not in page
    assert "H0004" not in text(
        seen_by("village_officer").get("/windows/register/990101001001/?on=2018-12-30")
    )
    assert "H0004" not in text(seen_by("finance").get("/windows/register/990101/?on=2018-12-30"))
    text(client.get("/windows/register/990101/?on=2999-01-01"), 422)
    assert seen_by("village_officer").get("/windows/register/990101/?on=2018-12-30").status_code == 404

"""The pages of a project's life: gates as ticks, forms that lose nothing, photos only for who may see them."""

import re
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuqing.planning.models import Attachment, Contract, Duty, Funding, Milestone, Progress, Project, Stage
from liuqing.planning.services import life
from liuqing.workflow import clock
from tests.planning import building, living
from tests.planning.conftest import actors, place  # noqa: F401 (the small county's place and officers)

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def walk(county, cast, actors, monkeypatch):  # noqa: F811
    """A project and everybody around it."""
    living.opened(monkeypatch)
    return living.Walk(building.project(county), cast, actors)


@pytest.fixture
def agriculture(client, actors):  # noqa: F811
    """The browser of the department's officer."""
    client.force_login(actors.agriculture, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(answer):
    """What a page says."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def at(made, rest):
    """An address of the project's life."""
    return f"/projects/{made.no}/life/{rest}/"


def test_a_stage_shows_its_gates_met_and_not_met_and_not_known(seen_by, walk):
    page = seen_by("village_officer").get(at(walk.project, "filed"))
    assert page.status_code == 200
    said = text(page)
    assert "还差 1 项" in said and "没有" in said and "有绩效目标" in said and "未核实" in said
    assert 'name="paper:村民会议记录"' in page.content.decode()


def test_a_stage_is_taken_on_its_page_with_a_paper(seen_by, walk):
    answer = seen_by("village_officer").post(
        at(walk.project, "filed"),
        {"uuid": uuid4(), "outcome": "done", "paper:村民会议记录": SimpleUploadedFile("会议.png", PNG)},
    )
    assert answer.status_code == 302 and answer["Location"] == f"/projects/{walk.project.no}/#life"
    assert Project.objects.get().state == "filed" and Attachment.objects.get().kind == "村民会议记录"


def test_what_is_wrong_is_said_and_what_was_written_stays(seen_by, walk):
    walk.take("filed")
    page = seen_by("township_reviewer").post(
        at(walk.project, "reviewed"), {"uuid": uuid4(), "outcome": "returned", "said": ""}
    )
    assert page.status_code == 422 and "请写明退回的理由" in text(page)
    assert re.search(r'value="returned" checked', page.content.decode())
    walk.take("reviewed")
    walk.take("argued")
    page = seen_by("county_approver").post(
        at(walk.project, "pooled"), {"uuid": uuid4(), "outcome": "agreed", "said": "会议通过"}
    )
    assert page.status_code == 422 and "批复文号" in text(page) and "会议通过" in page.content.decode()


def test_whoever_may_not_take_it_is_told_why(seen_by, walk):
    page = seen_by("county_leader").get(at(walk.project, "filed"))
    assert (
        page.status_code == 200
        and "权限" in text(page)
        and '<button class="button main wide">' not in page.content.decode()
    )


@pytest.mark.parametrize("part", ["outsider", "nobody", "administrator", "department_officer"])
def test_a_project_of_others_is_not_there(seen_by, walk, part):
    for rest in ("filed", "contract", "progress", "papers", "duties", "days"):
        assert seen_by(part).get(at(walk.project, rest)).status_code == 404


def test_a_stage_that_does_not_come_next_is_not_there(seen_by, walk):
    assert seen_by("county_approver").get(at(walk.project, "settled")).status_code == 404


def test_a_contract_form_says_what_may_still_be_signed_and_loses_nothing(agriculture, walk):
    walk.to("tendered")
    page = agriculture.get(at(walk.project, "contract"))
    assert "100,000.00" in text(page)
    told = {"uuid": uuid4(), "no": "HT-1", "kind": "works", "party": "示例建筑公司", "amount": "100,000.01", "retention": "3",
            "signed_on": clock.today().isoformat()}  # fmt: skip
    page = agriculture.post(at(walk.project, "contract"), told)
    assert (
        page.status_code == 422
        and "超过项目的资金需求" in text(page)
        and "示例建筑公司" in page.content.decode()
    )
    assert agriculture.post(at(walk.project, "contract"), told | {"amount": "100,000"}).status_code == 302
    made = Contract.objects.get()
    assert made.retention == Decimal("0.03") and made.amount == Decimal("100000.00")
    page = agriculture.get(f"{at(walk.project, 'contract')}{made.pk}/")
    assert "HT-1" in text(page)
    more = {
        "uuid": uuid4(),
        "no": "BC-1",
        "amount": "90000",
        "why": "减少一段",
        "on": clock.today().isoformat(),
    }
    assert agriculture.post(f"{at(walk.project, 'contract')}{made.pk}/", more).status_code == 302
    assert Contract.objects.get().amount == Decimal("90000.00")


def test_another_projects_contract_is_not_there(agriculture, walk, county):
    walk.to("contracted")
    other = building.project(county)
    assert agriculture.get(f"{at(other, 'contract')}{Contract.objects.get().pk}/").status_code == 404


def test_progress_is_reported_with_photos_that_only_they_see_who_see_the_project(agriculture, walk, seen_by):
    walk.to("begun")
    told = {
        "uuid": uuid4(),
        "percent": "60",
        "photos": [SimpleUploadedFile("现场.png", PNG)],
        "on": clock.today().isoformat(),
    }
    assert agriculture.post(at(walk.project, "progress"), told).status_code == 302
    assert Progress.objects.get().percent == 60
    photo = Attachment.objects.get(kind="photo")
    page = agriculture.get(at(walk.project, "progress"))
    address = f"{at(walk.project, 'papers')}{photo.pk}/"
    assert f'src="{address}"' in page.content.decode()
    shown = agriculture.get(address)
    assert shown.status_code == 200 and shown["Content-Type"] == "image/png" and shown.content == PNG
    assert seen_by("outsider").get(address).status_code == 404
    assert seen_by("village_officer").get(address).status_code == 200


@pytest.mark.parametrize("percent", ["很多", "", "101", "-1", "1.5"])
def test_bad_progress_is_answered_in_words(agriculture, walk, percent):
    walk.to("begun")
    page = agriculture.post(
        at(walk.project, "progress"), {"uuid": uuid4(), "percent": percent, "said": "已铺底基层"}
    )
    assert page.status_code == 422 and "0 到 100" in text(page) and "已铺底基层" in page.content.decode()
    assert not Progress.objects.exists()


def test_a_paper_only_on_paper_is_no_file_to_take_away(agriculture, walk):
    assert (
        agriculture.post(at(walk.project, "papers"), {"kind": "论证意见", "on-paper": "1"}).status_code == 302
    )
    assert agriculture.post(at(walk.project, "papers"), {"kind": "论证意见"}).status_code == 422
    made = Attachment.objects.get()
    assert agriculture.get(f"{at(walk.project, 'papers')}{made.pk}/").status_code == 422


def test_who_answers_is_written_once_and_the_days_are_planned(agriculture, walk):
    told = {"part": "施工质量", "unit": "示例公司", "person": "示例人", "since": clock.today().isoformat()}
    assert agriculture.post(f"{at(walk.project, 'duties')}?for=filed", told)["Location"] == at(
        walk.project, "filed"
    )
    assert Duty.objects.count() == 1 and "示例人" in text(agriculture.get(at(walk.project, "duties")))
    page = agriculture.get(at(walk.project, "days"))
    assert "推算" in text(page) and 'value="2018-03-01"' in page.content.decode()
    assert (
        agriculture.post(
            at(walk.project, "days"), {"begun": "2018-03-05", "completed": "2018-03-01"}
        ).status_code
        == 422
    )
    assert agriculture.post(at(walk.project, "days"), {"begun": "2018-03-05"}).status_code == 302
    assert Milestone.objects.get().planned_on == date(2018, 3, 5)


def test_delays_say_why_and_who_must_act(seen_by, walk):
    Project.objects.filter(pk=walk.project.pk).update(state="contracted")
    page = seen_by("county_approver").get("/area/990101/delays/?on=2018-02-26")
    assert page.status_code == 200
    said = text(page)
    assert "眼看要误期" in said and "「开工」" in said and "甲村合作社" in said
    assert "没有误期的" in text(
        seen_by("county_approver").get("/area/990101/delays/?on=2018-02-26&kind=silent")
    )


def test_the_chart_is_a_picture_and_a_list(seen_by, walk):
    Project.objects.filter(pk=walk.project.pk).update(state="contracted")
    page = seen_by("county_approver").get("/area/990101/gantt/?on=2018-06-01").content.decode()
    assert "<svg" in page and "2018-03-01 – 10-31" in page and walk.project.name in page


@pytest.mark.parametrize("asked", ["?on=2018-13-45", "?year=二零&page=999&state=zzz&on=2018-06-01"])
def test_nonsense_in_the_address_breaks_nothing(seen_by, walk, asked):
    for page in ("gantt", "delays", "stages", "contracts", "year-plan"):
        assert seen_by("county_approver").get(f"/area/990101/{page}/{asked}").status_code in (200, 422)


def test_many_are_planned_at_once_from_the_page(seen_by, walk, county):
    made = [building.project(county, state="pooled", score=n) for n in (9, 8, 7)]
    page = seen_by("county_approver").get("/area/990101/year-plan/?year=2018&limit=20").content.decode()
    assert len(re.findall(r'name="project" value="[^"]*"[^>]* checked', page)) == 2
    told = {"uuid": uuid4(), "do": "plan", "year": "2018", "project": [one.no for one in made[:2]]}
    answer = seen_by("county_approver").post("/area/990101/year-plan/?year=2018&limit=20", told)
    assert answer.status_code == 302 and Stage.objects.filter(key="planned").count() == 2
    page = seen_by("county_approver").post("/area/990101/year-plan/?year=2018", told | {"uuid": uuid4()})
    assert page.status_code == 422 and "不能办" in text(page)
    assert seen_by("county_leader").post("/area/990101/year-plan/", told).status_code == 422


def test_the_pool_is_cleared_with_a_reason(seen_by, walk, county):
    made = building.project(county, state="pooled")
    Funding.objects.filter(project=made).delete()
    page = seen_by("county_approver").get("/area/990101/year-plan/?year=2018&stuck=1")
    assert "没有资金需求" in text(page)
    told = {"uuid": uuid4(), "do": "remove", "project": [made.no], "said": ""}
    assert seen_by("county_approver").post("/area/990101/year-plan/", told).status_code == 422
    told |= {"said": "资金没有着落", "uuid": uuid4()}
    assert seen_by("county_approver").post("/area/990101/year-plan/", told).status_code == 302
    assert Project.objects.get(pk=made.pk).state == "removed"


def test_boards_tell_of_offices_and_of_contracts(seen_by, walk):
    walk.to("contracted")
    page = text(seen_by("county_approver").get("/area/990101/stages/?state=contracted&by=department"))
    assert "已签合同" in page and "县农业局" in page and walk.project.name in page
    page = text(seen_by("county_approver").get("/area/990101/contracts/?kind=works"))
    assert "示例建筑公司" in page and "10.00" in page
    assert "示例建筑公司" not in text(seen_by("county_approver").get("/area/990101/contracts/?kind=services"))
    assert "示例建筑公司" not in text(seen_by("outsider").get("/area/990101002001/contracts/"))


def test_pages_of_many_projects_ask_few_questions(seen_by, walk, county, django_assert_max_num_queries):
    for n in range(30):
        building.project(county, state=("pooled", "begun", "planned")[n % 3])
    client = seen_by("county_approver")
    for page in ("gantt", "delays", "stages", "contracts", "year-plan"):
        with django_assert_max_num_queries(24):
            assert client.get(f"/area/990101/{page}/?on=2018-06-01&year=2018").status_code == 200


def test_the_life_on_the_projects_page(seen_by, walk):
    walk.to("begun")
    life.report(
        walk.project,
        by=walk.actors.agriculture,
        percent=30,
        uuid=uuid4(),
        on=clock.today(),
        said="已铺底基层",
    )
    page = seen_by("county_approver").get(f"/projects/{walk.project.no}/")
    said = text(page)
    assert (
        page.status_code == 200 and "下一步：完工" in said and "进度 30%" in said and "示例建筑公司" in said
    )
    assert "已铺底基层" in said and "示扶组〔2018〕3号" in said


def test_a_changed_record_is_said_on_the_projects_page(seen_by, walk):
    walk.to("pooled")
    Stage.objects.filter(ordinal=2).update(on=clock.today() - timedelta(days=9))
    assert "有人动过数据" in text(seen_by("county_approver").get(f"/projects/{walk.project.no}/"))

"""Evaluations on the pages: registered, drawn, visited on a phone, closed, appealed; and who sees what."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from liuqing.compute import sampling
from liuqing.registry.models import Appeal, Evaluation, Questionnaire, Sampled
from liuqing.registry.services import accounts, evaluations, snapshots
from tests import cast as casting
from tests import county as making
from tests.registry import samples

pytestmark = pytest.mark.django_db
ONE_WORLD = True
JPEG = b"\xff\xd8\xff\xe0 picture"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The filled county, its cast and its snapshot, made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = samples.fill(making.five())
        cast = casting.of(made)
        yield made, cast, snapshots.take(on=making.ON, by=accounts.operator())
        transaction.set_rollback(True)


def text(answer):
    return answer.content.decode()


@pytest.fixture
def county_office(seen_by):
    return seen_by("county_approver")


@pytest.fixture
def opened(cast):
    return samples.opened(cast.county_approver)


def enter(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_everything_is_seen_before_anything_is_registered(county_office):
    page = text(county_office.get("/evaluations/new/"))
    assert "每村每类都抽到" in page and "未核实" in page
    page = text(county_office.get("/evaluations/new/?area=990101&design=self_check"))
    for part in ("约 ", "非建档立卡户", "30", "甲村", "登记这次评估"):
        assert part in page, part
    assert not Evaluation.objects.exists()


def test_the_whole_way_from_the_registration_to_the_opening(county_office):
    said = {
        "area": "990101", "design": "self_check", "label": "2018年度自查", "seed_source": "双色球第2018150期",
        "seed_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    answer = county_office.post("/evaluations/new/", said)
    made = Evaluation.objects.get()
    assert answer["Location"] == f"/evaluations/{made.pk}/"
    page = text(county_office.get(f"/evaluations/{made.pk}/"))
    assert made.design["fingerprint"] in page and "双色球第2018150期" in page and "填种子" in page
    county_office.post(f"/evaluations/{made.pk}/", {"act": "draw", "seed": samples.SEED})
    page = text(county_office.get(f"/evaluations/{made.pk}/"))
    assert samples.SEED in page and "openssl dgst -sha256 -hmac" in page
    county_office.post(f"/evaluations/{made.pk}/", {"act": "open"})
    made.refresh_from_db()
    assert made.state == "open"
    assert county_office.post(f"/evaluations/{made.pk}/", {"act": "draw", "seed": "x"}).status_code == 422


def test_what_is_wrong_in_a_registration_is_said_and_kept(county_office):
    said = {
        "area": "990101",
        "design": "self_check",
        "label": "我的自查",
        "seed_source": "",
        "seed_on": "2018-01-01",
    }
    answer = county_office.post("/evaluations/new/", said)
    assert answer.status_code == 422
    assert "没有写种子从哪里来" in text(answer) and "我的自查" in text(answer)


def test_anybody_draws_the_sample_again_from_what_is_published(county_office, opened):
    lines = text(county_office.get(f"/evaluations/{opened.pk}/frame.csv")).splitlines()
    assert lines[0] == "key,cell,village,digest,place,drawn"
    rows = [line.split(",") for line in lines[1:]]
    assert len(rows) == opened.design["frame"]
    units = [sampling.Unit(*row[:3]) for row in rows]
    assert sampling.fingerprint(units) == opened.design["fingerprint"]
    for cell, told in opened.design["cells"].items():
        keys = sampling.ordered(samples.SEED, cell, [row[0] for row in rows if row[1] == cell])
        assert keys[: told["take"]] == sorted(
            (row[0] for row in rows if row[1] == cell and row[5] == "drawn"), key=keys.index
        )
    assert not re.search(r"郑样|外住|钱初九|S0\d\d|H000\d|K0\d\d", "\n".join(lines))


def first(opened, stratum="exited"):
    return samples.taken(opened, stratum)[0]


def go_through(client, opened, one, **wrong):
    """Screen by screen, as a thumb does it: only what a screen shows is tapped, the rest is carried."""
    address = f"/evaluations/{opened.pk}/visit/{one.order}/"
    page, taps = text(client.get(address)), []
    while True:
        form = page.split('class="sheet answer-form"')[1].split("</form>")[0]
        said = dict(re.findall(r'type="hidden" name="([\w.]+)" value="([^"]*)"', form))
        names = re.findall(r'<input (?:type="radio" id="[^"]*"|id="[^"]*") name="a\.(\w+)"', form)
        shown = list(dict.fromkeys(names))
        said |= {f"a.{key}": {**samples.GOOD, **wrong}[key] for key in shown}
        taps.append(len(shown) + 1)
        if 'value="finish"' in form:
            return client.post(address, {**said, "go": "finish", "said": "门前有井"}), taps
        page = text(client.post(address, {**said, "go": "next"}))


@pytest.mark.parametrize("stratum", ["registered", "exited", "outside"])
def test_a_questionnaire_is_filled_screen_by_screen_without_a_script(seen_by, opened, stratum):
    client, one = seen_by("evaluator"), first(opened, stratum)
    answer, taps = go_through(client, opened, one)
    assert answer.status_code == 302
    made = Questionnaire.objects.get()
    expected = {key for key, q in samples_questions(opened).items() if stratum in q.of}
    assert set(made.answers) == expected
    assert made.verdict == ""
    assert max(taps) <= 6


def samples_questions(opened):
    from liuqing.registry.queries.evaluations import asked

    return asked.questions(opened)


def test_going_back_loses_nothing(seen_by, opened):
    client, one = seen_by("evaluator"), first(opened)
    address = f"/evaluations/{opened.pk}/visit/{one.order}/"
    page = text(
        client.post(address, {"go": "next", "part": "0", "uuid": uuid4(), "a.food": "no", "a.water": "yes"})
    )
    assert 'name="a.food" value="no"' in page
    page = text(
        client.post(address, {"go": "back", "part": "1", "uuid": uuid4(), "a.food": "no", "a.housing": "yes"})
    )
    assert re.search(r'id="q-food-no" name="a.food" value="no" checked', page)
    assert 'name="a.housing" value="yes"' in page
    assert not Questionnaire.objects.exists()


def test_an_answered_door_shows_the_reasons_and_no_form(seen_by, opened):
    client, one = seen_by("evaluator"), first(opened)
    go_through(client, opened, one, housing="no")
    page = text(client.get(f"/evaluations/{opened.pk}/visit/{one.order}/"))
    assert "疑似错退" in page and "住房安全：危房" in page and 'value="finish"' not in page


def test_nobody_at_home_brings_the_next_one(seen_by, opened):
    client = seen_by("evaluator")
    one = next(
        o
        for o in samples.taken(opened)
        if Sampled.objects.filter(evaluation=opened, cell=o.cell, reserve=True)
    )
    waiting = Sampled.objects.filter(evaluation=opened, cell=one.cell, reserve=True).order_by("order").first()
    assert client.get(f"/evaluations/{opened.pk}/visit/{waiting.order}/").status_code == 404
    said = {"go": "missed", "reason": "away", "uuid": uuid4()}
    page = text(client.post(f"/evaluations/{opened.pk}/visit/{one.order}/", said, follow=True))
    assert f"备选户第 {waiting.order} 号补上" in page and "备选补上" in page
    assert client.get(f"/evaluations/{opened.pk}/visit/{waiting.order}/").status_code == 200


def test_the_round_lists_whom_to_visit_and_nobody_else(seen_by, opened):
    page = text(seen_by("evaluator").get(f"/evaluations/{opened.pk}/visits/"))
    drawn = {one.household.head_name for one in samples.taken(opened) if one.household}
    assert all(name in page for name in drawn)
    others = Sampled.objects.filter(evaluation=opened, reserve=True, household__isnull=False)
    heads = {one.household.head_name for one in others} - drawn
    assert not [name for name in heads if name in page]


def test_the_enumerators_first_page_is_sensible(seen_by, opened):
    client = seen_by("evaluator")
    page = text(client.get("/", follow=True))
    assert "我的待办" in page
    page = text(client.get("/evaluations/"))
    assert f"/evaluations/{opened.pk}/visits/" in page
    assert client.get(f"/evaluations/{opened.pk}/").status_code == 404, "the organiser's page is not theirs"


def test_before_the_end_nobody_in_the_village_learns_who_is_visited(seen_by, opened):
    for part in (
        "village_officer",
        "township_reviewer",
        "county_leader",
        "inspector",
        "department_officer",
        "nobody",
    ):
        client = seen_by(part)
        for address in (
            "",
            "visits/",
            f"visit/{first(opened).order}/",
            "frame.csv",
            "sample.pdf",
            "sample.xlsx",
        ):
            assert client.get(f"/evaluations/{opened.pk}/{address}").status_code == 404, (part, address)


def test_a_village_is_printed_by_itself(county_office, opened, county):
    page = text(county_office.get(f"/evaluations/{opened.pk}/"))
    village = county.villages[0]
    assert f"sample.pdf?village={village.code}" in page
    whole, one = (
        b"".join(county_office.get(f"/evaluations/{opened.pk}/sample.pdf{asked}").streaming_content)
        for asked in ("", f"?village={village.code}")
    )
    counts = [int(re.search(rb"/Type/Pages/Count (\d+)", pdf)[1]) for pdf in (whole, one)]
    assert counts == [opened.sampled.count(), opened.sampled.filter(village=village).count()]
    assert county_office.get(f"/evaluations/{opened.pk}/sample.pdf?village=123").status_code == 404


def test_only_the_county_registers(seen_by, cast):
    for part in cast.everybody():
        expected = 200 if part == "county_approver" else 404
        assert seen_by(part).get("/evaluations/new/").status_code == expected, part


@pytest.fixture
def closed(opened, cast):
    """One omission in the first village that has one, confirmed and closed."""
    one = first(opened, "outside")
    samples.answer_all(cast.evaluator, opened, {one.pk: {"water": "no"}})
    evaluations.confirm(
        questionnaire=Questionnaire.objects.get(verdict="omission"), by=cast.county_approver, agreed=True
    )
    return evaluations.close(evaluation=opened, by=cast.county_approver)


def test_no_rate_stands_without_its_base_interval_and_limit(county_office, closed):
    page = text(county_office.get(f"/evaluations/{closed.pk}/"))
    table = page.split("推算到全部（95%）")[1].split("</table>")[0]
    rows = re.findall(r'<th scope="row">([^<]+)</th>(.*?)</tr>', table, re.DOTALL)
    assert [name for name, _ in rows] == [
        "漏评率", "错评率", "错退率", "群众认可度", "帮扶措施满意度", "驻村工作队满意度", "帮扶责任人满意度", "综合贫困发生率",
    ]  # fmt: skip
    for name, row in rows:
        assert re.search(r"\d+ / [\d,]+ (人|户|份)", row) or "不明" in row, name
    omission = dict(rows)["漏评率"]
    assert "3 / " in omission and "–" in omission and "&lt; 2.00%" in omission and "<svg" in omission


def test_failures_are_confirmed_and_the_evaluation_is_closed_on_the_page(county_office, opened, cast):
    one = first(opened)
    samples.answer_all(cast.evaluator, opened, {one.pk: {"housing": "no"}})
    page = text(county_office.get(f"/evaluations/{opened.pk}/"))
    assert "疑似错退" in page and "确认属实" in page
    assert county_office.post(f"/evaluations/{opened.pk}/", {"act": "close"}).status_code == 422
    failed = Questionnaire.objects.get(verdict="false_exit")
    county_office.post(f"/evaluations/{opened.pk}/", {"act": "confirm", "household": failed.pk})
    assert county_office.post(f"/evaluations/{opened.pk}/", {"act": "close"}).status_code == 302
    opened.refresh_from_db()
    assert opened.state == "closed"


def test_who_was_not_visited_at_the_end_is_counted(county_office, opened, cast):
    samples.answer(cast.evaluator, first(opened))
    evaluations.close(evaluation=opened, by=cast.county_approver)
    left = len(samples.taken(opened)) - 1
    page = text(county_office.get(f"/evaluations/{opened.pk}/"))
    assert f"结束时还有 {left} 户抽中而没有去访" in page
    assert "所在的格一户也没有访到" in page


def test_a_village_appeals_with_a_photo_and_another_answers(closed, cast, county):
    one = Questionnaire.objects.get(verdict="omission")
    village = one.sampled.village
    cadre = casting.user("cadre-there", "village_cadre", village.path)
    elsewhere = casting.user(
        "cadre-elsewhere", "village_cadre", next(v for v in county.villages if v != village).path
    )
    other = casting.user("second-approver", "county_analyst", county.county.path)
    address, photo = (
        f"/evaluations/{closed.pk}/",
        SimpleUploadedFile("证明.jpg", JPEG, content_type="image/jpeg"),
    )
    assert one.sampled.person.name not in text(enter(elsewhere).get(address))
    assert "申诉举证" in text(enter(cadre).get(address))
    said = {"act": "appeal", "household": one.pk, "said": "有自来水", "papers": photo}
    assert enter(elsewhere).post(address, said).status_code == 404
    photo.seek(0)
    assert enter(cadre).post(address, said).status_code == 302
    told = Appeal.objects.get()
    paper = f"/evaluations/appeals/{told.pk}/0/"
    assert enter(other).get(paper).content == JPEG
    assert enter(elsewhere).get(paper).status_code == 404
    assert enter(cadre).post(address, {"act": "accept", "appeal": told.pk, "said": "好"}).status_code == 404
    assert enter(other).post(address, {"act": "accept", "appeal": told.pk, "said": "属实"}).status_code == 302
    page = text(enter(other).get(address))
    assert "申诉后的结果" in page and "申诉前的结果" in page and "申诉已采纳" in page


def test_after_the_end_boards_see_rates_and_only_who_may_sees_whose(seen_by, closed):
    name = Questionnaire.objects.get(verdict="omission").sampled.person.name
    for part, sees in (("finance", False), ("county_leader", True), ("inspector", True)):
        page = text(seen_by(part).get(f"/evaluations/{closed.pk}/"))
        assert "漏评率" in page
        assert (name in page) == sees, part
        assert "交申诉" not in page
    assert seen_by("nobody").get(f"/evaluations/{closed.pk}/").status_code == 404
    assert seen_by("department_officer").get(f"/evaluations/{closed.pk}/").status_code == 404


def test_what_waits_is_told_to_who_has_to_do_it(cast, opened):
    from liuqing.registry.queries import evaluations as asked

    assert [task.kind for task in asked.tasks(cast.evaluator)] == ["visits"]
    assert [task.kind for task in asked.tasks(cast.village_officer)] == []
    one = first(opened)
    samples.answer(cast.evaluator, one, housing="no")
    assert [(task.kind, task.count) for task in asked.tasks(cast.county_approver)] == [
        ("evaluation_confirm", 1)
    ]


def test_a_stage_of_the_county_is_written_down_and_seen_by_the_board(county_office, seen_by):
    said = {
        "stage": "province",
        "on": "2019-02-20",
        "outcome": "conditional",
        "findings": "台账不全",
        "found.omission": "3",
    }
    answer = county_office.post("/evaluations/", said)
    assert answer.status_code == 422
    assert "查出数和基数" in text(answer) and "台账不全" in text(answer)
    assert county_office.post("/evaluations/", {**said, "of.omission": "300"}).status_code == 302
    page = text(seen_by("county_leader").get("/evaluations/"))
    assert "省级第三方专项评估" in page and "3 / 300" in page and "通过，有问题要整改" in page
    assert "记一次外部评估" not in page
    assert seen_by("county_leader").post("/evaluations/", said).status_code == 404

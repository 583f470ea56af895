"""The pages of announcements: the office's, and those that everybody may open without an account."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from liuqing.planning.models import Announcement, Opinion
from liuqing.planning.services import announcements
from liuqing.workflow import limits
from tests.planning.building import PLACE, project, serves
from tests.registry.noticing import at

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MONDAY, DAY = date(2026, 3, 2), timedelta(days=1)
MOST = 16 * 1024
"""Bytes of a public page's HTML."""
DRAW = "/announcements/draw/application/village/990101001001/"


@pytest.fixture(autouse=True)
def place(tmp_path, settings):
    from dataclasses import replace

    (tmp_path / "place.yaml").write_text(PLACE, encoding="utf-8")
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(tmp_path))
    (settings.WORKSPACE.folder / limits.FILE).unlink(missing_ok=True)


@pytest.fixture
def one(county, cast):
    return project(county, state="filed", households_said=5, persons_said=20)


@pytest.fixture
def hung(one, cast):
    with at(MONDAY):
        drawn = announcements.draw(by=cast.village_officer, kind="application", area=one.area, projects=[one])
        return announcements.hang(drawn, by=cast.village_officer)


def text(answer):
    return answer.content.decode()


def test_a_village_draws_hangs_and_ends_its_sheet_on_the_pages(seen_by, cast, one):
    with at(MONDAY):
        client = seen_by("village_officer")
        page = text(client.get("/announcements/"))
        assert DRAW in page and "申报项目公示" in page
        assert one.name in text(client.get(DRAW))
        answer = client.post(DRAW, {"project": one.no, "phone": "0874-4612345"})
        page = text(client.get(answer.url))
        assert answer.status_code == 302 and "待张贴" in page and "12317、0874-4612345" in page
        assert DRAW not in text(client.get("/announcements/"))
        client.post(answer.url, {"act": "hang", "on": "2026-03-02"})
        assert "2026-03-13 起可以结束" in text(client.get(answer.url))
    with at(MONDAY + 11 * DAY):
        client = seen_by("village_officer")
        assert "公示期满，可以结束" in text(client.get("/announcements/")) or "期满" in text(
            client.get("/announcements/")
        )
        assert client.post(answer.url, {"act": "end"}).status_code == 302
        assert announcements.hung(one, "application")


def test_a_refusal_is_told_on_the_page_and_what_was_typed_stays(seen_by, cast, county):
    one = project(county, state="filed", households_said=1)
    serves(one, county.households[0])
    with at(MONDAY):
        answer = seen_by("village_officer").post(
            DRAW, {"project": one.no, "title": "钱初九 99010119800101001X"}
        )
    assert answer.status_code == 422 and "不能公开" in text(answer)
    assert 'value="钱初九 99010119800101001X"' in text(answer) and not Announcement.objects.exists()


def test_what_was_not_announced_is_listed_with_its_kind(seen_by, cast, one):
    page = text(seen_by("village_officer").get("/announcements/missing/990101001001/"))
    assert one.name in page and "申报项目公示" in page and "不知道" in page
    with at(MONDAY):
        made = announcements.draw(by=cast.village_officer, kind="application", area=one.area, projects=[one])
        assert "已拟，没有张贴" in text(
            seen_by("village_officer").get("/announcements/missing/990101001001/")
        )
        announcements.hang(made, by=cast.village_officer)
        assert one.name not in text(seen_by("village_officer").get("/announcements/missing/990101001001/"))


def test_nobody_outside_sees_or_prints_a_sheet(seen_by, hung):
    for part in ("outsider", "nobody", "administrator", "evaluator"):
        client = seen_by(part)
        for path in (f"/announcements/{hung.pk}/", f"/announcements/{hung.pk}/sheet.pdf"):
            assert client.get(path).status_code == 404
    assert seen_by("county_leader").get(f"/announcements/{hung.pk}/").status_code == 200


def test_everybody_reads_a_sheet_without_cookie_script_or_account(hung, one):
    with at(MONDAY + DAY):
        answer = Client().get(f"/public/money/{hung.code}/")
    page = text(answer)
    assert answer.status_code == 200 and one.name in page and "12317" in page and "10.00" in page
    assert "<script" not in page and not answer.cookies and len(answer.content) < MOST
    assert "户主" not in page


def test_a_place_lists_its_sheets_and_a_number_from_the_wall_finds_either(hung):
    with at(MONDAY + DAY):
        page = text(Client().get("/public/990101001001/"))
        assert f"/public/money/{hung.code}/" in page
        answer = Client().get("/public/", {"code": hung.code.lower()})
    assert answer.status_code == 302 and answer.url == f"/public/money/{hung.code.lower()}/"


def test_an_opinion_from_the_public_page_is_answered_and_followed_by_its_receipt(seen_by, hung):
    with at(MONDAY + DAY):
        answer = Client().post(
            f"/public/money/{hung.code}/say/", {"said": "面积不对", "contact": "13900000000"}
        )
        [receipt] = re.findall(r'class="code">([0-9A-Z-]+)<', text(answer))
        made = Opinion.objects.get(receipt=receipt)
        assert "正在核实" in text(Client().post("/public/money/answer/", {"receipt": receipt}))
        village = text(seen_by("village_officer").get(f"/announcements/{hung.pk}/"))
        assert "面积不对" not in village and "13900000000" not in village
        town = seen_by("township_reviewer")
        assert "面积不对" in text(town.get(f"/announcements/{hung.pk}/"))
        told = {"act": "answer", "opinion": made.pk, "answer": "已到实地量过"}
        assert town.post(f"/announcements/{hung.pk}/", told).status_code == 302
        assert "已到实地量过" in text(Client().post("/public/money/answer/", {"receipt": receipt}))


def test_a_sheet_taken_down_is_not_read_any_more(hung, cast, one):
    with at(MONDAY + DAY):
        announcements.take_down(hung, by=cast.village_officer, reason="内容有误")
        page = text(Client().get(f"/public/money/{hung.code}/"))
    assert one.name not in page and "已经撤下" in page


def test_a_wrong_number_is_not_there(hung):
    wrong = hung.code[:-1] + ("2" if hung.code[-1] != "2" else "3")
    assert Client().get(f"/public/money/{wrong}/").status_code == 404


def test_flooding_is_stopped(hung):
    with at(MONDAY + DAY):
        answers = [
            Client().post(f"/public/money/{hung.code}/say/", {"said": "x"}).status_code for _ in range(21)
        ]
    assert answers[:20] == [200] * 20 and answers[20] == 429

"""The pages of notices: the office's, and those that everybody may open without an account."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from liuqing.registry.models import Household, Notice, Objection
from liuqing.registry.queries import notices as asked
from liuqing.registry.services import notices
from liuqing.workflow import limits, receipts
from tests.registry import noticing
from tests.registry.conftest import make_place
from tests.registry.noticing import at, drawn, proposed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
MOST = 12 * 1024
"""Bytes of a public page's HTML."""


@pytest.fixture(autouse=True)
def place(tmp_path, settings):
    from dataclasses import replace

    folder = make_place(tmp_path)
    noticing.write_procedures(folder)
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(folder))
    limits_file = settings.WORKSPACE.folder / limits.FILE
    limits_file.unlink(missing_ok=True)
    return folder


@pytest.fixture
def hung(cast, county):
    def hang(homes=None, procedure="watching", **words):
        with at(MONDAY):
            waiting = [
                proposed(cast.village_officer, home, procedure) for home in homes or county.households[:1]
            ]
            return notices.hang(drawn(cast.village_officer, waiting, **words), by=cast.village_officer)

    return hang


def mistyped(number):
    return number[:-1] + ("2" if number[-1] != "2" else "3")


def text(answer):
    return answer.content.decode()


def test_a_village_draws_prints_hangs_and_ends_its_notice_on_the_pages(seen_by, cast, county):
    with at(MONDAY):
        one = proposed(cast.village_officer, county.households[0])
        client = seen_by("village_officer")
        page = text(client.get("/notices/"))
        [draw] = re.findall(r'href="(/notices/draw/[^"]+)"', page)
        assert "钱初九" in text(client.get(draw))
        answer = client.post(draw, {"proceeding": one.pk, "phone": "0874-4612345"})
        page = text(client.get(answer.url))
        assert answer.status_code == 302 and "拟纳入监测对象" in page and "待张贴" in page
        client.post(answer.url, {"act": "hang", "on": "2026-03-02"})
        assert "还差 5 天" in text(client.get(answer.url))
    with at(MONDAY + 6 * DAY):
        client = seen_by("village_officer")
        assert "结束公示，办下一步" in text(client.get(answer.url))
        assert client.post(answer.url, {"act": "end"}).status_code == 302
    one.refresh_from_db()
    assert one.step == "town"


def test_a_refusal_is_told_on_the_page_and_what_was_typed_stays(seen_by, cast, county):
    with at(MONDAY):
        one = proposed(cast.village_officer, county.households[0])
        client = seen_by("village_officer")
        [draw] = re.findall(r'href="(/notices/draw/[^"]+)"', text(client.get("/notices/")))
        answer = client.post(draw, {"proceeding": one.pk, "title": "因病致贫户公示"})
    assert answer.status_code == 422 and "不能公开" in text(answer) and "因病致贫户公示" in text(answer)


def test_each_day_says_whether_it_counts(seen_by, hung):
    sheet = hung(procedure="watching_anew")
    with at(MONDAY + 2 * DAY):
        page = text(seen_by("village_officer").get(f"/notices/{sheet.pk}/"))
    assert page.count("周末") == 2 and "张贴当天" in page


def test_the_township_answers_and_the_village_does_not_read_what_was_said(seen_by, hung):
    sheet = hung()
    with at(MONDAY + DAY):
        notices.object_(sheet, said="他家盖了新楼", contact="13800138000")
        page = text(seen_by("village_officer").get(f"/notices/{sheet.pk}/"))
        assert "他家盖了新楼" not in page and "13800138000" not in page
        town = seen_by("township_reviewer")
        assert "他家盖了新楼" in text(town.get(f"/notices/{sheet.pk}/"))
        objection = Objection.objects.get()
        said = {"act": "answer", "objection": objection.pk, "upheld": "0", "answer": "已入户核实，不属实"}
        assert town.post(f"/notices/{sheet.pk}/", said).status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == Notice.State.HANGING


@pytest.mark.parametrize("part", ["outsider", "department_officer", "finance", "administrator", "nobody"])
def test_a_notice_of_another_village_does_not_exist(seen_by, hung, part):
    sheet = hung()
    client = seen_by(part)
    with at(MONDAY + DAY):
        for path in (f"/notices/{sheet.pk}/", f"/notices/{sheet.pk}/sheet.pdf"):
            assert client.get(path).status_code == 404
        for act in ("hang", "end", "down", "object", "answer"):
            assert client.post(f"/notices/{sheet.pk}/", {"act": act}).status_code == 404


def test_looking_on_is_not_acting(seen_by, hung):
    sheet = hung()
    with at(MONDAY + 6 * DAY):
        client = seen_by("county_leader")
        assert "结束公示" not in text(client.get(f"/notices/{sheet.pk}/"))
        assert client.post(f"/notices/{sheet.pk}/", {"act": "end"}).status_code in (404, 422)
    sheet.refresh_from_db()
    assert sheet.state == Notice.State.HANGING


def test_everybody_finds_the_notice_by_place_and_by_number(hung, county):
    sheet, client = hung(), Client()
    with at(MONDAY + DAY):
        assert f"/public/{county.towns[0].code}/" in text(client.get("/public/"))
        assert f"/public/notice/{sheet.code}/" in text(client.get(f"/public/{county.villages[0].code}/"))
        page = text(client.get(f"/public/notice/{sheet.code}/"))
        assert text(client.get("/public/", {"code": sheet.code.lower().replace("-", " ")})) == page
    assert all(
        word in page for word in ("钱初九", "一组", "3 人", "突发严重困难户", "拟纳入监测对象", sheet.code)
    )


def test_public_pages_are_light_and_have_no_script_no_cookie_and_no_other_request(hung, cast, county):
    for n in range(20):
        home = Household.objects.create(
            no=f"H1{n:03d}", village=county.villages[0], hamlet="一组", head_name=f"赵{n}"
        )
        county.households.append(home)
    sheet, client = hung([*county.households[:2], *county.households[5:]]), Client()
    with at(MONDAY + DAY):
        paths = (
            "/public/", f"/public/{county.towns[0].code}/", f"/public/{county.villages[0].code}/",
            f"/public/notice/{sheet.code}/", f"/public/notice/{sheet.code}/object/", "/public/objection/",
        )  # fmt: skip
        for path in paths:
            answer = client.get(path)
            page = text(answer)
            assert answer.status_code == 200 and len(answer.content) <= MOST, (path, len(answer.content))
            assert "<script" not in page and "src=" not in page and not answer.cookies
            assert not re.findall(r'<link[^>]+href="(?!data:,)', page)


def test_a_long_sheet_comes_in_pages_and_is_objected_to_by_the_number_of_a_line(county, hung, monkeypatch):
    from liuqing.web.pages import public_notices

    monkeypatch.setattr(public_notices, "PAGE", 1)
    sheet, client = hung(county.households[:2]), Client()
    path = f"/public/notice/{sheet.code}/"
    with at(MONDAY + DAY):
        first, second = text(client.get(path)), text(client.get(path, {"page": "2"}))
        assert "钱初九" in first and "孙十一" not in first and "孙十一" in second and "钱初九" not in second
        assert (
            text(client.get(path, {"page": "99"})) == second
            and text(client.get(path, {"page": "x"})) == first
        )
        assert "<select" not in text(client.get(f"{path}object/"))
        assert client.post(f"{path}object/", {"line": "3", "said": "意见"}).status_code == 422
        assert client.post(f"{path}object/", {"line": "2", "said": "意见"}).status_code == 200
    assert Objection.objects.get().proceeding_id == sheet.noticed.get(line=2).proceeding_id


def test_the_style_of_a_public_page_is_allowed_and_no_other(hung):
    import base64
    import hashlib

    answer = Client().get("/public/")
    [style] = re.findall(r"<style>(.*?)</style>", text(answer), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


def test_somebody_objects_without_an_account_and_follows_the_receipt(hung, cast):
    sheet, client = hung(), Client(enforce_csrf_checks=True)
    with at(MONDAY + DAY):
        page = text(
            client.post(f"/public/notice/{sheet.code}/object/", {"line": "1", "said": "他家盖了新楼"})
        )
        [receipt] = re.findall(r'<p class="code">([^<]+)</p>', page)
        assert "还没有答复" in text(client.post("/public/objection/", {"receipt": receipt.lower()}))
        one = Objection.objects.get()
        assert one.proceeding_id == sheet.noticed.get().proceeding_id and one.channel == "public"
        notices.answer(one, by=cast.township_reviewer, upheld=False, answer="已入户核实，不属实")
        assert "已入户核实，不属实" in text(client.post("/public/objection/", {"receipt": receipt}))
        assert "没有这个回执号" in text(client.post("/public/objection/", {"receipt": mistyped(receipt)}))


def test_an_address_that_floods_is_stopped_and_another_is_not(hung, settings):
    sheet = hung()
    with at(MONDAY + DAY):
        path, said = f"/public/notice/{sheet.code}/object/", {"said": "意见"}
        flood = [Client(REMOTE_ADDR="192.0.2.7").post(path, said).status_code for _ in range(21)]
        assert flood == [200] * 20 + [429]
        assert Client(REMOTE_ADDR="192.0.2.8").post(path, said).status_code == 200


def test_before_it_hangs_and_for_a_wrong_number_there_is_nothing(cast, county):
    with at(MONDAY):
        sheet = drawn(cast.village_officer, [proposed(cast.village_officer, county.households[0])])
        for code in (sheet.code, mistyped(sheet.code), "x"):
            assert Client().get(f"/public/notice/{code}/").status_code == 404
        assert Client().get("/public/nowhere/").status_code == 404


@pytest.mark.parametrize("days, shown", [(30, True), (31, False)])
def test_some_days_after_the_end_only_that_there_was_a_notice_is_told(cast, hung, county, days, shown):
    sheet = hung()
    ended = MONDAY + 6 * DAY
    with at(ended):
        notices.end(sheet, by=cast.village_officer)
    with at(ended + days * DAY):
        page = text(Client().get(f"/public/notice/{sheet.code}/"))
        assert ("钱初九" in page) is shown and ("内容不再公开" in page) is not shown
        assert (sheet.code in text(Client().get(f"/public/{county.villages[0].code}/"))) is shown


def test_a_sheet_that_was_taken_down_shows_nobody_any_more(cast, hung):
    sheet = hung()
    with at(MONDAY + DAY):
        notices.take_down(sheet, by=cast.village_officer, reason="内容有误")
        assert "钱初九" not in text(Client().get(f"/public/notice/{sheet.code}/"))


def test_a_line_that_was_stopped_is_not_read_there_any_more(cast, county, hung):
    sheet = hung(county.households[:2])
    with at(MONDAY + DAY):
        row = sheet.noticed.get(line=1)
        said = notices.object_(sheet, said="不属实", proceeding=row.proceeding)
        notices.answer(said, by=cast.township_reviewer, upheld=True, answer="属实")
        page = text(Client().get(f"/public/notice/{sheet.code}/"))
    assert "钱初九" not in page and "孙十一" in page and "这一条已停止公示" in page


def test_a_record_that_was_changed_says_so_to_everybody(hung):
    sheet = hung()
    sheet.lines[0]["result"] += "。"
    Notice.objects.filter(pk=sheet.pk).update(lines=sheet.lines)
    with at(MONDAY + DAY):
        assert "不能作准" in text(Client().get(f"/public/notice/{sheet.code}/"))


def test_an_objection_page_out_of_time_offers_no_form(hung):
    sheet = hung()
    with at(MONDAY + 6 * DAY):
        client = Client()
        assert "<textarea" not in text(client.get(f"/public/notice/{sheet.code}/object/"))
        assert client.post(f"/public/notice/{sheet.code}/object/", {"said": "意见"}).status_code == 422
    assert not Objection.objects.exists()


def test_what_waits_is_told_to_who_may_do_it(cast, county, hung):
    sheet = hung()
    with at(MONDAY + DAY):
        proposed(cast.village_officer, county.households[1])
        notices.object_(sheet, said="意见")
        kinds = {
            part: [(t.kind, t.count) for t in asked.tasks(who)] for part, who in cast.everybody().items()
        }
    assert kinds["village_officer"] == [("notices_draw", 1)]
    assert kinds["township_reviewer"] == kinds["county_approver"] == [("notices_answer", 1)]
    assert not any(
        kinds[p] for p in ("outsider", "inspector", "county_leader", "finance", "nobody", "administrator")
    )
    with at(MONDAY + DAY):
        notices.answer(Objection.objects.get(), by=cast.township_reviewer, upheld=False, answer="已核实")
    sheet.refresh_from_db()
    with at(sheet.until + DAY):
        assert ("notices_end", 1) in [(t.kind, t.count) for t in asked.tasks(cast.village_officer)]
        assert asked.tasks(cast.county_approver) == []


def test_no_page_of_notices_asks_more_for_many_than_for_one(
    seen_by, cast, county, hung, django_assert_max_num_queries
):
    hung(county.households[:2])
    client = seen_by("village_officer")
    with at(MONDAY + DAY), django_assert_max_num_queries(30):
        client.get("/notices/")


@pytest.mark.parametrize("after, said", [(4, "还有 1 天"), (5, "今天是最后一天"), (6, "期满，可以办下一步")])
def test_the_list_says_how_long_it_still_hangs(seen_by, hung, after, said):
    hung()
    with at(MONDAY + after * DAY):
        assert said in text(seen_by("village_officer").get("/notices/"))


def test_the_county_looks_at_one_township_of_many(seen_by, county, hung):
    hung()
    client = seen_by("county_approver")
    with at(MONDAY + DAY):
        here = text(client.get("/notices/", {"area": county.towns[0].code}))
        there = text(client.get("/notices/", {"area": county.towns[1].code}))
        assert "甲村监测对象识别公示" in here and "甲村监测对象识别公示" not in there
        assert "乙镇" in text(client.get("/notices/"))
        assert seen_by("village_officer").get("/notices/", {"area": county.towns[1].code}).status_code == 404


def test_a_public_list_asks_as_little_for_many_as_for_one(cast, county, hung, django_assert_num_queries):
    sheet = hung()
    with at(MONDAY + DAY):
        client, path = Client(), f"/public/{county.villages[0].code}/"
        client.get(path)
        with django_assert_num_queries(5):
            client.get(path)
        Notice.objects.filter(pk=sheet.pk).update(hung_on=MONDAY)
        for _ in range(8):
            sheet.pk, sheet.code = None, receipts.new()
            sheet.save(force_insert=True)
        with django_assert_num_queries(5):
            client.get(path)

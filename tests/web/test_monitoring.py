"""The pages of monitored households: one household, the board of an area, the income worksheet."""

import re
from datetime import date
from decimal import Decimal

import pytest
import time_machine

from liuqing.registry.models import Assessed, Household, IncomeYear, Measure, Standing, Worksheet
from liuqing.workflow.models import Event
from tests.county import identity
from tests.registry.lists import head, loaded, says
from tests.registry.monitored import assessed, monitored, proceeding

pytestmark = pytest.mark.django_db
NOW = "2021-12-20T10:00:00+08:00"


@pytest.fixture(autouse=True)
def december(county):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def home(county):
    return Household.objects.get(no="H0001")


@pytest.fixture
def village(seen_by):
    return seen_by("village_officer")


def text(answer):
    return answer.content.decode()


def plain(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(answer)))


def filled(**more):
    """A form in which everything was asked: wages 18000, grain 1000, nothing else."""
    return (
        {f"rest:{part}": "1" for part in "ABCDEF"}
        | {"a:A1": "18000", "a:B1:粮食": "1000", "on": "2021-12-20"}
        | more
    )


# One household


def test_a_household_that_was_never_monitored_says_so(village):
    assert "都没有这一户的监测记录" in plain(village.get("/household/H0002/monitoring/"))


def test_a_risk_without_a_measure_says_until_when_it_is_in_time(home, village):
    Measure.objects.all().delete()
    monitored(home, date(2021, 12, 1), risks=["因房"])
    page = plain(village.get("/household/H0001/monitoring/"))
    assert "还有 12 天" in page and "应在 2022-01-01 前落实" in page and "住房安全保障" in page


def test_the_day_after_the_month_it_is_late(home, seen_by):
    Measure.objects.all().delete()
    monitored(home, date(2021, 11, 20), risks=["因房"])
    assert "还有 0 天" in plain(seen_by("village_officer").get("/household/H0001/monitoring/"))
    with time_machine.travel("2021-12-21T09:00:00+08:00", tick=False):
        page = plain(seen_by("village_officer").get("/household/H0001/monitoring/"))
    assert "已过期 应在 2021-12-20 前落实" in page


def test_a_matching_measure_is_told_with_its_day_and_another_does_not_count(home, village):
    monitored(home, date(2021, 6, 1), risks=["因房", "因病"])
    Measure.objects.create(
        household=home, code="住房安全保障", title="修房", year=2021, since=date(2021, 6, 15)
    )
    page = plain(village.get("/household/H0001/monitoring/"))
    assert "住房安全保障 （修房）" in page.replace("住房安全保障（修房）", "住房安全保障 （修房）")
    assert "2021-06-15" in page and "已过期 应在 2021-07-01 前落实" in page


def test_both_assessments_stand_side_by_side(home, village):
    begun = monitored(home)
    assessed(
        begun.proceeding, "identified", date(2021, 5, 15), house_unsafe=True, self_paid=Decimal("8000.50")
    )
    going = proceeding(home, "remove_risk", date(2021, 12, 1))
    assessed(going, "removed", date(2021, 12, 10), water_unsafe=None)
    page = plain(village.get("/household/H0001/monitoring/"))
    assert "2021-05-15" in page and "2021-12-10" in page
    assert "有问题" in page and "没有问题" in page and "不明" in page and "8,000.50" in page


def test_the_village_assesses_what_is_under_way(home, village):
    monitored(home)
    proceeding(home, "remove_risk", date(2021, 12, 1))
    page = text(village.get("/household/H0001/monitoring/"))
    assert 'name="house_unsafe"' in page
    said = {
        "dropout": "no",
        "house_unsafe": "yes",
        "water_unsafe": "unknown",
        "self_paid": "1,200.50",
        "on": "2021-12-18",
    }
    answer = village.post("/household/H0001/monitoring/", said)
    assert answer.status_code == 302
    one = Assessed.objects.get()
    assert (one.dropout, one.house_unsafe, one.water_unsafe, one.uninsured) == (False, True, None, None)
    assert (one.phase, one.on, one.self_paid, one.claims) == (
        "removed",
        date(2021, 12, 18),
        Decimal("1200.50"),
        None,
    )
    event = Event.objects.get(act="monitoring.assessed")
    assert event.subject == "H0001" and set(event.detail) == {"proceeding", "phase"}


@pytest.mark.parametrize(
    "said, what",
    [({"self_paid": "很多"}, "金额看不懂"), ({"on": "2021-11-30"}, "评估日期早于"), ({"on": "2021-12-21"}, "晚于今天"),
     ({"self_paid": "1.001"}, "写到分"), ({"claims": "NaN"}, "写到分"), ({"on": "昨天"}, "评估日期看不懂")],
)  # fmt: skip
def test_a_wrong_assessment_is_not_kept_and_what_was_typed_stays(home, village, said, what):
    monitored(home)
    proceeding(home, "remove_risk", date(2021, 12, 1))
    answer = village.post("/household/H0001/monitoring/", {"house_unsafe": "yes"} | said)
    assert answer.status_code == 422 and what in text(answer) and not Assessed.objects.exists()
    assert re.search(r'name="house_unsafe" value="yes" checked', text(answer))


@pytest.mark.parametrize("part", ["township_reviewer", "county_approver", "county_leader", "inspector"])
def test_who_does_not_propose_sees_the_page_and_cannot_assess(home, seen_by, part):
    monitored(home)
    proceeding(home, "remove_risk", date(2021, 12, 1))
    client = seen_by(part)
    assert 'name="house_unsafe"' not in text(client.get("/household/H0001/monitoring/"))
    answer = client.post("/household/H0001/monitoring/", {"house_unsafe": "no"})
    assert answer.status_code in (403, 404, 422) and not Assessed.objects.exists()


def test_nothing_is_assessed_without_a_proceeding(home, village):
    monitored(home)
    assert village.post("/household/H0001/monitoring/", {"house_unsafe": "no"}).status_code == 422


def test_what_the_record_knows_is_chosen_already(home, assessed_record, village):
    monitored(home)
    proceeding(home, "remove_risk", date(2021, 12, 1))
    page = text(village.get("/household/H0001/monitoring/"))
    assert re.search(r'name="water_unsafe" value="no" checked', page)
    assert re.search(r'name="house_unsafe" value="no" checked', page)


@pytest.fixture
def assessed_record(county):
    from liuqing.registry.services import accounts, snapshots
    from tests import county as making

    with time_machine.travel("2018-12-31T10:00:00+08:00", tick=False):
        return snapshots.take(on=making.ON, by=accounts.operator())


def test_what_the_last_worksheet_says_was_paid_is_filled_in_already(home, village):
    village.post("/household/H0001/worksheet/", filled(act="save", **{"a:F2": "8600.50", "rest:F": ""}))
    monitored(home)
    proceeding(home, "remove_risk", date(2021, 12, 1))
    page = text(village.get("/household/H0001/monitoring/"))
    assert re.search(r'name="self_paid"[^>]*value="8600.50"', page)
    assert re.search(r'name="claims"[^>]*value=""', page), "not known is no nought"


# The worksheet


def test_a_form_begins_with_the_yearly_record(home, village):
    IncomeYear.objects.filter(household=home).update(transfer_pension=Decimal("1320.00"))
    page = text(village.get("/household/H0001/worksheet/"))
    assert re.search(r'name="a:D4"[^>]*value="1320.00"', page) and "2018 年台账 1320.00" in plain(
        village.get("/household/H0001/worksheet/")
    )


def test_recomputing_shows_the_sums_and_keeps_nothing(home, village):
    page = plain(village.post("/household/H0001/worksheet/", filled(act="sum")))
    assert "18,600.00 元" in page and "6,200.00 元" in page and "达到" in page
    assert "E1 没有单据：按粮食收入 1000 元的 40% 估算 400.00 元" in page
    assert not Worksheet.objects.exists()


def test_what_was_nothing_the_last_time_is_asked_again(home, village):
    village.post("/household/H0001/worksheet/", filled(act="save", **{"a:E1": "0"}))
    page = text(village.get("/household/H0001/worksheet/"))
    assert not re.search(r'name="rest:[A-F]"[^>]*checked', page)
    assert re.search(r'name="a:A2"[^>]*value=""', page) and re.search(r'name="a:E1"[^>]*value="0.00"', page)


def test_what_is_left_blank_is_a_bound_unless_it_was_ticked(home, village):
    page = plain(village.post("/household/H0001/worksheet/", {**filled(act="sum"), "rest:D": ""}))
    assert "不低于 18,600.00 元" in page and "还不知道：" in page and "D2" in page


def test_a_sheet_is_kept_shown_and_told_sound(home, village):
    answer = village.post("/household/H0001/worksheet/", filled(act="save", **{"w:A1": "县外务工6个月"}))
    sheet = Worksheet.objects.get()
    assert answer.status_code == 302 and answer.url == f"/household/H0001/worksheet/{sheet.pk}/"
    page = plain(village.get(answer.url))
    assert "2020-12 至 2021-11" in page and "县外务工6个月" in page and "结果一样" in page
    assert "楚雄" in page and "18,600.00" in page
    again = text(village.get("/household/H0001/worksheet/"))
    assert re.search(r'name="a:A1"[^>]*value="18000.00"', again) and 'value="县外务工6个月"' in again
    Worksheet.objects.update(persons=1)
    assert "保存以后被改动过" in plain(village.get(answer.url))


@pytest.mark.parametrize(
    "said, what",
    [({"a:A1": "一万"}, "看不懂的金额：A1 务工"), ({"a:A1": "1.001"}, "只能写到分"), ({"a:A1": "-5"}, "要在 0 到"),
     ({"on": "2021-12-21"}, "申请日期太早，或晚于今天"), ({"on": "明天"}, "日期看不懂"),
     ({"signed_on": "2022-01-01"}, "签字日期晚于今天"), ({"w:A1": identity()}, "身份证号")],
)  # fmt: skip
def test_a_wrong_form_is_not_kept_and_what_was_typed_stays(home, village, said, what):
    answer = village.post("/household/H0001/worksheet/", filled(act="save", **{"a:A2": "777"}) | said)
    assert answer.status_code == 422 and what in text(answer) and not Worksheet.objects.exists()
    assert re.search(r'name="a:A2"[^>]*value="777"', text(answer))


@pytest.mark.parametrize("part", ["county_leader", "inspector"])
def test_who_only_looks_cannot_keep_a_sheet(home, seen_by, part):
    client = seen_by(part)
    assert "您可以看，不能填" in text(client.get("/household/H0001/worksheet/"))
    assert client.post("/household/H0001/worksheet/", filled(act="save")).status_code in (403, 404)
    assert not Worksheet.objects.exists()


def test_a_sheet_of_another_household_does_not_exist(home, village, seen_by):
    village.post("/household/H0001/worksheet/", filled(act="save"))
    pk = Worksheet.objects.get().pk
    assert village.get(f"/household/H0002/worksheet/{pk}/").status_code == 404
    assert village.get(f"/household/H0002/worksheet/{pk}/paper.pdf").status_code == 404
    assert seen_by("outsider").get(f"/household/H0001/worksheet/{pk}/").status_code == 404


def test_the_sheet_is_printed(home, village):
    village.post("/household/H0001/worksheet/", filled(act="save"))
    pk = Worksheet.objects.get().pk
    paper = b"".join(village.get(f"/household/H0001/worksheet/{pk}/paper.pdf").streaming_content)
    assert paper.startswith(b"%PDF")
    book = b"".join(village.get(f"/household/H0001/worksheet/{pk}/paper.xlsx").streaming_content)
    assert book.startswith(b"PK")
    assert village.get(f"/household/H0001/worksheet/{pk}/paper.docx").status_code == 404


# The board


@pytest.fixture
def several(county):
    Measure.objects.all().delete()
    homes = {one.no: one for one in Household.objects.all()}
    monitored(homes["H0001"], date(2021, 11, 1), risks=["因房"])
    monitored(homes["H0002"], date(2021, 12, 5), risks=["因病", "因学"], kind="突发严重困难户")
    monitored(homes["H0003"], date(2021, 3, 1), removed_on=date(2021, 12, 2), way="帮扶消除", risks=["因病"])
    monitored(homes["H0004"], date(2021, 12, 10), kind="边缘易致贫户")
    Standing.objects.filter(household=homes["H0004"]).delete()
    return homes


def test_the_board_counts_by_kind_risk_and_month(several, seen_by):
    page = plain(seen_by("county_approver").get("/area/990101/monitoring/"))
    for told in ("3 正在监测", "1 风险已消除", "1 没有按期落实帮扶", "1 户不在册"):
        assert told in page
    assert "脱贫不稳定户 1 1" in page and "突发严重困难户 1 0" in page and "边缘易致贫户 1 0" in page
    assert "因病 2 1" in page and "2021-12 2 1" in page and "2021-11 1 0" in page


def test_areas_stand_in_the_order_of_their_codes(several, seen_by):
    page = text(seen_by("county_approver").get("/area/990101/monitoring/"))
    assert page.index("/area/990101001/monitoring/") < page.index("/area/990101002/monitoring/")


@pytest.mark.parametrize(
    "show, there",
    [("open", {"H0001", "H0002", "H0004"}), ("removed", {"H0003"}), ("unhelped", {"H0001"}), ("kind:突发严重困难户", {"H0002"}),
     ("risk:因病", {"H0002", "H0004"}), ("due", {"H0001"}), ("ready", set()), ("listed", set()), ("nonsense", {"H0001", "H0002", "H0004"})],
)  # fmt: skip
def test_every_number_leads_to_its_households(several, seen_by, show, there):
    page = text(seen_by("county_approver").get("/area/990101/monitoring/", {"show": show}))
    assert set(re.findall(r"/household/(H\d+)/monitoring/", page)) == there


def test_a_village_sees_its_own_only(several, village):
    page = text(village.get("/area/990101001001/monitoring/?show=open"))
    assert set(re.findall(r"/household/(H\d+)/monitoring/", page)) == {"H0001", "H0002"}
    assert village.get("/area/990101/monitoring/").status_code == 404


def test_a_visit_ends_the_waiting(several, village):
    several["H0001"].activities.create(on=date(2021, 12, 19), activity="走访", role="驻村工作队")
    page = text(village.get("/area/990101001001/monitoring/?show=due"))
    assert not re.findall(r"/household/(H\d+)/monitoring/", page)


def test_the_county_takes_the_list_over_from_the_board(home, seen_by):
    said = {"identified_on": "2021-05-01", "monitor_kind": "脱贫不稳定户", "risk_1": "因病"}
    says(loaded("monitored", date(2021, 12, 1)), head(), **said)
    county = seen_by("county_approver")
    page = plain(county.get("/area/990101/monitoring/"))
    assert "1 户只在 2021-12-01 的名单里" in page and "按名单为 1 户建立监测记录" in page
    assert "按名单为" not in text(seen_by("village_officer").get("/area/990101001001/monitoring/"))
    assert seen_by("village_officer").post("/area/990101001001/monitoring/").status_code in (403, 404)
    page = plain(county.post("/area/990101/monitoring/", follow=True))
    assert "已为 1 户建立监测记录" in page and "只在" not in page


def test_who_sees_no_household_sees_no_board(several, seen_by):
    for part in ("finance", "department_officer", "administrator", "nobody"):
        assert seen_by(part).get("/area/990101/monitoring/").status_code in (403, 404)

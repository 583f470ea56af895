"""Whole lives of households, from the first word to the last paper, by the place's own procedures."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from liuqing.registry.models import Assessed, Clue, Measure, Monitoring, PersonYear, Worksheet
from liuqing.registry.queries import clues as receipts
from liuqing.registry.queries import monitoring as asked
from liuqing.registry.services import clues, monitoring, notices, standing
from tests.registry import living
from tests.registry.living import in_order, nothing_tampered, refused, register, told, watched
from tests.registry.monitored import SAFE, lines

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


LINE = """\
label: 监测范围人均纯收入线
unit: 元
values:
  2021-01-01: {value: 6000, source: {document: 防止返贫监测范围, clause: 2021年度}}
  2022-01-01: {value: 6800, source: {document: 示例县公布的监测范围, clause: 2022年度}}
"""


@pytest.fixture
def office(cast, county, own_place):
    """The county at work on Monday, 2021-05-17; since 2022 it states the line of monitoring itself."""
    (own_place / "parameters" / "monitoring").mkdir(parents=True)
    (own_place / "parameters" / "monitoring" / "income_line.yaml").write_text(LINE, encoding="utf-8")
    with living.at_work(cast, county, date(2021, 5, 17)) as office:
        yield office


# 1. Somebody asks for help


ASKED = ["收到申报", "分派到村", "上门核实", "开始按程序办理"]


def state_of(receipt: str) -> tuple[list[str], str]:
    """What the receipt tells whoever holds it."""
    found = receipts.progress(receipt, "7777")
    return [word for word, _ in found.done], found.next


def asks(office, village):
    """A villager asks on the public page; nobody of the register has that name."""
    said = clues.Said(name="冯测人", phone="13988887777", happened=("illness",), words="看病花了很多钱")
    return clues.report(channel="request", area=village, said=said)


def test_a_villager_asks_is_monitored_freed_of_the_risk_and_monitored_again(office, taken):
    village = office.county.villages[0]
    cadre, clerk = office.cast.village_officer, office.cast.township_reviewer
    person = living.resident(office.county, village, "冯测人", "B7")
    living.resident(office.county, village, "冯测丁", "B7", sex="男", birth=date(2001, 1, 1))

    # Asked, sent out, tied to a household outside the register, visited.
    report = asks(office, village)
    assert state_of(report.receipt) == (["收到申报"], "乡镇正在分派到村")
    clues.send(waiting=[report.clue], by=clerk)
    assert state_of(report.receipt)[1] == "村干部会上门看一看"
    clue = clues.tie(clue=Clue.objects.get(), by=cadre, person=person)
    home = clue.household
    assert (home.village, living.stands(home), len(living.members(home))) == (village, "", 2)
    assert clue.due_on == date(2021, 5, 20)
    office.wait()
    clues.verify(
        clue=clue, by=cadre, visited_on=office.today, result="difficult", said="住院两个月，儿子停工照顾"
    )
    assert state_of(report.receipt) == (["收到申报", "分派到村", "上门核实"], "乡镇和村里正在研究")

    # Eight steps within fifteen days of the clue.
    office.wait()
    one = office.begin("monitoring_in", home, clue=clue, kind="边缘易致贫户", risks=["因病"])
    assert len(one.steps["version"]["steps"]) == 8
    assert one.due_on == date(2021, 6, 1), "fifteen days from the day of the clue, not from the form"
    clue.refresh_from_db()
    assert (clue.state, clue.outcome) == ("closed", "proceeding")
    assert state_of(report.receipt) == (ASKED, "村里正在核实"), "nothing is decided yet"
    office.wait()
    office.step(one, "verification")
    sheet = monitoring.save(
        household=home, by=cadre, lines=lines(A1="9000", D2="1200"), signed_on=office.today
    )
    monitoring.assess(
        proceeding=one,
        by=cadre,
        guarantees=SAFE,
        claims=Decimal("3000"),
        self_paid=Decimal("21000"),
        worksheet=sheet,
    )
    office.step(one, "authorisation")
    office.wait()
    office.step(one, "comparison")
    assert state_of(report.receipt)[1] == "村里要开会评议"
    office.step(one, "appraisal")
    assert office.today == date(2021, 5, 21)

    # The notice: an objection on the last day stops the clock until it is answered.
    hung = office.hang(one)
    assert hung.until == date(2021, 5, 26)
    office.on(date(2021, 5, 26), hour=23)
    objection = notices.object_(hung, said="他家有车", contact="13900001111")
    hung.refresh_from_db()
    assert hung.state == "paused"
    office.wait()
    with refused("notices.objection_open"):
        notices.end(hung, by=cadre)
    with refused("standing.notice", "期满办结"):
        standing.act(one, by=cadre, step="notice", outcome="done", uuid=uuid4(), notice=hung)
    with refused("standing.not_this_step", "村级公示"):
        standing.act(one, by=clerk, step="town", outcome="agreed", uuid=uuid4(), signatures=["审核人"])
    notices.answer(objection, by=clerk, upheld=False, answer="车辆已报废，查过车管所记录。")
    hung.refresh_from_db()
    assert (hung.state, hung.until) == ("hanging", date(2021, 5, 28)), "neither day counted; one is left"
    with refused("notices.still_hanging"):
        notices.end(hung, by=cadre)
    office.end(hung)
    one.refresh_from_db()
    assert (one.step, office.today) == ("town", date(2021, 5, 29))
    assert state_of(report.receipt) == (ASKED, "乡镇和县里正在审定")
    office.step(one, "town")
    assert watched(home) == ""
    office.wait()
    office.step(one, "county")
    since = office.today
    assert (one.state, since <= one.due_on, watched(home)) == ("done", True, "边缘易致贫户")
    assert state_of(report.receipt) == (
        [*ASKED, "办理完毕"],
        "结果由村干部当面告诉这一家。有疑问，请问村委会。",
    )

    # Outside the register it is monitored and counted nowhere as registered.
    assert register(since - timedelta(days=1), home)[0] is None
    assert register(since, home)[0] == (village.pk, None, True)
    assert Assessed.objects.get(proceeding=one).phase == "identified"

    # A measure within a month, told by the departments' list, and matched to the risk.
    office.wait(2)
    page = asked.household(cadre, home.no)
    assert (page.help.state, page.help.due) == ("open", date(2021, 6, 30))
    office.on(date(2021, 6, 12))
    listed(office, home)
    page = asked.household(cadre, home.no)
    assert (page.help.state, page.help.since) == ("met", date(2021, 6, 10))

    # Half a year later: not before it is assessed again, and not while anything is unknown.
    office.on(date(2021, 12, 6))
    draft = standing.open(
        by=cadre, procedure="monitoring_out", household=home, payload={"way": "帮扶消除"}, ground="收入稳定"
    )
    with refused("standing.needs", "先测算"):
        office.submit(draft)
    sheet = monitoring.save(
        household=home, by=cadre, lines=lines(A1="30000", D2="1200"), signed_on=office.today
    )
    found = {
        "proceeding": draft,
        "by": cadre,
        "claims": Decimal(0),
        "self_paid": Decimal(0),
        "worksheet": sheet,
    }
    monitoring.assess(guarantees=SAFE | {"uninsured": None}, **found)
    taken(office.today)
    office.wait()
    with refused("standing.needs", "消除时全部参加基本医保（县医保局）"):
        office.submit(draft)
    monitoring.assess(guarantees=SAFE, **found)
    with refused("standing.needs", "重新测算"):
        office.submit(draft)
    taken(office.today)
    office.submit(draft)
    office.through(draft)
    removed = office.today
    assert (draft.state, watched(home)) == ("done", "")
    assert draft.facts["rules"]["needs"]["removal_ready"]["verdict"] is True
    assert register(removed, home)[0] is None and register(removed - timedelta(days=1), home)[0]

    # A risk again: not identified anew, but marked again.
    office.wait(40)
    again = office.whole("watch_again", home, risks=["因意外事故"])
    assert (again.state, watched(home)) == ("done", "边缘易致贫户")
    assert Monitoring.objects.filter(household=home).count() == 2

    # Removed once more, and wrongly: taken back, it is monitored from the day on, by its old beginning.
    office.on(date(2022, 9, 5))
    listed(office, home, "综合保障", date(2022, 3, 10))
    draft = standing.open(by=cadre, procedure="monitoring_out", household=home, payload={"way": "帮扶消除"})
    sheet = monitoring.save(household=home, by=cadre, lines=lines(A1="40000", D2="0"), signed_on=office.today)
    monitoring.assess(guarantees=SAFE, **found | {"proceeding": draft, "worksheet": sheet})
    taken(office.today)
    office.through(office.submit(draft))
    gone = office.today
    assert (draft.state, watched(home)) == ("done", "")
    office.wait(30)
    office.whole("take_back_removal", home, why="收入核算有误")
    assert watched(home) == "边缘易致贫户"
    assert register(gone, home)[0] is None, "the days in between stay as they were"
    assert asked.household(cadre, home.no).watched.since == again.effect_on

    # What stands on its page, and what can be proven of it.
    in_order(
        told(office, home), "监测对象纳入：风险预警", "公示张贴", "收到对公示的异议", "公示结束", "监测对象纳入：县级审定",
        "纳入监测：边缘易致贫户", "监测对象风险消除：县级审定", "风险消除", "重新标注风险：县级审定", "风险消除回退：县级审定", "纳入监测：边缘易致贫户",
    )  # fmt: skip
    assert living.every_frozen_day_comes_out() == 3
    for sheet in Worksheet.objects.all():
        assert monitoring.sound(sheet)
    nothing_tampered()


def listed(office, home, code="健康帮扶", since=date(2021, 6, 10)):
    """What lists of the departments say of a household outside the register: work and help."""
    src = {"file": office.county.register, "row": 3, "said_on": office.today}
    for one in home.memberships.filter(until=None):
        PersonYear.objects.create(
            person=one.person, year=since.year, labour="普通劳动力", health="健康", **src
        )
    Measure.objects.create(household=home, code=code, title=code, year=since.year, since=since, **src)

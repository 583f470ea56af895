"""What goes wrong in a county: two clerks at once, clocks, holidays, leap days, double clicks."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection

from liuqing.errors import Problem
from liuqing.registry.models import Act, HouseholdYear, Monitoring, Proceeding, Receipt, Standing
from liuqing.registry.services import notices, standing
from tests.registry import living
from tests.registry.living import at, members, nothing_tampered, refused, stands, watched

pytestmark = pytest.mark.django_db
SUDDEN = {"kind": "突发严重困难户", "risks": ["因病"]}


@pytest.fixture
def office(cast, county, place):
    """The county at work on Monday, 2024-01-15."""
    with living.at_work(cast, county, date(2024, 1, 15)) as office:
        yield office


@pytest.fixture
def home(office):
    return office.county.households[0]


def together(*acts):
    """Every act in a thread of its own, begun at the same moment: "" or the code of its refusal."""
    begin = Barrier(len(acts))

    def run(act):
        try:
            begin.wait(10)
            act()
        except Problem as problem:
            return problem.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_two_clerks_decide_at_once_and_one_of_them_is_told(office, home):
    living.user("second-reviewer", "township_clerk", office.county.towns[0].path)
    one = office.through(office.begin("monitoring_in", home, **SUDDEN), to="town")
    step = {"step": "town", "signatures": ["审核人"], "outcome": "agreed"}
    told = together(*[
        lambda name=name: standing.act(one, by=User.objects.get(username=name), uuid=uuid4(), **step)
        for name in ("township-reviewer", "second-reviewer")
    ])  # fmt: skip
    assert told in (["", "standing.taken"], ["", "standing.not_this_step"])
    one.refresh_from_db()
    assert (one.step, Act.objects.filter(proceeding=one, step="town").count()) == ("county", 1)
    nothing_tampered()


@pytest.mark.django_db(transaction=True)
def test_two_villages_cannot_both_take_in_one_bride(office, home):
    other = office.county.households[2]
    bride = living.resident(office.county, home.village, "冯测人", "B7")
    came = {"person": bride.pk, "relation": "其他", "reason": "婚入", "from_day": office.today.isoformat()}
    both = [office.begin("member_joins", one, **came) for one in (home, other)]
    told = together(*[
        lambda one=one: standing.act(
            one, by=User.objects.get(username="township-reviewer"), step="town", outcome="agreed", uuid=uuid4(),
            signatures=["审核人"],
        )
        for one in both
    ])  # fmt: skip
    assert told == ["", "standing.payload"]
    assert bride.memberships.filter(until=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clerks_begin_the_same_procedure_and_there_is_one(office, home):
    told = together(*[
        lambda: standing.open(
            by=User.objects.get(username="village-officer"), procedure="monitoring_in", household=home, payload=SUDDEN
        )
    ] * 2)  # fmt: skip
    assert told == ["", "standing.already_open"]
    assert Proceeding.objects.count() == 1


def test_a_double_click_is_one_draft_one_submission_one_act(office, home):
    by, click = office.cast.village_officer, uuid4()
    drafts = [
        standing.open(by=by, procedure="monitoring_in", household=home, payload=SUDDEN, uuid=click)
        for _ in "ab"
    ]
    assert drafts[0] == drafts[1]
    one, key = drafts[0], uuid4()
    papers = [("风险线索或农户申请", "", None)]
    assert standing.submit(one, by=by, uuid=key, papers=papers) == standing.submit(
        one, by=by, uuid=key, papers=papers
    )
    given = {"step": "verification", "outcome": "done", "uuid": uuid4(), "by": by, "signatures": ["核查人", "户主"],
             "papers": [("核查表", "", None), ("收入核算表", "", None)]}  # fmt: skip
    assert standing.act(one, **given) == standing.act(one, **given)
    assert Act.objects.count() == 2


def test_an_exit_with_an_unknown_condition_is_not_even_handed_in(cast, county, place, taken):
    """Nobody knows whether the house is safe: not known is no yes, and the words say whose it is."""
    home = county.households[0]
    HouseholdYear.objects.filter(household=home).update(house_grade="", house_dilapidated=None)
    with living.at_work(cast, county, date(2019, 1, 7)) as office:
        taken(date(2018, 12, 31))
        office.wait()
        with refused("standing.needs", "未查清：", "县住建局"):
            office.begin("household_exit", home)
        assert (stands(home), Proceeding.objects.get().state) == ("registered", "withdrawn")


def test_an_objection_in_the_last_minute_of_the_last_day_counts(office, home):
    one = office.through(office.begin("monitoring_in", home, **SUDDEN), to="notice")
    hung = office.hang(one)
    office.on(hung.until, hour=23)
    notices.object_(hung, said="情况不实")
    hung.refresh_from_db()
    assert hung.state == "paused"
    office.wait()
    with refused("notices.objection_open"):
        notices.end(hung, by=office.cast.village_officer)


def test_approved_in_january_and_the_head_dies_in_february(office, home):
    """The township agreed in January; in February the head is dead; the county does not go on."""
    one = office.through(office.begin("monitoring_in", home, **SUDDEN), to="county")
    assert one.acts.get(step="town").on.month == 1
    office.on(date(2024, 2, 5))
    head, spouse = home.memberships.order_by("pk")[:2]
    office.whole(
        "member_leaves",
        home,
        person=head.person_id,
        head=spouse.person_id,
        reason="死亡",
        from_day="2024-02-03",
    )
    with refused("standing.changed", "减少 1 人", "户主变更"):
        office.take(one)
    office.step(one, "county", outcome="returned", said="户主去世，按新的情况重报")
    office.submit(one)
    office.through(one)
    assert (one.state, watched(home), members(home)[spouse.person.name]) == ("done", SUDDEN["kind"], "户主")
    nothing_tampered()


def test_a_person_in_two_households_is_refused_with_where_to_go(office, home):
    other = office.county.households[2].memberships.order_by("pk").last().person
    with refused("standing.payload", "另一户", "自然减少"):
        office.begin(
            "member_joins", home, person=other.pk, relation="其他", reason="婚入", from_day="2024-01-10"
        )


def test_a_roll_back_after_money_was_paid_says_so_and_touches_no_money(office):
    home = office.county.households[1]
    Receipt.objects.create(
        household=home, item="奖补", amount=500, year=2018, file=office.county.register, row=1
    )
    before = list(Receipt.objects.values_list("pk", "amount"))
    with refused("standing.payload", "已发的资金"):
        office.begin("take_back_exit", home, why="核算有误", money="没有发过")
    one = office.whole("take_back_exit", home, why="核算有误", money="停发并追回")
    assert (one.state, stands(home)) == ("done", "registered")
    assert sum(float(paid) for paid in one.facts["notes"]["paid"].values()) > 500
    assert list(Receipt.objects.values_list("pk", "amount")) == before


def test_while_the_clock_stands_before_the_last_act_nothing_is_done(office, home):
    one = office.begin("monitoring_in", home, **SUDDEN)
    office.wait(3)
    office.step(one, "verification")
    office.on(date(2024, 1, 16))
    with refused("workflow.clock_went_back", "系统管理员"):
        office.take(one)
    with refused("workflow.clock_went_back"):
        office.begin("monitoring_in", office.county.households[2], **SUDDEN)
    office.on(date(2024, 1, 18), hour=10)
    office.step(one, "authorisation")
    nothing_tampered()


def test_working_days_pass_over_spring_festival_and_count_the_make_up_sundays(office, home, own_place):
    """2024: holiday from 02-10 to 02-17; Sundays 02-04 and 02-18 were worked."""
    (own_place / "procedures").mkdir(exist_ok=True)
    (own_place / "procedures" / "own.yaml").write_text(WORKING, encoding="utf-8")
    from liuqing.policy import procedures

    procedures._stated.cache_clear()
    office.on(date(2024, 2, 2))
    one = office.begin("own_watch", home, **SUDDEN)
    hung = office.hang(one)
    # Sunday 4, Monday 5 to Friday 9: six working days; the seventh is Sunday 18, the eighth Monday 19.
    assert hung.until == date(2024, 2, 19)
    office.on(hung.until)
    with refused("notices.still_hanging", "2024-02-20"):
        notices.end(hung, by=office.cast.village_officer)
    office.end(hung)
    one.refresh_from_db()
    assert one.step == "town"


WORKING = """
procedures:
  own_watch:
    label: 监测对象纳入（工作日）
    effect: watch
    versions:
      2016-01-01:
        source: {document: 示例办法, clause: 第一条}
        steps:
          - {key: proposal, label: 提出, who: 村两委, level: village, kind: propose}
          - {key: notice, label: 公示, who: 村两委, level: village, kind: notice, notice: {days: 8, count: working, at: [village]}}
          - {key: town, label: 乡镇审核, who: 乡镇人民政府, level: town, kind: decide}
"""


def test_a_leap_day_is_a_day_of_a_notice_and_of_a_deadline(office, home):
    office.on(date(2024, 2, 24))
    one = office.begin("monitoring_in", home, **SUDDEN)
    assert one.due_on == date(2024, 3, 10)
    for _ in range(4):
        office.step(one)
    hung = office.hang(one)
    assert hung.until == date(2024, 2, 29)
    office.on(date(2024, 2, 29), hour=22)
    with refused("notices.still_hanging", "2024-03-01"):
        notices.end(hung, by=office.cast.village_officer)
    office.end(hung)
    assert office.today == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (date(2023, 8, 31), date(2024, 2, 29)), (date(2022, 8, 31), date(2023, 2, 28)),
        (date(2024, 2, 29), date(2024, 8, 29)),
    ],
)  # fmt: skip
def test_half_a_year_from_the_last_of_august_ends_with_february(since, due):
    """Of whoever was marked on 08-31 the half year is over on the last of February."""
    import ibis

    from liuqing.policy.calendar import months_after
    from liuqing.policy.rules.monitored import months_gone

    assert months_after(since, 6) == due
    day = ibis.literal(since)
    gone = lambda on: ibis.duckdb.connect().execute(day <= months_gone(on, 6))  # noqa: E731
    assert gone(due) and not gone(due - timedelta(days=1))


def test_nobody_is_marked_or_freed_past_the_services(office, home):
    """The whole life again: what stands in the record was put there by procedures that are named in it."""
    office.whole("monitoring_in", home, **SUDDEN)
    office.whole("member_leaves", home, person=home.memberships.order_by("pk").last().person_id, reason="迁出",
                 from_day=office.today.isoformat())  # fmt: skip
    assert not Monitoring.objects.filter(proceeding=None).exists()
    assert not Standing.objects.filter(proceeding=None, file=None).exists()


def test_the_moment_of_an_act_is_the_offices_day_at_midnight_too(office, home):
    """Half past midnight here is yesterday in Greenwich: the act is of today."""
    office.clock.move_to(at(date(2024, 1, 20), 0) + timedelta(minutes=30))
    one = office.begin("monitoring_in", home, **SUDDEN)
    assert one.acts.get().on == one.opened_on == date(2024, 1, 20)

"""A household leaves the register, not at the first attempt, is put back in, and another falls back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from liuqing.registry.models import (
    HouseholdYear,
    Receipt,
    SourceFile,
    Standing,
)
from liuqing.registry.queries import exits
from liuqing.registry.services import standing
from tests import county as making
from tests.registry import living
from tests.registry.living import (
    every_frozen_day_comes_out,
    in_order,
    nothing_tampered,
    refused,
    register,
    stands,
    told,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def office(cast, county, place):
    """The county at work on Monday, 2019-09-02; the income of the year is known."""
    making.income(county, county.households[0], 2019, 3)
    with living.at_work(cast, county, date(2019, 9, 2)) as office:
        yield office


def says(office, home, **facts):
    """A department's list says something of a household."""
    n = SourceFile.objects.count()
    file = SourceFile.objects.create(
        sha256=f"{n:064x}", name="核实表.xlsx", kind="register_households", state="loaded", on=office.today
    )
    HouseholdYear.objects.filter(household=home).update(file=file, said_on=office.today, **facts)


def test_a_household_leaves_at_the_third_attempt_and_is_put_back_after_money_was_paid(office, taken):
    home = office.county.households[0]
    cadre = office.cast.village_officer
    HouseholdYear.objects.filter(household=home).update(water_safe=None)

    # Nobody knows about the water: refused, with whose department it is.
    taken(office.today)
    office.wait()
    with refused("standing.needs", "未查清：", "水", "县水务局"):
        office.begin("household_exit", home)
    says(office, home, water_safe=True)
    with refused("standing.needs", "重新测算"):
        office.begin("household_exit", home)
    office.wait()
    taken(office.today)
    assert exits.readiness(cadre, home.village.code).left.yes.households == 1

    # A meeting that was too small decides nothing; the household does not agree.
    one = office.begin("household_exit", home)
    few = {"due": 30, "present": 19, "agreed": 19}
    with refused("standing.incomplete", "未达到 2/3", "会议无效"):
        office.take(one, figures=few)
    office.wait()
    office.step(one, "appraisal")
    office.step(one, "verification")
    office.step(one, "consent", outcome="refused", said="老人还在住院", signatures=())
    assert (one.state, stands(home)) == ("refused", "registered")
    assert exits.readiness(cadre, home.village.code).under_way.number == 0

    # A second attempt: the township sends it back once, a new round begins with a new notice.
    office.wait(10)
    two = office.through(office.begin("household_exit", home), to="town")
    first_notice = two.acts.get(step="notice").notice
    office.step(two, "town", outcome="returned", said="会议记录缺签字页")
    assert (two.state, two.round) == ("returned", 2)
    standing.amend(two, by=cadre, payload={}, ground="会议记录已补")
    office.submit(two)
    office.through(two, to="county")
    second_notice = two.acts.get(step="notice", round=2).notice
    assert first_notice != second_notice and second_notice.hung_on > first_notice.ended_on

    # Between two approvals the head dies: nothing goes on until the household is looked at again.
    head, spouse = home.memberships.order_by("pk")[:2]
    death = office.begin(
        "member_leaves",
        home,
        person=head.person_id,
        reason="死亡",
        from_day=office.today.isoformat(),
        head=spouse.person_id,
    )
    office.step(death, "town")
    assert death.state == "done"
    with refused("standing.changed", "户主变更", "退回补正"):
        office.take(two)
    office.step(two, "county", outcome="returned", said="户主去世")
    with refused("standing.needs", "重新测算"):
        office.submit(two)
    office.wait()
    taken(office.today)
    office.submit(two)
    left = office.through(two).closed_on
    assert (two.state, two.round, stands(home)) == ("done", 3, "exited")
    assert (
        register(left - timedelta(days=1), home)[0][1] == "registered"
        and register(left, home)[0][1] == "exited"
    )
    assert (
        head.person_id in register(date(2019, 9, 10), home)[1]
        and head.person_id not in register(left, home)[1]
    )

    # Put back after money was paid: the money is told and not touched.
    Receipt.objects.create(
        household=home,
        item="产业奖补",
        amount=Decimal("800.00"),
        year=left.year,
        file=office.county.register,
        row=9,
    )
    money = Receipt.objects.count()
    office.wait(20)
    why = {"why": "收入核算有误"}
    with refused("standing.payload", "没有发过"):
        office.begin("take_back_exit", home, money="没有发过", **why)
    back = office.whole("take_back_exit", home, money="停发，不追回", **why)
    assert (back.state, stands(home), Receipt.objects.count()) == ("done", "registered", money)
    assert back.facts["notes"]["paid"] == {"2019": "800.00"}
    assert register(left, home)[0][1] == "exited", "the days on which it had left stay as they were"

    in_order(
        told(office, home), "户主签字认可（不同意）", "乡镇审核（退回）", "自然减少：乡镇审核（同意）", "县级审定（退回）",
        "在册身份：已脱贫", "退出回退：县级审定", "在册身份：未脱贫",
    )  # fmt: skip
    assert every_frozen_day_comes_out() == 3
    nothing_tampered()


def test_who_falls_back_comes_in_again_at_any_time_and_is_no_new_household(office):
    """返贫即入: without a window, without an assessment, with two notices and the county's word."""
    home = office.county.households[1]
    assert stands(home) == "exited"
    one = office.begin("relapse", home, cause="因病")
    assert one.window is None
    office.through(one)
    assert (one.state, stands(home)) == ("done", "relapsed")
    assert [act.notice.step for act in one.acts.exclude(notice=None)] == [
        "village_notice",
        "town_notice",
        "announcement",
    ]
    assert [row.status for row in Standing.objects.filter(household=home).order_by("since")] == [
        "registered", "exited", "relapsed",
    ]  # fmt: skip
    with refused("standing.starts", "已脱贫"):
        office.begin("relapse", home, cause="因病")
    nothing_tampered()

"""The green channel: help comes first, the papers after it, and late papers are shown as late."""

from datetime import date, timedelta

import pytest

from liuqing.registry.models import Measure
from liuqing.registry.queries import standing as asked
from liuqing.registry.services import monitoring
from tests.registry import living
from tests.registry.living import in_order, nothing_tampered, refused, told, watched
from tests.registry.monitored import SAFE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

FLOOD = {
    "kind": "突发严重困难户", "risks": ["因自然灾害"], "measure": "社会帮扶", "event": "山洪冲毁房屋",
    "from_day": "2021-07-03",
}  # fmt: skip


@pytest.fixture
def office(cast, county, place):
    """The county at work on Monday, 2021-07-05, two days after the flood."""
    with living.at_work(cast, county, date(2021, 7, 5)) as office:
        yield office


def test_after_a_flood_help_comes_first_and_the_papers_in_their_days(office):
    home = office.county.households[0]
    with refused("standing.payload", "姓名"):
        office.begin("green_channel", home, **FLOOD | {"event": f"{home.head_name}家受灾"})
    one = office.begin("green_channel", home, **FLOOD)
    office.step(one, "town")
    assert one.due_on == date(2021, 7, 20)
    monitoring.assess(
        proceeding=one, by=office.cast.village_officer, guarantees=SAFE | {"house_unsafe": True}
    )
    office.through(one)
    assert (one.state, one.closed_on <= one.due_on, watched(home)) == ("done", True, "突发严重困难户")
    help_ = Measure.objects.get(household=home, code="社会帮扶")
    assert help_.since == date(2021, 7, 3), "help has its own day, before every paper"
    in_order(
        told(office, home),
        "乡镇同意先行帮扶",
        "补入户核查",
        "补民主评议",
        "公示结束",
        "县级审定",
        "纳入监测：突发严重困难户",
    )
    nothing_tampered()


def test_papers_that_come_late_are_shown_as_late_and_still_taken(office):
    home = office.county.households[0]
    one = office.begin("green_channel", home, **FLOOD)
    office.step(one, "town")
    office.step(one, "verification")
    clerk, cadre = office.cast.township_reviewer, office.cast.village_officer
    office.on(one.due_on)
    assert not asked.proceeding(clerk, one.no).head.late
    office.wait()
    assert asked.proceeding(clerk, one.no).head.late
    assert asked.mine(cadre).late == 1, "and so it stands on the list of whoever has to do it"
    office.through(one)
    assert one.state == "done" and one.closed_on > one.due_on
    assert watched(home), "late help is help"
    nothing_tampered()


def test_a_household_that_has_been_helped_is_no_case_for_the_channel_twice(office):
    home = office.county.households[0]
    office.whole("green_channel", home, **FLOOD)
    office.wait(30)
    with refused("standing.starts", "不是监测对象"):
        office.begin(
            "green_channel", home, **FLOOD | {"from_day": (office.today - timedelta(days=1)).isoformat()}
        )

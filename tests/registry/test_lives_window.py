"""A window of dynamic adjustment with everything that happens in families: what came and went comes out."""

from datetime import date, timedelta

import pytest

from liuqing.registry.models import Household, Membership, Proceeding
from liuqing.registry.queries import windows as asked
from liuqing.registry.queries.windows.register import recomputed
from liuqing.registry.services import windows
from tests.registry import living
from tests.registry.living import (
    every_frozen_day_comes_out,
    in_order,
    members,
    nothing_tampered,
    refused,
    told,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def office(cast, county, place):
    """The county at work on Monday, 2019-09-02."""
    with living.at_work(cast, county, date(2019, 9, 2)) as office:
        yield office


def test_births_marriages_deaths_moves_and_divisions_come_out_in_every_place(office):
    first, second, third = office.county.villages
    big, _, neighbour, _, last = office.county.households
    boss, nights = office.approver, {}

    def evening() -> None:
        """What the register says tonight."""
        nights[office.today] = recomputed(office.today)
        office.wait()

    window = windows.plan(by=boss, year=2019)
    office.on(window.opens_on)
    windows.open_(window, by=boss)
    window.refresh_from_db()

    # A child is born and on the police list; it joins from the day of the township's word.
    child = living.resident(office.county, first, "钱新生", "C1", birth=date(2019, 9, 28), sex="男")
    birth = office.begin(
        "member_joins", big, person=child.pk, relation="之孙子", reason="出生", from_day="2019-09-28"
    )
    assert birth.window == window
    evening()
    office.step(birth, "town")
    assert "钱新生" in members(big)
    evening()

    # She marries from one village into another: not in two households, so first out, then in.
    bride = neighbour.memberships.order_by("pk").last().person
    came = {"person": bride.pk, "relation": "之儿媳", "reason": "婚入", "from_day": office.today.isoformat()}
    with refused("standing.payload", "另一户", "自然减少"):
        office.begin("member_joins", big, **came)
    office.whole(
        "member_leaves", neighbour, person=bride.pk, reason="婚出", from_day=office.today.isoformat()
    )
    assert bride.name not in members(neighbour)
    evening()
    office.whole("member_joins", big, **came)
    assert members(big)[bride.name] == "之儿媳"
    evening()

    # Somebody dies; a household moves to another town, and what it is stays what it is.
    spouse = last.memberships.get(relation="配偶")
    office.whole(
        "member_leaves", last, person=spouse.person_id, reason="死亡", from_day=office.today.isoformat()
    )
    evening()
    moved = office.whole("move", neighbour, village=third.code, from_day=office.today.isoformat())
    neighbour.refresh_from_db()
    assert (neighbour.village, moved.state, neighbour.no) == (third, "done", "H0003")
    assert living.register(office.today - timedelta(days=1), neighbour)[0][0] == second.pk
    evening()

    # The young couple divide off; two households of one village become one.
    son = big.memberships.get(relation="之子").person
    office.whole("split", big, persons=[son.pk, bride.pk], head=son.pk, from_day=office.today.isoformat())
    young = Household.objects.get(no__startswith="F")
    assert members(young) == {son.name: "户主", bride.name: "其他"} or members(young)[son.name] == "户主"
    evening()
    office.whole("merge", last, other=neighbour.no, from_day=office.today.isoformat())
    assert members(last) == {} and living.stands(last) == ""
    evening()

    # The window is not closed while nobody says why somebody is gone.
    gone = (
        Membership.objects.filter(household=big, until=None).exclude(relation="户主").order_by("pk").first()
    )
    Membership.objects.filter(pk=gone.pk).update(until=office.today)
    evening()
    office.on(window.closes_on)
    with refused("windows.not_over"):
        windows.close(window, by=boss)
    office.wait()
    with refused("windows.unexplained", "逐条写明原因"):
        windows.close(window, by=boss)
    window = windows.explain(
        window, by=boss, unit="person", key=gone.person_id, said="迁出手续在派出所，名单未到"
    )
    window = windows.close(window, by=boss)

    # Opening + changes = closing: in every village, town and the county; the parts make the whole.
    whole = asked.balance(boss, window, office.county.county.code)
    assert whole.kept and whole.total.balanced
    for line in whole.places:
        below = asked.balance(boss, window, line.code)
        assert below.total == line and all(one.balanced for one in below.places)
        for key, cell in line.cells.items():
            assert sum(one.cells[key].closing for one in below.places) == cell.closing
    persons, homes = (whole.total.cells["unexited", unit] for unit in ("person", "household"))
    assert (homes.opening, homes.closing) == (3, 3), "one divided off, two became one"
    assert (persons.opening, persons.closing) == (9, 8), "one born, one dead, one gone"

    # Every past evening is what it was, whatever was done afterwards.
    assert len(nights) >= 9
    for day, register in nights.items():
        assert recomputed(day) == register, day
    assert every_frozen_day_comes_out() == 2
    assert (
        Proceeding.objects.filter(window=window).count()
        == Proceeding.objects.exclude(state="withdrawn").count()
    )
    in_order(told(office, big), "自然增加：乡镇审核", "自然增加：乡镇审核", "分户：县级审定")
    nothing_tampered()

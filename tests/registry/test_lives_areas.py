"""Villages, a township and the county leave the list; and a household of Shandong comes into the register."""

from datetime import date
from decimal import Decimal

import pytest

from liuqing.policy import place as places
from liuqing.policy import standards
from liuqing.policy.indicators import INDICATORS
from liuqing.registry.models import AreaStanding, Measure, SourceFile, VillageYear
from liuqing.registry.models.reported import Indicator
from liuqing.registry.services import standing
from tests.registry import living
from tests.registry.conftest import PLACE
from tests.registry.living import (
    every_frozen_day_comes_out,
    in_order,
    nothing_tampered,
    refused,
    stands,
    told,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
YEAR = 2018
GOOD = {"collective_income": 25_000, "rural_income_growth": 11, "province_rural_income_growth": 9}
"""What is reported where a yes (1) would say nothing."""


SAMPLED = {"sampled_outside": 200, "missed_found": 0, "sampled_exited": 50, "wrong_exits_found": 0}
"""What the assessment found at the doors."""


@pytest.fixture
def office(cast, county, place):
    """The county at work on Monday, 2018-10-08."""
    with living.at_work(cast, county, date(2018, 10, 8)) as office:
        yield office


def leaves(area, **but):
    """Offices report everything that the area's standards ask for; ``but`` says otherwise, None nothing."""
    from django.conf import settings

    declared = standards.declared(places.load(settings.WORKSPACE.place))
    if area.level == "village":
        AreaStanding.objects.get_or_create(area=area, status="listed", since=date(2014, 1, 1))
    else:
        report(area, f"poor_{area.level}", 1)
    for one in declared.standards.values():
        if area.level in one.levels:
            for name in [name.removeprefix("county.") for name in one.names]:
                report(area, name, but.get(name, GOOD.get(name, 1)))


def report(area, name, value):
    """One number of an office."""
    known = {one if isinstance(one, str) else one.name for one in INDICATORS}
    if name in known and value is not None:
        Indicator.objects.get_or_create(
            area=area, name=name, year=YEAR, defaults={"value": Decimal(value), "said_on": date(YEAR, 9, 30)}
        )


def out(area):
    """Whether the area has left the list."""
    return AreaStanding.objects.get(area=area, until=None).status == "exited"


def test_a_village_a_township_and_the_county_leave_by_their_own_standards(office, taken):
    county, (_, town), (first, _, third) = office.county.county, office.county.towns, office.county.villages
    Measure.objects.update(said_on=date(YEAR, 9, 30))
    for village in office.county.villages:
        VillageYear.objects.create(area=village, year=YEAR, rural_population=900)
    leaves(first, road_protected=None)
    leaves(third)
    leaves(town)
    leaves(county, **SAMPLED)

    # Nobody knows of the road: the village stays, whatever else is well; the other one leaves.
    taken(office.today)
    with refused("standing.needs", "未查清：到村道路硬化且危险路段有防护（县交通局）"):
        office.begin("village_exit", area=first)
    one = office.whole("village_exit", area=third)
    assert (one.state, out(third), out(first)) == ("done", True, False)
    assert [act.notice.area for act in one.acts.exclude(notice=None)] == [third, third]
    with refused("standing.starts", "贫困村"):
        office.begin("village_exit", area=third)

    # With the road the other follows; the township's villages are all out, so it may go too.
    with refused("standing.needs", "未达到：乡镇贫困村全部出列"):
        office.begin("township_exit", area=town)
    report(first, "road_protected", 1)
    taken(office.today)
    office.whole("village_exit", area=first)
    assert office.whole("township_exit", area=town).state == "done" and out(town)

    # The county goes last, through the prefecture and the province, decided by another than who proposed it.
    with refused("standing.needs", "未达到：", "贫困村出列达到90%"):
        office.begin("county_delisting", area=county)
    taken(office.today)
    last = office.through(office.begin("county_delisting", area=county))
    assert (last.state, out(county)) == ("done", True)
    assert last.acts.get(decides=True).by == "deputy" != last.by
    assert [act.step for act in last.acts.exclude(notice=None)] == [
        "prefecture_notice", "province_notice", "announcement",
    ]  # fmt: skip
    assert every_frozen_day_comes_out() == 3
    nothing_tampered()


# 山东: 两评议两公示一比对一公告


@pytest.fixture
def shandong(own_place):
    """The same county, but in Shandong."""
    (own_place / "place.yaml").write_text(PLACE.replace("china/yunnan", "china/shandong"), encoding="utf-8")
    (own_place / "targets.csv").unlink()
    return own_place


def test_in_shandong_two_meetings_two_notices_a_comparison_and_an_announcement(shandong, office):
    village = office.county.villages[0]
    person = living.resident(office.county, village, "冯测人", "B7")
    home = standing.outside(person, by=office.cast.village_officer)
    one = office.through(office.begin("identification", home, cause="因病"))
    assert (one.state, stands(home)) == ("done", "registered")
    kinds = [step["kind"] for step in one.steps["version"]["steps"]]
    notices = [act.notice for act in one.acts.exclude(notice=None).order_by("ordinal")]
    assert (kinds.count("meeting"), kinds.count("compare")) == (2, 1)
    assert [(notice.label, notice.days) for notice in notices] == [("公示", 7), ("公示", 7), ("公告", 0)]
    assert one.acts.get(step="comparison").on < one.acts.get(step="county").on
    in_order(
        told(office, home), "农户申请", "村民小组评议", "村民代表会议评议", "公示张贴", "乡镇审核", "公示张贴",
        "县级信息比对", "县级审定", "在册身份：未脱贫", "公告张贴",
    )  # fmt: skip
    nothing_tampered()


def test_before_the_order_of_2018_shandong_did_as_the_nation(shandong, cast, county):
    with living.at_work(cast, county, date(2017, 12, 29)) as office:
        person = living.resident(county, county.villages[0], "冯测人", "B7")
        home = standing.outside(person, by=cast.village_officer)
        one = office.begin("identification", home, cause="因病")
        office.through(one)
        assert one.closed_on.year == 2018, "it goes on as it began, though the order came meanwhile"
        assert [s["kind"] for s in one.steps["version"]["steps"]].count("meeting") == 1
        assert SourceFile.objects.exists() and stands(home) == "registered"

"""A household at risk by the procedures of the nation: identified, helped, assessed, removed, and back."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.registry.models import (
    Assessed,
    Household,
    Measure,
    Membership,
    Monitoring,
    Person,
    Proceeding,
    SourceFile,
)
from liuqing.registry.queries import monitoring as asked
from liuqing.registry.services import monitoring, standing
from liuqing.registry.services.standing import frozen
from tests.registry.monitored import SAFE, lines
from tests.registry.standings import at, go, later

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
BEGINNING = date(2021, 6, 7)


@pytest.fixture(autouse=True)
def clock(county, place):
    with time_machine.travel(at(BEGINNING), tick=True) as traveller:
        yield traveller


@pytest.fixture
def home(county):
    """H0002 has left poverty; one of its members is able to work."""
    SourceFile.objects.update(received_at=at(date(2019, 1, 2)))
    found = Household.objects.get(no="H0002")
    able = Membership.objects.filter(household=found).first().person
    Person.objects.filter(pk=able.pk).update(birth=date(1985, 1, 1))
    able.years.create(year=2021, labour="普通劳动力", education="小学")
    return found


def handed_in(cast, one):
    """The first step with the papers it asks for, kept on paper."""
    step = frozen.of(one).steps[0]
    papers = [(kind, "", None) for kind in step.documents]
    standing.submit(one, by=cast.village_officer, uuid=uuid4(), papers=papers)
    return one


def opened(cast, procedure, home, **payload):
    return standing.open(by=cast.village_officer, procedure=procedure, household=home, payload=payload)


def to_the_end(cast, one, clock):
    while one.state == Proceeding.State.OPEN:
        later(clock, 6 if one.step == "notice" else 0)
        go(cast, one)
    return one


def watch(cast, home, clock):
    """Identified by all eight steps, with its assessment."""
    one = handed_in(cast, opened(cast, "monitoring_in", home, kind="脱贫不稳定户", risks=["因病", "因房"]))
    monitoring.assess(
        proceeding=one,
        by=cast.village_officer,
        guarantees={**SAFE, "house_unsafe": True},
        self_paid=Decimal("9000"),
    )
    return to_the_end(cast, one, clock)


def helped(home):
    """Measures that meet both risks and put the labour to use."""
    for code in ("健康帮扶", "住房安全保障", "就业帮扶"):
        Measure.objects.create(household=home, code=code, title=code, year=2021, since=timezone.localdate())


def sheet(cast, home, **stated):
    return monitoring.save(household=home, by=cast.village_officer, lines=lines(**{"A1": "30000"} | stated))


def test_identified_assessed_and_shown(cast, home, clock, taken):
    one = watch(cast, home, clock)
    begun_ = Monitoring.objects.get()
    assert (one.state, begun_.kind, begun_.since) == ("done", "脱贫不稳定户", timezone.localdate())
    page = asked.household(cast.village_officer, "H0002")
    assert page.identified.house_unsafe is True and page.watched.risks == ("因病", "因房")
    assert [risk.deadline.state for risk in page.risks] == ["open", "open"]
    assert page.development is None, "whether it has labour is not known before an assessment of the county"
    taken(timezone.localdate())
    page = asked.household(cast.village_officer, "H0002")
    assert page.development.state == "open" and page.removal.ready is False
    missing = {point.rule for point in page.removal.missing}
    assert {"monitored_long", "removal_helped", "removal_income"} <= missing
    assert "monitored" not in missing and all(
        point.department for point in page.removal.missing if point.met is None
    )


def test_without_what_is_missing_nobody_can_hand_in_a_removal(cast, home, clock, taken):
    watch(cast, home, clock)
    taken(timezone.localdate())
    with pytest.raises(Problem) as told:
        handed_in(cast, opened(cast, "monitoring_out", home, way="帮扶消除"))
    assert told.value.code == "standing.needs" and "识别监测已满规定月数" in str(told.value)


def test_a_line_that_nobody_published_is_no_yes(cast, home, clock, taken):
    watch(cast, home, clock)
    helped(home)
    clock.move_to(at(date(2022, 1, 4)))
    draft = opened(cast, "monitoring_out", home, way="帮扶消除")
    kept = sheet(cast, home)
    assert kept.result["reached"] is None and kept.result["line"] is None
    monitoring.assess(
        proceeding=draft, by=cast.village_officer, guarantees=SAFE, self_paid=Decimal(0), worksheet=kept
    )
    taken(timezone.localdate())
    assert asked.household(cast.village_officer, "H0002").removal.ready is None


def test_the_whole_way_out_and_back(cast, home, clock, taken):
    clock.move_to(at(date(2021, 5, 17)))
    watch(cast, home, clock)
    helped(home)
    clock.move_to(at(date(2021, 12, 6)))
    out = opened(cast, "monitoring_out", home, way="帮扶消除")
    kept = sheet(cast, home, B1="2000")
    monitoring.assess(
        proceeding=out, by=cast.village_officer, guarantees=SAFE, self_paid=Decimal(0), worksheet=kept
    )
    assert asked.household(cast.village_officer, "H0002").removal is None
    taken(timezone.localdate())
    page = asked.household(cast.village_officer, "H0002")
    assert page.removal.ready is True and page.removal.missing == () and not page.removal.stale
    assert asked.board(cast.county_approver, "990101", show="ready").ready == 1
    to_the_end(cast, handed_in(cast, out), clock)
    gone = Monitoring.objects.get()
    assert (gone.removed_on, gone.way) == (timezone.localdate(), "帮扶消除")
    page = asked.household(cast.village_officer, "H0002")
    assert page.watched.removed_on == timezone.localdate() and page.removed.worksheet == kept
    to_the_end(cast, handed_in(cast, opened(cast, "take_back_removal", home, why="核实有误")), clock)
    page = asked.household(cast.village_officer, "H0002")
    assert page.watched.removed_on is None and page.watched.since == gone.since
    taken(timezone.localdate())
    assert asked.household(cast.village_officer, "H0002").removal.ready is None, (
        "the old assessment says nothing now"
    )
    assert Assessed.objects.count() == 2

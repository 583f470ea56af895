"""Where the services meet: somebody moves, dies or asks while something else about the household is under way."""

from datetime import date
from uuid import uuid4

import pytest

from liuqing.registry.models import Monitoring
from liuqing.registry.services import clues, notices, standing
from tests.registry import living
from tests.registry.living import nothing_tampered, refused, watched

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SUDDEN = {"kind": "突发严重困难户", "risks": ["因病"]}


@pytest.fixture
def office(cast, county, place):
    """The county at work on Monday, 2024-01-15."""
    with living.at_work(cast, county, date(2024, 1, 15)) as office:
        yield office


def seen(office, home, *happened):
    """What the cadre saw on a round."""
    said = clues.Said(happened=happened, words="看到的情况")
    return clues.report(
        channel="round", area=home.village, household=home, said=said, by=office.cadres[home.village.code]
    ).clue


def test_who_moves_away_while_the_sheet_hangs_holds_up_nobody_and_gets_a_sheet_where_they_live(office):
    (first, second, *_), new = office.county.households, office.county.villages[2]
    both = [
        office.through(office.begin("monitoring_in", home, **SUDDEN), to="notice") for home in (first, second)
    ]
    hung = office.hang(*both)
    office.whole("move", first, village=new.code, from_day=office.today.isoformat())
    office.end(hung)
    for one in both:
        one.refresh_from_db()
    assert [one.step for one in both] == ["notice", "town"]

    # The new village hangs its own sheet; then it is told that the household lives elsewhere, and begins anew.
    moved = both[0]
    assert moved.area == new
    office.step(moved, "notice")
    assert moved.step == "town" and moved.acts.get(step="notice").notice.area == new
    with refused("standing.changed", "所在村"):
        office.take(moved)
    nothing_tampered()


def test_a_clue_goes_with_the_household_that_moves(office):
    home, new = office.county.households[0], office.county.villages[2]
    clue = seen(office, home, "illness")
    office.whole("move", home, village=new.code, from_day=office.today.isoformat())
    clue.refresh_from_db()
    assert (clue.area, clue.state) == (new, "sent")
    clues.verify(
        clue=clue, by=office.cadres[new.code], visited_on=office.today, result="difficult", said="新村去看了"
    )


def test_when_the_last_of_a_monitored_household_outside_the_register_dies_the_monitoring_ends(office):
    person = living.resident(office.county, office.county.villages[0], "冯测人", "B7")
    home = standing.outside(person, by=office.cast.village_officer)
    office.whole("monitoring_in", home, kind="边缘易致贫户", risks=["因病"])
    office.wait(60)
    one = office.whole(
        "member_leaves", home, person=person.pk, reason="死亡", from_day=office.today.isoformat()
    )
    assert (one.state, one.after["monitored"], watched(home)) == ("done", "", "")
    assert Monitoring.objects.get(household=home).way == "自然消除"
    nothing_tampered()


def test_begun_from_the_page_of_the_household_its_clue_is_answered_and_its_days_count(office):
    home = office.county.households[0]
    clue = seen(office, home, "illness")
    office.wait(3)
    one = office.begin("monitoring_in", home, **SUDDEN)
    clue.refresh_from_db()
    assert (one.clue, clue.state, clue.outcome) == (clue, "closed", "proceeding")
    assert one.due_on == date(2024, 1, 30), "fifteen days from what was seen, not from the form"


def test_a_clue_that_somebody_is_well_off_is_not_answered_by_help(office):
    home = office.county.households[0]
    clue = seen(office, home, "better")
    office.begin("monitoring_in", home, **SUDDEN)
    clue.refresh_from_db()
    assert (clue.kind, clue.state) == ("exit_due", "sent")


def test_a_death_while_the_sheet_hangs_is_noticed_at_the_next_decision(office):
    home = office.county.households[0]
    one = office.through(office.begin("monitoring_in", home, **SUDDEN), to="notice")
    hung = office.hang(one)
    spouse = home.memberships.get(relation="配偶").person_id
    office.whole("member_leaves", home, person=spouse, reason="死亡", from_day=office.today.isoformat())
    notices.object_(hung, said="有人去世")
    office.wait()
    notices.answer(hung.objections.get(), by=office.cast.township_reviewer, upheld=False, answer="已另行办理")
    office.end(hung)
    one.refresh_from_db()
    with refused("standing.changed", "减少 1 人"):
        standing.act(
            one,
            by=office.cast.township_reviewer,
            step="town",
            outcome="agreed",
            uuid=uuid4(),
            signatures=["审核人"],
        )

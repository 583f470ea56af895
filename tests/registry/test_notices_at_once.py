"""Two at once: one sheet, one end, and an objection is never lost between them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection

from liuqing.errors import Problem
from liuqing.registry.models import Act, Notice, Noticed, Objection
from liuqing.registry.services import notices
from tests.registry import noticing
from tests.registry.conftest import make_place
from tests.registry.noticing import at, drawn, proposed

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def place_folder(tmp_path_factory):
    return noticing.write_procedures(make_place(tmp_path_factory.mktemp("place")))


@pytest.fixture(autouse=True)
def procedures(place):
    """The place is the one with these procedures."""


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


def officer(name="village-officer"):
    """The same person in another window."""
    return User.objects.get(username=name)


def test_two_clerks_draw_up_one_sheet(cast, county):
    with at(MONDAY):
        one = proposed(cast.village_officer, county.households[0])
        assert together(*[lambda: drawn(officer(), [one])] * 2) == ["", "notices.taken"]
    assert Notice.objects.count() == Noticed.objects.count() == 1


def test_two_clerks_end_one_notice_once(cast, county):
    with at(MONDAY):
        one = proposed(cast.village_officer, county.households[0])
        sheet = notices.hang(drawn(cast.village_officer, [one]), by=cast.village_officer)
    with at(MONDAY + 6 * DAY):
        assert together(*[lambda: notices.end(sheet, by=officer())] * 2) == ["", "notices.not_hanging"]
    assert Act.objects.filter(notice=sheet, outcome="done").count() == 1


def test_an_objection_entered_while_the_notice_ends_stops_it_or_is_told_that_it_came_too_late(cast, county):
    with at(MONDAY):
        one = proposed(cast.village_officer, county.households[0])
        sheet = notices.hang(drawn(cast.village_officer, [one]), by=cast.village_officer)
    last = MONDAY + 5 * DAY

    def enter():
        who = officer("township-reviewer")
        notices.object_(sheet, said="意见", by=who, channel="visit", on=last)

    with at(last + DAY):
        refused = together(enter, lambda: notices.end(sheet, by=officer()))
    sheet.refresh_from_db()
    one.refresh_from_db()
    if Objection.objects.exists():
        assert refused == ["", "notices.objection_open"] and (sheet.state, one.step) == ("paused", "notice")
    else:
        assert refused == ["", "notices.over"] and (sheet.state, one.step) == ("ended", "town")


def test_two_officers_answer_one_objection_once(cast, county):
    with at(MONDAY):
        one = proposed(cast.village_officer, county.households[0])
        sheet = notices.hang(drawn(cast.village_officer, [one]), by=cast.village_officer)
        said = notices.object_(sheet, said="意见")

        def answer(name, upheld):
            return lambda: notices.answer(said, by=officer(name), upheld=upheld, answer="已核实")

        told = together(answer("township-reviewer", False), answer("county-approver", True))
    assert told == ["", "notices.answered"]

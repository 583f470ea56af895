"""Clues: one household, one open clue, whoever speaks and in whatever order; graded, sent out, timed."""

from datetime import date

import pytest
import time_machine

from liuqing.registry.models import Clue, Report
from liuqing.registry.services import clues as acts
from liuqing.registry.services.clues import Said

pytestmark = pytest.mark.django_db
DAY = "2026-03-02T02:00:00Z"


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(DAY, tick=False):
        yield


def ask(county, *, name="郑试一", phone="13900000001", happened=("work",), words="", village=0, **more):
    said = Said(name=name, phone=phone, happened=happened, words=words, **more)
    return acts.report(channel="request", area=county.villages[village], said=said)


def test_a_request_is_one_clue_with_a_receipt(county):
    report = ask(county)
    assert report.receipt
    assert report.clue.grade == "yellow"
    assert report.clue.due_on == date(2026, 3, 9)
    assert report.clue.decide_by == date(2026, 3, 17)


def test_the_same_words_from_the_same_phone_are_the_same_request(county):
    assert ask(county).receipt == ask(county, phone="+86 139-0000-0001", name="郑 试一").receipt
    assert Clue.objects.count() == Report.objects.count() == 1

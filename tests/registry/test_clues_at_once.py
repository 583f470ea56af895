"""Several people at once: one clue a household, one receipt a request, one end a clue."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from liuqing.errors import Problem
from liuqing.registry.models import Clue, Report
from liuqing.registry.services import clues as acts
from liuqing.registry.services.clues import Said
from liuqing.workflow import trail

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6


def at_once(act) -> list:
    """What became of an act that several do in the same moment."""

    def alone(n):
        try:
            return act(n)
        except Problem as problem:
            return problem.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(MANY) as people:
        return list(people.map(alone, range(MANY)))


def said(n=0) -> Said:
    return Said(name="孙十一", phone="13900000001", happened=("work",), words=f"第{n}句")


def test_voices_of_the_same_moment_about_a_household_are_one_clue(county):
    reports = at_once(lambda n: acts.report(channel="request", area=county.villages[0], said=said(n)))
    assert len({report.receipt for report in reports}) == MANY
    assert Clue.objects.count() == 1
    assert Report.objects.count() == MANY
    assert trail.verify().sound


def test_the_same_request_sent_by_an_impatient_finger_has_one_receipt(county):
    reports = at_once(lambda n: acts.report(channel="request", area=county.villages[0], said=said()))
    assert len({report.receipt for report in reports}) == Report.objects.count() == 1


def test_a_clue_is_closed_once(county, cast):
    clue = acts.report(channel="request", area=county.villages[0], said=said()).clue

    def close(n):
        acts.close(clue=clue, by=cast.township_reviewer, outcome="known", reason=f"第{n}人")
        return "closed"

    assert sorted(at_once(close)) == ["closed"] + ["clues.closed"] * (MANY - 1)

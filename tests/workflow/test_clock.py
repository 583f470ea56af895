"""The clock: a day that went back stops every act."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from liuqing.errors import Problem
from liuqing.workflow import clock, trail

NOON = datetime(2026, 2, 28, 12, tzinfo=UTC)


def test_the_day_is_the_offices_day(db, settings):
    with time_machine.travel(datetime(2026, 2, 28, 17, tzinfo=UTC), tick=False):
        assert clock.today().isoformat() == "2026-03-01"


def test_a_clock_that_went_back_stops_every_act(db):
    with time_machine.travel(NOON, tick=False):
        trail.record("test", by="somebody")
    with time_machine.travel(NOON - timedelta(hours=1), tick=False), pytest.raises(Problem) as told:
        clock.today()
    assert told.value.code == "workflow.clock_went_back"


def test_seconds_put_right_stop_nothing(db):
    with time_machine.travel(NOON, tick=False):
        trail.record("test", by="somebody")
    with time_machine.travel(NOON - timedelta(seconds=30), tick=False):
        assert clock.now()


def test_a_page_that_is_read_over_midnight_tells_of_one_day(db, django_assert_num_queries):
    with time_machine.travel(datetime(2026, 2, 28, 15, 59, tzinfo=UTC), tick=False) as at, clock.one_day():
        with django_assert_num_queries(1):
            assert clock.today() == clock.today()
        at.move_to(datetime(2026, 2, 28, 16, 1, tzinfo=UTC))
        assert clock.today().isoformat() == "2026-02-28"
    with time_machine.travel(datetime(2026, 2, 28, 16, 1, tzinfo=UTC), tick=False):
        assert clock.today().isoformat() == "2026-03-01"

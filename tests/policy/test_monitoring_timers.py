"""By which day something is due for a monitored household."""

from datetime import date

import pytest

from liuqing.policy import monitoring_timers, place
from liuqing.policy.monitoring_timers import due

HERE = place.load("fuyuan")


@pytest.fixture(scope="module")
def timers():
    return monitoring_timers.read(HERE.parameters(date(2021, 6, 30)))


@pytest.mark.parametrize(
    "since, months, exact, last",
    [
        (date(2021, 5, 20), 1, True, date(2021, 6, 20)),
        (date(2021, 5, 1), 1, False, date(2021, 6, 30)),
        (date(2021, 1, 31), 1, True, date(2021, 2, 28)),
        (date(2020, 1, 31), 1, True, date(2020, 2, 29)),
        (date(2021, 8, 31), 6, True, date(2022, 2, 28)),
        (date(2021, 11, 15), 6, True, date(2022, 5, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(since, months, exact, last):
    assert due(since, months, exact=exact) == last


def test_without_a_number_nothing_is_due():
    assert due(date(2021, 5, 20), None) is None


def test_the_place_states_every_timer(timers):
    assert (timers.measure, timers.development, timers.removal) == (1, 6, 6)
    assert timers.follow_up == {"监测对象": 1, "风险已消除": 3, "已脱贫户": 3}


@pytest.mark.parametrize(
    "measure, risk, fits",
    [
        ("健康帮扶", "因病", True),
        ("健康帮扶", "因房", False),
        ("住房安全保障", "因房", True),
        ("义务教育保障", "因学", True),
        ("产业帮扶", "其他", True),
        ("健康帮扶", "其他", False),
    ],
)
def test_what_everybody_has_is_help_only_against_its_own_risk(timers, measure, risk, fits):
    assert timers.meets(measure, risk) is fits


def test_before_the_first_number_nothing_is_known():
    bare = monitoring_timers.read(HERE.parameters(date(2000, 1, 1)))
    assert bare.measure is None and bare.follow_up == {} and not bare.developing

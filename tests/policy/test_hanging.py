"""Hanging: which days count, over week-ends, holidays, make-up days, leap days and pauses."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuqing.policy import calendar, hanging, place

HERE = place.load("fuyuan")
DAY = timedelta(days=1)


@pytest.mark.parametrize("hung, days, count, last", [
    ("2026-03-02", 5, "calendar", "2026-03-07"),
    ("2026-03-02", 5, "working", "2026-03-09"),
    ("2024-02-27", 2, "calendar", "2024-02-29"),
    ("2023-02-27", 2, "calendar", "2023-03-01"),
    ("2025-12-30", 5, "calendar", "2026-01-04"),
    ("2025-12-30", 5, "working", "2026-01-07"),
    ("2025-09-27", 5, "working", "2025-10-10"),
    ("2025-09-26", 1, "working", "2025-09-28"),
    ("2025-10-10", 1, "working", "2025-10-11"),
    ("2026-03-02", 0, "calendar", "2026-03-02"),
])  # fmt: skip
def test_the_last_day_of_hanging(hung, days, count, last):
    assert hanging.last_day(date.fromisoformat(hung), days, count, HERE) == date.fromisoformat(last)


def test_the_days_from_the_objection_to_the_answer_do_not_count_nor_do_these_two():
    pause = [(date(2026, 3, 4), date(2026, 3, 6))]
    assert hanging.last_day(date(2026, 3, 2), 5, "calendar", HERE, pause) == date(2026, 3, 10)


def test_an_objection_on_the_last_day_leaves_that_day_to_be_hung_again():
    pause = [(date(2026, 3, 7), date(2026, 3, 9))]
    assert hanging.last_day(date(2026, 3, 2), 5, "calendar", HERE, pause) == date(2026, 3, 10)


def test_while_an_objection_waits_there_is_no_last_day():
    assert hanging.last_day(date(2026, 3, 2), 5, "calendar", HERE, [(date(2026, 3, 7), None)]) is None


def test_each_day_says_which_it_is_or_why_it_does_not_count():
    told = list(hanging.counted(date(2025, 9, 27), date(2025, 10, 10), 5, "working", HERE))
    assert [(d.day.day, d.n, d.why) for d in told] == [
        (27, None, "张贴当天"), (28, 1, "调休上班"), (29, 2, ""), (30, 3, ""),
        *((n, None, "放假") for n in (1, 2, 3)), (4, None, "周末"), (5, None, "周末"),
        *((n, None, "放假") for n in (6, 7, 8)), (9, 4, ""), (10, 5, ""),
    ]  # fmt: skip


def test_a_year_whose_holidays_nobody_entered_says_so():
    year = next(y for y in range(2027, 2100) if not calendar.known(y, HERE))
    told = list(hanging.counted(date(year, 3, 1), date(year, 3, 4), 3, "working", HERE))
    assert any("未录入" in one.why for one in told)


PAUSES = st.lists(st.tuples(st.integers(1, 25), st.integers(0, 10)), max_size=3)


@settings(max_examples=200)
@given(hung=st.dates(date(2016, 1, 1), date(2026, 10, 1)), days=st.integers(1, 15),
       count=st.sampled_from(["calendar", "working"]), stops=PAUSES)  # fmt: skip
def test_the_days_that_count_up_to_the_last_day_are_exactly_as_many_as_asked(hung, days, count, stops):
    pauses = [(hung + first * DAY, hung + (first + more) * DAY) for first, more in stops]
    last = hanging.last_day(hung, days, count, HERE, pauses)
    told = list(hanging.counted(hung, last, days, count, HERE, pauses))
    assert [one.n for one in told if one.n] == list(range(1, days + 1))
    assert told[-1].n == days and told[-1].day == last
    if not pauses:
        assert last == calendar.after(hung, days, count, HERE)

"""Days that count: calendar days, working days, make-up Saturdays, leap days, years nobody knows yet."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.policy import calendar, place
from liuqing.policy.place import Place

DAY = timedelta(days=1)
DAYS = st.dates(date(2013, 6, 1), date(2028, 6, 1))
COUNTS = st.sampled_from(["calendar", "working"])


@pytest.fixture(scope="module")
def county() -> Place:
    return place.load("fuyuan")


COUNTY = place.load("fuyuan")


@given(DAYS, st.integers(0, 60), COUNTS)
def test_exactly_so_many_days_count_up_to_the_day_on_which_they_are_over(
    day: date, days: int, count: Any
) -> None:
    over = calendar.after(day, days, count, COUNTY)
    assert calendar.passed(day, over, count, COUNTY) == days
    if days:
        assert calendar.passed(day, over - DAY, count, COUNTY) == days - 1


@given(DAYS, st.integers(0, 40), st.integers(0, 40), COUNTS)
def test_more_days_are_never_over_sooner(day: date, fewer: int, more: int, count: Any) -> None:
    fewer, more = sorted((fewer, more))
    assert calendar.after(day, fewer, count, COUNTY) <= calendar.after(day, more, count, COUNTY)
    assert calendar.after(day, fewer, count, COUNTY) <= calendar.after(day + DAY, fewer, count, COUNTY)


@given(DAYS, st.integers(0, 40))
def test_working_days_are_never_over_sooner_than_calendar_days(day: date, days: int) -> None:
    assert calendar.after(day, days, "working", COUNTY) >= calendar.after(day, days, "calendar", COUNTY)


@given(DAYS, st.integers(0, 100), st.integers(0, 100), COUNTS)
def test_what_passed_can_be_cut_into_parts(day: date, first: int, second: int, count: Any) -> None:
    middle, last = day + first * DAY, day + (first + second) * DAY
    parts = calendar.passed(day, middle, count, COUNTY) + calendar.passed(middle, last, count, COUNTY)
    assert parts == calendar.passed(day, last, count, COUNTY)


def test_no_days_is_the_day_itself(county: Place) -> None:
    sunday = date(2018, 12, 30)
    assert calendar.after(sunday, 0, "working", county) == sunday
    assert calendar.passed(sunday, sunday, "calendar", county) == 0
    assert calendar.passed(sunday, sunday - 5 * DAY, "calendar", county) == 0


def test_days_before_the_day_are_not_asked_for(county: Place) -> None:
    with pytest.raises(ValueError):
        calendar.after(date(2018, 1, 1), -1, "calendar", county)


def test_five_working_days_over_the_national_holiday_of_2018(county: Place) -> None:
    # Hung on Friday 28 September: the Saturday and Sunday were make-up days, then a week off.
    assert calendar.after(date(2018, 9, 28), 5, "working", county) == date(2018, 10, 10)
    assert calendar.after(date(2018, 9, 28), 5, "calendar", county) == date(2018, 10, 3)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2018-02-24", True),  # a make-up Saturday
        ("2018-02-11", True),  # a make-up Sunday
        ("2018-02-19", False),  # a Monday of the Spring Festival
        ("2018-02-26", True),
        ("2018-03-03", False),
        ("2020-02-01", False),  # first a make-up Saturday, then the festival was lengthened
        ("2020-01-31", False),
        ("2019-05-02", False),  # the notice that changed Labour Day
        ("2019-04-28", True),
        ("2018-12-31", False),  # of the notice for the year after
        ("2018-12-29", True),
        ("2024-02-29", True),
    ],
)
def test_offices_work_as_the_notices_say(county: Place, day: str, works: bool) -> None:
    assert calendar.is_working(date.fromisoformat(day), county) is works


DAYS_OFF = {
    # year of the notice, with what changed it: days off, make-up days
    2014: (23, 5), 2015: (27, 5), 2016: (24, 6), 2017: (24, 5), 2018: (23, 6), 2019: (24, 7), 2020: (30, 6),
    2021: (31, 7), 2022: (31, 7), 2023: (27, 7), 2024: (28, 8), 2025: (28, 5), 2026: (33, 6),
}  # fmt: skip


@pytest.mark.parametrize("year", DAYS_OFF)
def test_the_year_has_as_many_days_off_and_make_up_days_as_its_notices(county: Place, year: int) -> None:
    own = [one for key, one in calendar.notices(county).items() if key.startswith(str(year))]
    off = {
        first + n * DAY
        for one in own
        for first, last in one.off.items()
        for n in range((last - first).days + 1)
    }
    worked = {day for one in own for day in one.worked} - off
    assert (len(off), len(worked)) == DAYS_OFF[year]


def test_every_yearly_notice_has_its_source(county: Place) -> None:
    for one in calendar.notices(county).values():
        assert "安排的通知" in one.source.document or one.year is None
        assert one.source.clause.startswith("国")


def test_a_year_without_a_notice_counts_weekends_only_and_says_so(county: Place) -> None:
    assert calendar.known(2026, county) and not calendar.known(2027, county)
    assert calendar.is_working(date(2027, 10, 1), county)
    assert not calendar.is_working(date(2027, 10, 2), county)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2018-08-31", 6, "2019-02-28"),
        ("2019-08-31", 6, "2020-02-29"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2020-02-29", 48, "2024-02-29"),
        ("2018-12-31", 1, "2019-01-31"),
        ("2018-11-30", 3, "2019-02-28"),
        ("2019-03-31", -1, "2019-02-28"),
        ("2018-06-15", 6, "2018-12-15"),
        ("2018-06-15", 0, "2018-06-15"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(day: str, months: int, then: str) -> None:
    assert calendar.months_after(date.fromisoformat(day), months) == date.fromisoformat(then)


@given(DAYS, st.integers(0, 240))
def test_months_never_go_back(day: date, months: int) -> None:
    moved = [calendar.months_after(day, months + n) for n in range(3)]
    assert all(before < after for before, after in pairwise(moved))
    for one in moved:
        assert one.day == day.day or (one.day < day.day and (one + DAY).day == 1)


def _county(at: Path, holidays: str) -> Path:
    (at / "place.yaml").write_text("extends: china/yunnan\nlabel: 某县\n", "utf-8")
    (at / "holidays.yaml").write_text(holidays, "utf-8")
    return at


def test_a_county_adds_days_of_its_own(tmp_path: Path) -> None:
    own = place.load(
        str(
            _county(
                tmp_path,
                "notices:\n  泼水节2018:\n    source: {document: 某州放假通知, clause: 一}\n"
                "    off: {2018-04-13: 2018-04-15}\n",
            )
        )
    )
    assert calendar.check(own) == []
    assert not calendar.is_working(date(2018, 4, 13), own)
    assert calendar.is_working(date(2018, 4, 13), COUNTY)
    assert calendar.known(2018, own) and not calendar.is_working(date(2018, 10, 1), own)


def test_slips_of_the_pen_are_all_told_with_their_line(tmp_path: Path) -> None:
    faults = calendar.check_folder(
        _county(
            tmp_path,
            "notices:\n  甲:\n    source: {document: 某通知, clause: 一}\n    off: {2018-05-03: 2018-05-01}\n"
            "  乙:\n    source: {document: 某通知, clause: 二}\n    off: {2018-05-01: 2018-05-03}\n"
            "    worked: [2018-05-02]\n",
        )
    )
    told = [(fault.where.row, fault.what) for fault in faults]
    assert told[0][0] == 2 and "首尾颠倒" in told[0][1]
    assert {row for row, _ in told[1:]} == {5} and len(told) == 3
    assert any("既放假又上班" in what for _, what in told) and any("本来就上班" in what for _, what in told)

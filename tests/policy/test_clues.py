"""Clues: how urgent, in how many days, by the numbers of the place or of the program."""

from datetime import date
from itertools import permutations

import pytest

from liuqing.policy import clues, place
from liuqing.policy.dated import NotInForceError, Parameters

FUYUAN = place.load("fuyuan")
NONE = Parameters({}, date(2026, 3, 2))
READ = (
    clues.listed_months, clues.asks_a_day, clues.asks_a_phone, clues.checks_a_day, clues.checks_a_receipt,
    clues.keep_months, clues.medical_paid, clues.disaster_loss, clues.count,
)  # fmt: skip


def test_the_most_urgent_counts_in_any_order():
    for order in permutations(clues.GRADES):
        assert clues.worst(list(order)) == "red"
    assert clues.worst(["yellow", "orange"]) == "orange"
    assert clues.worst([]) == "yellow"


def test_what_was_ticked_is_as_urgent_as_the_worst_of_it():
    assert clues.grade(("work", "illness")) == "orange"
    assert clues.grade(("work", "disaster")) == "red"
    assert clues.grade(()) == "yellow"
    assert clues.grade(("invented",)) == "yellow"


def test_a_villager_is_not_asked_whether_somebody_is_too_well_off():
    assert clues.BETTER not in clues.HAPPENED
    assert clues.BETTER in clues.SEEN


@pytest.mark.parametrize(("grade", "day"), [("red", 28), ("orange", 3), ("yellow", 7)])
def test_days_are_counted_without_the_first_across_the_end_of_february(grade, day):
    due = clues.visit_by(grade, date(2026, 2, 28), FUYUAN)
    assert due == (date(2026, 2, 28) if grade == "red" else date(2026, 3, day))


def test_a_leap_day_counts():
    assert clues.decide_by(date(2024, 2, 20), FUYUAN) == date(2024, 3, 6)
    assert clues.decide_by(date(2023, 2, 20), FUYUAN) == date(2023, 3, 7)


@pytest.mark.parametrize("read", READ, ids=lambda one: one.__name__)
def test_no_number_is_the_programs_own(read):
    assert read(FUYUAN.parameters(date(2026, 3, 2)))
    with pytest.raises(NotInForceError):
        read(NONE)


def test_the_words_of_signals_are_the_places():
    assert "大额" in clues.words(FUYUAN.parameters(date(2026, 3, 2)))["orange"]


def test_every_grade_has_its_days_in_every_shipped_place():
    for name in place.known():
        for grade in clues.GRADES:
            assert clues.visit_by(grade, date(2026, 3, 2), place.load(name)) >= date(2026, 3, 2)

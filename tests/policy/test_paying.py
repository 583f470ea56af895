"""Paying people: the months a payment is for, what the place says of each check, what a bank's words mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.errors import Problem
from liuqing.policy import paying, place
from liuqing.policy.programmes import PROGRAMMES

DAY = date(2018, 12, 31)


@pytest.mark.parametrize(
    ("text", "label", "months"),
    [
        ("2018", "2018年", (1, 12)),
        ("2018-06", "2018年6月", (6, 6)),
        (" 2018-q4 ", "2018年第四季度", (10, 12)),
    ],
)
def test_a_period_is_a_year_a_month_or_a_quarter(text, label, months):
    found = paying.period(text)
    assert (found.label, (found.first, found.last)) == (label, months)


@pytest.mark.parametrize("text", ["", "2018-13", "2018-00", "2018-Q5", "18", "2018年", "2018-6"])
def test_what_is_no_period_is_said_in_words(text):
    with pytest.raises(Problem) as told:
        paying.period(text)
    assert told.value.code == "paying.no_period"


@given(st.integers(0, 10**9))
def test_the_parts_of_a_year_add_up_to_it(fen):
    assert sum(paying.period(f"2018-{month:02d}").part(fen) for month in range(1, 13)) == fen
    assert sum(paying.period(f"2018-Q{quarter}").part(fen) for quarter in range(1, 5)) == fen


def test_a_month_meets_its_year_and_its_quarter_and_no_other():
    month = paying.period("2018-06")
    assert [month.meets(paying.period(text)) for text in ("2018", "2018-Q2", "2018-Q3", "2018-07", "2017")] == [
        True, True, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("key", place.known())
def test_every_place_says_of_every_check_what_it_does(key):
    numbers = place.load(key).parameters(DAY)
    told = paying.read(numbers).checks
    assert set(told) == set(paying.CHECKS)
    assert set(told.values()) <= {paying.STOP, paying.WARN, paying.OFF}
    assert set(numbers["payments.classes"]) == {*PROGRAMMES, paying.OTHERS}


@pytest.mark.parametrize("key", place.known())
def test_no_word_of_a_bank_means_two_things(key):
    told = place.load(key).parameters(DAY)["payments.bank_words"]
    words = [str(word).strip().upper() for several in told.values() for word in several]
    assert len(words) == len(set(words))
    assert set(told) == {"成功", "失败", "退票"}

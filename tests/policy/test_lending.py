"""The aid of a loan's interest, day by day, and what is doubtful: on both sides of every line, and not known."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.policy import place
from liuqing.policy.lending import Borrowed, Borrower, age, aids, doubts, ends, terms

DAY = timedelta(days=1)
FIRST, LAST = date(2018, 1, 1), date(2018, 12, 31)
YUNNAN = place.load("china/yunnan")
TERMS = terms(YUNNAN.parameters(FIRST), YUNNAN.files)


def loan(principal="50000", rate="0.0475", drawn=date(2018, 1, 1), due=date(2021, 1, 1), **more):
    return Borrowed(Decimal(principal), Decimal(rate), drawn, due, **more)


def aid(*loans, first=FIRST, last=LAST, terms=TERMS):
    return aids(loans, first, last, terms)[0]


# Interest


def test_a_whole_year_of_fifty_thousand_at_four_point_seven_five():
    found = aid(loan())
    assert (found.days, found.interest, found.amount) == (365, Decimal("2375.00"), Decimal("2375.00"))


def test_the_day_of_lending_counts_and_the_day_of_repayment_does_not():
    one = loan(drawn=date(2018, 12, 30))
    assert aid(one).days == 2
    assert aid(loan(repaid=((date(2018, 1, 11), Decimal("50000")),))).days == 10


def test_a_year_of_360_days_gives_more_a_day():
    found = aid(loan(), terms=replace(TERMS, days_a_year=360))
    assert found.amount == Decimal("2407.99")  # 50,000 × 4.75 % × 365 ÷ 360


def test_what_was_repaid_bears_interest_no_longer():
    found = aid(loan(repaid=((date(2018, 7, 1), Decimal("20000")),)))
    assert [(spell.days, spell.aided) for spell in found.spells] == [(181, 50000), (184, 30000)]
    assert found.amount == Decimal("1896.10")  # 1,177.739… + 718.356… = 1,896.0958…


def test_the_rate_is_at_most_the_benchmark_of_the_term():
    assert aid(loan(rate="0.06")).amount == aid(loan()).amount
    short = loan(rate="0.06", due=date(2019, 1, 1))
    assert aid(short).interest == Decimal("2175.00") and aid(loan(rate="0.04")).interest == Decimal("2000.00")


# The limits


@pytest.mark.parametrize(
    ("principal", "counted"), [("50000.00", "50000.00"), ("50000.01", "50000.00"), ("49999.99", "49999.99")]
)
def test_at_most_the_limit_is_aided(principal, counted):
    assert aid(loan(principal)).spells[0].aided == Decimal(counted)


def test_two_loans_of_a_household_share_the_limit_who_borrowed_first_comes_first():
    first, second = aids((loan("30000", drawn=date(2018, 6, 1)), loan("40000")), FIRST, LAST, TERMS)
    assert (second.spells[0].since, second.spells[0].aided) == (FIRST, 40000)
    assert {spell.aided for spell in first.spells} == {10000}


def test_when_the_first_is_paid_back_the_second_is_aided_whole():
    early = loan("40000", repaid=((date(2018, 9, 1), Decimal("40000")),))
    late = aids((early, loan("30000", drawn=date(2018, 6, 1))), FIRST, LAST, TERMS)[1]
    assert [(spell.since, spell.aided) for spell in late.spells] == [
        (date(2018, 6, 1), 10000),
        (date(2018, 9, 1), 30000),
    ]


def test_three_years_are_aided_and_the_day_after_is_not():
    one = loan(drawn=date(2018, 3, 1), due=date(2022, 3, 1))
    assert ends(one, TERMS) == date(2021, 3, 1)
    assert aid(one, first=date(2021, 2, 28), last=date(2021, 12, 31)).days == 1


def test_from_the_day_it_is_due_nothing_is_aided_whether_paid_back_or_not():
    one = loan(due=date(2018, 7, 1))
    assert aid(one).days == 181 and aid(one, first=date(2018, 7, 1)).days == 0
    assert one.overdue(date(2018, 7, 1)) == 0 and one.overdue(date(2018, 7, 2)) == 1


def test_an_extension_goes_on_being_aided_where_the_place_says_so():
    one = loan(due=date(2018, 7, 1), extended=((date(2018, 6, 20), date(2018, 10, 1)),))
    assert aid(one).days == 273
    assert aid(one, terms=replace(TERMS, extended_aided=False)).days == 181


def test_what_is_not_in_order_is_not_aided_and_takes_nothing_from_the_limit():
    first, second = aids((loan(aided=False), loan("30000", drawn=date(2018, 6, 1))), FIRST, LAST, TERMS)
    assert first.amount == 0 and second.spells[0].aided == 30000


# The share by date


def test_the_share_is_that_of_each_day():
    later = replace(
        TERMS,
        shares=((date(2015, 1, 1), Decimal(100)), (date(2018, 7, 1), Decimal(70)), (date(2018, 10, 1), None)),
    )
    found = aid(loan(), terms=later)
    assert [(spell.days, spell.share) for spell in found.spells] == [(181, 100), (92, 70)]
    assert found.amount == Decimal("1596.78")  # 1,177.7397 + 0.7 × 598.6301 = 1,596.7808


def test_where_no_share_is_in_force_there_is_no_aid():
    assert aid(loan(), terms=replace(TERMS, shares=())).amount == 0


LOANS = st.builds(
    lambda fen, rate, drawn, days, repaid: Borrowed(
        Decimal(fen) / 100, Decimal(rate) / 10000, drawn, drawn + days * DAY,
        tuple((drawn + after * DAY, Decimal(sum_) / 100) for after, sum_ in repaid),
    ),
    st.integers(1, 10**7), st.integers(0, 2000), st.dates(date(2017, 1, 1), date(2018, 12, 31)), st.integers(1, 1500),
    st.lists(st.tuples(st.integers(1, 900), st.integers(1, 10**6)), max_size=3),
)  # fmt: skip


@given(st.lists(LOANS, min_size=1, max_size=4), st.integers(1, 363))
def test_two_parts_of_a_year_are_the_year_before_rounding(loans, cut):
    middle = FIRST + cut * DAY
    whole = aids(loans, FIRST, LAST, TERMS)
    parts = zip(aids(loans, FIRST, middle - DAY, TERMS), aids(loans, middle, LAST, TERMS), strict=True)
    assert [one.exact() for one in whole] == [before.exact() + after.exact() for before, after in parts]


@given(st.lists(LOANS, min_size=1, max_size=4))
def test_a_household_is_never_aided_above_the_limit_nor_above_what_is_owed(loans):
    found = aids(loans, FIRST, LAST, TERMS)
    for day in (FIRST + step * DAY for step in range(0, 365, 11)):
        counted = [sum(s.aided for s in one.spells if s.since <= day < s.until) for one in found]
        assert sum(counted) <= TERMS.limit
        assert all(sum_ <= each.owed(day) for sum_, each in zip(counted, loans, strict=True))
    assert all(Fraction(one.amount) <= Fraction(TERMS.limit) * Fraction("0.0475") + 1 for one in found)


# Doubts


def found(one=None, of=None, on=date(2018, 6, 1), **more):
    told = {
        "use": "养牛",
        "used_by": "",
        "together": Decimal(50000),
        "others": 0,
        "on": on,
        "terms": TERMS,
    } | more
    return doubts(one or loan(), of or Borrower(date(1970, 1, 1), True), **told)


def test_a_loan_in_order_has_no_doubts():
    told = found()
    assert (told.found, told.unknown) == ({}, [])


@pytest.mark.parametrize(
    ("on", "keys"),
    [
        (date(2020, 10, 2), []),
        (date(2020, 10, 3), ["due_soon"]),
        (date(2021, 1, 1), ["due_soon"]),
        (date(2021, 1, 2), ["overdue"]),
    ],
)
def test_due_soon_ninety_days_before_and_overdue_the_day_after(on, keys):
    assert list(found(on=on).found) == keys


def test_what_is_paid_back_is_never_overdue():
    assert found(loan(repaid=((date(2020, 1, 1), Decimal(50000)),)), on=date(2022, 1, 1)).found == {}


@pytest.mark.parametrize(
    ("more", "key"),
    [({"used_by": "示例公司"}, "used_by_firm"), ({"use": "给儿子结婚用"}, "forbidden_use"), ({"others": 1}, "several"),
     ({"together": Decimal("50000.01")}, "over_limit")],
)  # fmt: skip
def test_each_doubt_is_told(more, key):
    assert list(found(**more).found) == [key]


@pytest.mark.parametrize(
    ("born", "keys"),
    [
        (date(2000, 1, 1), []),
        (date(2000, 1, 2), ["age"]),
        (date(1952, 1, 2), []),
        (date(1952, 1, 1), ["age"]),
    ],
)
def test_from_eighteen_to_sixty_five_on_the_day_of_lending(born, keys):
    assert list(found(of=Borrower(born, True)).found) == keys


def test_years_are_whole_on_the_birthday():
    assert (age(date(2000, 2, 29), date(2018, 2, 28)), age(date(2000, 2, 29), date(2018, 3, 1))) == (17, 18)


def test_not_known_is_told_and_is_no_doubt():
    told = found(of=Borrower(), use="")
    assert told.found == {} and len(told.unknown) == 3


def test_a_term_of_three_years_with_a_leap_day_is_in_order_and_a_day_more_is_not():
    assert found(loan(drawn=date(2018, 3, 1), due=date(2021, 3, 1))).found == {}
    assert list(found(loan(drawn=date(2018, 3, 1), due=date(2021, 3, 2))).found) == ["over_term"]


def test_who_was_in_no_register_when_the_money_came_is_told():
    assert list(found(of=Borrower(date(1970, 1, 1), False)).found) == ["unregistered"]


def test_a_list_from_before_the_day_says_nothing_of_whether_it_was_paid_back():
    late = date(2021, 6, 1)
    assert list(found(on=late, known_until=date(2021, 1, 1)).found) == ["stale"]
    assert list(found(on=late, known_until=date(2021, 1, 2)).found) == ["overdue"]

"""The income worksheet: sums to the fen, unknown is a bound and never nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.policy import place, worksheet
from liuqing.policy.tables import INCOME_ITEMS
from liuqing.policy.worksheet import LINE, RATIOS, Line, Number, Range
from liuqing.policy.worksheet_items import CROPS, ITEMS, SECTIONS

SINCE = date(2016, 1, 1)
SHARES = {"粮食": 40, "烤烟": 45, "其他经济作物": 40, "畜牧": 40, "林果": 15}
USED = [Number(RATIOS, crop, Decimal(share), "楚雄", SINCE, False) for crop, share in SHARES.items()]
USED += [Number(LINE, "", Decimal("6000"), "测试", SINCE, True)]


def lines(**stated: str | None) -> list[Line]:
    """Every item of the form: nothing, but what is stated; costs that are not stated are not known."""
    amounts = {code: None if code in ("E1", "E2", "E3") else "0" for code in ITEMS} | stated
    return [Line(code, None if said is None else Decimal(said)) for code, said in amounts.items()]


def made(*, persons: int = 3, crop: str = "粮食", **stated: str | None) -> worksheet.Result:
    told = [replace(one, crop=crop) if one.item == "B1" else one for one in lines(**stated)]
    return worksheet.compute(told, USED, persons)


def known(one: Range) -> Decimal:
    assert one.known and one.least is not None
    return one.least


# What an official would compute on paper


def test_a_sheet_adds_up_as_on_paper():
    # 12000 + 8000 + 600 + 1234.56 − (8000 × 40 % + 500) = 18134.56; for three 6044.85, a third of a fen lost.
    found = made(A1="12000", B1="8000", C2="600", D2="1234.56", E4="500")
    assert known(found.net) == Decimal("18134.56")
    assert known(found.per_person) == Decimal("6044.85")
    assert {code: known(one) for code, one in found.sections.items()} == {
        "A": 12000, "B": 8000, "C": 600, "D": Decimal("1234.56"), "E": 3700,
    }  # fmt: skip
    assert found.unknown == () and found.reached is True


@pytest.mark.parametrize(
    "crop, cost",
    [("粮食", 4000), ("烤烟", 4500), ("其他经济作物", 4000)],
    ids=("grain", "tobacco", "cash crop"),
)
def test_costs_that_nobody_stated_are_the_usual_share_of_that_crop(crop, cost):
    found = made(B1="10000", crop=crop)
    assert known(found.sections["E"]) == cost
    (one,) = found.estimates
    assert (one.item, one.crop, one.base, one.amount) == ("E1", crop, 10000, cost)


def test_livestock_and_fruit_have_shares_of_their_own():
    assert known(made(B2="10000").sections["E"]) == 4000
    assert known(made(B3="10000").sections["E"]) == 1500


def test_a_stated_cost_wins_over_the_share_even_if_it_is_nothing():
    assert known(made(B1="10000", E1="123.45").sections["E"]) == Decimal("123.45")
    found = made(B1="10000", E1="0")
    assert known(found.sections["E"]) == 0 and found.estimates == ()


def test_a_stated_cost_of_planting_says_nothing_of_breeding():
    found = made(B1="10000", B2="10000", E1="100")
    assert known(found.sections["E"]) == 4100 and [one.item for one in found.estimates] == ["E2"]


def test_a_share_is_rounded_half_up_to_the_fen():
    assert known(made(B1="0.05", crop="烤烟").sections["E"]) == Decimal("0.02")  # 0.0225
    assert known(made(B3="0.10").sections["E"]) == Decimal("0.02")  # 0.015


def test_without_a_class_or_a_share_the_cost_is_not_known():
    found = made(B1="10000", crop="")
    assert found.sections["E"] == Range(Decimal(0), None) and "E1" in found.unknown
    bare = worksheet.compute(lines(B2="10000"), [], 3)
    assert bare.sections["E"] == Range(Decimal(0), None) and bare.line is None and bare.reached is None


def test_who_grew_nothing_spent_nothing():
    assert known(made(E4=None).sections["E"]) == 0


def test_several_lines_of_an_item_each_have_their_class():
    told = [one for one in lines() if one.item != "B1"]
    told += [Line("B1", Decimal("1000"), crop="粮食"), Line("B1", Decimal("1000"), crop="烤烟")]
    found = worksheet.compute(told, USED, 1)
    assert known(found.sections["E"]) == 850 and known(found.net) == 1150


# Unknown


def test_an_income_that_is_not_known_makes_it_at_least():
    found = made(A1=None, B1="1000")
    assert found.net == Range(Decimal("600.00"), None) and found.per_person == Range(Decimal(200), None)
    assert found.net.sentence() == "不低于 600.00 元" and "A1" in found.unknown


def test_a_cost_that_is_not_known_makes_it_at_most():
    found = made(A1="2000", B4="1000", E4=None)
    assert found.net == Range(None, Decimal(3000))
    assert found.net.sentence() == "不高于 3,000.00 元" and found.unknown == ("E4",)


def test_with_both_unknown_nothing_is_known():
    found = made(A1=None, B4="1000", E4=None)
    assert found.net.sentence() == "不明" and found.reached is None


def test_an_item_left_out_of_the_form_is_not_known():
    told = [one for one in lines() if one.item != "D4"]
    assert worksheet.compute(told, USED, 1).unknown == ("D4",)


def test_a_household_of_which_nothing_is_known_is_never_over_the_line():
    found = worksheet.compute([], USED, 1)
    assert (found.net, found.reached) == (Range(None, None), None)


# The line


@pytest.mark.parametrize(
    "wage, reached", [("18000", True), ("17999.99", False), ("18000.01", True)], ids=("on", "below", "above")
)
def test_exactly_on_the_line_is_reached(wage, reached):
    assert made(A1=wage).reached is reached


def test_what_is_not_known_cannot_speak_for_the_line_but_what_is_known_can():
    assert made(A1="18000", D4=None).reached is True
    assert made(A1="17999", D4=None).reached is None
    assert made(A1="17998", B4="1", E4=None).reached is False


def test_an_item_that_the_place_does_not_count_is_told_beside():
    told = [replace(one, counts=False) if one.item == "D4" else one for one in lines(A1="3000", D4="1200")]
    found = worksheet.compute(told, USED, 3)
    assert known(found.net) == 3000 and found.left_out == ("D4",)
    assert known(found.national["transfer_pension"]) == 0


def test_what_insurers_paid_and_was_paid_oneself_is_outside_the_sum():
    found = made(A1="3000", F1="5000", F2="9000")
    assert known(found.net) == 3000
    assert (known(found.claims), known(found.self_paid)) == (5000, 9000)


def test_costs_above_the_income_are_a_loss_rounded_down():
    found = made(E4="100.00")
    assert known(found.net) == -100 and known(found.per_person) == Decimal("-33.34")


# The window


@pytest.mark.parametrize(
    "on, first, last",
    [
        (date(2021, 6, 15), date(2020, 6, 1), date(2021, 5, 1)),
        (date(2021, 1, 1), date(2020, 1, 1), date(2020, 12, 1)),
        (date(2020, 2, 29), date(2019, 2, 1), date(2020, 1, 1)),
        (date(2021, 12, 31), date(2020, 12, 1), date(2021, 11, 1)),
    ],
)
def test_the_twelve_months_end_before_the_month_of_the_day(on, first, last):
    assert worksheet.window(on, 12) == (first, last)


# What cannot be


@pytest.mark.parametrize(
    "line",
    [Line("A9", Decimal(1)), Line("A1", Decimal("-0.01")), Line("A1", Decimal("0.001")), Line("A1", Decimal("1e9"))],
    ids=("no such item", "below nothing", "part of a fen", "too large"),
)  # fmt: skip
def test_what_cannot_be_an_amount_is_refused(line):
    with pytest.raises(ValueError):
        worksheet.compute([line], USED, 1)


def test_nobody_is_no_household():
    with pytest.raises(ValueError):
        worksheet.compute(lines(), USED, 0)


# The form


def test_every_item_of_the_national_form_has_its_lines():
    assert {one.national for one in ITEMS.values() if one.national} == set(INCOME_ITEMS)
    assert {one.section for one in ITEMS.values()} == set(SECTIONS)


@pytest.mark.parametrize("key", place.known())
def test_every_place_counts_items_that_there_are_and_has_a_share_for_every_class(key):
    p = place.load(key).parameters(date(2018, 12, 31))
    assert set(p[worksheet.COUNTED]) <= set(ITEMS)
    assert set(p[RATIOS]) == set(CROPS)
    used = worksheet.numbers(p)
    assert {one.key for one in used if one.name == RATIOS} == set(CROPS)
    assert all(one.source and one.since for one in used)


def test_yunnan_states_its_shares_and_nobody_else_confirmed_them():
    def doubted(key: str) -> set[bool]:
        used = worksheet.numbers(place.load(key).parameters(date(2018, 12, 31)))
        return {one.unverified for one in used if one.name == RATIOS}

    assert doubted("fuyuan") == {False} and doubted("wenchanghu") == {True}


def test_after_the_last_published_line_there_is_none():
    used = worksheet.numbers(place.load("fuyuan").parameters(date(2022, 6, 1)))
    assert LINE not in {one.name for one in used}


# Whatever is filled in

MONEY = st.decimals(0, 99_999_999, places=2)
AMOUNT = st.one_of(st.none(), MONEY)
SHEET = st.lists(
    st.builds(
        Line, item=st.sampled_from(list(ITEMS)), amount=AMOUNT, crop=st.sampled_from((*CROPS, "")), counts=st.booleans()
    ),
    max_size=25,
)  # fmt: skip


@given(SHEET, st.integers(1, 12), MONEY)
def test_whatever_the_unknown_amount_is_the_sum_lies_within_its_bounds(told, persons, truth):
    wide = worksheet.compute(told, USED, persons)
    full = [replace(one, amount=truth if one.amount is None else one.amount) for one in told]
    # An unknown cost is taken by share: only incomes are tried, and costs that nothing stands for.
    full = [new if ITEMS[new.item].section != "E" else old for new, old in zip(full, told, strict=True)]
    tight = worksheet.compute(full, USED, persons)
    for wider, tighter in ((wide.net, tight.net), (wide.per_person, tight.per_person)):
        if wider.least is not None:
            assert tighter.least is not None and wider.least <= tighter.least
        if wider.most is not None:
            assert tighter.most is not None and tighter.most <= wider.most
    if wide.reached is not None:
        assert tight.reached is wide.reached


@given(SHEET, st.integers(1, 12))
def test_the_order_of_the_lines_changes_nothing(told, persons):
    there, back = worksheet.compute(told, USED, persons), worksheet.compute(told[::-1], USED, persons)
    assert replace(there, estimates=()) == replace(back, estimates=())
    assert sorted(map(str, there.estimates)) == sorted(map(str, back.estimates))


@given(SHEET, st.integers(1, 12))
def test_a_kept_result_reads_back_as_it_was(told, persons):
    found = worksheet.compute(told, USED, persons)
    kept = worksheet.told(found)
    assert worksheet.bounds(kept["net"]) == found.net
    assert worksheet.bounds(kept["per_person"]) == found.per_person
    assert [Decimal(one["amount"]) for one in kept["estimates"]] == [one.amount for one in found.estimates]


@given(SHEET, st.integers(1, 12))
def test_the_persons_together_never_get_more_than_there_is(told, persons):
    found = worksheet.compute(told, USED, persons)
    for each, whole in ((found.per_person.least, found.net.least), (found.per_person.most, found.net.most)):
        assert (each is None) is (whole is None)
        if each is not None and whole is not None:
            assert 0 <= whole - each * persons < Decimal("0.01") * persons


@given(SHEET, st.sampled_from(sorted(ITEMS)), MONEY)
def test_more_income_is_never_less_net_income_and_more_cost_never_more(told, code, more):
    if ITEMS[code].section == "F" or ITEMS[code].cost:
        return
    before = worksheet.compute([*told, Line(code, Decimal(0))], USED, 1).net
    after = worksheet.compute([*told, Line(code, more)], USED, 1).net
    for side in ("least", "most"):
        old, new = getattr(before, side), getattr(after, side)
        assert (old is None) is (new is None)
        if old is not None:
            assert new <= old if ITEMS[code].section == "E" else new >= old

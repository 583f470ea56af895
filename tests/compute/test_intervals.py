"""Intervals: equal to published ones, and honest where a sample says nothing."""

from math import comb
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuqing.compute.intervals import Seen, clopper_pearson, estimate, wilson

# R. G. Newcombe, Statistics in Medicine 17 (1998), table I: score method and exact method.
NEWCOMBE = (
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
)
AT_1_96 = 2 * NormalDist().cdf(1.96) - 1
# Wilson at z = 1.96 to sixteen digits: the published cases of a programming contest.
EXACT = (
    (1, 11, 0.016231752262825982, 0.3773646254862038),
    (10, 100, 0.05522854161313612, 0.1743673043676654),
    (25, 100, 0.17545094003724265, 0.3430464637007583),
    (0, 100, 0.0, 0.03699480747600191),
    (100, 100, 0.9630051925239981, 1.0),
)


@pytest.mark.parametrize(("found", "of", "score", "exact"), NEWCOMBE)
def test_intervals_are_those_of_newcombes_table(found, of, score, exact):
    one, other = wilson(found, of), clopper_pearson(found, of)
    assert (round(one.low, 4), round(one.high, 4)) == score
    assert (round(other.low, 4), round(other.high, 4)) == exact


@pytest.mark.parametrize(("found", "of", "low", "high"), EXACT)
def test_wilsons_interval_is_right_to_the_last_digits(found, of, low, high):
    told = wilson(found, of, AT_1_96)
    assert told.low == pytest.approx(low, abs=1e-12)
    assert told.high == pytest.approx(high, abs=1e-12)


def test_nothing_found_among_three_hundred_is_not_nought():
    # The rule of three: 3 ÷ n is the one-sided 95 % bound.
    assert clopper_pearson(0, 300, 0.90).high == pytest.approx(3 / 300, rel=0.01)
    assert clopper_pearson(0, 300).low == 0


def test_nobody_sampled_says_nothing():
    assert wilson(0, 0) is None
    assert clopper_pearson(0, 0) is None
    assert estimate([], {"a": 10}) is None
    assert estimate([Seen("a", "v", 5, 0, 0)], {"a": 5}) is None


def upper_tail(found, of, share):
    return sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(found, of + 1))


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(max_examples=60, deadline=None)
def test_the_exact_interval_leaves_two_and_a_half_per_cent_on_either_side(told):
    found, of = told
    ends = clopper_pearson(found, of)
    if found > 0:
        assert upper_tail(found, of, ends.low) == pytest.approx(0.025, abs=1e-9)
    if found < of:
        assert 1 - upper_tail(found + 1, of, ends.high) == pytest.approx(0.025, abs=1e-9)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(max_examples=80, deadline=None)
def test_an_interval_holds_the_share_and_mirrors_its_opposite(told):
    found, of = told
    for made in (wilson, clopper_pearson):
        here, there = made(found, of), made(of - found, of)
        assert 0 <= here.low <= found / of <= here.high <= 1
        assert here.low == pytest.approx(1 - there.high, abs=1e-9)
        assert made(found, of, 0.99).high >= here.high - 1e-12


def homes(cell, shares, frame, village="v"):
    return [Seen(cell, village, frame / len(shares), found, of) for found, of in shares]


def test_a_stratified_share_weighs_each_cell_by_its_frame():
    # 1 of 2 persons in a cell of 100 households, none of 2 in a cell of 300: (100/2·1) / (100/2·2 + 300/2·2)
    seen = [*homes("a", [(1, 1), (0, 1)], 100), *homes("b", [(0, 1), (0, 1)], 300)]
    assert estimate(seen, {"a": 100, "b": 300}).share == pytest.approx(50 / 400)


def test_the_standard_error_is_cochrans_with_the_finite_population_correction():
    # Cochran: v = Σ W² (1 − f) s² / n; cell a: W ¼, f 0.04, s² = p(1−p)·n/(n−1) = 1/3; cell b has no spread.
    seen = [*homes("a", [(1, 1), (1, 1), (0, 1), (0, 1)], 100), *homes("b", [(0, 1)] * 4, 300)]
    expected = (0.25**2 * 0.96 * (1 / 3) / 4) ** 0.5
    assert estimate(seen, {"a": 100, "b": 300}).error == pytest.approx(expected)


def test_households_that_stand_or_fall_together_widen_the_interval():
    alone = estimate(homes("a", [(1, 1)] * 4 + [(0, 1)] * 36, 4000), {"a": 4000})
    together = estimate(homes("a", [(4, 4)] + [(0, 4)] * 9, 1000), {"a": 1000})
    assert alone.share == together.share
    assert together.effect > 3 > alone.effect
    assert together.interval.high > alone.interval.high


def test_villages_drawn_first_are_what_varies():
    seen = [
        Seen(f"v{n}", f"v{n}", 1, found, 1)
        for n, many in enumerate((4, 0, 0, 0))
        for found in [1] * many + [0] * (5 - many)
    ]
    frames = {f"v{n}": 5 for n in range(4)}
    assert estimate(seen, frames).whole
    drawn = estimate(seen, frames, villages=40)
    assert not drawn.whole
    assert drawn.effect > 2
    # Sum of squares of village totals about their mean 0: residuals 4·0.8 − 0.2, −1, −1, −1 over 20.
    assert drawn.error == pytest.approx((4 / 3 * (3.0**2 + 3) / 20**2) ** 0.5)


def test_where_everybody_was_met_there_is_no_sampling_error():
    told = estimate(homes("a", [(1, 3), (0, 2)], 2), {"a": 2})
    assert told.whole
    assert (told.interval.low, told.interval.high) == (pytest.approx(0.2), pytest.approx(0.2))
    assert not estimate(homes("a", [(1, 3), (0, 2)], 3), {"a": 3}).whole


def test_nothing_found_has_households_as_its_base():
    told = estimate(homes("a", [(0, 4)] * 50, 1000), {"a": 1000})
    assert told.share == 0
    assert told.interval == clopper_pearson(0, 50)


def test_no_more_can_be_wrong_than_were_not_met():
    told = estimate(homes("a", [(0, 4)] * 98, 100), {"a": 100})
    assert (told.interval.low, told.interval.high) == (0, pytest.approx(0.02))
    good = estimate(homes("a", [(4, 4)] * 98, 100), {"a": 100})
    assert (good.interval.low, good.interval.high) == (pytest.approx(0.98), 1)


def test_the_more_of_the_frame_was_met_the_narrower_is_the_interval():
    wide, half, most = (
        estimate(homes("a", [(1, 1)] * 5 + [(0, 1)] * 45, n), {"a": n}) for n in (5000, 100, 52)
    )
    plain = wilson(5, 50)
    assert wide.interval.high == pytest.approx(plain.high, abs=0.002)
    assert plain.high > half.interval.high > most.interval.high > 0.1
    # Half met: as if twice as many had been drawn of very many.
    assert half.interval.high == pytest.approx(wilson(10, 100).high, abs=0.003)


def test_one_household_alone_is_not_sure_of_anything():
    told = estimate([Seen("a", "v", 10, 1, 2)], {"a": 10})
    assert told.error is None
    assert told.interval.high - told.interval.low > 0.5


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), min_size=1, max_size=40), st.integers(0, 500)
)
@settings(max_examples=80, deadline=None)
def test_an_estimate_lies_in_its_interval(pairs, more):
    shares = [(min(found, of), of) for found, of in pairs]
    frame = len(shares) + more
    told = estimate(homes("a", shares, frame), {"a": frame})
    assert 0 <= told.interval.low <= told.share + 1e-12
    assert told.share - 1e-12 <= told.interval.high <= 1

"""Measures of poverty: what must hold whatever the numbers, and the same answers by plain counting."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuqing.compute.poverty import groups, lines, multidimensional
from liuqing.compute.poverty.design import design
from liuqing.compute.poverty.measures import MEASURES
from liuqing.compute.poverty.multidimensional import UNKNOWN, Ways
from tests.compute.poverty import naive

POVERTY = ("fgt0", "fgt1", "fgt2", "watts", "sst")
LINE = 1000.0
incomes = st.lists(st.integers(1, 5000), min_size=1, max_size=25)
rows = st.lists(st.tuples(st.integers(1, 5000), st.integers(1, 9)), min_size=1, max_size=25)


def whole(welfare, weight=None, line=LINE, **more):
    weight = None if weight is None else np.array(weight, float)
    return groups.measured(groups.sample(np.array(welfare, float), weight, **more), line)


def values(welfare, weight=None, line=LINE):
    return {key: figure.value for key, figure in whole(welfare, weight, line)[0].figures.items()}


def close(one, other):
    assert one.keys() == other.keys()
    for key in one:
        assert one[key] == pytest.approx(other[key], rel=1e-9, abs=1e-12), key


# What must hold whatever the numbers


@given(rows)
def test_the_answers_are_those_of_plain_counting(people):
    welfare, weight = zip(*people, strict=True)
    close(values(welfare, weight), naive.everything(welfare, weight, LINE))


@given(rows)
def test_a_weight_is_so_many_people(people):
    welfare, weight = zip(*people, strict=True)
    close(values(welfare, weight), values([y for y, w in people for _ in range(w)]))


@given(rows)
def test_the_gini_is_eurostat_s(people):
    """(2·Σ w·y·W_i − Σ w²·y) / (W·Σ w·y) − 1, W_i the weight up to the row (EU-SILC 131-rev/04)."""
    welfare, weight = (np.array(one, float) for one in zip(*sorted(people), strict=True))
    amount, total = weight * welfare, weight.sum()
    upper = 2 * amount @ np.cumsum(weight) - weight @ amount
    assert values(welfare, weight)["gini"] == pytest.approx(upper / (total * amount.sum()) - 1, abs=1e-12)


@given(rows)
def test_half_of_the_people_lie_on_either_side_of_the_median(people):
    welfare, weight = (np.array(one, float) for one in zip(*people, strict=True))
    middle, total = lines.median(welfare, weight), weight.sum()
    assert weight[welfare < middle].sum() <= total / 2 <= weight[welfare <= middle].sum()
    alone = sorted(y for y, w in people for _ in range(w))
    assert middle == np.median(alone)


@given(incomes, st.integers(2, 4))
def test_a_population_and_its_copies_are_equally_poor(welfare, times):
    close(values(welfare), values(welfare * times))


@given(incomes, st.floats(0.01, 100))
def test_it_does_not_matter_in_which_money_one_counts(welfare, rate):
    one, other = values(welfare), values([y * rate for y in welfare], line=LINE * rate)
    one["mean"] *= rate
    close(one, other)


@given(incomes, st.randoms())
def test_it_does_not_matter_in_which_order_people_stand(welfare, dice):
    shuffled = list(welfare)
    dice.shuffle(shuffled)
    close(values(welfare), values(shuffled))


@given(incomes)
def test_shares_lie_between_nothing_and_everything(welfare):
    found = values(welfare)
    for key in ("fgt0", "fgt1", "fgt2", "gini", "sst"):
        assert -1e-12 <= found[key] <= 1 + 1e-12
    assert found["fgt2"] <= found["fgt1"] + 1e-12 and found["fgt1"] <= found["fgt0"] + 1e-12
    assert found["fgt1"] <= found["sst"] + 1e-12 and found["sst"] <= 2 * found["fgt1"] + 1e-12


@given(st.lists(st.integers(10, 999), min_size=2, max_size=20), st.data())
def test_taking_from_the_poor_for_the_less_poor_makes_poverty_worse(welfare, data):
    welfare = sorted(welfare)
    giver = data.draw(st.integers(0, len(welfare) - 2))
    taker = data.draw(st.integers(giver + 1, len(welfare) - 1))
    after = list(welfare)
    after[giver] -= 5
    after[taker] = min(after[taker] + 5, 999)
    if after[taker] - welfare[taker] == 5:
        one, other = values(welfare), values(after)
        assert other["fgt2"] > one["fgt2"] and other["sst"] > one["sst"] and other["watts"] > one["watts"]
        assert other["fgt1"] == pytest.approx(one["fgt1"]) and other["fgt0"] == one["fgt0"]


@given(st.lists(st.integers(1, 999), min_size=1, max_size=20), st.data())
def test_who_was_poor_and_gets_poorer_makes_poverty_worse(welfare, data):
    at = data.draw(st.integers(0, len(welfare) - 1))
    after = [y / 2 if n == at else y for n, y in enumerate(welfare)]
    one, other = values(welfare), values(after)
    assert all(other[key] > one[key] for key in ("fgt1", "fgt2", "watts", "sst"))


@given(incomes, st.lists(st.integers(1000, 9000), min_size=1))
def test_the_income_of_those_above_the_line_says_nothing_of_poverty(poor, rich):
    one = values([*poor, *rich])
    other = values([*poor, *(y * 3 for y in rich)])
    for key in POVERTY:
        assert other[key] == pytest.approx(one[key], abs=1e-12)


@given(rows, st.data())
def test_the_groups_add_up_to_the_whole(people, data):
    welfare, weight = zip(*people, strict=True)
    group = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(people), max_size=len(people))))
    everybody, parts = whole(welfare, weight, group=group, labels=("a", "b", "c", "d"))
    assert sum(part.rows for part in parts) == everybody.rows
    assert sum(part.share for part in parts) == pytest.approx(1)
    for key in ("fgt0", "fgt1", "fgt2"):
        total = sum(part.share * part.figures[key].value for part in parts if part.rows)
        assert total == pytest.approx(everybody.figures[key].value, abs=1e-12)
        if everybody.figures[key].value:
            shares = [part.figures[key].share for part in parts if part.rows]
            assert sum(shares) == pytest.approx(1)


@given(rows, st.data())
def test_a_group_is_measured_as_if_it_were_alone(people, data):
    welfare, weight = map(list, zip(*people, strict=True))
    group = data.draw(st.lists(st.integers(0, 1), min_size=len(people), max_size=len(people)))
    _, parts = whole(welfare, weight, group=np.array(group), labels=("a", "b"))
    for number, part in enumerate(parts):
        own = [(y, w) for y, w, g in zip(welfare, weight, group, strict=True) if g == number]
        if own:
            alone = values(*zip(*own, strict=True))
            close({key: figure.value for key, figure in part.figures.items()}, alone)


# At the line, and where a measure is not defined


def test_who_is_exactly_on_the_line_is_not_poor():
    assert values([1000, 999.99])["fgt0"] == 0.5


def test_a_group_without_anybody_has_no_measure():
    _, (first, empty) = whole([500], group=np.array([0]), labels=("a", "b"))
    assert first.figures["fgt0"].value == 1
    assert empty.rows == 0 and all(figure.value is None for figure in empty.figures.values())


def test_watts_counts_those_of_nothing_below_the_line_only_and_says_how_many_have_something():
    found, _ = whole([-5, 0, 500, 2000])
    assert (found.negative, found.zero, found.watts_rows) == (1, 1, 2)
    assert found.figures["watts"].value == pytest.approx(math.log(2) / 4)
    assert found.figures["fgt0"].value == 0.75


def test_watts_of_nobody_above_zero_is_not_defined():
    assert values([0, -1])["watts"] is None


def test_gini_where_the_mean_is_not_above_zero_is_not_defined():
    assert values([-5, 5])["gini"] is None and values([0, 0])["gini"] is None


def test_a_loss_makes_a_gap_of_more_than_one():
    assert values([-1000])["fgt1"] == 2


def test_one_row_has_no_standard_error():
    assert all(figure.error is None for figure in whole([500])[0].figures.values())


# Standard errors


def lots(n=400, seed=7):
    dice = np.random.default_rng(seed)
    return dice.lognormal(6.8, 0.8, n), dice.integers(1, 6, n).astype(float)


def test_the_error_of_a_headcount_is_that_of_a_share():
    found = whole([500] * 3 + [2000] * 7)[0].figures["fgt0"]
    assert found.error == pytest.approx(math.sqrt(0.3 * 0.7 / 9))
    assert found.interval == pytest.approx(
        (0.3 - 1.959963984540054 * found.error, 0.3 + 1.959963984540054 * found.error)
    )


@pytest.mark.parametrize("key", list(MEASURES))
def test_the_error_is_that_of_leaving_out_one_row_after_another(key):
    welfare, weight = lots()
    people = [[row] for row in zip(welfare, weight, strict=True)]
    other = naive.jackknife(lambda left: values(*zip(*left, strict=True))[key], people)
    assert whole(welfare, weight)[0].figures[key].error == pytest.approx(other, rel=0.02)


@pytest.mark.parametrize("key", list(MEASURES))
def test_the_error_is_that_of_leaving_out_one_sampling_unit_after_another(key):
    welfare, weight = lots()
    units = np.repeat(np.arange(40), 10)
    people = [list(zip(welfare[units == u], weight[units == u], strict=True)) for u in range(40)]
    other = naive.jackknife(lambda left: values(*zip(*left, strict=True))[key], people)
    assert whole(welfare, weight, units=units)[0].figures[key].error == pytest.approx(other, rel=0.05)


@pytest.mark.parametrize("key", list(MEASURES))
def test_the_error_is_how_far_samples_lie_apart(key):
    """400 samples of 400 drawn from the same people."""
    people, weight = lots(20_000)
    dice = np.random.default_rng(1)
    drawn = [dice.integers(0, len(people), 400) for _ in range(400)]
    told = [whole(people[at], weight[at])[0].figures[key] for at in drawn]
    apart = np.std([one.value for one in told])
    assert np.mean([one.error for one in told]) == pytest.approx(apart, rel=0.12)


def test_strata_take_the_difference_between_them_out_of_the_error():
    welfare = np.array([500.0] * 20 + [2000.0] * 20)
    strata = np.repeat([0, 1], 20)
    assert whole(welfare)[0].figures["fgt0"].error > 0.05
    assert whole(welfare, strata=strata)[0].figures["fgt0"].error == pytest.approx(0, abs=1e-9)


def test_strata_are_the_sum_of_their_own_variances():
    welfare, weight = lots(60)
    strata = np.repeat([0, 1, 2], 20)
    mean = float(welfare @ weight / weight.sum())
    parts = (weight * (welfare - mean) / weight.sum()).reshape(3, 20)
    variance = sum(20 / 19 * ((part - part.mean()) ** 2).sum() for part in parts)
    found = whole(welfare, weight, strata=strata)[0].figures["mean"].error
    assert found == pytest.approx(math.sqrt(variance))


def test_units_of_the_same_name_in_two_strata_are_two_units():
    assert design(4, strata=np.array([0, 0, 1, 1]), units=np.array([0, 1, 0, 1])).units == 4


def test_a_stratum_of_one_unit_leaves_no_error():
    drawn = design(3, strata=np.array([0, 0, 1]))
    assert drawn.lonely == 1
    assert whole([1, 2, 3], strata=np.array([0, 0, 1]))[0].figures["mean"].error is None


def test_a_group_is_a_part_of_the_whole_sample():
    """A unit without anybody of the group was drawn all the same."""
    welfare, group = [500.0, 1500.0, 500.0, 1500.0], np.array([0, 0, 1, 1])
    _, (own, _other) = whole(welfare, group=group, labels=("a", "b"))
    influence = np.array([0.25, -0.25])
    assert own.figures["fgt0"].error == pytest.approx(math.sqrt(4 / 3 * (influence**2).sum()))


def test_where_everybody_was_counted_nothing_has_an_error():
    found, _ = whole([500, 1500, 2500], counted=True)
    assert found.figures["fgt0"].value == pytest.approx(1 / 3)
    assert all(figure.error is None and figure.interval is None for figure in found.figures.values())


# In how many ways

answers = st.lists(
    st.tuples(*[st.sampled_from((0, 1, UNKNOWN))] * 3, st.integers(1, 5)), min_size=1, max_size=15
)
WAYS = Ways(np.full(3, 1 / 3), 1 / 3)


def index(told, ways=WAYS, **more):
    matrix = np.array([row[:3] for row in told], np.int8)
    weight = np.array([row[3] for row in told], float)
    return multidimensional.measured(matrix, weight, ways, design(len(told)), **more)


def filled(told, filler):
    return [(*(filler if one == UNKNOWN else one for one in row[:3]), row[3]) for row in told]


@given(answers)
def test_what_is_not_known_lies_between_the_bounds(told):
    found, _ = index(told)
    for filler in (0, 1):
        everybody, _ = index(filled(told, filler))
        assert found.m0_low - 1e-12 <= everybody.m0.value <= found.m0_high + 1e-12
    assert 0 <= found.surely_poor <= 1 - found.surely_not + 1e-12 <= 1 + 2e-12
    assert found.undecided == pytest.approx(1 - found.surely_poor - found.surely_not, abs=1e-12)


@given(answers)
def test_where_all_is_known_the_bounds_are_the_index(told):
    known = filled(told, 0)
    found, _ = index(known)
    assert found.m0_low == found.m0_high == pytest.approx(found.m0.value)
    assert found.undecided == pytest.approx(0, abs=1e-12)


@given(answers)
def test_m0_is_the_poor_times_how_poor_and_its_parts_add_up(told):
    found, _ = index(told)
    if found.m0.value:
        assert found.m0.value == pytest.approx(found.h.value * found.a.value)
        assert sum(part.contribution for part in found.parts) == pytest.approx(1)
        assert 0 <= found.m0.value <= found.h.value <= 1


@given(answers, st.data())
def test_m0_of_the_groups_adds_up_to_that_of_all(told, data):
    known = filled(told, 1)
    group = np.array(data.draw(st.lists(st.integers(0, 1), min_size=len(told), max_size=len(told))))
    everybody, parts = index(known, group=group, labels=("a", "b"))
    total = sum(part.weight * part.m0.value for part in parts if part.rows)
    assert total / everybody.weight == pytest.approx(everybody.m0.value)


def test_a_household_of_which_nothing_is_known_is_neither_poor_nor_not():
    found, _ = index([(UNKNOWN, UNKNOWN, UNKNOWN, 1)])
    assert found.m0.value is None and (found.m0_low, found.m0_high) == (0, 1)
    assert (found.surely_poor, found.surely_not, found.undecided) == (0, 0, 1)


def test_one_deprivation_beside_unknown_ones_is_poor_for_sure_at_a_third():
    found, _ = index([(1, UNKNOWN, UNKNOWN, 1)])
    assert found.surely_poor == 1 and found.m0_low == pytest.approx(1 / 3) and found.m0_high == 1


def test_a_score_of_exactly_the_cut_off_is_poor_though_thirds_are_not_exact():
    sevenths = Ways(np.full(7, 1 / 7), 3 / 7)
    matrix = np.array([[1, 1, 1, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0, 0]], np.int8)
    found, _ = multidimensional.measured(matrix, np.ones(2), sevenths, design(2))
    assert found.h.value == 0.5


def test_the_errors_of_h_a_and_m0_are_those_of_leaving_out_one_household_after_another():
    dice = np.random.default_rng(3)
    told = [
        (*row, int(w))
        for row, w in zip(
            (dice.random((300, 3)) < 0.3).astype(int).tolist(), dice.integers(1, 6, 300), strict=True
        )
    ]
    found, _ = index(told, Ways(np.full(3, 1 / 3), 0.5))
    for name in ("h", "a", "m0"):
        other = naive.jackknife(
            lambda left, name=name: getattr(index(left, Ways(np.full(3, 1 / 3), 0.5))[0], name).value,
            [[row] for row in told],
        )
        assert getattr(found, name).error == pytest.approx(other, rel=0.02)


@settings(max_examples=20)
@given(answers)
def test_a_household_counted_twice_weighs_twice(told):
    one, _ = index([(*row[:3], row[3] * 2) for row in told])
    other, _ = index(told + told)
    assert one.m0.value == pytest.approx(other.m0.value) or (one.m0.value is None and other.m0.value is None)

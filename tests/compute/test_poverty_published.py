"""Results that others have published, from data that they have published too, to six digits or more.

- Haughton and Khandker, Handbook on Poverty and Inequality (World Bank 2009): the countries of chapter 4
  with P0, P1 and P2 of its boxes; Watts, and the Gini of chapter 6, as PovertyAndInequalityMeasures.jl
  states them in its tests of the same examples.
- ineq (R): incomes of its manual page, values of its recorded examples.
- apode (Python): 300 numbers of NumPy's legacy generator with seed 42, values of its tests.
- wbpip (R, the World Bank's): the small example of its tests of the headcount.
- Lehtonen and Pahkinen, table 2.6 (eight municipalities of Province'91), as UCLA's pages on survey
  data analyse it with SAS: the standard error of a stratified sample.
- Alkire and Foster (2011), the example of four persons and four dimensions: H, A and M0. The parts of the
  dimensions are worked out by hand.
"""

import numpy as np
import pytest

from liuqing.compute.poverty import groups, multidimensional
from liuqing.compute.poverty.design import design
from liuqing.compute.poverty.multidimensional import Ways

SIX = 5e-7
COUNTRY_A, COUNTRY_B, COUNTRY_C = (100, 100, 150, 150), (124, 124, 150, 150), (100, 110, 150, 160)
TEN = (10, 15, 20, 25, 40, 20, 30, 35, 45, 90)
INEQ = (541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261)
INEQ_Y = (841, 2063, 2445, 3438, 4437, 5401, 6392, 8304, 11304, 21961)


def value(welfare, line, key, weight=None):
    weight = None if weight is None else np.array(weight, float)
    whole, _ = groups.measured(groups.sample(np.array(welfare, float), weight), line)
    return whole.figures[key].value


@pytest.mark.parametrize(
    ("welfare", "key", "published"),
    [
        (COUNTRY_A, "fgt0", 0.5),
        (COUNTRY_B, "fgt0", 0.5),
        (COUNTRY_B, "fgt1", 1 / 250),
        (COUNTRY_C, "fgt1", 0.08),
        (COUNTRY_C, "fgt2", 0.0136),
        (COUNTRY_C, "watts", 0.0877442307),
    ],
)
def test_the_handbook_with_a_line_of_125(welfare, key, published):
    assert value(welfare, 125, key) == pytest.approx(published, abs=5e-11)


def test_the_handbook_with_two_rows_that_stand_for_two_people_each():
    assert value((124, 150), 125, "fgt1", (2, 2)) == pytest.approx(1 / 250, abs=SIX)


def test_the_handbook_s_sst_is_the_product_of_incidence_depth_of_the_poor_and_their_inequality():
    # Worked by hand: P0 · (mean gap of the poor) · (1 + Gini of the gaps of all) = 0.5 · 0.16 · 1.5625. A package that
    # multiplies by the mean gap of everybody instead publishes 0.0625 for the same people.
    assert value(COUNTRY_C, 125, "sst") == pytest.approx(0.5 * 0.16 * 1.5625, abs=SIX)


def test_the_gini_of_the_handbook_s_ten_incomes():
    assert value(TEN, 50, "gini") == pytest.approx(0.3272727, abs=5e-8)


def test_the_watts_index_of_ineq():
    assert value(INEQ, 2000, "watts") == pytest.approx(0.162014123921756, abs=5e-15)


def test_the_headcount_of_ineq():
    assert value(INEQ_Y, 2000, "fgt0") == pytest.approx(0.1, abs=SIX)


def test_the_gini_of_ineq_is_ours_times_n_over_n_minus_1():
    y = (2,) * 5 + (18,) * 5
    assert value(y, 5, "gini") * 10 / 9 == pytest.approx(0.444444444444444, abs=5e-15)


@pytest.mark.parametrize(
    ("line", "key", "published"),
    [
        (0.5, "fgt0", 0.27),
        (0.5, "watts", 0.2724322042654472),
        (0.5, "sst", 0.24950968072455512),
        (0.5, "gini", 0.34232535781966483),
        (None, "fgt0", 0.4766666666666667),
        (None, "fgt1", 0.26003924372489007),
    ],
)
def test_apode_on_its_300_uniform_numbers(line, key, published):
    """The line is half the median, or the mean."""
    y = np.random.RandomState(seed=42).uniform(size=300)
    assert value(y, line * np.median(y) if line else y.mean(), key) == pytest.approx(published, rel=1e-12)


def test_the_headcount_of_wbpip_leaves_out_who_is_on_the_line():
    assert value(range(1, 11), 5, "fgt0", [1, 2] * 5) == pytest.approx(0.4, abs=SIX)


def test_the_standard_error_of_a_stratified_sample():
    """A quarter of all was drawn; we have no correction for that, so it is taken out of theirs."""
    unemployed = np.array([4123, 721, 194, 129, 239, 61, 262, 166.0])
    strata = np.array([0, 0, 1, 1, 1, 1, 1, 1])
    whole, _ = groups.measured(groups.sample(unemployed, np.full(8, 4.0), strata=strata), 1)
    mean, drawn = whole.figures["mean"], np.sqrt(1 - 0.25)
    assert whole.weight == 32 and mean.value * 32 == 23580
    assert mean.error * 32 * drawn == pytest.approx(11801, abs=0.5)
    assert mean.error / mean.value * drawn == pytest.approx(0.500487, abs=SIX)


# Alkire and Foster: achievements of four persons, and the line of each dimension

ACHIEVED = np.array([[13.1, 14, 4, 1], [15.2, 7, 5, 0], [12.5, 10, 1, 0], [20, 11, 3, 1]])
LINES = np.array([13, 12, 3, 1])


@pytest.fixture
def four():
    answers = (ACHIEVED < LINES).astype(np.int8)
    ways = Ways(np.full(4, 0.25), 0.5)
    return multidimensional.measured(answers, np.ones(4), ways, design(4))[0]


def test_half_of_the_four_are_poor_in_three_quarters_of_the_ways(four):
    assert (four.h.value, four.a.value, four.m0.value) == (0.5, 0.75, 0.375)


def test_the_dimensions_make_up_m0(four):
    assert [part.poor_and_deprived for part in four.parts] == [0.25, 0.5, 0.25, 0.5]
    assert [part.contribution for part in four.parts] == pytest.approx([1 / 6, 1 / 3, 1 / 6, 1 / 3])


def test_who_is_deprived_but_not_poor_is_counted_before_the_cut_off_only(four):
    assert four.parts[1].deprived == 0.75 and four.parts[1].poor_and_deprived == 0.5

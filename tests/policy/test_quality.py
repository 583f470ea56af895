"""What a sample says: exact shares, and nothing where a number is missing."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.policy.quality import FORMULAS, composite_poor_persons, estimated, rate

people = st.integers(0, 10**6).map(Fraction)
KNOWN = {
    "unexited_persons": Fraction(10317),
    "registered_persons": Fraction(111138),
    "exited_persons": Fraction(100821),
    "rural_population": Fraction(687800),
    "missed_found": Fraction(2),
    "sampled_outside": Fraction(1000),
    "wrong_exits_found": Fraction(3),
    "sampled_exited": Fraction(500),
}


def test_a_rate_is_exact() -> None:
    assert rate(Fraction(1), Fraction(3)) * 3 == 1  # type: ignore[operator]


@pytest.mark.parametrize(
    ("found", "of"), [(None, Fraction(1)), (Fraction(1), None), (Fraction(0), Fraction(0))]
)
def test_a_rate_without_a_number_or_a_base_is_not_known(found: Any, of: Any) -> None:
    assert rate(found, of) is None


def test_where_there_are_no_people_nobody_is_estimated_whatever_the_sample_says() -> None:
    assert estimated(None, Fraction(0)) == 0
    assert estimated(None, Fraction(1)) is None


def test_the_people_of_composite_incidence_are_those_of_the_formula() -> None:
    # 10317 + 2/1000 × (687800 − 111138) + 3/500 × 100821
    assert composite_poor_persons(**KNOWN) == Fraction(10317) + Fraction("1153.324") + Fraction("604.926")


@pytest.mark.parametrize("missing", KNOWN)
def test_one_missing_number_leaves_it_not_known(missing: str) -> None:
    assert composite_poor_persons(**(KNOWN | {missing: None})) is None


@given(people, people, people, people, people)
def test_a_sample_never_makes_it_better(
    left: Fraction, missed: Fraction, outside: Fraction, wrong: Fraction, exited: Fraction
) -> None:
    told = KNOWN | {
        "unexited_persons": left, "missed_found": missed, "sampled_outside": outside,
        "wrong_exits_found": wrong, "sampled_exited": exited,
    }  # fmt: skip
    found = composite_poor_persons(**told)
    assert (found is None) == (outside == 0 or exited == 0)
    assert found is None or found >= left


def test_a_formula_names_what_it_reads() -> None:
    assert set(FORMULAS["composite_poor_persons"].needs) == KNOWN.keys()

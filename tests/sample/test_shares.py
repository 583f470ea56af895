"""Parts are whole and sums exact."""

from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from liuqing.sample.shares import divide, sizes, within

WEIGHTS = st.lists(st.floats(0.01, 100), min_size=1, max_size=30)


@given(st.integers(0, 10_000), WEIGHTS)
def test_parts_sum_to_the_total_and_miss_their_share_by_less_than_one(total, weights):
    parts = divide(total, weights)
    assert sum(parts) == total
    assert all(abs(p - total * w / sum(weights)) < 1 for p, w in zip(parts, weights, strict=True))


@given(st.integers(0, 1_000), WEIGHTS, st.data())
def test_floors_and_caps_hold_and_the_sum_stays(total, weights, data):
    floors = data.draw(st.lists(st.integers(0, 50), min_size=len(weights), max_size=len(weights)))
    caps = [low + data.draw(st.integers(0, 100)) for low in floors]
    assume(sum(floors) <= total <= sum(caps))
    parts = within(total, weights, floors, caps)
    assert sum(parts) == total
    assert all(low <= part <= high for low, part, high in zip(floors, parts, caps, strict=True))


def test_a_total_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="no room"):
        within(10, [1, 1], [0, 0], [4, 4])


@given(st.integers(1, 300), st.floats(1.5, 7.5))
def test_sizes_have_the_persons_asked_for(households, mean):
    persons = round(households * mean)
    drawn = sizes(households, persons, Random(1))
    assert len(drawn) == households and sum(drawn) == persons
    assert min(drawn) >= 1 and max(drawn) <= 9

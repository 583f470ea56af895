"""The picture of the plan beside what happened: every number can be read."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from liuqing.registry.queries.exits import Count
from liuqing.registry.queries.exits.crossing import Year
from liuqing.web.pages import exits as pages

NUMBERS = st.integers(0, 30_000)


def _columns(*years):
    told = [Year(2014 + at, Count(planned), Count(came)) for at, (planned, came) in enumerate(years)]
    pairs = pages._pairs(SimpleNamespace(years=told))
    assert [pair.year for pair in pairs] == [one.year for one in told]
    return [column for pair in pairs for column in pair.columns]


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=9))
def test_no_number_runs_into_another_or_out_of_the_picture(years):
    columns = _columns(*years)
    assert [one.kind for one in columns] == ["planned", "exited"] * len(years)
    for at, one in enumerate(columns):
        assert not any(one.touches(other) for other in columns[at + 1 :])
        assert pages.LINE - 3 <= one.above < one.y - 4.9


def test_of_two_columns_of_nearly_one_height_the_higher_ones_number_is_on_top():
    columns = _columns(*[(10, 10)] * 6, (1222, 1229))
    planned, exited = columns[-2:]
    assert (planned.text, exited.text) == ("1,222", "1,229")
    assert abs(planned.above - planned.y + 5) < 0.1 and exited.above <= planned.above - pages.LINE


def test_numbers_that_do_not_meet_stand_right_above_their_columns():
    assert all(abs(one.above - one.y + 5) < 0.1 for one in _columns((100, 10), (900, 400)))

"""A few households are ready to exit where that is asked for, and nothing else is changed by it."""

import pytest

from liuqing.sample import calibration, county
from liuqing.sample.figures import figures
from liuqing.sample.ready import OWN_MONEY
from tests.sample.test_people import _net

PLACES = ("fuyuan", "xinping", "songming", "menghai", "wenchanghu")


@pytest.fixture(scope="module", params=PLACES)
def place(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def made(place):
    return county.make(place, households=900, leaving=True)


def _ready(made):
    return [home for home in made.households if home.number in made.ready]


def test_nobody_is_ready_where_it_is_not_asked_for():
    assert county.make("fuyuan", households=200).ready == []


def test_one_in_twenty_of_those_not_exited_is_ready(made):
    open_ = [home for home in made.households if home.left is None]
    assert {home.left for home in _ready(made)} <= {None}
    assert min(2, len(open_)) <= len(made.ready) <= max(2, 0.06 * len(open_))


def test_a_ready_household_is_above_the_line_and_lacks_nothing(place, made):
    line = calibration.load(place).income["line"]
    for home in _ready(made):
        f = home.facts
        assert _net(home) >= line
        assert f["house_grade"] in ("A", "B") and not f["house_dilapidated"]
        assert f["water_safe"] and f["food_secure"] and f["clothing_secure"] and f["measures"]
        assert all(person.insured and not person.dropout for person in home.members)
        assert not home.renovated or home.head.said["housing"] == {"self_raised": OWN_MONEY, "debt": 0}


def test_a_ready_household_is_to_exit_in_the_next_year_unless_the_plan_ends_before(place, made):
    year = calibration.load(place).as_of.year
    planned = {home.facts["planned_exit_year"] for home in made.households if home.left is None}
    told = {home.facts["planned_exit_year"] for home in _ready(made)}
    assert told <= {year + 1} if year + 1 in planned else told <= {year}


def test_no_error_is_planted_in_a_ready_household(made):
    plan = made.plan
    for home in _ready(made):
        assert home.number not in plan.wrong_counts and home.number not in plan.homes and not home.shown
        assert not any(person.person_no in plan.faults or person.shown for person in home.members)


def test_every_figure_is_the_same_whether_or_not_some_are_ready(place, made):
    usual = county.make(place, households=900)
    assert {one for one in figures(made) if one[0] != "ready_households"} == set(figures(usual))


def test_the_demos_officer_has_a_household_to_propose():
    """The village of the demo's officer is the one with most households in the town with most."""
    wide = county.make("fuyuan", households=3000, leaving=True)
    homes = [home for home in wide.households if home.number in wide.ready]
    towns = {v.town: sum(o.registered for o in wide.villages if o.town == v.town) for v in wide.villages}
    busiest = max(
        (v for v in wide.villages if v.town == max(towns, key=lambda one: towns[one])),
        key=lambda v: v.registered,
    )
    assert any(home.village is busiest for home in homes)


def test_the_same_seed_makes_the_same_households_ready(place, made):
    assert county.make(place, households=900, leaving=True).ready == made.ready

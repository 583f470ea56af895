"""A household outside the register has members and a village, and counts nowhere as registered."""

from datetime import date

import pytest
import time_machine

from liuqing.registry import queries
from liuqing.registry.models import Figure, Person
from liuqing.registry.queries import exports
from liuqing.registry.services import standing
from tests.registry import standings
from tests.registry.standings import TODAY, at, done

pytestmark = pytest.mark.one_database


@pytest.fixture
def place(settings):
    """The small county with the tests' own procedures."""
    return standings.place(settings)


@pytest.fixture(autouse=True)
def clock():
    """The tests' own day."""
    with time_machine.travel(at(TODAY), tick=True) as traveller:
        yield traveller


def figures(snapshot):
    return dict(
        Figure.objects.filter(snapshot=snapshot, dimension="", area__level="county", metric__startswith="registered_")
        .exclude(metric="registered_population").values_list("metric", "value")
    )  # fmt: skip


@pytest.fixture
def outside(cast, county, place):
    """A household of two residents of the first village who are in no list of the register."""
    people = [
        Person.objects.create(name="冯测人", village=county.villages[0], hukou_no="B7", sex="女")
        for _ in range(2)
    ]
    return lambda: standing.outside(people[0], by=cast.village_officer)


def test_it_counts_nowhere_as_registered(cast, outside, taken, clock):
    before = figures(taken(TODAY))
    shown = queries.households(cast.county_approver).total
    home = outside()
    clock.move_to(at(date(2019, 3, 5)))
    assert figures(taken(date(2019, 3, 5))) == before
    assert queries.households(cast.county_approver).total == shown
    sheets = list(exports.batches(exports.extent(cast.county_approver)))
    assert home.no not in str(sheets)


def test_it_can_be_found_and_looked_at_all_the_same(cast, outside, taken):
    home = outside()
    taken(TODAY)
    assert queries.scope.household(cast.village_officer, home.no) == home


def test_taken_into_the_register_it_counts(cast, outside, taken, clock):
    before = figures(taken(TODAY))["registered_households"]
    done(cast, "t_register", outside(), cause="因病")
    assert figures(taken(TODAY))["registered_households"] == before + 1


def test_struck_off_it_counts_no_longer(cast, county, outside, taken):
    before = figures(taken(TODAY))["registered_households"]
    done(cast, "t_strike", county.households[0], why="错评", money="停发，不追回")
    assert figures(taken(TODAY))["registered_households"] == before - 1
    assert queries.households(cast.county_approver).total == before - 1

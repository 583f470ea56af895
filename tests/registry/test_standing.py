"""Standing (身份办理): a step is taken once, in its order, by the right person, on its own day."""

from datetime import date

import pytest
import time_machine

from liuqing.registry.models import Act, Proceeding, Standing
from liuqing.registry.services import standing
from tests.registry import standings
from tests.registry.standings import TODAY, at, begun, go, later


@pytest.fixture(autouse=True)
def clock():
    """The tests' own day."""
    with time_machine.travel(at(TODAY), tick=True) as traveller:
        yield traveller


@pytest.fixture
def ready(cast, county, clock, place):
    """The first household's conditions are all met in the latest assessment."""
    from liuqing.registry.services import snapshots

    standings.written(place)
    snapshots.take(on=date(2018, 12, 31), by=cast.county_approver)
    return county.households[0]


def test_a_household_leaves_by_every_step_in_its_order(cast, ready, clock):
    one = begun(cast, "long_exit", ready)
    for _ in range(7):
        later(clock)
        go(cast, one)
    assert one.state == Proceeding.State.DONE
    told = list(Standing.objects.filter(household=ready).values_list("status", "since", "until"))
    assert told[-1] == ("exited", one.closed_on, None)
    assert told[-2] == ("registered", date(2014, 1, 1), one.closed_on)
    assert Standing.objects.get(household=ready, until=None).proceeding == one
    assert standing.verify(one).sound
    assert [act.step for act in Act.objects.filter(proceeding=one)] == [
        "proposal",
        "appraisal",
        "consent",
        "notice",
        "town",
        "compare",
        "county",
        "announcement",
    ]

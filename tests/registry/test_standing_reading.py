"""What pages ask of proceedings: what waits for whom, why not, and in a fixed number of queries."""

from datetime import date

import pytest
import time_machine

from liuqing.errors import Problem
from liuqing.registry.queries import standing as asked
from tests.registry import standings
from tests.registry.standings import TODAY, at, begun, go

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


@pytest.fixture
def ready(cast, county, place):
    """The first household's conditions are all met in the latest assessment."""
    from liuqing.registry.services import snapshots

    snapshots.take(on=date(2018, 12, 31), by=cast.county_approver)
    return county.households[0]


def test_a_step_waits_for_whoever_may_take_it(cast, ready, clock):
    one = begun(cast, "long_exit", ready)
    assert asked.mine(cast.village_officer).to_do == 1
    assert asked.mine(cast.township_reviewer).to_do == 0
    go(cast, one), go(cast, one), go(cast, one)
    assert asked.mine(cast.village_officer).to_do == 0
    (waits,) = asked.mine(cast.township_reviewer).waiting
    assert (waits.step, waits.count, waits.lines[0].no) == ("town", 1, one.no)
    assert asked.mine(cast.outsider).to_do == 0


def test_the_page_shows_the_change_in_words(cast, ready):
    one = begun(cast, "long_exit", ready)
    page = asked.proceeding(cast.village_officer, one.no)
    assert [(c.label, c.before, c.after) for c in page.change] == [("在册身份", "未脱贫", "已脱贫")]
    assert page.current.step.key == "appraisal" and page.current.may
    assert not asked.proceeding(cast.township_reviewer, one.no).current.may


def test_a_stranger_is_told_that_there_is_no_such_proceeding(cast, ready):
    one = begun(cast, "long_exit", ready)
    with pytest.raises(Problem) as problem:
        asked.proceeding(cast.outsider, one.no)
    assert problem.value.code == "standing.no_such_proceeding"


def test_what_may_begin_and_why_not(cast, ready, county):
    found = {one.procedure: one for one in asked.startable(cast.village_officer, ready)}
    assert found["long_exit"].may
    exited = county.households[1]
    told = {one.procedure: one for one in asked.startable(cast.village_officer, exited)}
    assert "未脱贫、返贫" in told["long_exit"].why[0]

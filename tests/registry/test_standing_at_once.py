"""Two clerks at once, each on a connection of his own: one of them is told that a colleague was first."""

import threading
from uuid import uuid4

import pytest
import time_machine
from django.db import connection

from liuqing.errors import Problem
from liuqing.registry.models import Act, Household, Membership, Person, Proceeding, Standing
from liuqing.registry.services import standing
from tests import cast as casting
from tests import county as making
from tests.registry import standings
from tests.registry.standings import TODAY, at, begun

pytestmark = pytest.mark.django_db(transaction=True)


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
def home(cast, county, place):
    """The first household of the first village."""
    return county.households[0]


def at_once(*acts):
    """Every act in a thread of its own, all from the same moment; what came of each."""
    ready, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(at, act):
        try:
            ready.wait(timeout=10)
            outcomes[at] = act()
        except Problem as problem:
            outcomes[at] = problem.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(at, act)) for at, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def test_two_clerks_take_the_same_step_once(cast, county, home):
    one = begun(cast, "t_exit", home)
    other = casting.user("second-reviewer", "township_clerk", county.towns[0].path)

    def by(who):
        mine = Proceeding.objects.get(pk=one.pk)
        return lambda: standing.act(mine, by=who, step="town", outcome="agreed", uuid=uuid4()).by

    outcomes = at_once(by(cast.township_reviewer), by(other))
    assert sorted(outcome == "standing.taken" for outcome in outcomes) == [False, True]
    assert Act.objects.filter(proceeding=one, step="town").count() == 1
    assert Standing.objects.filter(household=home, until=None).count() == 1


def test_one_says_yes_and_the_other_no_and_one_of_them_counts(cast, county, home):
    one = begun(cast, "t_exit", home)
    other = casting.user("second-reviewer", "township_clerk", county.towns[0].path)

    def say(who, outcome):
        mine = Proceeding.objects.get(pk=one.pk)
        said = {"step": "town", "outcome": outcome, "uuid": uuid4(), "said": "核实"}
        return lambda: standing.act(mine, by=who, **said).outcome

    outcomes = at_once(say(cast.township_reviewer, "agreed"), say(other, "refused"))
    assert "standing.taken" in outcomes
    one.refresh_from_db()
    assert one.state == ("done" if "agreed" in outcomes else "refused")


def test_a_double_click_from_two_windows_is_one_act(cast, home):
    one, uuid = begun(cast, "t_exit", home), uuid4()

    def click():
        mine = Proceeding.objects.get(pk=one.pk)
        return standing.act(mine, by=cast.township_reviewer, step="town", outcome="agreed", uuid=uuid).pk

    first, second = at_once(click, click)
    assert first == second == Act.objects.get(proceeding=one, step="town").pk


def test_two_begin_the_same_for_one_household_and_one_does(cast, county, home):
    other = casting.user("second-cadre", "village_cadre", county.villages[0].path)

    def start(who):
        mine = Household.objects.get(pk=home.pk)
        return lambda: standing.open(by=who, procedure="t_exit", household=mine).by

    outcomes = at_once(start(cast.village_officer), start(other))
    assert "standing.already_open" in outcomes
    assert Proceeding.objects.filter(household=home).count() == 1


def test_a_newcomer_joins_one_of_two_households(cast, county, home):
    person = Person.objects.create(name="新测人", village=home.village)
    said = {"person": person.pk, "relation": "之女", "reason": "婚入", "from_day": "2019-02-01"}
    both = [begun(cast, "t_join", each, **said) for each in (home, county.households[1])]
    other = casting.user("second-reviewer", "township_clerk", county.towns[0].path)

    def join(one, who):
        mine = Proceeding.objects.get(pk=one.pk)
        return lambda: standing.act(mine, by=who, step="town", outcome="agreed", uuid=uuid4()).outcome

    outcomes = at_once(join(both[0], cast.township_reviewer), join(both[1], other))
    assert sorted(outcomes) == ["agreed", "standing.payload"]
    assert Membership.objects.filter(person=person, until=None).count() == 1


def test_two_batches_in_opposite_order_wait_for_one_another(cast, county, home):
    homes = [making.household(county, home.village, f"H01{n}") for n in range(4)]
    several = [begun(cast, "t_exit", each).pk for each in homes]
    other = casting.user("second-reviewer", "township_clerk", county.towns[0].path)

    def take(who, keys):
        mine = [Proceeding.objects.get(pk=key) for key in keys]
        return lambda: len(standing.act_all(mine, by=who, step="town", outcome="agreed", uuid=uuid4()))

    outcomes = at_once(take(cast.township_reviewer, several), take(other, several[::-1]))
    assert sorted(map(str, outcomes)) == ["4", "standing.batch"]


def test_two_split_and_make_two_numbers(cast, county, home):
    homes = [home, making.household(county, home.village, "H0010")]
    members = [each.memberships.order_by("pk").last().person_id for each in homes]
    both = [
        begun(cast, "t_split", each, persons=[member], head=member, from_day="2019-03-01")
        for each, member in zip(homes, members, strict=True)
    ]

    def split(one):
        mine = Proceeding.objects.get(pk=one.pk)
        return lambda: (
            standing.act(mine, by=cast.township_reviewer, step="town", outcome="agreed", uuid=uuid4()).outcome
        )

    assert at_once(split(both[0]), split(both[1])) == ["agreed", "agreed"]
    numbers = Household.objects.filter(no__startswith="F").values_list("no", flat=True)
    assert sorted(numbers) == ["F9901010010010001", "F9901010010010002"]

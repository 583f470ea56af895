"""Every effect of a finished procedure is explained in the balance of its window, whatever it did."""

from datetime import date, timedelta

import pytest
import time_machine

from liuqing.registry.models import Area, Household, Membership, Person
from liuqing.registry.queries.windows import balances
from liuqing.registry.queries.windows.walking import walk
from liuqing.registry.services import standing
from tests import county as making
from tests.registry import standings
from tests.registry.standings import TODAY, at, done

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def place(settings):
    return standings.place(settings)


@pytest.fixture
def home(cast, county, place):
    with time_machine.travel(at(TODAY), tick=True):
        yield county.households[0]


def people(home):
    return list(
        Membership.objects.filter(household=home, until=None).order_by("pk").values_list("person", flat=True)
    )


def kinds(register, unit, code="990101"):
    """What the balance of the day says: {kind: (came, went)}; nothing of it may be unexplained."""
    walked = walk(TODAY, TODAY + timedelta(days=30))
    assert not balances.unexplained(walked.changes)
    cell = balances.line(Area.objects.get(code=code), walked).cells[register, unit]
    assert cell.balanced
    return {kind: (came, went) for kind, _, came, went in cell.lines}


def test_into_the_register_and_out_of_it(cast, county, home):
    person = Person.objects.create(name="新测人", village=county.villages[0], sex="女")
    outside = standing.outside(person, by=cast.village_officer)
    done(cast, "t_register", outside, cause="因病")
    done(cast, "t_strike", home, why="错评", money="停发，不追回")
    assert kinds("registered", "household") == {"identified": (1, 0), "struck": (0, 1)}
    assert kinds("registered", "person") == {"identified": (1, 0), "struck": (0, 3)}


def test_out_of_poverty_back_and_the_exit_taken_back(cast, county, home):
    done(cast, "t_exit", home)
    done(cast, "t_relapse", county.households[1], cause="因病")
    assert kinds("unexited", "household") == {"exited": (0, 1), "relapsed": (1, 0)}
    assert kinds("registered", "household") == {}
    with time_machine.travel(at(TODAY + timedelta(days=3)), tick=True):
        done(cast, "t_take_back_exit", home, why="核实有误", money="停发并追回")
    assert kinds("unexited", "person") == {"exited": (0, 3), "relapsed": (3, 0), "exit_taken_back": (3, 0)}


def test_a_household_of_which_everybody_died(cast, home):
    done(cast, "t_watch", home, kind="突发严重困难户", risks=["因病"])
    with time_machine.travel(at(TODAY + timedelta(days=3)), tick=True):
        done(cast, "t_strike", home, why="整户死亡", money="停发，不追回")
    assert kinds("registered", "person") == {"struck": (0, 3)}
    assert kinds("monitored", "person") == {"watched": (3, 0), "struck": (0, 3)}


def test_births_and_deaths_that_lie_before_the_window_count_when_they_are_decided(cast, county, home):
    child = Person.objects.create(name="新测人", village=county.villages[0], sex="女", birth=date(2019, 2, 1))
    done(cast, "t_join", home, person=child.pk, relation="之女", reason="出生", from_day="2019-02-01")
    head, spouse, _, _ = people(home)
    done(cast, "t_leave", home, person=head, reason="死亡", from_day="2019-03-01", head=spouse)
    assert kinds("registered", "person") == {"natural_in": (1, 0), "natural_out": (0, 1)}
    assert {c.cause.word for c in walk(TODAY, TODAY).changes} == {"出生", "死亡"}


def test_a_new_head_is_no_change_of_anybody(cast, home):
    _, _, son = people(home)
    done(cast, "t_change_head", home, head=son, why="户主外出")
    assert kinds("registered", "person") == {} and kinds("registered", "household") == {}


def test_a_household_divides_and_another_joins(cast, county, home):
    other = making.household(county, home.village, "H0009", head="郑十九")
    _, _, son = people(home)
    done(cast, "t_watch", home, kind="突发严重困难户", risks=["因病"])
    with time_machine.travel(at(TODAY + timedelta(days=1)), tick=True):
        done(cast, "t_split", home, persons=[son], head=son, from_day="2019-03-01")
    assert kinds("registered", "household") == {"split": (1, 0)}
    assert kinds("registered", "person") == {}
    assert kinds("monitored", "household") == {"watched": (1, 0), "split": (1, 0)}
    with time_machine.travel(at(TODAY + timedelta(days=2)), tick=True):
        done(cast, "t_merge", home, other=other.no, from_day="2019-03-02")
    assert kinds("registered", "household") == {"split": (1, 0), "merge": (0, 1)}
    assert kinds("registered", "person") == {}
    assert Household.objects.filter(no__startswith="F").count() == 1
    assert kinds("monitored", "household") == {"watched": (1, 0), "split": (1, 0), "merge": (1, 1)}


def test_a_household_that_moves_is_told_at_both_ends(cast, county, home):
    done(cast, "t_move", home, village=county.villages[1].code, from_day="2019-03-01")
    assert kinds("registered", "person", "990101001001") == {"moved": (0, 3)}
    assert kinds("registered", "person", "990101001002") == {"moved": (3, 0)}
    assert kinds("registered", "person", "990101001") == {}


def test_monitored_no_longer_taken_back_and_marked_again(cast, county, home):
    done(cast, "t_watch", home, kind="突发严重困难户", risks=["因病"])
    days = (("t_remove_risk", {"way": "帮扶消除"}), ("t_take_back_removal", {"why": "核实有误"}),
            ("t_remove_risk", {"way": "自然消除"}), ("t_watch_again", {"risks": ["因学"]}))  # fmt: skip
    for n, (procedure, said) in enumerate(days, start=1):
        with time_machine.travel(at(TODAY + timedelta(days=n)), tick=True):
            done(cast, procedure, home, **said)
    told = {"watched": (1, 0), "removed": (0, 2), "removal_taken_back": (1, 0), "watched_again": (1, 0)}
    assert kinds("monitored", "household") == told


def test_help_before_the_papers_is_monitoring(cast, county, home):
    done(cast, "t_help", home, risks=["因自然灾害"], kind="突发严重困难户", measure="住房安全保障", event="房屋起火",
         from_day="2019-02-28")  # fmt: skip
    assert kinds("monitored", "person") == {"watched": (3, 0)}

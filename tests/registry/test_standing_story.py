"""A household's whole story: everything that happened to it, in its order, and what was tampered with."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuqing.errors import Problem
from liuqing.registry.models import Act, Clue, Membership
from liuqing.registry.queries import standing as asked
from tests import county as making
from tests.registry import standings
from tests.registry.standings import TODAY, at, begun, done

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
def home(cast, county, place):
    """The first household of the first village: registered, three members."""
    return county.households[0]


def test_everything_that_happened_stands_on_one_line_of_time(cast, county, home, clock):
    Clue.objects.create(
        area=home.village, household=home, kind="exit", grade="yellow", opened_on=date(2019, 1, 2), due_on=TODAY, decide_by=TODAY
    )  # fmt: skip
    head, spouse, _ = (
        Membership.objects.filter(household=home).order_by("pk").values_list("person", flat=True)
    )
    done(cast, "t_leave", home, person=head, reason="死亡", from_day="2019-03-01", head=spouse)
    done(cast, "t_move", home, village=county.villages[1].code, from_day="2019-03-02")
    home.refresh_from_db()
    told = asked.story(cast.township_reviewer, home.no)
    assert [line.on for line in told.lines] == sorted(line.on for line in told.lines)
    assert {line.kind for line in told.lines} == {
        "standing",
        "member",
        "village",
        "act",
        "clue",
        "list",
        "money",
    }
    titles = [line.title for line in told.lines]
    assert "所在村：乙村" in titles
    assert any(title.endswith("与户主关系变更") for title in titles)
    assert any(line.detail == "死亡" and "不再是成员" in line.title for line in told.lines)
    acted = [line for line in told.lines if line.kind == "act"]
    assert (acted[0].role, acted[1].role) == ("村干部、帮扶责任人", "乡镇业务员")
    assert {change.label for change in acted[0].change} == {"家庭成员", "户主"}
    assert told.broken == ()


def test_the_story_says_which_proceeding_was_tampered_with(cast, home):
    one = done(cast, "t_exit", home)
    Act.objects.filter(proceeding=one, ordinal=2).update(by="somebody-else")
    (broken,) = asked.story(cast.county_approver, home.no).broken
    assert (broken.no, broken.position) == (one.no, 2)


def test_a_story_of_another_village_is_not_told(cast, home):
    with pytest.raises(Problem) as problem:
        asked.story(cast.outsider, home.no)
    assert problem.value.code == "registry.no_such_household"


def test_an_inspector_reads_the_story(cast, home):
    begun(cast, "t_exit", home)
    assert asked.story(cast.inspector, home.no).proceedings[0].label == "脱贫退出"


def counted(ask, *arguments):
    with CaptureQueriesContext(connection) as queries:
        ask(*arguments)
    return len(queries)


def test_queries_stay_as_many_however_much_there_is(cast, county, home):
    """The list of what waits, a proceeding, a story: the same number of queries for one and for many."""
    from tests import cast as casting

    first = begun(cast, "t_exit", home)
    counts = (
        counted(asked.mine, casting.again(cast).township_reviewer),
        counted(asked.proceeding, casting.again(cast).village_officer, first.no),
        counted(asked.listed, casting.again(cast).county_approver),
    )
    story = counted(asked.story, casting.again(cast).county_approver, home.no)
    for n in range(6):
        more = making.household(county, home.village, f"H01{n}", size=4)
        begun(cast, "t_exit", more)
    done(cast, "t_change_head", home, head=home.memberships.order_by("pk")[1].person_id, why="外出")
    again = (
        counted(asked.mine, casting.again(cast).township_reviewer),
        counted(asked.proceeding, casting.again(cast).village_officer, first.no),
        counted(asked.listed, casting.again(cast).county_approver),
    )
    assert again == counts
    assert max(counts) <= 20
    assert counted(asked.story, casting.again(cast).county_approver, home.no) == story <= 30


def test_what_may_begin_is_asked_in_a_fixed_number_of_queries(cast, home):
    from tests import cast as casting

    assert counted(asked.startable, casting.again(cast).village_officer, home) <= 20

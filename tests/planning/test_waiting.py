"""Counts of my work: asked together, each as it would be asked alone."""

import pytest

from liuqing.planning.models import Project
from liuqing.planning.queries.waiting import Waits, told
from liuqing.registry.queries.task import Task
from tests.planning import building


def test_counts_of_several_lines_are_one_question(county, django_assert_num_queries):
    building.project(county, state="begun")
    building.project(county, state="begun")
    building.project(county, state="filed")
    of = {
        state: Waits(Task(state, "", 0), Project.objects.filter(state=state)) for state in ("begun", "filed")
    }
    nobody = Waits(Task("none", "", 0), Project.objects.none())
    with django_assert_num_queries(1):
        found = told([of["filed"], nobody, Task("known", "", 4), of["begun"]])
    assert [(one.kind, one.count) for one in found] == [("filed", 1), ("known", 4), ("begun", 2)]


def test_what_has_nothing_waiting_is_left_out(county):
    assert told([Task("none", "", 0), Waits(Task("none", "", 0), Project.objects.all())]) == []


@pytest.mark.django_db
def test_a_row_that_a_join_finds_twice_counts_once(county):
    made = building.project(county)
    for year in (2018, 2019):
        made.fundings.create(year=year, source="中央财政", need="1.00", secured="0.00")
    twice = Project.objects.filter(fundings__isnull=False)
    assert [one.count for one in told([Waits(Task("some", "", 0), twice)])] == [1]

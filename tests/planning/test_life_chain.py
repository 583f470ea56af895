"""Whatever people do in whatever order: the chain holds, and no stage is reached without its gates.

On both databases, because what refuses the impossible is the database.
"""

import uuid
from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing.errors import Problem
from liuqing.planning.models import Project, Stage
from liuqing.planning.queries.life import gates
from liuqing.planning.queries.life.gathered import Gathered
from liuqing.planning.services import life
from liuqing.policy.project_life import STAGES
from tests.planning import building
from tests.planning.living import FIGURES, PAPERS, Walk, opened

OUTCOMES = ("done", "agreed", "returned", "deferred", "refused", "removed", "cancelled")
ACTS = st.lists(
    st.tuples(
        st.sampled_from((*STAGES, *STAGES, "removed", "cancelled", "returned")), st.sampled_from(OUTCOMES),
        st.booleans(), st.integers(0, 5),
    ),
    max_size=14,
)  # fmt: skip
TURNS = ("go",) * 12 + ("back", "later", "twice", "out")
ROAD = st.lists(st.sampled_from(TURNS), min_size=10, max_size=20)


@pytest.fixture
def walk(county, cast, actors, monkeypatch):
    """A project and everybody around it."""
    opened(monkeypatch)
    return Walk(building.project(county), cast, actors)


def people(walk):
    """Everybody who might try."""
    cast = walk.cast
    return (
        cast.village_officer, cast.township_reviewer, walk.actors.agriculture, cast.county_approver,
        walk.actors.second_analyst, cast.finance,
    )  # fmt: skip


def sound(walk, before):
    """The chain holds; each stage that was reached just now had its gates met, and a decider of its own."""
    project = Project.objects.select_related("area").get(pk=walk.project.pk)
    assert life.verify(project).sound
    stages = list(Stage.objects.filter(project=project).order_by("ordinal"))
    assert [one.ordinal for one in stages] == list(range(1, len(stages) + 1))
    for one in stages[before:]:
        told = gates.life().stages.get(one.key)
        if one.outcome in ("done", "agreed"):
            assert project.state == one.key
            gathered = Gathered([project])
            assert all(gate.met for gate in gates.of(project, one.key, gathered, on=one.on))
        assert not (told and told.decides and one.outcome == "agreed" and one.by == one.maker)
    decided = [(one.round, one.by) for one in stages if one.decides]
    assert len(decided) == len(set(decided))
    return len(stages)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_anybody_who_tries_anything_leaves_a_sound_life(walk, acts):
    _afresh(walk)
    with transaction.atomic():
        before = 0
        for key, outcome, papers, who in acts:
            with suppress(Problem):
                life.take(
                    walk.project, by=people(walk)[who], key=key, outcome=outcome, uuid=uuid.uuid4(), said="理由",
                    figures=FIGURES.get(key), papers=[(kind, "", None) for kind in PAPERS.get(key, ()) if papers],
                )  # fmt: skip
            before = sound(walk, before)
        transaction.set_rollback(True)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(road=ROAD)
def test_the_road_with_every_turn_keeps_the_chain(walk, road):
    _afresh(walk)
    with transaction.atomic():
        before, last = 0, None
        for turn in road:
            last = _step(walk, turn, last)
            before = sound(walk, before)
        transaction.set_rollback(True)


def _step(walk, turn, last):
    """One step on, back, later, the same click again, or out."""
    state = walk.project.state
    told = gates.life()
    key = told.after(walk.project.back_to if state == "deferred" else state)
    if not key or state in Project.OUT:
        return last
    if turn == "twice" and last:
        walk.click(key, uuid=last, said="理由")
        return last
    said = uuid.uuid4()
    more = {
        "back": {"outcome": "returned"},
        "later": {"outcome": "deferred"},
        "out": {"key": "removed", "outcome": "removed"},
    }
    try:
        with transaction.atomic():
            walk.take(key, uuid=said, said="理由", **more.get(turn, {}))
    except Problem:
        # What was prepared for the step went with it.
        walk.line, walk.contract = walk.project.lines.first(), walk.project.contracts.first()
        return last
    return said


def _afresh(walk):
    """Each example begins with the project as it was, also after one that failed."""
    walk.project.refresh_from_db()
    walk.project.maker, walk.line, walk.contract = "village-officer", None, None


def test_a_project_goes_all_the_way(walk):
    walk.to("handed_over")
    assert life.verify(walk.project).sound and life.verify_all() == []


def test_the_database_too_refuses_a_decision_by_who_filed_it(walk):
    walk.to("reviewed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.filter(key="reviewed").update(by="village-officer")


def test_the_database_too_refuses_two_decisions_of_one_person_in_a_round(walk):
    walk.to("argued")
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.filter(key="argued").update(by="township-reviewer")


def test_the_database_too_refuses_a_stage_out_of_the_chain(walk):
    walk.to("reviewed")
    first = Stage.objects.get(ordinal=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.filter(key="reviewed").update(previous=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.filter(key="reviewed").update(ordinal=first.ordinal)

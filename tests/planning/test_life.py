"""A project's life: one stage after the other, by who may, only with its gates met, each sealed over the last."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from liuqing.errors import Problem
from liuqing.planning.models import Contract, Progress, Stage
from liuqing.planning.queries import life as asked
from liuqing.planning.services import life
from liuqing.workflow import clock
from tests.planning import building
from tests.planning.living import Walk, opened


@pytest.fixture
def walk(county, cast, actors, monkeypatch):
    """A project of village 甲 and everybody who takes it through its life."""
    opened(monkeypatch)
    return Walk(building.project(county), cast, actors)


def test_a_project_goes_from_the_application_to_the_asset(walk):
    walk.to("handed_over")
    assert walk.project.state == "handed_over"
    assert [one.key for one in Stage.objects.order_by("pk")] == list(asked.STAGES)
    assert life.verify(walk.project).sound
    assert asked.next_(walk.cast.county_approver, walk.project) == ()

"""The small county, assessed for real, and the cast signed in.

A file that says ``ONE_WORLD = True`` only looks: its county is made and assessed once. What a test
writes all the same is taken back at its end, and everything at the end of the file.
"""

import pytest
from django.db import transaction
from django.test import Client

from liuqing.registry.services import accounts, snapshots
from tests import cast as casting
from tests import county as making


def _take():
    return snapshots.take(on=making.ON, by=accounts.operator())


@pytest.fixture(scope="module")
def world(request, django_db_setup, django_db_blocker):
    """The county, the cast and the snapshot of a file that only looks; else None."""
    if not getattr(request.module, "ONE_WORLD", False):
        yield None
        return
    with django_db_blocker.unblock(), transaction.atomic():
        made = making.five()
        yield made, casting.of(made), _take()
        transaction.set_rollback(True)


@pytest.fixture
def county(world, db):
    """The small county with five households in three villages."""
    return world[0] if world else making.five()


@pytest.fixture
def cast(world, county):
    """The fixed cast; of a shared county as if each had just signed in."""
    return casting.again(world[1]) if world else casting.of(county)


@pytest.fixture
def assessed(world, county):
    """The small county with a snapshot: figures, findings and their files."""
    return world[2] if world else _take()


@pytest.fixture
def seen_by(cast):
    """A browser of a member of the cast: ``seen_by("inspector")``."""

    def enter(part: str) -> Client:
        client = Client()
        client.force_login(cast.everybody()[part], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter

"""The small county, assessed for real, and the cast signed in."""

import pytest
from django.test import Client

from liuqing.registry.services import accounts, snapshots
from tests import county as making


@pytest.fixture
def assessed(county):
    """The small county with a snapshot: figures, findings and their files."""
    return snapshots.take(on=making.ON, by=accounts.operator())


@pytest.fixture
def seen_by(cast):
    """A browser of a member of the cast: ``seen_by("inspector")``."""

    def enter(part: str) -> Client:
        client = Client()
        client.force_login(cast.everybody()[part], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter

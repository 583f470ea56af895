"""A small county assessed once for a file of tests: what a test writes is taken back at its end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from liuqing.registry.services import snapshots
from tests import cast as casting
from tests import county as making
from tests.registry.conftest import make_place


@dataclass(frozen=True)
class World:
    """The county, its people, and how to assess it again."""

    county: making.County
    people: casting.Cast

    @property
    def cast(self) -> casting.Cast:
        """The people as if each had just signed in."""
        return casting.again(self.people)

    def take(self, on: Any = making.ON) -> Any:
        """Assess the county as of a day."""
        return snapshots.take(on=on, by=self.cast.county_approver)


@contextmanager
def one_world(tmp_path_factory: Any, blocker: Any, build: Callable[[making.County], None]) -> Iterator[World]:
    """The small county with what ``build`` adds, not assessed yet; everything is taken back at the end."""
    folder = make_place(tmp_path_factory.mktemp("place"))
    with pytest.MonkeyPatch.context() as patch, blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "WORKSPACE", replace(settings.WORKSPACE, place=str(folder)))
        county = making.five()
        build(county)
        yield World(county, casting.of(county))
        transaction.set_rollback(True)

"""Kept (存着): the lines of a plan as long as nobody has changed anything, for they are read from the whole county.

Every change of the record leaves an entry in the trail; who only looked or took a paper away changed nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection

from liuqing.workflow import seen
from liuqing.workflow.models import Event

LOOKED = (seen.ACT, "reports.written", "filling.written", "comparisons.recorded")
"""Acts after which the record says what it said before."""


@dataclass(frozen=True)
class Key:
    """On what the lines depend. ``make`` works them out where they are not kept."""

    last: str
    record: str
    place: str
    on: date
    sees: bool
    make: Callable[[], tuple[Any, ...]] = field(compare=False)


def kept(on: date, make: Callable[[], tuple[Any, ...]], *, sees: bool) -> tuple[Any, ...]:
    """The same lines as last time, or new ones if anything was changed since. ``sees``: every project."""
    last = Event.objects.exclude(act__in=LOOKED).order_by("-pk").values_list("seal", flat=True).first()
    record = str(connection.settings_dict["NAME"])
    return _made(Key(last or "", record, settings.WORKSPACE.place, on, sees, make))


@lru_cache(maxsize=4)
def _made(key: Key) -> tuple[Any, ...]:
    return key.make()


def forget() -> None:
    """Keep nothing: for tests, which change the record behind its back."""
    _made.cache_clear()

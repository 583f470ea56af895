"""What of projects and money waits for a user; the rooms say it themselves."""

from typing import Any

from liuqing.planning.queries import (
    announcements,
    assets,
    batches,
    collective,
    funds,
    life,
    loans,
    performance,
    pool,
    waiting,
)
from liuqing.registry.queries.task import Task

ROOMS = (pool, life, announcements, funds, batches, assets, collective, loans, performance)
"""In the order of a yuan's way."""


def tasks(user: Any) -> list[Task]:
    """Everything that the user may really do or look at; the counts of all rooms are one question."""
    return waiting.told(line for room in ROOMS for line in room.waits(user))

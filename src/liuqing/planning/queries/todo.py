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
)
from liuqing.registry.queries.task import Task

ROOMS = (pool, life, announcements, funds, batches, assets, collective, loans, performance)
"""In the order of a yuan's way."""


def tasks(user: Any) -> list[Task]:
    """Everything that the user may really do or look at."""
    return [task for room in ROOMS for task in room.tasks(user)]

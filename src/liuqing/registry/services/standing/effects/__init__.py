"""What a finished procedure changes: one file a group, nothing else changes a household's standing.

Every change takes effect on the day of the last act, never earlier, and leaves earlier days as they were.
"""

from liuqing.registry.services.standing.effects import areas, homes, members, monitoring, standings
from liuqing.registry.services.standing.effects.doing import Change, Doing

CHANGES: dict[str, Change] = {
    **standings.CHANGES, **monitoring.CHANGES, **members.CHANGES, **homes.CHANGES, **areas.CHANGES,
}  # fmt: skip
"""By the name that ``policy.effects`` gives it."""

__all__ = ["CHANGES", "Change", "Doing"]

"""Days (以哪天为准): the day as of which projects are looked at."""

from datetime import date

from liuqing.planning.queries.life import gates
from liuqing.registry.queries import scope
from liuqing.workflow import clock


def day(said: date | None = None) -> date:
    """The day asked for; without one today, or the last assessed day where the plan's years are over.

    Looked at from long after, everything of a plan that has ended would be late, and the list say nothing.
    """
    if said is not None:
        return said
    today, last = clock.today(), gates.here().told.plan.last_year
    if not last or today.year <= last:
        return today
    snapshot = scope.latest_snapshot()
    return snapshot.on if snapshot is not None and snapshot.on < today else today

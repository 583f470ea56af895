"""Follow-ups (回访): who was last visited when, and whom somebody has to visit again.

A visit is what offices report of a household (走访, 检查, 调研), an answer that a village found at the
door, and an assessment. How often is the place's number: the monitored more often than those whose
risk is removed, and those who have left poverty.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from liuqing.policy import monitoring_timers
from liuqing.policy.calendar import months_after
from liuqing.policy.monitoring_timers import EXITED, REMOVED, WATCHED, Timers
from liuqing.registry.models import Activity, Answer, Assessed, Standing
from liuqing.registry.queries import scope
from liuqing.registry.queries.monitoring.gathering import Watched

VISITS = ("走访", "检查", "调研")


@dataclass(frozen=True)
class FollowUp:
    """A household to be visited: as what, last when, by which day."""

    household: int
    village: int
    who: str
    last: date | None
    due: date

    def late(self, on: date) -> int:
        """Days since it was due; 0 or less while it is in time."""
        return (on - self.due).days


def last_visits(homes: Collection[int] | None, on: date) -> dict[int, date]:
    """The latest visit of each household up to the day."""
    sources = (
        (Activity.objects.filter(activity__in=VISITS, on__lte=on).exclude(household=None), "household", "on"),
        (
            Answer.objects.filter(visited_on__lte=on).exclude(case__household=None),
            "case__household",
            "visited_on",
        ),
        (Assessed.objects.filter(on__lte=on), "household", "on"),
    )
    found: dict[int, date] = {}
    for rows, key, day in sources:
        kept = rows if homes is None else rows.filter(**{f"{key}__in": list(homes)})
        for home, last in kept.order_by().values_list(key).annotate(last=Max(day)):
            found[home] = max(last, found.get(home, last))
    return found


def of_watched(watched: Iterable[Watched], timers: Timers, on: date) -> list[FollowUp]:
    """When each of them is due; one without a number is due never."""
    listed = list(watched)
    last = last_visits([one.household for one in listed], on)
    found = (_of_one(one, timers, last.get(one.household), on) for one in listed)
    return [one for one in found if one is not None]


def of_exited(
    villages: Collection[int] | None, known: Collection[int], timers: Timers, on: date
) -> list[FollowUp]:
    """Those who have left poverty and are not monitored (``known`` are left out)."""
    months = timers.follow_up.get(EXITED)
    if months is None:
        return []
    rows = Standing.objects.filter(scope.in_force(on), status=Standing.Status.EXITED).exclude(
        household__in=known
    )
    if villages is not None:
        rows = rows.filter(household__village__in=villages)
    last = last_visits(None, on)
    told = rows.order_by("household").values_list("household", "household__village", "since")
    return [
        FollowUp(home, village, EXITED, seen := last.get(home), months_after(seen or since, months))
        for home, village, since in told
    ]


def _of_one(one: Watched, timers: Timers, last: date | None, on: date) -> FollowUp | None:
    who = WATCHED if one.open_on(on) else REMOVED
    begun = one.since if one.open_on(on) else one.removed_on or one.since
    seen = last if last and last >= begun else None
    day = monitoring_timers.due(seen or begun, timers.follow_up.get(who), exact=bool(seen) or one.exact)
    return None if day is None else FollowUp(one.household, one.village, who, seen, day)

"""One monitored household (一户监测): what was found at either end, what was done, what is still due."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from liuqing.policy import monitoring_timers, place
from liuqing.registry.models import Assessed, Household, Proceeding, Worksheet
from liuqing.registry.queries import scope, standing
from liuqing.registry.queries.monitoring import following, gathering, known, matching, removal, story
from liuqing.registry.queries.monitoring.following import FollowUp
from liuqing.registry.queries.monitoring.gathering import Watched
from liuqing.registry.queries.monitoring.known import OfRecord
from liuqing.registry.queries.monitoring.matching import Deadline, OfRisk
from liuqing.registry.queries.monitoring.removal import Removal
from liuqing.registry.queries.monitoring.story import Event
from liuqing.registry.queries.standing import Startable
from liuqing.registry.services.monitoring import PHASES, may_assess


@dataclass(frozen=True)
class Page:
    """Everything on the page. ``watched`` None: never monitored, as far as the record and the list know.

    ``identified`` and ``removed`` are the last assessments of either end; ``proceeding`` is the one under
    way for which an assessment may be written, ``may_assess`` whether by this user.
    """

    household: Household
    on: date
    watched: Watched | None
    record: OfRecord
    identified: Assessed | None
    removed: Assessed | None
    risks: tuple[OfRisk, ...]
    help: Deadline | None
    development: Deadline | None
    follow_up: FollowUp | None
    removal: Removal | None
    proceeding: Proceeding | None
    may_assess: bool
    worksheets: tuple[Worksheet, ...]
    startable: tuple[Startable, ...]
    events: tuple[Event, ...]


def household(user: Any, no: str) -> Page:
    """The page of one household. Problem ``registry.no_such_household`` if not the user's."""
    home = scope.household(user, no)
    on = timezone.localdate()
    timers = monitoring_timers.read(place.load(settings.WORKSPACE.place).parameters(on))
    watched = next(iter(gathering.of_households([home.pk], on)), None)
    helps = gathering.helps([home.pk])[home.pk]
    record = known.of_household(home)
    under_way = _under_way(home)
    return Page(
        household=home,
        on=on,
        watched=watched,
        record=record,
        identified=_last(home, Assessed.Phase.IDENTIFIED),
        removed=_last(home, Assessed.Phase.REMOVED),
        risks=matching.matrix(watched, helps, timers, on) if watched else (),
        help=matching.any_help(watched, helps, timers, on) if watched else None,
        # Without labour there is nothing to develop; whether there is any must be known first.
        development=matching.development(watched, helps, timers, on) if watched and record.labour else None,
        follow_up=next(iter(following.of_watched([watched], timers, on)), None) if watched else None,
        removal=removal.of_household(home),
        proceeding=under_way,
        may_assess=under_way is not None and may_assess(user, under_way),
        worksheets=tuple(Worksheet.objects.filter(household=home)[:12]),
        startable=tuple(one for one in standing.startable(user, home) if one.group == "monitoring"),
        events=story.of_household(home, helps, watched),
    )


def _under_way(home: Household) -> Proceeding | None:
    open_ones = home.proceedings.filter(effect__in=PHASES, state__in=Proceeding.OPEN_STATES)
    return open_ones.select_related("household__village").first()


def _last(home: Household, phase: Assessed.Phase) -> Assessed | None:
    void = (Proceeding.State.WITHDRAWN, Proceeding.State.REFUSED)
    found = Assessed.objects.filter(household=home, phase=phase).exclude(proceeding__state__in=void)
    return found.select_related("worksheet", "proceeding").order_by("on", "pk").last()

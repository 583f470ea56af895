"""Before it is handed in (提交前先看): what a draft would change, and everything that stands against it."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from liuqing.registry.models import Proceeding
from liuqing.registry.queries.standing import saying
from liuqing.registry.queries.standing.saying import Changed
from liuqing.registry.services.standing import difference, filled, frozen, needing, submitting
from liuqing.registry.services.standing.faults import Faults


@dataclass(frozen=True)
class Preview:
    """``change`` is empty as long as something needed is missing; ``against`` are sentences."""

    change: tuple[Changed, ...] = ()
    against: tuple[str, ...] = ()


def preview(user: Any, one: Proceeding) -> Preview:
    """What submitting would do; nothing is written."""
    told, on = frozen.of(one), timezone.localdate()
    try:
        filled.cleaned(told.effect, filled.opened(one), filled.Asked(one.household, user, on), whole=True)
    except Faults as missing:
        return Preview((), tuple(what for _, what in missing.faults))
    doing, change = difference.now(one, on), difference.of(one)
    doubts = list(change.doubts(doing))
    faults = [*submitting.starts(told, submitting.held(one, doing)), *doubts]
    faults += needing.asked(told, one.household, one.area).faults
    against = tuple(what for _, what in faults)
    if doubts:
        return Preview((), against)
    after = change.after(doing)
    return Preview(saying.change(doing.before, after, saying.names((doing.before, after))), against)

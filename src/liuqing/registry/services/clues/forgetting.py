"""Forget (到期删除): names, phones and words are kept so many months after the end, or until somebody asks.

What remains says that there was a clue, through which channel, when, and how it ended: nobody's name,
phone or words, and no receipt that could still be looked after.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from liuqing.policy import calendar, clues, place
from liuqing.registry.models import Clue, Report
from liuqing.registry.services import areas
from liuqing.registry.services.clues.locking import locked
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

_GONE: dict[str, Any] = {"name": None, "phone": None, "said": None, "phone_hash": "", "receipt": ""}


@transaction.atomic
def forget(*, by: Any) -> int:
    """Take them away; how many clues it were. Problem ``workflow.not_allowed``."""
    rights.require(by, Right.TAKE_SNAPSHOT, areas.root_path())
    old = Clue.objects.filter(state=Clue.State.CLOSED, closed_on__lte=last_day(clock.today()))
    told = Q(found__isnull=False) | Q(reports__said__isnull=False) | ~Q(reports__receipt="")
    keys = list(old.filter(told).values_list("pk", flat=True).distinct())
    Report.objects.filter(clue__in=keys).update(**_GONE)
    Clue.objects.filter(pk__in=keys).update(found=None)
    if keys:
        trail.record("clues.forgotten", subject="clues", by=by, detail={"clues": len(keys)})
    return len(keys)


@transaction.atomic
def erase(*, voice: Report, by: Any) -> None:
    """Take one person's name, phone and words away, as that person asks; what was found at the door stays.

    Problem ``workflow.not_allowed``.
    """
    clue = locked(voice.clue_id)
    rights.require(by, Right.HANDLE_CLUES, clue.area.path)
    Report.objects.filter(pk=voice.pk).update(**_GONE)
    trail.record("clues.erased", subject=f"clue:{clue.pk}", by=by, detail={"voice": voice.pk})


def last_day(today: date) -> date:
    """What was closed on this day or before is kept no longer."""
    numbers = place.load(settings.WORKSPACE.place).parameters(today)
    return calendar.months_after(today, -clues.keep_months(numbers))

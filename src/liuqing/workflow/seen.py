"""Seen (看过): who looked at whom, once a day each, in the same trail as every act.

Without it nobody can answer "who has seen this person's data" after something leaked. Once a day is
enough for that answer, and keeps a page of sixty lines from writing sixty times.
"""

from datetime import datetime, time
from typing import Any

from django.utils import timezone

from liuqing.workflow import trail
from liuqing.workflow.models import Event

ACT = "seen"


def once(by: Any, subject: str, *, what: str = "") -> None:
    """Write down that the user saw the subject (``household:5``, ``case:7``), if not yet today."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    if not Event.objects.filter(by=by.get_username(), act=ACT, at__gte=midnight, subject=subject).exists():
        trail.record(ACT, subject=subject, by=by, detail={"what": what} if what else {})

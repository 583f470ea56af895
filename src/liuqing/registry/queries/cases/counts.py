"""How many cases wait for a user, and nothing else: for the first page, in as few questions as can be."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from liuqing.registry.models import Answer, Case
from liuqing.registry.queries.cases import reading
from liuqing.registry.queries.cases.mine import last_day, waiting_threads
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Counts:
    """What waits: to answer (how many of them late or soon due), to judge, to send, to strike off."""

    answer: int = 0
    overdue: int = 0
    due_soon: int = 0
    review: int = 0
    send: int = 0
    close: int = 0
    threads: int = 0


def counts(user: Any, *, today: date | None = None) -> Counts:
    """The counts of ``mine`` without its lists."""
    today = today or timezone.localdate()
    soon = Q(due_on__gte=today, due_on__lte=last_day(today))
    own = Answer.objects.filter(verdict="", by=user.get_username(), case__state=Case.State.ANSWERED)
    sent, answered = Q(state=Case.State.SENT), Q(state=Case.State.ANSWERED)
    told = {
        **_of(
            user, Right.ANSWER_CASES, answer=sent, overdue=sent & Q(due_on__lt=today), due_soon=sent & soon
        ),
        **_of(user, Right.REVIEW_CASES, review=answered & ~Q(pk__in=own.values("case"))),
        **_of(user, Right.SEND_CASES, send=Q(state=Case.State.FOUND), close=Q(state=Case.State.REVIEWED)),
    }
    return Counts(**told, threads=waiting_threads(user))


def _of(user: Any, right: Right, **asked: Q) -> dict[str, int]:
    if not rights.can(user, right):
        return {}
    open_now = reading.of_user(user, right).exclude(state=Case.State.CLOSED)
    return open_now.aggregate(**{name: Count("pk", filter=only) for name, only in asked.items()})

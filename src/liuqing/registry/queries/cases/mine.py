"""My cases: what the village has to answer, the township to review, the county to send and strike off.

Reminders are what is due within the days of ``cases.reminder_days``, or overdue.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from liuqing.policy import verifying
from liuqing.registry.models import Answer, Case, Thread
from liuqing.registry.queries import words
from liuqing.registry.queries.cases import reading
from liuqing.registry.queries.cases.threads import visible
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

SHOWN = 500
"""So many cases to answer are listed; more are counted."""


@dataclass(frozen=True)
class Asked:
    """A case that waits for an answer. ``returned`` is the township's sentence if it came back."""

    pk: int
    rule: str
    label: str
    subject: str
    person: str
    due_on: date | None
    days: int | None
    round: int
    returned: str


@dataclass(frozen=True)
class Home:
    """The cases of one household (of the village itself, without a number)."""

    household_no: str
    head: str
    village: str
    village_code: str
    due_on: date | None
    cases: tuple[Asked, ...]


@dataclass(frozen=True)
class Waiting:
    """Cases that wait in a village: how many, since when or until when."""

    village_code: str
    village: str
    town: str
    count: int
    day: date | None


@dataclass(frozen=True)
class Mine:
    """What waits for a user. ``answer`` are households, ``review``, ``close`` and ``late`` villages;
    ``send`` counts by rule; ``reminders`` counts what is due soon, ``overdue`` what is late.
    """

    answer: tuple[Home, ...] = ()
    to_answer: int = 0
    review: tuple[Waiting, ...] = ()
    to_review: int = 0
    send: tuple[tuple[str, str, int], ...] = ()
    to_send: int = 0
    close: tuple[Waiting, ...] = ()
    to_close: int = 0
    late: tuple[Waiting, ...] = ()
    threads: int = 0
    due_soon: int = 0
    overdue: int = 0

    @property
    def total(self) -> int:
        """How many things wait in all."""
        return self.to_answer + self.to_review + self.to_send + self.to_close + self.threads


def mine(user: Any, *, today: date | None = None) -> Mine:
    """What waits for the user; nothing of what is outside the user's areas."""
    today = today or timezone.localdate()
    sent = _of(user, Right.ANSWER_CASES, Case.State.SENT)
    answered = _others(user, _of(user, Right.REVIEW_CASES, Case.State.ANSWERED))
    found = _of(user, Right.SEND_CASES, Case.State.FOUND)
    reviewed = _of(user, Right.SEND_CASES, Case.State.REVIEWED)
    soon = last_day(today)
    late = (_of(user, Right.REVIEW_CASES, Case.State.SENT) | sent).filter(due_on__lt=today)
    send = tuple(found.order_by("rule").values_list("rule").annotate(count=Count("pk")))
    review, close = _waiting(answered, "opened_on"), _waiting(reviewed, "opened_on")
    return Mine(
        answer=tuple(_homes(sent, today)), to_answer=sent.count(),
        review=review, to_review=sum(one.count for one in review),
        send=tuple((rule, words.rule(rule), count) for rule, count in send), to_send=sum(n for _, n in send),
        close=close, to_close=sum(one.count for one in close), late=_waiting(late, "due_on"),
        threads=waiting_threads(user), due_soon=sent.filter(due_on__gte=today, due_on__lte=soon).count(),
        overdue=sent.filter(due_on__lt=today).count(),
    )  # fmt: skip


def last_day(today: date) -> date:
    """What is due until this day is soon due."""
    return today + timedelta(days=verifying.reminder_days(reading.numbers(today)))


def _of(user: Any, right: Right, state: str) -> QuerySet[Case]:
    if not rights.can(user, right):
        return Case.objects.none()
    return reading.of_user(user, right).filter(state=state)


def _others(user: Any, answered: QuerySet[Case]) -> QuerySet[Case]:
    """Without what the user answered: somebody else reviews it."""
    own = Answer.objects.filter(case__in=answered, verdict="", by=user.get_username())
    return answered.exclude(pk__in=own.values("case"))


def _waiting(cases: QuerySet[Case], day: str) -> tuple[Waiting, ...]:
    """By village, in the order of their codes."""
    places = ("village__code", "village__name", "village__parent__name")
    rows = cases.order_by("village__code").values_list(*places).annotate(count=Count("pk"), day=Min(day))
    return tuple(Waiting(code, name, town or "", count, first) for code, name, town, count, first in rows)


def _homes(sent: QuerySet[Case], today: date) -> Iterable[Home]:
    whole = sent.select_related("household", "person", "village")
    cases = list(whole.order_by("village__code", "household__no", "due_on", "pk")[:SHOWN])
    returned = _returned(cases)
    for _, group in groupby(cases, key=lambda case: (case.village_id, case.household_id)):
        asked = list(group)
        first, home = asked[0], asked[0].household
        yield Home(
            household_no=home.no if home else "", head=home.head_name if home else "", village=first.village.name,
            village_code=first.village.code, due_on=min((c.due_on for c in asked if c.due_on), default=None),
            cases=tuple(_asked(case, today, returned.get(case.pk, "")) for case in asked),
        )  # fmt: skip


def _asked(case: Case, today: date, returned: str) -> Asked:
    return Asked(
        pk=case.pk, rule=case.rule, label=words.rule(case.rule), subject=reading.subject(case),
        person=case.person.name if case.person else "", due_on=case.due_on,
        days=(case.due_on - today).days if case.due_on else None, round=case.round, returned=returned,
    )  # fmt: skip


def _returned(cases: list[Case]) -> dict[int, str]:
    rounds = {case.pk: case.round for case in cases}
    back = Answer.objects.filter(case__in=cases, verdict=Answer.Verdict.RETURNED).order_by("pk")
    return {
        case: said
        for case, number, said in back.values_list("case_id", "round", "review")
        if rounds[case] == number
    }


def waiting_threads(user: Any) -> int:
    """How many rows of the user's own lists wait for an answer."""
    if not rights.can(user, Right.SEE_OWN_LIST_FLAGS):
        return 0
    return Thread.objects.filter(visible(user), answered_at=None).count()

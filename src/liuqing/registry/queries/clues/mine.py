"""My clues: what waits to be found out, sent, visited, decided; the most urgent first, then the day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, QuerySet, When

from liuqing.policy.clues import GRADES, KINDS
from liuqing.registry.models import Clue, Report
from liuqing.registry.queries.clues import reading
from liuqing.registry.queries.clues.reading import village
from liuqing.workflow import clock
from liuqing.workflow.rights import Right

SHOWN = 200
"""So many clues of a kind are listed; more are counted."""


@dataclass(frozen=True)
class Line:
    """A clue in a list: no name of who spoke, no phone, no word of anybody; the head of a known household."""

    pk: int
    grade: str
    grade_label: str
    kind: str
    state: str
    town: str
    village: str
    household_no: str
    head: str
    channels: tuple[str, ...]
    voices: int
    opened_on: date
    due_on: date
    days: int

    @property
    def late(self) -> bool:
        """Its day is over."""
        return self.days < 0


@dataclass(frozen=True)
class Waiting:
    """What waits in one way: the first of them, how many there are and how many are late."""

    lines: tuple[Line, ...] = ()
    count: int = 0
    late: int = 0


@dataclass(frozen=True)
class Mine:
    """``tie``: nobody knows yet whose; ``send``: to the villages; ``verify``: to visit; ``close``: to decide."""

    tie: Waiting
    send: Waiting
    verify: Waiting
    close: Waiting

    @property
    def total(self) -> int:
        """How many things wait in all."""
        return self.send.count + self.verify.count + self.close.count + self.tie.count


def mine(user: Any, *, today: date | None = None) -> Mine:
    """What waits for the user; nothing of what is outside the user's areas."""
    today = today or clock.today()
    handled, sent = reading.of_user(user, Right.HANDLE_CLUES), reading.of_user(user, Right.SEND_CLUES)
    unknown = handled.filter(state__in=Clue.OPEN_STATES, household=None, person=None)
    return Mine(
        tie=_waiting(unknown, today),
        send=_waiting(sent.filter(state=Clue.State.RECEIVED), today),
        verify=_waiting(handled.filter(state=Clue.State.SENT), today),
        close=_waiting(sent.filter(state=Clue.State.VERIFIED), today, decide=True),
    )


def _waiting(found: QuerySet[Clue], today: date, *, decide: bool = False) -> Waiting:
    day = "decide_by" if decide else "due_on"
    whole = found.select_related("area__parent", "household__village__parent").order_by(urgency(), day, "pk")
    return Waiting(
        tuple(lines(whole[:SHOWN], today)), found.count(), found.filter(**{f"{day}__lt": today}).count()
    )


def urgency() -> Case:
    """By grade, the most urgent first."""
    return Case(*(When(grade=grade, then=n) for n, grade in enumerate(GRADES)), default=len(GRADES))


def lines(found: Iterable[Clue], today: date) -> list[Line]:
    """Clues as lists show them."""
    clues = list(found)
    heard = _channels(clues)
    return [_line(clue, heard[clue.pk], today) for clue in clues]


def _line(clue: Clue, heard: list[str], today: date) -> Line:
    town, name = village(clue)
    day = due(clue)
    return Line(
        pk=clue.pk, grade=clue.grade, grade_label=Clue.Grade(clue.grade).label, kind=KINDS.get(clue.kind, clue.kind),
        state=Clue.State(clue.state).label, town=town, village=name,
        household_no=clue.household.no if clue.household else "", head=clue.household.head_name if clue.household else "",
        channels=tuple(Report.Channel(one).label for one in dict.fromkeys(heard)), voices=len(heard),
        opened_on=clue.opened_on, due_on=day, days=(day - today).days,
    )  # fmt: skip


def due(clue: Clue) -> date:
    """The day by which the next thing is done: the visit, after that the decision."""
    return clue.decide_by if clue.state == Clue.State.VERIFIED else clue.due_on


def _channels(clues: list[Clue]) -> dict[int, list[str]]:
    heard: dict[int, list[str]] = defaultdict(list)
    for clue, channel in (
        Report.objects.filter(clue__in=clues).order_by("pk").values_list("clue_id", "channel")
    ):
        heard[clue].append(channel)
    return heard

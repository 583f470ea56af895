"""The board of clues of an area: by grade, channel and place, what is late, what came of them.

Places come in the order of their codes, never of their counts. Averages say of how many they are.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from liuqing.policy.clues import GRADES
from liuqing.registry.models import Area, Clue, Report
from liuqing.registry.queries import boards, scope
from liuqing.registry.queries.boards import Place
from liuqing.registry.queries.clues import reading
from liuqing.registry.queries.clues.mine import Line, lines, urgency
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

SHOWN = 300
"""So many clues of a choice are listed."""
STATES = tuple(Clue.State)


@dataclass(frozen=True)
class Choice:
    """Which clues to list: empty words choose all. ``state`` may be ``open``; ``late``: a day is over."""

    grade: str = ""
    channel: str = ""
    state: str = ""
    outcome: str = ""
    late: bool = False

    def __bool__(self) -> bool:
        return bool(self.grade or self.channel or self.state or self.outcome or self.late)


@dataclass
class Load:
    """How many clues a place has, by state; how many are late."""

    code: str
    name: str
    states: Counter[str] = field(default_factory=Counter)
    late: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.states.total()

    @property
    def open(self) -> int:
        """Not closed."""
        return self.total - self.states[Clue.State.CLOSED]

    def row(self) -> list[tuple[str, str, int]]:
        """State, its label and how many, in the order in which a clue goes."""
        return [(state.value, str(state.label), self.states[state.value]) for state in STATES]


@dataclass(frozen=True)
class Average:
    """Days on average, over so many clues; None of none."""

    days: float | None
    of: int


@dataclass(frozen=True)
class Board:
    """The clues of an area. ``grades``, ``channels`` and ``outcomes`` are (key, label, count)."""

    area: Place
    total: Load
    grades: tuple[tuple[str, str, int], ...]
    channels: tuple[tuple[str, str, int], ...]
    outcomes: tuple[tuple[str, str, int], ...]
    places: tuple[Load, ...]
    visit: Average
    decision: Average
    visited_in_time: tuple[int, int]
    may_send: bool
    lists: bool


def board(user: Any, code: str | None = None, *, today: date | None = None) -> Board:
    """The clues of an area. Problem ``registry.no_such_area``."""
    where = scope.area(user, code, Right.SEE_BOARD)
    found, today = reading.of_area(where), today or clock.today()
    fields = (
        "place",
        "state",
        "grade",
        "outcome",
        "opened_on",
        "visited_on",
        "closed_on",
        "due_on",
        "decide_by",
    )
    rows = [dict(zip(fields, row, strict=True)) for row in found.values_list(*fields)]
    by_channel = Report.objects.filter(clue__in=found.values("pk")).order_by().values_list("channel")
    heard = dict(by_channel.annotate(clues=Count("clue", distinct=True)))
    total = _load(where.code, where.name, rows, today)
    seen = [row for row in rows if row["visited_on"]]
    return Board(
        area=boards.area_head(where), total=total,
        grades=tuple((grade, str(Clue.Grade(grade).label), sum(row["grade"] == grade for row in rows if row["state"] != "closed")) for grade in GRADES),
        channels=tuple((one.value, str(one.label), heard.get(one.value, 0)) for one in Report.Channel),
        outcomes=tuple((one.value, str(one.label), sum(row["outcome"] == one.value for row in rows)) for one in Clue.Outcome),
        places=tuple(_places(where, rows, today)),
        visit=_average(seen, "visited_on"), decision=_average([row for row in rows if row["closed_on"]], "closed_on"),
        visited_in_time=(sum(row["visited_on"] <= row["due_on"] for row in seen), len(seen)),
        may_send=rights.can(user, Right.SEND_CLUES, where.path), lists=may_list(user, where),
    )  # fmt: skip


def may_list(user: Any, where: Area) -> bool:
    """Whether the user may go on from a count to the clues."""
    return any(rights.can(user, right, where.path) for right in reading.HANDLING)


def listed(user: Any, code: str, choice: Choice, *, today: date | None = None) -> tuple[list[Line], int]:
    """The clues of a choice in an area, the most urgent first, and how many there are."""
    where = scope.area(user, code, Right.SEE_BOARD)
    today = today or clock.today()
    own = reading.of_user(user).filter(pk__in=reading.of_area(where).values("pk"))
    found = chosen(own, choice, today)
    whole = found.select_related("area__parent", "household__village__parent").order_by(
        urgency(), "due_on", "pk"
    )
    return lines(whole[:SHOWN], today), found.count()


def chosen(found: QuerySet[Clue], choice: Choice, today: date) -> QuerySet[Clue]:
    """The clues of a choice."""
    if choice.state:
        found = found.filter(state__in=Clue.OPEN_STATES if choice.state == "open" else [choice.state])
    for name in ("grade", "outcome"):
        if value := getattr(choice, name):
            found = found.filter(**{name: value})
    if choice.channel:
        found = found.filter(pk__in=Report.objects.filter(channel=choice.channel).values("clue"))
    return found.filter(late(today)) if choice.late else found


def late(today: date) -> Q:
    """Open, and the visit or the decision is past its day."""
    visit = Q(state__in=(Clue.State.RECEIVED, Clue.State.SENT), due_on__lt=today)
    return visit | Q(state__in=Clue.OPEN_STATES, decide_by__lt=today)


def _is_late(row: dict[str, Any], today: date) -> bool:
    waits = row["state"] in (Clue.State.RECEIVED, Clue.State.SENT) and row["due_on"] < today
    return waits or (row["state"] != Clue.State.CLOSED and row["decide_by"] < today)


def _load(code: str, name: str, rows: Iterable[dict[str, Any]], today: date) -> Load:
    load = Load(code, name)
    for row in rows:
        load.states[row["state"]] += 1
        load.late += _is_late(row, today)
    return load


def _places(where: Area, rows: list[dict[str, Any]], today: date) -> Iterable[Load]:
    """The parts of the area, in the order of their codes; what names no part stands with the area."""
    below = Area.objects.filter(parent=where).exclude(level=Area.Level.HAMLET).order_by("code")
    parts = [
        (part, set(Area.objects.filter(path__startswith=part.path).values_list("pk", flat=True)))
        for part in below
    ]
    for part, keys in parts:
        yield _load(part.code, part.name, (row for row in rows if row["place"] in keys), today)


def _average(rows: list[dict[str, Any]], end: str) -> Average:
    """Days from the day it came in to an end."""
    days = [(row[end] - row["opened_on"]).days for row in rows]
    return Average(round(sum(days) / len(days), 1) if days else None, len(days))

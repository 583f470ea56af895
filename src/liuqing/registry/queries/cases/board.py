"""The board of cases: how many stand where, how old they are, what changed since the last assessment.

By rule, by place and by department. Places come in the order of their codes, never of their counts:
it shows where help is needed and is no league table.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from liuqing.registry.models import Area, Case, CaseStep, Snapshot
from liuqing.registry.queries import boards, scope, words
from liuqing.registry.queries.boards import Place
from liuqing.registry.queries.cases import reading
from liuqing.workflow.rights import Right

AGES = (7, 15, 30)
"""Days open: up to 7, to 15, to 30, longer."""


@dataclass
class Load:
    """How many cases of a rule, place or department stand in which state.

    ``ages`` counts the open ones by days since they were opened (``AGES``); ``overdue`` those that a
    village has not answered by its day; ``oldest`` is the age of the oldest open one in days.
    """

    key: str
    label: str
    found: int = 0
    sent: int = 0
    answered: int = 0
    reviewed: int = 0
    closed: int = 0
    overdue: int = 0
    oldest: int | None = None
    ages: list[int] = field(default_factory=lambda: [0] * (len(AGES) + 1))

    @property
    def open(self) -> int:
        """Not struck off."""
        return self.found + self.sent + self.answered + self.reviewed

    @property
    def total(self) -> int:
        """All that were ever found."""
        return self.open + self.closed

    def add(self, state: str, count: int, age: int | None = None, *, overdue: bool = False) -> None:
        """Count some cases in."""
        setattr(self, state, getattr(self, state) + count)
        if age is not None:
            self.ages[sum(age > limit for limit in AGES)] += count
            self.oldest = max(age, self.oldest or 0)
            self.overdue += count * overdue


@dataclass(frozen=True)
class Change:
    """What the last assessment changed: new, still open, gone or struck off since the one before,
    opened once more, held back because they were explained and no fact has changed.
    """

    new: int = 0
    still: int = 0
    closed: int = 0
    reopened: int = 0
    held: int = 0


@dataclass(frozen=True)
class Board:
    """The cases of an area on a day."""

    area: Place
    on: date | None
    total: Load
    rules: tuple[Load, ...]
    places: tuple[Load, ...]
    departments: tuple[Load, ...]
    change: Change


def board(user: Any, area: str | None = None, *, today: date | None = None) -> Board:
    """The cases of an area. Problem ``registry.no_such_area``."""
    where = scope.area(user, area, Right.SEE_BOARD)
    cases, snapshot = reading.of_area(where), reading.latest()
    cells = list(_cells(cases, today or timezone.localdate()))
    parts = _parts(where)
    codes = {pk: code for pk, code, _ in parts}
    return Board(
        area=boards.area_head(where),
        on=snapshot.on if snapshot else None,
        total=_loads(cells, lambda cell: "", [("", where.name)])[0],
        rules=_loads(cells, lambda cell: cell.rule, _rules(cells)),
        places=_loads(cells, lambda cell: codes.get(cell.village, ""), _places(parts)),
        departments=_loads(cells, lambda cell: reading.department(cell.rule), _departments(cells)),
        change=_change(cases, where, snapshot),
    )


@dataclass(frozen=True)
class _Cell:
    rule: str
    village: int
    state: str
    count: int
    age: int | None
    overdue: bool


def _cells(cases: QuerySet[Case], today: date) -> Iterable[_Cell]:
    """Cases of one rule, village, state and day together."""
    closed = cases.filter(state=Case.State.CLOSED).order_by().values_list("rule", "village")
    for rule, village, count in closed.annotate(count=Count("pk")):
        yield _Cell(rule, village, Case.State.CLOSED, count, None, overdue=False)
    waiting = cases.exclude(state=Case.State.CLOSED).order_by()
    fields = ("rule", "village", "state", "opened_on", "due_on")
    for rule, village, state, opened, due, count in waiting.values_list(*fields).annotate(count=Count("pk")):
        late = state == Case.State.SENT and due is not None and due < today
        yield _Cell(rule, village, state, count, max(0, (today - opened).days), late)


def _loads(
    cells: list[_Cell], key: Callable[[_Cell], str], lines: Iterable[tuple[str, str]]
) -> tuple[Load, ...]:
    loads = {name: Load(name, label) for name, label in lines}
    for cell in cells:
        if (load := loads.get(key(cell))) is not None:
            load.add(cell.state, cell.count, cell.age, overdue=cell.overdue)
    return tuple(loads.values())


def _rules(cells: list[_Cell]) -> list[tuple[str, str]]:
    return sorted((rule, words.rule(rule)) for rule in {cell.rule for cell in cells})


def _departments(cells: list[_Cell]) -> list[tuple[str, str]]:
    return [(name, name) for name in sorted({reading.department(cell.rule) for cell in cells})]


def _parts(where: Area) -> list[tuple[int, str, str]]:
    """Each village of the area with the code and name of the part it belongs to."""
    below = Area.objects.filter(path__startswith=where.path, level=Area.Level.VILLAGE).select_related(
        "parent"
    )
    towns = where.level == Area.Level.COUNTY
    parts = [(one.pk, one.parent if towns and one.parent else one) for one in below.order_by("code")]
    return [(pk, part.code, part.name) for pk, part in parts]


def _places(parts: list[tuple[int, str, str]]) -> list[tuple[str, str]]:
    return sorted({(code, name) for _, code, name in parts})


def _change(cases: QuerySet[Case], where: Area, snapshot: Snapshot | None) -> Change:
    if snapshot is None:
        return Change()
    steps = CaseStep.objects.all()
    if where.parent_id is not None:
        steps = steps.filter(case__village__path__startswith=where.path)
    counted = steps.filter(snapshot=snapshot).order_by().values_list("act").annotate(count=Count("pk"))
    told = dict(counted)
    new, reopened = told.get("found", 0), told.get("reopened", 0)
    before = Snapshot.objects.filter(complete=True).exclude(pk=snapshot.pk).order_by("-on", "-pk").first()
    struck_off = steps.filter(act="closed")
    struck_off = struck_off.filter(at__gte=before.made_at) if before else struck_off
    opened = CaseStep.objects.filter(snapshot=snapshot, act__in=("found", "reopened"))
    earlier = cases.filter(state__in=reading.OPEN).exclude(pk__in=opened.values("case"))
    return Change(
        new=new, still=earlier.count(), closed=told.get("gone", 0) + struck_off.count(),
        reopened=reopened, held=told.get("held", 0),
    )  # fmt: skip

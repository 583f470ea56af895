"""Boards (阶段看板、通报): how many projects stand where, and how far towns, departments and bundles are (R074, R077).

About offices: no board names who wrote what.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from liuqing.planning.models import Contract, Document, Funding, Line, Project
from liuqing.planning.queries import scope
from liuqing.planning.queries.life import late, many
from liuqing.planning.queries.life.days import day
from liuqing.planning.queries.life.gathered import NOTHING, Gathered
from liuqing.policy.project_life import PROCURED
from liuqing.registry.models import Area
from liuqing.registry.queries import scope as areas
from liuqing.workflow.rights import Right

BY = {"town": "乡镇", "department": "部门", "bundle": "整村推进"}
SHOWN = 200
_ORDER = list(Project.IN_POOL)
_BEGUN, _COMPLETED = _ORDER.index(Project.State.BEGUN), _ORDER.index(Project.State.COMPLETED)
DEBT = ("贷款", "债")
"""A source with such a word in its name is borrowed money."""


@dataclass(frozen=True)
class InState:
    """How many projects stand in a state, and what they need."""

    state: str
    label: str
    projects: int
    need: Decimal


@dataclass(frozen=True)
class Office:
    """A line of the bulletin: an office's projects in plans, begun, completed; money; what is late."""

    name: str
    planned: int
    begun: int
    completed: int
    need: Decimal
    paid: Decimal
    late: int

    @property
    def begun_share(self) -> Decimal | None:
        """Begun of planned; None where nothing is planned."""
        return Decimal(self.begun) / self.planned if self.planned else None

    @property
    def completed_share(self) -> Decimal | None:
        """Completed of planned; None where nothing is planned."""
        return Decimal(self.completed) / self.planned if self.planned else None

    @property
    def paid_share(self) -> Decimal | None:
        """Paid of needed; None where no need is known."""
        return self.paid / self.need if self.need else None


@dataclass(frozen=True)
class Board:
    """The stages of a place, the projects of the state chosen, the bulletin."""

    area: Area
    on: date
    states: tuple[InState, ...]
    chosen: str
    projects: tuple[Project, ...]
    offices: tuple[Office, ...]
    borrowed: tuple[tuple[Project, Decimal], ...]


def board(
    user: Any, code: str | None = None, *, state: str = "", by: str = "town", on: date | None = None
) -> Board:
    """Where the projects of a place stand. Problem ``registry.no_such_area``."""
    where = areas.area(user, code, Right.SEE_PROJECTS)
    found = many.read(scope.visible(user), where)
    gathered, when = Gathered(found), day(on)
    chosen = tuple(one for one in found if one.state == state)[:SHOWN]
    return Board(
        where, when, tuple(_states(found, gathered)), state, chosen,
        tuple(_offices(found, gathered, by, when)), _borrowed(found, gathered),
    )  # fmt: skip


def contracts(user: Any, code: str | None = None, *, kind: str = "") -> tuple[Area, list[Contract]]:
    """The register of contracts of a place, by what was procured (R095: purchase of services)."""
    where = areas.area(user, code, Right.SEE_PROJECTS)
    seen = scope.visible(user).filter(area__path__startswith=where.path)
    found = Contract.objects.filter(project__in=seen.values("pk")).select_related("project__area")
    narrowed = found.filter(kind=kind) if kind in PROCURED else found
    return where, list(narrowed.order_by("-signed_on", "-pk")[:SHOWN])


def _states(found: list[Project], gathered: Gathered) -> list[InState]:
    count = Counter(one.state for one in found)
    need: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for one in found:
        need[one.state] += gathered.need(one) or NOTHING
    return [
        InState(str(state), str(state.label), count[state], need[state])
        for state in Project.State
        if count[state]
    ]


def _offices(found: list[Project], gathered: Gathered, by: str, on: date) -> list[Office]:
    groups: dict[str, list[Project]] = defaultdict(list)
    for one in found:
        if one.state in Project.IN_POOL[1:]:
            groups[_office(one, by)].append(one)
    watched = [one for one in found if one.state in Project.IN_POOL[1:-1]]
    slow = Counter(_office(one.project, by) for one in late.of(watched, on, gathered))
    made = [_line(name, projects, gathered, slow[name]) for name, projects in groups.items() if name]
    return sorted(made, key=lambda one: (-(one.completed_share or 0), -(one.begun_share or 0), one.name))


def _office(project: Project, by: str) -> str:
    if by == "department":
        return project.department
    if by == "bundle":
        return project.bundle
    area = project.area
    return area.name if area.level in ("town", "county") else area.parent.name if area.parent else area.name


def _line(name: str, projects: list[Project], gathered: Gathered, slow: int) -> Office:
    at = [_ORDER.index(one.state) for one in projects]
    return Office(
        name, len(projects), sum(n >= _BEGUN for n in at), sum(n >= _COMPLETED for n in at),
        sum((gathered.need(one) or NOTHING for one in projects), NOTHING),
        sum((gathered.paid.get(one.pk, NOTHING) for one in projects), NOTHING), slow,
    )  # fmt: skip


def _borrowed(found: list[Project], gathered: Gathered) -> tuple[tuple[Project, Decimal], ...]:
    """Projects on borrowed money (R096), with how much of their need it is."""
    keys = {one.pk: one for one in found}
    lent: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    loans = Line.objects.filter(document__level=Document.Level.LOAN).values_list("project", "pk")
    for project, line in loans:
        lent[project] += dict(gathered.lines.get(project, ())).get(line, NOTHING)
    named = Q(source__contains=DEBT[0]) | Q(source__contains=DEBT[1])
    stated: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for project, need in Funding.objects.filter(named).values_list("project", "need"):
        stated[project] += need
    for project, need in stated.items():
        # The book knows better than the application, unless it has nothing yet.
        lent[project] = lent[project] or need
    return tuple((keys[pk], amount) for pk, amount in sorted(lent.items()) if pk in keys)

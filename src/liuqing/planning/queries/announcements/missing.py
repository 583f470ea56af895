"""What was not announced where it should have been (核对): by project, kind and board, with the days it is late.

A sheet that hangs now is under way and not missing; one that is only drawn up announces nothing yet. Of a
project whose stages nobody recorded it is not known since when a sheet is due.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from liuqing.planning.models import Announced, Announcement, Project, Stage
from liuqing.planning.queries import scope
from liuqing.planning.queries.announcements import reading
from liuqing.planning.services.announcements import permission
from liuqing.planning.services.announcements.hanging import voided
from liuqing.policy import calendar
from liuqing.policy.announcing import InForce
from liuqing.registry.models import Area
from liuqing.registry.queries import scope as areas
from liuqing.registry.queries.pages import Page
from liuqing.workflow import clock, rights
from liuqing.workflow.models import TrailHead
from liuqing.workflow.rights import Right

SIZE = 60
KEPT = 32
"""Areas whose check list is remembered at most."""
_KNOWN: dict[tuple[Any, ...], list["Missing"]] = {}
DEPTH = {"county": 1, "town": 2, "village": 3}
"""How many codes the path of a board's area has."""


@dataclass(frozen=True)
class Missing:
    """A project that has not hung on a board. ``due_on`` None: not known since when; ``drawn``: a sheet waits."""

    project: int
    no: str
    name: str
    place: str
    kind: str
    label: str
    level: str
    board: str
    path: str
    since: date | None
    due_on: date | None
    late: int | None
    drawn: bool
    year: int | None
    record: Project = field(repr=False, compare=False)


@dataclass(frozen=True)
class Waiting:
    """A sheet that may be drawn up: of what, where, for how many projects, and how late the latest is."""

    kind: str
    label: str
    level: str
    board: str
    area: Area
    projects: tuple[int, ...]
    late: int | None
    year: int | None


@dataclass(frozen=True)
class Checked:
    """The check list of an area: by kind how many are missing and late, and the list itself."""

    area: Area
    kinds: tuple[tuple[str, str, int, int], ...]
    kind: str
    rows: Page[Missing]


def checked(user: Any, code: str | None, kind: str = "", page: int = 1) -> Checked:
    """Which projects of an area were not announced. Problem ``registry.no_such_area``."""
    where = areas.area(user, code, Right.SEE_PROJECTS)
    found = missing(user, where)
    counts = tuple(
        (key, label, sum(one.kind == key for one in found), sum(one.kind == key and (one.late or 0) > 0 for one in found))
        for key, label in reading.labels().items()
    )  # fmt: skip
    chosen = sorted(
        (one for one in found if kind in ("", one.kind)), key=lambda one: (-(one.late or -1), one.no)
    )
    return Checked(where, tuple(one for one in counts if one[2]), kind, _cut(chosen, page))


def drawable(user: Any, code: str | None = None) -> tuple[Waiting, ...]:
    """The sheets that this user may draw up now on the boards of an area itself, or of the user's own areas.

    What hangs further below is drawn up there: whoever may do that as well chooses the place first.
    """
    paths = (
        [areas.area(user, code, Right.SEE_PROJECTS).path]
        if code
        else rights.areas_of(user, Right.SEE_PROJECTS)
    )
    return tuple(one for where in Area.objects.filter(path__in=paths) for one in _of_area(user, where))


def _of_area(user: Any, where: Area) -> Iterator[Waiting]:
    groups: dict[tuple[str, str, int | None], list[Missing]] = {}
    for one in missing(user, where):
        if not one.drawn and one.path == where.path:
            groups.setdefault((one.kind, one.level, one.year), []).append(one)
    for (_, level, _), some in groups.items():
        # Who is bound to a department sees its projects only, so that one of them speaks for all.
        if permission.may(user, level, where, [some[0].record]):
            yield _waiting(where, some)


def missing(user: Any, where: Area) -> list[Missing]:
    """Everything that is missing of the projects of an area that the user sees, by number."""
    head = TrailHead.objects.filter(pk=1).values_list("seal", flat=True).first()
    if head is None:
        return _missing_of(_projects(user, where))
    # Looked through once for as long as nobody does anything: every act leaves an event.
    key = (user.pk, where.pk, head, clock.today())
    if key not in _KNOWN:
        while len(_KNOWN) >= KEPT:
            _KNOWN.pop(next(iter(_KNOWN)))
        _KNOWN[key] = _missing_of(_projects(user, where))
    return _KNOWN[key]


def missing_of(project: Project, stages: Iterable[Stage] | None = None) -> list[Missing]:
    """The same of one project that the user sees; ``stages``: all of its own in their order, if known."""
    return _missing_of([project] if project.state not in Project.OUT else [], stages)


def _projects(user: Any, where: Area) -> list[Project]:
    seen = scope.visible(user).filter(area__path__startswith=where.path).exclude(state__in=Project.OUT)
    return list(
        seen.only(
            "pk", "no", "name", "state", "year", "department", "area__name", "area__level", "area__path"
        )
    )


def _missing_of(projects: list[Project], stages: Iterable[Stage] | None = None) -> list[Missing]:
    kinds = [one for one in reading.in_force().values() if one.version.from_state]
    hung, drawn = _sheets(projects)
    since, returned = _stages(projects, stages)
    today, boards, due_on = clock.today(), reading.boards(), _due_days()
    order = {state: n for n, state in enumerate(("draft", *Project.WAITING, *Project.IN_POOL))}
    found = []
    for one in projects:
        own = "village" if one.area.level == Area.Level.HAMLET else one.area.level
        for kind in kinds:
            if order.get(one.state, -1) < order[kind.version.from_state]:
                continue
            back = max(
                (at for key, at in returned.get(one.pk, ()) if voided(key, kind.version.from_state)),
                default=None,
            )
            for board in kind.asked(own):
                key = (one.pk, kind.key, board.level)
                if not any(back is None or at > back for at in hung.get(key, ())):
                    day = since.get((one.pk, kind.version.from_state))
                    found.append(
                        _missing(one, kind, board.level, boards, day, due_on(kind, day), key in drawn, today)
                    )
    return found


def _cut(rows: list[Missing], page: int) -> Page[Missing]:
    number = min(max(1, page), max(1, -(-len(rows) // SIZE)))
    return Page(rows[(number - 1) * SIZE : number * SIZE], len(rows), number, SIZE)


def _due_days() -> Callable[[InForce, date | None], date | None]:
    """By when a kind is due that is due since a day; each day is counted once."""
    here = reading.here()

    @cache
    def due(kind: str, since: date, within: int, count: calendar.Count) -> date:
        return calendar.after(since, within, count, here)

    return lambda kind, since: (
        since and due(kind.key, since, kind.version.within or 0, kind.version.within_count)
    )


def _missing(
    one: Project, kind: InForce, level: str, boards: dict[str, str], since: date | None, due: date | None, drawn: bool,
    today: date,
) -> Missing:  # fmt: skip
    path = "/".join(one.area.path.split("/")[: DEPTH[level]]) + "/" if level in DEPTH else one.area.path
    return Missing(
        one.pk, one.no, one.name, one.area.name, kind.key, kind.kind.label, level, boards[level], path, since, due,
        (today - due).days if due else None, drawn, one.year if kind.version.yearly else None, one,
    )  # fmt: skip


def _sheets(
    projects: Iterable[Project],
) -> tuple[dict[tuple[int, str, str], list[datetime]], set[tuple[int, str, str]]]:
    """By project, kind and board when the sheets were drawn up that hang or hung; and which only wait."""
    rows = Announced.objects.filter(project__in=[one.pk for one in projects]).exclude(
        announcement__state=Announcement.State.TAKEN_DOWN
    )
    told = rows.values_list(
        "project",
        "announcement__kind",
        "announcement__level",
        "announcement__state",
        "announcement__drawn_at",
    )
    hung: dict[tuple[int, str, str], list[datetime]] = {}
    drawn = set()
    for project, kind, level, state, at in told:
        if state == Announcement.State.DRAWN:
            drawn.add((project, kind, level))
        else:
            hung.setdefault((project, kind, level), []).append(at)
    return hung, drawn


def _stages(
    projects: Iterable[Project], known: Iterable[Stage] | None
) -> tuple[dict[tuple[int, str], date], dict[int, list[tuple[str, datetime]]]]:
    """On which day each state was last reached, and when each was sent back."""
    since: dict[tuple[int, str], date] = {}
    returned: dict[int, list[tuple[str, datetime]]] = {}
    asked = ("project_id", "key", "outcome", "on", "at")
    told = (
        Stage.objects.filter(project__in=[one.pk for one in projects]).order_by("pk").values_list(*asked)
        if known is None
        else ((one.project_id, one.key, one.outcome, one.on, one.at) for one in known)
    )
    for project, key, outcome, on, at in told:
        if outcome in (Stage.Outcome.DONE, Stage.Outcome.AGREED):
            since[project, key] = on
        elif outcome == Stage.Outcome.RETURNED:
            returned.setdefault(project, []).append((key, at))
    return since, returned


def _waiting(area: Area, some: list[Missing]) -> Waiting:
    first = some[0]
    late = max((one.late for one in some if one.late is not None), default=None)
    return Waiting(
        first.kind,
        first.label,
        first.level,
        first.board,
        area,
        tuple(one.project for one in some),
        late,
        first.year,
    )

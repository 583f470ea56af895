"""What was not announced where it should have been (核对): by project, kind and board, with the days it is late.

A sheet that hangs now is under way and not missing; one that is only drawn up announces nothing yet. Of a
project whose stages nobody recorded it is not known since when a sheet is due.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from liuqing.planning.models import Announced, Announcement, Project, Stage
from liuqing.planning.queries import scope
from liuqing.planning.queries.announcements import reading
from liuqing.planning.services.announcements import permission
from liuqing.planning.services.announcements.hanging import voided
from liuqing.policy import calendar
from liuqing.policy.announcing import InForce
from liuqing.policy.place import Place
from liuqing.registry.models import Area
from liuqing.registry.queries import scope as areas
from liuqing.registry.queries.pages import Page
from liuqing.workflow import clock
from liuqing.workflow.rights import Right

SIZE = 60
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
    """The sheets that this user may draw up now, by kind and board."""
    where = areas.area(user, code, Right.SEE_PROJECTS)
    groups: dict[tuple[str, str, str], list[Missing]] = {}
    for one in missing(user, where):
        if not one.drawn:
            groups.setdefault((one.kind, one.level, one.path), []).append(one)
    at = {area.path: area for area in Area.objects.filter(path__in={path for *_, path in groups})}
    made = (_waiting(at[path], some) for (_, _, path), some in groups.items() if path in at)
    allowed = {key: permission.may(user, key[0], at[key[1]], ()) or _own(user, key, at, groups) for key in
               {(level, path) for _, level, path in groups if path in at}}  # fmt: skip
    return tuple(one for one in made if allowed[one.level, one.area.path])


def missing(user: Any, where: Area, only: Project | None = None) -> list[Missing]:
    """Everything that is missing of the projects of an area (or of one of them) that the user sees, by number."""
    seen = scope.visible(user).filter(area__path__startswith=where.path).exclude(state__in=Project.OUT)
    seen = seen.filter(pk=only.pk) if only is not None else seen
    projects = list(seen.only("pk", "no", "name", "state", "area__name", "area__level", "area__path"))
    kinds = [one for one in reading.in_force().values() if one.version.from_state]
    hung, drawn = _sheets(projects)
    since, returned = _stages(projects)
    today, here, boards = clock.today(), reading.here(), reading.boards()
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
                    found.append(_missing(one, kind, board.level, boards, day, key in drawn, today, here))
    return found


def _cut(rows: list[Missing], page: int) -> Page[Missing]:
    number = min(max(1, page), max(1, -(-len(rows) // SIZE)))
    return Page(rows[(number - 1) * SIZE : number * SIZE], len(rows), number, SIZE)


def _missing(
    one: Project, kind: InForce, level: str, boards: dict[str, str], since: date | None, drawn: bool, today: date, here: Place
) -> Missing:  # fmt: skip
    due = calendar.after(since, kind.version.within or 0, kind.version.within_count, here) if since else None
    path = "/".join(one.area.path.split("/")[: DEPTH[level]]) + "/" if level in DEPTH else one.area.path
    return Missing(
        one.pk, one.no, one.name, one.area.name, kind.key, kind.kind.label, level, boards[level], path, since, due,
        (today - due).days if due else None, drawn,
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
    projects: Iterable[Project],
) -> tuple[dict[tuple[int, str], date], dict[int, list[tuple[str, datetime]]]]:
    """On which day each state was last reached, and when each was sent back."""
    since: dict[tuple[int, str], date] = {}
    returned: dict[int, list[tuple[str, datetime]]] = {}
    rows = Stage.objects.filter(project__in=[one.pk for one in projects]).order_by("pk")
    for project, key, outcome, on, at in rows.values_list("project", "key", "outcome", "on", "at"):
        if outcome in (Stage.Outcome.DONE, Stage.Outcome.AGREED):
            since[project, key] = on
        elif outcome == Stage.Outcome.RETURNED:
            returned.setdefault(project, []).append((key, at))
    return since, returned


def _waiting(area: Area, some: list[Missing]) -> Waiting:
    first = some[0]
    late = max((one.late for one in some if one.late is not None), default=None)
    return Waiting(
        first.kind, first.label, first.level, first.board, area, tuple(one.project for one in some), late
    )


def _own(
    user: Any, key: tuple[str, str], at: dict[str, Area], groups: dict[tuple[str, str, str], list[Missing]]
) -> bool:  # fmt: skip
    """Who is bound to a department sees its projects only, so that one of them speaks for all."""
    level, path = key
    one = next(some[0].project for (_, lev, where), some in groups.items() if (lev, where) == (level, path))
    return permission.may(user, level, at[path], Project.objects.filter(pk=one).select_related("area"))

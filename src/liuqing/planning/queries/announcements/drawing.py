"""What a sheet may be drawn up of (拟公示): its projects, or the list of people, and what it will show."""

from dataclasses import dataclass
from typing import Any

from liuqing.errors import Problem
from liuqing.planning.models import Project
from liuqing.planning.queries import scope
from liuqing.planning.queries.announcements import reading
from liuqing.planning.queries.announcements.missing import missing
from liuqing.planning.services.announcements import permission
from liuqing.policy.announcing import PARTS, InForce
from liuqing.policy.procedures import COUNTS
from liuqing.registry.models import Area
from liuqing.registry.queries import scope as areas
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Form:
    """A sheet to be drawn up. ``days`` None: for good. ``shows`` what will stand on a line, in words."""

    kind: str
    label: str
    level: str
    board: str
    area: Area
    days: int | None
    count: str
    shows: tuple[str, ...]
    source: str
    unverified: bool
    projects: tuple[Project, ...]
    subject: str
    year: int | None


def form_of(user: Any, kind: str, level: str, code: str, subject: str = "", year: int | None = None) -> Form:
    """The sheet of a kind for a board of an area. Problems ``registry.no_such_area``,
    ``announcements.no_such_form`` if nothing of the kind may be drawn up there by this user.
    """
    where = areas.area(user, code, Right.SEE_PROJECTS)
    told = reading.in_force().get(kind)
    projects = _projects(user, where, kind, level, year) if not subject else ()
    if told is None or not (projects or subject) or not permission.may(user, level, where, projects[:1]):
        raise Problem("announcements.no_such_form", "这里没有等着拟公示的项目", "请从资金项目公示进入。")
    return _form(told, level, where, projects, subject, year)


def _form(
    told: InForce, level: str, where: Area, projects: tuple[Project, ...], subject: str, year: int | None
) -> Form:
    near = "village" if where.level == Area.Level.HAMLET else where.level
    board = told.board(level) or next((one for one in told.asked(near) if one.level == level), None)
    return Form(
        kind=told.key, label=told.kind.label, level=level, board=reading.boards().get(level, level), area=where,
        days=board.days if board else None, count=COUNTS[board.count] if board else "",
        shows=tuple(PARTS[part] for part in told.version.shows), source=str(told.version.source),
        unverified=told.version.unverified, projects=projects, subject=subject, year=year,
    )  # fmt: skip


def _projects(user: Any, where: Area, kind: str, level: str, year: int | None) -> tuple[Project, ...]:
    keys = {one.project for one in missing(user, where)
            if (one.kind, one.level, one.path, one.year) == (kind, level, where.path, year) and not one.drawn}  # fmt: skip
    return tuple(scope.visible(user).filter(pk__in=keys).order_by("no"))

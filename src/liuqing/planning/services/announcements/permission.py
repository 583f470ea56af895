"""Who may draw up and hang a sheet: whoever holds one of the rights that the place gives for its board."""

from collections.abc import Iterable
from typing import Any

from liuqing.errors import Problem
from liuqing.planning.models import Project
from liuqing.planning.queries import scope
from liuqing.planning.services.announcements import reading
from liuqing.policy import announcing
from liuqing.registry.models import Area
from liuqing.workflow import rights
from liuqing.workflow.rights import Right
from liuqing.workflow.roles import ROLES


def require(by: Any, level: str, area: Area, projects: Iterable[Project]) -> None:
    """Problem ``workflow.not_allowed`` unless the user may hang there."""
    if not may(by, level, area, projects):
        raise Problem(
            "workflow.not_allowed", "您没有在这里拟公示、张贴公示的权限", "如果工作需要，请联系系统管理员调整您的岗位和范围。"
        )  # fmt: skip


def may(by: Any, level: str, area: Area, projects: Iterable[Project]) -> bool:
    """Whether the user holds a right of the board for the area, and for each project on the sheet."""
    board = announcing.declared(reading.here()).levels.get(level)
    held = [Right(name) for name in board.rights] if board else []
    told = list(projects)
    return any(_here(by, right, area, told) for right in held)


def _here(by: Any, right: Right, area: Area, projects: list[Project]) -> bool:
    if projects:
        return rights.can(by, right, area.path) and all(scope.may(by, right, one) for one in projects)
    # Without a project nothing says whose department's it is: not for who is bound to one.
    return any(
        (role := ROLES.get(held.role)) is not None and right in role.rights
        and not role.projects_of_own_department and rights.covers(held.area_path, area.path)
        for held in rights.appointments(by)
    )  # fmt: skip

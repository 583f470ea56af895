"""Which projects a user may see; every query of this room starts here.

By area, as everywhere; an officer of a department sees the department's projects only. What lies outside
does not exist for the user.
"""

from typing import Any

from django.db.models import Q, QuerySet

from liuqing.errors import Problem
from liuqing.planning.models import Project
from liuqing.registry.queries import scope
from liuqing.workflow import departments, rights
from liuqing.workflow.rights import Right
from liuqing.workflow.roles import ROLES


def visible(user: Any, right: Right = Right.SEE_PROJECTS) -> QuerySet[Project]:
    """The projects for which the user holds the right, in the order of their numbers."""
    wanted = Q(pk__in=())
    for held in rights.appointments(user):
        role = ROLES.get(held.role)
        if role is None or right not in role.rights:
            continue
        here = scope.within([held.area_path], "area__path")
        if role.projects_of_own_department:
            here &= Q(department__in=departments.names(held.department))
        wanted |= here
    return Project.objects.filter(wanted).select_related("area")


def may(user: Any, right: Right, project: Project) -> bool:
    """Whether the user holds the right for this project: its area, and its department where bound to one."""
    return any(
        (role := ROLES.get(held.role)) is not None
        and right in role.rights
        and rights.covers(held.area_path, project.area.path)
        and (not role.projects_of_own_department or departments.same(held.department, project.department))
        for held in rights.appointments(user)
    )


def require(user: Any, right: Right, project: Project) -> None:
    """Problem ``planning.not_allowed`` unless the user holds the right for this project."""
    if not may(user, right, project):
        raise Problem(
            "planning.not_allowed", f"您没有对这个项目「{right.label}」的权限", "如果工作需要，请联系系统管理员调整您的岗位和范围。"
        )  # fmt: skip


def project(user: Any, no: str) -> Project:
    """The project of that number. Problem ``planning.no_such_project`` if there is none or not the user's."""
    found = visible(user).select_related("area__parent__parent").filter(no=no).first()
    if found is None:
        raise no_such_project()
    return found


def no_such_project() -> Problem:
    """The one answer for a project that does not exist or is not the user's."""
    return Problem(
        "planning.no_such_project", "您的范围内没有这个项目编号", "请核对项目编号，或从项目库的列表进入。"
    )

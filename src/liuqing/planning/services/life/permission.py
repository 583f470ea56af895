"""Who may take a stage: any of its rights for the project; never who filed it, where it decides."""

from collections.abc import Iterable, Sequence
from typing import Any

from liuqing.errors import Problem
from liuqing.planning.models import Project, Stage
from liuqing.planning.queries import scope
from liuqing.policy import project_life
from liuqing.workflow import departments, rights
from liuqing.workflow.rights import Right
from liuqing.workflow.roles import ROLES

WORKING = (Right.FILE_PROJECTS, Right.RUN_PROJECTS, Right.DECIDE_PROJECTS)
"""Any of these may add papers to a project."""


def may(user: Any, named: Iterable[str], project: Project) -> bool:
    """Whether the user holds one of these rights for the project."""
    return any(scope.may(user, Right(one), project) for one in named)


def require(by: Any, named: Sequence[str], project: Project) -> str:
    """The role in which the user may act. Problem ``planning.not_allowed``."""
    for right in named:
        for held in rights.appointments(by):
            role = ROLES.get(held.role)
            if role is None or Right(right) not in role.rights:
                continue
            own = not role.projects_of_own_department or departments.same(held.department, project.department)
            if own and rights.covers(held.area_path, project.area.path):
                return str(held.role)
    scope.require(by, Right(named[0]), project)
    raise AssertionError  # the line above has raised


def another(project: Project, stage: project_life.Stage, by: Any, told: Sequence[Stage]) -> None:
    """Problems ``life.own`` (filed by the same), ``life.decided`` (one decision a person), ``life.apart``."""
    name = by.get_username()
    round_ = [one for one in told if one.round == project.round]
    filed = {project.maker} | {one.by for one in round_ if one.key == "filed"}
    if stage.decides and name in filed:
        raise Problem("life.own", "这个项目是您申报的，不能由您自己审", "请由另一位有权的人办理。")
    if stage.decides and any(one.decides and one.by == name for one in round_):
        raise Problem("life.decided", "这个项目在本轮已经由您审过一级", "请由另一位有权的人办理下一级。")
    taken = {one.key for one in round_ if one.by == name} | ({"filed"} if name in filed else set())
    clash = [one for one in stage.apart if one in taken]
    if clash:
        raise Problem(
            "life.apart", f"「{stage.label}」不能由办过前面环节的同一个人办", "请由另一位有权的人办理。"
        )

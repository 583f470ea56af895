"""Votes and points (群众票数、县级评分): villagers choose, the county scores; both rank the candidates (R069)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Project
from liuqing.planning.queries import scope
from liuqing.planning.services.pool import reading
from liuqing.planning.services.pool.drafting import OPEN
from liuqing.registry.services.standing import faults
from liuqing.workflow import trail
from liuqing.workflow.rights import Right

CANDIDATES = (*OPEN, *Project.WAITING, Project.State.DEFERRED)
"""States in which nobody has decided yet."""
_READ = {"votes": ("群众票数", reading.whole), "score": ("县级评分", reading.score)}


@transaction.atomic
def rate(project: Project, *, by: Any, votes: Any = None, score: Any = None) -> Project:
    """Note the votes of the villagers (who files) or the points of the county (who decides); None leaves it.

    Nobody scores a project that they applied for. Problems ``planning.not_allowed``, ``planning.not_now``,
    ``planning.own_project``, ``planning.not_fit``.
    """
    project = Project.objects.select_for_update().select_related("area").get(pk=project.pk)
    given = {name: said for name, said in (("votes", votes), ("score", score)) if said is not None}
    _may(project, by, given)
    for name, said in given.items():
        setattr(project, name, _read(name, said))
    project.save(update_fields=list(given))
    detail = {name: str(said) for name, said in given.items()}
    trail.record("projects.rated", subject=f"project:{project.no}", by=by, detail=detail)
    return project


def _may(project: Project, by: Any, given: Mapping[str, Any]) -> None:
    if "votes" in given:
        scope.require(by, Right.FILE_PROJECTS, project)
    if "score" in given:
        scope.require(by, Right.DECIDE_PROJECTS, project)
        if project.maker == by.get_username():
            raise Problem("planning.own_project", "自己申报的项目不能自己评分", "请另一位评分的人来评。")
    if project.state not in CANDIDATES:
        raise Problem("planning.not_now", f"这个项目「{project.get_state_display()}」，不再评分", "")


def _read(name: str, said: Any) -> Any:
    label, read = _READ[name]
    try:
        return read(said)
    except reading.Unfit as unfit:
        raise faults.Faults("planning.not_fit", [(name, f"「{label}」{unfit}")], "请改正。") from None

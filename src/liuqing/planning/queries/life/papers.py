"""A paper or photo of a project, for whoever sees the project."""

from typing import Any

from liuqing.errors import Problem
from liuqing.planning.models import Attachment
from liuqing.planning.queries import scope
from liuqing.planning.services import life as acts


def photo(user: Any, no: str, pk: int) -> tuple[str, bytes]:
    """Name and content. Problems ``planning.no_such_project``, ``life.no_such_paper``, ``life.on_paper``."""
    project = scope.project(user, no)
    found = Attachment.objects.filter(project=project, pk=pk).first()
    if found is None:
        raise Problem("life.no_such_paper", "没有这份材料", "请从项目页面里点开。")
    return found.name, acts.paper(found)

"""Papers of a project for whoever sees it, which ones are waited for, and what contracts may still come to."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from liuqing.errors import Problem
from liuqing.planning.models import Attachment, Project
from liuqing.planning.queries import scope
from liuqing.planning.queries.life.gathered import NOTHING, Gathered
from liuqing.planning.queries.life.steps import next_
from liuqing.planning.services import life as acts


def photo(user: Any, no: str, pk: int) -> tuple[str, bytes]:
    """Name and content. Problems ``planning.no_such_project``, ``life.no_such_paper``, ``life.on_paper``."""
    project = scope.project(user, no)
    found = Attachment.objects.filter(project=project, pk=pk).first()
    if found is None:
        raise Problem("life.no_such_paper", "没有这份材料", "请从项目页面里点开。")
    return found.name, acts.paper(found)


@dataclass(frozen=True)
class Room:
    """What contracts may still come to: need, secured, signed, and the least of what is left."""

    need: Decimal | None
    secured: Decimal | None
    signed: Decimal
    left: Decimal | None


def room(project: Project) -> Room:
    """How much may still be signed; None where the need is not known."""
    told = Gathered([project])
    need, secured, signed = told.need(project), told.secured(project), told.contracted(project)
    left = None if need is None or secured is None else max(NOTHING, min(need, secured) - signed)
    return Room(need, secured, signed, left)


def wanted(user: Any, project: Project) -> tuple[str, ...]:
    """The papers for which the next steps wait."""
    closed = (gate for step in next_(user, project) for gate in step.missing)
    return tuple(dict.fromkeys(paper for gate in closed for paper in gate.papers))

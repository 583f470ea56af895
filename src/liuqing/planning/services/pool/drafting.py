"""Apply for a project, and amend the application as long as nobody has begun to look at it.

A draft may be incomplete; what still keeps it out of the pool says ``missing``. Whoever wrote the
application last is its maker and may not decide on it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Funding, Project, Quantity, Target
from liuqing.planning.queries import scope
from liuqing.planning.services.pool import numbering
from liuqing.planning.services.pool.values import Understood, amount, understood
from liuqing.registry.models import Area
from liuqing.registry.services.standing import faults
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

OPEN = (Project.State.DRAFT, Project.State.RETURNED)
"""States in which an application may be amended."""
_MODELS = {"quantities": Quantity, "fundings": Funding, "targets": Target}


@transaction.atomic
def draft(*, by: Any, area: Area, values: Mapping[str, Any], uuid: UUID | None = None) -> Project:
    """A new application as a draft, numbered. The same ``uuid`` again returns the first result.

    Problems ``planning.not_allowed``, ``planning.not_fit`` (all faults at once).
    """
    if uuid is not None and (before := Project.objects.filter(uuid=uuid).first()):
        scope.require(by, Right.FILE_PROJECTS, before)
        return before
    said = understood({"department": _own_department(by, area), **_given(values)})
    _may_score(by, area, said)
    project = Project(uuid=uuid or uuid4(), area=area, maker=by.get_username(), **said.fields)
    scope.require(by, Right.FILE_PROJECTS, project)
    faults.refuse("planning.not_fit", _unnamed(project) + said.faults)
    project.no = next(numbering.free(area.path))
    project.save(force_insert=True)
    _replace(project, said)
    trail.record("projects.drafted", subject=f"project:{project.no}", by=by, detail={"area": area.code})
    return project


@transaction.atomic
def amend(project: Project, *, by: Any, values: Mapping[str, Any]) -> Project:
    """Change an application that is a draft or was sent back; only what is given changes.

    Problems ``planning.not_allowed``, ``planning.not_now``, ``planning.not_fit``.
    """
    project = Project.objects.select_for_update().select_related("area").get(pk=project.pk)
    scope.require(by, Right.FILE_PROJECTS, project)
    if project.state not in OPEN:
        raise Problem(
            "planning.not_now", f"这个项目「{project.get_state_display()}」，申报内容不能再改",
            "确需修改的，请审核的人退回补正；已入库的走项目调整。",
        )  # fmt: skip
    said = understood(values)
    _may_score(by, project.area, said)
    for name, value in said.fields.items():
        setattr(project, name, value)
    scope.require(by, Right.FILE_PROJECTS, project)
    faults.refuse("planning.not_fit", _unnamed(project) + said.faults)
    # What a person has written is no longer what a list said: a later list does not overwrite it.
    project.maker, project.file, project.sheet, project.row = by.get_username(), None, "", None
    project.said_on = clock.today()
    project.save()
    _replace(project, said)
    changed = sorted((*said.fields, *said.lists))
    trail.record("projects.amended", subject=f"project:{project.no}", by=by, detail={"changed": changed})
    return project


def _may_score(by: Any, area: Area, said: Understood) -> None:
    """Points are given by the county (R069), not by who applies."""
    if said.fields.get("score") is not None:
        rights.require(by, Right.DECIDE_PROJECTS, area.path)


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without a department that nobody filled in: then the officer's own counts."""
    return {key: value for key, value in values.items() if key != "department" or str(value or "").strip()}


def _own_department(by: Any, area: Area) -> str:
    return next(
        (
            held.department
            for held in rights.appointments(by)
            if held.role == "department_officer" and rights.covers(held.area_path, area.path)
        ),
        "",
    )


def _unnamed(project: Project) -> list[faults.Fault]:
    return [] if project.name else [("name", "「项目名称」没有填")]


def _replace(project: Project, said: Understood) -> None:
    """Put the lists that were given in the place of those before."""
    for key, rows in said.lists.items():
        model: Any = _MODELS[key]
        model.objects.filter(project=project).delete()
        model.objects.bulk_create(model(project=project, **_whole(key, row)) for row in rows)


def _whole(key: str, row: dict[str, Any]) -> dict[str, Any]:
    if key == "quantities":
        return row | {"amount": amount(row["quantity"], row["unit_cost"])}
    if key == "targets":
        return row | {"value": Decimal(row["value"])}
    return row

"""Whom a project serves: households one by one, or every registered household of areas.

What was chosen replaces what was there, as far as the chooser sees it. A household that belongs to a chosen area anyway is counted
once (``queries.pool.served``).
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Beneficiary, Project
from liuqing.planning.queries import scope
from liuqing.planning.services.pool.drafting import OPEN
from liuqing.registry.models import Area, Household
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right


@transaction.atomic
def serve(
    project: Project, *, by: Any, households: Iterable[Household] = (), areas: Iterable[Area] = ()
) -> Project:
    """Replace the beneficiaries. Households must lie where the user works and where the project is applied for.

    Whoever files may choose while the application is open; who runs the project also later. Problems
    ``planning.not_allowed``, ``planning.not_now``, ``planning.not_of_the_place``.
    """
    project = Project.objects.select_for_update().select_related("area").get(pk=project.pk)
    open_ = project.state in OPEN
    scope.require(by, Right.FILE_PROJECTS if open_ else Right.RUN_PROJECTS, project)
    if project.state in Project.OUT:
        raise Problem("planning.not_now", f"这个项目「{project.get_state_display()}」，不能再选受益户", "")
    homes, places = _distinct(households), _distinct(areas)
    _of_the_place(project, by, (Right.SEE_HOUSEHOLDS,), [home.village.path for home in homes])
    _of_the_place(project, by, (Right.FILE_PROJECTS, Right.RUN_PROJECTS), [place.path for place in places])
    _write(project, by, homes, places)
    detail = {"households": len(homes), "areas": len(places)}
    trail.record("projects.serves", subject=f"project:{project.no}", by=by, detail=detail)
    return project


def _distinct(several: Iterable[Any]) -> list[Any]:
    return list({one.pk: one for one in several}.values())


def _of_the_place(project: Project, by: Any, wanted: tuple[Right, ...], paths: list[str]) -> None:
    """A project serves those of its area; who chooses households must see them."""
    seen = [path for right in wanted for path in rights.areas_of(by, right)]
    for path in paths:
        inside = rights.covers(project.area.path, path) or rights.covers(path, project.area.path)
        if not inside or not any(rights.covers(own, path) for own in seen):
            raise Problem(
                "planning.not_of_the_place",
                "选中的户或地方不在这个项目的实施范围内",
                "请在项目所在的村、乡镇里选择。",
            )


def _write(project: Project, by: Any, homes: list[Household], places: list[Area]) -> None:
    """What was chosen stands; links to households that the chooser does not see stay as they are."""
    seen = rights.areas_of(by, Right.SEE_HOUSEHOLDS)
    wanted = {("home", one.pk) for one in homes} | {("area", one.pk) for one in places}
    links = Beneficiary.objects.filter(project=project, person=None).select_related("household__village")
    before = {_key(one): one for one in links}
    gone = [one.pk for key, one in before.items() if key not in wanted and _mine(one, seen)]
    Beneficiary.objects.filter(pk__in=gone).delete()
    since = clock.today()
    new = [Beneficiary(project=project, household=one, since=since) for one in homes]
    new += [Beneficiary(project=project, area=one, since=since) for one in places]
    Beneficiary.objects.bulk_create(one for one in new if _key(one) not in before)


def _key(one: Beneficiary) -> tuple[str, int | None]:
    return ("home", one.household_id) if one.household_id else ("area", one.area_id)


def _mine(one: Beneficiary, seen: list[str]) -> bool:
    return one.household is None or any(rights.covers(path, one.household.village.path) for path in seen)

"""Exits under way (正在办的退出): proceedings that are open, which are late, and who may begin one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from liuqing.policy import place as places
from liuqing.policy import procedures
from liuqing.policy.effects import EFFECTS
from liuqing.policy.procedures import InForce
from liuqing.registry.models import Area, Proceeding
from liuqing.registry.queries.standing.lines import Line, lines
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

RIGHTS = {
    "village": Right.PROPOSE_STANDING, "town": Right.REVIEW_STANDING, "county": Right.APPROVE_STANDING,
    "above": Right.APPROVE_STANDING,
}  # fmt: skip
"""Whose right the first step of a procedure needs."""
SHOWN = 20


@dataclass(frozen=True)
class UnderWay:
    """The exits under way in an area: all, late, and the first of them (the late ones before)."""

    number: int
    late: int
    rows: tuple[Line, ...]
    households: dict[int, str]
    areas: dict[int, str]


def procedure_for(about: str, on: date) -> InForce | None:
    """The procedure by which a household (village, town, county) leaves, if one is in force."""
    effects = {"household": ("exit",)}.get(about, ("area_exit", "county_exit"))
    known = procedures.in_force(places.load(settings.WORKSPACE.place), on)
    fitting = (one for one in known.values() if one.procedure.effect in effects and _is_about(one, about))
    return next(fitting, None)


def _is_about(one: InForce, about: str) -> bool:
    """Villages and towns leave by the same effect; who proposes tells them apart."""
    if about not in EFFECTS[one.procedure.effect].about:
        return False
    return about in ("household", "county") or one.steps[0].level == about


def may_begin(user: Any, one: InForce | None, path: str) -> bool:
    """Whether the user may take the first step there."""
    return one is not None and rights.can(user, RIGHTS[one.steps[0].level], path)


def under_way(where: Area, today: date) -> UnderWay:
    """The exits under way at or below an area, of households and of areas (one query)."""
    found = list(_open(where).select_related("household", "area__parent"))
    told = sorted(lines(found, today), key=lambda one: (not one.late, one.due_on or date.max, one.no))
    return UnderWay(
        len(told), sum(one.late for one in told), tuple(told[:SHOWN]),
        {one.household_id: one.no for one in found if one.household_id},
        {one.area_id: one.no for one in found if not one.household_id},
    )  # fmt: skip


def _open(where: Area) -> QuerySet[Proceeding]:
    effects = ("exit", "area_exit", "county_exit")
    return Proceeding.objects.filter(
        state__in=Proceeding.OPEN_STATES, effect__in=effects, area__path__startswith=where.path
    )

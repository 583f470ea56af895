"""How sheets are read: whose they are, what they are called, whether everybody may still read them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from liuqing.errors import Problem
from liuqing.planning.models import Announced, Announcement
from liuqing.planning.queries import scope
from liuqing.planning.services.announcements.reading import here
from liuqing.policy import announcing, public_notices
from liuqing.policy.announcing import InForce
from liuqing.registry.models import Area
from liuqing.registry.queries import scope as areas
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right
from liuqing.workflow.roles import ROLES

LIVE = (Announcement.State.DRAWN, Announcement.State.HANGING)
"""The states of a sheet that is not over."""


def of_user(user: Any) -> QuerySet[Announcement]:
    """The sheets of the user's areas; for who is bound to a department those with one of its projects."""
    wanted = Q(pk__in=())
    for held in rights.appointments(user):
        role = ROLES.get(held.role)
        if role is None or Right.SEE_PROJECTS not in role.rights:
            continue
        near = areas.within([held.area_path], "area__path")
        if role.projects_of_own_department:
            near &= Q(pk__in=Announced.objects.filter(project__in=scope.visible(user)).values("announcement"))
        wanted |= near
    return Announcement.objects.filter(wanted).select_related("area__parent__parent")


def seen(user: Any, pk: int) -> Announcement:
    """One sheet. Problem ``announcements.no_such_sheet`` if there is none or it is not the user's."""
    found = of_user(user).filter(pk=pk).first()
    if found is None:
        raise Problem("announcements.no_such_sheet", "您的范围内没有这份公示", "请从资金项目公示进入。")
    return found


def labels() -> dict[str, str]:
    """What each kind is called, those that are no longer in force as well."""
    return {key: one.label for key, one in announcing.declared(here()).kinds.items()}


def boards() -> dict[str, str]:
    """What each board is called."""
    return {key: one.label for key, one in announcing.declared(here()).levels.items()}


def in_force() -> dict[str, InForce]:
    """The kinds of today."""
    return announcing.kinds(here(), clock.today())


def of_people(kind: str) -> bool:
    """Whether households stand on sheets of a kind."""
    one = announcing.declared(here()).kinds.get(kind)
    return one is None or one.of in ("people", "distribution")


def is_public(one: Announcement, today: date) -> bool:
    """Whether everybody may read the lines: while it hangs; of projects after its end too, of people some days."""
    if one.state == Announcement.State.HANGING:
        return True
    if one.state != Announcement.State.ENDED or one.ended_on is None:
        return False
    shown = public_notices.terms(here().parameters(today)).shown_days
    return not of_people(one.kind) or today <= one.ended_on + timedelta(days=shown)


def town(area: Area) -> str:
    """The name of the township of an area; "" for the county."""
    above = area if area.level == Area.Level.TOWN else area.parent
    return above.name if above and above.level == Area.Level.TOWN else ""


def headings(lines: list[Any]) -> tuple[str, ...]:
    """The labels of a sheet's columns, as they were frozen with it."""
    return tuple(label for label, _ in lines[0]) if lines else ()


def rows(lines: Iterable[Any]) -> tuple[tuple[str, ...], ...]:
    """The texts of a sheet's lines."""
    return tuple(tuple(text for _, text in line) for line in lines)


def labelled(lines: Iterable[Any]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """A sheet's lines with the label of each text."""
    return tuple(tuple((label, text) for label, text in line) for line in lines)

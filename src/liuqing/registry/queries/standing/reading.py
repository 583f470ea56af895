"""How proceedings are read: whose they are, and what is called how."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from liuqing.errors import Problem
from liuqing.registry.models import Proceeding
from liuqing.registry.queries import scope
from liuqing.workflow import rights
from liuqing.workflow.rights import Right
from liuqing.workflow.roles import ROLES


def of_user(user: Any, right: Right = Right.SEE_HOUSEHOLDS) -> QuerySet[Proceeding]:
    """The proceedings of the areas for which the user holds the right."""
    if scope.sees_everything(user, right):
        return Proceeding.objects.all()
    return Proceeding.objects.filter(scope.within(rights.areas_of(user, right), "area__path"))


def seen(user: Any, no: str) -> Proceeding:
    """One proceeding. Problem ``standing.no_such_proceeding`` if there is none or it is not the user's."""
    whole = of_user(user).select_related("area__parent", "household__village", "snapshot", "clue", "window")
    found = whole.filter(no=no).first()
    if found is None:
        raise Problem("standing.no_such_proceeding", "您的范围内没有这件办件", "请从待办或户的页面进入。")
    return found


def days_left(due: date | None, today: date) -> int | None:
    """Days until a day is over; negative when late; None without a day."""
    return None if due is None else (due - today).days


def role(key: str) -> str:
    """What people call a role."""
    return ROLES[key].label if key in ROLES else key

"""How cases are read: whose they are, what they are called."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from liuqing.errors import Problem
from liuqing.policy import explained, place
from liuqing.policy.dated import Parameters
from liuqing.policy.rules import RULES
from liuqing.registry.models import Area, Case, Snapshot
from liuqing.registry.queries import flag_lists, scope, words
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

OPEN = (Case.State.FOUND, Case.State.SENT, Case.State.ANSWERED, Case.State.REVIEWED)
"""The states of a case that is not struck off."""


def of_area(area: Area) -> QuerySet[Case]:
    """The cases answered in an area."""
    if area.parent_id is None:
        return Case.objects.all()
    return Case.objects.filter(village__in=_villages(area))


def of_user(user: Any, right: Right) -> QuerySet[Case]:
    """The cases answered where the user holds the right."""
    if scope.sees_everything(user, right):
        return Case.objects.all()
    return Case.objects.filter(
        village__in=list(scope.visible_villages(user, right).values_list("pk", flat=True))
    )


def seen(user: Any, pk: int) -> Case:
    """One case. Problem ``cases.no_such_case`` if there is none or it is not the user's."""
    whole = of_user(user, Right.SEE_HOUSEHOLDS).select_related(
        "village__parent", "household", "person", "first", "last", "dispatch"
    )
    found = whole.filter(pk=pk).first()
    if found is None:
        raise Problem("cases.no_such_case", "您的范围内没有这条疑点", "请从待办或疑点台账进入。")
    return found


def latest() -> Snapshot | None:
    """The snapshot that was followed last: the newest of the newest day."""
    return Snapshot.objects.filter(complete=True).order_by("-on", "-pk").first()


def department(rule: str) -> str:
    """Who answers for a rule, by the county's own name."""
    return words.department((RULES[rule].department if rule in RULES else "") or flag_lists.OFFICE)


def numbers(on: date) -> Parameters:
    """The place's numbers on a day."""
    return place.load(settings.WORKSPACE.place).parameters(on)


def reason(code: str) -> str:
    """A reason in words."""
    return explained.REASONS.get(code, code)


def subject(case: Case) -> str:
    """What a case is about: 人, 户 or 村."""
    return "人" if case.person_id else "户" if case.household_id else "村"


def may(user: Any, right: Right, case: Case) -> bool:
    """Whether the user holds the right where the case is answered."""
    return rights.can(user, right, case.village.path)


def _villages(area: Area) -> list[int]:
    return list(Area.objects.filter(path__startswith=area.path).values_list("pk", flat=True))

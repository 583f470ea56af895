"""Reading (读取): the place's data about assets, and which assets a user may see."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from liuqing.errors import Problem
from liuqing.planning.models import Asset, Distribution
from liuqing.policy import place, sharing
from liuqing.policy.dated import Parameters
from liuqing.registry.queries import scope
from liuqing.workflow import departments, rights
from liuqing.workflow.rights import Right

EVENTS = {
    "handed_over": "移交确权",
    "upkeep": "管护维修",
    "inspection": "巡查",
    "leased": "出租、发包",
    "used": "恢复使用",
    "idle": "闲置",
    "damaged": "损坏",
    "lost": "灭失",
    "disposed": "处置",
}
"""What may happen to an asset."""
LEAVES = {
    "damaged": "damaged",
    "idle": "idle",
    "used": "used",
    "leased": "used",
    "lost": "lost",
    "disposed": "disposed",
}
"""In which state an event leaves the asset; what is not here leaves it as it was."""
AGREED = ("lost", "disposed")
"""What another has to agree to before it counts."""
LOOKED_AFTER = ("handed_over", "upkeep", "inspection")
"""What shows that somebody looks after it."""


def here() -> sharing.Sharing:
    """Classes, plans and forecasts of the workspace's place."""
    return sharing.declared(place.load(settings.WORKSPACE.place))


def numbers(on: date) -> Parameters:
    """The place's numbers of a day."""
    return place.load(settings.WORKSPACE.place).parameters(on)


def visible(user: Any, right: Right = Right.SEE_PROJECTS) -> QuerySet[Asset]:
    """The assets in the user's areas; an officer bound to a department sees those of its projects."""
    own, bound = [], []
    for held in rights.appointments(user):
        role = rights.ROLES.get(held.role)
        if role is not None and right in role.rights:
            (bound if role.projects_of_own_department else own).append(held)
    found = Asset.objects.filter(scope.within([held.area_path for held in own], "area__path"))
    for held in bound:
        found = found | _of_department(held)
    return found.select_related("area__parent", "project", "household")


def asset(user: Any, no: str) -> Asset:
    """The asset of that number. Problem ``planning.no_such_asset`` if there is none or not the user's."""
    found = visible(user).filter(no=no).first()
    if found is None:
        raise Problem(
            "planning.no_such_asset", "您的范围内没有这个资产编号", "请核对编号，或从资产台账进入。"
        )
    return found


def distribution(user: Any, no: str) -> Distribution:
    """The distribution of that number. Problem ``planning.no_such_distribution``."""
    seen = Distribution.objects.filter(asset__in=visible(user))
    found = seen.select_related("asset__area__parent", "asset__project", "announcement").filter(no=no).first()
    if found is None:
        raise Problem("planning.no_such_distribution", "您的范围内没有这份收益分配", "请从资产的页面进入。")
    return found


def may(user: Any, right: Right, asset: Asset) -> bool:
    """Whether the user holds the right where the asset lies."""
    return rights.can(user, right, asset.area.path)


def _of_department(held: Any) -> QuerySet[Asset]:
    here = scope.within([held.area_path], "area__path")
    return Asset.objects.filter(here, project__department__in=departments.names(held.department))

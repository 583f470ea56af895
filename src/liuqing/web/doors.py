"""Doors: the pages of projects, of money and of plans, shown on each of them, as far as the user may go."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _lazy

from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Room:
    """A page: its route, what it is called, whether it is of an area, the rights of which one opens it (without
    any: everybody who is signed in).
    """

    route: str
    label: Any
    of_area: bool = False
    rights: tuple[Right, ...] = (Right.SEE_PROJECTS,)


ROOMS = {
    "projects": (
        Room("projects", _lazy("项目库")),
        Room("project-stages", _lazy("阶段看板"), True),
        Room("project-gantt", _lazy("横道图"), True),
        Room("project-delays", _lazy("误期预警"), True),
        Room("year-plan", _lazy("年度计划"), True),
        Room("project-gap", _lazy("资金缺口"), True),
        Room("project-twice", _lazy("重复申报"), True),
        Room("project-costs", _lazy("单价偏离"), True),
        Room("project-contracts", _lazy("合同台账"), True),
        Room("announcements", _lazy("公告公示")),
        Room("performance", _lazy("绩效")),
    ),
    "money": (
        Room("money", _lazy("资金矩阵"), True),
        Room("funds", _lazy("资金文件")),
        Room("claims", _lazy("报账")),
        Room("batches", _lazy("到人到户发放"), rights=(Right.SEE_PAYEES,)),
        Room("assets", _lazy("扶贫资产")),
        Room("collective", _lazy("村集体经济"), True),
        Room("loans", _lazy("小额信贷"), rights=(Right.SEE_PAYEES, Right.MANAGE_ASSETS)),
        Room("area-results", _lazy("投入产出"), True, (Right.SEE_HOUSEHOLDS,)),
    ),
    "plans": (
        Room("plans", _lazy("规划文稿"), rights=(Right.SEE_HOUSEHOLDS,)),
        Room("plan-check", _lazy("规划核对"), rights=()),
    ),
}
"""By the screen of the menu to which they belong."""


@dataclass(frozen=True)
class Door:
    """A link to a page of the screen."""

    label: Any
    href: str
    current: bool


def doors(user: Any, screen: str, route: str, code: str) -> Iterator[Door]:
    """The doors of a screen for a user whose highest area has that code."""
    for room in ROOMS.get(screen, ()):
        if not room.rights or any(rights.can(user, right) for right in room.rights):
            href = reverse(room.route, args=[code] if room.of_area else [])
            yield Door(room.label, href, room.route == route)

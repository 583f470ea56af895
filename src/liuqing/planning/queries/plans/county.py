"""The county's plan of several years (县级规划): its register, its pool by class and item, its money, whom it binds.

Only who sees every project of the county may have it: a sum of a part would stand under the county's name.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from liuqing.errors import Problem
from liuqing.planning.queries.matrix import sees_all, totals
from liuqing.planning.queries.plans import county_duties, county_goals, county_pool, county_register
from liuqing.planning.queries.plans.county_duties import Duties
from liuqing.planning.queries.plans.county_goals import Goal
from liuqing.planning.queries.plans.county_pool import Pool
from liuqing.planning.queries.plans.county_register import Register
from liuqing.planning.queries.plans.shares import Share, parted
from liuqing.planning.queries.plans.village import Span, span
from liuqing.planning.queries.spending.day import today
from liuqing.registry.models import Area
from liuqing.registry.queries import scope
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class CountyPlan:
    """Everything that is in it. ``register`` None: nothing was assessed yet. ``on`` is the day of the pool.

    ``allocated`` and ``paid`` are yuan of the book; None where it holds nothing.
    """

    area: Area
    on: date
    span: Span
    register: Register | None
    goals: tuple[Goal, ...]
    pool: Pool
    shares: tuple[Share, ...]
    allocated: Decimal | None
    paid: Decimal | None
    duties: Duties


def county_plan(user: Any, code: str | None = None) -> CountyPlan:
    """The plan of the county. Problems ``registry.no_such_area``, ``plans.wrong_level``, ``plans.not_all_seen``."""
    where = scope.area(user, code, Right.SEE_PROJECTS)
    if where.level != Area.Level.COUNTY:
        raise Problem(
            "plans.wrong_level", f"{where.name}不是县，县级规划按县出", "乡镇请出路线图（town-plan），村请出施工图（village-plan）。"
        )  # fmt: skip
    if not sees_all(user):
        raise Problem(
            "plans.not_all_seen", "您看不到全县的项目，县级规划的合计会不全", "请由能看全县项目的人（县级业务员、县级领导）出。"
        )  # fmt: skip
    on = today()
    money = totals(user, where.code)
    pool = county_pool.pool(user, where, on)
    # Of the projects as they were read: the pool may change while the plan is written.
    parts = parted(where, ((one.part, one.need, one.secured) for one in pool.whole.works))
    return CountyPlan(
        where, on, span(on), county_register.register(user, where), county_goals.goals(on), pool, parts, money["allocated"], money["paid"], county_duties.duties(on),
    )  # fmt: skip

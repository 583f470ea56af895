"""The county's plan of several years with its pool (县级规划和项目库), written from the record.

The order is that of such plans: situation, goals, tasks by class, money, safeguards, the pool as an annex. Each
figure is taken once and printed exactly, so that what is printed adds up to what is printed.
"""

from collections.abc import Iterator

from django.conf import settings

from liuqing.planning.queries.plans.county import CountyPlan, county_plan
from liuqing.reports import (
    county_plan_annex,
    county_plan_duties,
    county_plan_goals,
    county_plan_money,
    county_plan_situation,
    county_plan_tasks,
    office,
)
from liuqing.reports.county_plan_words import chinese
from liuqing.reports.plan_paper import Block, PlanPaper, Sign, Taken
from liuqing.reports.plan_paper_makers import makers
from liuqing.reports.report import Report, Request


def build(request: Request) -> PlanPaper:
    """The plan of the county as a paper. Problems as of ``county_plan``."""
    plan = county_plan(request.user, request.area)
    taken = Taken(plan.on)
    blocks = tuple(_blocks(plan, taken))
    first, last = plan.span.first, plan.span.last
    title = f"{plan.area.name}脱贫攻坚{chinese(last - first + 1)}年规划和项目库"
    return PlanPaper(
        title, f"（{first}—{last}年）", plan.area.name, plan.on, blocks, taken.sources,
        office.site() or request.address, "演示数据，人物均为虚构" if settings.WORKSPACE.demo else "",
    )  # fmt: skip


def _blocks(plan: CountyPlan, taken: Taken) -> Iterator[Block]:
    for part in (county_plan_situation, county_plan_goals, county_plan_tasks, county_plan_money, county_plan_duties):  # fmt: skip
        yield from part.blocks(plan, taken)
    yield Sign(_issuer(plan), plan.on)
    yield from county_plan_annex.blocks(plan, taken)


def _issuer(plan: CountyPlan) -> str:
    """Whose plan it is: the county's government, or the place itself where it names no bodies."""
    governed = any(body.endswith("人民政府") for body in plan.duties.told.unit.bodies)
    return f"{plan.area.name}人民政府" if governed else plan.area.name


REPORT = Report(name="county-plan", label="县级规划和项目库", area=makers(build))

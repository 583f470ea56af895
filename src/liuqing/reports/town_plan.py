"""The route map of a township (乡级路线图): villages by urgency, the road year by year, projects, money, departments.

Its figures are those of its villages' working plans and of what stands at the township itself, added up.
"""

from collections.abc import Iterator

from django.conf import settings

from liuqing.planning.queries.plans.town import TownPlan, town_plan
from liuqing.reports import office
from liuqing.reports import town_plan_money as funding
from liuqing.reports import town_plan_people as people
from liuqing.reports import village_plan_money as yearly
from liuqing.reports import village_plan_works as working
from liuqing.reports.plan_paper import Block, PlanPaper, Sign, Taken, Turn
from liuqing.reports.plan_paper_makers import makers
from liuqing.reports.report import Report, Request
from liuqing.reports.village_plan import counted
from liuqing.reports.village_plan_cells import first, text
from liuqing.workflow import clock


def build(request: Request) -> PlanPaper:
    """The route map as a document. Problems ``registry.no_such_area``, ``plans.wrong_level``, ``plans.merged``."""
    return written(town_plan(request.user, request.area), site=office.site() or request.address)


def written(plan: TownPlan, *, site: str = "") -> PlanPaper:
    """The document of a route map; ``site`` is put before every link."""
    taken, name, code = Taken(plan.on), plan.area.name, plan.area.code
    years = working.columns(plan.span, plan.works)
    blocks: tuple[Block, ...] = (
        *people.situation(plan, taken),
        *people.route(plan, taken),
        *people.villages(plan, taken),
        Turn(across=False),
        *funding.by_village(plan, taken),
        *funding.own_works(plan, taken),
        *yearly.funds("六", name, code, plan.need, years, taken),
        *funding.departments(plan, taken),
        Turn(across=True),
        *_times(plan, taken),
        Sign(f"{name}人民政府" if name.endswith(("镇", "乡")) else name, clock.today()),
    )
    return PlanPaper(
        f"{name}脱贫攻坚路线图", f"（{plan.span.first}—{plan.span.last}年）", name, plan.on, blocks, taken.sources,
        site=site, mark="演示数据" if settings.WORKSPACE.demo else "",
    )  # fmt: skip


def _times(plan: TownPlan, taken: Taken) -> Iterator[Block]:
    yield first("八", "本级项目时间表")
    own = [work for line in plan.lines if line.own for work in line.works]
    if not own:
        yield text("没有本级的在库项目，没有时间可排；各村项目的时间表在各村施工图里。")
    yield from yearly.calendar(plan.area.name, plan.area.code, own, plan.span, taken)


REPORT = Report(name="town-plan", label="乡级路线图", area=counted(makers(build)))

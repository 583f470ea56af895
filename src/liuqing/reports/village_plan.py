"""The working plan of a village (村级施工图): baseline, targets, each household's measures, projects, money, who, when.

Word, PDF, workbook, page and JSON are made from the one document built here, and all its figures from one
reading of the record, so that neither the formats nor the sums can disagree.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from django.conf import settings

from liuqing.planning.queries.plans.village import VillagePlan, village_plan
from liuqing.registry.models import Area
from liuqing.registry.queries import scope
from liuqing.registry.queries.reasons import day_of
from liuqing.reports import office, paper
from liuqing.reports import village_plan_duty as duty
from liuqing.reports import village_plan_help as helping
from liuqing.reports import village_plan_money as yearly
from liuqing.reports import village_plan_state as state
from liuqing.reports import village_plan_works as working
from liuqing.reports.plan_paper import Block, PlanPaper, Sign, Taken, Turn
from liuqing.reports.plan_paper_makers import makers
from liuqing.reports.plan_paper_pack import pack
from liuqing.reports.report import Maker, Report, Request
from liuqing.reports.village_plan_cells import first, text
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right


def build(request: Request) -> PlanPaper:
    """The plan of a village as a document. Problems ``registry.no_such_area``, ``plans.wrong_level``, ``plans.merged``."""
    found = village_plan(request.user, request.area)
    names = rights.can(request.user, Right.EXPORT, found.area.path)
    return written(found, names=names, site=office.site() or request.address)


def written(plan: VillagePlan, *, names: bool, site: str = "") -> PlanPaper:
    """The document of a plan; ``names``: the reader may take names away; ``site`` is put before every link."""
    taken, name, code = Taken(plan.on), plan.area.name, plan.area.code
    years = working.columns(plan.span, plan.works)
    blocks: tuple[Block, ...] = (
        *state.situation(plan, taken),
        *state.targets(plan, taken),
        Turn(across=True),
        *helping.measures(plan, taken, names=names),
        *working.works(plan, taken),
        Turn(across=False),
        *yearly.funds("五", name, code, plan.need, years, taken),
        *duty.duties(plan, taken),
        Turn(across=True),
        *_times(plan, taken),
        Sign(name, clock.today()),
    )
    return PlanPaper(
        f"{_way(plan)}脱贫攻坚村级施工图", f"（{plan.span.first}—{plan.span.last}年）", name, plan.on, blocks, taken.sources,
        site=site, mark="演示数据" if settings.WORKSPACE.demo else "",
    )  # fmt: skip


def _way(plan: VillagePlan) -> str:
    town = plan.area.parent
    return f"{town.name if town and town.parent else ''}{plan.area.name}"


def _times(plan: VillagePlan, taken: Taken) -> Iterator[Block]:
    yield first("七", "时间表")
    if not plan.works:
        yield text("没有在库项目，没有时间可排。")
    yield from yearly.calendar(plan.area.name, plan.area.code, plan.works, plan.span, taken)


def counted(made: Mapping[str, Maker]) -> dict[str, Maker]:
    """The makers of a plan that names households: each says how many are in it, for the trail."""
    return {form: _counting(make) for form, make in made.items()}


def _counting(make: Maker) -> Callable[[Request], int]:
    def write(request: Request) -> int:
        make(request)
        where = scope.area(request.user, request.area, Right.EXPORT)
        seen = scope.visible_households(request.user).filter(village__path__startswith=where.path)
        return scope.registered(seen, day_of(scope.latest_snapshot())).count()

    return write


def _pdf(request: Request) -> int:
    """One village, or a pack for the printer of all villages of a township, in the order of their codes."""
    where = scope.area(request.user, request.area, Right.EXPORT)
    if where.level != Area.Level.TOWN:
        return makers(build)["pdf"](request)
    villages = where.children.filter(level=Area.Level.VILLAGE, until=None).order_by("code")
    parts = (pack(build(replace(request, area=one.code))) for one in villages)
    request.out.write_bytes(paper.pack("plan_paper.typ", "pack", parts))
    return 0


REPORT = Report(name="village-plan", label="村级施工图", area=counted({**makers(build), "pdf": _pdf}))

"""Part two (总体要求): the years of the plan and what the place has promised, each with where it says so."""

from collections.abc import Iterator

from liuqing.planning.queries.plans.county import CountyPlan
from liuqing.planning.queries.plans.county_goals import Goal
from liuqing.reports import plan_paper as kit
from liuqing.reports.county_plan_words import text
from liuqing.reports.plan_paper import Block, Cell, Grid, Heading, Taken


def blocks(plan: CountyPlan, taken: Taken) -> Iterator[Block]:
    """The second part of the plan."""
    yield Heading(1, "二、", "总体要求")
    years = f"{plan.span.first}年至{plan.span.last}年"
    said = f"规划期为{years}。" if plan.span.stated else f"没有写明规划期，按{years}列出。"
    if not plan.goals:
        yield text(said, "规划期内脱贫、出列和村集体经济的目标没有录入。")
        return
    yield text(
        said,
        "下表的目标是已经公布的，逐条写明出处；完成情况以台账为准。投资和工程量的目标不在这里重复，以项目库为准。",
    )
    caption = "主要目标"
    key = taken.table(caption, rule="规划的目标表", link=f"/area/{plan.area.code}/money/plan/")
    head = ("年度", "目标", "范围", "目标值", "单位", "出处")
    rows = tuple(_row(plan, one) for one in plan.goals)
    yield Grid(caption, head, rows, (1.3, 3, 1.4, 1.6, 1.3, 3.6), key=key)


def _row(plan: CountyPlan, one: Goal) -> tuple[Cell, ...]:
    of = one.of or f"全{plan.duties.told.unit.kind or '县'}"
    return f"{one.year}年", one.label, of, kit.counted(one.value), f"{one.unit}{one.word}", one.source

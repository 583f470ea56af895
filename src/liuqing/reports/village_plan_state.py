"""A village's plan, its first two sections: what the village is like (基本情况) and who leaves when (目标)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from liuqing.planning.queries.plans.village import VillagePlan, planned_years
from liuqing.planning.queries.plans.village_facts import Stated
from liuqing.planning.queries.plans.village_homes import Home, by_cause, count
from liuqing.reports.plan_paper import Block, Cell, Figure, Grid, Run, Taken, day_text
from liuqing.reports.village_plan_cells import (
    counted_homes,
    first,
    known,
    lacking,
    many,
    of_area,
    second,
    text,
)

RULE = "台账中截止日的户和家庭成员，每户每人一次"


def situation(plan: VillagePlan, taken: Taken) -> Iterator[Block]:
    """一、基本情况."""
    yield first("一", "基本情况")
    yield second("一", "村情")
    yield text(*_village(plan, taken))
    yield text(*_poor(plan))
    yield second("二", "建档立卡户和监测对象")
    yield text(*_register(plan, taken))
    if plan.registered:
        yield _causes(plan, taken)
    yield second("三", "指标")
    if any(one.value is not None for one in plan.indicators):
        yield _indicators(plan, taken)
    else:
        yield text("本村没有填报过指标，各项指标不明。")


def _village(plan: VillagePlan, taken: Taken) -> Iterator[Run]:
    way = [one.name for one in (plan.area.parent and plan.area.parent.parent, plan.area.parent) if one]
    yield f"{plan.area.name}属于{''.join(way)}。" if way else f"{plan.area.name}。"
    stated = [one for one in plan.yearly if one.value is not None]
    for one in stated:
        yield f"{one.label}"
        yield _stated(plan, taken, one)
        yield f"（{one.year}年的数）" + ("。" if one is stated[-1] else "，")
    if unknown := [one.label for one in plan.yearly if one.value is None]:
        yield f"{'、'.join(unknown)}台账没有记载。"


def _stated(plan: VillagePlan, taken: Taken, one: Stated) -> Figure:
    link = of_area(plan.area.code)
    return taken.figure(f"{plan.area.name}{one.label}", _plain(one.value), one.unit, rule="村的年度报表中最近一年的数", link=link)  # fmt: skip


def _plain(value: Decimal | None) -> Decimal:
    told = value or Decimal(0)
    return told.quantize(Decimal(1)) if told == told.to_integral_value() else told.normalize()


def _poor(plan: VillagePlan) -> Iterator[str]:
    told = plan.listed
    if not told.status or told.since is None:
        yield "台账没有把本村列为贫困村。"
    elif told.waits:
        yield f"本村是贫困村，从{day_text(told.since)}起列入，还没有出列。"
    else:
        yield f"本村原是贫困村，{day_text(told.since)}已经出列。"


def _indicators(plan: VillagePlan, taken: Taken) -> Grid:
    stated = [one for one in plan.indicators if one.value is not None]
    unknown = [one.label for one in plan.indicators if one.value is None]
    what = f"{plan.area.name}的指标"
    return Grid(
        what, ("指标", "填报的数", "单位", "年度"), tuple(_indicator(one) for one in stated), (5, 2, 1.2, 1.2),
        key=taken.table(what, rule="指标填报表中最近的填报", link=of_area(plan.area.code, "standards/")),
        note=f"没有填报的指标还有{len(unknown)}项：{'、'.join(unknown)}。" if unknown else "",
    )  # fmt: skip


def _indicator(one: Stated) -> tuple[Cell, ...]:
    if one.yes_or_no:
        return one.label, "是" if one.value else "否", "", str(one.year)
    return one.label, many(_plain(one.value)), one.unit, str(one.year)


def _register(plan: VillagePlan, taken: Taken) -> Iterator[Run]:
    homes = plan.registered
    if not homes:
        yield f"截至{day_text(plan.on)}，台账中本村没有建档立卡户。"
    else:
        yield f"截至{day_text(plan.on)}，建档立卡户"
        yield from _counted(plan, taken, "建档立卡", homes, "households/")
        yield "，其中已脱贫"
        yield from _counted(plan, taken, "已脱贫", (one for one in homes if not one.left), "households/?standing=exited")  # fmt: skip
        yield "，未脱贫（含返贫）"
        yield from _counted(plan, taken, "未脱贫", (one for one in homes if one.left), "exits/plan/")
        yield "。"
    yield lacking(plan.homes)
    yield from _monitored(plan, taken)


def _monitored(plan: VillagePlan, taken: Taken) -> Iterator[Run]:
    watched = [one for one in plan.homes if one.monitored]
    if not watched:
        yield "没有风险未消除的监测对象。"
        return
    yield "风险未消除的监测对象"
    yield from _counted(plan, taken, "监测对象", watched, "monitoring/")
    outside = [one for one in watched if not one.status]
    if outside:
        yield "，其中不是建档立卡户的"
        yield from _counted(plan, taken, "不是建档立卡户的监测对象", outside, "monitoring/")
    yield "。"


def _counted(plan: VillagePlan, taken: Taken, what: str, homes: Iterable[Home], page: str) -> Iterator[Run]:
    name, link = f"{plan.area.name}{what}", of_area(plan.area.code, page)
    return counted_homes(taken, name, count(homes), rule=RULE, link=link, members=known(plan.homes))


def _causes(plan: VillagePlan, taken: Taken) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    told = by_cause(plan.registered)
    for cause, whole, left in told:
        link = of_area(plan.area.code, "households/", cause=cause) if cause else ""
        rows.append((cause or "没有填写", many(whole.households, link), many(whole.persons, link), many(left.households), many(left.persons)))  # fmt: skip
    whole, left = count(plan.registered), count(one for one in plan.registered if one.left)
    rows.append(
        ("合计", many(whole.households), many(whole.persons), many(left.households), many(left.persons))
    )
    what = f"{plan.area.name}建档立卡户的主要致贫原因"
    return Grid(
        what, ("主要致贫原因", "户数（户）", "人数（人）", "未脱贫户数（户）", "未脱贫人数（人）"), tuple(rows), (3, 2, 2, 2, 2),
        total_rows=(len(rows) - 1,), key=taken.table(what, rule="每户一个主要致贫原因", link=of_area(plan.area.code, "households/")),
        note=lacking(plan.registered),
    )  # fmt: skip


def targets(plan: VillagePlan, taken: Taken) -> Iterator[Block]:
    """二、目标."""
    yield first("二", "目标")
    left = [one for one in plan.registered if one.left]
    yield text(*_village_target(plan, left))
    if left:
        yield _planned(plan, taken, left)
    if any(not one.left for one in plan.registered):
        yield _exited(plan, taken)


def _village_target(plan: VillagePlan, left: list[Home]) -> Iterator[str]:
    if not plan.registered:
        yield "没有建档立卡户，不排脱贫时序。"
        return
    years = planned_years(left, plan.on)
    if not left:
        yield "建档立卡户已经全部脱贫，任务是巩固。"
    elif years:
        yield (
            f"未脱贫户按计划从{years[0]}年到{years[-1]}年退出。"
            if len(years) > 1
            else f"未脱贫户按计划{years[0]}年退出。"
        )
    if plan.listed.waits:
        yield "村的出列年度台账没有记载。"
    if any(one.planned not in years for one in left):
        yield "计划年度已过的、没有排年度的，要先排定年度。"


def _planned(plan: VillagePlan, taken: Taken, left: list[Home]) -> Grid:
    groups: list[tuple[str, list[Home]]] = []
    years = planned_years(left, plan.on)
    groups += [(f"计划{year}年脱贫", [one for one in left if one.planned == year]) for year in years]
    groups.append(("计划年度已过", [one for one in left if one.planned and one.planned not in years]))
    groups.append(("没有排年度", [one for one in left if not one.planned]))
    what = f"{plan.area.name}未脱贫户的脱贫时序"
    return Grid(
        what, ("计划", "户数（户）", "人数（人）"), (*(_group(*one) for one in groups if one[1]), _group("合计", left)), (3, 2, 2),
        total_rows=(sum(bool(homes) for _, homes in groups),),
        key=taken.table(what, rule="户的计划脱贫年度", link=of_area(plan.area.code, "exits/plan/")),
        note=lacking(left),
    )  # fmt: skip


def _exited(plan: VillagePlan, taken: Taken) -> Grid:
    out = [one for one in plan.registered if not one.left]
    years = sorted({one.exited for one in out if one.exited})
    rows = [_group(f"{year}年", [one for one in out if one.exited == year], of_area(plan.area.code, "households/", exit_year=year)) for year in years]  # fmt: skip
    what = f"{plan.area.name}已脱贫户的脱贫年度"
    return Grid(
        what, ("脱贫年度", "户数（户）", "人数（人）"), (*rows, _group("合计", out)), (3, 2, 2), total_rows=(len(rows),),
        key=taken.table(what, rule="户现在身份起始的年度", link=of_area(plan.area.code, "exits/plan/")),
        note=lacking(out),
    )  # fmt: skip


def _group(name: str, homes: list[Home], link: str = "") -> tuple[Cell, ...]:
    told = count(homes)
    return name, many(told.households, link), many(told.persons, link)

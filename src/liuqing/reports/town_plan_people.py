"""A township's route map, its first three sections: what it is like, who leaves when, which village comes first."""

from collections.abc import Iterable, Iterator

from liuqing.planning.queries.plans.town import Line, TownPlan
from liuqing.planning.queries.plans.village_homes import Home, by_cause, count
from liuqing.reports.plan_paper import Block, Cell, Figure, Grid, Run, Taken, Turn, day_text
from liuqing.reports.village_plan_cells import (
    counted_homes,
    first,
    joined,
    known,
    lacking,
    many,
    of_area,
    text,
)

RULE = "台账中截止日的户和家庭成员，每户每人一次，各村相加"


def situation(plan: TownPlan, taken: Taken) -> Iterator[Block]:
    """一、基本情况."""
    yield first("一", "基本情况")
    yield text(*_places(plan, taken))
    yield text(*_register(plan, taken))
    if any(one.status for one in plan.homes):
        yield _causes(plan, taken)


def _places(plan: TownPlan, taken: Taken) -> Iterator[Run]:
    name, code = plan.area.name, plan.area.code

    def figure(what: str, value: int) -> Figure:
        return taken.figure(f"{name}{what}个数", value, "个", rule="行政区划和台账中截止日的身份", link=of_area(code, "exits/plan/"))  # fmt: skip

    waiting = sum(one.listed.waits for one in plan.villages)
    out = sum(bool(one.listed.status) and not one.listed.waits for one in plan.villages)
    yield f"{name}辖村（社区）"
    yield figure("村（社区）", len(plan.villages))
    yield "，其中未出列贫困村"
    yield figure("未出列贫困村", waiting)
    yield "、已出列贫困村"
    yield figure("已出列贫困村", out)
    yield "、没有列为贫困村的"
    yield figure("没有列为贫困村的村", len(plan.villages) - waiting - out)
    yield "。"


def _register(plan: TownPlan, taken: Taken) -> Iterator[Run]:
    homes = [one for one in plan.homes if one.status]
    if not homes:
        yield f"截至{day_text(plan.on)}，台账中没有建档立卡户。"
    else:
        yield f"截至{day_text(plan.on)}，建档立卡户"
        yield from _counted(plan, taken, "建档立卡", homes)
        yield "，其中已脱贫"
        yield from _counted(plan, taken, "已脱贫", (one for one in homes if not one.left))
        yield "，未脱贫（含返贫）"
        yield from _counted(plan, taken, "未脱贫", (one for one in homes if one.left))
        yield "。"
    yield lacking(plan.homes)
    watched = [one for one in plan.homes if one.monitored]
    if watched:
        yield "风险未消除的监测对象"
        yield from _counted(plan, taken, "监测对象", watched, "monitoring/")
        yield "。"
    else:
        yield "没有风险未消除的监测对象。"


def _counted(
    plan: TownPlan, taken: Taken, what: str, homes: Iterable[Home], page: str = "exits/plan/"
) -> Iterator[Run]:
    name, link = f"{plan.area.name}{what}", of_area(plan.area.code, page)
    return counted_homes(taken, name, count(homes), rule=RULE, link=link, members=known(plan.homes))


def _causes(plan: TownPlan, taken: Taken) -> Grid:
    homes = [one for one in plan.homes if one.status]
    rows: list[tuple[Cell, ...]] = []
    whole = ("合计", count(homes), count(one for one in homes if one.left))
    for cause, every, left in (*by_cause(homes), whole):
        link = of_area(plan.area.code, "households/", cause=cause) if cause and cause != whole[0] else ""
        rows.append((cause or "没有填写", many(every.households, link), many(every.persons, link), many(left.households), many(left.persons)))  # fmt: skip
    what = f"{plan.area.name}建档立卡户的主要致贫原因"
    return Grid(
        what, ("主要致贫原因", "户数（户）", "人数（人）", "未脱贫户数（户）", "未脱贫人数（人）"), tuple(rows), (3, 2, 2, 2, 2),
        total_rows=(len(rows) - 1,), key=taken.table(what, rule="每户一个主要致贫原因", link=of_area(plan.area.code, "households/")),
        note=lacking(homes),
    )  # fmt: skip


# --- the route by years -----------------------------------------------------------------------


def route(plan: TownPlan, taken: Taken) -> Iterator[Block]:
    """二、逐年路线."""
    yield first("二", "逐年路线")
    left = [one for one in plan.homes if one.left]
    if not left:
        yield text("没有未脱贫户，任务是巩固。" if plan.homes else "没有建档立卡户，不排脱贫时序。")
        return
    yield text(
        "未脱贫户按计划脱贫年度排列，各年相加等于全部未脱贫户。计划年度已过的、没有排年度的，要先排定年度。"
    )
    yield _route(plan, taken, left)


def _route(plan: TownPlan, taken: Taken, left: list[Home]) -> Grid:
    groups = [(f"{year}年脱贫", [one for one in left if one.planned == year]) for year in plan.years]
    groups += [("计划年度已过", list(plan.overdue)), ("没有排年度", [one for one in left if not one.planned])]
    rows = [_year(plan, *one) for one in groups if one[1]]
    what = f"{plan.area.name}逐年脱贫的户和村"
    return Grid(
        what, ("计划", "户数（户）", "人数（人）", "哪些村"), (*rows, (*_year(plan, "合计", left)[:3], "")), (2, 1.6, 1.6, 7),
        total_rows=(len(rows),), key=taken.table(what, rule="户的计划脱贫年度", link=of_area(plan.area.code, "exits/plan/")),
        note=lacking(left),
    )  # fmt: skip


def _year(plan: TownPlan, name: str, homes: list[Home]) -> tuple[Cell, ...]:
    told, here = count(homes), {one.pk for one in homes}
    villages = joined(line.name for line in plan.lines if any(home.pk in here for home in line.homes))
    return name, many(told.households), many(told.persons), villages


# --- the villages by urgency ------------------------------------------------------------------


def villages(plan: TownPlan, taken: Taken) -> Iterator[Block]:
    """三、各村先后."""
    yield Turn(across=True)
    yield first("三", "各村先后")
    yield text(
        "未出列的贫困村在前，其余按未脱贫人数从多到少排。“最后一批”是本村未脱贫户中计划最晚的脱贫年度，全部脱贫的写“已脱完”；村的出列年度台账没有计划。"
    )
    what = f"{plan.area.name}各村脱贫先后"
    years = plan.years
    rows = [_village(n, one, years) for n, one in enumerate(plan.lines, start=1)]
    homes = [one for one in plan.homes if one.status]
    rows.append(("合计", "", "", *_people(homes, years), ""))
    head = ("先后", "村", "贫困村", "在册（户）", "在册（人）", "未脱贫（户）", "未脱贫（人）",
            *(f"计划{year}年（户）" for year in years), "年度已过（户）", "没有排（户）", "最后一批")  # fmt: skip
    yield Grid(
        what, head, tuple(rows), (1.2, 4.6, 2.2, 2, 2, 2.3, 2.3, *(2.8,) * len(years), 2.6, 2.4, 2), total_rows=(len(rows) - 1,),
        key=taken.table(what, rule=RULE, link=of_area(plan.area.code, "exits/plan/")), note=lacking(homes),
    )  # fmt: skip


def _village(n: int, line: Line, years: tuple[int, ...]) -> tuple[Cell, ...]:
    homes = [one for one in line.homes if one.status]
    planned = [one.planned for one in homes if one.left and one.planned]
    last = f"{max(planned)}年" if planned else "没有排" if any(one.left for one in homes) else "已脱完" if homes else "没有户"  # fmt: skip
    return str(n), line.name, _poor(line), *_people(homes, years, line.area.code), last


def _poor(line: Line) -> str:
    if line.own or not line.listed.status or line.listed.since is None:
        return "" if line.own else "不是"
    return "未出列" if line.listed.waits else f"{line.listed.since.year}年出列"


def _people(homes: list[Home], years: tuple[int, ...], code: str = "") -> tuple[Cell, ...]:
    link = of_area(code, "exits/plan/") if code else ""
    whole, left = count(homes), [one for one in homes if one.left]
    waiting = count(left)
    over = [one for one in left if one.planned and one.planned not in years]
    by_year = (many(len([one for one in left if one.planned == year]), link) for year in years)
    return (
        many(whole.households, link), many(whole.persons, link), many(waiting.households, link), many(waiting.persons, link),
        *by_year, many(len(over), link), many(len([one for one in left if not one.planned]), link),
    )  # fmt: skip

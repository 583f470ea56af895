"""A plan's duties (责任): which department answers for which projects, and which posts for which households."""

from collections import Counter
from collections.abc import Iterable, Iterator

from liuqing.planning.queries.plans.village import VillagePlan
from liuqing.planning.queries.plans.village_homes import Home
from liuqing.planning.queries.plans.village_works import Work
from liuqing.reports.plan_paper import Block, Cell, Grid, Run, Taken
from liuqing.reports.village_plan_cells import WAN, first, many, money, of_area, projects, second, text
from liuqing.reports.village_plan_works import RULE, need

NOBODY = "没有填报"


def duties(plan: VillagePlan, taken: Taken) -> Iterator[Block]:
    """六、责任."""
    yield first("六", "责任")
    yield second("一", "项目由谁负责")
    if plan.works:
        yield departments(plan.area.name, plan.area.code, plan.works, taken)
    else:
        yield text("没有在库项目。")
    yield second("二", "户由谁帮扶")
    if not plan.homes:
        yield text("没有建档立卡户和监测对象。")
        return
    yield text(*_said(plan, taken))
    if any(home.helpers for home in plan.homes):
        yield helpers(plan.area.name, plan.area.code, plan.homes, taken)


def departments(name: str, code: str, found: Iterable[Work], taken: Taken) -> Grid:
    """Each department and building unit with its projects and what they need."""
    groups: dict[tuple[str, str], list[Work]] = {}
    for one in found:
        groups.setdefault((one.department or NOBODY, one.unit or NOBODY), []).append(one)
    order = sorted(groups, key=lambda key: (-need(groups[key]), key))
    rows: list[tuple[Cell, ...]] = [
        (*key, many(len(groups[key]), projects(code, department=key[0] if key[0] != NOBODY else "")), money(need(groups[key])))
        for key in order
    ]  # fmt: skip
    every = [one for some in groups.values() for one in some]
    rows.append(("合计", "", many(len(every), projects(code)), money(need(every))))
    what = f"{name}各单位负责的项目"
    return Grid(
        what, ("行业部门", "实施单位", "项目（个）", f"需要资金（{WAN}）"), tuple(rows), (3, 3, 1.6, 2.2), total_rows=(len(rows) - 1,),
        key=taken.table(what, rule=RULE, link=projects(code)),
    )  # fmt: skip


def _said(plan: VillagePlan, taken: Taken) -> Iterator[Run]:
    def figure(what: str, value: int) -> Run:
        link = of_area(plan.area.code, "households/")
        return taken.figure(f"{plan.area.name}{what}", value, "户", rule="截止日在任的帮扶责任人", link=link)

    yield "建档立卡户和监测对象中，有帮扶责任人的"
    yield figure("有帮扶责任人的户数", len(plan.homes) - len(plan.alone))
    yield "、没有帮扶责任人的"
    yield figure("没有帮扶责任人的户数", len(plan.alone))
    yield "。"


def helpers(name: str, code: str, homes: Iterable[Home], taken: Taken) -> Grid:
    """Units and posts with the households they help; a household with two officers is with both."""
    told = Counter(helper for home in homes for helper in home.helpers)
    rows = tuple(
        (unit or NOBODY, post or NOBODY, many(n))
        for (unit, post), n in sorted(told.items(), key=lambda one: (-one[1], one[0]))
    )
    what = f"{name}帮扶责任人的单位和职务"
    return Grid(
        what, ("单位", "职务", "联系户（户）"), rows, (4, 3, 2),
        key=taken.table(what, rule="截止日在任的帮扶责任人", link=of_area(code, "households/")),
        note="一户有几名帮扶责任人的，在每名那里各列一次，所以没有合计。",
    )  # fmt: skip

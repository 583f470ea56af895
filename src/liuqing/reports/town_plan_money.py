"""A township's route map: projects and money of each village and of the township itself, classes, departments."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from liuqing.planning.queries.plans.town import Line, Task, TownPlan
from liuqing.planning.queries.plans.village_measures import total
from liuqing.planning.queries.plans.village_works import Work
from liuqing.reports import village_plan_works as working
from liuqing.reports.plan_paper import Block, Cell, Grid, Run, Taken, Turn
from liuqing.reports.village_plan_cells import WAN, first, many, money, projects, second, some, text, yuan
from liuqing.reports.village_plan_duty import NOBODY

RULE = working.RULE


def by_village(plan: TownPlan, taken: Taken) -> Iterator[Block]:
    """四、各村的项目和资金."""
    yield first("四", "各村的项目和资金")
    yield text(*_said(plan, taken))
    yield _villages(plan, taken)
    yield _measures(plan, taken)


def _said(plan: TownPlan, taken: Taken) -> Iterator[Run]:
    name, code = plan.area.name, plan.area.code
    own = [work for line in plan.lines if line.own for work in line.works]
    yield "全部在库项目"
    yield from working.counted(name, code, "在库项目", plan.works, taken)
    yield "，其中各村的项目"
    yield from working.counted(
        name, code, "各村的项目", (w for line in plan.villages for w in line.works), taken
    )
    yield "、本级项目"
    yield from working.counted(name, code, "本级项目", own, taken, own="1")
    yield "。"
    if lacking := [one for one in plan.works if one.need is None]:
        yield f"有{len(lacking)}个项目没有填报资金，金额不明，没有计入。"
    if plan.waiting:
        yield f"正在申报、还没有入库的项目有{plan.waiting}个，没有计入。"


def _villages(plan: TownPlan, taken: Taken) -> Grid:
    years = working.columns(plan.span, plan.works)
    rows: list[tuple[Cell, ...]] = []
    for line in plan.lines:
        link = projects(line.area.code, own="1" if line.own else "")
        rows.append((line.name, many(len(line.works), link), *_amounts(line.of_year, line.need, years, link)))
    whole = Task("", plan.works)
    rows.append(("合计", many(len(plan.works)), *_amounts(whole.of_year, whole.need, years, projects(plan.area.code))))  # fmt: skip
    what = f"{plan.area.name}各村项目需要的资金"
    return Grid(
        what, ("村", "项目（个）", *(f"{year}年（{WAN}）" for year in years), f"合计（{WAN}）"), tuple(rows), (3, 1.6, *(2,) * len(years), 2),
        total_rows=(len(rows) - 1,), key=taken.table(what, rule=RULE, link=projects(plan.area.code)),
    )  # fmt: skip


def _amounts(
    of_year: Callable[[int], Decimal], whole: Decimal, years: tuple[int, ...], link: str
) -> Iterator[Cell]:
    yield from (some(of_year(year), link) for year in years)
    yield money(whole, link)


def _measures(plan: TownPlan, taken: Taken) -> Grid:
    rows = [_helped(line) for line in plan.lines]
    every = Line(plan.area, True, plan.lines[0].listed, plan.homes, plan.given, ()) if plan.lines else None
    if every:
        rows.append(("合计", *_helped(every)[1:]))
    what = f"{plan.area.name}各村的到户措施"
    return Grid(
        what, ("村", "建档立卡户和监测对象（户）", "没有措施（户）", "措施（项）", "项目到户（元）", "名单发放（元）"), tuple(rows),
        (3, 2.4, 1.8, 1.6, 2, 2), total_rows=(len(rows) - 1,) if rows else (),
        key=taken.table(what, rule="各村施工图的到户措施，同一户同一项措施只列一次", link=f"/area/{plan.area.code}/households/"),
        note="“项目到户”是项目库中记到户的金额，没有记的不明；“名单发放”是部门名单说已经发给户的金额；两栏可能说的是同一笔钱，不相加。",
    )  # fmt: skip


def _helped(line: Line) -> tuple[Cell, ...]:
    share, got = (total(getattr(one, kind) for one in line.given) for kind in ("share", "got"))
    return line.name, many(len(line.homes)), many(line.without), many(len(line.given)), yuan(share), yuan(got)


def own_works(plan: TownPlan, taken: Taken) -> Iterator[Block]:
    """五、本级项目."""
    own = [work for line in plan.lines if line.own for work in line.works]
    yield Turn(across=True)
    yield first("五", "本级项目")
    if own:
        years = working.columns(plan.span, own)
        yield working.table(f"{plan.area.name}本级项目", plan.area.code, own, years, taken)
    else:
        yield text("项目库中没有本级的在库项目。")
    if plan.named:
        yield second("一", "惠及本地的上级和外地项目")
        yield text("下列项目的资金在它们所在地方的规划里，这里只列名称，不计入任何合计。")
        yield working.others(plan.area.name, plan.area.code, plan.named, plan.given, taken)
    yield Turn(across=False)


def departments(plan: TownPlan, taken: Taken) -> Iterator[Block]:
    """七、部门任务."""
    yield first("七", "部门任务")
    if not plan.works:
        yield text("没有在库项目。")
        return
    yield second("一", "按部门")
    rows = [(task.department or NOBODY, task.works) for task in plan.tasks]
    yield _grouped(plan, taken, "各部门的任务", "department", rows)
    yield second("二", "按类别")
    classes = sorted({work.class_one for work in plan.works})
    by_class = [(one, tuple(w for w in plan.works if w.class_one == one)) for one in classes]
    yield _grouped(plan, taken, "各类项目", "class_one", by_class)


def _grouped(
    plan: TownPlan, taken: Taken, name: str, by: str, groups: Iterable[tuple[str, tuple[Work, ...]]]
) -> Grid:
    years = working.columns(plan.span, plan.works)
    rows: list[tuple[Cell, ...]] = []
    for label, some_works in (*groups, ("合计", plan.works)):
        task = Task(label, some_works)
        link = projects(plan.area.code, **({} if label in ("合计", NOBODY) else {by: label}))
        rows.append((label, many(len(some_works), link), *_amounts(task.of_year, task.need, years, link)))
    what = f"{plan.area.name}{name}"
    return Grid(
        what, ({"department": "行业部门", "class_one": "类别"}[by], "项目（个）", *(f"{year}年（{WAN}）" for year in years), f"合计（{WAN}）"), tuple(rows), (3, 1.6, *(2,) * len(years), 2),
        total_rows=(len(rows) - 1,), key=taken.table(what, rule=RULE, link=projects(plan.area.code)),
    )  # fmt: skip

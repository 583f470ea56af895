"""The annex (附件): what each township has, and the whole pool, project by project."""

from collections.abc import Iterator
from itertools import groupby

from liuqing.planning.queries.plans.county import CountyPlan
from liuqing.planning.queries.plans.county_pool import Work
from liuqing.planning.queries.plans.shares import Share, added
from liuqing.reports import plan_paper as kit
from liuqing.reports.county_plan_words import NEED, behind, of, text, yuan
from liuqing.reports.plan_paper import Block, Cell, Grid, Heading, Taken, Turn

HEAD = ("项目编号", "项目名称", "子类", "地点", "工程量", "年度", "投资", "资金来源", "责任单位", "状态")
WIDTHS = (2.3, 6.1, 2, 1.9, 3.9, 1.2, 1.5, 2.2, 1.7, 2)


def blocks(plan: CountyPlan, taken: Taken) -> Iterator[Block]:
    """The annex, which begins on a page of its own."""
    if not plan.pool.whole.works:
        return
    yield Turn(across=False)
    yield Heading(1, "附件1　", "分乡镇投资")
    yield text("一个项目只算在一个地方：村里申报的算在所在乡镇，乡镇和县里申报的算在各自的本级。")
    yield _shares(plan, taken)
    yield Turn(across=True)
    yield Heading(1, "附件2　", "项目库")
    yield from _pool(plan, taken)


def _shares(plan: CountyPlan, taken: Taken) -> Grid:
    caption, years, code = "分乡镇的项目和投资（金额单位：万元）", plan.pool.years, plan.area.code
    own, *below = plan.shares
    rows = [_share(one, years, code) for one in (*below, *((own,) if own.projects else ()))]
    whole = Share(code, "合计", False, sum(one.projects for one in plan.shares), added(one.need for one in plan.shares), {})  # fmt: skip
    rows.append(_share(whole, years, code))
    key = taken.table(caption, rule=NEED, link=f"/area/{code}/money/?rows=town&columns=year")
    head = ("乡镇（街道）", "项目（个）", *(f"{year}年" for year in years), "投资合计")
    return Grid(caption, head, tuple(rows), (2.2, 1, *(1.4 for _ in years), 1.6), (len(rows) - 1,), key)


def _share(one: Share, years: tuple[int, ...], county: str) -> tuple[Cell, ...]:
    town = {} if one.code == county and not one.own else {"town": f"own:{one.code}" if one.own else one.code}
    cells: list[Cell] = [one.name, kit.counted(one.projects, link=behind(county, "projects", **town))]  # fmt: skip
    for year in years:
        fen = of(one.need, year=year)
        cells.append(None if fen is None else kit.amount(yuan(fen), link=behind(county, year=year, **town)))
    total = of(one.need)
    return (*cells, None if total is None else kit.amount(yuan(total), link=behind(county, **town)))


def _pool(plan: CountyPlan, taken: Taken) -> Iterator[Block]:
    """A table a township, the county's own last; each project leads to its page."""
    names = {one.path: one.name for one in plan.area.children.all()} | {
        plan.area.path: f"{plan.area.name}本级"
    }
    order = {path: n for n, path in enumerate(sorted(names, key=lambda path: (path == plan.area.path, path)))}
    works = sorted(plan.pool.whole.works, key=lambda one: order.get(one.part, len(order)))
    for part, found in groupby(works, key=lambda one: one.part):
        yield _table(plan, taken, names.get(part, part), list(found))


def _table(plan: CountyPlan, taken: Taken, name: str, works: list[Work]) -> Grid:
    caption = f"{name}的项目（金额单位：万元）"
    rows = [_project(one) for one in works]
    total = of(added(one.need for one in works))
    count = f"{len(works)}个项目"
    money = None if total is None else kit.amount(yuan(total))
    rows.append(("合计", count, "", "", "", "", money, "", "", ""))
    key = taken.table(caption, rule=NEED, link=f"/projects/?area={plan.area.code}")
    return Grid(caption, HEAD, tuple(rows), WIDTHS, (len(rows) - 1,), key)


def _project(one: Work) -> tuple[Cell, ...]:
    total = of(one.need)
    built = "；".join(f"{name}{kit.number(value.normalize())}{unit}" for name, unit, value in one.works)
    sources = "、".join(dict.fromkeys(source for _, source in one.need))
    return (
        one.no, one.name, one.class_two or one.class_one, one.place, built, f"{one.year}年" if one.year else "未列计划",
        None if total is None else kit.amount(yuan(total), link=f"/projects/{one.no}/"), sources, one.department, one.state,
    )  # fmt: skip

"""A plan's money by year and source, and the days of its projects quarter by quarter: for a village and a township."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from liuqing.planning.queries.plans.village import Span
from liuqing.planning.queries.plans.village_works import ZERO, Work
from liuqing.reports.plan_paper import Block, Cell, Grid, Taken
from liuqing.reports.village_plan_cells import WAN, first, money, projects, some, text
from liuqing.reports.village_plan_works import RULE, office

Need = Mapping[tuple[int, str], Decimal]


def funds(numeral: str, name: str, code: str, plan_need: Need, years: tuple[int, ...], taken: Taken) -> Iterator[Block]:  # fmt: skip
    """资金: year × source, whose sum is that of the projects printed."""
    yield first(numeral, "资金")
    whole = sum(plan_need.values(), ZERO)
    if not plan_need:
        yield text("没有填报资金的项目，没有资金可列。")
        return
    yield text(
        "按年度和来源需要的资金合计",
        taken.money(f"{name}在库项目需要资金", whole, rule=RULE, link=projects(code)),
        "，等于前面各项目需要的资金之和。部门名单发给户的钱、上级和外地项目的资金不在其内。",
    )
    yield _by_source(name, code, plan_need, years, taken)


def _by_source(name: str, code: str, plan_need: Need, years: tuple[int, ...], taken: Taken) -> Grid:
    sources = sorted({source for _, source in plan_need}, key=lambda one: -sum(v for (_, s), v in plan_need.items() if s == one))  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for source in sources:
        cells = (
            some(plan_need.get((year, source)), projects(code, year=year, source=source)) for year in years
        )
        rows.append((source, *cells, money(sum((v for (_, s), v in plan_need.items() if s == source), ZERO))))
    sums = (some(sum((v for (y, _), v in plan_need.items() if y == year), ZERO), projects(code, year=year)) for year in years)  # fmt: skip
    rows.append(("合计", *sums, money(sum(plan_need.values(), ZERO), projects(code))))
    what = f"{name}分年度分来源需要的资金"
    return Grid(
        what, ("资金来源", *(f"{year}年（{WAN}）" for year in years), f"合计（{WAN}）"), tuple(rows), (3, *(2,) * len(years), 2),
        total_rows=(len(rows) - 1,), key=taken.table(what, rule=RULE, link=projects(code)),
    )  # fmt: skip


def calendar(name: str, code: str, found: Iterable[Work], span: Span, taken: Taken) -> Iterator[Block]:
    """The planned days of the projects, quarter by quarter."""
    told = list(found)
    quarters = _quarters(told, span)
    dated = [one for one in told if one.begins and one.ends]
    if dated:
        what = f"{name}项目时间表"
        yield Grid(
            what, ("项目", *(f"{year % 100:02d}年{'一二三四'[quarter]}季" for year, quarter in quarters), "责任单位"),
            tuple((f"{one.name}（{one.no}）", *_marks(one, quarters), office(one)) for one in dated),
            (6, *(1,) * len(quarters), 3), key=taken.table(what, rule="项目计划的开工日和完工日", link=f"/area/{code}/gantt/"),
            note=f"■ 是计划施工的季度；{quarters[0][0] % 100:02d}年是{quarters[0][0]}年。",
        )  # fmt: skip
    if len(dated) < len(told):
        yield text(f"有{len(told) - len(dated)}个项目没有填报开工和完工的日子，没有排进时间表。")


def _quarters(found: list[Work], span: Span) -> list[tuple[int, int]]:
    """The quarters of the plan; longer where a project goes on beyond it."""
    days = [day for one in found for day in (one.begins, one.ends) if day and one.begins and one.ends]
    first_year = min([span.first, *(day.year for day in days)])
    last_year = max([span.last, *(day.year for day in days)])
    return [(year, quarter) for year in range(first_year, last_year + 1) for quarter in range(4)]


def _marks(one: Work, quarters: list[tuple[int, int]]) -> Iterator[Cell]:
    first_one, last_one = _quarter(one.begins), _quarter(one.ends)
    for at in quarters:
        yield "■" if first_one and last_one and first_one <= at <= last_one else ""


def _quarter(day: date | None) -> tuple[int, int] | None:
    return (day.year, (day.month - 1) // 3) if day else None

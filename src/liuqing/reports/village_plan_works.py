"""A plan's projects and money: what is built, in which years and of which sources; for a village and a township.

What a table adds up is what it prints. Projects of other places that serve this one are named without money.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from liuqing.planning.queries.plans.village import Span, VillagePlan
from liuqing.planning.queries.plans.village_measures import Given, total
from liuqing.planning.queries.plans.village_works import ZERO, Work
from liuqing.reports.plan_paper import Block, Cell, Grid, Run, Taken, number
from liuqing.reports.village_plan_cells import (
    WAN,
    first,
    joined,
    money,
    project,
    projects,
    second,
    some,
    text,
    yuan,
)

RULE = "项目库中在库项目按年度和来源需要的资金"


def works(plan: VillagePlan, taken: Taken) -> Iterator[Block]:
    """四、到村项目."""
    yield first("四", "到村项目")
    shared = [one for one in plan.works if not one.household]
    to_homes = [one for one in plan.works if one.household]
    if plan.works:
        yield text(*_said(plan, taken, shared, to_homes))
    else:
        yield text("项目库中没有本村的在库项目。")
    for numeral, what, some_works in (("一", "公益共享项目", shared), ("二", "到户项目", to_homes)):
        if some_works:
            yield second(numeral, what)
            yield table(f"{plan.area.name}{what}", plan.area.code, some_works, columns(plan.span, plan.works), taken)  # fmt: skip
    yield from _others(plan, taken)


def _said(plan: VillagePlan, taken: Taken, shared: list[Work], to_homes: list[Work]) -> Iterator[Run]:
    yield "本村在库项目"
    yield from counted(plan.area.name, plan.area.code, "在库项目", plan.works, taken)
    yield "，其中公益共享项目"
    yield from counted(plan.area.name, plan.area.code, "公益共享项目", shared, taken, reach="shared")
    yield "、到户项目"
    yield from counted(plan.area.name, plan.area.code, "到户项目", to_homes, taken, reach="household")
    yield "。"
    if lacking := [one for one in plan.works if one.need is None]:
        yield f"有{len(lacking)}个项目没有填报资金，金额不明，没有计入。"
    if plan.waiting:
        yield f"正在申报、还没有入库的项目有{plan.waiting}个，没有计入。"


def counted(
    name: str, code: str, what: str, found: Iterable[Work], taken: Taken, **asked: object
) -> Iterator[Run]:
    """So many projects that need so much."""
    told = list(found)
    link = projects(code, **asked)
    yield taken.figure(f"{name}{what}个数", len(told), "个", rule="项目库中在库的项目", link=link)
    yield "、需要资金"
    yield taken.money(f"{name}{what}需要资金", need(told), rule=RULE, link=link)


def need(found: Iterable[Work]) -> Decimal:
    """What projects need, as far as stated, in yuan."""
    return sum((one.need or ZERO for one in found), ZERO)


def columns(span: Span, found: Iterable[Work]) -> tuple[int, ...]:
    """The years of the plan, and those besides of which projects have money."""
    return tuple(sorted({*range(span.first, span.last + 1), *(one.year for work in found for one in work.money)}))  # fmt: skip


def table(what: str, code: str, found: list[Work], years: tuple[int, ...], taken: Taken) -> Grid:
    """Projects, each with what is built, what it needs by year, whom it serves, who answers, where it stands."""
    rows: list[tuple[Cell, ...]] = [_row(n, one, years) for n, one in enumerate(found, start=1)]
    sums = (some(sum((one.of_year(year) or ZERO for one in found), ZERO)) for year in years)
    rows.append(("合计", "", "", "", money(need(found)), *sums, "", "", "", ""))
    head = ("序号", "项目", "类别", "工程量和单价", f"需要（{WAN}）", *(f"{year}年（{WAN}）" for year in years), "资金来源", "受益", "责任单位", "阶段")  # fmt: skip
    return Grid(
        what, head, tuple(rows), (0.9, 4.2, 2.2, 3.2, 2.5, *(2.4,) * len(years), 2.2, 2, 2.5, 1.6),
        total_rows=(len(rows) - 1,), key=taken.table(what, rule=RULE, link=projects(code)),
        note="格里是横线的，是这一年没有这个项目的资金。",
    )  # fmt: skip


def _row(n: int, one: Work, years: tuple[int, ...]) -> tuple[Cell, ...]:
    link = project(one.no)
    return (
        str(n), f"{one.name}（{one.no}）", f"{one.class_one}·{one.class_two}" if one.class_two else one.class_one, _built(one),
        money(one.need, link), *(some(one.of_year(year), link) for year in years),
        joined((m.source for m in one.money), "没有填报"), served(one), office(one), one.state,
    )  # fmt: skip


def _built(one: Work) -> str:
    """What is built or bought, with its unit cost."""
    told = (
        f"{item}{number(_short(many_of))}{unit}" + (f"，单价{number(_short(cost))}元" if cost is not None else "，单价不明")
        for item, many_of, unit, cost in one.items
    )  # fmt: skip
    return "；".join(told) or "没有填报"


def _short(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def served(one: Work) -> str:
    """Whom it serves: counted where it is linked, else as its application says."""
    if one.homes or one.covers:
        return f"建档立卡户{len(one.homes)}户" if one.homes else joined(one.covers)
    said, _ = one.said
    return f"申报书写{said}户" if said is not None else "没有记载"


def office(one: Work) -> str:
    """Who answers for it: the unit that builds, under its department."""
    return joined((one.unit, one.department), "没有记载")


def _others(plan: VillagePlan, taken: Taken) -> Iterator[Block]:
    if not plan.named:
        return
    yield second("三", "惠及本村的上级和外地项目")
    yield text("下列项目不是本村的，资金在它们所在地方的规划里，这里只列名称，不计入本村的任何合计。")
    yield others(plan.area.name, plan.area.code, plan.named, plan.given, taken)


def others(name: str, code: str, found: Iterable[Work], given: Iterable[Given], taken: Taken) -> Grid:
    """Projects of other places that serve this one: named, not added; with what is recorded for households here."""
    what = f"惠及{name}的上级和外地项目"
    recorded: dict[str, list[Decimal | None]] = {}
    for measure in given:
        recorded.setdefault(measure.project, []).append(measure.share)
    rows = tuple(
        (
            str(n), f"{one.name}（{one.no}）", one.area.name, one.class_one, served(one),
            yuan(total(recorded.get(one.no, ()))), office(one), one.state,
        )
        for n, one in enumerate(found, start=1)
    )  # fmt: skip
    return Grid(
        what, ("序号", "项目", "所在地方", "类别", "本地受益", "记到户的（元）", "责任单位", "阶段"), rows, (0.9, 5, 2, 2, 2.2, 2, 2.6, 1.5),
        key=taken.table(what, rule="受益户或受益地方在这里的项目", link=f"/area/{code}/"),
    )  # fmt: skip

"""A village's plan, its third section: each household's measures (到户措施), and who has none.

A measure is one line, in the household to which it belongs. Money of a project is recorded for a household
or not known; what a department's list paid is another column, for the two may tell of the same help.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from liuqing.planning.queries.plans.village import VillagePlan
from liuqing.planning.queries.plans.village_homes import Home
from liuqing.planning.queries.plans.village_measures import Given, total
from liuqing.registry.queries import words
from liuqing.reports.plan_paper import Block, Cell, Grid, Run, Taken
from liuqing.reports.village_plan_cells import first, joined, of_area, second, text, yuan

HEAD = (
    "序号",
    "户",
    "致贫原因",
    "脱贫时序",
    "帮扶责任人",
    "措施",
    "项目或名单",
    "年度",
    "项目到户（元）",
    "名单发放（元）",
    "责任单位",
)
WIDTHS = (0.9, 2.3, 1.7, 1.6, 2.6, 3, 5, 1.2, 1.7, 1.7, 2.4)
NONE = "没有措施"
RULE = "项目库中在库项目的受益户和各部门名单，同一户同一项措施只列一次"


def measures(plan: VillagePlan, taken: Taken, *, names: bool) -> Iterator[Block]:
    """三、到户措施; ``names``: the reader may take names away."""
    yield first("三", "到户措施")
    if not plan.homes:
        yield text("没有建档立卡户和监测对象，没有到户措施。")
        return
    yield second("一", "每户的措施")
    yield text(*_said(plan, taken))
    yield text(
        "“项目到户”是项目库中记到这一户的金额，没有记的不明，不算零；“名单发放”是部门名单说已经发给这一户的金额。"
        "两栏可能说的是同一笔钱，不相加。对应原因按本地的因户施策对照表，没有对应的不写。"
    )
    yield _grid(plan, taken, names=names)
    yield second("二", "还缺什么")
    yield from _gaps(plan, taken, names=names)


def _said(plan: VillagePlan, taken: Taken) -> Iterator[Run]:
    link = of_area(plan.area.code, "households/")
    name = plan.area.name

    def figure(what: str, value: Decimal | int, unit: str) -> Run:
        return taken.figure(f"{name}{what}", value, unit, rule=RULE, link=link)

    yield "建档立卡户和监测对象"
    yield figure("建档立卡户和监测对象户数", len(plan.homes), "户")
    yield "，其中有措施的"
    yield figure("有措施的户数", len(plan.homes) - len(plan.without), "户")
    yield "、没有措施的"
    yield figure("没有措施的户数", len(plan.without), "户")
    yield "；措施"
    yield figure("到户措施项数", len(plan.given), "项")
    yield "，其中来自项目库的"
    yield figure("来自项目库的措施项数", sum(bool(one.project) for one in plan.given), "项")
    yield "、来自部门名单的"
    yield figure("来自部门名单的措施项数", sum(not one.project for one in plan.given), "项")
    yield "。"


def _grid(plan: VillagePlan, taken: Taken, *, names: bool) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    for n, home in enumerate(plan.homes, start=1):
        rows += _of_home(plan, n, home, names=names)
    rows.append(("合计", "", "", "", "", "", "", "", *(yuan(total(getattr(one, kind) for one in plan.given)) for kind in ("share", "got")), ""))  # fmt: skip
    what = f"{plan.area.name}每户的帮扶措施"
    return Grid(
        what, HEAD, tuple(rows), WIDTHS, total_rows=(len(rows) - 1,),
        key=taken.table(what, rule=RULE, link=of_area(plan.area.code, "households/")),
    )  # fmt: skip


def _of_home(plan: VillagePlan, n: int, home: Home, *, names: bool) -> Iterator[tuple[Cell, ...]]:
    head: tuple[Cell, ...] = (
        str(n),
        who(home, names=names),
        joined(home.causes, "没有填写"),
        when(home),
        helpers(home),
    )
    given = plan.measures[home.pk]
    if not given:
        yield (*head, NONE, "", "", None, None, "")
    for at, one in enumerate(given):
        # The number stands in every line: a page may turn within a household, and a reader may filter.
        yield (*(head if at == 0 else (*head[:2], "", "", "")), *_measure(plan, home, one))


def _measure(plan: VillagePlan, home: Home, one: Given) -> tuple[Cell, ...]:
    why = plan.why(home, one)
    what = f"{one.code}（对应{why}）" if why else one.code
    said = one.title if one.title != one.code else "名单没有写明内容"
    people = f"（{one.persons}名成员）" if one.persons else ""
    said = f"{said}{people}（{one.project}）" if one.project else f"{said}{people}"
    return what, said, years(one.years), yuan(one.share), yuan(one.got), one.unit or "没有记载"


def _gaps(plan: VillagePlan, taken: Taken, *, names: bool) -> Iterator[Block]:
    for what, homes, fine in (
        ("没有任何措施的户", plan.without, "每户都有措施。"),
        ("没有帮扶责任人的户", plan.alone, "每户都有帮扶责任人。"),
    ):
        if homes:
            yield _short(plan, taken, what, homes, names=names)
        else:
            yield text(fine)


def _short(plan: VillagePlan, taken: Taken, what: str, homes: Iterable[Home], *, names: bool) -> Grid:
    rows = tuple(
        (str(n), who(one, names=names), one.hamlet or "没有填写", joined(one.causes, "没有填写"), when(one))
        for n, one in enumerate(homes, start=1)
    )
    told = f"{plan.area.name}{what}"
    return Grid(
        told, ("序号", "户", "组", "致贫原因", "脱贫时序"), rows, (1, 3, 2, 3, 2.4),
        key=taken.table(told, rule=RULE, link=of_area(plan.area.code, "households/")),
    )  # fmt: skip


def who(home: Home, *, names: bool) -> str:
    """The household: its number, after its head's name for who may take names away."""
    return f"{home.head} {home.no}" if names and home.head else home.no


def when(home: Home) -> str:
    """When it left or is to leave."""
    if not home.status:
        return "监测对象"
    if not home.left:
        return f"{home.exited}年已脱贫"
    told = words.standing(home.status)
    return f"{told}，计划{home.planned}年" if home.planned else f"{told}，没有排年度"


def helpers(home: Home) -> str:
    """The units and posts of its officers."""
    return joined((f"{unit}{post}" for unit, post in home.helpers), "没有帮扶责任人")


def years(told: tuple[int, ...]) -> str:
    """The years of a measure, which need not follow each other."""
    return "、".join(map(str, told)) or "没有记载"

"""Part five (保障措施): which departments answer for what, the steps of every project, meetings, visits, supervision.

Everything is what the place has in force; where it states nothing, that is said.
"""

from collections.abc import Iterator

from liuqing.planning.queries.plans.county import CountyPlan
from liuqing.planning.queries.plans.shares import added
from liuqing.policy.place_shape import EVERY
from liuqing.reports import plan_paper as kit
from liuqing.reports.county_plan_words import COUNT, behind, of, text, yuan
from liuqing.reports.plan_paper import Block, Cell, Grid, Heading, Taken

_WHAT = {"meeting": "开一次会", "report": "报告一次"}


def blocks(plan: CountyPlan, taken: Taken) -> Iterator[Block]:
    """The fifth part of the plan."""
    yield Heading(1, "五、", "保障措施")
    yield Heading(2, "（一）", "责任单位")
    yield text(
        "各责任单位承担的项目和投资如下，一个项目只有一个责任单位。"
        if plan.pool.whole.works
        else "项目库还没有项目。"
    )
    if plan.pool.whole.works:
        yield _departments(plan, taken)
    yield Heading(2, "（二）", "项目管理")
    yield text("每个项目按下列环节办理，前一个环节的条件不全，不进入下一个环节。审定的人不是申报的人。")
    yield _steps(plan, taken)
    yield Heading(2, "（三）", "督查和帮扶")
    for sentence in _rhythm(plan):
        yield text(sentence)


def _departments(plan: CountyPlan, taken: Taken) -> Grid:
    caption = "责任单位承担的项目和投资（金额单位：万元）"
    code, whole = plan.area.code, plan.pool.whole
    rows: list[tuple[Cell, ...]] = []
    for name, count in whole.departments:
        need = of(added(one.need for one in whole.works if one.department == name))
        money = None if need is None else kit.amount(yuan(need), link=behind(code, department=name))
        rows.append((name or "没有写明", kit.counted(count, link=behind(code, "projects", department=name)), money))  # fmt: skip
    total = of(whole.need)
    rows.append(("合计", kit.counted(len(whole.works), link=behind(code, "projects")), None if total is None else kit.amount(yuan(total), link=behind(code))))  # fmt: skip
    key = taken.table(caption, rule=COUNT, link=f"/area/{code}/money/?rows=department&columns=year")
    return Grid(caption, ("责任单位", "项目（个）", "投资"), tuple(rows), (3, 1.2, 2), (len(rows) - 1,), key)


def _steps(plan: CountyPlan, taken: Taken) -> Grid:
    caption = "项目管理的环节"
    rows = tuple((one.label, one.who, "；".join(one.conditions) or "没有另外的条件") for one in plan.duties.steps)  # fmt: skip
    key = taken.table(caption, rule="项目生命周期表", link=f"/area/{plan.area.code}/stages/")
    doubt = any(one.unverified for one in plan.duties.steps)
    note = "条件中有的没有核实过原文，用前请对照文件。" if doubt else ""
    return Grid(caption, ("环节", "由谁办", "要具备的条件"), rows, (1.3, 2, 5), key=key, note=note)


def _rhythm(plan: CountyPlan) -> Iterator[str]:
    told = plan.duties.told
    for beat in told.rhythm:
        yield f"{beat.body}{EVERY.get(beat.every, '')}{_WHAT[beat.what]}。"
    if told.supervision.kinds:
        yield f"督查的方式：{'、'.join(told.supervision.kinds)}。"
    for duty in told.visits.duties:
        often = EVERY.get(duty.every, "")
        yield f"{duty.role}{often}走访{duty.target}。"
    if told.helpers.said:
        yield f"帮扶：{told.helpers.said}。"
    if told.responsibility.roles:
        yield f"每项措施写明{'、'.join(told.responsibility.roles)}。"
    if not (told.rhythm or told.supervision.kinds or told.visits.duties or told.helpers.said):
        yield "会议、督查和走访的规定没有录入。"

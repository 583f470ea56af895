"""Taking (办一步): one stage of a project's life, in its order, by who may, once, and only with its gates met.

Two clerks at once: the second is told that the project stands elsewhere by now. A double click is one act.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Project, Stage
from liuqing.planning.queries.life import gates, options
from liuqing.planning.queries.life.gathered import Gathered
from liuqing.planning.services.life import chain, handed, permission
from liuqing.planning.services.life.handed import FORWARD, Handed, Outcome
from liuqing.policy import project_life
from liuqing.registry.services.standing.chain import Given, keep
from liuqing.registry.services.standing.faults import Fault, refuse
from liuqing.workflow import clock

TOLD = 10
"""So many faults of many projects at once are told."""
BACK = (Outcome.RETURNED, Outcome.DEFERRED, Outcome.REFUSED)
REMEDY = "请补齐、改正后再办，什么都没有改动。"


def take(
    project: Project, *, by: Any, key: str, outcome: str = "done", uuid: UUID | str, on: date | None = None,
    said: str = "", figures: Mapping[str, Any] | None = None, papers: Iterable[Given] = (),
) -> Stage:  # fmt: skip
    """Take a project to the stage ``key`` (the state reached), or send it back, put it off, refuse it there;
    ``removed`` and ``cancelled`` take it out.

    ``papers`` are (kind, name, path); without a path the paper is stated to lie in the office's file.
    Problems ``planning.not_allowed``, ``life.own``, ``life.decided``, ``life.apart``, ``life.not_now``,
    ``life.incomplete``, ``life.gates``, ``life.money_left``, ``life.uuid_taken`` and those of papers.
    """
    kept = keep(papers)
    told, unread = handed.cleaned(figures)
    with transaction.atomic():
        fresh = locked([project])[0]
        one = Handed(key, outcome, UUID(str(uuid)), on or clock.today(), said, told, kept)
        made = _take(fresh, Gathered([fresh]), one, by, unread)
    _tell(project, fresh)
    return made


def take_all(
    projects: Iterable[Project], *, by: Any, key: str, outcome: str = "done", uuid: UUID | str,
    on: date | None = None, said: str = "", figures: Mapping[str, Any] | None = None, papers: Iterable[Given] = (),
) -> list[Stage]:  # fmt: skip
    """The same of many at once (one meeting, one plan of the year): each its own stage, all or none.

    Problem ``life.batch`` names those that cannot, with the reasons; nothing is done then.
    """
    kept = keep(papers)
    told, unread = handed.cleaned(figures)
    wanted = {one.pk: one for one in projects}
    made: list[Stage] = []
    faults: list[str] = []
    with transaction.atomic():
        fresh = locked(wanted.values())
        gathered = Gathered(fresh)
        for one in fresh:
            mine = Handed(key, outcome, uuid5(UUID(str(uuid)), one.no), on or clock.today(), said, told, kept)
            try:
                made.append(_take(one, gathered, mine, by, unread))
            except Problem as problem:
                faults.append(f"{one.no}：{problem.what}")
        _all_or_none(faults, len(fresh))
    for one in fresh:
        _tell(wanted[one.pk], one)
    return made


def locked(projects: Iterable[Project]) -> list[Project]:
    """The projects as they are now, in the order of their keys, nobody else's until the transaction ends."""
    whole = Project.objects.select_for_update(of=("self",)).order_by("pk").select_related("area__parent")
    return list(whole.filter(pk__in=[one.pk for one in projects]))


def _take(fresh: Project, gathered: Gathered, one: Handed, by: Any, unread: list[Fault]) -> Stage:
    twin = chain.known(one.uuid, fresh)
    if twin is not None:
        return twin
    if one.key in options.LEFT or one.outcome in options.LEFT:
        return _leave(fresh, gathered, one, by)
    one = _named(fresh, gathered, one)
    stage = gates.life().stages.get(one.key)
    if stage is None:
        raise Problem("life.no_stage", "项目没有这个阶段", "请从项目页面上的「下一步」办理。")
    role = permission.require(by, stage.rights, fresh)
    _require_turn(fresh, gathered, one, stage)
    stages = gathered.stages.get(fresh.pk, [])
    before = stages[-1] if stages else None
    permission.another(fresh, stage, by, stages)
    wrong = [*unread, *handed.faults(stage, one, before, clock.today()), *_dear(fresh, gathered, one)]
    refuse("life.incomplete", wrong, REMEDY)
    if one.outcome in FORWARD:
        _require_gates(fresh, gathered, one)
    _prepare(fresh, one, by)
    # Putting off decides nothing: whoever did it decides later.
    decides = stage.decides and one.outcome != Outcome.DEFERRED
    made = chain.add(fresh, one, by=by, role=role, label=stage.label, decides=decides, before=before)
    _move(fresh, stage, one)
    return made


def _named(fresh: Project, gathered: Gathered, one: Handed) -> Handed:
    """Whoever says only "returned" means the stage that waits."""
    if one.key not in BACK:
        return one
    key = next(iter(options.stages(fresh, gathered)), "")
    return Handed(key, one.key, one.uuid, one.on, one.said, one.figures, one.papers)


def _require_turn(fresh: Project, gathered: Gathered, one: Handed, stage: project_life.Stage) -> None:
    if one.key not in options.stages(fresh, gathered):
        now = Project.State(fresh.state).label
        raise Problem(
            "life.not_now",
            f"项目现在是「{now}」，不能办「{stage.label}」",
            "请刷新页面，看它现在到了哪一步。",
        )


def _require_gates(fresh: Project, gathered: Gathered, one: Handed) -> None:
    here = gates.Handed(
        {paper.kind for paper in one.papers if paper.sha256},
        {paper.kind for paper in one.papers if not paper.sha256}, one.figures,
    )  # fmt: skip
    closed = [gate for gate in gates.of(fresh, one.key, gathered, on=one.on, handed=here) if not gate.met]
    refuse(
        "life.gates",
        ((gate.key, f"{gate.label}：{gate.why}") for gate in closed),
        "请先补办这些，再办这一步。",
    )


def _dear(fresh: Project, gathered: Gathered, one: Handed) -> Iterable[Fault]:
    price, need = one.figures.get("estimate"), gathered.need(fresh)
    if price is not None and need is not None and Decimal(price) > need:
        yield "estimate", f"估算价超过项目的资金需求（{need:,.2f} 元）"


def _prepare(fresh: Project, one: Handed, by: Any) -> None:
    """Whoever files it is its maker; filed again after it was sent back, it is another round."""
    if one.key == Project.State.FILED:
        fresh.maker = by.get_username()
        fresh.round += fresh.state == Project.State.RETURNED


def _move(fresh: Project, stage: project_life.Stage, one: Handed) -> None:
    fresh.state, fresh.back_to = handed.position_after(fresh, stage, one)
    if fresh.state == Project.State.POOLED:
        fresh.pooled_on, fresh.approval = one.on, str(one.figures.get("approval", fresh.approval))
    if fresh.state == Project.State.PLANNED:
        fresh.year = one.figures.get("year", fresh.year)
    fresh.save(update_fields=("state", "back_to", "round", "maker", "pooled_on", "approval", "year"))


def _leave(fresh: Project, gathered: Gathered, one: Handed, by: Any) -> Stage:
    """Out of the pool, or off the table, with a reason; no money may be left on it."""
    key = one.key if one.key in options.LEFT else one.outcome
    way = gates.life().leaving.get(key)
    if way is None:
        raise Problem("life.no_stage", "这里不能这样办", "请从项目页面上的「下一步」办理。")
    role = permission.require(by, way.rights, fresh)
    if fresh.state not in way.states:
        now = Project.State(fresh.state).label
        raise Problem(
            "life.not_now", f"项目现在是「{now}」，不能{way.label}", "请刷新页面，看它现在到了哪一步。"
        )
    if gathered.lines.get(fresh.pk) and gathered.secured(fresh):
        raise Problem("life.money_left", "这个项目上还有安排的资金", "请先收回资金安排，再办出库或撤销。")
    out = Handed(key, key, one.uuid, one.on, one.said, {}, one.papers)
    stages = gathered.stages.get(fresh.pk, [])
    before = stages[-1] if stages else None
    refuse("life.incomplete", [*handed.spoken(out), *handed.days(out.on, before, clock.today())], REMEDY)
    made = chain.add(fresh, out, by=by, role=role, label=way.label, decides=False, before=before)
    fresh.state, fresh.back_to = key, ""
    fresh.save(update_fields=("state", "back_to"))
    return made


def _all_or_none(faults: list[str], of: int) -> None:
    if faults:
        more = f"；另有 {len(faults) - TOLD} 个" if len(faults) > TOLD else ""
        raise Problem(
            "life.batch", f"{of} 个项目里有 {len(faults)} 个不能办：{'；'.join(faults[:TOLD])}{more}",
            "全部都没有办。请先去掉或处理这几个，再一起办。",
        )  # fmt: skip


def _tell(project: Project, fresh: Project) -> None:
    """Let the caller's object say what the record says now."""
    for field in Project._meta.concrete_fields:
        setattr(project, field.attname, getattr(fresh, field.attname))

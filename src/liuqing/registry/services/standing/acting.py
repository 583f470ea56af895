"""Acting (办理一步): one step, in its order, by who may take it, once.

Two clerks at once: the second is told that a colleague has taken the step. A double click is one act.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from liuqing.errors import Problem
from liuqing.policy.procedures import Step
from liuqing.registry.models import Act, Notice, Proceeding
from liuqing.registry.services.standing import (
    chain,
    checking,
    deadlines,
    difference,
    frozen,
    noticing,
    permission,
    submission,
)
from liuqing.registry.services.standing.chain import Given, Handed
from liuqing.registry.services.standing.checking import FORWARD, REFUSED, RETURNED
from liuqing.registry.services.standing.faults import refuse
from liuqing.registry.services.standing.frozen import Frozen
from liuqing.registry.services.standing.opening import locked, locked_all
from liuqing.workflow import clock

TOLD = 10
"""So many faults of a batch are told."""


def act(
    proceeding: Proceeding, *, by: Any, step: str, outcome: str, uuid: UUID | str, on: date | None = None,
    figures: Mapping[str, int] | None = None, signatures: Sequence[str] = (), papers: Iterable[Given] = (),
    said: str = "", notice: Notice | None = None,
) -> Act:  # fmt: skip
    """Take the step that waits. ``on`` is when it happened; without it today, or when the notice ended.

    Problems ``workflow.not_allowed``, ``standing.taken``, ``standing.not_this_step``, ``standing.own``,
    ``standing.decided``, ``standing.incomplete``, ``standing.day``, ``standing.notice``,
    ``standing.changed``, ``standing.payload`` and those of papers.
    """
    kept = chain.keep(papers)
    day = on or (notice.ended_on if notice else None)
    handed = _handed(outcome, UUID(str(uuid)), day, figures, signatures, kept, said, notice)
    with transaction.atomic():
        fresh = locked(proceeding)
        made = _take(fresh, step, handed, by)
    _tell(proceeding, fresh)
    return made


def act_all(
    proceedings: Iterable[Proceeding], *, by: Any, step: str, outcome: str, uuid: UUID | str,
    on: date | None = None, figures: Mapping[str, int] | None = None, signatures: Sequence[str] = (),
    papers: Iterable[Given] = (), said: str = "", notice: Notice | None = None,
) -> list[Act]:  # fmt: skip
    """The same step of several at once (one meeting for thirty households): each its own act, all or none.

    Problem ``standing.batch`` names those that cannot, with the reasons; nothing is done then.
    """
    kept = chain.keep(papers)
    day = on or (notice.ended_on if notice else None) or clock.today()
    wanted = {one.pk: one for one in proceedings}
    made: list[Act] = []
    faults: list[str] = []
    with transaction.atomic():
        told = locked_all(wanted.values())
        for fresh in told:
            key = uuid5(UUID(str(uuid)), fresh.no)
            handed = _handed(outcome, key, day, figures, signatures, kept, said, notice)
            try:
                made.append(_take(fresh, step, handed, by))
            except Problem as problem:
                faults.append(f"{fresh.no}：{problem.what}")
        _all_or_none(faults, len(told))
    for fresh in told:
        _tell(wanted[fresh.pk], fresh)
    return made


def _tell(proceeding: Proceeding, fresh: Proceeding) -> None:
    """Let the caller's object say what the record says now."""
    for field in Proceeding._meta.concrete_fields:
        setattr(proceeding, field.attname, getattr(fresh, field.attname))


def _all_or_none(faults: list[str], of: int) -> None:
    if faults:
        more = f"；另有 {len(faults) - TOLD} 件" if len(faults) > TOLD else ""
        raise Problem(
            "standing.batch", f"{of} 件里有 {len(faults)} 件不能办：{'；'.join(faults[:TOLD])}{more}",
            "全部都没有办。请先去掉或处理这几件，再一起办。",
        )  # fmt: skip


def _handed(
    outcome: str, uuid: UUID, on: date | None, figures: Mapping[str, int] | None, signatures: Sequence[str],
    papers: Sequence[chain.Kept], said: str, notice: Notice | None,
) -> Handed:  # fmt: skip
    return Handed(
        outcome, uuid, on or clock.today(), dict(figures or {}), tuple(signatures), papers, said, notice
    )


def _take(fresh: Proceeding, key: str, handed: Handed, by: Any) -> Act:
    told = frozen.of(fresh)
    step = _step(told, key)
    role = permission.require(by, step, fresh.area)
    twin = chain.known(handed.uuid, fresh, key)
    if twin is not None:
        return twin
    _require_turn(fresh, told, step)
    before, today = chain.last(fresh), clock.today()
    if step.kind == "decide":
        permission.another(fresh, by)
    checking.content(step, handed, fresh)
    checking.days(step, handed.on, today, before, fresh)
    noticing.check(fresh, step, handed, before)
    last = told.after(step.key) is None and handed.outcome in FORWARD
    doing = _unchanged(fresh, step, handed, today, last)
    made = chain.add(fresh, step, handed, by=by, role=role, maker=fresh.by, before=before)
    if doing is not None and last:
        difference.of(fresh).apply(doing)
    _move(fresh, told, step, handed, today)
    return made


def _step(told: Frozen, key: str) -> Step:
    try:
        return told.step(key)
    except KeyError:
        raise Problem("standing.no_step", "这个程序没有这一步", "请从办件页面办理。") from None


def _require_turn(fresh: Proceeding, told: Frozen, step: Step) -> None:
    if fresh.state == Proceeding.State.OPEN and fresh.step == step.key and step.kind != "propose":
        return
    if Act.objects.filter(proceeding=fresh, round=fresh.round, step=step.key).exists():
        raise Problem("standing.taken", f"「{step.label}」同事已经办过了", "请刷新页面，看它现在到了哪一步。")
    label = next((one.label for one in told.steps if one.key == fresh.step), "")
    now = (
        f"「{label}」"
        if fresh.state == Proceeding.State.OPEN
        else f"「{Proceeding.State(fresh.state).label}」"
    )
    raise Problem("standing.not_this_step", f"现在是{now}，还不能办「{step.label}」", "请按程序的顺序办理。")


def _unchanged(
    fresh: Proceeding, step: Step, handed: Handed, today: date, last: bool
) -> difference.Doing | None:
    """At each decision and at the effect the difference is computed again from the record."""
    if handed.outcome not in FORWARD or not (step.kind == "decide" or last):
        return None
    difference.lock(fresh)
    doing = difference.now(fresh, today)
    difference.same(fresh, doing)
    refuse("standing.payload", difference.of(fresh).doubts(doing), "请退回补正后重新提交。")
    return doing


def _move(fresh: Proceeding, told: Frozen, step: Step, handed: Handed, today: date) -> None:
    if handed.outcome == RETURNED:
        _send_back(fresh, told)
    elif handed.outcome == REFUSED:
        _close(fresh, Proceeding.State.REFUSED, today)
    else:
        _go_on(fresh, told, step, handed, today)
    fresh.save(update_fields=_MOVED)


_MOVED = ("state", "step", "round", "facts", "step_due_on", "closed_on", "effect_on")


def _send_back(fresh: Proceeding, told: Frozen) -> None:
    """A new round; what was frozen is kept beside it with its seal."""
    fresh.facts = {**fresh.facts, "earlier": submission.kept(fresh)}
    fresh.state, fresh.round = Proceeding.State.RETURNED, fresh.round + 1
    fresh.step, fresh.step_due_on = told.steps[0].key, None


def _go_on(fresh: Proceeding, told: Frozen, step: Step, handed: Handed, today: date) -> None:
    after = told.after(step.key)
    if after is None:
        _close(fresh, Proceeding.State.DONE, today)
        fresh.effect_on = today
        return
    fresh.step, fresh.step_due_on = after.key, deadlines.step(told, after, handed.on)


def _close(fresh: Proceeding, state: str, today: date) -> None:
    fresh.state, fresh.closed_on, fresh.step, fresh.step_due_on = state, today, "", None

"""Submitting (提出): the first step. What was handed in is frozen and the difference computed."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from liuqing.errors import Problem
from liuqing.registry.models import Act, Clue, Monitoring, Proceeding
from liuqing.registry.services.standing import (
    chain,
    checking,
    deadlines,
    difference,
    filled,
    frozen,
    needing,
    permission,
    sealing,
    submission,
)
from liuqing.registry.services.standing.chain import Given, Handed
from liuqing.registry.services.standing.effects import Doing
from liuqing.registry.services.standing.faults import Fault, refuse
from liuqing.registry.services.standing.frozen import Frozen
from liuqing.registry.services.standing.opening import locked, open_window
from liuqing.workflow import clock

STARTS = {
    "registered": "未脱贫", "exited": "已脱贫", "relapsed": "返贫", "none": "不在册", "monitored": "监测对象",
    "not_monitored": "不是监测对象", "risk_removed": "风险已消除", "listed": "贫困村（乡镇、县）",
}  # fmt: skip
_OF_MONITORING = ("monitored", "not_monitored", "risk_removed")


def submit(
    proceeding: Proceeding, *, by: Any, uuid: UUID | str, signatures: Sequence[str] = (),
    papers: Iterable[Given] = (), said: str = "",
) -> Act:  # fmt: skip
    """Hand the proceeding in: it may not be changed any more unless it is sent back.

    Submitted twice with the same ``uuid`` it is the same act. Problems ``workflow.not_allowed``,
    ``standing.not_draft``, ``standing.payload``, ``standing.starts``, ``standing.needs``,
    ``standing.clue_closed``, ``standing.incomplete``.
    """
    kept = chain.keep(papers)
    with transaction.atomic():
        fresh = locked(proceeding)
        told = frozen.of(fresh)
        first = told.steps[0]
        role = permission.require(by, first, fresh.area)
        twin = chain.known(uuid, fresh, first.key)
        if twin is not None:
            return twin
        _require_draft(fresh)
        on = clock.today()
        handed = Handed("done", UUID(str(uuid)), on, {}, tuple(signatures), kept, said)
        checking.content(first, handed, fresh)
        _freeze(fresh, told, by, on)
        made = chain.add(
            fresh, first, handed, by=by, role=role, maker=by.get_username(), before=chain.last(fresh)
        )  # fmt: skip
        _move(fresh, told, on)
        _close_clue(fresh, by, on)
    proceeding.refresh_from_db()
    return made


def starts(told: Frozen, here: set[str]) -> Iterable[Fault]:
    """Why the procedure may not begin from where the household (the area) is now: ``here`` is what holds."""
    for kinds in (lambda one: one in _OF_MONITORING, lambda one: one not in _OF_MONITORING):
        wanted = [one for one in told.starts if kinds(one)]
        if wanted and not here & set(wanted):
            words = "、".join(STARTS.get(one, one) for one in wanted)
            yield "", f"「{told.label}」只能从「{words}」开始，现在不是"


def held(proceeding: Proceeding, doing: Doing) -> set[str]:
    """The words of ``starts`` that hold now."""
    if proceeding.household_id is None:
        return {doing.before["standing"] or "none"}
    found = {
        doing.before["standing"] or "none",
        "monitored" if doing.before["monitored"] else "not_monitored",
    }
    if (
        not doing.before["monitored"]
        and Monitoring.objects.filter(household=proceeding.household_id).exists()
    ):
        found.add("risk_removed")
    return found


def _require_draft(fresh: Proceeding) -> None:
    if fresh.state not in submission.UNFROZEN:
        raise Problem(
            "standing.not_draft", f"这件事现在是「{Proceeding.State(fresh.state).label}」，同事已经提交或已办结",
            "请刷新页面，看它现在到了哪一步。",
        )  # fmt: skip
    if fresh.round == 1 and fresh.clue_id and fresh.clue and fresh.clue.state not in Clue.OPEN_STATES:
        raise Problem("standing.clue_closed", "这条线索已经办结", "请撤回这件事，或另行发起。")


def _freeze(fresh: Proceeding, told: Frozen, by: Any, on: date) -> None:
    """Everything that must hold is looked at; then what was handed in is sealed with the difference."""
    asked = filled.Asked(fresh.household, by, on)
    filled.cleaned(told.effect, filled.opened(fresh), asked, whole=True)
    doing = difference.now(fresh, on)
    change = difference.of(fresh)
    refuse(
        "standing.starts", starts(told, held(fresh, doing)), "请核对这一户（地方）现在的情况，选合适的程序。"
    )
    refuse("standing.payload", change.doubts(doing))
    found = needing.asked(told, fresh.household, fresh.area)
    refuse("standing.needs", found.faults, "请先由有关部门核实补齐、重新测算，条件都达到后再提交。")
    fresh.before, fresh.after, fresh.snapshot = doing.before, change.after(doing), found.snapshot
    notes = change.notes(doing)
    fresh.facts = {
        **({"earlier": submission.earlier(fresh)} if submission.earlier(fresh) else {}),
        **({"rules": found.facts} if found.facts else {}), **({"notes": notes} if notes else {}),
    }  # fmt: skip
    fresh.by, fresh.window = by.get_username(), open_window(on) or fresh.window
    fresh.payload_seal = sealing.payload(fresh, submission.current(fresh))


def _move(fresh: Proceeding, told: Frozen, on: date) -> None:
    after = told.after(told.steps[0].key)
    fresh.state, fresh.submitted_at = Proceeding.State.OPEN, clock.now()
    fresh.step = after.key if after else ""
    fresh.due_on = fresh.due_on or deadlines.whole(told, deadlines.first_day(fresh, on))
    fresh.step_due_on = deadlines.step(told, after, on)
    fresh.save()


def _close_clue(fresh: Proceeding, by: Any, on: date) -> None:
    clue = fresh.clue
    if clue is None or clue.state not in Clue.OPEN_STATES:
        return
    clue.state, clue.outcome, clue.closed_on, clue.closed_by = (
        Clue.State.CLOSED, Clue.Outcome.PROCEEDING, on, by.get_username(),
    )  # fmt: skip
    clue.save(update_fields=("state", "outcome", "closed_on", "closed_by"))

"""Withdrawing (撤回): whoever may propose takes it back before it is finished; everything done stays.

The clue from which it came is open again: nobody who asked for help is forgotten because of a form.
"""

from typing import Any
from uuid import uuid4

from django.db import transaction

from liuqing.errors import Problem
from liuqing.registry.models import Act, Clue, Proceeding
from liuqing.registry.services.standing import chain, filled, frozen, permission, sealing, submission
from liuqing.registry.services.standing.chain import Handed
from liuqing.registry.services.standing.opening import locked
from liuqing.workflow import clock, trail


@transaction.atomic
def withdraw(proceeding: Proceeding, *, by: Any, said: str) -> Act:
    """Take it back, with the reason. Problems ``workflow.not_allowed``, ``standing.closed``, ``standing.no_reason``."""
    fresh = locked(proceeding)
    told = frozen.of(fresh)
    role = permission.require(by, told.steps[0], fresh.area)
    if fresh.state not in Proceeding.OPEN_STATES:
        label = Proceeding.State(fresh.state).label
        raise Problem("standing.closed", f"这件事已经是「{label}」，不能撤回", "请刷新页面。")
    if not said.strip():
        raise Problem("standing.no_reason", "没有写明为什么撤回", "请写一句话。")
    filled.no_names(said, fresh.household, "said", "「理由」")
    if fresh.state in submission.UNFROZEN:
        fresh.payload_seal = sealing.payload(fresh, submission.current(fresh))
    step = told.step(fresh.step)
    handed = Handed(Act.Outcome.WITHDRAWN, uuid4(), clock.today(), said=said)
    made = chain.add(fresh, step, handed, by=by, role=role, maker=fresh.by, before=chain.last(fresh))
    fresh.state, fresh.closed_on, fresh.step, fresh.step_due_on = (
        Proceeding.State.WITHDRAWN,
        clock.today(),
        "",
        None,
    )
    fresh.save()
    _open_clue_again(fresh, by)
    proceeding.refresh_from_db()
    return made


def _open_clue_again(fresh: Proceeding, by: Any) -> None:
    """Unless somebody spoke of the household since, and another clue of it is open."""
    found = Clue.objects.select_for_update().filter(pk=fresh.clue_id, outcome=Clue.Outcome.PROCEEDING).first()
    others = Clue.objects.filter(household=fresh.household_id, state__in=Clue.OPEN_STATES)
    under_way = Proceeding.objects.filter(clue=fresh.clue_id).exclude(state=Proceeding.State.WITHDRAWN)
    if found is None or under_way.exists() or (found.household_id and others.exists()):
        return
    found.state = Clue.State.VERIFIED if found.visited_on else Clue.State.SENT
    found.outcome, found.closed_on, found.closed_by = "", None, ""
    found.save(update_fields=("state", "outcome", "closed_on", "closed_by"))
    trail.record(
        "clues.reopened",
        subject=f"clue:{found.pk}",
        by=by,
        detail={"proceeding": fresh.no, "state": found.state},
    )

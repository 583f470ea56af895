"""Opening (起草): a proceeding begins as a draft; what is handed in may be changed until it is submitted."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from liuqing.errors import Problem
from liuqing.policy.effects import EFFECTS
from liuqing.registry.models import Area, Clue, Household, Proceeding, Window
from liuqing.registry.services.standing import deadlines, filled, frozen, permission, submission
from liuqing.workflow import clock, trail

GROUND = 500
"""So many characters may the ground have."""
_NEED = ("register", "relapse", "watch", "watch_again", "help", "take_back_exit")
_WELL = ("exit", "strike", "remove_risk")
"""Effects that answer a clue of need, and one that a household is well off."""


@transaction.atomic
def open(
    *, by: Any, procedure: str, household: Household | None = None, area: Area | None = None,
    payload: Mapping[str, Any] | None = None, ground: str = "", clue: Clue | None = None,
    window: Window | None = None, uuid: UUID | str | None = None,
) -> Proceeding:  # fmt: skip
    """A draft of a procedure for one household, or for an area.

    Opened twice with the same ``uuid`` it is the same draft. Problems ``workflow.not_allowed``,
    ``standing.no_procedure``, ``standing.about``, ``standing.already_open``, ``standing.clue_closed``, ``standing.clue_other``,
    ``standing.payload``.
    """
    on = clock.today()
    found = frozen.in_force(procedure, on)
    where = _where(found.procedure.effect, household, area)
    permission.require(by, found.steps[0], where)
    known = Proceeding.objects.filter(uuid=uuid).first() if uuid else None
    if known is not None:
        return _same(known, procedure, household, where)
    if clue is not None:
        _check_clue(clue, household)
    clue = clue or _clue(household, found.procedure.effect)
    told = frozen.kept(found)
    draft = Proceeding(
        no=str(uuid4())[:24], uuid=uuid or uuid4(), procedure=procedure, label=found.label,
        effect=found.procedure.effect, group=EFFECTS[found.procedure.effect].group, since=found.since, steps=told,
        household=household, area=where, clue=clue, window=window or open_window(on), step=found.steps[0].key,
        by=by.get_username(), opened_on=on, opened_at=clock.now(),
    )  # fmt: skip
    _fill(draft, payload or {}, ground, by, on)
    draft.step_due_on = deadlines.step(frozen.of(draft), found.steps[0], on)
    made = _insert(draft)
    if made is not draft:
        return _same(made, procedure, household, where)
    trail.record(
        "standing.opened",
        subject=f"proceeding:{draft.no}",
        by=by,
        detail={"procedure": procedure, "area": where.code},
    )
    return draft


@transaction.atomic
def amend(
    proceeding: Proceeding, *, by: Any, payload: Mapping[str, Any], ground: str | None = None
) -> Proceeding:
    """Change what is handed in, of a draft or of one that was sent back.

    Problems ``workflow.not_allowed``, ``standing.frozen``, ``standing.payload``.
    """
    fresh = locked(proceeding)
    permission.require(by, frozen.of(fresh).steps[0], fresh.area)
    if fresh.state not in (Proceeding.State.DRAFT, Proceeding.State.RETURNED):
        raise Problem(
            "standing.frozen", f"这件事现在是「{Proceeding.State(fresh.state).label}」，提交的内容已经封存",
            "要改内容，请先由审核人退回补正，或撤回后重新提出。",
        )  # fmt: skip
    _fill(fresh, payload, fresh.ground if ground is None else ground, by, clock.today())
    fresh.save(update_fields=("payload", "ground"))
    trail.record(
        "standing.amended", subject=f"proceeding:{fresh.no}", by=by, detail={"fields": sorted(payload)}
    )
    return fresh


def locked(proceeding: Proceeding) -> Proceeding:
    """The proceeding as it is now, nobody else's until the transaction ends."""
    return locked_all([proceeding])[0]


def locked_all(proceedings: Iterable[Proceeding]) -> list[Proceeding]:
    """Several, in the order of their keys: two who lock the same wait for one another."""
    whole = Proceeding.objects.select_for_update(of=("self",)).order_by("pk")
    keys = [one.pk for one in proceedings]
    found = list(whole.select_related("household__village", "area", "clue").filter(pk__in=keys))
    for fresh in found:
        if fresh.household and fresh.state in submission.UNFROZEN:
            # It is handed in where the household lives now.
            fresh.area = fresh.household.village
    return found


def open_window(on: date) -> Window | None:
    """The window that is open on the day, if one is."""
    found = Window.objects.filter(state=Window.State.OPEN, opens_on__lte=on, closes_on__gte=on)
    return found.order_by("-opens_on").first()


def _check_clue(clue: Clue, household: Household | None) -> None:
    if clue.state not in Clue.OPEN_STATES:
        raise Problem("standing.clue_closed", "这条线索已经办结", "请从未办结的线索发起，或直接发起程序。")
    if clue.household_id and (household is None or clue.household_id != household.pk):
        raise Problem("standing.clue_other", "这条线索说的是另一户", "请从线索说的那一户发起。")


def _clue(household: Household | None, effect: str) -> Clue | None:
    """The open clue of the household that this answers: its days count wherever somebody began."""
    found = (
        Clue.objects.filter(household=household, state__in=Clue.OPEN_STATES).first() if household else None
    )
    answers = _WELL if found is not None and found.kind == "exit_due" else _NEED
    return found if effect in answers else None


def _where(effect: str, household: Household | None, area: Area | None) -> Area:
    about = EFFECTS[effect].about
    if household is not None and area is None and "household" in about:
        return household.village
    if household is None and area is not None and area.level in about:
        return area
    raise Problem("standing.about", "这个程序不是办理这一类对象的", "请从户或村、乡镇的页面发起合适的程序。")


def _same(known: Proceeding, procedure: str, household: Household | None, area: Area) -> Proceeding:
    same = (known.procedure, known.household_id, known.area_id)
    if same != (procedure, household.pk if household else None, area.pk):
        raise Problem("standing.uuid_taken", "这份草稿的编号已用于另一件事", "请重新打开页面再发起。")
    return known


def _fill(draft: Proceeding, said: Mapping[str, Any], ground: str, by: Any, on: date) -> None:
    effect = frozen.of(draft).effect
    told = filled.cleaned(effect, said, filled.Asked(draft.household, by, on), whole=False)
    filled.no_names(ground, draft.household, "ground", "「依据」")
    draft.payload = filled.sealed(effect, told, str(draft.uuid))
    draft.ground = " ".join(ground.split())[:GROUND]


def _insert(draft: Proceeding) -> Proceeding:
    """The draft with its number, or the one that the same click has made already."""
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        twin = Proceeding.objects.filter(uuid=draft.uuid).first()
        if twin is None:
            raise _open_already() from None
        return twin
    draft.no = f"BJ{draft.opened_on:%Y}-{draft.pk:06d}"
    draft.save(update_fields=("no",))
    return draft


def _open_already() -> Problem:
    return Problem(
        "standing.already_open", "已有同一类的办件没有办完，或者同事刚刚发起了一件",
        "请先办完、撤回那一件，再发起新的。",
    )  # fmt: skip


__all__ = ["GROUND", "amend", "locked", "open", "open_window"]

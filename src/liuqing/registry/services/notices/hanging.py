"""Hanging (张贴): from which day the notice hangs, its clock, its end, and taking it down."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.policy import hanging as counting
from liuqing.policy.hanging import Pause
from liuqing.policy.procedures import Step
from liuqing.registry.models import Notice, Objection, Proceeding
from liuqing.registry.services import standing
from liuqing.registry.services.notices import checking, drawing, proof
from liuqing.registry.services.standing import frozen, permission
from liuqing.workflow import clock, rights, trail

REASONS = ("内容有误", "张贴处损毁、遗失", "事项已撤回或退回", "其他")
"""Why a notice is taken down before its time."""
_ACTS = UUID("6f0c7c5e-7f0e-5f6a-9a55-2c4c1d0f2b11")


@transaction.atomic
def hang(notice: Notice, *, by: Any, on: date | None = None) -> Notice:
    """The sheet hangs since ``on`` (today); an announcement (0 days) opens the next step at once.

    Problems ``workflow.not_allowed``, ``notices.not_drawn``, ``notices.bad_day``, ``notices.changed``,
    ``notices.shows_too_much``, ``notices.nothing_left``.
    """
    one = locked(notice)
    step = _allowed(one, by)
    if one.state != Notice.State.DRAWN:
        raise Problem("notices.not_drawn", "这份公示已经张贴或撤下", "请刷新页面。")
    today = clock.today()
    day = on or today
    _check_day(one, day, today, step)
    sound(one)
    checking.refuse(one, waiting(one), today)
    one.state, one.hung_by, one.hung_on = Notice.State.HANGING, by.get_username(), day
    one.until = last_day(one)
    one.save(update_fields=("state", "hung_by", "hung_on", "until"))
    trail.record("notices.hung", subject=drawing.subject(one), by=by, detail={"on": day, "until": one.until})
    return _end(one, by=by, today=today) if one.days == 0 else one


@transaction.atomic
def end(notice: Notice, *, by: Any) -> Notice:
    """The days are over and everything was answered: the next step of each proceeding opens.

    Problems ``workflow.not_allowed``, ``notices.not_hanging``, ``notices.objection_open``,
    ``notices.still_hanging``, ``notices.changed``, ``notices.nothing_left``; those of ``standing.act``.
    """
    one = locked(notice)
    _allowed(one, by)
    today = clock.today()
    if one.objections.filter(upheld=None).exists():
        raise Problem("notices.objection_open", "还有异议没有答复", "请先核实并答复，再结束公示。")
    if one.state != Notice.State.HANGING or one.until is None:
        raise Problem("notices.not_hanging", "这份公示现在没有在计时", "请刷新页面，看它到了哪一步。")
    sound(one)
    one.until = until(one)
    if today <= one.until:
        opens = one.until + timedelta(days=1)
        raise Problem("notices.still_hanging", f"公示到 {one.until} 当天结束才满，异议到那时都有效",
                      f"请在 {opens} 起办理。")  # fmt: skip
    return _end(one, by=by, today=today)


@transaction.atomic
def take_down(notice: Notice, *, by: Any, reason: str) -> Notice:
    """Take the sheet down before its time; a new one begins its days anew.

    Problems ``workflow.not_allowed``, ``notices.not_hanging``, ``notices.no_reason``,
    ``notices.objection_open``.
    """
    one = locked(notice)
    _allowed(one, by)
    if reason not in REASONS:
        raise Problem("notices.no_reason", "没有选撤下的原因", "请选一项原因。")
    if one.state not in drawing.LIVE:
        raise Problem("notices.not_hanging", "这份公示已经结束或撤下", "请刷新页面。")
    # Taken down with an objection unanswered, the objection would be lost with the sheet.
    if one.objections.filter(upheld=None).exists():
        raise Problem("notices.objection_open", "还有异议没有答复", "请先核实并答复，再撤下。")
    close(one, Notice.State.TAKEN_DOWN, by=by, today=clock.today())
    trail.record("notices.taken_down", subject=drawing.subject(one), by=by, detail={"reason": reason})
    return one


def locked(notice: Notice) -> Notice:
    """The notice as it is now, locked."""
    return (
        Notice.objects.select_for_update(of=("self",))
        .select_related("area__parent__parent")
        .get(pk=notice.pk)
    )


def sound(notice: Notice) -> None:
    """Problem ``notices.changed`` if the record no longer says what was drawn up."""
    if not proof.sound(notice):
        raise Problem("notices.changed", "公示的内容、张贴日期或异议和留痕不符，有人改动过记录",
                      "请停止办理，报系统管理员查留痕，另拟一份公示。")  # fmt: skip


def waiting(notice: Notice) -> list[Proceeding]:
    """The proceedings on the sheet that still wait at this step, in the round in which they came onto it.

    Whoever moved away meanwhile waits for a sheet where they live now, and holds up nobody here.
    """
    rows = notice.noticed.select_related("proceeding__household", "proceeding__area").order_by("line")
    told = ((row.proceeding, row.round) for row in rows)
    return [
        one for one, number in told
        if one.state == Proceeding.State.OPEN and one.step == notice.step and one.round == number
        and one.area.path.startswith(notice.area.path)
    ]  # fmt: skip


def last_day(notice: Notice) -> date | None:
    """The last day of hanging as counted today; None while the clock stands still."""
    assert notice.hung_on is not None  # noqa: S101 - only of a notice that hangs
    count = "working" if notice.count == "working" else "calendar"
    return counting.last_day(notice.hung_on, notice.days, count, frozen.here(), pauses(notice))


def until(notice: Notice) -> date:
    """The last day of a notice whose clock runs: never before the one that people were told.

    Counted again, because the holidays of the year may have been entered after it was hung.
    """
    counted = last_day(notice)
    assert counted is not None and notice.until is not None  # noqa: S101 - its clock runs
    return max(counted, notice.until)


def pauses(notice: Notice) -> list[Pause]:
    """The days on which the clock stood still."""
    return [
        (date.fromisoformat(one["from"]), date.fromisoformat(one["to"]) if one["to"] else None)
        for one in notice.pauses
    ]


def close(notice: Notice, state: str, *, by: Any, today: date) -> None:
    """Write the end of a notice."""
    notice.state, notice.ended_on, notice.ended_by = state, today, by.get_username()
    notice.save(update_fields=("state", "ended_on", "ended_by", "pauses", "until"))


def key_of(notice: Notice, proceeding: Proceeding, what: str) -> UUID:
    """The key of an act that a notice causes: handed in twice it is one act."""
    return uuid5(_ACTS, f"{notice.code}/{proceeding.pk}/{proceeding.round}/{what}")


def _end(notice: Notice, *, by: Any, today: date) -> Notice:
    left = waiting(notice)
    if not left:
        raise Problem(
            "notices.nothing_left", "公示上的事项都已撤回或退回，没有可以往下办的", "请撤下这份公示。"
        )
    close(notice, Notice.State.ENDED, by=by, today=today)
    _open_next(notice, left, by=by)
    detail = {"proceedings": len(left), "hung_on": notice.hung_on, "until": notice.until}
    trail.record("notices.ended", subject=drawing.subject(notice), by=by, detail=detail)
    return notice


def _open_next(notice: Notice, left: list[Proceeding], *, by: Any) -> None:
    """All of the sheet or none; of several, those that cannot go on are named by their numbers."""
    if len(left) == 1:
        key = key_of(notice, left[0], "done")
        standing.act(left[0], by=by, step=notice.step, outcome="done", notice=notice, uuid=key)
        return
    key = uuid5(_ACTS, f"{notice.code}/done")
    standing.act_all(left, by=by, step=notice.step, outcome="done", notice=notice, uuid=key)


def _allowed(notice: Notice, by: Any) -> Step:
    first = notice.noticed.select_related("proceeding").order_by("line").first()
    assert first is not None  # noqa: S101 - a notice is drawn up of proceedings
    step = drawing.step_of(first.proceeding, notice.step)
    rights.require(by, permission.RIGHTS[step.level], notice.area.path)
    return step


def _check_day(notice: Notice, day: date, today: date, step: Step) -> None:
    """Not to come, not before it was drawn up, and no longer ago than the step allows."""
    first = max(timezone.localtime(notice.drawn_at).date(), today - timedelta(days=step.entered_within))
    if not first <= day <= today:
        span = f"{first} 到 {today}" if first < today else f"今天（{today}）"
        raise Problem(
            "notices.bad_day", f"张贴日期只能是{span}", "超过补录期限的，请按实际补贴一份，从今天起算。"
        )


def open_objections(notice: Notice) -> int:
    """How many objections wait for an answer."""
    return Objection.objects.filter(notice=notice, upheld=None).count()

"""Steps (分派、核实、办结): what is done with a clue between the first voice and the end."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from liuqing.errors import Problem
from liuqing.policy import clues
from liuqing.registry.models import Area, Clue
from liuqing.registry.services.clues import found
from liuqing.registry.services.clues.locking import locked
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

WORDS = 500
"""So long may be told what was found, or why it was closed."""
_STATE, _OUTCOME = Clue.State, Clue.Outcome
ENDS = (_OUTCOME.HELPED, _OUTCOME.NO_NEED, _OUTCOME.KNOWN, _OUTCOME.NOT_FOUND)
"""The ends that a person chooses; a clue that goes into a procedure ends when that is submitted."""


@transaction.atomic
def send(*, waiting: Sequence[Clue] | QuerySet[Clue], by: Any, village: Area | None = None) -> int:
    """Send received clues to their villages; how many. ``village``: where those go that name none.

    Problems ``workflow.not_allowed``, ``clues.no_village``, ``clues.not_waiting``.
    """
    each = [locked(clue.pk) for clue in waiting]
    for clue in each:
        rights.require(by, Right.SEND_CLUES, clue.area.path)
        _require(clue, _STATE.RECEIVED)
        _place(clue, village, by)
        clue.state, clue.sent_by, clue.sent_at = _STATE.SENT, by.get_username(), clock.now()
        clue.save(update_fields=("state", "sent_by", "sent_at", "area"))
        trail.record("clues.sent", subject=f"clue:{clue.pk}", by=by, detail={"village": clue.area.code})
    return len(each)


def _place(clue: Clue, village: Area | None, by: Any) -> None:
    if village is not None and clue.household_id is None:
        rights.require(by, Right.SEND_CLUES, village.path)
        clue.area = village
    if clue.area.level != Area.Level.VILLAGE:
        raise Problem("clues.no_village", "这条线索还不知道是哪个村", "请先选一个村再分派。")


@transaction.atomic
def verify(*, clue: Clue, by: Any, visited_on: date, result: str, said: str) -> Clue:
    """Write down what was found at the door; a second visit is added to the first.

    Problems ``workflow.not_allowed``, ``clues.not_sent``, ``clues.no_result``, ``clues.no_words``,
    ``clues.too_long``, ``clues.visited_later``, ``clues.visited_before``.
    """
    fresh = locked(clue.pk)
    rights.require(by, Right.HANDLE_CLUES, fresh.area.path)
    _require(fresh, _STATE.SENT, _STATE.VERIFIED)
    words = _words(said, "请写一两句：见到了谁，家里现在怎么样。")
    if result not in clues.FOUND:
        raise Problem("clues.no_result", "没有选核实结果", "请选：属实、不符合，或找不到这一户。")
    if visited_on > clock.today():
        raise Problem("clues.visited_later", "入户日期还没有到", "请填实际入户的那一天。")
    if visited_on < fresh.opened_on:
        raise Problem(
            "clues.visited_before", "入户日期早于收到线索的日期", "请在收到线索以后再去一次，填那一天。"
        )
    notes, who = found.read(fresh), by.get_username()
    notes["visits"].append({"on": visited_on.isoformat(), "by": who, "found": result, "said": words})
    found.keep(fresh, notes)
    fresh.state, fresh.visited_on, fresh.verified_by, fresh.verified_at = (
        _STATE.VERIFIED,
        visited_on,
        who,
        clock.now(),
    )
    fresh.save()
    trail.record("clues.verified", subject=f"clue:{fresh.pk}", by=by, detail={"visited_on": visited_on})
    return fresh


@transaction.atomic
def close(*, clue: Clue, by: Any, outcome: str, reason: str) -> Clue:
    """End a clue without a procedure. Whoever went and looked does not decide that nothing follows.

    Problems ``workflow.not_allowed``, ``clues.not_visited``, ``clues.no_outcome``, ``clues.no_words``,
    ``clues.too_long``, ``clues.own_visit``, ``clues.closed``.
    """
    fresh = locked(clue.pk)
    rights.require(by, Right.SEND_CLUES, fresh.area.path)
    if outcome not in ENDS:
        raise Problem(
            "clues.no_outcome", "没有选办理结果", "请选：已帮扶、不符合、已是对象，或找不到这一户。"
        )
    if outcome == _OUTCOME.KNOWN:
        _require(fresh, *Clue.OPEN_STATES)
    else:
        _require(fresh, _STATE.VERIFIED)
    if fresh.verified_by == by.get_username():
        raise Problem("clues.own_visit", "这条线索是您自己核实的，不能由您办结", "请由另一位同志看过后办结。")
    notes = found.read(fresh)
    notes["reason"] = _words(reason, "请写一句为什么这样办结。")
    found.keep(fresh, notes)
    _end(fresh, outcome, by)
    fresh.save()
    return fresh


def _end(clue: Clue, outcome: str, by: Any) -> None:
    clue.state, clue.outcome = _STATE.CLOSED, outcome
    clue.closed_on, clue.closed_by = clock.today(), by.get_username()
    trail.record("clues.closed", subject=f"clue:{clue.pk}", by=by, detail={"outcome": outcome})


def _require(clue: Clue, *states: str) -> None:
    if clue.state in states:
        return
    label = _STATE(clue.state).label
    code, remedy = {
        _STATE.RECEIVED: ("clues.not_sent", "请先分派到村。"),
        _STATE.SENT: ("clues.not_visited", "请先入户核实。"),
        _STATE.VERIFIED: ("clues.not_waiting", "已经分派并核实过，请从这条线索的页面办理。"),
        _STATE.CLOSED: ("clues.closed", "已经办结；有新情况请另报一条线索。"),
    }[_STATE(clue.state)]
    raise Problem(code, f"这条线索现在是「{label}」", remedy)


def _words(text: str, remedy: str) -> str:
    words = text.strip()
    if not words:
        raise Problem("clues.no_words", "没有写情况", remedy)
    if len(words) > WORDS:
        raise Problem("clues.too_long", "写得太长了", f"最多 {WORDS} 个字。")
    return words

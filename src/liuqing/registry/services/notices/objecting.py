"""Objections (异议): what people say against a notice, and the answer by another person.

Who said it and how to reach them is sealed. While an objection waits the notice cannot end; whether its
clock stands still meanwhile, or begins anew, the procedure says.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from liuqing.errors import Problem
from liuqing.policy import masking
from liuqing.registry import secrets
from liuqing.registry.models import Notice, Objection, Proceeding
from liuqing.registry.services import standing
from liuqing.registry.services.notices import checking, drawing, hanging
from liuqing.workflow import clock, receipts, rights, trail
from liuqing.workflow.rights import Right

CHANNELS = {"public": "公开页面", "visit": "当面", "phone": "电话", "letter": "书面"}
"""How an objection comes in; ``public`` without an account."""
PUBLIC = "公开页面"
"""How the trail calls whoever has no account."""
MOST = 1000
"""Characters of an objection."""


@transaction.atomic
def object_(
    notice: Notice, *, said: str, contact: str = "", channel: str = "public", by: Any = None,
    proceeding: Proceeding | None = None, on: date | None = None,
) -> Objection:  # fmt: skip
    """Take down an objection; its ``receipt`` is for the sender.

    Without ``by`` it is made by somebody on the public page, today. An officer of the area may enter what
    was said on a day of the hanging, some days later. Problems ``workflow.not_allowed``,
    ``notices.nothing_said``, ``notices.over``, ``notices.which_line``.
    """
    one = hanging.locked(notice)
    today = clock.today()
    day = (on or today) if by is not None else today
    if by is not None:
        _may_enter(by, one)
    _in_time(one, day, today)
    if proceeding is not None and not one.noticed.filter(proceeding=proceeding).exists():
        raise _which()
    made = _written(one, said, contact, channel if by is not None else "public", by, proceeding, day)
    _stop_the_clock(one, day)
    who = by if by is not None else PUBLIC
    told = {"channel": made.channel, "on": day, "receipt": made.receipt}
    trail.record("notices.objected", subject=drawing.subject(one), by=who, detail=told)
    return made


@transaction.atomic
def answer(
    objection: Objection, *, by: Any, upheld: bool, answer: str, outcome: str = "returned",
    proceeding: Proceeding | None = None, whole: bool = False,
) -> Objection:  # fmt: skip
    """Answer an objection; upheld, the proceeding it is about is ``returned`` or ``refused``.

    ``proceeding`` says which, if the objection did not, or ``whole``: all that are on the sheet. The clock
    goes on, or a new notice is drawn up, when nothing is left to answer. Problems ``workflow.not_allowed``, ``notices.answered``,
    ``notices.own_objection``, ``notices.no_answer``, ``notices.which_line``; those of ``standing.act``.
    """
    notice = hanging.locked(objection.notice)
    rights.require(by, Right.ANSWER_OBJECTIONS, notice.area.path)
    one = Objection.objects.select_for_update(of=("self",)).select_related("proceeding").get(pk=objection.pk)
    _may_answer(one, by, answer, outcome)
    one.upheld, one.answer, one.answered_by, one.answered_at = (
        upheld, answer.strip()[:500], by.get_username(), clock.now(),
    )  # fmt: skip
    stopped = _about(notice, one, proceeding, whole=whole) if upheld else []
    one.save(update_fields=("upheld", "answer", "answered_by", "answered_at", "proceeding"))
    _stop(notice, one, stopped, by=by, outcome=outcome)
    detail = {"receipt": one.receipt, "upheld": upheld, "outcome": outcome if upheld else ""}
    trail.record("notices.answered", subject=drawing.subject(notice), by=by, detail=detail)
    _go_on(notice, by=by)
    return one


def said(objection: Objection) -> str:
    """What the sender wrote. Whoever shows it has asked for the right before."""
    return secrets.decrypt(objection.said, _sealed(objection.receipt))


def contact(objection: Objection) -> str:
    """How the sender can be reached; "" if nothing was left."""
    return secrets.decrypt(objection.contact, _sealed(objection.receipt)) if objection.contact else ""


def _written(
    notice: Notice, said: str, contact: str, channel: str, by: Any, proceeding: Proceeding | None, day: date
) -> Objection:
    words, reach, receipt = said.strip()[:MOST], contact.strip()[:100], receipts.new()
    if not words:
        raise Problem("notices.nothing_said", "没有写有什么不同意见", "请写一句话。")
    if channel not in CHANNELS:
        raise Problem("notices.no_channel", "没有选异议怎么来的", "请选一项。")
    digits = "".join(filter(str.isdigit, reach))
    return Objection.objects.create(
        notice=notice, proceeding=proceeding, receipt=receipt, channel=channel,
        said=secrets.encrypt(words, _sealed(receipt)),
        contact=secrets.encrypt(reach, _sealed(receipt)) if reach else None,
        phone_hash=secrets.blind_index(digits, "phone") if digits else "", on=day, at=clock.now(),
        by=by.get_username() if by is not None else "",
    )  # fmt: skip


def _sealed(receipt: str) -> str:
    return f"objection/{receipt}"


def _may_enter(by: Any, notice: Notice) -> None:
    held = (Right.PROPOSE_STANDING, Right.ANSWER_OBJECTIONS, Right.REVIEW_STANDING)
    if not any(rights.can(by, right, notice.area.path) for right in held):
        rights.require(by, Right.PROPOSE_STANDING, notice.area.path)


def _in_time(notice: Notice, day: date, today: date) -> None:
    """From the day of hanging to the last minute of the last day; while the clock stands still any day."""
    if not (
        _runs_on(notice, day) and today - timedelta(days=checking.terms(today).late_entry) <= day <= today
    ):
        raise Problem(
            "notices.over", "这份公示不在公示期内，不能再提异议",
            "公示期外的情况，请向村委会、乡镇或县里反映，也可以自主申报。",
        )  # fmt: skip


def _runs_on(notice: Notice, day: date) -> bool:
    if notice.hung_on is None or day < notice.hung_on:
        return False
    if notice.state == Notice.State.PAUSED:
        return True
    return notice.state == Notice.State.HANGING and day <= hanging.until(notice)


def _stop_the_clock(notice: Notice, day: date) -> None:
    if notice.objected == "go_on" or notice.state != Notice.State.HANGING:
        return
    notice.pauses = [*notice.pauses, {"from": day.isoformat(), "to": None}]
    notice.state, notice.until = Notice.State.PAUSED, None
    notice.save(update_fields=("pauses", "state", "until"))


def _may_answer(one: Objection, by: Any, answer: str, outcome: str) -> None:
    if one.upheld is not None:
        raise Problem("notices.answered", "这条异议已经答复", "请刷新页面。")
    if one.by and one.by == by.get_username():
        raise Problem("notices.own_objection", "这条异议是您登记的，不能由您答复", "请由另一位同事核实答复。")
    if not answer.strip():
        raise Problem("notices.no_answer", "没有写答复", "请写清核实的情况和结果，提出人凭回执号能看到。")
    if "number" in masking.found(answer):
        raise Problem("notices.names_a_number", "答复里有号码", "请去掉号码再交。")
    if outcome not in ("returned", "refused"):
        raise Problem("notices.no_outcome", "没有选异议成立后怎么办", "请选退回补正或不予通过。")


def _about(notice: Notice, one: Objection, said: Proceeding | None, *, whole: bool) -> list[Proceeding]:
    """Which proceedings an objection that was upheld stops; from now on it is about just these."""
    left = {each.pk: each for each in hanging.waiting(notice)}
    if one.proceeding_id is None and not whole:
        # Said about the whole sheet, it may stop one line or all of them; that is for a person to say.
        key = said.pk if said else next(iter(left)) if len(left) == 1 else None
        if key is None or not notice.noticed.filter(proceeding=key).exists():
            raise _which()
        one.proceeding_id = key
    return [each for pk, each in left.items() if one.proceeding_id in (None, pk)]


def _which() -> Problem:
    return Problem("notices.which_line", "没有写明是公示上的哪一条", "请选公示上的一条，或选整份。")


def _stop(notice: Notice, one: Objection, stopped: list[Proceeding], *, by: Any, outcome: str) -> None:
    for each in stopped:
        key = hanging.key_of(notice, each, outcome)
        # The words of the answer stay with the answer: a step is told without anybody's name.
        said = f"公示异议成立，回执号 {one.receipt}"
        standing.act(each, by=by, step=notice.step, outcome=outcome, notice=notice, uuid=key, said=said)


def _go_on(notice: Notice, *, by: Any) -> None:
    """When nothing is left to answer: the clock goes on, begins anew, or there is nothing more to hang."""
    if hanging.open_objections(notice):
        return
    today, left = clock.today(), hanging.waiting(notice)
    if notice.state == Notice.State.PAUSED:
        notice.pauses = [*notice.pauses[:-1], {**notice.pauses[-1], "to": today.isoformat()}]
    if not left:
        hanging.close(notice, Notice.State.TAKEN_DOWN, by=by, today=today)
    elif notice.state == Notice.State.PAUSED and notice.objected == "restart":
        _anew(notice, left, by=by, today=today)
    elif notice.state == Notice.State.PAUSED:
        notice.state, notice.until = Notice.State.HANGING, hanging.last_day(notice)
        notice.save(update_fields=("pauses", "state", "until"))


def _anew(notice: Notice, left: list[Proceeding], *, by: Any, today: date) -> None:
    """The whole time again: a new notice in place of this one, to be hung by the village."""
    hanging.close(notice, Notice.State.TAKEN_DOWN, by=by, today=today)
    step = drawing.step_of(left[0], notice.step)
    words = {name: getattr(notice, name) for name in ("title", "text", "issuer", "phone")}
    made = drawing.make(
        by=by, area=notice.area, step=step, proceedings=left, words=words, on=today, replaces=notice
    )
    detail = {"replaces": notice.code, "lines": len(left)}
    trail.record("notices.drawn", subject=drawing.subject(made), by=by, detail=detail)

"""One notice with everything its page shows: the sheet, the count of days, objections, what may be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from liuqing.policy import hanging as counting
from liuqing.policy.hanging import Counted
from liuqing.policy.procedures import COUNTS, OBJECTED
from liuqing.registry.models import Notice, Noticed, Objection, Proceeding
from liuqing.registry.queries.notices import reading
from liuqing.registry.services.notices import objecting, proof
from liuqing.registry.services.standing import frozen, permission
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Line:
    """A line as people see it, with the proceeding behind it for the office."""

    n: int
    who: str
    apart: str
    group: str
    members: int | None
    category: str
    result: str
    stands: bool
    proceeding: int
    no: str
    state: str


@dataclass(frozen=True)
class Voice:
    """An objection. What was said and by whom is shown to those who answer it only."""

    pk: int
    receipt: str
    channel: str
    on: date
    at: datetime
    line: int | None
    said: str
    contact: str
    upheld: bool | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    by: str
    may_answer: bool


@dataclass(frozen=True)
class NoticePage:
    """A notice. ``sound``: the record still says what was drawn up. ``counted``: day by day."""

    record: Notice
    letters: str
    sound: bool
    town: str
    village: str
    state: str
    count: str
    objected: str
    lines: tuple[Line, ...]
    of_areas: bool
    counted: tuple[Counted, ...]
    left: int | None
    opens: date | None
    voices: tuple[Voice, ...]
    replaced_by: Notice | None
    first_day: date
    today: date
    may_hang: bool
    may_end: bool
    may_take_down: bool
    may_enter: bool
    why_not: str


def notice(user: Any, pk: int) -> NoticePage:
    """One notice. Problem ``notices.no_such_notice`` if there is none or it is not the user's."""
    one, today = reading.seen(user, pk), clock.today()
    rows = reading.on_sheet(one)
    step = frozen.of(rows[0].proceeding).step(one.step)
    acts = rights.can(user, permission.RIGHTS[step.level], one.area.path)
    voices = tuple(_voice(user, one, voice, rows) for voice in one.objections.all())
    lines = tuple(_line(one, row) for row in rows)
    why = _why_not(one, voices, lines, today)
    left = _left(one, today)
    return NoticePage(
        record=one, letters=proof.shown(one), sound=proof.sound(one), town=reading.town(one.area),
        village=one.area.name, state=Notice.State(one.state).label, count=COUNTS.get(_count(one), ""),
        objected=OBJECTED.get(_objected(one), ""), lines=lines, of_areas=any(row.proceeding.household_id is None for row in rows), counted=tuple(_days(one, today)), left=left,
        opens=one.until + timedelta(days=1) if one.until else None, voices=voices,
        replaced_by=Notice.objects.filter(replaces=one).first(),
        first_day=_first_day(one, today, step.entered_within), today=today,
        may_hang=acts and one.state == Notice.State.DRAWN, may_end=acts and not why,
        may_take_down=acts and one.state in reading.LIVE and not any(v.upheld is None for v in voices),
        may_enter=_may_enter(user, one), why_not=why if one.state in reading.UP else "",
    )  # fmt: skip


def _line(one: Notice, row: Noticed) -> Line:
    told = one.lines[row.line - 1] if 0 < row.line <= len(one.lines) else {}
    return Line(
        n=row.line, who=told.get("who", ""), apart=told.get("apart", ""), group=told.get("group", ""),
        members=told.get("members"), category=told.get("category", ""), result=told.get("result", ""),
        stands=reading.stands(one, row), proceeding=row.proceeding_id, no=row.proceeding.no,
        state=Proceeding.State(row.proceeding.state).label,
    )  # fmt: skip


def _voice(user: Any, one: Notice, voice: Objection, rows: Iterable[Noticed]) -> Voice:
    answers = rights.can(user, Right.ANSWER_OBJECTIONS, one.area.path)
    # Who wrote it down knows it anyway; nobody else of the village is to learn who objected.
    opened = answers or (bool(voice.by) and voice.by == user.get_username())
    return Voice(
        pk=voice.pk, receipt=voice.receipt, channel=objecting.CHANNELS.get(voice.channel, ""), on=voice.on,
        at=voice.at, line=next((r.line for r in rows if r.proceeding_id == voice.proceeding_id), None),
        said=objecting.said(voice) if opened else "", contact=objecting.contact(voice) if opened else "",
        upheld=voice.upheld, answer=voice.answer, answered_by=voice.answered_by, answered_at=voice.answered_at,
        by=voice.by, may_answer=answers and voice.upheld is None and voice.by != user.get_username(),
    )  # fmt: skip


def _days(one: Notice, today: date) -> Iterable[Counted]:
    if one.hung_on is None or one.days == 0:
        return ()
    last = one.until or today
    return counting.counted(one.hung_on, last, one.days, _count(one), reading.here(), reading.pauses(one))


def _left(one: Notice, today: date) -> int | None:
    """How many days still have to count after today."""
    if one.hung_on is None or one.state not in reading.UP:
        return None
    told = counting.counted(
        one.hung_on, max(today, one.hung_on), one.days, _count(one), reading.here(), reading.pauses(one)
    )
    return max(0, one.days - max((day.n or 0 for day in told), default=0))


def _why_not(one: Notice, voices: Iterable[Voice], lines: Iterable[Line], today: date) -> str:
    """Why it cannot be ended now; "" if it can."""
    if any(voice.upheld is None for voice in voices):
        return "还有异议没有答复"
    if one.state != Notice.State.HANGING or one.until is None:
        return "没有在公示"
    if today <= one.until:
        return f"公示期到 {one.until} 当天结束"
    return "" if any(line.stands for line in lines) else "公示上的事项都已撤回或退回"


def _first_day(one: Notice, today: date, entered_within: int) -> date:
    drawn: date = timezone.localtime(one.drawn_at).date()
    return max(drawn, today - timedelta(days=entered_within))


def _may_enter(user: Any, one: Notice) -> bool:
    """Whether the user may write down what somebody said against it."""
    return one.state in reading.UP and any(rights.can(user, right, one.area.path) for right in reading.ACTING)


def _count(one: Notice) -> Any:
    return one.count


def _objected(one: Notice) -> Any:
    return one.objected

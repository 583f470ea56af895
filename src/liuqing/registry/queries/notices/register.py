"""The register of notices (公示台账): what hung where, from when to when, what was said and answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from liuqing.policy.procedures import COUNTS, LEVELS
from liuqing.registry.models import Notice, Objection
from liuqing.registry.queries.notices import reading
from liuqing.registry.services.notices import objecting, proof
from liuqing.registry.services.standing import frozen


@dataclass(frozen=True)
class Entry:
    """A notice in the register, in the order of its columns."""

    town: str
    village: str
    title: str
    kind: str
    at: str
    code: str
    letters: str
    lines: int
    counting: str
    hung_on: date | None
    until: date | None
    ended_on: date | None
    state: str
    pauses: str
    objections: int
    upheld: int
    waiting: int
    hung_by: str
    ended_by: str


@dataclass(frozen=True)
class Answered:
    """An objection in the register: never what was said, nor by whom."""

    code: str
    title: str
    receipt: str
    channel: str
    on: date
    result: str
    answer: str
    answered_on: date | None
    answered_by: str


def entries(user: Any, code: str | None) -> Iterator[Entry]:
    """Every notice of an area, the newest first. Problem ``registry.no_such_area``."""
    for one in _of(user, code).order_by("area__code", "-pk").iterator(chunk_size=500):
        yield _entry(one)


def answers(user: Any, code: str | None) -> Iterator[Answered]:
    """Every objection to them with its answer."""
    told = Objection.objects.filter(notice__in=_of(user, code)).select_related("notice").order_by("on", "pk")
    for one in told:
        result = "待答复" if one.upheld is None else "成立" if one.upheld else "不成立"
        yield Answered(
            one.notice.code, one.notice.title, one.receipt, objecting.CHANNELS.get(one.channel, ""), one.on, result,
            one.answer, timezone.localtime(one.answered_at).date() if one.answered_at else None, one.answered_by,
        )  # fmt: skip


def _of(user: Any, code: str | None) -> Any:
    return reading.of_user(user).filter(area__path__startswith=reading.area(user, code).path)


def _entry(one: Notice) -> Entry:
    said = list(one.objections.values_list("upheld", flat=True))
    pauses = "；".join(f"{start} 至 {end or '今'}" for start, end in reading.pauses(one))
    counting = (
        f"{one.days} {COUNTS['working' if one.count == 'working' else 'calendar']}" if one.days else "公告"
    )
    return Entry(
        town=reading.town(one.area), village=one.area.name, title=one.title, kind=one.label, at=_at(one),
        code=one.code, letters=proof.shown(one), lines=len(one.lines), counting=counting, hung_on=one.hung_on,
        until=one.until, ended_on=one.ended_on, state=Notice.State(one.state).label, pauses=pauses,
        objections=len(said), upheld=sum(bool(answer) for answer in said),
        waiting=sum(answer is None for answer in said), hung_by=one.hung_by, ended_by=one.ended_by,
    )  # fmt: skip


def _at(one: Notice) -> str:
    """Where it hangs, in words; the area itself if the procedure names no place."""
    first = one.noticed.select_related("proceeding").first()
    step = frozen.of(first.proceeding).step(one.step) if first else None
    return "、".join(LEVELS[level] for level in step.notice.at) if step and step.notice else ""

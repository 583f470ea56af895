"""A notice step (公示公告): finished only by a notice that hung, for this proceeding, in this round."""

from collections.abc import Iterable

from django.db.models import QuerySet

from liuqing.policy.procedures import Step
from liuqing.registry.models import Act, Notice, Noticed, Objection, Proceeding
from liuqing.registry.services.standing.chain import Handed
from liuqing.registry.services.standing.checking import FORWARD
from liuqing.registry.services.standing.faults import Fault, refuse

_HUNG = (Notice.State.HANGING, Notice.State.PAUSED, Notice.State.ENDED, Notice.State.TAKEN_DOWN)


def check(proceeding: Proceeding, step: Step, handed: Handed, before: Act | None) -> None:
    """Problem ``standing.notice`` unless the notice bears the outcome out."""
    faults = _faults(proceeding, step, handed, before) if step.kind == "notice" else _none(step, handed)
    refuse("standing.notice", faults, "请在公示公告页面张贴、到期后办结，由系统记入这一步。")


def _none(step: Step, handed: Handed) -> Iterable[Fault]:
    if handed.notice is not None:
        yield "notice", f"「{step.label}」不是公示公告"


def _faults(proceeding: Proceeding, step: Step, handed: Handed, before: Act | None) -> Iterable[Fault]:
    notice = handed.notice
    if notice is None:
        yield "notice", f"「{step.label}」要由公示公告办结，不能直接办理"
        return
    if (notice.procedure, notice.step) != (proceeding.procedure, step.key):
        yield "notice", "这份公示不是这一步的"
    if not Noticed.objects.filter(notice=notice, proceeding=proceeding, round=proceeding.round).exists():
        yield "notice", "这份公示上没有这件事，或是上一轮的公示"
    yield from _ended(step, notice, before) if handed.outcome in FORWARD else _stopped(proceeding, notice)
    if handed.outcome in FORWARD:
        yield from _objections(proceeding, notice)


def _ended(step: Step, notice: Notice, before: Act | None) -> Iterable[Fault]:
    hanging = step.notice
    if notice.state != Notice.State.ENDED or notice.ended_on is None:
        yield "notice", "公示还没有期满办结"
    if hanging and notice.days < hanging.days:
        yield "notice", f"公示 {notice.days} 天，少于应公示的 {hanging.days} 天"
    if notice.hung_on is None or (before and notice.hung_on < before.on):
        yield "notice", "公示张贴早于上一步"


def _stopped(proceeding: Proceeding, notice: Notice) -> Iterable[Fault]:
    if notice.state not in _HUNG or not _upheld(proceeding, notice).exists():
        yield "notice", "没有成立的异议，不能因公示退回或不通过"


def _objections(proceeding: Proceeding, notice: Notice) -> Iterable[Fault]:
    if Objection.objects.filter(notice=notice, upheld=None).exists():
        yield "notice", "还有异议没有答复"
    if _upheld(proceeding, notice).exists():
        yield "notice", "对这件事的异议成立，不能按公示无异议办结"


def _upheld(proceeding: Proceeding, notice: Notice) -> QuerySet[Objection]:
    found = Objection.objects.filter(notice=notice, upheld=True)
    return found.filter(proceeding=proceeding) | found.filter(proceeding=None)

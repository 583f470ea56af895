"""Hanging (张贴): from which day a sheet hangs, its end, taking it down; and whether a project was announced."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.planning.models import Announcement, Project, Stage
from liuqing.planning.services.announcements import permission, proof, reading
from liuqing.policy import announcing, project_life
from liuqing.policy import hanging as counting
from liuqing.registry.services.notices import REASONS
from liuqing.workflow import clock, trail

__all__ = ["REASONS", "end", "hang", "hung", "take_down"]
LIVE = (Announcement.State.DRAWN, Announcement.State.HANGING)


@transaction.atomic
def hang(announcement: Announcement, *, by: Any, on: date | None = None) -> Announcement:
    """The sheet hangs since ``on`` (today); ``until`` is its last day, None: it stays for good.

    Problems ``workflow.not_allowed``, ``announcements.not_drawn``, ``announcements.bad_day``,
    ``announcements.changed``.
    """
    one = _allowed(announcement, by)
    if one.state != Announcement.State.DRAWN:
        raise Problem("announcements.not_drawn", "这份公示已经张贴或撤下", "请刷新页面。")
    today = clock.today()
    day = on or today
    _check_day(one, day, today)
    sound(one)
    one.state, one.hung_by, one.hung_on = Announcement.State.HANGING, by.get_username(), day
    one.until = _last_day(one, day)
    one.save(update_fields=("state", "hung_by", "hung_on", "until"))
    detail = {"on": day, "until": one.until}
    trail.record("announcements.hung", subject=reading.subject(one), by=by, detail=detail)
    return one


@transaction.atomic
def end(announcement: Announcement, *, by: Any) -> Announcement:
    """The days are over and everything was answered.

    Problems ``workflow.not_allowed``, ``announcements.not_hanging``, ``announcements.opinion_open``,
    ``announcements.still_hanging``, ``announcements.changed``.
    """
    one = _allowed(announcement, by)
    if one.state != Announcement.State.HANGING or one.until is None:
        raise Problem("announcements.not_hanging", "这份公示没有在计时，或是长期公开的", "请刷新页面。")
    _answered(one)
    sound(one)
    # Counted again: the holidays of the year may have been entered after it was hung.
    last = max(one.until, _last_day(one, one.hung_on) or one.until)
    if clock.today() <= last:
        raise Problem("announcements.still_hanging", f"公示到 {last} 当天结束才满，意见到那时都可以提",
                      f"请在 {last + timedelta(days=1)} 起办理。")  # fmt: skip
    return _close(one, Announcement.State.ENDED, by=by, detail={"hung_on": one.hung_on, "until": last})


@transaction.atomic
def take_down(announcement: Announcement, *, by: Any, reason: str) -> Announcement:
    """Take the sheet down before its time; what stood on it was then not announced.

    Problems ``workflow.not_allowed``, ``announcements.not_hanging``, ``announcements.no_reason``,
    ``announcements.opinion_open``.
    """
    one = _allowed(announcement, by)
    if reason not in REASONS:
        raise Problem("announcements.no_reason", "没有选撤下的原因", "请选一项原因。")
    if one.state not in LIVE:
        raise Problem("announcements.not_hanging", "这份公示已经结束或撤下", "请刷新页面。")
    _answered(one)
    return _close(one, Announcement.State.TAKEN_DOWN, by=by, detail={"reason": reason})


def hung(project: Project, kind: str) -> bool:
    """Whether the project was announced as the kind asks: on every board, for all its days, since it was last
    sent back. A sheet for good counts from its first day. False for a kind that the place does not have.
    """
    told = announcing.kinds(reading.here(), clock.today()).get(kind)
    if told is None:
        return False
    sheets = Announcement.objects.filter(announced__project=project, kind=kind)
    sent_back = _sent_back(project, told.version.from_state)
    since = sheets.filter(drawn_at__gt=sent_back) if sent_back else sheets
    full = {one.level for one in since if is_full(one) and proof.sound(one)}
    return all(board.level in full for board in told.asked(reading.level(project.area)))


def voided(stage: str, kind_from: str) -> bool:
    """Whether a project that was sent back at a stage has to be announced anew for a kind due from a state."""
    life, order = project_life.stated(reading.here()), project_life.STAGES
    told = life.stages.get(stage)
    back_to = told.returns_to if told and told.returns_to else ""
    reached = order.index(back_to) if back_to else -1
    return kind_from in order and order.index(kind_from) > reached


def is_full(one: Announcement) -> bool:
    """Whether a sheet has hung as long as it had to."""
    return one.state == Announcement.State.ENDED or (
        one.state == Announcement.State.HANGING and one.days is None
    )


def sound(one: Announcement) -> None:
    """Problem ``announcements.changed`` if the record no longer says what was drawn up."""
    if not proof.sound(one):
        raise Problem("announcements.changed", "公示的内容、张贴日期或意见和留痕不符，有人改动过记录",
                      "请停止办理，报系统管理员查留痕，另拟一份公示。")  # fmt: skip


def _sent_back(project: Project, kind_from: str) -> datetime | None:
    """When the project was last sent back to before the kind is due; None if never."""
    returned = project.stages.filter(outcome=Stage.Outcome.RETURNED).values_list("key", "at")
    return max((at for key, at in returned if voided(key, kind_from)), default=None)


def _allowed(announcement: Announcement, by: Any) -> Announcement:
    one = reading.locked(announcement)
    permission.require(by, one.level, one.area, reading.projects(one))
    return one


def _answered(one: Announcement) -> None:
    if one.opinions.filter(answered_by="").exists():
        raise Problem("announcements.opinion_open", "还有意见没有答复", "请先核实并答复。")


def _last_day(one: Announcement, day: date | None) -> date | None:
    if one.days is None or day is None:
        return None
    count = "working" if one.count == "working" else "calendar"
    return counting.last_day(day, one.days, count, reading.here())


def _check_day(one: Announcement, day: date, today: date) -> None:
    within = announcing.declared(reading.here()).levels[one.level].entered_within
    first = max(timezone.localtime(one.drawn_at).date(), today - timedelta(days=within))
    if not first <= day <= today:
        span = f"{first} 到 {today}" if first < today else f"今天（{today}）"
        raise Problem(
            "announcements.bad_day", f"张贴日期只能是{span}", "超过补录期限的，请补贴一份，从今天起算。"
        )


def _close(one: Announcement, state: str, *, by: Any, detail: dict[str, Any]) -> Announcement:
    one.state, one.ended_on = state, clock.today()
    one.save(update_fields=("state", "ended_on"))
    trail.record(f"announcements.{state}", subject=reading.subject(one), by=by, detail=detail)
    return one

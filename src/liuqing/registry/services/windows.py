"""Windows (动态调整): planned, opened, gone through stage by stage, closed with a balance that comes out.

The opening is the register before anything of the first day, the closing that of the last day; both
are frozen. A closed window is never opened again: what was wrong is put right in a new one.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from liuqing.errors import Problem
from liuqing.policy import place
from liuqing.policy.windows import STAGES, proposals
from liuqing.registry.models import Area, Snapshot, SourceFile, Visited, Window
from liuqing.registry.queries.windows import balances
from liuqing.registry.queries.windows.sealing import sealed
from liuqing.registry.services import areas, snapshots
from liuqing.registry.services.snapshots import Progress
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

Dates = Mapping[str, tuple[date, date]]
"""First and last day by the key of a stage."""
NO_WORDS = 4
"""Fewer characters than this explain nothing."""


@transaction.atomic
def plan(
    *, by: Any, year: int, label: str = "", calendar: str = "yearly", dates: Dates | None = None
) -> Window:
    """Plan a window with the dates that the place proposes, or with those given.

    Problems ``workflow.not_allowed``, ``windows.no_calendar``, ``windows.bad_dates``,
    ``windows.overlap``.
    """
    rights.require(by, Right.MANAGE_WINDOWS, areas.root_path())
    stages = _stages(year, calendar, dates)
    first, last = _ends(stages)
    _refuse_overlap(first, last, None)
    window = Window.objects.create(
        label=label.strip()[:60] or f"{year}年动态调整", year=year, opens_on=first, closes_on=last, stages=stages,
        by=by.get_username(), at=clock.now(),
    )  # fmt: skip
    trail.record(
        "windows.planned", subject=f"window:{window.pk}", by=by, detail={"first": first, "last": last}
    )
    return window


@transaction.atomic
def change(window: Window, *, by: Any, dates: Dates) -> Window:
    """Change the dates of stages; once it is open only days that have not passed may move.

    Problems as in ``plan``, and ``windows.closed``, ``windows.passed``.
    """
    rights.require(by, Right.MANAGE_WINDOWS, areas.root_path())
    window = _locked(window)
    if window.state == Window.State.CLOSED:
        raise _closed()
    before, stages = window.stages, _dated(dates, {one["key"]: one["label"] for one in window.stages})
    if window.state == Window.State.OPEN:
        _refuse_past(before, stages, clock.today())
    window.stages = stages
    window.opens_on, window.closes_on = _ends(stages)
    _refuse_overlap(window.opens_on, window.closes_on, window.pk)
    window.save(update_fields=("stages", "opens_on", "closes_on"))
    trail.record(
        "windows.changed", subject=f"window:{window.pk}", by=by, detail={"before": before, "after": stages}
    )
    return window


def open_(window: Window, *, by: Any, progress: Progress | None = None) -> Window:
    """Begin: freeze the register as it was before the first day, and let procedures belong to the window.

    Problems ``workflow.not_allowed``, ``windows.not_planned``, ``windows.too_early``,
    ``windows.another_open``, and those of taking a snapshot.
    """
    rights.require(by, Right.MANAGE_WINDOWS, areas.root_path())
    _refuse_opening(window)
    opening = snapshots.take(on=window.opens_on - timedelta(days=1), by=by, progress=progress)
    return _open(window, opening, by)


@transaction.atomic
def _open(window: Window, opening: Snapshot, by: Any) -> Window:
    window = _locked(window)
    # Somebody else may have been faster while the register was frozen.
    _refuse_opening(window)
    window.state, window.opening = Window.State.OPEN, opening
    window.save(update_fields=("state", "opening"))
    trail.record("windows.opened", subject=f"window:{window.pk}", by=by, detail={"snapshot": opening.pk})
    return window


def close(window: Window, *, by: Any, progress: Progress | None = None) -> Window:
    """End: freeze the register of the last day and keep the balance.

    Problems ``workflow.not_allowed``, ``windows.not_open``, ``windows.not_over``,
    ``windows.unbalanced``, ``windows.unexplained``, and those of taking a snapshot.
    """
    rights.require(by, Right.MANAGE_WINDOWS, areas.root_path())
    _refuse_closing(window)
    # Asked before the minutes that a snapshot takes, and again of what was frozen.
    _refuse_unexplained(window, balances.unexplained(balances.walked_through(window).changes))
    closing = snapshots.take(on=window.closes_on, by=by, progress=progress)
    return _close(window, closing, by)


@transaction.atomic
def _close(window: Window, closing: Snapshot, by: Any) -> Window:
    window = _locked(window)
    _refuse_closing(window)
    window.closing = closing
    walked = balances.walked_through(window)
    kept = balances.kept_as(walked)
    _refuse_unexplained(window, balances.unexplained(walked.changes))
    window.balance = {**kept, "explained": window.balance.get("explained", {})}
    window.state, window.closed_by = Window.State.CLOSED, by.get_username()
    root = Area.objects.get(parent=None)
    if not balances.line(root, walked).balanced:
        raise Problem(
            "windows.unbalanced",
            "期初加变动不等于期末，不能结束",
            "请在平衡表里查看不平的地方，改正后再结束。",
        )
    window.save(update_fields=("state", "closing", "balance", "closed_by"))
    trail.record(
        "windows.closed", subject=f"window:{window.pk}", by=by,
        detail={"snapshot": closing.pk, "changes": len(walked.changes), "explained": len(window.balance["explained"])},
    )  # fmt: skip
    return window


@transaction.atomic
def explain(window: Window, *, by: Any, unit: str, key: int, said: str) -> Window:
    """Say in words why a household or person came or went without a procedure. Kept encrypted.

    Problems ``workflow.not_allowed``, ``windows.not_open``, ``windows.no_words``, ``windows.identity``.
    """
    rights.require(by, Right.MANAGE_WINDOWS, areas.root_path())
    window = _locked(window)
    if window.state != Window.State.OPEN:
        raise _not_open()
    words = said.strip()
    if len(words) < NO_WORDS:
        raise Problem(
            "windows.no_words", "没有写明原因", "请写明这一变动为什么没有程序，例如依据哪一份文件、哪一天。"
        )
    if trail.looks_like_identity(words):
        raise Problem("windows.identity", "说明里有身份证号码", "请删去号码，写户编号或姓名即可。")
    told = {
        "by": by.get_username(),
        "at": clock.now().isoformat(timespec="seconds"),
        "said": sealed(words[:500]),
    }
    explained = {**window.balance.get("explained", {}), f"{unit}:{key}": told}
    window.balance = {**window.balance, "explained": explained}
    window.save(update_fields=("balance",))
    trail.record("windows.explained", subject=f"window:{window.pk}", by=by, detail={"unit": unit, "key": key})
    return window


@transaction.atomic
def done(window: Window, area: Area, *, by: Any, stage: str, on: date | None = None) -> Visited:
    """A village is done with a stage: its sheets came back, or were entered. Said twice counts once.

    Collection is the village's to say, the other stages the town's or the county's. Problems
    ``workflow.not_allowed``, ``windows.not_open``, ``windows.no_stage``, ``windows.not_begun``,
    ``windows.future``.
    """
    _require_for(by, area, stage)
    window = _locked(window)
    if window.state != Window.State.OPEN:
        raise _not_open()
    day = on or clock.today()
    _refuse_day(window, stage, day)
    if area.level != Area.Level.VILLAGE:
        raise Problem("windows.no_village", "只能按村标记完成", "请进入具体的村再标记。")
    visited, made = Visited.objects.get_or_create(
        window=window,
        area=area,
        stage=stage,
        defaults={"on": day, "by": by.get_username(), "at": clock.now()},
    )
    if made:
        trail.record(
            "windows.done", subject=area.code, by=by, detail={"window": window.pk, "stage": stage, "on": day}
        )
    return visited


@transaction.atomic
def undone(window: Window, area: Area, *, by: Any, stage: str) -> None:
    """Take a mark back that was set by mistake, while the window is open."""
    if not rights.can(by, Right.MANAGE_WINDOWS, area.path):
        rights.require(by, Right.REVIEW_STANDING, area.path)
    window = _locked(window)
    if window.state != Window.State.OPEN:
        raise _not_open()
    taken, _ = Visited.objects.filter(window=window, area=area, stage=stage).delete()
    if taken:
        trail.record("windows.undone", subject=area.code, by=by, detail={"window": window.pk, "stage": stage})


# Dates


def _stages(year: int, calendar: str, dates: Dates | None) -> list[dict[str, str]]:
    proposed = proposals(place.load(settings.WORKSPACE.place), year).get(calendar)
    labels = {one.key: one.label for one in proposed.stages} if proposed else dict(STAGES)
    if dates:
        return _dated(dates, labels)
    if proposed is None:
        raise Problem(
            "windows.no_calendar",
            f"没有 {year} 年的动态调整日程",
            "请逐个阶段填写起止日期，或在地方的 windows.yaml 里补上。",
        )
    return _dated({one.key: (one.first, one.last) for one in proposed.stages}, labels)


def _dated(dates: Dates, labels: Mapping[str, str]) -> list[dict[str, str]]:
    unknown = set(dates) - set(STAGES)
    if unknown or not dates:
        raise _bad("没有认识的阶段", f"可用的阶段：{'、'.join(STAGES.values())}。")
    for key, (first, last) in dates.items():
        if last < first:
            raise _bad(
                f"「{labels.get(key, STAGES[key])}」的结束日期早于开始日期", "请核对这个阶段的起止日期。"
            )
    if max(last for _, last in dates.values()) <= min(first for first, _ in dates.values()):
        raise _bad("整个窗口只有一天", "开始和结束至少相差一天。")
    return [
        {"key": key, "label": labels.get(key, STAGES[key]), "first": dates[key][0].isoformat(),
         "last": dates[key][1].isoformat()}
        for key in STAGES if key in dates
    ]  # fmt: skip


def _ends(stages: Sequence[Mapping[str, str]]) -> tuple[date, date]:
    first, last = min(one["first"] for one in stages), max(one["last"] for one in stages)
    return date.fromisoformat(first), date.fromisoformat(last)


def _bad(what: str, remedy: str) -> Problem:
    return Problem("windows.bad_dates", what, remedy)


def _refuse_overlap(first: date, last: date, but: int | None) -> None:
    others = Window.objects.exclude(pk=but).filter(opens_on__lte=last, closes_on__gte=first)
    if (other := others.first()) is not None:
        raise Problem(
            "windows.overlap", f"与「{other.label}」（{other.opens_on} 至 {other.closes_on}）的日期重叠",
            "一天只能属于一个窗口，请调整日期。",
        )  # fmt: skip


def _refuse_past(
    before: Sequence[Mapping[str, str]], after: Sequence[Mapping[str, str]], today: date
) -> None:
    """A day that is over stays where it is: reports already rest on it."""
    now, passed = {one["key"]: one for one in after}, today.isoformat()
    first = min(one["first"] for one in before)
    if min(one["first"] for one in after) != first:
        raise Problem(
            "windows.passed", "窗口已经打开，第一天不能再改", "期初已经冻结；只能改还没有到的日期。"
        )
    for one in before:
        end = one["last"]
        if one["key"] not in now or (end < passed and now[one["key"]]["last"] < end):
            raise Problem(
                "windows.passed", f"「{one['label']}」已经过去，不能缩短或删去", "只能改还没有到的日期。"
            )


# What stands in the way


def _require_for(by: Any, area: Area, stage: str) -> None:
    if stage == "collection" and rights.can(by, Right.PROPOSE_STANDING, area.path):
        return
    if not rights.can(by, Right.MANAGE_WINDOWS, area.path):
        rights.require(by, Right.REVIEW_STANDING, area.path)


def _locked(window: Window) -> Window:
    return Window.objects.select_for_update().get(pk=window.pk)


def _refuse_opening(window: Window) -> None:
    if window.state != Window.State.PLANNED:
        raise Problem(
            "windows.not_planned", "这个窗口已经打开过", "结束了的窗口不能再打开；要更正，请新建一个窗口。"
        )
    if clock.today() < window.opens_on:
        raise Problem(
            "windows.too_early", f"这个窗口 {window.opens_on} 才开始",
            "期初是开始前一天的台账，要等那一天过完；也可以先改日期。",
        )  # fmt: skip
    if (other := Window.objects.filter(state=Window.State.OPEN).first()) is not None:
        raise Problem("windows.another_open", f"「{other.label}」还没有结束", "请先结束它，再打开新的。")


def _refuse_closing(window: Window) -> None:
    if window.state == Window.State.CLOSED:
        raise _closed()
    if window.state != Window.State.OPEN:
        raise _not_open()
    if clock.today() <= window.closes_on:
        raise Problem(
            "windows.not_over", f"这个窗口的最后一天是 {window.closes_on}，还没有过完",
            "期末包含最后一天的全部变动，请从第二天起结束；也可以先把最后一天提前。",
        )  # fmt: skip


def _refuse_unexplained(window: Window, found: Sequence[Any]) -> None:
    explained = window.balance.get("explained", {})
    open_ = {f"{one.unit}:{one.key}" for one in found} - explained.keys()
    if open_:
        raise Problem(
            "windows.unexplained", f"有 {len(open_)} 户、人的变动没有程序也没有名单，不能结束",
            "请在平衡表的「原因不明」里逐条写明原因，或补办程序。",
        )  # fmt: skip


def _refuse_day(window: Window, stage: str, day: date) -> None:
    found = next((one for one in window.stages if one["key"] == stage), None)
    if found is None:
        raise Problem("windows.no_stage", "这个窗口没有这个阶段", "请核对阶段。")
    if day > clock.today():
        raise Problem("windows.future", f"{day} 还没有到", "请写实际完成的那一天。")
    if day.isoformat() < found["first"]:
        raise Problem(
            "windows.not_begun", f"「{found['label']}」{found['first']} 才开始", "开始以后再标记完成。"
        )


def _closed() -> Problem:
    return Problem("windows.closed", "这个窗口已经结束", "结束了的窗口不能再改；要更正，请新建一个窗口。")


def _not_open() -> Problem:
    return Problem("windows.not_open", "这个窗口没有打开", "请先由县里打开窗口。")


# The demo


def demo(*, by: Any) -> Window | None:
    """For the demo county: the window of the register's last year, gone through, and this year's, open.

    Takes three snapshots at the most. Returns the one that is open; None out of season.
    """
    today = clock.today()
    last = SourceFile.objects.filter(kind__startswith="register_").exclude(on=None).order_by("-on").first()
    year = last.on.year if last and last.on else today.year - 1
    if year < today.year:
        gone = open_(plan(by=by, year=year), by=by)
        for one in balances.unexplained(balances.walked_through(gone).changes):
            explain(gone, by=by, unit=one.unit, key=one.key, said="演示数据里没有这一变动的程序")
        close(gone, by=by)
    running = plan(by=by, year=today.year)
    return open_(running, by=by) if running.opens_on <= today else None

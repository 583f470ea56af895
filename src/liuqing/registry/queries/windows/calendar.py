"""The windows of the county, and where one of them stands today."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from liuqing.errors import Problem
from liuqing.policy import place
from liuqing.policy.windows import Proposal, proposals
from liuqing.registry.models import Area, Window
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Stage:
    """A stage with its days. ``state``: past, now or coming."""

    key: str
    label: str
    first: date
    last: date
    state: str

    @property
    def days(self) -> int:
        """How many days it takes, both ends counted."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Head:
    """A window as a list and a page head it."""

    window: Window
    stages: tuple[Stage, ...]
    today: date

    @property
    def now(self) -> Stage | None:
        """The stage that is on today."""
        return next((one for one in self.stages if one.state == "now"), None)

    @property
    def days_left(self) -> int:
        """Days until the last, which counts; 0 when it is over."""
        return max(0, (self.window.closes_on - self.today).days + 1)

    @property
    def over(self) -> bool:
        """Whether the last day has passed, so that it may be closed."""
        return self.today > self.window.closes_on


def windows(user: Any) -> tuple[Head, ...]:
    """Every window, the latest first. Problem ``registry.no_such_window`` for who may see no board."""
    today = clock.today()
    return tuple(head(one, today) for one in _seen(user))


def window(user: Any, pk: int) -> Window:
    """The window of that number. Problem ``registry.no_such_window``."""
    found = _seen(user).filter(pk=pk).first()
    if found is None:
        raise no_such_window()
    return found


def head(one: Window, today: date | None = None) -> Head:
    """The window with its stages."""
    day = today or clock.today()
    return Head(one, tuple(_stage(stage, day) for stage in one.stages), day)


def current() -> Window | None:
    """The window that is open, if one is."""
    return Window.objects.filter(state=Window.State.OPEN).first()


def latest(user: Any) -> Window:
    """The window that is open, else the last one that was. Problem ``windows.none``."""
    found = current() or _seen(user).filter(state=Window.State.CLOSED).first()
    if found is None:
        raise Problem("windows.none", "还没有打开过动态调整窗口", "请先由县里计划并打开窗口。")
    return found


def proposed(year: int) -> dict[str, Proposal]:
    """What the place proposes for a year, by the key of the calendar."""
    return proposals(place.load(settings.WORKSPACE.place), year)


def may_manage(user: Any) -> bool:
    """Whether the user plans, opens and closes windows of this county."""
    root = Area.objects.filter(parent=None).values_list("path", flat=True).first()
    return rights.can(user, Right.MANAGE_WINDOWS, root or "")


def no_such_window() -> Problem:
    """The one answer for a window that does not exist or is not the user's."""
    return Problem("registry.no_such_window", "没有这个动态调整窗口", "请从动态调整的列表进入。")


def _seen(user: Any) -> QuerySet[Window]:
    if not rights.can(user, Right.SEE_BOARD):
        raise no_such_window()
    return Window.objects.select_related("opening", "closing")


def _stage(told: dict[str, str], today: date) -> Stage:
    first, last = date.fromisoformat(told["first"]), date.fromisoformat(told["last"])
    state = "past" if last < today else "coming" if first > today else "now"
    return Stage(told["key"], told["label"], first, last, state)

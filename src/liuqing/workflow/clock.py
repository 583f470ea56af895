"""The clock (日期): which day it is for an act, and refusal where the machine's clock went back.

Every act of the record is dated by the server. A clock that stands before the last event of the trail
would let an act be back-dated without anybody meaning to, so nothing is done until it is put right.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from liuqing.errors import Problem
from liuqing.workflow.models import Event

SLACK = timedelta(minutes=2)
"""Clocks are put right by seconds all the time; that is not going back."""
_held: ContextVar[list[date] | None] = ContextVar("held", default=None)


def now() -> datetime:
    """This moment. Problem ``workflow.clock_went_back`` if the trail already knows a later one."""
    moment = datetime.now(UTC)
    last = Event.objects.order_by("-pk").values_list("at", flat=True).first()
    if last is not None and moment < last - SLACK:
        raise Problem(
            "workflow.clock_went_back",
            f"服务器的时间（{timezone.localtime(moment):%Y-%m-%d %H:%M}）早于最后一条留痕的时间，现在不能办理",
            "请系统管理员校准服务器的日期和时间后再办。",
        )
    return moment


def today() -> date:
    """The office's day of this moment, by the same rule."""
    held = _held.get()
    if held is None:
        return timezone.localtime(now()).date()
    if not held:
        held.append(timezone.localtime(now()).date())
    return held[0]


@contextmanager
def one_day() -> Iterator[None]:
    """Within it there is one day, read when it is first asked for: a page that is read over midnight tells of one
    day from its first line to its last. For reading only; an act asks for its own day.
    """
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)

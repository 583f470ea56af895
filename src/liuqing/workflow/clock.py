"""The clock (日期): which day it is for an act, and refusal where the machine's clock went back.

Every act of the record is dated by the server. A clock that stands before the last event of the trail
would let an act be back-dated without anybody meaning to, so nothing is done until it is put right.
"""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from liuqing.errors import Problem
from liuqing.workflow.models import Event

SLACK = timedelta(minutes=2)
"""Clocks are put right by seconds all the time; that is not going back."""


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
    return timezone.localtime(now()).date()

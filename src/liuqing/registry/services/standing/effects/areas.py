"""Villages, townships and the county leave the list (村、乡、县退出)."""

from collections.abc import Iterable

from liuqing.registry.models import AreaStanding
from liuqing.registry.services.standing.effects import rows
from liuqing.registry.services.standing.effects.doing import Change, Doing
from liuqing.registry.services.standing.faults import Fault
from liuqing.registry.services.standing.state import State

EXITED = AreaStanding.Status.EXITED


def _exit(doing: Doing) -> Iterable[Fault]:
    if doing.before["standing"] == EXITED:
        yield "", "这个地方已经退出"


def _exited(doing: Doing) -> State:
    return {"standing": str(EXITED), "since": ""}


def _apply(doing: Doing) -> None:
    for one in AreaStanding.objects.filter(area=doing.area, until=None):
        one.until = rows.not_before(doing.on, one.since)
        one.save(update_fields=("until",))
    AreaStanding.objects.create(
        area=doing.area, status=EXITED, since=doing.on, said_on=doing.on, proceeding=doing.proceeding
    )


CHANGES = {name: Change(_exited, _apply, _exit) for name in ("area_exit", "county_exit")}

"""Monitored or not (纳入监测, 风险消除): whether or not the household is in the register."""

from collections.abc import Iterable
from datetime import date

from liuqing.registry.models import Measure, Monitoring, Standing
from liuqing.registry.services.standing.effects import rows
from liuqing.registry.services.standing.effects.doing import Change, Doing
from liuqing.registry.services.standing.faults import Fault
from liuqing.registry.services.standing.state import State

UNSTABLE, EDGE, SUDDEN = "脱贫不稳定户", "边缘易致贫户", "突发严重困难户"
TAKEN_BACK = "风险消除回退"


def _watch(doing: Doing) -> Iterable[Fault]:
    if doing.before["monitored"]:
        yield "", f"这一户已是监测对象（{doing.before['monitored']}）"
    kind, standing = doing.said.get("kind"), doing.before["standing"]
    if kind == UNSTABLE and standing != Standing.Status.EXITED:
        yield "kind", "脱贫不稳定户应是已脱贫的户"
    if kind == EDGE and standing:
        yield "kind", "边缘易致贫户应是不在册的户"


def _help(doing: Doing) -> Iterable[Fault]:
    yield from _watch(doing)


def _removable(doing: Doing) -> Iterable[Fault]:
    if not doing.before["monitored"]:
        yield "", "这一户现在不是监测对象"


def _again(doing: Doing) -> Iterable[Fault]:
    if doing.before["monitored"]:
        yield "", f"这一户已是监测对象（{doing.before['monitored']}）"
    elif last(doing) is None:
        yield "", "这一户没有消除过风险，请办理纳入监测"


def last(doing: Doing) -> Monitoring | None:
    """The monitoring that ended last."""
    found = Monitoring.objects.filter(household=doing.household).exclude(removed_on=None)
    return found.order_by("removed_on", "pk").last()


def _kind(doing: Doing) -> str:
    """Of which kind it is when it is marked again: by its standing now, unless it was a sudden hardship."""
    before = last(doing)
    if before is None or before.kind == SUDDEN:
        return SUDDEN
    return {"": EDGE, Standing.Status.EXITED: UNSTABLE}.get(doing.before["standing"], SUDDEN)


def _watched(doing: Doing) -> State:
    return {**doing.before, "monitored": doing.said["kind"], "risks": doing.said["risks"]}


def _marked(doing: Doing) -> State:
    return {**doing.before, "monitored": _kind(doing), "risks": doing.said["risks"]}


def _back(doing: Doing) -> State:
    before = last(doing)
    risks = list(before.risks) if before else []
    return {**doing.before, "monitored": _kind(doing), "risks": risks}


def _apply_watch(doing: Doing) -> None:
    rows.monitored(doing, doing.said["kind"], doing.said["risks"])


def _apply_help(doing: Doing) -> None:
    """Help came first: the measure is told with the day on which it began."""
    _apply_watch(doing)
    day = date.fromisoformat(doing.said["from_day"])
    Measure.objects.create(
        household=doing.household, code=doing.said["measure"], title=doing.proceeding.label, year=day.year, since=day,
        said_on=doing.on,
    )  # fmt: skip


def _apply_again(doing: Doing) -> None:
    rows.monitored(doing, _kind(doing), doing.said["risks"], **rows.line(doing))


def _apply_back(doing: Doing) -> None:
    """Monitored again from today: the days in between, on which it was not, stay as they were."""
    before = last(doing)
    if before is not None:
        told = {**rows.line(doing), "what": TAKEN_BACK, "since": before.since.isoformat()}
        rows.monitored(doing, _kind(doing), list(before.risks), **told)


CHANGES = {
    "watch": Change(_watched, _apply_watch, _watch),
    "remove_risk": Change(
        lambda doing: {**doing.before, "monitored": "", "risks": []},
        lambda doing: rows.removed(doing, doing.said["way"]),
        _removable,
    ),
    "watch_again": Change(_marked, _apply_again, _again),
    "take_back_removal": Change(_back, _apply_back, _again),
    "help": Change(_watched, _apply_help, _help),
}

"""Households divide, join and move (分户, 并户, 整户迁移); the past of each stays where it was."""

from collections.abc import Iterable

from liuqing.registry.models import Area, Cause, Clue, FormerVillage, Household, Proceeding
from liuqing.registry.services.standing import numbering, state
from liuqing.registry.services.standing.effects import relations, rows
from liuqing.registry.services.standing.effects.doing import Change, Doing
from liuqing.registry.services.standing.effects.members import sexes
from liuqing.registry.services.standing.faults import Fault
from liuqing.registry.services.standing.state import State

DIVIDED, JOINED, MOVED = "分户", "并户", "迁移"
"""Why memberships ended, and why a household lives elsewhere."""


def _split(doing: Doing) -> Iterable[Fault]:
    going = _going(doing)
    if len(going) == len(doing.members):
        yield "persons", "不能把全部成员都分出去"
    if doing.person("head") not in going:
        yield "head", "新户的户主应是分出的成员"
    if str(doing.before["head"]) in going:
        yield "persons", "原户主要留在原户；要分出原户主，请先办理户主变更"
    yield from _day(doing)


def _merge(doing: Doing) -> Iterable[Fault]:
    other, before = doing.before["other"], doing.before
    if not other["members"]:
        yield "other", "并入的那一户没有成员"
    if other["village"] != before["village"]:
        yield "other", "两户不在同一个村，请先办理整户迁移"
    if other["standing"] != before["standing"]:
        yield "other", "两户的在册身份不同，请先按程序办成一致（纳入、退出、返贫或清退）再并户"
    yield from _day(doing)


def _move(doing: Doing) -> Iterable[Fault]:
    if doing.said["village"] == doing.before["village"]:
        yield "village", "就在这个村，没有迁移"
    if not Area.objects.filter(code=doing.said["village"], level=Area.Level.VILLAGE, until=None).exists():
        yield "village", "要迁入的村已经并入别的村或改了代码，请重新选"
    yield from _day(doing)


def _day(doing: Doing) -> Iterable[Fault]:
    """Not before what happened to the home last, as it was said then."""
    earlier = Proceeding.objects.filter(household=doing.household, group="home", state=Proceeding.State.DONE)
    days = [one["from_day"] for one in earlier.values_list("payload", flat=True) if one.get("from_day")]
    if days and doing.said["from_day"] < max(days):
        yield "from_day", f"发生日期早于上一次分户、并户或迁移（{max(days)}）"


def _going(doing: Doing) -> set[str]:
    return {str(key) for key in doing.said["persons"]}


def _new_members(doing: Doing) -> dict[str, str]:
    going = {key: relation for key, relation in doing.members.items() if key in _going(doing)}
    return relations.turned(going, doing.person("head"), sexes(going))


def _divided(doing: Doing) -> State:
    before = doing.before
    staying = {key: relation for key, relation in doing.members.items() if key not in _going(doing)}
    same = {part: before[part] for part in ("standing", "village", "monitored", "risks", "causes")}
    new = {**same, "no": "", "since": "", "members": _new_members(doing), "head": int(doing.person("head"))}
    return {**before, "members": staying, "new": new}


def _apply_split(doing: Doing) -> None:
    old, members = doing.household, _new_members(doing)
    new = Household.objects.create(
        no=numbering.local(numbering.SPLIT, old.village), village=old.village, hamlet=old.hamlet
    )
    rows.leave(doing, {int(key) for key in members}, DIVIDED)
    rows.belong(doing, new, {int(key): relation for key, relation in members.items()})
    rows.call(new)
    if doing.before["standing"]:
        rows.standing(doing, doing.before["standing"], new)
    _same_causes(doing, new)
    if doing.before["monitored"]:
        # Nobody falls out of sight because a household divided.
        rows.monitored(doing, doing.before["monitored"], doing.before["risks"], new, **rows.line(doing))


def _same_causes(doing: Doing, new: Household) -> None:
    for one in Cause.objects.filter(household=doing.household, until=None):
        Cause.objects.create(
            household=new,
            code=one.code,
            main=one.main,
            since=doing.on,
            said_on=doing.on,
            proceeding=doing.proceeding,
        )


def _other(doing: Doing) -> State:
    found = Household.objects.filter(pk=doing.said.get("other")).first()
    if found is None:
        return {}
    return {"other": {**state.of_household(found), "no": found.no}}


def _merged(doing: Doing) -> State:
    other = doing.before["other"]
    joined = {**other["members"], **dict.fromkeys(doing.members, relations.OTHER)}
    carried = {
        part: other[part] if other["monitored"] else doing.before[part] for part in ("monitored", "risks")
    }
    empty = {"members": {}, "head": None, "standing": "", "since": "", "monitored": "", "risks": []}
    return {**doing.before, **empty, "other": {**other, **carried, "members": joined}}


def _apply_merge(doing: Doing) -> None:
    other = Household.objects.get(pk=doing.said["other"])
    watched, risks = doing.before["monitored"], doing.before["risks"]
    rows.leave(doing, {int(key) for key in doing.members}, JOINED)
    rows.belong(doing, other, {int(key): relations.OTHER for key in doing.members})
    rows.standing(doing, "")
    rows.removed(doing, "")
    if watched and not doing.before["other"]["monitored"]:
        rows.monitored(doing, watched, risks, other, **rows.line(doing))


def _moved(doing: Doing) -> State:
    return {**doing.before, "village": doing.said["village"]}


def _apply_move(doing: Doing) -> None:
    home = doing.household
    FormerVillage.objects.create(
        household=home, village=home.village, until=doing.on, reason=MOVED, proceeding=doing.proceeding
    )
    home.village = Area.objects.get(code=doing.said["village"])
    home.save(update_fields=("village",))
    # What is under way goes on where the household lives now.
    open_ones = Proceeding.objects.filter(household=home, state__in=Proceeding.OPEN_STATES)
    open_ones.exclude(pk=doing.proceeding.pk).update(area=home.village)
    Clue.objects.filter(household=home, state__in=Clue.OPEN_STATES).update(area=home.village)


CHANGES = {
    "split": Change(_divided, _apply_split, _split),
    "merge": Change(_merged, _apply_merge, _merge, more=_other),
    "move": Change(_moved, _apply_move, _move),
}

"""Members come and go (自然增减, 户主变更): who belongs to the household from the day of the last act on."""

from collections.abc import Iterable
from datetime import date

from liuqing.registry.models import Membership, Person, Proceeding
from liuqing.registry.services.standing.effects import relations, rows
from liuqing.registry.services.standing.effects.doing import Change, Doing
from liuqing.registry.services.standing.faults import Fault
from liuqing.registry.services.standing.state import HEAD, State

GONE = "自然消除"
"""How the monitoring ends of a household outside the register of which nobody is left."""
CHANGED = "户主变更"
"""Why a membership ended that goes on with another relation to the head."""


def _join(doing: Doing) -> Iterable[Fault]:
    person = Person.objects.filter(pk=doing.person("person")).first()
    held = Membership.objects.filter(person=person, until=None).exists()
    if person is None or person.same_as_id or held:
        yield "person", "要增加的人现在已在一户里，或记录已合并，请重新核对"
        return
    if doing.said["relation"] == HEAD and doing.before["head"]:
        yield "relation", "这一户已有户主；换户主请办理户主变更"
    if doing.said["relation"] != HEAD and doing.before["head"] is None:
        yield "relation", "这一户没有户主，先增加的人应为户主"
    yield from _born(person, doing)


def _born(person: Person, doing: Doing) -> Iterable[Fault]:
    day = _day(doing)
    if person.birth and day < person.birth:
        yield "from_day", "发生日期早于这个人的出生日期"
    if person.birth and doing.said["reason"] == "出生" and day != person.birth:
        yield "from_day", "增加原因是出生，发生日期应是登记的出生日期"


def _leave(doing: Doing) -> Iterable[Fault]:
    person, head = doing.person("person"), doing.person("head")
    left = len(doing.members) - 1
    if doing.before["standing"] and not left:
        yield "person", "这是这一户最后一个人，请办理清退（整户死亡、整户迁出）"
    if _is_head(doing, person) and left and not head:
        yield "head", "减少的是户主，请选新户主"
    if head and (head == person or not _is_head(doing, person)):
        yield "head", "新户主应是留下的另一个成员，只在户主减少时填"
    if _day(doing) < began(doing, int(person)):
        yield "from_day", "发生日期早于这个人进入这一户的日期"


def _change_head(doing: Doing) -> Iterable[Fault]:
    if _is_head(doing, doing.person("head")):
        yield "head", "选的就是现在的户主"
    if doing.said.get("relation") == HEAD:
        yield "relation", "原户主与新户主的关系不能是户主"


def _is_head(doing: Doing, person: str) -> bool:
    return doing.members.get(person) == HEAD


def began(doing: Doing, person: int) -> date:
    """When the person really came to the household: what a procedure said of it, else the first day recorded."""
    held = Membership.objects.filter(household=doing.household, person=person)
    came = Proceeding.objects.filter(
        household=doing.household, effect="join", state=Proceeding.State.DONE, payload__person=person
    )
    days = [
        *held.values_list("since", flat=True),
        *(_told(one) for one in came.values_list("payload", flat=True)),
    ]
    return min(days, default=date.min)


def _told(payload: dict[str, str]) -> date:
    return date.fromisoformat(payload["from_day"])


def sexes(keys: Iterable[str]) -> dict[str, str]:
    """Which sex each person is; "" where nobody knows."""
    found = Person.objects.filter(pk__in=[int(key) for key in keys]).values_list("pk", "sex")
    return {str(pk): sex for pk, sex in found}


def _day(doing: Doing) -> date:
    return date.fromisoformat(doing.said["from_day"])


def _joined(doing: Doing) -> State:
    relation = doing.said["relation"]
    head = int(doing.person("person")) if relation == HEAD else doing.before["head"]
    return {**doing.before, "members": {**doing.members, doing.person("person"): relation}, "head": head}


def _left(doing: Doing) -> State:
    person, head = doing.person("person"), doing.person("head")
    if head and _is_head(doing, person):
        members = relations.turned(doing.members, head, sexes(doing.members))
        members.pop(person)
        return {**doing.before, "members": members, "head": int(head)}
    members = {key: relation for key, relation in doing.members.items() if key != person}
    return {
        **doing.before,
        **({} if members else {"monitored": "", "risks": []}),
        "members": members,
        "head": None if _is_head(doing, person) else doing.before["head"],
    }


def _headed(doing: Doing) -> State:
    head = doing.person("head")
    members = relations.turned(doing.members, head, sexes(doing.members), doing.said.get("relation") or "")
    return {**doing.before, "members": members, "head": int(head)}


def _apply_join(doing: Doing) -> None:
    rows.belong(doing, doing.household, {int(doing.person("person")): doing.said["relation"]})
    if doing.said["relation"] == HEAD:
        rows.call(doing.household)


def _apply_leave(doing: Doing) -> None:
    after = _left(doing)
    rows.leave(doing, {int(doing.person("person"))}, doing.said["reason"])
    rows.relate(doing, after["members"], CHANGED)
    rows.call(doing.household)
    if not after["members"]:
        # Nobody is left of whom a risk could be removed by any other procedure.
        rows.removed(doing, GONE)


def _apply_head(doing: Doing) -> None:
    rows.relate(doing, _headed(doing)["members"], CHANGED)
    rows.call(doing.household)


CHANGES = {
    "join": Change(_joined, _apply_join, _join),
    "leave": Change(_left, _apply_leave, _leave),
    "change_head": Change(_headed, _apply_head, _change_head),
}

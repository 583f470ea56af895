"""The difference (变化): what the record is and what it will be, computed here and never handed in."""

from datetime import date

from liuqing.errors import Problem
from liuqing.registry.models import Household, Person, Proceeding
from liuqing.registry.services.standing import filled, state
from liuqing.registry.services.standing.effects import CHANGES, Change, Doing

_PARTS = {
    "standing": "在册身份", "since": "在册身份", "members": "家庭成员", "village": "所在村", "monitored": "监测情况",
    "other": "另一户",
}  # fmt: skip


def of(proceeding: Proceeding) -> Change:
    """How the proceeding changes the record."""
    return CHANGES[proceeding.effect]


def now(proceeding: Proceeding, on: date) -> Doing:
    """The effect as it would be today, from the record of this moment."""
    home = proceeding.household
    base = state.of_household(home) if home else state.of_area(proceeding.area)
    doing = Doing(proceeding, filled.opened(proceeding), base, on)
    more = of(proceeding).more(doing)
    return Doing(proceeding, doing.said, {**base, **more}, on) if more else doing


def lock(proceeding: Proceeding) -> None:
    """The households and the person that it touches, as they are now, nobody else's until the transaction ends."""
    keys = {proceeding.household_id, proceeding.payload.get("other")} - {None}
    found = Household.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    homes = {one.pk: one for one in found}
    if proceeding.household_id:
        proceeding.household = homes[proceeding.household_id]
    # Somebody who is to join may be asked for by two households at once.
    list(Person.objects.select_for_update().filter(pk=proceeding.payload.get("person")))


def same(proceeding: Proceeding, doing: Doing) -> None:
    """Problem ``standing.changed`` with what is not as it was when the proceeding was submitted."""
    parts = state.differs(proceeding.before, doing.before)
    if not parts:
        return
    told = list(dict.fromkeys(_told(part, proceeding.before, doing.before) for part in parts))
    raise Problem(
        "standing.changed", f"提交以后这一户（地方）有变化：{'；'.join(told)}",
        "请退回补正，由村里核对后重新提交，按新的情况办理。",
    )  # fmt: skip


def _told(part: str, before: state.State, current: state.State) -> str:
    if part != "members":
        return _PARTS[part]
    was, is_ = before["members"], current["members"]
    gone, new = was.keys() - is_.keys(), is_.keys() - was.keys()
    merged = Person.objects.filter(pk__in=[int(key) for key in gone]).exclude(same_as=None).count()
    words = [
        f"减少 {len(gone) - merged} 人" if len(gone) > merged else "",
        f"{merged} 人的记录已合并" if merged else "",
        f"增加 {len(new)} 人" if new else "",
        "户主变更" if before["head"] != current["head"] else "",
        "与户主关系变更" if not gone and not new and before["head"] == current["head"] else "",
    ]  # fmt: skip
    return f"家庭成员（{'，'.join(word for word in words if word)}）"

"""Announcements of money and projects (资金项目公告公示) as data of a place: of what, where, how long, what
must stand on them, who hangs them, and by when.

``announcements.yaml`` of a place and of its ancestors has ``levels`` (the boards) and ``kinds`` (of what);
a kind has versions by first day, each with its source. What the boards' days mean is in ``hanging.py``.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from liuqing.errors import Problem
from liuqing.policy import layers, masking
from liuqing.policy.calendar import Count
from liuqing.policy.layers import Source
from liuqing.policy.place import Place

FILE = "announcements.yaml"
ORDER = ("site", "village", "town", "county")
"""The boards from the nearest to the farthest; ``county`` is the county's portal."""

Of = Literal["projects", "targets", "distribution", "people"]
OF = {
    "projects": "项目",
    "targets": "绩效目标",
    "distribution": "收益分配",
    "people": "到人到户资金",
}
"""What the lines of a sheet are."""

PARTS = {
    "name": "项目名称", "place": "实施地点", "content": "建设内容", "unit": "实施单位", "leader": "负责人（职务）",
    "amount": "资金（万元）", "plan": "资金来源和安排", "targets": "绩效目标", "result": "完成情况和结果",
    "served": "受益户数、人数", "mechanism": "带贫机制", "who": "户", "group": "村民小组", "paid": "金额（元）",
    "part": "分配项目", "target": "绩效指标", "value": "目标值",
}  # fmt: skip
"""What a line can tell, in the words of the sheet."""
FITTING: dict[str, frozenset[str]] = {
    "projects": frozenset(PARTS) - {"who", "group", "paid", "part", "target", "value"},
    "targets": frozenset({"name", "place", "unit", "leader", "amount", "target", "value"}),
    "distribution": frozenset({"part", "who", "group", "paid"}),
    "people": frozenset({"who", "group", "paid"}),
}
"""Which parts a line of what can have."""


@dataclass(frozen=True)
class Level:
    """A board: its name, whose right it takes to hang there (names of rights), the words that make the name
    of an area that of its office, and within how many days a hanging is entered.
    """

    label: str
    rights: list[str] = field(default_factory=list)
    issuer: str = ""
    entered_within: int = 3


@dataclass(frozen=True)
class Board:
    """Where a sheet hangs and for how many days. ``days`` None: for good. ``required``: it is not announced
    until it hung there. What is asked of a nearer board than the project's own place hangs at that place.
    """

    level: Literal["site", "village", "town", "county"]
    days: int | None = None
    count: Count = "calendar"
    required: bool = True


@dataclass(frozen=True)
class Version:
    """How it is done from a first day on. ``from_state``: from which state of a project on it is due, within
    so many days of reaching it. ``shows`` is what must stand on a line; ``yearly``: a sheet holds the projects
    of one year.
    """

    source: Source
    boards: list[Board] = field(default_factory=list)
    shows: list[str] = field(default_factory=list)
    yearly: bool = False
    from_state: str = ""
    within: int | None = None
    within_count: Count = "calendar"
    ended: bool = False
    unverified: bool = False
    note: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of announcement. ``of`` what its lines are; ``wording`` what its sheet says above them."""

    label: str
    of: Of
    wording: str
    versions: dict[date, Version] = field(default_factory=dict)


@dataclass(frozen=True)
class Phone:
    """A telephone for complaints that stands on every sheet."""

    label: str
    number: str
    source: Source
    unverified: bool = False


@dataclass(frozen=True)
class Told:
    """Everything that a place states."""

    levels: dict[str, Level] = field(default_factory=dict)
    phones: dict[str, Phone] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)


@dataclass(frozen=True)
class InForce:
    """A kind as it stands on a day."""

    key: str
    kind: Kind
    since: date
    version: Version

    def board(self, level: str) -> Board | None:
        """The board of a level; None if nothing of this kind hangs there."""
        return next((one for one in self.version.boards if one.level == level), None)

    def asked(self, own: str) -> tuple[Board, ...]:
        """The boards on which a project must hang whose own place is of this level, each once."""
        found: dict[str, Board] = {}
        for one in self.version.boards:
            level = one.level if nearer(own, one.level) else own
            if one.required and level not in found:
                found[level] = Board(level, one.days, one.count)  # type: ignore[arg-type]
        return tuple(found.values())


def nearer(one: str, other: str) -> bool:
    """Whether a board is at most as far as the other. A site is as near as its village."""
    return ORDER.index(one) <= ORDER.index(other) or other == "site"


def declared(place: Place) -> Told:
    """What a place states with what it inherits; raises the first fault as a Problem."""
    found: Told = layers.stated(place.lineage, FILE, Told, DOUBTS)
    return found


def kinds(place: Place, on: date) -> dict[str, InForce]:
    """The kinds in force on a day, in the order of the file."""
    found = {}
    for key, one in declared(place).kinds.items():
        reached = [(since, version) for since, version in one.versions.items() if since <= on]
        if reached and not reached[-1][1].ended:
            found[key] = InForce(key, one, *reached[-1])
    return found


def kind(place: Place, key: str, on: date) -> InForce:
    """One kind. Problem ``announcing.no_such_kind`` if the place has none of that key on the day."""
    found = kinds(place, on).get(key)
    if found is None:
        raise Problem(
            "announcing.no_such_kind", "没有这一种公告公示，或这一天还没有施行", "请从页面上的种类里选。"
        )
    return found


def phones(place: Place) -> tuple[str, ...]:
    """The telephones for complaints that every sheet of the place has."""
    return tuple(one.number for one in declared(place).phones.values())


def check(folder: Path) -> list[Problem]:
    """Everything that is wrong with the folder's ``announcements.yaml``, with its line; [] without one."""
    return layers.check(folder, FILE, Told, DOUBTS)


def _of_kind(_key: str, one: Kind, everything: Told) -> list[str]:
    found = ["没有写 versions（起始日期和内容）"] if not one.versions else []
    if list(one.versions) != sorted(one.versions):
        found.append("的起始日期没有按先后排列")
    for version in one.versions.values():
        if not version.ended:
            found += _of_version(one, version, everything)
    return found


def _of_version(one: Kind, version: Version, everything: Told) -> list[str]:
    found = [] if version.boards else ["没有写 boards（在哪里公示、几天）"]
    if version.boards and not any(board.required for board in version.boards):
        found.append("没有一处是必须的")
    levels = [board.level for board in version.boards]
    found += [f"「{level}」写了两次" for level in dict.fromkeys(levels) if levels.count(level) > 1]
    found += [f"的「{level}」在 levels 里没有" for level in levels if level not in everything.levels]
    found += [
        f"在「{board.level}」的天数小于 1"
        for board in version.boards
        if board.days is not None and board.days < 1
    ]
    found += [f"要写出的「{part}」不认识，{OF[one.of]}可用：{'、'.join(sorted(FITTING[one.of]))}"
              for part in version.shows if part not in FITTING[one.of]]  # fmt: skip
    if not version.shows:
        found.append("没有写 shows（公示上写什么）")
    if (version.within is None) != (not version.from_state):
        found.append("的 from_state 和 within 要一起写")
    return found


def _of_level(key: str, one: Level, _everything: Told) -> list[str]:
    found = [] if key in ORDER else [f"不认识，可用：{'、'.join(ORDER)}"]
    return found if one.rights else [*found, "没有写 rights（谁可以张贴）"]


def _of_phone(_key: str, one: Phone, _everything: Told) -> list[str]:
    return [] if one.number and masking.telephone_of_an_office(one.number) else ["的 number 不是电话号码"]


DOUBTS: tuple[layers.Part, ...] = (("levels", _of_level), ("phones", _of_phone), ("kinds", _of_kind))

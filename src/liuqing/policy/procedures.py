"""Procedures (程序): which steps lead to a change of standing, who takes them, in how many days.

``procedures/*.yaml`` of a place and of its ancestors; a procedure of the same key is the child's. Each
has versions by first day with their source. What is finished changes what ``effects.py`` says; the
conditions are rules of the assessment that must hold when it is submitted. A procedure that is under way
keeps the version with which it began.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Literal

from yaml.nodes import MappingNode

from liuqing.errors import Problem
from liuqing.policy import layers
from liuqing.policy.effects import EFFECTS
from liuqing.policy.layers import Source
from liuqing.policy.place import Place
from liuqing.policy.place_file import Faults, compose, keys

FOLDER = "procedures"

Level = Literal["village", "town", "county", "above"]
LEVELS = {"village": "村", "town": "乡镇", "county": "县", "above": "上级"}
"""At which level a step is taken; ``above``: the county records what a higher level decided."""
Kind = Literal["propose", "record", "meeting", "consent", "compare", "notice", "decide"]
KINDS = {
    "propose": "提出",
    "record": "办理并记录",
    "meeting": "会议评议",
    "consent": "户主签字认可",
    "compare": "信息比对",
    "notice": "公示公告",
    "decide": "审核审批",
}
"""What kind of step it is: what has to be handed in, and how it may end."""
AFTER = ("notice", "record")
"""The kinds of steps that may follow the last decision."""
Count = Literal["calendar", "working"]
COUNTS = {"calendar": "日历天", "working": "工作日"}
Objected = Literal["pause", "restart", "go_on"]
STARTS = {
    "none": "不在册",
    "registered": "未脱贫",
    "exited": "已脱贫",
    "relapsed": "返贫",
    "monitored": "监测中",
    "not_monitored": "未监测",
    "risk_removed": "风险已消除",
    "listed": "在贫困名单上",
}
"""From what a procedure may begin, each with what people call it."""
OBJECTED = {"pause": "停止计时，答复后继续", "restart": "答复后重新公示", "go_on": "不影响计时"}


@dataclass(frozen=True)
class Quorum:
    """Who must be there: ``present`` of those due and ``agree`` of those present, as fractions (2/3)."""

    who: str
    present: str = ""
    agree: str = ""

    def shares(self) -> tuple[Fraction, Fraction]:
        """The smallest share present and the share that must agree (more than, if it is one half)."""
        return Fraction(self.present or 0), Fraction(self.agree or 0)


@dataclass(frozen=True)
class Hanging:
    """How long a notice hangs: so many days, counted so, without the day on which it is hung.

    ``days`` 0: an announcement, which opens the next step at once. ``at`` are the places of hanging.
    """

    days: int
    count: Count = "calendar"
    at: list[Level] = field(default_factory=list)
    objected: Objected = "pause"
    label: str = "公示"


@dataclass(frozen=True)
class Step:
    """One step: ``who`` in the office's words, ``level`` whose right it needs.

    ``within`` days after the step before (or after the beginning, for the first) it is due;
    ``entered_within`` days after it happened it must be in the record (no back-dating beyond);
    where it is not stated, the number ``standing.entered_within`` of the place.
    ``on_paper``: documents may be stated to lie in the office's file; False: they must be handed in.
    ``spot_check`` is the share of households that the level visits itself (0.2).
    """

    key: str
    label: str
    who: str
    level: Level
    kind: Kind
    within: int | None = None
    entered_within: int | None = None
    quorum: Quorum | None = None
    notice: Hanging | None = None
    signatures: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    on_paper: bool = True
    spot_check: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class Version:
    """The steps from a first day on. ``days``: everything within so many (``count``) days; None: no limit.

    ``ended``: no longer in force. ``unverified``: nobody could confirm it. ``unsure`` names single things
    of a confirmed procedure that nobody could confirm (days of a notice, who decides).
    """

    source: Source
    steps: list[Step] = field(default_factory=list)
    days: int | None = None
    count: Count = "calendar"
    ended: bool = False
    unverified: bool = False
    unsure: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether anything of it could not be confirmed."""
        return self.unverified or bool(self.unsure)


@dataclass(frozen=True)
class Procedure:
    """One procedure: ``starts`` are the standings from which it may begin (``STARTS``); [] means any. Of
    several standings any one is enough, and so of several states of monitoring; of each kind named one holds.

    ``needs`` are rules that must be true of the household (a standard set for an area) when it is
    submitted: an answer that is no or not known stops it. ``hints`` are rules shown beside, which stop
    nothing.
    """

    label: str
    effect: str
    versions: dict[date, Version] = field(default_factory=dict)
    starts: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    requirements: list[str] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class Told:
    """A file of procedures."""

    procedures: dict[str, Procedure] = field(default_factory=dict)


@dataclass(frozen=True)
class InForce:
    """A procedure as it is on a day: its key, since when, and its steps."""

    key: str
    procedure: Procedure
    since: date
    version: Version

    @property
    def label(self) -> str:
        """What people call it."""
        return self.procedure.label

    @property
    def steps(self) -> list[Step]:
        """The steps in their order."""
        return self.version.steps

    def step(self, key: str) -> Step:
        """The step of that key; KeyError if there is none."""
        return next(one for one in self.steps if one.key == key)


def stated(place: Place) -> dict[str, Procedure]:
    """Every procedure of the place with those of its ancestors that it does not replace.

    Problem ``policy.place`` with the first fault and how many there are.
    """
    return dict(_stated(place.lineage))


def in_force(place: Place, on: date) -> dict[str, InForce]:
    """The procedures of a place that are in force on a day, in the order of the files."""
    dated = ((key, one, version_of(one, on)) for key, one in stated(place).items())
    return {key: InForce(key, one, *version) for key, one, version in dated if version}


def version_of(procedure: Procedure, on: date) -> tuple[date, Version] | None:
    """The version of the day with its first day; None before the first or after the end."""
    reached = [(since, version) for since, version in procedure.versions.items() if since <= on]
    return None if not reached or reached[-1][1].ended else reached[-1]


def check(place: Place) -> list[Problem]:
    """Everything that is wrong with the place's own files of procedures."""
    return check_folder(place.folder)


def check_folder(folder: Path) -> list[Problem]:
    """Everything that is wrong with the files of procedures in a folder, with file and line."""
    faults = [fault for name in _files(folder) for fault in layers.check(folder, name, Told, PARTS)]
    return faults + _twice(folder)


@cache
def _stated(lineage: tuple[Path, ...]) -> dict[str, Procedure]:
    faults = [fault for folder in lineage for fault in check_folder(folder)]
    if faults:
        raise _together(faults)
    found: dict[str, Procedure] = {}
    for folder in lineage:
        for name in _files(folder):
            found |= layers.told((folder,), name, Told, Faults([])).procedures
    return found


def _together(faults: list[Problem]) -> Problem:
    first, more = faults[0], len(faults) - 1
    what = f"{first.what}（另有 {more} 处错误）" if more else first.what
    return Problem(first.code, what, first.remedy, first.where)


def _files(folder: Path) -> list[str]:
    return [f"{FOLDER}/{path.name}" for path in sorted((folder / FOLDER).glob("*.yaml"))]


def _twice(folder: Path) -> list[Problem]:
    """A procedure that two files of one folder state: nobody could say which counts."""
    faults = Faults([])
    seen: dict[str, str] = {}
    for name in _files(folder):
        for key, line in _lines(folder / name):
            before = seen.setdefault(key, name)
            if before != name:
                faults.add(f"{folder.name}/{name}", line, f"「{key}」在 {before} 里已经写过")
    return faults.found


def _lines(path: Path) -> list[tuple[str, int]]:
    """The keys of the procedures in a file with their lines."""
    root = compose(path, Faults([]))
    node = keys(root).get("procedures") if root else None
    entries = node.value if isinstance(node, MappingNode) else []
    return [(str(key.value), key.start_mark.line + 1) for key, _ in entries]


def _doubts(key: str, entry: Any, told: Any) -> Iterable[str]:
    if entry.effect not in EFFECTS:
        yield f"的 effect「{entry.effect}」不认识，可以写：{'、'.join(EFFECTS)}"
    for word in entry.starts:
        if word not in STARTS:
            yield f"的 starts「{word}」不认识，可以写：{'、'.join(STARTS)}"
    if not entry.versions:
        yield "没有写 versions（起始日期和步骤）"
    if list(entry.versions) != sorted(entry.versions):
        yield "的起始日期没有按先后排列"
    for since, version in entry.versions.items():
        found = _of_ended(version) if version.ended else _of_version(version)
        yield from (f"自 {since} 起{what}" for what in found)


def _of_ended(version: Version) -> Iterable[str]:
    if version.steps:
        yield "既写了 ended 又写了步骤"


def _of_version(version: Version) -> Iterable[str]:
    if version.days is not None and version.days <= 0:
        yield f"的期限 {version.days} 天应大于 0"
    yield from _of_steps(version.steps)
    for step in version.steps:
        yield from (f"的「{step.label}」{what}" for what in _of_step(step))
    hung = sum(
        step.notice.days for step in version.steps if step.notice and step.notice.count == version.count
    )
    if version.days is not None and hung > version.days:
        yield f"全程 {version.days} 天，光公示就要 {hung} 天，办不完"


def _of_steps(steps: list[Step]) -> Iterable[str]:
    names = [step.key for step in steps]
    if not steps or steps[0].kind != "propose":
        yield "的第一步不是提出（propose）"
    if any(step.kind == "propose" for step in steps[1:]):
        yield "不止一步是提出（propose）"
    if len(set(names)) != len(names):
        yield "有两步的 key 相同"
    decisions = [at for at, step in enumerate(steps) if step.kind == "decide"]
    if not decisions:
        yield "没有一步是审核审批（decide）：不能自己定自己的"
    late = [step for step in steps[decisions[-1] + 1 :] if step.kind not in AFTER] if decisions else []
    if late:
        yield f"的「{late[0].label}」排在最后一次审批之后，定了就只能公告或记录"


def _of_step(step: Step) -> Iterable[str]:
    if not step.key or not step.label or not step.who:
        yield "没有写全 key、label 和 who"
    if (step.kind == "notice") != (step.notice is not None):
        yield "：公示公告要写 notice，其他步骤不写"
    if step.kind == "meeting" and step.quorum is None:
        yield "没有写 quorum（谁参加、多少人到会、多少人同意）"
    if step.kind == "consent" and not step.signatures:
        yield "没有写 signatures（谁签字认可）"
    if min(step.within or 0, step.entered_within or 0) < 0:
        yield "的 within 和 entered_within 不能小于 0"
    if step.spot_check is not None and not 0 < step.spot_check <= 1:
        yield "的 spot_check 应在 0 和 1 之间（0.2 就是 20%）"
    if step.quorum is not None:
        yield from _of_quorum(step.quorum)
    if step.notice is not None:
        yield from _of_notice(step.notice)


def _of_quorum(quorum: Quorum) -> Iterable[str]:
    if not quorum.who:
        yield "的 quorum 没有写 who（谁参加）"
    for said in (quorum.present, quorum.agree):
        if said and not _is_share(said):
            yield f"的 quorum「{said}」不是 0 到 1 之间的分数（如 2/3）"


def _is_share(said: str) -> bool:
    try:
        return 0 < Fraction(said) <= 1
    except (ValueError, ZeroDivisionError):
        return False


def _of_notice(hanging: Hanging) -> Iterable[str]:
    if hanging.days < 0:
        yield "的公示天数不能小于 0"
    if not hanging.at:
        yield "没有写 at（在哪一级张贴）"


PARTS = (("procedures", _doubts),)

"""The life of a project (项目生命周期): its stages, who takes them, what must be there first, in how many days.

``project_life.yaml`` of a place and of its ancestors; a stage or a gate of the same key is the child's. A
stage opens when each of its gates is met: what nobody knows is not met. Limits of money and usual days
are dated numbers of the place (``NUMBERS``), which the gates name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from liuqing.errors import Problem
from liuqing.policy import layers
from liuqing.policy.layers import Source
from liuqing.policy.place import Place

FILE = "project_life.yaml"

STAGES = (
    "filed", "reviewed", "argued", "pooled", "planned", "tendered", "contracted", "begun", "completed",
    "accepted", "settled", "handed_over",
)  # fmt: skip
"""The stages in their order, each named by the state that it leads to."""
PROCURED = {"works": "工程", "goods": "货物", "services": "服务"}
"""What a contract is about; the keys of the tender limits."""
SYSTEMS = {
    "legal_person": "项目法人制",
    "tender": "招投标制",
    "supervision": "工程监理制",
    "notice": "公示公告制",
    "integrity": "廉政承诺制",
}
"""The five systems of managing a project (R070)."""
LEVELS = {"village": "村", "town": "乡镇", "department": "部门", "county": "县"}
FIGURES = {
    "approval": "批复文号",
    "year": "计划年度",
    "kind": "采购类别",
    "estimate": "合同估算价（元）",
    "settled": "审定结算价（元）",
}
"""What may have to be filled in at a stage."""
ASKS = {
    "paper": "材料",
    "notice": "公示公告",
    "application": "申报内容完整",
    "money": "资金落实",
    "contract": "合同",
    "duty": "质量责任人",
    "progress": "进度",
    "claims": "报账办结",
    "paid": "支付",
    "asset": "资产登记",
    "performance": "上年绩效",
}
"""What a gate looks at."""

USUAL_DAYS = "life.usual_days"
"""Working days that each stage usually takes after the one before, by stage."""
TENDER = "life.tender_limits"
"""From which estimated price of one contract a tender is a must, by what is procured."""
SUPERVISION = "life.supervision_from"
SLACK = "life.progress_slack"
SILENT = "life.report_days"
WAITING_YEARS = "life.pool_years"
RETENTION = "life.retention_most"
NUMBERS = (USUAL_DAYS, TENDER, SUPERVISION, SLACK, SILENT, WAITING_YEARS, RETENTION)

Key = Literal[
    "filed", "reviewed", "argued", "pooled", "planned", "tendered", "contracted", "begun", "completed",
    "accepted", "settled", "handed_over",
]  # fmt: skip
System = Literal["legal_person", "tender", "supervision", "notice", "integrity"]
Asks = Literal[
    "paper",
    "notice",
    "application",
    "money",
    "contract",
    "duty",
    "progress",
    "claims",
    "paid",
    "asset",
    "performance",
]


@dataclass(frozen=True)
class When:
    """For which projects something holds; of what is stated everything must be so, nothing stated: all.

    ``reach`` whom it serves, ``area`` the level of the place where it is applied for. ``at_least`` and
    ``below`` name a number of the place: one by what is procured is compared with the estimated price of the
    contract, a single one with the need of the whole project.
    """

    reach: list[Literal["household", "shared"]] = field(default_factory=list)
    area: list[Literal["county", "town", "village", "hamlet"]] = field(default_factory=list)
    at_least: str = ""
    below: str = ""


@dataclass(frozen=True)
class Gate:
    """What must be there before a stage. ``papers``: any one of them is enough.

    ``on_paper``: it may be stated to lie in the office's file; False: it must be handed in. ``notice`` is the
    kind of notice that must have hung. ``system``: which of the five systems it serves.
    """

    label: str
    asks: Asks
    papers: list[str] = field(default_factory=list)
    notice: str = ""
    on_paper: bool = True
    system: System | None = None
    when: When | None = None
    source: Source | None = None
    unverified: bool = False
    note: str = ""


@dataclass(frozen=True)
class Stage:
    """A stage: ``rights`` any one of which is needed; ``decides``: by another than who filed it.

    ``apart`` are stages whose taker may not take this one. ``returns_to``: where a project goes when it is
    sent back here ("" to who filed it). ``skip``: for which projects the stage may be left out.
    """

    label: str
    who: str
    level: Literal["village", "town", "department", "county"]
    rights: list[str]
    decides: bool = False
    gates: list[str] = field(default_factory=list)
    figures: list[Literal["approval", "year", "kind", "estimate", "settled"]] = field(default_factory=list)
    apart: list[Key] = field(default_factory=list)
    may_return: bool = False
    returns_to: Key | None = None
    skip: When | None = None
    entered_within: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Leaving:
    """How a project leaves the way: from which states, by which rights."""

    label: str
    rights: list[str]
    states: list[str]
    note: str = ""


@dataclass(frozen=True)
class Told:
    """A file of a project's life."""

    stages: dict[str, Stage] = field(default_factory=dict)
    gates: dict[str, Gate] = field(default_factory=dict)
    leaving: dict[str, Leaving] = field(default_factory=dict)


@dataclass(frozen=True)
class Life:
    """The life of projects in a place, in the order of the stages."""

    stages: dict[str, Stage]
    gates: dict[str, Gate]
    leaving: dict[str, Leaving]

    def after(self, state: str) -> str:
        """The stage after a state; "" after the last. Whoever has only a draft files it first."""
        keys = list(self.stages)
        if state not in keys:
            return keys[0]
        return next(iter(keys[keys.index(state) + 1 :]), "")

    def gates_of(self, key: str) -> dict[str, Gate]:
        """The gates of a stage in their order."""
        return {name: self.gates[name] for name in self.stages[key].gates}


def stated(place: Place) -> Life:
    """The life of projects in the place. Problem ``policy.place`` with the first fault and how many there are."""
    return _stated(place.lineage)


@cache
def _stated(lineage: tuple[Path, ...]) -> Life:
    told: Told = layers.stated(lineage, FILE, Told, PARTS)
    return Life({key: told.stages[key] for key in STAGES if key in told.stages}, told.gates, told.leaving)


def check(place: Place) -> list[Problem]:
    """Everything that is wrong with the place's own file."""
    return check_folder(place.folder)


def check_folder(folder: Path) -> list[Problem]:
    """Everything that is wrong with the file in a folder, with its line; [] without one."""
    return layers.check(folder, FILE, Told, PARTS)


def _of_stage(key: str, stage: Stage, told: Told) -> Iterable[str]:
    if key not in STAGES:
        yield f"不是项目的阶段，可以写：{'、'.join(STAGES)}"
        return
    if not stage.label or not stage.who or not stage.rights:
        yield "没有写全 label、who 和 rights（谁有权办）"
    for name in stage.gates:
        if name not in told.gates:
            yield f"的关口「{name}」在 gates 里没有写"
    if len(set(stage.gates)) != len(stage.gates):
        yield "的 gates 有重复"
    if stage.skip is not None and stage.decides:
        yield "是审定，不能写 skip：不能自己定自己的"
    if stage.entered_within is not None and stage.entered_within < 0:
        yield "的 entered_within 不能小于 0"
    yield from _before(key, stage)
    yield from _of_when(stage.skip)


def _before(key: str, stage: Stage) -> Iterable[str]:
    """What points back must point to an earlier stage."""
    back = [("returns_to", stage.returns_to)] if stage.returns_to else []
    for word, name in (*back, *(("apart", one) for one in stage.apart)):
        if STAGES.index(name) >= STAGES.index(key):
            yield f"的 {word}「{name}」不在它前面"


def _of_gate(_key: str, gate: Gate, told: Told) -> Iterable[str]:
    if not gate.label:
        yield "没有写 label"
    if gate.asks == "paper" and not gate.papers:
        yield "要材料，没有写 papers（哪些材料，有一样就行）"
    if (gate.asks == "notice") != bool(gate.notice):
        yield "：asks 是 notice 的要写 notice（哪一类公示），其他的不写"
    if gate.papers and gate.asks not in ("paper", "asset"):
        yield "只有 asks 是 paper 或 asset 的才写 papers"
    if gate.source is None and not gate.unverified:
        yield "没有写 source（依据）；没有依据的写 unverified: true"
    yield from _of_when(gate.when)


def _of_leaving(key: str, leaving: Leaving, _told: Told) -> Iterable[str]:
    if key not in ("removed", "cancelled"):
        yield "不认识，可以写：removed、cancelled"
    if not leaving.rights or not leaving.states:
        yield "没有写全 rights 和 states"


def _of_when(when: When | None) -> Iterable[str]:
    if when is None:
        return
    for name in (when.at_least, when.below):
        if name and name not in (TENDER, SUPERVISION):
            yield f"的数「{name}」不认识，可以写：{TENDER}、{SUPERVISION}"


Doubts = Any
PARTS: tuple[tuple[str, Doubts], ...] = (
    ("stages", _of_stage),
    ("gates", _of_gate),
    ("leaving", _of_leaving),
)

"""Mock evaluation (模拟评估) as data of a place: how many households of which kind are drawn, what is asked
at the door, and the rates that come of it.

``evaluation.yaml`` of a place (and of its ancestors) has ``designs`` and ``questions``; both are dated
and name their source. What an answer means stands beside it; what the answers together mean is in
``door.py``. The limits of the rates are the place's standards (``standards.yaml``).
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Literal

from liuqing.errors import Problem
from liuqing.policy import layers, standards
from liuqing.policy.layers import Limit, Source, in_force
from liuqing.policy.place import Place
from liuqing.policy.standards import Standard

FILE = "evaluation.yaml"
LINE = "exits.income_line"
"""The number with which an income that was told at the door is compared."""

Stratum = Literal["registered", "exited", "outside"]
STRATA = {"registered": "未脱贫户", "exited": "已脱贫户", "outside": "非建档立卡户"}
"""The kinds of households of which something different is asked; of each a rate can be told."""

Who = Literal["registered", "planned", "exited", "exited_now", "exited_before", "outside"]
WHO: dict[str, tuple[Stratum, str]] = {
    "registered": ("registered", "未脱贫户"),
    "planned": ("registered", "计划当年退出的未脱贫户"),
    "exited": ("exited", "已脱贫户"),
    "exited_now": ("exited", "当年退出的户"),
    "exited_before": ("exited", "以前年度退出的户"),
    "outside": ("outside", "非建档立卡户"),
}
"""Whom a line of a design draws: the stratum they belong to, and in words."""

By = Literal["village", "village_kind", "cause", "exit_year"]
BY = {"village": "村", "village_kind": "是否贫困村", "cause": "主要致贫原因", "exit_year": "退出年度"}
"""By what a line is split into cells, each drawn by itself."""


@dataclass(frozen=True)
class Take:
    """One line of a design. Either a ``share`` of each cell (within the bounds), or a ``total`` over cells.

    A household belongs to the first line that fits it.
    """

    who: Who
    by: list[By] = field(default_factory=list)
    share: str = ""
    at_least: int = 0
    at_most: int | None = None
    total: int | None = None

    @property
    def part(self) -> Fraction:
        """The share as a fraction."""
        return Fraction(self.share or "0")


@dataclass(frozen=True)
class Version:
    """How many are drawn from a first day on; ``villages_*``: so many villages are drawn first.

    ``reserve`` is the share of each take that stands by. ``unverified``: nobody could confirm it.
    """

    source: Source
    takes: list[Take] = field(default_factory=list)
    reserve: str = "1/5"
    villages_least: int | None = None
    villages_most: int | None = None
    ended: bool = False
    unverified: bool = False
    note: str = ""


@dataclass(frozen=True)
class Design:
    """A way to draw, by the name people know it by."""

    label: str
    versions: dict[date, Version] = field(default_factory=dict)


Says = Literal["good", "bad", "unknown", ""]


@dataclass(frozen=True)
class Option:
    """An answer: what it says of the question. "": nothing, it is only recorded."""

    label: str
    says: Says = ""


Role = Literal["lacks", "income", "excluded", "never", "approval", "measures", "team", "helper", "told"]
ROLES = {
    "lacks": "缺一项即未达标",
    "income": "和当年标准线比",
    "excluded": "有这种情形即不应识别",
    "never": "识别时就不符合即错评",
    "approval": "认可度",
    "measures": "对帮扶措施的满意度",
    "team": "对驻村工作队的满意度",
    "helper": "对帮扶责任人的满意度",
    "told": "只记录",
}
"""What a question is for."""


@dataclass(frozen=True)
class Question:
    """One question at the door: ``section`` is the screen on which it stands, ``of`` who is asked.

    A choice has ``options`` by code; an amount is yuan. ``since`` and ``until`` are its first and last day.
    """

    label: str
    section: str
    text: str
    of: list[Stratum]
    role: Role
    source: Source
    since: date
    options: dict[str, Option] = field(default_factory=dict)
    kind: Literal["choice", "amount"] = "choice"
    until: date | None = None
    unverified: bool = False


@dataclass(frozen=True)
class Stage:
    """A stage on a county's way off the list that others (or the county itself) go through, in this order."""

    label: str
    by: str
    source: Source


@dataclass(frozen=True)
class Told:
    """Everything that a place states."""

    stages: dict[str, Stage] = field(default_factory=dict)
    designs: dict[str, Design] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)


@dataclass(frozen=True)
class Rate:
    """A rate: the indicators it is made of, as standards name them, and the unit in which both count.

    ``bad``: the less the better.
    """

    label: str
    found: str
    of: str
    unit: str
    bad: bool = True


RATES = {
    "omission": Rate("漏评率", "missed_found", "sampled_outside", "人"),
    "false_inclusion": Rate("错评率", "wrong_found", "sampled_registered", "人"),
    "false_exit": Rate("错退率", "wrong_exits_found", "sampled_exited", "人"),
    "approval": Rate("群众认可度", "approving_households", "surveyed_households", "户", bad=False),
    "measures": Rate("帮扶措施满意度", "satisfied_measures", "answers_measures", "份", bad=False),
    "team": Rate("驻村工作队满意度", "satisfied_team", "answers_team", "份", bad=False),
    "helper": Rate("帮扶责任人满意度", "satisfied_helper", "answers_helper", "份", bad=False),
}
COMPOSITE = Rate("综合贫困发生率", "composite_poor_persons", "rural_population", "人")


@dataclass(frozen=True)
class Bound:
    """A limit that the place states for a rate: ``value`` is a share (0.02)."""

    label: str
    set: str
    operator: str
    value: Fraction
    since: date
    source: str
    unverified: bool


def declared(place: Place) -> Told:
    """What a place states with what it inherits; raises the first fault as a Problem."""
    found: Told = layers.stated(place.lineage, FILE, Told, PARTS)
    return found


def check(folder: Path) -> list[Problem]:
    """Everything that is wrong with the folder's ``evaluation.yaml``, with its line; [] without one."""
    return layers.check(folder, FILE, Told, PARTS)


def designs(place: Place, on: date) -> dict[str, tuple[Design, date, Version]]:
    """The designs in force on a day, each with its version and that one's first day."""
    found = {}
    for key, one in declared(place).designs.items():
        reached = [(since, version) for since, version in one.versions.items() if since <= on]
        if reached and not reached[-1][1].ended:
            found[key] = (one, *reached[-1])
    return found


def questions(place: Place, on: date) -> dict[str, Question]:
    """The questions of a day in the order of the file."""
    return {
        key: one
        for key, one in declared(place).questions.items()
        if one.since <= on and (one.until is None or on <= one.until)
    }


def bounds(place: Place, rate: Rate, level: str, on: date) -> list[Bound]:
    """What the place's standards say of a rate at a level, the strictest first as the files have it."""
    stated = standards.declared(place).standards.values()
    fitting = (
        one for one in stated if one.of == [rate.found] and one.per == [rate.of] and level in one.levels
    )
    dated = ((one, in_force(one.values, on)) for one in fitting)
    return [_bound(one, *limit) for one, limit in dated if limit and limit[1].value is not None]


def _bound(one: Standard, since: date, limit: Limit) -> Bound:
    scale = standards.SCALES.get(one.unit, 1)
    value = Fraction(limit.value or 0) / scale
    return Bound(one.label, one.set, one.operator, value, since, str(limit.source), limit.unverified)


def keeps(bound: Bound, share: Fraction | float) -> bool:
    """Whether a share keeps the limit; exactly on it as the operator says."""
    return {
        "<": share < bound.value,
        "<=": share <= bound.value,
        ">": share > bound.value,
        ">=": share >= bound.value,
        "=": share == bound.value,
    }[bound.operator]


def _doubts_of_design(key: str, one: Design, everything: Told) -> list[str]:
    found = ["没有写 versions（起始日期和内容）"] if not one.versions else []
    if list(one.versions) != sorted(one.versions):
        found.append("的起始日期没有按先后排列")
    for version in one.versions.values():
        found += [] if version.takes or version.ended else ["没有写 takes（抽哪些户、抽多少）"]
        found += [what for take in version.takes for what in _doubts_of_take(take)]
        found += _not_a_share("reserve", version.reserve)
        if (version.villages_least or 0) > (version.villages_most or 0):
            found.append("先抽的村数最少多于最多")
    return found


def _doubts_of_take(take: Take) -> list[str]:
    found = _not_a_share("share", take.share or "0")
    if (take.total is None) == (not take.share):
        found.append(f"抽「{take.who}」应写 share 或 total 中的一个")
    if take.at_most is not None and take.at_most < take.at_least:
        found.append(f"抽「{take.who}」的 at_most 小于 at_least")
    return found


def _not_a_share(what: str, said: str) -> list[str]:
    try:
        share = Fraction(said)
    except (ValueError, ZeroDivisionError):
        return [f'的 {what}「{said}」不是分数（写成 "1/5"）']
    return [] if 0 <= share <= 1 else [f"的 {what}「{said}」不在 0 和 1 之间"]


def _doubts_of_question(key: str, one: Question, everything: Told) -> list[str]:
    found = []
    if (one.kind == "choice") != bool(one.options):
        found.append("选择题要写 options，填数的题不写")
    if (one.kind == "amount") != (one.role == "income"):
        found.append("只有收入（role: income）填数")
    if (
        one.kind == "choice"
        and one.role != "told"
        and not {"good", "bad"} <= {o.says for o in one.options.values()}
    ):
        found.append("的 options 里要有说明达到（good）和没有达到（bad）的")
    if one.until is not None and one.until < one.since:
        found.append("的 until 早于 since")
    return found


PARTS: tuple[layers.Part, ...] = (("designs", _doubts_of_design), ("questions", _doubts_of_question))

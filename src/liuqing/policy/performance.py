"""Performance (绩效) as data of a place: how targets are scored, graded and watched, what a grade means for the
next year's money, and what a fund as a whole is looked at for.

``performance.yaml`` of a place and of its ancestors has ``scales`` and ``funds``; both are dated and name
their source. A share is a decimal (0.9), a weight a number of points; what nobody knows is left out, and
nothing that is left out earns a point.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Literal

from liuqing.errors import Problem
from liuqing.policy import layers
from liuqing.policy.layers import Source
from liuqing.policy.place import Place

FILE = "performance.yaml"
SCALE = "project"
"""The scale by which projects are scored."""
KINDS = ("产出数量", "产出质量", "产出时效", "成本", "效益", "满意度")
"""What a target is of, as the forms have it."""
EXECUTION = "预算执行率"
"""Not a target of anybody: the money paid of the money allocated."""
CENT = Decimal("0.01")
FULL = Decimal(100)

Dimension = Literal["input", "progress", "supervision", "results", "violations"]
DIMENSIONS = {
    "input": "资金投入",
    "progress": "资金拨付",
    "supervision": "资金监管",
    "results": "资金使用成效",
    "violations": "违规违纪扣分",
}
"""What a fund as a whole is looked at for."""
ELEMENTS = {
    "targets": "有目标",
    "plan": "有计划",
    "measures": "有措施",
    "checks": "有检查",
    "consequences": "有奖惩",
}
"""The five elements of an evaluation system (R350)."""


@dataclass(frozen=True)
class Weight:
    """So many of 100 points for the kinds of targets together; they are split among the targets there are."""

    points: Decimal
    of: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Grade:
    """A grade: from how many points, and what it means for the next year.

    ``share``: how much of the money is planned again at most; ``excluded``: not in the next year's plan.
    """

    at_least: Decimal
    means: str
    share: Decimal = Decimal(1)
    excluded: bool = False


@dataclass(frozen=True)
class Warning:
    """How far behind is too far: below this share of what should be reached by then; what to do."""

    below: Decimal
    do: str


@dataclass(frozen=True)
class Version:
    """A scale from a first day on. ``grows``: the kinds that come bit by bit in the year, so that half a year
    promises half of them. ``midyear_from`` and ``self_from`` are the month and day from which a look is due.
    """

    source: Source
    weights: dict[str, Weight] = field(default_factory=dict)
    grades: dict[str, Grade] = field(default_factory=dict)
    warnings: dict[str, Warning] = field(default_factory=dict)
    grows: list[str] = field(default_factory=list)
    midyear_from: str = "07-01"
    self_from: str = "12-01"
    ended: bool = False
    unverified: bool = False
    note: str = ""


@dataclass(frozen=True)
class Scale:
    """A scale with its versions by first day."""

    label: str
    versions: dict[date, Version] = field(default_factory=dict)


@dataclass(frozen=True)
class Fund:
    """What a fund is looked at for: ``points`` None: nobody could say how much it weighs."""

    label: str
    source: Source
    points: Decimal | None = None
    unverified: bool = False
    note: str = ""


@dataclass(frozen=True)
class Told:
    """Everything that a place states."""

    scales: dict[str, Scale] = field(default_factory=dict)
    funds: dict[str, Fund] = field(default_factory=dict)


@dataclass(frozen=True)
class Promise:
    """A target: ``least`` True: at least so much, else at most. ``weight`` among those of its kinds."""

    key: int
    kind: str
    value: Decimal
    least: bool = True
    weight: Decimal | None = None


@dataclass(frozen=True)
class Scored:
    """Points by target; ``execution`` those of the money. ``total`` None as long as something is not known."""

    points: dict[int, Decimal | None]
    execution: Decimal | None
    total: Decimal | None
    grade: str


def declared(place: Place) -> Told:
    """What a place states with what it inherits; raises the first fault as a Problem."""
    found: Told = layers.stated(place.lineage, FILE, Told, DOUBTS)
    return found


def scale(place: Place, on: date, key: str = SCALE) -> tuple[date, Version]:
    """The scale of a day with its first day. Problem ``performance.no_scale`` if none is in force."""
    one = declared(place).scales.get(key)
    reached = [(since, version) for since, version in one.versions.items() if since <= on] if one else []
    if not reached or reached[-1][1].ended:
        raise Problem(
            "performance.no_scale", "这一天没有施行绩效评分办法", "请在地方配置的 performance.yaml 里写明。"
        )
    return reached[-1]


def reached(promise: Promise, actual: Decimal | None) -> Decimal | None:
    """How much of a target was reached, 0 to 1; None if nobody knows."""
    if actual is None:
        return None
    if promise.least:
        share = actual / promise.value if promise.value > 0 else Decimal(actual >= promise.value)
    else:
        # At most so much: twice as much is half reached.
        share = promise.value / actual if actual > promise.value else Decimal(1)
    return max(Decimal(0), min(Decimal(1), share))


def score(
    promises: Sequence[Promise], actuals: Mapping[int, Decimal | None], execution: Decimal | None, by: Version
) -> Scored:  # fmt: skip
    """Points by the scale: the weights of what a project has not promised go to what it has, in proportion."""
    worth = worths(promises, by)
    points = {one.key: _points(worth[one.key], reached(one, actuals.get(one.key))) for one in promises}
    money = _points(worth[EXECUTION], execution if execution is None else min(Decimal(1), execution))
    earned = [*points.values(), *([money] if worth[EXECUTION] else [])]
    known = [one for one in earned if one is not None]
    total = (
        sum(known, Decimal(0)).quantize(CENT, ROUND_HALF_UP)
        if len(known) == len(earned) and promises
        else None
    )
    return Scored(points, money, total, grade(total, by))


def worths(promises: Sequence[Promise], by: Version) -> dict[int | str, Decimal]:
    """How many points each target is worth, and the money: 100 together."""
    used = {
        key: one
        for key, one in by.weights.items()
        if EXECUTION in one.of or any(p.kind in one.of for p in promises)
    }
    whole = sum((one.points for one in used.values()), Decimal(0))
    found: dict[int | str, Decimal] = {EXECUTION: Decimal(0), **{one.key: Decimal(0) for one in promises}}
    for one in used.values():
        points = one.points * FULL / whole
        if EXECUTION in one.of:
            found[EXECUTION] += points
            continue
        mine = [p for p in promises if p.kind in one.of]
        weights = {p.key: p.weight if p.weight is not None else Decimal(1) for p in mine}
        among = sum(weights.values(), Decimal(0))
        for key, weight in weights.items():
            found[key] += points * (weight / among if among else Decimal(1) / len(mine))
    return found


def grade(total: Decimal | None, by: Version) -> str:
    """The grade of a score; "" while it is not known."""
    if total is None:
        return ""
    return next((key for key, one in by.grades.items() if total >= one.at_least), "")


def behind(
    promise: Promise, actual: Decimal | None, passed: Decimal, by: Version
) -> tuple[Decimal | None, str]:
    """How much is reached of what should be by now (``passed`` of the time, 0 to 1), and the warning, "" if none."""
    due = promise.value * passed if promise.least and promise.kind in by.grows else promise.value
    share = reached(Promise(promise.key, promise.kind, due, promise.least), actual)
    if share is None:
        return None, ""
    return share, next(
        (key for key, one in sorted(by.warnings.items(), key=lambda w: w[1].below) if share < one.below), ""
    )


def due(month_day: str, year: int) -> date:
    """The day of a month and day in a year."""
    return date.fromisoformat(f"{year}-{month_day}")


def check(folder: Path) -> list[Problem]:
    """Everything that is wrong with the folder's ``performance.yaml``, with its line; [] without one."""
    return layers.check(folder, FILE, Told, DOUBTS)


def _points(worth: Decimal, share: Decimal | None) -> Decimal | None:
    return None if share is None else worth * share


def _of_scale(_key: str, one: Scale, _everything: Told) -> list[str]:
    found = ["没有写 versions（起始日期和内容）"] if not one.versions else []
    if list(one.versions) != sorted(one.versions):
        found.append("的起始日期没有按先后排列")
    for version in one.versions.values():
        found += (
            [] if version.ended else [*_of_weights(version), *_of_grades(version), *_of_warnings(version)]
        )
    return found


def _of_weights(version: Version) -> list[str]:
    kinds = [kind for one in version.weights.values() for kind in one.of]
    found = [
        f"的「{kind}」不认识，可用：{'、'.join((*KINDS, EXECUTION))}"
        for kind in kinds
        if kind not in (*KINDS, EXECUTION)
    ]
    found += [f"的「{kind}」算了两次" for kind in dict.fromkeys(kinds) if kinds.count(kind) > 1]
    found += [f"的「{kind}」没有权重" for kind in KINDS if kind not in kinds]
    found += [
        f"的日期「{said}」不是月-日（如 07-01）"
        for said in (version.midyear_from, version.self_from)
        if not _is_day(said)
    ]
    whole = sum((one.points for one in version.weights.values()), Decimal(0))
    if whole != FULL or any(one.points < 0 for one in version.weights.values()):
        found.append(f"的权重合计 {whole}，应为 100，且不小于 0")
    return [*found, *(f"的 grows「{kind}」不认识" for kind in version.grows if kind not in KINDS)]


def _is_day(said: str) -> bool:
    try:
        return bool(due(said, 2019))
    except ValueError:
        return False


def _of_grades(version: Version) -> list[str]:
    points = [one.at_least for one in version.grades.values()]
    found = [] if points else ["没有写 grades（等级）"]
    if points != sorted(points, reverse=True) or len(set(points)) != len(points):
        found.append("的等级没有从高到低排列")
    if points and points[-1] != 0:
        found.append("的最低等级应从 0 分起")
    return [
        *found,
        *("的等级 share 不在 0 和 1 之间" for one in version.grades.values() if not 0 <= one.share <= 1),
    ]


def _of_warnings(version: Version) -> list[str]:
    return ["的预警 below 不在 0 和 1 之间" for one in version.warnings.values() if not 0 < one.below <= 1]


def _of_fund(key: str, one: Fund, _everything: Told) -> list[str]:
    found = [] if key in DIMENSIONS else [f"不认识，可用：{'、'.join(DIMENSIONS)}"]
    return [*found, "没有权重的要写 unverified: true"] if one.points is None and not one.unverified else found


DOUBTS: tuple[layers.Part, ...] = (("scales", _of_scale), ("funds", _of_fund))

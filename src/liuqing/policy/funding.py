"""Funding (资金来源): what each source of money is, who gives it, and for what it may not be spent.

``funding.yaml`` of a place and of its ancestors. A source has versions by first day, each on somebody's
word. A class is named as in the place's ``project_classes`` (一级类 or 二级类); what is not forbidden and,
where ``allowed`` is stated, is among it, may be paid for (R079, R081). ``debt``: money that has to be paid
back by the public purse, so that a project paid from it is marked (R096).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from liuqing.errors import Problem, Where
from liuqing.policy import layers
from liuqing.policy import place as places
from liuqing.policy.layers import Source
from liuqing.policy.place import Place
from liuqing.policy.place_file import Faults

FILE = "funding.yaml"
LEVELS = {
    "central": "中央", "province": "省级", "city": "市级", "county": "县级", "partner": "东西部协作", "social": "社会",
    "loan": "贷款", "own": "自筹",
}  # fmt: skip
"""Who gives money; the record knows the same levels."""


@dataclass(frozen=True)
class Version:
    """What a source is from a first day on. ``levels`` [] and ``allowed`` []: any. ``unverified``: nobody
    could confirm it."""

    source: Source
    levels: list[str] = field(default_factory=list)
    pooled: bool = False
    debt: bool = False
    allowed: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    ended: bool = False
    unverified: bool = False
    note: str = ""


@dataclass(frozen=True)
class Origin:
    """A source of money with its versions by first day."""

    versions: dict[date, Version] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What a place says of its sources."""

    sources: dict[str, Origin] = field(default_factory=dict)


def rule(place: Place, source: str, on: date) -> Version | None:
    """What is in force for a source on a day; None if the place says nothing of it.

    Problem ``policy.place`` if a file is faulty.
    """
    told = layers.stated(place.lineage, FILE, Told, (("sources", _doubts),))
    found = told.sources.get(source)
    reached = [one for since, one in found.versions.items() if since <= on] if found else []
    return None if not reached or reached[-1].ended else reached[-1]


def check(folder: Path) -> list[Problem]:
    """Everything that is wrong with the folder's ``funding.yaml``; [] without one.

    Its sources and classes must be those of the place, or money would be allowed or forbidden by a slip.
    """
    found = layers.check(folder, FILE, Told, (("sources", _doubts),))
    if found or not (folder / FILE).is_file():
        return found
    try:
        place = places.load(str(folder))
    except Problem:
        return found  # the place itself is faulty, and says so
    told = layers.told((folder,), FILE, Told, Faults([]))
    return [
        Problem(
            "policy.place",
            f"「{key}」{what}",
            "请对照 place.yaml 改正。",
            Where(file=f"{folder.name}/{FILE}"),
        )
        for key, origin in told.sources.items()
        for what in _unknown(place, key, origin)
    ]


def forbids(version: Version | None, class_one: str, class_two: str) -> bool:
    """Whether money of this source may not be spent on this class."""
    if version is None:
        return False
    named = {class_one, class_two} - {""}
    return bool(named & set(version.forbidden)) or bool(version.allowed and not named & set(version.allowed))


def _unknown(place: Place, key: str, origin: Origin) -> Iterable[str]:
    if place.fund_sources and key not in place.fund_sources:
        yield "不在资金来源（fund_sources）中"
    classes = set(place.project_classes).union(*place.project_classes.values())
    for version in origin.versions.values():
        # A place without classes (a province) states nothing that could be compared.
        for name in (*version.allowed, *version.forbidden) if classes else ():
            if name not in classes:
                yield f"的类别「{name}」不在项目类别中"


def _doubts(key: str, entry: Any, told: Any) -> Iterable[str]:
    if not entry.versions:
        yield "没有写 versions（起始日期和规定）"
    if list(entry.versions) != sorted(entry.versions):
        yield "的起始日期没有按先后排列"
    for since, version in entry.versions.items():
        for level in version.levels:
            if level not in LEVELS:
                yield f"自 {since} 起的级次「{level}」不认识，可用：{'、'.join(LEVELS)}"
        if both := set(version.allowed) & set(version.forbidden):
            yield f"自 {since} 起既可用于又不得用于：{'、'.join(sorted(both))}"

"""The project pool (项目库) as data of a place: its steps, the 六定 checklist, trees of classes and what they
become in others.

``pool.yaml`` of a place and of its ancestors; entries of the same key are the child's. Usual unit costs and
tolerances are dated numbers of the place (``NUMBERS``). Classes change with the years: a map says, with its
source, what a class (or ``class/item``) of the place is called in another tree; what a map does not name
stays 未对应 and is never guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from liuqing.errors import Problem
from liuqing.policy import layers
from liuqing.policy.layers import Source
from liuqing.policy.place import Place

FILE = "pool.yaml"
UNIT_COSTS = "pool.unit_costs"
"""Usual unit costs of the place in yuan, by ``item/unit`` (``太阳能热水器/台``)."""
TOLERANCE = "pool.unit_cost_tolerance"
"""By how many per cent a unit cost may differ from the standard, or from the median, before somebody looks."""
COMPARED = "pool.compared_with"
"""Of how many others of the same item a median is taken at least."""
SPREAD = "pool.unit_cost_spread"
"""By how many times the usual distance from the median a unit cost must be off besides."""
LUMPS = "pool.lump_units"
"""Units of which one is not like the other: no median is taken of them."""
SIMILAR = "pool.similar_names"
"""From how many points of 100 two names are taken for the same work."""
NUMBERS = (UNIT_COSTS, TOLERANCE, COMPARED, SPREAD, LUMPS, SIMILAR)
OTHER = "未对应"
"""What has no counterpart in another tree."""

Need = Literal[
    "name", "class_one", "content", "site", "quantities", "amounts", "sums", "fundings", "secured", "department", "unit",
    "lead", "leader", "starts_on", "ends_on", "targets", "beneficiaries", "mechanism", "participation",
]  # fmt: skip
"""What a point of a checklist may ask of a project."""
NEEDS: dict[str, str] = {
    "name": "项目名称", "class_one": "项目类别", "content": "建设内容", "site": "实施地点", "quantities": "工程量",
    "amounts": "单价和金额", "sums": "工程量与资金相等", "fundings": "资金来源和金额", "secured": "资金已全部落实",
    "department": "行业主管部门", "unit": "实施单位", "lead": "责任人职务", "leader": "责任领导职务", "starts_on": "开工时间",
    "ends_on": "完工时间", "targets": "绩效目标", "beneficiaries": "受益对象", "mechanism": "带贫减贫机制",
    "participation": "群众参与",
}  # fmt: skip
States = Literal[
    "draft", "filed", "reviewed", "argued", "pooled", "planned", "tendered", "contracted", "begun", "completed", "accepted",
    "settled", "handed_over", "returned", "deferred", "refused", "removed", "cancelled",
]  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A step of working with the pool (建、管、用): the states of projects that are in it."""

    label: str
    states: list[States]
    source: Source
    unverified: bool = False
    note: str = ""


@dataclass(frozen=True)
class Point:
    """A point of a checklist: fixed when everything it needs is there."""

    label: str
    needs: list[Need]
    source: Source
    unverified: bool = False


@dataclass(frozen=True)
class Tree:
    """A tree of classes in use from a day to a day (both included)."""

    label: str
    classes: list[str]
    since: date
    source: Source
    until: date | None = None
    unverified: bool = False


@dataclass(frozen=True)
class Map:
    """What classes of the place (``class``, or ``class/item`` before it) are called in a tree."""

    tree: str
    classes: dict[str, str]
    source: Source
    unverified: bool = False


@dataclass(frozen=True)
class Told:
    """What a place says of its pool."""

    steps: dict[str, Step] = field(default_factory=dict)
    fixed: dict[str, Point] = field(default_factory=dict)
    trees: dict[str, Tree] = field(default_factory=dict)
    maps: dict[str, Map] = field(default_factory=dict)


def _step_doubts(key: str, step: Step, told: Told) -> Iterable[str]:
    for other, one in told.steps.items():
        if other != key and set(one.states) & set(step.states):
            yield f"和「{other}」有相同的状态"


def _point_doubts(key: str, point: Point, told: Told) -> Iterable[str]:
    if not point.needs:
        yield "没有写 needs（要看什么）"


def _tree_doubts(key: str, tree: Tree, told: Told) -> Iterable[str]:
    if tree.until and tree.until < tree.since:
        yield "的止日早于起始日"


def _map_doubts(key: str, one: Map, told: Told) -> Iterable[str]:
    if one.tree not in told.trees:
        yield f"所说的类别表「{one.tree}」没有写在 trees 里"
        return
    known = (*told.trees[one.tree].classes, OTHER)
    for said, becomes in one.classes.items():
        if becomes not in known:
            yield f"把「{said}」对应到「{becomes}」，而那张类别表里没有这一类"


_PARTS = (("steps", _step_doubts), ("fixed", _point_doubts), ("trees", _tree_doubts), ("maps", _map_doubts))


def of(place: Place) -> Told:
    """What the place says. Problem ``policy.place`` if a file is faulty."""
    told: Told = layers.stated(place.lineage, FILE, Told, _PARTS)
    return told


def check(place: Place) -> list[Problem]:
    """Everything that is wrong with the place's own file."""
    return layers.check(place.folder, FILE, Told, _PARTS) + [
        Problem("policy.place", f"类别对应表「{key}」里的「{said}」不是本地的类别", "请对照 place.yaml 的 project_classes 改正。")
        for key, one in of(place).maps.items()
        for said in one.classes
        if not _of_the_place(place, said)
    ]  # fmt: skip


def becomes(told: Told, key: str, class_one: str, class_two: str = "") -> str:
    """What a class of the place is called in the tree of that map; 未对应 where nobody says."""
    if key not in told.maps:
        return OTHER
    named = told.maps[key].classes
    return named.get(f"{class_one}/{class_two}") or named.get(class_one) or OTHER


def unit_cost(place: Place, on: date, items: Iterable[str], unit: str) -> tuple[Decimal, str] | None:
    """The usual unit cost in yuan of the first item that the place names, and where it says so."""
    numbers = place.parameters(on)
    if not numbers.has(UNIT_COSTS):
        return None
    stated = numbers[UNIT_COSTS]
    found = next((stated[f"{item}/{unit}"] for item in items if f"{item}/{unit}" in stated), None)
    return None if found is None else (Decimal(str(found)), cited(place, on))


def cited(place: Place, on: date) -> str:
    """Where the place states its usual unit costs: document, clause and first day; "" where it does not."""
    numbers = place.parameters(on)
    if not numbers.has(UNIT_COSTS):
        return ""
    meta = numbers.meta(UNIT_COSTS)
    return f"{meta.label}，{meta.source}，自 {meta.since} 起{'（未核实）' if meta.unverified else ''}"


def _of_the_place(place: Place, said: str) -> bool:
    one, _, two = said.partition("/")
    return one in place.project_classes and (not two or two in place.project_classes[one])

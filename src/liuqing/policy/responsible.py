"""Responsible departments (责任部门): who answers for a condition of an exit, and which lists would tell.

``responsible.yaml`` of a place and of its ancestors names for each department the conditions of
households (rules), indicators and figures that are its own. What nobody is named for is the office's.
Which lists tell a condition follows from the facts that its rule looks at (``origins.py``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from liuqing.errors import Problem
from liuqing.policy import layers, origins, tables
from liuqing.policy.indicators import INDICATORS
from liuqing.policy.layers import Source
from liuqing.policy.place import Place
from liuqing.policy.rules import RULES
from liuqing.policy.standards import FIGURES

FILE = "responsible.yaml"
OFFICE = "县扶贫办"
"""Who answers for what nobody is named for."""
HOUSEHOLDS, PERSONS = "register_households", "register_persons"
"""Which export of the register says the facts of a household, and those of a person."""
_HOUSEHOLD = {fact.name for fact in tables.HOUSEHOLD}


@dataclass(frozen=True)
class Named:
    """What one department answers for."""

    of: list[str]
    source: Source
    unverified: bool = False


@dataclass(frozen=True)
class Told:
    """A file of responsibilities, by department."""

    departments: dict[str, Named] = field(default_factory=dict)


def department(place: Place, names: Iterable[str]) -> str:
    """Who answers for the first of these rules, indicators or figures for which anybody is named."""
    known = _by_name(place.lineage)
    return next((known[name] for name in names if name in known), OFFICE)


def check(folder: Path) -> list[Problem]:
    """Everything that is wrong with the file in a folder, with its line."""
    return layers.check(folder, FILE, Told, PARTS)


def lists_for(rule: str) -> tuple[str, ...]:
    """The kinds of lists that say what a rule looks at, a department's own before the register."""
    columns = sorted(_leaves(rule, set()))
    own = dict.fromkeys(kind for column in columns if (kind := origins.list_of(column)))
    facts = (origins.fact_of(column) for column in columns)
    registered = dict.fromkeys(HOUSEHOLDS if name in _HOUSEHOLD else PERSONS for name in facts if name)
    return (*own, *registered)


def _leaves(name: str, passed: set[str]) -> Iterator[str]:
    """The columns at the bottom of a rule."""
    if name in passed:
        return
    passed.add(name)
    if name not in RULES:
        yield name
        return
    for need in RULES[name].needs:
        yield from _leaves(need, passed)


@cache
def _by_name(lineage: tuple[Path, ...]) -> dict[str, str]:
    told = layers.stated(lineage, FILE, Told, PARTS)
    return {name: key for key, one in told.departments.items() for name in one.of}


def _doubts(key: str, entry: Any, told: Any) -> Iterable[str]:
    if not entry.of:
        yield "没有写 of（负责哪几项）"
    for name in entry.of:
        if name not in RULES and name not in INDICATORS and name not in FIGURES:
            yield f"负责的「{name}」不是规则、指标或汇总数"


PARTS = (("departments", _doubts),)

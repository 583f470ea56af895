"""Files that a place and its ancestors state together: standards, quotas, estimates.

Each folder may have the file; entries of the same key are the child's. All faults are told at once,
with file and line.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from yaml.nodes import MappingNode

from liuqing.errors import Problem
from liuqing.policy import place
from liuqing.policy.place_file import Faults, compose, keys, merged, section

T = TypeVar("T")
Doubts = Callable[[str, Any, Any], Iterable[str]]
"""Of an entry (its key, itself, everything told): what is wrong with it beyond its shape."""
Part = tuple[str, Doubts]
"""A section of a file and the doubts to which its entries are put."""


@dataclass(frozen=True)
class Source:
    """The document and the section that state something."""

    document: str
    clause: str

    def __str__(self) -> str:
        return f"{self.document}，{self.clause}"


@dataclass(frozen=True)
class Limit:
    """A number from its first day; ``upper`` is the other end of a range. ``ended``: no longer in force.

    ``unverified``: nobody could confirm it (or that it belongs here), and every result says so.
    """

    source: Source
    value: Decimal | None = None
    upper: Decimal | None = None
    ended: bool = False
    unverified: bool = False


def in_force(values: dict[date, Limit], on: date) -> tuple[date, Limit] | None:
    """The number of the day with its first day; None if none is in force."""
    reached = [(since, limit) for since, limit in values.items() if since <= on]
    return None if not reached or reached[-1][1].ended else reached[-1]


def falling(values: dict[date, Limit]) -> list[str]:
    """What is wrong with dated numbers: none at all, falling days, nothing said, a range upside down."""
    days = list(values)
    found = ["没有写 values（起始日期和数值）"] if not days else []
    if days != sorted(days):
        found.append("的起始日期没有按先后排列")
    for since, limit in values.items():
        if limit.upper is not None and limit.value is not None and limit.upper < limit.value:
            found.append(f"自 {since} 起的范围上限小于下限")
        if limit.ended and limit.value is not None:
            found.append(f"自 {since} 起既有数值又写了 ended")
    return found


def told(folders: Sequence[Path], file: str, kind: type[T], faults: Faults) -> T:
    """What the folders (the eldest first) state in their files; empty if none has one."""
    roots = [root for folder in folders if (root := _root(folder, file, faults))]
    read = section(merged(roots), kind, faults) if roots else None
    return kind() if read is None else read


@cache
def stated(folders: tuple[Path, ...], file: str, kind: type[T], parts: tuple[Part, ...]) -> T:
    """What folders state (the eldest first); raises the first fault as a Problem that says how many there
    are.
    """
    faults = [fault for folder in folders for fault in check(folder, file, kind, parts)]
    if faults:
        first, more = faults[0], len(faults) - 1
        what = f"{first.what}（另有 {more} 处错误）" if more else first.what
        raise Problem(first.code, what, first.remedy, first.where)
    return told(folders, file, kind, Faults([]))


def check(folder: Path, file: str, kind: type[T], parts: tuple[Part, ...]) -> list[Problem]:
    """Everything that is wrong with the folder's own file; [] without one.

    ``parts`` are the sections whose entries are put to somebody's doubts.
    """
    faults = Faults([])
    root = _root(folder, file, faults)
    if root is None:
        return faults.found
    own = section(root, kind, faults)
    everything = told(_lineage(folder), file, kind, Faults([]))
    for part, doubts in parts:
        lines = _lines(root, part)
        for key, entry in getattr(own, part, {}).items():
            for what in doubts(key, entry, everything):
                faults.add(f"{folder.name}/{file}", lines[key], f"「{key}」{what}")
    return faults.found


def _root(folder: Path, file: str, faults: Faults) -> MappingNode | None:
    return compose(folder / file, faults) if (folder / file).is_file() else None


def _lines(root: MappingNode, part: str) -> dict[str, int]:
    node = keys(root).get(part)
    entries = node.value if isinstance(node, MappingNode) else []
    return {str(key.value): key.start_mark.line + 1 for key, _ in entries}


def _lineage(folder: Path) -> tuple[Path, ...]:
    """The folder with its ancestors; itself alone if its ``place.yaml`` cannot be read."""
    try:
        return place.load(str(folder)).lineage
    except Problem:
        return (folder,)

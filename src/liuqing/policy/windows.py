"""Windows (动态调整): the calendar that a place proposes for going through its register once a year.

``windows.yaml`` of a place and of its ancestors. A calendar has versions by first day, each with its
source and stages; a stage runs from a month and day to a month and day, both included. Where the
county knows better it changes the dates when it plans a window: these are a proposal.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from liuqing.errors import Problem
from liuqing.policy import layers
from liuqing.policy.layers import Source
from liuqing.policy.place import Place

FILE = "windows.yaml"
STAGES = {"collection": "采集", "entry": "录入", "cleaning": "清洗", "audit": "审核", "feedback": "反馈"}
"""The stages of a window, in their order."""
_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)")
_LEAP = 2020


@dataclass(frozen=True)
class Stage:
    """One stage: first and last as ``10-01``. 02-29 is the last day of February in every year."""

    label: str
    first: str
    last: str
    note: str = ""


@dataclass(frozen=True)
class Version:
    """The stages from a first day on. ``unverified``: nobody could confirm it for this place."""

    source: Source
    stages: dict[str, Stage] = field(default_factory=dict)
    ended: bool = False
    unverified: bool = False
    note: str = ""


@dataclass(frozen=True)
class Calendar:
    """A kind of window with its versions by first day."""

    label: str
    versions: dict[date, Version] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What a place says of its windows."""

    windows: dict[str, Calendar] = field(default_factory=dict)


@dataclass(frozen=True)
class Dated:
    """A stage of a year: both days belong to it."""

    key: str
    label: str
    first: date
    last: date


@dataclass(frozen=True)
class Proposal:
    """The dates that a place proposes for a year, and on whose word."""

    label: str
    stages: tuple[Dated, ...]
    source: str
    unverified: bool

    @property
    def opens_on(self) -> date:
        """The first day of the first stage."""
        return min(stage.first for stage in self.stages)

    @property
    def closes_on(self) -> date:
        """The last day of the last stage."""
        return max(stage.last for stage in self.stages)


def proposals(place: Place, year: int) -> dict[str, Proposal]:
    """What the place proposes for a year, by the key of the calendar; {} if nothing is in force.

    Problem ``policy.place`` if a file is faulty.
    """
    told = layers.stated(place.lineage, FILE, Told, (("windows", _doubts),))
    found = ((key, _proposal(one, year)) for key, one in told.windows.items())
    return {key: one for key, one in found if one}


def check(place: Place) -> list[Problem]:
    """Everything that is wrong with the place's own file."""
    return layers.check(place.folder, FILE, Told, (("windows", _doubts),))


def _proposal(calendar: Calendar, year: int) -> Proposal | None:
    reached = [one for since, one in calendar.versions.items() if since <= date(year, 12, 31)]
    if not reached or reached[-1].ended:
        return None
    version = reached[-1]
    stages = tuple(_dated(key, one, year) for key, one in version.stages.items())
    return Proposal(calendar.label, stages, str(version.source), version.unverified)


def _dated(key: str, stage: Stage, year: int) -> Dated:
    first, last = _day(stage.first, year), _day(stage.last, year)
    # A stage that ends before it begins goes over New Year.
    return Dated(key, stage.label, first, last if last >= first else _day(stage.last, year + 1))


def _day(text: str, year: int) -> date:
    month, day = (int(part) for part in text.split("-"))
    if (month, day) == (2, 29):
        return date(year, 3, 1) - timedelta(days=1)
    return date(year, month, day)


def _doubts(key: str, entry: Any, told: Any) -> Iterable[str]:
    if not entry.versions:
        yield "没有写 versions（起始日期和阶段）"
    if list(entry.versions) != sorted(entry.versions):
        yield "的起始日期没有按先后排列"
    for since, version in entry.versions.items():
        if not version.ended:
            yield from (f"自 {since} 起{what}" for what in _of_stages(version.stages))


def _of_stages(stages: dict[str, Stage]) -> Iterable[str]:
    if not stages:
        yield "没有写 stages（阶段）"
    for key, stage in stages.items():
        if key not in STAGES:
            yield f"的阶段「{key}」不认识，可用：{'、'.join(STAGES)}"
        for text in (stage.first, stage.last):
            if not _sound(text):
                yield f"的阶段「{stage.label}」有一天写成「{text}」，请写成 10-01 这样"


def _sound(text: str) -> bool:
    found = _MONTH_DAY.fullmatch(text)
    if not found:
        return False
    try:
        date(_LEAP, int(found[1]), int(found[2]))
    except ValueError:
        return False
    return True

"""Marks (数标): ``{{ 数:名称|2018年|中河镇 }}`` as a clerk types them, read into what is asked for.

The name first, then in any order a year or years, a place, a class or item of projects, a source of money, a
cause, a unit. 数: may be left out; 规划: asks for what the plan says. Nothing of a mark is run.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches

from liuqing.planning.queries.targets.actual import Span
from liuqing.planning.queries.targets.named.names import Name, find, nearest, plain, planned
from liuqing.policy.metrics import metrics

PREFIX = re.compile(r"^\s*(数|规划数?)\s*[:：]\s*")
_APART = re.compile(r"[|｜,，;；\s]+")
_YEARS = re.compile(r"((?:19|20)\d\d)年?(?:\s*[-—–~至到]+\s*((?:19|20)\d\d))?年?$")
UNITS = ("元", "万元", "亿元", "户", "人", "个", "%", "人次", "亩", "公里")


@dataclass(frozen=True)
class Words:
    """The words of a county that may stand in a mark: what each one means, by its plain text."""

    areas: dict[str, tuple[str, ...]]
    classes: tuple[str, ...]
    items: tuple[str, ...]
    sources: tuple[str, ...]
    causes: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What a mark asks for. ``area`` is a code, "" where none is named; ``years`` None: as of now."""

    name: Name
    years: tuple[int, int] | None = None
    area: str = ""
    narrowed: dict[str, str] = field(default_factory=dict)
    cause: str = ""
    unit: str = ""
    words: tuple[str, ...] = ()

    @property
    def span(self) -> Span | None:
        """The days of its years."""

        return Span(date(self.years[0], 1, 1), date(self.years[1], 12, 31)) if self.years else None


@dataclass(frozen=True)
class Unknown:
    """A mark that cannot be read: which word nobody knows, and what looks like it."""

    what: str
    nearest: tuple[str, ...] = ()


def looks_named(text: str) -> bool:
    """Whether a mark is meant as a named figure: it says so, or begins with the name of one."""
    if PREFIX.match(text):
        return True
    first = next(iter(_parts(text)), "")
    return find(first) is not None


def read(text: str, known: Words) -> Asked | Unknown:
    """What a mark asks for, or what of it nobody knows."""
    prefix = PREFIX.match(text)
    of_plan = bool(prefix and prefix[1].startswith("规划"))
    name, *parts = list(_parts(text)) or [""]
    found = _planned(name) if of_plan else find(name)
    if found is None:
        return Unknown(f"没有叫「{name}」的数", tuple(nearest(name, of_plan=of_plan)))
    asked = Asked(found)
    for part in parts:
        more = _with(asked, part, known)
        if isinstance(more, Unknown):
            return more
        asked = more
    return asked


def _parts(text: str) -> Iterable[str]:
    return (part for part in _APART.split(PREFIX.sub("", text).strip()) if part)


def _planned(name: str) -> Name | None:
    key = planned().get(plain(name)) or planned().get(plain(f"规划{name}"))
    return Name(metrics()[key].label, "planned", key, "") if key else None


def _with(asked: Asked, part: str, known: Words) -> Asked | Unknown:
    """The same with one more word understood."""
    if years := _YEARS.fullmatch(part):
        first = int(years[1])
        return replace(asked, years=(first, int(years[2] or first)))
    if part in UNITS:
        return replace(asked, unit=part)
    if part in known.causes:
        return replace(asked, cause=part)
    if asked.name.kind in ("money", "planned") and (said := _narrowing(part, known)):
        return replace(asked, narrowed={**asked.narrowed, said[0]: said[1]}, words=(*asked.words, said[1]))
    codes = known.areas.get(part, ())
    if len(codes) == 1:
        return replace(asked, area=codes[0])
    if codes:
        return Unknown(f"有 {len(codes)} 个地方叫「{part}」，请写区划代码", codes[:3])
    if asked.name.kind == "planned":
        return replace(asked, words=(*asked.words, part))
    return Unknown(f"「{part}」不是年份、地方、类别、来源或单位", tuple(_like(part, known)))


def _narrowing(part: str, known: Words) -> tuple[str, str] | None:
    """A class, an item or a source, whole or by a beginning that only one has."""
    for key, every in (("class_one", known.classes), ("class_two", known.items), ("source", known.sources)):
        if part in every:
            return key, part
    for key, every in (("class_one", known.classes), ("source", known.sources), ("class_two", known.items)):
        begun = [one for one in every if one.startswith(part)]
        if len(begun) == 1 and len(part) > 1:
            return key, begun[0]
    return None


def _like(part: str, known: Words) -> list[str]:

    every = (*known.areas, *known.classes, *known.items, *known.sources, *known.causes)
    return get_close_matches(part, every, n=3, cutoff=0.4)

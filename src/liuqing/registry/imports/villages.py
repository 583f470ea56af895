"""Which village does a list mean? By code, or by its name inside its town.

Lists write 清溪社区, 清溪社区居委会, 清溪 or 清溪村民委员会 for one place. The exact name comes
first; a shortened name counts only where it is the only one of its town.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process

from liuqing.registry.models import Area

_FORMER = 3
"""Steps from which names are those of the past."""
_OFFICE = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|委员会|行政村)$")
_VILLAGE = re.compile(r"(?:社区|村)$")
_TOWN = re.compile(r"(?:街道办事处|民族乡|办事处|街道|镇|乡)$")


@dataclass(frozen=True)
class Found:
    """A village, or None and the names that come nearest."""

    village: int | None
    near: tuple[str, ...] = ()


class Villages:
    """The county's villages by code and by name."""

    def __init__(self) -> None:
        towns = {a.pk: a.name for a in Area.objects.filter(level=Area.Level.TOWN)}
        areas = list(Area.objects.filter(level=Area.Level.VILLAGE, until=None).order_by("code"))
        self.by_code = {area.code: area.pk for area in areas}
        self.paths = {area.pk: area.path for area in areas}
        self._towns = _town_names()
        self._labels = {area.pk: f"{towns.get(area.parent_id or 0, '')}{area.name}" for area in areas}
        self._named: dict[tuple[int, int | None, str], set[int]] = defaultdict(set)
        for area in areas:
            self._call(area.name, area.parent_id, area.pk)
        self._remember(areas)
        self._cache: dict[tuple[str, str], Found] = {}

    def _call(self, name: str, town: int | None, village: int, first: int = 0) -> None:
        for place in (town, None):
            for step, short in enumerate(_shorter(name), start=first):
                self._named[step, place, short].add(village)

    def _remember(self, areas: list[Area]) -> None:
        """Former codes and names, and those of villages that were merged: lists go on using them."""
        former = [(area, area.pk, area.parent_id) for area in areas]
        merged = Area.objects.filter(level=Area.Level.VILLAGE).exclude(successor=None)
        for area in merged.select_related("successor__successor"):
            heir = area.successor
            while heir is not None and heir.successor is not None:
                heir = heir.successor
            if heir is not None and heir.pk in self.paths:
                self.by_code.setdefault(area.code, heir.pk)
                self._call(area.name, area.parent_id, heir.pk, first=_FORMER)
                former.append((area, heir.pk, area.parent_id))
        for area, village, town in former:
            for before in area.known_as:
                self.by_code.setdefault(before["code"], village)
                self._call(before["name"], town, village, first=_FORMER)

    def find(self, town: str | None, village: str | None) -> Found:
        """The village of that name in that town (the town may be missing)."""
        key = (town or "", village or "")
        if key not in self._cache:
            self._cache[key] = self._search(*key)
        return self._cache[key]

    def code(self, code: str) -> Found:
        """The village of that code; trailing zeros do not count."""
        digits = code.strip()
        for length in (len(digits), 12):
            if digits[:length] in self.by_code:
                return Found(self.by_code[digits[:length]])
        return Found(None, self._nearest(digits, {c: c for c in self.by_code}.values()))

    def _search(self, town: str, village: str) -> Found:
        place = self._towns.get(_short(town, _TOWN)) if town else None
        if village and (place or not town):
            for first in (0, _FORMER):  # what it is called now, before what it was called
                for step, name in enumerate(_shorter(village), start=first):
                    found = self._named.get((step, place, name), set())
                    if len(found) == 1:
                        return Found(next(iter(found)))
        return Found(None, self._nearest(f"{town}{village}", self._labels.values()))

    def _nearest(self, text: str, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name, _, _ in process.extract(text, list(names), limit=3, score_cutoff=50))


def _town_names() -> dict[str, int]:
    """Towns by their names and those they had; a merged town stands for its successor."""
    told: dict[str, int] = {}
    for area in Area.objects.filter(level=Area.Level.TOWN).order_by("until"):
        heir = area.successor_id or area.pk
        for name in (area.name, *(before["name"] for before in area.known_as)):
            told.setdefault(_short(name, _TOWN), heir)
    return told


def _tidy(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _shorter(name: str) -> tuple[str, str, str]:
    """The name as it is, without the office's title, and without 村 or 社区 as well."""
    office = _short(name, _OFFICE)
    return _tidy(name), office, _short(office, _VILLAGE)


def _short(name: str, ending: re.Pattern[str]) -> str:
    tidy = _tidy(name)
    return ending.sub("", tidy) or tidy

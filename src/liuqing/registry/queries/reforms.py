"""What if (政策模拟): a proposed number or rule tried out over the latest frozen record.

Reads only: a trial is nobody's standing and leaves no finding. It is for whoever may assess.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.conf import settings

from liuqing.compute import reform as trial
from liuqing.compute import words
from liuqing.compute.reform import Changed, Village
from liuqing.errors import Problem
from liuqing.policy import reform as proposals
from liuqing.policy import topics
from liuqing.policy.place import load
from liuqing.policy.reform import Reform
from liuqing.policy.rules import RULES
from liuqing.registry.models import Area, Household, Snapshot
from liuqing.registry.models import Person as Named
from liuqing.registry.queries import scope
from liuqing.registry.queries.pages import Page
from liuqing.registry.queries.reasons import folder
from liuqing.registry.queries.scope import visible_households
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

__all__ = ["Changed", "Number", "Person", "Trial", "Village", "numbers", "people", "try_file", "try_number"]

SIZE = 60
"""Rows a page."""


@dataclass(frozen=True)
class Number:
    """A number of the place that can be tried out: its value today, and what hangs on it."""

    name: str
    label: str
    unit: str
    value: Any
    since: date
    source: str
    unverified: bool
    used_by: tuple[str, ...]

    @property
    def topic(self) -> str:
        """What it is about, in a clerk's words."""
        return topics.label(self.name)

    @property
    def simple(self) -> bool:
        """One number, or a table of numbers: what a page has boxes for."""
        values = self.value.values() if isinstance(self.value, dict) else (self.value,)
        return all(isinstance(one, int | float) and not isinstance(one, bool) for one in values)

    @property
    def shown(self) -> str:
        """The value with its unit."""
        return f"{_said(self.value)} {self.unit}" if self.simple else _said(self.value)


@dataclass(frozen=True)
class Person:
    """A household, or a member of it, whose answer would change; answers as the rule gives them."""

    no: str
    head: str
    person: str
    village: str
    town: str
    before: str | None
    after: str | None
    unit: str = ""

    @property
    def before_shown(self) -> str:
        """The present answer as people read it."""
        return _told(self.before, self.unit)

    @property
    def after_shown(self) -> str:
        """The answer under the proposal."""
        return _told(self.after, self.unit)


@dataclass(frozen=True)
class Trial:
    """A reform beside the present. ``names`` gives each area its name, ``towns`` each village its
    town, by code."""

    label: str
    on: date
    households: int
    changed: tuple[Changed, ...]
    names: Mapping[str, str]
    towns: Mapping[str, str]

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON: sums, villages and moves of every rule that changes somewhere."""
        return {
            "label": self.label,
            "on": self.on.isoformat(),
            "households": self.households,
            "changed": [self._rule(one) for one in self.changed],
        }

    def _rule(self, one: Changed) -> dict[str, Any]:
        return {
            "rule": one.rule, "label": one.label, "entity": one.entity, "kind": one.kind, "unit": one.unit,
            "gain": one.gain, "lose": one.lose, "before": one.before, "after": one.after,
            "villages": [
                {"code": v.code, "name": self.names.get(v.code, v.code), "gain": v.gain, "lose": v.lose,
                 "before": v.before, "after": v.after}
                for v in one.villages if v.gain or v.lose or v.before != v.after
            ],
            "moves": [{"from": now, "to": then, "households": n} for (now, then), n in one.moves.items()],
        }  # fmt: skip


def numbers(user: Any, on: date | None = None) -> list[Number]:
    """The place's numbers in force on the day that some rule of people reads, by name."""
    _require(user)
    place = load(settings.WORKSPACE.place)
    snapshot = scope.latest_snapshot(on)
    told = place.parameters(snapshot.on if snapshot else on or date.today())
    used = [name for name in sorted(told, key=_order) if told.has(name) and _used_by(name)]
    return [_number(name, told.meta(name)) for name in used]


def try_file(user: Any, path: Path, *, on: date | None = None, out: Path | None = None) -> Trial:
    """Try out the reform of a file. ``out``: a folder for everybody whose answer changes.

    Problems ``registry.not_assessed``, and those of ``policy.reform`` and ``compute.reform``.
    """
    snapshot = _snapshot(user, on)
    reform = proposals.read(path, load(settings.WORKSPACE.place))
    return _trial(
        trial.run(folder(snapshot), reform, place=settings.WORKSPACE.place, on=snapshot.on, out=out)
    )


def try_number(user: Any, name: str, value: Any, *, on: date | None = None) -> Trial:
    """Try out one number from the day of the snapshot on; the same Problems."""
    snapshot = _snapshot(user, on)
    return _trial(_tried(folder(snapshot), snapshot.on, name, json.dumps(value, ensure_ascii=False)))


def people(user: Any, name: str, value: Any, rule: str, *, area: str = "", page: int = 1) -> Page:
    """Whose answer of one rule changes, household by household, below an area.

    Rows are ``Person``. For who may see households; the same Problems as ``try_number``.
    """
    snapshot = _snapshot(user, None)
    told = json.dumps(value, ensure_ascii=False)
    _tried(folder(snapshot), snapshot.on, name, told)
    seen = visible_households(user)
    if area:
        seen = seen.filter(village__path__startswith=scope.area(user, area, Right.SEE_HOUSEHOLDS).path)
    moved = _moved(_kept(folder(snapshot), name, told), rule)
    inside = dict(seen.filter(pk__in={row["household_id"] for row in moved}).values_list("pk", "no"))
    rows = [row for row in moved if row["household_id"] in inside]
    shown = rows[(page - 1) * SIZE : page * SIZE]
    return Page(_persons(shown), len(rows), page, SIZE)


def _moved(kept: Path, rule: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for file in sorted(kept.glob("*.parquet")):
        found += pq.read_table(file, filters=[("rule", "=", rule)]).to_pylist()
    return found


def _persons(rows: list[dict[str, Any]]) -> list[Person]:
    homes = Household.objects.select_related("village__parent").in_bulk({r["household_id"] for r in rows})
    names = dict(Named.objects.filter(pk__in={r.get("person_id") for r in rows}).values_list("pk", "name"))
    return [
        Person(
            no=homes[row["household_id"]].no,
            head=homes[row["household_id"]].head_name,
            person=names.get(row.get("person_id"), ""),
            village=homes[row["household_id"]].village.name,
            town=getattr(homes[row["household_id"]].village.parent, "name", ""),
            before=row["before"],
            after=row["after"],
            unit=RULES[row["rule"]].unit,
        )
        for row in rows
    ]


@lru_cache(maxsize=32)
def _tried(where: Path, on: date, name: str, value: str) -> trial.Comparison:
    # A snapshot never changes: the same proposal is worked out once, however often the page is read.
    place = load(settings.WORKSPACE.place)
    plain = json.loads(value)
    label = f"{place.files[name].label if name in place.files else name} {_said(plain)}"
    reform: Reform = proposals.with_number(name, plain, since=on, label=label, place=place)
    return trial.run(where, reform, place=settings.WORKSPACE.place, on=on, out=_kept(where, name, value))


def _kept(where: Path, name: str, value: str) -> Path:
    """Where the keys of those whose answer changes are kept: beside what people print, no names in it."""
    key = hashlib.sha256(f"{where.name} {name} {value}".encode()).hexdigest()[:16]
    return Path(settings.WORKSPACE.folder) / "out" / "what-if" / key


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return "、".join(f"{key} {_said(one)}" for key, one in value.items())
    if isinstance(value, str) and value in RULES:
        return RULES[value].label
    return "、".join(map(_said, value)) if isinstance(value, list) else str(value)


def _told(answer: str | None, unit: str) -> str:
    """An answer as it was written down, in words: 是, 否, 不明, or a sum of money."""
    if unit == "fen" and answer is not None:
        return words.result(int(answer), unit)
    return {"true": "是", "false": "否", None: "不明"}.get(answer, answer or "")


def _trial(compared: trial.Comparison) -> Trial:
    names = dict(Area.objects.values_list("code", "name"))
    towns = dict(Area.objects.filter(level=Area.Level.VILLAGE).values_list("code", "parent__code"))
    return Trial(compared.label, compared.on, compared.households, compared.changed, names, towns)


def _number(name: str, meta: Any) -> Number:
    return Number(
        name, meta.label, meta.unit, meta.value, meta.since, meta.source, meta.unverified, _used_by(name)
    )


def _order(name: str) -> tuple[int, str]:
    known = list(topics.TOPICS)
    word = name.partition(".")[0]
    return known.index(word) if word in known else len(known), name


def _used_by(name: str) -> tuple[str, ...]:
    return _readers().get(name, ())


@cache
def _readers() -> dict[str, tuple[str, ...]]:
    """The labels of the rules that read a number, by its name: the rules are the same all day."""
    readers: dict[str, tuple[str, ...]] = {}
    for rule in RULES.values():
        for name in rule.numbers:
            readers[name] = (*readers.get(name, ()), rule.label)
    return readers


def _snapshot(user: Any, on: date | None) -> Snapshot:
    _require(user)
    return scope.assessed(on)


def _require(user: Any) -> None:
    root = Area.objects.filter(parent=None).order_by("code").first()
    if root is None:
        raise Problem("registry.no_areas", "还没有装入区划", "请先建好工作区（liuqing new）。")
    rights.require(user, Right.TAKE_SNAPSHOT, root.path)

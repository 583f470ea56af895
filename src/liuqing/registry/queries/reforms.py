"""What if (政策模拟): a proposed number or rule tried out over the latest frozen record.

Reads only: a trial is nobody's standing and leaves no finding. It is for whoever may assess.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from liuqing.compute import reform as trial
from liuqing.compute.reform import Changed
from liuqing.errors import Problem
from liuqing.policy import reform as proposals
from liuqing.policy.place import load
from liuqing.policy.reform import Reform
from liuqing.policy.rules import RULES
from liuqing.registry.models import Area, Snapshot
from liuqing.registry.queries import scope
from liuqing.registry.queries.reasons import folder
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


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


@dataclass(frozen=True)
class Trial:
    """A reform beside the present. ``names`` gives each village and town its name by code."""

    label: str
    on: date
    households: int
    changed: tuple[Changed, ...]
    names: Mapping[str, str]

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
    return [_number(name, told.meta(name)) for name in sorted(told) if told.has(name) and _used_by(name)]


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
    return _trial(_tried(snapshot.pk, folder(snapshot), snapshot.on, name, repr(value), _hashable(value)))


@lru_cache(maxsize=32)
def _tried(_: int, where: Path, on: date, name: str, shown: str, value: Any) -> trial.Comparison:
    # A snapshot never changes: the same proposal is worked out once, however often the page is read.
    place = load(settings.WORKSPACE.place)
    plain = dict(value) if isinstance(value, tuple) else value
    reform: Reform = proposals.with_number(name, plain, since=on, label=f"{name} = {shown}", place=place)
    return trial.run(where, reform, place=settings.WORKSPACE.place, on=on)


def _hashable(value: Any) -> Any:
    return tuple(value.items()) if isinstance(value, dict) else value


def _trial(compared: trial.Comparison) -> Trial:
    names = dict(Area.objects.values_list("code", "name"))
    return Trial(compared.label, compared.on, compared.households, compared.changed, names)


def _number(name: str, meta: Any) -> Number:
    return Number(
        name, meta.label, meta.unit, meta.value, meta.since, meta.source, meta.unverified, _used_by(name)
    )


def _used_by(name: str) -> tuple[str, ...]:
    return tuple(rule.label for rule in RULES.values() if name in rule.numbers)


def _snapshot(user: Any, on: date | None) -> Snapshot:
    _require(user)
    snapshot = scope.latest_snapshot(on)
    if snapshot is None:
        raise scope.not_assessed()
    return snapshot


def _require(user: Any) -> None:
    root = Area.objects.filter(parent=None).order_by("code").first()
    if root is None:
        raise Problem("registry.no_areas", "还没有装入区划", "请先建好工作区（liuqing new）。")
    rights.require(user, Right.TAKE_SNAPSHOT, root.path)

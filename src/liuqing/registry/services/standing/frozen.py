"""The procedure with which a proceeding began, kept whole in it, and read again from there.

What a place changes later does not change a proceeding that is under way.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.policy import place, procedures
from liuqing.policy.effects import EFFECTS, Effect
from liuqing.policy.place import Place
from liuqing.policy.procedures import Hanging, InForce, Quorum, Step
from liuqing.registry.models import Proceeding


@dataclass(frozen=True)
class Frozen:
    """One procedure as it was when the proceeding began."""

    label: str
    effect: Effect
    starts: tuple[str, ...]
    needs: tuple[str, ...]
    hints: tuple[str, ...]
    steps: tuple[Step, ...]
    days: int | None
    count: str
    source: str
    unverified: bool

    def step(self, key: str) -> Step:
        """The step of that key; KeyError if there is none."""
        for one in self.steps:
            if one.key == key:
                return one
        raise KeyError(key)

    def after(self, key: str) -> Step | None:
        """The step that follows; None after the last."""
        keys = [one.key for one in self.steps]
        rest = self.steps[keys.index(key) + 1 :]
        return rest[0] if rest else None


def here() -> Place:
    """The place of the workspace."""
    return place.load(settings.WORKSPACE.place)


def in_force(procedure: str, on: date) -> InForce:
    """The procedure of that key on a day. Problem ``standing.no_procedure``."""
    found = procedures.in_force(here(), on).get(procedure)
    if found is None:
        raise Problem("standing.no_procedure", "这一天没有这个程序", "请从「可以办理的程序」里选。")
    return found


def kept(found: InForce) -> dict[str, Any]:
    """The procedure of a day as plain values; days of entering that it leaves open are the place's."""
    whole = {
        "key": found.key,
        "since": found.since,
        **asdict(found.procedure),
        "version": asdict(found.version),
    }
    whole.pop("versions")
    plain: dict[str, Any] = json.loads(json.dumps(whole, default=str, ensure_ascii=False))
    usual = here().parameters(timezone.localdate())["standing.entered_within"]
    for step in plain["version"]["steps"]:
        step["entered_within"] = usual if step["entered_within"] is None else step["entered_within"]
    return plain


def of(proceeding: Proceeding) -> Frozen:
    """The procedure of a proceeding."""
    return read(proceeding.steps)


def read(told: Mapping[str, Any]) -> Frozen:
    """Plain values as they were kept."""
    version = told["version"]
    source = version.get("source") or {}
    return Frozen(
        told["label"], EFFECTS[told["effect"]], tuple(told["starts"]), tuple(told["needs"]), tuple(told["hints"]),
        tuple(_step(one) for one in version["steps"]), version["days"], version["count"],
        "，".join(part for part in (source.get("document"), source.get("clause")) if part), bool(version["unverified"]),
    )  # fmt: skip


def _step(told: Mapping[str, Any]) -> Step:
    names = {one.name for one in fields(Step)}
    known = {name: value for name, value in told.items() if name in names}
    known["quorum"] = Quorum(**told["quorum"]) if told.get("quorum") else None
    known["notice"] = Hanging(**told["notice"]) if told.get("notice") else None
    share = told.get("spot_check")
    known["spot_check"] = Decimal(share) if share is not None else None
    return Step(**known)

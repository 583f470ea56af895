"""The stages of a county's way off the list (县摘帽评估): what was written down of each."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.conf import settings

from liuqing.policy import evaluation as policy
from liuqing.policy.place import load
from liuqing.registry.models import Area, Evaluation
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Rate:
    """A rate as others told it: found of how many, and whether the place's limits hold (None: none stated)."""

    label: str
    found: int
    of: int
    keeps: bool | None


@dataclass(frozen=True)
class Entry:
    """One statement of a stage."""

    on: date
    outcome: str
    findings: str
    rates: tuple[Rate, ...]
    by: str


@dataclass(frozen=True)
class Stage:
    """A stage with what was written down of it, the newest first."""

    key: str
    label: str
    by: str
    source: str
    entries: tuple[Entry, ...]


def stages(user: Any) -> tuple[Stage, ...]:
    """Every stage of the place; () for who sees no board of the county."""
    county = Area.objects.filter(parent=None).order_by("code").first()
    if county is None or not any(
        rights.can(user, right, county.path) for right in (Right.SEE_BOARD, Right.DRAW_SAMPLES)
    ):
        return ()
    told = list(
        Evaluation.objects.filter(state=Evaluation.State.RECORDED, area=county).order_by("-on", "-pk")
    )
    return tuple(
        Stage(
            key,
            one.label,
            one.by,
            str(one.source),
            tuple(_entry(each, county) for each in told if each.design["stage"] == key),
        )
        for key, one in policy.declared(load(settings.WORKSPACE.place)).stages.items()
    )


def _entry(one: Evaluation, county: Area) -> Entry:
    rates = tuple(
        _rate(name, *one.result["rates"][name], one.on, county.level)
        for name in policy.RATES
        if name in one.result["rates"]
    )
    return Entry(one.on, one.result["outcome"], one.result["findings"], rates, one.by)


def _rate(name: str, found: int, of: int, on: date, level: str) -> Rate:
    rate = policy.RATES[name]
    bounds = policy.bounds(load(settings.WORKSPACE.place), rate, level, on)
    keeps = all(policy.keeps(one, Fraction(found, of)) for one in bounds) if bounds else None
    return Rate(rate.label, found, of, keeps)

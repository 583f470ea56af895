"""The rates of an evaluation as lines of a table, each with a picture: the share, its interval, the limit."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liuqing.policy.evaluation import RATES, STRATA
from liuqing.registry.queries.evaluations import Page

WIDTH = 240
"""Of a picture, in its own units; 8 are left at either side."""

METHODS = {
    "wilson": _lazy("Wilson 区间，按设计效应折算"),
    "exact": _lazy("Clopper–Pearson 精确区间，以户为基数"),
    "whole": _lazy("全部核到，没有抽样误差"),
    "joint": _lazy("两率同取 97.5% 区间端点，偏保守"),
    "none": _lazy("说不准"),
}


@dataclass(frozen=True)
class Limit:
    """A limit of the place and what the rate says to it: ``tone`` colours the words."""

    text: str
    said: str
    tone: str
    source: str
    unverified: bool
    x: float


@dataclass(frozen=True)
class Line:
    """A rate: what was counted, what it says of everybody, its limits, and the picture's lengths."""

    label: str
    base: str
    share: str
    households: int | None
    interval: str
    method: str
    weighted: str
    error: str
    effect: str
    open: str
    limits: tuple[Limit, ...]
    known: bool
    at: float
    low: float
    wide: float
    note: str


def lines(result: dict[str, Any] | None) -> list[Line]:
    """Every rate, composite incidence last."""
    if not result:
        return []
    # By the order of the rates: a database may not keep that of a map.
    return [_line(one) for one in (*(result["rates"][key] for key in RATES), result["composite"])]


def layers(page: Page) -> list[dict[str, Any]]:
    """By stratum: frame, take and how many were met; before anybody was, what is planned."""
    if page.result:
        return list(page.result["layers"])
    found: dict[str, dict[str, Any]] = {}
    for cell in page.cells:
        words = STRATA[cell["stratum"]]
        told = found.setdefault(cell["stratum"], {"label": words, "frame": 0, "take": 0, "reserve": 0})
        for part in ("frame", "take", "reserve"):
            told[part] += cell[part]
    return list(found.values())


def villages(result: dict[str, Any] | None) -> list[dict[str, Any]]:
    """By village: found and base of each rate, as counts only."""
    if not result:
        return []
    return [
        {
            "name": one["name"],
            "cells": [{"found": found, "of": of} for found, of in (one["rates"][key] for key in RATES)],
        }
        for one in result["villages"]
    ]


def _line(one: dict[str, Any]) -> Line:
    told, share = one["estimate"], one["share"]
    scale = _scale(one)
    middle = share if told is None or "households" not in one else told["share"]
    return Line(
        label=one["label"],
        base=f"{_count(one['found'])} / {_count(one['of'])} {_(one['unit'])}",
        share=_percent(share),
        households=one.get("households"),
        interval=f"{_percent(told['low'])} – {_percent(told['high'])}" if told else "",
        method=str(METHODS[told["method"]]) if told else "",
        weighted=_percent(told["share"]) if told and "households" in one else "",
        error=_percent(told["error"]) if told and told["error"] is not None else "",
        effect=_effect(told["effect"]) if told else "",
        open=_open(one),
        limits=tuple(_limit(bound, scale) for bound in one["bounds"]),
        known=share is not None,
        at=_x(middle, scale),
        low=_x(told["low"], scale) if told else 0,
        wide=max(_x(told["high"], scale) - _x(told["low"], scale), 1.5) if told else 0,
        note=one.get("source", ""),
    )


def _effect(effect: float | None) -> str:
    return "" if effect is None else f"{effect:.2f}" if effect >= 1 else _("不到 1，按 1 算")


def _open(one: dict[str, Any]) -> str:
    if not one.get("unknown"):
        return ""
    words = _("另有 %(homes)s 户（%(n)s %(unit)s）情况不明，不在基数里；都按有问题算是 %(worst)s")
    if not one["bad"]:
        words = _("另有 %(homes)s 户（%(n)s %(unit)s）没有回答，不在基数里；都按不认可算是 %(worst)s")
    told = {
        "homes": one["unknown_households"],
        "n": one["unknown"],
        "unit": _(one["unit"]),
        "worst": _percent(one["worst"]),
    }
    return words % told


def _limit(bound: dict[str, Any], scale: tuple[float, float]) -> Limit:
    keeps, surely = bound["keeps"], bound["surely"]
    said, tone = {
        (True, True): (_("达到，区间也都在限内"), "good"),
        (True, None): (_("样本达到，区间跨过限值：样本还说不准"), "warn"),
        (True, False): (_("样本达到，推算到全部达不到"), "warn"),
        (False, False): (_("没有达到"), "bad"),
        (False, None): (_("样本没有达到，区间跨过限值"), "bad"),
        (False, True): (_("样本没有达到，推算到全部达到"), "warn"),
    }.get((keeps, surely), (_("不明：没有基数"), ""))
    text = f"{bound['operator']} {_percent(bound['value'])}"
    return Limit(
        text, said, tone, f"{bound['set']}：{bound['source']}", bound["unverified"], _x(bound["value"], scale)
    )


def _scale(one: dict[str, Any]) -> tuple[float, float]:
    """From where to where a picture goes: from 0 for what should be little, up to 1 for what should be much."""
    told = one["estimate"]
    values = [bound["value"] for bound in one["bounds"]] + [one["share"] or 0.0]
    values += [told["low"], told["high"]] if told else []
    if one["bad"]:
        return 0.0, max(*values, 0.01) * 1.1
    return max(min(values) - 0.05, 0.0), 1.0


def _x(value: float | None, scale: tuple[float, float]) -> float:
    low, high = scale
    return round(8 + (WIDTH - 16) * ((value or 0.0) - low) / (high - low), 1)


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{value * 100:.2f}%"


def _count(value: float | None) -> str:
    return _("不明") if value is None else f"{value:,.0f}"

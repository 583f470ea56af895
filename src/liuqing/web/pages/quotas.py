"""责任落实: for each quota which office reached it when; what was not reached comes first."""

import re
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from liuqing.registry.queries import quotas as asked
from liuqing.registry.queries.quotas import Line, QuotaHere, Quotas, Spell
from liuqing.registry.queries.standards import Kept
from liuqing.web import paths
from liuqing.web.pages.standards import SIGNS
from liuqing.web.templatetags.liuqing import count


@dataclass(frozen=True)
class Tile:
    """A period: its sign and its numbers, and the length of its bar."""

    label: str
    state: str
    sign: str
    text: str
    title: str
    share: int


@dataclass(frozen=True)
class LineShown:
    """An office with its periods."""

    line: Line
    tiles: list[Tile]


@dataclass(frozen=True)
class QuotaShown:
    """A quota: its sentence; offices that fell short, those that did not, those without a ledger."""

    quota: QuotaHere
    asked: str
    sentence: str
    state: str
    single: bool
    short: list[LineShown]
    rest: list[LineShown]
    silent: list[Line]


@login_required
def quotas(request: HttpRequest, code: str) -> HttpResponse:
    """The quotas of a county, a township or a village."""
    found = asked.quotas(request.user, code)
    request.day = found.on  # type: ignore[attr-defined]
    shown = [_quota(one) for one in found.quotas]
    return render(request, "web/quotas.html", {
        "found": found,
        "path": paths.below(request.user, found.area, _("责任落实")),
        "headline": _headline(found),
        "quotas": sorted(shown, key=lambda one: (not one.short, not one.silent)),
    })  # fmt: skip


def _headline(found: Quotas) -> str:
    kept = [one.whole for one in found.quotas]
    told = {
        "of": len(kept),
        "no": sum(1 for one in kept if one.no),
        "silent": sum(1 for one in found.quotas if any(line.silent for line in one.lines)),
    }
    return _("%(of)s 项要求中，%(no)s 项有没做到的，%(silent)s 项有单位没有台账") % told


def _quota(one: QuotaHere) -> QuotaShown:
    lines = [
        LineShown(line, [_tile(spell, one) for spell in line.spells]) for line in one.lines if not line.silent
    ]
    short = [line for line in lines if line.line.missed]
    silent = [line for line in one.lines if line.silent]
    return QuotaShown(
        one, _asked(one), _sentence(one.whole), "failed" if short else "unknown" if silent else one.whole.state,
        all(len(line.spells) == 1 for line in one.lines), short,
        [line for line in lines if not line.line.missed], silent,
    )  # fmt: skip


def _asked(one: QuotaHere) -> str:
    """每月不少于 1 次 · 每个贫困村."""
    every = _("%(day)s 以前") % {"day": one.every} if one.every[0].isdigit() else _(one.every)
    if one.minimum is None:
        return _("%(every)s · %(target)s") % {"every": every, "target": _(one.target)}
    told = {"every": every, "n": one.minimum, "unit": _(one.unit), "target": _(one.target)}
    return _("%(every)s不少于 %(n)s %(unit)s · %(target)s") % told


def _sentence(kept: Kept) -> str:
    told = {"yes": count(kept.yes), "no": count(kept.no), "unknown": count(kept.unknown)}
    if kept.unknown:
        return _("达到 %(yes)s，未达到 %(no)s，不明或没到期 %(unknown)s") % told
    return _("达到 %(yes)s，未达到 %(no)s") % told


def _tile(spell: Spell, one: QuotaHere) -> Tile:
    state = "open" if spell.kept.state == "unknown" and not spell.over else spell.kept.state
    done = _("没有台账") if spell.done is None else f"{count(spell.done)}/{count(spell.minimum)}"
    told = {
        "done": "—" if spell.done is None else count(spell.done),
        "minimum": count(spell.minimum),
        "unit": _(one.unit),
    }
    title = spell.label + _("：做了 %(done)s，要求 %(minimum)s %(unit)s") % told
    share = min(100, round(100 * (spell.done or 0) / spell.minimum)) if spell.minimum else 0
    return Tile(_short(spell.label), state, SIGNS[state], done, title, share)


def _short(label: str) -> str:
    """2018-03 → 3月, 2018-03上 → 3月上, 2018年1季度 → 1季度; a year or a day stays."""
    if quarter := re.fullmatch(r"\d{4}年(\d)季度", label):
        return _("%(n)s季度") % {"n": quarter[1]}
    month = re.fullmatch(r"\d{4}-(\d\d)([上下]?)", label)
    if month is None:
        return label
    half = {"上": _("上半月"), "下": _("下半月"), "": ""}[month[2]]
    return _("%(n)s月") % {"n": int(month[1])} + half

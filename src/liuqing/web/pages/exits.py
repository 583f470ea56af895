"""退出准备、脱贫时序: who could leave and what is missing; the exit plan beside what happened."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.registry.models import Area
from liuqing.registry.queries import exits, scope
from liuqing.registry.queries.exits import Asked, Count, ExitPlans, Readiness, Split
from liuqing.registry.queries.standards import Kept
from liuqing.web import paths
from liuqing.web.pages import areas, papers, turning
from liuqing.web.pages.standards import SIGNS, words
from liuqing.web.templatetags.liuqing import count
from liuqing.workflow.rights import Right

STATES = {"yes": "met", "no": "failed", "unknown": "unknown"}
"""An answer as the colours of the standards' pages."""
OF = {True: "yes", False: "no", None: "unknown"}
PAIR_WIDTH, PAIR_FLOOR, PAIR_TOP = 480, 184, 40
DIGIT, LINE = 7, 12
"""How wide a figure of the picture's numbers is, and how high a line of them."""


@dataclass(frozen=True)
class Cell:
    """Households of an area beside a condition: what decides its colour, and where its households are.

    ``also``: so many more are not known, beside those that fail.
    """

    state: str
    sign: str
    text: str
    also: str
    title: str
    href: str


@dataclass(frozen=True)
class Sign:
    """One condition of one household."""

    state: str
    sign: str
    title: str


@dataclass(frozen=True)
class Column:
    """A column of the plan's picture: planned or exited in a year."""

    kind: str
    text: str
    x: float
    y: float
    width: float
    height: float
    above: float

    @property
    def middle(self) -> float:
        """Where its number stands; ``above`` says how high."""
        return self.x + self.width / 2

    def touches(self, other: "Column") -> bool:
        """Whether its number runs into the other's."""
        reach = DIGIT * (len(self.text) + len(other.text)) / 2
        return abs(self.middle - other.middle) < reach and abs(self.above - other.above) < LINE


@dataclass(frozen=True)
class Pair:
    """A year of the picture."""

    year: int
    middle: float
    columns: tuple[Column, ...]


@login_required
@never_cache
def readiness(request: HttpRequest, code: str) -> HttpResponse:
    """Who of an area could leave, what is missing and whose it is; with the households behind a number."""
    by_village = request.GET.get("by") == "village"
    found = exits.readiness(request.user, code, villages=by_village)
    request.day = found.on  # type: ignore[attr-defined]
    where = scope.area(request.user, code, Right.SEE_BOARD)
    may = areas.may_here(request.user, where.path)
    asked = _asked(request, found, code) if may["households"] else None
    return render(request, "web/exits.html", {
        "found": found,
        "path": paths.below(request.user, found.area, _("退出准备")),
        "may": may,
        "heads": [one.label for one in found.criteria],
        "criteria": _criteria(found, code, link=may["households"]),
        "lines": _lines(found, link=may["households"]),
        "by_village": by_village,
        "asked": asked,
        "answers": _answers() if asked else {},
        "rows": _rows(asked) if asked else [],
        "turn": turning.turn(request, asked.page) if asked else None,
        "own": found.own,
        "own_sets": _own_sets(found),
        "why": _why(found),
        "below": [(one, *_kept(one.whole)) for one in found.below],
        "columns": len(found.criteria) + 2,
    })  # fmt: skip


@login_required
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The rolling exit plan beside what happened, incidence, cohorts, villages by year."""
    found = exits.exit_plans(request.user, code)
    request.day = found.on  # type: ignore[attr-defined]
    return render(request, "web/exits_plan.html", {
        "found": found,
        "path": paths.below(request.user, found.area, _("脱贫时序")),
        "pairs": _pairs(found),
        "title": _title(found),
        "crossing": _crossing(found),
        "cohorts": _cohorts(found),
        "levels": {Area.Level.VILLAGE: _("贫困村"), Area.Level.TOWN: _("贫困乡镇")},
    })  # fmt: skip


@login_required
@never_cache
def book(request: HttpRequest, code: str) -> HttpResponse:
    """The readiness list of an area as a workbook, with a sheet a department."""
    where = scope.area(request.user, code, Right.EXPORT)
    return papers.send(request, "exit-readiness", f"退出准备名单-{where.name}", "xlsx", area=code)


# --- readiness --------------------------------------------------------------------------------


def _asked(request: HttpRequest, found: Readiness, code: str) -> Asked | None:
    """A village shows its households at once; elsewhere they come when a number is clicked."""
    criterion, answer = request.GET.get("criterion", ""), request.GET.get("answer", "")
    if not found.judged or not (criterion or answer or found.area.level == Area.Level.VILLAGE):
        return None
    return exits.asked(
        request.user, code, criterion=criterion or exits.WHOLE, answer=answer, page=turning.number(request)
    )


def _answers() -> dict[str, str]:
    return {
        "": _("全部未脱贫户"), "yes": _("达到"), "no": _("未达到"), "unknown": _("不明"),
        exits.FREE: _("达到、还没有提出"), exits.BUSY: _("达到、正在办理"),
    }  # fmt: skip


def _to(code: str, criterion: str, answer: str) -> str:
    return (
        f"{reverse('exits', args=[code])}?{urlencode({'criterion': criterion, 'answer': answer})}#households"
    )


def _criteria(found: Readiness, code: str, *, link: bool) -> list[dict[str, Any]]:
    return [
        {
            "of": one,
            "counts": [
                (answer, one.of.of(answer), _to(code, one.key, answer) if link and one.of.of(answer) else "")
                for answer in STATES
            ],
        }
        for one in found.criteria
    ]


def _lines(found: Readiness, *, link: bool) -> list[dict[str, Any]]:
    """The areas below that have anybody left, in the order of their codes."""
    return [
        {
            "line": one,
            "href": reverse("exits", args=[one.code]),
            "whole": _cell(one.whole, _("达到全部条件"), one.code, exits.WHOLE, link=link),
            "cells": [
                _cell(cell, condition.label, one.code, condition.key, link=link)
                for cell, condition in zip(one.cells, found.criteria, strict=True)
            ],
        }
        for one in found.lines
        if one.whole.whole
    ]


def _cell(of: Split, head: str, code: str, criterion: str, *, link: bool) -> Cell:
    """The first of no, unknown, yes that anybody has decides; the number is how many of them."""
    answer = next((one for one in ("no", "unknown", "yes") if of.of(one)), "")
    state = STATES.get(answer, "")
    told = {"head": head, **{one: count(of.of(one).households) for one in STATES}}
    title = _("%(head)s：达到 %(yes)s 户，未达到 %(no)s 户，不明 %(unknown)s 户") % told
    text = count(of.of(answer).households) if answer else ""
    also = count(of.unknown.households) if answer == "no" and of.unknown else ""
    return Cell(
        state, SIGNS[state], text, also, title, _to(code, criterion, answer) if link and answer else ""
    )


def _rows(asked: Asked) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "ready": _sign(row.ready, ""),
            "signs": [_sign(answer, head) for answer, head in zip(row.answers, asked.heads, strict=True)],
            "begin": _begin(asked, row.no) if row.begin else "",
        }
        for row in asked.page.rows
    ]


def _begin(asked: Asked, no: str) -> str:
    return f"{reverse('standing-start')}?{urlencode({'procedure': asked.procedure, 'household': no})}"


def _sign(answer: bool | None, head: str) -> Sign:
    state = STATES[OF[answer]]
    return Sign(state, SIGNS[state], f"{head}：{words()[state]}" if head else words()[state])


def _own_sets(found: Readiness) -> list[dict[str, Any]]:
    """The sets of an area's own exit with a sign for each standard."""
    named = words()
    return [
        {
            "of": one.of,
            "criteria": [
                {
                    "one": each,
                    "state": each.of.state,
                    "sign": SIGNS[each.of.state],
                    "word": named[each.of.state],
                }
                for each in one.criteria
            ],
        }
        for one in (found.own.sets if found.own else ())
    ]


def _why(found: Readiness) -> str:
    """Why the exit of the area itself cannot be proposed now; "" where it can."""
    told = {
        "open": _("退出正在办理"), "not_listed": _("台账没有记载这里列入贫困名单，不能提出退出"), "out": _("已经退出"),
        "failed": _("还有标准没有达到"), "unknown": _("还有标准查不清"), "": "",
    }  # fmt: skip
    return told[found.own.why] if found.own else ""


def _kept(whole: Kept) -> tuple[str, str]:
    """The colour and the sentence of a set over the areas below."""
    told = {
        "of": count(whole.of),
        "yes": count(whole.yes),
        "no": count(whole.no),
        "unknown": count(whole.unknown),
    }
    return whole.state, _("%(of)s 个中，达到 %(yes)s，未达到 %(no)s，不明 %(unknown)s") % told


# --- plan -------------------------------------------------------------------------------------


def _title(found: ExitPlans) -> str:
    """The sentence above the picture: how many left in the year that was planned for them."""
    if found.crossing is None or not found.crossing.whole:
        return ""
    told = {
        "n": count(found.crossing.on_time.households),
        "of": count(sum(year.exited.households for year in found.years)),
        "rest": count(found.ahead.remainder.households if found.ahead else 0),
    }
    return _("已脱贫 %(of)s 户，其中 %(n)s 户在计划的年度脱贫；还有 %(rest)s 户没有排进以后的年度") % told


def _pairs(found: ExitPlans) -> list[Pair]:
    """Planned and exited households by year as columns side by side."""
    top = max((max(one.planned.households, one.exited.households) for one in found.years), default=0) or 1
    step = PAIR_WIDTH / max(1, len(found.years))
    columns = _readable(
        column
        for at, one in enumerate(found.years)
        for column in (
            _column("planned", one.planned, at * step + step * 0.12, step * 0.36, top),
            _column("exited", one.exited, at * step + step * 0.52, step * 0.36, top),
        )
    )
    return [
        Pair(one.year, round(at * step + step / 2, 1), tuple(columns[2 * at : 2 * at + 2]))
        for at, one in enumerate(found.years)
    ]


def _readable(columns: Iterable[Column]) -> list[Column]:
    """Numbers that would run into one another stand one above the other, the higher column's on top."""
    placed: list[Column] = []
    for one in sorted(columns, key=lambda one: -one.above):
        lifted = one
        while any(lifted.touches(other) for other in placed):
            lifted = replace(lifted, above=round(lifted.above - LINE, 1))
        placed.append(lifted)
    return sorted(placed, key=lambda one: one.x)


def _column(kind: str, many: Count, x: float, width: float, top: int) -> Column:
    height = round(many.households / top * (PAIR_FLOOR - PAIR_TOP), 1)
    y = round(PAIR_FLOOR - height, 1)
    return Column(kind, count(many.households), round(x, 1), y, round(width, 1), height, round(y - 5, 1))


def _crossing(found: ExitPlans) -> dict[str, Any] | None:
    """The table of planned year and what happened, with its sums."""
    told = found.crossing
    if told is None or not told.whole:
        return None
    named = {exits.STILL: _("还没有脱贫"), exits.FALLEN: _("返贫")}
    return {
        "heads": [named.get(one, _("%(year)s 年") % {"year": one}) for one in told.happened],  # type: ignore[call-overload]
        "rows": [
            {
                "label": _("%(year)s 年") % {"year": one} if one is not None else _("没有排年度"),
                "cells": [(told.cell(one, came), one == came) for came in told.happened],
                "whole": told.row(one),
            }
            for one in told.planned
        ],
        "sums": [told.column(came) for came in told.happened],
        "whole": told.whole,
    }


def _cohorts(found: ExitPlans) -> dict[str, Any]:
    """The table of cohorts: its parts that anybody is in, each cohort's numbers, the sums."""
    named = {
        "out": _("脱贫，未监测"), "monitored": _("脱贫，监测中"), "again": _("返贫后又脱贫"),
        "relapsed": _("返贫"), "taken_back": _("退出被回退"), "gone": _("已不在册"),
    }  # fmt: skip
    told = found.cohorts
    if told is None:
        return {}
    shown = [name for name in exits.PARTS if name in ("out", "monitored", "relapsed") or told.part(name)]
    return {
        "heads": [named[name] for name in shown],
        "rows": [(one, [one.parts[name] for name in shown]) for one in told.cohorts],
        "sums": [told.part(name) for name in shown],
    }

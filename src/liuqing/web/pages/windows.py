"""动态调整: the windows, the balance of each place, who came and who went, who is late."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.policy.windows import STAGES
from liuqing.registry.queries import scope
from liuqing.registry.queries import windows as asking
from liuqing.registry.queries.windows import kinds
from liuqing.registry.services import windows as acts
from liuqing.web.pages import turning
from liuqing.web.pages.assess import spoken
from liuqing.web.pages.papers import send
from liuqing.web.paths import Step
from liuqing.web.turning_windows import turner
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

FIRST_YEAR = 2014
"""The register began in that year."""
LATE = {"before": _lazy("期初以前的事，窗口内才记入"), "after": _lazy("窗口结束以后才记入，不算进来")}


@dataclass(frozen=True)
class Bar:
    """A stage on the calendar's picture, in thousandths of the window."""

    stage: Any
    x: int
    width: int


@login_required
@never_cache
def windows(request: HttpRequest) -> HttpResponse:
    """Every window; for the county's office also the form for a new one."""
    if request.method == "POST":
        made = acts.plan(
            by=request.user,
            year=_year(request.POST),
            label=request.POST.get("label", ""),
            dates=_dates(request.POST),
        )
        messages.success(request, _("已计划，可以修改日期；到第一天再打开。"), extra_tags="good")
        return redirect("window", made.pk)
    found = asking.windows(request.user)
    year = _year(request.GET)
    proposal = next(iter(asking.proposed(year).values()), None)
    dated = proposal.stages if proposal else [{"key": key, "label": label} for key, label in STAGES.items()]
    return render(request, "web/windows.html", {
        "found": found, "may_manage": asking.may_manage(request.user), "year": year, "dated": dated,
        "proposal": proposal, "path": [Step(_("动态调整"))],
    })  # fmt: skip


@login_required
@never_cache
def window(request: HttpRequest, pk: int) -> HttpResponse:
    """A window: where it stands today, the balance of the user's highest place, who is late."""
    return _page(request, pk, None)


@login_required
@never_cache
def place(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The same of one place."""
    return _page(request, pk, code)


@login_required
@never_cache
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far opening or closing is; when it has ended the page is read again."""
    one, turn = asking.window(request.user, pk), turner.of(pk)
    answer = render(request, "web/parts/window_now.html", {"window": one, "turn": turn, "step": _step(turn)})
    if not (turn and turn.running):
        answer.headers["HX-Refresh"] = "true"
    return answer


@login_required
@never_cache
def changes(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Who came and who went, behind a number of the balance."""
    one = asking.window(request.user, pk)
    where = scope.area(request.user, code, Right.SEE_HOUSEHOLDS)
    if request.method == "POST":
        said = request.POST
        acts.explain(
            one, by=request.user, unit=_unit(said), key=_number(said.get("key")), said=said.get("said", "")
        )
        messages.success(request, _("已记下"), extra_tags="good")
        return redirect(request.get_full_path())
    wanted = asking.Wanted(*(_one_of(request.GET.get(name, ""), known) for name, known in _NARROWED.items()))
    found = asking.changes(request.user, one, code, wanted, turning.number(request))
    return render(request, "web/window_changes.html", {
        "window": one, "area": where, "found": found, "wanted": wanted, "late": LATE.items(),
        "registers": _choices(kinds.REGISTERS, wanted.register), "units": _choices(kinds.UNITS, wanted.unit),
        "kinds": _choices(kinds.KINDS, wanted.kind), "turn": turning.turn(request, found),
        "may_explain": one.state == one.State.OPEN and asking.may_manage(request.user),
        "path": _path(one, where, _("变动明细")),
    })  # fmt: skip


@login_required
@never_cache
def past(request: HttpRequest, code: str) -> HttpResponse:
    """The register of any past day: how many in each place, and who for who may see households."""
    on = _day(request.GET.get("on", "")) or clock.today()
    register = _one_of(request.GET.get("register", ""), kinds.REGISTERS) or "registered"
    found = asking.register_on(request.user, on, code, register, turning.number(request))
    return render(request, "web/register_on.html", {
        "found": found, "tabs": _choices(kinds.REGISTERS, register),
        "turn": turning.turn(request, found.homes) if found.homes else None,
        "path": [Step(_("动态调整"), reverse("windows")), Step(_("某日台账"))],
    })  # fmt: skip


@login_required
@never_cache
def sheets(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The comparison sheets of a place, to be printed and taken to the homes."""
    if form != "pdf":
        raise Http404
    where = scope.area(request.user, code, Right.EXPORT)
    return send(request, "comparison-sheets", f"信息采集对照表-{where.name}", form, area=code)


@login_required
@never_cache
def book(request: HttpRequest, code: str) -> HttpResponse:
    """The report of the latest window of a place as a workbook."""
    where = scope.area(request.user, code, Right.EXPORT)
    return send(request, "adjustment", f"动态调整报告-{where.name}", "xlsx", area=code)


_NARROWED = {"register": kinds.REGISTERS, "unit": kinds.UNITS, "kind": kinds.KINDS}


def _page(request: HttpRequest, pk: int, code: str | None) -> HttpResponse:
    one = asking.window(request.user, pk)
    where = scope.area(request.user, code, Right.SEE_BOARD)
    if request.method == "POST":
        _act(request, one, where)
        return redirect("window-place", pk, where.code) if code else redirect("window", pk)
    register = _one_of(request.GET.get("register", ""), kinds.REGISTERS) or "registered"
    head, turn = asking.head(one), turner.of(pk)
    balance = asking.balance(request.user, one, where.code)
    return render(request, "web/window.html", {
        "window": one, "head": head, "bars": _bars(head), "today": _today(head), "turn": turn, "step": _step(turn),
        "area": where, "balance": balance, "tabs": _choices(kinds.REGISTERS, register), "register": register,
        "rows": [_row(balance, line, register, pk) for line in (*balance.places, balance.total)],
        "cells": balance.total.by_register, "towns": asking.late(request.user, one, where.code),
        "reminders": _reminders(request, one, where), "may_manage": asking.may_manage(request.user),
        "may_see": rights.can(request.user, Right.SEE_HOUSEHOLDS, where.path),
        "may_print": rights.can(request.user, Right.EXPORT, where.path), "stages": _editable(one, head),
        "path": _path(one, where, "") if code else [Step(_("动态调整"), reverse("windows")), Step(one.label)],
    })  # fmt: skip


def _act(request: HttpRequest, one: Any, where: Any) -> None:
    act, said = request.POST.get("act", ""), request.POST
    if act in ("open", "close"):
        rights.require(
            request.user, Right.MANAGE_WINDOWS, scope.area(request.user, None, Right.SEE_BOARD).path
        )
        turner.start(one.pk, act, request.user)
    elif act == "dates":
        acts.change(one, by=request.user, dates=_dates(said) or {})
        messages.success(request, _("日期已改"), extra_tags="good")
    elif act in ("done", "undone"):
        village = scope.area(request.user, said.get("village", ""), Right.SEE_BOARD)
        stage = said.get("stage", "")
        if act == "done":
            acts.done(one, village, by=request.user, stage=stage, on=_day(said.get("on", "")))
        else:
            acts.undone(one, village, by=request.user, stage=stage)
        messages.success(request, _("已记下"), extra_tags="good")
    else:
        raise Http404


def _row(balance: Any, line: Any, register: str, pk: int) -> dict[str, Any]:
    """A place of the table: opening, what came and went by kind, closing; households over persons."""
    cells = [(label, line.cells[register, unit]) for unit, label in kinds.UNITS.items()]
    own = line.code == balance.area.code
    return {
        "name": _("合计") if own and balance.places else line.name, "own": own,
        "href": "" if own else reverse("window-place", args=[pk, line.code]), "code": line.code,
        "opening": [(label, cell.opening) for label, cell in cells],
        "closing": [(label, cell.closing) for label, cell in cells],
        "kinds": [
            (kind, label, [(word, cell.came.get(kind, 0), cell.went.get(kind, 0)) for word, cell in cells])
            for kind, label in _kinds(balance, register)
        ],
        "balanced": line.balanced, "opening_on": balance.first - timedelta(days=1), "closing_on": balance.on,
    }  # fmt: skip


def _kinds(balance: Any, register: str) -> list[tuple[str, str]]:
    """The kinds that occur in this register anywhere in the table."""
    lines = (balance.total, *balance.places)
    found = {
        kind
        for line in lines
        for (where, _unit), cell in line.cells.items()
        for kind in (*cell.came, *cell.went)
        if where == register
    }
    return [(kind, label) for kind, label in kinds.KINDS.items() if kind in found]


def _bars(head: Any) -> list[Bar]:
    return [
        Bar(one, _thousandths(head, one.first), max(4, _thousandths(head, one.last) - _thousandths(head, one.first) + _a_day(head)))
        for one in head.stages
    ]  # fmt: skip


def _thousandths(head: Any, day: date) -> int:
    whole = (head.window.closes_on - head.window.opens_on).days + 1
    return int(1000 * (day - head.window.opens_on).days / whole)


def _a_day(head: Any) -> int:
    return int(1000 / ((head.window.closes_on - head.window.opens_on).days + 1))


def _today(head: Any) -> int | None:
    """Where today's line stands; None outside the window."""
    inside = head.window.opens_on <= head.today <= head.window.closes_on
    return _thousandths(head, head.today) + _a_day(head) // 2 if inside else None


def _editable(one: Any, head: Any) -> tuple[Any, ...]:
    return head.stages if one.state != one.State.CLOSED else ()


def _reminders(request: HttpRequest, one: Any, where: Any) -> list[str]:
    """What to write to the villages that are late, for whoever is above them."""
    above = rights.can(request.user, Right.REVIEW_STANDING, where.path) or asking.may_manage(request.user)
    if one.state != one.State.OPEN or not above:
        return []
    villages = (village for town in asking.late(request.user, one, where.code) for village in town.villages)
    return [text for village in villages if (text := asking.reminder(one, village))]


def _choices(known: Any, chosen: str) -> list[tuple[str, str, bool]]:
    return [(key, getattr(one, "label", one), key == chosen) for key, one in known.items()]


def _path(one: Any, where: Any, label: str) -> list[Step]:
    steps = [Step(_("动态调整"), reverse("windows")), Step(one.label, reverse("window", args=[one.pk]))]
    steps.append(Step(where.name, reverse("window-place", args=[one.pk, where.code]) if label else ""))
    return [*steps, Step(label)] if label else steps


def _step(turn: Any) -> str:
    return spoken(turn.step) if turn else ""


def _one_of(said: str, known: Any) -> str:
    return said if said in known else ""


def _unit(said: QueryDict) -> str:
    unit = _one_of(said.get("unit", ""), kinds.UNITS)
    if not unit:
        raise Http404
    return unit


def _number(said: str | None) -> int:
    return int(said) if said and said.isascii() and said.isdigit() else 0


def _year(said: QueryDict) -> int:
    year = _number(said.get("year"))
    return year if FIRST_YEAR <= year <= clock.today().year + 1 else clock.today().year


def _dates(said: QueryDict) -> acts.Dates | None:
    """The days of the stages that were filled in; None if none was."""
    given = {key: (said.get(f"{key}-first", ""), said.get(f"{key}-last", "")) for key in STAGES}
    return {key: (_need(first), _need(last)) for key, (first, last) in given.items() if first or last} or None


def _need(said: str) -> date:
    day = _day(said)
    if day is None:
        raise Problem("windows.bad_dates", "有一个阶段只填了一头的日期", "开始和结束都要填，或都空着。")
    return day


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise Problem("windows.bad_dates", "日期看不懂", "请写成 2018-10-01 这样。") from None

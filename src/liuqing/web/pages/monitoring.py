"""监测: one monitored household with its two assessments, and the board of an area."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.policy.worksheet import Range, bounds
from liuqing.registry.models import Assessed, Worksheet
from liuqing.registry.queries import monitoring as asked
from liuqing.registry.queries import scope
from liuqing.registry.queries.monitoring import Page
from liuqing.registry.services import monitoring as acts
from liuqing.registry.services.monitoring import adopting
from liuqing.web import paths
from liuqing.web.pages import turning
from liuqing.web.paths import Step
from liuqing.workflow import seen
from liuqing.workflow.rights import Right

ANSWERS = {"yes": True, "no": False, "unknown": None}
SIDES = (("identified", "识别时"), ("removed", "消除时"))


@login_required
@never_cache
def monitoring(request: HttpRequest, no: str) -> HttpResponse:
    """One household; an assessment for what is under way is written here too."""
    found = asked.household(request.user, no)
    if request.method == "POST":
        try:
            _assess(request, found)
        except Problem as problem:
            return _page(request, found, problem, status=422)
        messages.success(request, _("评估已保存"), extra_tags="good")
        return redirect("monitoring", no)
    seen.once(request.user, f"household:{found.household.pk}")
    return _page(request, found)


@login_required
@never_cache
def board(request: HttpRequest, code: str) -> HttpResponse:
    """The board of an area; ``show`` opens the households behind a number. A post takes a list over."""
    if request.method == "POST":
        count = adopting.adopt(area=scope.area(request.user, code, Right.SEE_HOUSEHOLDS), by=request.user)
        messages.success(request, _("已为 %(n)s 户建立监测记录") % {"n": count}, extra_tags="good")
        return redirect("monitoring-board", code)
    show = request.GET.get("show", "")[:40]
    found = asked.board(request.user, code, show=show, page=turning.number(request))
    return render(request, "web/monitoring_board.html", {
        "found": found, "turn": turning.turn(request, found.rows) if found.rows else None, "headings": _headings(),
        "heading": _heading(show), "path": paths.below(request.user, found.area, _("监测")),
    })  # fmt: skip


def _page(
    request: HttpRequest, found: Page, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "web/monitoring.html", {
        "found": found, "sides": _sides(found), "problem": problem, "said": request.POST or _sheet_sums(found), "answers": _answers(request, found),
        "may": [(one, _start(found.household.no, one.procedure)) for one in found.startable if one.may],
        "others": [one for one in found.startable if not one.may],
        "path": [Step(found.household.no, reverse("household", args=[found.household.no])), Step(_("监测"))],
    }, status=status)  # fmt: skip


def _sides(found: Page) -> list[dict[str, Any]]:
    """Each guarantee and sum at either end, beside what the record says now."""
    ends = (found.identified, found.removed)
    rows = [
        {
            "label": one.label,
            "cells": [_yes(getattr(end, one.name)) if end else "" for end in ends],
            "record": one,
        }
        for one in found.record.guarantees
    ]
    for name, label in (("claims", _("理赔收入（元）")), ("self_paid", _("合规自付支出（元）"))):
        rows.append({"label": label, "cells": [_money(getattr(end, name)) if end else "" for end in ends]})
    rows.append({"label": _("人均纯收入"), "cells": [_income(end) for end in ends]})
    return rows


def _yes(problem: bool | None) -> str:
    return {True: _("有问题"), False: _("没有问题"), None: _("不明")}[problem]


def _sheet_sums(found: Page) -> dict[str, str]:
    """What the last worksheet says was paid by themselves and by insurers, to begin with."""
    if not found.worksheets:
        return {}
    told = {name: bounds(found.worksheets[0].result[name]) for name in ("self_paid", "claims")}
    return {name: str(one.least) for name, one in told.items() if one.known}


def _money(amount: Decimal | None) -> str:
    return _("不明") if amount is None else f"{amount:,.2f}"


def _income(end: Assessed | None) -> str:
    if end is None:
        return ""
    told = bounds(end.worksheet.result["per_person"]) if end.worksheet else Range(None, None)
    return told.sentence() if end.worksheet else _("没有核算表")


def _answers(request: HttpRequest, found: Page) -> list[dict[str, Any]]:
    """What is chosen for each guarantee: what was said, else what the record says."""
    words = {value: key for key, value in ANSWERS.items()}
    return [
        {"one": one, "given": request.POST.get(one.name) or words[one.problem]}
        for one in found.record.guarantees
    ]


def _start(no: str, procedure: str) -> str:
    return f"{reverse('standing-start')}?household={no}&procedure={procedure}"


def _assess(request: HttpRequest, found: Page) -> None:
    if found.proceeding is None:
        raise Problem("monitoring.no_assessment", "没有正在办理的监测程序", "请先提出纳入监测或风险消除。")
    said = request.POST
    given = {
        name: ANSWERS[said.get(name, "unknown")]
        for name in acts.GUARANTEES
        if said.get(name, "unknown") in ANSWERS
    }
    acts.assess(
        proceeding=found.proceeding, by=request.user, guarantees=given, claims=_sum(said.get("claims", "")),
        self_paid=_sum(said.get("self_paid", "")), worksheet=_chosen(found, said.get("worksheet", "")), on=_day(said.get("on", "")),
    )  # fmt: skip


def _chosen(found: Page, said: str) -> Worksheet | None:
    return next((sheet for sheet in found.worksheets if str(sheet.pk) == said), None)


def _sum(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip().replace(",", "")) if text.strip() else None
    except InvalidOperation:
        raise Problem("monitoring.amount", "金额看不懂", "请写成 1200 或 1200.50；不知道的空着。") from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem("monitoring.day", "评估日期看不懂", "请写成 2021-12-31 这样。") from None


def _headings() -> dict[str, str]:
    return {
        "open": _("正在监测"), "removed": _("风险已消除"), "unhelped": _("识别后没有按期落实帮扶"),
        "undeveloped": _("有劳动力没有开发式帮扶"), "due": _("到期要回访"), "exited_due": _("脱贫户到期要回访"),
        "ready": _("具备消除条件"), "listed": _("只在名单里"),
    }  # fmt: skip


def _heading(show: str) -> str:
    what, _sep, key = show.partition(":")
    return (
        _(key) if what in ("kind", "risk") and key else _headings().get(show, _("正在监测")) if show else ""
    )

"""收入核算: the form of a household's income worksheet, and the sheet as it was kept and signed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.policy import wording
from liuqing.policy.worksheet import RATIOS
from liuqing.registry.queries import monitoring as asked
from liuqing.registry.queries.monitoring import Form
from liuqing.registry.services import monitoring as acts
from liuqing.web.pages import worksheet_form
from liuqing.web.pages.papers import send
from liuqing.web.paths import Step
from liuqing.workflow import seen


@login_required
@never_cache
def worksheet(request: HttpRequest, no: str) -> HttpResponse:
    """The form; 重算 shows the sums, 保存 keeps the sheet."""
    if request.method != "POST":
        found = asked.form(request.user, no)
        seen.once(request.user, f"household:{found.household.pk}")
        return _form(request, found)
    try:
        return _posted(request, no)
    except Problem as problem:
        if problem.code.split(".")[0] != "worksheet":
            raise
        return _form(request, asked.form(request.user, no, ()), request.POST, problem, status=422)


@login_required
@never_cache
def sheet(request: HttpRequest, no: str, pk: int) -> HttpResponse:
    """A sheet as it was kept: its lines, the numbers it used, what differs from the yearly record."""
    kept = asked.sheet(request.user, no, pk)
    if kept is None:
        raise Http404
    seen.once(request.user, f"household:{kept.household.pk}")
    lines = [one for one in kept.lines if one.amount is None or one.amount]
    return render(request, "web/worksheet_sheet.html", {
        "kept": kept, "sections": asked.sections(lines, kept.result), "ratios": [n for n in kept.numbers if n.name == RATIOS],
        "line": next((n for n in kept.numbers if n.name != RATIOS), None), "differences": [(wording.label(one.item), one) for one in kept.differences],
        "path": [*_way(no), Step(_("收入核算表"))],
    })  # fmt: skip


@login_required
@never_cache
def paper(request: HttpRequest, no: str, pk: int, form: str) -> HttpResponse:
    """A sheet to be signed: PDF or workbook."""
    if form not in ("pdf", "xlsx") or asked.sheet(request.user, no, pk) is None:
        raise Http404
    return send(request, "income-worksheet", f"收入核算表-{no}", form, household=no, only=str(pk))


def _posted(request: HttpRequest, no: str) -> HttpResponse:
    lines = worksheet_form.read(request.POST)
    on = _day(request.POST.get("on", ""))
    if request.POST.get("act") != "save":
        return _form(request, asked.form(request.user, no, lines, on), request.POST)
    found = asked.form(request.user, no, ())
    kept = acts.save(
        household=found.household, by=request.user, lines=lines, on=on, signed_on=_day(request.POST.get("signed_on", "")),
    )  # fmt: skip
    messages.success(request, _("收入核算表已保存"), extra_tags="good")
    return redirect("worksheet-sheet", no, kept.pk)


def _form(
    request: HttpRequest, found: Form, typed: Mapping[str, str] | None = None, problem: Problem | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    parts = worksheet_form.parts(found.lines, found.counted, found.record, typed)
    sums = found.result.sections if found.result else {}
    return render(request, "web/worksheet.html", {
        "found": found, "parts": [(one, sums.get(one.key)) for one in parts], "problem": problem,
        "sums": typed is not None and problem is None, "typed": typed or {}, "today": timezone.localdate(),
        "ratios": [n for n in found.numbers if n.name == RATIOS],
        "path": [*_way(found.household.no), Step(_("收入核算"))],
    }, status=status)  # fmt: skip


def _way(no: str) -> list[Any]:
    return [
        Step(no, reverse("household", args=[no])),
        Step(_("监测"), reverse("monitoring", args=[no])),
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem("worksheet.day", "日期看不懂", "请写成 2021-12-31 这样。") from None

"""报账: what was claimed of which money; a new claim; one claim to be judged, paid, released."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.planning.models import Claim, Line
from liuqing.planning.queries import funds as asked
from liuqing.planning.services import funds as acts
from liuqing.web.pages import turning
from liuqing.web.pages.funds import day, token, wrong
from liuqing.web.paths import Step
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

INVOICES = 4
"""So many lines for invoices are shown, and one more whenever all are filled."""


@login_required
@never_cache
def claims(request: HttpRequest) -> HttpResponse:
    """Every claim of the user's projects, by its state."""
    rights.require(request.user, Right.SEE_PROJECTS)
    state = request.GET.get("state", "")
    state = state if state in Claim.State.values else ""
    found = asked.claims(request.user, state=state, page=turning.number(request))
    return render(request, "web/claims.html", {
        "found": found, "turn": turning.turn(request, found.page), "path": [*_path(), Step(_("报账台账"))],
    })  # fmt: skip


@login_required
@never_cache
def new(request: HttpRequest, no: str) -> HttpResponse:
    """The form of a claim for a project; nothing that was typed is lost if something is wrong."""
    form = asked.form(request.user, no)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            made = _claim(request, form)
            messages.success(request, _("已报账，等财政审核"), extra_tags="good")
            return redirect("claim", made.no)
        except Problem as found:
            problem = found
    said = request.POST or _again(request)
    return render(request, "web/claim_new.html", {
        "form": form, "project": form.project, "problem": problem, "wrong": wrong(problem), "said": said,
        "papers": _papers(said), "today": clock.today(), "uuid": request.POST.get("uuid") or uuid4(),
        "path": [*_path(), Step(form.project.no, reverse("project", args=[no])), Step(_("报账"))],
    }, status=422 if problem else 200)  # fmt: skip


@login_required
@never_cache
def claim(request: HttpRequest, no: str) -> HttpResponse:
    """One claim: what it is for, its invoices, what was paid of it, what may be done now."""
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _act(request, asked.claim(request.user, no).record)
            return redirect("claim", no)
        except Problem as found:
            if found.code == "funds.no_such_claim":
                raise
            problem = found
    shown = asked.claim(request.user, no)
    return render(request, "web/claim.html", {
        "found": shown, "one": shown.record, "problem": problem, "said": request.POST, "today": clock.today(),
        "uuid": request.POST.get("uuid") or uuid4(),
        "path": [*_path(), Step(_("报账台账"), reverse("claims")), Step(no)],
    }, status=422 if problem else 200)  # fmt: skip


def _path() -> list[Step]:
    return [Step(_("资金"), reverse("funds"))]


def _claim(request: HttpRequest, form: asked.ClaimForm) -> Claim:
    said = request.POST
    line = next((one for one in form.lines if str(one.pk) == said.get("line")), None)
    if line is None:
        raise Problem("funds.no_line", "没有选用哪笔资金", "请先选资金。")
    contract = next((one for one, _left in form.contracts if str(one.pk) == said.get("contract")), None)
    return acts.claim(
        by=request.user, line=Line.objects.get(pk=line.pk), kind=said.get("kind", ""), amount=said.get("amount", ""),
        retained=said.get("retained", ""), uuid=token(said), contract=contract, on=day(said.get("on", ""), "日期"),
        invoices=[paper for paper in _papers(said) if paper["no"] or paper["amount"]],
    )  # fmt: skip


def _papers(said: Any) -> list[dict[str, str]]:
    """The lines for invoices: those filled, and empty ones to fill."""
    numbers, amounts = said.getlist("invoice-no"), said.getlist("invoice-amount")
    filled = [
        {"no": no.strip(), "amount": amount.strip()}
        for no, amount in zip(numbers, amounts, strict=False)
        if no or amount
    ]
    return filled + [{"no": "", "amount": ""}] * max(1, INVOICES - len(filled))


def _again(request: HttpRequest) -> Any:
    """What a claim that was sent back said, for the form in which it is mended."""
    said = request.POST.copy()
    if again := request.GET.get("again", ""):
        one = asked.claim(request.user, again).record
        said.update(
            {
                "line": str(one.line_id),
                "kind": one.kind,
                "amount": str(one.amount),
                "retained": str(one.retained),
            }
        )
        said["contract"] = str(one.contract_id or "")
        said.setlist("invoice-no", [paper["no"] for paper in one.invoices])
        said.setlist("invoice-amount", [paper["amount"] for paper in one.invoices])
    return said


def _act(request: HttpRequest, one: Claim) -> None:
    said, by, act = request.POST, request.user, request.POST.get("act")
    if act == "judge":
        acts.judge(one, by=by, outcome=said.get("outcome", ""), said=said.get("said", ""))
        messages.success(request, _("已审核"), extra_tags="good")
    elif act == "pay":
        acts.pay(
            one, by=by, party=said.get("party", ""), uuid=token(said), amount=said.get("amount") or None,
            on=day(said.get("on", ""), "支付日期"),
        )  # fmt: skip
        messages.success(request, _("已支付"), extra_tags="good")
    elif act == "release":
        acts.release(one, by=by, uuid=token(said), amount=said.get("amount") or None)
        messages.success(request, _("质保金已退还"), extra_tags="good")
    else:
        raise Http404

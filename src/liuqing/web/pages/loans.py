"""小额信贷: the ledger with its doubts, one loan, the subsidy list of a year, the risk fund, totals beside the plan."""

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
from liuqing.planning.models import Loan, RiskMove
from liuqing.planning.queries import loans as asking
from liuqing.planning.queries.loans import reading
from liuqing.planning.services import loans as acts
from liuqing.policy.lending import FLAGS
from liuqing.registry.queries import boards
from liuqing.web import paths
from liuqing.web.pages import turning
from liuqing.web.pages.filters import Choice, Filter
from liuqing.web.pages.funds import day, token
from liuqing.web.paths import Step
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

FIRST_YEAR = 2014


@login_required
@never_cache
def loans(request: HttpRequest) -> HttpResponse:
    """The ledger: sums, what is doubtful, every loan, those due first at the top."""
    _require_seeing(request.user)
    asked = {name: request.GET.get(name, "")[:30] for name in ("area", "flag", "state", "year")}
    found = asking.listed(
        request.user, asked["area"] or None, flag=asked["flag"], state=asked["state"], year=_year(asked["year"]),
        page=turning.number(request),
    )  # fmt: skip
    place = boards.area_head(found.area)
    return render(request, "web/loans.html", {
        "found": found, "turn": turning.turn(request, found.page), "place": place, "filters": _filters(found, asked),
        "flags": [(key, _(FLAGS[key]), many, key == asked["flag"]) for key, many in found.flags.items()],
        "filtered": any(asked[name] for name in ("flag", "state", "year")), "area": asked["area"],
        "path": [*paths.to_area(request.user, place)[:-1], Step(_("小额信贷"))],
    })  # fmt: skip


@login_required
@never_cache
def loan(request: HttpRequest, pk: int) -> HttpResponse:
    """One loan; what happens to it comes back here."""
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _act(request, reading.loan(request.user, pk))
            return redirect("loan", pk)
        except Problem as found:
            if found.code in ("workflow.not_allowed", "planning.no_such_loan"):
                raise
            problem = found
    found = asking.one(request.user, pk)
    one = found.listed.loan
    where = one.household.village.path
    return render(request, "web/loan.html", {
        "found": found, "one": one, "stood": found.listed.stood, "problem": problem, "said": request.POST, "today": clock.today(),
        "uuid": request.POST.get("uuid") or uuid4(), "events": [(event, reading.EVENTS.get(event.kind, event.kind)) for event in found.events],
        "may_manage": rights.can(request.user, Right.MANAGE_ASSETS, where), "doubts": _doubts(found.listed.stood.doubts),
        "may_see_household": rights.can(request.user, Right.SEE_HOUSEHOLDS, where),
        "percent": one.rate * 100, "path": [Step(_("小额信贷"), reverse("loans")), Step(one.no)],
    }, status=422 if problem else 200)  # fmt: skip


@login_required
@never_cache
def subsidies(request: HttpRequest) -> HttpResponse:
    """The subsidy list of a year, with what the rules find beside it."""
    _require_seeing(request.user)
    year = _year(request.GET.get("year", "")) or asking.assessed_year()
    found = asking.subsidies(request.user, request.GET.get("area", "")[:20] or None, year=year)
    return render(request, "web/loan_subsidies.html", {
        "found": found, "years": range(clock.today().year, FIRST_YEAR - 1, -1), "share": found.terms.shares,
        "may_pay": rights.can(request.user, Right.MAKE_BATCHES, found.area.path),
        "path": [Step(_("小额信贷"), reverse("loans")), Step(_("贴息清单"))],
    })  # fmt: skip


@login_required
@never_cache
def fund(request: HttpRequest) -> HttpResponse:
    """The risk fund: balance, cover, moves; what waits to be agreed."""
    rights.require(request.user, Right.SEE_PROJECTS)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _move(request)
            return redirect("risk-fund")
        except Problem as found:
            if found.code == "workflow.not_allowed":
                raise
            problem = found
    found = asking.fund(request.user)
    return render(request, "web/risk_fund.html", {
        "found": found, "problem": problem, "said": request.POST, "today": clock.today(), "uuid": request.POST.get("uuid") or uuid4(),
        "may_manage": rights.can(request.user, Right.MANAGE_FUNDS, found.area.path),
        "may_agree": rights.can(request.user, Right.APPROVE_ASSETS, found.area.path), "me": request.user.get_username(),
        "path": [Step(_("小额信贷"), reverse("loans")), Step(_("风险补偿金"))],
    }, status=422 if problem else 200)  # fmt: skip


@login_required
@never_cache
def totals(request: HttpRequest) -> HttpResponse:
    """Loans by year beside the plan's targets, by place, and the access rate."""
    _require_seeing(request.user)
    found = asking.totals(request.user, request.GET.get("area", "")[:20] or None)
    return render(request, "web/loan_totals.html", {
        "found": found, "path": [Step(_("小额信贷"), reverse("loans")), Step(_("分年汇总"))],
    })  # fmt: skip


def _require_seeing(user: Any) -> None:
    """A loan is about a household's money: whoever sees neither households nor payees has no page here."""
    if not any(rights.can(user, right) for right in reading.SEEING):
        rights.require(user, Right.SEE_PAYEES)
    rights.require(user, Right.SEE_PROJECTS)


def _act(request: HttpRequest, one: Loan) -> None:
    said, act = request.POST, request.POST.get("act", "")
    told = {"by": request.user, "uuid": token(said), "on": day(said.get("on", ""), "日期")}
    if act == "repay":
        acts.repay(one, amount=said.get("amount", ""), **told)
    elif act == "extend":
        until = day(said.get("until", ""), "展期到期日")
        if until is None:
            raise Problem("loans.too_long", "没有填展期到期日", "请补填。")
        acts.extend(one, until=until, said=said.get("words", ""), **told)
    elif act == "bad":
        acts.mark_bad(one, said=said.get("words", ""), **told)
    elif act == "compensate":
        acts.compensate(one, amount=said.get("amount", ""), said=said.get("words", ""), **told)
    elif act == "recover":
        acts.recover(one, amount=said.get("amount", ""), said=said.get("words", ""), **told)
    else:
        raise Http404
    messages.success(request, _("已记下"), extra_tags="good")


def _move(request: HttpRequest) -> None:
    said = request.POST
    if said.get("act") == "top_up":
        acts.top_up(
            by=request.user, amount=said.get("amount", ""), uuid=token(said), bank=said.get("bank", ""), said=said.get("words", ""),
            on=day(said.get("on", ""), "日期"),
        )  # fmt: skip
    elif said.get("act") == "agree":
        pk = said.get("move", "")
        move = RiskMove.objects.filter(
            pk=int(pk) if pk.isascii() and pk.isdecimal() and len(pk) < 12 else 0
        ).first()
        if move is None:
            raise Http404
        acts.agree(move, by=request.user, agreed=said.get("agreed") == "1", said=said.get("words", ""))
    else:
        raise Http404
    messages.success(request, _("已记下"), extra_tags="good")


def _doubts(doubts: Any) -> list[tuple[str, str]]:
    return [(_(FLAGS[key]), said) for key, said in doubts.found.items()]


def _filters(found: Any, asked: dict[str, str]) -> list[Filter]:
    known = (
        ("flag", _("要处理的"), [("any", "全部疑点"), *FLAGS.items()]), ("state", _("状态"), Loan.State.choices),
        ("year", _("放款年度"), [(str(year), str(year)) for year in found.years]),
    )  # fmt: skip
    return [
        Filter(
            name, label, [Choice(str(key), _(str(word)), str(key) == asked[name]) for key, word in choices]
        )
        for name, label, choices in known
    ]


def _year(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) == 4 else None

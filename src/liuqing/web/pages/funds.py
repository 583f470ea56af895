"""资金: documents that grant money, by year; one document; who gets what of a year, proposed and decided."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.planning.models import Allocation, Document, Line, Project
from liuqing.planning.queries import funds as asked
from liuqing.planning.queries import scope
from liuqing.planning.services import funds as acts
from liuqing.policy import place
from liuqing.registry.services.standing.faults import Faults
from liuqing.web.pages import turning
from liuqing.web.paths import Step
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right


@login_required
@never_cache
def funds(request: HttpRequest) -> HttpResponse:
    """The documents of a year: granted, allocated, claimed, paid, what is left."""
    rights.require(request.user, Right.SEE_PROJECTS)
    said = request.GET.get("year", "")
    found = asked.documents(
        request.user, int(said) if said.isdecimal() else None, request.GET.get("source", "")
    )
    return render(request, "web/funds.html", {
        "found": found, "source": request.GET.get("source", ""), "waiting": asked.tasks(request.user),
        "path": [Step(_("资金"))],
    })  # fmt: skip


@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new document."""
    rights.require(request.user, Right.MANAGE_FUNDS)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            made = _receive(request)
            messages.success(request, _("已登记，资金可以安排了"), extra_tags="good")
            return redirect("fund", made.pk)
        except Problem as found:
            problem = found
    own = place.load(settings.WORKSPACE.place)
    said = request.POST
    return render(request, "web/fund_new.html", {
        "problem": problem, "wrong": wrong(problem), "said": said, "levels": Document.Level.choices,
        "sources": own.fund_sources, "classes": own.project_classes.items(), "ticked": said.getlist("scope"),
        "today": clock.today(), "uuid": said.get("uuid") or uuid4(),
        "path": [Step(_("资金"), reverse("funds")), Step(_("登记资金文件"))],
    }, status=422 if problem else 200)  # fmt: skip


@login_required
@never_cache
def fund(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: its projects and their money; carry over, give back, take back from a line."""
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _act(request, asked.document(request.user, pk))
            return redirect("fund", pk)
        except Problem as found:
            if found.code == "funds.no_such_document":
                raise
            problem = found
    found_page = asked.document(request.user, pk, turning.number(request))
    return render(request, "web/fund.html", {
        "found": found_page, "one": found_page.row.record, "problem": problem, "said": request.POST, "uuid": uuid4(),
        "turn": turning.turn(request, found_page.page),
        "path": [Step(_("资金"), reverse("funds")), Step(found_page.row.record.no)],
    }, status=422 if problem else 200)  # fmt: skip


@login_required
@never_cache
def allocate(request: HttpRequest) -> HttpResponse:
    """The money of a year for the projects of its plan: proposed many at once, decided many at once."""
    if not any(rights.can(request.user, one) for one in (Right.MANAGE_FUNDS, Right.APPROVE_FUNDS)):
        rights.require(request.user, Right.MANAGE_FUNDS)
    years = asked.years(request.user)
    said = request.GET.get("year", "")
    year = int(said) if said.isdecimal() and len(said) == 4 else next(iter(years), clock.today().year)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _decide(request) if "outcome" in request.POST else _propose(request, year)
            return redirect(request.get_full_path())
        except Problem as found:
            problem = found
    sought = request.GET.get("q", "").strip()[:40]
    found_round = asked.allocating(request.user, year, page=turning.number(request), sought=sought)
    return render(request, "web/fund_allocate.html", {
        "found": found_round, "rows": _rows(request, found_round), "years": years, "year": year, "problem": problem,
        "said": request.POST, "sought": sought, "turn": turning.turn(request, found_round.projects),
        "ticked": request.POST.getlist("allocation"),
        "path": [Step(_("资金"), reverse("funds")), Step(_("安排资金"))],
    }, status=422 if problem else 200)  # fmt: skip


def wrong(problem: Problem | None) -> dict[str, str]:
    """What is wrong with which field, for a page that marks its fields."""
    return dict(problem.faults) if isinstance(problem, Faults) else {}


def day(text: str, what: str) -> date | None:
    """A day as a form says it. Problem ``funds.bad_day``."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem("funds.bad_day", f"「{what}」看不懂", "请写成 2018-12-31 这样。") from None


def token(said: Mapping[str, Any]) -> UUID:
    """The number of this act, from the form. Problem ``funds.no_token``."""
    try:
        return UUID(said.get("uuid", ""))
    except ValueError:
        raise Problem("funds.no_token", "表单不完整", "请刷新页面后重新填写。") from None


def _receive(request: HttpRequest) -> Document:
    said = request.POST
    issued = day(said.get("issued_on", ""), "发文日期")
    if issued is None:
        raise Problem("funds.bad_day", "没有填发文日期", "请补填后再交。")
    year = said.get("year", "")
    return acts.receive(
        by=request.user, no=said.get("no", ""), title=said.get("title", ""), source=said.get("source", ""),
        level=said.get("level", ""), year=int(year) if year.isdecimal() and len(year) == 4 else issued.year,
        amount=in_yuan(said.get("amount", "")), issued_on=issued, uuid=token(said), scope=said.getlist("scope"),
        received_on=day(said.get("received_on", ""), "收文日期") or issued, pooled="pooled" in said,
        department=said.get("department", ""), purpose=said.get("purpose", ""),
    )  # fmt: skip


def in_yuan(text: str) -> Decimal | str:
    """An amount typed in 万元, in yuan; as it stands if it is no number."""
    try:
        return (Decimal(text.replace(",", "").strip()) * 10_000).normalize() + 0
    except InvalidOperation:
        return text


def _act(request: HttpRequest, found: asked.DocumentPage) -> None:
    said, by, record = request.POST, request.user, found.row.record
    if said.get("act") == "carry":
        acts.carry(record, by=by, uuid=token(said), on=day(said.get("on", ""), "日期"))
        messages.success(request, _("已结转到下一年"), extra_tags="good")
    elif said.get("act") == "give_back":
        acts.give_back(record, by=by, amount=said.get("amount", ""), uuid=token(said))
        messages.success(request, _("已上缴"), extra_tags="good")
    elif said.get("act") == "withdraw":
        line = _line(request, record, said.get("line", ""))
        acts.withdraw(line, by=by, amount=said.get("amount", ""), uuid=token(said), said=said.get("said", ""))
        messages.success(request, _("已收回，可以另行安排"), extra_tags="good")
    else:
        raise Http404


def _line(request: HttpRequest, record: Document, pk: str) -> Line:
    found = Line.objects.filter(document=record, project__in=scope.visible(request.user))
    line = found.filter(pk=pk).first() if pk.isdecimal() else None
    if line is None:
        raise Problem("funds.no_line", "没有选是哪一笔安排", "请从下面的项目里选。")
    return line


def _propose(request: HttpRequest, year: int) -> None:
    said = request.POST
    pk = said.get("document", "")
    document = Document.objects.filter(pk=pk).first() if pk.isdecimal() else None
    if document is None:
        raise Problem("funds.no_document", "没有选资金文件", "请先选用哪个文件的钱。")
    wanted = [(one, said.get(f"amount:{one.no}", "")) for one in _chosen(request, said.getlist("project"))]
    made = acts.propose_all(by=request.user, document=document, year=year, wanted=wanted)
    messages.success(
        request, _("已提出 %(n)s 笔安排，等另一位同事审批") % {"n": len(made)}, extra_tags="good"
    )


def _chosen(request: HttpRequest, numbers: list[str]) -> list[Project]:
    return list(scope.visible(request.user, Right.MANAGE_FUNDS).filter(no__in=numbers))


def _decide(request: HttpRequest) -> None:
    said = request.POST
    keys = [one for one in said.getlist("allocation") if one.isdecimal()]
    mine = scope.visible(request.user, Right.APPROVE_FUNDS).values("pk")
    found = Allocation.objects.filter(pk__in=keys, line__project__in=mine).select_related("line__project")
    agreed = said["outcome"] == "agreed"
    done = acts.decide_all(found, by=request.user, agreed=agreed, said=said.get("said", ""))
    told = _("已批准 %(n)s 笔安排") if agreed else _("没有批准 %(n)s 笔安排")
    messages.success(request, told % {"n": len(done)}, extra_tags="good")


def _rows(request: HttpRequest, found: asked.Round) -> list[tuple[Any, bool, str]]:
    """Each project that needs money, whether it was ticked, and the amount to be shown in its field."""
    said, ticked = request.POST, request.POST.getlist("project")
    return [
        (one, one.record.no in ticked, said.get(f"amount:{one.record.no}", f"{one.gap:.2f}"))
        for one in found.projects.rows
    ]

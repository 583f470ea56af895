"""资金项目公示: what should be announced, draw up, hang, answer, end; the register and the check list."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.planning.models import Opinion, Project
from liuqing.planning.queries import announcements as asked
from liuqing.planning.queries import scope
from liuqing.planning.queries.announcements import AnnouncementPage
from liuqing.planning.queries.announcements.drawing import Form, form_of
from liuqing.planning.services import announcements as acts
from liuqing.registry.queries import scope as areas
from liuqing.reports import office
from liuqing.web.pages import turning
from liuqing.web.pages.papers import KINDS, send
from liuqing.web.paths import Step
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

TICKED = 200
"""So many projects can be ticked one by one; of more all go onto the sheet."""


@login_required
@never_cache
def announcements(request: HttpRequest) -> HttpResponse:
    """Everything on sheets of money and projects that concerns the user, what waits first."""
    found = asked.board(request.user, request.GET.get("area", "")[:20] or None)
    own = areas.area(request.user, None, Right.SEE_PROJECTS)
    return render(request, "web/announcements.html", {
        "board": found, "own": own, "may_export": rights.can(request.user, Right.EXPORT),
        "path": [Step(_("资金项目公示"))],
    })  # fmt: skip


@login_required
@never_cache
def missing(request: HttpRequest, code: str) -> HttpResponse:
    """Which projects were not announced where they should have been."""
    said = request.GET
    found = asked.checked(request.user, code, said.get("kind", "")[:20], _number(said.get("page", "")) or 1)
    return render(request, "web/announcements_missing.html", {
        "found": found, "turn": turning.turn(request, found.rows),
        "path": [_home(), Step(_("没有公示的"))],
    })  # fmt: skip


@login_required
@never_cache
def draw(request: HttpRequest, kind: str, level: str, code: str) -> HttpResponse:
    """Choose the projects of a sheet; what stands on it is made from the record, not typed."""
    subject = (request.POST.get("subject") or request.GET.get("subject") or "")[:40]
    year = _number(request.POST.get("year") or request.GET.get("year") or "") or None
    found = form_of(request.user, kind, level, code, subject, year)
    if request.method != "POST":
        return _drawing(request, found)
    words = {name: request.POST.get(name, "") for name in ("title", "issuer", "phone")}
    try:
        made = acts.draw(
            by=request.user, kind=kind, level=level, area=found.area, projects=_chosen(request, found), subject=subject,
            leave_out=bool(request.POST.get("leave_out")), **words
        )  # fmt: skip
    except Problem as problem:
        return _drawing(request, found, problem, status=422)
    return redirect("announcement", made.pk)


@login_required
@never_cache
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet as people see it, its days one by one, what was said, and what may be done."""
    page = _number(request.GET.get("page", "")) or 1
    found = asked.announcement(request.user, pk, page)
    if request.method != "POST":
        return _page(request, found)
    try:
        _do(request, found)
    except Problem as problem:
        return _page(request, asked.announcement(request.user, pk, page), problem, status=422)
    return redirect("announcement", pk)


@login_required
@never_cache
def sheet(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The sheet to be printed: PDF or Word."""
    found = asked.announcement(request.user, pk)
    if form not in ("pdf", "docx"):
        raise Http404
    name = f"{found.kind}-{found.record.code}"
    return send(request, "announcement", name, form, area=found.record.area.code, only=found.record.code)


@login_required
@never_cache
def register(request: HttpRequest, code: str) -> HttpResponse:
    """The register of an area's sheets with the check list as a workbook."""
    area = areas.area(request.user, code, Right.EXPORT)
    return send(request, "announcement-register", f"资金项目公示台账-{area.name}", "xlsx", area=code)


def _drawing(
    request: HttpRequest, found: Form, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    said = request.POST
    return render(request, "web/announcement_draw.html", {
        "form": found, "problem": problem, "said": said, "phone": said.get("phone", office.hotline()),
        "many": len(found.projects) > TICKED, "chosen": set(said.getlist("project")) if said else None,
        "path": [_home(), Step(_("拟公示"))],
    }, status=status)  # fmt: skip


def _chosen(request: HttpRequest, found: Form) -> Sequence[Project]:
    if not found.projects:
        return ()
    wanted = (
        {one.no for one in found.projects}
        if len(found.projects) > TICKED
        else set(request.POST.getlist("project"))
    )
    keys = [one.pk for one in found.projects if one.no in wanted]
    return list(scope.visible(request.user).filter(pk__in=keys).order_by("no"))


def _do(request: HttpRequest, found: AnnouncementPage) -> None:
    said, one = request.POST, found.record
    match said.get("act", ""):
        case "hang":
            acts.hang(one, by=request.user, on=_day(said.get("on", "")))
            told = _("已记为张贴。")
        case "end":
            acts.end(one, by=request.user)
            told = _("公示期满，已结束。")
        case "down":
            acts.take_down(one, by=request.user, reason=said.get("reason", ""))
            told = _("已撤下；重新公示时天数重新计算。")
        case "say":
            made = acts.opine(
                one, by=request.user, said=said.get("said", ""), contact=said.get("contact", "")
            )
            told = _("已登记。请把回执号告诉提出人：%(receipt)s") % {"receipt": made.receipt}
        case "answer":
            acts.answer(
                _opinion(found, said.get("opinion", "")), by=request.user, answer=said.get("answer", "")
            )
            told = _("已答复，提出人凭回执号能看到。")
        case _:
            raise Problem("announcements.no_act", "没有选要办什么", "请按页面上的按钮办理。")
    messages.success(request, told, extra_tags="good")


def _opinion(found: AnnouncementPage, said: str) -> Opinion:
    keys = {voice.pk for voice in found.voices}
    if not said.isdecimal() or int(said) not in keys:
        raise Problem("announcements.no_opinion", "这份公示上没有这条意见", "请刷新页面。")
    return Opinion.objects.get(pk=int(said))


def _page(
    request: HttpRequest, found: AnnouncementPage, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "web/announcement.html", {
        "sheet": found, "problem": problem, "said": request.POST, "reasons": acts.REASONS, "kinds": tuple(KINDS),
        "path": [_home(), Step(found.record.title)],
    }, status=status)  # fmt: skip


def _home() -> Step:
    return Step(_("资金项目公示"), reverse("announcements"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem("announcements.bad_day", "日期看不懂", "请写成 2018-12-31 这样。") from None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0

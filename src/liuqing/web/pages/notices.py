"""公示公告: draw up, hang, count the days, take down and answer objections, end; the register."""

from datetime import date
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
from liuqing.registry.models import Objection, Proceeding
from liuqing.registry.queries import notices as asked
from liuqing.registry.queries import scope
from liuqing.registry.queries.notices import NoticePage, Sheet
from liuqing.registry.services import notices as acts
from liuqing.reports import office
from liuqing.web.pages.papers import KINDS, send
from liuqing.web.paths import Step
from liuqing.workflow.rights import Right


@login_required
@never_cache
def notices(request: HttpRequest) -> HttpResponse:
    """Everything on notices that concerns the user, what waits first."""
    own = scope.area(request.user, None, Right.SEE_HOUSEHOLDS)
    code = request.GET.get("area", "")[:20]
    return render(request, "web/notices.html", {
        "board": asked.board(request.user, code or None), "own": own.code, "code": code or own.code,
        "path": [Step(_("公示公告"))],
    })  # fmt: skip


@login_required
@never_cache
def draw(request: HttpRequest, procedure: str, step: str, code: str) -> HttpResponse:
    """Choose what goes onto a sheet; the lines are made from the record, not typed."""
    sheet = _sheet(request, f"{procedure}.{step}.{code}")
    if request.method != "POST":
        return _drawing(request, sheet)
    try:
        made = acts.draw(
            by=request.user, procedure=procedure, step=step, area=sheet.area, proceedings=_chosen(request, sheet),
            **{name: request.POST.get(name, "") for name in ("title", "text", "issuer", "phone")},
        )  # fmt: skip
    except Problem as problem:
        return _drawing(request, sheet, problem, status=422)
    return redirect("notice", made.pk)


@login_required
@never_cache
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice as people see it, its days one by one, what was said, and what may be done."""
    found = asked.notice(request.user, pk)
    if request.method == "POST":
        try:
            _do(request, found)
        except Problem as problem:
            return _page(request, asked.notice(request.user, pk), problem, status=422)
        return redirect("notice", pk)
    return _page(request, found)


@login_required
@never_cache
def sheet(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The sheet to be printed: PDF or Word."""
    found = asked.notice(request.user, pk)
    if form not in ("pdf", "docx"):
        raise Http404
    name = f"{found.record.label}-{found.record.code}"
    return send(request, "notice", name, form, area=found.record.area.code, only=found.record.code)


@login_required
@never_cache
def register(request: HttpRequest, code: str) -> HttpResponse:
    """The register of notices of an area as a workbook."""
    area = scope.area(request.user, code, Right.EXPORT)
    return send(request, "notice-register", f"公示台账-{area.name}", "xlsx", area=code)


def _sheet(request: HttpRequest, key: str) -> Sheet:
    found = next((one for one in asked.drawable(request.user) if one.key == key), None)
    if found is None:
        raise Problem("notices.no_such_sheet", "没有等着拟公示的事项", "请从公示公告进入。")
    return found


def _chosen(request: HttpRequest, sheet: Sheet) -> list[Proceeding]:
    wanted = [int(key) for key in request.POST.getlist("proceeding") if key.isdigit()]
    offered = [one.pk for one in sheet.proceedings if one.pk in wanted]
    found = Proceeding.objects.in_bulk(offered)
    return [found[key] for key in offered]


def _drawing(
    request: HttpRequest, sheet: Sheet, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    said = request.POST
    return render(request, "web/notice_draw.html", {
        "sheet": sheet, "problem": problem, "said": said, "phone": said.get("phone", office.hotline()),
        "chosen": {int(key) for key in said.getlist("proceeding") if key.isdigit()} if said else None,
        "path": [Step(_("公示公告"), reverse("notices")), Step(_("拟公示"))],
    }, status=status)  # fmt: skip


def _do(request: HttpRequest, found: NoticePage) -> None:
    acting = {
        "hang": _hang, "end": _end, "down": _take_down, "object": _object, "answer": _answer,
    }.get(request.POST.get("act", ""))  # fmt: skip
    if acting is None:
        raise Problem("notices.no_act", "没有选要办什么", "请按页面上的按钮办理。")
    acting(request, found)


def _hang(request: HttpRequest, found: NoticePage) -> None:
    acts.hang(found.record, by=request.user, on=_day(request.POST.get("on", "")))
    messages.success(request, _("已记为张贴。"), extra_tags="good")


def _end(request: HttpRequest, found: NoticePage) -> None:
    acts.end(found.record, by=request.user)
    messages.success(request, _("公示期满，下一步已经打开。"), extra_tags="good")


def _take_down(request: HttpRequest, found: NoticePage) -> None:
    acts.take_down(found.record, by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, _("已撤下；重新公示时天数重新计算。"), extra_tags="good")


def _object(request: HttpRequest, found: NoticePage) -> None:
    said = request.POST
    made = acts.object_(
        found.record, by=request.user, said=said.get("said", ""), contact=said.get("contact", ""),
        channel=said.get("channel", ""), proceeding=_line(found, said.get("line", "")), on=_day(said.get("on", "")),
    )  # fmt: skip
    told = _("已登记。请把回执号告诉提出人：%(receipt)s")
    messages.success(request, told % {"receipt": made.receipt}, extra_tags="good")


def _answer(request: HttpRequest, found: NoticePage) -> None:
    said = request.POST
    keys = {voice.pk for voice in found.voices}
    key = int(said.get("objection", "0")) if said.get("objection", "").isdigit() else 0
    one = Objection.objects.filter(pk=key).first() if key in keys else None
    if one is None or said.get("upheld") not in ("0", "1"):
        raise Problem("notices.no_verdict", "没有选异议是否成立", "请选成立或不成立。")
    acts.answer(
        one, by=request.user, upheld=said["upheld"] == "1", answer=said.get("answer", ""),
        outcome=said.get("outcome", "returned"), proceeding=_line(found, said.get("line", "")),
        whole=said.get("line") == "all",
    )  # fmt: skip
    messages.success(request, _("已答复，提出人凭回执号能看到。"), extra_tags="good")


def _line(found: NoticePage, said: str) -> Proceeding | None:
    """The proceeding of a line; None for the whole sheet."""
    key = next((line.proceeding for line in found.lines if str(line.n) == said), None)
    return Proceeding.objects.get(pk=key) if key is not None else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem("notices.bad_day", "日期看不懂", "请写成 2018-12-31 这样。") from None


def _page(
    request: HttpRequest, found: NoticePage, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    said: Any = request.POST
    return render(request, "web/notice.html", {
        "notice": found, "problem": problem, "said": said, "reasons": acts.REASONS, "kinds": tuple(KINDS),
        "channels": {key: label for key, label in acts.CHANNELS.items() if key != "public"}, "uuid": uuid4(),
        "path": [Step(_("公示公告"), reverse("notices")), Step(found.record.title)],
    }, status=status)  # fmt: skip

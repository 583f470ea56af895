"""模拟评估: a sample that anybody can draw again, what was found at the doors, and the appeals.

The rates are shown with their bases, their intervals and the limits of the place; nothing is computed
here but the lengths of a picture.
"""

import tempfile
from datetime import date
from pathlib import Path, PurePath
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.policy.evaluation import RATES
from liuqing.registry.models import Appeal, Evaluation, Questionnaire
from liuqing.registry.queries import evaluations as asked
from liuqing.registry.queries import scope
from liuqing.registry.queries.evaluations import Page, published, seeing
from liuqing.registry.services import evaluations as acts
from liuqing.registry.services.evaluations import papers
from liuqing.web.pages.evaluation_lines import layers, lines, villages
from liuqing.web.pages.papers import send
from liuqing.web.paths import Step
from liuqing.web.problems import is_hidden
from liuqing.workflow import rights, seen
from liuqing.workflow.rights import Right

PAPERS = {
    "pdf": ("visit-sheets", "入户核查表"),
    "xlsx": ("evaluation-sample", "抽样名单"),
    "public.xlsx": ("evaluation-published", "抽样框和样本"),
}


@login_required
@never_cache
def evaluations(request: HttpRequest) -> HttpResponse:
    """The evaluations that the user may see, the rounds that the user has to make."""
    if not asked.may_see_any(request.user):
        raise seeing.no_such()
    problem = None
    if request.method == "POST":
        try:
            _record(request)
            return redirect("evaluations")
        except Problem as fault:
            if is_hidden(fault):
                raise
            problem = fault
    return render(request, "web/evaluations.html", {
        "stages": asked.stages(request.user), "outcomes": acts.OUTCOMES, "rates": RATES, "problem": problem,
        "said": request.POST, "today": timezone.localdate(),
        "heads": asked.listed(request.user), "rounds": asked.mine(request.user),
        "draws": rights.can(request.user, Right.DRAW_SAMPLES), "path": [Step(_("模拟评估"))],
    }, status=422 if problem else 200)  # fmt: skip


@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Choose a design and an area, see what it costs, then register."""
    own = scope.area(request.user, None, Right.DRAW_SAMPLES)
    said = request.POST if request.method == "POST" else request.GET
    problem, shown = None, None
    try:
        if request.method == "POST":
            return redirect("evaluation", _plan(request).pk)
    except Problem as fault:
        problem = fault
    if said.get("design"):
        code = said.get("area", "")[:20] or own.code
        try:
            shown = asked.preview(request.user, code, said["design"][:40], _whole(said.get("villages", "")))
        except Problem as fault:
            if is_hidden(fault):
                raise
            problem = problem or fault
    return render(request, "web/evaluation_new.html", {
        "own": own, "areas": asked.areas(request.user), "choices": asked.choices(own), "preview": shown, "said": said,
        "problem": problem, "today": timezone.localdate(),
        "path": [Step(_("模拟评估"), reverse("evaluations")), Step(_("新的评估"))],
    }, status=422 if problem else 200)  # fmt: skip


@login_required
@never_cache
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """One evaluation: what was published, how far it is, what was found, what may be done now."""
    found = asked.page(request.user, pk)
    if request.method == "POST":
        try:
            _do(request, found)
        except Problem as problem:
            if is_hidden(problem):
                raise
            return _page(request, asked.page(request.user, pk), problem, status=422)
        return redirect("evaluation", pk)
    for one in found.failed:
        seen.once(request.user, f"sampled:{one.sampled}")
    return _page(request, found)


@login_required
@never_cache
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    """The published list: every household of the frame by its key, its cell, and its place in the draw."""
    found = asked.page(request.user, pk)
    if not found.draws and found.record.state != Evaluation.State.CLOSED:
        raise seeing.no_such()
    answer = HttpResponse(published.csv(found.record), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="frame-{pk}.csv"'
    return answer


@login_required
@never_cache
def paper(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The visit sheets as PDF (``?village=``: of one), the sample as a workbook, or what is published
    (``public.xlsx``).
    """
    found = asked.page(request.user, pk)
    if form not in PAPERS or not found.draws or found.record.state == Evaluation.State.PLANNED:
        raise Http404
    report, named = PAPERS[form]
    ending, code = form.rpartition(".")[2], request.GET.get("village", "")[:20] or found.head.area_code
    return send(request, report, f"{named}-{found.head.label}", ending, area=code, only=str(pk))


@login_required
@never_cache
def appeal_paper(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A photo or paper of an appeal; only for who sees the appeal."""
    found = Appeal.objects.select_related("questionnaire__sampled").filter(pk=pk).first()
    of = found.questionnaire.sampled if found else None
    if found is None or of is None:
        raise seeing.no_such()
    page = asked.page(request.user, of.evaluation_id)
    if not any(one.pk == found.questionnaire_id for one in page.failed):
        raise seeing.no_such()
    name, content = papers.shown(found, number)
    seen.once(request.user, f"sampled:{of.pk}", what="paper")
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = (
        f'attachment; filename="paper-{pk}-{number + 1}{PurePath(name).suffix.lower()}"'
    )
    return answer


def _page(
    request: HttpRequest, found: Page, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "web/evaluation.html", {
        "page": found, "head": found.head, "design": found.design, "problem": problem, "today": timezone.localdate(),
        "lines": lines(found.result), "before": lines(found.closed) if found.after else [],
        "layers": layers(found), "villages": villages(found.result),
        "missed": [(acts.MISSED.get(reason, ""), n) for reason, n in found.missed],
        "path": [Step(_("模拟评估"), reverse("evaluations")), Step(found.head.label)],
    }, status=status)  # fmt: skip


def _record(request: HttpRequest) -> None:
    """A stage that others evaluated, of the whole county."""
    said, own = request.POST, scope.area(request.user, None, Right.DRAW_SAMPLES)
    acts.record(
        by=request.user, area_code=own.code, stage=said.get("stage", ""), on=_day(said.get("on", "")),
        outcome=said.get("outcome", ""), findings=said.get("findings", ""),
        figures={key: (_whole(said.get(f"found.{key}", "")), _whole(said.get(f"of.{key}", ""))) for key in RATES},
    )  # fmt: skip
    messages.success(request, _("已记下。"), extra_tags="good")


def _plan(request: HttpRequest) -> Evaluation:
    said = request.POST
    return acts.plan(
        by=request.user, area_code=said.get("area", ""), label=said.get("label", ""), design=said.get("design", ""),
        seed_source=said.get("seed_source", ""), seed_on=_day(said.get("seed_on", "")), villages=_whole(said.get("villages", "")),
    )  # fmt: skip


def _do(request: HttpRequest, found: Page) -> None:
    said, by = request.POST, request.user
    act = said.get("act", "")
    if act == "draw":
        acts.draw(evaluation=found.record, by=by, seed=said.get("seed", ""))
        messages.success(request, _("已按种子抽样。"), extra_tags="good")
    elif act == "open":
        acts.open_(evaluation=found.record, by=by)
        messages.success(request, _("已开始入户，核查员现在能看到抽中的户。"), extra_tags="good")
    elif act == "close":
        acts.close(evaluation=found.record, by=by)
        messages.success(request, _("已结束，结果已固定。"), extra_tags="good")
    elif act in ("confirm", "send_back"):
        acts.confirm(
            questionnaire=_given(found, said), by=by, agreed=act == "confirm", said=said.get("said", "")
        )
    elif act == "appeal":
        _appeal(request, found)
        messages.success(request, _("申诉已交，等另一位同事答复。"), extra_tags="good")
    elif act in ("accept", "refuse"):
        told = Appeal.objects.filter(
            pk=_whole(said.get("appeal", "")), questionnaire__in=[f.pk for f in found.failed]
        ).first()
        if told is None:
            raise seeing.no_such()
        acts.decide(appeal=told, by=by, accepted=act == "accept", answer=said.get("said", ""))
    else:
        raise Problem("evaluations.no_act", "没有选要办什么", "请从页面上的按钮办理。")


def _appeal(request: HttpRequest, found: Page) -> None:
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        given = [_photo(one, Path(folder)) for one in request.FILES.getlist("papers")]
        acts.appeal(
            questionnaire=_given(found, request.POST),
            by=request.user,
            said=request.POST.get("said", ""),
            papers=given,
        )


def _photo(sent: UploadedFile, folder: Path) -> tuple[str, Path]:
    path = folder / uuid4().hex
    with path.open("wb") as copy:
        for piece in sent.chunks():
            copy.write(piece)
    return PurePath(sent.name or "").name, path


def _given(found: Page, said: Any) -> Questionnaire:
    """One of the failed households that the page shows."""
    wanted = _whole(said.get("household", ""))
    if wanted not in [one.pk for one in found.failed]:
        raise seeing.no_such()
    return Questionnaire.objects.select_related("sampled__evaluation__area", "sampled__village").get(
        pk=wanted
    )


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("evaluations.bad_day", "日期看不懂", "请写成 2018-12-31 这样。") from None


def read_day(text: str) -> date | None:
    """A day as a form gives it; None if nothing was written."""
    return _day(text) if text else None

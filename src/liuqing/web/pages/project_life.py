"""项目的一步: a stage with its gates, contracts, progress with photos, papers, who answers, the planned days.

Each form comes back to itself if something is wrong, with everything that was written.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePath
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.planning.models import Contract, Project
from liuqing.planning.queries import life as asked
from liuqing.planning.queries import scope
from liuqing.planning.services import life as acts
from liuqing.policy.project_life import FIGURES, PROCURED, STAGES
from liuqing.registry.queries import boards
from liuqing.registry.services.standing.faults import Faults
from liuqing.web import paths
from liuqing.web.pages import step_form
from liuqing.web.paths import Step
from liuqing.web.problems import is_hidden
from liuqing.workflow import clock, seen

SHOWN = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
"""What is shown in the page; everything else is taken away as a file."""
Do = Callable[[Project, QueryDict], str]


@dataclass(frozen=True)
class Field:
    """Something to be filled in, with what was written and what is wrong with it."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    given: str
    wrong: str


@dataclass(frozen=True)
class Wanted:
    """A paper to be handed in: ``any`` one of several is enough."""

    kind: str
    any: bool
    on_paper: bool
    ticked: bool


@dataclass(frozen=True)
class Planned:
    """A stage of the form of days, with what was written and what is wrong with it."""

    key: str
    label: str
    planned_on: date | None
    stated: bool
    first_on: date | None
    on: date | None
    given: str
    wrong: str


@login_required
@never_cache
def act(request: HttpRequest, no: str, key: str) -> HttpResponse:
    """One stage: its gates as ticks, what is still missing, and the form in which it is taken."""
    project = scope.project(request.user, no)
    step = asked.one(request.user, project, key)

    def take(made: Project, said: QueryDict) -> str:
        with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
            done = acts.take(
                made, by=request.user, key=key, outcome=said.get("outcome", "")[:10], uuid=step_form.uuid(said),
                on=_day(said, "on"), said=said.get("said", ""), papers=step_form.papers(request, Path(folder)),
                figures={name: said.get(name, "") for name in FIGURES if said.get(name)},
            )  # fmt: skip
        return f"{_(done.label)}：{_(done.get_outcome_display())}"

    return _form(request, project, "act", take, {"step": step}, step.label)


def _of_step(step: asked.Next, said: QueryDict, wrong: dict[str, str]) -> dict[str, Any]:
    """The fields of a stage: what is to be filled in, and the papers that would open its gates."""
    figures = [
        Field(one.name, one.label, one.options, said.get(one.name, ""), wrong.get(one.name, ""))
        for one in step.figures
    ]
    ticked = set(said.getlist(step_form.ON_PAPER))
    papers: dict[str, Wanted] = {}
    for gate in step.missing:
        for kind in gate.papers:
            papers.setdefault(kind, Wanted(kind, len(gate.papers) > 1, gate.on_paper, kind in ticked))
    return {"figures": figures, "papers": papers.values()}


@login_required
@never_cache
def contract(request: HttpRequest, no: str, pk: int | None = None) -> HttpResponse:
    """A new contract, or a supplement to one."""
    project = scope.project(request.user, no)
    one = Contract.objects.filter(project=project, pk=pk).first()
    if pk is not None and one is None:
        raise Http404

    def sign(made: Project, said: QueryDict) -> str:
        told: dict[str, Any] = {
            "by": request.user, "no": said.get("no", ""), "amount": said.get("amount", ""), "uuid": step_form.uuid(said),
            "ends_on": _day(said, "ends_on"),
        }  # fmt: skip
        with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
            told["papers"] = step_form.papers(request, Path(folder))
            if one is not None:
                acts.amend(one, why=said.get("why", ""), on=_day(said, "on"), **told)
                return _("补充协议已登记，原来的价款留着")
            acts.sign(
                made, kind=said.get("kind", ""), party=said.get("party", ""), signed_on=_day(said, "signed_on") or clock.today(),
                begins_on=_day(said, "begins_on"), retention=_share(said.get("retention", "")), **told,
            )  # fmt: skip
        return _("合同已登记")

    what = {"contract": one, "kinds": PROCURED.items(), "money": asked.room(project)}
    return _form(request, project, "contract", sign, what, _("补充协议") if one else _("登记合同"))


@login_required
@never_cache
def progress(request: HttpRequest, no: str) -> HttpResponse:
    """How far the work is, with photos."""
    project = scope.project(request.user, no)

    def report(made: Project, said: QueryDict) -> str:
        with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
            acts.report(
                made, by=request.user, percent=_whole(said.get("percent", "")), uuid=step_form.uuid(said),
                on=_day(said, "on"), said=said.get("said", ""),
                photos=[_copied(one, Path(folder)) for one in request.FILES.getlist("photos")],
            )  # fmt: skip
        return _("进度已报")

    return _form(
        request, project, "progress", report, {"story": asked.story(request.user, project)}, _("报进度")
    )


@login_required
@never_cache
def papers(request: HttpRequest, no: str) -> HttpResponse:
    """Papers of the project, and one more."""
    project = scope.project(request.user, no)

    def attach(made: Project, said: QueryDict) -> str:
        sent = request.FILES.getlist("paper")
        with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
            files: list[tuple[str, Path | None]] = [_copied(one, Path(folder)) for one in sent]
            if not files and not said.get("on-paper"):
                raise Problem("life.no_paper", _("没有选文件"), _("请选照片或 PDF；纸质件存档的勾上。"))
            for name, path in files or [("", None)]:
                acts.attach(made, by=request.user, kind=said.get("kind", ""), name=name, path=path)
        return _("材料已存")

    what = {"story": asked.story(request.user, project), "wanted": asked.wanted(request.user, project)}
    return _form(request, project, "papers", attach, what, _("材料"))


@login_required
@never_cache
def paper(request: HttpRequest, no: str, pk: int) -> HttpResponse:
    """A paper or photo, only for who sees the project; photos are shown, papers are taken away."""
    name, content = asked.photo(request.user, no, pk)
    seen.once(request.user, f"project:{no}", what="paper")
    ending = PurePath(name).suffix.lower()
    if ending in SHOWN:
        return HttpResponse(content, content_type=SHOWN[ending])
    return FileResponse(iter([content]), as_attachment=True, filename=f"{_('项目材料')}-{no}-{pk}{ending}")


@login_required
@never_cache
def duties(request: HttpRequest, no: str) -> HttpResponse:
    """Who answers for the quality, for ever: one more, never another."""
    project = scope.project(request.user, no)

    def charge(made: Project, said: QueryDict) -> str:
        told = {name: said.get(name, "") for name in ("part", "unit", "post", "person")}
        acts.charge(made, by=request.user, since=_day(said, "since"), **told)
        return _("已登记，不能再改；换人的另登一条")

    what = {"story": asked.story(request.user, project)}
    return _form(request, project, "duties", charge, what, _("质量责任人"))


@login_required
@never_cache
def days(request: HttpRequest, no: str) -> HttpResponse:
    """The planned day of each stage; empty ones as usual."""
    project = scope.project(request.user, no)

    def plan(made: Project, said: QueryDict) -> str:
        given = {key: day for key in STAGES if (day := _day(said, key))}
        acts.plan(made, by=request.user, days=given)
        return _("计划日期已存；最初的计划留着")

    return _form(request, project, "days", plan, {"schedule": asked.schedule(project)}, _("计划日期"))


def _form(
    request: HttpRequest, project: Project, name: str, do: Do, what: dict[str, Any], label: str
) -> HttpResponse:
    """Do what was sent and go back to the project; or show the form, with what is wrong with it."""
    problem: Problem | None = None
    if request.method == "POST":
        try:
            messages.success(request, do(project, request.POST), extra_tags="good")
            return redirect(_back(request, project))
        except Problem as fault:
            if is_hidden(fault):
                raise
            problem = fault
    wrong = dict(problem.faults) if isinstance(problem, Faults) else {}
    if "step" in what:
        what |= _of_step(what["step"], request.POST, wrong)
    if "schedule" in what:
        what["schedule"] = [
            Planned(**vars(one), given=request.POST.get(one.key, ""), wrong=wrong.get(one.key, ""))
            for one in what["schedule"]
        ]
    return render(request, f"web/project_life_{name}.html", {
        "project": project, "problem": problem, "wrong": wrong, "said": request.POST, "today": clock.today(),
        "uuid": request.POST.get("uuid") or uuid4(), "path": _path(request.user, project, label), **what,
    }, status=422 if problem else 200)  # fmt: skip


def _back(request: HttpRequest, project: Project) -> str:
    """To the stage from which somebody came to hand something in, if there is one; else to the project."""
    key = request.GET.get("for", "")
    if key in STAGES:
        return reverse("project-act", args=[project.no, key])
    return f"{reverse('project', args=[project.no])}#life"


def _path(user: Any, project: Project, label: str) -> list[Step]:
    whole = paths.below(user, boards.area_head(project.area), label)
    home = Step(project.no, reverse("project", args=[project.no]))
    return [
        Step(_("项目库"), f"{reverse('projects')}?area={project.area.code}"),
        *whole[:-1],
        home,
        Step(label),
    ]


def _copied(sent: UploadedFile, folder: Path) -> tuple[str, Path]:
    path = folder / uuid4().hex
    with path.open("wb") as copy:
        for piece in sent.chunks():
            copy.write(piece)
    return PurePath(sent.name or "").name, path


def _day(said: QueryDict, name: str) -> date | None:
    text = said.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem("life.bad_day", _("日期看不懂"), _("请写成 2018-12-31 这样。")) from None


def _whole(text: str) -> int:
    plain = text.strip().rstrip("%％").strip()
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 3:
        raise Problem("life.bad_percent", _("进度应是 0 到 100 的整数"), _("请填整数，如 60。"))
    return int(plain)


def _share(text: str) -> str:
    """People write 3 for three per cent."""
    plain = text.strip().rstrip("%％").strip()
    try:
        return str(Decimal(plain) / 100) if plain else "0"
    except InvalidOperation:
        return plain

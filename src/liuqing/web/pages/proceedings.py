"""办件: one proceeding with its steps, the form of the step that waits, and everything done so far."""

import tempfile
from pathlib import Path, PurePath
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from liuqing.errors import Problem
from liuqing.policy.effects import EFFECTS
from liuqing.registry.queries import standing as asked
from liuqing.registry.queries.standing import ProceedingPage
from liuqing.registry.queries.standing.previewing import Preview, preview
from liuqing.registry.services import standing as acts
from liuqing.registry.services.standing import chain
from liuqing.web.pages import standing_form, step_form
from liuqing.web.paths import Step
from liuqing.workflow import seen


@login_required
@never_cache
def proceeding(request: HttpRequest, no: str) -> HttpResponse:
    """One proceeding; a step taken comes back here."""
    found = asked.proceeding(request.user, no)
    if request.method == "POST":
        try:
            _do(request, found)
        except Problem as problem:
            return _page(request, asked.proceeding(request.user, no), problem, status=422)
        return redirect("proceeding", no)
    seen.once(request.user, f"proceeding:{no}")
    return _page(request, found)


@login_required
@require_POST
@never_cache
def withdraw(request: HttpRequest, no: str) -> HttpResponse:
    """Take a proceeding back, with a reason."""
    found = asked.seen(request.user, no)
    acts.withdraw(found, by=request.user, said=request.POST.get("said", ""))
    messages.success(request, _("已撤回，办过的各步仍然留着"), extra_tags="good")
    return redirect("proceeding", no)


@login_required
@never_cache
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo or paper of an act; only for who sees the proceeding."""
    found = asked.paper(request.user, pk)
    seen.once(request.user, f"proceeding:{found.act.proceeding.no}", what="paper")
    ending = PurePath(found.name).suffix.lower()
    return FileResponse(iter([chain.paper(found)]), as_attachment=True, filename=f"{found.kind}{ending}")


def _do(request: HttpRequest, found: ProceedingPage) -> None:
    what = request.POST.get("do", "")
    if what in ("keep", "find", "submit") and found.may_change:
        _hand_in(request, found, whole=what == "submit")
        return
    with step_form.read(request) as handed:
        made = acts.act(found.record, by=request.user, **handed)
    messages.success(request, f"{_(made.label)}：{_(made.get_outcome_display())}", extra_tags="good")


def _hand_in(request: HttpRequest, found: ProceedingPage, *, whole: bool) -> None:
    effect, said = EFFECTS[found.record.effect], request.POST
    payload = standing_form.read(effect, said)
    one = acts.amend(found.record, by=request.user, payload=payload, ground=said.get("ground", ""))
    if said.get("find"):
        return
    if not whole:
        messages.success(request, _("草稿已保存"), extra_tags="good")
        return
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        acts.submit(
            one, by=request.user, uuid=step_form.uuid(said), papers=step_form.papers(request, Path(folder)),
            signatures=[name[:40] for name in said.getlist("signature")],
        )  # fmt: skip
    messages.success(request, _("已提交，内容封存；下一步在下面"), extra_tags="good")


def _page(
    request: HttpRequest, found: ProceedingPage, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "web/proceeding.html", {
        "page": found, "current": found.current, "preview": _preview(request, found), "fields": _fields(request, found) if found.may_change else (),
        "problem": problem, "said": request.POST, "uuid": request.POST.get("uuid") or uuid4(),
        "today": timezone.localdate(),
        "path": [Step(_("办理"), reverse("standing")), Step(found.head.no)],
    }, status=status)  # fmt: skip


def _preview(request: HttpRequest, found: ProceedingPage) -> Preview | None:
    return preview(request.user, found.record) if found.may_change else None


def _fields(request: HttpRequest, found: ProceedingPage) -> list[standing_form.Asked]:
    effect = EFFECTS[found.record.effect]
    typed = standing_form.read(effect, request.POST) if request.method == "POST" else {}
    said: dict[str, Any] = {**found.values, **typed}
    wanted = request.POST.get("find", "") if request.method == "POST" else ""
    return standing_form.asked(request.user, effect, found.record.household, said, wanted)

"""入户核查: the round of an enumerator and one door, made for a thumb; no script is needed.

A questionnaire is one screen a section: what was answered on the screens before goes along in the form
and is sent as a whole at the end, so that half a questionnaire is never counted.
"""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.registry.queries import evaluations as asked
from liuqing.registry.queries.evaluations import Visit
from liuqing.registry.services import evaluations as acts
from liuqing.web.pages.evaluations import read_day
from liuqing.web.paths import Step
from liuqing.web.problems import is_hidden
from liuqing.workflow import seen

ANSWER = "a."
"""Before the key of a question in a form."""


@login_required
@never_cache
def visits(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to visit, village by village."""
    found = asked.visits(request.user, pk)
    return render(request, "web/visits.html", {
        "visits": found, "path": [Step(_("模拟评估"), reverse("evaluations")), Step(found.label)],
    })  # fmt: skip


@login_required
@never_cache
def visit(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """One door: the questions section by section, or why nobody could be met."""
    found = asked.visit(request.user, pk, order)
    seen.once(request.user, f"sampled:{found.sampled.pk}")
    if request.method != "POST":
        return _screen(request, found, 0)
    go, part = request.POST.get("go", ""), _part(request.POST.get("part", "0"), found)
    if go in ("next", "back"):
        return _screen(request, found, part + (1 if go == "next" else -1))
    try:
        _take(request, found, go)
    except Problem as problem:
        if is_hidden(problem):
            raise
        return _screen(request, found, part, problem)
    return redirect(_on(request, pk))


def _take(request: HttpRequest, found: Visit, go: str) -> None:
    said, by = request.POST, request.user
    if go == "missed":
        instead = acts.miss(
            sampled=found.sampled,
            by=by,
            uuid=said.get("uuid", ""),
            reason=said.get("reason", ""),
            said=said.get("said", ""),
        )
        told = (
            _("已记下。备选户第 %(n)s 号补上。") % {"n": instead.order}
            if instead
            else _("已记下。没有备选户了。")
        )
    else:
        acts.answer(
            sampled=found.sampled, by=by, uuid=said.get("uuid", ""), answers=_answers(said), said=said.get("said", ""),
            on=read_day(said.get("on", "")),
        )  # fmt: skip
        told = _("已记下第 %(n)s 号。") % {"n": found.sampled.order}
    messages.success(request, told, extra_tags="good")


def _on(request: HttpRequest, pk: int) -> str:
    """Back to the round while there is one."""
    open_ = any(key == pk for key, _label, _left in asked.mine(request.user))
    return reverse("evaluation-visits", args=[pk]) if open_ else reverse("evaluations")


def _screen(request: HttpRequest, found: Visit, part: int, problem: Problem | None = None) -> HttpResponse:
    part = min(max(part, 0), len(found.sections) - 1)
    said = request.POST
    own = {key for key, _one in found.sections[part][1]}
    answers = _answers(said)
    return render(request, "web/visit.html", {
        "visit": found, "part": part, "parts": len(found.sections), "section": found.sections[part][0],
        "questions": [
            {"key": key, "name": f"{ANSWER}{key}", "one": one, "given": answers.get(key, ""), "options": _options(key, one, answers)}
            for key, one in found.sections[part][1]
        ],
        "carried": [(f"{ANSWER}{key}", value) for key, value in answers.items() if key not in own],
        "last": part == len(found.sections) - 1, "uuid": said.get("uuid") or uuid4(), "said": said.get("said", ""),
        "on": said.get("on") or timezone.localdate().isoformat(), "today": timezone.localdate(), "missed": acts.MISSED,
        "problem": problem,
        "path": [Step(_("模拟评估"), reverse("evaluations")), Step(found.label, reverse("evaluation-visits", args=[found.pk])), Step(f"{found.sampled.order}")],
    }, status=422 if problem else 200)  # fmt: skip


def _options(key: str, one: Any, answers: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"id": f"q-{key}-{code}", "code": code, "label": option.label, "chosen": answers.get(key) == code}
        for code, option in one.options.items()
    ]


def _answers(said: Any) -> dict[str, str]:
    return {key.removeprefix(ANSWER): value[:40] for key, value in said.items() if key.startswith(ANSWER)}


def _part(text: str, found: Visit) -> int:
    return (
        min(int(text), len(found.sections) - 1) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    )

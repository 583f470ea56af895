"""办理: what waits for me, the proceedings of an area, and the same step of several at once."""

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
from liuqing.registry.models import Proceeding
from liuqing.registry.queries import boards, scope
from liuqing.registry.queries import standing as asked
from liuqing.registry.queries.standing import lines, named
from liuqing.registry.services import standing as acts
from liuqing.web import paths
from liuqing.web.pages import step_form, turning
from liuqing.web.paths import Step
from liuqing.workflow.rights import Right

TOGETHER = 100
"""So many may be taken through a step at once."""
STATES = (*((one.value, one.label) for one in Proceeding.State), ("late", "已过期限"))


@login_required
@never_cache
def standing(request: HttpRequest) -> HttpResponse:
    """Steps that the user may take now, by procedure; drafts; what was sent back."""
    waiting = asked.mine(request.user)
    own = scope.area(request.user, None, Right.SEE_HOUSEHOLDS)
    return render(request, "web/standing.html", {"mine": waiting, "own": own.code, "path": [Step(_("办理"))]})


@login_required
@never_cache
def listed(request: HttpRequest, code: str) -> HttpResponse:
    """The proceedings of an area, narrowed, sixty a page."""
    where = scope.area(request.user, code, Right.SEE_HOUSEHOLDS)
    state, procedure = request.GET.get("state", "")[:12], request.GET.get("procedure", "")[:40]
    found = asked.listed(request.user, code, procedure=procedure, state=state, page=turning.number(request))
    return render(request, "web/standing_list.html", {
        "area": where, "found": found, "turn": turning.turn(request, found), "states": STATES, "state": state,
        "procedures": named.procedures(request.user), "procedure": procedure,
        "path": paths.below(request.user, boards.area_head(where), _("办件")),
    })  # fmt: skip


@login_required
@never_cache
def together(request: HttpRequest) -> HttpResponse:
    """The same step of several: one meeting for thirty households, each its own act, all or none."""
    said = request.POST if request.method == "POST" else request.GET
    numbers = list(dict.fromkeys(no[:24] for no in said.getlist("no")))[:TOGETHER]
    if not numbers:
        messages.warning(request, _("请先勾选要一起办的办件。"), extra_tags="warn")
        return redirect("standing")
    found = [asked.seen(request.user, no) for no in numbers]
    first = asked.proceeding(request.user, numbers[0])
    _same_step(found)
    problem = None
    if request.method == "POST":
        try:
            with step_form.read(request) as handed:
                made = acts.act_all(found, by=request.user, **handed)
        except Problem as fault:
            problem = fault
        else:
            messages.success(request, _("一起办了 %(n)s 件") % {"n": len(made)}, extra_tags="good")
            return redirect("standing")
    return render(request, "web/standing_together.html", {
        "found": lines.lines(found, timezone.localdate()), "page": first, "current": first.current, "problem": problem, "said": request.POST,
        "uuid": request.POST.get("uuid") or uuid4(), "path": [Step(_("办理"), reverse("standing")), Step(_("一起办"))],
    }, status=422 if problem else 200)  # fmt: skip


def _same_step(found: list[Proceeding]) -> None:
    if len({(one.procedure, one.since, one.step, one.state) for one in found}) > 1:
        raise Problem(
            "standing.not_together", "选的办件不在同一个程序的同一步", "请只勾选同一组里的办件一起办。"
        )

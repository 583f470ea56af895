"""审核: what the villages answered, judged in batches by somebody who did not answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.registry.queries import cases as asked
from liuqing.registry.services import cases as acts
from liuqing.web.paths import Step
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@login_required
@never_cache
def review(request: HttpRequest) -> HttpResponse:
    """The answers that wait; those that were ticked are agreed to, or returned with a sentence."""
    rights.require(request.user, Right.REVIEW_CASES)
    village = request.GET.get("village", "")[:20]
    problem = None
    if request.method == "POST":
        try:
            return _decide(request)
        except Problem as fault:
            problem = fault
    found = asked.answered(request.user, village)
    return render(request, "web/review.html", {
        "found": found, "problem": problem, "words": request.POST.get("words", ""),
        "path": [Step(_("核实"), reverse("cases")), Step(_("审核"))],
    }, status=422 if problem else 200)  # fmt: skip


def _decide(request: HttpRequest) -> HttpResponse:
    chosen = [int(pk) for pk in request.POST.getlist("case") if pk.isdecimal()]
    if not chosen:
        raise Problem("cases.none_chosen", "没有勾选", "请先勾选要审核的疑点。")
    agree = request.POST.get("agree") == "1"
    cases = [asked.case(request.user, pk).record for pk in chosen]
    done = acts.review(cases=cases, by=request.user, agree=agree, words=request.POST.get("words", ""))
    said = _("已同意 %(n)s 条") if agree else _("已退回 %(n)s 条")
    messages.success(request, said % {"n": done}, extra_tags="good")
    return redirect(request.get_full_path())

"""名单问题: the rows of a department's own lists that villages found wrong, and its answers."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.registry.models import Thread
from liuqing.registry.queries import cases as asked
from liuqing.registry.services import cases as acts
from liuqing.web.paths import Step
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@login_required
@never_cache
def threads(request: HttpRequest) -> HttpResponse:
    """Which list, which row, which of its facts; never whose household it is."""
    if not any(rights.can(request.user, one) for one in (Right.SEE_OWN_LIST_FLAGS, Right.SEND_CASES)):
        raise Problem("cases.no_such_thread", "没有退回给您的问题", "请从待办进入。")
    problem = None
    if request.method == "POST":
        try:
            return _answer(request)
        except Problem as fault:
            problem = fault
    rows = asked.threads(request.user)
    return render(request, "web/threads.html", {
        "rows": rows, "problem": problem, "office": rights.can(request.user, Right.SEND_CASES),
        "path": [Step(_("名单问题"))],
    }, status=422 if problem else 200)  # fmt: skip


def _answer(request: HttpRequest) -> HttpResponse:
    said = request.POST.get("thread", "")
    mine = {row.pk for row in asked.threads(request.user)}
    if not said.isdecimal() or int(said) not in mine:
        raise Problem("cases.no_such_thread", "没有退回给您的问题", "请从待办进入。")
    acts.answer_thread(
        thread=Thread.objects.get(pk=int(said)), by=request.user, words=request.POST.get("words", "")
    )
    return redirect("threads")
